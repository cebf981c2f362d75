#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lock with a condition to wait on: what the standard library's `Mutex` does not have.
///
/// `@unchecked Sendable`: the two C objects are made for use from many threads and never move.
final class ThreadMonitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      // Waits with an end must not depend on somebody setting the clock.
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` while no other thread does.
  func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Inside `withLock`: gives the lock up until another thread wakes this one, or for no reason: test again.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// As ``wait()``, for `nanoseconds` at most.
  func wait(nanoseconds: Int) {
    #if canImport(Darwin)
      var time = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
      pthread_cond_timedwait_relative_np(condition, mutex, &time)
    #else
      let end = monotonicNanoseconds() + nanoseconds
      var time = timespec(tv_sec: end / 1_000_000_000, tv_nsec: end % 1_000_000_000)
      pthread_cond_timedwait(condition, mutex, &time)
    #endif
  }

  /// Wakes one waiting thread.
  func signal() { pthread_cond_signal(condition) }

  /// Wakes all waiting threads.
  func broadcast() { pthread_cond_broadcast(condition) }
}

/// A thread of our own, for work that blocks or computes long: never one of the cooperative pool's.
package struct PlainThread: @unchecked Sendable {
  // Proof for Sendable: a thread handle is a number that any thread may join once; `join` consumes nothing else.
  private let handle: pthread_t

  /// Stack bytes: room for recursive parsing, and untouched pages cost nothing.
  private static let stackBytes = 8 << 20

  /// Starts `body` on a new thread. Every thread started must be joined or detached.
  ///
  /// - Throws: ``PlatformError`` when the system has no more threads to give.
  package static func start(
    name: String, priority: ThreadPriority = .normal, _ body: @escaping @Sendable () -> Void
  ) throws -> PlainThread {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    let start = Unmanaged.passRetained(ThreadStart(name: name, priority: priority, body: body))
    #if canImport(Darwin)
      var handle: pthread_t?
      let code = pthread_create(&handle, &attributes, { ThreadStart.run($0) }, start.toOpaque())
    #else
      var handle: pthread_t? = pthread_t()
      let code = pthread_create(&handle!, &attributes, { ThreadStart.run($0!) }, start.toOpaque())
    #endif
    guard code == 0, let handle else {
      start.release()
      throw PlatformError(code: code, action: "start the thread", subject: name)
    }
    return PlainThread(handle: handle)
  }

  /// Starts up to `count` threads, one at least, as many as the system gives.
  ///
  /// - Throws: ``PlatformError`` when it gives none at all.
  static func start(
    count: Int, name: String, priority: ThreadPriority = .normal, _ body: @escaping @Sendable () -> Void
  ) throws -> [PlainThread] {
    var threads = [try start(name: name, priority: priority, body)]
    while threads.count < count, let thread = try? start(name: name, priority: priority, body) {
      threads.append(thread)
    }
    return threads
  }

  /// Waits until the thread has ended. Call once.
  package func join() { pthread_join(handle, nil) }

  /// Instead of ``join()``: what the thread holds is freed when it ends, and nobody waits for that.
  func detach() { pthread_detach(handle) }
}

/// What a new thread needs to begin.
private final class ThreadStart {
  let name: String
  let priority: ThreadPriority
  let body: @Sendable () -> Void

  init(name: String, priority: ThreadPriority, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.priority = priority
    self.body = body
  }

  static func run(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<ThreadStart>.fromOpaque(pointer).takeRetainedValue()
    #if canImport(Darwin)
      pthread_setname_np(start.name)
    #else
      // glibc hides pthread_setname_np from Swift. Only for `top` and debuggers: failure does not matter.
      if let file = try? FileDescriptor.open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC) {
        let name = Array(start.name.utf8.prefix(15))  // The most the kernel takes.
        try? name.withUnsafeBytes { try file.writeAll($0, path: start.name) }
        file.close()
      }
    #endif
    start.priority.apply()
    start.body()
    return nil
  }
}
