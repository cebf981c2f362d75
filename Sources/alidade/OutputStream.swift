/// Standard output or standard error, with a buffer. Not for use by several threads at once.
final class OutputStream {
  private var buffer: [UInt8] = []
  private var descriptor: Int32
  private let isBuffered: Bool

  /// Why nothing more can be written; ``Terminal/WriteOutcome/readerGone`` is no fault of ours.
  private(set) var outcome = Terminal.WriteOutcome.written

  /// Large enough that system calls cost nothing beside the search, small enough that a pipe sees lines soon.
  private static let capacity = 64 * 1024

  init(descriptor: Int32, isBuffered: Bool) {
    self.descriptor = descriptor
    self.isBuffered = isBuffered
  }

  /// False once the reader has gone or the disk is full: there is no point in producing more.
  var isOpen: Bool { outcome == .written }

  func write(_ bytes: some Sequence<UInt8>) {
    guard isOpen else { return }
    buffer.append(contentsOf: bytes)
    if !isBuffered || buffer.count >= Self.capacity { flush() }
  }

  func write(_ text: String) { write(text.utf8) }

  func flush() {
    guard isOpen, !buffer.isEmpty else { return }
    outcome = buffer.withUnsafeBytes { Terminal.write($0, to: descriptor) }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Sends what follows to another descriptor: the pager's.
  func redirect(to descriptor: Int32) {
    flush()
    self.descriptor = descriptor
  }
}
