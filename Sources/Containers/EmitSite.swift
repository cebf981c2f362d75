/// What kind of statement puts a text into the world. The raw value is stable: it is stored.
package enum EmitKind: UInt8, Sendable, CaseIterable {
  /// A call of something that logs.
  case log = 1
  /// A call that prints.
  case print
  /// `throw`, `raise`, and exceptions made for them.
  case raise
  /// A call that ends the program or the thread with a message.
  case panic
  /// An assertion with its message.
  case check
  /// An error that is made, wrapped or returned.
  case error
  /// A text with a name: `#define`, `const`, `static final`.
  case constant
  /// A text in a call of something else: often a wrapper around one of the above.
  case call
  /// Any other text of several words: tables of messages, fields, returned texts.
  case text
}

/// How serious a message is. The raw value is stable: it is stored.
package enum EmitLevel: UInt8, Sendable, CaseIterable, Comparable {
  case none = 0
  case trace, debug, info, notice, warning, error, fatal

  package static func < (left: EmitLevel, right: EmitLevel) -> Bool { left.rawValue < right.rawValue }
}

/// A statement that emits a text, or a text that some statement may emit.
package struct EmitSite: Sendable, Equatable {
  package var kind: EmitKind
  package var level: EmitLevel
  /// What is called, `LOG.warn`, or the name of a constant; at most ``textMax`` bytes, may be empty.
  package var callee: String
  /// The function around; empty outside of all.
  package var function: String
  /// The class, module or namespace around; empty outside of all.
  package var container: String
  /// Bytes of the statement in the text.
  package var range: Range<Int>
  /// The 1-based line on which ``range`` begins.
  package var line: Int
  /// Literals and holes.
  package var skeleton: Skeleton
  /// The expressions of the holes and choices, in order; fewer than holes when a format has no arguments.
  package var arguments: [String]

  /// A site.
  package init(
    kind: EmitKind, level: EmitLevel, callee: String, function: String = "", container: String = "",
    range: Range<Int>, line: Int, skeleton: Skeleton, arguments: [String]
  ) {
    (self.kind, self.level, self.callee) = (kind, level, callee)
    (self.function, self.container) = (function, container)
    (self.range, self.line, self.skeleton, self.arguments) = (range, line, skeleton, arguments)
  }

  /// Bytes of callee, names and one argument, at most.
  package static let textMax = 80

  /// Arguments that are kept, at most.
  package static let argumentsMax = 16

  /// Sites of one text, at most: what has more is data.
  package static let sitesMax = 20_000
}
