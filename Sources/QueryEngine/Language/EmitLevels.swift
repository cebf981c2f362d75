package import Containers

/// A set of levels of statements, as `level:` asks for them.
package struct EmitLevels: OptionSet, Sendable, Hashable {
  /// Bit n is the level with raw value n.
  package let rawValue: UInt8

  /// A set from its bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue & Self.mask }

  private static let mask = EmitLevel.allCases.reduce(UInt8(0)) { $0 | 1 << $1.rawValue }

  /// A level.
  package init(_ level: EmitLevel) { self.init(rawValue: 1 << level.rawValue) }

  /// Every level, and none.
  package static let all = EmitLevels(rawValue: .max)

  /// Whether the set holds `level`.
  package func contains(_ level: EmitLevel) -> Bool { rawValue >> level.rawValue & 1 == 1 }

  /// The words of the query language.
  package static let words: [(name: String, level: EmitLevel, help: String)] = [
    ("trace", .trace, "finer than debugging"), ("debug", .debug, "for debugging"),
    ("info", .info, "for information"), ("notice", .notice, "worth noticing"),
    ("warning", .warning, "warnings"), ("error", .error, "errors, exceptions among them"),
    ("fatal", .fatal, "what ends the program"),
    ("none", .none, "statements whose level the code does not say"),
  ]

  /// Other words of levels.
  package static let aliases: [(name: String, means: String)] = [
    ("warn", "warning"), ("err", "error"), ("critical", "fatal"), ("panic", "fatal"), ("verbose", "trace"),
  ]

  /// What `level:` means by a word; nil for none.
  package static func named(_ word: String) -> EmitLevels? {
    let name = aliases.first { $0.name == word }?.means ?? word
    return words.first { $0.name == name }.map { EmitLevels($0.level) }
  }

  /// Words for the set that ``named(_:)`` reads back.
  package var names: [String] { Self.words.filter { contains($0.level) }.map(\.name) }
}
