/// A diagnosis as it is kept, shown and sent: plain values, redacted, without anything of the index.
///
/// Its JSON is the format on disk: fields are added, never renamed.
package struct DiagnosisRecord: Codable, Sendable, Equatable {
  /// What was read: a file's name, or `paste`.
  package var name = ""
  /// Seconds since 1970.
  package var created = 0
  /// Seconds since 1970 at which it is deleted; 0 for never.
  package var expires = 0
  /// Lines of all files; messages, of which further lines are part; messages of level error or worse.
  package var lines = 0
  package var events = 0
  package var failures = 0
  /// Bytes of all files, decompressed.
  package var bytes = 0
  package var files: [LogFile] = []
  /// All files with lines, of which ``files`` has the first; nil in reports of earlier versions.
  package var fileCount: Int?
  package var manifest: [Member] = []
  package var membersOmitted = 0
  package var redactions: [Redaction] = []
  /// Seconds since 1970 of the first and last message with a time.
  package var firstSeconds: Int?
  package var lastSeconds: Int?
  /// What matters most first: failures, warnings, then by count.
  package var templates: [Template] = []
  package var templatesOmitted = 0
  package var groups: [Group] = []
  package var groupsOmitted = 0
  /// Traces of all groups.
  package var traces = 0
  package var versions: [Version] = []
  /// The worst first.
  package var findings: [Finding] = []
  package var oddities: [Oddity] = []
  /// Repositories and statements that were searched; nil when there was no index.
  package var repositories: Int?
  package var statements: Int?
  /// What was not looked up or not read, and why.
  package var limits: [String] = []
  /// Of reading, and of looking up.
  package var readSeconds = 0.0
  package var searchSeconds = 0.0

  /// A record of nothing.
  package init() {}

  /// Templates with a confident statement.
  package var locatedCount: Int { templates.count { $0.source?.isConfident == true } }

  /// What limits the size of a record.
  package enum Limits {
    /// Templates, groups, rows of the manifest; further ones are counted.
    package static let templates = 500
    package static let groups = 100
    package static let members = 500
    package static let files = 200
    package static let frames = 40
    package static let values = 12
    package static let matches = 4
    /// Bytes of one text.
    package static let text = 600
  }
}

extension DiagnosisRecord {
  /// A file that was read as a log.
  package struct LogFile: Codable, Sendable, Equatable {
    package var path: String
    package var format: String
    package var lines: Int
    package var cutLines: Int
    /// `pod=web-1`.
    package var labels: [String]
  }

  /// A row of the manifest.
  package struct Member: Codable, Sendable, Equatable {
    package var path: String
    package var bytes: Int
    /// `read`, `truncated` or `skipped`.
    package var state: String
    /// Why; empty for files that were read whole.
    package var reason: String
  }

  /// What was replaced by a rule of redaction.
  package struct Redaction: Codable, Sendable, Equatable {
    package var rule: String
    package var count: Int
    package var distinct: Int
  }

  /// Messages of one statement, or that look alike.
  package struct Template: Codable, Sendable, Equatable {
    /// With `<*>` for values, or their names.
    package var text: String
    package var count: Int
    /// Counts by the raw value of ``LogLevel``.
    package var levels: [Int]
    /// The name of the gravest level; empty when lines have none.
    package var worst: String
    /// The first message, where it stands, and its time as written; empty when it has none.
    package var sample: String
    package var file: String
    package var line: Int
    package var time: String
    package var logger: String
    /// The number of its first message among all, from 0.
    package var first: Int
    package var values: [Value]
    package var source: Source?
  }

  /// A value of a template's messages.
  package struct Value: Codable, Sendable, Equatable {
    /// The expression of the code; empty when it is not known.
    package var name: String
    /// In the sample; empty when it is not known.
    package var sample: String
    /// The values seen most, by falling count.
    package var top: [Count]
    /// Values seen besides.
    package var others: Int
  }

  /// A text and how often it was seen.
  package struct Count: Codable, Sendable, Equatable {
    package var text: String
    package var count: Int
  }

  /// What code says about a message.
  package struct Source: Codable, Sendable, Equatable {
    package var isConfident: Bool
    /// Why not; empty when it is.
    package var doubt: String
    /// Text that was cut from the message before its statement was found.
    package var peeled: [String]
    package var wrapper: Place?
    /// Where the best one stands in the inferred version.
    package var place: Place?
    /// Equally likely.
    package var ties: [Place]
    /// The best statements with what speaks for them.
    package var matches: [Match]
    package var context: Context?
  }

  /// A statement with its evidence.
  package struct Match: Codable, Sendable, Equatable {
    package var place: Place
    /// Those of one rank are equally likely; from 0.
    package var rank: Int
    package var skeleton: String
    package var callee: String
    package var reasons: [String]
    package var versionCount: Int
  }

  /// A line of an indexed file.
  package struct Place: Codable, Sendable, Equatable, Hashable {
    package var repository: String
    /// Branch, tag or commit; empty for the default revision.
    package var revision: String
    /// 40 digits; empty when it is not of git.
    package var commit: String
    package var path: String
    package var line: Int
    /// `Type.function`; empty outside of all.
    package var symbol: String

    /// A place.
    package init(
      repository: String, revision: String, commit: String, path: String, line: Int, symbol: String
    ) {
      (self.repository, self.revision, self.commit) = (repository, revision, commit)
      (self.path, self.line, self.symbol) = (path, line, symbol)
    }
  }

  /// People and changes around a line.
  package struct Context: Codable, Sendable, Equatable {
    package var owners: [String]
    package var ownerFile: String
    package var blame: Change?
    package var changes: [Change]
    package var isOfFunction: Bool
    /// `unchanged`, `at`, `changed`, `gone`; empty when it is not known.
    package var today: String
    package var todayPlace: Place?
    /// The versions between which it went.
    package var lastVersion: String
    package var firstWithout: String
    package var notes: [String]
  }

  /// A commit.
  package struct Change: Codable, Sendable, Equatable {
    package var commit: String
    package var author: String
    package var seconds: Int
    package var subject: String
  }

  /// Stack traces that are the same fault.
  package struct Group: Codable, Sendable, Equatable {
    package var kind: String
    package var title: String
    package var count: Int
    package var file: String
    package var line: Int
    /// Why these are one group: which frames count.
    package var basis: String
    package var fingerprint: [String]
    /// Groups of one family are much alike; why.
    package var family: Int
    package var reason: String
    package var messages: [Count]
    package var frames: [Frame]
    package var framesOmitted: Int
    /// The frame to look at first, by its place.
    package var suspect: Int?
    package var context: Context?
  }

  /// A call in a stack.
  package struct Frame: Codable, Sendable, Equatable {
    package var raw: String
    package var function: String
    package var isInApp: Bool
    package var place: Place?
    /// `certain`, `likely`, `weak`; empty without a place.
    package var confidence: String
    package var how: String
    /// Places equally likely besides.
    package var ties: Int
  }

  /// Which versions of a repository can have written the log.
  package struct Version: Codable, Sendable, Equatable {
    /// An indexed version, and how many statements of the log it has.
    package struct Revision: Codable, Sendable, Equatable {
      package var name: String
      package var commit: String
      package var statements: Int
    }

    /// Its name, and the statements and lines of the log that speak for the window.
    package var repository: String
    package var statements: Int
    package var lines: Int
    /// The newest first.
    package var window: [Revision]
    /// Versions that explain less.
    package var others: Int
    package var evidence: [String]

    /// The log tells versions apart.
    package var isTelling: Bool { others > 0 && !window.isEmpty }

    /// `7.0.4`, `7.0.4 … 7.0.8`.
    package var range: String {
      guard let newest = window.first, let oldest = window.last else { return "" }
      return window.count == 1 ? newest.name : "\(oldest.name) … \(newest.name)"
    }
  }

  /// A known issue that was found.
  package struct Finding: Codable, Sendable, Equatable {
    /// Where more is to be read.
    package struct Link: Codable, Sendable, Equatable {
      package var title: String
      package var address: String
    }

    /// The rule, how often it matched, the first message with its place, and why.
    package var id: String
    package var title: String
    package var severity: String
    package var count: Int
    package var sample: String
    package var file: String
    package var line: Int
    package var reasons: [String]
    /// Markdown.
    package var remedy: String
    package var question: String
    package var links: [Link]
    /// Places in the templates and groups of the record.
    package var templates: [Int]
    package var groups: [Int]
  }

  /// Something out of the ordinary.
  package struct Oddity: Codable, Sendable, Equatable {
    package var kind: String
    /// Its place in the templates of the record; nil when that is left out there.
    package var template: Int?
    package var text: String
    package var evidence: String
  }
}
