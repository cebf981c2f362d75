/// Writes protobuf messages.
///
/// - Source: Protocol Buffers encoding, https://protobuf.dev/programming-guides/encoding/
struct WireWriter {
  /// What was written.
  private(set) var bytes: [UInt8] = []

  init() {}

  /// Forgets what was written and keeps the memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// A number, seven bits a byte.
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Bytes as they are.
  mutating func raw(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  /// Bytes as they are.
  mutating func raw(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  /// A number field. Zero is the default and not written.
  mutating func number(_ field: Int, _ value: Int) {
    guard value != 0 else { return }
    varint(UInt64(field) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A flag field; false is not written.
  mutating func flag(_ field: Int, _ value: Bool) { number(field, value ? 1 : 0) }

  /// A text field; the empty text is not written.
  mutating func text(_ field: Int, _ value: String) {
    guard !value.isEmpty else { return }
    element(field, value)
  }

  /// One text of a repeated field, written even when empty.
  mutating func element(_ field: Int, _ value: String) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  /// Numbers of a repeated field, packed.
  mutating func packed(_ field: Int, _ values: [Int]) {
    message(field) { writer in
      for value in values { writer.varint(UInt64(bitPattern: Int64(value))) }
    }
  }

  /// A message within this one. Its length comes first, so it is moved by the length's size when that is known:
  /// most messages need one byte.
  mutating func message(_ field: Int, _ body: (inout WireWriter) throws -> Void) rethrows {
    varint(UInt64(field) << 3 | 2)
    let start = bytes.count
    bytes.append(0)
    try body(&self)
    let length = bytes.count - start - 1
    guard length >= 0x80 else {
      bytes[start] = UInt8(length)
      return
    }
    var prefix = WireWriter()
    prefix.varint(UInt64(length))
    bytes.replaceSubrange(start...start, with: prefix.bytes)
  }
}
