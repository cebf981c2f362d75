import Containers

/// Lines that came and lines that went.
package struct LineCounts: Sendable, Equatable {
  /// Lines that came.
  package var added: Int
  /// Lines that went.
  package var deleted: Int

  /// Counts, 0 at first.
  package init(added: Int = 0, deleted: Int = 0) {
    self.added = added
    self.deleted = deleted
  }
}

/// One file that differs between two trees, with renames found.
package struct FileChange: Sendable, Equatable {
  /// What happened to a file.
  package enum Status: Sendable, Equatable {
    case added, deleted, modified
    /// Moved; ``FileChange/similarity`` says how much of it stayed.
    case renamed
    case copied
    /// A file became a symbolic link or a submodule, or the other way.
    case typeChanged
  }

  /// What happened.
  package var status: Status

  /// Where it is now; where it was, when it is gone. Bytes as in ``TreeEntry``.
  package var path: [UInt8]

  /// Where it was; the same as ``path`` unless it was renamed or copied.
  package var oldPath: [UInt8]

  /// Before; nil when it was added.
  package var old: TreeChange.Side?

  /// After; nil when it was deleted.
  package var new: TreeChange.Side?

  /// Percent of the content that stayed, for renames and copies.
  package var similarity: Int?

  /// Changed lines; nil for binary files and where they were not counted.
  package var counts: LineCounts?

  /// True when git counts no lines because the content is not text.
  package var isBinary = false

  /// A change; the old path is the same as the new one unless it is given.
  package init(
    status: Status, path: [UInt8], oldPath: [UInt8]? = nil, old: TreeChange.Side?, new: TreeChange.Side?
  ) {
    self.status = status
    self.path = path
    self.oldPath = oldPath ?? path
    self.old = old
    self.new = new
  }

  /// True when only the mode differs: the content is the same.
  package var isModeOnly: Bool {
    status == .modified && old?.id == new?.id && old?.kind != new?.kind
  }
}

/// Reads what `--raw --numstat -z` print: fields that each end in a zero byte.
struct ChangeListParser {
  /// So far, in git's order.
  private(set) var changes: [FileChange] = []

  /// True when more than the limit came; the others were dropped.
  private(set) var isCut = false

  /// Changes kept.
  let limit: Int

  private var pending: FileChange?
  private var countsPending: (added: Int?, deleted: Int?)?
  private var countsSkip = 0
  /// Place of each path in ``changes``, built when the counts begin.
  private var places: [[UInt8]: Int] = [:]

  init(limit: Int) {
    self.limit = limit
  }

  /// True between the fields of one entry.
  var isInside: Bool { pending != nil || countsPending != nil }

  /// Takes a field; false when it begins no entry.
  mutating func take(_ field: UnsafeRawBufferPointer) -> Bool {
    if pending != nil { return takePath(Array(field)) }
    if countsPending != nil { return takeCountedPath(Array(field)) }
    if field.first == UInt8(ascii: ":") {
      pending = FileChange(header: field)
      return pending != nil
    }
    return takeCounts(field)
  }

  private mutating func takePath(_ path: [UInt8]) -> Bool {
    guard var change = pending else { return false }
    let isPair = change.status == .renamed || change.status == .copied
    if isPair, change.oldPath.isEmpty {
      change.oldPath = path
      pending = change
      return true
    }
    change.path = path
    if !isPair { change.oldPath = path }
    pending = nil
    if changes.count < limit { changes.append(change) } else { isCut = true }
    return true
  }

  /// `added TAB deleted TAB path`, or without the path when old and new path follow.
  private mutating func takeCounts(_ field: UnsafeRawBufferPointer) -> Bool {
    let tab = UInt8(ascii: "\t")
    guard let first = field.firstIndex(of: tab), first > 0, first < 20,
      let second = field[(first + 1)...].firstIndex(of: tab), second - first < 20
    else { return false }
    let words = [field[..<first], field[(first + 1)..<second]]
    guard words.allSatisfy({ word in word.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D } }) else {
      return false
    }
    countsPending = (
      Int(String(decoding: words[0], as: UTF8.self)), Int(String(decoding: words[1], as: UTF8.self))
    )
    let path = Array(field[(second + 1)...])
    countsSkip = path.isEmpty ? 1 : 0
    return path.isEmpty ? true : takeCountedPath(path)
  }

  private mutating func takeCountedPath(_ path: [UInt8]) -> Bool {
    if countsSkip > 0 {
      countsSkip -= 1
      return true
    }
    guard let (added, deleted) = countsPending else { return false }
    countsPending = nil
    if places.isEmpty {
      for (index, change) in changes.enumerated() { places[change.path] = index }
    }
    guard let place = places[path] else { return true }
    if let added, let deleted {
      changes[place].counts = LineCounts(added: added, deleted: deleted)
    } else {
      changes[place].isBinary = true
    }
    return true
  }
}

extension FileChange {
  /// Reads `:mode mode id id status`; paths follow.
  fileprivate init?(header: UnsafeRawBufferPointer) {
    let words = header.dropFirst().split(separator: UInt8(ascii: " "))
    guard words.count == 5, let letter = words[4].first else { return nil }
    let status: Status
    switch letter {
    case UInt8(ascii: "A"): status = .added
    case UInt8(ascii: "D"): status = .deleted
    case UInt8(ascii: "R"): status = .renamed
    case UInt8(ascii: "C"): status = .copied
    case UInt8(ascii: "T"): status = .typeChanged
    default: status = .modified
    }
    self.init(
      status: status, path: [], oldPath: [], old: TreeChange.side(mode: words[0], id: words[2]),
      new: TreeChange.side(mode: words[1], id: words[3]))
    if status == .renamed || status == .copied {
      similarity = Int(String(decoding: words[4].dropFirst(), as: UTF8.self)).map { min(100, max(0, $0)) }
    }
  }
}
