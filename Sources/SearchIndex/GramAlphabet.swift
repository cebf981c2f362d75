/// The 64 symbols that bytes are folded to before grams are taken.
///
/// Three symbols make a gram: an 18-bit code, so that tables over grams are dense arrays with no dictionary
/// and codes are the same in every segment. Letters lose their case; rare punctuation and bytes of non-ASCII
/// characters share symbols. Sharing only adds candidates, which verification removes.
///
/// A line feed has no symbol: grams never cross lines.
package enum GramAlphabet {
  /// Number of distinct symbols; each fits in six bits.
  package static let symbolCount = 64

  /// Number of distinct grams of three symbols.
  package static let gramCount = 1 << 18

  /// A pseudo-gram for blocks that hold U+017F or U+212A, the two non-ASCII characters that case-fold to
  /// ASCII letters (s and k). A case-insensitive ASCII search takes these blocks in addition to its grams.
  package static let foldMarker = UInt32(gramCount)

  /// A pseudo-gram for blocks that hold any non-ASCII byte. A class such as `\d` or `[^x]` is looked up by
  /// its ASCII members; blocks where another member may stand are taken in addition.
  package static let nonASCIIMarker = UInt32(gramCount + 1)

  /// Codes that can have a posting list: all grams and the markers.
  package static let codeCount = gramCount + 2

  /// What ``table`` holds for a line feed.
  package static let lineFeedMark: UInt8 = 0xFF

  /// Symbol of each byte, or ``lineFeedMark``.
  package static let table: [UInt8] = makeTable()

  /// The symbol of `byte`, or nil for a line feed.
  package static func symbol(of byte: UInt8) -> UInt8? {
    byte == 0x0A ? nil : table[Int(byte)]
  }

  /// The code of three symbols, each below 64.
  package static func gram(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(first) << 12 | UInt32(second) << 6 | UInt32(third)
  }

  private static func makeTable() -> [UInt8] {
    // Control characters, tab and carriage return share one symbol; it is the default.
    var table = [UInt8](repeating: 38, count: 256)
    for letter in 0..<26 {
      table[0x41 + letter] = UInt8(letter)
      table[0x61 + letter] = UInt8(letter)
    }
    for digit in 0..<10 { table[0x30 + digit] = UInt8(26 + digit) }
    // Each string is one symbol, from 39 up. What is frequent in code stands alone.
    let groups = [
      ".", ",", ";", ":", "(", ")", "[", "]", "{", "}", "<", ">", "=", "+", "-", "*", "/", "&|", "\"", "'`",
      "#$@", "%\\^~", "!?",
    ]
    table[0x5F] = 36
    table[0x20] = 37
    for (offset, group) in groups.enumerated() {
      for byte in group.utf8 { table[Int(byte)] = UInt8(39 + offset) }
    }
    for byte in 0x80..<0xC0 { table[byte] = 63 }
    for byte in 0xC0...0xFF { table[byte] = 62 }
    table[0x0A] = lineFeedMark
    return table
  }
}
