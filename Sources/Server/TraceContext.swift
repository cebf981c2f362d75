/// Where a request stands in a distributed trace.
///
/// - Source: W3C Trace Context, level 1.
struct TraceContext: Sendable, Equatable {
  /// 32 lower-case hexadecimal digits.
  let traceID: String
  /// Of our own work: 16 digits.
  let spanID: String
  /// Two digits, as they came.
  let flags: String

  /// Reads a `traceparent` header; nil when it is missing or malformed, which the standard says to ignore.
  init?(_ header: String?, spanID: String) {
    guard let header, header.utf8.count >= 55, header.utf8.count <= 512 else { return nil }
    let parts = header.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].utf8.count == 2, parts[1].utf8.count == 32, parts[2].utf8.count == 16,
      parts[3].utf8.count == 2, parts[..<4].allSatisfy({ $0.utf8.allSatisfy(Self.isHexDigit) })
    else { return nil }
    // ff is no version; version 00 has nothing after the flags. Zeros are no ids.
    guard parts[0] != "ff", parts[0] != "00" || parts.count == 4, parts[1].contains(where: { $0 != "0" }),
      parts[2].contains(where: { $0 != "0" })
    else { return nil }
    traceID = String(parts[1])
    self.spanID = spanID
    flags = String(parts[3])
  }

  /// For the reply: the same trace, our span.
  var header: String { "00-\(traceID)-\(spanID)-\(flags)" }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66)
  }
}

/// Numbers of requests.
enum RequestID {
  /// The client's, when it is fit for logs and headers; otherwise a new one.
  static func chosen(_ wanted: String?) -> String {
    guard let wanted, (1...64).contains(wanted.utf8.count), wanted.utf8.allSatisfy(isPlain) else {
      return random()
    }
    return wanted
  }

  /// Sixteen hexadecimal digits.
  static func random() -> String {
    let digits = String(UInt64.random(in: 1 ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (byte >= 0x30 && byte <= 0x39) || (0x61...0x7A).contains(byte | 0x20)
      || [0x2D, 0x2E, 0x5F].contains(byte)
  }
}
