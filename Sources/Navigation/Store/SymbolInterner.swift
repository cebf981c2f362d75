/// Gives every distinct text a number, in order of first appearance.
///
/// Texts lie end to end in blocks of memory, each behind its length; a table of open addressing finds them by a
/// keyed hash, so that no index can be made to collide on purpose. Memory: the text and about 20 bytes a symbol.
final class SymbolInterner {
  /// Distinct text at most: half of the gigabyte an import may take.
  static let textBytesMax = 512 << 20

  /// Longer symbols are refused by ``intern(_:)``: their length takes two bytes.
  static let symbolBytesMax = Int(UInt16.max)

  /// Symbols at most: the highest bit of a number marks symbols that are local to a document.
  static let countMax = 1 << 28

  private static let blockBytes = 4 << 20

  /// Places in the table that ``removeAll()`` keeps.
  private static let keptSlots = 1 << 12

  private var blocks: [UnsafeMutableRawPointer] = []
  private var blockEnd = SymbolInterner.blockBytes
  private var starts: [UInt32] = []
  private var hashes: [UInt32] = []
  private var table: [UInt32]
  private let key: UInt64

  /// An interner whose hash depends on `key`; the numbers it gives do not.
  init(key: UInt64) {
    self.key = key
    table = [UInt32](repeating: 0, count: Self.keptSlots)
  }

  deinit { for block in blocks { block.deallocate() } }

  /// Forgets all texts and keeps some of the memory.
  func removeAll() {
    guard count > 0 else { return }
    starts.removeAll(keepingCapacity: count < Self.keptSlots)
    hashes.removeAll(keepingCapacity: count < Self.keptSlots)
    for block in blocks.dropFirst() { block.deallocate() }
    blocks.removeSubrange(min(1, blocks.count)...)
    blockEnd = 0
    if table.count > Self.keptSlots {
      table = [UInt32](repeating: 0, count: Self.keptSlots)
    } else {
      for slot in table.indices { table[slot] = 0 }
    }
  }

  /// Frees what only ``intern(_:)`` and ``find(_:)`` need: they must not be called after this.
  func freeze() {
    table = []
    hashes = []
  }

  /// Texts so far.
  var count: Int { starts.count }

  /// The text with a number, valid as long as this object.
  @inline(__always)
  func text(_ number: UInt32) -> UnsafeRawBufferPointer {
    let start = Int(starts[Int(number)])
    let base = blocks[start / Self.blockBytes] + start % Self.blockBytes
    return UnsafeRawBufferPointer(start: base + 2, count: Int(base.loadUnaligned(as: UInt16.self)))
  }

  /// The number of `text`; nil when the text is too long, or all texts together are.
  func intern(_ text: UnsafeRawBufferPointer) -> UInt32? {
    guard text.count <= Self.symbolBytesMax else { return nil }
    let hash = Self.hash(text, key)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while case let entry = table[slot], entry != 0 {
      if hashes[Int(entry - 1)] == tag, equal(self.text(entry - 1), text) { return entry - 1 }
      slot = (slot + 1) & (table.count - 1)
    }
    guard count < Self.countMax, let start = store(text) else { return nil }
    starts.append(start)
    hashes.append(tag)
    table[slot] = UInt32(count)
    if count * 2 > table.count { grow() }
    return UInt32(count - 1)
  }

  /// The number `text` has, if it has one.
  func find(_ text: UnsafeRawBufferPointer) -> UInt32? {
    let hash = Self.hash(text, key)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while case let entry = table[slot], entry != 0 {
      if hashes[Int(entry - 1)] == tag, equal(self.text(entry - 1), text) { return entry - 1 }
      slot = (slot + 1) & (table.count - 1)
    }
    return nil
  }

  private func store(_ text: UnsafeRawBufferPointer) -> UInt32? {
    let needed = text.count + 2
    if blockEnd + needed > Self.blockBytes {
      guard (blocks.count + 1) * Self.blockBytes <= Self.textBytesMax else { return nil }
      blocks.append(.allocate(byteCount: Self.blockBytes, alignment: 16))
      blockEnd = 0
    }
    let base = blocks[blocks.count - 1] + blockEnd
    base.storeBytes(of: UInt16(text.count), as: UInt16.self)
    if let source = text.baseAddress { (base + 2).copyMemory(from: source, byteCount: text.count) }
    let start = (blocks.count - 1) * Self.blockBytes + blockEnd
    blockEnd += needed
    return UInt32(start)
  }

  private func grow() {
    table = [UInt32](repeating: 0, count: table.count * 2)
    let mask = table.count - 1
    for number in 0..<count {
      var slot = Int(truncatingIfNeeded: Self.hash(text(UInt32(number)), key)) & mask
      while table[slot] != 0 { slot = (slot + 1) & mask }
      table[slot] = UInt32(number + 1)
    }
  }

  @inline(__always)
  private func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    left.count == right.count && compareBytes(left, right) == 0
  }

  /// Eight bytes at a time, multiplied to 128 bits and folded: the scheme of wyhash (Wang Yi, public domain).
  @inline(__always)
  private static func hash(_ text: UnsafeRawBufferPointer, _ key: UInt64) -> UInt64 {
    var state = key ^ UInt64(text.count) &* 0x9E37_79B9_7F4A_7C15
    var index = 0
    while index &+ 8 <= text.count {
      state = fold(state ^ text.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0xA076_1D64_78BD_642F)
      index &+= 8
    }
    var tail: UInt64 = 0
    while index < text.count {
      tail = tail &<< 8 | UInt64(text[index])
      index &+= 1
    }
    return fold(fold(state ^ tail, 0xE703_7ED1_A0B4_28DB), key | 1)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

/// Below, at or above zero as the first text sorts before, equal to or after the second, by bytes.
@inline(__always)
func compareBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
  let common = min(left.count, right.count)
  var index = 0
  while index &+ 8 <= common {
    let first = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    let second = right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    if first != second { return first.byteSwapped < second.byteSwapped ? -1 : 1 }
    index &+= 8
  }
  while index < common {
    if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
    index &+= 1
  }
  return left.count - right.count
}
