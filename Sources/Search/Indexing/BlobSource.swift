import Containers
import Git
import Platform
import SearchIndex

/// Reads the blobs of one segment in rank order, whatever they come from. Belongs to one thread.
///
/// One git repository is read straight through. Several are read one after the other into a spool file first, since
/// rank order jumps between repositories and a git process per jump would cost more than writing and reading the
/// bytes once.
final class BlobSource {
  private let writer: IndexWriter
  private var readers: [Int: FileReader] = [:]
  private var texts: [Int: TextReader] = [:]
  private var spool: Spool?

  /// Blobs that could not be read, in words.
  private(set) var warnings: [String] = []

  init(_ writer: IndexWriter) {
    self.writer = writer
  }

  /// Removes the spool file.
  func close() { spool?.remove() }

  /// Calls `body` with each input and its content, in order.
  func forEach(_ inputs: ArraySlice<BlobInput>, _ body: (BlobInput, BlobContent) throws -> Void) throws {
    var repositories = Set<Int>()
    var others = false
    for input in inputs {
      if case .git(let repository) = input.origin { repositories.insert(repository) } else { others = true }
    }
    if repositories.count == 1, !others, let repository = repositories.first {
      let list = Array(inputs)
      return try read(repository, list.map(\.id)) { index, content in try body(list[index], content) }
    }
    if !repositories.isEmpty { try fillSpool(inputs, repositories.sorted()) }
    for (index, input) in inputs.enumerated() {
      switch input.origin {
      case .git: try body(input, try spool?.content(index) ?? BlobContent(kind: .skipped(.unreadable), sourceLength: 0))
      case .file(let folder, let path): try readFile(input, folder, path, body)
      case .document(let part, let document): try copy(input, part, document, body)
      }
    }
  }

  private func read(
    _ repository: Int, _ ids: [ObjectID], _ body: (Int, BlobContent) throws -> Void
  ) throws {
    let found = writer.repositories[repository]
    let git = try GitRepository.open(found.location)
    try git.blobReader().read(ids, sizeLimit: writer.maxFileBytes) { index, reply in
      switch reply {
      case .object(_, let bytes):
        let isPointer = bytes.count <= LFSPointer.limitBytes && LFSPointer(bytes) != nil
        try body(
          index, BlobContent(kind: isPointer ? .skipped(.lfsPointer) : .bytes(bytes), sourceLength: bytes.count))
      case .tooLarge(_, let size): try body(index, BlobContent(kind: .skipped(.tooLarge), sourceLength: size))
      case .missing: try fail(index, "is missing")
      case .corrupt(let text): try fail(index, text)
      }
      return true
    }
    func fail(_ index: Int, _ reason: String) throws {
      if warnings.count < Self.warningsMax { warnings.append("\(found.name): object \(ids[index]): \(reason)") }
      try body(index, BlobContent(kind: .skipped(.unreadable), sourceLength: 0))
    }
  }

  /// Further ones only show as skipped files.
  private static let warningsMax = 20

  private func fillSpool(_ inputs: ArraySlice<BlobInput>, _ repositories: [Int]) throws {
    var places: [Int: [Int]] = [:]
    for (index, input) in inputs.enumerated() {
      if case .git(let repository) = input.origin { places[repository, default: []].append(index) }
    }
    let spool = try Spool(folder: writer.folder, count: inputs.count)
    self.spool = spool
    for repository in repositories {
      let indexes = places[repository] ?? []
      let ids = indexes.map { inputs[inputs.startIndex + $0].id }
      try read(repository, ids) { try spool.add($1, at: indexes[$0]) }
    }
  }

  private func readFile(
    _ input: BlobInput, _ folder: Int, _ path: [UInt8], _ body: (BlobInput, BlobContent) throws -> Void
  ) throws {
    var content = BlobContent(kind: .skipped(.unreadable), sourceLength: max(input.size, 0))
    do {
      let reader = try readers[folder] ?? FileReader(root: writer.repositories[folder].location)
      readers[folder] = reader
      switch try reader.read(path, limit: writer.maxFileBytes) {
      case .file(let bytes):
        // A file that changed since it was hashed must not stand under another content's id; the next run sees its
        // new time and reads it again.
        guard gitBlobName(of: bytes) == input.id else { break }
        content = BlobContent(kind: .bytes(bytes), sourceLength: bytes.count)
      case .tooLarge(let size): content = BlobContent(kind: .skipped(.tooLarge), sourceLength: size)
      case .symbolicLink: content = BlobContent(kind: .skipped(.symbolicLink), sourceLength: 0)
      }
    } catch let error as PlatformError {
      if warnings.count < Self.warningsMax { warnings.append("\(error)") }
    }
    try body(input, content)
  }

  private func copy(
    _ input: BlobInput, _ part: Int, _ document: Int, _ body: (BlobInput, BlobContent) throws -> Void
  ) throws {
    let segment = writer.parts[part].segment
    let reader = texts[part] ?? TextReader(segment)
    texts[part] = reader
    let record = segment.document(document)
    try body(
      input,
      BlobContent(kind: .document(record, try reader.text(record)), sourceLength: record.sourceLength))
  }
}

/// Blobs written in the order they are read and lent in another. A temporary file.
private final class Spool {
  private enum Slot {
    case empty
    case bytes(offset: Int, count: Int)
    case skipped(SkipReason, sourceLength: Int)
  }

  private let file: OutputFile
  private var slots: [Slot]
  /// Read into, rather than mapped: a mapping of a large spool would count as our memory.
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  init(folder: String, count: Int) throws {
    // Named after the data folder's convention for temporary files, so that the next run removes what a dead one left.
    file = try OutputFile.create(temporaryFor: folder + "/spool")
    slots = Array(repeating: .empty, count: count)
  }

  deinit { buffer.deallocate() }

  func add(_ content: BlobContent, at index: Int) throws {
    switch content.kind {
    case .bytes(let bytes):
      slots[index] = .bytes(offset: file.bytesWritten, count: bytes.count)
      try file.append(bytes)
    case .skipped(let reason): slots[index] = .skipped(reason, sourceLength: content.sourceLength)
    case .document: break
    }
  }

  /// The blob at `index`, lent until the next call.
  func content(_ index: Int) throws -> BlobContent {
    switch slots[index] {
    case .bytes(let offset, let count):
      if buffer.count < count {
        buffer.deallocate()
        buffer = .allocate(byteCount: count, alignment: 16)
      }
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
      try file.read(into: target, at: offset)
      return BlobContent(kind: .bytes(UnsafeRawBufferPointer(target)), sourceLength: count)
    case .skipped(let reason, let length): return BlobContent(kind: .skipped(reason), sourceLength: length)
    case .empty: break
    }
    return BlobContent(kind: .skipped(.unreadable), sourceLength: 0)
  }

  func remove() {
    file.abandon()
  }
}

/// Single blobs for readers of files.
enum SourceReading {
  /// The bytes of a blob from its repository.
  static func blob(_ id: ObjectID, gitFolder: String, limit: Int) throws -> [UInt8] {
    guard let object = try GitRepository.open(gitFolder).object(id, limit: limit) else {
      throw SearchError(
        .unknownFile, subject: id.hex, reason: "the repository no longer has it", fix: "Run `alidade index`.")
    }
    return object.bytes
  }
}
