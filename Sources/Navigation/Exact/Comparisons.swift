import Containers
import Platform

/// What differs between commits, remembered: commits never change, and asking git takes longer than all else.
final class Comparisons: Sendable {
  struct Key: Hashable {
    var repository: String
    var old: ObjectID
    var new: ObjectID
    /// Of the file whose lines are compared; empty for lists of files.
    var oldPath = ""
    var newPath = ""
  }

  /// Files of all lists that are remembered.
  static let filesMax = 400_000

  /// Files whose lines are remembered.
  static let mapsMax = 2_000

  fileprivate let changes = BoundedCache<Key, FileChanges>(limit: filesMax)
  fileprivate let maps = BoundedCache<Key, LineChanges>(limit: mapsMax)
}

/// Sources whose comparisons are remembered.
struct RememberedSource: CodeSource {
  let source: any CodeSource
  let known: Comparisons

  func commit(repository: String, revision: String?) throws -> ObjectID? {
    try source.commit(repository: repository, revision: revision)
  }

  func text(repository: String, revision: String?, path: String) throws -> [UInt8]? {
    try source.text(repository: repository, revision: revision, path: path)
  }

  func changes(repository: String, from old: ObjectID, to new: ObjectID) throws -> FileChanges? {
    let key = Comparisons.Key(repository: repository, old: old, new: new)
    if let found = known.changes[key] { return found }
    // What could not be compared may be fetched later.
    guard let found = try source.changes(repository: repository, from: old, to: new) else { return nil }
    known.changes.insert(found, for: key, weight: 1 + found.count)
    return found
  }

  func lineMap(
    repository: String, from old: ObjectID, to new: ObjectID, oldPath: String, newPath: String
  ) throws -> LineChanges? {
    let key = Comparisons.Key(
      repository: repository, old: old, new: new, oldPath: oldPath, newPath: newPath)
    if let found = known.maps[key] { return found }
    let found = try source.lineMap(
      repository: repository, from: old, to: new, oldPath: oldPath, newPath: newPath)
    if let found { known.maps[key] = found }
    return found
  }
}
