import Kernels

/// A planned gram query over the lists of one file: which lists to read, rarest first.
final class GramNode {
  enum Kind { case all, list(ListCursor), union(ListUnion), run(RunList), and, or }

  let kind: Kind
  /// Of an AND in the order they are combined in: the rarest, those that cost little, the others.
  let children: [GramNode]
  /// Of an AND: what windows are passed over by, the rarest first.
  private let leaps: [GramNode]
  /// Blocks expected to satisfy the node.
  let estimate: Int
  private let scratch: UnsafeMutableBufferPointer<UInt64>

  private init(_ kind: Kind, children: [GramNode] = [], estimate: Int) {
    self.kind = kind
    if case .and = kind {
      leaps = Array(children.prefix(2))
      let others = children.dropFirst()
      self.children = children.prefix(1) + others.filter(\.isDense) + others.filter { !$0.isDense }
    } else {
      leaps = []
      self.children = children
    }
    self.estimate = estimate
    scratch = .allocate(capacity: children.isEmpty ? 0 : 2 * BlockCursor.windowWords)
  }

  deinit {
    scratch.deallocate()
  }

  /// Time to check one candidate block on its text, in nanoseconds: what a posting list may save.
  static let verifyCost = 700.0

  /// Nanoseconds to combine one window of a bitmap, or of a list of chunks and one posting in it. Measured on
  /// linux-6.1 (AMD EPYC); plans change little when they are wrong by a factor of two.
  static let bitmapWindowCost = 12.0
  static let chunkWindowCost = 40.0
  static let postingCost = 1.5
  static let runWindowCost = 80.0

  /// Lists ANDed at most; further ones of the same literal are strongly correlated.
  static let listLimit = 8

  /// Blocks that are left of a window when the rest of the lists are asked for each of them.
  static let probedMax = 16

  /// Alternatives followed to find the next candidate; beyond this every window is looked at, lists in common.
  static let alternativeLimit = 16

  /// Plans `query`, or nil when no block can satisfy it.
  static func plan(_ query: GramQuery, _ lists: GramLists, trace: inout PlanTrace?) -> GramNode? {
    switch query {
    case .none: return nil
    case .all: return GramNode(.all, estimate: lists.blockCount)
    case .gram(let code):
      let list = lists.list(code)
      trace?.add(code, count: list.count, isUsed: true)
      return list.count == 0 ? nil : GramNode(.list(ListCursor(list)), estimate: list.count)
    case .run(let runClass, let least):
      guard let list = lists.runs?.list(runClass, atLeast: least) else {
        return GramNode(.all, estimate: lists.blockCount)
      }
      let count = list.count
      return count == 0 ? nil : GramNode(.run(list), estimate: count)
    case .and(let parts): return planAnd(parts, lists, trace: &trace)
    case .or(let parts): return planOr(parts, lists, trace: &trace)
    }
  }

  /// What a query is expected to leave and to cost, without touching the lists themselves.
  private struct Outlook {
    var blocks: Int
    /// Nanoseconds to combine one window.
    var windowCost: Double
  }

  /// The outlook of `query`, or nil when no block can satisfy it.
  private static func outlook(_ query: GramQuery, _ lists: GramLists) -> Outlook? {
    switch query {
    case .none: return nil
    case .all: return Outlook(blocks: lists.blockCount, windowCost: 0)
    case .gram(let code):
      let count = lists.count(code)
      if count == 0 { return nil }
      if PostingCodec.isBitmap(count: count, blockCount: lists.blockCount) {
        return Outlook(blocks: count, windowCost: bitmapWindowCost)
      }
      return Outlook(
        blocks: count, windowCost: chunkWindowCost + postingCost * Double(count) / windows(lists))
    case .run(let runClass, let least):
      guard let list = lists.runs?.list(runClass, atLeast: least) else {
        return Outlook(blocks: lists.blockCount, windowCost: 0)
      }
      let count = list.count
      return count == 0 ? nil : Outlook(blocks: count, windowCost: runWindowCost)
    case .and(let parts):
      var all = Outlook(blocks: lists.blockCount, windowCost: 0)
      for part in parts {
        guard let outlook = outlook(part, lists) else { return nil }
        all.blocks = min(all.blocks, outlook.blocks)
        all.windowCost += outlook.windowCost
      }
      return all
    case .or(let parts): return unionOutlook(parts, lists)
    }
  }

  private static func unionOutlook(_ parts: [GramQuery], _ lists: GramLists) -> Outlook? {
    var any = Outlook(blocks: 0, windowCost: 0)
    var sum = 0.0
    for part in parts {
      guard let outlook = outlook(part, lists) else { continue }
      any.blocks = max(any.blocks, outlook.blocks)
      any.windowCost += outlook.windowCost
      sum += Double(outlook.blocks)
    }
    if sum == 0 { return nil }
    // Alternatives overlap: s / (1 + s) is within a tenth of the share of the blocks for the large classes,
    // where a plain sum, or independence, would find nothing left to save.
    let share = sum / Double(max(lists.blockCount, 1))
    any.blocks = max(any.blocks, Int(sum / (1 + share)), 1)
    return any
  }

  private static func windows(_ lists: GramLists) -> Double {
    Double(lists.blockCount) / Double(BlockCursor.windowBlocks) + 1
  }

  private static func planAnd(
    _ parts: [GramQuery], _ lists: GramLists, trace: inout PlanTrace?
  ) -> GramNode? {
    trace?.depth += 1
    defer { trace?.depth -= 1 }
    var ranked: [(query: GramQuery, outlook: Outlook)] = []
    for part in parts {
      guard let outlook = outlook(part, lists) else {
        if case .gram(let code) = part { trace?.add(code, count: 0, isUsed: true) }
        trace?.add(part, blocks: 0, isUsed: true)
        return nil
      }
      if case .all = part { continue }
      ranked.append((part, outlook))
    }
    guard !ranked.isEmpty else { return GramNode(.all, estimate: lists.blockCount) }
    ranked.sort { $0.outlook.blocks < $1.outlook.blocks }
    let total = Double(max(lists.blockCount, 1))
    var left = Double(lists.blockCount)
    var chosen: [GramNode] = []
    for (part, outlook) in ranked {
      let share = Double(outlook.blocks) / total
      // Grams of one query are correlated, so a further list removes less than its density says: of the
      // powers tried, those near the fourth root came closest over 1,500 words.
      let keeps = chosen.isEmpty ? share : share.squareRoot().squareRoot()
      let cost = min(left, windows(lists)) * outlook.windowCost
      let isWorth = left * (1 - keeps) * verifyCost > cost && chosen.count < listLimit
      if isWorth, let node = plan(part, lists, trace: &trace) {
        if case .all = node.kind {
          trace?.add(part, blocks: outlook.blocks, isUsed: false)
          continue
        }
        chosen.append(node)
        left *= keeps
        trace?.add(part, blocks: outlook.blocks, isUsed: true)
      } else {
        if case .gram(let code) = part { trace?.add(code, count: outlook.blocks, isUsed: false) }
        trace?.add(part, blocks: outlook.blocks, isUsed: false)
      }
    }
    if chosen.isEmpty { return GramNode(.all, estimate: lists.blockCount) }
    if chosen.count == 1 { return chosen[0] }
    return GramNode(.and, children: chosen, estimate: max(Int(left), 1))
  }

  private static func planOr(
    _ parts: [GramQuery], _ lists: GramLists, trace: inout PlanTrace?
  ) -> GramNode? {
    guard let union = unionOutlook(parts, lists) else { return nil }
    // A union that leaves nearly every block is not worth reading.
    if Double(lists.blockCount - union.blocks) * verifyCost < windows(lists) * union.windowCost,
      parts.count > 4
    {
      return GramNode(.all, estimate: lists.blockCount)
    }
    var nodes: [GramNode] = []
    var many: [PostingList] = []
    for part in parts {
      if parts.count > alternativeLimit, case .gram(let code) = part {
        let list = lists.list(code)
        trace?.add(code, count: list.count, isUsed: true)
        if list.count > 0 { many.append(list) }
        continue
      }
      guard let node = plan(part, lists, trace: &trace) else { continue }
      if case .all = node.kind { return node }
      nodes.append(node)
    }
    if !many.isEmpty { nodes.append(GramNode(.union(ListUnion(many)), estimate: union.blocks)) }
    if nodes.count < 2 { return nodes.first }
    return GramNode(.or, children: nodes, estimate: union.blocks)
  }

  /// No block before the returned one, at or after `block`, can satisfy the node; `UInt32.max` when none can.
  func lowerBound(_ block: UInt32) -> UInt32 {
    switch kind {
    // Every window is looked at.
    case .all, .run, .union: return block
    case .list(let cursor): return cursor.next(atOrAfter: block)
    case .and:
      let first = leaps[0].lowerBound(block)
      if first == .max { return .max }
      return max(first, leaps[1].lowerBound(first))
    case .or:
      if children.count > Self.alternativeLimit { return block }
      var least = UInt32.max
      for child in children { least = min(least, child.lowerBound(block)) }
      return least
    }
  }

  /// Sets the bits of the blocks in the window from `first` that satisfy the node.
  func fill(_ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    switch kind {
    case .all: words.update(repeating: ~0)
    case .list(let cursor): cursor.fill(words, from: first)
    case .union(let union): union.fill(words, from: first)
    case .run(let list): list.fill(words, from: first)
    case .or: for child in children { child.fill(words, from: first) }
    case .and: fillIntersection(words, from: first)
    }
  }

  /// Whether a window costs the same however many blocks it holds.
  private var isDense: Bool {
    switch kind {
    case .list(let cursor): cursor.isDense
    case .run, .all: true
    case .and, .or, .union: false
    }
  }

  /// Clears the bits of the blocks that are not in the list; how many are left. A chunk is decoded only where one of
  /// them may be.
  private static func probe(
    _ cursor: ListCursor, _ words: UnsafeMutablePointer<UInt64>, from first: UInt32
  ) -> Int {
    var left = 0
    for index in 0..<BlockCursor.windowWords where words[index] != 0 {
      var rest = words[index]
      var kept: UInt64 = 0
      while rest != 0 {
        let bit = rest & (0 &- rest)
        rest ^= bit
        if cursor.contains(first &+ UInt32(index &* 64 &+ bit.trailingZeroBitCount)) { kept |= bit }
      }
      words[index] = kept
      left &+= kept.nonzeroBitCount
    }
    return left
  }

  /// Intersects the children on the side: `words` may hold bits of other alternatives already.
  private func fillIntersection(_ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    let kept = UnsafeMutableBufferPointer(rebasing: scratch[..<BlockCursor.windowWords])
    let next = UnsafeMutableBufferPointer(rebasing: scratch[BlockCursor.windowWords...])
    kept.update(repeating: 0)
    children[0].fill(kept, from: first)
    guard let target = kept.baseAddress, let source = next.baseAddress, let output = words.baseAddress else {
      return
    }
    var left = BlockCursor.windowBlocks
    for index in 1..<children.count {
      if left <= Self.probedMax, case .list(let cursor) = children[index].kind, !cursor.isDense {
        left = Self.probe(cursor, target, from: first)
      } else {
        next.update(repeating: 0)
        children[index].fill(next, from: first)
        left = kernel_intersect(target, source, BlockCursor.windowWords)
      }
      if left == 0 { return }
    }
    for word in 0..<BlockCursor.windowWords { output[word] |= target[word] }
  }
}
