import Containers

/// An imported index as it is seen from one revision of its repository.
///
/// Where the revision's commit is the index's, every file is the same. Else files that did not change between
/// the two are the same, and lines of those that did are followed through the diff.
final class PartView {
  /// Where a document of the index is at the revision.
  enum Place {
    /// The same file, at this path.
    case same(String)
    /// The file was changed; its lines are found by the map.
    case moved(String, LineMap)
    /// The file is gone, or was changed beyond comparison.
    case gone
  }

  /// How index and revision relate.
  enum Relation {
    case sameCommit
    case changed(FileChanges)
    /// The commit of the index is not in the repository, or too far away.
    case unknown
  }

  let part: NavigationStore.Part
  /// The revision, as the reader named it.
  let revision: String?
  /// Its commit.
  let commit: ObjectID?
  let relation: Relation
  private let source: any CodeSource
  private var maps: [String: Place] = [:]

  var file: NavigationFile { part.file }
  var index: ImportedIndex { part.index }

  init(_ part: NavigationStore.Part, revision: String?, commit: ObjectID?, source: any CodeSource) throws {
    self.part = part
    self.revision = revision
    self.commit = commit
    self.source = source
    if part.index.commit == commit {
      relation = .sameCommit
    } else if let old = part.index.commit, let commit,
      let changes = try source.changes(repository: part.index.repository, from: old, to: commit)
    {
      relation = .changed(changes)
    } else {
      relation = .unknown
    }
  }

  var isUsable: Bool {
    if case .unknown = relation { return false }
    return true
  }

  /// How sure a place in a file is that stands where `place` says.
  func precision(_ place: Place) -> Precision {
    switch place {
    case .same: .exact
    case .moved, .gone: index.commit.map { .stale(indexedAt: $0) } ?? .exact
    }
  }

  /// Where a file of the index is at the revision.
  func place(of path: String) throws -> Place {
    guard case .changed(let changes) = relation, let change = changes.newPaths[path] else {
      return .same(path)
    }
    if let known = maps[path] { return known }
    let place = try followed(from: path, to: change)
    maps[path] = place
    return place
  }

  /// The index's own path of a file at the revision, and the line (1-based) that became `line`; nil when the index
  /// cannot know that line.
  func origin(of path: String, line: Int) throws -> (path: String, line: Int, place: Place)? {
    guard case .changed(let changes) = relation, let change = changes.oldPaths[path] else {
      return (path, line, .same(path))
    }
    guard let old = change, case .moved(_, let map) = try place(of: old), let oldLine = map.oldLine(line)
    else {
      return nil
    }
    return (old, oldLine, .moved(path, map))
  }

  private func followed(from old: String, to new: String?) throws -> Place {
    guard let new, let oldCommit = index.commit, let commit,
      let changes = try source.lineMap(
        repository: index.repository, from: oldCommit, to: commit, oldPath: old, newPath: new)
    else { return .gone }
    return .moved(new, changes.map)
  }
}
