import Synchronization

/// A fixed set of threads for work that computes: searching, indexing, compressing.
///
/// Why not task groups: on the cooperative pool such work delays every other task of the process (a 1 ms
/// sleep was late by up to 727 ms under search load, 14 ms with an own pool), and an event loop must never
/// compute. A request is divided into numbered units; threads take one unit at a time from the requests in
/// turn, so a small request is not stuck behind a large one: the one that was served least comes first. At most
/// ``queueLimit`` requests wait or run.
package final class WorkerPool: Sendable {
  /// Threads that work.
  package let threadCount: Int

  /// The most requests held at once; further ones are refused, so that overload is told and not hoarded.
  package let queueLimit: Int

  private let queue: WorkQueue
  private let threads: [PlainThread]
  /// Continues tasks for threads of the background. A task that such a thread continues may make the system start a
  /// thread of the cooperative pool, which would be one of the background as well, for good.
  private let relay: WorkerPool?

  /// The relay of all pools, made by the first of them, on a thread that is none of the background.
  private static let sharedRelay = try? WorkerPool(threads: 1, queueLimit: 1 << 16, name: "relay")

  /// Starts the threads, which live until this object goes.
  ///
  /// - Parameter priority: of the threads, and of processes they start.
  /// - Throws: ``PlatformError`` when the system gives no thread at all; with fewer than asked it goes on.
  package init(
    threads wanted: Int = processorCount(), queueLimit: Int = 1024, name: String = "worker",
    priority: ThreadPriority = .normal
  ) throws {
    relay = priority == .background ? Self.sharedRelay : nil
    let queue = WorkQueue(limit: queueLimit, name: name)
    threads = try PlainThread.start(count: wanted, name: name, priority: priority) { queue.work() }
    self.queue = queue
    self.queueLimit = queueLimit
    threadCount = threads.count
  }

  deinit {
    queue.close()
    // The last reference may go on a worker; joining itself would never end. All end by themselves, as `work`
    // holds only the queue.
    let isOwn = queue.isWorkerThread
    for thread in threads { isOwn ? thread.detach() : thread.join() }
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
  ///   - served: Nanoseconds for which what this belongs to has been served already.
  ///   - cancellation: Looked at before each unit; `body` may look too during long ones.
  ///   - isOver: Whether units have nothing left to do but to return, for which they need not wait for others. Costs
  ///     next to nothing and takes no lock.
  ///   - body: Called with the unit and a worker number in 0..<min(`maxWorkers`, ``threadCount``) that no other
  ///     call running at the time has, for state kept per worker. Returns false to start no further unit.
  /// - Returns: True when every unit ran and none asked to stop.
  /// - Throws: ``PlatformError`` of kind `busy` when the pool holds ``queueLimit`` requests already.
  @discardableResult
  package func perform(
    units: Int, maxWorkers: Int = .max, served: Int = 0, cancellation: CancellationFlag = CancellationFlag(),
    isOver: @escaping @Sendable () -> Bool = { false },
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
      units: units, maxWorkers: min(maxWorkers, threadCount), served: served, cancellation: cancellation,
      isOver: isOver, body: body
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
          units: units, maxWorkers: min(maxWorkers, threadCount), served: 0, cancellation: cancellation,
          body: body
        ) { [relay] completed in
          guard let relay else { return continuation.resume(returning: completed) }
          relay.post { continuation.resume(returning: completed) }
        }
        do { try queue.add(request) } catch { continuation.resume(throwing: error) }
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// Runs `body` some time, without waiting for it; right here when the pool is full.
  private func post(_ body: @escaping @Sendable () -> Void) {
    let request = WorkRequest(
      units: 1, maxWorkers: 1, served: 0, cancellation: CancellationFlag(),
      body: { _, _ in
        body()
        return true
      }, completion: { _ in })
    do { try queue.add(request) } catch { body() }
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

  /// The value of `body`; found on another thread when the calling one is of the background. For starting processes
  /// that outlive the work they were started for: children get the priority of the thread that starts them.
  static func withNormalPriority<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
    guard ThreadPriority.isLowered, let relay = sharedRelay else { return body() }
    let result = Mutex<Value?>(nil)
    _ = try? relay.perform(units: 1) { _, _ in
      let value = body()
      result.withLock { $0 = value }
      return true
    }
    return result.withLock { $0 } ?? body()
  }
}
