import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Reads a text as Markdown; nil where libcmark-gfm is not installed, and for texts that would cost too much
/// (``MarkdownCost``). May be called from any thread. Cost: some 10 ms per megabyte, half a second at worst.
package func parseMarkdown(_ text: String) -> MarkdownNode? {
  guard let library = MarkdownLibrary.shared, MarkdownCost.isBearable(text) else { return nil }
  return library.parse(text)
}

/// True where Markdown can be read.
package func hasMarkdown() -> Bool { MarkdownLibrary.shared != nil }

/// GitHub's Markdown parser, from the system. It is C, old and met by hostile texts: it only parses, values are
/// copied out at once, and ``MarkdownCost`` keeps it from what takes it long.
private struct MarkdownLibrary: Sendable {
  static let shared: MarkdownLibrary? = load()

  // The library's parsers share a table of special characters that each of them changes while it runs.
  private static let lock = Mutex(())

  /// Deeper parts are left out: nobody indents that far, and drawing is recursive.
  private static let depthMax = 48

  /// Parts of one document; what comes after them is left out.
  private static let nodesMax = 100_000

  private typealias Pointer = OpaquePointer
  private typealias NewParser = @convention(c) (CInt) -> Pointer?
  private typealias Feed = @convention(c) (Pointer, UnsafePointer<UInt8>?, Int) -> Void
  private typealias Next = @convention(c) (Pointer) -> Pointer?
  private typealias Free = @convention(c) (Pointer) -> Void
  private typealias Find = @convention(c) (UnsafePointer<CChar>) -> Pointer?
  private typealias Attach = @convention(c) (Pointer, Pointer) -> CInt
  private typealias Text = @convention(c) (Pointer) -> UnsafePointer<CChar>?
  private typealias Number = @convention(c) (Pointer) -> CInt
  private typealias Columns = @convention(c) (Pointer) -> UInt16
  private typealias Alignments = @convention(c) (Pointer) -> UnsafePointer<UInt8>?
  private typealias Flag = @convention(c) (Pointer) -> Bool
  private typealias Register = @convention(c) () -> Void

  private let newParser: NewParser
  private let feed: Feed
  private let finish: Next
  private let freeParser: Free
  private let freeNode: Free
  private let firstChild: Next
  private let nextSibling: Next
  private let attach: Attach
  private let typeName: Text
  private let literal: Text
  private let address: Text
  private let title: Text
  private let fenceInfo: Text
  private let headingLevel: Number
  private let listType: Number
  private let listStart: Number
  private let listTight: Number
  private let columns: Columns
  private let alignments: Alignments
  private let isHeader: Number
  private let isChecked: Flag
  private let extensions: [Extension]

  /// Belongs to the library for as long as the process runs, and never changes.
  private struct Extension: @unchecked Sendable { let pointer: OpaquePointer }

  private static func load() -> MarkdownLibrary? {
    #if canImport(Darwin)
      let names = ["", "/opt/homebrew/lib/", "/usr/local/lib/"].map { $0 + "libcmark-gfm-extensions.dylib" }
    #else
      // The name holds the whole version, and the functions used here are the same in all of them.
      let names = (6...20).reversed().map { "libcmark-gfm-extensions.so.0.29.0.gfm.\($0)" }
    #endif
    for name in names {
      // Never closed. The library of nodes and parsers comes with it and is found through the same handle.
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), let library = MarkdownLibrary(handle: handle) {
        return library
      }
    }
    return nil
  }

  private init?(handle: UnsafeMutableRawPointer) {
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
    guard
      let register = symbol("cmark_gfm_core_extensions_ensure_registered", as: Register.self),
      let find = symbol("cmark_find_syntax_extension", as: Find.self),
      let newParser = symbol("cmark_parser_new", as: NewParser.self),
      let feed = symbol("cmark_parser_feed", as: Feed.self),
      let finish = symbol("cmark_parser_finish", as: Next.self),
      let freeParser = symbol("cmark_parser_free", as: Free.self),
      let freeNode = symbol("cmark_node_free", as: Free.self),
      let firstChild = symbol("cmark_node_first_child", as: Next.self),
      let nextSibling = symbol("cmark_node_next", as: Next.self),
      let attach = symbol("cmark_parser_attach_syntax_extension", as: Attach.self),
      let typeName = symbol("cmark_node_get_type_string", as: Text.self),
      let literal = symbol("cmark_node_get_literal", as: Text.self),
      let address = symbol("cmark_node_get_url", as: Text.self),
      let title = symbol("cmark_node_get_title", as: Text.self),
      let fenceInfo = symbol("cmark_node_get_fence_info", as: Text.self),
      let headingLevel = symbol("cmark_node_get_heading_level", as: Number.self),
      let listType = symbol("cmark_node_get_list_type", as: Number.self),
      let listStart = symbol("cmark_node_get_list_start", as: Number.self),
      let listTight = symbol("cmark_node_get_list_tight", as: Number.self),
      let columns = symbol("cmark_gfm_extensions_get_table_columns", as: Columns.self),
      let alignments = symbol("cmark_gfm_extensions_get_table_alignments", as: Alignments.self),
      let isHeader = symbol("cmark_gfm_extensions_get_table_row_is_header", as: Number.self),
      let isChecked = symbol("cmark_gfm_extensions_get_tasklist_item_checked", as: Flag.self)
    else { return nil }
    (self.newParser, self.feed, self.finish, self.freeParser) = (newParser, feed, finish, freeParser)
    (self.freeNode, self.firstChild, self.nextSibling) = (freeNode, firstChild, nextSibling)
    (self.attach, self.typeName, self.literal, self.address) = (attach, typeName, literal, address)
    (self.title, self.fenceInfo, self.headingLevel) = (title, fenceInfo, headingLevel)
    (self.listType, self.listStart, self.listTight) = (listType, listStart, listTight)
    (self.columns, self.alignments) = (columns, alignments)
    (self.isHeader, self.isChecked) = (isHeader, isChecked)
    register()
    let names = ["table", "strikethrough", "autolink", "tasklist"]
    extensions = names.compactMap { name in name.withCString { find($0) }.map(Extension.init) }
  }

  /// CMARK_OPT_VALIDATE_UTF8: zero bytes become U+FFFD.
  private static let options: CInt = 1 << 9

  func parse(_ text: String) -> MarkdownNode? {
    Self.lock.withLock { _ in
      guard let parser = newParser(Self.options) else { return nil }
      defer { freeParser(parser) }
      for known in extensions { _ = attach(parser, known.pointer) }
      var text = text
      text.withUTF8 { feed(parser, $0.baseAddress, $0.count) }
      guard let root = finish(parser) else { return nil }
      defer { freeNode(root) }
      var nodesLeft = Self.nodesMax
      return node(root, depth: 0, &nodesLeft)
    }
  }

  private func node(_ pointer: OpaquePointer, depth: Int, _ nodesLeft: inout Int) -> MarkdownNode {
    nodesLeft -= 1
    var children: [MarkdownNode] = []
    if depth < Self.depthMax {
      var child = firstChild(pointer)
      while let next = child, nodesLeft > 0 {
        children.append(node(next, depth: depth + 1, &nodesLeft))
        child = nextSibling(next)
      }
    }
    return MarkdownNode(kind(pointer), children)
  }

  private func kind(_ pointer: OpaquePointer) -> MarkdownNode.Kind {
    switch string(typeName(pointer)) {
    case "document": .document
    case "paragraph": .paragraph
    case "heading": .heading(level: min(max(Int(headingLevel(pointer)), 1), 6))
    case "block_quote": .quote
    case "list":
      // CMARK_ORDERED_LIST is 2.
      .list(
        start: listType(pointer) == 2 ? max(0, Int(listStart(pointer))) : nil,
        isTight: listTight(pointer) != 0)
    case "item": .item(isChecked: nil)
    case "tasklist": .item(isChecked: isChecked(pointer))
    case "code_block": .codeBlock(info: string(fenceInfo(pointer)), text: string(literal(pointer)))
    case "html_block": .htmlBlock(string(literal(pointer)))
    case "thematic_break": .rule
    case "table": .table(tableAlignments(pointer))
    case "table_header", "table_row": .row(isHeader: isHeader(pointer) != 0)
    case "table_cell": .cell
    case "text": .text(string(literal(pointer)))
    case "softbreak": .softBreak
    case "linebreak": .lineBreak
    case "code": .code(string(literal(pointer)))
    case "html_inline": .html(string(literal(pointer)))
    case "emph": .emphasis
    case "strong": .strong
    case "strikethrough": .strikethrough
    case "link": .link(address: string(address(pointer)), title: string(title(pointer)))
    case "image": .image(address: string(address(pointer)), title: string(title(pointer)))
    default: .other
    }
  }

  private func tableAlignments(_ pointer: OpaquePointer) -> [MarkdownNode.Alignment] {
    guard let values = alignments(pointer) else { return [] }
    return (0..<Int(columns(pointer))).map { column in
      switch values[column] {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .centre
      case UInt8(ascii: "r"): .right
      default: .none
      }
    }
  }

  private func string(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }
}
