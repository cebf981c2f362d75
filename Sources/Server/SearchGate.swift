import Synchronization

/// Lets a bounded number of searches run, of each client and in all. Others wait for their turn: who has the fewest that
/// run comes first, then who came first. But neither long nor in any number: who has to wait for seconds is told to come
/// again.
final class SearchGate: Sendable {
  private struct Waiter {
    var number: Int
    var client: ClientAddress
    var turn: CheckedContinuation<Pass?, Never>
  }

  private struct State {
    var running = 0
    /// By client; none that has none.
    var runningOf: [ClientAddress: Int] = [:]
    var waiters: [Waiter] = []
    var lastNumber = 0
  }

  private let state = Mutex(State())
  private let limit: Int
  private let limitPerClient: Int
  private let waitingLimit: Int
  private let patience: Duration

  /// - Parameters:
  ///   - limit: searches that run.
  ///   - limitPerClient: of one client.
  ///   - waitingLimit: requests that wait.
  ///   - patience: how long one waits.
  init(limit: Int, limitPerClient: Int, waitingLimit: Int, patience: Duration) {
    self.limit = limit
    self.limitPerClient = limitPerClient
    self.waitingLimit = waitingLimit
    self.patience = patience
  }

  /// Searches that run now.
  var count: Int { state.withLock { $0.running } }

  /// Leave for `client` to run one search, perhaps after a while; nil when too many want to. Ends with the pass itself
  /// or its ``Pass/release()``.
  func enter(_ client: ClientAddress) async -> Pass? {
    let first = state.withLock { state -> Pass?? in
      if let pass = grant(client, &state) { return pass }
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
        if let pass = grant(client, &state) { return pass }
        state.waiters.append(Waiter(number: number, client: client, turn: turn))
        return nil
      }
      if let pass { turn.resume(returning: pass) }
    }
  }

  private func grant(_ client: ClientAddress, _ state: inout State) -> Pass? {
    guard state.running < limit, state.runningOf[client, default: 0] < limitPerClient else { return nil }
    state.running += 1
    state.runningOf[client, default: 0] += 1
    return Pass(gate: self, client: client)
  }

  private func giveUp(_ number: Int) {
    let waiter = state.withLock { state in
      state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
    }
    waiter?.turn.resume(returning: nil)
  }

  /// A search is over: the right goes to one who waits, if anybody does.
  private func leave(_ client: ClientAddress) {
    let next = state.withLock { state -> (Waiter, Pass)? in
      state.running -= 1
      let left = state.runningOf[client, default: 1] - 1
      state.runningOf[client] = left > 0 ? left : nil
      let first = state.waiters.indices.min {
        let (one, other) = (state.waiters[$0], state.waiters[$1])
        return (state.runningOf[one.client, default: 0], one.number)
          < (state.runningOf[other.client, default: 0], other.number)
      }
      // When the one with the fewest may run no more, nobody who waits may.
      guard let first, let pass = grant(state.waiters[first].client, &state) else { return nil }
      return (state.waiters.remove(at: first), pass)
    }
    if let (waiter, pass) = next { waiter.turn.resume(returning: pass) }
  }

  /// The right to run one search.
  final class Pass: Sendable {
    private let gate: SearchGate
    private let client: ClientAddress
    private let isHeld = Mutex(true)

    fileprivate init(gate: SearchGate, client: ClientAddress) {
      self.gate = gate
      self.client = client
    }

    /// Gives the right back; once, however often it is called.
    func release() {
      let wasHeld = isHeld.withLock { held in
        defer { held = false }
        return held
      }
      if wasHeld { gate.leave(client) }
    }

    deinit { release() }
  }
}

/// The gate as its tests see it.
package struct SearchGateProbe: Sendable {
  private let gate: SearchGate

  /// A gate whose clients wait for a minute.
  package init(limit: Int, limitPerClient: Int, waitingLimit: Int) {
    gate = SearchGate(
      limit: limit, limitPerClient: limitPerClient, waitingLimit: waitingLimit, patience: .seconds(60))
  }

  /// Leave for the client at `address`, as what gives it back; nil when too many wait.
  package func enter(_ address: String) async -> (@Sendable () -> Void)? {
    guard let pass = await gate.enter(ClientAddress(address) ?? .unknown) else { return nil }
    return { pass.release() }
  }

  /// Searches that run.
  package var count: Int { gate.count }
}
