import Synchronization
package import Syntax
import TreeSitterABI

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The tree-sitter library and the grammars in a folder, loaded while the program runs.
///
/// A grammar is machine code from elsewhere: parse in a process that may die (``ParseWorker``).
package final class TreeSitterLibrary: Sendable {
  /// The folder that the library was loaded from.
  package let folder: String
  private let calls: Calls
  private let grammars = Mutex<[String: Grammar?]>([:])

  /// The library in a folder; nil when it is not there or too old.
  package init?(folder: String) {
    #if canImport(Darwin)
      let names = ["libtree-sitter.dylib"]
    #else
      let names = ["libtree-sitter.so"]
    #endif
    self.folder = folder
    // Global, since grammars find the host's functions in it. Never closed: functions live as long as the process.
    let handle = names.lazy.compactMap { dlopen(folder + "/" + $0, RTLD_NOW | RTLD_GLOBAL) }.first
    guard let handle, let calls = Calls(handle) else { return nil }
    self.calls = calls
  }

  /// The tree of a text by the grammar of this name; nil without the grammar, or when a limit was met.
  ///
  /// - Parameters:
  ///   - nodesMax: nodes of the tree, at most.
  ///   - milliseconds: processor time for the parse, at most, so that the answer about a text does not depend on
  ///     what else runs; checked by the parser every few hundred tokens.
  ///   - marksMissing: whether tokens that the parser has made up get the symbol `UInt16.max`, or
  ///     ``SyntaxNode/missingSeparator``.
  ///   - keeping: which nodes are wanted, asked from the root on for all that are not inside of a wanted one; nil
  ///     for all. The root is always there; it is the parent of nodes whose parents are not wanted.
  package func parse(
    _ bytes: UnsafeRawBufferPointer, grammar name: String, nodesMax: Int = 4_000_000,
    milliseconds: Int = 2_000, marksMissing: Bool = false, keeping: ((SyntaxNode, Int) -> TreePart)? = nil
  ) -> SyntaxTree? {
    guard let grammar = grammar(name), let parser = calls.newParser() else { return nil }
    defer { calls.deleteParser(parser) }
    guard calls.setLanguage(parser, grammar.pointer) else { return nil }
    var source = Source(bytes: bytes, deadline: threadCPUNanoseconds() + milliseconds * 1_000_000)
    let tree = withUnsafeMutablePointer(to: &source) { payload in
      calls.parse(
        parser, nil,
        ald_ts_input(
          payload: payload,
          read: { payload, index, _, count in
            let bytes = payload!.assumingMemoryBound(to: Source.self).pointee.bytes
            let from = min(Int(index), bytes.count)
            count!.pointee = UInt32(bytes.count - from)
            return bytes.baseAddress.map { ($0 + from).assumingMemoryBound(to: CChar.self) }
          }, encoding: 0, decode: nil),
        ald_ts_parse_options(
          payload: payload,
          progress: { state in
            let source = state!.pointee.payload.assumingMemoryBound(to: Source.self)
            return threadCPUNanoseconds() > source.pointee.deadline
          }))
    }
    guard let tree else { return nil }
    defer { calls.deleteTree(tree) }
    let nodes =
      keeping.map { wantedNodes(of: tree, limit: nodesMax, $0) }
      ?? nodes(of: tree, limit: nodesMax, marksMissing ? grammar.names : nil)
    return nodes.map { SyntaxTree(grammar: grammar.names, nodes: $0) }
  }

  /// Whether there is a grammar of this name.
  package func has(_ name: String) -> Bool { grammar(name) != nil }

  private struct Source {
    var bytes: UnsafeRawBufferPointer
    var deadline: Int
  }

  // Grammars are constant data of libraries that stay loaded.
  private struct Grammar: @unchecked Sendable {
    let pointer: UnsafeRawPointer
    let names: TreeGrammar
  }

  private func nodes(of tree: OpaquePointer, limit: Int, _ marking: TreeGrammar?) -> [SyntaxNode]? {
    var cursor = calls.newCursor(calls.root(tree))
    defer { calls.deleteCursor(&cursor) }
    var nodes: [SyntaxNode] = []
    var path: [Int32] = []
    while true {
      guard nodes.count < limit else { return nil }
      let node = calls.node(&cursor)
      nodes.append(
        SyntaxNode(
          start: calls.start(node), end: calls.end(node), parent: path.last ?? -1, symbol: calls.symbol(node),
          field: calls.field(&cursor)))
      let index = Int32(nodes.count - 1)
      if let marking, calls.isMissing(node) {
        nodes[Int(index)].symbol =
          marking.isSeparator(nodes[Int(index)].symbol) ? SyntaxNode.missingSeparator : .max
      }
      if calls.firstChild(&cursor) {
        path.append(index)
        continue
      }
      nodes[Int(index)].next = index + 1
      while !calls.nextSibling(&cursor) {
        guard let parent = path.popLast(), calls.parent(&cursor) else {
          // The root, or a cursor that does not come back: close what is open.
          for open in path { nodes[Int(open)].next = Int32(nodes.count) }
          return nodes
        }
        nodes[Int(parent)].next = Int32(nodes.count)
        if path.isEmpty { return nodes }
      }
    }
  }

  /// As ``nodes(of:limit:_:)``, without the parts of the tree that are not wanted.
  private func wantedNodes(
    of tree: OpaquePointer, limit: Int, _ keeping: (SyntaxNode, Int) -> TreePart
  ) -> [SyntaxNode]? {
    var cursor = calls.newCursor(calls.root(tree))
    defer { calls.deleteCursor(&cursor) }
    var nodes: [SyntaxNode] = []
    // Of the nodes around: their numbers, -1 for those that are left out.
    var path: [Int32] = []
    // How many nodes are around the wanted one that the cursor is in; negative outside of all.
    var wanted = -1
    while true {
      guard nodes.count < limit else { return nil }
      let found = calls.node(&cursor)
      var node = SyntaxNode(
        start: calls.start(found), end: calls.end(found), parent: 0, symbol: calls.symbol(found),
        field: calls.field(&cursor))
      let part = wanted >= 0 ? .all : path.isEmpty ? .inside : keeping(node, path.count)
      var number: Int32 = -1
      if part == .all || path.isEmpty {
        if wanted < 0, part == .all { wanted = path.count }
        node.parent = path.isEmpty ? -1 : max(path.last ?? 0, 0)
        number = Int32(nodes.count)
        node.next = number + 1
        nodes.append(node)
      }
      if part != .none, calls.firstChild(&cursor) {
        path.append(number)
        continue
      }
      if wanted == path.count { wanted = -1 }
      while !calls.nextSibling(&cursor) {
        guard let parent = path.popLast(), calls.parent(&cursor) else {
          for open in path where open >= 0 { nodes[Int(open)].next = Int32(nodes.count) }
          nodes[0].next = Int32(nodes.count)
          return nodes
        }
        if parent >= 0 { nodes[Int(parent)].next = Int32(nodes.count) }
        if wanted == path.count { wanted = -1 }
        if path.isEmpty { return nodes }
      }
    }
  }

  // MARK: Grammars

  private func grammar(_ name: String) -> Grammar? {
    grammars.withLock { known in
      if let found = known[name] { return found }
      let loaded = load(name)
      known[name] = loaded
      return loaded
    }
  }

  private func load(_ name: String) -> Grammar? {
    guard name.utf8.allSatisfy({ $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }) else { return nil }
    for file in [
      "\(name).abi3.so", "libtree-sitter-\(name).so", "\(name).so", "libtree-sitter-\(name).dylib",
    ] {
      guard let handle = dlopen(folder + "/" + file, RTLD_NOW | RTLD_LOCAL) else { continue }
      let pointer = plainGrammar(handle, name) ?? moduleGrammar(handle, name)
      guard let pointer, let names = names(pointer) else { continue }
      return Grammar(pointer: pointer, names: names)
    }
    return nil
  }

  /// `tree_sitter_NAME`, as editors build them.
  private func plainGrammar(_ handle: UnsafeMutableRawPointer, _ name: String) -> UnsafeRawPointer? {
    guard let symbol = dlsym(handle, "tree_sitter_" + name) else { return nil }
    return unsafeBitCast(symbol, to: (@convention(c) () -> UnsafeRawPointer?).self)()
  }

  /// `PyInit_NAME`, or in a wheel of one language `PyInit__binding`, gives the definition of a module, whose function
  /// `language` gives the grammar.
  private func moduleGrammar(_ handle: UnsafeMutableRawPointer, _ name: String) -> UnsafeRawPointer? {
    guard let symbol = dlsym(handle, "PyInit_" + name) ?? dlsym(handle, "PyInit__binding") else { return nil }
    typealias Initialise = @convention(c) () -> UnsafeMutableRawPointer?
    typealias Method = @convention(c) (UnsafeRawPointer?, UnsafeRawPointer?) -> UnsafeRawPointer?
    guard let definition = unsafeBitCast(symbol, to: Initialise.self)() else { return nil }
    // A module definition: 40 bytes of object, name, documentation, size, then its functions; a function is
    // name, address, flags, documentation. Stable since Python 3.5 (the "limited API").
    guard var method = definition.load(fromByteOffset: 64, as: UnsafeRawPointer?.self) else { return nil }
    for _ in 0..<8 {
      guard let text = method.load(as: UnsafePointer<CChar>?.self) else { return nil }
      if String(cString: text) == "language",
        let address = method.load(fromByteOffset: 8, as: UnsafeRawPointer?.self)
      {
        return unsafeBitCast(address, to: Method.self)(nil, nil)
      }
      method += 32
    }
    return nil
  }

  private func names(_ grammar: UnsafeRawPointer) -> TreeGrammar? {
    guard let parser = calls.newParser() else { return nil }
    defer { calls.deleteParser(parser) }
    // Also the check of the grammar's version.
    guard calls.setLanguage(parser, grammar) else { return nil }
    let count = Int(calls.symbolCount(grammar))
    let symbols = (0..<count).map { calls.symbolName(grammar, UInt16($0)).map(String.init(cString:)) ?? "" }
    let isNamed = (0..<count).map { calls.symbolKind(grammar, UInt16($0)) == 0 }
    let fields = (0...Int(calls.fieldCount(grammar))).map { number in
      number == 0 ? "" : calls.fieldName(grammar, UInt16(number)).map(String.init(cString:)) ?? ""
    }
    return TreeGrammar(symbols: symbols, isNamed: isNamed, fields: fields)
  }
}

/// How much of a tree is wanted at a node.
package enum TreePart: Sendable {
  /// Nothing.
  case none
  /// Perhaps something inside.
  case inside
  /// The node with all that is inside.
  case all
}

/// The library's functions.
private struct Calls: Sendable {
  typealias Cursor = UnsafeMutablePointer<ald_ts_cursor>
  let newParser: @convention(c) () -> OpaquePointer?
  let deleteParser: @convention(c) (OpaquePointer) -> Void
  let setLanguage: @convention(c) (OpaquePointer, UnsafeRawPointer) -> Bool
  let parse:
    @convention(c) (OpaquePointer, OpaquePointer?, ald_ts_input, ald_ts_parse_options) -> OpaquePointer?
  let deleteTree: @convention(c) (OpaquePointer) -> Void
  let root: @convention(c) (OpaquePointer) -> ald_ts_node
  let newCursor: @convention(c) (ald_ts_node) -> ald_ts_cursor
  let deleteCursor: @convention(c) (Cursor) -> Void
  let firstChild: @convention(c) (Cursor) -> Bool
  let nextSibling: @convention(c) (Cursor) -> Bool
  let parent: @convention(c) (Cursor) -> Bool
  let node: @convention(c) (Cursor) -> ald_ts_node
  let field: @convention(c) (Cursor) -> UInt16
  let start: @convention(c) (ald_ts_node) -> UInt32
  let end: @convention(c) (ald_ts_node) -> UInt32
  let symbol: @convention(c) (ald_ts_node) -> UInt16
  let isMissing: @convention(c) (ald_ts_node) -> Bool
  let symbolCount: @convention(c) (UnsafeRawPointer) -> UInt32
  let symbolName: @convention(c) (UnsafeRawPointer, UInt16) -> UnsafePointer<CChar>?
  let symbolKind: @convention(c) (UnsafeRawPointer, UInt16) -> UInt32
  let fieldCount: @convention(c) (UnsafeRawPointer) -> UInt32
  let fieldName: @convention(c) (UnsafeRawPointer, UInt16) -> UnsafePointer<CChar>?

  init?(_ handle: UnsafeMutableRawPointer) {
    var isComplete = true
    // A missing function leaves a pointer that is never called: the initialiser fails.
    func symbol<Function>(_ name: String) -> Function {
      let found = dlsym(handle, "ts_" + name)
      if found == nil { isComplete = false }
      return unsafeBitCast(found ?? handle, to: Function.self)
    }
    newParser = symbol("parser_new")
    deleteParser = symbol("parser_delete")
    setLanguage = symbol("parser_set_language")
    parse = symbol("parser_parse_with_options")
    deleteTree = symbol("tree_delete")
    root = symbol("tree_root_node")
    newCursor = symbol("tree_cursor_new")
    deleteCursor = symbol("tree_cursor_delete")
    firstChild = symbol("tree_cursor_goto_first_child")
    nextSibling = symbol("tree_cursor_goto_next_sibling")
    parent = symbol("tree_cursor_goto_parent")
    node = symbol("tree_cursor_current_node")
    field = symbol("tree_cursor_current_field_id")
    start = symbol("node_start_byte")
    end = symbol("node_end_byte")
    self.symbol = symbol("node_symbol")
    isMissing = symbol("node_is_missing")
    symbolCount = symbol("language_symbol_count")
    symbolName = symbol("language_symbol_name")
    symbolKind = symbol("language_symbol_type")
    fieldCount = symbol("language_field_count")
    fieldName = symbol("language_field_name_for_id")
    if !isComplete { return nil }
  }
}
