package import QueryEngine

extension Searcher {
  /// The matching lines in all files, as a program counts them that reads each file: those of files with the same
  /// text count once for each.
  ///
  /// - Complexity: an exhaustive search, at most ten minutes of it; what was not looked at by then is not counted.
  /// - Throws: what ``search(_:isCancelled:onEvent:)`` throws.
  package func countLinesWithCopies(_ query: Query) throws -> Int {
    var request = SearchRequest(query: query)
    request.query.settings.count = .all
    request.linesPerFile = 1
    request.fileLimit = .max
    request.timeLimit = .seconds(600)
    var lines = 0
    try search(request) { event in
      guard case .files(let files) = event else { return }
      for file in files { lines += file.matchedLineCount * (1 + file.copyCount) }
    }
    return lines
  }
}
