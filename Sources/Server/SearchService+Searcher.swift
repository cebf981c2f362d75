package import Search

extension Searcher: SearchService {
  /// All paths of a repository; see ``Searcher/files(repository:revision:matching:limit:)``.
  package func files(repository: String, revision: String?, limit: Int) throws -> [PlacementName] {
    try files(repository: repository, revision: revision, matching: nil, limit: limit)
  }
}
