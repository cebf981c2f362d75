import Platform
import Syntax
import TestSupport
import Testing

private let library = TreeSitterLibrary(folder: Checkout.grammars)

private func facts(_ text: String, _ name: String) throws -> (FileFacts, [UInt8]) {
  let language = try #require(LanguageTable.named(name))
  let grammar = try #require(language.grammarName)
  let bytes = Array(text.utf8)
  return try bytes.withUnsafeBytes { buffer in
    let tree = try #require(library?.parse(buffer, grammar: grammar), "no tree for \(name)")
    return (analyzeSyntax(buffer, language: language, tree: tree), bytes)
  }
}

private let samples: [(String, String, outline: String, calls: String)] = [
  (
    "C", "struct s { int a; };\nstatic int *f(struct s *p) { return g(p->a); }",
    "struct s|field a|function f", "g"
  ),
  (
    "C++", "namespace n { class A { public: int m() { return h(); } }; }", "namespace n|class A|method m", "h"
  ),
  (
    "Go", "package a\ntype T struct { N int }\nfunc (t *T) Run() { fmt.Println(t) }",
    "type T|field N|method Run",
    "Println"
  ),
  (
    "C#", "namespace N { class A : B { int n; string P { get; } int M(int y) { return F(y); } } }",
    "namespace N|class A|field n|field P|method M", "F"
  ),
  ("Java", "class A { int n; void m() { b.c(); } }", "class A|field n|method m", "c"),
  ("JavaScript", "class A { m() { f(1); } }\nconst g = () => h();", "class A|method m|function g", "f h"),
  (
    "TypeScript", "interface I { a: string }\nfunction f(x: number): void { g(); }",
    "interface I|field a|function f", "g"
  ),
  ("TSX", "const A = () => <div>{f()}</div>;", "function A", "f"),
  ("Kotlin", "class A { fun m(): Int = f() }", "class A|method m", "f"),
  ("Lua", "function f(a) g(a) end", "function f", "g"),
  ("PHP", "<?php class A { function m() { f(); } }", "class A|method m", "f"),
  ("Python", "class A:\n    def m(self):\n        return f(self)", "class A|method m", "f"),
  ("Ruby", "class A\n  def m(x)\n    f(x)\n  end\nend", "class A|method m", "f"),
  (
    "Rust", "struct S { a: u8 }\nimpl S { fn m(&self) { f(); } }",
    "struct S|field a|implementation S|method m", "f"
  ),
  ("Scala", "object A { def m(x: Int) = f(x) }", "object A|method m", "f"),
  ("Shell", "run() { echo x; }", "function run", "echo"),
  ("Swift", "struct S { let a: Int; func m() { f() } }", "struct S|field a|method m", "f"),
]

private let members: [(String, String, String)] = [
  (
    "C",
    "struct s { int a, *b; int (*f)(int); };\nenum e { A, B = 2 };\nstatic int g = 1, h[3];\nextern int x;\nint p(int);",
    "struct s|field a|field b|field f|enum e|constant A|constant B|variable g|variable h"
  ),
  ("C++", "class A { int n_; void m() const; A(); };", "class A|field n_|method m|method A"),
  (
    "Go", "package a\ntype T struct { A, B int; *E }\ntype I interface { M(x int) error }",
    "type T|field A|field B|field E|type I|method M"
  ),
  (
    "C#",
    "enum E { A, B = 2 }\nrecord R(int X);\nclass C { public C() {} const int K = 1, L = 2; }",
    "enum E|constant A|constant B|record R|class C|method C|field K|field L"
  ),
  (
    "C#",
    """
    namespace N;
    delegate void D(int x);
    class C {
      event D Changed, Closed;
      event D Opened { add {} remove {} }
      int this[int i] { get { return 0; } }
      ~C() {}
      void M() { int L() => 1; }
    }
    """,
    "namespace N|type D|class C|field Changed|field Closed|field Opened|method this|method C|method M|function L"
  ),
  ("Java", "enum E { A, B(1); int n; }", "enum E|constant A|constant B|field n"),
  ("Rust", "enum E { A, B(u8), C { x: u8 } }", "enum E|constant A|constant B|constant C|field x"),
  ("Swift", "enum E { case a, b(Int)\n case c }", "enum E|constant a|constant b|constant c"),
  (
    "Python", "a = 1\nb: int = 2\nclass C:\n    d = 3\n    def m(self):\n        e = 4\n",
    "variable a|variable b|class C|field d|method m"
  ),
  (
    "Python",
    "if x:\n    a: T = 1\nelse:\n    a = 2\ntry:\n    import b\nexcept E:\n    b = None\nfor i in x:\n    c = 1\ndef f():\n    if x:\n        d = 1\n",
    "variable a|variable a|variable b|function f"
  ),
  (
    "TypeScript", "enum E { A = 1, B }\nclass C { a = 1; private b: string }",
    "enum E|constant A|class C|field a|field b"
  ),
]

@Suite(.enabled(if: library != nil, "scripts/setup has not got the grammars"))
struct `Tree-sitter grammars` {
  @Test(arguments: samples)
  func `declarations and calls`(_ name: String, _ text: String, _ outline: String, _ calls: String) throws {
    let (facts, bytes) = try facts(text, name)
    #expect(facts.syntax.outline.map { "\($0.kind) \($0.name)" }.joined(separator: "|") == outline)
    #expect(
      facts.calls.map { String(decoding: bytes[$0.name], as: UTF8.self) }.joined(separator: " ") == calls)
  }

  @Test(arguments: members)
  func `members of types, globals and constants are declared`(
    _ name: String, _ text: String, _ wanted: String
  ) throws {
    let (facts, _) = try facts(text, name)
    #expect(facts.syntax.outline.map { "\($0.kind) \($0.name)" }.joined(separator: "|") == wanted)
  }

  @Test func `conditions of Swift bind names, giving a value does not`() throws {
    let text = """
      func f(a: [Int]) {
        var n = 1
        while n > 0 { n -= 1 }
        if let b = a.first, b > 1 { g(b) }
        guard let c = a.last else { return }
        while let d = next() { h(d) }
        n = c
      }
      """
    let (facts, bytes) = try facts(text, "Swift")
    #expect(
      facts.locals.map { String(decoding: bytes[$0.name], as: UTF8.self) } == ["a", "n", "b", "c", "d"])
    let scopes = facts.locals.suffix(3).map { String(decoding: bytes[$0.scope], as: UTF8.self) }
    #expect(scopes[0].hasPrefix("if") && scopes[0].hasSuffix("g(b) }"))
    #expect(scopes[1].contains("n = c"))
    #expect(scopes[2].hasPrefix("while") && scopes[2].hasSuffix("h(d) }"))
  }

  @Test func `a tree that is broken leaves the outline to the lexer`() throws {
    let broken = String(repeating: "type A = <<< @@ ] ) >>> ;;\n", count: 40)
    let text = broken + "function one() {\n}\nfunction two() {\n}\n"
    let (facts, _) = try facts(text, "TypeScript")
    let names = facts.syntax.outline.map(\.name)
    #expect(names.contains("one") && names.contains("two"), "\(names)")
  }

  @Test func `parameters of Swift's closures are bound in them`() throws {
    let text = "func f() {\n  let s = g(a) { one in one.h() }\n  k { (two: Int, three) in m(two) }\n}\n"
    let (facts, bytes) = try facts(text, "Swift")
    let locals = facts.locals.map { local in
      "\(String(decoding: bytes[local.name], as: UTF8.self)) \(String(decoding: bytes[local.scope.prefix(6)], as: UTF8.self))"
    }
    for wanted in ["one { one ", "two { (two", "three { (two"] {
      #expect(locals.contains(wanted), "\(locals)")
    }
  }

  @Test func `names bound by a condition of Rust do not hold in its else`() throws {
    let text = "fn f(a: u8) {\n  if let Some(a) = g(a) { h(a) } else { i(a) }\n}\n"
    let (facts, bytes) = try facts(text, "Rust")
    let scopes = facts.locals.map { String(decoding: bytes[$0.scope], as: UTF8.self) }
    #expect(scopes.contains("let Some(a) = g(a) { h(a) }"), "\(scopes)")
  }

  @Test func `giving values to several names of JavaScript binds none`() throws {
    let text = "function f() {\n  let a, b;\n  [a, b] = g();\n  const [c] = h();\n}\n"
    let (facts, bytes) = try facts(text, "JavaScript")
    #expect(facts.locals.map { String(decoding: bytes[$0.name], as: UTF8.self) } == ["a", "b", "c"])
  }

  @Test func `the grammar of C# colours what a lexer cannot tell`() throws {
    let text = "using System;\nvar s = $\"a {name} b\"; // c\nList<int> Get(string key) => map[key];\n"
    let (facts, bytes) = try facts(text, "C#")
    let seen = facts.syntax.spans.map { "\($0.kind) \(String(decoding: bytes[$0.range], as: UTF8.self))" }
    for wanted in ["keyword using", "comment // c", "type List", "function Get", "type string"] {
      #expect(seen.contains(wanted), "\(wanted) of \(seen)")
    }
    // What stands in a hole of a string is code.
    #expect(!seen.contains { $0.hasPrefix("string") && $0.contains("name") })
  }

  @Test func `names of functions stay in them`() throws {
    let (facts, bytes) = try facts("def f(a):\n    b = a\n    return b\nc = 1\n", "Python")
    #expect(facts.locals.map { String(decoding: bytes[$0.name], as: UTF8.self) } == ["a", "b"])
    #expect(facts.locals.allSatisfy { $0.scope.upperBound < bytes.count - 4 })
  }

  @Test func `an unknown grammar and a parse without time give no tree`() {
    let text = Array(String(repeating: "int f(void) { return (((1))); }\n", count: 20_000).utf8)
    text.withUnsafeBytes {
      #expect(library?.parse($0, grammar: "nosuchgrammar") == nil)
      #expect(library?.parse($0, grammar: "../c") == nil)
      #expect(library?.parse($0, grammar: "c", milliseconds: 0) == nil)
      #expect(library?.parse($0, grammar: "c", nodesMax: 100) == nil)
    }
  }

  @Test(arguments: samples.map(\.0))
  func `mutated and deep texts give spans that ascend`(_ name: String) throws {
    var random = SeededGenerator(seed: 7)
    let text = Array(try #require(samples.first { $0.0 == name }).1.utf8)
    for round in 0..<30 {
      var bytes = Array(repeating: text + [0x0A], count: 3).flatMap { $0 }
      for _ in 0..<round {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : 0x28
      }
      if round == 29 { bytes = [UInt8](repeating: 0x28, count: 20_000) }
      let (facts, _) = try facts(String(decoding: bytes, as: UTF8.self), name)
      var last = 0
      for span in facts.syntax.spans {
        #expect(span.range.lowerBound >= last && !span.range.isEmpty)
        last = span.range.upperBound
      }
    }
  }
}
