package import Git

/// Where a line is after a change.
package enum MappedLine: Sendable, Equatable {
  /// The same line, at this number (1-based).
  case same(Int)
  /// The line was changed or removed; what stands there now is at this number.
  case near(Int)

  /// Follows a line (1-based) of the old side through the hunks of a diff, whatever their context.
  package init(_ line: Int, through hunks: [DiffHunk]) {
    var shift = 0
    for hunk in hunks {
      // A hunk that only adds names the line before it.
      let first = hunk.oldCount == 0 ? hunk.oldStart + 1 : hunk.oldStart
      if line < first { break }
      guard line < first + hunk.oldCount else {
        shift += hunk.newCount - hunk.oldCount
        continue
      }
      var near = max(1, hunk.newCount == 0 ? hunk.newStart : hunk.newStart)
      for candidate in hunk.lines {
        if candidate.oldNumber == line {
          self = candidate.newNumber.map { .same($0) } ?? .near(near)
          return
        }
        if let number = candidate.newNumber { near = number }
      }
      self = .near(near)
      return
    }
    self = .same(line + shift)
  }

  /// The number in the new text.
  package var number: Int {
    switch self {
    case .same(let line), .near(let line): line
    }
  }
}
