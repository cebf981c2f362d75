import Containers
import Platform
import QueryEngine
import Search
import Testing

@Suite struct `Results that are symbols` {
  private let folder: TemporaryFolder
  private let data: TemporaryFolder
  private let searcher: Searcher

  init() throws {
    folder = try TemporaryFolder()
    data = try TemporaryFolder()
    try folder.write(
      "// parse everything\nstruct Parser {\n  func parse() {}\n  func next() { parse(\"parse\") }\n}\n",
      to: "src/Parser.swift")
    try folder.write("int parse(int a)\n{\n  return next(a); /* parse */\n}\n", to: "src/parse.c")
    try folder.write(
      "def parse(a):\n    return a # parse\n\nclass Reader:\n    def next(self):\n        pass\n",
      to: "read.py")
    try folder.write("parse and next are words\n", to: "notes.txt")
    for number in 0..<150 {
      try folder.write("int use\(number)(void)\n{\n  parse(1);\n}\n", to: "uses/u\(number).c")
    }
    try folder.write("class parse {};\n", to: "zz/test/deep/er/parse_test.cpp")
    var options = IndexOptions(dataFolder: data.path)
    options.sources = [folder.path]
    _ = try Indexer.run(options)
    searcher = try Searcher.open(dataFolder: data.path, workerCount: 2)
  }

  private func result(_ query: String) throws -> SearchResult {
    var request = SearchRequest(query: try Query(parsing: query))
    request.timeLimit = .seconds(60)
    return try searcher.collect(request)
  }

  private func symbols(_ query: String) throws -> [String] {
    try result(query).files.flatMap { file in
      file.symbols.map { "\(file.placement.pathText):\($0.line) \($0.kind.name) \($0.qualifiedName)" }
    }.sorted()
  }

  @Test func `are named with their kind, line and container`() throws {
    #expect(
      try symbols("type:symbol parse -file:uses -file:test") == [
        "read.py:1 function parse", "src/Parser.swift:2 struct Parser",
        "src/Parser.swift:3 method Parser.parse",
        "src/parse.c:1 function parse",
      ])
    #expect(try symbols("sym:Parser.next") == ["src/Parser.swift:4 method Parser.next"])
    #expect(try symbols("kind:class Reader") == ["read.py:4 class Reader"])
    #expect(try symbols("sym:nothing_like_it") == [])
  }

  @Test func `are counted by kind, exactly when nothing was cut`() throws {
    let all = try result("type:symbol (parse OR next OR use) count:all")
    let facet = try #require(all.summary.facets.first { $0.kind == .symbol })
    #expect(facet.isExact)
    #expect(
      Dictionary(uniqueKeysWithValues: facet.values.map { ($0.label, $0.count) })
        == ["function": 152, "method": 3, "struct": 1, "class": 1])
    for value in facet.values {
      let narrowed = Query.adding(value.filterText, to: "type:symbol (parse OR next OR use) count:all")
      #expect(try result(narrowed).summary.statistics.matches == value.count, "\(narrowed)")
    }
    let some = try result("type:symbol (parse OR next OR use) count:3")
    #expect(some.summary.facets.first { $0.kind == .symbol }?.isExact == false)
  }

  @Test(arguments: ["type:symbol /./ count:all", "type:symbol -next parse count:all", "(sym:/[a-z]+/ OR sym:use1) count:all"])
  func `that were not looked for in time are none, and that is said`(_ query: String) throws {
    var request = SearchRequest(query: try Query(parsing: query))
    #expect(try searcher.collect(request).summary.isComplete)
    request.timeLimit = .zero
    let summary = try searcher.collect(request).summary
    #expect(summary.limits.contains { if case .timeLimit = $0 { true } else { false } })
    #expect(summary.statistics.matches == 0)
    request.timeLimit = .seconds(60)
    var last: SearchSummary?
    try searcher.search(request, isCancelled: { true }) { if case .done(let summary) = $0 { last = summary } }
    #expect(last?.limits.contains(.cancelled) == true)
  }

  @Test func `around matches are given once`() throws {
    let found = try result("in:comment parse select:symbol")
    #expect(found.files.flatMap { $0.symbols.map(\.name) }.sorted() == ["parse", "parse"])
    #expect(found.summary.notes.contains { $0.contains("1 match is in no declaration") })
    #expect(found.summary.statistics.matches == 2)
  }

  @Test func `say what was left out and what is not known`() throws {
    let comments = try result("in:comment words")
    #expect(comments.files.isEmpty)
    #expect(comments.summary.notes.contains { $0.contains("1 in code") })
    #expect(comments.summary.notes.contains { $0.contains("1 file with matches in languages") })
    let explained = try searcher.explain(SearchRequest(query: Query(parsing: "in:string parse")))
    #expect(explained.description.contains("matches in comments were left out"))
    let verdict = try searcher.explain(
      SearchRequest(query: Query(parsing: "in:string parse")),
      file: (repository: searcher.repositories[0].name, path: "src/parse.c"))
    #expect(verdict.fileVerdict.contains { $0.contains("no  content has “parse” in string") })
  }

  @Test func `come with files that define the word, wherever they stand`() throws {
    // Two hundred files use the name; those that define it come first though others have a better standing.
    let found = try result("parse")
    #expect(!found.summary.isComplete)
    let first = found.files.prefix(5).map(\.placement.pathText)
    #expect(Set(first).isSuperset(of: ["src/parse.c", "src/Parser.swift", "read.py"]))
    #expect(found.files.contains { $0.placement.pathText == "zz/test/deep/er/parse_test.cpp" })
  }

  @Test func `do not depend on threads or pages`() throws {
    let whole = try symbols("type:symbol use count:all")
    #expect(whole.count == 150)
    var request = SearchRequest(query: try Query(parsing: "type:symbol use"))
    request.fileLimit = 20
    var paged: [String] = []
    for _ in 0..<20 {
      let page = try searcher.collect(request)
      paged += page.files.flatMap { file in
        file.symbols.map { "\(file.placement.pathText):\($0.line) \($0.kind.name) \($0.qualifiedName)" }
      }
      guard let next = page.summary.nextCursor else { break }
      request.cursor = next
    }
    #expect(paged.sorted() == whole)
  }
}
