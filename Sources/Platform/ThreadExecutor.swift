#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Threads of our own that tasks run on: what a task does there may block or compute long.
///
/// Why not the cooperative pool: it has a thread per core, and a search or a read from a disk on one of them delays
/// every other task. Handing such work to a ``WorkerPool`` and waking the task again costs two changes of thread, each
/// as long as a small search. A task under `withTaskExecutorPreference` of this executor goes on here after each
/// suspension and calls such work directly; ``isCurrent`` tells that it may.
///
/// Jobs are never refused, as the language allows no refusal: there are as many as tasks, so bound the tasks. The
/// thread that rested last is woken first: its stack and its allocator's memory are still in the caches, and threads
/// that are not needed stay asleep.
package final class ThreadExecutor: TaskExecutor {
  private let jobs: JobQueue
  private let threads: [PlainThread]

  /// Starts the threads, which live until this object goes. It must outlive the tasks that prefer it.
  ///
  /// - Throws: ``PlatformError`` when the system gives no thread at all; with fewer than asked it goes on.
  package init(threads wanted: Int, name: String) throws {
    let jobs = JobQueue()
    threads = try PlainThread.start(count: wanted, name: name) { jobs.work() }
    self.jobs = jobs
  }

  deinit {
    jobs.close()
    // The last reference may go on one of the threads; joining itself would never end.
    let isOwn = jobs.isWorkerThread
    for thread in threads { isOwn ? thread.detach() : thread.join() }
  }

  /// Runs `job` on one of the threads.
  package func enqueue(_ job: consuming ExecutorJob) {
    jobs.add(UnownedJob(job), for: asUnownedTaskExecutor())
  }

  /// True on a thread of any such executor: the caller may block it.
  package static var isCurrent: Bool { pthread_getspecific(currentKey) != nil }
}

/// Holds, on a thread of a ``ThreadExecutor``, its queue.
private let currentKey: pthread_key_t = {
  var key = pthread_key_t()
  pthread_key_create(&key, nil)
  return key
}()

/// Jobs that wait for a thread, or threads that wait for a job.
///
/// `@unchecked Sendable`: `state` is touched only under `monitor`, which the thread sanitizer follows; it does not follow a
/// `Mutex` that threads wait for.
private final class JobQueue: @unchecked Sendable {
  private struct Entry {
    var job: UnownedJob
    var executor: UnownedTaskExecutor
  }

  /// One thread's bed. `@unchecked Sendable`: `entry` and `isAwake` are touched only under `monitor`.
  private final class Sleeper: @unchecked Sendable {
    let monitor = ThreadMonitor()
    var entry: Entry?
    var isAwake = false
  }

  private struct State {
    var waiting: [Entry] = []
    /// The first of `waiting` that was not taken.
    var first = 0
    /// The one that rested last is last.
    var asleep: [Sleeper] = []
    var isClosed = false

    mutating func take() -> Entry? {
      guard first < waiting.count else { return nil }
      let entry = waiting[first]
      first += 1
      // Each entry is moved once per doubling: constant time on average.
      if first * 2 > waiting.count {
        waiting.removeFirst(first)
        first = 0
      }
      return entry
    }
  }

  private let monitor = ThreadMonitor()
  private var state = State()

  /// True on a thread that runs ``work()`` of this queue.
  var isWorkerThread: Bool { pthread_getspecific(currentKey) == Unmanaged.passUnretained(self).toOpaque() }

  func add(_ job: UnownedJob, for executor: UnownedTaskExecutor) {
    let entry = Entry(job: job, executor: executor)
    let sleeper = monitor.withLock { () -> Sleeper? in
      if let sleeper = state.asleep.popLast() { return sleeper }
      state.waiting.append(entry)
      return nil
    }
    wake(sleeper, with: entry)
  }

  /// Lets the threads end; the executor goes only when it has no jobs.
  func close() {
    let asleep = monitor.withLock {
      state.isClosed = true
      defer { state.asleep = [] }
      return state.asleep
    }
    for sleeper in asleep { wake(sleeper, with: nil) }
  }

  private func wake(_ sleeper: Sleeper?, with entry: Entry?) {
    guard let sleeper else { return }
    sleeper.monitor.withLock {
      sleeper.entry = entry
      sleeper.isAwake = true
      sleeper.monitor.signal()
    }
  }

  /// Runs one job after the other until the queue is closed.
  func work() {
    pthread_setspecific(currentKey, Unmanaged.passUnretained(self).toOpaque())
    let sleeper = Sleeper()
    while let entry = next(sleeper) { entry.job.runSynchronously(on: entry.executor) }
    pthread_setspecific(currentKey, nil)
  }

  /// Nil when the queue is closed.
  private func next(_ sleeper: Sleeper) -> Entry? {
    let (entry, isClosed) = monitor.withLock { () -> (Entry?, Bool) in
      if let entry = state.take() { return (entry, false) }
      if !state.isClosed { state.asleep.append(sleeper) }
      return (nil, state.isClosed)
    }
    if entry != nil || isClosed { return entry }
    return sleeper.monitor.withLock {
      while !sleeper.isAwake { sleeper.monitor.wait() }
      sleeper.isAwake = false
      defer { sleeper.entry = nil }
      return sleeper.entry
    }
  }
}
