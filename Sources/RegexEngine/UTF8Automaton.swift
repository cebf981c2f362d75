/// A deterministic automaton over the UTF-8 of a set of scalars, or over that UTF-8 backwards.
///
/// Being a tree with equal subtrees shared, it keeps the states that a search carries per set at a handful;
/// the plain list of byte sequences has 800 for `\w`, 500 of which start alike when read backwards.
struct UTF8Automaton: Sendable {
  /// A step on any byte from `low` to `high`; `node` is an index into ``nodes``, or ``end``.
  struct Step: Sendable {
    let low: UInt8
    let high: UInt8
    let node: UInt32
  }

  /// Where a scalar is complete.
  static let end = UInt32.max

  /// The steps of each node, ascending; a node's steps lead to nodes before it. The last is the root.
  private(set) var nodes: [[Step]] = []
  /// The bytes that some step treats otherwise than the byte before them.
  private(set) var cuts = ByteSet()

  /// A sequence of one to four byte ranges, the next one in the low 16 bits (low byte, then high byte). Zero
  /// is the empty sequence: no byte of a sequence of several is zero, and U+0000 is handled at the root.
  private typealias Sequence = UInt64
  private var nodeOfTails: [[Sequence]: UInt32] = [:]

  init(_ set: ScalarSet, reversed: Bool) {
    var sequences: [Sequence] = []
    var ascii: [Step] = []
    for range in set.ranges {
      if range.lowerBound < 0x80 {
        let high = min(range.upperBound, 0x7F)
        ascii.append(Step(low: UInt8(range.lowerBound), high: UInt8(high), node: UTF8Automaton.end))
      }
      if range.upperBound >= 0x80 {
        UTF8Automaton.split(
          max(range.lowerBound, 0x80), range.upperBound, reversed: reversed, into: &sequences)
      }
    }
    let rest = sequences.isEmpty ? [] : sequences.count == 1 ? chain(sequences[0]) : steps(sequences)
    nodes.append(ascii + rest)
    for step in nodes.joined() {
      cuts.insert(step.low)
      if step.high < 255 { cuts.insert(step.high + 1) }
    }
    nodeOfTails = [:]
  }

  /// The automaton of `set`; those of `\w`, `\W` and `\d`, which take up to a millisecond to make, are made
  /// once.
  static func of(_ set: ScalarSet, reversed: Bool) -> UTF8Automaton {
    if set == UnicodeData.word { return reversed ? wordBackward : wordForward }
    if set == UnicodeData.digit { return reversed ? digitBackward : digitForward }
    if set == UnicodeData.notWord { return reversed ? notWordBackward : notWordForward }
    return UTF8Automaton(set, reversed: reversed)
  }

  private static let wordForward = UTF8Automaton(UnicodeData.word, reversed: false)
  private static let wordBackward = UTF8Automaton(UnicodeData.word, reversed: true)
  private static let digitForward = UTF8Automaton(UnicodeData.digit, reversed: false)
  private static let digitBackward = UTF8Automaton(UnicodeData.digit, reversed: true)
  private static let notWordForward = UTF8Automaton(UnicodeData.notWord, reversed: false)
  private static let notWordBackward = UTF8Automaton(UnicodeData.notWord, reversed: true)

  private mutating func node(_ tails: [Sequence]) -> UInt32 {
    if tails == [0] { return UTF8Automaton.end }
    if let known = nodeOfTails[tails] { return known }
    let steps = steps(tails)
    nodes.append(steps)
    nodeOfTails[tails] = UInt32(nodes.count - 1)
    return UInt32(nodes.count - 1)
  }

  /// The first step of a lone sequence, the others made: what the other cases of "k" and "s" come to.
  private mutating func chain(_ sequence: Sequence) -> [Step] {
    var target = UTF8Automaton.end
    if sequence >> 16 != 0 {
      nodes.append(chain(sequence >> 16))
      target = UInt32(nodes.count - 1)
    }
    return [Step(low: UInt8(sequence & 0xFF), high: UInt8(sequence >> 8 & 0xFF), node: target)]
  }

  private mutating func steps(_ sequences: [Sequence]) -> [Step] {
    // Cut the bytes where any first range starts or ends; between two cuts all bytes behave alike.
    var isCut = [Bool](repeating: false, count: 257)
    for sequence in sequences {
      isCut[Int(sequence & 0xFF)] = true
      isCut[Int(sequence >> 8 & 0xFF) + 1] = true
    }
    let cuts = (0..<257).filter { isCut[$0] }
    var cutIndex = [Int](repeating: 0, count: 257)
    for (index, cut) in cuts.enumerated() { cutIndex[cut] = index }
    var tails = [[Sequence]](repeating: [], count: cuts.count)
    for sequence in sequences {
      let first = cutIndex[Int(sequence & 0xFF)]
      let end = cutIndex[Int(sequence >> 8 & 0xFF) + 1]
      for index in first..<end where tails[index].last != sequence >> 16 {
        tails[index].append(sequence >> 16)
      }
    }
    var result: [Step] = []
    for index in 0..<cuts.count - 1 where !tails[index].isEmpty {
      let low = UInt8(cuts[index])
      let high = UInt8(cuts[index + 1] - 1)
      let target = node(UTF8Automaton.sortedUnique(tails[index]))
      if let last = result.last, last.node == target, Int(last.high) + 1 == Int(low) {
        result[result.count - 1] = Step(low: last.low, high: high, node: target)
      } else {
        result.append(Step(low: low, high: high, node: target))
      }
    }
    return result
  }

  private static func sortedUnique(_ tails: [Sequence]) -> [Sequence] {
    if tails.count == 1 { return tails }
    var result: [Sequence] = []
    for tail in tails.sorted() where result.last != tail { result.append(tail) }
    return result
  }

  /// Appends the byte sequences of the scalars from `low` to `high`, none of them ASCII.
  private static func split(_ low: UInt32, _ high: UInt32, reversed: Bool, into sequences: inout [Sequence]) {
    for (bound, length) in [(UInt32(0x7FF), 2), (0xFFFF, 3), (ScalarSet.last, 4)] where low <= bound {
      if high > bound {
        split(low, bound, reversed: reversed, into: &sequences)
        return split(bound + 1, high, reversed: reversed, into: &sequences)
      }
      // Split until all continuation bytes but the leading equal ones run over their full range.
      for position in 1..<UInt32(length) {
        let mask = UInt32(1) << (6 * position) - 1
        guard low & ~mask != high & ~mask else { continue }
        if low & mask != 0 {
          split(low, low | mask, reversed: reversed, into: &sequences)
          return split((low | mask) + 1, high, reversed: reversed, into: &sequences)
        }
        if high & mask != mask {
          split(low, (high & ~mask) - 1, reversed: reversed, into: &sequences)
          return split(high & ~mask, high, reversed: reversed, into: &sequences)
        }
      }
      let pairs = zip(utf8(low), utf8(high)).map { Sequence($0) | Sequence($1) << 8 }
      var packed: Sequence = 0
      for pair in reversed ? pairs : pairs.reversed() { packed = packed << 16 | pair }
      sequences.append(packed)
      return
    }
  }
}
