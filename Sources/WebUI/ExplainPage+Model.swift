package import Search

/// The page `/explain?q=`: what the engine did with a query, step by step, in measured numbers.
package struct ExplainPage: Sendable {
  /// As typed.
  package var query: String
  /// What the engine recorded.
  package var trace: Explanation
  /// The file asked about, when one was.
  package var file: (repository: String, path: String)?

  /// A page of one trace.
  package init(query: String, trace: Explanation, file: (repository: String, path: String)? = nil) {
    self.query = query
    self.trace = trace
    self.file = file
  }

  /// Posting lists shown per pattern and segment.
  static let listLimit = 16
  /// Plans shown; with many segments they repeat each other.
  static let planLimit = 24
}
