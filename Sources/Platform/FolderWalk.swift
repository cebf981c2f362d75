#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file found by a ``FolderWalk``.
package struct FolderFile: Sendable, Equatable {
  /// Bytes from the root of the walk, "/" between components; any byte but zero may occur.
  package let path: [UInt8]

  /// `file` or `symbolicLink`, its size, and when it was changed.
  package let status: FileStatus
}

/// What a walk found besides files.
package struct FolderWalkReport: Sendable {
  /// Files given to the handler.
  package var files = 0

  /// Files and folders left out because an ignore file says so; what lies in such a folder is not counted.
  package var ignored = 0

  /// Sockets, pipes and devices left out.
  package var special = 0

  /// Folders and ignore files that could not be read, and why; the first ``FolderWalk/problemLimit`` of them.
  package var problems: [PlatformError] = []

  /// All such faults, also beyond those kept.
  package var problemCount = 0

  /// The limit that left something out, in words; nil when none did.
  package var limit: String?

  /// True when the root's `.gitignore` was passed over because it leaves out everything. Sources unpacked from a
  /// package carry such files, and nobody asks for a folder to see nothing of it.
  package var passedOverRootGitIgnore = false
}

/// Lists the files of a plain folder in byte order of their paths, honouring `.ignore`, `.gitignore` and
/// `.git/info/exclude`.
///
/// Hidden files count; `.git`, `.hg` and `.svn` do not. Symbolic links are listed and never followed. The user's
/// global ignore file plays no part: two machines list the same folder alike.
package struct FolderWalk: Sendable {
  /// The folder to walk.
  package let root: String

  /// Folders below the root that are entered.
  package var depthLimit = 256

  /// Files listed before the walk ends early.
  package var fileLimit = 5_000_000

  /// False to ignore `.ignore`.
  package var honoursIgnore = true

  /// False to ignore `.gitignore` and `.git/info/exclude`.
  package var honoursGitIgnore = true

  /// Folders that are passed over, whatever their name: a data folder of ours.
  package var excludedFolders: Set<FileIdentity> = []

  /// Faults kept in a report.
  package static let problemLimit = 1000

  /// Names in one folder beyond which it is a fault: they are held in memory to be sorted.
  private static let nameLimit = 10_000_000

  private static let passedOver: Set<[UInt8]> = Set([".git", ".hg", ".svn"].map { Array($0.utf8) })

  /// A walk with default limits.
  package init(root: String) { self.root = root }

  /// Walks on the calling thread.
  ///
  /// - Parameter body: Given each file; returns false to end the walk.
  /// - Throws: ``PlatformError`` when the root cannot be read, `CancellationError`, what `body` throws.
  package func run(
    cancellation: CancellationFlag? = nil, _ body: (FolderFile) throws -> Bool
  ) throws -> FolderWalkReport {
    let folder = try FileDescriptor.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { folder.close() }
    var report = FolderWalkReport()
    // Pending folders and files, the next one last.
    var waiting: [Item] = [Item(path: [], kind: .folder, depth: 0, rules: nil)]
    while let item = waiting.popLast() {
      if cancellation?.isCancelled == true { throw CancellationError() }
      if item.kind == .folder {
        do { try enter(item, from: folder, &waiting, &report) } catch let error as PlatformError {
          if item.path.isEmpty { throw error }
          report.note(error)
        }
        continue
      }
      guard let status = status(of: item.path, from: folder, &report) else { continue }
      guard status.kind == .file || status.kind == .symbolicLink else {
        report.special += 1
        continue
      }
      guard report.files < fileLimit else {
        report.limit = "stopped after \(fileLimit) files"
        break
      }
      report.files += 1
      guard try body(FolderFile(path: item.path, status: status)) else { break }
    }
    return report
  }

  private struct Item {
    let path: [UInt8]
    let kind: FileStatus.Kind
    let depth: Int
    let rules: IgnoreRules?
  }

  /// Puts what is in a folder on the stack, in reverse, so that it comes off in order.
  private func enter(
    _ item: Item, from rootFolder: FileDescriptor, _ waiting: inout [Item], _ report: inout FolderWalkReport
  ) throws {
    let shown = shownPath(item.path)
    let folder = try open(
      item.path.isEmpty ? [UInt8(ascii: ".")] : item.path, from: rootFolder, O_DIRECTORY, shown: shown)
    do {
      if try excludedFolders.contains(folder.status(path: shown).identity) {
        folder.close()
        return
      }
    } catch {
      folder.close()
      throw error
    }
    let entries = try readEntries(of: folder, path: shown, limit: FolderWalk.nameLimit)
    var rules = rules(for: item, entries, from: rootFolder, &report)
    if item.path.isEmpty, let found = rules, FolderWalk.leavesOutEverything(entries, found) {
      rules = found.withoutGitIgnore
      report.passedOverRootGitIgnore = true
    }
    let prefix = item.path.isEmpty ? [] : item.path + [UInt8(ascii: "/")]
    var found: [(key: [UInt8], item: Item)] = []
    for entry in entries where !FolderWalk.passedOver.contains(entry.name) {
      guard let kind = entry.kind else { continue }
      let path = prefix + entry.name
      let isFolder = kind == .folder
      if let rules, rules.ignores(path, nameLength: entry.name.count, isFolder: isFolder) {
        report.ignored += 1
      } else if kind == .special {
        report.special += 1
      } else if isFolder && item.depth >= depthLimit {
        report.limit = "folders more than \(depthLimit) deep were left out"
      } else {
        let key = isFolder ? entry.name + [UInt8(ascii: "/")] : entry.name
        found.append((key, Item(path: path, kind: kind, depth: item.depth + 1, rules: rules)))
      }
    }
    found.sort { $1.key.lexicographicallyPrecedes($0.key) }
    waiting.append(contentsOf: found.lazy.map(\.item))
  }

  /// True when the root's `.gitignore` leaves out all there is and would leave out anything: a pattern such as
  /// `/*`, in a folder that is no repository.
  private static func leavesOutEverything(_ entries: [FolderEntry], _ rules: IgnoreRules) -> Bool {
    let anything = Array("a name that no pattern was written for".utf8)
    let names = entries.filter { $0.name.first != UInt8(ascii: ".") }.map { ($0.name, $0.kind == .folder) }
    return !names.isEmpty && !rules.isRepository
      && (names + [(anything, false), (anything, true)]).allSatisfy { name, isFolder in
        rules.gitIgnores(name, nameLength: name.count, isFolder: isFolder)
      }
  }

  /// The rules in a folder: those above when it has no ignore file.
  private func rules(
    for item: Item, _ entries: [FolderEntry], from rootFolder: FileDescriptor,
    _ report: inout FolderWalkReport
  ) -> IgnoreRules? {
    func has(_ name: String) -> Bool { entries.contains { $0.name.elementsEqual(name.utf8) } }
    let prefix = item.path.isEmpty ? [] : item.path + [UInt8(ascii: "/")]
    func file(_ name: String) -> IgnoreFile? {
      do {
        let path = prefix + Array(name.utf8)
        let file = try open(path, from: rootFolder, 0, shown: shownPath(path))
        defer { file.close() }
        return IgnoreFile(try readAll(file, limit: IgnoreFile.limitBytes, shown: shownPath(path)))
      } catch let error as PlatformError {
        // No exclude file is the usual case; a symbolic link is not followed, as git does not.
        if ![.notFound, .notFolder, .symbolicLinkLoop].contains(error.kind) { report.note(error) }
        return nil
      } catch { return nil }
    }
    let isRepository = has(".git")
    let ignore = honoursIgnore && has(".ignore") ? file(".ignore") : nil
    let gitIgnore = honoursGitIgnore && has(".gitignore") ? file(".gitignore") : nil
    let exclude = honoursGitIgnore && isRepository ? file(".git/info/exclude") : nil
    if !isRepository && ignore == nil && gitIgnore == nil { return item.rules }
    return IgnoreRules(
      parent: item.rules, prefix: prefix.count, isRepository: isRepository, ignore: ignore,
      gitIgnore: gitIgnore,
      exclude: exclude)
  }

  private func shownPath(_ path: [UInt8]) -> String {
    path.isEmpty ? root : root + "/" + String(decoding: path, as: UTF8.self)
  }

  /// What a path is; nil when it went away meanwhile or cannot be seen, which is noted.
  private func status(of path: [UInt8], from folder: FileDescriptor, _ report: inout FolderWalkReport)
    -> FileStatus?
  {
    var status = stat()
    let result = withPathText(path) { fstatat(folder.value, $0, &status, AT_SYMLINK_NOFOLLOW) }
    if result == 0 { return FileStatus(status) }
    let code = errno
    if code != ENOENT { report.note(PlatformError(code: code, action: "examine", subject: shownPath(path))) }
    return nil
  }

  private func open(
    _ path: [UInt8], from folder: FileDescriptor, _ flags: CInt, shown: String
  ) throws -> FileDescriptor {
    let value = withPathText(path) {
      openat(folder.value, $0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | flags)
    }
    if value < 0 { throw PlatformError(code: errno, action: "read", subject: shown) }
    return FileDescriptor(value: value)
  }
}

extension FolderWalkReport {
  fileprivate mutating func note(_ error: PlatformError) {
    problemCount += 1
    if problems.count < FolderWalk.problemLimit { problems.append(error) }
  }
}

/// Lends a path as the C library takes it.
func withPathText<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: path.count + 1) { text in
    for (index, byte) in path.enumerated() { text[index] = CChar(bitPattern: byte) }
    text[path.count] = 0
    return body(UnsafePointer(text.baseAddress!))  // One element at least.
  }
}

/// The rest of an open file, of at most `limit` bytes; no plain file has no bytes.
func readAll(_ file: FileDescriptor, limit: Int, shown: String) throws -> [UInt8] {
  let status = try file.status(path: shown)
  guard status.kind == .file else { return [] }
  guard status.size <= limit else {
    throw PlatformError(.limit("it is larger than \(limit) bytes"), action: "read", subject: shown)
  }
  var count = 0
  var bytes = [UInt8](repeating: 0, count: status.size)
  try bytes.withUnsafeMutableBytes { buffer in
    while count < buffer.count {
      let part = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]), path: shown)
      if part == 0 { break }
      count += part
    }
  }
  bytes.removeLast(bytes.count - count)
  return bytes
}
