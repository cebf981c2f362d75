import Containers
package import Platform
import Syntax

/// Markdown as part of a page. What is written by strangers stays text: raw HTML is read for its words, pictures
/// and links only, and addresses go through ``MarkdownPlace``.
package enum MarkdownView {
  /// The document `text`; the text as it stands where it cannot be read as Markdown.
  package static func render(_ text: String, resolving place: MarkdownPlace) -> HTML {
    guard let document = parseMarkdown(text) else { return plain(text) }
    return render(document, resolving: place)
  }

  /// A document that is already read; see ``parse(_:)``.
  package static func render(_ document: MarkdownNode, resolving place: MarkdownPlace) -> HTML {
    var writer = MarkdownWriter(place: place)
    return "<div class=\"prose\">\n\(writer.blocks(document.children))</div>"
  }

  /// Reads `text`; nil where it cannot be read as Markdown: no library, or too costly.
  package static func parse(_ text: String) -> MarkdownNode? { parseMarkdown(text) }

  /// A heading of a document, for its table of contents.
  package struct Heading: Sendable, Equatable {
    /// As written: 1 to 6.
    package var level: Int
    /// Without formatting.
    package var text: String
    /// The `id` on the page.
    package var anchor: String
  }

  /// The headings of `document` outside of quotes and lists, in order, with the anchors they get from
  /// ``render(_:resolving:)-(MarkdownNode,_)``.
  package static func headings(_ document: MarkdownNode, resolving place: MarkdownPlace) -> [Heading] {
    var writer = MarkdownWriter(place: place)
    _ = writer.blocks(document.children)
    return writer.headings
  }

  /// True for the names of files that are Markdown.
  package static func isMarkdown(_ path: [UInt8]) -> Bool {
    let name = String(decoding: path.suffix(16), as: UTF8.self).lowercased()
    return [".md", ".markdown", ".mdown", ".mkd"].contains { name.hasSuffix($0) }
  }

  /// Text that stays as it is, wrapped.
  static func plain(_ text: String) -> HTML { "<div class=\"prose\"><pre class=\"asis\">\(text)</pre></div>" }
}

/// Writes the parts of one document. Depth is bounded by the parser.
struct MarkdownWriter {
  let place: MarkdownPlace
  private(set) var headings: [MarkdownView.Heading] = []
  private var anchors: [String: Int] = [:]
  /// The last heading's level on the page: no heading goes more than one step deeper, or readers of headings
  /// would miss a level.
  private var level: Int
  private var isInLink = false

  init(place: MarkdownPlace) {
    self.place = place
    level = place.headingShift
  }

  mutating func blocks(_ nodes: [MarkdownNode], isTight: Bool = false) -> HTML {
    var output = HTML()
    for node in nodes { output += block(node, isTight: isTight) }
    return output
  }

  private mutating func block(_ node: MarkdownNode, isTight: Bool) -> HTML {
    switch node.kind {
    case .paragraph:
      let content = inlines(node.children)
      if content.isEmpty { return HTML() }
      return isTight ? "\(content)\n" : "<p>\(content)</p>\n"
    case .heading(let level): return heading(level, node)
    case .quote: return quote(node)
    case .list(let start, let isTight): return list(node, start: start, isTight: isTight)
    case .codeBlock(let info, let text): return codeBlock(text, info: info)
    case .htmlBlock(let text): return blocks(MarkdownTags.blocks(text))
    case .rule: return "<hr>\n"
    case .table(let alignments): return table(node, alignments)
    case .document, .other, .item, .row, .cell: return blocks(node.children)
    default: return inline(node)
    }
  }

  private mutating func heading(_ written: Int, _ node: MarkdownNode) -> HTML {
    level = min(written + place.headingShift, level + 1, 6)
    let content = inlines(node.children)
    let text = node.plainText
    let anchor = anchor(for: text)
    headings.append(.init(level: written, text: text, anchor: anchor))
    let inside: HTML = """
      \(content)<a class="anchor" href="#\(anchor)" aria-label="Link to this heading">#</a>
      """
    return switch level {
    case 1: "<h1 id=\"\(anchor)\">\(inside)</h1>\n"
    case 2: "<h2 id=\"\(anchor)\">\(inside)</h2>\n"
    case 3: "<h3 id=\"\(anchor)\">\(inside)</h3>\n"
    case 4: "<h4 id=\"\(anchor)\">\(inside)</h4>\n"
    case 5: "<h5 id=\"\(anchor)\">\(inside)</h5>\n"
    default: "<h6 id=\"\(anchor)\">\(inside)</h6>\n"
    }
  }

  /// The anchor that links in documents expect: lower case, spaces as `-`, punctuation left out.
  private mutating func anchor(for text: String) -> String {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars.prefix(100) {
      if scalar == " " || scalar == "-" {
        slug += "-"
      } else if scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        slug.unicodeScalars.append(scalar)
      }
    }
    let count = anchors[slug, default: 0]
    anchors[slug] = count + 1
    return place.anchorPrefix + (count == 0 ? slug : "\(slug)-\(count)")
  }

  /// Quotes that begin with one of GitHub's marks are notices.
  private static let notices = ["[!NOTE]", "[!TIP]", "[!IMPORTANT]", "[!WARNING]", "[!CAUTION]"]

  private mutating func quote(_ node: MarkdownNode) -> HTML {
    guard let first = node.children.first, first.kind == .paragraph else {
      return "<blockquote>\n\(blocks(node.children))</blockquote>\n"
    }
    let lead = first.children.prefix { $0.kind != .softBreak && $0.kind != .lineBreak }
    let mark = lead.map(\.plainText).joined().uppercased()
    guard Self.notices.contains(mark) else {
      return "<blockquote>\n\(blocks(node.children))</blockquote>\n"
    }
    let word = mark.dropFirst(2).dropLast()
    let name = word.prefix(1) + word.dropFirst().lowercased()
    let rest = MarkdownNode(.paragraph, Array(first.children.dropFirst(lead.count + 1)))
    let content = blocks([rest] + node.children.dropFirst())
    let isStrong = mark == Self.notices[3] || mark == Self.notices[4]
    return """
      <div class="\(isStrong ? "notice warn" : "notice")"><p><b>\(name)</b></p>
      \(content)</div>

      """
  }

  private mutating func list(_ node: MarkdownNode, start: Int?, isTight: Bool) -> HTML {
    var items: [HTML] = []
    for item in node.children {
      let content = blocks(item.children, isTight: isTight)
      guard case .item(let isChecked?) = item.kind else {
        items.append("<li>\(content)</li>\n")
        continue
      }
      let box: HTML =
        isChecked
        ? "<span class=\"task\" role=\"img\" aria-label=\"Done:\">☑</span>"
        : "<span class=\"task\" role=\"img\" aria-label=\"To do:\">☐</span>"
      items.append("<li class=\"todo\">\(box)\(content)</li>\n")
    }
    guard let start else { return "<ul>\n\(items)</ul>\n" }
    let first = start == 1 ? HTML() : HTML.attribute("start", String(start))
    return "<ol\(first)>\n\(items)</ol>\n"
  }

  private func codeBlock(_ text: String, info: String) -> HTML {
    let bytes = Array(text.utf8)
    let name = info.prefix { !" ,{\t".contains($0) }
    let language = LanguageTable.named(String(name))
    let syntax = bytes.withUnsafeBytes { analyzeSyntax($0, language: language) }
    return """
      <pre tabindex="0"><code>\
      \(CodeText.line(bytes, 0..<bytes.count, spans: syntax.spans[...]))</code></pre>

      """
  }

  private mutating func table(_ node: MarkdownNode, _ alignments: [MarkdownNode.Alignment]) -> HTML {
    var head = HTML()
    var body = HTML()
    for row in node.children {
      guard case .row(let isHeader) = row.kind else { continue }
      var cells: [HTML] = []
      for (column, cell) in row.children.enumerated() {
        let name = column < alignments.count ? Self.className(alignments[column]) : HTML()
        let content = inlines(cell.children)
        cells.append(isHeader ? "<th\(name) scope=\"col\">\(content)</th>" : "<td\(name)>\(content)</td>")
      }
      if isHeader { head += "<thead><tr>\(cells)</tr></thead>\n" } else { body += "<tr>\(cells)</tr>\n" }
    }
    let rows: HTML? = body.isEmpty ? nil : "<tbody>\n\(body)</tbody>"
    return """
      <div class="table" tabindex="0" role="group" aria-label="Table"><table>
      \(head)\(rows)</table></div>

      """
  }

  private static func className(_ alignment: MarkdownNode.Alignment) -> HTML {
    switch alignment {
    case .none, .left: HTML()
    case .centre: .attribute("class", "centre")
    case .right: .attribute("class", "right")
    }
  }
}

extension MarkdownWriter {
  mutating func inlines(_ nodes: [MarkdownNode]) -> HTML {
    var output = HTML()
    for node in MarkdownTags.folded(nodes) { output += inline(node) }
    return output
  }

  private mutating func inline(_ node: MarkdownNode) -> HTML {
    switch node.kind {
    case .text(let text): .escaped(text)
    case .softBreak: "\n"
    case .lineBreak: "<br>\n"
    case .code(let text): "<code>\(text)</code>"
    case .html: HTML()
    case .emphasis: "<em>\(inlines(node.children))</em>"
    case .strong: "<strong>\(inlines(node.children))</strong>"
    case .strikethrough: "<del>\(inlines(node.children))</del>"
    case .link(let address, let title): link(node, address, title)
    case .image(let address, let title): image(node, address, title)
    default: inlines(node.children)
    }
  }

  private mutating func link(_ node: MarkdownNode, _ address: String, _ title: String) -> HTML {
    guard !isInLink else { return inlines(node.children) }
    let target: String
    var isRemote = false
    switch MarkdownAddress(address) {
    case .anchor(let name): target = "#" + place.anchorPrefix + name
    case .remote(let text): (target, isRemote) = (text, true)
    case .relative(let text):
      guard let own = place.link(text) else { return inlines(node.children) }
      target = own
    case .refused: return inlines(node.children)
    }
    isInLink = true
    defer { isInLink = false }
    let content = inlines(node.children)
    if content.isEmpty { return HTML() }
    let tip = title.isEmpty ? HTML() : HTML.attribute("title", title)
    let relation = isRemote ? HTML.attribute("rel", "nofollow noreferrer") : HTML()
    return "<a href=\"\(target)\"\(tip)\(relation)>\(content)</a>"
  }

  private mutating func image(_ node: MarkdownNode, _ address: String, _ title: String) -> HTML {
    let description = node.plainText
    switch MarkdownAddress(address) {
    case .relative(let text):
      guard let source = place.image(text) else { break }
      let tip = title.isEmpty ? HTML() : HTML.attribute("title", title)
      return "<img src=\"\(source)\" alt=\"\(description)\"\(tip) loading=\"lazy\">"
    case .remote(let text) where !isInLink:
      // Our pages load nothing from other sites: the reader decides.
      let name = description.isEmpty ? "image" : description
      return "<a class=\"remote\" href=\"\(text)\" rel=\"nofollow noreferrer\">\(name)</a>"
    case .anchor, .remote, .refused: break
    }
    return description.isEmpty ? HTML() : "<span class=\"remote\">\(description)</span>"
  }
}
