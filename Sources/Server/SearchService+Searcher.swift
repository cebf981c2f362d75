import Containers
package import Search

extension Searcher: SearchService {
  /// See ``Searcher/answering(_:_:)``.
  package func answer<Value: Sendable>(
    _ request: SearchRequest, _ work: @escaping @Sendable (_ search: Searching) throws -> Value
  ) async throws -> Value {
    try await answering(request, work)
  }

  /// The trace of a query over everything; see ``Searcher/trace(_:scope:)``.
  package func trace(_ text: String) throws -> SearchTrace { try trace(text, scope: .everything) }

  /// Names that begin with `prefix`, over everything; see ``Searcher/symbolNames(prefix:limit:scope:)``.
  package func symbolSuggestions(prefix: String, limit: Int) -> [SymbolSuggestion] {
    symbolNames(prefix: prefix, limit: limit).map { name in
      var exact = SymbolQuery(name.name)
      exact.limit = 1
      // A name that cannot be looked up is suggested without its place.
      let best = (try? symbols(exact))?.hits.first
      return SymbolSuggestion(
        name: name.name, kind: name.kind.name, count: name.count, path: best?.placement.pathText)
    }
  }

  /// All paths of a repository; see ``Searcher/files(repository:revision:matching:limit:)``.
  package func files(repository: String, revision: String?, limit: Int) throws -> [PlacementName] {
    try files(repository: repository, revision: revision, matching: nil, limit: limit)
  }
}
