package import Containers
package import Git
package import Platform

/// Answers questions about the history of repositories: each one git process, bounded, some remembered.
///
/// The threads of the pool are the limit on git processes: each waits for one. A question whose asker has gone is
/// ended with its process.
package final class HistoryReader: Sendable {
  /// git processes for history that run at once.
  package static let processLimit = 3

  /// Questions that wait for one of them; more are refused as `busy`.
  package static let queueLimit = 48

  /// Blames remembered: a file of 10,000 lines is some 2 MB.
  static let blameCacheCount = 24

  /// Pages of logs remembered, of some 50 kB each.
  static let logCacheCount = 96

  /// Diffs remembered; large ones are not.
  static let diffCacheCount = 16

  /// Pasts of lines remembered, of some 10 kB each.
  static let pastCacheCount = 512

  /// Lines of a diff that is remembered at most.
  static let cachedDiffLines = 4000

  /// Bytes of a file that is blamed: what is shown whole (UX.md §8).
  package static let blameFileBytes = 4 << 20

  private let pool: WorkerPool
  private let blames = BoundedCache<BlameKey, FileBlame>(limit: HistoryReader.blameCacheCount)
  private let logs = BoundedCache<LogKey, LogPage>(limit: HistoryReader.logCacheCount)
  private let pasts = BoundedCache<PastKey, LinePast>(limit: HistoryReader.pastCacheCount)
  private let diffs = BoundedCache<DiffKey, TreeDiff>(limit: HistoryReader.diffCacheCount)

  /// A reader with threads of its own.
  ///
  /// - Throws: ``PlatformError`` when no thread can be started.
  package init() throws {
    pool = try WorkerPool(
      threads: HistoryReader.processLimit, queueLimit: HistoryReader.queueLimit, name: "history")
  }

  /// Runs questions on the reader's threads. Cancelling the task raises the flag that `body` is given, which ends
  /// a running git.
  ///
  /// - Throws: ``PlatformError`` of kind `busy` when too many wait, `CancellationError`, what `body` throws.
  package func run<Value: Sendable>(
    _ body: @escaping @Sendable (_ cancellation: CancellationFlag) throws -> Value
  ) async throws -> Value {
    let cancellation = CancellationFlag()
    let result = Slot<Value>()
    try await pool.perform(units: 1, maxWorkers: 1, cancellation: cancellation) { _, _ in
      result.set(Result { try body(cancellation) })
      return true
    }
    guard let value = result.value else { throw CancellationError() }
    return try value.get()
  }

  /// Commits, see ``GitRepository/log(_:limits:cancellation:)``. A complete page is remembered: its start is a commit,
  /// so it cannot change.
  package func log(
    of repository: GitRepository, _ request: LogRequest, cancellation: CancellationFlag? = nil
  ) throws -> LogPage {
    let key = LogKey(repository: repository.gitFolder, request: request)
    if let page = logs[key] { return page }
    let page = try repository.log(request, cancellation: cancellation)
    if page.cutReason == nil { logs[key] = page }
    return page
  }

  /// A page that was asked for lately; nil when git would have to be asked.
  package func rememberedLog(of repository: GitRepository, _ request: LogRequest) -> LogPage? {
    logs[LogKey(repository: repository.gitFolder, request: request)]
  }

  /// What differs, see ``GitRepository/diff(_:limits:cancellation:)``.
  package func diff(
    of repository: GitRepository, _ request: DiffRequest, cancellation: CancellationFlag? = nil
  ) throws -> TreeDiff {
    let key = DiffKey(repository: repository.gitFolder, request: request)
    if let diff = diffs[key] { return diff }
    let diff = try repository.diff(request, cancellation: cancellation)
    let lines = diff.files.reduce(0) { $0 + $1.hunks.reduce(0) { $0 + $1.lines.count } }
    if diff.cutReason == nil, lines <= HistoryReader.cachedDiffLines { diffs[key] = diff }
    return diff
  }

  /// A file with the commit of each line; nil when there is no such file at the commit.
  package func blame(
    of repository: GitRepository, at commit: ObjectID, path: [UInt8], usesIgnoreFile: Bool = true,
    cancellation: CancellationFlag? = nil
  ) throws -> FileBlame? {
    let key = BlameKey(
      repository: repository.gitFolder, commit: commit, path: path, usesIgnoreFile: usesIgnoreFile)
    if let blame = blames[key] { return blame }
    guard let entry = try repository.entry(at: commit, path: path)?.entry, entry.kind != .submodule else {
      return nil
    }
    var file = FileBlame(entry: entry)
    guard let size = entry.size, size <= HistoryReader.blameFileBytes else {
      file.refusal = .tooLarge
      return file
    }
    guard let content = try repository.object(entry.id, limit: HistoryReader.blameFileBytes)?.bytes else {
      return nil
    }
    file.bytes = content
    if content.prefix(8000).contains(0) {
      file.refusal = .binary
      return file
    }
    file.blame = try repository.blame(
      commit, path: path, usesIgnoreFile: usesIgnoreFile, cancellation: cancellation)
    if file.blame.cutReason == nil { blames[key] = file }
    return file
  }

  /// The newest commit that changed a file or folder at or before `commit`.
  package func latestChange(
    of repository: GitRepository, at commit: ObjectID, path: [UInt8], cancellation: CancellationFlag? = nil
  ) throws -> CommitRecord? {
    var request = LogRequest(start: commit)
    request.path = path
    request.limit = 1
    return try log(of: repository, request, cancellation: cancellation).commits.first
  }

  /// Which commit brought a line, and which changed what is around it, for lines of many files at once: with one walk
  /// of the history for all of them, which ends when all is known. Complete answers are remembered.
  ///
  /// - Parameters:
  ///   - questions: about lines that are there at the commit.
  ///   - changesMax: commits wanted of each, 0...
  /// - Throws: ``GitError`` when the commit is missing, git fails or a path cannot be one.
  package func pasts(
    of repository: GitRepository, at commit: ObjectID, _ questions: [LineQuestion], changesMax: Int,
    limits: HistoryLimits = HistoryLimits(), cancellation: CancellationFlag? = nil
  ) throws -> [LinePast] {
    let keys = questions.map {
      PastKey(repository: repository.gitFolder, commit: commit, question: $0, changesMax: changesMax)
    }
    var answers = keys.map { pasts[$0] }
    let open = answers.indices.filter { answers[$0] == nil }
    guard !open.isEmpty else { return answers.compactMap(\.self) }
    var tracer = LineTracer(
      repository, open.map { questions[$0] }, changesMax: changesMax, seconds: limits.seconds,
      cancellation: cancellation)
    let found = try tracer.trace(at: commit)
    let ignored = found.contains { $0.origin != nil } ? Set(try repository.ignoredCommits(at: commit)) : []
    for (index, var past) in zip(open, found) {
      if let origin = past.origin, ignored.contains(origin.id) {
        // What such a commit changed is guessed by likeness, which git does.
        let real = try repository.blame(
          line: questions[index].line, path: questions[index].path, at: commit, limits: limits,
          cancellation: cancellation)
        past.origin = try real.flatMap { try repository.commitRecord($0.id, cancellation: cancellation) }
      }
      answers[index] = past
      if past.cutReason == nil { pasts[keys[index]] = past }
    }
    return answers.compactMap(\.self)
  }

  /// Where a line of a file at one commit is at another, for links that outlive a change; nil when the file is gone.
  ///
  /// - Parameter line: 1-based.
  package func mapLine(
    of repository: GitRepository, path: [UInt8], line: Int, from old: ObjectID, to new: ObjectID,
    cancellation: CancellationFlag? = nil
  ) throws -> (path: [UInt8], line: MappedLine)? {
    if old == new { return (path, .same(line)) }
    var request = DiffRequest(old: old, new: new)
    request.wantsCounts = false
    request.contextLines = 0
    request.fileLineLimit = 100_000
    request.lineLimit = 100_000
    request.paths = [path]
    guard let here = try diff(of: repository, request, cancellation: cancellation).files.first else {
      return (path, .same(line))
    }
    if here.change.new != nil { return (path, MappedLine(line, through: here.hunks)) }
    // It went: perhaps to another name, which is looked for among all files.
    var list = DiffRequest(old: old, new: new)
    list.wantsLines = false
    list.wantsCounts = false
    list.fileLimit = 20_000
    let all = try diff(of: repository, list, cancellation: cancellation)
    guard let change = all.files.first(where: { $0.change.oldPath == path })?.change, change.new != nil else {
      return nil
    }
    request.paths = [path, change.path]
    let file = try diff(of: repository, request, cancellation: cancellation).files.first {
      $0.change.path == change.path
    }
    return (change.path, MappedLine(line, through: file?.hunks ?? []))
  }
}

/// A file with the commit of each of its lines.
package struct FileBlame: Sendable {
  /// Why a file is not blamed.
  package enum Refusal: Sendable, Equatable {
    /// It has more bytes than ``HistoryReader/blameFileBytes``.
    case tooLarge
    /// It is not text.
    case binary
  }

  /// The file at the commit.
  package var entry: TreeEntry
  /// Its content.
  package var bytes: [UInt8] = []
  /// The commits of its lines.
  package var blame = Blame()
  /// Set when there is no blame.
  package var refusal: Refusal?

  /// Nothing known yet.
  package init(entry: TreeEntry) {
    self.entry = entry
  }
}

private struct BlameKey: Hashable {
  var repository: String
  var commit: ObjectID
  var path: [UInt8]
  var usesIgnoreFile: Bool
}

private struct LogKey: Hashable {
  var repository: String
  var request: LogRequest
}

private struct PastKey: Hashable {
  var repository: String
  var commit: ObjectID
  var question: LineQuestion
  var changesMax: Int
}

private struct DiffKey: Hashable {
  var repository: String
  var request: DiffRequest
}
