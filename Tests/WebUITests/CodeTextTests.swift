import Syntax
import Testing
import WebUI

@Suite struct `Code` {
  private static func spans(_ parts: (Range<Int>, TokenKind)...) -> [TokenSpan] {
    parts.map { TokenSpan(range: $0.0, kind: $0.1) }
  }

  private func line(
    _ text: String, _ range: Range<Int>? = nil, spans: [TokenSpan] = [], marks: [Range<Int>] = []
  ) -> String {
    let bytes = Array(text.utf8)
    return CodeText.line(bytes, range ?? 0..<bytes.count, spans: spans[...], marks: marks).text
  }

  @Test func `colours stand in spans, marks in marks, and a mark interrupts a colour`() {
    let spans = Self.spans((0..<3, .keyword), (4..<9, .string))
    #expect(
      line("let \"a<b\";", spans: spans)
        == "<span class=\"t-kw\">let</span> <span class=\"t-string\">&quot;a&lt;b&quot;</span>;")
    #expect(
      line("let \"a<b\";", spans: spans, marks: [5..<6])
        == "<span class=\"t-kw\">let</span> <span class=\"t-string\">&quot;</span><mark>a</mark>"
        + "<span class=\"t-string\">&lt;b&quot;</span>;")
    #expect(line("let x", spans: spans, marks: [2..<5]) == "<span class=\"t-kw\">le</span><mark>t x</mark>")
  }

  @Test func `a line of a file takes only what is its own`() {
    let spans = Self.spans((0..<7, .comment), (10..<12, .number), (20..<30, .type))
    #expect(
      line("/* a\nb */ x 12 y\n", 5..<16, spans: spans, marks: [0..<3])
        == "<span class=\"t-comment\">b </span>*/ <span class=\"t-number\">x </span>12 y")
  }

  @Test func `offsets inside a character are moved to its border`() {
    #expect(line("aéb", marks: [2..<3]) == "a<mark>é</mark>b")
    #expect(
      line("aéb", spans: Self.spans((0..<2, .string), (2..<4, .number)))
        == "<span class=\"t-string\">a</span><span class=\"t-number\">éb</span>")
    #expect(line("é", -5..<99, marks: [-3 ..< -1, 0..<99]) == "<mark>é</mark>")
  }

  @Test func `bytes in no encoding are drawn piece by piece`() {
    let bytes: [UInt8] = [0x61, 0xFF, 0x3C, 0x62]
    let spans = Self.spans((2..<4, .keyword))
    #expect(
      CodeText.line(bytes, 0..<4, spans: spans[...], marks: [1..<2]).text
        == "a<mark>\u{FFFD}</mark><span class=\"t-kw\">&lt;b</span>")
  }

  @Test func `the spans of a line are found among those of a file`() {
    let spans = (0..<1000).map { TokenSpan(range: $0 * 10..<$0 * 10 + 5, kind: .keyword) }
    #expect(CodeText.spans(of: 4003..<4021, in: spans) == spans[400...402])
    #expect(CodeText.spans(of: 4005..<4010, in: spans).isEmpty)
    #expect(CodeText.spans(of: 99_990..<100_000, in: spans).isEmpty)
  }
}
