import Containers

/// Kinds of text in a source file: what `in:` asks for.
package struct TextZones: OptionSet, Sendable, Hashable {
  /// One bit for each kind.
  package let rawValue: UInt8

  /// A set from its bits; others than the three are ignored.
  package init(rawValue: UInt8) { self.rawValue = rawValue & 0b111 }

  /// Everything that is neither comment nor string, the code inside of strings included.
  package static let code = TextZones(rawValue: 1)
  /// Comments with their signs.
  package static let comment = TextZones(rawValue: 2)
  /// Strings, characters and regex literals with their quotes.
  package static let string = TextZones(rawValue: 4)
  /// No condition.
  package static let all = TextZones(rawValue: 7)

  /// The kinds and what people call them, in the order they are listed.
  package static let named: [(name: String, zone: TextZones)] = [
    ("code", .code), ("comment", .comment), ("string", .string),
  ]

  /// The names of the set, in order.
  package var names: [String] { Self.named.filter { contains($0.zone) }.map(\.name) }
}

/// Where the comments and strings of one text are.
package struct ZoneMap: Sendable {
  /// A comment or string.
  private struct Run {
    var start: Int
    var end: Int
    var zone: TextZones
  }

  private var runs: [Run] = []

  /// A map of spans as the lexer finds them: comments, strings and regexes count.
  ///
  /// Blanks between two comments, or two strings, belong to them, so that a phrase over several commented lines is
  /// in a comment; so does the carriage return at the end of a comment, which `.` matches.
  fileprivate init(_ spans: [TokenSpan], _ base: UnsafePointer<UInt8>, _ count: Int) {
    runs.reserveCapacity(spans.count)
    for span in spans {
      let zone: TextZones = span.kind == .comment ? .comment : .string
      var end = span.range.upperBound
      if zone == .comment, end < count, base[end] == 0x0D { end += 1 }
      if let last = runs.last, last.zone == zone, Self.isBlank(base, last.end, span.range.lowerBound) {
        runs[runs.count - 1].end = end
      } else {
        runs.append(Run(start: span.range.lowerBound, end: end, zone: zone))
      }
    }
  }

  private static func isBlank(_ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    var at = from
    while at < to, base[at] == 0x20 || base[at] == 0x0A || base[at] == 0x09 || base[at] == 0x0D { at += 1 }
    return at >= to
  }

  /// The kinds of text that `range` touches; of an empty range, the kind of what stands behind it.
  ///
  /// - Complexity: logarithmic in the comments and strings of the text.
  package func zones(of range: Range<Int>) -> TextZones {
    let upper = max(range.upperBound, range.lowerBound + 1)
    var next = runs.indices.partitionPoint { runs[$0].end <= range.lowerBound }
    var zones: TextZones = []
    var at = range.lowerBound
    while at < upper {
      guard next < runs.count, runs[next].start < upper else { return zones.union(.code) }
      if runs[next].start > at { zones.insert(.code) }
      zones.insert(runs[next].zone)
      at = runs[next].end
      next += 1
    }
    return zones
  }
}

/// Comments and strings of a text; nil when nothing is known of its language: all of it is code then.
///
/// One pass of the lexer that keeps nothing else. Reads at most ``syntaxLengthMax`` bytes; what lies behind is code.
///
/// - Complexity: linear in the text, 200 MB/s and more.
package func readZones(_ bytes: UnsafeRawBufferPointer, language: Language?) -> ZoneMap? {
  guard let language, let lexer = LexerTables.lexer(for: language), let start = bytes.baseAddress else {
    return nil
  }
  if case .diff = lexer { return nil }
  let base = start.assumingMemoryBound(to: UInt8.self)
  let spans = lexedSpans(base, min(bytes.count, syntaxLengthMax), lexer, SpanList(keepsOnlyZones: true))
  return ZoneMap(spans, base, bytes.count)
}

/// Whether comments and strings of a language are known.
package func hasZones(_ language: Language?) -> Bool {
  guard let language, let lexer = LexerTables.lexer(for: language) else { return false }
  if case .diff = lexer { return false }
  return true
}
