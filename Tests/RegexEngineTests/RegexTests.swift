import RegexEngine
import Testing

@Suite struct `A regex` {
  @Test(arguments: [
    ("foo", false), ("a.b", false), ("a\\nb", true), ("a[^b]", true), ("a\\s+b", true), ("(?s)a.b", true),
    ("[\\n]", true), ("\\w+$", false),
    ("\\W", true),
  ])
  func `knows whether a match can cross lines`(_ pattern: String, _ crosses: Bool) throws {
    #expect(try Regex(pattern).canMatchNewline == crosses)
  }

  @Test(arguments: [
    ("foo\\s+bar", false), ("[^a]", false), ("\\W", false), ("a[\\r\\n]b", false), ("(?-u)[^a]", false),
    ("a\\nb", true),
    ("a\\x0Ab[^c]", true), ("(?s)a.b", true), ("a[\\n]b", true), ("(?:\\r|\\n)+", true), ("(?s:.)\\s", true),
  ])
  func `read by lines takes newlines out of classes`(_ pattern: String, _ crosses: Bool) throws {
    var options = RegexOptions()
    options.lineOriented = true
    #expect(try Regex(pattern, options: options).canMatchNewline == crosses)
  }

  @Test func `read by lines finds what lies on a line`() throws {
    var options = RegexOptions()
    options.lineOriented = true
    #expect(try matches("foo\\s+bar", "foo\nbar foo \t bar", options: options) == [8..<17])
    #expect(try matches("[^a]+", "ab\nba", options: options) == [1..<2, 3..<4])
    #expect(try matches("foo\\s+bar", "foo\nbar") == [0..<7])
  }

  @Test(arguments: [
    ("", true), ("a*", true), ("a*b", false), ("^$", true), ("a|", true), ("\\b", true), ("[^\\s\\S]", false),
  ])
  func `knows whether the empty string matches`(_ pattern: String, _ matchesEmpty: Bool) throws {
    #expect(try Regex(pattern).matchesEmpty == matchesEmpty)
  }

  @Test func `of a literal takes every character as it is`() throws {
    let regex = try Regex(literal: "a.b(\\")
    #expect(regex.hir == .literal(Array("a.b(\\".utf8)))
    #expect(regex.captureNames == [nil])
    var options = RegexOptions()
    options.caseInsensitive = true
    options.ignoreWhitespace = true
    let folded = try Regex(literal: "a #ſ", options: options).makeMatcher()
    let text = Array("A #S".utf8)
    #expect(text.withUnsafeBytes { folded.firstMatch(in: $0, range: 0..<4) } == 0..<4)
  }

  @Test(arguments: [
    ("foo", "foo foobar barfoo xfoo foo_ (foo)", [0..<3, 29..<32]), ("fo+", "fooo fob", [0..<4]),
    ("-x", "a-x -x- b -x", [4..<6, 10..<12]),
    ("(?i)é", "É éa", [0..<2]), ("foo|foobar", "foobar", [0..<6]),
  ])
  func `of whole words matches between borders`(_ pattern: String, _ text: String, _ wanted: [Range<Int>])
    throws
  {
    var options = RegexOptions()
    options.wholeWord = true
    #expect(try matches(pattern, text, options: options) == wanted)
  }

  @Test func `names its groups`() throws {
    #expect(try Regex("(?P<a>x)(y)(?<b_1>z)(?:w)").captureNames == [nil, "a", nil, "b_1"])
  }

  @Test func `reports groups of the first match`() throws {
    let matcher = try Regex("(\\w+)@(\\w+)(\\.com)?").makeMatcher()
    let text = Array("mail bob@host, eve@x.com".utf8)
    text.withUnsafeBytes { bytes in
      #expect(matcher.captures(in: bytes, range: 0..<bytes.count) == [5..<13, 5..<8, 9..<13, nil])
      #expect(matcher.captures(in: bytes, range: 14..<bytes.count) == [15..<24, 15..<18, 19..<20, 20..<24])
      #expect(matcher.captures(in: bytes, range: 0..<4) == nil)
    }
  }

  @Test func `takes bytes outside the range as context only`() throws {
    let text = Array("xfoo foo\nfoo".utf8)
    func found(_ pattern: String, _ range: Range<Int>) throws -> Range<Int>? {
      let matcher = try Regex(pattern).makeMatcher()
      return text.withUnsafeBytes { matcher.firstMatch(in: $0, range: range) }
    }
    #expect(try found("\\bfoo", 1..<8) == 5..<8)
    #expect(try found("^foo", 5..<12) == 9..<12)
    #expect(try found("foo$", 1..<8) == 5..<8)
    #expect(try found("foo$", 1..<4) == nil)
    #expect(try found("foo\\n", 5..<8) == nil)
    #expect(try found("\\Afoo", 9..<12) == nil)
    #expect(try found("", 3..<3) == 3..<3)
  }

  @Test func `searches nothing without trouble`() throws {
    for pattern in ["", "a", "a*", "^$", "foo|bar", "[ab]c", "\\w+x"] {
      for machines in MatcherMachines.allCases {
        let matcher = try Regex(pattern).makeMatcher(machines)
        let matches = matcher.hasMatch(in: UnsafeRawBufferPointer(start: nil, count: 0), range: 0..<0)
        #expect(matches == ["", "a*", "^$"].contains(pattern), "\(pattern)")
      }
    }
  }

  @Test func `stops when the body says so`() throws {
    for pattern in ["a", "[a]a|b", "a|bb", "\\ba?"] {
      let matcher = try Regex(pattern).makeMatcher()
      var calls = 0
      Array("aa a bb a a".utf8).withUnsafeBytes { bytes in
        matcher.forEachMatch(in: bytes, range: 0..<bytes.count) { _ in
          calls += 1
          return calls < 2
        }
      }
      #expect(calls == 2, "\(pattern)")
    }
  }
}
