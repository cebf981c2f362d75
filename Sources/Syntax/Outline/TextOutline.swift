/// Headings of Markdown, sections of settings, targets of Makefiles: outlines of what isn't code.
enum TextOutline {
  /// `# Heading`, outside of fences, nested by level.
  static func headings(
    _ base: UnsafePointer<UInt8>, count: Int, spans: [TokenSpan], limit: Int
  ) -> OutlineList {
    var list = OutlineList(base, count: count, limit: limit)
    var open: [(item: Int, level: Int)] = []
    for span in spans where span.kind == .keyword && base[span.range.lowerBound] == 0x23 {
      let start = span.range.lowerBound
      guard isFirstOnLine(base, start) else { continue }
      var name = start
      while name < span.range.upperBound, base[name] == 0x23 { name += 1 }
      let level = name - start
      while name < span.range.upperBound, isBlank(base[name]) { name += 1 }
      var last = span.range.upperBound
      while last > name, isBlank(base[last - 1]) || base[last - 1] == 0x23 { last -= 1 }
      guard level <= 6, last > name else { continue }
      while let other = open.last, other.level >= level {
        list.close(other.item, at: start)
        open.removeLast()
      }
      guard
        let item = list.add(
          "heading", name: name..<last, start: start, signatureEnd: last, end: last, depth: open.count)
      else { break }
      open.append((item, level))
    }
    for other in open { list.close(other.item, at: count) }
    return list
  }

  /// Runs of one kind that begin lines, each up to the next.
  static func sections(
    _ base: UnsafePointer<UInt8>, count: Int, spans: [TokenSpan], kind: TokenKind, as name: String, limit: Int
  ) -> OutlineList {
    var list = OutlineList(base, count: count, limit: limit)
    var last: Int?
    for span in spans where span.kind == kind && isFirstOnLine(base, span.range.lowerBound) {
      if let last { list.close(last, at: span.range.lowerBound) }
      var range = span.range
      while !range.isEmpty, base[range.lowerBound] == 0x5B { range = range.lowerBound + 1..<range.upperBound }
      while !range.isEmpty, base[range.upperBound - 1] == 0x5D || base[range.upperBound - 1] <= 0x20 {
        range = range.lowerBound..<range.upperBound - 1
      }
      last = list.add(
        name, name: range, start: span.range.lowerBound, signatureEnd: span.range.upperBound,
        end: span.range.upperBound, depth: 0)
    }
    if let last { list.close(last, at: count) }
    return list
  }

  private static func isFirstOnLine(_ base: UnsafePointer<UInt8>, _ place: Int) -> Bool {
    place == 0 || base[place - 1] == 0x0A
  }
}
