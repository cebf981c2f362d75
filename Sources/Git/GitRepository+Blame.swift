package import Containers
package import Platform

extension GitRepository {
  /// The file that lists commits blame should pass over: mass formatting and the like.
  package static let ignoreFileName = ".git-blame-ignore-revs"

  /// Commits of that file that are used; each is an argument of git.
  package static let ignoredCommitLimit = 1000

  /// Which commit last changed each line of a file at `commit`, on the calling thread.
  ///
  /// Commits named in `.git-blame-ignore-revs` at that commit are passed over. When time runs out the lines
  /// known until then are returned, with the reason.
  ///
  /// - Parameter lines: 1-based lines wanted; nil for all.
  /// - Throws: ``GitError`` when the file does not exist there, or `path` cannot be one.
  package func blame(
    _ commit: ObjectID, path: [UInt8], lines: ClosedRange<Int>? = nil, usesIgnoreFile: Bool = true,
    limits: HistoryLimits = HistoryLimits(), cancellation: CancellationFlag? = nil
  ) throws -> Blame {
    guard !path.isEmpty else { throw GitError(.badPath("is the root, not a file"), subject: self.path) }
    let ignored = usesIgnoreFile ? try ignoredCommits(at: commit) : []
    let scratch = hasIgnoreSetting ? try asGitError(self.path) { try ScratchFolder(for: self) } : nil
    // The scratch folder has no HEAD that leads to a mail map.
    let mailMap = scratch == nil ? [] : ["-c", "mailmap.blob=\(commit.hex):.mailmap"]
    let arguments =
      mailMap + ["blame", "--incremental", "--no-textconv"] + ignored.map { "--ignore-rev=\($0.hex)" }
      + (lines.map { ["-L", "\($0.lowerBound),\($0.upperBound)"] } ?? []) + [commit.hex]
    var splitter = RecordSplitter(separator: 0x0A)
    var parser = BlameParser()
    let ending = try streamHistory(
      arguments, paths: [path], scratch: scratch, limits: limits, cancellation: cancellation
    ) { piece in splitter.consume(piece) { parser.take($0) } }
    if let fault = parser.fault { throw GitError(.unexpectedOutput(fault), subject: self.path) }
    var blame = parser.blame()
    blame.ignoredCount = ignored.count
    if case .cut(let reason) = ending { blame.cutReason = reason }
    return blame
  }

  /// The commits named by `.git-blame-ignore-revs` that exist here.
  package func ignoredCommits(at commit: ObjectID) throws -> [ObjectID] {
    let name = Array(GitRepository.ignoreFileName.utf8)
    guard let found = try entry(at: commit, path: name)?.entry,
      found.kind == .file || found.kind == .executable,
      let content = try object(found.id, limit: GitRepository.ignoreFileLimit, orNilWhenLarger: true)
    else { return [] }
    let wanted = ignoreList(content)
    // git dies over an id that it does not have.
    return try zip(wanted, resolve(wanted.map(\.hex))).compactMap { $1 == nil ? nil : $0 }
  }

  /// Far more than ``ignoredCommitLimit`` commented ids.
  private static let ignoreFileLimit = 1 << 20

  private func object(_ id: ObjectID, limit: Int, orNilWhenLarger: Bool) throws -> [UInt8]? {
    do {
      return try object(id, limit: limit)?.bytes
    } catch let error as GitError {
      if case .unsupported = error.kind, orNilWhenLarger { return nil }
      throw error
    }
  }
}

/// Whole ids, one on a line; `#` begins a comment. Other lines are passed over.
func ignoreList(_ content: [UInt8]) -> [ObjectID] {
  var ids: [ObjectID] = []
  var seen: Set<ObjectID> = []
  for line in content.split(separator: 0x0A) where ids.count < GitRepository.ignoredCommitLimit {
    let text = line.prefix { $0 != UInt8(ascii: "#") }
    let word = text.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    guard let id = word.withUnsafeBytes({ ObjectID(hex: $0) }), seen.insert(id).inserted else { continue }
    ids.append(id)
  }
  return ids
}
