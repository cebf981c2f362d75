import Synchronization

/// Lets a bounded number of searches run. Others wait for their turn, first come first served, but neither long
/// nor in any number: who has to wait for seconds is told to come again.
final class SearchGate: Sendable {
  private struct Waiter {
    var number: Int
    var turn: CheckedContinuation<Pass?, Never>
  }

  private struct State {
    var running = 0
    var waiters: [Waiter] = []
    var lastNumber = 0
  }

  private let state = Mutex(State())
  private let limit: Int
  private let waitingLimit: Int
  private let patience: Duration

  /// - Parameters:
  ///   - limit: searches that run.
  ///   - waitingLimit: requests that wait.
  ///   - patience: how long one waits.
  init(limit: Int, waitingLimit: Int, patience: Duration) {
    self.limit = limit
    self.waitingLimit = waitingLimit
    self.patience = patience
  }

  /// Searches that run now.
  var count: Int { state.withLock { $0.running } }

  /// Leave to run one search, perhaps after a while; nil when too many want to. Ends with the pass itself or its
  /// ``Pass/release()``.
  func enter() async -> Pass? {
    let first = state.withLock { state -> Pass?? in
      if state.running < limit {
        state.running += 1
        return Pass(gate: self)
      }
      return state.waiters.count < waitingLimit ? .none : .some(nil)
    }
    if let first { return first }
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    let alarm = Task {
      try await Task.sleep(for: patience)
      giveUp(number)
    }
    defer { alarm.cancel() }
    return await withCheckedContinuation { turn in
      let pass = state.withLock { state -> Pass? in
        // One may have become free meanwhile.
        if state.running < limit {
          state.running += 1
          return Pass(gate: self)
        }
        state.waiters.append(Waiter(number: number, turn: turn))
        return nil
      }
      if let pass { turn.resume(returning: pass) }
    }
  }

  private func giveUp(_ number: Int) {
    let waiter = state.withLock { state in
      state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
    }
    waiter?.turn.resume(returning: nil)
  }

  /// A search is over: the right goes to who waits, if anybody does.
  private func leave() {
    let next = state.withLock { state -> Waiter? in
      if state.waiters.isEmpty {
        state.running -= 1
        return nil
      }
      return state.waiters.removeFirst()
    }
    next?.turn.resume(returning: Pass(gate: self))
  }

  /// The right to run one search.
  final class Pass: Sendable {
    private let gate: SearchGate
    private let isHeld = Mutex(true)

    fileprivate init(gate: SearchGate) {
      self.gate = gate
    }

    /// Gives the right back; once, however often it is called.
    func release() {
      let wasHeld = isHeld.withLock { held in
        defer { held = false }
        return held
      }
      if wasHeld { gate.leave() }
    }

    deinit { release() }
  }
}
