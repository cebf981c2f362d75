/// What the values of a hole look like.
package enum HoleKind: UInt8, CaseIterable, Sendable {
  /// Digits, with sign, fraction or exponent.
  case number
  /// Hexadecimal digits, with or without `0x`.
  case hex
  /// IPv4 or IPv6, with or without a port.
  case address
  /// A network card's address.
  case mac
  case uuid
  case url
  case email
  /// A file's path, of Unix or Windows.
  case path
  /// A host's name with a domain or a port.
  case host
  /// A time of day or a date.
  case time
  /// A number with a unit of size or time.
  case quantity
  /// true, false, null.
  case flag
  /// Letters and digits mixed: an identifier of some run.
  case identifier
  /// Words that differ from line to line.
  case text
  /// A list of values, of different lengths.
  case list

  /// How the hole is written in a template's text.
  package var name: String { "\(self)" }
}
