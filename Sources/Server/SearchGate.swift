import Synchronization

/// Counts the searches that run, and refuses more than a bound: a queue would only make everybody wait.
final class SearchGate: Sendable {
  private let running = Mutex(0)
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// Searches that run now.
  var count: Int { running.withLock { $0 } }

  /// Leave to run one search; nil when too many run. Ends with the pass itself or its ``Pass/release()``.
  func enter() -> Pass? {
    running.withLock { running in
      guard running < limit else { return nil }
      running += 1
      return Pass(gate: self)
    }
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
      if wasHeld { gate.running.withLock { $0 -= 1 } }
    }

    deinit { release() }
  }
}
