import QueryEngine
import Testing

@Suite struct `Query editing` {
  @Test(arguments: [
    ("foo", "lang:Go", "foo lang:Go"),
    ("", "lang:Go", "lang:Go"),
    ("  foo  ", "lang:Go", "foo lang:Go"),
    ("foo OR bar", "lang:Go", "(foo OR bar) lang:Go"),
    ("foo OR bar case:yes", "lang:Go", "(foo OR bar) lang:Go case:yes"),
    ("(foo OR bar)", "lang:Go", "(foo OR bar) lang:Go"),
    ("\"foo OR bar\"", "lang:Go", "\"foo OR bar\" lang:Go"),
    ("foo lang:Go", "lang:Go", "foo lang:Go"),
    ("foo l:Go", "lang:Go", "foo l:Go"),
    ("foo -lang:Go", "lang:Go", "foo -lang:Go lang:Go"),
    ("foo (lang:Go OR x)", "lang:Go", "foo (lang:Go OR x) lang:Go"),
    ("foo count:10", "count:all", "foo count:all"),
    ("foo", "-file:test", "foo -file:test"),
    ("\"foo", "lang:Go", "lang:Go \"foo"),
    ("(foo", "lang:Go", "lang:Go (foo"),
    ("patterntype:literal a OR b", "lang:Go", "patterntype:literal a OR b lang:Go"),
  ])
  func `a filter is added`(_ text: String, _ filter: String, _ wanted: String) {
    #expect(Query.adding(filter, to: text) == wanted)
  }

  @Test(arguments: [
    ("foo lang:Go bar", "foo bar"),
    ("lang:Go", ""),
    ("foo -lang:Go", "foo"),
    ("NOT lang:Go foo", "foo"),
    ("foo OR lang:Go", "foo"),
    ("lang:Go OR foo", "foo"),
    ("a OR lang:Go OR b", "a OR b"),
    ("a AND lang:Go AND b", "a AND b"),
    ("(lang:Go) foo", "foo"),
    ("-(lang:Go) foo", "foo"),
    ("NOT (lang:Go) foo", "foo"),
    ("a OR ((lang:Go)) b", "a OR b"),
    ("a (lang:Go OR b)", "a ( b)"),
    ("foo lang:\"Jupyter Notebook\" \"a b\"", "foo \"a b\""),
  ])
  func `the first filter of a language is removed`(_ text: String, _ wanted: String) throws {
    let span = try #require(Query.filterSpans(in: text).first { $0.field == .lang })
    #expect(Query.removing(span.range, from: text) == wanted)
  }

  @Test func `a range without its minus takes the minus along`() {
    #expect(Query.removing(1..<8, from: "-lang:Go foo") == "foo")
    #expect(Query.removing(5..<100, from: "foo (bar") == "foo (")
    #expect(Query.removing(50..<100, from: "foo") == "foo")
  }

  @Test(arguments: [
    ("foo", "foo case:yes"), ("foo case:yes", "foo"), ("case:no foo", "foo case:yes"), ("", "case:yes"),
    ("a OR b", "a OR b case:yes"),
  ])
  func `case is toggled`(_ text: String, _ wanted: String) {
    #expect(Query.togglingCase(text) == wanted)
  }

  @Test func `words and regexes are toggled`() {
    #expect(Query.togglingWord("foo") == "foo word:yes")
    #expect(Query.togglingWord("foo word:yes bar") == "foo bar")
    #expect(Query.togglingRegexp("foo") == "foo patterntype:regexp")
    #expect(Query.togglingRegexp("foo patterntype:regexp") == "foo")
    #expect(Query.togglingRegexp("patterntype:literal foo \"") == "foo \" patterntype:regexp")
  }

  @Test func `spans say field, value and negation`() {
    let spans = Query.filterSpans(in: "a -file:\"x y\" (lang:go) case:yes")
    #expect(spans.map(\.field) == [.file, .lang, .case])
    #expect(spans.map(\.value) == ["x y", "go", "yes"])
    #expect(spans.map(\.isNegated) == [true, false, false])
    #expect(spans.map(\.range) == [2..<13, 15..<22, 24..<32])
  }
}
