/// Reads lines that are an object of JSON or pairs of logfmt.
struct StructuredLine {
  /// The header; its ranges are offsets into the line.
  var header = LogHeader()
  /// Where the message stands in the line, with its escapes.
  var message = LogHeader.Field()
  /// The message has JSON escapes.
  var isEscaped = false
  /// What docker's json-file driver wrote: the message is a line of the program with a format of its own.
  var isDocker = false

  /// Pairs of a line that are looked at.
  private static let pairLimit = 128

  mutating func take(
    _ role: FieldRole, _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, escaped: Bool
  ) {
    let field = LogHeader.Field(start, end)
    switch role {
    case .time:
      if header.time == nil { header.time = TimeScanner.scan(bytes, start, end)?.time }
    case .microseconds:
      if let value = TimeScanner.digits(bytes, start, min(16, end &- start)), end &- start == 16 {
        header.time = LogTime(nanoseconds: value &* 1000, zoneMinutes: 0, hasYear: true, hasDate: true)
      }
    case .level:
      guard header.level == nil else { return }
      header.level = LogLevel.scan(bytes, start, end)?.level ?? Self.numericLevel(bytes, start, end)
    case .priority:
      if end &- start == 1, bytes[start] &- 0x30 <= 7 {
        header.level = LogLevel.syslog(Int(bytes[start] &- 0x30))
      }
    case .message:
      if message.isEmpty {
        message = field
        isEscaped = escaped
      }
    case .dockerLog:
      if message.isEmpty {
        message = field
        isEscaped = escaped
        isDocker = true
      }
    case .logger: if header.logger.isEmpty { header.logger = field }
    case .thread: header.thread = field
    case .process: header.process = field
    case .place: if header.place.isEmpty { header.place = field }
    case .line: break
    case .host: header.host = field
    }
  }

  /// pino's and bunyan's 10 to 60.
  private static func numericLevel(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> LogLevel? {
    guard end &- start == 2, bytes[start &+ 1] == 0x30 else { return nil }
    switch bytes[start] {
    case 0x31: return .trace
    case 0x32: return .debug
    case 0x33: return .info
    case 0x34: return .warning
    case 0x35: return .error
    case 0x36: return .fatal
    default: return nil
    }
  }

  // MARK: JSON

  /// Reads an object; a line that was cut off gives what came before the cut. nil when it is not an object
  /// with keys.
  static func json(_ line: UnsafeBufferPointer<UInt8>) -> StructuredLine? {
    guard let bytes = line.baseAddress, line.count > 4, bytes[0] == UInt8(ascii: "{") else { return nil }
    let end = line.count
    var result = StructuredLine()
    var at = 1
    var pairs = 0
    while at < end, pairs < pairLimit {
      at = spaces(bytes, at, end)
      guard at < end, bytes[at] == 0x22 else { break }
      let key = stringEnd(bytes, at &+ 1, end)
      let keyStart = at &+ 1
      at = spaces(bytes, key.end &+ 1, end)
      guard at < end, bytes[at] == UInt8(ascii: ":") else { break }
      at = spaces(bytes, at &+ 1, end)
      guard at < end else { break }
      pairs &+= 1
      let role = FieldRole.of(bytes + keyStart, max(0, key.end &- keyStart))
      if bytes[at] == 0x22 {
        let value = stringEnd(bytes, at &+ 1, end)
        if let role { result.take(role, bytes, at &+ 1, value.end, escaped: value.escaped) }
        at = value.end &+ 1
      } else {
        let stop = valueEnd(bytes, at, end)
        if let role, bytes[at] != UInt8(ascii: "{"), bytes[at] != UInt8(ascii: "[") {
          result.take(role, bytes, at, stop, escaped: false)
        }
        at = stop
      }
      at = spaces(bytes, at, end)
      guard at < end, bytes[at] == UInt8(ascii: ",") else { break }
      at &+= 1
    }
    return pairs > 0 ? result : nil
  }

  private static func spaces(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var at = at
    while at < end, bytes[at] <= 0x20 { at &+= 1 }
    return at
  }

  /// The closing quotation mark, or the end of a line that was cut off.
  private static func stringEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (
    end: Int, escaped: Bool
  ) {
    var at = at
    var escaped = false
    while at < end, bytes[at] != 0x22 {
      if bytes[at] == UInt8(ascii: "\\") {
        escaped = true
        at &+= 1
      }
      at &+= 1
    }
    return (min(at, end), escaped)
  }

  /// After a number, a word, or an object or array with all it holds.
  private static func valueEnd(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var at = at
    var depth = 0
    while at < end {
      switch bytes[at] {
      case 0x22:
        at = stringEnd(bytes, at &+ 1, end).end
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return at }
        depth &-= 1
      case UInt8(ascii: ","):
        if depth == 0 { return at }
      default: break
      }
      at &+= 1
    }
    return end
  }

  // MARK: logfmt

  /// Reads `key=value` pairs; nil unless there are three, and a time, level or message among them.
  static func logfmt(_ line: UnsafeBufferPointer<UInt8>) -> StructuredLine? {
    guard let bytes = line.baseAddress else { return nil }
    let end = line.count
    var result = StructuredLine()
    var at = 0
    var pairs = 0
    while at < end, pairs < pairLimit {
      at = spaces(bytes, at, end)
      let keyStart = at
      while at < end, bytes[at] > 0x20, bytes[at] != UInt8(ascii: "="), bytes[at] != 0x22 { at &+= 1 }
      guard at < end, at > keyStart, bytes[at] == UInt8(ascii: "=") else {
        // A word without a value ends the reading of lines that are prose.
        if pairs < 3 { return nil }
        while at < end, bytes[at] > 0x20 { at &+= 1 }
        continue
      }
      let role = FieldRole.of(bytes + keyStart, at &- keyStart)
      at &+= 1
      pairs &+= 1
      if at < end, bytes[at] == 0x22 {
        let value = stringEnd(bytes, at &+ 1, end)
        if let role { result.take(role, bytes, at &+ 1, value.end, escaped: value.escaped) }
        at = value.end &+ 1
      } else {
        let start = at
        while at < end, bytes[at] > 0x20 { at &+= 1 }
        if let role { result.take(role, bytes, start, at, escaped: false) }
      }
    }
    guard pairs >= 3, !result.message.isEmpty, result.header.level != nil || result.header.time != nil else {
      return nil
    }
    result.isDocker = false
    return result
  }

  // MARK: Escapes

  /// Decodes JSON's escapes; what is not a valid escape stays as it is. Returns the bytes written, never
  /// more than read.
  static func unescape(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, into out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    var at = start
    while at < end {
      let byte = bytes[at]
      guard byte == UInt8(ascii: "\\"), at &+ 1 < end else {
        out[written] = byte
        written &+= 1
        at &+= 1
        continue
      }
      at &+= 2
      switch bytes[at &- 1] {
      case UInt8(ascii: "n"): out[written] = 0x0A
      case UInt8(ascii: "t"): out[written] = 0x09
      case UInt8(ascii: "r"): out[written] = 0x0D
      case UInt8(ascii: "b"), UInt8(ascii: "f"): out[written] = 0x20
      case UInt8(ascii: "u"):
        guard let scalar = hex(bytes, at, end) else {
          out[written] = UInt8(ascii: "u")
          break
        }
        at &+= 4
        var value = scalar
        if value >= 0xD800, value < 0xDC00, at &+ 6 <= end, bytes[at] == UInt8(ascii: "\\"),
          bytes[at &+ 1] == UInt8(ascii: "u"), let low = hex(bytes, at &+ 2, end), low >= 0xDC00, low < 0xE000
        {
          value = 0x10000 &+ (value &- 0xD800) &<< 10 &+ (low &- 0xDC00)
          at &+= 6
        }
        for unit in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
          out[written] = unit
          written &+= 1
        }
        continue
      default: out[written] = bytes[at &- 1]
      }
      written &+= 1
    }
    return written
  }

  private static func hex(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> UInt32? {
    guard at &+ 4 <= end else { return nil }
    var value: UInt32 = 0
    for index in at..<at &+ 4 {
      switch bytes[index] {
      case 0x30...0x39: value = value &<< 4 | UInt32(bytes[index] &- 0x30)
      case 0x41...0x46: value = value &<< 4 | UInt32(bytes[index] &- 0x37)
      case 0x61...0x66: value = value &<< 4 | UInt32(bytes[index] &- 0x57)
      default: return nil
      }
    }
    return value
  }
}
