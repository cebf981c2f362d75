/// Command lines to copy into a shell.
enum ShellCommand {
  /// `alidade search` for what a results page shows.
  static func search(_ request: SearchPage.Request) -> String {
    var words = ["alidade", "search"]
    switch request.view {
    case .code: if request.contextLines > 0 { words.append("-C \(request.contextLines)") }
    case .list: words.append("-l")
    case .count: words.append("-c")
    }
    // A query that begins with a dash would be read as a flag.
    if request.query.hasPrefix("-") { words.append("--") }
    return (words + [quoted(request.query)]).joined(separator: " ")
  }

  /// `text` as one word of a POSIX shell; with characters that cannot be seen, of bash, zsh and ksh.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    if scalars.contains(where: Escaping.isInvisible) {
      return "$'\(scalars.map(escaped).joined())'"
    }
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { plainBytes.contains($0) }
    return isPlain
      ? text : "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }

  private static let plainBytes = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/@+".utf8)

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "'", "\\": return "\\\(scalar)"
    case "\n": return "\\n"
    case "\t": return "\\t"
    case _ where Escaping.isInvisible(scalar):
      let digits = String(scalar.value, radix: 16)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    default: return String(scalar)
    }
  }
}
