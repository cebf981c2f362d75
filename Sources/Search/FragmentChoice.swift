import QueryEngine
import SearchIndex
import Syntax

/// Chooses which matches of a file are worth showing when there is room for a few only.
///
/// The first matches of a file are often its imports and comments. What a reader looks for is the line that
/// defines the name, or the one on which several words of the query meet. Lines are judged by:
///
/// - how many different terms of the query are on them, and on the lines next to them;
/// - whether a match is the name of a declaration, or a whole word rather than a part of one;
/// - whether it stands in code, not in a comment.
///
/// Equal lines keep the order of the text, so that without any difference the first ones are shown.
struct FragmentChoice {
  /// Separate places to show, at least 1.
  let fragments: Int
  /// Lines shown before and after each match: places closer than that are one fragment.
  let contextLines: Int

  /// Matches that are judged; a file with more is judged by these.
  static let matchesMax = 500

  private struct Line {
    /// Indices into the matches.
    var matches: Range<Int>
    /// Number of the line, counted from the first one with a match.
    var number: Int
    var score: Double
  }

  /// Those of `matches` (ascending) that lie in the best fragments, ascending; all of them when they fit.
  ///
  /// - Complexity: O(bytes from the first match to the last), and O(m log m) in the matches.
  func choose(_ matches: [TextMatch], in text: UnsafeRawBufferPointer, _ syntax: FileSyntax) -> [TextMatch] {
    let lines = self.lines(matches, text, syntax)
    guard lines.count > fragments else { return matches }
    // The best line, then the next best that is not shown with it, until there are enough places.
    var places: [Int] = []
    for index in lines.indices.sorted(by: { (lines[$1].score, $0) < (lines[$0].score, $1) }) {
      let isShown = places.contains { abs(lines[$0].number - lines[index].number) <= 2 * contextLines + 1 }
      if isShown { continue }
      places.append(index)
      if places.count == fragments { break }
    }
    // Matches on lines of context are marked too. A line in between would make a fragment of its own.
    var chosen: [TextMatch] = []
    for line in lines where places.contains(where: { abs(lines[$0].number - line.number) <= contextLines }) {
      chosen += matches[line.matches]
    }
    return chosen
  }

  private func lines(
    _ matches: [TextMatch], _ text: UnsafeRawBufferPointer, _ syntax: FileSyntax
  ) -> [Line] {
    var lines: [Line] = []
    var names = NameFinder(syntax)
    var index = 0
    var number = 0
    var counted = matches.first?.range.lowerBound ?? 0
    while index < matches.count {
      let start = matches[index].range.lowerBound
      number += LineFeeds.count(UnsafeRawBufferPointer(rebasing: text[counted..<start]))
      counted = start
      let end = LineFeeds.next(text, from: start)
      let first = index
      var atoms: UInt64 = 0
      var best = 0.0
      while index < matches.count, matches[index].range.lowerBound <= end {
        atoms |= 1 << UInt64(min(matches[index].atom, 63))
        best = max(best, names.worth(of: matches[index].range, in: text))
        index += 1
      }
      lines.append(
        Line(matches: first..<index, number: number, score: best + 4 * Double(atoms.nonzeroBitCount)))
    }
    return lines
  }
}

/// What a match is worth by what it stands on. Asked in ascending order.
private struct NameFinder {
  let syntax: FileSyntax
  var span = 0
  private let names: [Range<Int>]
  private var name = 0

  init(_ syntax: FileSyntax) {
    self.syntax = syntax
    // Outlines are nested in the order of the text; a name never starts before the one of an earlier item but
    // for parameters of templates.
    names = syntax.outline.map(\.nameRange).sorted { $0.lowerBound < $1.lowerBound }
  }

  mutating func worth(of range: Range<Int>, in text: UnsafeRawBufferPointer) -> Double {
    while name < names.count, names[name].upperBound <= range.lowerBound { name += 1 }
    while span < syntax.spans.count, syntax.spans[span].range.upperBound <= range.lowerBound { span += 1 }
    var worth = 0.0
    if isWholeWord(range, text) { worth += 1.5 }
    if name < names.count, names[name].overlaps(range) {
      worth += names[name] == range ? 6 : 3
    }
    if span < syntax.spans.count, syntax.spans[span].range.overlaps(range), syntax.spans[span].kind == .comment {
      worth -= 1
    }
    return worth
  }

  private func isWholeWord(_ range: Range<Int>, _ text: UnsafeRawBufferPointer) -> Bool {
    guard !range.isEmpty else { return false }
    return (range.lowerBound == 0 || !isWord(text[range.lowerBound - 1]))
      && (range.upperBound == text.count || !isWord(text[range.upperBound]))
  }

  private func isWord(_ byte: UInt8) -> Bool {
    byte == 0x5F || byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }
}
