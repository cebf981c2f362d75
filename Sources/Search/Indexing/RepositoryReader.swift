import Containers
import Git
import Platform
import SearchIndex

/// Where a repository stands: enough to tell whether anything changed, and to read it.
struct RepositoryState {
  /// References as listed, for git.
  var tips: [ReferenceTip] = []
  var head: GitHead?
  /// Digest of the references, or of names, sizes and times of a plain folder's files.
  var fingerprint: String
  var notes: [String] = []
}

/// What a repository holds at its indexed revisions.
struct RepositoryContent {
  /// Default revision first; empty when there are no commits.
  var revisions: [Manifest.Revision] = []
  var table = PlacementTable()
}

/// Reads what a repository or folder holds.
struct RepositoryReader {
  let repository: FoundRepository
  let maxFileBytes: Int
  /// Folders that are never indexed: our own data.
  let excludedFolders: Set<FileIdentity>
  /// Whether the index holds nothing yet and this is all that is added to it.
  var isFirst = false

  /// Revisions indexed of one repository at most.
  static let revisionsMax = 4096

  /// Where the repository stands. Costs one short process for git, a walk for a folder.
  func state() throws -> RepositoryState {
    var state = repository.isGit ? try gitState() : try folderState()
    // Settings that change what is indexed are part of the digest.
    state.fingerprint += "-\(maxFileBytes)-\(repository.revisions.joined(separator: ","))"
    return state
  }

  /// Every file at the revisions to index.
  func content(_ state: RepositoryState) throws -> RepositoryContent {
    repository.isGit ? try gitContent(state) : try folderContent()
  }

  // MARK: Git

  private func gitState() throws -> RepositoryState {
    let git = try GitRepository.open(repository.location)
    let tips = try git.referenceTips()
    let head = try git.head()
    let text =
      "\(head.map { "\($0)" } ?? "")\n" + tips.map { "\($0.fullName)=\($0.id)" }.joined(separator: "\n")
    return RepositoryState(tips: tips, head: head, fingerprint: Self.digest(text))
  }

  private func gitContent(_ state: RepositoryState) throws -> RepositoryContent {
    let git = try GitRepository.open(repository.location)
    var content = RepositoryContent()
    var commits: [ObjectID] = []
    func add(_ name: String, _ commit: ObjectID, _ time: Int) {
      content.revisions.append(Manifest.Revision(name: name, commit: commit.hex, time: time))
      commits.append(commit)
    }
    var unusable: [String] = []
    let wantedTips = try self.wantedTips(state, git)
    let defaultBranch = try git.defaultBranch(among: state.tips)
    var isDetached = false
    if case .detached(let commit)? = state.head {
      isDetached = true
      guard let found = try git.commit(commit) else { throw damaged("HEAD", "\(commit) is missing") }
      add("HEAD", commit, found.committer.seconds)
    }
    var fault: SearchError?
    let references = try git.references(from: wantedTips) { name, reason in
      unusable.append("\(name): \(reason)")
      if !isDetached, name == "refs/heads/\(defaultBranch ?? "")" { fault = damaged(name, reason) }
    }
    // A repository that lost its objects is not an empty one: what was indexed of it stays.
    if let fault { throw fault }
    for reference in references.sorted(by: { Self.precedes($0, $1, default: defaultBranch) }) {
      guard content.revisions.count < Self.revisionsMax else {
        content.table.notes.append("only the first \(Self.revisionsMax) revisions are indexed")
        break
      }
      if content.revisions.contains(where: { $0.name == reference.name }) { continue }
      add(reference.name, reference.commit, reference.commitSeconds)
    }
    for wanted in repository.revisions where !wanted.contains("*") && !wanted.contains("?") {
      guard !content.revisions.contains(where: { $0.name == wanted }) else { continue }
      guard let id = try git.resolve(wanted), let commit = try git.commit(id) else {
        content.table.notes.append("has no revision “\(wanted)”")
        continue
      }
      add(wanted, id, commit.committer.seconds)
    }
    content.table.notes += unusable.prefix(10)
    if commits.isEmpty {
      content.table.notes.append("has no commits yet")
      return content
    }
    try readTrees(git, content.revisions, commits, &content.table)
    return content
  }

  private func damaged(_ name: String, _ reason: String) -> SearchError {
    SearchError(
      .badSource, subject: repository.location, reason: "\(name) leads to no commit: \(reason)",
      fix: "`git fsck` there says what is damaged.")
  }

  /// The default branch and what the globs ask for.
  private func wantedTips(_ state: RepositoryState, _ git: GitRepository) throws -> [ReferenceTip] {
    var isDetached = false
    if case .detached? = state.head { isDetached = true }
    let defaultBranch = isDetached ? nil : try git.defaultBranch(among: state.tips)
    return state.tips.filter { tip in
      guard let name = Self.shortName(tip.fullName) else { return false }
      if tip.fullName == "refs/heads/\(defaultBranch ?? "")" { return true }
      return repository.revisions.contains { Glob.matches($0, name) }
    }
  }

  private static func shortName(_ fullName: String) -> String? {
    for folder in ["refs/heads/", "refs/tags/"] where fullName.hasPrefix(folder) {
      return String(fullName.dropFirst(folder.count))
    }
    return nil
  }

  private static func precedes(_ left: GitReference, _ right: GitReference, default name: String?) -> Bool {
    func rank(_ reference: GitReference) -> Int { reference.fullName == "refs/heads/\(name ?? "")" ? 0 : 1 }
    if rank(left) != rank(right) { return rank(left) < rank(right) }
    return left.fullName < right.fullName
  }

  /// Walks from revision to revision in the order of time, so that neighbours differ little.
  private func readTrees(
    _ git: GitRepository, _ revisions: [Manifest.Revision], _ commits: [ObjectID],
    _ table: inout PlacementTable
  ) throws {
    let chain = commits.indices.sorted { (revisions[$0].time, $0) < (revisions[$1].time, $1) }
    if commits.count == 1 { return try readTree(git, commits[0], &table) }
    var spans = RevisionSpans()
    var submodules = Set<[UInt8]>()
    var links = Set<[UInt8]>()
    func set(_ path: [UInt8], _ kind: TreeEntry.Kind, _ id: ObjectID, _ size: Int?) {
      switch kind {
      case .file, .executable: return spans.set(path, id, size: size ?? -1)
      case .symbolicLink: links.insert(path)
      case .submodule: submodules.insert(path)
      }
      spans.remove(path)
    }
    try git.listTree(commits[chain[0]]) { entry in
      set(entry.path, entry.kind, entry.id, entry.size)
      return true
    }
    for (before, after) in zip(chain, chain.dropFirst()) {
      spans.advance()
      guard commits[before] != commits[after] else { continue }
      for change in try git.diffTree(from: commits[before], to: commits[after]) {
        if let new = change.new { set(change.path, new.kind, new.id, nil) } else { spans.remove(change.path) }
      }
    }
    var sets = RevisionSets(numbers: chain)
    for (key, entry) in spans.finish() {
      let words = sets.words(entry.spans)
      if words[0] & 1 == 1 { table.fileCount += 1 }
      table.rows.append(
        PlacementTable.Row(
          blob: key.blob, path: key.path, revisions: words, size: entry.size,
          age: entry.spans.last?.upperBound ?? 0))
    }
    // Dictionaries have no order; the index must not depend on it.
    table.rows.sort {
      $0.path.lexicographicallyPrecedes($1.path) || ($0.path == $1.path && $0.blob < $1.blob)
    }
    note(submodules: submodules.count, links: links.count, in: &table)
  }

  /// One revision: what git lists is what there is.
  private func readTree(_ git: GitRepository, _ commit: ObjectID, _ table: inout PlacementTable) throws {
    var submodules = 0
    var links = 0
    try git.listTree(commit) { entry in
      switch entry.kind {
      case .file, .executable:
        table.rows.append(
          PlacementTable.Row(blob: entry.id, path: entry.path, revisions: [1], size: entry.size ?? -1))
      case .symbolicLink: links += 1
      case .submodule: submodules += 1
      }
      return true
    }
    table.fileCount = table.rows.count
    table.rows.sort { $0.path.lexicographicallyPrecedes($1.path) }
    note(submodules: submodules, links: links, in: &table)
  }

  private func note(submodules: Int, links: Int, in table: inout PlacementTable) {
    if submodules == 1 {
      table.notes.append("1 submodule is a link and was not followed")
    } else if submodules > 0 {
      table.notes.append("\(submodules) submodules are links and were not followed")
    }
    if links > 0 { table.notes.append(Self.note(links: links)) }
  }

  static func note(links count: Int) -> String {
    count == 1 ? "1 symbolic link was not followed" : "\(count) symbolic links were not followed"
  }

  private static func digest(_ text: String) -> String {
    String(Array(text.utf8).withUnsafeBytes { Checksum.of($0) }, radix: 16)
  }
}
