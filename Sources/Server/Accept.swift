/// What a client takes, out of its `Accept` header.
///
/// - Source: RFC 9110, section 12.5.1.
struct Accept {
  private struct Range {
    var type: Substring
    var subtype: Substring
    /// 0 to 1000.
    var quality: Int
  }

  private var ranges: [Range] = []

  /// Ranges read at most; browsers send half a dozen.
  private static let rangeLimit = 64

  /// Reads a header; without one everything is fine, and so is one that nobody can read.
  init(_ header: String?) {
    for part in (header ?? "").split(separator: ",", maxSplits: Self.rangeLimit).prefix(Self.rangeLimit) {
      var pieces = part.split(separator: ";").map { $0.trimmingBlanks() }
      guard !pieces.isEmpty else { continue }
      let names = pieces.removeFirst().split(separator: "/", omittingEmptySubsequences: false)
      guard names.count == 2 else { continue }
      let quality = pieces.first { $0.lowercased().hasPrefix("q=") }.map { Self.quality($0.dropFirst(2)) }
      ranges.append(Range(type: names[0], subtype: names[1], quality: quality ?? 1000))
    }
  }

  /// The offered type that the client likes best, the first of equals; nil when it takes none of them.
  func best(of offered: [String]) -> String? {
    guard !ranges.isEmpty else { return offered.first }
    var best: (type: String, quality: Int)?
    for type in offered {
      let quality = quality(of: type)
      if quality > best?.quality ?? 0 { best = (type, quality) }
    }
    return best?.type
  }

  /// The quality of the range that fits most closely.
  private func quality(of type: String) -> Int {
    let parts = type.lowercased().split(separator: "/")
    var found: (closeness: Int, quality: Int) = (-1, 0)
    for range in ranges {
      let closeness: Int
      switch (range.type.lowercased(), range.subtype.lowercased()) {
      case (String(parts[0]), String(parts[1])): closeness = 2
      case (String(parts[0]), "*"): closeness = 1
      case ("*", "*"): closeness = 0
      default: continue
      }
      if closeness > found.closeness { found = (closeness, range.quality) }
    }
    return found.quality
  }

  /// `0.25` as 250; what is no weight counts as 1.
  private static func quality(_ text: Substring) -> Int {
    let digits = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = digits.first.flatMap({ Int(String($0) ?? "") }), (0...1).contains(whole) else {
      return 1000
    }
    guard whole == 0, digits.count == 2 else { return whole * 1000 }
    let fraction = (String(digits[1].prefix(3)) ?? "")
    return Int(fraction + String(repeating: "0", count: 3 - fraction.utf8.count)) ?? 1000
  }
}

extension Substring {
  fileprivate func trimmingBlanks() -> Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
