/// How much of a text is read for colours and declarations, in bytes. What lies behind has none: a file this
/// long is data, and nobody reads it to its end.
package let syntaxLengthMax = 16 << 20

/// The most coloured runs of one text: 24 MB of spans.
package let syntaxSpanMax = 1_000_000

/// Spans as a lexer finds them: ascending, not overlapping, not empty.
struct SpanList {
  private(set) var spans: [TokenSpan] = []
  private var last = 0

  /// Keeps comments, strings and regexes only: what ``ZoneMap`` is made of. Keys in quotes are strings then.
  let keepsOnlyZones: Bool

  init(keepsOnlyZones: Bool = false) { self.keepsOnlyZones = keepsOnlyZones }

  /// Adds a run; what the last one has covered, or goes beyond the limit, is left out.
  @inline(__always)
  mutating func add(_ from: Int, _ to: Int, _ kind: TokenKind) {
    let from = max(from, last)
    guard to > from, spans.count < syntaxSpanMax else { return }
    last = to
    if keepsOnlyZones, kind != .comment, kind != .string, kind != .regex { return }
    spans.append(TokenSpan(range: Range(uncheckedBounds: (from, to)), kind: kind))
  }

  /// Changes the kind of the last run, if it starts there: a string that turns out to be a key.
  mutating func recolour(from start: Int, _ kind: TokenKind) {
    guard !keepsOnlyZones else { return }
    if let index = spans.indices.last, spans[index].range.lowerBound == start { spans[index].kind = kind }
  }

  var count: Int { spans.count }

  mutating func reserve(forLength count: Int) { spans.reserveCapacity(min(count / 12, 1 << 16)) }
}
