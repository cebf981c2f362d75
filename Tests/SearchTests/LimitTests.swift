import Platform
import QueryEngine
import Search
import Synchronization
import TestSupport
import Testing

/// What an answer says of itself, compared with plain scans of random files.
@Suite struct `Answers within limits` {
  /// Files of random words, in folders, languages and sizes; some are copies of others.
  private final class Corpus {
    static let words = ["alpha", "beta", "gamma", "delta", "needle", "Needle", "value", "return", "size_t"]

    let folder: TemporaryFolder
    let data: TemporaryFolder
    let searcher: Searcher
    private(set) var texts: [String: String] = [:]

    init(seed: UInt64, files: Int) throws {
      folder = try TemporaryFolder()
      data = try TemporaryFolder()
      var random = SeededGenerator(seed: seed)
      var known: [String] = []
      for number in 0..<files {
        let suffix = ["c", "py", "swift", "md", "txt"].randomElement(using: &random)!
        let folderName = ["src", "src/deep", "lib", "docs", "test"].randomElement(using: &random)!
        var text = ""
        for _ in 0..<Int.random(in: 1...40, using: &random) {
          let line = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            Self.words.randomElement(using: &random)!
          }
          text += line.joined(separator: " ") + "\n"
        }
        // One blob at several paths is one result.
        if number % 11 == 10, let copied = known.randomElement(using: &random) { text = copied }
        known.append(text)
        texts["\(folderName)/f\(number).\(suffix)"] = text
        try folder.write(text, to: "\(folderName)/f\(number).\(suffix)")
      }
      var options = IndexOptions(dataFolder: data.path)
      options.sources = [folder.path]
      options.wantsSymbols = false
      _ = try Indexer.run(options)
      searcher = try Searcher.open(dataFolder: data.path, workerCount: 2)
    }

    /// Lines that hold `word` in the file at `path`.
    func lines(of word: String, at path: String) -> Int {
      texts[path, default: ""].split(separator: "\n").count { $0.contains(word) }
    }

    /// Matching lines of each different text.
    func lines(of word: String) -> [String: Int] {
      var counts: [String: Int] = [:]
      for text in texts.values {
        let count = text.split(separator: "\n").count { $0.contains(word) }
        if count > 0 { counts[text] = count }
      }
      return counts
    }

    /// Without a limit of time that a slow machine could meet.
    func request(_ text: String) throws -> SearchRequest {
      var request = SearchRequest(query: try Query(parsing: text))
      request.timeLimit = .seconds(600)
      return request
    }
  }

  private static func count(_ facet: Facet) -> [String: Int] {
    Dictionary(facet.values.map { ($0.label, $0.count) }) { first, _ in first }
  }

  /// What holds for every answer `some` to a question whose full answer is `all`.
  private func compare(_ some: SearchResult, _ all: SearchSummary, _ corpus: Corpus, word: String?) {
    let (numbers, full) = (some.summary.statistics, all.statistics)
    #expect(numbers.matchedFiles <= full.matchedFiles)
    #expect(numbers.matchedLines <= full.matchedLines)
    #expect(numbers.matches <= full.matches)
    if some.summary.isComplete {
      #expect(numbers.matchedFiles == full.matchedFiles)
      #expect(numbers.matchedLines == full.matchedLines)
      #expect(numbers.matches == full.matches)
    } else {
      #expect(!some.summary.limits.isEmpty)
    }
    for facet in some.summary.facets {
      #expect(facet.isExact == some.summary.isComplete, "\(facet.kind)")
      guard let other = all.facets.first(where: { $0.kind == facet.kind }) else {
        Issue.record("a facet \(facet.kind) that the full answer does not have")
        continue
      }
      let counts = Self.count(other)
      for value in facet.values {
        let most = counts[value.label, default: 0]
        #expect(facet.isExact ? value.count == most : value.count <= most, "\(facet.kind) \(value.label)")
      }
    }
    let paths = some.files.map(\.placement.pathText)
    #expect(Set(paths).count == paths.count, "a file twice")
    guard let word else { return }
    for file in some.files where !file.lines.isEmpty {
      #expect(
        file.matchedLineCount == corpus.lines(of: word, at: file.placement.pathText),
        "\(file.placement.pathText)")
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `counts and facets are exact, or lower bounds that say so`(_ seed: UInt64) throws {
    let corpus = try Corpus(seed: seed, files: 160)
    var random = SeededGenerator(seed: seed &+ 100)
    for word in ["needle", "Needle", "size_t", "alpha", "retur"] {
      for query in [
        "\(word) case:yes", "\(word) case:yes lang:c", "\(word) case:yes file:src/",
        "\(word) case:yes OR zzz",
      ] {
        let all = try corpus.searcher.collect(corpus.request(query + " count:all")).summary
        #expect(all.isComplete)
        if !query.contains("lang:"), !query.contains("file:") {
          let expected = corpus.lines(of: word)
          #expect(all.statistics.matchedFiles == expected.count)
          #expect(all.statistics.matchedLines == expected.values.reduce(0, +))
        }
        for _ in 0..<12 {
          var request = try corpus.request(query)
          request.fileLimit = Int.random(in: 1...60, using: &random)
          request.matchLimit = Int.random(in: 1...400, using: &random)
          request.linesPerFile = [1, 5, 1000].randomElement(using: &random)!
          request.wantsLines = Bool.random(using: &random)
          if Int.random(in: 0..<4, using: &random) == 0 {
            request.timeLimit = .nanoseconds(Int.random(in: 0...2_000_000, using: &random))
          }
          if Int.random(in: 0..<6, using: &random) == 0 {
            request.query = try Query(parsing: "\(query) count:\(Int.random(in: 1...90, using: &random))")
          }
          compare(try corpus.searcher.collect(request), all, corpus, word: request.wantsLines ? word : nil)
        }
      }
    }
  }

  @Test(arguments: [10, 11] as [UInt64])
  func `a search in slices finds what one in one piece does`(_ seed: UInt64) throws {
    let corpus = try Corpus(seed: seed, files: 400)
    var pace = SearchPace()
    (pace.quick, pace.slice) = (0, 0)
    let sliced = try Searcher.open(dataFolder: corpus.data.path, workerCount: 2, pace: pace)
    var random = SeededGenerator(seed: seed)
    let queries = [
      "needle", "/[a-z]+e/", "/[a-z]/ count:all", "alpha OR beta", "value sort:path", "return -gamma",
      "retur file:src/",
      "/e.*e/ count:70", "delta count:all", "size_t case:yes",
    ]
    for query in queries {
      for _ in 0..<4 {
        var request = try corpus.request(query)
        request.fileLimit = Int.random(in: 1...120, using: &random)
        request.matchLimit = Int.random(in: 1...600, using: &random)
        request.wantsLines = Bool.random(using: &random)
        for _ in 0..<3 {
          let (one, other) = (try corpus.searcher.collect(request), try sliced.collect(request))
          #expect(one.files.map(\.placement) == other.files.map(\.placement), "\(query)")
          #expect(one.files.map(\.score) == other.files.map(\.score))
          #expect(one.summary.limits == other.summary.limits)
          #expect(one.summary.nextCursor == other.summary.nextCursor)
          #expect(one.summary.statistics.matches == other.summary.statistics.matches)
          #expect(one.summary.statistics.matchedFiles == other.summary.statistics.matchedFiles)
          #expect(one.summary.facets.map(Self.count) == other.summary.facets.map(Self.count))
          request.cursor = one.summary.nextCursor
        }
      }
    }
  }

  @Test func `one long search more than there is room for ends the one that began first`() throws {
    let corpus = try Corpus(seed: 12, files: 400)
    var pace = SearchPace()
    (pace.quick, pace.slice, pace.longMax, pace.tenure) = (0, 0, 1, 0)
    let searcher = try Searcher.open(dataFolder: corpus.data.path, workerCount: 2, pace: pace)
    // The second one runs while the first one has not ended: in the middle of its events.
    var request = try corpus.request("/[a-z]/ count:all")
    request.wantsLines = true
    let looks = Counter(3)
    let second = Mutex<SearchSummary?>(nil)
    let other = try corpus.request("/[a-z]/ count:all")
    var first = SearchResult()
    try searcher.search(
      request,
      isCancelled: {
        guard looks.isSpent, second.withLock({ $0 == nil }) else { return false }
        second.withLock { $0 = SearchSummary() }
        // On a thread of its own, as the pool's threads are asked.
        let done = (try? searcher.collect(other))?.summary
        second.withLock { $0 = done }
        return false
      },
      onEvent: { if case .done(let summary) = $0 { first.summary = summary } })
    #expect(second.withLock { $0 }?.isComplete == true)
    #expect(first.summary.limits.contains { if case .busy = $0 { true } else { false } })
    #expect(first.summary.facets.allSatisfy { !$0.isExact })
  }

  @Test(arguments: ["needle", "/n[a-z]+e/ -beta", "alpha OR size_t", "value file:src", "return select:file"])
  func `an order by path shows what one by relevance shows`(_ query: String) throws {
    let corpus = try Corpus(seed: 13, files: 200)
    func shown(_ text: String) throws -> [String: [LineMatch]] {
      var request = try corpus.request(text)
      (request.fileLimit, request.matchLimit, request.linesPerFile) = (1000, 100_000, 7)
      let result = try corpus.searcher.collect(request)
      #expect(result.summary.isComplete)
      if text.contains("sort:path") {
        let paths = result.files.map(\.placement.path)
        #expect(paths == paths.sorted { $0.lexicographicallyPrecedes($1) })
      }
      return Dictionary(uniqueKeysWithValues: result.files.map { ($0.placement.pathText, $0.lines) })
    }
    let byRelevance = try shown(query + " count:all")
    #expect(!byRelevance.isEmpty)
    #expect(try shown(query + " sort:path") == byRelevance)
    #expect(try shown(query + " sort:path count:all") == byRelevance)
  }

  @Test func `a search that is stopped at any moment states lower bounds`() throws {
    let corpus = try Corpus(seed: 9, files: 300)
    let all = try corpus.searcher.collect(corpus.request("/[a-z]/ count:all")).summary
    for looks in 0..<12 {
      let left = Counter(looks)
      var some = SearchResult()
      try corpus.searcher.search(corpus.request("/[a-z]/ count:all"), isCancelled: { left.isSpent }) {
        event in
        switch event {
        case .files(let files): some.files += files
        case .progress(let numbers): #expect(numbers.matchedFiles <= all.statistics.matchedFiles)
        case .done(let summary): some.summary = summary
        }
      }
      compare(some, all, corpus, word: nil)
    }
  }

  @Test(arguments: [5, 6] as [UInt64])
  func `the filter of a facet's value finds as many files as it counts`(_ seed: UInt64) throws {
    let corpus = try Corpus(seed: seed, files: 120)
    let all = try corpus.searcher.collect(corpus.request("needle count:all")).summary
    for value in all.facets.flatMap(\.values) {
      let narrowed = try corpus.searcher.collect(corpus.request("needle count:all \(value.filterText)"))
        .summary
      #expect(narrowed.statistics.matchedFiles == value.count, "\(value.filterText)")
    }
  }

  @Test(arguments: [7, 8] as [UInt64])
  func `the parts of a score add up to it, for every result`(_ seed: UInt64) throws {
    let corpus = try Corpus(seed: seed, files: 120)
    var random = SeededGenerator(seed: seed)
    var checked = 0
    for _ in 0..<80 {
      let words = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Corpus.words.randomElement(using: &random)!
      }
      let form = Int.random(in: 0..<6, using: &random)
      let text =
        switch form {
        case 0: words.joined(separator: " ")
        case 1: words.joined(separator: " OR ")
        case 2: "/\(words[0])[a-z_]*/"
        case 3: "\(words[0]) -\(words.last!)x"
        case 4: "\(words[0]) file:f1"
        default: "\"\(words.joined(separator: " "))\" case:yes"
        }
      var request = try corpus.request(text)
      request.wantsScoreParts = true
      request.fileLimit = 1000
      for file in try corpus.searcher.collect(request).files {
        let sum = file.scoreParts.reduce(0) { $0 + $1.value }
        #expect(
          abs(sum - file.score) <= 1e-9 * max(1, abs(file.score)), "\(text): \(file.placement.pathText)")
        #expect(!file.scoreParts.isEmpty)
        checked += 1
      }
    }
    #expect(checked > 500)
  }
}

/// Spent after it was asked a number of times.
private final class Counter: Sendable {
  private let left: Atomic<Int>

  init(_ count: Int) { left = Atomic(count) }

  var isSpent: Bool { left.subtract(1, ordering: .relaxed).newValue < 0 }
}
