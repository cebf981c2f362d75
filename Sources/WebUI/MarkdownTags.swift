import Platform

/// Raw HTML in Markdown, read for what a reader would see: words, breaks, links, pictures, stress. Everything else
/// of it is dropped, scripts and styles with what is in them.
enum MarkdownTags {
  /// Tags at whose border a paragraph ends.
  private static let blockNames: Set = [
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr",
    "details",
    "summary", "center", "hr", "blockquote", "pre", "section", "article", "header", "footer", "dl", "dt",
    "dd",
    "figure", "figcaption", "picture", "nav",
  ]

  /// Elements whose content is not for readers.
  private static let silentNames: Set = [
    "script", "style", "textarea", "title", "template", "noscript", "iframe", "object", "svg", "math",
    "select",
    "head", "xmp", "noembed", "noframes", "video", "audio", "canvas", "plaintext",
  ]

  private static let spanNames: [String: MarkdownNode.Kind] = [
    "b": .strong, "strong": .strong, "i": .emphasis, "em": .emphasis, "del": .strikethrough,
    "s": .strikethrough,
  ]

  /// A block of HTML as paragraphs and headings.
  static func blocks(_ html: String) -> [MarkdownNode] {
    var output: [MarkdownNode] = []
    var current: [MarkdownNode] = []
    var level: Int?
    func flush() {
      let isBlank = current.allSatisfy { node in
        if case .text(let text) = node.kind { return text.allSatisfy(\.isWhitespace) }
        return node.kind == .lineBreak
      }
      if !isBlank {
        output.append(MarkdownNode(level.map { .heading(level: $0) } ?? .paragraph, current))
      }
      current = []
    }
    for piece in pieces(html) {
      guard case .tag(let tag) = piece, blockNames.contains(tag.name) else {
        current.append(contentsOf: piece.nodes)
        continue
      }
      flush()
      if tag.name == "hr" { output.append(MarkdownNode(.rule)) }
      level = nil
      if tag.name.count == 2, tag.name.first == "h", !tag.isEnd, let digit = tag.name.last?.wholeNumberValue {
        level = digit
      }
    }
    flush()
    return output
  }

  /// `nodes` with single tags among them put together to what they mean.
  static func folded(_ nodes: [MarkdownNode]) -> [MarkdownNode] {
    guard nodes.contains(where: { if case .html = $0.kind { true } else { false } }) else { return nodes }
    // What is open: the tag's name, what it becomes, and its content so far. The first is never closed.
    var open: [(name: String, kind: MarkdownNode.Kind, children: [MarkdownNode])] = [("", .document, [])]
    for node in nodes {
      guard case .html(let text) = node.kind else {
        open[open.count - 1].children.append(node)
        continue
      }
      for piece in pieces(text) {
        guard case .tag(let tag) = piece else { continue }
        if tag.isEnd {
          guard open.count > 1, open[open.count - 1].name == tag.name else { continue }
          let done = open.removeLast()
          open[open.count - 1].children.append(MarkdownNode(done.kind, done.children))
        } else if let kind = spanKind(tag), open.count < 8 {
          open.append((tag.name, kind, []))
        } else {
          open[open.count - 1].children.append(contentsOf: piece.nodes)
        }
      }
    }
    // What was never closed loses its tag.
    while open.count > 1 {
      let rest = open.removeLast().children
      open[open.count - 1].children += rest
    }
    return open[0].children
  }

  private static func spanKind(_ tag: Tag) -> MarkdownNode.Kind? {
    if tag.name == "a", let address = tag.attributes["href"] { return .link(address: address, title: "") }
    return spanNames[tag.name]
  }

  /// One tag.
  struct Tag: Equatable {
    /// Lower-case.
    var name: String
    var isEnd: Bool
    /// By lower-case name, character references undone; the first of a name counts.
    var attributes: [String: String]
    /// As it stands in the text.
    var source: String
  }

  /// A run of text or one tag.
  enum Piece: Equatable {
    case text(String)
    case tag(Tag)

    /// What stays of it among the parts of a paragraph.
    var nodes: [MarkdownNode] {
      switch self {
      case .text(let text): [MarkdownNode(.text(text))]
      case .tag(let tag):
        switch tag.name {
        case "br": [MarkdownNode(.lineBreak)]
        case "img":
          [
            MarkdownNode(
              .image(address: tag.attributes["src"] ?? "", title: ""),
              [MarkdownNode(.text(tag.attributes["alt"] ?? ""))])
          ]
        case "td", "th": [MarkdownNode(.text(" "))]
        default: [MarkdownNode(.html(tag.source))]
        }
      }
    }
  }

  /// Cuts HTML into text and tags. Comments, declarations and what is not for readers are left out.
  static func pieces(_ html: String) -> [Piece] {
    var scanner = TagScanner(html)
    var output: [Piece] = []
    var silence: String?
    while let piece = scanner.next() {
      if let name = silence {
        if case .tag(let tag) = piece, tag.isEnd, tag.name == name { silence = nil }
        continue
      }
      if case .tag(let tag) = piece, silentNames.contains(tag.name) {
        if !tag.isEnd { silence = tag.name }
        continue
      }
      output.append(piece)
    }
    return output
  }
}

/// Reads HTML from front to back; each byte is looked at a bounded number of times.
private struct TagScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ html: String) { bytes = Array(html.utf8) }

  mutating func next() -> MarkdownTags.Piece? {
    while position < bytes.count {
      if bytes[position] != 0x3C {
        let end = bytes[position...].firstIndex(of: 0x3C) ?? bytes.count
        defer { position = end }
        return .text(Self.unescaped(bytes[position..<end]))
      }
      if bytes[position...].starts(with: "<!--".utf8) {
        skipComment()
        continue
      }
      if let tag = readTag() { return .tag(tag) }
      if position + 1 < bytes.count, bytes[position + 1] == 0x21 || bytes[position + 1] == 0x3F {
        // A declaration or processing instruction.
        position = bytes[position...].firstIndex(of: 0x3E).map { $0 + 1 } ?? bytes.count
        continue
      }
      position += 1
      return .text("<")
    }
    return nil
  }

  private mutating func skipComment() {
    var index = position + 4
    while index + 2 < bytes.count {
      if bytes[index] == 0x2D, bytes[index + 1] == 0x2D, bytes[index + 2] == 0x3E {
        position = index + 3
        return
      }
      index += 1
    }
    position = bytes.count
  }

  /// The tag at the position; nil, without moving, when there is none.
  private mutating func readTag() -> MarkdownTags.Tag? {
    let start = position
    var index = position + 1
    let isEnd = index < bytes.count && bytes[index] == 0x2F
    if isEnd { index += 1 }
    let nameStart = index
    while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
    guard index > nameStart, bytes[nameStart] & 0xDF >= 0x41, bytes[nameStart] & 0xDF <= 0x5A else {
      return nil
    }
    let name = String(decoding: bytes[nameStart..<index], as: UTF8.self).lowercased()
    var attributes: [String: String] = [:]
    while index < bytes.count, bytes[index] != 0x3E {
      if Self.isSpace(bytes[index]) || bytes[index] == 0x2F {
        index += 1
        continue
      }
      readAttribute(&index, &attributes)
    }
    // A tag that never ends takes the rest of the block with it, as in a browser.
    position = min(index + 1, bytes.count)
    let source = String(decoding: bytes[start..<position], as: UTF8.self)
    return MarkdownTags.Tag(name: name, isEnd: isEnd, attributes: attributes, source: source)
  }

  private func readAttribute(_ index: inout Int, _ attributes: inout [String: String]) {
    let start = index
    index += 1
    while index < bytes.count, !Self.isSpace(bytes[index]), ![0x3D, 0x3E, 0x2F].contains(bytes[index]) {
      index += 1
    }
    let name = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
    var look = index
    while look < bytes.count, Self.isSpace(bytes[look]) { look += 1 }
    var value = ArraySlice<UInt8>()
    if look < bytes.count, bytes[look] == 0x3D {
      look += 1
      while look < bytes.count, Self.isSpace(bytes[look]) { look += 1 }
      if look < bytes.count, bytes[look] == 0x22 || bytes[look] == 0x27 {
        let end = bytes[(look + 1)...].firstIndex(of: bytes[look]) ?? bytes.count
        value = bytes[(look + 1)..<end]
        index = min(end + 1, bytes.count)
      } else {
        let end = bytes[look...].firstIndex { Self.isSpace($0) || $0 == 0x3E } ?? bytes.count
        value = bytes[look..<end]
        index = end
      }
    }
    if attributes[name] == nil { attributes[name] = Self.unescaped(value) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2D || byte == 0x3A
  }

  private static let entities: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "copy": "©", "reg": "®",
    "trade": "™", "mdash": "—", "ndash": "–", "hellip": "…", "middot": "·", "bull": "•", "rarr": "→",
    "larr": "←",
    "times": "×", "check": "✓",
  ]

  /// Undoes the character references that documents use; others stay as they are.
  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(0x26) else { return text }
    var output = ""
    for (number, part) in text.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
      if number == 0 {
        output += part
        continue
      }
      let name = part.prefix(10).prefix { $0 != ";" }
      if name.endIndex < part.endIndex, part[name.endIndex] == ";", let meaning = meaning(of: name) {
        output += meaning + part[part.index(after: name.endIndex)...]
      } else {
        output += "&" + part
      }
    }
    return output
  }

  private static func meaning(of name: Substring) -> String? {
    guard name.first == "#" else { return entities[String(name)] }
    let digits = name.dropFirst()
    let value =
      digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { String($0) }
  }
}
