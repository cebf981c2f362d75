package import Search

/// The page `/`.
package struct LandingPage: Sendable {
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

  /// Repositories named on the page itself; the rest is behind a link.
  static let repositoryLimit = 24

  /// Queries to try, on what is really indexed.
  var examples: [(query: String, meaning: String)] {
    var examples = [
      ("TODO -file:test", "a word, without test files"),
      ("\"out of memory\"", "a phrase"),
      ("/\\b[A-Z]{3,}_ERROR\\b/", "a pattern"),
      ("type:path readme", "file names"),
    ]
    if let first = repositories.first {
      examples.append(("\(Patterns.repositoryFilter(first.name)) main", "one repository"))
    }
    return examples
  }
}
