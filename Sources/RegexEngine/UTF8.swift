/// The bytes of `scalar` in UTF-8.
func utf8(_ scalar: UInt32) -> [UInt8] {
  func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar &>> shift) & 0x3F) }
  switch scalar {
  case 0..<0x80: return [UInt8(scalar)]
  case 0x80..<0x800: return [UInt8(0xC0 | scalar &>> 6), continuation(0)]
  case 0x800..<0x1_0000: return [UInt8(0xE0 | scalar &>> 12), continuation(6), continuation(0)]
  default: return [UInt8(0xF0 | (scalar &>> 18) & 7), continuation(12), continuation(6), continuation(0)]
  }
}

/// The number of bytes of `scalar` in UTF-8.
func utf8Length(_ scalar: UInt32) -> Int {
  scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
}

/// The scalar that starts `bytes` with its length, or nil when they are no UTF-8 there.
func decodeScalar(_ bytes: [UInt8]) -> (scalar: UInt32, length: Int)? {
  bytes.withUnsafeBytes { decodeScalar($0, at: 0) }
}

/// The scalar that starts at `position` with its length, or nil when the bytes there are no UTF-8.
///
/// `position` is at most `bytes.count`.
func decodeScalar(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (scalar: UInt32, length: Int)? {
  let left = bytes.count &- position
  guard left > 0 else { return nil }
  let first = UInt32(bytes[position])
  if first < 0x80 { return (first, 1) }
  func continuation(_ offset: Int) -> UInt32? {
    guard offset < left else { return nil }
    let byte = UInt32(bytes[position &+ offset])
    return byte & 0xC0 == 0x80 ? byte & 0x3F : nil
  }
  guard first >= 0xC2 && first <= 0xF4, let second = continuation(1) else { return nil }
  if first < 0xE0 { return ((first & 0x1F) &<< 6 | second, 2) }
  guard let third = continuation(2) else { return nil }
  if first < 0xF0 {
    let scalar = (first & 0x0F) &<< 12 | second &<< 6 | third
    return scalar >= 0x800 && !(0xD800...0xDFFF).contains(scalar) ? (scalar, 3) : nil
  }
  guard let fourth = continuation(3) else { return nil }
  let scalar = (first & 0x07) &<< 18 | second &<< 12 | third &<< 6 | fourth
  return scalar >= 0x1_0000 && scalar <= ScalarSet.last ? (scalar, 4) : nil
}

/// The scalar that ends before `position` with its length, or nil when the bytes there are no UTF-8.
func decodeScalar(_ bytes: UnsafeRawBufferPointer, before position: Int) -> (scalar: UInt32, length: Int)? {
  guard position > 0 else { return nil }
  var start = position &- 1
  while start > 0 && position &- start < 4 && bytes[start] & 0xC0 == 0x80 { start &-= 1 }
  guard let (scalar, length) = decodeScalar(bytes, at: start), start + length == position else { return nil }
  return (scalar, length)
}
