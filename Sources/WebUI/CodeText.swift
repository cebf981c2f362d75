/// Source text with marks in it.
enum CodeText {
  /// `bytes` with every range of `ranges` in a `mark`. Ranges ascend and do not overlap; what lies outside of
  /// `bytes` is cut off. In a name, line breaks and tabs are drawn as boxes.
  static func marked(
    _ bytes: some RandomAccessCollection<UInt8>, ranges: [Range<Int>], isName: Bool = false
  ) -> HTML {
    let base = Array(bytes)
    func escaped(_ part: ArraySlice<UInt8>) -> HTML {
      let text = String(decoding: part, as: UTF8.self)
      return isName ? .name(text) : .escaped(text)
    }
    var output = HTML()
    var position = 0
    for range in ranges {
      let part = range.clamped(to: position..<base.count)
      if part.isEmpty { continue }
      if part.lowerBound > position { output += escaped(base[position..<part.lowerBound]) }
      output += "<mark>\(escaped(base[part]))</mark>"
      position = part.upperBound
    }
    if position < base.count { output += escaped(base[position...]) }
    return output
  }

  /// The part of a long line worth showing: at most `limit` bytes around its first match, at the borders of
  /// UTF-8 sequences.
  static func window(_ bytes: [UInt8], ranges: [Range<Int>], limit: Int) -> Range<Int> {
    guard bytes.count > limit else { return 0..<bytes.count }
    let first = ranges.first?.lowerBound ?? 0
    var start = max(0, min(first - limit / 4, bytes.count - limit))
    var end = min(bytes.count, start + limit)
    // A sequence has at most three continuation bytes; text that is not UTF-8 is cut wherever it falls.
    for _ in 0..<3 where start > 0 && bytes[start] & 0xC0 == 0x80 { start -= 1 }
    for _ in 0..<3 where end < bytes.count && bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return start..<max(start, end)
  }
}
