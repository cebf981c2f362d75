import Testing
import WebUI

@Suite struct `Writing HTML` {
  @Test(arguments: [
    ("plain", "plain"),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("a & \"b\" 'c'", "a &amp; &quot;b&quot; &#39;c&#39;"),
    ("tab\tline\n", "tab\tline\n"),
    ("é 漢 🦊", "é 漢 🦊"),
    ("&amp;", "&amp;amp;"),
    ("", ""),
  ])
  func `text between tags is escaped`(_ text: String, _ expected: String) {
    let page: HTML = "<p>\(text)</p>"
    #expect(page.text == "<p>\(expected)</p>")
  }

  @Test(arguments: [
    ("\u{202E}", "<bdi class=\"inv\" data-c=\"RLO\" title=\"U+202E\">\u{202E}</bdi>"),
    ("\u{200B}", "<bdi class=\"inv\" data-c=\"ZWSP\" title=\"U+200B\">\u{200B}</bdi>"),
    ("\0", "<bdi class=\"inv\" data-c=\"NUL\" title=\"U+0000\"></bdi>"),
    ("\u{1B}", "<bdi class=\"inv\" data-c=\"ESC\" title=\"U+001B\"></bdi>"),
    ("\u{9B}", "<bdi class=\"inv\" data-c=\"U+009B\" title=\"U+009B\"></bdi>"),
    ("\u{FFFF}", "<bdi class=\"inv\" data-c=\"U+FFFF\" title=\"U+FFFF\"></bdi>"),
    ("\u{E0041}", "<bdi class=\"inv\" data-c=\"U+E0041\" title=\"U+E0041\">\u{E0041}</bdi>"),
  ])
  func `what cannot be seen stands in a labelled box`(_ text: String, _ expected: String) {
    let page: HTML = "<p>a\(text)b</p>"
    #expect(page.text == "<p>a\(expected)b</p>")
  }

  @Test func `in an attribute nothing can end the value or become markup`() {
    let hostile = "\"><script>alert(1)</script>\u{202E}\0\n'&"
    let page: HTML = "<a title=\"\(hostile)\">x</a>"
    let checker = MarkupChecker(page.text)
    #expect(checker.faults == [])
    #expect(checker.elements.map(\.name) == ["a"])
    #expect(checker.elements[0].attributes["title"] == "\"><script>alert(1)</script>\u{202E}\u{FFFD}\n'&")
  }

  @Test func `every scalar is safe in text and in attributes`() {
    for value in stride(from: UInt32(0), to: 0x11_0000, by: 7).compactMap(Unicode.Scalar.init) {
      let text = "a\(Character(value))b"
      let page: HTML = "<a title=\"\(text)\">\(text)</a>"
      let checker = MarkupChecker(page.text)
      #expect(checker.faults == [], "U+\(String(value.value, radix: 16))")
    }
  }

  @Test func `markup passes through, absent markup is nothing`() {
    let bold: HTML = "<b>x</b>"
    let nothing: HTML? = nil
    let page: HTML = "<p>\(bold)\(nothing)\([bold, bold])</p>"
    #expect(page.text == "<p><b>x</b><b>x</b><b>x</b></p>")
  }

  @Test func `a name draws line breaks, text keeps them`() {
    #expect(HTML.name("a\nb").text == "a<bdi class=\"inv\" data-c=\"LF\" title=\"U+000A\"></bdi>b")
    #expect(HTML.escaped("a\nb").text == "a\nb")
  }

  @Test func `bytes that are not UTF-8 show as replacement characters`() {
    #expect(HTML.escaped([0x61, 0xFF, 0xC3, 0x62]).text == "a\u{FFFD}\u{FFFD}b")
  }

  @Test func `a title names invisible characters in words`() {
    let page: HTML = "<title>\(plain: "a\u{202E}<b>\n")</title>"
    #expect(page.text == "<title>a[U+202E]&lt;b&gt; </title>")
  }

  @Test func `an attribute helper escapes its value`() {
    #expect(HTML.attribute("title", "\"<\u{202E}").text == " title=\"&quot;&lt;\u{202E}\"")
  }
}
