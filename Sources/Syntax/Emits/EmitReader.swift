import Containers

/// Emit sites of a tree, in one walk.
///
/// A call whose name says that it logs, prints or fails gives its message. What such calls have not used and
/// has
/// several words is a text of its own: a constant, an entry of a table, the argument of somebody's wrapper.
struct EmitReader {
  let tree: SyntaxTree
  let base: UnsafePointer<UInt8>
  let count: Int
  let language: EmitLanguage
  private(set) var sites: [EmitSite] = []
  /// Literals that a site has used, by node.
  private var used: Set<Int> = []
  /// Literals of the expression that is read now.
  var touched: [Int] = []
  private var callees: [UInt64: EmitCallee?] = [:]
  private var skeletonBytes = 0

  /// Bytes of all skeletons of a text, at most.
  private static let skeletonBytesMax = 2 << 20

  init(_ tree: SyntaxTree, base: UnsafePointer<UInt8>, count: Int, language: Language) {
    (self.tree, self.base, self.count) = (tree, base, count)
    self.language = EmitLanguage(name: language.name)
  }

  /// Reads the tree; functions and classes come from its symbols.
  mutating func run(symbols: [Symbol]) {
    guard language != .other else { return }
    var index = 0
    while index < tree.nodes.count, sites.count < EmitSite.sitesMax, skeletonBytes < Self.skeletonBytesMax {
      switch role(index) {
      case .call: call(index)
      case .echo: echo(index)
      case .tokens: macro(index)
      case .binary where language == .cpp: stream(index)
      case .string: text(index)
      case .define: define(index)
      case .import:
        index = max(index + 1, Int(tree.nodes[index].next))
        continue
      default: break
      }
      index += 1
    }
    place(symbols)
  }

  func role(_ index: Int) -> EmitRole {
    let symbol = Int(tree.nodes[index].symbol)
    return symbol < tree.grammar.emits.count ? tree.grammar.emits[symbol] : .none
  }

  func parent(_ index: Int) -> Int { Int(tree.nodes[index].parent) }

  /// The nodes inside that the grammar names, without comments.
  func operands(_ index: Int) -> [Int] {
    tree.children(index).filter { isNamed($0) && role($0) != .comment }
  }

  func isNamed(_ index: Int) -> Bool {
    let symbol = Int(tree.nodes[index].symbol)
    return symbol < tree.grammar.isNamed.count && tree.grammar.isNamed[symbol]
  }

  func range(_ index: Int) -> Range<Int> {
    let found = tree.range(index)
    return min(found.lowerBound, count)..<min(found.upperBound, count)
  }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// Source text on one line, cut between characters to ``EmitSite/textMax`` bytes.
  func source(_ range: Range<Int>) -> String {
    var text: [UInt8] = []
    for byte in bytes(range) {
      if byte <= 0x20 {
        if let last = text.last, last != 0x20 { text.append(0x20) }
      } else {
        text.append(byte)
      }
      if text.count > EmitSite.textMax { break }
    }
    if text.count > EmitSite.textMax {
      var end = EmitSite.textMax
      while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
      text.removeSubrange(end...)
    }
    while text.last == 0x20 { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Sites

  /// Adds a site when its text says something.
  mutating func add(
    _ pieces: [EmitPiece], kind: EmitKind, level: EmitLevel, callee: String, range: Range<Int>
  ) {
    var builder = SkeletonBuilder()
    builder.add(pieces) { source($0) }
    let skeleton = builder.finish()
    let words = skeleton.letterWords
    let isLoose = kind == .call || kind == .text || kind == .constant
    guard words >= (isLoose ? 2 : 1) else { return }
    used.formUnion(touched)
    skeletonBytes += skeleton.bytes.count
    sites.append(
      EmitSite(
        kind: kind, level: level, callee: callee, range: range, line: 0, skeleton: skeleton,
        arguments: builder.arguments))
  }

  func isUsed(_ index: Int) -> Bool { used.contains(index) }

  /// Remembers what a callee's name means: files call few names often.
  mutating func callee(_ name: Range<Int>, receiver: Range<Int>) -> EmitCallee? {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes(receiver.lowerBound..<name.upperBound) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    if let known = callees[hash] { return known }
    let found = EmitCallee(
      name: String(decoding: bytes(name), as: UTF8.self),
      receiver: String(decoding: bytes(receiver), as: UTF8.self))
    if callees.count < 20_000 { callees[hash] = found }
    return found
  }

  /// Lines, functions and classes of the sites, which are in the order of the text by then.
  private mutating func place(_ symbols: [Symbol]) {
    guard !sites.isEmpty else { return }
    sites.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    let lines = LineCounter(base, count: count)
    var open: [Symbol] = []
    var next = 0
    for index in sites.indices {
      let line = lines.line(of: sites[index].range.lowerBound)
      sites[index].line = line
      while next < symbols.count, symbols[next].lines.lowerBound <= line {
        let symbol = symbols[next]
        next += 1
        let isFunction = symbol.kind == .function || symbol.kind == .method
        guard isFunction || Self.containers.contains(symbol.kind) else { continue }
        while let last = open.last, last.lines.upperBound < symbol.lines.lowerBound { open.removeLast() }
        open.append(symbol)
      }
      open.removeAll { $0.lines.upperBound < line }
      if let function = open.last(where: { $0.kind == .function || $0.kind == .method }) {
        sites[index].function = cut(function.name)
        if let qualifier = function.qualifier { sites[index].container = cut(qualifier) }
      }
      if sites[index].container.isEmpty, let around = open.last(where: { Self.containers.contains($0.kind) })
      {
        sites[index].container = cut(around.name)
      }
    }
  }

  private func cut(_ name: String) -> String {
    guard name.utf8.count > EmitSite.textMax else { return name }
    return String(decoding: name.utf8.prefix(EmitSite.textMax), as: UTF8.self)
  }

  private static let containers: Set<SymbolKind> = [
    .class, .struct, .enum, .interface, .object, .implementation, .module, .trait, .extension, .actor,
    .record,
    .protocol, .namespace, .union,
  ]
}
