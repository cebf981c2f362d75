import Containers
import Platform
import SearchIndex

/// Writes the placement files of a new state of the index.
struct PlacementWriter {
  let folder: String

  /// A new placement of a document.
  struct Row {
    var document: Int
    var repository: UInt32
    var revisions: [UInt64]
    var path: [UInt8]
  }

  /// What a placement file holds after writing.
  struct Summary {
    var placements: Int
    /// Documents that still have a placement, and their text.
    var liveDocuments: Int
    var liveBytes: Int
  }

  /// Writes `name` for `part`: its old placements without those of `replaced` repositories, and `rows`.
  ///
  /// `part.placements` may be nil for a segment that is new.
  func write(
    name: String, segment: Segment, old: PlacementFile?, replaced: Set<UInt32>, rows unsorted: [Row]
  ) throws -> Summary {
    let rows = unsorted.sorted {
      ($0.document, $0.repository) != ($1.document, $1.repository)
        ? ($0.document, $0.repository) < ($1.document, $1.repository)
        : $0.path.lexicographicallyPrecedes($1.path)
    }
    let builder = PlacementBuilder(documentCount: segment.meta.documentCount)
    var summary = Summary(placements: 0, liveDocuments: 0, liveBytes: 0)
    var repositoryOfSet: [UInt32: (repository: UInt32, words: [UInt64])] = [:]
    var next = 0
    for document in 0..<segment.meta.documentCount {
      let before = builder.count
      for placement in old?.placements(ofDocument: document) ?? 0..<0 {
        guard let old else { break }
        let place = old.revisionSet(ofPlacement: placement)
        let set = repositoryOfSet[place] ?? old.revisions(at: place)
        repositoryOfSet[place] = set
        if replaced.contains(set.repository) { continue }
        try builder.add(
          document: document, repository: set.repository, revisions: set.words,
          path: old.path(ofPlacement: placement))
      }
      while next < rows.count, rows[next].document == document {
        try rows[next].path.withUnsafeBytes {
          try builder.add(
            document: document, repository: rows[next].repository, revisions: rows[next].revisions, path: $0)
        }
        next += 1
      }
      if builder.count > before {
        summary.liveDocuments += 1
        summary.liveBytes += segment.document(document).textLength
      }
    }
    summary.placements = builder.count
    let sink = try SegmentSink(folder: folder, name: name)
    do {
      try builder.finish(sink)
      try sink.file.commit()
    } catch {
      sink.file.abandon()
      throw error
    }
    return summary
  }

  /// Whether any placement of `file` belongs to one of `repositories`.
  static func refers(_ file: PlacementFile, to repositories: Set<UInt32>) -> Bool {
    guard !repositories.isEmpty else { return false }
    var found = false
    file.forEachRevisionSet { place in
      found = repositories.contains(file.revisions(at: place).repository)
      return !found
    }
    return found
  }
}
