/// Runs a ``Regex`` over bytes. One per thread: it owns the scratch memory, and allocates none once it is warm.
package final class Matcher {
  /// What it looks for.
  package let regex: Regex
  private let program: Program
  private lazy var pike = PikeMachine(program.forward, groups: false)
  private lazy var groups = PikeMachine(program.groups, groups: true)
  private var slots = [0, 0]

  init(_ regex: Regex) {
    self.regex = regex
    program = regex.program
  }

  /// Calls `body` with each leftmost-first match in `bytes[range]`, none overlapping another, until it returns false.
  ///
  /// Bytes outside `range` are context for `^ $ \b` and never part of a match. An empty match is not reported at the
  /// end of the match before it, nor inside a character (unless ``RegexOptions/emptyMatchesSplitScalars``).
  ///
  /// - Complexity: O(range), with a factor of the size of the pattern at worst.
  package func forEachMatch(in bytes: UnsafeRawBufferPointer, range: Range<Int>, _ body: (Range<Int>) -> Bool) {
    var position = range.lowerBound
    var previousEnd = -1
    while position <= range.upperBound, let match = find(bytes, position..<range.upperBound) {
      if match.isEmpty && (match.lowerBound == previousEnd || splitsScalar(bytes, match.lowerBound)) {
        position = match.upperBound &+ 1
        continue
      }
      if !body(match) { return }
      position = match.upperBound
      previousEnd = match.upperBound
    }
  }

  /// The first leftmost-first match in `bytes[range]`, or nil.
  package func firstMatch(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> Range<Int>? {
    var first: Range<Int>?
    forEachMatch(in: bytes, range: range) { match in
      first = match
      return false
    }
    return first
  }

  /// Whether there is a match in `bytes[range]`; stops at the first proof.
  package func hasMatch(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> Bool {
    firstMatch(in: bytes, range: range) != nil
  }

  /// The first match and what each group matched last in it (nil: the group took no part), or nil without a match.
  package func captures(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> [Range<Int>?]? {
    guard let match = firstMatch(in: bytes, range: range) else { return nil }
    let count = regex.captureNames.count
    if count == 1 { return [match] }
    var slots = [Int](repeating: -1, count: 2 * count)
    guard groups.search(bytes, match.lowerBound..<range.upperBound, anchored: true, result: &slots) else {
      preconditionFailure("two machines disagree on a match")
    }
    return (0..<count).map { group in
      let (start, end) = (slots[2 * group], slots[2 * group + 1])
      return start < 0 || end < 0 ? nil : start..<end
    }
  }

  private func find(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int>? {
    guard pike.search(bytes, range, anchored: false, result: &slots) else { return nil }
    return slots[0]..<slots[1]
  }

  private func splitsScalar(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Bool {
    !regex.options.emptyMatchesSplitScalars && position < bytes.count && bytes[position] & 0xC0 == 0x80
  }
}
