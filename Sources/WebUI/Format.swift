/// Numbers for people, the same on every page.
package enum Format {
  /// `1284` as `1,284`.
  package static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var output = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { output.append(",") }
      output.append(digit)
    }
    return output
  }

  /// `count(1, "file")` is `1 file`, `count(2, "file")` is `2 files`.
  package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Powers of 1000 with at most three digits: `947 MB`, `1.3 GB`.
  package static func bytes(_ number: Int) -> String {
    var value = Double(number)
    for unit in ["bytes", "kB", "MB", "GB", "TB", "PB"] {
      if value < 999.5 || unit == "PB" {
        if unit == "bytes" { return count(number, "byte") }
        return "\(value < 9.95 ? decimal(value, places: 1) : decimal(value, places: 0)) \(unit)"
      }
      value /= 1000
    }
    return count(number, "byte")
  }

  /// `0.4 ms`, `43 ms`, `1.2 s`, with two significant digits below ten.
  package static func duration(_ duration: Duration) -> String {
    let parts = duration.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    if seconds < 0.000_995 { return "\(decimal(seconds * 1e6, places: 0)) µs" }
    if seconds < 0.995 { return "\(decimal(seconds * 1e3, places: seconds < 0.00995 ? 1 : 0)) ms" }
    if seconds < 99.5 { return "\(decimal(seconds, places: seconds < 9.95 ? 1 : 0)) s" }
    return "\(decimal(seconds / 60, places: 0)) min"
  }

  /// How long before `now` something happened: `just now`, `5 min ago`, `3 h ago`, `12 days ago`.
  package static func ago(_ time: Int, now: Int) -> String {
    let seconds = max(0, now - time)
    switch seconds {
    case ..<60: return "just now"
    case ..<3600: return "\(seconds / 60) min ago"
    case ..<86_400: return "\(seconds / 3600) h ago"
    case ..<(86_400 * 60): return "\(count(seconds / 86_400, "day")) ago"
    case ..<(86_400 * 730): return "\(count(seconds / (86_400 * 30), "month")) ago"
    default: return "\(count(seconds / (86_400 * 365), "year")) ago"
    }
  }

  /// `2026-11-21T02:57:19Z` of seconds since 1970, for `<time datetime>`.
  ///
  /// - Source: days to civil date by Howard Hinnant, "chrono-compatible low-level date algorithms".
  package static func timestamp(_ time: Int) -> String {
    let days = Int((Double(time) / 86_400).rounded(.down))
    let second = time - days * 86_400
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(year)-\(two(month))-\(two(day))"
    return "\(date)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
  }

  private static func decimal(_ value: Double, places: Int) -> String {
    let scale = places == 0 ? 1.0 : 10.0
    let scaled = Int((value * scale).rounded())
    return places == 0 ? count(scaled) : "\(count(scaled / 10)).\(scaled % 10)"
  }
}
