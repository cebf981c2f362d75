import Git
import TestSupport
import Testing

@Suite struct `Code owners` {
  /// `line:owner,owner` of each section that has a say.
  private func owners(_ file: String, _ path: String) -> String {
    CodeOwners(Array(file.utf8)).matches(Array(path.utf8)).map { match in
      "\(match.section.isEmpty ? "" : match.section + " ")\(match.line):\(match.owners.joined(separator: ","))"
    }.joined(separator: "; ")
  }

  @Test(
    arguments: [
      // GitHub's examples, with what they say about each.
      ("* @global", "any/file.c", "1:@global"),
      ("* @a\n*.js @js # inline", "lib/x.js", "2:@js"),
      ("* @a\n*.js @js\n", "lib/x.ts", "1:@a"),
      ("/build/logs/ @doctocat", "build/logs/a/b.txt", "1:@doctocat"),
      ("/build/logs/ @doctocat", "x/build/logs/a", ""),
      ("docs/* docs@example.com", "docs/getting-started.md", "1:docs@example.com"),
      ("docs/* docs@example.com", "docs/build-app/troubleshooting.md", ""),
      ("apps/ @octocat", "a/apps/b/c", "1:@octocat"),
      ("apps/ @octocat", "apps", ""),
      ("/docs/ @d", "docs/x/y", "1:@d"),
      ("/scripts/ @d @o", "scripts/a.sh", "1:@d,@o"),
      ("**/logs @octocat", "build/logs/x", "1:@octocat"),
      ("**/logs @octocat", "deeply/nested/logs", "1:@octocat"),
      ("/apps/ @octocat\n/apps/github", "apps/github/x", ""),
      ("/apps/ @octocat\n/apps/github @doctocat", "apps/github/x", "2:@doctocat"),
      ("/apps/github @doctocat\n/apps/ @octocat", "apps/github/x", "2:@octocat"),
      // A name alone is a file or folder anywhere.
      ("src @s", "a/src/b/c.c", "1:@s"), ("src @s", "a/srcs/c.c", ""),
      ("a/b @s", "a/b/c", "1:@s"), ("a/b @s", "x/a/b", ""),
      ("*.c @c", "x.c/y.h", "1:@c"), ("/a/**/z @s", "a/z", "1:@s"), ("/a/**/z @s", "a/b/c/z/q", "1:@s"),
      ("/a/*/z @s", "a/b/z", "1:@s"), ("/a/*/z @s", "a/b/c/z", ""),
      ("a?c @s", "abc", "1:@s"),
      // Escapes, blanks, line ends.
      ("with\\ space/ @s", "with space/a", "1:@s"), ("\\#hash @s", "#hash", "1:@s"),
      ("  /a   @s\t@t  \r\n", "a", "1:@s,@t"), ("# a comment\n\n/a @s", "a", "3:@s"),
      ("\u{FEFF}/a @s", "a", "1:@s"), ("x[1].c @s", "x[1].c", "1:@s"), ("x[1].c @s", "x1.c", ""),
      ("", "a", ""), ("/a @s", "", ""),
      // GitLab's sections.
      ("* @d\n[Docs] @w\n*.md\n", "a.md", "1:@d; Docs 3:@w"),
      ("[Docs][2] @w\n*.md\n", "a.md", "Docs 2:@w"), ("^[Docs] @w\n*.md @x\n", "a.md", "Docs 2:@x"),
      ("[Docs]\n*.md @a\n[Code]\n*.c @c\n[DOCS]\n/a.md @b", "a.md", "Docs 6:@b"),
      ("[Docs] @w\n*.md\n!secret.md\n", "x/secret.md", ""), ("[Docs] @w\n*.md\n!secret.md\n", "x/b.md", "Docs 2:@w"),
      ("!a.md @x\n* @y", "a.md", ""),
    ] as [(String, String, String)])
  func `the last rule that matches counts`(_ file: String, _ path: String, _ expected: String) {
    #expect(owners(file, path) == expected, "\(file) ~ \(path)")
  }

  @Test func `lines that are no rule are known`() {
    let file = CodeOwners(Array("/a @s\n/\n!\nb @t\n".utf8))
    #expect(file.faults == [2, 3] && file.ruleCount == 2)
  }

  @Test(arguments: 0..<12)
  func `any bytes are a file`(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let parts = [
      "*", "**", "/", "a", "b/", "[", "]", "^[S]", "[S][2]", "!", "#", "\\", "\\ ", " ", "\t", "\n", "\r\n", "@t", "?",
      "é", "\u{0}", "@o/t ", "*.c ",
    ]
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        bytes += Array(parts.randomElement(using: &random)!.utf8)
        if Int.random(in: 0..<20, using: &random) == 0 { bytes.append(UInt8.random(in: 0...255, using: &random)) }
      }
      let owners = CodeOwners(bytes)
      for path in ["a", "a/b/c.c", "/", "//", "a/", "[", "b/b/b", "é"] {
        for match in owners.matches(Array(path.utf8)) { #expect(!match.owners.isEmpty && match.line > 0) }
      }
    }
  }
}

@Suite struct `The past of a line` {
  @Test func `a function's commits and a line's commit`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a.c": "int a;\nvoid f(void) {\n  x();\n}\nint z;\n"])
    _ = try repository.commit("elsewhere", ["a.c": "int a;\nvoid f(void) {\n  x();\n}\nint zz;\n"])
    let third = try repository.commit("three", ["a.c": "int b;\n\nvoid f(void) {\n  y();\n}\nint zz;\n"])
    let git = try repository.open()
    let page = try git.log(ofLines: 3...5, path: Array("a.c".utf8), at: third, limit: 5)
    #expect(page.commits.map(\.id) == [third, first] && !page.hasMore)
    #expect(try git.log(ofLines: 3...5, path: Array("a.c".utf8), at: third, limit: 1).hasMore)
    #expect(try git.blame(line: 4, path: Array("a.c".utf8), at: third)?.id == third)
    #expect(try git.blame(line: 3, path: Array("a.c".utf8), at: third)?.id == first)
    #expect(throws: GitError.self) { try git.blame(line: 99, path: Array("a.c".utf8), at: third) }
    #expect(throws: GitError.self) { try git.log(ofLines: 1...2, path: Array("../a".utf8), at: third, limit: 1) }
    #expect(throws: GitError.self) { try git.log(ofLines: 1...2, path: [0xFF], at: third, limit: 1) }
  }
}
