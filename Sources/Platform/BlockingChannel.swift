/// Values on their way from a thread, which may block, to a task, which may not.
///
/// The channel holds at most `capacity` values: a thread that is ahead waits. It does not wait for ever, since
/// others need the thread: once it has waited for `patience` in total, the reader is given up, later values are
/// dropped, and ``isAbandoned`` tells the thread to come to an end.
package final class BlockingChannel<Value: Sendable>: @unchecked Sendable {
  // Sendable because everything that changes is touched inside of `monitor.withLock` only.
  private let monitor = ThreadMonitor()
  private var values: [Value] = []
  private var end: Result<Void, any Error>?
  private var isCancelled = false
  private var isGivenUp = false
  private var reader: CheckedContinuation<Value?, any Error>?
  private let capacity: Int
  private var patienceLeft: Int

  /// A channel for `capacity` values, with a thread that waits for `patience` in total.
  package init(capacity: Int, patience: Duration) {
    self.capacity = max(1, capacity)
    let (seconds, attoseconds) = patience.components
    patienceLeft = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }

  /// True when nobody will read what is sent from now on, or not soon enough.
  package var isAbandoned: Bool { monitor.withLock { isCancelled || isGivenUp } }

  /// Hands `value` over; blocks while the channel is full. Not for tasks.
  ///
  /// - Parameter isLast: the value is taken without waiting, and even when the reader was given up: it may
  ///   come back.
  /// - Returns: false when the value was dropped.
  @discardableResult
  package func send(_ value: Value, isLast: Bool = false) -> Bool {
    let (wasTaken, waiting) = monitor.withLock { () -> (Bool, CheckedContinuation<Value?, any Error>?) in
      if !isLast { waitForRoom() }
      guard !isCancelled, end == nil, isLast || !isGivenUp else { return (false, nil) }
      if let reader {
        self.reader = nil
        return (true, reader)
      }
      values.append(value)
      return (true, nil)
    }
    waiting?.resume(returning: value)
    return wasTaken
  }

  private func waitForRoom() {
    while values.count >= capacity, !isCancelled, !isGivenUp {
      let start = monotonicNanoseconds()
      monitor.wait(nanoseconds: patienceLeft)
      patienceLeft -= monotonicNanoseconds() - start
      if patienceLeft <= 0, values.count >= capacity { isGivenUp = true }
    }
  }

  /// Ends the channel; what was sent before is read first. Later calls do nothing.
  package func finish(throwing error: (any Error)? = nil) {
    let waiting = monitor.withLock { () -> CheckedContinuation<Value?, any Error>? in
      guard end == nil else { return nil }
      end = error.map { .failure($0) } ?? .success(())
      defer { reader = nil }
      return reader
    }
    if let error { waiting?.resume(throwing: error) } else { waiting?.resume(returning: nil) }
  }

  /// The reader has gone: drops what is there.
  package func cancel() {
    let waiting = monitor.withLock { () -> CheckedContinuation<Value?, any Error>? in
      isCancelled = true
      values = []
      monitor.broadcast()
      defer { reader = nil }
      return reader
    }
    waiting?.resume(returning: nil)
  }

  /// The next value as soon as there is one; nil at the end and after ``cancel()``, which cancelling the task
  /// does too. For one reader.
  ///
  /// - Throws: what ``finish(throwing:)`` was given.
  package func next() async throws -> Value? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let answer = monitor.withLock { () -> Result<Value?, any Error>? in
          if isCancelled { return .success(nil) }
          if !values.isEmpty {
            monitor.signal()
            return .success(values.removeFirst())
          }
          if let end { return end.map { nil } }
          reader = continuation
          return nil
        }
        if let answer { continuation.resume(with: answer) }
      }
    } onCancel: {
      cancel()
    }
  }
}
