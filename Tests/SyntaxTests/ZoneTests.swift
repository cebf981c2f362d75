import Syntax
import TestSupport
import Testing

@Suite struct `Kinds of text` {
  /// Below each text its kinds: `c` comment, `s` string, `.` code.
  @Test(arguments: [
    ("C", "int a; /* b */ \"c\" 'd' // e", ".......ccccccc.sssssss.cccc"),
    ("C", "x // a\r\ny", "..ccccc.."),
    ("C", "// a\n  // b\n/* c */ x", "ccccccccccccccccccc.."),
    ("C", "\"a\" \"b\" x", "sssssss.."),
    ("Go", "a := `b\nc` // d", ".....sssss.cccc"),
    ("Python", "x = 'a' # b", "....sss.ccc"),
    ("Python", "\"\"\"a\nb\"\"\"\nx", "sssssssss.."),
    ("Swift", "\"a\\(b)c\" /* /* */ */", "ssss.sss.ccccccccccc"),
    ("JavaScript", "a = /b\"/g; `c${d}`", "....sssss..ssss.ss"),
    ("Shell", "a \"b\" # c", "..sss.ccc"),
    ("JSON", "{\"a\": \"b\"}", ".sss..sss."),
    ("YAML", "a: 'b' # c", "...sss.ccc"),
    ("HTML", "<a b=\"c\">d<!-- e -->", ".....sss..cccccccccc"),
    ("Markdown", "# a `b`\n```c\nx; // y\n```\n", "................cccc....."),
    ("SQL", "a -- b", "..cccc"),
  ])
  func `are those of the lexer`(language: String, text: String, picture: String) throws {
    let bytes = Array(text.utf8)
    let map = try #require(bytes.withUnsafeBytes { readZones($0, language: LanguageTable.named(language)) })
    let found = bytes.indices.map { index -> Character in
      switch map.zones(of: index..<index + 1) {
      case .comment: "c"
      case .string: "s"
      default: "."
      }
    }
    #expect(String(found) == picture)
  }

  @Test func `a range touches several`() throws {
    let bytes = Array("a /* b */ \"c\"".utf8)
    let map = try #require(bytes.withUnsafeBytes { readZones($0, language: LanguageTable.named("C")) })
    #expect(map.zones(of: 0..<13) == .all)
    #expect(map.zones(of: 2..<9) == .comment)
    #expect(map.zones(of: 8..<10) == [.comment, .code])
    #expect(map.zones(of: 5..<5) == .comment)
    #expect(map.zones(of: 13..<13) == .code)
  }

  @Test func `are not known of every language`() {
    let bytes = Array("a // b".utf8)
    for name in ["Text", "Diff", "CSV"] {
      #expect(bytes.withUnsafeBytes { readZones($0, language: LanguageTable.named(name)) == nil }, "\(name)")
      #expect(!hasZones(LanguageTable.named(name)))
    }
    #expect(hasZones(LanguageTable.named("C")))
    #expect(bytes.withUnsafeBytes { readZones($0, language: nil) == nil })
  }

  @Test func `agree with the colours of the same text`() throws {
    // Comments have the same places with and without the other colours.
    var random = SeededGenerator(seed: 3)
    let pieces = [
      "a", " ", "\n", "\"", "'", "/*", "*/", "//", "#", "\\", "`", "${", "}", "(", ")", "<", "r\"", "--", "/",
    ]
    for name in [
      "C", "Python", "JavaScript", "Rust", "Ruby", "Shell", "PHP", "Swift", "Lua", "HTML", "YAML", "CSS",
    ] {
      let language = try #require(LanguageTable.named(name))
      for _ in 0..<60 {
        let text = (0..<40).map { _ in pieces.randomElement(using: &random)! }.joined()
        let bytes = Array(text.utf8)
        let spans = bytes.withUnsafeBytes { analyzeSyntax($0, language: language).spans }
        let map = try #require(bytes.withUnsafeBytes { readZones($0, language: language) })
        for span in spans where span.kind == .comment {
          #expect(map.zones(of: span.range) == .comment, "\(name): \(text.debugDescription) at \(span.range)")
        }
      }
    }
  }
}
