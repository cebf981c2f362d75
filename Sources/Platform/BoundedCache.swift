import Synchronization

/// The values last asked for, as far as they fit. Shared by all threads.
package final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    var value: Value
    var weight: Int
    /// Grows with each use.
    var used: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var weight = 0
    var clock = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  /// An empty cache for values whose weights together are at most `limit`.
  package init(limit: Int) { self.limit = limit }

  /// The value, when it is still here; one that is set weighs 1.
  package subscript(key: Key) -> Value? {
    get {
      state.withLock { state in
        state.clock += 1
        state.entries[key]?.used = state.clock
        return state.entries[key]?.value
      }
    }
    set {
      if let newValue { insert(newValue, for: key, weight: 1) } else { remove(key) }
    }
  }

  /// Keeps a value; what was not asked for the longest makes room. A value that would drive out most others, with
  /// more than a quarter of the limit, is not kept, unless values are counted rather than weighed.
  package func insert(_ value: Value, for key: Key, weight: Int) {
    guard weight <= max(1, limit / 4) else { return }
    state.withLock { state in
      state.clock += 1
      state.weight += weight - (state.entries[key]?.weight ?? 0)
      state.entries[key] = Entry(value: value, weight: weight, used: state.clock)
      guard state.weight > limit else { return }
      // Some at once where there are many, so that not every new value pays for a look at all.
      let goal = state.entries.count > 64 ? limit / 8 * 7 : limit
      for (old, entry) in state.entries.sorted(by: { $0.value.used < $1.value.used }) where old != key {
        state.entries[old] = nil
        state.weight -= entry.weight
        if state.weight <= goal { break }
      }
    }
  }

  private func remove(_ key: Key) {
    state.withLock { $0.weight -= $0.entries.removeValue(forKey: key)?.weight ?? 0 }
  }
}
