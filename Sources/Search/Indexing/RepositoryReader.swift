import Containers
import Git
import Platform
import SearchIndex

/// The state of a repository as far as indexing goes: which revisions, and a digest that tells changes.
struct RepositoryState {
  var revisions: [Manifest.Revision]
  var commits: [ObjectID]
  var fingerprint: String
  var notes: [String]
}

/// Reads what a repository or folder holds.
struct RepositoryReader {
  let repository: FoundRepository
  let maxFileBytes: Int

  /// Revisions indexed of one repository at most.
  static let revisionsMax = 4096

  /// The revisions to index and the digest of where they stand. Costs one or two processes for git.
  func state() throws -> RepositoryState {
    repository.isGit ? try gitState() : try folderState()
  }

  /// Every file at the revisions of `state`.
  func table(_ state: RepositoryState) throws -> PlacementTable {
    repository.isGit ? try gitTable(state) : try folderTable()
  }

  // MARK: Git

  private func gitState() throws -> RepositoryState {
    let git = try GitRepository.open(repository.location)
    let references = try git.references()
    var notes: [String] = []
    guard let head = try git.defaultRevision() else {
      return RepositoryState(revisions: [], commits: [], fingerprint: "empty", notes: ["has no commits yet"])
    }
    var revisions = [Manifest.Revision(name: head.name, commit: head.commit.hex, time: head.time)]
    var commits = [head.commit]
    for reference in references where reference.name != head.name {
      guard repository.revisions.contains(where: { Glob.matches($0, reference.name) }) else { continue }
      guard revisions.count < Self.revisionsMax else {
        notes.append("only the first \(Self.revisionsMax) revisions are indexed")
        break
      }
      revisions.append(
        Manifest.Revision(name: reference.name, commit: reference.commit.hex, time: reference.time))
      commits.append(reference.commit)
    }
    for wanted in repository.revisions where !wanted.contains("*") && !wanted.contains("?") {
      guard !revisions.contains(where: { $0.name == wanted }) else { continue }
      guard let commit = try git.resolve(wanted) else {
        notes.append("has no revision “\(wanted)”")
        continue
      }
      revisions.append(Manifest.Revision(name: wanted, commit: commit.hex, time: head.time))
      commits.append(commit)
    }
    let digest = revisions.map { "\($0.name)=\($0.commit ?? "")" }.joined(separator: "\n") + "\n\(maxFileBytes)"
    return RepositoryState(
      revisions: revisions, commits: commits, fingerprint: Self.digest(digest), notes: notes)
  }

  private func gitTable(_ state: RepositoryState) throws -> PlacementTable {
    var table = PlacementTable()
    guard !state.commits.isEmpty else { return table }
    let git = try GitRepository.open(repository.location)
    // By time, so that neighbours of the chain differ little.
    let chain = state.commits.indices.sorted {
      (state.revisions[$0].time, $0) < (state.revisions[$1].time, $1)
    }
    var spans = RevisionSpans()
    var submodules = Set<[UInt8]>()
    var links = Set<[UInt8]>()
    try git.listTree(state.commits[chain[0]]) { entry in
      switch entry.kind {
      case .file: spans.set(entry.path, entry.id, size: entry.size ?? -1)
      case .symbolicLink: links.insert(entry.path)
      case .submodule: submodules.insert(entry.path)
      }
    }
    for (before, after) in zip(chain, chain.dropFirst()) {
      spans.advance()
      guard state.commits[before] != state.commits[after] else { continue }
      try git.diffTree(from: state.commits[before], to: state.commits[after]) { change in
        guard let new = change.new else { return spans.remove(change.path) }
        switch new.kind {
        case .file: spans.set(change.path, new.id, size: -1)
        case .symbolicLink, .submodule:
          spans.remove(change.path)
          if new.kind == .submodule { submodules.insert(change.path) } else { links.insert(change.path) }
        }
      }
    }
    var sets = RevisionSets(numbers: chain)
    for (key, entry) in spans.finish() {
      let words = sets.words(entry.spans)
      if words[0] & 1 == 1 { table.fileCount += 1 }
      table.rows.append(PlacementTable.Row(blob: key.blob, path: key.path, revisions: words, size: entry.size))
    }
    if !submodules.isEmpty { table.notes.append("\(submodules.count) submodules are links and were not followed") }
    if !links.isEmpty { table.notes.append("\(links.count) symbolic links were not followed") }
    return table
  }

  // MARK: Plain folder

  private func folderState() throws -> RepositoryState {
    var digest = Checksum()
    let walk = try FolderWalk.files(in: repository.location) { file in
      let text = "\(file.size) \(file.modifiedNanoseconds) "
      Array(text.utf8).withUnsafeBytes { digest.update($0) }
      (file.path + [0]).withUnsafeBytes { digest.update($0) }
    }
    let revision = Manifest.Revision(name: "", commit: nil, time: wallClockSeconds())
    return RepositoryState(
      revisions: [revision], commits: [],
      fingerprint: String(digest.value, radix: 16) + "-\(maxFileBytes)", notes: walk.problems)
  }

  private func folderTable() throws -> PlacementTable {
    var table = PlacementTable()
    var files: [FolderFile] = []
    _ = try FolderWalk.files(in: repository.location) { files.append($0) }
    let reader = FileReader(limit: maxFileBytes)
    for file in files {
      let path = repository.location + "/" + String(decoding: file.path, as: UTF8.self)
      // A file that is too large or unreadable has an id of its own made from its path and size.
      let id = reader.blobID(path) ?? FileReader.placeholderID(path: file.path, size: file.size)
      table.rows.append(PlacementTable.Row(blob: id, path: file.path, revisions: [1], size: file.size))
    }
    table.fileCount = table.rows.count
    return table
  }

  private static func digest(_ text: String) -> String {
    String(Array(text.utf8).withUnsafeBytes { Checksum.of($0) }, radix: 16)
  }
}
