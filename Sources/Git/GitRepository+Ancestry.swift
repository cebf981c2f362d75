package import Containers
package import Platform

extension GitRepository {
  /// The commit two histories have in common, the best when there are several; nil without one.
  package func mergeBase(
    _ left: ObjectID, _ right: ObjectID, limits: HistoryLimits = HistoryLimits(),
    cancellation: CancellationFlag? = nil
  ) throws -> ObjectID? {
    let command = try historyCommand(["merge-base", left.hex, right.hex], paths: nil, limits: limits)
    let (output, ending) = try asGitError(path) { try command.run(cancellation: cancellation) }
    // 1 is git's way to say that there is none.
    if ending.status == .exited(1), ending.errorText.isEmpty { return nil }
    guard ending.status == .exited(0) else { throw GitError(ending, subject: path) }
    return output.prefix(hexDigits).withUnsafeBytes { ObjectID(hex: $0) }
  }

  /// Commits that only `right` has, and that only `left` has.
  package func aheadBehind(
    _ left: ObjectID, _ right: ObjectID, limits: HistoryLimits = HistoryLimits(),
    cancellation: CancellationFlag? = nil
  ) throws -> (ahead: Int, behind: Int) {
    let output = try historyOutput(
      ["rev-list", "--left-right", "--count", "\(left.hex)...\(right.hex)"], paths: [], limits: limits,
      cancellation: cancellation)
    let numbers = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace).map {
      Int($0)
    }
    guard numbers.count >= 2, let behind = numbers[0], let ahead = numbers[1] else {
      throw GitError(.unexpectedOutput("rev-list --count"), subject: path)
    }
    return (ahead, behind)
  }

  /// Branches and tags whose history has a commit, by name, at most `limit`; nil when that is not known within the
  /// time: every branch may have to be walked.
  package func references(
    containing commit: ObjectID, limit: Int, limits: HistoryLimits, cancellation: CancellationFlag? = nil
  ) throws -> [(kind: GitReference.Kind, name: String)]? {
    do {
      let output = try historyOutput(
        [
          "for-each-ref", "--contains=\(commit.hex)", "--count=\(max(1, limit))", "--sort=-creatordate",
          "--format=%(refname)", "refs/heads", "refs/tags",
        ], limits: limits, cancellation: cancellation)
      return output.split(separator: 0x0A).compactMap {
        GitReference.parts(of: String(decoding: $0, as: UTF8.self))
      }
    } catch let error as GitError {
      if case .tooMuch = error.kind { return nil }
      throw error
    }
  }
}
