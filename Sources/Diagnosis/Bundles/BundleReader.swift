import Platform

/// Reads bundles of any layout: files, folders, tar, zip, gzip and zstd, within each other, in one pass.
///
/// What a file is, is told by its first bytes, not by its name. Names are only labels. A file that cannot
/// be read is a row of the manifest, and the next one is read.
package final class BundleReader {
  let limits: BundleLimits
  let visitor: any BundleVisitor
  /// What became of every file.
  package internal(set) var manifest: [BundleMember] = []
  /// Files beyond ``BundleLimits/members``.
  package internal(set) var leftOut = 0
  var totalBytes = 0

  /// Rows of the manifest that are kept.
  static let manifestLimit = 60_000

  /// A reader that hands texts to a visitor.
  package init(_ visitor: any BundleVisitor, limits: BundleLimits = BundleLimits()) {
    self.visitor = visitor
    self.limits = limits
  }

  /// Reads what a path leads to: a file, an archive, a folder; standard input for `-`.
  ///
  /// - Throws: `PlatformError` when the path itself cannot be read; faults of files within a folder are in the manifest.
  package func read(_ path: String) throws {
    if path != "-", let status = fileStatus(path), status.kind == .folder { return try readFolder(path) }
    let name = path == "-" ? "standard input" : String(path.split(separator: "/").last ?? "file")
    try readFile(path, name: name)
  }

  /// Reads bytes, such as a paste.
  package func read(_ bytes: [UInt8], name: String) {
    let stream = MemberStream(self, name: name, depth: 0, isOutermost: true)
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty, stream.push(UnsafeRawBufferPointer(rebasing: rest.prefix(256 << 10))) {
        rest = rest.dropFirst(256 << 10)
      }
    }
    stream.finish()
  }

  private func readFile(_ path: String, name: String) throws {
    let stream = MemberStream(self, name: name, depth: 0, isOutermost: true)
    defer { stream.finish() }
    try readFileInChunks(path) { stream.push($0) }
  }

  private func readFolder(_ path: String) throws {
    var walk = FolderWalk(root: path)
    walk.honoursIgnore = false
    walk.honoursGitIgnore = false
    walk.fileLimit = limits.members
    let report = try walk.run { file in
      let name = String(decoding: file.path, as: UTF8.self)
      guard file.status.kind == .file else {
        note(name, .skipped("a symbolic link is not followed"))
        return true
      }
      do { try readFile("\(path)/\(name)", name: name) } catch { note(name, .skipped("\(error)")) }
      return totalBytes < limits.totalBytes
    }
    for problem in report.problems { note(problem.subject, .skipped("\(problem)")) }
  }

  // MARK: The manifest

  /// A row for a file that was not read.
  func note(_ name: String, _ state: BundleMember.State) {
    var member = BundleMember(path: Self.shown(name), labels: BundleLayout.labels(of: name))
    member.state = state
    keep(member)
  }

  func keep(_ member: BundleMember) {
    if manifest.count < Self.manifestLimit { manifest.append(member) } else { leftOut += 1 }
  }

  /// A name of at most 1,000 characters.
  static func shown(_ name: String) -> String {
    name.utf8.count > 1000 ? String(name.prefix(500)) + "…" : name
  }
}
