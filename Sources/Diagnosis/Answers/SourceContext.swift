package import Containers
package import Git
package import Search

/// A line of an indexed file with what is around it.
package struct SourcePlace: Sendable, Hashable {
  /// Repository, revision, commit and path.
  package var placement: PlacementName
  /// From 1.
  package var line: Int
  /// The function around; empty outside of all.
  package var function = ""
  /// The class, module or namespace around; empty outside of all.
  package var container = ""

  /// `Type.function`; empty outside of all.
  package var symbol: String { [container, function].filter { !$0.isEmpty }.joined(separator: ".") }

  /// `owner/name@v1.2:src/file.c:17`; without revision where it is the default one.
  package var description: String {
    let isPlain = placement.isDefaultRevision || placement.revision.isEmpty
    return "\(placement.repository)\(isPlain ? "" : "@" + placement.revision):\(placement.pathText):\(line)"
  }
}

/// A commit as a diagnosis tells of it.
package struct SourceChange: Sendable, Equatable {
  /// The commit.
  package let commit: ObjectID
  /// Who wrote it, after `.mailmap`.
  package let author: String
  /// Seconds since 1970.
  package let seconds: Int
  /// The first line of the message.
  package let subject: String

  /// What is told of a commit.
  init(_ record: CommitRecord) {
    (commit, author, seconds) = (record.id, record.author.name, record.author.seconds)
    subject = String(decoding: record.subject, as: UTF8.self)
  }

  /// The day in UTC: `2026-11-21`. Empty for a commit that was made without a clock, at second 0.
  package var day: String { seconds == 0 ? "" : String(LogTime.text(ofSeconds: seconds).prefix { $0 != " " }) }
}

/// Where a statement stands in the default revision.
package enum TodaysPlace: Sendable, Equatable {
  /// The version of the log is the default revision.
  case unchanged
  /// The statement is there, on this line.
  case at(SourcePlace)
  /// The line was changed or removed since; this is what stands in its place.
  case changed(SourcePlace)
  /// The statement is not there any more; the versions between which it went, where they are indexed.
  case gone(last: String, first: String)
}

/// People and changes around a line of code.
package struct SourceContext: Sendable {
  /// Who owns the file by the CODEOWNERS of the default revision, where people ask today: the rule outside of
  /// sections first, then those of sections. Empty without such a file or rule.
  package internal(set) var owners: [CodeOwners.Match] = []
  /// Where the rules stand, `.github/CODEOWNERS`; nil without them.
  package internal(set) var ownerFile: PlacementName?
  /// The change that brought the line, passing over commits that only formatted.
  package internal(set) var blame: SourceChange?
  /// The newest changes of the function around, or of the file where there is none; the newest first.
  package internal(set) var changes: [SourceChange] = []
  /// ``changes`` are of the function, not of the file.
  package internal(set) var isOfFunction = false
  /// Where it stands today.
  package internal(set) var today: TodaysPlace?
  /// What could not be told, and why.
  package internal(set) var notes: [String] = []

  /// Commits of ``changes``, at most.
  package static let changesMax = 5

  /// Nothing known yet, and perhaps why.
  init(note: String? = nil) {
    if let note { notes = [note] }
  }

  /// Adds what is known of the past to what is known of the present.
  mutating func add(past: SourceContext) {
    (blame, changes, isOfFunction) = (past.blame, past.changes, past.isOfFunction)
    notes += past.notes
  }
}
