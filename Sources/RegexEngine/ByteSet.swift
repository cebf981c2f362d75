/// A set of byte values, as 256 bits.
package struct ByteSet: Sendable, Hashable {
  /// Bit `b & 63` of word `b >> 6` says whether byte `b` is a member.
  package var words: SIMD4<UInt64> = .zero

  /// Makes the empty set.
  package init() {}

  /// Makes a set of ranges of bytes.
  package init(_ ranges: [ClosedRange<UInt8>]) {
    for range in ranges { insert(range) }
  }

  /// Whether `byte` is a member.
  package func contains(_ byte: UInt8) -> Bool {
    words[Int(byte &>> 6)] &>> UInt64(byte & 63) & 1 == 1
  }

  /// Adds `byte`.
  package mutating func insert(_ byte: UInt8) {
    words[Int(byte &>> 6)] |= 1 &<< UInt64(byte & 63)
  }

  /// Adds every byte of `range`.
  package mutating func insert(_ range: ClosedRange<UInt8>) {
    // All bits from the low one up, and all up to the high one: transitions of automata come through here.
    let low = Int(range.lowerBound &>> 6)
    let high = Int(range.upperBound &>> 6)
    let from = UInt64.max &<< UInt64(range.lowerBound & 63)
    let upTo = UInt64.max &>> UInt64(63 &- (range.upperBound & 63))
    if low == high {
      words[low] |= from & upTo
      return
    }
    words[low] |= from
    for index in (low &+ 1)..<high { words[index] = .max }
    words[high] |= upTo
  }

  /// Adds every member of `other`.
  package mutating func formUnion(_ other: ByteSet) {
    for index in 0..<4 { words[index] |= other.words[index] }
  }

  /// Removes `byte`.
  package mutating func remove(_ byte: UInt8) {
    words[Int(byte &>> 6)] &= ~(1 &<< UInt64(byte & 63))
  }

  /// The bytes that are not members.
  package var complement: ByteSet {
    var result = ByteSet()
    for index in 0..<4 { result.words[index] = ~words[index] }
    return result
  }

  /// The number of members, 0 to 256.
  package var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

  /// Whether there are no members.
  package var isEmpty: Bool { words == .zero }

  /// Calls `body` with each member, ascending.
  package func forEach(_ body: (UInt8) -> Void) {
    for index in 0..<4 {
      var word = words[index]
      while word != 0 {
        body(UInt8(truncatingIfNeeded: index &* 64 &+ word.trailingZeroBitCount))
        word &= word &- 1
      }
    }
  }

  /// The members as maximal ranges, ascending.
  package var ranges: [ClosedRange<UInt8>] {
    var result: [ClosedRange<UInt8>] = []
    forEach { byte in
      if let last = result.last, Int(last.upperBound) + 1 == Int(byte) {
        result[result.count - 1] = last.lowerBound...byte
      } else {
        result.append(byte...byte)
      }
    }
    return result
  }
}
