/// Why a query could not be understood, and where.
package struct QueryError: Error, Equatable, Sendable {
  /// What is wrong, for programs; ``description`` says it to people.
  package enum Kind: Equatable, Sendable {
    /// The text is longer than ``Query/textLengthMax`` bytes.
    case tooLong
    /// More than ``Query/termsMax`` terms.
    case tooManyTerms
    /// Groups and negations deeper than ``Query/nestingMax``.
    case nestedTooDeeply
    /// A misspelled field; the nearest that exists.
    case unknownField(String, nearest: String?)
    /// A field, or value of a field, of a later version.
    case notAvailableYet(String)
    /// A field without a value.
    case missingValue(String)
    /// A value the field doesn't take.
    case invalidValue(field: String, value: String)
    /// `lang:` with a name no language has.
    case unknownLanguage(String, nearest: String?)
    /// `-` or `NOT` before a field that can't be negated.
    case notNegatable(String)
    /// A setting inside a group.
    case misplacedSetting(String)
    /// A setting given twice with different values.
    case contradictorySetting(String)
    /// `(` without its `)`.
    case unclosedGroup
    /// Nothing but blanks between `(` and `)`.
    case emptyGroup
    /// `)` without its `(`.
    case unbalancedParenthesis
    /// `"` without its second.
    case unclosedQuote
    /// `/` at the start of what looks like a regex without its second.
    case unclosedRegex
    /// `AND`, `OR` or `NOT` with nothing to work on.
    case danglingOperator(String)
    /// `in:` or `kind:` with nothing that it could restrict, or restricting it to nothing.
    case uselessRestriction(String)
    /// An empty phrase.
    case emptyPattern
    /// A regex that is not one; thrown by the planner, or by the parser for a lone `\` at its end.
    case invalidRegex(String)
    /// A pattern of code that is none, in any language it is for.
    case invalidStructure(String)
    /// A pattern of code, and nothing that could read code.
    case noGrammars
  }

  /// What is wrong.
  package var kind: Kind

  /// UTF-8 offsets into the query text; empty and at its end when something is missing there.
  package var range: Range<Int>

  /// One lower-case clause for people.
  package var description: String

  /// How to fix it, one lower-case clause; nil when the description says enough.
  package var suggestion: String?

  /// An error from its parts; the planner makes errors for regexes with it.
  package init(_ kind: Kind, range: Range<Int>, description: String, suggestion: String? = nil) {
    self.kind = kind
    self.range = range
    self.description = description
    self.suggestion = suggestion
  }
}

extension QueryError: CustomStringConvertible {}

extension QueryError {
  /// How many columns of a long query ``caret(in:)`` shows.
  package static let caretColumnsMax = 100

  /// Two lines: the query and `^~~~` under the fault.
  ///
  /// Control characters show as spaces, wide characters count two columns, and a long query is cut to
  /// ``caretColumnsMax`` columns around the fault, marked with `…`.
  package func caret(in query: String) -> String {
    let bytes = query.utf8
    let end = min(range.upperBound, bytes.count)
    let start = min(range.lowerBound, end)
    // Four bytes are at most one column wide each way, so this window always holds enough.
    let window = 4 * Self.caretColumnsMax
    let from = bytes.index(bytes.startIndex, offsetBy: max(0, start - window))
    let to = bytes.index(bytes.startIndex, offsetBy: min(bytes.count, start + window))
    let fault = bytes.index(bytes.startIndex, offsetBy: start)
    let stop = bytes.index(bytes.startIndex, offsetBy: min(end, start + window))
    var before = Self.cells(String(decoding: bytes[from..<fault], as: UTF8.self))
    let marked = Self.cells(String(decoding: bytes[fault..<stop], as: UTF8.self))
    var after = Self.cells(String(decoding: bytes[stop..<to], as: UTF8.self))
    if Self.width(before) > Self.caretColumnsMax / 2 {
      while Self.width(before) >= Self.caretColumnsMax / 2 { before.removeFirst() }
      before.insert(("…", 1), at: 0)
    }
    var shown = marked
    while Self.width(before) + Self.width(shown) > Self.caretColumnsMax { shown.removeLast() }
    let room = Self.caretColumnsMax - Self.width(before) - Self.width(shown)
    let isCut = Self.width(after) > room
    while Self.width(after) > max(0, room - 1), isCut { after.removeLast() }
    let line = (before + shown + after).map { String($0.text) }.joined() + (isCut ? "…" : "")
    let pointer = "^" + String(repeating: "~", count: max(0, Self.width(shown) - 1))
    return line + "\n" + String(repeating: " ", count: Self.width(before)) + pointer
  }

  private typealias Cell = (text: Character, columns: Int)

  private static func width(_ cells: [Cell]) -> Int { cells.reduce(0) { $0 + $1.columns } }

  private static func cells(_ text: String) -> [Cell] {
    text.map { character in
      let scalar = character.unicodeScalars.first!.value  // A character has at least one scalar.
      if scalar < 0x20 || (0x7F..<0xA0).contains(scalar) || (0x2028...0x2029).contains(scalar) {
        return (" ", 1)
      }
      return (character, isWide(scalar) ? 2 : 1)
    }
  }

  /// The blocks terminals draw two columns wide, coarsely: enough to put a caret right.
  private static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
