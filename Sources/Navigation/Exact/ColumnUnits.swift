/// Columns in one encoding and another, by the text of their line.
package enum ColumnUnits {
  /// The byte column of a column that counts units of `encoding`; the end of the line when it is beyond it.
  package static func bytes(_ units: Int, in line: some Collection<UInt8>, _ encoding: PositionEncoding)
    -> Int
  {
    if encoding == .utf8 || encoding == .unspecified { return min(units, line.count) }
    var seen = 0
    var position = 0
    for byte in line {
      // Bytes within a character belong to the one that began it.
      if !isContinuation(byte) {
        guard seen < units else { return position }
        seen += width(byte, encoding)
      }
      position += 1
    }
    return position
  }

  /// The column in units of `encoding` of a byte column.
  package static func units(_ bytes: Int, in line: some Collection<UInt8>, _ encoding: PositionEncoding)
    -> Int
  {
    if encoding == .utf8 || encoding == .unspecified { return bytes }
    var seen = 0
    for byte in line.prefix(bytes) where !isContinuation(byte) { seen += width(byte, encoding) }
    return seen
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// Characters of four bytes take two units of UTF-16.
  private static func width(_ first: UInt8, _ encoding: PositionEncoding) -> Int {
    encoding == .utf16 && first >= 0xF0 ? 2 : 1
  }
}
