#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Reads many small files of one folder tree into a buffer that is reused. One per thread.
package final class FileReader {
  /// What a path of the tree holds.
  package enum Content {
    /// The file's bytes, lent until the next read.
    case file(UnsafeRawBufferPointer)
    /// Where the link points, as raw bytes: what git stores for it.
    case symbolicLink([UInt8])
    /// The file has this many bytes, more than the limit, and was not read.
    case tooLarge(size: Int)
  }

  /// The folder that paths begin in.
  package let root: String

  private let folder: FileDescriptor
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)

  /// A larger buffer is given back after use.
  private static let keptBytes = 16 << 20

  /// Opens the folder.
  package init(root: String) throws {
    self.root = root
    folder = try FileDescriptor.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  deinit {
    folder.close()
    buffer.deallocate()
  }

  /// Reads the file at `path`, relative to the root, of at most `limit` bytes. No symbolic link is followed at its
  /// end. Cost: four system calls.
  ///
  /// - Throws: ``PlatformError`` when it is gone, unreadable, or no file.
  package func read(_ path: [UInt8], limit: Int) throws -> Content {
    let value = withPathText(path) {
      openat(folder.value, $0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    }
    if value < 0 {
      let code = errno
      if code == ELOOP { return .symbolicLink(try link(path)) }
      throw PlatformError(code: code, action: "read", subject: shownPath(path))
    }
    let file = FileDescriptor(value: value)
    defer { file.close() }
    let status = try file.status(path: root)
    guard status.kind == .file else {
      throw PlatformError(
        status.kind == .folder ? .isFolder : .other("it is not a plain file"), action: "read",
        subject: shownPath(path))
    }
    guard status.size <= limit else { return .tooLarge(size: status.size) }
    reserve(status.size)
    var count = 0
    while count < status.size {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[count..<status.size])
      let part = try file.read(into: room, path: root)
      if part == 0 { break }
      count += part
    }
    return .file(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }

  private func link(_ path: [UInt8]) throws -> [UInt8] {
    let capacity = Int(PATH_MAX)
    var failure: CInt = 0
    let target = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, used in
      let count = withPathText(path) { path in
        // Not empty.
        buffer.withMemoryRebound(to: CChar.self) { readlinkat(folder.value, path, $0.baseAddress!, capacity) }
      }
      failure = count < 0 ? errno : 0
      used = max(0, count)
    }
    if failure != 0 { throw PlatformError(code: failure, action: "read", subject: shownPath(path)) }
    return target
  }

  private func reserve(_ size: Int) {
    guard buffer.count < size || (buffer.count > FileReader.keptBytes && size < FileReader.keptBytes) else {
      return
    }
    buffer.deallocate()
    buffer = .allocate(byteCount: max(size, 256 << 10), alignment: 64)
  }

  private func shownPath(_ path: [UInt8]) -> String { root + "/" + String(decoding: path, as: UTF8.self) }
}
