/// Translates candidates among slots, which posting lists count, to blocks of documents. Belongs to one cursor.
final class SlotWindow {
  private let versions: VersionMap
  private let words: UnsafeMutableBufferPointer<UInt64>
  /// First slot of the window in `words`, or -1.
  private var start = -1

  init(_ versions: VersionMap) {
    self.versions = versions
    words = .allocate(capacity: BlockCursor.windowWords)
    words.initialize(repeating: 0)
  }

  deinit {
    words.deallocate()
  }

  /// How many of `total` blocks are in `count` slots, if all slots have as many.
  func blocks(ofSlots count: Int, among total: Int) -> Int {
    max(count, Int(Double(count) * Double(total) / Double(max(versions.slotCount, 1))))
  }

  /// No block before the returned one, at or after `block`, stands in a slot that satisfies `node`.
  func lowerBound(_ block: UInt32, _ node: GramNode) -> UInt32 {
    let family = versions.family(holdingBlock: Int(block))
    let slot = Int(node.lowerBound(UInt32(versions.firstSlot(family))))
    if slot >= versions.slotCount { return .max }
    if slot < versions.firstSlot(family + 1) { return block }
    return UInt32(versions.firstBlock(versions.family(holdingSlot: slot)))
  }

  /// Sets the bit of each block in the window from `first`, before `end`, whose slot satisfies `node`.
  func fill(
    _ target: UnsafeMutableBufferPointer<UInt64>, from first: UInt32, until end: UInt32, _ node: GramNode
  ) {
    let limit = min(Int(first) + target.count * 64, Int(end))
    var block = Int(first)
    guard block < limit else { return }
    var family = versions.family(holdingBlock: block)
    var slot = versions.firstSlot(family)
    let slotsEnd = versions.firstSlot(versions.family(holdingBlock: limit - 1) + 1)
    while slot < slotsEnd {
      let windowEnd = load(holding: slot, node)
      guard let found = firstSet(in: slot..<min(slotsEnd, windowEnd)) else {
        slot = windowEnd
        continue
      }
      if found >= versions.firstSlot(family + 1) {
        family += 1
        if found >= versions.firstSlot(family + 1) { family = versions.family(holdingSlot: found) }
      }
      let part = found..<min(versions.firstSlot(family + 1), windowEnd)
      block = max(block, versions.firstBlock(family))
      let blocks = block..<max(block, min(limit, versions.firstBlock(family + 1)))
      versions.forEachSlot(of: blocks, family) { block, slot in
        guard part.contains(slot), isSet(slot) else { return }
        let offset = block &- Int(first)
        target[offset &>> 6] |= UInt64(1) &<< UInt64(offset & 63)
      }
      slot = part.upperBound
    }
  }

  /// Has the window of `slot` in `words`; where it ends.
  private func load(holding slot: Int, _ node: GramNode) -> Int {
    let windowStart = slot / BlockCursor.windowBlocks * BlockCursor.windowBlocks
    if windowStart != start {
      start = windowStart
      words.update(repeating: 0)
      node.fill(words, from: UInt32(windowStart))
    }
    return windowStart + BlockCursor.windowBlocks
  }

  @inline(__always)
  private func isSet(_ slot: Int) -> Bool {
    let offset = slot &- start
    return words[offset &>> 6] &>> UInt64(offset & 63) & 1 == 1
  }

  /// The first slot of `part`, which lies in the window and is not empty, that satisfies the query.
  private func firstSet(in part: Range<Int>) -> Int? {
    var index = (part.lowerBound - start) >> 6
    let last = (part.upperBound - 1 - start) >> 6
    var word = words[index] & ~0 << UInt64((part.lowerBound - start) & 63)
    while word == 0 {
      index += 1
      if index > last { return nil }
      word = words[index]
    }
    let found = start + index * 64 + word.trailingZeroBitCount
    return found < part.upperBound ? found : nil
  }
}
