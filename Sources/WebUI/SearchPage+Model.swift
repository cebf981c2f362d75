package import QueryEngine
package import Search

/// The results page `/search?q=`: one streamed document, put together from parts in the order they are known.
package enum SearchPage {
  /// What the address asks for.
  package struct Request: Sendable, Equatable {
    /// The query as typed.
    package var query: String
    /// Lines around each matching line, 0 to ``contextLimit``.
    package var contextLines = Request.defaultContextLines
    /// True shows every fragment of each file instead of the first ``fragmentLimit``.
    package var showsAllFragments = false
    /// How much of each result is shown.
    package var view = View.code
    /// What one result is, by the query's `type:` and `select:`.
    package var unit = Unit.file
    /// True when the address has a cursor: other results come before these.
    package var isContinued = false
    /// The search can be ended under this name while it runs; empty when it cannot.
    package var stopID = ""

    /// Whether each card is of one file.
    package var isAboutFiles: Bool { unit == .file || unit == .symbol }

    /// What one result is.
    package enum Unit: Sendable { case file, folder, repository, symbol }

    /// How much of each result is shown.
    package enum View: String, Sendable, CaseIterable {
      /// Matching lines.
      case code
      /// One line per file.
      case list
      /// Only exact totals.
      case count
    }

    /// One line each side, as UX.md §3 has it.
    package static let defaultContextLines = 1
    /// More context than this is a file page.
    package static let contextLimit = 10

    /// The page of `query` with everything else as usual.
    package init(query: String) {
      self.query = query
    }

    /// The address of the same page for another query, another view, another part of the answer.
    func address(
      of query: String, contextLines: Int? = nil, view: View? = nil, after: String? = nil
    ) -> String {
      let lines = contextLines ?? self.contextLines
      return Links.search(
        query, contextLines: lines == Request.defaultContextLines ? nil : lines,
        allFragments: showsAllFragments, view: view ?? self.view, after: after)
    }
  }

  /// Fragments of one file shown before "Show 14 more matches".
  package static let fragmentLimit = 3

  /// Lines of one file shown before that: neighbouring matches make one long fragment.
  package static let lineLimitPerCard = 20

  /// Bytes of one line shown; a longer line is cut around its first match.
  static let lineLimit = 400

  /// An index older than this is said to be, beside the results.
  package static let staleSeconds = 7 * 86_400

  /// Lines shown per file even when all fragments are asked for.
  package static let lineCountLimit = 2000
}

extension SearchPage {
  /// A file among the results, ready to be drawn.
  struct Card {
    var match: FileMatch
    /// Lines that follow one another, in groups; the context of a group is part of it.
    var fragments: [[LineMatch]]
    /// Matches within ``fragments``.
    var shownCount: Int
    /// Matches of the file that are not in ``fragments``.
    var hiddenCount: Int

    init(_ match: FileMatch, request: Request) {
      self.match = match
      var groups: [[LineMatch]] = []
      let limit = request.showsAllFragments ? SearchPage.lineCountLimit : SearchPage.lineLimitPerCard
      for line in match.lines.prefix(limit) {
        if let last = groups.last?.last, last.number + 1 == line.number {
          groups[groups.count - 1].append(line)
        } else {
          if !request.showsAllFragments, groups.count == SearchPage.fragmentLimit { break }
          groups.append([line])
        }
      }
      fragments = groups
      let shownLines = groups.joined().filter(\.isMatch)
      // A line cut to its first match has others that are not counted in its ranges; when every line is
      // there, nothing is hidden.
      let isComplete = shownLines.count >= match.matchedLineCount
      shownCount = isComplete ? match.matchCount : shownLines.reduce(0) { $0 + $1.ranges.count }
      hiddenCount = max(0, match.matchCount - shownCount)
    }
  }

  /// What is said above the results once the search has ended.
  package struct Outcome: Sendable {
    /// The request that was answered.
    package var request: Request
    /// Totals, limits, facets and what was left out.
    package var summary: SearchSummary
    /// Files drawn on the page.
    package var shownFiles: Int
    /// True when the page met its own size limit before the search met its.
    package var isPageFull = false
    /// True when the counts are of all results, beyond those that were looked at to choose the best.
    package var isCounted = false
    /// How the parts of a query without results did, and what would find something.
    package var advice: Advice?
    /// Repositories in the index, and those of them that were indexed longest ago, beyond ``staleSeconds``.
    package var repositoryCount = 0
    package var staleRepositories: [(name: String, indexedAt: Int)] = []

    /// An outcome without advice.
    package init(request: Request, summary: SearchSummary, shownFiles: Int, isPageFull: Bool = false) {
      self.request = request
      self.summary = summary
      self.shownFiles = shownFiles
      self.isPageFull = isPageFull
    }
  }

  /// Help for a search that found nothing, measured by running the parts.
  package struct Advice: Sendable {
    /// One term of the query on its own, within the same filters.
    package struct Term: Sendable {
      /// As typed.
      package var text: String
      /// Files it is found in.
      package var files: Int
      /// False when counting stopped early.
      package var isExact: Bool

      /// A term and its count.
      package init(text: String, files: Int, isExact: Bool) {
        self.text = text
        self.files = files
        self.isExact = isExact
      }
    }

    /// A changed query that is known to find something.
    package struct Fix: Sendable {
      /// What is changed, as an instruction: "Ignore case".
      package var label: String
      /// The whole changed query.
      package var query: String
      /// Files it finds.
      package var files: Int
      /// False when counting stopped early.
      package var isExact: Bool

      /// A fix and what it finds.
      package init(label: String, query: String, files: Int, isExact: Bool) {
        self.label = label
        self.query = query
        self.files = files
        self.isExact = isExact
      }
    }

    /// In the order of the query.
    package var terms: [Term]
    /// At most three.
    package var fixes: [Fix]

    /// Advice made of measured parts.
    package init(terms: [Term], fixes: [Fix]) {
      self.terms = terms
      self.fixes = fixes
    }
  }

  /// A query that could not be understood.
  package struct Fault: Sendable {
    /// As typed.
    package var query: String
    /// UTF-8 offsets of the fault in `query`; nil when it has no place.
    package var range: Range<Int>?
    /// What is wrong.
    package var reason: String
    /// What to do.
    package var suggestion: String?

    /// A fault with its place.
    package init(query: String, range: Range<Int>?, reason: String, suggestion: String?) {
      self.query = query
      self.range = range
      self.reason = reason
      self.suggestion = suggestion
    }

    /// The parser's fault about `query`.
    package init(query: String, error: QueryError) {
      self.init(query: query, range: error.range, reason: error.description, suggestion: error.suggestion)
    }
  }
}
