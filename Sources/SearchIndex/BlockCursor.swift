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
  /// Where documents share text: posting lists count slots there, which are translated window by window.
  private let slots: SlotWindow?
  private let words: UnsafeMutablePointer<UInt64>
  /// First block of the window in `words`; before there is one, too low for any block to be in it.
  private var windowStart = Int.min / 2

  /// True when the index rules nothing out and the search is a scan.
  package let isUnrestricted: Bool

  /// The posting lists that were considered; filled only when asked for.
  package let trace: [ListTrace]

  /// The parts of the query that a block has to satisfy all, in the order of the plan; only when asked for.
  package let conditions: [PlanCondition]

  /// Plans `query` over the grams of `segment`'s text.
  package convenience init(_ segment: Segment, _ query: GramQuery, wantsTrace: Bool = false) {
    self.init(segment.lists, query, wantsTrace: wantsTrace, segment.versions, segment.meta.blockCount)
  }

  init(
    _ lists: GramLists, _ query: GramQuery, wantsTrace: Bool, _ versions: VersionMap? = nil,
    _ blocks: Int? = nil
  ) {
    var trace: PlanTrace? = wantsTrace ? PlanTrace() : nil
    node = GramNode.plan(query, lists, trace: &trace)
    self.trace = trace?.lists ?? []
    conditions = trace?.conditions(of: query, node) ?? []
    blockCount = UInt32(blocks ?? lists.blockCount)
    slots = versions.map { SlotWindow($0) }
    isUnrestricted = if case .all? = node?.kind { true } else { false }
    words = .allocate(capacity: Self.windowWords)
  }

  deinit {
    words.deallocate()
  }

  /// Blocks the plan expects to leave.
  package var estimate: Int {
    guard let node else { return 0 }
    // Blocks that share a slot are taken to be as many for every slot.
    return slots.map { $0.blocks(ofSlots: node.estimate, among: Int(blockCount)) } ?? node.estimate
  }

  /// The first candidate at or after `block`, or nil. `block` may go back; going forward is cheap.
  package func next(atOrAfter block: UInt32) -> UInt32? {
    // Nearly every call is answered by the window at hand: no object but this is touched, which would cost
    // three times the look-up in reference counting.
    let offset = Int(block) &- windowStart
    if offset >= 0, offset < Self.windowWords * 64, let found = nextInWindow(offset) {
      return found < blockCount ? found : nil
    }
    return isUnrestricted ? (block < blockCount ? block : nil) : search(from: block)
  }

  /// As ``next(atOrAfter:)`` as far as that is known without reading on: nil at the end of the window at hand, too.
  package func nextAtHand(atOrAfter block: UInt32) -> UInt32? {
    let offset = Int(block) &- windowStart
    guard offset >= 0, offset < Self.windowBlocks, let found = nextInWindow(offset) else { return nil }
    return found < blockCount ? found : nil
  }

  /// Loads windows until one has a candidate.
  private func search(from block: UInt32) -> UInt32? {
    guard let node else { return nil }
    var from = block
    while from < blockCount {
      let offset = Int(from) &- windowStart
      if offset >= 0, offset < Self.windowWords * 64 {
        if let found = nextInWindow(offset) { return found < blockCount ? found : nil }
        // Past this window; it is within 32 bits because block counts are.
        from = UInt32(windowStart + Self.windowWords * 64)
        if from >= blockCount { return nil }
      }
      let bound = slots.map { $0.lowerBound(from, node) } ?? node.lowerBound(from)
      if bound >= blockCount { return nil }
      // A bound before `from` can only come from a damaged list; it is ignored so that the loop advances.
      from = max(bound, from)
      load(from)
    }
    return nil
  }

  private func load(_ block: UInt32) {
    let start = block & ~UInt32(Self.windowBlocks - 1)
    windowStart = Int(start)
    let window = UnsafeMutableBufferPointer(start: words, count: Self.windowWords)
    window.update(repeating: 0)
    guard let node else { return }
    if let slots {
      slots.fill(window, from: start, until: blockCount, node)
    } else {
      node.fill(window, from: start)
    }
  }

  @inline(__always)
  private func nextInWindow(_ offset: Int) -> UInt32? {
    var index = offset &>> 6
    var word = words[index] & (~0 &<< UInt64(offset & 63))
    while word == 0 {
      index &+= 1
      if index == Self.windowWords { return nil }
      word = words[index]
    }
    return UInt32(truncatingIfNeeded: windowStart &+ index &* 64 &+ word.trailingZeroBitCount)
  }
}
