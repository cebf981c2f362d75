import Synchronization

/// One line on standard error that is rewritten in place. Shown on a terminal only, and only when the work takes
/// longer than half a second: a line that flashes up and goes is noise.
final class ProgressLine: Sendable {
  private struct State {
    var isShown = false
    var lastShown: ContinuousClock.Instant?
  }

  private let isOn: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  private static let delay = Duration.milliseconds(500)
  /// Ten a second look alive and cost nothing.
  private static let interval = Duration.milliseconds(100)

  init(isOn: Bool) { self.isOn = isOn }

  /// Replaces the line. Cheap when it is too early for a new one; may be called from any thread.
  func show(_ text: @autoclosure () -> String) {
    guard isOn else { return }
    let now = ContinuousClock.now
    guard now - start >= Self.delay else { return }
    state.withLock { state in
      if let last = state.lastShown, now - last < Self.interval { return }
      state.lastShown = now
      state.isShown = true
      let line = "\r\u{1B}[K" + text().prefix(Terminal.width - 1)
      write(line)
    }
  }

  /// Removes the line, for other output to follow.
  func clear() {
    guard isOn else { return }
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      write("\r\u{1B}[K")
    }
  }

  private func write(_ text: String) {
    var text = text
    // Progress that cannot be shown is not worth an error.
    text.withUTF8 { _ = Terminal.write(UnsafeRawBufferPointer($0), to: 2) }
  }
}
