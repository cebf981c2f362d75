package import Platform
package import QueryEngine

/// Which repositories a caller may see. Applied to placements before anything is counted or shown.
package enum AccessScope: Sendable, Equatable {
  /// Every indexed repository: the local command line and a server without accounts.
  case everything
  /// Only repositories with these names.
  case repositories(Set<String>)

  /// Whether the scope includes the repository called `name`.
  package func includes(_ name: String) -> Bool {
    switch self {
    case .everything: true
    case .repositories(let names): names.contains(name)
    }
  }
}

/// One search: what to look for and when to stop.
package struct SearchRequest: Sendable {
  /// The parsed query. Its `count:` and `timeout:` override the limits below.
  package var query: Query

  /// Matching lines to return at most when the query has no `count:`.
  package var matchLimit = SearchRequest.defaultMatchLimit

  /// Files to return at most. The best files by score among those examined.
  package var fileLimit = SearchRequest.defaultFileLimit

  /// Lines of context before and after each matching line, 0 to 10.
  package var contextLines = 0

  /// Matching lines kept per file; more are counted but not returned.
  package var linesPerFile = 1000

  /// Separate places of a file to show at most, the best ones by ``FragmentChoice``; nil shows matches from the
  /// first one on.
  package var bestFragments: Int?

  /// Wall time after which the search stops and says so.
  package var timeLimit: Duration = .seconds(10)

  /// False leaves out file contents and only counts: `-c`, benchmarks, facets of exhaustive searches.
  package var wantsLines = true

  /// True records how each score came about (``FileMatch/scoreParts``).
  package var wantsScoreParts = false

  /// Time for colours and declarations of the files that are returned; files beyond it have none.
  package var syntaxTime: Duration = .zero

  /// Where an earlier page of the same search ended.
  package var cursor: SearchCursor?

  /// Ends the search early, with what it has found and ``SearchLimit/cancelled``.
  package var stop: CancellationFlag?

  /// What the caller may see.
  package var scope = AccessScope.everything

  /// Matching lines returned by default. UX.md and the query language call this the default `count:`.
  package static let defaultMatchLimit = 500

  /// Files returned by default; ranking looks at no more than a small multiple of this.
  package static let defaultFileLimit = 50

  /// A request for `query` with the default limits.
  package init(query: Query) {
    self.query = query
  }
}
