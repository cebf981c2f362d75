import Containers

/// A set of Unicode scalars, as sorted ranges.
///
/// Invariant: the ranges are ascending, disjoint and not adjacent, and hold no surrogate (UTF-8 encodes
/// none).
package struct ScalarSet: Sendable, Hashable {
  /// The members, ascending; two neighbouring ranges always have a gap between them.
  package let ranges: [ClosedRange<UInt32>]

  /// The greatest scalar.
  package static let last: UInt32 = 0x10FFFF

  /// The set without members.
  package static let none = ScalarSet(canonical: [])

  /// Every scalar.
  package static let all = ScalarSet([0...last])

  /// Makes a set of ranges in any order; surrogates and numbers over U+10FFFF are left out.
  ///
  /// - Complexity: O(n log n), O(n) when they are sorted.
  package init(_ unordered: [ClosedRange<UInt32>]) {
    var sorted = unordered
    if zip(sorted, sorted.dropFirst()).contains(where: { $0.lowerBound > $1.lowerBound }) {
      sorted.sort { $0.lowerBound < $1.lowerBound }
    }
    var result: [ClosedRange<UInt32>] = []
    result.reserveCapacity(sorted.count)
    func add(_ low: UInt32, _ high: UInt32) {
      guard low <= high else { return }
      if let previous = result.last, low <= previous.upperBound &+ 1 {
        if high > previous.upperBound { result[result.count - 1] = previous.lowerBound...high }
      } else {
        result.append(low...high)
      }
    }
    for range in sorted where range.lowerBound <= ScalarSet.last {
      let high = min(range.upperBound, ScalarSet.last)
      if range.lowerBound <= 0xDFFF && high >= 0xD800 {
        if range.lowerBound < 0xD800 { add(range.lowerBound, 0xD7FF) }
        if high > 0xDFFF { add(0xE000, high) }
      } else {
        add(range.lowerBound, high)
      }
    }
    ranges = result
  }

  /// Makes a set of one scalar.
  package init(_ scalar: UInt32) {
    self.init([scalar...scalar])
  }

  /// Trusts the caller to keep the invariant.
  init(canonical: [ClosedRange<UInt32>]) {
    ranges = canonical
  }

  /// Whether the set has no members.
  package var isEmpty: Bool { ranges.isEmpty }

  /// The number of members.
  package var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 } }

  /// The member, when there is exactly one.
  package var only: UInt32? {
    guard ranges.count == 1, ranges[0].lowerBound == ranges[0].upperBound else { return nil }
    return ranges[0].lowerBound
  }

  /// Whether every member is ASCII.
  package var isASCII: Bool { (ranges.last?.upperBound ?? 0) < 0x80 }

  /// Whether `scalar` is a member.
  ///
  /// - Complexity: O(log n) in the ranges.
  package func contains(_ scalar: UInt32) -> Bool {
    let range = ranges.indices.partitionPoint { ranges[$0].upperBound < scalar }
    return range < ranges.count && ranges[range].lowerBound <= scalar
  }

  /// The scalars in either set.
  package func union(_ other: ScalarSet) -> ScalarSet {
    if isEmpty { return other }
    if other.isEmpty { return self }
    return ScalarSet(ranges + other.ranges)
  }

  /// The scalars that are not members.
  package var complement: ScalarSet {
    var result: [ClosedRange<UInt32>] = []
    result.reserveCapacity(ranges.count + 1)
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= ScalarSet.last { result.append(next...ScalarSet.last) }
    return ScalarSet(result)
  }

  /// The scalars in both sets.
  package func intersection(_ other: ScalarSet) -> ScalarSet {
    var result: [ClosedRange<UInt32>] = []
    var left = 0
    var right = 0
    while left < ranges.count && right < other.ranges.count {
      let a = ranges[left]
      let b = other.ranges[right]
      let low = max(a.lowerBound, b.lowerBound)
      let high = min(a.upperBound, b.upperBound)
      if low <= high { result.append(low...high) }
      if a.upperBound < b.upperBound { left += 1 } else { right += 1 }
    }
    return ScalarSet(canonical: result)
  }

  /// The members that are not in `other`.
  package func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.complement) }
}
