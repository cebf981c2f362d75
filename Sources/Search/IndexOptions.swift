/// What to index and how.
package struct IndexOptions: Sendable {
  /// Folders, git repositories, folders of repositories, or git URLs. Empty: the sources indexed before.
  package var sources: [String] = []

  /// Where the index and the mirrors live.
  package var dataFolder: String

  /// Globs of branches, tags and commits to index besides the default branch.
  package var revisions: [String] = []

  /// Compress content: about half the size, slower searches.
  package var compact = false

  /// Larger files are listed as skipped.
  package var maxFileBytes = IndexOptions.defaultMaxFileBytes

  /// Worker threads.
  package var jobs = 2

  /// Wait for another indexer of the same data folder instead of failing.
  package var wait = false

  /// Whether symbols are found in what is indexed, once its text can be searched.
  package var wantsSymbols = true

  /// New text after which what was read is published, at the end of a repository. It bounds memory for paths, the
  /// temporary file for contents, and what a run that is ended has to do again.
  package var batchBytes = 2 << 30

  /// The folder of the grammars; without one, symbols are found by the lexer.
  package var grammarFolder: String?

  /// The program that has the command `parse-worker`; this one when nil.
  package var parser: String?

  /// The largest text file of linux 6.1 has 22 MB (a generated register header); people search those.
  package static let defaultMaxFileBytes = 32 << 20

  /// The defaults for the index in `dataFolder`.
  package init(dataFolder: String) {
    self.dataFolder = dataFolder
  }
}

/// Where an indexing run is.
package struct IndexProgress: Sendable {
  /// "finding repositories", "reading", "writing", "publishing".
  package var phase: String
  /// The repository at hand, where there is one.
  package var repository: String?
  /// Repositories looked at, of how many.
  package var repositoriesDone = 0
  package var repositoriesTotal = 0
  /// New documents written, of how many, and the bytes they came from.
  package var documentsDone = 0
  package var documentsTotal = 0
  package var bytesDone = 0

  /// The start of a phase.
  package init(phase: String) {
    self.phase = phase
  }
}

/// What an indexing run did.
package struct IndexReport: Sendable {
  package var repositories = 0
  package var newDocuments = 0
  package var newBytes = 0
  /// Not searchable among the new documents, by reason.
  package var skipped: [SkippedCount] = []
  package var removedRevisions = 0
  /// Symbols of all segments, when the run is over.
  package var symbols = SymbolStatus()
  package var elapsed: Duration = .zero
  package var cpuSeconds = 0.0
  package var peakMemoryBytes = 0
  /// Sources that could not be read and other things left undone, each with its reason.
  package var warnings: [String] = []

  package init() {}
}
