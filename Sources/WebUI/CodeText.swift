import Containers
package import Syntax

/// Source text with colours and marks in it.
package enum CodeText {
  /// One line of code.
  ///
  /// What is marked stands in a `mark`, what is coloured in a `span` with the class of its kind. Inside a mark
  /// all text has the one colour that is readable there (UX.md §7), so spans end where a mark begins.
  ///
  /// - Parameters:
  ///   - bytes: the text that `line`, `spans` and `marks` count in: a whole file or just this line. In any
  ///     encoding: bytes that are not UTF-8 show as U+FFFD.
  ///   - line: the part to draw. A line terminator in it is drawn as well.
  ///   - spans: ascending, not overlapping. What lies outside of `line` is left out, so the spans of a whole
  ///     file may be given, but ``spans(of:in:)`` finds those of the line without looking at all of them.
  ///   - marks: ascending, not overlapping; cut to `line` in the same way.
  /// - Complexity: linear in the line, its spans and its marks.
  package static func line(
    _ bytes: [UInt8], _ line: Range<Int>, spans: ArraySlice<TokenSpan> = [], marks: [Range<Int>] = []
  ) -> HTML {
    let line = line.clamped(to: 0..<bytes.count)
    return bytes.withUnsafeBufferPointer { all in
      var writer = CodeWriter(text: UnsafeBufferPointer(rebasing: all[line]))
      for mark in marks {
        writer.colour(spans, from: line.lowerBound, upTo: mark.lowerBound - line.lowerBound)
        writer.mark(upTo: mark.upperBound - line.lowerBound)
      }
      writer.colour(spans, from: line.lowerBound, upTo: line.count)
      return writer.output
    }
  }

  /// Those of `spans` that reach into `line`, found by halving.
  package static func spans(of line: Range<Int>, in spans: [TokenSpan]) -> ArraySlice<TokenSpan> {
    let first = spans.indices.partitionPoint { spans[$0].range.upperBound <= line.lowerBound }
    var end = first
    while end < spans.count, spans[end].range.lowerBound < line.upperBound { end += 1 }
    return spans[first..<end]
  }

  /// `bytes` with every range of `ranges` in a `mark`. Ranges ascend and do not overlap; what lies outside of
  /// `bytes` is cut off. In a name, line breaks and tabs are drawn as boxes.
  static func marked(
    _ bytes: some RandomAccessCollection<UInt8>, ranges: [Range<Int>], isName: Bool = false
  ) -> HTML {
    let base = Array(bytes)
    guard isName else { return line(base, 0..<base.count, marks: ranges) }
    var output = HTML()
    var position = 0
    for range in ranges {
      let part = range.clamped(to: position..<base.count)
      if part.isEmpty { continue }
      output += .name(String(decoding: base[position..<part.lowerBound], as: UTF8.self))
      output += "<mark>\(HTML.name(String(decoding: base[part], as: UTF8.self)))</mark>"
      position = part.upperBound
    }
    output += .name(String(decoding: base[position...], as: UTF8.self))
    return output
  }

  /// The part of a long line worth showing: at most `limit` bytes around its first match, at the borders of
  /// UTF-8 sequences.
  static func window(_ bytes: [UInt8], ranges: [Range<Int>], limit: Int) -> Range<Int> {
    guard bytes.count > limit else { return 0..<bytes.count }
    let first = ranges.first?.lowerBound ?? 0
    var start = max(0, min(first - limit / 4, bytes.count - limit))
    var end = min(bytes.count, start + limit)
    // A sequence has at most three continuation bytes; text that is not UTF-8 is cut wherever it falls.
    for _ in 0..<3 where start > 0 && bytes[start] & 0xC0 == 0x80 { start -= 1 }
    for _ in 0..<3 where end < bytes.count && bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return start..<max(start, end)
  }
}

/// Draws one line from its start to its end.
private struct CodeWriter {
  let text: UnsafeBufferPointer<UInt8>
  /// Valid text is escaped as it stands; anything else is decoded piece by piece, which repairs it.
  private let isValid: Bool
  private var position = 0
  /// Spans before this one are drawn; nil before the first look.
  private var next: Int?
  private(set) var output = HTML()

  init(text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    isValid = text.allSatisfy { $0 < 0x80 } || String(validating: text, as: UTF8.self) != nil
    output.reserve(text.count + text.count / 2 + 16)
  }

  /// Draws up to `end` with the colours of `spans`, whose offsets begin `start` bytes before the text.
  mutating func colour(_ spans: ArraySlice<TokenSpan>, from start: Int, upTo end: Int) {
    let end = border(end)
    var index = next ?? spans.startIndex
    while index < spans.endIndex, position < end {
      let span = spans[index]
      let lower = border(span.range.lowerBound - start)
      let upper = border(span.range.upperBound - start)
      if lower >= end { break }
      if upper > position, upper > lower {
        write(upTo: lower)
        output += Self.openings[Int(span.kind.rawValue)]
        write(upTo: min(upper, end))
        output += Self.spanEnd
      }
      // A span that reaches beyond a mark goes on behind it.
      if upper > end { break }
      index += 1
    }
    next = index
    write(upTo: end)
  }

  /// Draws up to `end` as a mark.
  mutating func mark(upTo end: Int) {
    let end = border(end, up: true)
    guard end > position else { return }
    output += "<mark>"
    write(upTo: end)
    output += "</mark>"
  }

  private mutating func write(upTo end: Int) {
    guard end > position else { return }
    let piece = UnsafeBufferPointer(rebasing: text[position..<end])
    output.appendText(piece, isValid: isValid)
    position = end
  }

  /// `offset` within the text and, in valid text, not inside of a character.
  private func border(_ offset: Int, up: Bool = false) -> Int {
    var offset = max(0, min(offset, text.count))
    guard isValid else { return offset }
    while offset > 0, offset < text.count, text[offset] & 0xC0 == 0x80 { offset += up ? 1 : -1 }
    return offset
  }

  private static let spanEnd: HTML = "</span>"

  /// By raw value of the kind.
  private static let openings: [HTML] = {
    var openings = [HTML](repeating: HTML(), count: 256)
    for kind in TokenKind.allCases {
      openings[Int(kind.rawValue)] =
        switch kind {
        case .keyword: "<span class=\"t-kw\">"
        case .type: "<span class=\"t-type\">"
        case .function: "<span class=\"t-func\">"
        case .string: "<span class=\"t-string\">"
        case .number: "<span class=\"t-number\">"
        case .comment: "<span class=\"t-comment\">"
        case .constant: "<span class=\"t-const\">"
        case .attribute: "<span class=\"t-attr\">"
        case .regex: "<span class=\"t-regex\">"
        case .property: "<span class=\"t-prop\">"
        }
    }
    return openings
  }()
}
