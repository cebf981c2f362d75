/// Finds stack traces in the lines of a log, whatever wrote them.
///
/// Lines of several writers may be interleaved: each stream has its own state. A line that can belong to no
/// trace costs a look at its first bytes.
package final class TraceReader {
  /// Traces that are kept; more are counted in ``dropped``.
  package static let limit = 20_000
  /// Writers whose lines are told apart at a time.
  static let streamLimit = 256
  /// Bytes of a line that are looked at.
  static let lineLimit = 4096

  /// The traces that are complete; after ``finish()`` all, by their first lines.
  package private(set) var traces: [StackTrace] = []
  /// Traces beyond ``limit``.
  package private(set) var dropped = 0

  private struct Stream {
    var builder: TraceBuilder?
    /// The last line that was no frame: it may hold the exception of the frames that follow.
    var before: [UInt8] = []
    var beforeLine = 0
    var lastUse = 0
  }

  private var streams: [UInt64: Stream] = [:]
  private var uses = 0
  /// Traces whose file is known.
  private var filed = 0

  /// A reader without traces.
  package init() {}

  /// Takes a line of a log: its message without header, which may hold several lines.
  ///
  /// - Parameters:
  ///   - number: the line's number in the log, from 1.
  ///   - stream: which writer it is from.
  /// - Returns: whether its last line is part of a trace.
  @discardableResult
  package func add(_ message: UnsafeBufferPointer<UInt8>, number: Int, stream: UInt64) -> Bool {
    var rest = message
    // Messages of structured logs hold whole traces.
    while let feed = rest.firstIndex(of: 0x0A) {
      addLine(UnsafeBufferPointer(rebasing: rest[..<feed]), number, stream)
      rest = UnsafeBufferPointer(rebasing: rest[(feed + 1)...])
    }
    return addLine(rest, number, stream)
  }

  /// Takes a text apart line by line.
  package func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes
      var number = 1
      while let feed = rest.firstIndex(of: 0x0A) {
        addLine(UnsafeBufferPointer(rebasing: rest[..<feed]), number, 0)
        rest = UnsafeBufferPointer(rebasing: rest[(feed + 1)...])
        number += 1
      }
      addLine(rest, number, 0)
    }
  }

  /// Ends traces that are open; they and all that have none yet belong to this file of a bundle.
  package func finish(file: Int) {
    finish()
    for index in traces.indices.dropFirst(filed) { traces[index].file = file }
    filed = traces.count
  }

  /// Ends traces that are open. More lines may follow.
  package func finish() {
    for (_, stream) in streams.sorted(by: { $0.value.beforeLine < $1.value.beforeLine }) {
      if let builder = stream.builder { keep(builder) }
    }
    streams = [:]
    traces[filed...].sort { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  @discardableResult
  private func addLine(_ line: UnsafeBufferPointer<UInt8>, _ number: Int, _ key: UInt64) -> Bool {
    uses += 1
    var line = UnsafeBufferPointer(rebasing: line.prefix(Self.lineLimit))
    if line.last == 0x0D { line = UnsafeBufferPointer(rebasing: line.dropLast()) }
    if streams[key] == nil {
      if streams.count >= Self.streamLimit { evict() }
      streams[key] = Stream()
    }
    if streams[key]?.builder == nil, !Self.mayBelong(line) {
      streams[key]?.before.removeAll(keepingCapacity: true)
      streams[key]?.before.append(contentsOf: line.prefix(1024))
      streams[key]?.beforeLine = number
      streams[key]?.lastUse = uses
      return false
    }
    guard var stream = streams.removeValue(forKey: key) else { return false }
    stream.lastUse = uses
    read(Substring(decoding: line, as: UTF8.self), number, &stream)
    defer { streams[key] = stream }
    return stream.builder.map { $0.unknownLines == 0 } ?? false
  }

  /// Forgets the writer that was silent longest.
  private func evict() {
    guard let oldest = streams.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
    if let builder = oldest.value.builder { keep(builder) }
    streams.removeValue(forKey: oldest.key)
  }

  private func read(_ line: Substring, _ number: Int, _ stream: inout Stream) {
    let element = TraceLines.read(line, open: stream.builder?.kind)
    if stream.builder != nil {
      if let element, stream.builder?.isConcluded != true || element.continuesChain,
        stream.builder?.add(element, line, line: number) == true
      {
        addHeadFrame(element, line, number, &stream)
        if case .end = element { close(&stream) }
        return
      }
      if element == nil {
        stream.builder?.addText(line, line: number)
        if let builder = stream.builder, builder.unknownLines <= builder.unknownLimit, !builder.isConcluded {
          remember(line, number, &stream)
          return
        }
      }
      close(&stream)
    }
    guard let element, let kind = element.opens else { return remember(line, number, &stream) }
    var builder = TraceBuilder(
      kind, line: element.isFrame && !stream.before.isEmpty ? stream.beforeLine : number)
    _ = builder.add(element, line, line: number)
    if element.isFrame {
      let before = Substring(decoding: stream.before, as: UTF8.self)
      if kind == .ruby || kind == .php, let frame = RubyLines.headFrame(before) {
        _ = builder.add(.frame(.ruby, frame), before, line: stream.beforeLine)
      }
      if let named = Self.exception(before) {
        builder.name(type: named.type, message: named.message, line: number)
      }
    }
    stream.builder = builder
    addHeadFrame(element, line, number, &stream)
    stream.before.removeAll(keepingCapacity: true)
  }

  /// The first lines of Ruby's and PHP's hold the innermost frame and the exception.
  private func addHeadFrame(_ element: TraceElement, _ line: Substring, _ number: Int, _ stream: inout Stream)
  {
    guard case .head(let kind, _, _, _, _) = element, kind == .ruby || kind == .php,
      let frame = kind == .ruby ? RubyLines.headFrame(line) : PHPLines.headFrame(line)
    else { return }
    _ = stream.builder?.add(.frame(kind, frame), line, line: number)
  }

  private func remember(_ line: Substring, _ number: Int, _ stream: inout Stream) {
    stream.before = Array(line.utf8.prefix(1024))
    stream.beforeLine = number
  }

  private func close(_ stream: inout Stream) {
    if let builder = stream.builder { keep(builder) }
    stream.builder = nil
  }

  private func keep(_ builder: TraceBuilder) {
    guard let trace = builder.finish() else { return }
    if traces.count < Self.limit { traces.append(trace) } else { dropped += 1 }
  }

  /// `a.b.SomeException: message` at the start of a line or anywhere in it.
  static func exception(_ line: Substring) -> (type: String, message: String)? {
    if let found = line.exception { return found }
    var rest = line
    while let parts = rest.around(" ") {
      rest = parts.after
      if let found = rest.exception { return found }
    }
    return nil
  }

  /// Whether a line may begin a trace: one that begins with a space, a sign of frames, or holds a word of
  /// heads.
  private static func mayBelong(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = line.first else { return false }
    switch first {
    case 0x20, 0x09, UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "="), UInt8(ascii: "["),
      UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "+"):
      return true
    default:
      return heads.contains { line.starts(with: $0) }
        || line.count < 400 && (holdsHead(line) || endsInAddress(line))
    }
  }

  private static let heads: [[UInt8]] = [
    "panic: ", "fatal error: ", "goroutine ", "SIGQUIT: ", "Traceback (", "thread '", "Exception in thread ",
    "Caused by: ", "Unhandled ", "Uncaught ", "Thread ", "Program ", "Fatal error", "PHP Fatal", "BUG: ",
    "Oops: ",
    "Call Trace:", "RIP: ", "WARNING: CPU", "general protection", "kernel BUG", "Kernel panic",
    "terminate called",
    "Unable to handle", "divide error", "watchdog: ", "INFO: task ", "Internal error",
  ].map { Array($0.utf8) }

  /// `[0x55f33d57f75f]` at the end: a frame of glibc's whose image has a name with blanks.
  private static func endsInAddress(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard line.last == UInt8(ascii: "]"), let open = line.lastIndex(of: UInt8(ascii: "[")) else {
      return false
    }
    return open + 3 < line.count && line[open + 1] == 0x30 && line[open + 2] == UInt8(ascii: "x")
  }

  /// `.rb:6:in`, `.swift:3: Fatal error`, `): runtime error`, `@http`: heads that begin with a file's name.
  private static func holdsHead(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let bytes = line.baseAddress else { return false }
    for index in 0..<max(0, line.count - 4)
    where bytes[index] == UInt8(ascii: ":") || bytes[index] == UInt8(ascii: "@") {
      let next = bytes[index + 1]
      if next == UInt8(ascii: "i") && bytes[index + 2] == UInt8(ascii: "n") && bytes[index + 3] == 0x20 {
        return true
      }
      if next == 0x20, bytes[index + 2] == UInt8(ascii: "F") && bytes[index + 3] == UInt8(ascii: "a") {
        return true
      }
      if next == 0x20, bytes[index + 2] == UInt8(ascii: "r") && bytes[index + 3] == UInt8(ascii: "u") {
        return true
      }
      if bytes[index] == UInt8(ascii: "@"), next == UInt8(ascii: "h") || next == UInt8(ascii: "f") {
        return true
      }
    }
    return line.starts(with: Array("Program crashed".utf8)) || line.starts(with: Array("💣".utf8))
  }
}

extension TraceElement {
  /// The kind of trace that this line begins; nil for lines that only go on with one.
  fileprivate var opens: TraceKind? {
    switch self {
    case .head(let kind, _, _, let role, _): role == .main || role == .cause ? kind : nil
    case .thread(let kind, _): kind
    case .frame(let kind, _): kind
    default: nil
    }
  }

  fileprivate var isFrame: Bool {
    if case .frame = self { return true }
    return false
  }

  /// Goes on after a trace's last line.
  fileprivate var continuesChain: Bool {
    switch self {
    case .chain, .member, .note: true
    default: false
    }
  }
}
