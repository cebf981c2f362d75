#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The requests of a ``WorkerPool`` and the loop its threads run.
///
/// `@unchecked Sendable`: every stored `var`, and those of the requests, is touched only under `monitor`.
final class WorkQueue: @unchecked Sendable {
  private let monitor = ThreadMonitor()
  private let limit: Int
  private let name: String

  /// Requests with units not yet started, the one that was served longest ago first.
  private var ready: [WorkRequest] = []

  /// Requests added and not yet finished.
  private var held = 0
  private var closed = false
  private var workers: [pthread_t] = []

  init(limit: Int, name: String) {
    self.limit = limit
    self.name = name
  }

  /// True on a thread that runs ``work()`` of this queue.
  var isWorkerThread: Bool {
    let current = pthread_self()
    return monitor.withLock { workers.contains { pthread_equal($0, current) != 0 } }
  }

  /// Requests added and not yet finished.
  var count: Int { monitor.withLock { held } }

  /// Puts a request last.
  func add(_ request: WorkRequest) throws {
    try monitor.withLock {
      guard held < limit else {
        throw PlatformError(
          .busy(holder: "\(held) requests waiting, the most allowed; try again later"),
          action: "use the pool",
          subject: name)
      }
      held += 1
      ready.append(request)
      if request.units == 1 { monitor.signal() } else { monitor.broadcast() }
    }
  }

  /// Lets the threads end once nothing is left.
  func close() {
    monitor.withLock {
      closed = true
      monitor.broadcast()
    }
  }

  /// Takes units, of the request that was served least so far, in turn among equals, until the queue is closed and
  /// empty. What has taken long waits for what may be done soon: most work is short.
  func work() {
    monitor.withLock { workers.append(pthread_self()) }
    while let (request, unit, worker) = take() {
      let start = monotonicNanoseconds()
      let goesOn = !request.cancellation.isCancelled && request.body(unit, worker)
      finish(request, worker: worker, goesOn: goesOn, served: monotonicNanoseconds() - start)
    }
    monitor.withLock { workers.removeAll { pthread_equal($0, pthread_self()) != 0 } }
  }

  private func take() -> (WorkRequest, unit: Int, worker: Int)? {
    monitor.withLock {
      while true {
        // Of those with a worker number free; it goes to the end of the line.
        if let index = next() {
          let request = ready.remove(at: index)
          let unit = request.nextUnit
          request.nextUnit += 1
          if request.nextUnit < request.units { ready.append(request) }
          request.running += 1
          return (request, unit, request.freeWorkers.removeLast())
        }
        if closed && ready.isEmpty { return nil }
        monitor.wait()
      }
    }
  }

  /// The place of the first among the requests that were served least. Those that are over have nothing left to do but
  /// to say so, and would never get to it where others keep coming.
  private func next() -> Int? {
    var best: Int?
    for index in ready.indices where !ready[index].freeWorkers.isEmpty {
      if ready[index].isOver() { return index }
      if let known = best, ready[known].served <= ready[index].served { continue }
      best = index
    }
    return best
  }

  private func finish(_ request: WorkRequest, worker: Int, goesOn: Bool, served: Int) {
    let done: Bool = monitor.withLock {
      request.running -= 1
      request.served += served
      request.freeWorkers.append(worker)
      if !goesOn {
        request.stopped = true
        if request.nextUnit < request.units {
          request.nextUnit = request.units
          ready.removeAll { $0 === request }
        }
      }
      // A thread may be waiting for the worker number given back.
      if request.nextUnit < request.units { monitor.signal() }
      let done = request.running == 0 && request.nextUnit >= request.units
      if done { held -= 1 }
      if closed { monitor.broadcast() }
      return done
    }
    // Outside the lock: it resumes a task or wakes a thread.
    if done { request.completion(!request.stopped) }
  }
}

/// Numbered units of one piece of work. Its `var`s belong to the queue's lock.
final class WorkRequest: @unchecked Sendable {
  let units: Int
  let cancellation: CancellationFlag
  /// Whether further units have nothing left to do. Asked inside the queue's lock.
  let isOver: @Sendable () -> Bool
  let body: @Sendable (_ unit: Int, _ worker: Int) -> Bool

  /// Called once, when all has ended: true when every unit ran and none asked to stop.
  let completion: @Sendable (Bool) -> Void

  var nextUnit = 0
  var running = 0
  /// Nanoseconds that threads have worked for it.
  var served: Int
  var stopped = false
  var freeWorkers: [Int]

  init(
    units: Int, maxWorkers: Int, served: Int, cancellation: CancellationFlag,
    isOver: @escaping @Sendable () -> Bool = { false },
    body: @escaping @Sendable (_ unit: Int, _ worker: Int) -> Bool,
    completion: @escaping @Sendable (Bool) -> Void
  ) {
    self.units = units
    self.served = served
    self.isOver = isOver
    self.cancellation = cancellation
    self.body = body
    self.completion = completion
    // Reversed, so that number 0 is given first and numbers stay as low as the work allows.
    freeWorkers = Array((0..<max(1, min(maxWorkers, units))).reversed())
  }
}
