package import Containers
package import Search

/// A log line whose statement is wanted, and what its header says.
package struct StatementQuery: Sendable {
  /// The message without its header.
  package var message: String
  /// How grave it is, by the header.
  package var level: EmitLevel?
  /// Logger, class, program or unit.
  package var logger: String?
  /// The base name of the file, when the header names it.
  package var file: String?
  /// The 1-based line, when the header names it.
  package var line: Int?
  /// What the caller may see.
  package var scope = AccessScope.everything
  /// Statements that are returned, at most.
  package var limit = 10

  /// A question about a message.
  package init(
    _ message: String, level: EmitLevel? = nil, logger: String? = nil, file: String? = nil, line: Int? = nil
  ) {
    (self.message, self.level, self.logger, self.file, self.line) = (message, level, logger, file, line)
  }
}

/// How much of a message a statement explains.
package enum StatementFit: UInt8, Sendable, Comparable {
  /// Some of its constant text, in order.
  case partial = 0
  /// All of its constant text, with more around it.
  case inside
  /// The message ends before the statement does.
  case truncated
  /// From the first byte of the message to the last.
  case whole

  package static func < (left: StatementFit, right: StatementFit) -> Bool { left.rawValue < right.rawValue }
}

/// A value of a message with the expression that gave it.
package struct StatementValue: Sendable, Equatable {
  /// The expression; empty where the code names none.
  package var name: String
  package var value: String
}

/// A statement that may have written a message.
package struct StatementMatch: Sendable {
  package var hit: EmitHit
  /// Its skeleton in its part of the index.
  package var key: SkeletonKey
  package var fit: StatementFit
  /// Bits of the constant words that the message has, by how rare they are.
  package var bits: Float
  /// Higher is better; of one answer only comparable with each other.
  package var score: Float
  /// Values by the expressions of the code, in order; a fit that is not partial has them.
  package var values: [StatementValue]
  /// What speaks for it, in words.
  package var reasons: [String]
  /// Matches with the same number are equally likely; numbers ascend from 0.
  package var rank: Int
  /// Other versions of the file that have it, on other lines perhaps; files with the same bytes are not counted.
  package var versionCount = 0
  /// What the gate weighs.
  package var evidence: StatementEvidence
}

/// What is known about the origin of a message.
package struct StatementAnswer: Sendable {
  /// The best first. Not empty does not mean confident.
  package var matches: [StatementMatch] = []
  /// Whether the evidence for the first rank is enough to name it.
  package var isConfident = false
  /// The statement around, when the message is the value of another statement: `error: %s`.
  package var wrapper: StatementMatch?
  /// Text that was cut from the message before its statement was found.
  package var peeled: [String] = []
  /// Bits beyond those that the gate asks for; negative when they are too few.
  package var surplus: Float = -.infinity
  /// Why there is no confident answer, in words.
  package var doubt = ""
  /// Skeletons that were fitted to the message.
  package var candidateCount = 0

  /// Matches of the first rank: more than one is a tie.
  package var best: ArraySlice<StatementMatch> { matches.prefix { $0.rank == matches[0].rank } }
}
