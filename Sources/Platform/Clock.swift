#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Nanoseconds on a clock that never goes back; only differences mean anything. Cost: about 20 ns.
package func monotonicNanoseconds() -> Int { nanoseconds(of: CLOCK_MONOTONIC) }

/// Seconds since 1970 by the system's clock, which may be set back.
package func wallClockSeconds() -> Int { nanoseconds(of: CLOCK_REALTIME) / 1_000_000_000 }

/// Milliseconds since 1970 by the system's clock, for logs.
package func wallClockMilliseconds() -> Int { nanoseconds(of: CLOCK_REALTIME) / 1_000_000 }

/// Nanoseconds of processor time this process has used, over all its threads; children not included.
package func processCPUNanoseconds() -> Int { nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) }

/// Nanoseconds of processor time the calling thread has used.
package func threadCPUNanoseconds() -> Int { nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) }

/// Nanoseconds of processor time used by children of this process that have ended and been waited for.
package func childrenCPUNanoseconds() -> Int {
  var usage = rusage()
  getrusage(childrenOfProcess, &usage)
  return nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime)
}

/// The most memory this process has held at once, in bytes.
package func peakMemoryBytes() -> Int {
  var usage = rusage()
  getrusage(wholeProcess, &usage)
  #if canImport(Darwin)
    return Int(usage.ru_maxrss)
  #else
    return Int(usage.ru_maxrss) * 1024
  #endif
}

/// Memory this process holds now (resident set), in bytes; nil where the system does not tell.
package func processMemoryBytes() -> Int? { memoryBytes()?.resident }

/// What of it is no file's: what was allocated, and was freed but not given back.
package func anonymousMemoryBytes() -> Int? { memoryBytes().map { $0.resident - $0.files } }

private func memoryBytes() -> (resident: Int, files: Int)? {
  // The second field of statm is resident pages, the third those of files. Only Linux has it.
  guard let text = try? readFile("/proc/self/statm", limit: 4096) else { return nil }
  let pages = text.split(separator: UInt8(ascii: " ")).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
  guard pages.count > 2 else { return nil }
  let pageBytes = Int(sysconf(CInt(_SC_PAGESIZE)))
  return (pages[1] * pageBytes, pages[2] * pageBytes)
}

/// Processors this process may use, at least 1.
package func processorCount() -> Int { max(1, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN)))) }

/// The id of this process.
package func processID() -> Int { Int(getpid()) }

private func nanoseconds(of clock: clockid_t) -> Int {
  var time = timespec()
  clock_gettime(clock, &time)
  return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
}

private func nanoseconds(_ time: timeval) -> Int {
  Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_usec) * 1000
}

// RUSAGE_SELF and RUSAGE_CHILDREN: the headers disagree over their types, not over their values.
private let wholeProcess: CInt = 0
private let childrenOfProcess: CInt = -1
