/// `1,284`.
func formatted(_ number: Int) -> String {
  var digits = Array(String(number.magnitude))
  var index = digits.count - 3
  while index > 0 {
    digits.insert(",", at: index)
    index -= 3
  }
  return (number < 0 ? "-" : "") + String(digits)
}

/// `43 ms`, `1.2 s`, `3 min 5 s`; below 10 ms with one decimal.
func formatted(_ duration: Duration) -> String {
  let milliseconds = duration / .milliseconds(1)
  if milliseconds < 10 { return oneDecimal(milliseconds) + " ms" }
  if milliseconds < 1000 { return "\(Int(milliseconds.rounded())) ms" }
  let seconds = milliseconds / 1000
  if seconds < 100 { return oneDecimal(seconds) + " s" }
  let whole = Int(seconds.rounded())
  return "\(whole / 60) min \(whole % 60) s"
}

/// `1.3 GB`, in powers of 1000.
func formatted(bytes: Int) -> String {
  let units = ["bytes", "kB", "MB", "GB", "TB"]
  var value = Double(bytes)
  var unit = 0
  while value >= 999.5, unit < units.count - 1 {
    value /= 1000
    unit += 1
  }
  return (unit == 0 || value >= 99.95 ? formatted(Int(value.rounded())) : oneDecimal(value)) + " "
    + units[unit]
}

/// `1 file`, `3 files`, `2 repositories`.
func counted(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
  "\(formatted(number)) \(number == 1 ? singular : plural ?? singular + "s")"
}

private func oneDecimal(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return "\(formatted(tenths / 10)).\(tenths % 10)"
}
