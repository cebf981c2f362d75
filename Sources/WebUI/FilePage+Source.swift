import Containers
import Search
import Syntax

extension FilePage {
  /// The file itself, as what it is.
  func body(_ part: Part) -> HTML {
    switch content.kind {
    case .symbolicLink: return symbolicLink
    case .submodule(let commit): return submodule(commit)
    case .lfsPointer(let size): return pointer(size) + source(part)
    case .file: break
    }
    if content.isBinary { return binary }
    if shownLook == .preview, let preview = preview { return preview }
    return source(part)
  }

  private func source(_ part: Part) -> HTML {
    if part.lines.isEmpty { return "<div class=\"notice\"><p>This file is empty.</p></div>" }
    let place = content.placement
    let minified: HTML? =
      isMinified(part)
      ? """
      <div class="notice"><p>This looks minified: its lines are long and stay unwrapped. \
      The Wrap control breaks them.</p></div>
      """ : nil
    // Wider ones would push code out of the window; the style sheet knows these.
    let width = max(1, min(tabWidth, 8))
    let tabs = width == 4 ? HTML() : HTML.attribute("data-tab", "\(width)")
    // Where code starts in the text of the page is part of its weight: nothing is indented.
    return """
      \(warnings(part))\(minified)\(finder(part))\(pager(part))
      <div class="code-box"\(tabs)><pre class="source" data-code="" tabindex="0" role="region" \
      aria-label="Source of \(place.pathText)">\(blocks(part))</pre></div>
      \(part.partCount > 1 ? pager(part) : nil)
      """
  }

  private func warnings(_ part: Part) -> HTML? {
    let hidden = hidden(part)
    func links(_ numbers: [Int]) -> [HTML] {
      numbers.map { "<a href=\"#L\($0)\">\($0)</a> " }
    }
    let bidi: HTML? =
      hidden.bidi.isEmpty
      ? nil
      : """
      <div class="notice danger" role="alert"><p>\
      <b>This file holds characters that change the direction of text.</b> \
      What you read may not be what a compiler reads. They are drawn as boxes: line \(links(hidden.bidi))</p></div>

      """
    let other: HTML? =
      hidden.invisible.isEmpty
      ? nil
      : """
      <div class="notice warn"><p>This file holds characters that cannot be seen. They are drawn as boxes: line \
      \(links(hidden.invisible))</p></div>

      """
    return bidi == nil && other == nil ? nil : "\(bidi)\(other)"
  }

  private func pager(_ part: Part) -> HTML? {
    guard part.partCount > 1 else { return nil }
    let last = part.firstLine + part.lines.count - 1
    let page = head.address(at: head.revision)
    let previous: HTML? =
      part.number > 1 ? "<a rel=\"prev\" href=\"\(page)?part=\(part.number - 1)\">Previous part</a>" : nil
    let next: HTML? =
      part.number < part.partCount
      ? "<a rel=\"next\" href=\"\(page)?part=\(part.number + 1)\">Next part</a>" : nil
    return """
      <nav class="pager" aria-label="Parts of the file"><span>Lines \(Format.count(part.firstLine)) to \
      \(Format.count(last)) of \(Format.count(part.lineCount))</span>\(previous)\(next)</nav>
      """
  }

  private func blocks(_ part: Part) -> HTML {
    let text = content.text
    let spans = text.count <= Self.syntaxByteLimit ? syntax.spans[...] : []
    var output = HTML()
    output.reserve(
      part.lines.reduce(0) { $0 + min($1.count, Self.lineByteLimit) } * 3 / 2 + part.lines.count * 80)
    var nextSpan = part.lines.first.map { CodeText.spans(of: $0, in: syntax.spans).startIndex } ?? 0
    var index = 0
    while index < part.lines.count {
      let end = min(index + Self.blockLineCount, part.lines.count)
      // The last block is shorter; telling its height wrong would move the footer while scrolling.
      output += end - index == Self.blockLineCount ? "<span class=\"block\">" : "<span class=\"block short\">"
      for line in index..<end {
        let range = part.lines[line]
        while nextSpan < spans.endIndex, spans[nextSpan].range.upperBound <= range.lowerBound {
          nextSpan += 1
        }
        appendLine(
          text, range, number: part.firstLine + line,
          spans: spans.suffix(from: min(nextSpan, spans.endIndex)), to: &output)
      }
      output += "</span>"
      index = end
    }
    return output
  }

  private func appendLine(
    _ text: [UInt8], _ range: Range<Int>, number: Int, spans: ArraySlice<TokenSpan>, to output: inout HTML
  ) {
    let isMarked = marked.contains { $0.contains(number) }
    output += isMarked ? Self.markedLineStart : Self.lineStart
    output += HTML(number: number)
    output += Self.lineLink
    output += HTML(number: number)
    output += Self.lineNumber
    output += HTML(number: number)
    output += Self.lineText
    let isCut = range.count > Self.lineByteLimit
    output += CodeText.line(text, isCut ? range.prefix(Self.lineByteLimit) : range, spans: spans)
    if isCut { output += "<i class=\"cut\">… \(Format.bytes(range.count)) in this line</i>" }
    output += Self.lineEnd
  }

  // In pieces: an interpolation per line costs more than all the rest of the page.
  private static let lineStart: HTML = "<span class=\"l\" id=\"L"
  private static let markedLineStart: HTML = "<span class=\"l sel\" id=\"L"
  private static let lineLink: HTML = "\"><a href=\"#L"
  private static let lineNumber: HTML = "\" data-n=\""
  private static let lineText: HTML = "\" aria-hidden=\"true\" tabindex=\"-1\"></a>"
  private static let lineEnd: HTML = "\n</span>"
}

extension FilePage {
  /// Lines listed of what is found in a file of several parts.
  private static let findLimit = 200
  /// Bytes shown of each.
  private static let findByteLimit = 300

  /// A form that looks through the whole file, where the browser's own search reaches only a part, and what it found.
  private func finder(_ part: Part) -> HTML? {
    guard part.partCount > 1 else { return nil }
    return """
      <form class="filter find" action="\(head.address(at: head.revision))"><label>Find in the whole file \
      <input name="find" value="\(find)" autocomplete="off" spellcheck="false" maxlength="200"></label>\
      <button class="button">Find</button></form>
      \(find.isEmpty ? nil : found)
      """
  }

  private var found: HTML {
    let text = content.text
    let needle = Array(find.utf8)
    // Smart case: capitals make it exact.
    let ignoresCase = !needle.contains { (0x41...0x5A).contains($0) }
    var rows: [HTML] = []
    var count = 0
    let page = head.address(at: head.revision)
    for (index, line) in Self.lines(of: text).enumerated() {
      guard let match = Self.first(needle, in: text[line], ignoresCase: ignoresCase) else { continue }
      count += 1
      guard rows.count < Self.findLimit else { continue }
      let bytes = Array(text[line])
      let range = (match - line.lowerBound)..<(match - line.lowerBound + needle.count)
      let window = CodeText.window(bytes, ranges: [range], limit: Self.findByteLimit)
      let marked = CodeText.line(bytes, window, marks: [range])
      rows.append(
        """
        <span class="l"><a href="\(page)?L=\(index + 1)#L\(index + 1)">\(index + 1)</a>\(marked)
        </span>
        """)
    }
    let note =
      count > rows.count
      ? "\(Format.count(count, "line")), the first \(Format.count(rows.count)) listed"
      : Format.count(count, "line")
    let list: HTML? =
      rows.isEmpty
      ? nil
      : """
      <pre class="source found" tabindex="0" role="region" aria-label="Lines found">\(rows)</pre>
      """
    return "<p role=\"status\" class=\"muted\">“\(find)” is in \(note).</p>\(list)"
  }

  /// Where `needle` first begins in `line`.
  static func first(_ needle: [UInt8], in line: ArraySlice<UInt8>, ignoresCase: Bool) -> Int? {
    guard !needle.isEmpty, needle.count <= line.count else { return nil }
    func folded(_ byte: UInt8) -> UInt8 { ignoresCase && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    return line.withUnsafeBufferPointer { bytes in
      for start in 0...(bytes.count - needle.count) where folded(bytes[start]) == needle[0] {
        var length = 1
        while length < needle.count, folded(bytes[start + length]) == needle[length] { length += 1 }
        if length == needle.count { return line.startIndex + start }
      }
      return nil
    }
  }
}

private func + (left: HTML, right: HTML) -> HTML {
  var sum = left
  sum += right
  return sum
}
