import Containers
import Git
import Platform
import SearchIndex

/// Reads the blobs of one segment in rank order, whatever they come from. Belongs to one thread.
///
/// A git repository that is the only one is read straight through; several have been read into a spool before.
final class BlobSource {
  private let writer: IndexWriter
  private let spool: BlobSpool?
  private let buffer = SpoolBuffer()
  private var readers: [Int: FileReader] = [:]
  private var texts: [Int: TextReader] = [:]

  /// Blobs that could not be read, in words.
  private(set) var warnings: [String] = []
  /// The ids of contents that had none before they were read, by what stood for them.
  private(set) var names: [ObjectID: ObjectID] = [:]

  init(_ writer: IndexWriter, spool: BlobSpool?) {
    self.writer = writer
    self.spool = spool
  }

  /// Calls `body` with each input and its content, in order. `first` is the number of the first one in the spool.
  func forEach(
    _ inputs: ArraySlice<BlobInput>, first: Int, _ body: (BlobInput, BlobContent) throws -> Void
  ) throws {
    if spool == nil, case .git(let repository)? = inputs.first?.origin {
      let list = Array(inputs)
      let blobs = RepositoryBlobs(writer.repositories[repository], maxFileBytes: writer.maxFileBytes)
      warnings += try blobs.read(list.map(\.id)) { index, content in try body(list[index], content) }
      return
    }
    for (index, input) in inputs.enumerated() {
      switch input.origin {
      case .git:
        try body(
          input,
          try spool?.content(first + index, buffer)
            ?? BlobContent(kind: .skipped(.unreadable), sourceLength: 0))
      case .file(let folder, let path): try readFile(input, folder, path, body)
      case .document(let part, let document): try copy(input, part, document, body)
      }
    }
  }

  private func readFile(
    _ known: BlobInput, _ folder: Int, _ path: [UInt8], _ body: (BlobInput, BlobContent) throws -> Void
  ) throws {
    var input = known
    if !known.isNamed { input.id = RepositoryReader.skippedID(path, size: known.size) }
    var content = BlobContent(kind: .skipped(.unreadable), sourceLength: max(input.size, 0))
    do {
      let reader = try readers[folder] ?? FileReader(root: writer.repositories[folder].location)
      readers[folder] = reader
      switch try reader.read(path, limit: writer.maxFileBytes) {
      case .file(let bytes):
        // A file that changed since it was looked at must not stand under another content's id, nor may a content be
        // there twice; the next run sees its new time and reads it again.
        let id = gitBlobName(of: bytes)
        guard known.isNamed ? id == known.id : bytes.count == known.size else { break }
        input.id = id
        content = BlobContent(kind: .bytes(bytes), sourceLength: bytes.count)
      case .tooLarge(let size): content = BlobContent(kind: .skipped(.tooLarge), sourceLength: size)
      case .symbolicLink: content = BlobContent(kind: .skipped(.symbolicLink), sourceLength: 0)
      }
    } catch let error as PlatformError {
      if warnings.count < RepositoryBlobs.warningsMax { warnings.append("\(error)") }
    }
    if !known.isNamed { names[known.id] = input.id }
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
