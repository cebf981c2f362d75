/// Bytes that are only added to: an array's checks at each of thousands of small additions took half the time of
/// writing an answer. Belongs to the one ``JSONWriter`` that made it.
final class ByteSink {
  private var base: UnsafeMutablePointer<UInt8>
  private var count = 0
  private var capacity: Int

  init() {
    capacity = 16 << 10
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// A copy of all of it.
  var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

  private func makeRoom(_ more: Int) {
    guard capacity &- count < more else { return }
    let size = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    larger.update(from: base, count: count)
    base.deallocate()
    (base, capacity) = (larger, size)
  }

  func append(_ byte: UInt8) {
    makeRoom(1)
    base[count] = byte
    count &+= 1
  }

  func append(_ part: UnsafeRawBufferPointer) {
    guard let start = part.baseAddress, part.count > 0 else { return }
    makeRoom(part.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: part.count)
    count &+= part.count
  }

  /// A whole number as people write it.
  func append(decimal number: Int) {
    // 19 digits and a sign.
    makeRoom(20)
    if number < 0 {
      base[count] = UInt8(ascii: "-")
      count &+= 1
    }
    let start = count
    var rest = number.magnitude
    repeat {
      base[count] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      count &+= 1
      rest /= 10
    } while rest > 0
    var digits = UnsafeMutableBufferPointer(start: base + start, count: count &- start)
    digits.reverse()
  }

  /// Text as it stands between the quotes of a JSON string.
  func append(escaping text: UnsafeRawBufferPointer) {
    guard let start = text.baseAddress else { return }
    // Mostly nothing needs escaping; a sign takes six bytes at most.
    makeRoom(text.count)
    var runStart = 0
    var index = 0
    while index < text.count {
      if index &+ 8 <= text.count,
        !Self.needsEscape(start.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        index &+= 8
        continue
      }
      let byte = text[index]
      if byte >= 0x20, byte != 0x22, byte != 0x5C {
        index &+= 1
        continue
      }
      append(UnsafeRawBufferPointer(rebasing: text[runStart..<index]))
      index &+= 1
      runStart = index
      append(UInt8(ascii: "\\"))
      switch byte {
      case 0x22, 0x5C: append(byte)
      case 0x0A: append(UInt8(ascii: "n"))
      case 0x09: append(UInt8(ascii: "t"))
      case 0x0D: append(UInt8(ascii: "r"))
      default:
        let digits: StaticString = "u00"
        digits.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
        append(Self.digit(byte &>> 4))
        append(Self.digit(byte & 15))
      }
    }
    append(UnsafeRawBufferPointer(rebasing: text[runStart...]))
  }

  /// Whether one of eight bytes is a control character, a quote or a backslash.
  ///
  /// - Source: Warren, Hacker's Delight, section 6-1, on finding a byte in a word.
  private static func needsEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let quote = word ^ (ones &* 0x22)
    let slash = word ^ (ones &* 0x5C)
    let small = (word &- (ones &* 0x20)) & ~word
    return (small | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & tops != 0
  }

  /// Whether all of it is ASCII.
  static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let start = text.baseAddress else { return true }
    var index = 0
    while index &+ 8 <= text.count {
      if start.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      index &+= 8
    }
    while index < text.count {
      if text[index] >= 0x80 { return false }
      index &+= 1
    }
    return true
  }

  private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble }
}
