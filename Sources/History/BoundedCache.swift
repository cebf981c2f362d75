import Synchronization

/// The values last asked for, at most a fixed number of them.
final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct State {
    var entries: [Key: (value: Value, used: Int)] = [:]
    var clock = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// The value, when it is still here; setting one may drop the one not asked for the longest.
  subscript(key: Key) -> Value? {
    get {
      state.withLock { state in
        guard let entry = state.entries[key] else { return nil }
        state.clock += 1
        state.entries[key] = (entry.value, state.clock)
        return entry.value
      }
    }
    set {
      state.withLock { state in
        state.clock += 1
        state.entries[key] = newValue.map { ($0, state.clock) }
        if state.entries.count > limit, let oldest = state.entries.min(by: { $0.value.used < $1.value.used })
        {
          state.entries[oldest.key] = nil
        }
      }
    }
  }
}

/// One value on its way from a thread to a task.
final class Slot<Value: Sendable>: Sendable {
  private let content = Mutex<Result<Value, any Error>?>(nil)

  var value: Result<Value, any Error>? { content.withLock { $0 } }

  func set(_ value: Result<Value, any Error>) { content.withLock { $0 = value } }
}
