import Search

/// Puts names, numbers and marked lines into bytes for one stream. Shared by the text formats.
struct LineWriter {
  let style: Style
  let links: ResultLinks
  /// A zero byte ends a file name instead of a colon or newline.
  let usesNullBytes: Bool

  init(_ style: Style, _ links: ResultLinks, _ usesNullBytes: Bool) {
    self.style = style
    self.links = links
    self.usesNullBytes = usesNullBytes
  }

  /// `repo:path`, with `@rev` when that is not the default one.
  static func name(_ placement: PlacementName) -> [UInt8] {
    var name = Array(placement.repository.utf8)
    if !placement.isDefaultRevision, !placement.revision.isEmpty {
      name += Array("@\(placement.revision)".utf8)
    }
    // A repository found by its name is a result without a path.
    if !placement.path.isEmpty { name += [UInt8(ascii: ":")] + placement.path }
    return name
  }

  func appendName(_ placement: PlacementName, to line: inout [UInt8]) {
    appendLinked(links.target(placement, line: nil), to: &line) { line in
      style.appendSafely(Self.name(placement)[...], .path, to: &line)
    }
  }

  func appendNumber(_ number: Int, _ placement: PlacementName, to line: inout [UInt8]) {
    appendLinked(links.target(placement, line: number), to: &line) { line in
      style.append(String(number).utf8, .lineNumber, to: &line)
    }
  }

  /// The text of a line with its matches marked and its newline.
  func appendText(_ match: LineMatch, to line: inout [UInt8]) {
    if style.escapesControls, match.textStart > 0 { style.append("…".utf8, .dim, to: &line) }
    var end = match.text.endIndex
    // CRLF files: the CR is a line ending to people, but stays in pipes, where it is data.
    if style.escapesControls, match.text.last == UInt8(ascii: "\r"), !match.isCut { end -= 1 }
    var position = 0
    for range in match.ranges where range.lowerBound >= position && range.upperBound <= match.text.count {
      let upper = min(range.upperBound, end)
      guard range.lowerBound < upper else { continue }
      style.appendSafely(match.text[position..<range.lowerBound], to: &line)
      style.appendSafely(match.text[range.lowerBound..<upper], .match, to: &line)
      position = upper
    }
    style.appendSafely(match.text[position..<max(position, end)], to: &line)
    if style.escapesControls, match.isCut { style.append("…".utf8, .dim, to: &line) }
    line.append(UInt8(ascii: "\n"))
  }

  /// OSC 8: the terminal makes what is between the two sequences a link.
  private func appendLinked(_ target: String?, to line: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    guard let target else { return body(&line) }
    line += "\u{1B}]8;;\(target)\u{1B}\\".utf8
    body(&line)
    line += "\u{1B}]8;;\u{1B}\\".utf8
  }
}
