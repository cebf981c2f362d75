import Containers
import SearchIndex

/// A file of a repository with the revisions that have these bytes at this path.
package struct NamedFile: Sendable {
  /// The first of ``revisions``, the default one if it is there.
  package var placement: PlacementName
  /// Places in the repository's list of revisions, ascending: 0 is the default one.
  package var revisions: [Int]
  /// The document.
  package var document: DocumentKey
  /// How well placed the file is, 255 best; vendored and generated files are below 96.
  package var standing: UInt8
}

extension Searcher {
  /// Files by the last component of their path, at all indexed revisions: for paths that something outside names.
  /// One pass over all placements, whatever the number of names: some 20 ns for each.
  ///
  /// - Parameters:
  ///   - names: last components, bytes as in paths.
  ///   - limit: files of one name that are returned, at most.
  /// - Returns: files by name; names that no file has are left out.
  package func files(
    named names: Set<[UInt8]>, limit: Int = 2_000, scope: AccessScope = .everything
  ) -> [[UInt8]: [NamedFile]] {
    var found: [[UInt8]: [NamedFile]] = [:]
    guard !names.isEmpty else { return found }
    let lengths = Set(names.map(\.count))
    let snapshot = self.snapshot
    for (number, part) in snapshot.parts.enumerated() {
      for document in 0..<part.placements.documentCount {
        for placement in part.placements.placements(ofDocument: document) {
          let path = part.placements.path(ofPlacement: placement)
          let start = (path.lastIndex(of: 0x2F) ?? -1) + 1
          guard lengths.contains(path.count - start) else { continue }
          let name = Array(path[start...])
          guard names.contains(name), found[name]?.count ?? 0 < limit,
            let file = Self.file(placement, document, number, snapshot, scope)
          else { continue }
          found[name, default: []].append(file)
        }
      }
    }
    return found
  }

  private static func file(
    _ placement: Int, _ document: Int, _ number: Int, _ snapshot: IndexSnapshot, _ scope: AccessScope
  ) -> NamedFile? {
    let part = snapshot.parts[number]
    let set = part.placements.revisions(at: part.placements.revisionSet(ofPlacement: placement))
    guard let index = snapshot.repositoryIndex[set.repository],
      scope.includes(snapshot.repositories[index].name)
    else { return nil }
    var revisions: [Int] = []
    for revision in snapshot.repositories[index].revisions.indices where revision >> 6 < set.words.count {
      if set.words[revision >> 6] >> UInt64(revision & 63) & 1 == 1 { revisions.append(revision) }
    }
    guard let first = revisions.first else { return nil }
    return NamedFile(
      placement: PlacementName(
        snapshot: snapshot, repository: set.repository, revision: first,
        path: Array(part.placements.path(ofPlacement: placement))),
      revisions: revisions,
      document: DocumentKey(generation: snapshot.generation, part: number, document: document),
      standing: part.segment.document(document).standing)
  }

  /// A file's place at another revision that has the same bytes there: one of ``NamedFile/revisions``.
  package func placement(_ file: NamedFile, revision: Int) -> PlacementName {
    guard let info = snapshot.repositories.first(where: { $0.name == file.placement.repository }),
      info.revisions.indices.contains(revision)
    else { return file.placement }
    var placement = file.placement
    placement.revision = info.revisions[revision].name
    placement.isDefaultRevision = revision == 0
    placement.commit = info.revisions[revision].commit
    return placement
  }
}
