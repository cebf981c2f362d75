package import Containers
package import Platform

/// One file of a commit's tree.
package struct TreeEntry: Sendable, Equatable {
  /// What an entry of a tree can be. Folders are not listed.
  package enum Kind: Sendable, Equatable {
    case file
    case executable
    case symbolicLink
    /// Another repository at a commit; the id is the commit's, and is not in this repository.
    case submodule
  }

  /// Bytes from the root of the tree, `/` between components; any byte but zero may occur.
  package let path: [UInt8]

  /// What it is.
  package let kind: Kind

  /// The blob, or the submodule's commit.
  package let id: ObjectID

  /// Bytes in the blob; nil for submodules, and where the blob is missing.
  package let size: Int?
}

/// One file that differs between two commits.
package struct TreeChange: Sendable, Equatable {
  /// The file's kind and content on one side.
  package struct Side: Sendable, Equatable {
    /// What it is.
    package let kind: TreeEntry.Kind
    /// The blob, or the submodule's commit.
    package let id: ObjectID

    /// One side.
    package init(kind: TreeEntry.Kind, id: ObjectID) {
      self.kind = kind
      self.id = id
    }
  }

  /// As in ``TreeEntry``. A renamed file is one that went and one that came.
  package let path: [UInt8]

  /// Before; nil when the file was added.
  package let old: Side?

  /// After; nil when the file was deleted.
  package let new: Side?
}

extension GitRepository {
  /// Lists every file of a commit (or tree) in git's order, on the calling thread.
  ///
  /// - Parameters:
  ///   - withSizes: False spares a look at each blob: sizes are then nil.
  ///   - body: Returns false to end the listing.
  /// - Throws: ``GitError`` when the commit or one of its trees is missing or damaged; what `body` throws.
  package func listTree(
    _ commit: ObjectID, withSizes: Bool = true, cancellation: CancellationFlag? = nil,
    _ body: (TreeEntry) throws -> Bool
  ) throws {
    let arguments = ["ls-tree", "-r", "-z", "--full-tree"] + (withSizes ? ["-l"] : []) + [commit.hex]
    var splitter = RecordSplitter(separator: 0)
    var fault: String?
    let ending = try asGitError(path) {
      try command(arguments).stream(cancellation: cancellation) { piece in
        try splitter.consume(piece) { record in
          guard let entry = TreeEntry(record: record, sized: withSizes) else {
            fault = "ls-tree record \(String(decoding: record.prefix(100), as: UTF8.self))"
            return false
          }
          return try asCaller { try body(entry) }
        }
      }
    }
    if let fault { throw GitError(.unexpectedOutput(fault), subject: path) }
    guard ending.status == .exited(0) else { throw GitError(ending, subject: path) }
  }

  /// All files of a commit at once; see ``listTree(_:withSizes:cancellation:_:)``.
  package func listTree(_ commit: ObjectID, withSizes: Bool = true) throws -> [TreeEntry] {
    var entries: [TreeEntry] = []
    try listTree(commit, withSizes: withSizes) {
      entries.append($0)
      return true
    }
    return entries
  }

  /// The files that differ between two commits (or trees), in git's order. Cost: proportional to the
  /// difference, not to the trees.
  package func diffTree(from old: ObjectID, to new: ObjectID) throws -> [TreeChange] {
    let arguments = [
      "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv",
      "--ignore-submodules=none", old.hex, new.hex,
    ]
    var changes: [TreeChange] = []
    var header: (old: TreeChange.Side?, new: TreeChange.Side?)?
    var fault: String?
    var splitter = RecordSplitter(separator: 0)
    let ending = try asGitError(path) {
      try command(arguments).stream { piece in
        splitter.consume(piece) { record in
          if let (old, new) = header {
            changes.append(TreeChange(path: Array(record), old: old, new: new))
            header = nil
          } else if let sides = TreeChange.sides(record: record) {
            header = sides
          } else {
            fault = "diff-tree record \(String(decoding: record.prefix(100), as: UTF8.self))"
          }
          return fault == nil
        }
      }
    }
    if let fault { throw GitError(.unexpectedOutput(fault), subject: path) }
    guard ending.status == .exited(0) else { throw GitError(ending, subject: path) }
    return changes
  }
}

extension TreeEntry {
  /// Reads `mode SP type SP id [SP spaces size] TAB path`; nil when it is something else.
  init?(record: UnsafeRawBufferPointer, sized: Bool) {
    guard let tab = record.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
    let words = record[..<tab].split(separator: UInt8(ascii: " "))
    guard words.count == (sized ? 4 : 3), let kind = Kind(mode: words[0]) else { return nil }
    guard let id = ObjectID(hex: UnsafeRawBufferPointer(rebasing: words[2])) else { return nil }
    self.init(
      path: Array(record[(tab + 1)...]), kind: kind, id: id,
      // "-" for submodules, "BAD" for what is missing.
      size: sized ? Int(String(decoding: words[3], as: UTF8.self)) : nil)
  }
}

extension TreeEntry.Kind {
  /// The kind for git's octal mode; nil for folders and unknown ones.
  fileprivate init?(mode: Slice<UnsafeRawBufferPointer>) {
    switch String(decoding: mode, as: UTF8.self) {
    case "100755": self = .executable
    case "120000": self = .symbolicLink
    case "160000": self = .submodule
    // 100664 occurs in very old histories.
    case let text where text.hasPrefix("100"): self = .file
    default: return nil
    }
  }
}

extension GitRepository {
  /// What a commit has at a path: a file, a folder (a tree), a submodule; nil when nothing is there.
  package func entry(at commit: ObjectID, path: [UInt8]) throws -> (entry: TreeEntry?, isFolder: Bool)? {
    if path.isEmpty { return (nil, true) }
    let output = try historyOutput(
      ["ls-tree", "-z", "--full-tree", "-l", commit.hex], paths: [path], limits: HistoryLimits(),
      cancellation: nil)
    for record in output.split(separator: 0) {
      guard let tab = record.firstIndex(of: UInt8(ascii: "\t")), record[(tab + 1)...].elementsEqual(path)
      else { continue }
      if record.starts(with: "040000 ".utf8) { return (nil, true) }
      return record.withUnsafeBytes { TreeEntry(record: $0, sized: true) }.map { ($0, false) }
    }
    return nil
  }
}

extension TreeChange {
  /// Reads `:mode mode id id status`.
  fileprivate static func sides(record: UnsafeRawBufferPointer) -> (old: Side?, new: Side?)? {
    guard record.first == UInt8(ascii: ":") else { return nil }
    let words = record.dropFirst().split(separator: UInt8(ascii: " "))
    guard words.count == 5 else { return nil }
    let old = side(mode: words[0], id: words[2])
    let new = side(mode: words[1], id: words[3])
    return old == nil && new == nil ? nil : (old, new)
  }

  static func side(mode: Slice<UnsafeRawBufferPointer>, id: Slice<UnsafeRawBufferPointer>) -> Side? {
    guard
      let kind = TreeEntry.Kind(mode: mode), let id = ObjectID(hex: UnsafeRawBufferPointer(rebasing: id)),
      !id.isZero
    else { return nil }
    return Side(kind: kind, id: id)
  }
}
