/// Documentation of a symbol as it stands in comments: paragraphs, lists, code in fences and between backquotes, and
/// the tags that some languages begin lines with. What else Markdown knows stays as it was written.
enum DocText {
  /// Lines that are shown.
  static let linesMax = 200

  private enum Block: Equatable {
    case paragraph(String)
    case items([String])
    case code(String)
  }

  /// The documentation, in paragraphs as answers have it; a fence in front that repeats `signature` is left out.
  static func view(_ documentation: [String], signature: String) -> HTML? {
    var blocks = blocks(documentation.joined(separator: "\n\n"))
    if case .code(let text)? = blocks.first, words(text) == words(signature) { blocks.removeFirst() }
    guard !blocks.isEmpty else { return nil }
    return "<div class=\"doc\">\(blocks.map(view))</div>"
  }

  private static func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }

  private static func view(_ block: Block) -> HTML {
    switch block {
    case .paragraph(let text): return "<p>\(line(text))</p>"
    case .items(let items): return "<ul>\(items.map { item -> HTML in "<li>\(line(item))</li>" })</ul>"
    case .code(let text):
      return
        "<pre tabindex=\"0\" role=\"region\" aria-label=\"Code in the documentation\"><code>\(text)</code></pre>"
    }
  }

  /// Text in which what stands between backquotes is code.
  private static func line(_ text: String) -> HTML {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    // An odd one stands for itself.
    guard parts.count % 2 == 1 else { return "\(text)" }
    var result = HTML()
    for (index, part) in parts.enumerated() where !part.isEmpty {
      result += index % 2 == 1 ? "<code>\(String(part))</code>" : "\(String(part))"
    }
    return result
  }

  private static func blocks(_ text: String) -> [Block] {
    var found: [Block] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(linesMax)
    var isOpen = false
    while let whole = lines.popFirst() {
      let indent = whole.prefix { $0 == " " || $0 == "\t" }.count
      let rest = whole.dropFirst(indent)
      guard !rest.isEmpty, rest != "\r" else {
        isOpen = false
        continue
      }
      if let fence = fence(rest) {
        let end = lines.firstIndex { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix(fence) } ?? lines.endIndex
        found.append(.code(code(Array(lines[..<end]), indent)))
        lines = lines[end...].dropFirst()
        isOpen = false
        continue
      }
      if indent >= 4, !isOpen {
        let end =
          lines.firstIndex { !$0.hasPrefix("    ") && !$0.allSatisfy(\.isWhitespace) } ?? lines.endIndex
        found.append(.code(code([whole] + lines[..<end], indent)))
        lines = lines[end...]
        continue
      }
      add(rest, isOpen, to: &found)
      isOpen = true
    }
    return found
  }

  /// Adds a line of text to what is open, or begins a block with it.
  private static func add(_ line: Substring, _ isOpen: Bool, to blocks: inout [Block]) {
    let sign = line.prefix { "-*+•".contains($0) || $0.isNumber || $0 == "." || $0 == ")" }
    let marks = ["-", "*", "+", "•"]
    let isNumber =
      sign.count <= 4 && sign.first?.isNumber == true && (sign.hasSuffix(".") || sign.hasSuffix(")"))
    if marks.contains(String(sign)) || isNumber, line.dropFirst(sign.count).first == " " {
      let item = String(line.dropFirst(sign.count + 1))
      if case .items(let items)? = blocks.last {
        blocks[blocks.count - 1] = .items(items + [item])
      } else {
        blocks.append(.items([item]))
      }
      return
    }
    let isTag =
      (line.first == "@" || line.first == "\\" || line.first == ":")
      && line.dropFirst().first?.isLetter == true
    guard isOpen, !isTag, let last = blocks.last else {
      let title = line.drop { $0 == "#" }
      blocks.append(.paragraph(String(title.first == " " ? title.dropFirst() : line)))
      return
    }
    switch last {
    case .paragraph(let text): blocks[blocks.count - 1] = .paragraph(text + "\n" + line)
    case .items(let items):
      blocks[blocks.count - 1] = .items(items.dropLast() + [(items.last ?? "") + "\n" + line])
    case .code: blocks.append(.paragraph(String(line)))
    }
  }

  /// The signs that a fence ends with; nil for a line that begins none.
  private static func fence(_ line: Substring) -> String? {
    for sign in ["`", "~"] {
      let run = line.prefix { String($0) == sign }
      if run.count >= 3, !line.dropFirst(run.count).contains("`") { return String(run) }
    }
    return nil
  }

  /// Lines of code without the indentation of what is around them.
  private static func code(_ lines: [Substring], _ indent: Int) -> String {
    let last = lines.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? -1
    return lines[..<(last + 1)].map { line in
      let blank = line.prefix(indent).prefix { $0 == " " || $0 == "\t" }
      return String(line.dropFirst(blank.count))
    }.joined(separator: "\n")
  }
}
