package import Containers
import Platform

/// One name in a folder of a commit.
package struct GitFolderEntry: Sendable, Equatable {
  /// What a name can stand for.
  package enum Kind: Sendable, Equatable {
    case folder
    case file
    case executable
    case symbolicLink
    /// Another repository at a commit; the id is the commit's, and is not in this repository.
    case submodule
  }

  /// Any bytes but zero and "/".
  package let name: [UInt8]
  /// What it is.
  package let kind: Kind
  /// The tree, blob or commit.
  package let id: ObjectID
  /// Bytes in the blob; nil for what is no blob, and where the blob is missing.
  package let size: Int?
}

extension GitRepository {
  /// The longest that looking at one folder may take.
  private static let folderSeconds = 20.0

  /// What is in the folder at `path` of a commit, in git's order; nil when there is no such folder. Two processes.
  ///
  /// - Parameter path: from the root, without slashes at its ends; empty for the root. Paths with a line break, and
  ///   those with `.` or `..` as a step, are in no folder that can be asked for this way.
  /// - Throws: ``GitError`` when the commit is missing or damaged, or the folder holds more than `limit` names.
  package func folder(_ commit: ObjectID, path folder: [UInt8], limit: Int = 100_000) throws
    -> [GitFolderEntry]?
  {
    guard let tree = try treeID(commit, folder) else { return nil }
    var entries: [GitFolderEntry] = []
    var fault: GitError?
    var splitter = RecordSplitter(separator: 0)
    var list = command(["ls-tree", "-z", "-l", "--full-tree", tree.hex])
    list.totalSeconds = Self.folderSeconds
    let ending = try asGitError(path) {
      try list.stream { piece in
        splitter.consume(piece) { record in
          guard let entry = GitFolderEntry(record: record) else {
            fault = GitError(
              .unexpectedOutput("ls-tree record \(String(decoding: record.prefix(100), as: UTF8.self))"),
              subject: path)
            return false
          }
          if entries.count == limit {
            fault = GitError(.unsupported("a folder of it holds more than \(limit) names"), subject: path)
            return false
          }
          entries.append(entry)
          return true
        }
      }
    }
    if let fault { throw fault }
    guard ending.status == .exited(0) else { throw GitError(ending, subject: path) }
    return entries
  }

  /// What stands at `path` of a commit; nil when nothing does. Two processes.
  package func entry(_ commit: ObjectID, path: [UInt8]) throws -> GitFolderEntry? {
    let slash = path.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { path[($0 + 1)...] } ?? path[...]
    return try folder(commit, path: slash.map { Array(path[..<$0]) } ?? [])?.first {
      $0.name.elementsEqual(name)
    }
  }

  /// The tree at `folder` of a commit.
  private func treeID(_ commit: ObjectID, _ folder: [UInt8]) throws -> ObjectID? {
    let steps = folder.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isOdd = steps.contains { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    guard !isOdd || folder.isEmpty, !folder.contains(0), !folder.contains(UInt8(ascii: "\n")) else {
      return nil
    }
    var check = command(["cat-file", "--batch-check"])
    check.totalSeconds = Self.folderSeconds
    // The path goes through the input: arguments are text, paths need not be.
    let request =
      folder.isEmpty ? Array("\(commit.hex)^{tree}\n".utf8) : Array("\(commit.hex):".utf8) + folder + [0x0A]
    let line = try check.runGit(path, input: request)
    let words = line.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") })
    guard words.count == 3, words[1].elementsEqual("tree".utf8) else { return nil }
    return words[0].withUnsafeBytes { ObjectID(hex: $0) }
  }
}

extension GitFolderEntry {
  /// Reads `mode SP type SP id SP spaces size TAB name`; nil when it is something else.
  fileprivate init?(record: UnsafeRawBufferPointer) {
    guard let tab = record.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
    let words = record[..<tab].split(separator: UInt8(ascii: " "))
    guard words.count == 4, let id = ObjectID(hex: UnsafeRawBufferPointer(rebasing: words[2])) else {
      return nil
    }
    let kind: Kind
    switch String(decoding: words[0], as: UTF8.self) {
    case "040000": kind = .folder
    case "100755": kind = .executable
    case "120000": kind = .symbolicLink
    case "160000": kind = .submodule
    case let mode where mode.hasPrefix("100"): kind = .file
    default: return nil
    }
    self.init(
      name: Array(record[(tab + 1)...]), kind: kind, id: id,
      // "-" for what is no blob, "BAD" for what is missing.
      size: Int(String(decoding: words[3], as: UTF8.self)))
  }
}
