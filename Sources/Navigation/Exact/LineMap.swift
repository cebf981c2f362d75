import Git

/// Where lines of a file are before and after a change.
struct LineMap: Sendable, Equatable {
  private struct Change: Equatable {
    var old: Range<Int>
    var new: Range<Int>
  }

  private var changes: [Change] = []

  /// The map of a file that did not change.
  init() {}

  /// The map of a diff without context lines.
  init(_ hunks: [DiffHunk]) {
    changes = hunks.map { hunk in
      // An empty side names the line before it.
      let old = hunk.oldCount == 0 ? hunk.oldStart + 1 : hunk.oldStart
      let new = hunk.newCount == 0 ? hunk.newStart + 1 : hunk.newStart
      return Change(old: old..<old + hunk.oldCount, new: new..<new + hunk.newCount)
    }
  }

  /// The line (1-based) after the change; nil when it was changed or removed.
  func newLine(_ line: Int) -> Int? { map(line, \.old, \.new) }

  /// The line (1-based) before the change; nil when it was changed or added.
  func oldLine(_ line: Int) -> Int? { map(line, \.new, \.old) }

  private func map(_ line: Int, _ from: KeyPath<Change, Range<Int>>, _ to: KeyPath<Change, Range<Int>>)
    -> Int?
  {
    var shift = 0
    for change in changes {
      let range = change[keyPath: from]
      if line < range.lowerBound { break }
      if range.contains(line) { return nil }
      shift = change[keyPath: to].upperBound - range.upperBound
    }
    return line + shift
  }
}
