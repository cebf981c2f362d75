#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file being written under a temporary name, which takes its real name only when complete.
///
/// Whatever happens before ``commit()`` (a throw, a crash, kill -9), the file that had the name is untouched.
/// The temporary file is removed by ``abandon()`` or when this object goes; after a crash it stays, and
/// ``isTemporaryName(_:)`` tells it apart for the next clean-up. Use from one thread at a time.
package final class OutputFile {
  /// The path it will have.
  package let path: String

  /// The path it has while being written.
  package let temporaryPath: String

  private var file: FileDescriptor?
  private let buffer: UnsafeMutableRawBufferPointer
  private var buffered = 0
  private var flushed = 0

  /// Enough that the system call costs less than the copy; larger pieces go straight through.
  private static let bufferBytes = 1 << 20

  /// Begins a file that will become `path`, in the same folder.
  ///
  /// - Throws: ``PlatformError`` when the folder is missing or not writable.
  package static func create(temporaryFor path: String) throws -> OutputFile {
    let folder = parentFolder(of: path)
    let name = lastComponent(of: path)
    // The number tells apart two files of one process, O_EXCL leftovers of a dead one with our id.
    for _ in 0..<1000 {
      let number = temporaryCounter.next()
      let temporary = "\(folder)/.\(name).\(getpid())-\(number).tmp"
      do {
        let file = try FileDescriptor.open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC)
        return OutputFile(path: path, temporaryPath: temporary, file: file)
      } catch let error as PlatformError where error.kind == .exists { continue }
    }
    throw PlatformError(.other("too many temporary files"), action: "write", subject: path)
  }

  private init(path: String, temporaryPath: String, file: FileDescriptor) {
    self.path = path
    self.temporaryPath = temporaryPath
    self.file = file
    buffer = .allocate(byteCount: OutputFile.bufferBytes, alignment: 16)
  }

  deinit {
    abandon()
    buffer.deallocate()
  }

  /// Bytes appended so far: the offset the next append goes to.
  package var bytesWritten: Int { flushed + buffered }

  /// Adds `bytes` at the end.
  package func append(_ bytes: UnsafeRawBufferPointer) throws {
    if bytes.count > buffer.count - buffered {
      try flush()
      if bytes.count >= buffer.count {
        try opened().writeAll(bytes, at: flushed, path: path)
        flushed += bytes.count
        return
      }
    }
    UnsafeMutableRawBufferPointer(rebasing: buffer[buffered...]).copyMemory(from: bytes)
    buffered += bytes.count
  }

  /// Adds `bytes` at the end.
  package func append(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try append($0) } }

  /// Adds zeros until ``bytesWritten`` is a multiple of `alignment`.
  package func pad(to alignment: Int) throws {
    let excess = bytesWritten % alignment
    if excess > 0 { try append([UInt8](repeating: 0, count: alignment - excess)) }
  }

  /// Replaces bytes that were appended before, from `offset` on.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    precondition(
      offset >= 0 && offset + bytes.count <= bytesWritten, "only what was appended can be replaced")
    try flush()
    try opened().writeAll(bytes, at: offset, path: path)
  }

  /// Replaces bytes that were appended before, from `offset` on.
  package func write(_ bytes: [UInt8], at offset: Int) throws {
    try bytes.withUnsafeBytes { try write($0, at: offset) }
  }

  /// Reads back appended bytes, from `offset` on; all of `target` is filled.
  package func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    precondition(offset >= 0 && offset + target.count <= bytesWritten, "only what was appended can be read")
    try flush()
    let file = try opened()
    var done = 0
    while done < target.count {
      let count = pread(file.value, target.baseAddress! + done, target.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw PlatformError(code: count == 0 ? EIO : errno, action: "read back", subject: temporaryPath)
      }
    }
  }

  /// Makes the file safe on disk and gives it its name, at once for every reader.
  ///
  /// - Parameter durable: false skips the waits for the disk: after a power cut the file may be gone or empty.
  package func commit(durable: Bool = true) throws {
    try flush()
    let file = try opened()
    if durable { try file.sync(path: path) }
    try renameFile(temporaryPath, to: path)
    self.file = nil
    file.close()
    if durable { try syncFolder(parentFolder(of: path)) }
  }

  /// Nobody may write to the file by its name from now on; what is appended here still is.
  package func makeReadOnly() throws {
    guard fchmod(try opened().value, 0o444) == 0 else {
      throw PlatformError(code: errno, action: "protect", subject: path)
    }
  }

  /// Drops what was written and removes the temporary file. Harmless after ``commit()``.
  package func abandon() {
    guard let file else { return }
    file.close()
    self.file = nil
    unlink(temporaryPath)
  }

  /// True for the name (last component) of an unfinished file.
  package static func isTemporaryName(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".tmp")
  }

  /// Hands what was appended to the system, so that others can read it at ``temporaryPath``.
  package func flush() throws {
    guard buffered > 0 else { return }
    try opened().writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<buffered]), at: flushed, path: path)
    flushed += buffered
    buffered = 0
  }

  private func opened() throws -> FileDescriptor {
    guard let file else {
      throw PlatformError(.other("it was closed before"), action: "write", subject: path)
    }
    return file
  }
}

/// Replaces the file at `path` by `bytes`: readers see the old content or the new, never a mixture.
///
/// - Throws: ``PlatformError``; the old file is then untouched.
package func writeAtomically(
  _ bytes: [UInt8], to path: String, durable: Bool = true, isReadOnly: Bool = false
) throws {
  let file = try OutputFile.create(temporaryFor: path)
  try file.append(bytes)
  if isReadOnly { try file.makeReadOnly() }
  try file.commit(durable: durable)
}

/// Makes the names in a folder survive a power cut.
package func syncFolder(_ path: String) throws {
  let folder = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  defer { folder.close() }
  // Some network file systems refuse to sync a folder; the rename itself has happened.
  if fsync(folder.value) != 0, case let code = errno, code != EINVAL && code != EINTR {
    throw PlatformError(code: code, action: "write", subject: path)
  }
}

/// What follows the last "/" of a path.
package func lastComponent(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

private let temporaryCounter = Counter()
