/// Comments that tell what a declaration is for.
enum DocComment {
  /// Lines of a comment that are read.
  static let linesMax = 120

  /// The text of the comment before a declaration, or of a docstring in it, without its signs; empty when there is
  /// none.
  static func text(of declared: Declared, in file: NameFile) -> String {
    if file.dialect == .python, let text = docstring(declared, file) { return text }
    return above(declared.lines.lowerBound, file)
  }

  /// The first paragraph, on one line.
  static func firstParagraph(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmed() }
    return lines.drop { $0.isEmpty }.prefix { !$0.isEmpty && !$0.hasPrefix("@") && !$0.hasPrefix("\\param") }
      .joined(separator: " ")
  }

  private static func above(_ first: Int, _ file: NameFile) -> String {
    var lines: [String] = []
    var line = first - 1
    while line >= 1, lines.count < linesMax {
      let text = file.string(file.lineRange(line))[...].trimmed()
      if text.hasSuffix("*/") { return block(endingAt: line, file) }
      if isAttribute(text, file.dialect), lines.isEmpty {
        line -= 1
        continue
      }
      guard let content = stripped(text, file.dialect) else { break }
      lines.append(content)
      line -= 1
    }
    return lines.reversed().joined(separator: "\n")
  }

  private static func isAttribute(_ text: String, _ dialect: Dialect) -> Bool {
    if text.hasPrefix("#[") || text.hasPrefix("@") { return true }
    return dialect == .c && (text.hasPrefix("template") || text.hasPrefix("__attribute__"))
  }

  private static func stripped(_ text: String, _ dialect: Dialect) -> String? {
    let signs: [String]
    switch dialect {
    case .python, .ruby, .shell: signs = ["#"]
    case .lua: signs = ["---", "--"]
    case .rust: signs = ["///", "//"]
    default: signs = ["///", "//!", "//"]
    }
    for sign in signs where text.hasPrefix(sign) {
      if sign == "#", text.hasPrefix("#!") { return nil }
      let rest = text.dropFirst(sign.count)
      return String(rest.first == " " ? rest.dropFirst() : rest)
    }
    return nil
  }

  private static func block(endingAt last: Int, _ file: NameFile) -> String {
    var lines: [String] = []
    var line = last
    // Of comments without stars, the least indented line says what indentation means nothing.
    let indent = leastIndent(endingAt: last, file)
    while line >= 1, lines.count < linesMax {
      let whole = file.string(file.lineRange(line))
      var text = whole[...].trimmed()
      let isFirst = text.hasPrefix("/*")
      if isFirst { text = text.drop { $0 == "/" || $0 == "*" || $0 == "!" }.trimmed() }
      if text.hasSuffix("*/") { text = text.dropLast(2).trimmed() }
      if text.hasPrefix("*") {
        // Behind the star and a blank, what is indented is code.
        text = String(text.drop { $0 == "*" })
        if text.hasPrefix(" ") { text.removeFirst() }
      } else if !isFirst {
        let blanks = whole.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
        text = String(repeating: " ", count: max(0, blanks - indent)) + text
      }
      lines.append(text)
      if isFirst { return lines.reversed().joined(separator: "\n")[...].trimmed() }
      line -= 1
    }
    return ""
  }

  private static func leastIndent(endingAt last: Int, _ file: NameFile) -> Int {
    var least = Int.max
    for line in stride(from: last, through: max(1, last - linesMax), by: -1) {
      let bytes = file.text[file.lineRange(line)]
      let blanks = bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count
      if bytes.dropFirst(blanks).starts(with: "/*".utf8) { break }
      if blanks < bytes.count, !bytes.dropFirst(blanks).starts(with: "*/".utf8) { least = min(least, blanks) }
    }
    return least == .max ? 0 : least
  }

  /// Lines without the indentation that all but the first have in common: code in a comment keeps its own.
  private static func outdented(_ lines: [Substring]) -> String {
    func blanks(_ line: Substring) -> Int { line.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count }
    let rest = lines.dropFirst().filter { !$0.utf8.allSatisfy { $0 <= 0x20 } }
    let common = rest.map(blanks).min() ?? 0
    var texts = lines.enumerated().map { index, line in
      String(line.dropFirst(index == 0 ? blanks(line) : min(common, blanks(line))))
    }
    while texts.last.map({ $0.utf8.allSatisfy { $0 <= 0x20 } }) ?? false { texts.removeLast() }
    return texts.joined(separator: "\n")
  }

  /// The string that comes first in a body.
  private static func docstring(_ declared: Declared, _ file: NameFile) -> String? {
    guard NameKind.isCallable(declared.kind) || NameKind.isType(declared.kind) || declared.kind == "file"
    else { return nil }
    let scan = Scan(file.text, file.dialect)
    var at = declared.kind == "file" ? 0 : declared.nameRange.upperBound
    if declared.kind != "file" {
      if declared.nameRange.isEmpty { return nil }
      if scan.byte(at) == 0x5B, let close = scan.closing(at) { at = close }
      if scan.byte(scan.forward(at)) == 0x28 { at = scan.closing(scan.forward(at)) ?? at }
      let end = file.lineRange(min(declared.lines.upperBound, file.lineStarts.count)).upperBound
      while at < end, scan.byte(at) != 0x3A {
        at = scan.byte(at) == 0x5B ? scan.closing(at) ?? at + 1 : at + 1
      }
      at += 1
    }
    at = scan.forward(at)
    while [0x72, 0x52, 0x75, 0x66].contains(scan.byte(at)),
      scan.byte(at + 1) == 0x22 || scan.byte(at + 1) == 0x27
    { at += 1 }
    let quote = scan.byte(at)
    guard quote == 0x22 || quote == 0x27 else { return nil }
    let isLong = scan.byte(at + 1) == quote && scan.byte(at + 2) == quote
    let start = at + (isLong ? 3 : 1)
    var end = start
    while end < min(file.text.count, start + 20_000) {
      if scan.byte(end) == quote, !isLong || scan.byte(end + 1) == quote && scan.byte(end + 2) == quote {
        break
      }
      if !isLong, scan.byte(end) == 0x0A { return nil }
      end += scan.byte(end) == 0x5C ? 2 : 1
    }
    let lines = file.string(start..<min(end, file.text.count)).split(
      separator: "\n", omittingEmptySubsequences: false)
    return outdented(Array(lines.prefix(linesMax)))
  }
}
