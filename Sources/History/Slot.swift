import Synchronization

/// One value on its way from a thread to a task.
final class Slot<Value: Sendable>: Sendable {
  private let content = Mutex<Result<Value, any Error>?>(nil)

  var value: Result<Value, any Error>? { content.withLock { $0 } }

  func set(_ value: Result<Value, any Error>) { content.withLock { $0 = value } }
}
