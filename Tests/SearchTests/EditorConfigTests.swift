import Search
import TestSupport
import Testing

@Suite struct `Editor configurations` {
  private static func values(_ text: String, _ path: String) -> [String: String] {
    var values: [String: String] = [:]
    EditorConfig(Array(text.utf8)).apply(to: Array(path.utf8), &values)
    return values
  }

  @Test(arguments: [
    ("*", "a/b.c", true), ("*.c", "b.c", true), ("*.c", "a/b.c", true), ("*.c", "b.cc", false),
    ("/*.c", "b.c", true), ("/*.c", "a/b.c", false), ("a/*.c", "a/b.c", true), ("a/*.c", "a/x/b.c", false),
    ("a/*.c", "x/a/b.c", false), ("a/**.c", "a/x/b.c", true), ("a/**/b.c", "a/b.c", true),
    ("a/**/b.c", "a/x/y/b.c", true), ("a/**/b.c", "ab.c", false), ("**/b.c", "x/b.c", true),
    ("?.c", "b.c", true),
    ("?.c", "bb.c", false), ("a?c", "a/c", false), ("[ab].c", "b.c", true), ("[ab].c", "c.c", false),
    ("[!ab].c", "c.c", true), ("[!ab].c", "a.c", false), ("[a-c].c", "b.c", true), ("[ab.c", "[ab.c", true),
    ("[a]].c", "a].c", true), ("x[a/b]y", "x[a/b]y", true), ("{a,b}.c", "b.c", true),
    ("{a,b}.c", "{a,b}.c", false),
    ("{a}.c", "{a}.c", true), ("{a}.c", "a.c", false), ("{a,b,}.c", ".c", true),
    ("{a,{b,c}d}.c", "cd.c", true),
    ("{a,b.c", "{a,b.c", true), ("a,b}.c", "a,b}.c", true), ("f{1..3}.c", "f2.c", true),
    ("f{1..3}.c", "f4.c", false),
    ("f{3..1}.c", "f2.c", true), ("f{-2..2}", "f-1", true), ("f{1..100000}", "f77", true),
    ("f{1..}", "f{1..}", true),
    ("\\*.c", "*.c", true), ("\\*.c", "a.c", false), ("a\\{b,c}", "a{b,c}", true),
    ("Makefile", "x/Makefile", true),
    ("{*.md,package.json}", "x/package.json", true), ("a.c", "abc", false), ("é?.c", "éü.c", true),
    ("lib/**.js", "lib/a/b.js", true), ("+(a).c", "+(a).c", true), ("^$|", "^$|", true),
  ])
  func `a glob holds for the paths it names`(_ glob: String, _ path: String, _ holds: Bool) {
    #expect((Self.values("[\(glob)]\nindent_size=3\n", path)["indent_size"] == "3") == holds)
  }

  @Test func `lines are read as editors do`() {
    let text = """
      \u{FEFF}; a comment
      Root = TRUE
      indent_size = 9
      [*]
      # another
      \tIndent_Style =  Tab\u{20}
      tab_width: 3
      tab_width=8
      no value
      [broken
      [*.c]
      tab_width = unset
      indent_size = 2\r
      charset = a=b

      """
    let file = EditorConfig(Array(text.utf8))
    #expect(file.isRoot)
    #expect(Self.values(text, "x.md") == ["indent_style": "tab", "tab_width": "8"])
    #expect(Self.values(text, "x.c") == ["indent_style": "tab", "indent_size": "2", "charset": "a=b"])
    #expect(!EditorConfig(Array("[*]\nroot = true\n".utf8)).isRoot)
  }

  @Test(arguments: [
    (["tab_width": "8", "indent_size": "2"], 8), (["indent_size": "2"], 2), (["indent_size": "tab"], nil),
    (["indent_size": "tab", "tab_width": "3"], 3), (["tab_width": "0"], nil), (["tab_width": "-4"], nil),
    (["tab_width": "99999999999999999999"], nil), (["tab_width": "400"], 16), ([:], nil),
  ])
  func `a tab is as wide as was said`(_ values: [String: String], _ width: Int?) {
    #expect(EditorConfig.tabWidth(values) == width)
  }

  @Test func `no bytes bring it down, and no glob takes long`() {
    var random = SeededGenerator(seed: 3)
    let pieces = [
      "[", "]", "{", "}", ",", "..", "*", "**", "/", "!", "\\", "?", "a", "é", "=", "\n", "#", "\u{0}", "9",
      "^", "-",
    ]
    for _ in 0..<4000 {
      var text = "[*]\nroot=true\n["
      for _ in 0..<Int.random(in: 0...24, using: &random) {
        text += pieces.randomElement(using: &random) ?? ""
      }
      _ = Self.values(text + "]\ntab_width=3\n", "a/b/aaa,9.c")
      var bytes = Array(text.utf8)
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      var values: [String: String] = [:]
      EditorConfig(bytes).apply(to: Array("a/b.c".utf8), &values)
    }
    let deep = "[" + String(repeating: "{a,", count: 1300) + "]\nx=1\n"
    #expect(Self.values(deep, "aaaa").isEmpty)
    let many = "[" + String(repeating: "*a", count: 1000) + "]\nx=1\n"
    #expect(Self.values(many, String(repeating: "a", count: 900)).isEmpty)
  }
}
