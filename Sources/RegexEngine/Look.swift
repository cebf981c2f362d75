/// A condition on the place between two bytes.
package enum Look: UInt8, Sendable, Hashable, CaseIterable {
  /// `(?m)^`: the start of the text, or after "\n".
  case lineStart
  /// `(?m)$`: the end of the text, or before "\n".
  case lineEnd
  /// `\A`.
  case textStart
  /// `\z`.
  case textEnd
  /// `\b`: a Unicode word character on exactly one side.
  case wordBoundary
  /// `\B`. False next to bytes that are no UTF-8.
  case notWordBoundary
  /// `\<`: a word character only after.
  case wordStart
  /// `\>`: a word character only before.
  case wordEnd
  /// `\b{start-half}`: no word character before.
  case startHalf
  /// `\b{end-half}`: no word character after.
  case endHalf
  /// `(?-u:\b)`.
  case asciiWordBoundary
  /// `(?-u:\B)`.
  case asciiNotWordBoundary
  /// `(?-u:\<)`.
  case asciiWordStart
  /// `(?-u:\>)`.
  case asciiWordEnd
  /// `(?-u:\b{start-half})`.
  case asciiStartHalf
  /// `(?-u:\b{end-half})`.
  case asciiEndHalf

  /// The same condition read from right to left.
  var reversed: Look {
    switch self {
    case .lineStart: .lineEnd
    case .lineEnd: .lineStart
    case .textStart: .textEnd
    case .textEnd: .textStart
    case .wordStart: .wordEnd
    case .wordEnd: .wordStart
    case .startHalf: .endHalf
    case .endHalf: .startHalf
    case .asciiWordStart: .asciiWordEnd
    case .asciiWordEnd: .asciiWordStart
    case .asciiStartHalf: .asciiEndHalf
    case .asciiEndHalf: .asciiStartHalf
    case .wordBoundary, .notWordBoundary, .asciiWordBoundary, .asciiNotWordBoundary: self
    }
  }

  /// Whether the condition asks for the word property of a Unicode character.
  var isUnicodeWord: Bool { rawValue >= Look.wordBoundary.rawValue && rawValue <= Look.endHalf.rawValue }

  /// The condition as a bit of a ``LookSet``.
  var bit: LookSet { 1 &<< LookSet(rawValue) }
}

/// A set of conditions, one bit each.
typealias LookSet = UInt32
