import QueryEngine
import Search

/// Indexes sources into a data folder of its own and searches them.
final class IndexBench {
  let data: TemporaryFolder
  var options: IndexOptions

  init() throws {
    data = try TemporaryFolder()
    options = IndexOptions(dataFolder: data.path)
  }

  @discardableResult
  func index(_ sources: [String] = [], revisions: [String] = []) throws -> IndexReport {
    options.sources = sources
    options.revisions = revisions
    return try Indexer.run(options)
  }

  func search(_ text: String) throws -> SearchResult {
    let searcher = try Searcher.open(dataFolder: data.path, workerCount: 2)
    return try searcher.collect(SearchRequest(query: try Query(parsing: text)))
  }

  /// `path:line` of every matching line, sorted.
  func lines(_ text: String) throws -> [String] {
    try search(text + " count:all").files.flatMap { file in
      file.lines.filter(\.isMatch).map { "\(file.placement.pathText):\($0.number)" }
    }.sorted()
  }
}
