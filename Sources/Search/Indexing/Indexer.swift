import Containers
import Git
import Platform
import QueryEngine
import SearchIndex

/// Brings the index up to date with its sources.
///
/// Everything is written under new names; one rename of the manifest publishes it, a batch of repositories at a time.
/// Killed at any moment, the index answers as of the last batch, and the next run removes what the dead one left and
/// goes on.
package struct Indexer {
  let options: IndexOptions
  let folder: String
  let progress: ProgressMeter
  let pool: WorkerPool
  var manifest: Manifest
  var report = IndexReport()
  /// Segments that this run has merged into others, with the facts of their documents.
  private(set) var donors: [IndexSnapshot.Part] = []
  /// Segments of blobs that were new in this run.
  private var writtenSegments = Set<String>()

  /// Indexes `options.sources`, or the known sources when there are none.
  ///
  /// - Throws: ``SearchError`` when another indexer is at work or there is nothing to index; ``PlatformError`` when the
  ///   disk is full or the data folder cannot be written. The index is as it was before, or as the last whole batch of
  ///   repositories left it.
  package static func run(
    _ options: IndexOptions, onProgress: @escaping @Sendable (IndexProgress) -> Void = { _ in }
  ) throws -> IndexReport {
    let started = monotonicNanoseconds()
    let cpuStarted = processCPUNanoseconds() + childrenCPUNanoseconds()
    try createFolders(DataFolder.segments(options.dataFolder))
    let lock = try acquire(options, onProgress)
    defer { lock.unlock() }
    var indexer = try Indexer(options, onProgress)
    try indexer.update()
    indexer.report.elapsed = .nanoseconds(monotonicNanoseconds() - started)
    let cpu = processCPUNanoseconds() + childrenCPUNanoseconds() - cpuStarted
    indexer.report.cpuSeconds = Double(cpu) / 1e9
    indexer.report.peakMemoryBytes = peakMemoryBytes()
    return indexer.report
  }

  private static func acquire(
    _ options: IndexOptions, _ onProgress: (IndexProgress) -> Void
  ) throws -> FileLock {
    do {
      return try FileLock.acquire(
        DataFolder.lock(options.dataFolder), timeoutSeconds: options.wait ? nil : 0
      ) { holder in
        onProgress(IndexProgress(phase: "waiting for another indexer (\(holder ?? "unknown"))"))
      }
    } catch let error as PlatformError {
      guard case .busy(let holder) = error.kind else { throw error }
      throw SearchError(
        .busy, subject: options.dataFolder, reason: "is being indexed by \(holder ?? "another process")",
        fix: "Wait for it to end, or use --wait.")
    }
  }

  private init(_ options: IndexOptions, _ onProgress: @escaping @Sendable (IndexProgress) -> Void) throws {
    self.options = options
    folder = DataFolder.segments(options.dataFolder)
    progress = ProgressMeter(onProgress)
    pool = try WorkerPool(threads: max(1, options.jobs), name: "index")
    do {
      manifest = try ManifestFile.read(options.dataFolder) ?? Manifest()
    } catch let error as SearchError where error.kind == .corrupt {
      // Everything in the index can be made again; the damaged file is kept for a look.
      try renameFile(
        options.dataFolder + "/" + ManifestFile.name,
        to: options.dataFolder + "/" + ManifestFile.name + ".damaged")
      manifest = Manifest()
      report.warnings.append("\(error.subject): \(error.reason); rebuilding the index from its sources")
    }
  }

  // MARK: Steps

  private mutating func update() throws {
    let known = Set(manifest.sources.map(\.text))
    try takeOptions()
    removeUnreferenced()
    let finder = SourceFinder(dataFolder: options.dataFolder, progress: progress)
    let (found, kept, warnings) = finder.find(manifest.sources)
    // A new source that cannot be read is not remembered; an old one stays, for it may come back.
    manifest.sources.removeAll { kept.contains($0.text) && !known.contains($0.text) }
    report.warnings += warnings
    progress.begin("reading repositories") { $0.repositoriesTotal = found.count }
    let states = try readStates(found)
    var snapshot = try openSnapshot()
    let (rows, replaced) = dropVanished(found, keepAll: kept.contains { known.contains($0) })
    try publishInBatches(found, states, rows, replaced, &snapshot)
    report.repositories = manifest.repositories.count
    try compactOnly(snapshot)
    makeFacts(reusing: snapshot)
  }

  /// Sources and settings of this run become the index's own.
  private mutating func takeOptions() throws {
    for text in options.sources {
      let name = SourceFinder.isURL(text) ? text : absolutePath(text)
      if let known = manifest.sources.firstIndex(where: { $0.text == name }) {
        for glob in options.revisions where !manifest.sources[known].revisions.contains(glob) {
          manifest.sources[known].revisions.append(glob)
        }
      } else {
        manifest.sources.append(Manifest.Source(text: name, revisions: options.revisions))
      }
    }
    guard !manifest.sources.isEmpty else {
      throw SearchError(
        .badSource, subject: options.dataFolder, reason: "nothing to index",
        fix: "Name folders, repositories or git URLs: `alidade index ~/src`.")
    }
    if options.compact, ZstdCodec.shared == nil {
      throw SearchError(
        .system, subject: "--compact", reason: "needs libzstd, which was not found",
        fix: "Install it (Debian: apt-get install libzstd1).")
    }
    if manifest.segments.isEmpty || options.compact { manifest.isCompact = options.compact }
    manifest.maxFileBytes = options.maxFileBytes
  }

  /// Removes files that a killed run left and those that only older manifests named.
  private func removeUnreferenced() {
    let named = Set(
      manifest.segments.flatMap { [$0.segment, $0.placements] + ($0.facts.map { [$0] } ?? []) })
    // Failing to list or remove costs disk space only, and the next run tries again.
    for name in (try? listFolder(folder)) ?? [] where !named.contains(name) {
      try? removeFile(folder + "/" + name)
    }
    for name in (try? listFolder(options.dataFolder)) ?? [] where OutputFile.isTemporaryName(name) {
      try? removeFile(options.dataFolder + "/" + name)
    }
  }

  /// Revisions and digests of all repositories, read in parallel: mostly waiting for git.
  private mutating func readStates(_ found: [FoundRepository]) throws -> [RepositoryState?] {
    let (states, failures) = try pool.map(found) { [self] in try reader($0).state() }
    for (index, error) in failures { report.warnings.append("\(found[index].name): \(error)") }
    return states
  }

  func reader(_ repository: FoundRepository) -> RepositoryReader {
    let own = fileStatus(options.dataFolder).map { [$0.identity] } ?? []
    return RepositoryReader(
      repository: repository, maxFileBytes: manifest.maxFileBytes, excludedFolders: Set(own))
  }

  /// The open segments of the current manifest; damaged ones are dropped and their repositories read anew.
  private mutating func openSnapshot() throws -> IndexSnapshot {
    let snapshot: IndexSnapshot
    do {
      snapshot = try IndexSnapshot(manifest, dataFolder: options.dataFolder)
    } catch let error as PlatformError where error.kind == .notFound {
      report.warnings.append("\(error.subject) is missing; rebuilding the index")
      return try startOver()
    }
    guard let failure = snapshot.failures.first else { return snapshot }
    if case .segmentFailed(_, let reason) = failure {
      report.warnings.append("\(reason); rebuilding the index")
    }
    return try startOver()
  }

  private mutating func startOver() throws -> IndexSnapshot {
    manifest.segments = []
    for index in manifest.repositories.indices { manifest.repositories[index].fingerprint = "" }
    return try IndexSnapshot(manifest, dataFolder: options.dataFolder)
  }

  /// Repositories that are no longer found lose their placements, unless a source could not be read at all.
  private mutating func dropVanished(
    _ found: [FoundRepository], keepAll: Bool
  ) -> (rows: [Manifest.Repository], replaced: Set<UInt32>) {
    let locations = Set(found.map(\.location))
    var rows: [Manifest.Repository] = []
    var replaced = Set<UInt32>()
    for row in manifest.repositories {
      if keepAll || locations.contains(row.location) {
        rows.append(row)
      } else {
        replaced.insert(row.id)
        report.removedRevisions += row.revisions.count
      }
    }
    return (rows, replaced)
  }

  // MARK: Writing

  mutating func nextName(_ suffix: String) -> String {
    defer { manifest.nextFileNumber += 1 }
    let digits = String(manifest.nextFileNumber, radix: 16)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + suffix
  }

  /// Writes segments for new blobs and placement files for all segments concerned, then the manifest.
  mutating func publish(
    _ found: [FoundRepository], _ batch: IndexBatch, _ rows: [Manifest.Repository], _ replaced: Set<UInt32>,
    _ snapshot: inout IndexSnapshot
  ) throws {
    let written = try writeSegments(batch.inputs, found, snapshot.parts)
    let fresh = try written.map { try open($0.row) }
    progress.begin("writing placements")
    var segments: [Manifest.SegmentRow] = []
    batch.finder.append(fresh)
    let names = written.reduce(into: [ObjectID: ObjectID]()) { $0.merge($1.names) { first, _ in first } }
    let placed = try place(batch.tables, in: batch.finder, names)
    for (index, part) in snapshot.parts.enumerated() {
      guard var row = manifest.segments.first(where: { $0.segment == part.name }) else { continue }
      if !placed[index].isEmpty || PlacementWriter.refers(part.placements, to: replaced) {
        row.placements = nextName(".plc")
        let summary = try PlacementWriter(folder: folder).write(
          name: row.placements, segment: part.segment, old: part.placements, replaced: replaced,
          rows: placed[index])
        if summary.placements == 0 { continue }
      }
      segments.append(row)
    }
    for (index, entry) in written.enumerated() {
      var row = entry.row
      row.placements = nextName(".plc")
      _ = try PlacementWriter(folder: folder).write(
        name: row.placements, segment: fresh[index], old: nil, replaced: [],
        rows: placed[snapshot.parts.count + index])
      segments.append(row)
      report.newDocuments += row.documents
      report.newBytes += row.textBytes
      report.warnings += entry.warnings
    }
    manifest.repositories = rows
    manifest.segments = segments
    try writeManifest()
    snapshot = try IndexSnapshot(manifest, dataFolder: options.dataFolder, reusing: snapshot)
    writtenSegments.formUnion(written.map(\.row.segment))
    report.skipped = Self.skipped(snapshot, writtenSegments)
  }

  private mutating func writeSegments(
    _ unsorted: [BlobInput], _ found: [FoundRepository], _ parts: [IndexSnapshot.Part]
  ) throws -> [IndexWriter.Written] {
    var slices: [ArraySlice<BlobInput>] = []
    // Ids of one segment have one width.
    for width in [20, 32] {
      let inputs = unsorted.filter { $0.id.count == width }.sorted(by: BlobInput.precedes)
      slices += IndexWriter.divide(inputs, jobs: pool.threadCount)
    }
    progress.begin("indexing") { $0.documentsTotal += unsorted.count }
    let writer = IndexWriter(
      folder: folder, repositories: found, parts: parts, codec: manifest.isCompact ? ZstdCodec.shared : nil,
      maxFileBytes: manifest.maxFileBytes, pool: pool, progress: progress)
    return try writer.write(slices, names: slices.map { _ in nextName(".seg") })
  }

  private func open(_ row: Manifest.SegmentRow) throws -> Segment {
    let file = try MappedFile.open(folder + "/" + row.segment)
    return try Segment(bytes: file.bytes, owner: file, file: row.segment, codec: ZstdCodec.shared)
  }

  /// The rows of `tables` by segment and document. `names` has the ids of what was not named before it was read.
  private func place(
    _ tables: [(id: UInt32, table: PlacementTable)], in finder: DocumentFinder, _ names: [ObjectID: ObjectID]
  ) throws -> [[PlacementWriter.Row]] {
    var rows = [[PlacementWriter.Row]](repeating: [], count: finder.segments.count)
    for entry in tables {
      for row in entry.table.rows {
        guard let (segment, document) = finder.find(names[row.blob] ?? row.blob) else {
          throw SearchError(
            .corrupt, subject: row.blob.hex, reason: "a blob was lost while indexing",
            fix: "This is a bug; please report it.")
        }
        rows[segment].append(
          PlacementWriter.Row(
            document: document, repository: entry.id, revisions: row.revisions, path: row.path))
      }
    }
    return rows
  }

  mutating func writeManifest() throws {
    progress.begin("publishing")
    manifest.generation += 1
    manifest.writtenAt = wallClockSeconds()
    try ManifestFile.write(manifest, to: options.dataFolder)
    removeUnreferenced()
  }

  /// Joins small and mostly dead segments, when there are enough, and publishes again.
  private mutating func compactOnly(_ snapshot: IndexSnapshot) throws {
    if manifest.generation == 0 { try writeManifest() }
    let chosen = Compactor.choose(snapshot.parts)
    guard !chosen.isEmpty else { return }
    progress.begin("merging \(chosen.count) segments")
    let written = try writeSegments(Compactor.inputs(chosen, snapshot.parts), [], snapshot.parts)
    donors += chosen.map { snapshot.parts[$0] }.filter { $0.facts != nil }
    var segments = manifest.segments.filter { row in
      !chosen.contains { snapshot.parts[$0].name == row.segment }
    }
    for entry in written {
      var row = entry.row
      let segment = try open(row)
      row.placements = nextName(".plc")
      let rows = Compactor.rows(chosen, snapshot.parts, in: segment)
      _ = try PlacementWriter(folder: folder).write(
        name: row.placements, segment: segment, old: nil, replaced: [], rows: rows)
      segments.append(row)
    }
    manifest.segments = segments
    try writeManifest()
  }

  private static func skipped(_ snapshot: IndexSnapshot, _ names: Set<String>) -> [SkippedCount] {
    var counts: [SkipReason: Int] = [:]
    for part in snapshot.parts where names.contains(part.name) {
      for document in 0..<part.segment.meta.documentCount {
        if let reason = part.segment.document(document).skip { counts[reason, default: 0] += 1 }
      }
    }
    return counts.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { SkippedCount(reason: $0.key.text, documents: $0.value) }
  }
}
