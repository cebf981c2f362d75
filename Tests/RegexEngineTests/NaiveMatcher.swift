import RegexEngine

/// The slowest and simplest matcher there is: backtracking straight over the ``HIR``, in order of preference.
///
/// What it says is what leftmost-first means; the machines are held against it.
struct NaiveMatcher {
  let hir: HIR
  let bytes: [UInt8]
  let groupCount: Int

  typealias Groups = [Range<Int>?]

  /// Steps left before the matcher gives up on a case that is exponential for it.
  var stepsLeft = 200_000

  init(_ regex: Regex, _ bytes: [UInt8]) {
    hir = regex.hir
    self.bytes = bytes
    groupCount = regex.captureNames.count
  }

  /// Every match with its groups as `Matcher.forEachMatch` reports them; nil when it takes too long, and for
  /// patterns on which backtracking and automata differ by design: a loop around what can be empty, such as
  /// `(a|b*?)*`. An automaton enters each place once per position; RE2 and others do the same.
  mutating func matches() -> [Groups]? {
    if hir.hasEmptyLoop { return nil }
    var result: [Groups] = []
    var start = 0
    var previousEnd = -1
    while start <= bytes.count {
      let position = start
      var found: Groups?
      _ = match(hir, position, Groups(repeating: nil, count: groupCount)) { _, end, groups in
        found = groups
        found?[0] = position..<end
        return true
      }
      if stepsLeft <= 0 { return nil }
      start += 1
      guard let found, let whole = found[0] else { continue }
      if whole.isEmpty && (position == previousEnd || splitsScalar(position)) { continue }
      result.append(found)
      previousEnd = whole.upperBound
      if !whole.isEmpty { start = whole.upperBound }
    }
    return result
  }

  private func splitsScalar(_ position: Int) -> Bool {
    position < bytes.count && bytes[position] & 0xC0 == 0x80
  }

  private typealias Rest = (inout NaiveMatcher, Int, Groups) -> Bool

  private mutating func match(_ hir: HIR, _ at: Int, _ groups: Groups, _ rest: Rest) -> Bool {
    stepsLeft -= 1
    if stepsLeft <= 0 { return true }
    switch hir {
    case .empty: return rest(&self, at, groups)
    case .never: return false
    case .literal(let literal):
      return bytes[at...].starts(with: literal) && rest(&self, at + literal.count, groups)
    case .scalars(let set):
      guard let (scalar, length) = scalar(at), set.contains(scalar) else { return false }
      return rest(&self, at + length, groups)
    case .bytes(let set): return at < bytes.count && set.contains(bytes[at]) && rest(&self, at + 1, groups)
    case .look(let look): return holds(look, at) && rest(&self, at, groups)
    case .capture(let index, _, let inner):
      return match(inner, at, groups) { matcher, end, groups in
        var groups = groups
        groups[index] = at..<end
        return rest(&matcher, end, groups)
      }
    case .concat(let parts): return sequence(parts[...], at, groups, rest)
    case .alternate(let branches):
      for branch in branches where match(branch, at, groups, rest) { return true }
      return false
    case .repeat(let min, let max, let greedy, let inner):
      return times(inner, min, max, greedy, at, groups, rest)
    }
  }

  private mutating func sequence(_ parts: ArraySlice<HIR>, _ at: Int, _ groups: Groups, _ rest: Rest) -> Bool
  {
    guard let first = parts.first else { return rest(&self, at, groups) }
    return match(first, at, groups) { matcher, end, groups in
      matcher.sequence(parts.dropFirst(), end, groups, rest)
    }
  }

  private mutating func times(
    _ inner: HIR, _ min: Int, _ max: Int?, _ greedy: Bool, _ at: Int, _ groups: Groups, _ rest: Rest
  ) -> Bool {
    if min > 0 {
      return match(inner, at, groups) { matcher, end, groups in
        matcher.times(inner, min - 1, max.map { $0 - 1 }, greedy, end, groups, rest)
      }
    }
    if max == 0 { return rest(&self, at, groups) }
    if !greedy && rest(&self, at, groups) { return true }
    let more = match(inner, at, groups) { matcher, end, groups in
      matcher.times(inner, 0, max.map { $0 - 1 }, greedy, end, groups, rest)
    }
    return more || greedy && rest(&self, at, groups)
  }

  private func scalar(_ at: Int) -> (UInt32, Int)? {
    for length in 1...4 where at + length <= bytes.count {
      if let text = String(validating: bytes[at..<at + length], as: UTF8.self),
        let only = text.unicodeScalars.first, text.unicodeScalars.count == 1
      {
        return (only.value, length)
      }
    }
    return nil
  }

  private func scalar(before at: Int) -> UInt32? {
    for length in 1...4 where at - length >= 0 {
      if let (value, found) = scalar(at - length), found == length { return value }
    }
    return nil
  }

  private func holds(_ look: Look, _ at: Int) -> Bool {
    let isText = (start: at == 0, end: at == bytes.count)
    let unicode = (before: isText.start ? 0x20 : scalar(before: at), after: isText.end ? 0x20 : scalar(at)?.0)
    let isWord = (before: word(unicode.before), after: word(unicode.after))
    let isASCII = (
      before: !isText.start && asciiWord(UInt32(bytes[at - 1])),
      after: !isText.end && asciiWord(UInt32(bytes[at]))
    )
    switch look {
    case .textStart: return isText.start
    case .textEnd: return isText.end
    case .lineStart: return isText.start || bytes[at - 1] == 0x0A
    case .lineEnd: return isText.end || bytes[at] == 0x0A
    case .wordBoundary: return isWord.before != isWord.after
    case .notWordBoundary:
      return unicode.before != nil && unicode.after != nil && isWord.before == isWord.after
    case .wordStart: return !isWord.before && isWord.after
    case .wordEnd: return isWord.before && !isWord.after
    case .startHalf: return unicode.before != nil && !isWord.before
    case .endHalf: return unicode.after != nil && !isWord.after
    case .asciiWordBoundary: return isASCII.before != isASCII.after
    case .asciiNotWordBoundary: return isASCII.before == isASCII.after
    case .asciiWordStart: return !isASCII.before && isASCII.after
    case .asciiWordEnd: return isASCII.before && !isASCII.after
    case .asciiStartHalf: return !isASCII.before
    case .asciiEndHalf: return !isASCII.after
    }
  }

  private func asciiWord(_ value: UInt32) -> Bool {
    value < 0x80
      && (value == 0x5F
        || Unicode.Scalar(value).map { $0.properties.isAlphabetic || ("0"..."9") ~= $0 } ?? false)
  }

  /// By the standard library's Unicode data, which is another source than the engine's tables.
  private func word(_ value: UInt32?) -> Bool {
    guard let value, let scalar = Unicode.Scalar(value) else { return false }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return properties.isAlphabetic || properties.isJoinControl
    }
  }
}

extension HIR {
  /// Whether there is a loop without an upper bound around what can be empty.
  var hasEmptyLoop: Bool {
    switch self {
    case .repeat(_, let max, _, let inner): max == nil && inner.minLength == 0 || inner.hasEmptyLoop
    case .capture(_, _, let inner): inner.hasEmptyLoop
    case .concat(let parts), .alternate(let parts): parts.contains { $0.hasEmptyLoop }
    case .empty, .never, .literal, .scalars, .bytes, .look: false
    }
  }
}
