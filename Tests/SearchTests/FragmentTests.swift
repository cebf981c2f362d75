import Platform
import QueryEngine
import Search
import Testing

@Suite struct `Fragments of a file` {
  /// Lines of `text`, whose file is called `file`, that are shown for a query with two fragments.
  private func shown(_ query: String, in text: String, file: String = "a.py", context: Int = 0) throws -> [Int] {
    let folder = try TemporaryFolder()
    let data = try TemporaryFolder()
    try folder.write(text, to: file)
    var options = IndexOptions(dataFolder: data.path)
    options.sources = [folder.path]
    _ = try Indexer.run(options)
    let searcher = try Searcher.open(dataFolder: data.path, workerCount: 1)
    var request = SearchRequest(query: try Query(parsing: query))
    request.bestFragments = 2
    request.contextLines = context
    request.syntaxTime = .seconds(10)
    let found = try #require(try searcher.collect(request).files.first)
    #expect(found.matchCount >= found.lines.reduce(0) { $0 + $1.ranges.count })
    return found.lines.map(\.number)
  }

  private static let mentions = String(repeating: "# about parse and parsers\n\n\n\n\n", count: 8)

  @Test func `the definition is shown, wherever it stands`() throws {
    // 8 mentions on lines 1, 6, 11 …; the definition on line 41.
    #expect(try shown("parse", in: Self.mentions + "def parse(text):\n  return text\n") == [1, 41])
  }

  @Test func `a line with all terms goes before lines with one`() throws {
    let text = Self.mentions + "x = read(cache, parse)\n\n\n\n# cache\n"
    #expect(try shown("parse cache read", in: text) == [1, 41])
  }

  @Test func `whole words go before parts of words`() throws {
    let text = String(repeating: "parser()\n\n\n", count: 5) + "parse()\n\n\n\nreparse()\n\n\n\nparse()\n"
    #expect(try shown("parse", in: text) == [16, 24])
  }

  @Test func `matches beside a chosen line are marked with it`() throws {
    let text = Self.mentions + "# parse\ndef parse(text):\n  return parse(text)\n"
    #expect(try shown("parse", in: text, context: 1) == [1, 2, 40, 41, 42, 43])
  }

  @Test func `few matches are all shown`() throws {
    #expect(try shown("parse", in: "# parse\n\n\n\n\n# parse\n") == [1, 6])
  }

  @Test func `without a language the first lines are shown`() throws {
    let text = String(repeating: "parse\n\n", count: 9)
    #expect(try shown("parse", in: text, file: "notes") == [1, 3])
  }
}
