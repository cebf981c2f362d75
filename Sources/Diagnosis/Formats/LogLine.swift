/// One line of a log, while it is being read: its bytes are lent for the call it is handed to.
package struct LogLine: ~Copyable {
  /// From 1, as an editor counts.
  package let number: Int
  /// The line goes on with what the line before began: a frame of a trace, the second line of a message.
  package let isContinuation: Bool
  /// What the line says without its header; JSON escapes are decoded, so it may hold line feeds.
  package let message: UnsafeBufferPointer<UInt8>
  /// What a reader of stack traces should see: the message, or the line from its level on where `Error:` or
  /// `panic:` may be a level or the head of a trace.
  package let trace: UnsafeBufferPointer<UInt8>
  /// The whole line without colours and carriage return; the header's fields are in it.
  package let line: UnsafeBufferPointer<UInt8>
  /// Which of several interleaved writers wrote the line: container, process and thread, hashed; 0 when
  /// there is one.
  package let stream: UInt64
  let header: LogHeader

  /// When it was written, as far as the line says.
  package var time: LogTime? { header.time }
  /// How grave it is.
  package var level: LogLevel? { header.level }
  /// The logger, class, program or unit.
  package var logger: String? { text(header.logger) }
  /// The thread, or what stood in its place.
  package var thread: String? { text(header.thread) }
  /// The process number.
  package var process: String? { text(header.process) }
  /// File and line of the statement that wrote it, when the format has them: `server.go:17`.
  package var place: String? { text(header.place) }
  /// The machine.
  package var host: String? { text(header.host) }

  /// It says when it was written, how grave it is, or who wrote it.
  package var hasHeader: Bool { header.time != nil || header.level != nil || !header.logger.isEmpty }

  private func text(_ field: LogHeader.Field) -> String? {
    let range = Int(field.start)..<max(Int(field.start), Int(field.end))
    guard !range.isEmpty, range.upperBound <= line.count else { return nil }
    return String(decoding: UnsafeBufferPointer(rebasing: line[range]), as: UTF8.self)
  }
}
