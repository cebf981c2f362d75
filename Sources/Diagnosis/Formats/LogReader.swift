/// Reads a log line by line: finds its layout in the first lines, then takes headers off, one pass over the
/// bytes.
///
/// Blocks end at line ends. Lines are handed out as they come; a line without a header belongs to the event
/// before it in its stream. Nothing is kept of a line but what the next ones need.
package final class LogReader {
  /// Bytes of a line that are read; the rest of it is dropped and counted in ``cutLines``.
  package static let lineLimit = 1 << 20

  /// What the lines look like, best first: `log4j`, `json`, `cri+klog`, `plain`.
  package private(set) var formatName = "plain"
  /// Lines read, whatever they were.
  package private(set) var lineCount = 0
  /// Lines that began an event.
  package private(set) var eventCount = 0
  /// Lines longer than ``lineLimit``.
  package private(set) var cutLines = 0

  private var envelope: LineEnvelope?
  private var isJSON = false
  private var isLogfmt = false
  private var formats: [HeaderFormat] = []
  private var isDetected = false
  /// The stream of the last event of each container: lines without a header go on with it.
  private var writers: [UInt64: UInt64] = [:]
  private var container: UInt64 = 0
  private static let writerLimit = 4096
  private let scratch: UnsafeMutablePointer<UInt8>
  private let plainScratch: UnsafeMutablePointer<UInt8>

  /// A reader of a log whose format is not known yet.
  package init() {
    scratch = .allocate(capacity: Self.lineLimit)
    plainScratch = .allocate(capacity: Self.lineLimit)
  }

  deinit {
    scratch.deallocate()
    plainScratch.deallocate()
  }

  /// Reads a block of whole lines and hands each to `body`. The first block decides about the format.
  package func read(_ block: UnsafeBufferPointer<UInt8>, _ body: (borrowing LogLine) -> Void) {
    if !isDetected { detect(block) }
    guard let bytes = block.baseAddress else { return }
    var at = 0
    while at < block.count {
      let stop = Self.lineEnd(bytes, at, block.count)
      lineCount &+= 1
      var length = stop &- at
      if length > Self.lineLimit {
        length = Self.lineLimit
        cutLines &+= 1
      }
      let line = plain(UnsafeBufferPointer(start: bytes + at, count: length))
      at = stop &+ 1
      handle(line, body)
    }
  }

  /// Decides about the format from a block without reading it.
  package func examine(_ block: UnsafeBufferPointer<UInt8>) {
    if !isDetected { detect(block) }
  }

  /// The line feed that ends the line at a place, or the end.
  private static func lineEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    let raw = UnsafeRawPointer(bytes)
    var at = at
    // Eight bytes a step: a byte of the difference is zero where a line feed stands.
    while at &+ 8 <= end {
      let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return at &+ zeros.littleEndian.trailingZeroBitCount &>> 3 }
      at &+= 8
    }
    while at < end, bytes[at] != 0x0A { at &+= 1 }
    return at
  }

  /// Without carriage return and colours.
  private func plain(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let bytes = line.baseAddress else { return line }
    var count = line.count
    while count > 0, bytes[count &- 1] == 0x0D { count &-= 1 }
    var at = 0
    while at < count, bytes[at] != 0x1B { at &+= 1 }
    if at == count { return UnsafeBufferPointer(start: bytes, count: count) }
    var written = 0
    at = 0
    while at < count {
      guard bytes[at] == 0x1B else {
        plainScratch[written] = bytes[at]
        written &+= 1
        at &+= 1
        continue
      }
      at &+= 1
      guard at < count, bytes[at] == UInt8(ascii: "[") else { continue }
      at &+= 1
      // Parameters, then one letter.
      while at < count, bytes[at] >= 0x20, bytes[at] < 0x40 { at &+= 1 }
      at &+= 1
    }
    return UnsafeBufferPointer(start: plainScratch, count: written)
  }

  // MARK: One line

  private func handle(_ line: UnsafeBufferPointer<UInt8>, _ body: (borrowing LogLine) -> Void) {
    var inner = line
    var stream: UInt64 = 0
    var envelopeTime: LogTime?
    if let reading = envelope?.read(line) {
      inner = UnsafeBufferPointer(rebasing: line[reading.body...])
      envelopeTime = reading.time
      stream = Self.hash(line, reading.stream)
    }
    container = stream
    if isJSON, let reading = StructuredLine.json(inner) {
      let message = message(reading, inner)
      if reading.isDocker {
        envelopeTime = reading.header.time
        let trimmed = Self.trimmed(message)
        return finish(trimmed, stream, envelopeTime, body)
      }
      return emit(inner, message.isEmpty ? inner : message, reading.header, stream, false, body)
    }
    if isLogfmt, let reading = StructuredLine.logfmt(inner) {
      return emit(inner, message(reading, inner), reading.header, stream, false, body)
    }
    finish(inner, stream, envelopeTime, body)
  }

  private func message(_ reading: StructuredLine, _ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<
    UInt8
  > {
    guard let bytes = line.baseAddress, !reading.message.isEmpty else {
      return UnsafeBufferPointer(start: line.baseAddress, count: 0)
    }
    let (start, end) = (Int(reading.message.start), min(Int(reading.message.end), line.count))
    guard reading.isEscaped else {
      return UnsafeBufferPointer(rebasing: line[start..<end])
    }
    let count = StructuredLine.unescape(bytes, start, end, into: scratch)
    return UnsafeBufferPointer(start: scratch, count: count)
  }

  private static func trimmed(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var count = line.count
    while count > 0, line[count &- 1] == 0x0A || line[count &- 1] == 0x0D { count &-= 1 }
    return UnsafeBufferPointer(rebasing: line[..<count])
  }

  /// A line with a textual header, or without one.
  private func finish(
    _ line: UnsafeBufferPointer<UInt8>, _ stream: UInt64, _ time: LogTime?,
    _ body: (borrowing LogLine) -> Void
  ) {
    for format in formats {
      guard var header = format.read(line) else { continue }
      if header.time == nil { header.time = time }
      let message = UnsafeBufferPointer(rebasing: line[min(header.body, line.count)...])
      return emit(
        line, message, header, stream ^ streamOf(line, header), false, body,
        trace: format.isLevelOnly ? line : message)
    }
    var header = LogHeader()
    header.time = time
    header.level = Self.programLevel(line)
    emit(line, line, header, stream, header.level == nil && isContinuation(line), body)
  }

  /// The level of `name: error: …`, as programs say on their error stream, between the lines of a log too.
  private static func programLevel(_ line: UnsafeBufferPointer<UInt8>) -> LogLevel? {
    guard let bytes = line.baseAddress else { return nil }
    var at = 0
    // A name has letters, digits and signs of paths; 64 of them at most.
    while at < min(64, line.count), isNameSign(bytes[at]) { at &+= 1 }
    guard at > 0, at &+ 2 < line.count, bytes[at] == 0x3A, bytes[at &+ 1] == 0x20,
      let (level, end) = LogLevel.scan(bytes, at &+ 2, line.count), level >= .warning, end < line.count,
      bytes[end] == 0x3A
    else { return nil }
    return level
  }

  private static func isNameSign(_ byte: UInt8) -> Bool {
    ByteClass.table[Int(byte)] & (ByteClass.letter | ByteClass.digit) != 0 || byte == 0x5F || byte == 0x2D
      || byte == 0x2F || byte == 0x2E
  }

  private func emit(
    _ line: UnsafeBufferPointer<UInt8>, _ message: UnsafeBufferPointer<UInt8>, _ header: LogHeader,
    _ stream: UInt64, _ continues: Bool, _ body: (borrowing LogLine) -> Void,
    trace: UnsafeBufferPointer<UInt8>? = nil
  ) {
    let continues = continues && eventCount > 0
    var stream = stream
    if continues {
      stream = writers[container] ?? stream
    } else {
      eventCount &+= 1
      if writers[container] != nil || writers.count < Self.writerLimit { writers[container] = stream }
    }
    body(
      LogLine(
        number: lineCount, isContinuation: continues, message: message, trace: trace ?? message, line: line,
        stream: stream,
        header: header))
  }

  /// In a log with headers every line without one goes on with the line before.
  private func isContinuation(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    if !formats.isEmpty || isJSON || isLogfmt { return true }
    guard let first = line.first else { return true }
    if first == 0x20 || first == 0x09 { return true }
    return Self.continuations.contains { line.starts(with: $0) }
  }

  private static let continuations: [[UInt8]] = [
    "Caused by: ", "Suppressed: ", "}", "]", "... ", "goroutine ",
  ]
  .map { Array($0.utf8) }

  private func streamOf(_ line: UnsafeBufferPointer<UInt8>, _ header: LogHeader) -> UInt64 {
    Self.hash(line, header.process) ^ Self.hash(line, header.thread) &* 31
  }

  private static func hash(_ line: UnsafeBufferPointer<UInt8>, _ field: LogHeader.Field) -> UInt64 {
    guard let bytes = line.baseAddress, !field.isEmpty, Int(field.end) <= line.count else { return 0 }
    return SignatureTable.hash(bytes + Int(field.start), Int(field.end &- field.start))
  }

  // MARK: Detection

  private func detect(_ block: UnsafeBufferPointer<UInt8>) {
    isDetected = true
    var lines: [UnsafeBufferPointer<UInt8>] = []
    // Copies, since taking colours off uses one place for all lines.
    var copies: [UnsafeMutableBufferPointer<UInt8>] = []
    defer { for copy in copies { copy.deallocate() } }
    guard let bytes = block.baseAddress else { return }
    func keep(_ line: UnsafeBufferPointer<UInt8>) {
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: line.count)
      _ = copy.initialize(from: line)
      copies.append(copy)
      lines.append(UnsafeBufferPointer(copy))
    }
    var at = 0
    while at < block.count, lines.count < FormatDetector.sampleLines {
      let stop = Self.lineEnd(bytes, at, block.count)
      keep(plain(UnsafeBufferPointer(start: bytes + at, count: min(stop &- at, 4096))))
      at = stop &+ 1
    }
    var names: [String] = []
    envelope = FormatDetector.envelope(lines)
    if let envelope {
      names.append("\(envelope)")
      lines = lines.compactMap { line in
        envelope.read(line).map { UnsafeBufferPointer(rebasing: line[$0.body...]) }
      }
    }
    let filled = lines.count { !$0.isEmpty }
    let objects = lines.compactMap { StructuredLine.json($0) }
    if objects.count > 0, objects.count * 10 >= filled * 3 {
      isJSON = true
      names.append(objects.contains(where: \.isDocker) ? "docker" : "json")
      if objects.contains(where: \.isDocker) {
        let inner = zip(lines, lines.map { StructuredLine.json($0) }).compactMap { line, reading in
          reading.map { Self.trimmed(message($0, line)) }.map { Array($0) }
        }
        lines = []
        for line in inner { line.withUnsafeBufferPointer { keep($0) } }
      } else {
        lines = lines.filter { StructuredLine.json($0) == nil }
      }
    }
    let pairs = lines.count { StructuredLine.logfmt($0) != nil }
    if pairs > 0, pairs * 2 >= lines.count {
      isLogfmt = true
      names.append("logfmt")
      lines = lines.filter { StructuredLine.logfmt($0) == nil }
    }
    formats = HeaderFormats.families(of: FormatDetector.headers(lines))
    if let first = formats.first { names.append(first.name) }
    if !names.isEmpty { formatName = names.joined(separator: "+") }
  }
}
