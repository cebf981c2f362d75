import Synchronization

/// Bytes on their way from a search to a connection.
///
/// A producer that may write much asks for ``room(for:within:)`` before it goes on, so what waits for a slow
/// reader is bounded, and it is told when the reader is too slow: behind it are a search and its thread, which
/// others need. One that writes little looks at ``appendedBytes`` and stops adding when its limit is met.
package final class ChunkQueue: Sendable {
  private struct State {
    /// Not to be sent before the next ``flush()``.
    var gathered: [UInt8] = []
    /// To be sent.
    var ready: [UInt8] = []
    var appendedBytes = 0
    var isFinished = false
    var isCancelled = false
    var reader: CheckedContinuation<[UInt8]?, Never>?
    /// Waits for the reader to take what is ready, and a number that tells it from one before.
    var producer: CheckedContinuation<Bool, Never>?
    var producerNumber = 0
    var onCancel: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// An empty queue.
  package init() {}

  /// Bytes appended so far, sent or not.
  package var appendedBytes: Int { state.withLock { $0.appendedBytes } }

  /// Whether the reader has gone.
  package var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Adds bytes that wait for the next ``flush()``.
  package func append(_ bytes: [UInt8]) {
    state.withLock { state in
      guard !state.isCancelled else { return }
      state.appendedBytes += bytes.count
      state.gathered.append(contentsOf: bytes)
    }
  }

  /// Flushes when more than `limit` bytes wait, and suspends until the reader has taken them.
  ///
  /// - Returns: false when it has not done so within `patience`, or has gone. For one producer.
  package func room(for limit: Int, within patience: Duration) async -> Bool {
    let isFull = state.withLock { $0.ready.count + $0.gathered.count > limit }
    guard isFull else { return state.withLock { !$0.isCancelled } }
    flush()
    let timer = Mutex<Task<Void, Never>?>(nil)
    let hasRoom = await withCheckedContinuation { producer in
      let (answer, number) = state.withLock { state -> (Bool?, Int) in
        if state.isCancelled { return (false, 0) }
        if state.ready.count <= limit { return (true, 0) }
        state.producer = producer
        state.producerNumber += 1
        return (nil, state.producerNumber)
      }
      if let answer { return producer.resume(returning: answer) }
      timer.withLock {
        $0 = Task {
          // Cancelled when there is room before.
          do { try await Task.sleep(for: patience) } catch { return }
          self.endWaiting(number)
        }
      }
    }
    timer.withLock { $0?.cancel() }
    return hasRoom
  }

  private func endWaiting(_ number: Int) {
    let producer = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard state.producerNumber == number else { return nil }
      defer { state.producer = nil }
      return state.producer
    }
    producer?.resume(returning: false)
  }

  /// Lets the reader have everything appended so far.
  package func flush() { release { $0.ready.append(contentsOf: $0.gathered) } }

  /// Flushes, and ends the reply. Nothing may be appended afterwards.
  package func finish() {
    release {
      $0.ready.append(contentsOf: $0.gathered)
      $0.isFinished = true
      $0.onCancel = nil
    }
  }

  private func release(_ change: (inout State) -> Void) {
    let wakeUp = state.withLock { state -> (CheckedContinuation<[UInt8]?, Never>, [UInt8]?)? in
      guard !state.isCancelled else { return nil }
      change(&state)
      state.gathered = []
      guard let reader = state.reader, !state.ready.isEmpty || state.isFinished else { return nil }
      state.reader = nil
      let bytes = state.ready
      state.ready = []
      return (reader, bytes.isEmpty ? nil : bytes)
    }
    if let (reader, bytes) = wakeUp { reader.resume(returning: bytes) }
  }

  /// What is ready, as soon as there is something; nil at the end and after ``cancel()``. For one reader.
  package func next() async -> [UInt8]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { reader in
        let (answer, producer) = state.withLock { state -> ([UInt8]??, CheckedContinuation<Bool, Never>?) in
          if state.isCancelled { return (.some(nil), nil) }
          if !state.ready.isEmpty {
            let bytes = state.ready
            state.ready = []
            defer { state.producer = nil }
            return (bytes, state.producer)
          }
          if state.isFinished { return (.some(nil), nil) }
          state.reader = reader
          return (nil, nil)
        }
        if let answer { reader.resume(returning: answer) }
        producer?.resume(returning: true)
      }
    } onCancel: {
      cancel()
    }
  }

  /// The reader has gone: drops what is there and tells the producer. Later calls do nothing.
  package func cancel() {
    let (reader, producer, onCancel) = state.withLock {
      state -> (
        CheckedContinuation<[UInt8]?, Never>?, CheckedContinuation<Bool, Never>?, (@Sendable () -> Void)?
      ) in
      guard !state.isCancelled else { return (nil, nil, nil) }
      let parts = (state.reader, state.producer, state.isFinished ? nil : state.onCancel)
      state.isCancelled = true
      state.reader = nil
      state.producer = nil
      state.onCancel = nil
      state.ready = []
      state.gathered = []
      return parts
    }
    reader?.resume(returning: nil)
    producer?.resume(returning: false)
    onCancel?()
  }

  /// Sets what ``cancel()`` calls, once; at once if it was called already.
  package func onCancel(_ action: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      if !state.isCancelled, !state.isFinished { state.onCancel = action }
      return state.isCancelled
    }
    if isLate { action() }
  }
}
