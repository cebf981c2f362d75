package import Git

/// The lines of a hunk side by side, with the words that differ.
package struct DiffPairing: Sendable {
  /// A row of the split view: places in the hunk's lines, one of them nil where the other side has no partner.
  package struct Row: Sendable, Equatable {
    /// A context or deleted line.
    package var old: Int?
    /// A context or added line; the same place as `old` for context.
    package var new: Int?

    /// A row.
    package init(old: Int?, new: Int?) {
      self.old = old
      self.new = new
    }
  }

  /// The rows in the order of reading.
  package private(set) var rows: [Row] = []

  /// By place of the line: byte ranges of its words that differ from its partner's; empty without a partner, and
  /// where the whole line differs.
  package private(set) var marks: [[Range<Int>]]

  /// Lines of one block on either side that are compared each with each; larger ones are paired in order.
  static let blockLimit = 40

  /// The least likeness of two lines that are called one changed line.
  static let likenessMin = 0.4

  /// Pairs the lines of `hunk`: deleted ones with the added ones that follow them.
  package init(_ hunk: DiffHunk) {
    let lines = hunk.lines
    marks = Array(repeating: [], count: lines.count)
    var place = 0
    while place < lines.count {
      if lines[place].kind == .context {
        rows.append(Row(old: place, new: place))
        place += 1
        continue
      }
      let start = place
      while place < lines.count, lines[place].kind == .deleted { place += 1 }
      let middle = place
      while place < lines.count, lines[place].kind == .added { place += 1 }
      // An added line before a deleted one begins a block of its own, which this takes too.
      appendBlock(Array(start..<middle), Array(middle..<place), lines)
    }
  }

  private mutating func appendBlock(_ old: [Int], _ new: [Int], _ lines: [DiffLine]) {
    var (oldNext, newNext) = (0, 0)
    for (oldIndex, newIndex) in pairs(old, new, lines) {
      while oldNext < oldIndex, newNext < newIndex {
        rows.append(Row(old: old[oldNext], new: new[newNext]))
        (oldNext, newNext) = (oldNext + 1, newNext + 1)
      }
      while oldNext < oldIndex { rows.append(Row(old: old[oldNext], new: nil)); oldNext += 1 }
      while newNext < newIndex { rows.append(Row(old: nil, new: new[newNext])); newNext += 1 }
      rows.append(Row(old: old[oldIndex], new: new[newIndex]))
      if let words = WordDiff(lines[old[oldIndex]].text, lines[new[newIndex]].text) {
        marks[old[oldIndex]] = words.old
        marks[new[newIndex]] = words.new
      }
      (oldNext, newNext) = (oldIndex + 1, newIndex + 1)
    }
    while oldNext < old.count || newNext < new.count {
      rows.append(
        Row(old: oldNext < old.count ? old[oldNext] : nil, new: newNext < new.count ? new[newNext] : nil))
      (oldNext, newNext) = (oldNext + 1, newNext + 1)
    }
  }

  /// Places in `old` and `new` that belong together, ascending on both sides, most alike in sum.
  private func pairs(_ old: [Int], _ new: [Int], _ lines: [DiffLine]) -> [(Int, Int)] {
    guard !old.isEmpty, !new.isEmpty else { return [] }
    guard old.count <= DiffPairing.blockLimit, new.count <= DiffPairing.blockLimit else {
      return (0..<min(old.count, new.count)).filter { index in
        likeness(lines[old[index]].text, lines[new[index]].text) >= DiffPairing.likenessMin
      }.map { ($0, $0) }
    }
    // best[i][j]: the most likeness of old[i...] and new[j...].
    var best = [[Double]](repeating: [Double](repeating: 0, count: new.count + 1), count: old.count + 1)
    var alike = best
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        let value = likeness(lines[old[i]].text, lines[new[j]].text)
        alike[i][j] = value
        best[i][j] = max(best[i + 1][j], best[i][j + 1])
        if value >= DiffPairing.likenessMin { best[i][j] = max(best[i][j], value + best[i + 1][j + 1]) }
      }
    }
    var output: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < old.count, j < new.count {
      if alike[i][j] >= DiffPairing.likenessMin, best[i][j] == alike[i][j] + best[i + 1][j + 1] {
        output.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if best[i][j] == best[i + 1][j] {
        i += 1
      } else {
        j += 1
      }
    }
    return output
  }
}
