import Synchronization

/// Tells a running search that nobody waits for it any more: the reader of the pipe went away, or an interrupt.
final class StopFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  var isSet: Bool { flag.load(ordering: .relaxed) || Terminal.isInterrupted }
  var isInterrupted: Bool { Terminal.isInterrupted }

  func set() { flag.store(true, ordering: .relaxed) }
}
