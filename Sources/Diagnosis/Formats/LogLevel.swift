/// How grave a line is, in the order of gravity.
package enum LogLevel: UInt8, CaseIterable, Comparable, Sendable {
  case trace, debug, info, notice, warning, error, critical, fatal

  /// The level's name in lower case.
  package var name: String { "\(self)" }

  /// Less grave comes first.
  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }

  /// Whether something failed.
  package var isFailure: Bool { self >= .error }
}

extension LogLevel {
  /// The level at a place, in any spelling that loggers use, and where it ends; the word must end there.
  static func scan(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (level: LogLevel, end: Int)? {
    var stop = at
    var word: UInt64 = 0
    while stop < end, stop &- at < 8 {
      let lower = bytes[stop] | 0x20
      guard lower >= 0x61, lower <= 0x7A, bytes[stop] >= 0x41 else { break }
      word = word &<< 8 | UInt64(lower)
      stop &+= 1
    }
    guard stop &- at >= 3 else { return nil }
    if stop < end, ByteClass.table[Int(bytes[stop])] & (ByteClass.letter | ByteClass.digit) != 0 {
      // `INFO2`, `information`: Microsoft's long names are handled, others are words.
      return long(bytes, at, end)
    }
    return words[word].map { ($0, stop) }
  }

  private static func long(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int
  ) -> (level: LogLevel, end: Int)? {
    let word: StaticString = "information"
    let count = word.utf8CodeUnitCount
    guard at &+ count <= end else { return nil }
    for index in 0..<count where bytes[at &+ index] | 0x20 != word.utf8Start[index] { return nil }
    return (.info, at &+ count)
  }

  /// The level a letter stands for in klog, glog, Android and Ruby.
  static func letter(_ byte: UInt8) -> LogLevel? {
    switch byte {
    case UInt8(ascii: "V"), UInt8(ascii: "T"): .trace
    case UInt8(ascii: "D"): .debug
    case UInt8(ascii: "I"): .info
    case UInt8(ascii: "N"): .notice
    case UInt8(ascii: "W"): .warning
    case UInt8(ascii: "E"): .error
    case UInt8(ascii: "C"): .critical
    case UInt8(ascii: "F"), UInt8(ascii: "A"): .fatal
    default: nil
    }
  }

  /// The level a sign stands for in redis, `.-*#` from debug to warning; what it calls verbose is between debug and
  /// notice.
  static func sign(_ byte: UInt8) -> LogLevel? {
    switch byte {
    case UInt8(ascii: "."): .debug
    case UInt8(ascii: "-"): .info
    case UInt8(ascii: "*"): .notice
    case UInt8(ascii: "#"): .warning
    default: nil
    }
  }

  /// The level of a priority of syslog, 0 to 7.
  static func syslog(_ severity: Int) -> LogLevel {
    switch severity & 7 {
    case 0, 1: .fatal
    case 2: .critical
    case 3: .error
    case 4: .warning
    case 5: .notice
    case 6: .info
    default: .debug
    }
  }

  private static let words: [UInt64: LogLevel] = {
    let spellings: [(LogLevel, [String])] = [
      (.trace, ["trace", "trc", "verbose", "finest", "finer", "verb"]),
      (.debug, ["debug", "dbg", "debu", "fine", "config"]), (.info, ["info", "inf", "log"]),
      (.notice, ["notice", "ntc", "note"]), (.warning, ["warning", "warn", "wrn", "wrng"]),
      (.error, ["error", "err", "eror", "failure", "severe", "fail"]),
      (.critical, ["critical", "crit", "crt", "crtical"]),
      (.fatal, ["fatal", "ftl", "panic", "alert", "emerg", "emergenc", "fata", "dpanic"]),
    ]
    var words: [UInt64: LogLevel] = [:]
    for (level, names) in spellings {
      for name in names { words[name.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }] = level }
    }
    return words
  }()
}
