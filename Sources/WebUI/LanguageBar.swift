import Search
import Syntax

/// Languages as parts of a bar, with the same in words.
enum LanguageBar {
  /// Parts that are told apart; the rest is one.
  private static let partLimit = 6

  /// Names and permille, the largest first.
  private static func parts(_ shares: [LanguageShare]) -> [(name: String, permille: Int)] {
    let total = shares.reduce(0) { $0 + $1.byteCount }
    guard total > 0 else { return [] }
    var parts = shares.prefix(partLimit).map { ($0.language.name, $0.byteCount * 1000 / total) }
    let rest = shares.dropFirst(partLimit).reduce(0) { $0 + $1.byteCount } * 1000 / total
    if rest > 0 { parts.append(("Other", rest)) }
    return parts
  }

  private static func percent(_ permille: Int) -> String {
    permille < 1 ? "<0.1 %" : permille < 100 ? "\(permille / 10).\(permille % 10) %" : "\(permille / 10) %"
  }

  private static func bar(_ parts: [(name: String, permille: Int)], height: Int) -> HTML {
    var left = 0
    let pieces = parts.enumerated().map { index, part -> HTML in
      let width = max(2, part.permille)
      defer { left += part.permille }
      // A thin line of the background between neighbours: colour is not the only sign.
      return """
        <rect class="\(part.name == "Other" ? "c0" : "c\(index + 1)")" x="\(left)" y="0" width="\(max(1, width - 4))" \
        height="\(height)"/>
        """
    }
    return """
      <svg class="shares" viewBox="0 0 1000 \(height)" preserveAspectRatio="none" width="100%" height="\(height)" \
      aria-hidden="true">\(pieces)</svg>
      """
  }

  /// A section with bar and list.
  static func view(_ shares: [LanguageShare]) -> HTML? {
    let parts = parts(shares)
    guard !parts.isEmpty else { return nil }
    let items = parts.enumerated().map { index, part -> HTML in
      """
      <li><svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><circle class="\
      \(part.name == "Other" ? "c0" : "c\(index + 1)")" cx="5" cy="5" r="5"/></svg>\(part.name) \
      <span class="muted n">\(percent(part.permille))</span></li>

      """
    }
    return """
      <section class="languages"><h2>Languages</h2>\(bar(parts, height: 8))
      <ul>
      \(items)</ul></section>
      """
  }

  /// For a row of a table: the bar, and the first names.
  static func short(_ shares: [LanguageShare]) -> HTML {
    let parts = parts(shares)
    guard !parts.isEmpty else { return HTML() }
    let names = parts.prefix(2).map(\.name).joined(separator: ", ")
    return "\(bar(parts, height: 6))<span>\(names)</span>"
  }
}
