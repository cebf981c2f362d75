import Synchronization

/// Numbers from 0 up, each given once, from any thread.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  /// The next number.
  func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// A request to stop that any thread can make and any thread can look at.
package final class CancellationFlag: Sendable {
  private let value = Atomic<Bool>(false)

  /// A flag not yet raised.
  package init() {}

  /// Asks for an end; cannot be taken back.
  package func cancel() { value.store(true, ordering: .releasing) }

  /// True once ``cancel()`` was called. Cost: one load.
  package var isCancelled: Bool { value.load(ordering: .acquiring) }
}
