#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The right to change a data folder: at most one holder at a time over all processes of the machine.
///
/// An advisory `flock` on a file that stays in place (removing it would let two holders in) and holds the
/// holder's process id for messages. The system frees it when the process ends, however it ends.
package final class FileLock {
  /// The path of the lock file.
  package let path: String

  private var file: FileDescriptor?

  private init(path: String, file: FileDescriptor) {
    self.path = path
    self.file = file
  }

  deinit { unlock() }

  /// Takes the lock at `path`.
  ///
  /// - Parameters:
  ///   - timeoutSeconds: How long to wait for another holder; 0 not at all, nil as long as it takes.
  ///   - onWait: Called once, with the holder's description when known, before waiting begins.
  /// - Throws: ``PlatformError`` of kind `busy` when the wait is over.
  package static func acquire(
    _ path: String, timeoutSeconds: Double? = 0, onWait: (_ holder: String?) -> Void = { _ in }
  ) throws -> FileLock {
    // O_CLOEXEC: a child process that inherited the descriptor would go on holding the lock.
    let file = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_CLOEXEC)
    do {
      if try !tryLock(file, path: path) {
        if timeoutSeconds != 0 { onWait(holder(of: path)) }
        try wait(for: file, path: path, timeoutSeconds: timeoutSeconds)
      }
      let text = Array("process \(getpid())\n".utf8)
      ftruncate(file.value, 0)
      try text.withUnsafeBytes { try file.writeAll($0, at: 0, path: path) }
    } catch {
      file.close()
      throw error
    }
    return FileLock(path: path, file: file)
  }

  /// Who holds, or last held, the lock at `path`: "process 123"; nil when nobody did.
  package static func holder(of path: String) -> String? {
    // Only for a message.
    guard let bytes = try? readFile(path, limit: 200), !bytes.isEmpty else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// Gives the lock back; harmless when done before.
  package func unlock() {
    guard let file else { return }
    self.file = nil
    ftruncate(file.value, 0)
    flock(file.value, LOCK_UN)
    file.close()
  }

  private static func tryLock(_ file: FileDescriptor, path: String) throws -> Bool {
    while flock(file.value, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EWOULDBLOCK { return false }
      if code != EINTR { throw PlatformError(code: code, action: "lock", subject: path) }
    }
    return true
  }

  private static func wait(for file: FileDescriptor, path: String, timeoutSeconds: Double?) throws {
    guard let timeoutSeconds else {
      while flock(file.value, LOCK_EX) != 0 {
        if errno != EINTR { throw PlatformError(code: errno, action: "lock", subject: path) }
      }
      return
    }
    // flock has no time limit of its own; twenty looks a second cost nothing.
    let deadline = monotonicNanoseconds() + Int(timeoutSeconds * 1e9)
    while monotonicNanoseconds() < deadline {
      usleep(50_000)
      if try tryLock(file, path: path) { return }
    }
    throw PlatformError(.busy(holder: holder(of: path)), action: "lock", subject: path)
  }
}
