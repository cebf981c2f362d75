package import Containers
import Platform

/// A folder into which others put indexes, to be imported and moved away.
///
/// ```
/// REPOSITORY/COMMIT.scip       made from a commit: 40 hexadecimal digits, or a beginning of them
/// REPOSITORY/ANYTHING.scip     made from the default branch as it is indexed now
/// done/REPOSITORY/…            what was imported
/// failed/REPOSITORY/…          what was not, each with a text file beside it that says why
/// ```
///
/// `.scip.gz` is fine too. A file is taken when it has not changed between two looks, so that nothing is read while
/// it is still being copied; hidden files never are. Use from one thread at a time.
package struct ScipFolder: Sendable {
  /// What became of one file.
  package struct Outcome: Sendable, Equatable {
    /// The path within the folder.
    package var name: String
    /// What was imported; nil when it failed.
    package var index: ImportedIndex?
    /// Why it failed; empty when it did not.
    package var reason: String
  }

  private struct Waiting {
    var name: String
    var repository: String
    var commit: String?
  }

  /// Where the files are.
  package let path: String
  private let dataFolder: String
  private var seen: [String: FileStatus] = [:]

  /// Files looked at in one pass; more wait for the next ones.
  package static let filesMax = 1000
  /// Folders within folders: names of repositories have few steps.
  static let depthMax = 8

  /// The folder at `path`, for the indexes of `dataFolder`. It need not exist yet.
  package init(path: String, dataFolder: String) {
    self.path = path
    self.dataFolder = dataFolder
  }

  /// Imports what has been put there and moves it away. Blocks for as long as that takes.
  ///
  /// - Parameter commit: the commit of a revision of a repository, nil for the default one; throws when there is no
  ///   such repository or commit, and gives nil for plain folders.
  /// - Returns: what became of each file; empty most of the time.
  /// - Throws: when the folder cannot be read or written to. What is wrong with one file is in its outcome.
  package mutating func importWaiting(
    now: Int, isCancelled: () -> Bool = { false },
    commit: (_ repository: String, _ revision: String?) throws -> ObjectID?
  ) throws -> [Outcome] {
    guard fileStatus(path)?.kind == .folder else {
      seen = [:]
      return []
    }
    var found: [String: FileStatus] = [:]
    var ready: [Waiting] = []
    try visit("", depth: 0) { waiting, status in
      found[waiting.name] = status
      if seen[waiting.name] == status { ready.append(waiting) }
      return found.count < Self.filesMax
    }
    seen = found
    var outcomes: [Outcome] = []
    for file in ready.sorted(by: { $0.name < $1.name }) where !isCancelled() {
      seen[file.name] = nil
      outcomes.append(try take(file, now: now, isCancelled, commit))
    }
    return outcomes
  }

  private func take(
    _ file: Waiting, now: Int, _ isCancelled: () -> Bool, _ commit: (String, String?) throws -> ObjectID?
  ) throws -> Outcome {
    let source = path + "/" + file.name
    do {
      let id = try commit(file.repository, file.commit)
      let job = ScipImport(repository: file.repository, commit: id, time: now)
      let report = try job.run(source, dataFolder: dataFolder, isCancelled: isCancelled)
      try move(file.name, to: "done", reason: nil)
      return Outcome(name: file.name, index: report.index, reason: "")
    } catch let error as CancellationError {
      throw error
    } catch {
      // The folder is the reader's: its own path would tell them nothing.
      let reason = "\(error)".replacing(source, with: file.name)
      try move(file.name, to: "failed", reason: reason)
      return Outcome(name: file.name, index: nil, reason: reason)
    }
  }

  private func move(_ name: String, to folder: String, reason: String?) throws {
    let target = "\(path)/\(folder)/\(name)"
    try createFolders(parentFolder(of: target))
    if let reason {
      try writeAtomically(Array((reason + "\n").utf8), to: target + ".reason.txt", durable: false)
    }
    try renameFile(path + "/" + name, to: target)
  }

  /// Hands each index below a folder to `body` until it returns false.
  private func visit(_ folder: String, depth: Int, _ body: (Waiting, FileStatus) throws -> Bool) throws {
    for entry in try listFolder(folder.isEmpty ? path : path + "/" + folder).sorted() {
      let name = folder.isEmpty ? entry : folder + "/" + entry
      // No links: they lead out of the folder.
      guard !entry.hasPrefix("."), let status = fileStatus(path + "/" + name, followLinks: false) else {
        continue
      }
      switch status.kind {
      case .folder:
        if depth == 0, ["done", "failed"].contains(entry) { continue }
        if depth < Self.depthMax { try visit(name, depth: depth + 1, body) }
      case .file:
        guard !folder.isEmpty, let stem = Self.stem(entry) else { continue }
        let isCommit = (7...64).contains(stem.utf8.count) && stem.utf8.allSatisfy(Self.isHexDigit)
        let waiting = Waiting(name: name, repository: folder, commit: isCommit ? stem : nil)
        guard try body(waiting, status) else { return }
      default: continue
      }
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }

  /// The name without what says that it is an index; nil for other files.
  private static func stem(_ name: String) -> String? {
    for ending in [".scip", ".scip.gz"] where name.hasSuffix(ending) && name.count > ending.count {
      return String(name.dropLast(ending.count))
    }
    return nil
  }
}
