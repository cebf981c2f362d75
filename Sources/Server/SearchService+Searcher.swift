package import Search

extension Searcher: SearchService {
  /// The trace of a query over everything; see ``Searcher/trace(_:scope:)``.
  package func trace(_ text: String) throws -> SearchTrace { try trace(text, scope: .everything) }

  /// All paths of a repository; see ``Searcher/files(repository:revision:matching:limit:)``.
  package func files(repository: String, revision: String?, limit: Int) throws -> [PlacementName] {
    try files(repository: repository, revision: revision, matching: nil, limit: limit)
  }
}
