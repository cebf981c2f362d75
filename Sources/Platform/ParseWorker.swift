import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A child process that answers requests one after the other and may die of any of them.
///
/// It is started by the first request, and again by the next one after it has died or was killed for taking too
/// long. Messages are four bytes of length, lowest first, and as many bytes, both ways, on standard input and
/// output. The child ends when its input does.
package final class ParseWorker: Sendable {
  /// Bytes of a message, at most.
  static let messageMax = 256 << 20

  /// The request that a new child gets must not be the tenth that killed one in a row.
  package static let deathsMax = 10

  private struct State {
    var child: ChildProcess?
    var deaths = 0
  }

  // The child is used inside of the lock only.
  private let state = Mutex(State())
  private let arguments: [String]
  private let deathsMax: Int
  private let priority: ThreadPriority

  /// A worker that runs a program with its arguments; nothing is started yet.
  ///
  /// - Parameter deathsMax: children in a row that may die before no more are started.
  package init(arguments: [String], deathsMax: Int = ParseWorker.deathsMax, priority: ThreadPriority = .normal) {
    self.arguments = arguments
    self.priority = priority
    self.deathsMax = deathsMax
  }

  deinit {
    state.withLock { state in
      if let child = state.child { Self.finish(child) }
    }
  }

  /// How much longer than its processor time a request may wait on a busy machine.
  static let patience = 5

  /// The answer of the child; nil when it died, took more than `milliseconds` of processor time or
  /// ``patience`` times as long by the clock, or cannot be started. Waits for
  /// requests of other threads.
  package func request(_ bytes: [[UInt8]], milliseconds: Int) -> [UInt8]? {
    state.withLock { exchange(bytes, milliseconds, &$0) }
  }

  /// As ``request(_:milliseconds:)``; `.none` at once when another thread's request is under way.
  package func requestIfIdle(_ bytes: [[UInt8]], milliseconds: Int) -> [UInt8]?? {
    state.withLockIfAvailable { exchange(bytes, milliseconds, &$0) }
  }

  /// Ends the child, as when its memory is to be given back; the next request starts another one.
  package func rest() {
    state.withLock { state in
      if let child = state.child { Self.finish(child) }
      state.child = nil
    }
  }

  private func exchange(_ bytes: [[UInt8]], _ milliseconds: Int, _ state: inout State) -> [UInt8]? {
    guard state.deaths < deathsMax else { return nil }
    if state.child == nil {
      // HOME, since programs look for their settings there; nothing else of ours is the child's business.
      let arguments = arguments
      state.child = WorkerPool.withNormalPriority {
        try? ChildProcess.start(
          arguments: arguments, pathArguments: [], environment: ["PATH": "/usr/bin:/bin", "HOME": "/"],
          folder: "/")
      }
      if priority == .background, let child = state.child { lowerPriority(ofProcess: child.id) }
    }
    guard let child = state.child else {
      state.deaths = deathsMax
      return nil
    }
    var exchange = Exchange(child: child, milliseconds: milliseconds)
    if let answer = exchange.run(bytes) {
      state.deaths = 0
      return answer
    }
    state.deaths += 1
    state.child = nil
    Self.finish(child)
    return nil
  }

  private static func finish(_ child: ChildProcess) {
    _ = child.end(politely: false)
    for descriptor in [child.input, child.output, child.errors] { close(descriptor) }
  }
}

/// One request and its answer over streams that don't block.
private struct Exchange {
  private let child: ChildProcess
  /// Nanoseconds of processor time.
  private let budget: Int
  private let usedBefore: Int
  private var deadline: Int
  private let lastDeadline: Int

  init(child: ChildProcess, milliseconds: Int) {
    self.child = child
    budget = milliseconds * 1_000_000
    usedBefore = processorNanoseconds(of: child.id)
    deadline = monotonicNanoseconds() + budget
    lastDeadline = deadline + (ParseWorker.patience - 1) * budget
  }

  /// Milliseconds that the child may still be waited for. A child that had no processor all the time is given
  /// what it has left.
  private mutating func left() -> Int {
    let now = monotonicNanoseconds()
    if now >= deadline, now < lastDeadline {
      let used = processorNanoseconds(of: child.id) - usedBefore
      if used < budget { deadline = min(lastDeadline, now + max(10_000_000, budget - used)) }
    }
    return (deadline - now) / 1_000_000
  }

  /// Writes and reads in turn: a child that answers before it has read all must not wait for us.
  mutating func run(_ parts: [[UInt8]]) -> [UInt8]? {
    let count = parts.reduce(0) { $0 + $1.count }
    guard count <= ParseWorker.messageMax else { return nil }
    var request = (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    for part in parts { request += part }
    var sent = 0
    var answer: [UInt8] = []
    var wanted = 4
    while answer.count < wanted {
      var waits = [
        pollfd(fd: child.output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0),
        pollfd(fd: sent < request.count ? child.input : -1, events: Int16(POLLOUT), revents: 0),
      ]
      let left = left()
      guard left > 0 else { return nil }
      let ready = poll(&waits, nfds_t(waits.count), CInt(clamping: left))
      if ready < 0, errno != EINTR { return nil }
      if waits[2].revents != 0, !send(request, &sent) { return nil }
      if waits[1].revents != 0 { drop() }
      if waits[0].revents != 0 {
        guard receive(&answer, wanted - answer.count) else { return nil }
        if wanted == 4, answer.count == 4 {
          let length = answer.enumerated().reduce(0) { $0 | Int($1.element) << ($1.offset * 8) }
          guard length <= ParseWorker.messageMax else { return nil }
          wanted += length
        }
      }
    }
    return Array(answer[4...])
  }

  private func send(_ request: [UInt8], _ sent: inout Int) -> Bool {
    let count = request.withUnsafeBytes { write(child.input, $0.baseAddress! + sent, $0.count - sent) }
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    sent += count
    return true
  }

  private func receive(_ answer: inout [UInt8], _ wanted: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: min(wanted, 1 << 20))
    let count = buffer.withUnsafeMutableBytes { read(child.output, $0.baseAddress, $0.count) }
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    answer += buffer[..<count]
    return count > 0
  }

  /// What a child says before it dies is of no use.
  private func drop() {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    _ = buffer.withUnsafeMutableBytes { read(child.errors, $0.baseAddress, $0.count) }
  }
}

/// Processor time that a process has used; 0 when that can't be told.
private func processorNanoseconds(of process: pid_t) -> Int {
  var clock = clockid_t()
  var time = timespec()
  guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// The other side: answers requests on standard input until it ends. Memory is limited first, so that a grammar
/// that never stops asking for it ends this process rather than others.
///
/// - Parameter memoryMax: bytes of address space of the process.
package func answerParseRequests(memoryMax: Int, _ answer: ([UInt8]) -> [UInt8]) {
  #if !canImport(Darwin)
    // scripts/sanitize says SANITIZED: the shadow memory of its builds is larger than any limit.
    #if !SANITIZED
      var limit = rlimit(rlim_cur: rlim_t(memoryMax), rlim_max: rlim_t(memoryMax))
      _ = setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #endif
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  #endif
  while let head = readExactly(4) {
    let length = head.enumerated().reduce(0) { $0 | Int($1.element) << ($1.offset * 8) }
    guard length <= ParseWorker.messageMax, let request = readExactly(length) else { return }
    let reply = answer(request)
    guard writeAll((0..<4).map { UInt8(truncatingIfNeeded: reply.count >> ($0 * 8)) } + reply) else { return }
  }
}

private func readExactly(_ count: Int) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: count)
  var have = 0
  while have < count {
    let got = bytes.withUnsafeMutableBytes { read(0, $0.baseAddress! + have, count - have) }
    if got < 0, errno == EINTR { continue }
    guard got > 0 else { return nil }
    have += got
  }
  return bytes
}

private func writeAll(_ bytes: [UInt8]) -> Bool {
  var sent = 0
  while sent < bytes.count {
    let count = bytes.withUnsafeBytes { write(1, $0.baseAddress! + sent, $0.count - sent) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    sent += count
  }
  return true
}

/// The path of the program that runs; nil when the system does not tell.
package func executablePath() -> String? {
  #if canImport(Darwin)
    return CommandLine.arguments.first
  #else
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = buffer.withUnsafeMutableBytes {
      readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    return count > 0 && count < buffer.count ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  #endif
}
