/// Reads the times that log lines begin with. Hand-written: a line's time is read once for every line of
/// every log.
enum TimeScanner {
  /// A time at a place and where it ends; nil when there is none.
  static func scan(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (time: LogTime, end: Int)? {
    guard at &+ 8 <= end else { return nil }
    let first = bytes[at]
    if first >= 0x30 && first <= 0x39 {
      return numeric(bytes, at, end)
    }
    guard first >= 0x41 && first <= 0x53 || first == 0x54 || first == 0x57 else { return nil }
    return named(bytes, at, end)
  }

  // MARK: Parts

  struct Parts {
    var year: Int64 = 1970
    var month: Int64 = 1
    var day: Int64 = 1
    var hasYear = false
    var hasDate = false
  }

  static func digits(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int64? {
    var value: Int64 = 0
    for index in at..<at &+ count {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  /// How many digits stand at a place, up to 20.
  static func digitRun(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var stop = at
    while stop < end, stop &- at < 20, bytes[stop] &- 0x30 <= 9 { stop &+= 1 }
    return stop &- at
  }

  // MARK: Forms

  private static func numeric(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (
    time: LogTime, end: Int
  )? {
    let run = digitRun(bytes, at, end)
    let follower = at &+ run < end ? bytes[at &+ run] : 0
    switch run {
    case 4 where isDateMark(follower): return yearFirst(bytes, at, end, mark: follower)
    case 4 where follower == 0x20:
      // 0102 15:04:05.678901: klog and glog.
      guard at &+ 13 <= end, let month = digits(bytes, at, 2), let day = digits(bytes, at &+ 2, 2) else {
        return nil
      }
      return clock(bytes, at &+ 5, end, Parts(month: month, day: day, hasDate: true))
    case 2 where follower == UInt8(ascii: ":"): return clock(bytes, at, end, Parts())
    case 1, 2: return dayFirst(bytes, at, end, run: run, mark: follower)
    case 8: return compact(bytes, at, end)
    case 6 where follower == 0x20:
      // 081109 203615: HDFS.
      guard at &+ 13 <= end, digitRun(bytes, at &+ 7, end) == 6, let year = digits(bytes, at, 2),
        let month = digits(bytes, at &+ 2, 2), let day = digits(bytes, at &+ 4, 2),
        let hour = digits(bytes, at &+ 7, 2), let minute = digits(bytes, at &+ 9, 2),
        let second = digits(bytes, at &+ 11, 2), hour < 24, minute < 60, second < 61
      else { return nil }
      return make(
        Parts(year: 2000 &+ year, month: month, day: day, hasYear: true, hasDate: true),
        hour &* 3600 &+ minute &* 60 &+ second, 0, nil, at &+ 13)
    case 10, 13, 16, 19: return epoch(bytes, at, end, run: run)
    default: return nil
    }
  }

  private static func isDateMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
  }

  private static func yearFirst(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, mark: UInt8
  ) -> (time: LogTime, end: Int)? {
    guard at &+ 19 <= end, let year = digits(bytes, at, 4), let month = digits(bytes, at &+ 5, 2),
      bytes[at &+ 7] == mark, let day = digits(bytes, at &+ 8, 2)
    else { return nil }
    let parts = Parts(year: year, month: month, day: day, hasYear: true, hasDate: true)
    var next = at &+ 10
    switch bytes[next] {
    case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"):
      next &+= 1
    case 0x20:
      while next < end, bytes[next] == 0x20, next &- at < 13 { next &+= 1 }
    default: return nil
    }
    return clock(bytes, next, end, parts)
  }

  /// 06/09/17 (year first, Spark), 03-17 (Android), 10.30 (Proxifier), 07/Dec/2024:… (access logs), 17 Jun
  /// 2024 ….
  private static func dayFirst(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, run: Int, mark: UInt8
  ) -> (time: LogTime, end: Int)? {
    guard at &+ run &+ 12 <= end, let first = digits(bytes, at, run) else { return nil }
    let next = at &+ run &+ 1
    if mark == UInt8(ascii: "/") || mark == 0x20 || mark == UInt8(ascii: "-"), let month = month(bytes + next)
    {
      // The year after the month, with the same mark.
      guard next &+ 8 < end, let year = digits(bytes, next &+ 4, 4) else { return nil }
      let mark = bytes[next &+ 8]
      guard mark == UInt8(ascii: ":") || mark == 0x20 else { return nil }
      return clock(
        bytes, next &+ 9, end, Parts(year: year, month: month, day: first, hasYear: true, hasDate: true))
    }
    guard run == 2, isDateMark(mark), let second = digits(bytes, next, 2) else { return nil }
    let after = next &+ 2
    if bytes[after] == mark {
      let years = digitRun(bytes, after &+ 1, end)
      guard years == 2 || years == 4, let third = digits(bytes, after &+ 1, years) else { return nil }
      let clockAt = after &+ 1 &+ years &+ 1
      guard clockAt < end, bytes[clockAt &- 1] == 0x20 || bytes[clockAt &- 1] == UInt8(ascii: "-") else {
        return nil
      }
      if years == 2 {
        return clock(
          bytes, clockAt, end,
          Parts(year: 2000 &+ first, month: second, day: third, hasYear: true, hasDate: true))
      }
      // Which of the two is the month cannot be known below 13; the American order is more frequent in
      // logs.
      let (month, day) = first > 12 ? (second, first) : (first, second)
      return clock(
        bytes, clockAt, end, Parts(year: third, month: month, day: day, hasYear: true, hasDate: true))
    }
    guard bytes[after] == 0x20 else { return nil }
    return clock(bytes, after &+ 1, end, Parts(month: first, day: second, hasDate: true))
  }

  /// 20171223-22:15:29:606 and 20171223 22:15:29.
  private static func compact(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (
    time: LogTime, end: Int
  )? {
    guard at &+ 14 <= end, let year = digits(bytes, at, 4), let month = digits(bytes, at &+ 4, 2),
      let day = digits(bytes, at &+ 6, 2), year >= 1970, year < 2100
    else { return nil }
    let mark = bytes[at &+ 8]
    guard mark == UInt8(ascii: "-") || mark == 0x20 || mark == UInt8(ascii: "T") else { return nil }
    return clock(bytes, at &+ 9, end, Parts(year: year, month: month, day: day, hasYear: true, hasDate: true))
  }

  private static func epoch(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, run: Int
  ) -> (time: LogTime, end: Int)? {
    guard bytes[at] == UInt8(ascii: "1"), let value = digits(bytes, at, run) else { return nil }
    let scales: [Int: Int64] = [10: 1_000_000_000, 13: 1_000_000, 16: 1_000, 19: 1]
    let scaled = value.multipliedReportingOverflow(by: scales[run] ?? 1)
    guard !scaled.overflow else { return nil }
    var stop = at &+ run
    var nanoseconds = scaled.partialValue
    if run == 10, let fraction = fraction(bytes, stop, end) {
      nanoseconds &+= fraction.nanoseconds
      stop = fraction.end
    }
    return (LogTime(nanoseconds: nanoseconds, zoneMinutes: 0, hasYear: true, hasDate: true), stop)
  }

  /// `Jun 14 15:16:01`, `Sun Dec 04 04:47:44 2005`, `Sun Dec 04 04:47:44.123456 2005`.
  private static func named(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (
    time: LogTime, end: Int
  )? {
    var at = at
    guard at &+ 14 <= end else { return nil }
    if month(bytes + at) == nil {
      guard bytes[at &+ 3] == 0x20 || bytes[at &+ 3] == UInt8(ascii: ","), isWeekday(bytes + at) else {
        return nil
      }
      at &+= bytes[at &+ 3] == 0x20 ? 4 : 5
    }
    guard at &+ 14 <= end, let month = month(bytes + at), bytes[at &+ 3] == 0x20 else { return nil }
    var next = at &+ 4
    while next < end, bytes[next] == 0x20, next &- at < 6 { next &+= 1 }
    let run = digitRun(bytes, next, end)
    guard run == 1 || run == 2, let day = digits(bytes, next, run) else { return nil }
    next &+= run
    guard next &+ 8 < end, bytes[next] == 0x20 else { return nil }
    next &+= 1
    var parts = Parts(month: month, day: day, hasDate: true)
    if next &+ 5 < end, digitRun(bytes, next, end) == 4, bytes[next &+ 4] == 0x20,
      let year = digits(bytes, next, 4)
    {
      parts.year = year
      parts.hasYear = true
      next &+= 5
    }
    guard var result = clock(bytes, next, end, parts) else { return nil }
    let yearAt = result.end &+ 1
    if !parts.hasYear, yearAt &+ 4 <= end, bytes[result.end] == 0x20, digitRun(bytes, yearAt, end) == 4,
      let year = digits(bytes, yearAt, 4), year >= 1970, year < 2100
    {
      parts.year = year
      parts.hasYear = true
      let inYear = clock(bytes, next, end, parts)
      result = inYear.map { ($0.time, yearAt &+ 4) } ?? result
    }
    return result
  }

  /// Hours, minutes, seconds, a fraction and a zone. With full stops between them as well: 15.42.50.675872.
  private static func clock(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ parts: Parts
  ) -> (time: LogTime, end: Int)? {
    var run = digitRun(bytes, at, end)
    guard run == 2 || run == 1, at &+ run < end, let hour = digits(bytes, at, run), hour < 24 else {
      return nil
    }
    let mark = bytes[at &+ run]
    guard mark == UInt8(ascii: ":") || mark == UInt8(ascii: ".") else { return nil }
    // Some loggers write numbers below ten with one digit.
    var stop = at &+ run &+ 1
    run = digitRun(bytes, stop, end)
    guard run == 2 || run == 1, let minute = digits(bytes, stop, run), minute < 60 else { return nil }
    stop &+= run
    guard stop < end, bytes[stop] == mark else { return nil }
    stop &+= 1
    run = digitRun(bytes, stop, end)
    guard run == 2 || run == 1, let second = digits(bytes, stop, run), second < 61 else { return nil }
    stop &+= run
    var nanoseconds: Int64 = 0
    if let fraction = fraction(bytes, stop, end) {
      nanoseconds = fraction.nanoseconds
      stop = fraction.end
    }
    let zone = zone(bytes, stop, end)
    return make(parts, hour &* 3600 &+ minute &* 60 &+ second, nanoseconds, zone?.minutes, zone?.end ?? stop)
  }

  private static func make(
    _ parts: Parts, _ seconds: Int64, _ nanoseconds: Int64, _ zone: Int16?, _ end: Int
  ) -> (time: LogTime, end: Int)? {
    guard parts.month >= 1, parts.month <= 12, parts.day >= 1, parts.day <= 31, parts.year >= 1900,
      parts.year < 2200
    else { return nil }
    let day = CalendarDay.number(year: parts.year, month: parts.month, day: parts.day)
    return (
      LogTime(
        nanoseconds: (day &* 86_400 &+ seconds) &* 1_000_000_000 &+ nanoseconds, zoneMinutes: zone,
        hasYear: parts.hasYear, hasDate: parts.hasDate), end
    )
  }

  /// `.123`, `,123` or `:606`, up to nine digits.
  private static func fraction(
    _ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int
  ) -> (nanoseconds: Int64, end: Int)? {
    guard at &+ 1 < end,
      bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: ":")
    else { return nil }
    let run = digitRun(bytes, at &+ 1, end)
    guard run > 0, bytes[at] != UInt8(ascii: ":") || run <= 3 else { return nil }
    let read = min(run, 9)
    guard var value = digits(bytes, at &+ 1, read) else { return nil }
    for _ in read..<9 { value &*= 10 }
    return (value, at &+ 1 &+ run)
  }

  private static func zone(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (
    minutes: Int16, end: Int
  )? {
    guard at < end else { return nil }
    var at = at
    if bytes[at] == UInt8(ascii: "Z") { return (0, at &+ 1) }
    if bytes[at] == 0x20 { at &+= 1 }
    if at &+ 3 <= end, bytes[at] == UInt8(ascii: "U"), bytes[at &+ 1] == UInt8(ascii: "T"),
      bytes[at &+ 2] == UInt8(ascii: "C")
    {
      return (0, at &+ 3)
    }
    guard at &+ 5 <= end, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-"),
      let hours = digits(bytes, at &+ 1, 2), hours <= 14
    else { return nil }
    let hasColon = bytes[at &+ 3] == UInt8(ascii: ":")
    let minutesAt = at &+ (hasColon ? 4 : 3)
    guard minutesAt &+ 2 <= end, let minutes = digits(bytes, minutesAt, 2), minutes < 60 else { return nil }
    let size = Int16(hours &* 60 &+ minutes)
    return (bytes[at] == UInt8(ascii: "-") ? -size : size, minutesAt &+ 2)
  }

  // MARK: Names

  static func month(_ bytes: UnsafePointer<UInt8>) -> Int64? {
    let name = UInt32(bytes[0] & 0xDF) &<< 16 | UInt32(bytes[1] | 0x20) &<< 8 | UInt32(bytes[2] | 0x20)
    switch name {
    case 0x4A616E: return 1
    case 0x466562: return 2
    case 0x4D6172: return 3
    case 0x417072: return 4
    case 0x4D6179: return 5
    case 0x4A756E: return 6
    case 0x4A756C: return 7
    case 0x417567: return 8
    case 0x536570: return 9
    case 0x4F6374: return 10
    case 0x4E6F76: return 11
    case 0x446563: return 12
    default: return nil
    }
  }

  static func isWeekday(_ bytes: UnsafePointer<UInt8>) -> Bool {
    let name = UInt32(bytes[0] & 0xDF) &<< 16 | UInt32(bytes[1] | 0x20) &<< 8 | UInt32(bytes[2] | 0x20)
    switch name {
    case 0x4D6F6E, 0x547565, 0x576564, 0x546875, 0x467269, 0x536174, 0x53756E: return true
    default: return false
    }
  }
}
