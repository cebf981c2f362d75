#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file, a pipe or standard input, read from front to back. Use from one thread at a time.
package final class InputFile {
  /// The path it was opened by; "-" for standard input.
  package let path: String

  /// Bytes in it when it was opened; nil where that cannot be told before reading.
  package let byteCount: Int?

  private let file: FileDescriptor
  private let isOwned: Bool

  /// Opens the file at `path`, or standard input for "-".
  ///
  /// - Throws: ``PlatformError`` when it is missing, unreadable or a folder.
  package init(_ path: String) throws {
    let isStandardInput = path == "-"
    let file =
      isStandardInput
      ? FileDescriptor(value: STDIN_FILENO) : try FileDescriptor.open(path, O_RDONLY | O_CLOEXEC)
    do {
      let status = try file.status(path: path)
      if status.kind == .folder { throw PlatformError(.isFolder, action: "read", subject: path) }
      byteCount = status.kind == .file ? status.size : nil
    } catch {
      if !isStandardInput { file.close() }
      throw error
    }
    self.file = file
    self.path = path
    isOwned = !isStandardInput
  }

  deinit { if isOwned { file.close() } }

  /// Reads up to `buffer.count` bytes; 0 at the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try file.read(into: buffer, path: path)
  }
}
