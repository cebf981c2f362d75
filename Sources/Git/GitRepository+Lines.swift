package import Containers
package import Platform

/// The past of a few lines of a file.
extension GitRepository {
  /// Commits that changed lines of a file, newest first: those of a function over its renames within the file.
  ///
  /// - Parameters:
  ///   - lines: 1-based, as they are at `commit`.
  ///   - limit: commits wanted.
  ///   - limits: what was found within the time is returned, with the reason.
  /// - Throws: ``GitError`` when the file or the lines do not exist there, or `path` cannot be one.
  package func log(
    ofLines lines: ClosedRange<Int>, path: [UInt8], at commit: ObjectID, limit: Int,
    limits: HistoryLimits = HistoryLimits(), cancellation: CancellationFlag? = nil
  ) throws -> LogPage {
    let range = try GitRepository.lineArgument(lines, path: path)
    var parser = LogParser(changeLimit: 0)
    // Renames of the file are not followed: looking for them among all files costs seconds.
    let arguments = [
      "log", "-z", LogParser.format, "--date=raw", "--no-decorate", "--no-color", "--no-textconv",
      "--no-ext-diff", "--no-notes", "--no-renames", "--no-patch", "--max-count=\(max(1, limit) + 1)",
      "-L", range, commit.hex,
    ]
    let cutReason = try readLog(arguments, into: &parser, limits: limits, cancellation: cancellation)
    let commits = parser.commits
    var page = LogPage(commits: Array(commits.prefix(limit)), hasMore: commits.count > limit)
    if let cutReason { (page.cutReason, page.hasMore) = (cutReason, true) }
    return page
  }

  /// The commit that brought a line, passing over those of `.git-blame-ignore-revs`; nil when git was too slow.
  /// A fraction of the cost of blaming the whole file.
  ///
  /// - Parameter line: 1-based, as it is at `commit`.
  /// - Throws: ``GitError`` when the file or the line does not exist there, or `path` cannot be one.
  package func blame(
    line: Int, path: [UInt8], at commit: ObjectID, limits: HistoryLimits = HistoryLimits(),
    cancellation: CancellationFlag? = nil
  ) throws -> Blame.Origin? {
    let blame = try blame(
      commit, path: path, lines: max(1, line)...max(1, line), limits: limits, cancellation: cancellation)
    return blame.hunks.first.map { blame.origins[$0.origin] }
  }

  /// `17,42:path`, as `-L` of log takes it.
  private static func lineArgument(_ lines: ClosedRange<Int>, path: [UInt8]) throws -> String {
    try checkPath(path)
    let text = String(decoding: path, as: UTF8.self)
    guard !path.isEmpty, Array(text.utf8) == path else {
      throw GitError(.badPath("is not text, which -L of git log needs"), subject: text)
    }
    return "\(max(1, lines.lowerBound)),\(max(1, lines.upperBound)):\(text)"
  }
}
