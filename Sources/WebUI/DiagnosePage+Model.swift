/// The page `/diagnose`: a box for a log, with a real one in it.
package struct DiagnosePage: Sendable {
  /// A log to try.
  package struct Sample: Sendable, Equatable {
    /// In the address: `?sample=`.
    package var id: String
    package var title: String
    /// What it shows, in a few words.
    package var meaning: String
    package var text: String
  }

  /// What the box holds.
  package var text: String
  /// The sample it is from, if it is one.
  package var sampleID: String
  /// Seconds that a report is kept.
  package var retention: Int
  /// Bytes of an upload that are taken.
  package var uploadMax: Int
  /// Statements and repositories that are searched; nil without an index.
  package var statements: Int?
  package var repositories: Int
  /// Why what was sent was not taken; empty when nothing was sent.
  package var fault = ""

  /// A page with a log in its box.
  package init(
    text: String, sampleID: String, retention: Int, uploadMax: Int, statements: Int?, repositories: Int
  ) {
    (self.text, self.sampleID, self.retention) = (text, sampleID, retention)
    (self.uploadMax, self.statements, self.repositories) = (uploadMax, statements, repositories)
  }
}
