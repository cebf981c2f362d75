import Navigation
import Platform
import Syntax
import TestSupport
import Testing

private let library = TreeSitterLibrary(folder: Checkout.grammars)

/// Files in one text: `//- path` begins a file, `¦` stands before the name that is asked about, `«…»` are what it
/// means.
private struct Fixture {
  let world = MemoryWorld(repository: "r")
  var asked: (path: String, offset: Int)?
  var wanted: [String] = []

  /// With `isIndexed`, files besides the one asked about are known as an index knows them.
  init(_ text: String, isIndexed: Bool = false) {
    var files: [(path: String, lines: [Substring])] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("//- ") {
        files.append((String(line.dropFirst(4)), []))
      } else {
        files[files.count - 1].lines.append(line)
      }
    }
    for file in files {
      var bytes: [UInt8] = []
      for character in file.lines.joined(separator: "\n") {
        switch character {
        case "¦": asked = (file.path, bytes.count)
        case "«": wanted.append("\(file.path):\(bytes.count { $0 == 0x0A } + 1)")
        case "»": continue
        default: bytes += Array(String(character).utf8)
        }
      }
      world.add(Self.file(file.path, bytes), outline: isIndexed ? Self.outline(file.path, bytes) : nil)
    }
  }

  private static func file(_ path: String, _ bytes: [UInt8]) -> NameFile {
    let language = bytes.withUnsafeBytes { detectLanguage(path: path, head: $0) }
    let facts = bytes.withUnsafeBytes { buffer -> FileFacts in
      if let language, let grammar = language.grammarName, let tree = library?.parse(buffer, grammar: grammar)
      {
        return analyzeSyntax(buffer, language: language, tree: tree)
      }
      var facts = FileFacts()
      facts.syntax = analyzeSyntax(buffer, language: language)
      return facts
    }
    return NameFile(
      place: FilePlace(repository: "r", path: path), text: bytes, language: language, facts: facts)
  }

  private static func outline(_ path: String, _ bytes: [UInt8]) -> NameFile? {
    bytes.withUnsafeBytes { buffer in
      guard let language = detectLanguage(path: path, head: buffer), let grammar = language.grammarName,
        let tree = library?.parse(buffer, grammar: grammar)
      else { return nil }
      return NameFile(
        place: FilePlace(repository: "r", path: path), text: bytes, language: language,
        symbols: symbols(buffer, language: language, tree: tree).symbols)
    }
  }

  func answer() throws -> NameAnswer {
    let asked = try #require(asked)
    let file = try #require(world.file(FilePlace(repository: "r", path: asked.path)))
    return try NameFinder(world).definitions(at: asked.offset, in: file)
  }
}

private let sureCases: [(String, String)] = [
  ("a local hides a function", "//- a.py\ndef x(): pass\ndef f(«x»):\n    return ¦x\n"),
  (
    "a parameter of another function does not count",
    "//- a.py\n«x» = 1\ndef g(x): pass\ndef f():\n    return ¦x\n"
  ),
  (
    "Python's relative import",
    "//- p/__init__.py\n\n//- p/a.py\nfrom .b import thing as t\n¦t()\n//- p/b.py\ndef «thing»(): pass\n//- q/b.py\ndef thing(): pass\n"
  ),
  (
    "a name that a package passes on",
    "//- p/__init__.py\nfrom .b import thing\n//- p/b.py\ndef «thing»(): pass\n//- c.py\nfrom p import thing\n¦thing()\n"
  ),
  (
    "a member of a module",
    "//- m.py\ndef «go»(): pass\n//- n.py\ndef go(): pass\n//- a.py\nimport m\nm.¦go()\n"
  ),
  (
    "self",
    "//- a.py\nclass A:\n    def «m»(self): pass\nclass B:\n    def m(self): pass\n    pass\nclass C(A):\n    def f(self):\n        self.¦m()\n"
  ),
  (
    "the type of a value",
    "//- a.py\nclass A:\n    def «m»(self): pass\nclass B:\n    def m(self): pass\ndef f():\n    a = A()\n    a.¦m()\n"
  ),
  ("an argument by name", "//- a.py\ndef f(«key»=1): pass\ndef g(key): pass\nf(¦key=2)\n"),
  (
    "a Go package",
    "//- go.mod\nmodule example.com/r\n//- u/u.go\npackage u\nfunc «Do»() {}\n//- v/v.go\npackage v\nfunc Do() {}\n//- main.go\npackage main\nimport \"example.com/r/u\"\nfunc main() { u.¦Do() }\n"
  ),
  (
    "a Go receiver's field",
    "//- a.go\npackage a\ntype T struct { «n» int }\ntype U struct { n int }\nfunc (t *T) f() int { return t.¦n }\n"
  ),
  (
    "a Go parameter's method",
    "//- a.go\npackage a\ntype T struct{}\nfunc (t *T) «Go»() {}\ntype U struct{}\nfunc (u U) Go() {}\nfunc f(a int, t *T) { t.¦Go() }\n"
  ),
  (
    "an import of TypeScript",
    "//- src/a.ts\nimport { x as y } from './b'\n¦y()\n//- src/b.ts\nexport function «x»() {}\n//- src/c.ts\nexport function x() {}\n"
  ),
  (
    "an index that passes on",
    "//- src/a.ts\nimport { x } from './lib'\n¦x()\n//- src/lib/index.ts\nexport * from './one'\n//- src/lib/one.ts\nexport const «x» = () => 1\n"
  ),
  ("this", "//- a.ts\nclass A { «run»() {}\n  go() { this.¦run() } }\nclass B { run() {} }\n"),
  (
    "Java by its package",
    "//- src/a/b/C.java\npackage a.b;\npublic class «C» {}\n//- src/a/d/C.java\npackage a.d;\npublic class C {}\n//- src/a/E.java\npackage a;\nimport a.b.C;\nclass E { ¦C c; }\n"
  ),
  (
    "a Java field's method",
    "//- a/A.java\npackage a;\nclass A { void «m»() {} }\n//- a/B.java\npackage a;\nclass B { A a; void m() {}\n void f() { a.¦m(); } }\n"
  ),
  (
    "Rust by its path",
    "//- src/lib.rs\nmod a;\nmod b;\nuse crate::a::go;\nfn f() { ¦go() }\n//- src/a.rs\npub fn «go»() {}\n//- src/b.rs\npub fn go() {}\n"
  ),
  (
    "an associated function",
    "//- src/lib.rs\nstruct A;\nstruct B;\nimpl A { fn «new»() -> A { A } }\nimpl B { fn new() -> B { B } }\nfn f() { A::¦new(); }\n"
  ),
  (
    "a name bound anew",
    "//- src/lib.rs\nfn f(a: u8) -> u8 {\n    let a = a + 1;\n    let «a» = a + 2;\n    ¦a\n}\n"
  ),
  (
    "a C field",
    "//- a.c\nstruct s {\n  int «n»;\n};\nstruct t {\n  int n;\n};\nint f(struct s *p) { return p->¦n; }\n"
  ),
  (
    "Swift by the labels",
    "//- Sources/M/A.swift\nstruct A {\n  func «f»(x: Int) {}\n  func f(y: Int) {}\n  func g() { f¦(x: 1) }\n}\n"
      .replacing("f¦(", with: "¦f(")
  ),
  (
    "a Swift member in an extension",
    "//- Sources/M/A.swift\nstruct A {}\nstruct B { func go() {} }\n//- Sources/M/A+Go.swift\nextension A { func «go»() {} }\n//- Sources/M/C.swift\nfunc f(_ a: A) { a.¦go() }\n"
  ),
  (
    "where a class gives a value",
    "//- a.py\nclass A:\n    n: int\n    def __init__(self, n):\n        self.«n» = n\n    def f(self):\n        return self.¦n\n"
  ),
  (
    "a module's path",
    "//- p/core.py\n«\n»//- p/a.py\nfrom .¦core import x\n".replacing("«\n»", with: "«»x = 1\n")
  ),
  (
    "a key of a parameter's type",
    "//- a.ts\ninterface M { data: string\n  «event»?: string }\nclass S { write(m: M) {} }\nfunction f(s: S) { s.write({ ¦event: 'x' }) }\n//- b.ts\nexport const event = 1\n"
  ),
  (
    "a type parameter of a signature",
    "//- a.ts\ninterface H {\n  <A extends string, «B» extends A = A>(a: A, b: ¦B): B\n}\n"
  ),
  (
    "an enum case",
    "//- Sources/M/A.swift\nenum E { case «one» }\nenum F { case one }\nfunc f(_ e: E) -> Bool { e == .¦one }\n"
  ),
]

@Suite(.enabled(if: library != nil, "scripts/setup has not got the grammars"))
struct `Navigation by name` {
  @Test(arguments: sureCases)
  func `the one that scopes and imports leave`(_ name: String, _ text: String) throws {
    let fixture = Fixture(text)
    let answer = try fixture.answer()
    let first = try #require(answer.candidates.first)
    #expect("\(first.declared.file.path):\(first.declared.line)" == fixture.wanted.first)
    #expect(first.confidence == .sure, "\(first.reason)")
  }

  @Test(arguments: sureCases)
  func `the same, with what an index knows of other files`(_ name: String, _ text: String) throws {
    let fixture = Fixture(text, isIndexed: true)
    let answer = try fixture.answer()
    let first = try #require(answer.candidates.first)
    #expect("\(first.declared.file.path):\(first.declared.line)" == fixture.wanted.first)
    #expect(first.confidence == .sure, "\(first.reason)")
  }

  @Test(arguments: [
    ("a.swift", "struct A: B, C {\n  func f(x: Int) -> [A] { [] }\n  let n: Int\n  var m: A { self }\n}"),
    ("a.py", "class A(B):\n    n: int = 3\n    def f(self, x: int) -> A:\n        return x\n"),
    (
      "a.go",
      "package a\n\ntype T struct {\n\tn int\n}\n\nfunc (t *T) F(x int) (*T, error) {\n\treturn t, nil\n}\n"
    ),
    (
      "a.cc",
      "class A : public B {\n  int n_;\n  int m() const { return n_; }\n};\nint A::f(int x) {\n  return x;\n}\n"
    ),
    (
      "a.rs",
      "struct S {\n    a: u8,\n    b: T,\n}\nimpl<T> Tr for S<T> {\n    fn f(&self) -> Option<T> {\n        None\n    }\n}\n"
    ),
    (
      "a.ts",
      "interface I extends J { a: string }\nclass A implements I {\n  f(x: { y: number }): I {\n  }\n}\n"
    ),
    (
      "A.java",
      "class A extends B implements C {\n  List<A> m(int x) {\n    return null;\n  }\n}\n"
    ),
  ])
  func `signatures from the index are those of the tree`(_ path: String, _ text: String) throws {
    let world = Fixture("//- \(path)\n\(text)", isIndexed: true).world
    let place = FilePlace(repository: "r", path: path)
    let (file, outlined) = (try #require(world.file(place)), try #require(world.outlined(place)))
    #expect(file !== outlined)
    for item in file.facts.syntax.outline {
      let same = outlined.facts.syntax.outline.first {
        $0.lines == item.lines && $0.nameRange.overlaps(item.nameRange)
      }
      #expect(same?.signature == item.signature)
      #expect(same?.depth == item.depth)
    }
  }

  @Test func `members of unknown types are told as a tie`() throws {
    let fixture = Fixture(
      "//- a.py\nclass A:\n    def run(self): pass\n//- b.py\nclass B:\n    def run(self): pass\n//- c.py\ndef f(x):\n    x.¦run()\n"
    )
    let answer = try fixture.answer()
    #expect(answer.candidates.count == 2)
    #expect(answer.candidates.allSatisfy { $0.confidence == .possible && $0.reason.contains("one of 2") })
  }

  @Test func `the only member of a name is likely, not sure`() throws {
    let answer = try Fixture(
      "//- a.py\nclass A:\n    def «run»(self): pass\n//- c.py\ndef f(x):\n    x.¦run()\n"
    ).answer()
    #expect(answer.candidates.map(\.confidence) == [.likely])
  }

  @Test func `a name that comes from outside of the index is never sure`() throws {
    let answer = try Fixture("//- a.py\ndef dumps(): pass\n//- c.py\nfrom json import dumps\n¦dumps()\n")
      .answer()
    #expect(answer.candidates.allSatisfy { $0.confidence == .possible })
  }

  @Test func `words in comments and keywords`() throws {
    #expect(try Fixture("//- a.py\ndef f(): pass\n# ¦f\n").answer().candidates.first?.confidence == .possible)
    #expect(try Fixture("//- a.py\n¦def f(): pass\n").answer().candidates.isEmpty)
    #expect(try Fixture("//- a.py\nf = 1 ¦+ 2\n").answer().name.isEmpty)
  }

  @Test func `hostile texts neither trap nor hang`() throws {
    let texts = [
      String(repeating: "a.b(", count: 3_000), String(repeating: "x = x.x\n", count: 500),
      String(repeating: "(", count: 20_000) + ".a",
      "from . import " + String(repeating: "(a,", count: 5_000),
      "use " + String(repeating: "a::{", count: 3_000), String(repeating: "<", count: 5_000) + "a",
    ]
    for ending in ["py", "rs", "swift", "go", "ts", "c", "java", "php", "rb", "kt"] {
      for text in texts {
        let fixture = Fixture("//- a.\(ending)\n\(text)")
        let file = try #require(fixture.world.file(FilePlace(repository: "r", path: "a.\(ending)")))
        for offset in stride(from: 0, to: text.utf8.count, by: max(1, text.utf8.count / 5)) {
          _ = try NameFinder(fixture.world).definitions(at: offset, in: file)
        }
      }
    }
  }
}
