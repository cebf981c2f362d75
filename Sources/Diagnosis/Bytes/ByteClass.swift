/// What a byte may be to the scanners of logs: bits of one table of 256 entries.
///
/// Bytes from 0x80 count as letters: names of people and places in UTF-8 stay words.
enum ByteClass {
  static let letter: UInt8 = 1
  static let digit: UInt8 = 2
  /// A to F in both cases; digits do not have it.
  static let hexLetter: UInt8 = 4
  /// Ends a token and is one itself.
  static let separator: UInt8 = 8
  static let space: UInt8 = 16
  /// A slash or a backslash.
  static let slash: UInt8 = 32
  static let dot: UInt8 = 64
  /// Any other printable byte, such as `-`, `_`, `@`, `#`.
  static let mark: UInt8 = 128

  /// Lives as long as the process, so that hot loops read it without counting references. Never written
  /// after.
  nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for byte in 0..<256 { table[byte] = bits(of: UInt8(byte)) }
    return UnsafePointer(table)
  }()

  private static func bits(of byte: UInt8) -> UInt8 {
    switch byte {
    case 0x30...0x39: digit
    case 0x41...0x46, 0x61...0x66: letter | hexLetter
    case 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: letter
    case 0x00...0x20, 0x7F: space
    case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "|"):
      separator
    case UInt8(ascii: "/"), UInt8(ascii: "\\"): slash
    case UInt8(ascii: "."): dot
    default: mark
    }
  }
}
