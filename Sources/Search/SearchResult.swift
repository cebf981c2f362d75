package import Containers
package import QueryEngine
package import Syntax

/// One line of a file, matching or context.
package struct LineMatch: Sendable, Equatable {
  /// 1-based line number in the file.
  package var number: Int

  /// Offset of the line's first byte in the searched text (after conversion to UTF-8).
  package var byteOffset: Int

  /// The line without its terminator, cut to ``textLimit`` bytes around its first match.
  package var text: [UInt8]

  /// Bytes cut from the front of the line; `ranges` are relative to `text`.
  package var textStart: Int

  /// True when the line was longer than ``textLimit`` and `text` is only a part of it.
  package var isCut: Bool

  /// Matches within `text`, ascending, not overlapping. Empty for context lines.
  package var ranges: [Range<Int>]

  /// False for the lines around a match.
  package var isMatch: Bool

  /// Colours of `text`, ascending; empty unless asked for.
  package var spans: [TokenSpan] = []

  /// The matches of patterns of code that begin on this line.
  package var structures: [StructureResult] = []

  /// Bytes of one line that a result carries at most.
  package static let textLimit = 4096
}

/// A match of a pattern of code: a place that may span lines, and what the holes stand for in it.
package struct StructureResult: Sendable, Equatable {
  /// What one hole stands for.
  package struct Capture: Sendable, Equatable {
    /// The name of the hole, without `$`.
    package var name: String
    /// Its text, cut to ``textLimit`` bytes.
    package var text: [UInt8]
    /// Offsets in the searched text.
    package var range: Range<Int>
  }

  /// Offsets in the searched text.
  package var range: Range<Int>
  /// The lines it spans, 1-based.
  package var lines: ClosedRange<Int>
  /// In the order of the pattern.
  package var captures: [Capture]

  /// Bytes of a capture that a result carries at most.
  package static let textLimit = 512

  /// Lines of one match that a result carries at most.
  package static let linesMax = 12
}

/// A repository, revision and path at which a document is found.
package struct PlacementName: Sendable, Hashable {
  /// `host/owner/name`, or the folder's name for local sources.
  package var repository: String

  /// Branch or tag, as indexed; empty for a plain folder.
  package var revision: String

  /// True when `revision` is the repository's default branch (or the folder itself).
  package var isDefaultRevision: Bool

  /// The commit `revision` stood at when it was indexed; nil for a plain folder.
  package var commit: ObjectID?

  /// Path inside the repository, in raw bytes.
  package var path: [UInt8]

  /// The path for people: invalid UTF-8 shown as U+FFFD.
  package var pathText: String { String(decoding: path, as: UTF8.self) }
}

/// One term of a score, so that the parts add up to the whole.
package struct ScorePart: Sendable, Equatable {
  /// What it is for: "whole word", "file name", "standing: test file × 0.5".
  package var label: String

  /// The amount added to the score.
  package var value: Double
}

/// A declaration that is a result, or holds one.
package struct FoundSymbol: Sendable, Equatable {
  /// The name alone.
  package var name: String
  /// What is declared.
  package var kind: SymbolKind
  /// The names of what it is in, outermost first.
  package var containers: [String]
  /// The 1-based line of the name.
  package var line: Int
  /// Bytes of the name in the searched text.
  package var range: Range<Int>
  /// 1-based lines of the whole declaration.
  package var lines: ClosedRange<Int>

  /// A declaration of a name.
  package init(
    name: String, kind: SymbolKind, containers: [String] = [], line: Int, range: Range<Int>,
    lines: ClosedRange<Int>
  ) {
    self.name = name
    self.kind = kind
    self.containers = containers
    self.line = line
    self.range = range
    self.lines = lines
  }

  /// The name with what it is in: `Type.method`.
  package var qualifiedName: String { (containers + [name]).joined(separator: ".") }
}

/// A document that matched, with the best placement first.
package struct FileMatch: Sendable {
  /// Where it is.
  package var placement: PlacementName

  /// The same bytes elsewhere (forks, vendored copies, other revisions), at most ``copiesLimit`` of them.
  package var copies: [PlacementName]

  /// How many other placements satisfy the query, beyond those listed too.
  package var copyCount: Int

  /// Content id: the blob id git gives these bytes.
  package var blob: ObjectID

  /// The language by linguist's rules, when known.
  package var language: Language?

  /// Matches within the path, as byte ranges.
  package var pathRanges: [Range<Int>]

  /// Matching lines with their context, ascending by line.
  package var lines: [LineMatch]

  /// All matching lines of the file, returned or not.
  package var matchedLineCount: Int

  /// All matches of the file, returned or not.
  package var matchCount: Int

  /// Higher is better.
  package var score: Double

  /// How ``score`` came about; empty unless asked for.
  package var scoreParts: [ScorePart]

  /// The first declaration whose name is matched; nil unless colours were asked for.
  package var definition: OutlineItem?

  /// The symbols that ``lines`` show, in the order of the text; empty unless the query asks for symbols.
  package var symbols: [FoundSymbol] = []

  /// Copies named in one result at most.
  package static let copiesLimit = 20
}

/// Why an answer is not everything, or took a short cut. Each is shown to the reader with a way out.
package enum SearchLimit: Sendable, Equatable {
  /// More matches exist than were asked for. `count:all` lifts it.
  case matchLimit(shown: Int)
  /// The time limit ended the search. `timeout:` lifts it.
  case timeLimit(Duration)
  /// The caller went away.
  case cancelled
  /// It had taken this long when other searches needed its place.
  case busy(after: Duration)
  /// A segment could not be read and was left out, with the reason.
  case segmentFailed(name: String, reason: String)
  /// Files that hold the words of a pattern of code and were not read as code, with the reason.
  case notParsed(files: Int, reason: String)
}

/// Files that are known but not searchable, by reason.
package struct SkippedCount: Sendable, Equatable {
  /// In words: "binary", "larger than 32 MB".
  package var reason: String

  /// How many documents.
  package var documents: Int

  /// A count under its reason.
  package init(reason: String, documents: Int) {
    self.reason = reason
    self.documents = documents
  }
}

/// What the search did, in numbers measured while it ran.
package struct SearchStatistics: Sendable {
  /// Documents in the snapshot, searchable ones.
  package var documentsTotal = 0
  /// Bytes of searchable text in the snapshot.
  package var bytesTotal = 0
  /// Line blocks of all text in the snapshot.
  package var blocksTotal = 0
  /// Line blocks the index could not rule out.
  package var candidateBlocks = 0
  /// Documents that were opened and checked.
  package var documentsVerified = 0
  /// Bytes run through the matcher.
  package var bytesVerified = 0
  /// Documents parsed for patterns of code, and their bytes; documents whose answer was known.
  package var documentsParsed = 0
  package var bytesParsed = 0
  package var documentsKnown = 0
  /// Documents that satisfy the query (at least, when a limit was hit).
  package var matchedFiles = 0
  /// Matching lines (at least, when a limit was hit).
  package var matchedLines = 0
  /// Matches (at least, when a limit was hit).
  package var matches = 0
  /// Matches that `in:` and `ref:` left out (at least, when a limit was hit).
  package var leftOut = ZoneCounters()
  /// Files whose symbols the lexer had to find while searching.
  package var documentsOutlined = 0
  /// Repositories with at least one match.
  package var matchedRepositories = 0
  /// From request to first result, and to the end.
  package var firstResult: Duration?
  package var planning: Duration = .zero
  /// Of ``elapsed``: asking the index and checking text; then ranking and cutting out lines.
  package var searching: Duration = .zero
  package var building: Duration = .zero
  package var elapsed: Duration = .zero

  package init() {}
}

/// One value of a facet with the filter that narrows to it.
package struct FacetValue: Sendable, Equatable {
  /// The value in words.
  package var label: String
  /// Matching files with this value; of a kind of symbol, symbols.
  package var count: Int
  /// Text to add to the query, for example `lang:Swift`.
  package var filterText: String
}

/// A way to narrow the results.
package struct Facet: Sendable, Equatable {
  /// What the values are.
  package enum Kind: String, Sendable, CaseIterable { case type, repository, folder, language, symbol }

  /// What this facet narrows by.
  package var kind: Kind
  /// Most frequent first, at most ``valueLimit``.
  package var values: [FacetValue]
  /// False when a limit was hit and the counts are lower bounds.
  package var isExact: Bool

  /// Values listed at most.
  package static let valueLimit = 12
}

/// The end of an answer.
package struct SearchSummary: Sendable {
  package var statistics = SearchStatistics()
  package var limits: [SearchLimit] = []
  package var facets: [Facet] = []
  package var skipped: [SkippedCount] = []
  /// Notes that change what the reader should conclude, each with a fix: "fork:no left out 3 repositories".
  package var notes: [String] = []

  /// Where the next page begins; nil when there is none.
  package var nextCursor: SearchCursor?
  /// Results on the pages before this one.
  package var resultsBefore = 0
  /// True when the request's cursor was of another index or question: this is the first page then.
  package var isCursorStale = false

  /// True when every document in scope was considered.
  package var isComplete: Bool { limits.isEmpty }

  package init() {}
}

/// What a running search says, in order: any number of `files`, then one `done`.
package enum SearchEvent: Sendable {
  /// Files in rank order; sent once ranking among them is settled.
  case files([FileMatch])
  /// Running totals, at most every 50 ms.
  case progress(SearchStatistics)
  /// The end.
  case done(SearchSummary)
}

/// A complete answer, collected.
package struct SearchResult: Sendable {
  package var files: [FileMatch] = []
  package var summary = SearchSummary()

  package init() {}
}
