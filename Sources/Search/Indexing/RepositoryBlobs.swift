import Containers
import Git
import SearchIndex

/// Reads blobs of one git repository for the index.
struct RepositoryBlobs {
  let repository: FoundRepository
  let maxFileBytes: Int

  /// Further ones only show as skipped files.
  static let warningsMax = 20

  init(_ repository: FoundRepository, maxFileBytes: Int) {
    self.repository = repository
    self.maxFileBytes = maxFileBytes
  }

  /// Calls `body` with the index of each id and its content, in order; one git process.
  ///
  /// - Returns: what could not be read, in words.
  func read(_ ids: [ObjectID], _ body: (Int, BlobContent) throws -> Void) throws -> [String] {
    var warnings: [String] = []
    func fail(_ index: Int, _ reason: String) throws {
      if warnings.count < Self.warningsMax {
        warnings.append("\(repository.name): object \(ids[index]): \(reason)")
      }
      try body(index, BlobContent(kind: .skipped(.unreadable), sourceLength: 0))
    }
    let git = try GitRepository.open(repository.location)
    try git.blobReader().read(ids, sizeLimit: maxFileBytes) { index, reply in
      switch reply {
      case .object(_, let bytes):
        let isPointer = bytes.count <= LFSPointer.limitBytes && LFSPointer(bytes) != nil
        try body(
          index,
          BlobContent(kind: isPointer ? .skipped(.lfsPointer) : .bytes(bytes), sourceLength: bytes.count))
      case .tooLarge(_, let size): try body(index, BlobContent(kind: .skipped(.tooLarge), sourceLength: size))
      case .missing: try fail(index, "is missing")
      case .corrupt(let text): try fail(index, text)
      }
      return true
    }
    return warnings
  }
}
