/// The name git gives an object: the SHA-1 (20 bytes) or SHA-256 (32 bytes) of its header and content.
///
/// The bytes are held inline as big-endian words, so that comparing words compares bytes and an array of
/// ids is one block of memory. Ids of different lengths are never equal; a shorter one with the same
/// leading bytes sorts first.
@frozen
package struct ObjectID: Sendable, Hashable, Comparable {
  @usableFromInline let word0: UInt64
  @usableFromInline let word1: UInt64
  @usableFromInline let word2: UInt64
  @usableFromInline let word3: UInt64
  @usableFromInline let length: UInt8

  /// Bytes in the id: 20 or 32.
  @inlinable package var count: Int { Int(length) }

  /// Copies 20 or 32 bytes; nil when there are more or fewer.
  @inlinable
  package init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 20 || bytes.count == 32, let base = bytes.baseAddress else { return nil }
    word0 = UInt64(bigEndian: base.loadUnaligned(as: UInt64.self))
    word1 = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    if bytes.count == 32 {
      word2 = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
      word3 = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    } else {
      word2 = UInt64(UInt32(bigEndian: base.loadUnaligned(fromByteOffset: 16, as: UInt32.self))) &<< 32
      word3 = 0
    }
    length = UInt8(truncatingIfNeeded: bytes.count)
  }

  /// Reads 40 or 64 hexadecimal digits, in either case; nil for anything else.
  @inlinable
  package init?(hex: UnsafeRawBufferPointer) {
    guard hex.count == 40 || hex.count == 64 else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for index in 0..<hex.count {
      let byte = hex[index]
      let digit: UInt64
      switch byte {
      case 0x30...0x39: digit = UInt64(byte &- 0x30)
      case 0x61...0x66: digit = UInt64(byte &- 0x61 &+ 10)
      case 0x41...0x46: digit = UInt64(byte &- 0x41 &+ 10)
      default: return nil
      }
      switch index &>> 4 {
      case 0: words.0 = words.0 &<< 4 | digit
      case 1: words.1 = words.1 &<< 4 | digit
      case 2: words.2 = words.2 &<< 4 | digit
      default: words.3 = words.3 &<< 4 | digit
      }
    }
    word0 = words.0
    word1 = words.1
    word2 = hex.count == 40 ? words.2 &<< 32 : words.2
    word3 = words.3
    length = UInt8(truncatingIfNeeded: hex.count / 2)
  }

  /// Reads 40 or 64 hexadecimal digits, in either case; nil for anything else.
  package init?(hex: String) {
    var text = hex
    guard let id = text.withUTF8({ ObjectID(hex: UnsafeRawBufferPointer($0)) }) else { return nil }
    self = id
  }

  /// Lends the 20 or 32 bytes.
  @inlinable
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let words = (word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian)
    return try withUnsafeBytes(of: words) { try body(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
  }

  /// The 40 or 64 lower-case digits, as ASCII bytes.
  package var hexBytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 64) { output, used in
      withBytes { bytes in
        for (index, byte) in bytes.enumerated() {
          output[2 &* index] = ObjectID.digit(byte &>> 4)
          output[2 &* index &+ 1] = ObjectID.digit(byte & 15)
        }
      }
      used = 2 * count
    }
  }

  /// The 40 or 64 lower-case digits.
  package var hex: String { String(decoding: hexBytes, as: UTF8.self) }

  /// True for the id of nothing, which git writes for the absent side of a change.
  @inlinable package var isZero: Bool { word0 | word1 | word2 | word3 == 0 }

  private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble }

  /// Byte order, the shorter first when one begins the other.
  @inlinable
  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    if left.word0 != right.word0 { return left.word0 < right.word0 }
    if left.word1 != right.word1 { return left.word1 < right.word1 }
    if left.word2 != right.word2 { return left.word2 < right.word2 }
    if left.word3 != right.word3 { return left.word3 < right.word3 }
    return left.length < right.length
  }

  /// Equal bytes and equal length.
  @inlinable
  package static func == (left: ObjectID, right: ObjectID) -> Bool {
    left.word0 == right.word0 && left.word1 == right.word1 && left.word2 == right.word2
      && left.word3 == right.word3 && left.length == right.length
  }

  /// Feeds the first 16 bytes: they are already a hash, and no two ids in practice share them.
  @inlinable
  package func hash(into hasher: inout Hasher) {
    hasher.combine(word0)
    hasher.combine(word1)
  }
}

extension ObjectID: CustomStringConvertible {
  /// The hexadecimal digits.
  package var description: String { hex }
}
