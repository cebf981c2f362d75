/// A source text by line, for what an index store does not say: where names end, how declarations read, what the
/// comment above says. Lines and columns count from 1, as the store counts them.
struct SourceLines {
  private let text: [UInt8]
  private let starts: [Int]

  /// Bytes of a declaration or comment at most.
  private static let bytesMax = 4096

  /// Lines of a declaration at most.
  private static let declarationLinesMax = 24

  /// Lines of a comment at most.
  private static let commentLinesMax = 200

  init(_ text: [UInt8]) {
    self.text = text
    var starts = [0]
    for (index, byte) in text.enumerated() where byte == 0x0A { starts.append(index + 1) }
    self.starts = starts
  }

  /// The byte at a place; nil outside of the text.
  func offset(line: Int, column: Int) -> Int? {
    guard line >= 1, line <= starts.count, column >= 1 else { return nil }
    let offset = starts[line - 1] + column - 1
    return offset <= starts[line - 1] + length(ofLine: line) ? offset : nil
  }

  /// Bytes of a line without its end.
  func length(ofLine line: Int) -> Int { bytes(ofLine: line).count }

  private func bytes(ofLine line: Int) -> ArraySlice<UInt8> {
    guard line >= 1, line <= starts.count else { return [] }
    var end = line < starts.count ? starts[line] - 1 : text.count
    if end > starts[line - 1], text[end - 1] == 0x0D { end -= 1 }
    return text[starts[line - 1]..<end]
  }

  /// Bytes of the name, operator or sign at a place; nil when nothing can stand there.
  func tokenLength(line: Int, column: Int, name: String) -> Int? {
    guard let start = offset(line: line, column: column) else { return nil }
    let rest = text[start..<starts[line - 1] + length(ofLine: line)]
    guard let first = rest.first else { return nil }
    if first == UInt8(ascii: "`") { return (rest.dropFirst().firstIndex(of: first) ?? start) - start + 1 }
    if rest.starts(with: name.utf8), let last = name.utf8.last, !isNameByte(last) { return name.utf8.count }
    var end = start
    if first == UInt8(ascii: "#") || first == UInt8(ascii: "@") || first == UInt8(ascii: "~") { end += 1 }
    while end < rest.endIndex, isNameByte(rest[end]) { end += 1 }
    return max(1, end - start)
  }

  /// The text of so many bytes at a place.
  func text(line: Int, column: Int, length: Int) -> String {
    guard let start = offset(line: line, column: column) else { return "" }
    return String(decoding: text[start..<min(start + length, text.count)], as: UTF8.self)
  }

  /// The declaration that starts on a line, without its body and on one line.
  func declaration(line first: Int) -> String {
    var found: [UInt8] = []
    var depth = 0
    scan: for line in first..<first + Self.declarationLinesMax {
      let bytes = trimmed(line)
      if bytes.isEmpty { break }
      // A line that stands at the left ends the one before, unless it goes on with it.
      if line > first, depth <= 0, !Self.continues(bytes) { break }
      if !found.isEmpty, found.last != UInt8(ascii: "(") { found.append(UInt8(ascii: " ")) }
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: "{"), UInt8(ascii: ";"): if depth <= 0 { break scan }
        default: break
        }
        found.append(byte)
        if found.count >= Self.bytesMax { break scan }
      }
    }
    while let last = found.last, last == UInt8(ascii: " ") || last == UInt8(ascii: ",") { found.removeLast() }
    return String(decoding: found, as: UTF8.self)
  }

  /// Words and signs that go on with the declaration of the line before.
  private static func continues(_ line: ArraySlice<UInt8>) -> Bool {
    ["->", "where ", "throws", "async", "= ", ": ", ")"].contains { line.starts(with: $0.utf8) }
  }

  private func trimmed(_ line: Int) -> ArraySlice<UInt8> {
    var bytes = self.bytes(ofLine: line)
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes = bytes.dropFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes = bytes.dropLast() }
    return bytes
  }

  /// The comment that ends on the line above, without its signs; empty when there is none. In Swift only `///` and
  /// `/**` document; in C any comment may.
  func comment(above line: Int, isSwift: Bool) -> String {
    var found: [Substring] = []
    var current = line - 1
    // Attributes may stand between a declaration and its comment.
    while current >= 1, trimmed(current).first == UInt8(ascii: "@") { current -= 1 }
    if trimmed(current).suffix(2).elementsEqual("*/".utf8) {
      found = block(endingAt: current, isSwift: isSwift)
    } else {
      let sign = isSwift ? "///" : "//"
      while current >= 1, found.count < Self.commentLinesMax, trimmed(current).starts(with: sign.utf8) {
        let text = String(decoding: trimmed(current), as: UTF8.self)
        found.append(Substring(text.drop { $0 == "/" || $0 == "!" || $0 == "<" }).trimmingPrefix(" "))
        current -= 1
      }
      found.reverse()
    }
    while found.last?.isEmpty == true { found.removeLast() }
    while found.first?.isEmpty == true { found.removeFirst() }
    return String(found.joined(separator: "\n").prefix(Self.bytesMax))
  }

  private func block(endingAt last: Int, isSwift: Bool) -> [Substring] {
    var found: [Substring] = []
    var line = last
    while line >= 1, found.count < Self.commentLinesMax {
      let text = String(decoding: trimmed(line), as: UTF8.self)
      let opens = text.contains("/*")
      // Code before the comment on its line makes it one about that code.
      if opens, !text.hasPrefix(isSwift ? "/**" : "/*") { return [] }
      var content = Substring(text)
      if line == last { content = content.dropLast(2) }
      if opens { content = content.drop { $0 == "/" || $0 == "*" || $0 == "!" } }
      if !opens { content = content.drop { $0 == "*" } }
      while content.last == " " || content.last == "*" { content = content.dropLast() }
      found.append(content.trimmingPrefix(" "))
      if opens { return found.reversed() }
      line -= 1
    }
    return []
  }
}

/// Bytes of names in C and Swift; those of UTF-8 beyond ASCII all count.
func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...0xFF: true
  default: false
  }
}
