/// What a line says before its message. Ranges are offsets into the line; empty when the format has no such
/// field.
struct LogHeader {
  var time: LogTime?
  var level: LogLevel?
  var logger = Field()
  var thread = Field()
  var process = Field()
  /// File and line of the statement, as `server.go:17`.
  var place = Field()
  var host = Field()
  /// Where the message starts.
  var body = 0

  struct Field {
    var start: Int32 = 0
    var end: Int32 = 0

    init() {}

    init(_ start: Int, _ end: Int) {
      self.start = Int32(truncatingIfNeeded: start)
      self.end = Int32(truncatingIfNeeded: end)
    }

    var isEmpty: Bool { end <= start }
  }
}
