import Platform
import QueryEngine
import Search
import Testing

@Suite struct `Pages of results` {
  private final class Library {
    let data: TemporaryFolder
    let searcher: Searcher

    /// Three folders, so that there are several places to stop in.
    init() throws {
      data = try TemporaryFolder()
      var options = IndexOptions(dataFolder: data.path)
      let folders = try (0..<3).map { number in
        let folder = try TemporaryFolder()
        for file in 0..<90 {
          let name = file % 40 == 7 ? "needle\(file).c" : "src/f\(file).c"
          try folder.write(String(repeating: "needle \(number) \(file)\n", count: 1 + file % 5), to: name)
        }
        try folder.write("nothing\n", to: "other.c")
        return folder
      }
      for folder in folders {
        options.sources.append(folder.path)
        _ = try Indexer.run(options)
      }
      searcher = try Searcher.open(dataFolder: data.path, workerCount: 2)
    }

    func request(_ text: String, files: Int) throws -> SearchRequest {
      var request = SearchRequest(query: try Query(parsing: text))
      request.fileLimit = files
      return request
    }

    /// All pages to the last, as they are read.
    func pages(_ text: String, files: Int) throws -> [[String]] {
      var request = try request(text, files: files)
      var pages: [[String]] = []
      repeat {
        let result = try searcher.collect(request)
        #expect(result.summary.resultsBefore == pages.joined().count)
        #expect(!result.summary.isCursorStale)
        pages.append(result.files.map { "\($0.placement.repository) \($0.placement.pathText)" })
        let cursor = result.summary.nextCursor
        // Through its text, as in an address.
        request.cursor = cursor?.text.flatMap { SearchCursor($0) }
        #expect(request.cursor == cursor)
      } while request.cursor != nil && pages.count < 300
      return pages
    }
  }

  @Test(arguments: ["needle", "needle sort:path", "/needle [02]/", "needle type:path", "needle OR nothing"])
  func `every result comes on one page`(_ query: String) throws {
    let library = try Library()
    let all = try library.searcher.collect(library.request(query + " count:all", files: 1)).files
    let expected = Set(all.map { "\($0.placement.repository) \($0.placement.pathText)" })
    for size in [1, 7, 50, 1000] {
      let pages = try library.pages(query, files: size)
      #expect(pages.joined().count == expected.count, "\(size) a page")
      #expect(Set(pages.joined()) == expected)
      #expect(pages.allSatisfy { $0.count <= size })
    }
  }

  @Test func `a sorted answer stays sorted over its pages`() throws {
    let paths = try Library().pages("needle sort:path", files: 13).joined()
    #expect(Array(paths) == paths.sorted())
  }

  @Test func `a cursor of another question or index is the first page and says so`() throws {
    let library = try Library()
    let cursor = try #require(
      library.searcher.collect(library.request("needle", files: 5)).summary.nextCursor)
    var other = try library.request("needle 1", files: 5)
    other.cursor = cursor
    #expect(try library.searcher.collect(other).summary.isCursorStale)
    var older = try library.request("needle", files: 5)
    older.cursor = cursor
    older.cursor?.generation += 1
    let result = try library.searcher.collect(older)
    #expect(result.summary.isCursorStale && result.summary.resultsBefore == 0 && result.files.count == 5)
  }

  @Test func `a forged cursor finds other results or none`() throws {
    let library = try Library()
    let text = try #require(
      library.searcher.collect(library.request("needle", files: 5)).summary.nextCursor?.text)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for place in 0..<text.count {
      for letter in ["A", "_", alphabet[place % 64]] {
        var forged = Array(text)
        forged[place] = letter
        var request = try library.request("needle", files: 5)
        request.cursor = SearchCursor(String(forged))
        #expect(try library.searcher.collect(request).files.count <= 5)
      }
    }
    for text in ["", "A", "AAAA", "!", "é", String(repeating: "_", count: 100_000)] {
      #expect(SearchCursor(text) == nil)
    }
  }

  @Test func `a search that is stopped keeps what it has`() throws {
    let library = try Library()
    var request = try library.request("needle", files: 50)
    let stop = CancellationFlag()
    stop.cancel()
    request.stop = stop
    let summary = try library.searcher.collect(request).summary
    #expect(summary.limits.contains(.cancelled) && summary.nextCursor == nil)
  }
}
