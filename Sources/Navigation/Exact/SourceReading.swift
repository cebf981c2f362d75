package import Containers
package import Git
package import Search

/// What navigation asks of the sources: where revisions stand, what files hold, what changed between commits.
package protocol CodeSource: Sendable {
  /// The commit of a revision; nil for a plain folder.
  ///
  /// - Throws: when there is no such repository or revision.
  func commit(repository: String, revision: String?) throws -> ObjectID?

  /// The text of a file as UTF-8; nil when there is none.
  func text(repository: String, revision: String?, path: String) throws -> [UInt8]?

  /// Files that differ between two commits; nil when that cannot be told.
  func changes(repository: String, from old: ObjectID, to new: ObjectID) throws -> FileChanges?

  /// How lines of a file moved between two commits; nil when that cannot be told.
  func lineMap(
    repository: String, from old: ObjectID, to new: ObjectID, oldPath: String, newPath: String
  ) throws -> LineChanges?
}

/// Files that differ between two commits.
package struct FileChanges: Sendable {
  /// The path after the change by the path before it; nil for files that went.
  package var newPaths: [String: String?]
  /// The path before the change by the path after it; nil for files that came.
  package var oldPaths: [String: String?]

  /// How many files differ.
  var count: Int { max(newPaths.count, oldPaths.count) }

  /// Changes given as pairs of paths before and after.
  package init(_ pairs: [(old: String?, new: String?)]) {
    newPaths = [:]
    oldPaths = [:]
    for pair in pairs {
      if let old = pair.old { newPaths[old] = .some(pair.new) }
      if let new = pair.new { oldPaths[new] = .some(pair.old) }
    }
  }
}

/// How the lines of one file moved between two commits.
package struct LineChanges: Sendable {
  let map: LineMap

  /// The moves a diff without context lines describes.
  package init(_ hunks: [DiffHunk]) { map = LineMap(hunks) }
}

/// The sources of an index: its texts, and git for everything else. May be used from any thread; every call blocks.
package struct IndexedSource: CodeSource {
  private let repositories: @Sendable () -> [RepositoryInfo]
  private let content:
    @Sendable (_ repository: String, _ revision: String?, _ path: String) throws -> FileContent

  /// Files that may differ between two commits before they count as too far apart.
  private static let changedFilesMax = 50_000

  /// Changed lines of one file before it counts as rewritten.
  private static let changedLinesMax = 50_000

  /// The sources of what `searcher` searches.
  package init(_ searcher: Searcher) {
    self.init(repositories: { searcher.repositories }) {
      try searcher.content(repository: $0, revision: $1, path: $2)
    }
  }

  /// The sources of an index that is reached in another way.
  package init(
    repositories: @escaping @Sendable () -> [RepositoryInfo],
    content:
      @escaping @Sendable (_ repository: String, _ revision: String?, _ path: String) throws -> FileContent
  ) {
    self.repositories = repositories
    self.content = content
  }

  /// See ``CodeSource``; the commit of the index unless the revision is another one.
  package func commit(repository: String, revision: String?) throws -> ObjectID? {
    guard let info = repositories().first(where: { $0.name == repository }) else {
      throw SearchError(
        .unknownRepository(nearest: []), subject: repository, reason: "no such repository is indexed")
    }
    guard info.isGit else { return nil }
    guard let revision, !revision.isEmpty, revision != "HEAD" else { return info.revisions.first?.commit }
    if let indexed = info.revisions.first(where: { $0.name == revision }) { return indexed.commit }
    if let id = ObjectID(hex: revision) { return id }
    guard let id = try GitRepository.open(info.location).resolve(revision) else {
      throw SearchError(
        .unknownRevision, subject: "\(repository)@\(revision)", reason: "no such branch, tag or commit")
    }
    return id
  }

  /// See ``CodeSource``; texts of commits that are not indexed are read by git.
  package func text(repository: String, revision: String?, path: String) throws -> [UInt8]? {
    do {
      return try content(repository, revision, path).text
    } catch let error as SearchError {
      switch error.kind {
      case .unknownFile, .unknownRevision: return nil
      default: throw error
      }
    }
  }

  /// See ``CodeSource``; nil for more files than fit the limit.
  package func changes(repository: String, from old: ObjectID, to new: ObjectID) throws -> FileChanges? {
    var request = DiffRequest(old: old, new: new)
    request.wantsLines = false
    request.wantsCounts = false
    request.fileLimit = Self.changedFilesMax
    guard let diff = try self.diff(repository, request), !diff.isFileListCut, diff.cutReason == nil else {
      return nil
    }
    return FileChanges(
      diff.files.map { file in
        let change = file.change
        return (change.old == nil ? nil : text(change.oldPath), change.new == nil ? nil : text(change.path))
      })
  }

  /// See ``CodeSource``; nil for more lines than fit the limit.
  package func lineMap(
    repository: String, from old: ObjectID, to new: ObjectID, oldPath: String, newPath: String
  ) throws -> LineChanges? {
    var request = DiffRequest(old: old, new: new)
    request.wantsCounts = false
    request.contextLines = 0
    request.paths = Set([oldPath, newPath]).sorted().map { Array($0.utf8) }
    request.fileLineLimit = Self.changedLinesMax
    request.lineLimit = Self.changedLinesMax
    guard let diff = try self.diff(repository, request), diff.cutReason == nil else { return nil }
    guard let file = diff.files.first(where: { text($0.change.path) == newPath }) else {
      return LineChanges([])
    }
    // Moved without a change of content.
    if file.change.old?.id == file.change.new?.id { return LineChanges([]) }
    return file.omission == nil ? LineChanges(file.hunks) : nil
  }

  private func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

  /// nil when one of the commits is not in the repository, which a shallow clone or a rewritten branch brings about.
  private func diff(_ repository: String, _ request: DiffRequest) throws -> TreeDiff? {
    guard let info = repositories().first(where: { $0.name == repository }), info.isGit else {
      return nil
    }
    let git = try GitRepository.open(info.location)
    let commits = try git.resolve([request.old, request.new].compactMap { $0?.hex })
    guard commits.allSatisfy({ $0 != nil }) else { return nil }
    return try git.diff(request)
  }
}
