import Containers
import QueryEngine
import RegexEngine

/// Questions whose answers are repositories.
enum RepositoryFilter {
  /// The repositories for which a `repo.has:` predicate holds, found by a search of its own.
  static func repositories(
    _ predicate: CompiledQuery.Predicate, _ request: SearchRequest, searcher: Searcher,
    snapshot: IndexSnapshot, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Set<Int> {
    let regex: Regex
    let scope: Pattern.Scope
    switch predicate {
    case .repositoryHasPath(let path): (regex, scope) = (path, .path)
    case .repositoryHasContent(let content): (regex, scope) = (content, .content)
    default: return []
    }
    var settings = QuerySettings()
    settings.count = .all
    settings.timeoutMilliseconds = request.query.settings.timeoutMilliseconds
    let pattern = Pattern(kind: .regex, text: regex.pattern, scope: scope, caseSensitive: false)
    var inner = SearchRequest(query: Query(root: .pattern(pattern), settings: settings))
    inner.wantsLines = false
    inner.scope = request.scope
    inner.timeLimit = request.timeLimit
    let run = try SearchRun(inner, snapshot: snapshot, searcher: searcher, isCancelled: isCancelled)
    try run.run { _ in }
    // Out of time, the search that this is for is too, and says so; out of place, it would be short of repositories.
    if run.summary.limits.contains(where: { if case .busy = $0 { true } else { false } }) {
      throw SearchError(
        .busy, subject: "search", reason: "too many long searches run to find the repositories it is for",
        fix: "Try again in a moment.")
    }
    return Set(run.repositoriesFound)
  }

  /// Repositories in an answer, unless the query says `count:`. Ten thousand would be a page of a megabyte.
  private static let repositoriesMax = 1000

  /// `type:repo`: the repositories whose names satisfy the query's patterns and predicates.
  static func files(
    _ query: CompiledQuery, _ scope: QueryScope, _ limits: inout [SearchLimit]
  ) -> [FileMatch] {
    let limit =
      switch query.settings.count {
      case .default: repositoriesMax
      case .limited(let count): count
      case .all: Int.max
      }
    var files: [FileMatch] = []
    for (index, repository) in scope.snapshot.repositories.enumerated() where scope.isVisible[index] {
      guard holds(query.root, query, scope, index) else { continue }
      guard files.count < limit else {
        limits.append(.matchLimit(shown: limit))
        break
      }
      let revision = repository.revisions.first
      files.append(
        FileMatch(
          placement: PlacementName(
            repository: repository.name, revision: revision?.name ?? "", isDefaultRevision: true,
            commit: revision?.commit, path: []),
          copies: [], copyCount: 0, blob: RepositoryFilter.noBlob, language: nil, pathRanges: [], lines: [],
          matchedLineCount: 0,
          matchCount: 0, score: 0, scoreParts: []))
    }
    return files
  }

  /// Stands for the content of a repository, which has no id.
  private static let noBlob = [UInt8](repeating: 0, count: 20).withUnsafeBytes { ObjectID(bytes: $0) }!  // 20 bytes fit.

  private static func holds(
    _ node: CompiledQuery.Node, _ query: CompiledQuery, _ scope: QueryScope, _ repository: Int
  ) -> Bool {
    switch node {
    case .everything: return true
    case .and(let parts): return parts.allSatisfy { holds($0, query, scope, repository) }
    case .or(let parts): return parts.contains { holds($0, query, scope, repository) }
    case .not(let part): return !holds(part, query, scope, repository)
    case .content(let atom) where query.contentAtoms[atom].emits != nil: return false
    case .content(let atom): return matches(query.contentAtoms[atom].regex, scope, repository)
    case .symbol: return false
    case .path(let atom): return matches(query.pathAtoms[atom].regex, scope, repository)
    case .predicate(let index):
      let answers = scope.repositoryHolds[index]
      return answers.isEmpty ? false : answers[repository]
    }
  }

  private static func matches(_ regex: Regex, _ scope: QueryScope, _ repository: Int) -> Bool {
    var name = scope.snapshot.repositories[repository].name
    return name.withUTF8 {
      regex.makeMatcher().hasMatch(in: UnsafeRawBufferPointer($0), range: 0..<$0.count)
    }
  }
}
