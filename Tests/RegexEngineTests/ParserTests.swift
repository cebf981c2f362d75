import RegexEngine
import Testing

@Suite struct `Pattern syntax` {
  @Test(arguments: [
    ("foo(bar", "(", RegexError.Kind.unclosedGroup), ("foo)", ")", .unopenedGroup),
    ("a[b-", "[", .unclosedClass),
    ("a[z-a]", "z-a", .badClassRange), ("[a-\\d]", "a-\\d", .badClassRange),
    ("[\\d-z]", "-z", .badClassRange),
    ("[[:foo:]]", "[:foo:]", .unknownClass("foo")), ("x\\p{Foo}", "\\p{Foo}", .unknownClass("Foo")),
    ("*a", "*", .nothingToRepeat), ("a|+", "+", .nothingToRepeat), ("({2})", "{2}", .nothingToRepeat),
    ("(?i)*", "*", .nothingToRepeat), ("a{3,2}", "{3,2}", .badRepetition),
    ("a{2000}", "{2000}", .badRepetition),
    ("é\\y", "\\y", .badEscape), ("a\\", "\\", .badEscape), ("\\x{}", "\\x{", .badEscape),
    ("a\\Z", "\\Z", .badEscape),
    ("\\x{D800}", "\\x{D800}", .badScalar), ("\\U99999999", "\\U99999999", .badScalar),
    ("(?q)a", "q", .badFlag),
    ("(?)", "(?)", .badFlag), ("(?i", "(?i", .unclosedGroup), ("(?P<1a>b)", "(?P<1a", .badGroupName),
    ("(?<a>b)(?<a>c)", "(?<a", .badGroupName), ("(?<>b)", "(?<", .badGroupName),
    ("foo(?=bar)", "(?=", .notSupported("lookahead")), ("(?<!a)b", "(?<!", .notSupported("lookbehind")),
    ("(a)\\1", "\\1", .notSupported("a back reference")), ("(?>a)", "(?>", .notSupported("an atomic group")),
    ("[a-z&&[^b]]", "&&[", .notSupported("class intersection")), ("(?R)", "(?R", .notSupported("recursion")),
    ("(?-u)[é]", "é", .badScalar),
  ])
  func `that is wrong is refused with its place`(_ pattern: String, _ fault: String, _ kind: RegexError.Kind)
  {
    let error = #expect(throws: RegexError.self) { try Regex(pattern) }
    #expect(error?.kind == kind, "\(String(describing: error))")
    let bytes = Array(pattern.utf8)
    #expect(error.map { String(decoding: bytes[$0.range], as: UTF8.self) } == fault)
    #expect(error?.description.first?.isUppercase == false)
  }

  @Test func `that other engines have is refused with a reason and a way out`() {
    let error = #expect(throws: RegexError.self) { try Regex("foo(?=bar)") }
    #expect(error?.description == "lookahead is not supported: it can take exponential time")
    #expect(error?.suggestion?.contains("into the match") == true)
  }

  @Test(arguments: [
    ("", HIR.empty), ("abc", .literal(Array("abc".utf8))), ("a(?:b)c", .literal(Array("abc".utf8))),
    ("a{3}", .literal(Array("aaa".utf8))), ("\\Qa.b\\E", .literal(Array("a.b".utf8))),
    ("[a]", .literal([0x61])),
    ("[^\\x00-\\x{10FFFF}]", .never), ("a|b|c", .scalars(ScalarSet([0x61...0x63]))), ("x{0}", .empty),
    ("a{", .literal(Array("a{".utf8))),
    ("(?:a*)*", .repeat(min: 0, max: nil, greedy: true, .literal([0x61]))),
    ("(?U)a+?", .repeat(min: 1, max: nil, greedy: true, .literal([0x61]))),
    ("(?i)k", .scalars(ScalarSet([0x4B...0x4B, 0x6B...0x6B, 0x212A...0x212A]))),
    ("(?i)ς", .scalars(ScalarSet([0x3A3...0x3A3, 0x3C2...0x3C3]))),
    ("(?i-u)k", .scalars(ScalarSet([0x4B...0x4B, 0x6B...0x6B]))),
    ("(?x) a # b\n c", .literal(Array("ac".utf8))), ("^a", .concat([.look(.lineStart), .literal([0x61])])),
    ("(?-m)a$", .concat([.literal([0x61]), .look(.textEnd)])), ("(?-u)\\xFF", .literal([0xFF])),
    ("\\xE9", .literal([0xC3, 0xA9])),
    ("(?i)a(?-i)b", .concat([.scalars(ScalarSet([0x41...0x41, 0x61...0x61])), .literal([0x62])])),
    ("(?P<n>a)b", .concat([.capture(index: 1, name: "n", .literal([0x61])), .literal([0x62])])),
    (
      "foo|bar|foo",
      .alternate([.literal(Array("foo".utf8)), .literal(Array("bar".utf8)), .literal(Array("foo".utf8))])
    ),
  ])
  func `has one simplified meaning`(_ pattern: String, _ hir: HIR) throws {
    #expect(try Regex(pattern).hir == hir)
  }

  @Test(arguments: [
    ("[]a]", "]a"), ("[a-]", "a-"), ("[-a]", "-a"), ("[a\\]]", "a]"), ("[[a]", "[a"),
    ("[\\x41\\u0042]", "AB"), ("[[:digit:]x]", "0123456789x"),
    ("\\pL", "aZéΣ中"), ("\\p{Greek}", "Σω"), ("\\p{^Greek}", "a1"), ("\\p{sc=Greek}", "Σ"),
    ("\\p{scx=Greek}", "Σ\u{342}"),
    ("\\p{Script_Extensions=Latin}", "aé"), ("\\p{Lu}", "AÉ"), ("\\p{Uppercase_Letter}", "AÉ"),
    ("\\p{IsGreek}", "Σ"), ("\\P{L}", "1 -"),
    ("\\p{Alphabetic}", "aⅧ"), ("\\p{Any}", "a😀"), ("[^\\D]", "09٣"), ("\\w", "a_9é中"),
    ("\\s", " \t\n\u{2003}"), ("\\S", "aé"),
    ("(?i)[^a]", "bé"), ("(?i)\\p{Lu}", "aAé"), ("\\101", "A"), ("\\x{1F600}", "😀"), ("[[:word:]]", "a_9"),
    ("[[:^alpha:]]", "1é"),
  ])
  func `of classes holds`(_ pattern: String, _ members: String) throws {
    for member in members.unicodeScalars {
      #expect(try matches("^(?:\(pattern))$", String(member)).count == 1, "\(pattern) holds \(member)")
    }
  }

  @Test(arguments: [
    ("[^a]", "a"), ("\\W", "a_9é"), ("\\D", "09"), ("[a-c]", "dA"), ("(?i)[^x]", "xX"), (".", "\n"),
    ("\\p{Greek}", "a中"),
    ("[[:alpha:]]", "é1"), ("(?-u)\\w", "é"), ("\\S", " \u{2003}"),
  ])
  func `of classes leaves out`(_ pattern: String, _ others: String) throws {
    for other in others.unicodeScalars {
      #expect(try matches("^(?:\(pattern))$", String(other)).isEmpty, "\(pattern) leaves out \(other)")
    }
  }
}
