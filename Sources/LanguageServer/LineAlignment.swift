/// Which lines of one text are which of another: a longest common subsequence.
///
/// - Source: Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1(2), 1986, by the standard
///   library's `difference(from:)`.
package struct LineAlignment: Sendable, Equatable {
  private var newByOld: [Int]
  private var oldByNew: [Int]

  /// Lines compared one by one at most, between the first and the last that differ: more would take a second. Beyond
  /// that only what is alike at both ends is known.
  package static let comparedMax = 1500

  /// Aligns two texts.
  package init(old: TextBuffer, new: TextBuffer) {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let old = old.lines.map(number)
    let new = new.lines.map(number)
    newByOld = [Int](repeating: -1, count: old.count)
    oldByNew = [Int](repeating: -1, count: new.count)
    var head = 0
    while head < min(old.count, new.count), old[head] == new[head] {
      (newByOld[head], oldByNew[head]) = (head, head)
      head += 1
    }
    var tail = 0
    while tail < min(old.count, new.count) - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
      newByOld[old.count - tail] = new.count - tail
      oldByNew[new.count - tail] = old.count - tail
    }
    let oldMiddle = old[head..<old.count - tail]
    let newMiddle = new[head..<new.count - tail]
    guard !oldMiddle.isEmpty, !newMiddle.isEmpty, oldMiddle.count <= Self.comparedMax,
      newMiddle.count <= Self.comparedMax
    else { return }
    let difference = newMiddle.difference(from: oldMiddle)
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    let kept = oldMiddle.indices.lazy.map { $0 - head }.filter { !removed.contains($0) }
    let same = newMiddle.indices.lazy.map { $0 - head }.filter { !inserted.contains($0) }
    for (one, other) in zip(kept, same) {
      newByOld[head + one] = head + other
      oldByNew[head + other] = head + one
    }
  }

  /// The new line (0-based) that an old one is; nil when it is gone or beyond the text.
  package func newLine(_ old: Int) -> Int? {
    newByOld.indices.contains(old) && newByOld[old] >= 0 ? newByOld[old] : nil
  }

  /// The old line (0-based) that a new one was; nil when it is new.
  package func oldLine(_ new: Int) -> Int? {
    oldByNew.indices.contains(new) && oldByNew[new] >= 0 ? oldByNew[new] : nil
  }

  /// Where an old line would be: itself, or behind the nearest line above it that is still there.
  package func nearestNewLine(_ old: Int) -> Int {
    var line = min(old, newByOld.count - 1)
    while line >= 0 {
      if newByOld[line] >= 0 { return min(newByOld[line] + (old - line), max(0, oldByNew.count - 1)) }
      line -= 1
    }
    return 0
  }
}
