package import QueryEngine
package import RegexEngine
package import SearchIndex

/// Everything the figures of the essays are drawn from: one query followed through the index, in numbers and files
/// that were there when it ran.
package struct SearchTrace: Sendable {
  /// A piece of the query's text.
  package struct Token: Sendable, Equatable {
    package var kind: QueryToken.Kind
    package var text: String
    /// UTF-8 offsets in the query.
    package var range: Range<Int>
  }

  /// A line of the query as a tree.
  package struct TreeLine: Sendable, Equatable {
    /// 0 for the whole.
    package var depth: Int
    package var text: String
  }

  /// A step and what it took.
  package struct Stage: Sendable, Equatable {
    package var name: String
    package var time: Duration
  }

  /// The query as typed.
  package var query: String
  package var tokens: [Token]
  package var tree: [TreeLine]
  /// The texts looked for in files, at most ``termsMax``.
  package var terms: [Term]
  /// Texts of the query that were left out of ``terms``.
  package var termsLeftOut: Int
  /// Parsing, compiling, searching: measured one after the other.
  package var stages: [Stage]
  /// Of the search itself.
  package var statistics: SearchStatistics
  package var limits: [SearchLimit]
  /// Line blocks of all segments.
  package var blockCount: Int
  /// The best files, with the parts of their scores, at most ``filesMax``.
  package var files: [FileMatch]
  /// What making the trace took besides the search.
  package var tracing: Duration

  /// Terms followed at most.
  package static let termsMax = 4
  /// Files shown at most.
  package static let filesMax = 8
  /// A search for a trace may take this long.
  package static let timeLimit = Duration.seconds(2)
}

extension SearchTrace {
  /// One text or regex that files were searched for.
  package struct Term: Sendable {
    /// As in the query.
    package var text: String
    /// What the pattern means, as an outline.
    package var meaning: [HIR.OutlineLine]
    /// How it is looked for in text.
    package var regex: RegexFacts
    /// What a block with a match must hold.
    package var grams: String
    package var gramCount: Int
    /// A match may cross lines: blocks are joined by file, and the grid does not apply.
    package var crossesLines: Bool
    /// Per segment, in the order searches visit them.
    package var segments: [SegmentShare]
    /// The segment that conditions and grid were taken from: the one with the most candidates.
    package var segment: Int
    /// What every candidate block has to satisfy, in the order of the plan.
    package var conditions: [Condition]
    /// A sample of the blocks of ``segment``, in their order.
    package var cells: [Cell]
    /// How many blocks each kind of cell stands for, in the blocks that were walked.
    package var counts: BlockCounts
    /// The automaton at work on a real file; nil when no file matches.
    package var race: Race?
  }

  /// How the blocks of one segment fared.
  package struct SegmentShare: Sendable, Equatable {
    package var name: String
    package var blocks: Int
    /// Left by the posting lists; all of them for a scan.
    package var candidates: Int
    /// True when no posting list narrows the pattern.
    package var isScan: Bool
  }

  /// A condition that candidate blocks satisfy.
  package struct Condition: Sendable {
    /// `foo`, or alternatives `foo ∨ bar ∨ … 62 more`.
    package var text: String
    package var gramCount: Int
    /// Blocks that satisfy it; an estimate for alternatives.
    package var blocks: Int
    package var isEstimate: Bool
    /// False when the plan left it out: looking at it would have cost more than it saves.
    package var isUsed: Bool
    /// Blocks that satisfy it and every used condition before it, counted.
    package var left: Int
    /// How its posting list is stored; nil for alternatives.
    package var list: ListFacts?
  }

  /// Numbers behind the grid.
  package struct BlockCounts: Sendable, Equatable {
    /// Blocks walked to draw it: all of the segment up to ``SearchTrace/blocksWalkedMax``.
    package var walked = 0
    package var candidates = 0
  }

  /// One real block of lines.
  package struct Cell: Sendable, Equatable {
    /// What became of it.
    package enum Verdict: Sendable, Equatable {
      /// Ruled out by the used condition of this number.
      case missing(Int)
      /// Every list has it, the text has no match.
      case noMatch
      /// Matches, but the file is no result for another condition of the query.
      case otherCondition
      /// Matches, and the file is a result.
      case result
      /// Matches; whether the file is a result was not looked at.
      case match
      /// In no repository, or on no revision, that the query asks for.
      case notAsked
    }

    /// Nil where ``verdict`` is `notAsked`.
    package var placement: PlacementName?
    /// First line, 1-based.
    package var firstLine: Int
    package var lineCount: Int
    package var verdict: Verdict
  }

  /// The same text matched by different machines.
  package struct Race: Sendable {
    package var placement: PlacementName?
    /// Bytes matched: the start of the file.
    package var bytes: Int
    package var matches: Int
    /// The best of some runs, warm: with everything, with the lazy automaton alone, with the Pike machine.
    package var all: Duration
    package var automaton: Duration
    package var pike: Duration
    /// What the automaton had built afterwards.
    package var facts: AutomatonFacts
  }

  /// Cells of a grid at most.
  package static let cellsMax = 400
  /// Blocks of a segment that are walked for the grid and the exact counts at most.
  package static let blocksWalkedMax = 1 << 20
}
