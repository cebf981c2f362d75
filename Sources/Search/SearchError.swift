package import QueryEngine

/// Why a search, a read or an indexing run could not be done.
package struct SearchError: Error, CustomStringConvertible, Sendable {
  /// What went wrong, as far as callers act on it.
  package enum Kind: Sendable, Equatable {
    /// The data folder holds no index yet.
    case noIndex
    /// No such repository; the nearest known names follow.
    case unknownRepository(nearest: [String])
    /// The repository has no such indexed branch, tag or commit.
    case unknownRevision
    /// No such file at that revision.
    case unknownFile
    /// The query could not be understood or planned.
    case query(QueryError)
    /// Another indexer holds the data folder.
    case busy
    /// A file of the index is damaged.
    case corrupt
    /// A source cannot be indexed.
    case badSource
    /// The operating system refused something.
    case system
  }

  /// What went wrong.
  package let kind: Kind

  /// The repository, path, file or query it is about.
  package let subject: String

  /// What is wrong, as a lower-case clause.
  package let reason: String

  /// What to do about it, as a sentence; may be empty.
  package let fix: String

  /// An error about `subject`.
  package init(_ kind: Kind, subject: String, reason: String, fix: String = "") {
    self.kind = kind
    self.subject = subject
    self.reason = reason
    self.fix = fix
  }

  package var description: String {
    let clause = subject.isEmpty ? reason : "\(subject): \(reason)"
    return fix.isEmpty ? clause : "\(clause). \(fix)"
  }
}
