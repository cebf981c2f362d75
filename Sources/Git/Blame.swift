package import Containers

/// Which commit last changed each line of a file.
package struct Blame: Sendable {
  /// A commit as blame tells of it.
  package struct Origin: Sendable, Equatable {
    /// The commit's name.
    package var id: ObjectID
    /// Who wrote it, after `.mailmap`.
    package var author: Commit.Signature
    /// The first line of its message.
    package var subject: [UInt8]
    /// True where the history known here ends: a root, or the border of a shallow clone.
    package var isBoundary: Bool

    /// A commit.
    package init(id: ObjectID, author: Commit.Signature, subject: [UInt8], isBoundary: Bool = false) {
      self.id = id
      self.author = author
      self.subject = subject
      self.isBoundary = isBoundary
    }
  }

  /// A file at a commit.
  package struct FileAtCommit: Sendable, Equatable {
    /// The commit.
    package var commit: ObjectID
    /// The file's name there, which may be another than now.
    package var path: [UInt8]

    /// A file at a commit.
    package init(commit: ObjectID, path: [UInt8]) {
      self.commit = commit
      self.path = path
    }
  }

  /// Lines next to each other that one commit brought.
  package struct Hunk: Sendable, Equatable {
    /// 1-based lines of the file.
    package var lines: ClosedRange<Int>
    /// Place in ``Blame/origins``.
    package var origin: Int
    /// 1-based line of the first one in the commit that brought it.
    package var originalLine: Int
    /// The file's name in that commit.
    package var path: [UInt8]
    /// The file before that commit; nil where the commit created it.
    package var previous: FileAtCommit?

    /// Lines of one commit.
    package init(
      lines: ClosedRange<Int>, origin: Int, originalLine: Int, path: [UInt8], previous: FileAtCommit?
    ) {
      self.lines = lines
      self.origin = origin
      self.originalLine = originalLine
      self.path = path
      self.previous = previous
    }
  }

  /// The commits, each once.
  package var origins: [Origin] = []

  /// Hunks by line, without overlap. Complete unless ``cutReason`` is set: then lines are missing.
  package var hunks: [Hunk] = []

  /// Commits passed over because `.git-blame-ignore-revs` names them.
  package var ignoredCount = 0

  /// Why lines are missing: git was too slow. Nil when all are there.
  package var cutReason: String?

  /// No lines.
  package init() {}
}

/// Reads what `git blame --incremental` prints.
///
/// An entry is `id originalLine line count`, then header lines (`author …`, given once for each commit) up to
/// `filename …`, which ends it. Headers that are not known are passed over, as git's manual asks.
struct BlameParser {
  /// What could not be understood; nil while all is well.
  private(set) var fault: String?

  /// Hunks kept at most; as many as the longest file shown has lines.
  static let hunkLimit = 1_000_000

  private var origins: [OriginDraft] = []
  private var places: [ObjectID: Int] = [:]
  private var hunks: [Blame.Hunk] = []
  private var current: Blame.Hunk?

  private struct OriginDraft {
    var id: ObjectID
    var name: [UInt8] = []
    var email: [UInt8] = []
    var time: [UInt8] = []
    var zone: [UInt8] = []
    var subject: [UInt8] = []
    var isBoundary = false
  }

  /// Takes a line without its end; false when it does not fit.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let hunk = current else { return begin(line) }
    let space = line.firstIndex(of: 0x20) ?? line.count
    let value = Array(line[min(space + 1, line.count)...])
    switch String(decoding: line[..<space], as: UTF8.self) {
    case "author": origins[hunk.origin].name = value
    case "author-mail": origins[hunk.origin].email = value
    case "author-time": origins[hunk.origin].time = value
    case "author-tz": origins[hunk.origin].zone = value
    case "summary": origins[hunk.origin].subject = value
    case "boundary": origins[hunk.origin].isBoundary = true
    case "previous":
      let end = value.firstIndex(of: 0x20) ?? value.count
      if let id = value[..<end].withUnsafeBytes({ ObjectID(hex: $0) }) {
        current?.previous = Blame.FileAtCommit(
          commit: id, path: QuotedPath.unquoted(value[min(end + 1, value.count)...]))
      }
    case "filename":
      current?.path = QuotedPath.unquoted(value)
      if let done = current { hunks.append(done) }
      current = nil
    default: break
    }
    return true
  }

  private mutating func begin(_ line: UnsafeRawBufferPointer) -> Bool {
    let words = line.split(separator: 0x20)
    guard words.count == 4, let id = ObjectID(hex: UnsafeRawBufferPointer(rebasing: words[0])),
      let original = Self.number(words[1]), let first = Self.number(words[2]),
      let count = Self.number(words[3]), hunks.count < BlameParser.hunkLimit
    else {
      fault = "blame entry \(String(decoding: line.prefix(80), as: UTF8.self))"
      return false
    }
    let place = places[id] ?? origins.count
    if place == origins.count {
      origins.append(OriginDraft(id: id))
      places[id] = place
    }
    current = Blame.Hunk(
      lines: first...(first + count - 1), origin: place, originalLine: original, path: [], previous: nil)
    return true
  }

  /// A line number: 1 to ten digits, so that sums cannot overflow.
  private static func number(_ word: Slice<UnsafeRawBufferPointer>) -> Int? {
    guard word.count <= 10, let number = Int(String(decoding: word, as: UTF8.self)), number > 0 else {
      return nil
    }
    return number
  }

  /// All that was read, in the order of the lines; neighbours from the same place are one hunk.
  func blame() -> Blame {
    var blame = Blame()
    blame.origins = origins.map { draft in
      Blame.Origin(
        id: draft.id,
        author: Commit.Signature(
          line: draft.name + [0x20] + draft.email + [0x20] + draft.time + [0x20] + draft.zone),
        subject: draft.subject, isBoundary: draft.isBoundary)
    }
    for hunk in hunks.sorted(by: { $0.lines.lowerBound < $1.lines.lowerBound }) {
      guard let last = blame.hunks.last else {
        blame.hunks.append(hunk)
        continue
      }
      // git tells each line once; output that does not is not to be drawn twice.
      guard hunk.lines.lowerBound > last.lines.upperBound else { continue }
      let continues =
        hunk.lines.lowerBound == last.lines.upperBound + 1 && hunk.origin == last.origin
        && hunk.path == last.path && hunk.previous == last.previous
      if continues {
        blame.hunks[blame.hunks.count - 1].lines = last.lines.lowerBound...hunk.lines.upperBound
      } else {
        blame.hunks.append(hunk)
      }
    }
    return blame
  }
}
