package import Containers
package import Platform

/// Which commits to list.
package struct LogRequest: Sendable, Hashable {
  /// Where to start: this commit and what is before it.
  package var start: ObjectID
  /// Commits whose history is left out: `excluded..start`.
  package var excluded: [ObjectID] = []
  /// Only commits that changed this file or folder; empty for all.
  package var path: [UInt8] = []
  /// Goes on with the name a file had before. For files only: git cannot follow folders.
  package var followsRenames = false
  /// Commits passed over, 0...; a page further back costs the walk to it again.
  package var skip = 0
  /// Commits wanted, 1...
  package var limit = 50
  /// With the changed files of each commit and their counts (never those of merges).
  package var wantsChanges = false
  /// Files kept for each commit.
  package var changeLimit = 300

  /// The history of a commit.
  package init(start: ObjectID) {
    self.start = start
  }
}

/// Commits, newest first as git walks.
package struct LogPage: Sendable {
  /// The commits.
  package var commits: [CommitRecord]
  /// True when older ones follow.
  package var hasMore: Bool
  /// Why this is not all that was asked for: git was too slow. Nil otherwise.
  package var cutReason: String?

  /// Commits and what is known of the rest.
  package init(commits: [CommitRecord], hasMore: Bool, cutReason: String? = nil) {
    self.commits = commits
    self.hasMore = hasMore
    self.cutReason = cutReason
  }
}

extension GitRepository {
  /// Lists commits, on the calling thread.
  ///
  /// A walk that meets the limits gives the commits found until then, with the reason.
  ///
  /// - Throws: ``GitError`` when the start is missing, git fails or `path` cannot be one.
  package func log(
    _ request: LogRequest, limits: HistoryLimits = HistoryLimits(), cancellation: CancellationFlag? = nil
  ) throws -> LogPage {
    let limit = max(1, request.limit)
    var arguments = [
      "log", "-z", LogParser.format, "--date=raw", "--no-decorate", "--no-color", "--no-textconv",
      "--no-ext-diff",
      "--no-notes", "--max-count=\(limit + 1)", "--skip=\(max(0, request.skip))",
    ]
    let follows = request.followsRenames && !request.path.isEmpty
    if follows { arguments.append("--follow") }
    if follows || request.wantsChanges { arguments += ["--raw", "--no-abbrev", "-M", "-l1000"] }
    if request.wantsChanges { arguments.append("--numstat") }
    arguments += ["--end-of-options", request.start.hex] + request.excluded.map { "^\($0.hex)" }
    var parser = LogParser(changeLimit: request.changeLimit)
    let ending = try readLog(
      arguments, paths: [request.path], parser: &parser, limits: limits, cancellation: cancellation)
    let commits = parser.commits
    var page = LogPage(commits: Array(commits.prefix(limit)), hasMore: commits.count > limit)
    if case .cut(let reason) = ending {
      page.cutReason = reason
      page.hasMore = true
    }
    return page
  }

  /// One commit with the names of `.mailmap`, without its changes.
  package func commitRecord(_ id: ObjectID, cancellation: CancellationFlag? = nil) throws -> CommitRecord? {
    var request = LogRequest(start: id)
    request.limit = 1
    return try log(request, cancellation: cancellation).commits.first
  }

  /// For each name in a folder the newest commit that changed it or something below it.
  ///
  /// - Parameters:
  ///   - names: Names in the folder, without slashes.
  ///   - limits: What was found within the time is returned; a name without a commit was not reached.
  package func latestChanges(
    at commit: ObjectID, folder: [UInt8], names: [[UInt8]], limits: HistoryLimits,
    cancellation: CancellationFlag? = nil
  ) throws -> [[UInt8]: CommitRecord] {
    var wanted = Set(names)
    var found: [[UInt8]: CommitRecord] = [:]
    let prefix = folder.isEmpty ? [] : folder + [UInt8(ascii: "/")]
    var parser = LogParser(changeLimit: .max)
    let arguments = [
      "log", "-z", LogParser.format, "--date=raw", "--no-decorate", "--no-color", "--no-textconv",
      "--no-ext-diff",
      "--no-notes", "--no-renames", "--raw", "--no-abbrev", "--end-of-options", commit.hex,
    ]
    func settle(_ parser: inout LogParser) -> Bool {
      for commit in parser.drain() {
        for change in commit.changes where change.path.starts(with: prefix) {
          let name = Array(change.path[prefix.count...].prefix { $0 != UInt8(ascii: "/") })
          if wanted.remove(name) != nil { found[name] = commit.withoutChanges }
        }
      }
      return !wanted.isEmpty
    }
    guard !wanted.isEmpty else { return [:] }
    _ = try readLog(
      arguments, paths: [folder], parser: &parser, limits: limits, cancellation: cancellation
    ) { settle(&$0) }
    _ = settle(&parser)
    return found
  }

  /// Runs `git log` into a parser, paths aside; why it was cut short, if so.
  func readLog(
    _ arguments: [String], into parser: inout LogParser, limits: HistoryLimits,
    cancellation: CancellationFlag?
  ) throws -> String? {
    let ending = try readLog(
      arguments, paths: nil, parser: &parser, limits: limits, cancellation: cancellation)
    if case .cut(let reason) = ending { return reason }
    return nil
  }

  /// Runs `git log` into a parser; `body` is called after each piece of output and says whether to go on.
  private func readLog(
    _ arguments: [String], paths: [[UInt8]]?, parser: inout LogParser, limits: HistoryLimits,
    cancellation: CancellationFlag?, _ body: (inout LogParser) -> Bool = { _ in true }
  ) throws -> StreamEnding {
    var splitter = RecordSplitter(separator: 0, limit: GitRepository.commitLimit)
    var reading = parser
    let ending = try streamHistory(
      arguments, paths: paths, limits: limits, cancellation: cancellation
    ) { piece in
      let fits = splitter.consume(piece) { reading.take($0) }
      return body(&reading) && fits
    }
    if let fault = reading.fault { throw GitError(.unexpectedOutput(fault), subject: path) }
    if case .complete = ending {
      // The last field has no zero byte behind it when no change follows.
      let rest = splitter.carried
      if !rest.isEmpty { rest.withUnsafeBytes { _ = reading.take($0) } }
      reading.finish()
    }
    parser = reading
    return ending
  }
}

extension CommitRecord {
  /// The same without its files, which can be thousands.
  fileprivate var withoutChanges: CommitRecord {
    var copy = self
    copy.changes = []
    return copy
  }
}
