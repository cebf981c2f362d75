import Platform
import Synchronization

extension Searcher {
  /// The values of `body` for each index below `count`, in order, found on threads of the background; one after
  /// the other when too much waits for them. Blocks the calling thread.
  package func concurrently<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let values = Mutex([Value?](repeating: nil, count: count))
    _ = try? longPool.perform(units: count) { index, _ in
      let value = body(index)
      values.withLock { $0[index] = value }
      return true
    }
    return values.withLock { $0 }.enumerated().map { index, value in value ?? body(index) }
  }
}
