/// The constant text of a message with typed holes, as bytes that a matcher can run over.
///
/// ```
/// 20…7E, 80…FF  text in UTF-8; runs of white space are one space, none at the ends
/// 0A            white space with a line break in it
/// 01 T          a hole; T is a letter of ``Hole``
/// 02 a 03 b 04  one of several texts, which may be empty; any text too when one of them is the hole 01 's'
/// 05            fields of structured logging may follow; at the end only
/// ```
package struct Skeleton: Sendable, Hashable {
  /// What a hole holds.
  package enum Hole: UInt8, Sendable, CaseIterable {
    /// Anything, also nothing.
    case text = 0x73
    /// A whole number with an optional sign.
    case integer = 0x64
    /// Hexadecimal digits, with or without `0x`.
    case hexadecimal = 0x78
    /// An address.
    case pointer = 0x70
    /// A number with an optional fraction and exponent, or its absence.
    case number = 0x66
    /// One character.
    case character = 0x63
    /// A text in quotes.
    case quoted = 0x71
  }

  /// Signs of the form above.
  package enum Sign {
    /// A line ends, or blanks of any kind.
    package static let newline: UInt8 = 0x0A
    /// A value stands here; the byte behind it is its kind.
    package static let hole: UInt8 = 0x01
    /// Alternatives begin.
    package static let choice: UInt8 = 0x02
    /// The next alternative.
    package static let or: UInt8 = 0x03
    /// Alternatives end.
    package static let end: UInt8 = 0x04
    /// Named fields follow, as structured loggers write them.
    package static let fields: UInt8 = 0x05
  }

  /// Bytes of a skeleton, at most: what is longer ends in a hole.
  package static let lengthMax = 1_200

  /// Holes and choices of a skeleton, at most.
  package static let holesMax = 40

  /// The form above.
  package let bytes: [UInt8]

  /// A skeleton from bytes that have the form.
  package init(trusted bytes: [UInt8]) { self.bytes = bytes }

  /// A skeleton from bytes that come from outside; nil when they don't have the form.
  package init?(checking bytes: some Collection<UInt8>) {
    guard bytes.count <= Self.lengthMax + 8 else { return nil }
    let all = Array(bytes)
    var at = 0
    var holes = 0
    var isInChoice = false
    while at < all.count {
      let byte = all[at]
      at += 1
      switch byte {
      case Sign.hole:
        guard at < all.count, Hole(rawValue: all[at]) != nil else { return nil }
        at += 1
        if !isInChoice { holes += 1 }
      case Sign.choice:
        guard !isInChoice else { return nil }
        isInChoice = true
        holes += 1
      case Sign.or:
        guard isInChoice else { return nil }
      case Sign.end:
        guard isInChoice else { return nil }
        isInChoice = false
      case Sign.fields:
        guard at == all.count, !isInChoice else { return nil }
      case Sign.newline: break
      default: guard byte >= 0x20, byte != 0x7F else { return nil }
      }
    }
    guard !isInChoice, holes <= Self.holesMax else { return nil }
    self.bytes = all
  }

  /// A name that stays the same as long as the text does, wherever the statement moves: FNV-1a of the bytes.
  package var id: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  /// For a person: `user {} from {d}`, `state is {on|off}`.
  package var description: String {
    var text: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case Sign.hole:
        text.append(0x7B)
        if at < bytes.count, bytes[at] != Hole.text.rawValue { text.append(bytes[at]) }
        text.append(0x7D)
        at += 1
      case Sign.choice: text.append(0x7B)
      case Sign.or: text.append(0x7C)
      case Sign.end: text.append(0x7D)
      case Sign.newline: text += Array("\\n".utf8)
      case Sign.fields: text += Array(" {…}".utf8)
      default: text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Calls for every word of the constant text: two or more letters or digits in a row, without case.
  ///
  /// Letters and digits are separate words, so that `cpu%d` and `cpu7` share one. Bytes of other scripts
  /// count
  /// as letters.
  package static func forEachWord(_ bytes: some RandomAccessCollection<UInt8>, _ body: (UInt64) -> Void) {
    var hash = wordSeed
    var length = 0
    var kind: UInt8 = 0
    var skip = false
    for byte in bytes {
      if skip {
        skip = false
        continue
      }
      let this = wordClass(byte)
      if this != kind || this == 0 {
        if length >= 2, kind != 0 { body(hash) }
        (hash, length, kind) = (wordSeed, 0, this)
      }
      if this != 0 {
        hash = (hash ^ UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)) &* 0x100_0000_01B3
        length += 1
      } else if byte == Sign.hole {
        skip = true
      }
    }
    if length >= 2, kind != 0 { body(hash) }
  }

  private static let wordSeed: UInt64 = 0xCBF2_9CE4_8422_2325

  /// 1 for letters, 2 for digits, 0 for what separates words.
  package static func wordClass(_ byte: UInt8) -> UInt8 {
    if (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 { return 1 }
    return byte &- 0x30 < 10 ? 2 : 0
  }

  /// Words of letters in the constant text.
  package var letterWords: Int {
    var words = 0
    var length = 0
    var skip = false
    for byte in bytes {
      if skip {
        skip = false
        continue
      }
      if Self.wordClass(byte) == 1 {
        length += 1
        if length == 2 { words += 1 }
      } else {
        length = 0
        if byte == Sign.hole { skip = true }
      }
    }
    return words
  }
}
