/// Numbers in seven bits to a byte, lowest first.
extension ByteBuilder {
  /// Appends `value`, which must not be negative.
  mutating func appendVarint(_ value: Int) {
    var rest = UInt64(truncatingIfNeeded: value)
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends `value` of either sign, small ones in few bytes.
  mutating func appendSigned(_ value: Int) { appendVarint((value << 1) ^ (value >> 63)) }
}

/// Reads numbers from bytes that may be damaged: past the end, or over five bytes, everything is 0 and
/// ``isSound`` false.
struct VarintReader {
  private let base: UnsafePointer<UInt8>?
  private let end: Int
  private(set) var at: Int
  private(set) var isSound = true

  init(_ bytes: UnsafeRawBufferPointer, from: Int = 0) {
    base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    end = base == nil ? 0 : bytes.count
    at = max(0, min(from, end))
  }

  var isAtEnd: Bool { at >= end || !isSound }

  @inline(__always)
  mutating func number() -> Int {
    guard let base else { return fail() }
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while at < end, shift < 35 {
      let byte = base[at]
      at &+= 1
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return Int(truncatingIfNeeded: value) }
      shift &+= 7
    }
    return fail()
  }

  @inline(__always)
  mutating func signed() -> Int {
    let value = number()
    return (value &>> 1) ^ (0 &- (value & 1))
  }

  @inline(__always)
  mutating func byte() -> UInt8 {
    guard let base, at < end else {
      isSound = false
      return 0
    }
    at &+= 1
    return base[at &- 1]
  }

  private mutating func fail() -> Int {
    isSound = false
    at = end
    return 0
  }
}
