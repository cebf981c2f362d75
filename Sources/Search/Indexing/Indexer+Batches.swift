import Containers
import Platform
import SearchIndex

/// What is published at a time: the trees of some repositories and the contents that are new in them.
struct IndexBatch {
  var tables: [(id: UInt32, table: PlacementTable)] = []
  var inputs: [BlobInput] = []
  /// Knows the contents of the index; the segments of this batch are added when they are written.
  let finder: DocumentFinder
  private var seen = Set<ObjectID>()
  private var bytes = 0
  private var placements = 0

  /// New text after which it is published.
  let bytesMax: Int

  /// Files after which a batch is published, new or not: each takes some 250 bytes of memory.
  static let placementsMax = 2_000_000

  init(_ snapshot: IndexSnapshot, bytesMax: Int) {
    self.bytesMax = bytesMax
    finder = DocumentFinder(snapshot.parts.map(\.segment))
  }

  var isFull: Bool { bytes >= bytesMax || placements >= Self.placementsMax }

  /// Adds what `repository`, at `index` in the list of the run, holds.
  mutating func add(_ table: PlacementTable, id: UInt32, repository: FoundRepository, at index: Int) {
    var own: [BlobInput] = []
    for row in table.rows where seen.insert(row.blob).inserted && finder.find(row.blob) == nil {
      let origin: BlobInput.Origin =
        repository.isGit ? .git(repository: index) : .file(folder: index, path: row.path)
      var input = BlobInput(
        id: row.blob, origin: origin, path: String(decoding: row.path, as: UTF8.self), size: row.size)
      input.version = -row.age
      input.isNamed = row.isNamed
      own.append(input)
      bytes += input.expectedBytes
    }
    BlobInput.align(&own)
    inputs += own
    placements += table.rows.count
    tables.append((id, table))
  }
}

/// The rows of the next manifest.
private struct RepositoryRows {
  var list: [Manifest.Repository]
  /// By location.
  private var places: [String: Int]

  init(_ list: [Manifest.Repository]) {
    self.list = list
    places = Dictionary(uniqueKeysWithValues: list.enumerated().map { ($0.element.location, $0.offset) })
  }

  subscript(location: String) -> Manifest.Repository? {
    get { places[location].map { list[$0] } }
    set {
      guard let newValue else { return }
      if let place = places[location] {
        list[place] = newValue
      } else {
        places[location] = list.count
        list.append(newValue)
      }
    }
  }
}

extension Indexer {
  /// Repositories whose trees are read together, in parallel, and held in memory until they are in a batch.
  private static let readMax = 16

  /// Reads repositories that changed and publishes them batch by batch.
  ///
  /// Each batch is a whole state of the index, so a run that is ended goes on where it was, and memory does not grow
  /// with the number of files. `rows` is what is known of repositories, `replaced` those whose placements go.
  mutating func publishInBatches(
    _ found: [FoundRepository], _ states: [RepositoryState?], _ known: [Manifest.Repository],
    _ replaced: Set<UInt32>, _ snapshot: inout IndexSnapshot
  ) throws {
    var rows = RepositoryRows(known)
    var replaced = replaced
    var batch = IndexBatch(snapshot, bytesMax: options.batchBytes)
    let changed = changedRepositories(found, states, &rows)
    for start in stride(from: 0, to: changed.count, by: Self.readMax) {
      let chunk = Array(changed[start..<min(start + Self.readMax, changed.count)])
      progress.begin("reading repositories") {
        $0.repositoriesTotal = found.count
        $0.repositoriesDone = found.count - changed.count + start
      }
      var contents = try readContents(chunk, found, states)
      for (place, index) in chunk.enumerated() {
        guard let content = contents[place], let state = states[index] else { continue }
        contents[place] = nil  // It may be large, and is in the batch from now on.
        let id = updateRow(found[index], content, state, &rows)
        replaced.insert(id)
        batch.add(content.table, id: id, repository: found[index], at: index)
        guard batch.isFull else { continue }
        try publish(found, batch, rows.list, replaced, &snapshot)
        batch = IndexBatch(snapshot, bytesMax: options.batchBytes)
        replaced = []
      }
    }
    if !replaced.isEmpty || manifest.repositories != rows.list {
      try publish(found, batch, rows.list, replaced, &snapshot)
    }
  }

  /// Those of `found` that are not as they were; the names of the others are brought up to date.
  private func changedRepositories(
    _ found: [FoundRepository], _ states: [RepositoryState?], _ rows: inout RepositoryRows
  ) -> [Int] {
    var changed: [Int] = []
    for (index, repository) in found.enumerated() {
      guard let state = states[index] else { continue }
      if var row = rows[repository.location], row.fingerprint == state.fingerprint {
        if row.name != repository.name {
          row.name = repository.name
          rows[repository.location] = row
        }
        continue
      }
      changed.append(index)
    }
    return changed
  }

  /// The trees of the repositories at `indexes`, nil where one could not be read.
  private mutating func readContents(
    _ indexes: [Int], _ found: [FoundRepository], _ states: [RepositoryState?]
  ) throws -> [RepositoryContent?] {
    let work = indexes.compactMap { index in states[index].map { (found[index], $0) } }
    let isFirst = manifest.segments.isEmpty && found.count == 1
    let (contents, failures) = try pool.map(work) { [self] repository, state in
      var reader = reader(repository)
      reader.isFirst = isFirst
      return try reader.content(state)
    }
    for (index, error) in failures { report.warnings.append("\(work[index].0.name): \(error)") }
    return contents
  }

  /// Notes what `content` says of `repository`; the repository's number.
  private mutating func updateRow(
    _ repository: FoundRepository, _ content: RepositoryContent, _ state: RepositoryState,
    _ rows: inout RepositoryRows
  ) -> UInt32 {
    let old = rows[repository.location]
    let id = old?.id ?? manifest.nextRepositoryID
    if old == nil { manifest.nextRepositoryID += 1 }
    let names = Set(content.revisions.map(\.name))
    report.removedRevisions += old?.revisions.count(where: { !names.contains($0.name) }) ?? 0
    rows[repository.location] = Manifest.Repository(
      id: id, name: repository.name, location: repository.location, isGit: repository.isGit,
      revisions: content.revisions, fileCount: content.table.fileCount, indexedAt: wallClockSeconds(),
      notes: repository.notes + state.notes + content.table.notes, fingerprint: state.fingerprint)
    return id
  }
}
