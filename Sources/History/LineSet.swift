package import Git

/// Lines of a file, counted from 0: half-open ranges in order, which neither overlap nor touch.
package struct LineSet: Sendable, Hashable {
  /// None is empty.
  package private(set) var ranges: [Range<Int>] = []

  /// No lines.
  package init() {}

  /// Neighbouring lines, counted from 1 as people do.
  package init(_ lines: ClosedRange<Int>) {
    add(max(0, lines.lowerBound - 1)..<max(0, lines.upperBound))
  }

  /// Whether there are none.
  package var isEmpty: Bool { ranges.isEmpty }

  /// Adds the lines of another set.
  package mutating func formUnion(_ other: LineSet) {
    let all = (ranges + other.ranges).sorted { $0.lowerBound < $1.lowerBound }
    ranges = []
    for range in all { add(range) }
  }

  /// The lines before a change, and whether the change touched any: those it left alone at their old places, and the
  /// ones that it replaced or removed. What only came between two lines of the set touches; at its borders it does not.
  ///
  /// - Parameter edits: in the order of lines.
  /// - Source: what `git log -L` documents and does, with which this agrees.
  package func before(_ edits: [LineEdit]) -> (lines: LineSet, isTouched: Bool) {
    let touching = edits.filter { edit in
      ranges.contains { $0.lowerBound < edit.new.upperBound && edit.new.lowerBound < $0.upperBound }
    }
    var result = LineSet()
    var pieces: [Range<Int>] = []
    for range in ranges {
      var from = range.lowerBound
      for edit in touching where edit.new.upperBound > from && edit.new.lowerBound < range.upperBound {
        if edit.new.lowerBound > from { pieces.append(from..<edit.new.lowerBound) }
        from = max(from, edit.new.upperBound)
      }
      if from < range.upperBound { pieces.append(from..<range.upperBound) }
    }
    var shift = 0
    var next = 0
    for piece in pieces {
      while next < edits.count, edits[next].new.lowerBound <= piece.lowerBound {
        shift += edits[next].old.count - edits[next].new.count
        next += 1
      }
      let first = max(0, piece.lowerBound + shift)
      result.add(first..<(first + piece.count))
    }
    var replaced = LineSet()
    for edit in touching { replaced.add(edit.old) }
    result.formUnion(replaced)
    return (result, !touching.isEmpty)
  }

  /// Adds a range that begins no earlier than the last one.
  private mutating func add(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if let last = ranges.last, range.lowerBound <= last.upperBound {
      ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    } else {
      ranges.append(range)
    }
  }
}
