import Containers
import Git
import Platform
import SearchIndex
import Syntax

/// Reading what is not in the index straight from its source: commits that were not indexed, symbolic links,
/// submodules.
extension Searcher {
  /// The commit that `revision` stands for in the repository itself; nil when none, or when it is no git
  /// repository.
  func gitCommit(_ revision: String, of info: RepositoryInfo) throws -> ObjectID? {
    guard info.isGit else { return nil }
    do {
      return try GitRepository.open(info.location).resolve(revision)
    } catch let error as GitError {
      if case .badRevision = error.kind { return nil }
      throw error
    }
  }

  /// The content at a path of a commit; nil when there is no file.
  func gitContent(_ placement: PlacementName, _ info: RepositoryInfo, _ commit: ObjectID) throws
    -> FileContent?
  {
    guard !placement.path.isEmpty else { return nil }
    let git = try GitRepository.open(info.location)
    guard let entry = try git.entry(commit, path: placement.path) else { return nil }
    switch entry.kind {
    case .folder: return nil
    case .submodule:
      var content = FileContent([], at: placement)
      content.kind = .submodule(entry.id)
      return content
    case .file, .executable, .symbolicLink:
      guard let object = try git.object(entry.id, limit: Self.contentMax), object.kind == .blob else {
        return nil
      }
      var content = FileContent(classifying: object.bytes, at: placement)
      content.blob = entry.id
      if entry.kind == .symbolicLink { content.kind = .symbolicLink }
      return content
    }
  }

  /// What is at an indexed revision and yet not in the index: links and submodules. Nil when nothing is there.
  func unlisted(_ placement: PlacementName, _ info: RepositoryInfo, _ table: PathTable) throws -> FileContent?
  {
    guard let last = placement.path.lastIndex(of: 0x2F) ?? (placement.path.isEmpty ? nil : -1) else {
      return nil
    }
    let folder = Array(placement.path[..<max(last, 0)])
    if info.isGit {
      guard let commit = placement.commit, info.holdsLinks else { return nil }
      return try gitContent(placement, info, commit)
    }
    // Only below a folder with indexed files: such a folder is no link that would lead elsewhere.
    guard Self.isPlainPath(placement.path), !table.range(ofFolder: folder).isEmpty else { return nil }
    guard
      case .symbolicLink(let target)? = try? FileReader(root: info.location).read(placement.path, limit: 0)
    else { return nil }
    var content = FileContent(target, at: placement)
    content.kind = .symbolicLink
    return content
  }

  /// False for steps that lead out of a folder.
  static func isPlainPath(_ path: [UInt8]) -> Bool {
    !path.contains(0)
      && path.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy { step in
        !step.isEmpty && !step.elementsEqual(".".utf8) && !step.elementsEqual("..".utf8)
      }
  }

  /// A folder of a commit from git; nil when there is none.
  func gitListing(
    _ placement: PlacementName, _ info: RepositoryInfo, _ commit: ObjectID
  ) throws -> TreeListing? {
    guard let entries = try GitRepository.open(info.location).folder(commit, path: placement.path) else {
      return nil
    }
    let items = entries.map { entry in
      let kind: TreeItem.Kind =
        switch entry.kind {
        case .folder: .folder(fileCount: nil)
        case .symbolicLink: .symbolicLink
        case .submodule: .submodule(entry.id)
        case .file, .executable:
          .file(
            size: entry.size,
            language: detectLanguage(
              path: String(decoding: entry.name, as: UTF8.self), head: .init(start: nil, count: 0)),
            skipped: nil)
        }
      return TreeItem(name: entry.name, kind: kind)
    }
    return TreeListing(sorting: items, at: placement, fileCount: nil, isIndexed: false)
  }

  /// Links and submodules of an indexed folder.
  func links(in placement: PlacementName, _ info: RepositoryInfo, _ table: PathTable) -> [TreeItem] {
    guard info.holdsLinks else { return [] }
    guard info.isGit else {
      guard placement.path.isEmpty || Self.isPlainPath(placement.path),
        let path = String(validating: placement.path, as: UTF8.self),
        let entries = try? folderEntries(info.location + "/" + path, limit: TreeListing.itemLimit)
      else { return [] }
      return entries.filter { $0.kind == .symbolicLink }.map { TreeItem(name: $0.name, kind: .symbolicLink) }
    }
    // A listing without its links is better than none.
    guard let commit = placement.commit, let git = try? GitRepository.open(info.location),
      let entries = try? git.folder(commit, path: placement.path)
    else { return [] }
    return entries.compactMap { entry in
      switch entry.kind {
      case .symbolicLink: TreeItem(name: entry.name, kind: .symbolicLink)
      case .submodule: TreeItem(name: entry.name, kind: .submodule(entry.id))
      case .folder, .file, .executable: nil
      }
    }
  }
}

extension RepositoryInfo {
  /// True when indexing met symbolic links or submodules, which are in no placement: so it noted.
  var holdsLinks: Bool { notes.contains { $0.contains("symbolic link") || $0.contains("submodule") } }
}
