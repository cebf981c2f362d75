/// What is known about one language: how people call it and which files are written in it.
///
/// Two languages are equal when their ids are: ids are unique and never reused.
package struct Language: Sendable {
  /// What a language is for, as linguist sorts it.
  package enum Kind: String, Sendable {
    case programming, markup, data, prose
  }

  /// Stable for ever: segments store it. 0 is "unknown" and belongs to no language.
  package let id: UInt16

  /// The canonical name, as linguist spells it: `C++`, `Jupyter Notebook`.
  package let name: String

  /// What the language is for.
  package let kind: Kind

  /// The canonical name of the language this is a part of, if any: TSX belongs to TypeScript.
  package let group: String?

  /// Other names, lower-case.
  package let aliases: [String]

  /// Extensions with their leading dot, the usual one first; some hold two dots (`.d.ts` style).
  package let extensions: [String]

  /// Whole file names that mean this language, in their exact case.
  package let filenames: [String]

  /// Programs after `#!` that run this language.
  package let interpreters: [String]

  /// Whether it is one of the two dozen languages offered first in completions.
  package let isPopular: Bool
}

extension Language: Hashable {
  /// Equal ids mean the same language.
  package static func == (left: Language, right: Language) -> Bool { left.id == right.id }

  /// Hashes the id alone.
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
