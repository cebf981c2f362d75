#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// glibc keeps what was freed for the thread that allocated it. A server with tens of threads, each of which now and
// then makes a page of some megabytes, held ten times of what was in use: 340 MB of 24 MB after ten minutes.
// These calls are glibc's; they are looked up, since other libraries (musl) do well without.

/// Bounds what the allocator of a long-lived process keeps: few arenas, and large blocks that go back to the system
/// when they are freed. Before threads are started.
package func boundAllocator() {
  typealias Option = @convention(c) (CInt, CInt) -> CInt
  guard let option = symbol("mallopt").map({ unsafeBitCast($0, to: Option.self) }) else { return }
  // Source: malloc.h of glibc.
  let (trimThreshold, mmapThreshold, arenaMax): (CInt, CInt, CInt) = (-1, -3, -8)
  // As many as threads that run at a time: more would only hold more.
  _ = option(arenaMax, CInt(max(2, min(16, processorCount()))))
  // Without it the threshold grows to 32 MB with what is freed, and such blocks stay.
  _ = option(mmapThreshold, 1 << 20)
  _ = option(trimThreshold, 4 << 20)
}

/// Gives free pages back to the system. Some milliseconds for each 100 MB that are held; other threads may wait for them.
package func trimAllocator() {
  typealias Trim = @convention(c) (Int) -> CInt
  guard let trim = symbol("malloc_trim").map({ unsafeBitCast($0, to: Trim.self) }) else { return }
  _ = trim(1 << 20)
}

private func symbol(_ name: String) -> UnsafeMutableRawPointer? {
  #if canImport(Darwin)
    nil
  #else
    dlsym(nil, name)
  #endif
}
