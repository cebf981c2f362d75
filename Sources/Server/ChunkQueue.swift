import Synchronization

/// Bytes on their way from a search to a connection.
///
/// The producer never waits: it has a search thread or its results behind it. It looks at ``appendedBytes``
/// and stops adding when its limit is met, so memory is bounded however slow the reader is.
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
        let answer = state.withLock { state -> [UInt8]?? in
          if state.isCancelled { return .some(nil) }
          if !state.ready.isEmpty {
            let bytes = state.ready
            state.ready = []
            return bytes
          }
          if state.isFinished { return .some(nil) }
          state.reader = reader
          return nil
        }
        if let answer { reader.resume(returning: answer) }
      }
    } onCancel: {
      cancel()
    }
  }

  /// The reader has gone: drops what is there and tells the producer. Later calls do nothing.
  package func cancel() {
    let (reader, onCancel) = state.withLock {
      state -> (CheckedContinuation<[UInt8]?, Never>?, (@Sendable () -> Void)?) in
      guard !state.isCancelled else { return (nil, nil) }
      let parts = (state.reader, state.isFinished ? nil : state.onCancel)
      state.isCancelled = true
      state.reader = nil
      state.onCancel = nil
      state.ready = []
      state.gathered = []
      return parts
    }
    reader?.resume(returning: nil)
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
