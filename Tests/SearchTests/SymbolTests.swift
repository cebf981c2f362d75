import Containers
import Foundation
import Platform
import QueryEngine
import Search
import SearchIndex
import Testing

/// An index whose symbols come from the lexer: no grammar is needed.
private final class CollectedBytes: ByteSink {
  var bytes: [UInt8] = []

  func append(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
}

private final class SymbolBench {
  let data: TemporaryFolder
  let repository: TemporaryRepository
  var options: IndexOptions

  init(_ files: [(String, String)]) throws {
    data = try TemporaryFolder()
    repository = try TemporaryRepository()
    options = IndexOptions(dataFolder: data.path)
    try add(files)
  }

  func add(_ files: [(String, String)]) throws {
    for (path, text) in files { try repository.folder.write(text, to: path) }
    try repository.commit("change")
  }

  @discardableResult
  func index(revisions: [String] = []) throws -> IndexReport {
    options.sources = [repository.path]
    options.revisions = revisions
    return try Indexer.run(options)
  }

  func open() throws -> Searcher { try Searcher.open(dataFolder: data.path, workerCount: 2) }

  /// `kind container.name path:line` of each hit, in order.
  func find(_ text: String, _ change: (inout SymbolQuery) -> Void = { _ in }) throws -> [String] {
    var query = SymbolQuery(parsing: text)
    change(&query)
    if query.match == .regex { (query.text, query.container) = (text, nil) }
    return try open().symbols(query).hits.map { hit in
      let name = (hit.containers + [hit.symbol.name]).joined(separator: ".")
      return "\(hit.symbol.kind) \(name) \(hit.placement.pathText):\(hit.symbol.line)"
    }
  }

  /// Names of the facts files of the data folder.
  var factsFiles: [String] {
    ((try? listFolder(data.path + "/segments")) ?? []).filter { $0.hasSuffix(".facts") }.sorted()
  }
}

private let swift = """
  struct Engine {
    let speed: Int
    func run() {}
    struct Part { func run() {} }
  }

  func run(_ engine: Engine) {}
  """

private let code: [(String, String)] = [
  ("src/Engine.swift", swift),
  ("src/engine.c", "static int depth;\n\nint Run(int a)\n{\n\treturn a;\n}\n\n#define RUN_MAX 3\n"),
  ("test/run_test.go", "package a\n\nfunc run() {}\n"),
  ("src/walk.cpp", "namespace n {\nclass Walker { void step(); };\n}\nvoid Walker::step() {\n}\n"),
  ("README.md", "# run\n\ntext\n"),
]

@Suite struct `Symbol look-ups` {
  @Test func `names are found without regard to case, best first`() throws {
    let bench = try SymbolBench(code)
    let report = try bench.index()
    #expect(report.warnings == [])
    #expect(report.symbols.files == 5)
    #expect(report.symbols.byLexer == 5)
    #expect(report.symbols.filesWithout == 0)
    #expect(
      try bench.find("run") == [
        "method Engine.run src/Engine.swift:3", "method Engine.Part.run src/Engine.swift:4",
        "function run src/Engine.swift:7", "function run test/run_test.go:3", "heading run README.md:1",
        "function Run src/engine.c:3",
      ])
    #expect(try bench.find("RUN") { $0.isCaseSensitive = true } == [])
    #expect(try bench.find("Run") { $0.isCaseSensitive = true } == ["function Run src/engine.c:3"])
  }

  @Test func `a container narrows`() throws {
    let bench = try SymbolBench(code)
    try bench.index()
    #expect(
      try bench.find("Engine.run") == ["method Engine.run src/Engine.swift:3"])
    #expect(try bench.find("engine::part::RUN") == ["method Engine.Part.run src/Engine.swift:4"])
    #expect(try bench.find("Walker::step").contains("function Walker.step src/walk.cpp:4"))
    #expect(try bench.find("Nothing.run") == [])
  }

  @Test func `beginnings, parts and expressions are found`() throws {
    let bench = try SymbolBench(code)
    try bench.index()
    #expect(try bench.find("ru") { $0.match = .prefix }.count == 7)
    #expect(try bench.find("un") { $0.match = .substring }.count == 7)
    #expect(
      try bench.find("^R.*[A-Z]$") {
        $0.match = .regex
        $0.isCaseSensitive = true
      } == ["macro RUN_MAX src/engine.c:8"])
    #expect(try bench.find("^$") { $0.match = .regex } == [])
    #expect(throws: SearchError.self) { try bench.find("(") { $0.match = .regex } }
  }

  @Test func `kinds, filters and what the caller may see narrow`() throws {
    let bench = try SymbolBench(code)
    try bench.index()
    #expect(try bench.find("run") { $0.kinds = [.heading] } == ["heading run README.md:1"])
    #expect(
      try bench.find("run") { $0.filter = try? Query(parsing: "lang:go") } == [
        "function run test/run_test.go:3"
      ])
    #expect(
      try bench.find("run") { $0.filter = try? Query(parsing: "file:README") } == ["heading run README.md:1"])
    #expect(
      try bench.find("run") { $0.filter = try? Query(parsing: "\"return a\"") } == [
        "function Run src/engine.c:3"
      ])
    #expect(try bench.find("run") { $0.scope = .repositories([]) } == [])
    #expect(try bench.open().symbolNames(prefix: "ru", limit: 9, scope: .repositories([])) == [])
  }

  @Test func `a limit leaves the count whole`() throws {
    let bench = try SymbolBench(code)
    try bench.index()
    var query = SymbolQuery("run")
    query.limit = 2
    let answer = try bench.open().symbols(query)
    #expect(answer.hits.count == 2)
    #expect(answer.total == 6)
    #expect(answer.isComplete)
    #expect(answer.hits[0].text == "func run() {}")
    #expect(answer.hits[0].symbol.column == 7)
    #expect(answer.hits[0].symbol.lines == 3...3)
  }

  @Test func `other revisions have their own symbols`() throws {
    let bench = try SymbolBench(code)
    try bench.repository.git(["tag", "v1"])
    try bench.add([("src/engine.c", "int Gone(int a)\n{\n\treturn a;\n}\n")])
    try bench.index(revisions: ["v1"])
    #expect(try bench.find("Run") { $0.isCaseSensitive = true } == [])
    let old = try bench.find("Run") {
      $0.isCaseSensitive = true
      $0.filter = try? Query(parsing: "rev:v1")
    }
    #expect(old == ["function Run src/engine.c:3"])
  }

  @Test func `completions and the symbols of a file`() throws {
    let bench = try SymbolBench(code)
    try bench.index()
    let searcher = try bench.open()
    #expect(searcher.symbolNames(prefix: "r", limit: 3).map(\.name) == ["run", "Run", "RUN_MAX"])
    #expect(searcher.symbolNames(prefix: "run", limit: 1).map(\.count) == [5])
    let name = try #require(searcher.repositories.first?.name)
    let symbols = try searcher.documentSymbols(
      repository: name, revision: nil, path: Array("src/Engine.swift".utf8))
    #expect(symbols.symbols.map(\.name) == ["Engine", "speed", "run", "Part", "run", "run"])
    #expect(symbols.symbols.map(\.parent) == [nil, 0, 0, 0, 3, nil])
    #expect(symbols.origin == .lexer)
    #expect(throws: SearchError.self) {
      try searcher.documentSymbols(repository: name, revision: nil, path: Array("nothing".utf8))
    }
  }
}

@Suite struct `Facts of an index` {
  @Test func `without symbols everything else works, and a later run finds them`() throws {
    let bench = try SymbolBench(code)
    bench.options.wantsSymbols = false
    let report = try bench.index()
    #expect(report.symbols.filesWithout == 5)
    #expect(bench.factsFiles == [])
    let answer = try bench.open().symbols(SymbolQuery("run"))
    #expect(answer.hits.isEmpty && !answer.isComplete && answer.notes.count == 1)
    bench.options.wantsSymbols = true
    #expect(try bench.index().symbols.filesWithout == 0)
    #expect(try bench.find("run").count == 6)
    // Nothing to do, nothing written.
    let before = bench.factsFiles
    try bench.index()
    #expect(bench.factsFiles == before)
  }

  @Test(arguments: ["cut", "flipped", "removed", "foreign"])
  func `a damaged facts file is named, left out and made anew`(_ damage: String) throws {
    let bench = try SymbolBench(code)
    try bench.index()
    let path = bench.data.path + "/segments/" + (try #require(bench.factsFiles.first))
    var bytes = try readFile(path, limit: 1 << 20)
    switch damage {
    case "cut": bytes.removeLast(bytes.count / 2)
    case "flipped": bytes[bytes.count / 2] ^= 0x10
    case "foreign": bytes = Array("nonsense".utf8)
    default: break
    }
    try removeFile(path)
    if damage != "removed" { try writeAtomically(bytes, to: path, durable: false) }
    let searcher = try bench.open()
    let found = try searcher.collect(SearchRequest(query: try Query(parsing: "run")))
    #expect(found.files.count == 4 && found.summary.limits.isEmpty)
    let report = try bench.index()
    #expect(report.warnings.contains { $0.contains("finding symbols anew") })
    #expect(try bench.find("run").count == 6)
    #expect(try bench.index().warnings == [])
  }

  @Test func `facts of an older program answer, and are made anew by the next run`() throws {
    let bench = try SymbolBench(code)
    try bench.index()
    let name = try #require(bench.factsFiles.first)
    let path = bench.data.path + "/segments/" + name
    let searcher = try bench.open()
    var meta = SegmentMeta()
    (meta.documentCount, meta.textLength) = (searcher.status.documents, searcher.status.textBytes)
    let builder = FactsBuilder(meta, hasGrammars: false, revision: FactsFormat.revision - 1)
    let old = Symbol(name: "older", kind: .function, start: 0, line: 1, column: 0, lines: 1...1)
    builder.add(DocumentFacts(state: .lexer, symbols: [old]), document: 0)
    let sink = CollectedBytes()
    try builder.finish(sink)
    try removeFile(path)
    try writeAtomically(sink.bytes, to: path, durable: false)
    #expect(try bench.find("older").count == 1)
    let report = try bench.index()
    #expect(report.warnings == [])
    #expect(!bench.factsFiles.contains(name))
    #expect(try bench.find("older").isEmpty)
    #expect(try bench.find("run").count == 6)
  }

  @Test func `merging segments keeps their facts`() throws {
    let bench = try SymbolBench(code)
    try bench.index()
    for number in 0..<8 {
      try bench.add([("more/f\(number).c", "int merged\(number)(void)\n{\n\treturn \(number);\n}\n")])
      try bench.index()
    }
    #expect(bench.factsFiles.count == (try bench.open().status.segments))
    #expect(try bench.find("merged") { $0.match = .prefix }.count == 8)
    #expect(try bench.find("run").count == 6)
  }

  @Test func `merged facts are copied, not made again`() throws {
    let bench = try SymbolBench(code)
    for number in 0..<6 {
      try bench.add([("more/f\(number).c", "int merged\(number)(void)\n{\n\treturn \(number);\n}\n")])
      try bench.index()
    }
    // The next run merges, and may only copy: what is new has no text.
    bench.options.wantsSymbols = false
    try bench.add([("more/last.bin", "\u{0}\u{1}\u{2}")])
    try bench.index()
    #expect(try bench.open().status.segments == 1)
    #expect(try bench.find("merged") { $0.match = .prefix }.count == 6)
  }
}

@Suite struct `Declarations in ranking` {
  private func bench() throws -> SymbolBench {
    // Far more files that mention the name, and stand better, than are looked at for the best.
    let mentions = (0..<260).map { ("a\($0).c", "int other\($0)(void)\n{\n\treturn schedule(\($0));\n}\n") }
    let declaring = ("deep/down/in/a/test/folder/core.c", "int schedule(int a)\n{\n\treturn a;\n}\n")
    let looking = ("deep/down/in/a/test/folder/looks.txt", "func schedule\n")
    let bench = try SymbolBench(mentions + [declaring, looking])
    return bench
  }

  @Test func `the file that declares a word comes first wherever it stands`() throws {
    let bench = try bench()
    bench.options.wantsSymbols = false
    try bench.index()
    let query = try Query(parsing: "schedule")
    let before = try bench.open().collect(SearchRequest(query: query))
    bench.options.wantsSymbols = true
    try bench.index()
    var request = SearchRequest(query: query)
    request.wantsScoreParts = true
    let after = try bench.open().collect(request)
    #expect(before.files.first?.placement.pathText != "deep/down/in/a/test/folder/core.c")
    let best = try #require(after.files.first)
    #expect(best.placement.pathText == "deep/down/in/a/test/folder/core.c")
    #expect(best.scoreParts.contains { $0.label == "declares it: function" })
    #expect(abs(best.scoreParts.reduce(0) { $0 + $1.value } - best.score) < 1e-9)
    // What merely looks like a declaration does not count where the symbols are known.
    #expect(
      !after.files.dropFirst().flatMap(\.scoreParts).contains { $0.label == "looks like the definition" })
  }

  @Test func `pages of results hold every file once`() throws {
    let bench = try bench()
    try bench.index()
    let searcher = try bench.open()
    var request = SearchRequest(query: try Query(parsing: "schedule"))
    var seen: [String] = []
    for _ in 0..<40 {
      let result = try searcher.collect(request)
      seen += result.files.map(\.placement.pathText)
      guard let next = result.summary.nextCursor else { break }
      request.cursor = next
    }
    #expect(Set(seen).count == seen.count)
    #expect(seen.count == 262)
  }

  @Test func `an explanation adds up to the score of the search`() throws {
    let bench = try bench()
    try bench.index()
    let searcher = try bench.open()
    let request = SearchRequest(query: try Query(parsing: "schedule"))
    let best = try #require(try searcher.collect(request).files.first)
    let explained = try searcher.explain(
      request, file: (best.placement.repository, best.placement.pathText))
    #expect("\(explained)".contains("declares it: function"))
  }
}
