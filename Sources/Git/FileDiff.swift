package import Containers

/// A line of a diff.
package struct DiffLine: Sendable, Equatable {
  /// Which side it is on.
  package enum Kind: Sendable, Equatable { case context, added, deleted }

  /// Which side it is on.
  package var kind: Kind
  /// 1-based line before; nil for added lines.
  package var oldNumber: Int?
  /// 1-based line after; nil for deleted lines.
  package var newNumber: Int?
  /// The line without its line feed, cut to ``textLimit`` bytes. A carriage return stays.
  package var text: [UInt8]
  /// Bytes of the whole line, when ``text`` was cut.
  package var fullLength: Int?
  /// True when this is the file's last line and no line feed follows it.
  package var lacksLineEnd = false

  /// Bytes of a line kept.
  package static let textLimit = 4096

  /// A line.
  package init(kind: Kind, oldNumber: Int?, newNumber: Int?, text: [UInt8]) {
    self.kind = kind
    self.oldNumber = oldNumber
    self.newNumber = newNumber
    self.text = text
  }
}

/// Changed lines and those around them.
package struct DiffHunk: Sendable, Equatable {
  /// First line before (1-based; 0 for a file that was empty), and how many.
  package var oldStart: Int
  package var oldCount: Int
  /// First line after, and how many.
  package var newStart: Int
  package var newCount: Int
  /// The line above that git takes for the heading of what follows, often a function.
  package var section: [UInt8]
  /// The lines in the order of reading.
  package var lines: [DiffLine]

  /// A hunk.
  package init(
    oldStart: Int, oldCount: Int, newStart: Int, newCount: Int, section: [UInt8] = [], lines: [DiffLine]
  ) {
    self.oldStart = oldStart
    self.oldCount = oldCount
    self.newStart = newStart
    self.newCount = newCount
    self.section = section
    self.lines = lines
  }
}

/// One changed file with its lines, as far as they are shown.
package struct FileDiff: Sendable, Equatable {
  /// Why lines are missing.
  package enum Omission: Sendable, Equatable {
    /// The content is not text.
    case binary
    /// More changed lines in this file than this.
    case fileLines(limit: Int)
    /// The files before it have used up what one page shows.
    case total
    /// Time or bytes ran out; says which.
    case cut(String)
    /// Only the list of files was asked for.
    case notAsked
  }

  /// What happened to the file.
  package var change: FileChange
  /// Changed places by line.
  package var hunks: [DiffHunk] = []
  /// Why ``hunks`` is not everything; nil when it is.
  package var omission: Omission?

  /// A change without lines.
  package init(change: FileChange, omission: Omission? = nil) {
    self.change = change
    self.omission = omission
  }
}

/// What differs between two commits.
package struct TreeDiff: Sendable {
  /// The files in git's order, by path.
  package var files: [FileDiff] = []
  /// True when more files changed than were kept.
  package var isFileListCut = false
  /// Why counts or files are missing: git was too slow. Nil otherwise.
  package var cutReason: String?

  /// Nothing.
  package init() {}

  /// All counted lines together.
  package var counts: LineCounts {
    files.reduce(into: LineCounts()) { total, file in
      total.added += file.change.counts?.added ?? 0
      total.deleted += file.change.counts?.deleted ?? 0
    }
  }
}

/// What to compare and how much of it to keep.
package struct DiffRequest: Sendable, Hashable {
  /// Before; nil is nothing at all, for the first commit of a history.
  package var old: ObjectID?
  /// After.
  package var new: ObjectID
  /// Only these files (both names of a renamed one); all when empty.
  package var paths: [[UInt8]] = []
  /// Unchanged lines around changed ones, 0...
  package var contextLines = 3
  /// Lines that differ in white space only count as equal.
  package var ignoresWhitespace = false
  /// With counts of lines; costs a comparison of every file.
  package var wantsCounts = true
  /// With the lines themselves.
  package var wantsLines = true
  /// Files listed.
  package var fileLimit = 3000
  /// Files with lines.
  package var shownFileLimit = 300
  /// Lines of one file.
  package var fileLineLimit = 1000
  /// Lines of all files.
  package var lineLimit = 8000
  /// Bytes of lines of all files.
  package var byteLimit = 4 << 20

  /// A comparison of two commits or trees.
  package init(old: ObjectID?, new: ObjectID) {
    self.old = old
    self.new = new
  }
}
