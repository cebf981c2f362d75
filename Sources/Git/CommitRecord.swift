package import Containers

/// One commit as history shows it: names after the repository's `.mailmap`, its message in bytes.
package struct CommitRecord: Sendable, Equatable {
  /// The commit's name.
  package var id: ObjectID
  /// None for a root (and where a shallow clone ends), several for a merge.
  package var parents: [ObjectID]
  /// Who wrote the change.
  package var author: Commit.Signature
  /// Who put it into this history.
  package var committer: Commit.Signature
  /// The message; git turns the encoding a commit declares into UTF-8, and leaves other bytes as they are.
  package var message: [UInt8]
  /// True when the message is longer than ``messageLimit`` and was cut.
  package var isMessageCut = false
  /// The files it changed against its first parent, where asked for; none for merges in a list.
  package var changes: [FileChange] = []
  /// True when it changed more files than were kept.
  package var isChangeListCut = false

  /// A commit without its changes.
  package init(
    id: ObjectID, parents: [ObjectID], author: Commit.Signature, committer: Commit.Signature, message: [UInt8]
  ) {
    self.id = id
    self.parents = parents
    self.author = author
    self.committer = committer
    self.message = message
  }

  /// Bytes of a message kept.
  package static let messageLimit = 64 << 10

  /// The first paragraph of the message on one line.
  package var subject: [UInt8] {
    let lines = message.split(separator: 0x0A, omittingEmptySubsequences: false)
    let paragraph = lines.drop(while: CommitRecord.isBlank).prefix { !CommitRecord.isBlank($0) }
    return Array(paragraph.joined(separator: [0x20]))
  }

  /// What follows the first paragraph, without blank lines around.
  package var body: [UInt8] {
    let lines = message.split(separator: 0x0A, omittingEmptySubsequences: false)
    let paragraphs = lines.drop(while: CommitRecord.isBlank).drop(while: { !CommitRecord.isBlank($0) })
    let rest = paragraphs.drop(while: CommitRecord.isBlank)
    guard let end = rest.lastIndex(where: { !CommitRecord.isBlank($0) }) else { return [] }
    return Array(rest[...end].joined(separator: [0x0A]))
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }
}

/// Reads what `git log -z` prints with ``format``, and the changes that follow each commit.
struct LogParser {
  /// Nine fields, each ended by a zero byte; changes follow. No field can hold a zero byte.
  static let format = "--format=%H%x00%P%x00%aN%x00%aE%x00%ad%x00%cN%x00%cE%x00%cd%x00%B"
  private static let fieldCount = 9

  /// Complete commits.
  private(set) var commits: [CommitRecord] = []
  /// What could not be understood, nil while all is well.
  private(set) var fault: String?

  private let changeLimit: Int
  private var fields: [[UInt8]] = []
  private var isMessageCut = false
  private var current: CommitRecord?
  private var changes: ChangeListParser

  init(changeLimit: Int) {
    self.changeLimit = changeLimit
    changes = ChangeListParser(limit: changeLimit)
  }

  /// Takes a field; false when it does not fit.
  mutating func take(_ whole: UnsafeRawBufferPointer) -> Bool {
    var field = whole
    if current != nil, !changes.isInside, field.first == 0x0A {
      field = UnsafeRawBufferPointer(rebasing: field.dropFirst())
    }
    if current != nil {
      if changes.take(field) || field.isEmpty { return true }
      finish()
    }
    let isMessage = fields.count == LogParser.fieldCount - 1
    isMessageCut = isMessage && field.count > CommitRecord.messageLimit
    fields.append(Array(isMessage ? field.prefix(CommitRecord.messageLimit) : field[...]))
    guard fields.count == LogParser.fieldCount else { return true }
    defer { fields = [] }
    guard let commit = record() else {
      fault = "log record \(String(decoding: fields[0].prefix(80), as: UTF8.self))"
      return false
    }
    current = commit
    return true
  }

  /// Takes the end of the output: the last commit is complete.
  mutating func finish() {
    guard var commit = current else { return }
    commit.changes = changes.changes
    commit.isChangeListCut = changes.isCut
    commits.append(commit)
    current = nil
    changes = ChangeListParser(limit: changeLimit)
  }

  /// Gives the complete commits away.
  mutating func drain() -> [CommitRecord] {
    defer { commits = [] }
    return commits
  }

  private func record() -> CommitRecord? {
    guard let id = fields[0].withUnsafeBytes({ ObjectID(hex: $0) }) else { return nil }
    let parents = fields[1].split(separator: 0x20).compactMap { word in
      word.withUnsafeBytes { ObjectID(hex: $0) }
    }
    var commit = CommitRecord(
      id: id, parents: parents,
      author: Commit.Signature(name: fields[2], email: fields[3], date: fields[4]),
      committer: Commit.Signature(name: fields[5], email: fields[6], date: fields[7]), message: fields[8])
    commit.isMessageCut = isMessageCut
    return commit
  }
}

extension Commit.Signature {
  /// From the fields of a log; `date` is `seconds zone`, what cannot be read is 0.
  fileprivate init(name: [UInt8], email: [UInt8], date: [UInt8]) {
    let parsed = Commit.Signature(line: Array("<> ".utf8) + date)
    self.init(
      name: String(decoding: name, as: UTF8.self), email: String(decoding: email, as: UTF8.self),
      seconds: parsed.seconds, zoneMinutes: parsed.zoneMinutes)
  }
}
