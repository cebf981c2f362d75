/// Texts that are kept once, with numbers in the order of their first use.
struct NameTable: ~Copyable {
  private var text = ByteBuilder(capacity: 1 << 16)
  private var starts: [Int] = [0]
  /// Number + 1 by hash, 0 where free; its length is a power of two.
  private var slots = [UInt32](repeating: 0, count: 1 << 12)

  var count: Int { starts.count - 1 }

  /// Bytes of all texts.
  var byteCount: Int { text.count }

  /// The number of `name`, cut to ``FactsFormat/nameMax`` bytes between characters; control characters become
  /// spaces, since a line feed ends a name in the file.
  mutating func number(of name: String) -> Int {
    var name = name
    return name.withUTF8 { bytes in
      var length = min(bytes.count, FactsFormat.nameMax)
      if length < bytes.count { while length > 0, bytes[length] & 0xC0 == 0x80 { length &-= 1 } }
      return number(of: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<length]))
    }
  }

  private mutating func number(of bytes: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(Self.plain(byte))) &* 0x100_0000_01b3 }
    hash ^= hash >> 29
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) &- 1
      if isEqual(number, bytes) { return number }
      slot = (slot &+ 1) & mask
    }
    let number = count
    text.append(bytes)
    text.withBytes(from: starts[number]) { added in
      for index in added.indices { added[index] = Self.plain(added[index]) }
    }
    starts.append(text.count)
    slots[slot] = UInt32(truncatingIfNeeded: number &+ 1)
    if count * 2 > slots.count { grow() }
    return number
  }

  @inline(__always)
  private static func plain(_ byte: UInt8) -> UInt8 { byte < 0x20 || byte == 0x7F ? 0x20 : byte }

  private func isEqual(_ number: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let known = self[number]
    guard known.count == bytes.count else { return false }
    for index in 0..<bytes.count where known[index] != Self.plain(bytes[index]) { return false }
    return true
  }

  private mutating func grow() {
    var grown = [UInt32](repeating: 0, count: slots.count * 4)
    let mask = grown.count &- 1
    for number in 0..<count {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in self[number] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash ^= hash >> 29
      var slot = Int(truncatingIfNeeded: hash) & mask
      while grown[slot] != 0 { slot = (slot &+ 1) & mask }
      grown[slot] = UInt32(truncatingIfNeeded: number &+ 1)
    }
    slots = grown
  }

  /// The bytes of a text; valid until the next one is added.
  subscript(number: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: text.bytes[starts[number]..<starts[number + 1]])
  }

  /// All numbers, sorted by folded bytes, then bytes.
  func sorted() -> [Int] {
    // The first eight folded bytes decide nearly always.
    var keys: [(head: UInt64, number: Int)] = []
    keys.reserveCapacity(count)
    for number in 0..<count { keys.append((Self.head(self[number]), number)) }
    keys.sort {
      $0.head != $1.head ? $0.head < $1.head : FoldedOrder.precedes(self[$0.number], self[$1.number])
    }
    return keys.map(\.number)
  }

  private static func head(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var head: UInt64 = 0
    for index in 0..<8 {
      head = head &<< 8 | (index < bytes.count ? UInt64(FoldedOrder.fold(bytes[index])) : 0)
    }
    return head
  }
}

/// The order of names in a facts file: ASCII letters without case first, then bytes.
enum FoldedOrder {
  @inline(__always)
  static func fold(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Below 0, 0 or above: `left` without case against `right`.
  static func compareFolded(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let count = min(left.count, right.count)
    var index = 0
    while index < count {
      let difference = Int(fold(left[index])) &- Int(fold(right[index]))
      if difference != 0 { return difference }
      index &+= 1
    }
    return left.count &- right.count
  }

  static func precedes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let folded = compareFolded(left, right)
    if folded != 0 { return folded < 0 }
    for index in 0..<left.count where left[index] != right[index] { return left[index] < right[index] }
    return false
  }
}
