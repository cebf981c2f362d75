import Platform
import Synchronization
import Testing

@Suite struct `Worker pool` {
  @Test(arguments: [1, 2, 5], [1, 2, 100])
  func `every unit runs once, under a worker number of its own`(_ threads: Int, _ maxWorkers: Int) throws {
    let pool = try WorkerPool(threads: threads)
    let numbers = min(threads, maxWorkers)
    let busy = Mutex([Bool](repeating: false, count: numbers))
    let runs = Mutex([Int](repeating: 0, count: 1000))
    let completed = try pool.perform(units: 1000, maxWorkers: maxWorkers) { unit, worker in
      let wasBusy = busy.withLock { state in
        defer { state[worker] = true }
        return state[worker]
      }
      #expect(!wasBusy)
      runs.withLock { $0[unit] += 1 }
      busy.withLock { $0[worker] = false }
      return true
    }
    #expect(completed)
    #expect(runs.withLock { $0.allSatisfy { $0 == 1 } })
    #expect(try pool.perform(units: 0) { _, _ in false })
  }

  @Test func `many callers at once all get their answers`() async throws {
    let pool = try WorkerPool(threads: 3)
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for caller in 0..<50 {
        group.addTask {
          let sum = Mutex(0)
          try await pool.perform(units: caller + 1, maxWorkers: 2) { unit, _ in
            sum.withLock { $0 += unit }
            return true
          }
          return sum.withLock { $0 }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums.sorted() == (0..<50).map { $0 * ($0 + 1) / 2 })
  }

  @Test func `a small request is not stuck behind a large one`() async throws {
    let pool = try WorkerPool(threads: 1)
    let gate = CancellationFlag()
    let journal = Journal()
    async let opening = pool.perform(units: 1) { _, _ in
      while !gate.isCancelled {}
      return true
    }
    async let large = pool.perform(units: 100) { _, _ in
      journal.append("large")
      return true
    }
    async let small = pool.perform(units: 1) { _, _ in
      journal.append("small")
      return true
    }
    while pool.requestCount < 3 { await Task.yield() }
    gate.cancel()
    _ = try await (opening, large, small)
    let place = try #require(journal.firstIndex(of: "small"))
    #expect(place < 3)
    #expect(pool.requestCount == 0)
  }

  @Test func `a full queue is told`() async throws {
    let pool = try WorkerPool(threads: 1, queueLimit: 1)
    let gate = CancellationFlag()
    async let first = pool.perform(units: 1) { _, _ in
      while !gate.isCancelled {}
      return true
    }
    while pool.requestCount < 1 { await Task.yield() }
    await #expect(throws: PlatformError.self) { try await pool.perform(units: 1) { _, _ in true } }
    gate.cancel()
    #expect(try await first)
    #expect(try await pool.perform(units: 1) { _, _ in true })
  }

  @Test func `stopping and cancelling start no further unit`() async throws {
    let pool = try WorkerPool(threads: 2)
    let count = Mutex(0)
    let completed = try await pool.perform(units: 1000) { _, _ in
      count.withLock { $0 += 1 }
      return false
    }
    #expect(!completed && (1...2).contains(count.withLock { $0 }))
    let started = CancellationFlag()
    let flag = CancellationFlag()
    let task = Task {
      try await pool.perform(units: 1_000_000, cancellation: flag) { _, _ in
        started.cancel()
        return true
      }
    }
    while !started.isCancelled { await Task.yield() }
    task.cancel()
    _ = try await task.value
    #expect(flag.isCancelled)
    let raised = CancellationFlag()
    raised.cancel()
    let none = try await pool.perform(units: 5, cancellation: raised) { _, _ in
      Issue.record("a unit of a cancelled request ran")
      return true
    }
    #expect(!none)
  }

  @Test func `work may ask the pool it runs on, and errors come through`() async throws {
    let pool = try WorkerPool(threads: 1)
    let sum = try await pool.run {
      let sum = Mutex(0)
      try pool.perform(units: 10) { unit, _ in
        sum.withLock { $0 += unit }
        return true
      }
      return sum.withLock { $0 }
    }
    #expect(sum == 45)
    await #expect(throws: PlatformError.self) {
      try await pool.run { _ = try readFile("/no/such/file", limit: 1) }
    }
  }
}

/// What several threads did, in order.
private final class Journal: Sendable {
  private let lines = Mutex<[String]>([])

  func append(_ line: String) { lines.withLock { $0.append(line) } }

  func firstIndex(of line: String) -> Int? { lines.withLock { $0.firstIndex(of: line) } }
}
