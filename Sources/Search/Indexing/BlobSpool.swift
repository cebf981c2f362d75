import Containers
import Platform
import SearchIndex
import Synchronization

/// The blobs of several repositories, each repository read once, lent to the writers of segments in any order.
///
/// Rank order jumps between repositories, and a git process for each jump, or for each repository and segment, would
/// cost more than writing and reading the bytes once. Temporary files, one for each thread of the pool.
final class BlobSpool: @unchecked Sendable {
  // Sendable although it is mutable: it is filled under a lock before anything is read, and only read afterwards.
  private enum Slot {
    case empty
    case bytes(file: Int, offset: Int, count: Int)
    case skipped(SkipReason, sourceLength: Int)
  }

  /// A blob and its number among the inputs of all segments.
  private struct Wanted {
    var number: Int
    var id: ObjectID
  }

  private let files: [OutputFile]
  private var slots: [Slot]
  /// Blobs that could not be read, in words.
  private(set) var warnings: [String] = []

  private init(files: [OutputFile], count: Int) {
    self.files = files
    slots = Array(repeating: .empty, count: count)
  }

  /// Reads what `slices` take from git, numbered one slice after the other.
  ///
  /// - Returns: nil when at most one repository takes part: that is read straight through.
  static func fill(_ slices: [ArraySlice<BlobInput>], _ writer: IndexWriter) throws -> BlobSpool? {
    var wanted: [Int: [Wanted]] = [:]
    var count = 0
    var others = false
    for input in slices.joined() {
      if case .git(let repository) = input.origin {
        wanted[repository, default: []].append(Wanted(number: count, id: input.id))
      } else {
        others = true
      }
      count += 1
    }
    guard wanted.count > 1 || (others && !wanted.isEmpty) else { return nil }
    // Named after the data folder's convention for temporary files, so that the next run removes what a dead one left.
    let files = try (0..<writer.pool.threadCount).map { _ in
      try OutputFile.create(temporaryFor: writer.folder + "/spool")
    }
    let spool = BlobSpool(files: files, count: count)
    // The longest first, so that no thread is left alone with it at the end.
    try spool.read(wanted.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }, writer)
    return spool
  }

  private func read(_ work: [(key: Int, value: [Wanted])], _ writer: IndexWriter) throws {
    let failure = Mutex<(any Error)?>(nil)
    let lock = Mutex<Void>(())
    let box = UncheckedBox((work: work, writer: writer))
    try writer.pool.perform(units: work.count) { [self] unit, worker in
      let (repository, wanted) = box.value.work[unit]
      do {
        let (found, warnings) = try copy(wanted, from: repository, of: box.value.writer, to: worker)
        lock.withLock { _ in
          for (number, slot) in found { slots[number] = slot }
          self.warnings += warnings.prefix(
            RepositoryBlobs.warningsMax - min(RepositoryBlobs.warningsMax, self.warnings.count))
        }
        return true
      } catch {
        failure.withLock { $0 = $0 ?? error }
        return false
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    // From here on the files are only read, by several threads.
    for file in files { try file.flush() }
  }

  private func copy(
    _ wanted: [Wanted], from repository: Int, of writer: IndexWriter, to worker: Int
  ) throws -> (slots: [(Int, Slot)], warnings: [String]) {
    let file = files[worker]
    var found: [(Int, Slot)] = []
    found.reserveCapacity(wanted.count)
    let blobs = RepositoryBlobs(writer.repositories[repository], maxFileBytes: writer.maxFileBytes)
    let warnings = try blobs.read(wanted.map(\.id)) { index, content in
      switch content.kind {
      case .bytes(let bytes):
        found.append(
          (wanted[index].number, .bytes(file: worker, offset: file.bytesWritten, count: bytes.count)))
        try file.append(bytes)
      case .skipped(let reason):
        found.append((wanted[index].number, .skipped(reason, sourceLength: content.sourceLength)))
      case .document: break
      }
    }
    return (found, warnings)
  }

  /// The blob of an input, lent until `buffer` is used again.
  func content(_ number: Int, _ buffer: SpoolBuffer) throws -> BlobContent {
    switch slots[number] {
    case .bytes(let file, let offset, let count):
      let target = buffer.space(count)
      try files[file].read(into: target, at: offset)
      return BlobContent(kind: .bytes(UnsafeRawBufferPointer(target)), sourceLength: count)
    case .skipped(let reason, let length): return BlobContent(kind: .skipped(reason), sourceLength: length)
    case .empty: return BlobContent(kind: .skipped(.unreadable), sourceLength: 0)
    }
  }

  /// Removes the files.
  func remove() {
    for file in files { file.abandon() }
  }
}

/// Read into, rather than mapped: a mapping of a large spool would count as our memory.
final class SpoolBuffer {
  private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  deinit { memory.deallocate() }

  func space(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if memory.count < count {
      memory.deallocate()
      memory = .allocate(byteCount: count, alignment: 16)
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[..<count])
  }
}
