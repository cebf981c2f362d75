/// When a log line was written, as far as the line says.
package struct LogTime: Sendable, Equatable {
  /// Nanoseconds since 1970-01-01 00:00 in the zone of ``zoneMinutes``, or of the writer when that is nil.
  /// Times without a year count from 1970, times without a date from the first of January; both compare
  /// within one log.
  package var nanoseconds: Int64
  /// East of UTC; nil when the line does not say.
  package var zoneMinutes: Int16?
  package var hasYear: Bool
  package var hasDate: Bool

  /// Nanoseconds since 1970 in UTC; times without a zone are taken for UTC.
  package var utcNanoseconds: Int64 { nanoseconds &- Int64(zoneMinutes ?? 0) &* 60_000_000_000 }
}

extension LogTime {
  /// `2026-11-21 09:05:00`, in UTC, of seconds since 1970.
  package static func text(ofSeconds seconds: Int) -> String {
    // Far from what 64 bits of nanoseconds hold, and further than any log.
    let bounded = Int64(max(-9_000_000_000, min(9_000_000_000, seconds)))
    let time = LogTime(
      nanoseconds: bounded &* 1_000_000_000, zoneMinutes: nil, hasYear: true, hasDate: true)
    return time.description.split(separator: "T").joined(separator: " ")
  }
}

extension LogTime: CustomStringConvertible {
  /// ISO 8601 without what is not known.
  package var description: String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let second = nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds &- 999_999_999) / 1_000_000_000
    let day = second >= 0 ? second / 86_400 : (second &- 86_399) / 86_400
    let inDay = second &- day &* 86_400
    let civil = CalendarDay.civil(day)
    var text = ""
    if hasDate {
      if hasYear { text += "\(civil.year)-" }
      text += "\(two(civil.month))-\(two(civil.day))T"
    }
    text += "\(two(inDay / 3600)):\(two(inDay / 60 % 60)):\(two(inDay % 60))"
    let fraction = nanoseconds &- second &* 1_000_000_000
    if fraction != 0 {
      var digits = String(fraction + 1_000_000_000).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      text += ".\(digits)"
    }
    if let zoneMinutes {
      let size = Int64(abs(Int(zoneMinutes)))
      text += zoneMinutes == 0 ? "Z" : "\(zoneMinutes < 0 ? "-" : "+")\(two(size / 60)):\(two(size % 60))"
    }
    return text
  }
}

/// Days of the Gregorian calendar as numbers since 1970-01-01.
///
/// - Source: the arithmetic of eras of 400 years that begin in March, as in the C++ standard's chrono.
enum CalendarDay {
  static func number(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year &- 1 : year
    let era = (shifted >= 0 ? shifted : shifted &- 399) / 400
    let ofEra = shifted &- era &* 400
    let ofYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
    return era &* 146_097 &+ ofEra &* 365 &+ ofEra / 4 &- ofEra / 100 &+ ofYear &- 719_468
  }

  static func civil(_ number: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = number &+ 719_468
    let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
    let ofEra = shifted &- era &* 146_097
    let yearOfEra = (ofEra &- ofEra / 1460 &+ ofEra / 36_524 &- ofEra / 146_096) / 365
    let ofYear = ofEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
    let monthFromMarch = (5 &* ofYear &+ 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch &+ 3 : monthFromMarch &- 9
    let day = ofYear &- (153 &* monthFromMarch &+ 2) / 5 &+ 1
    return (yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0), month, day)
  }
}
