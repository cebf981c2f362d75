package import Containers
package import Platform

extension GitRepository {
  /// A reader for many objects of this repository.
  package func blobReader() -> BlobReader { BlobReader(repository: self) }

  /// One object of at most `limit` bytes, copied; nil when the repository does not have it.
  ///
  /// - Throws: ``GitError``: `corrupt` when it is damaged, `unsupported` when it is larger.
  package func object(_ id: ObjectID, limit: Int) throws -> (kind: ObjectKind, bytes: [UInt8])? {
    var result: (ObjectKind, [UInt8])?
    try blobReader().read([id], sizeLimit: limit) { _, reply in
      switch reply {
      case .object(let kind, let bytes): result = (kind, Array(bytes))
      case .tooLarge(_, let size):
        throw GitError(.unsupported("object \(id) has \(size) bytes, more than \(limit)"), subject: path)
      case .missing: break
      case .corrupt(let text): throw GitError(.corrupt, subject: path, underlying: text)
      }
      return true
    }
    return result
  }
}

/// Reads objects in bulk, in the order asked for, through one `git cat-file --batch --buffer`.
///
/// git ends at the first damaged object. The reader then reports that object and goes on behind it with a new
/// process, so that one bad blob costs one file and not a repository.
package struct BlobReader: Sendable {
  let repository: GitRepository

  /// Damaged objects after which a repository is given up: each costs a process.
  private static let corruptLimit = 1000

  /// Requests written at once.
  private static let requestBatch = 4096

  /// Reads `ids` and calls `body` once for each, in order, on the calling thread.
  ///
  /// - Parameters:
  ///   - sizeLimit: Larger objects are read past without being kept in memory.
  ///   - body: Given the position in `ids` and the answer, whose bytes are lent. Returns false to end.
  /// - Throws: ``GitError`` when git does not start, dies or does not answer; what `body` throws.
  package func read(
    _ ids: [ObjectID], sizeLimit: Int, cancellation: CancellationFlag? = nil,
    _ body: (_ index: Int, _ reply: ObjectReply) throws -> Bool
  ) throws {
    var next = 0
    var corrupt = 0
    while next < ids.count {
      let start = next
      switch try readRun(ids, from: &next, sizeLimit: sizeLimit, cancellation: cancellation, body) {
      case .done: return
      case .died(let ending, let inBody):
        let text = ending.errorText
        // git dies over an object with exit code 128; anything else is not the object's fault.
        let isAboutObject = inBody || text.contains(ids[next].hex) || next > start
        guard ending.status == .exited(128), isAboutObject, corrupt < BlobReader.corruptLimit,
          !text.contains("promisor remote")
        else { throw GitError(ending, subject: repository.path) }
        corrupt += 1
        let index = next
        next += 1
        guard try body(index, .corrupt(redactSecrets(in: text))) else { return }
      }
    }
  }

  private enum RunResult {
    case done
    case died(Command.Ending, inBody: Bool)
  }

  /// One process, from `next` on; `next` is then the first id without an answer.
  private func readRun(
    _ ids: [ObjectID], from next: inout Int, sizeLimit: Int, cancellation: CancellationFlag?,
    _ body: (_ index: Int, _ reply: ObjectReply) throws -> Bool
  ) throws -> RunResult {
    let path = repository.path
    var stream = ObjectStream(sizeLimit: sizeLimit)
    var requested = next
    var answered = next
    var stopped = false
    defer { next = answered }
    let ending = try asGitError(path) {
      try repository.command(["cat-file", "--batch", "--buffer"]).stream(
        input: {
          guard requested < ids.count else { return nil }
          let end = min(requested + BlobReader.requestBatch, ids.count)
          defer { requested = end }
          return BlobReader.requests(ids[requested..<end])
        }, cancellation: cancellation
      ) { piece in
        let goesOn = try stream.consume(piece) { reply in
          guard answered < ids.count else { throw ObjectStreamFault(text: "an answer to no request") }
          answered += 1
          let checked = repository.checked(reply, ids[answered - 1])
          return try asCaller { try body(answered - 1, checked) }
        }
        stopped = !goesOn
        return goesOn
      }
    }
    if stopped || (answered == ids.count && ending.status == .exited(0)) { return .done }
    return .died(ending, inBody: stream.isInBody)
  }

  private static func requests(_ ids: ArraySlice<ObjectID>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ids.count * 65)
    for id in ids {
      bytes += id.hexBytes
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

extension GitRepository {
  /// git calls an object with a damaged header "missing"; when its file is there, it is damaged.
  fileprivate func checked(_ reply: ObjectReply, _ id: ObjectID) -> ObjectReply {
    guard case .missing = reply else { return reply }
    let hex = id.hex
    let file = "\(commonFolder)/objects/\(hex.prefix(2))/\(hex.dropFirst(2))"
    return fileStatus(file) == nil ? reply : .corrupt("\(file) is damaged")
  }
}
