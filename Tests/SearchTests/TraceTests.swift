import Foundation
import Platform
import QueryEngine
import RegexEngine
import Search
import SearchIndex
import Testing

@Suite struct `Traces` {
  private static let words = [
    "pool", "event", "loop", "Poodle", "threads", "needle", "haystack", "func", "naïve",
  ]

  /// A searcher over forty files of a few blocks each, whose words follow a fixed pattern.
  private static func searcher(_ folder: TemporaryFolder, _ data: TemporaryFolder) throws -> Searcher {
    for file in 0..<40 {
      var text = ""
      for line in 0..<400 {
        text += "line \(line) of \(words[(file * 7 + line) % words.count]) \(words[(file + line / 50) % 5])\n"
      }
      if file % 10 == 3 { text += "func makePool() {}\n" }
      try folder.write(text, to: "src/file\(file).swift")
    }
    var options = IndexOptions(dataFolder: data.path)
    options.sources = [folder.path]
    _ = try Indexer.run(options)
    return try Searcher.open(dataFolder: data.path, workerCount: 2)
  }

  private let folder: TemporaryFolder
  private let data: TemporaryFolder
  private let searcher: Searcher

  init() throws {
    folder = try TemporaryFolder()
    data = try TemporaryFolder()
    searcher = try Self.searcher(folder, data)
  }

  private func trace(_ query: String) throws -> SearchTrace { try searcher.trace(query, scope: .everything) }

  private static let queries = [
    "pool", "Pool", "event loop", "/func \\w+Pool\\(/", "/p[aeo]+l/", "(pool OR needle) -file:file1", "zzz",
    "/\\w+/", "of",
    "naïve", "/[a-z]{3}le/", "lang:swift", "content:needle case:yes", "/loop\\nline/", "word:yes event", "",
    "/line \\d+ of (pool|loop)/ threads",
  ]

  @Test(arguments: queries)
  func `conditions leave fewer and fewer blocks, and candidates are counted`(_ query: String) throws {
    let trace = try trace(query)
    for term in trace.terms {
      let left = term.conditions.filter(\.isUsed).map(\.left)
      #expect(left == left.sorted(by: >))
      #expect(term.segments.reduce(0) { $0 + $1.blocks } == trace.blockCount)
      let segment = term.segments[term.segment]
      #expect(segment.candidates <= segment.blocks)
      #expect(term.counts.walked == segment.blocks)
      #expect(term.counts.candidates == segment.candidates)
      if let last = left.last { #expect(last == segment.candidates) }
      for condition in term.conditions {
        if let list = condition.list {
          #expect(list.blocks == condition.blocks)
          #expect(condition.left <= list.blocks || !condition.isUsed)
        }
      }
    }
  }

  @Test(arguments: queries)
  func `cells say what became of their blocks`(_ query: String) throws {
    let trace = try trace(query)
    for term in trace.terms where !term.crossesLines {
      let segment = term.segments[term.segment]
      #expect(term.cells.count == min(segment.blocks, SearchTrace.cellsMax))
      let used = term.conditions.count { $0.isUsed }
      for cell in term.cells {
        #expect(cell.placement != nil && cell.firstLine >= 1 && cell.lineCount >= 1)
        if case .missing(let number) = cell.verdict { #expect(number < used) }
      }
      // All blocks are drawn here, so the grid has exactly the blocks of the matching lines.
      guard segment.blocks <= SearchTrace.cellsMax, term.text.allSatisfy({ $0.isLetter }) else { continue }
      let options =
        query.contains("case:yes") || term.text.contains { $0.isUppercase }
        ? [] : [String.CompareOptions.caseInsensitive]
      var wanted = Set<String>()
      for cell in term.cells {
        let path = try #require(cell.placement?.pathText)
        let text = try String(contentsOfFile: folder.path + "/" + path, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let block = lines.dropFirst(cell.firstLine - 1).prefix(cell.lineCount).joined(separator: "\n")
        let isWord = query.contains("word:yes")
        if isWord { continue }
        let holds = block.range(of: term.text, options: options.first ?? []) != nil
        let isMatch = [SearchTrace.Cell.Verdict.result, .match, .otherCondition].contains(cell.verdict)
        #expect(holds == isMatch, "\(path) \(cell.firstLine)")
        wanted.insert(path)
      }
    }
  }

  @Test func `the numbers are those of the search`() throws {
    let result = try searcher.collect(SearchRequest(query: try Query(parsing: "needle")))
    let trace = try trace("needle")
    #expect(trace.statistics.matches == result.summary.statistics.matches)
    #expect(trace.statistics.candidateBlocks == result.summary.statistics.candidateBlocks)
    #expect(trace.files.map(\.placement) == result.files.prefix(SearchTrace.filesMax).map(\.placement))
    for file in trace.files {
      #expect(abs(file.scoreParts.reduce(0) { $0 + $1.value } - file.score) < 1e-9)
    }
  }

  @Test(arguments: ["pool", "/p[aeo]+l/", "/(foo|pool)s?/", "/\\w+e/", "naïve"])
  func `all machines find the same in the race`(_ query: String) throws {
    let trace = try trace(query)
    let race = try #require(trace.terms.first?.race)
    #expect(race.bytes > 0 && race.matches > 0)
    #expect(race.facts.stateCount > 0)
    #expect(race.facts.steps.contains { $0.contains { $0 != .unknown } })
    for steps in race.facts.steps {
      for step in steps {
        if case .state(let number, _) = step { #expect(number < race.facts.stateCount) }
      }
    }
  }

  @Test func `lists are measured as they are stored`() throws {
    let trace = try trace("haystack")
    let lists = try #require(trace.terms.first).conditions.compactMap(\.list)
    #expect(!lists.isEmpty)
    for list in lists {
      switch list.shape {
      case .empty: #expect(list.blocks == 0 && list.bytes == 0)
      case .single: #expect(list.blocks == 1 && list.bytes == 0)
      case .bitmap: #expect(list.bytes == (trace.blockCount + 63) / 64 * 8)
      case .chunks:
        let chunk = try #require(list.firstChunk)
        #expect(chunk.postings == chunk.postings.sorted())
        #expect(chunk.postings.count == min(list.blocks, 128))
      }
    }
  }

  @Test func `a query that cannot be read is an error with its place`() {
    #expect(throws: SearchError.self) { try trace("a (b") }
    #expect(throws: SearchError.self) { try trace("/a(/") }
  }

  @Test func `the layout adds up`() throws {
    let layout = searcher.layout
    #expect(layout.generation == 2)
    #expect(layout.segments.reduce(0) { $0 + $1.liveDocuments } == 40)
    #expect(layout.standings.reduce(0, +) == 40)
    #expect(layout.segments.reduce(0) { $0 + $1.textBytes } == searcher.status.textBytes)
    for segment in layout.segments {
      #expect(segment.sections.contains { $0.name == "TEXT" && $0.bytes == segment.textBytes })
    }
  }
}
