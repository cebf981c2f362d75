import Search

/// Writes the files of an answer as they arrive, in one format.
protocol ResultPrinter: AnyObject {
  func print(_ file: FileMatch)

  /// Called once, after the last file.
  func finish(_ summary: SearchSummary)
}

extension ResultPrinter {
  func finish(_ summary: SearchSummary) {}
}

/// The lines of `file` to show: with context before and after as asked, which may be less than the engine gave,
/// since it knows only one number for both.
func visibleLines(_ file: FileMatch, before: Int, after: Int) -> [LineMatch] {
  let matches = file.lines.filter(\.isMatch).map(\.number)
  var next = 0
  return file.lines.filter { line in
    guard !line.isMatch else { return true }
    while next < matches.count, matches[next] < line.number { next += 1 }
    let follows = next > 0 && line.number - matches[next - 1] <= after
    let precedes = next < matches.count && matches[next] - line.number <= before
    return follows || precedes
  }
}
