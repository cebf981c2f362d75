/// How a query is answered, as opposed to what it asks.
///
/// Each is set by a field of the same name, once, outside of groups.
package struct QuerySettings: Sendable, Equatable {
  /// `patterntype:`; how words were read. ``Query/root`` is resolved already and doesn't depend on it.
  package var patternType: PatternType = .keyword

  /// `case:`. Each ``Pattern`` holds the resolved answer.
  package var caseMode: CaseMode = .auto

  /// `word:yes`. Each ``Pattern`` holds it too.
  package var wholeWord = false

  /// `type:`.
  package var type: ResultType = .file

  /// `select:`; nil leaves results as they are.
  package var select: Select?

  /// `count:`.
  package var count: CountLimit = .default

  /// `timeout:`, 1 to ``timeoutMillisecondsMax``; nil leaves the default to the searcher.
  package var timeoutMilliseconds: Int?

  /// `sort:`.
  package var sort: SortOrder = .relevance

  /// The defaults.
  package init() {}

  /// The largest number `count:` takes; beyond it `count:all` is meant.
  package static let countMax = 1_000_000

  /// The longest `timeout:`: ten minutes. Longer questions belong to a job.
  package static let timeoutMillisecondsMax = 600_000
}

/// How the words of a query are read.
package enum PatternType: String, Sendable, CaseIterable {
  /// Words are literals, all of which must occur.
  case keyword
  /// Everything outside of filters is one literal.
  case literal
  /// Words are regexes, all of which must match.
  case regexp
  /// Everything outside of filters is one pattern of code.
  case structural

  /// Whether everything outside of filters is one text, kept as it is.
  var isVerbatim: Bool { self == .literal || self == .structural }
}

/// Whether case matters.
package enum CaseMode: String, Sendable, CaseIterable {
  /// Smart case: it matters to a pattern that has an upper-case letter.
  case auto
  case yes
  case no
}

/// What a result is.
package enum ResultType: String, Sendable, CaseIterable {
  /// Files with their matching lines; the default.
  case file
  /// Files whose path matches.
  case path
  /// Repositories.
  case repo
  /// Declarations; words are parts of their names.
  case symbol
}

/// What results are turned into, without duplicates.
package enum Select: String, Sendable, CaseIterable {
  case repo, file, path, dir
  /// The declarations that hold the matches.
  case symbol
}

/// How many matches are wanted.
package enum CountLimit: Sendable, Equatable {
  /// As many as the searcher shows when nothing is said.
  case `default`
  /// 1 to ``QuerySettings/countMax``.
  case limited(Int)
  /// Exhaustive.
  case all
}

/// The order of results.
package enum SortOrder: String, Sendable, CaseIterable {
  case relevance, path, recent
}
