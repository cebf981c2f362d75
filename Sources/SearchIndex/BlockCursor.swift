/// The blocks that may hold a match, in ascending order, found window by window.
///
/// One per thread and search. Asking for the next block costs a few nanoseconds inside a window; filling a
/// window of 4,096 blocks costs 40 to 300 ns a posting list.
package final class BlockCursor {
  static let windowWords = 64

  /// Blocks per window.
  package static let windowBlocks = windowWords * 64

  private let node: GramNode?
  private let blockCount: UInt32
  private let words: UnsafeMutableBufferPointer<UInt64>
  private var windowStart: UInt32 = .max

  /// The posting lists that were considered; filled only when asked for.
  package let trace: [ListTrace]

  /// Plans `query` over the grams of `segment`'s text.
  package convenience init(_ segment: Segment, _ query: GramQuery, wantsTrace: Bool = false) {
    self.init(segment.lists, query, wantsTrace: wantsTrace)
  }

  init(_ lists: GramLists, _ query: GramQuery, wantsTrace: Bool) {
    var trace: [ListTrace]? = wantsTrace ? [] : nil
    node = GramNode.plan(query, lists, trace: &trace)
    self.trace = trace ?? []
    blockCount = UInt32(lists.blockCount)
    words = .allocate(capacity: Self.windowWords)
  }

  deinit {
    words.deallocate()
  }

  /// True when the index rules nothing out and the search is a scan.
  package var isUnrestricted: Bool {
    if case .all? = node?.kind { true } else { false }
  }

  /// Blocks the plan expects to leave.
  package var estimate: Int { node?.estimate ?? 0 }

  /// The first candidate at or after `block`, or nil. `block` may go back; going forward is cheap.
  package func next(atOrAfter block: UInt32) -> UInt32? {
    guard let node else { return nil }
    if case .all = node.kind { return block < blockCount ? block : nil }
    var from = block
    while from < blockCount {
      if windowStart != .max, from >= windowStart, from &- windowStart < UInt32(Self.windowBlocks) {
        if let found = nextInWindow(from) { return found < blockCount ? found : nil }
        // Past this window; it is within 32 bits because block counts are.
        from = windowStart + UInt32(Self.windowBlocks)
        if from >= blockCount { return nil }
      }
      let bound = node.lowerBound(from)
      // A bound before `from` can only come from a damaged list; it is ignored so that the loop advances.
      if bound == .max { return nil }
      load(max(bound, from))
      from = max(bound, from)
    }
    return nil
  }

  private func load(_ block: UInt32) {
    windowStart = block & ~UInt32(Self.windowBlocks - 1)
    words.update(repeating: 0)
    node?.fill(words, from: windowStart)
  }

  private func nextInWindow(_ block: UInt32) -> UInt32? {
    let offset = Int(block &- windowStart)
    var index = offset >> 6
    var word = words[index] & (~0 << UInt64(offset & 63))
    while word == 0 {
      index += 1
      if index == Self.windowWords { return nil }
      word = words[index]
    }
    return windowStart + UInt32(index * 64 + word.trailingZeroBitCount)
  }
}
