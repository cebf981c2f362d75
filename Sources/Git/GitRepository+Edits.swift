package import Containers
package import Platform

/// Lines that one version of a file has in place of others: half-open ranges, counted from 0.
package struct LineEdit: Sendable, Equatable {
  /// In the file before; empty where lines only came, at the place where they came.
  package var old: Range<Int>
  /// In the file after; empty where lines only went, at the place where they were.
  package var new: Range<Int>

  /// An edit.
  package init(old: Range<Int>, new: Range<Int>) {
    (self.old, self.new) = (old, new)
  }

  /// The edit of a hunk without context.
  package init(_ hunk: DiffHunk) {
    self.init(
      old: LineEdit.range(hunk.oldStart, hunk.oldCount), new: LineEdit.range(hunk.newStart, hunk.newCount))
  }

  /// A hunk of no lines names the line before it.
  static func range(_ start: Int, _ count: Int) -> Range<Int> {
    let first = count == 0 ? start : max(0, start - 1)
    return first..<(first + count)
  }
}

/// A commit and what it is compared with.
package struct CommitPair: Sendable, Hashable {
  /// The newer one.
  package var commit: ObjectID
  /// Any other, its parent usually.
  package var before: ObjectID

  /// Two commits.
  package init(_ commit: ObjectID, before: ObjectID) {
    (self.commit, self.before) = (commit, before)
  }
}

extension GitRepository {
  /// Passes on the commits that changed any of some files, newest first, as git finds them: one walk whatever the
  /// number of files. Side branches that a merge took nothing from are left out, and the parents of each commit are
  /// the next ones that are passed on. ``CommitRecord/changes`` has those of the files that it changed; merges have none.
  ///
  /// - Parameters:
  ///   - body: false ends the walk.
  /// - Returns: why the walk ended early; nil when it did not, or `body` ended it.
  /// - Throws: ``GitError`` when the commit is missing or a path cannot be one; what `body` throws.
  package func walk(
    paths: [[UInt8]], from commit: ObjectID, limits: HistoryLimits, cancellation: CancellationFlag? = nil,
    _ body: ([CommitRecord]) throws -> Bool
  ) throws -> String? {
    var parser = LogParser(changeLimit: paths.count)
    var splitter = RecordSplitter(separator: 0, limit: GitRepository.commitLimit)
    let arguments = [
      "log", "-z", LogParser.format, "--parents", "--date=raw", "--no-decorate", "--no-color", "--no-textconv",
      "--no-ext-diff", "--no-notes", "--no-renames", "--raw", "--no-abbrev", "--end-of-options", commit.hex,
    ]
    let ending = try streamHistory(arguments, paths: paths, limits: limits, cancellation: cancellation) { piece in
      guard splitter.consume(piece, { parser.take($0) }) else { return false }
      let records = parser.drain()
      return try records.isEmpty || body(records)
    }
    if let fault = parser.fault { throw GitError(.unexpectedOutput(fault), subject: path) }
    switch ending {
    case .enough: return nil
    case .cut(let reason): return reason
    case .complete:
      // The last field has no zero byte behind it when no change follows.
      splitter.carried.withUnsafeBytes { rest in if !rest.isEmpty { _ = parser.take(rest) } }
      parser.finish()
      let records = parser.drain()
      _ = try records.isEmpty || body(records)
      return nil
    }
  }

  /// The edits of some files between pairs of commits, by path; a file that is the same has none.
  ///
  /// - Returns: as many of the pairs as there was time for, in their order, and why not all.
  /// - Throws: ``GitError`` when git fails or a path cannot be one.
  package func edits(
    of pairs: [CommitPair], paths: [[UInt8]], limits: HistoryLimits, cancellation: CancellationFlag? = nil
  ) throws -> (found: [[[UInt8]: [LineEdit]]], cutReason: String?) {
    let arguments = [
      "diff-tree", "--stdin", "-r", "-p", "-U0", "--inter-hunk-context=0", "--text", "--no-renames", "--no-ext-diff",
      "--no-textconv", "--no-color", "--src-prefix=a/", "--dst-prefix=b/", "--no-relative", "--diff-algorithm=myers",
      "--indent-heuristic",
    ]
    var input: [UInt8]? = []
    input?.reserveCapacity(pairs.count * 90)
    for pair in pairs {
      // git repeats a line that names no object: so that it is known where an answer ends.
      input? += Array("#\n".utf8) + pair.commit.hexBytes + [0x20] + pair.before.hexBytes + [0x0A]
    }
    input? += Array("#\n".utf8)
    var parser = EditParser()
    var splitter = RecordSplitter(separator: 0x0A, limit: GitRepository.editLineLimit)
    let ending = try streamHistory(
      arguments, paths: paths,
      input: {
        defer { input = nil }
        return input
      }, limits: limits, cancellation: cancellation
    ) { piece in
      splitter.consume(piece) {
        parser.take($0)
        return true
      }
    }
    switch ending {
    case .complete:
      guard parser.complete.count == pairs.count else {
        throw GitError(
          .unexpectedOutput("\(parser.complete.count) answers for \(pairs.count) pairs of commits"), subject: path)
      }
      return (parser.complete, nil)
    case .cut(let reason): return (parser.complete, reason)
    case .enough: return (parser.complete, "a line is longer than \(GitRepository.editLineLimit >> 20) MB")
    }
  }

  /// Bytes of a line of a file whose edits are read.
  private static let editLineLimit = 64 << 20

  /// The file of a parent that a commit moved to `path`, and that parent, of several the first; nil when the commit made
  /// it anew. Compares all files that came with all that went.
  package func renameSource(
    of path: [UInt8], at commit: ObjectID, limits: HistoryLimits, cancellation: CancellationFlag? = nil
  ) throws -> (parent: ObjectID, path: [UInt8])? {
    for parent in try self.commit(commit)?.parents ?? [] {
      if let old = try renameSource(of: path, in: CommitPair(commit, before: parent), limits, cancellation) {
        return (parent, old)
      }
    }
    return nil
  }

  private func renameSource(
    of path: [UInt8], in pair: CommitPair, _ limits: HistoryLimits, _ cancellation: CancellationFlag?
  ) throws -> [UInt8]? {
    var list = ChangeListParser(limit: 100_000)
    var splitter = RecordSplitter(separator: 0)
    let arguments = [
      "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "-M", "-l1000", "--diff-filter=R", "--no-ext-diff",
      "--no-textconv", "--no-commit-id", pair.before.hex, pair.commit.hex,
    ]
    let ending = try streamHistory(arguments, paths: [], limits: limits, cancellation: cancellation) { piece in
      splitter.consume(piece) { list.take($0) }
    }
    guard case .complete = ending else { return nil }
    return list.changes.first { $0.path == path && $0.status == .renamed }?.oldPath
  }
}

/// Reads what `diff-tree --stdin -p -U0` prints, with `#` on a line before each pair and after the last.
struct EditParser {
  /// The edits of each pair by path.
  private(set) var complete: [[[UInt8]: [LineEdit]]] = []

  private var current: [[UInt8]: [LineEdit]]?
  private var oldPath: [UInt8] = []
  private var path: [UInt8] = []
  /// Lines of the hunk that are still to come: they may look like anything.
  private var left = 0

  /// Edits of a file that are kept.
  static let editLimit = 200_000

  /// Takes a line without its end.
  mutating func take(_ line: UnsafeRawBufferPointer) {
    guard let first = line.first else { return }
    if first == UInt8(ascii: "\\") { return }
    if left > 0 {
      left -= 1
      return
    }
    switch first {
    case UInt8(ascii: "#") where line.count == 1:
      if let current { complete.append(current) }
      current = [:]
      (oldPath, path) = ([], [])
    case UInt8(ascii: "@"): takeHunk(line)
    case UInt8(ascii: "-"): if let path = Self.path(line, "--- ") { oldPath = path }
    case UInt8(ascii: "+"): if let name = Self.path(line, "+++ ") { path = name.isEmpty ? oldPath : name }
    default: break
    }
  }

  /// The path of `--- a/path`; empty for `/dev/null`, nil for another line.
  private static func path(_ line: UnsafeRawBufferPointer, _ head: StaticString) -> [UInt8]? {
    guard line.count > 4, head.withUTF8Buffer({ line.starts(with: $0) }) else { return nil }
    var text = Array(line[4...])
    // A name with blanks is followed by a tab.
    if text.first != 0x22, text.last == 0x09 { text.removeLast() }
    if text.elementsEqual("/dev/null".utf8) { return [] }
    return Array(QuotedPath.unquoted(text).dropFirst(2))
  }

  /// `@@ -start[,count] +start[,count] @@`
  private mutating func takeHunk(_ line: UnsafeRawBufferPointer) {
    var numbers: [Int?] = []
    var at = 3
    for sign in [UInt8(ascii: "-"), UInt8(ascii: "+")] {
      guard at < line.count, line[at] == sign else { return }
      at += 1
      let start = Self.number(line, &at)
      var count: Int? = 1
      if at < line.count, line[at] == 0x2C {
        at += 1
        count = Self.number(line, &at)
      }
      numbers += [start, count]
      at += 1
    }
    guard let oldStart = numbers[0], let oldCount = numbers[1], let newStart = numbers[2], let newCount = numbers[3]
    else { return }
    left = oldCount + newCount
    if current?[path, default: []].count ?? 0 < Self.editLimit {
      current?[path, default: []].append(
        LineEdit(old: LineEdit.range(oldStart, oldCount), new: LineEdit.range(newStart, newCount)))
    }
  }

  /// One to nine digits, so that sums cannot overflow.
  private static func number(_ line: UnsafeRawBufferPointer, _ at: inout Int) -> Int? {
    let begin = at
    var value = 0
    while at < line.count, line[at] &- 0x30 < 10, at - begin < 9 {
      value = value * 10 + Int(line[at] - 0x30)
      at += 1
    }
    return at > begin ? value : nil
  }
}
