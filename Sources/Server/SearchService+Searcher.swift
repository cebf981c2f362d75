package import Search

extension Searcher: SearchService {
  package func files(repository: String, revision: String?, limit: Int) throws -> [PlacementName] {
    try files(repository: repository, revision: revision, matching: nil, limit: limit)
  }
}
