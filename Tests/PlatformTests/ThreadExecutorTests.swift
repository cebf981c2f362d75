import Platform
import Synchronization
import Testing

/// A number that several tasks change.
private final class Number: Sendable {
  let value = Mutex(0)

  /// Blocks the thread until the number is not 0; how often it looked.
  func turns() -> Int {
    var turns = 1
    while value.withLock({ $0 }) == 0 { turns += 1 }
    return turns
  }
}

@Suite struct `Thread executor` {
  @Test func `a task goes on on its threads after every suspension, and nowhere else`() async throws {
    let executor = try ThreadExecutor(threads: 2, name: "test")
    #expect(!ThreadExecutor.isCurrent)
    await withTaskExecutorPreference(executor) {
      for _ in 0..<100 {
        #expect(ThreadExecutor.isCurrent)
        await Task.yield()
      }
    }
    #expect(!ThreadExecutor.isCurrent)
  }

  @Test(arguments: [1, 2, 7])
  func `every job runs, however few the threads`(_ threads: Int) async throws {
    let executor = try ThreadExecutor(threads: threads, name: "test")
    let sum = Number()
    await withTaskExecutorPreference(executor) {
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<1000 {
          group.addTask {
            await Task.yield()
            sum.value.withLock { $0 += number }
          }
        }
      }
    }
    #expect(sum.value.withLock { $0 } == 499_500)
  }

  @Test func `a blocked thread keeps the others from nothing`() async throws {
    let executor = try ThreadExecutor(threads: 2, name: "test")
    let gate = Number()
    await withTaskExecutorPreference(executor) {
      async let blocked = gate.turns()
      async let other: Void = gate.value.withLock { $0 = 1 }
      await other
      #expect(await blocked > 0)
    }
  }

  @Test func `threads end with the executor`() async throws {
    for _ in 0..<50 {
      let executor = try ThreadExecutor(threads: 4, name: "test")
      await withTaskExecutorPreference(executor) { await Task.yield() }
    }
  }
}
