extension HIR {
  /// One line of an outline: how deep it is nested, and what stands there.
  package struct OutlineLine: Sendable, Equatable {
    /// 0 for the whole pattern.
    package var depth: Int
    /// `literal "foo"`, `one of [0-9A-F]`, `1 or more, greedy`.
    package var text: String
  }

  /// The pattern as an indented outline of at most `linesMax` lines; the last line says what was left out.
  package func outline(linesMax: Int) -> [OutlineLine] {
    var lines: [OutlineLine] = []
    var left = 0
    addOutline(0, linesMax, &lines, &left)
    if left > 0 { lines.append(OutlineLine(depth: 0, text: "and \(left) more parts")) }
    return lines
  }

  private func addOutline(_ depth: Int, _ linesMax: Int, _ lines: inout [OutlineLine], _ left: inout Int) {
    // Parsing bounds the depth, and each line stands for a part of the pattern's text.
    guard lines.count < linesMax else {
      left += 1
      return
    }
    lines.append(OutlineLine(depth: depth, text: summary))
    switch self {
    case .repeat(_, _, _, let inner), .capture(_, _, let inner):
      inner.addOutline(depth + 1, linesMax, &lines, &left)
    case .concat(let parts), .alternate(let parts):
      for part in parts { part.addOutline(depth + 1, linesMax, &lines, &left) }
    case .empty, .never, .literal, .scalars, .bytes, .look: break
    }
  }

  /// The node itself in words, without what is in it.
  private var summary: String {
    switch self {
    case .empty: return "nothing"
    case .never: return "no text at all"
    case .literal(let bytes):
      let cut = bytes.count > 64
      return "literal “\(String(decoding: bytes.prefix(64), as: UTF8.self))\(cut ? "…" : "")”"
    case .scalars(let set): return "one of \(set.summary)"
    case .bytes(let set): return "one byte of \(set.count)"
    case .look(let look): return "condition: \(look.summary)"
    case .repeat(let min, let max, let greedy, _):
      let count =
        switch (min, max) {
        case (0, 1?): "at most once"
        case (let least, nil): "\(least) or more times"
        case (let least, let most?): least == most ? "\(least) times" : "\(least) to \(most) times"
        }
      return count + (min == max ? "" : greedy ? ", as many as possible" : ", as few as possible")
    case .capture(let index, let name, _): return "group \(index)" + (name.map { " “\($0)”" } ?? "")
    case .concat: return "in sequence"
    case .alternate: return "one of these, the earlier preferred"
    }
  }
}

extension ScalarSet {
  /// The first ranges, and how many there are besides.
  package var summary: String {
    let shown = ranges.prefix(6).map { range in
      let first = Self.name(range.lowerBound)
      return range.count == 1 ? first : first + "–" + Self.name(range.upperBound)
    }
    let rest = ranges.count - shown.count
    return "[" + shown.joined(separator: " ") + "]" + (rest > 0 ? " and \(rest) more ranges" : "")
  }

  private static func name(_ value: UInt32) -> String {
    if value > 0x20, value < 0x7F, let scalar = Unicode.Scalar(value) { return String(scalar) }
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
  }
}

extension Look {
  fileprivate var summary: String {
    switch self {
    case .lineStart: "start of a line"
    case .lineEnd: "end of a line"
    case .textStart: "start of the text"
    case .textEnd: "end of the text"
    case .wordBoundary, .asciiWordBoundary: "border of a word"
    case .notWordBoundary, .asciiNotWordBoundary: "no border of a word"
    case .wordStart, .asciiWordStart: "start of a word"
    case .wordEnd, .asciiWordEnd: "end of a word"
    case .startHalf, .asciiStartHalf: "no word character before"
    case .endHalf, .asciiEndHalf: "no word character after"
    }
  }
}
