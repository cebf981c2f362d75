import Platform
import Synchronization
import Testing

@Suite struct `File locks` {
  @Test func `one holder at a time, and the next gets it when the first lets go`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    let first = try FileLock.acquire(path)
    let error = #expect(throws: PlatformError.self) { try FileLock.acquire(path) }
    #expect(error?.kind == .busy(holder: "process \(processID())"))
    #expect(error?.description.contains(path) == true)
    let waiting = Mutex<[String?]>([])
    let flag = CancellationFlag()
    let thread = try PlainThread.start(name: "second") {
      let second = try? FileLock.acquire(path, timeoutSeconds: nil) { holder in
        waiting.withLock { $0.append(holder) }
        flag.cancel()
      }
      #expect(second != nil)
      second?.unlock()
    }
    while !flag.isCancelled {}
    first.unlock()
    thread.join()
    #expect(waiting.withLock { $0 } == ["process \(processID())"])
    let third = try FileLock.acquire(path)
    third.unlock()
    third.unlock()
    #expect(FileLock.holder(of: path) == nil)
  }

  @Test func `another process's lock counts, and is free when that process is killed`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    // The handler runs while the child holds the lock; ending it kills the child.
    _ = try command("flock", path, "sh", "-c", "echo held; exec cat").stream(input: { Array("more\n".utf8) })
    { _ in
      let error = #expect(throws: PlatformError.self) { try FileLock.acquire(path, timeoutSeconds: 0.01) }
      #expect(error?.kind == .busy(holder: nil))
      return false
    }
    try FileLock.acquire(path, timeoutSeconds: 10).unlock()
  }

  @Test func `children do not inherit a lock`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    let lock = try FileLock.acquire(path)
    _ = try command("cat").stream(input: { Array("more\n".utf8) }) { _ in
      lock.unlock()
      try FileLock.acquire(path).unlock()
      return false
    }
  }

  @Test func `a lock in a missing folder is an error`() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: PlatformError.self) { try FileLock.acquire(folder.path + "/nothing/lock") }
    #expect(error?.kind == .notFound)
  }
}
