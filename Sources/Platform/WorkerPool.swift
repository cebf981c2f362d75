import Synchronization

/// A fixed set of threads for work that computes: searching, indexing, compressing.
///
/// Why not task groups: on the cooperative pool such work delays every other task of the process (a 1 ms
/// sleep was late by up to 727 ms under search load, 14 ms with an own pool), and an event loop must never
/// compute. A request is divided into numbered units; threads take one unit at a time from the requests in
/// turn, so a small request is not stuck behind a large one. At most ``queueLimit`` requests wait or run.
package final class WorkerPool: Sendable {
  /// Threads that work.
  package let threadCount: Int

  /// The most requests held at once; further ones are refused, so that overload is told and not hoarded.
  package let queueLimit: Int

  private let queue: WorkQueue
  private let threads: [PlainThread]

  /// Starts the threads, which live until this object goes.
  ///
  /// - Throws: ``PlatformError`` when the system gives no thread at all; with fewer than asked it goes on.
  package init(threads wanted: Int = processorCount(), queueLimit: Int = 1024, name: String = "worker") throws
  {
    let queue = WorkQueue(limit: queueLimit, name: name)
    var threads: [PlainThread] = []
    for _ in 0..<max(1, wanted) {
      do {
        threads.append(try PlainThread.start(name: name) { queue.work() })
      } catch {
        if threads.isEmpty { throw error }
        break
      }
    }
    self.queue = queue
    self.queueLimit = queueLimit
    self.threads = threads
    threadCount = threads.count
  }

  deinit {
    queue.close()
    // The last reference may go on a worker; joining itself would never end. Threads that are not joined
    // still end by themselves, as `work` holds only the queue.
    if !queue.isWorkerThread { for thread in threads { thread.join() } }
  }

  /// Requests that wait or run now.
  package var requestCount: Int { queue.count }

  /// Runs units 0..<`units` on the pool and returns when none is running any more.
  ///
  /// Blocks the calling thread: not for async code. Called from a worker of this pool, it does the units
  /// right there, one after the other, since waiting for other workers could wait for itself.
  ///
  /// - Parameters:
  ///   - maxWorkers: How many units may run at once, 1...; more than the threads is as many as the threads.
  ///   - cancellation: Looked at before each unit; `body` may look too during long ones.
  ///   - body: Called with the unit and a worker number in 0..<min(`maxWorkers`, ``threadCount``) that no other
  ///     call running at the time has, for state kept per worker. Returns false to start no further unit.
  /// - Returns: True when every unit ran and none asked to stop.
  /// - Throws: ``PlatformError`` of kind `busy` when the pool holds ``queueLimit`` requests already.
  @discardableResult
  package func perform(
    units: Int, maxWorkers: Int = .max, cancellation: CancellationFlag = CancellationFlag(),
    _ body: @escaping @Sendable (_ unit: Int, _ worker: Int) -> Bool
  ) throws -> Bool {
    guard units > 0 else { return true }
    if queue.isWorkerThread {
      for unit in 0..<units where cancellation.isCancelled || !body(unit, 0) { return false }
      return true
    }
    let monitor = ThreadMonitor()
    let outcome = Mutex<Bool?>(nil)
    let request = WorkRequest(
      units: units, maxWorkers: min(maxWorkers, threadCount), cancellation: cancellation, body: body
    ) { completed in
      outcome.withLock { $0 = completed }
      monitor.withLock { monitor.broadcast() }
    }
    try queue.add(request)
    return monitor.withLock {
      while true {
        if let completed = outcome.withLock({ $0 }) { return completed }
        monitor.wait()
      }
    }
  }

  /// As the blocking one, but suspends the task instead of blocking a thread.
  ///
  /// Cancelling the task raises `cancellation`: no further unit starts, and the call returns (false) when the
  /// running ones have ended. It does not throw `CancellationError`, since partial results are results.
  @discardableResult
  package func perform(
    units: Int, maxWorkers: Int = .max, cancellation: CancellationFlag = CancellationFlag(),
    _ body: @escaping @Sendable (_ unit: Int, _ worker: Int) -> Bool
  ) async throws -> Bool {
    guard units > 0 else { return true }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Bool, any Error>) in
        let request = WorkRequest(
          units: units, maxWorkers: min(maxWorkers, threadCount), cancellation: cancellation, body: body
        ) { continuation.resume(returning: $0) }
        do { try queue.add(request) } catch { continuation.resume(throwing: error) }
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// Runs one piece of work on the pool and suspends until it is done.
  package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    let result = Mutex<Result<Value, any Error>?>(nil)
    try await perform(units: 1, maxWorkers: 1) { _, _ in
      let value = Result { try body() }
      result.withLock { $0 = value }
      return true
    }
    guard let value = result.withLock({ $0 }) else { throw CancellationError() }
    return try value.get()
  }
}
