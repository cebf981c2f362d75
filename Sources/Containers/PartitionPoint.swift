/// Bisection of numbers whose first ones satisfy a condition and whose last ones do not. Inlined, as a look-up in a
/// mapped file is often all that the condition is.
extension Range where Bound == Int {
  /// The first number for which `isBefore` is false, or the upper bound.
  ///
  /// - Complexity: O(log n) calls.
  @inlinable @inline(__always)
  package func partitionPoint<Failure: Error>(_ isBefore: (Int) throws(Failure) -> Bool) throws(Failure) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low &+ (high &- low) / 2
      if try isBefore(middle) { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// The last number for which `isAtOrBefore` is true, or the lower bound: it is not called for that, so that what
  /// begins at ascending places, the first at or before all, always has a holder.
  ///
  /// - Complexity: O(log n) calls.
  @inlinable @inline(__always)
  package func partitionFloor<Failure: Error>(_ isAtOrBefore: (Int) throws(Failure) -> Bool) throws(Failure) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while high &- low > 1 {
      let middle = low &+ (high &- low) / 2
      if try isAtOrBefore(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// As ``partitionFloor(_:)``, for answers that are mostly near the lower bound: steps double until one is past it.
  ///
  /// - Complexity: O(log d) calls for an answer at distance d.
  @inlinable @inline(__always)
  package func gallopingFloor<Failure: Error>(_ isAtOrBefore: (Int) throws(Failure) -> Bool) throws(Failure) -> Int {
    var (low, step) = (lowerBound, 1)
    while step < upperBound &- low, try isAtOrBefore(low &+ step) {
      low &+= step
      step &*= 2
    }
    return try (low..<Swift.max(low, Swift.min(low &+ step, upperBound))).partitionFloor(isAtOrBefore)
  }
}
