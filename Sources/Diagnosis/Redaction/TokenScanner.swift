/// Finds tokens of well-known services by the form they are issued in.
enum TokenScanner {
  private struct Form {
    let prefix: StaticString
    /// Letters, digits, `_` and `-` that follow the prefix at least.
    let least: Int
    /// Where in the prefix the byte stands that triggers.
    let offset: Int

    init(_ prefix: StaticString, _ offset: Int, least: Int) {
      self.prefix = prefix
      self.least = least
      self.offset = offset
    }
  }

  private static let forms: [Form] = [
    Form("AKIA", 1, least: 16), Form("ASIA", 1, least: 16), Form("AIza", 2, least: 30),
    Form("ghp_", 3, least: 30), Form("gho_", 3, least: 30), Form("ghu_", 3, least: 30),
    Form("ghs_", 3, least: 30), Form("ghr_", 3, least: 30), Form("github_pat_", 10, least: 22),
    Form("glpat-", 5, least: 18), Form("xoxb-", 4, least: 10), Form("xoxp-", 4, least: 10),
    Form("xoxa-", 4, least: 10), Form("xoxr-", 4, least: 10), Form("xoxs-", 4, least: 10),
    Form("sk-", 2, least: 20), Form("sk_live_", 7, least: 16), Form("sk_test_", 7, least: 16),
    Form("rk_live_", 7, least: 16), Form("npm_", 3, least: 30), Form("dop_v1_", 6, least: 40),
    Form("pypi-", 4, least: 40), Form("hvs.", 3, least: 20), Form("ya29.", 4, least: 20),
    Form("SG.", 2, least: 20), Form("eyJ", 2, least: 16), Form("Bearer ", 0, least: 16),
  ]

  /// For each pair of bytes, the one before a trigger and the trigger, whether a form has them: nearly all
  /// triggers in logs are rejected here.
  private nonisolated(unsafe) static let pairs: UnsafePointer<Bool> = {
    let table = UnsafeMutablePointer<Bool>.allocate(capacity: 1 << 16)
    table.initialize(repeating: false, count: 1 << 16)
    for form in forms {
      let trigger = Int(form.prefix.utf8Start[form.offset])
      if form.offset == 0 {
        for before in 0..<256 { table[before << 8 | trigger] = true }
      } else {
        table[Int(form.prefix.utf8Start[form.offset - 1]) << 8 | trigger] = true
      }
    }
    return UnsafePointer(table)
  }()

  /// A token near a place; it does not reach before `from`.
  static func token(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ from: Int, _ end: Int) -> SecretScanner.Found?
  {
    let trigger = bytes[at]
    guard pairs[Int(at > 0 ? bytes[at &- 1] : 0x20) &<< 8 | Int(trigger)] else { return nil }
    for form in forms {
      let start = at &- form.offset
      let count = form.prefix.utf8CodeUnitCount
      guard form.prefix.utf8Start[form.offset] == trigger, start >= from,
        SecretScanner.starts(bytes, start, end, form.prefix)
      else { continue }
      if start > from, SecretScanner.isWord(bytes[start &- 1]) { continue }
      var stop = start &+ count
      while stop < end, isTokenByte(bytes[stop]) { stop &+= 1 }
      while stop > start &+ count, bytes[stop &- 1] == UInt8(ascii: ".") { stop &-= 1 }
      guard stop &- start &- count >= form.least else { continue }
      // The word `Bearer` stays: it says what was there.
      return SecretScanner.Found(
        rule: .token, start: trigger == UInt8(ascii: "B") ? start &+ count : start, end: stop)
    }
    return nil
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    SecretScanner.isWord(byte) && byte < 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
  }
}
