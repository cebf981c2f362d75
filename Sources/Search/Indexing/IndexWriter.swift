import Containers
import Platform
import QueryEngine
import SearchIndex
import Synchronization

/// Writes new segments from new blobs, several at a time.
struct IndexWriter {
  let folder: String
  let repositories: [FoundRepository]
  let parts: [IndexSnapshot.Part]
  let codec: TextCodec?
  let maxFileBytes: Int
  let pool: WorkerPool
  let progress: ProgressMeter

  /// Text of one segment: two are written at a time, and their postings are held in memory.
  static let segmentBytes = 512 << 20

  /// Less text than this is not worth a second segment.
  static let splitBytes = 64 << 20

  /// What became of the blobs of one segment.
  struct Written: Sendable {
    var row: Manifest.SegmentRow
    var newlySkipped = 0
    var warnings: [String] = []
    /// The ids of contents that had none before they were read, by what stood for them.
    var names: [ObjectID: ObjectID] = [:]
  }

  /// Divides `inputs`, which are in rank order, into runs of about equal text, one segment each.
  static func divide(_ inputs: [BlobInput], jobs: Int) -> [ArraySlice<BlobInput>] {
    let total = inputs.reduce(0) { $0 + $1.expectedBytes }
    var wanted = (total + segmentBytes - 1) / segmentBytes
    if total > splitBytes { wanted = max(wanted, jobs) }
    guard wanted > 1 else { return inputs.isEmpty ? [] : [inputs[...]] }
    var slices: [ArraySlice<BlobInput>] = []
    var start = 0
    var sum = 0
    for (index, input) in inputs.enumerated() {
      sum += input.expectedBytes
      // Every slice ends where the running sum passes its share, and versions of a file stay together.
      if sum * wanted >= total * (slices.count + 1), index + 1 > start,
        kinship(inputs[...], index + 1) != .further
      {
        slices.append(inputs[start...index])
        start = index + 1
      }
    }
    if start < inputs.count { slices.append(inputs[start...]) }
    return slices
  }

  /// Whether the input at `index` is a version of the file of its neighbours.
  static func kinship(_ inputs: ArraySlice<BlobInput>, _ index: Int) -> SegmentBuilder.Kinship {
    guard index < inputs.endIndex else { return .alone }
    if index > inputs.startIndex, inputs[index - 1].path == inputs[index].path { return .further }
    return index + 1 < inputs.endIndex && inputs[index + 1].path == inputs[index].path ? .first : .alone
  }

  /// Writes one segment per slice. `names` gives each its file name.
  ///
  /// - Throws: the first failure (disk full, damaged repository); files written so far are left without a manifest
  ///   that names them and go with the next run.
  func write(_ slices: [ArraySlice<BlobInput>], names: [String]) throws -> [Written] {
    let spool = try BlobSpool.fill(slices, self)
    defer { spool?.remove() }
    var firsts = [0]
    for slice in slices { firsts.append(firsts[firsts.count - 1] + slice.count) }
    let results = Mutex<[Int: Result<Written, any Error>]>([:])
    let box = UncheckedBox((writer: self, slices: slices, firsts: firsts))
    try pool.perform(units: slices.count) { index, _ in
      let (writer, slices, firsts) = box.value
      let result = Result { try writer.write(slices[index], first: firsts[index], name: names[index], spool) }
      results.withLock { $0[index] = result }
      if case .failure = result { return false }
      return true
    }
    let finished = results.withLock { $0 }
    for index in slices.indices {
      if case .failure(let error)? = finished[index] { throw error }
    }
    var all = try slices.indices.map { index in
      guard let result = finished[index] else { throw CancellationError() }
      return try result.get()
    }
    if let spool, !all.isEmpty { all[0].warnings += spool.warnings }
    return all
  }

  private func write(
    _ inputs: ArraySlice<BlobInput>, first: Int, name: String, _ spool: BlobSpool?
  ) throws -> Written {
    let sink = try SegmentSink(folder: folder, name: name)
    do {
      let width = inputs.first?.id.count ?? 20
      let sharesVersions = inputs.indices.contains { Self.kinship(inputs, $0) == .further }
      let builder = try SegmentBuilder(
        sink: sink, idWidth: width, codec: codec, sharesVersions: sharesVersions)
      var written = Written(
        row: Manifest.SegmentRow(segment: name, placements: "", documents: 0, textBytes: 0))
      let source = BlobSource(self, spool: spool)
      var index = inputs.startIndex
      try source.forEach(inputs, first: first) { input, content in
        try input.add(content, to: builder, Self.kinship(inputs, index))
        index += 1
        progress.addDocument(bytes: content.sourceLength)
      }
      written.warnings = source.warnings
      written.names = source.names
      let meta = try builder.finish()
      try sink.file.commit()
      written.row.documents = meta.documentCount
      written.row.textBytes = meta.textLength
      written.newlySkipped = meta.skippedCount
      return written
    } catch {
      sink.file.abandon()
      throw error
    }
  }
}

/// Counts documents and bytes from several threads and reports them now and then.
final class ProgressMeter: Sendable {
  private struct State {
    var progress: IndexProgress
    var lastReport = 0
  }

  private let state: Mutex<State>
  private let onProgress: @Sendable (IndexProgress) -> Void

  /// Between two reports.
  private static let reportNanoseconds = 100_000_000

  init(_ onProgress: @escaping @Sendable (IndexProgress) -> Void) {
    self.onProgress = onProgress
    state = Mutex(State(progress: IndexProgress(phase: "finding repositories")))
  }

  /// Starts a phase and reports it.
  func begin(_ phase: String, _ change: (inout IndexProgress) -> Void = { _ in }) {
    let progress = state.withLock { state in
      state.progress.phase = phase
      change(&state.progress)
      return state.progress
    }
    onProgress(progress)
  }

  func addDocument(bytes: Int) {
    let report: IndexProgress? = state.withLock { state in
      state.progress.documentsDone += 1
      state.progress.bytesDone += bytes
      let now = monotonicNanoseconds()
      guard now - state.lastReport > Self.reportNanoseconds else { return nil }
      state.lastReport = now
      return state.progress
    }
    if let report { onProgress(report) }
  }
}
