import Foundation
import Platform
import QueryEngine
import Search
import TestSupport
import Testing

@Suite(.enabled(if: Checkout.canParse, "needs grammars and the program beside the tests"))
struct `Structural search` {
  private let folder: TemporaryFolder
  private let data: TemporaryFolder
  private let searcher: Searcher

  init() throws {
    folder = try TemporaryFolder()
    data = try TemporaryFolder()
    try folder.write("void a(char *p) {\n\tif (p)\n\t\tkfree(p);\n\tkfree(q);\n}\n", to: "a.c")
    try folder.write("/* kfree(p) */\nchar *s = \"kfree(p)\";\n", to: "b.c")
    try folder.write("int f(int x) {\n  return kfree(x->y);\n}\nint other;\n", to: "c.c")
    try folder.write("def f(self):\n    kfree(self)\n", to: "d.py")
    try folder.write(
      String(repeating: "int pad;\n", count: 2_000) + "void z(void) {\n  kfree(zz);\n}\n"
        + String(repeating: "int pad;\n", count: 2_000), to: "large.c")
    try folder.write(
      String(repeating: "int kfree_pad(int x) { return kfree(1); }\n", count: 60_000), to: "huge.c")
    var options = IndexOptions(dataFolder: data.path)
    options.sources = [folder.path]
    _ = try Indexer.run(options)
    searcher = try Searcher.open(
      dataFolder: data.path, workerCount: 2, grammarFolder: Checkout.grammars, parser: Checkout.program)
  }

  private func found(_ query: String) throws -> [String] {
    try searcher.collect(SearchRequest(query: try Query(parsing: query + " -file:huge"))).files.flatMap {
      file in
      file.lines.flatMap { line in
        line.structures.map { result in
          "\(file.placement.pathText):\(result.lines.lowerBound)-\(result.lines.upperBound) "
            + result.captures.map { "\($0.name)=\(String(decoding: $0.text, as: UTF8.self))" }.joined(
              separator: " ")
        }
      }
    }.sorted()
  }

  @Test(
    arguments: [
      (
        "struct:kfree($X) lang:c", ["a.c:3-3 X=p", "a.c:4-4 X=q", "c.c:2-2 X=x->y", "large.c:2002-2002 X=zz"]
      ),
      (
        "struct:kfree($X)",
        [
          "a.c:3-3 X=p", "a.c:4-4 X=q", "c.c:2-2 X=x->y", "d.py:2-2 X=self", "large.c:2002-2002 X=zz",
        ]
      ),
      ("struct:\"if ($X) kfree($X);\" lang:c", ["a.c:2-3 X=p"]),
      ("struct:\"kfree($X) where $X ~ /->/\" lang:c", ["c.c:2-2 X=x->y"]),
      ("struct:\"kfree($X) where $X !~ /->|z/\" lang:c", ["a.c:3-3 X=p", "a.c:4-4 X=q"]),
      ("struct:\"kfree($X) not inside `if ($X) $_`\" lang:c file:a.c", ["a.c:4-4 X=q"]),
      ("struct:kfree($X) lang:c other", ["c.c:2-2 X=x->y"]),
      ("struct:kfree($X) lang:c -struct:\"return $_;\" -file:large", ["a.c:3-3 X=p", "a.c:4-4 X=q"]),
      ("patterntype:structural lang:python def $F($$$): $$$", ["d.py:1-2 F=f"]),
      ("struct:nowhere($X)", []),
    ])
  func `finds code, not text`(_ query: String, _ wanted: [String]) throws {
    #expect(try found(query) == wanted)
    // The second time from memory.
    #expect(try found(query) == wanted)
  }

  @Test func `in: is about the words beside a pattern, never about it`() throws {
    #expect(try found("struct:kfree($X) lang:c in:comment kfree").isEmpty)
    #expect(try found("struct:kfree($X) lang:c in:code other") == ["c.c:2-2 X=x->y"])
    #expect {
      try Query(parsing: "struct:kfree($X) in:code")
    } throws: { error in
      let fault = error as? QueryError
      return fault?.range == 17..<24 && fault?.suggestion == "leave it out: such a pattern finds code only"
    }
  }

  @Test func `select:symbol answers with the functions around the matches`() throws {
    let result = try searcher.collect(
      SearchRequest(query: try Query(parsing: "struct:kfree($X) lang:c -file:huge select:symbol")))
    let names = result.files.flatMap { file in file.symbols.map { "\(file.placement.pathText) \($0.name)" } }
    #expect(names.sorted() == ["a.c a", "c.c f", "large.c z"])
  }

  @Test func `what is wrong with a pattern is known before the search`() throws {
    let fault = searcher.fault(of: try Query(parsing: "kfree struct:\"if ($X == ) {\" lang:c"))
    #expect(fault?.range == 24..<25)
    #expect(searcher.fault(of: try Query(parsing: "struct:kfree($X) lang:c")) == nil)
    #expect(searcher.fault(of: try Query(parsing: "kfree lang:c")) == nil)
  }

  @Test func `a match marks all of its lines`() throws {
    let result = try searcher.collect(
      SearchRequest(query: try Query(parsing: "struct:\"if ($X) kfree($X);\" lang:c")))
    let lines = try #require(result.files.first).lines
    #expect(lines.map(\.number) == [2, 3])
    #expect(lines.map { $0.ranges } == [[1..<7], [2..<11]])
  }

  @Test func `what was not parsed is told`() throws {
    let result = try searcher.collect(
      SearchRequest(query: try Query(parsing: "struct:kfree($X) lang:c file:huge")))
    #expect(result.files.isEmpty)
    #expect(result.summary.limits == [.notParsed(files: 1, reason: "larger than 2 MB")])
  }

  @Test func `what a pattern was read as is told`() throws {
    let result = try searcher.collect(
      SearchRequest(query: try Query(parsing: "struct:\"def $F($$$): return $X\"")))
    #expect(
      result.summary.notes.first?.hasPrefix("the pattern was read as Python; it is no code in C") ?? false,
      "\(result.summary.notes)")
  }

  @Test(
    arguments: [
      ("struct:\"if ($X == ) {\" lang:c", "not C: the code can't go on with “)” here", 18..<19),
      ("struct:$X lang:c", "not C: the pattern is a hole and nothing else", 7..<9),
      ("struct:f($X) lang:haskell", "there is no grammar for Haskell, which patterns of code need", 0..<12),
    ])
  func `what is no code is an error with its place`(_ query: String, _ reason: String, _ range: Range<Int>)
    throws
  {
    do {
      _ = try searcher.collect(SearchRequest(query: try Query(parsing: query)))
      Issue.record("\(query) was answered")
    } catch let error as SearchError {
      guard case .query(let fault) = error.kind else { throw error }
      #expect(fault.description == reason)
      #expect(fault.range == range)
    }
  }

  @Test func `without grammars the error says what to do`() throws {
    let plain = try Searcher.open(dataFolder: data.path, workerCount: 1, grammarFolder: "/nonexistent")
    do {
      _ = try plain.collect(SearchRequest(query: try Query(parsing: "struct:f($X)")))
      Issue.record("it was answered")
    } catch let error as SearchError {
      guard case .query(let fault) = error.kind else { throw error }
      #expect(fault.kind == .noGrammars)
    }
  }
}
