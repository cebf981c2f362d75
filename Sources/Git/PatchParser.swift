import Containers

/// Reads the patches git prints after the list of changes, file by file.
///
/// A patch is `diff --git a/old b/new`, headers, then hunks: `@@ -start,count +start,count @@ section` and
/// exactly as many lines as the counts say, so that no content can look like a header. The files come in the order
/// of the list; one that has no patch (only white space differs) is left out.
struct PatchParser {
  private let bytes: [UInt8]
  private let request: DiffRequest
  private var position = 0
  private var lineCount = 0
  private var byteCount = 0

  init(_ bytes: [UInt8], request: DiffRequest) {
    self.bytes = bytes
    self.request = request
  }

  /// Gives each change its lines. `cutReason` is why `bytes` may end early.
  mutating func files(for changes: [FileChange], cutReason: String?) -> [FileDiff] {
    var files = changes.map { FileDiff(change: $0) }
    var shown = 0
    for index in files.indices {
      let headers = PatchParser.headers(of: changes[index])
      var isFound = false
      // A change of type is told as a deletion and an addition.
      while let header = headers.first(where: { bytes[position...].starts(with: $0) }) {
        position += header.count
        isFound = true
        let isShown =
          shown < request.shownFileLimit && lineCount < request.lineLimit
          && byteCount < request.byteLimit
        readFile(into: &files[index], keepsLines: isShown, cutReason: cutReason)
      }
      if !isFound, position >= bytes.count, let cutReason { files[index].omission = .cut(cutReason) }
      if files[index].change.isBinary { files[index].omission = .binary }
      if !files[index].hunks.isEmpty { shown += 1 }
    }
    return files
  }

  private static func headers(of change: FileChange) -> [[UInt8]] {
    func header(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
      Array("diff --git ".utf8) + QuotedPath.quoted(old, prefix: "a/") + [0x20]
        + QuotedPath.quoted(new, prefix: "b/") + [0x0A]
    }
    return [header(change.oldPath, change.path)]
  }

  /// Lines up to the next `diff --git`.
  private mutating func readFile(into file: inout FileDiff, keepsLines: Bool, cutReason: String?) {
    var fileLines = 0
    while position < bytes.count, !startsWith("diff --git ") {
      guard startsWith("@@ -") else {
        if startsWith("Binary files ") { file.change.isBinary = true }
        skipLine()
        continue
      }
      guard var hunk = hunkHeader() else { continue }
      let room = keepsLines ? min(request.fileLineLimit - fileLines, request.lineLimit - lineCount) : 0
      let (wanted, isWhole) = readLines(into: &hunk, room: room)
      fileLines += hunk.lines.count
      lineCount += hunk.lines.count
      if !hunk.lines.isEmpty { file.hunks.append(hunk) }
      if wanted > hunk.lines.count, file.omission == nil {
        let isTotal = !keepsLines || lineCount >= request.lineLimit || byteCount >= request.byteLimit
        file.omission = isTotal ? .total : .fileLines(limit: request.fileLineLimit)
      }
      if !isWhole { file.omission = .cut(cutReason ?? "git's output ends early") }
    }
  }

  /// `@@ -start[,count] +start[,count] @@[ section]`; nil for a line that is something else, which is passed.
  private mutating func hunkHeader() -> DiffHunk? {
    let line = nextLine()
    let words = line.split(separator: 0x20, maxSplits: 4, omittingEmptySubsequences: false)
    guard words.count >= 4, let old = PatchParser.range(words[1], sign: 0x2D),
      let new = PatchParser.range(words[2], sign: 0x2B)
    else { return nil }
    return DiffHunk(
      oldStart: old.start, oldCount: old.count, newStart: new.start, newCount: new.count,
      section: words.count > 4 ? Array(words[4].prefix(PatchParser.sectionLimit)) : [], lines: [])
  }

  /// Bytes of a section heading kept.
  private static let sectionLimit = 200

  private static func range(_ word: ArraySlice<UInt8>, sign: UInt8) -> (start: Int, count: Int)? {
    guard word.first == sign else { return nil }
    let parts = word.dropFirst().split(separator: 0x2C, omittingEmptySubsequences: false)
    let numbers = parts.map { part in
      // Ten digits, so that sums cannot overflow.
      part.count <= 10 && part.allSatisfy { (0x30...0x39).contains($0) }
        ? Int(String(decoding: part, as: UTF8.self)) : nil
    }
    guard let start = numbers.first ?? nil, numbers.count <= 2 else { return nil }
    guard let count = numbers.count == 2 ? numbers[1] : 1 else { return nil }
    return (start, count)
  }

  /// Reads the lines of a hunk, and keeps `room` of them: how many there are, and whether all of them came.
  private mutating func readLines(into hunk: inout DiffHunk, room: Int) -> (wanted: Int, isWhole: Bool) {
    var oldNumber = hunk.oldStart
    var newNumber = hunk.newStart
    var oldLeft = hunk.oldCount
    var newLeft = hunk.newCount
    var wanted = 0
    while oldLeft > 0 || newLeft > 0 {
      guard position < bytes.count else { return (wanted, false) }
      let kind: DiffLine.Kind
      switch bytes[position] {
      case 0x20: kind = .context
      case 0x2B: kind = .added
      case 0x2D: kind = .deleted
      case 0x5C:
        markMissingLineEnd(&hunk, afterKept: wanted == hunk.lines.count)
        continue
      // Nothing git prints; what follows is looked at as headers.
      default: return (wanted, false)
      }
      let isOld = kind != .added
      let isNew = kind != .deleted
      guard !isOld || oldLeft > 0, !isNew || newLeft > 0 else { return (wanted, false) }
      let text = nextLine().dropFirst()
      wanted += 1
      if wanted <= room, byteCount < request.byteLimit {
        var line = DiffLine(
          kind: kind, oldNumber: isOld ? oldNumber : nil, newNumber: isNew ? newNumber : nil,
          text: Array(text.prefix(DiffLine.textLimit)))
        if text.count > DiffLine.textLimit { line.fullLength = text.count }
        byteCount += line.text.count
        hunk.lines.append(line)
      }
      if isOld { (oldNumber, oldLeft) = (oldNumber + 1, oldLeft - 1) }
      if isNew { (newNumber, newLeft) = (newNumber + 1, newLeft - 1) }
    }
    if position < bytes.count, bytes[position] == 0x5C {
      markMissingLineEnd(&hunk, afterKept: wanted == hunk.lines.count)
    }
    return (wanted, true)
  }

  /// `\ No newline at end of file` is about the line before.
  private mutating func markMissingLineEnd(_ hunk: inout DiffHunk, afterKept: Bool) {
    skipLine()
    if afterKept, !hunk.lines.isEmpty { hunk.lines[hunk.lines.count - 1].lacksLineEnd = true }
  }

  private func startsWith(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position...].starts(with: $0) }
  }

  private mutating func nextLine() -> ArraySlice<UInt8> {
    let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
    defer { position = min(end + 1, bytes.count) }
    return bytes[position..<end]
  }

  private mutating func skipLine() { _ = nextLine() }
}
