#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open file of the system. Whoever opens it closes it.
struct FileDescriptor: Sendable {
  let value: CInt

  /// Opens `path`; interrupted calls are repeated.
  static func open(_ path: String, _ flags: CInt, mode: mode_t = 0o644) throws -> FileDescriptor {
    while true {
      let value = systemOpen(path, flags, mode)
      if value >= 0 { return FileDescriptor(value: value) }
      let code = errno
      if code != EINTR { throw PlatformError(code: code, action: "open", subject: path) }
    }
  }

  /// Closes it. Errors are left: what must reach the disk was synced before.
  func close() { _ = systemClose(value) }

  /// What it is and how large.
  func status(path: String) throws -> FileStatus {
    var status = stat()
    guard fstat(value, &status) == 0 else {
      throw PlatformError(code: errno, action: "examine", subject: path)
    }
    return FileStatus(status)
  }

  /// Reads up to `buffer.count` bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, path: String) throws -> Int {
    while true {
      let count = systemRead(value, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      let code = errno
      if code != EINTR { throw PlatformError(code: code, action: "read", subject: path) }
    }
  }

  /// Writes all of `bytes`, at the current position or at `offset`.
  func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int? = nil, path: String) throws {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count =
        if let offset { pwrite(value, rest.baseAddress, rest.count, off_t(offset + done)) } else {
          systemWrite(value, rest.baseAddress, rest.count)
        }
      if count >= 0 {
        done += count
        continue
      }
      let code = errno
      if code != EINTR { throw PlatformError(code: code, action: "write", subject: path) }
    }
  }

  /// Makes what was written survive a power cut.
  func sync(path: String) throws {
    while fsync(value) != 0 {
      let code = errno
      if code != EINTR { throw PlatformError(code: code, action: "write", subject: path) }
    }
  }
}

// The methods above hide the C functions of the same names; these do not.
private func systemOpen(_ path: String, _ flags: CInt, _ mode: mode_t) -> CInt { open(path, flags, mode) }
private func systemClose(_ file: CInt) -> CInt { close(file) }
private func systemRead(_ file: CInt, _ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, target, count)
}
private func systemWrite(_ file: CInt, _ source: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, source, count)
}
