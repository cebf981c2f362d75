package import Containers

/// A branch, tag or commit that is indexed.
package struct IndexedRevision: Sendable, Equatable {
  /// Short name: `main`, `v1.2`, or a commit id.
  package var name: String
  /// Where it stood when it was indexed; nil for a plain folder.
  package var commit: ObjectID?
  /// Seconds since 1970 of the commit (or of the indexing, for a plain folder).
  package var time: Int
}

/// What the index knows of one repository.
package struct RepositoryInfo: Sendable {
  /// `host/owner/name`, or the folder's name for local sources.
  package var name: String
  /// Where its content is read from: a git folder or a plain folder.
  package var location: String
  package var isGit: Bool
  /// Default branch first.
  package var revisions: [IndexedRevision]
  /// Files at the default revision, searchable or not.
  package var fileCount: Int
  /// Seconds since 1970 of the last indexing.
  package var indexedAt: Int
  package var isFork: Bool
  package var isArchived: Bool
  /// Things the reader should know: "3 submodules are links and were not indexed".
  package var notes: [String]
}
