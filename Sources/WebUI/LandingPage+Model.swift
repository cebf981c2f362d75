package import Diagnosis
package import Search

/// The page `/`: what this is, shown by what it answers right now.
///
/// Every number of a search on it is of a search that ran on this index; the measurements name their machine.
package struct LandingPage: Sendable {
  /// A search that was run for the page.
  package struct Answer: Sendable {
    /// As typed.
    package var query: String
    /// The first results.
    package var matches: [FileMatch]
    /// Totals of the whole search.
    package var summary: SearchSummary

    /// An answer to `query`.
    package init(query: String, matches: [FileMatch], summary: SearchSummary) {
      self.query = query
      self.matches = matches
      self.summary = summary
    }
  }

  /// A query to try, known to find something.
  package struct Example: Sendable {
    /// The query.
    package var query: String
    /// What it asks, in a few words.
    package var meaning: String

    /// An example.
    package init(query: String, meaning: String) {
      self.query = query
      self.meaning = meaning
    }
  }

  /// A line of a log and the statement of the index that wrote it.
  package struct LocatedLine: Sendable {
    /// The line as the program wrote it.
    package var line: String
    /// What is known of its message; its source has a place.
    package var template: DiagnosisRecord.Template
    /// Seconds that finding the statements of its whole log took.
    package var seconds: Double

    /// A line with what is known of it.
    package init(line: String, template: DiagnosisRecord.Template, seconds: Double) {
      (self.line, self.template, self.seconds) = (line, template, seconds)
    }
  }

  /// Indexed repositories in order of importance or name; all of them.
  package var repositories: [RepositoryInfo]
  /// Searchable files.
  package var documents: Int
  /// Bytes of searchable text.
  package var textBytes: Int
  /// Bytes of the index on disk.
  package var indexBytes: Int
  /// False while there is no index yet.
  package var hasIndex: Bool
  /// What the search box holds; empty for the page as it is opened.
  package var queryText = ""
  /// The answer below the search box; nil when nothing is indexed or the query finds nothing.
  package var answer: Answer?
  /// Three queries to try.
  package var examples: [Example] = []
  /// A regular expression and what it finds.
  package var regex: Answer?
  /// Statements that write text, for the panel about logs; 0 leaves it out.
  package var statements = 0
  /// The line that the panel shows; nil when no statement of the index wrote any that is at hand.
  package var located: LocatedLine?
  /// File names and what they find.
  package var names: Answer?

  /// A landing page with these facts.
  package init(
    repositories: [RepositoryInfo], documents: Int, textBytes: Int, indexBytes: Int, hasIndex: Bool
  ) {
    self.repositories = repositories
    self.documents = documents
    self.textBytes = textBytes
    self.indexBytes = indexBytes
    self.hasIndex = hasIndex
  }

  /// Files shown of the answer.
  package static let shownFiles = 3
  /// Results shown in a panel.
  static let panelRows = 4
}
