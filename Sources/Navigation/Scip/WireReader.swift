/// Reads one protobuf message from bytes in memory, field by field.
///
/// Every read checks its bounds; what cannot be read is an error with the offset of the fault in the whole
/// input. Groups (wire types 3 and 4), which no message here uses, are refused: skipping them would need
/// recursion on hostile input.
///
/// - Source: Protocol Buffers encoding, https://protobuf.dev/programming-guides/encoding/
struct WireReader {
  /// How a field's value is written.
  enum WireType: UInt8 {
    case varint = 0
    case fixed64 = 1
    case bytes = 2
    case fixed32 = 5
  }

  /// What stands before every value.
  struct Tag {
    var field: Int
    var type: WireType
  }

  /// The message. Lent by whoever made the reader.
  let bytes: UnsafeRawBufferPointer

  /// Where the message starts in the whole input, for errors.
  let origin: Int

  private(set) var position = 0

  /// A reader of `bytes`, which lie at `origin` in the input.
  init(_ bytes: UnsafeRawBufferPointer, origin: Int) {
    self.bytes = bytes
    self.origin = origin
  }

  /// True when nothing is left.
  var isAtEnd: Bool { position >= bytes.count }

  /// An error at the current position.
  func fault(_ reason: String) -> NavigationError {
    NavigationError(.malformed(offset: origin + position), subject: "", reason: reason)
  }

  /// The next field's tag; nil at the end.
  @inline(__always)
  mutating func nextTag() throws(NavigationError) -> Tag? {
    guard position < bytes.count else { return nil }
    let start = position
    let value = try varint()
    // Field numbers have 29 bits.
    guard value >> 3 >= 1, value >> 32 == 0, let type = WireType(rawValue: UInt8(value & 7)) else {
      position = start
      throw fault("no field starts with the value \(value)")
    }
    return Tag(field: Int(value >> 3), type: type)
  }

  /// A number of up to ten bytes, seven bits each, least significant first.
  @inline(__always)
  mutating func varint() throws(NavigationError) -> UInt64 {
    if position < bytes.count, case let byte = bytes[position], byte < 0x80 {
      position &+= 1
      return UInt64(byte)
    }
    return try longVarint()
  }

  private mutating func longVarint() throws(NavigationError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    var index = position
    while index < bytes.count {
      let byte = bytes[index]
      index &+= 1
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 {
        // The tenth byte holds one bit.
        guard shift < 63 || byte <= 1 else { throw fault("a number has more than 64 bits") }
        position = index
        return value
      }
      shift &+= 7
      guard shift < 70 else { throw fault("a number has more than ten bytes") }
    }
    throw fault("the input ends within a number")
  }

  /// A varint of an int32 field: negative values are written with 64 bits.
  @inline(__always)
  mutating func int32() throws(NavigationError) -> Int32 { Int32(truncatingIfNeeded: try varint()) }

  /// The range in ``bytes`` of a value with its length in front.
  @inline(__always)
  mutating func lengthDelimited() throws(NavigationError) -> Range<Int> {
    let start = position
    let length = try varint()
    guard length <= UInt64(bytes.count &- position) else {
      position = start
      throw fault("a value of \(length) bytes does not fit into its message")
    }
    let range = position..<position &+ Int(length)
    position = range.upperBound
    return range
  }

  /// A reader of the message that comes next.
  @inline(__always)
  mutating func message() throws(NavigationError) -> WireReader {
    let range = try lengthDelimited()
    return WireReader(UnsafeRawBufferPointer(rebasing: bytes[range]), origin: origin &+ range.lowerBound)
  }

  /// The text that comes next, which must be UTF-8.
  mutating func string() throws(NavigationError) -> String {
    let start = position
    let range = try lengthDelimited()
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      position = start
      throw fault("a text is not UTF-8")
    }
    return text
  }

  /// The text that comes next, with what is not UTF-8 replaced: for prose, whose damage harms nobody.
  mutating func repairedString() throws(NavigationError) -> String {
    String(decoding: bytes[try lengthDelimited()], as: UTF8.self)
  }

  /// Checks that a field has the type its message gives it.
  @inline(__always)
  func expect(_ type: WireType, _ tag: Tag) throws(NavigationError) {
    guard tag.type == type else {
      throw fault("field \(tag.field) has wire type \(tag.type.rawValue) instead of \(type.rawValue)")
    }
  }

  /// Passes over a value of a field that is of no interest.
  mutating func skip(_ type: WireType) throws(NavigationError) {
    switch type {
    case .varint: _ = try varint()
    case .bytes: _ = try lengthDelimited()
    case .fixed32: try pass(4)
    case .fixed64: try pass(8)
    }
  }

  private mutating func pass(_ count: Int) throws(NavigationError) {
    guard bytes.count - position >= count else { throw fault("the input ends within a number") }
    position += count
  }
}
