/// Words and numbers.
extension CodeLexer {
  private typealias Meaning = LexTables.Meaning

  /// A word: keyword, name of a function or type, prefix of a string, or nothing.
  mutating func word() {
    let start = index
    let folds = tables.flags.contains(.foldsCase)
    let inWord = tables.inWord
    var hash = LexTables.seed
    var at = start
    repeat {
      hash = LexTables.step(hash, folds ? lowered(base[at]) : base[at])
      at &+= 1
    } while at < end && inWord[Int(base[at])]
    index = at
    let flags = tables.flags
    let next = at < end ? base[at] : 0
    let isAfterDot = isMember(before: start)
    var meaning = tables.meaning(of: base + start, count: at &- start, hash: hash)
    if meaning & Meaning.isPrefix != 0 {
      if next == 0x22 || next == 0x27 || next == 0x60 || next == 0x23, prefixed(from: start) { return }
      meaning &= ~Meaning.isPrefix
    }
    if isAfterDot, meaning & Meaning.isValue == 0 || !flags.contains(.dottedKeywords) {
      if !flags.contains(.dottedKeywords) || meaning == 0 { meaning = 0 }
    }
    if flags.contains(.perlQuotes), !isAfterDot, perlQuotes(from: start) { return }
    let waited = expected
    defer { previous = 0x61 }
    if meaning & Meaning.kinds != 0, let kind = TokenKind(rawValue: meaning & Meaning.kinds) {
      let isKey = flags.contains(.colonKeys) && next == 0x3A && isKeyPlace(start)
      spans.add(start, at, isKey ? .property : kind)
      isOperand = meaning & Meaning.isValue != 0
      expected = meaning & (Meaning.beforeFunction | Meaning.beforeType)
      // `def self.name` still waits for its name.
      if waited != 0, meaning & Meaning.isValue != 0 { expected = waited }
      return
    }
    isOperand = true
    expected = 0
    if let kind = kindOfName(start, at, isAfterDot: isAfterDot, waited: waited, next: next) {
      spans.add(start, at, kind)
    }
    if waited != 0, next == 0x2E || (next == 0x3A && byte(at: at &+ 1) == 0x3A) { expected = waited }
  }

  /// Whether `.` or `->` stands directly before.
  @inline(__always)
  private func isMember(before start: Int) -> Bool {
    guard start > 0 else { return false }
    let before = base[start &- 1]
    if before == 0x2E {
      return tables.flags.contains(.dots) && !(start > 1 && base[start &- 2] == 0x2E)
    }
    return before == 0x3E && start > 1 && base[start &- 2] == 0x2D && tables.flags.contains(.arrows)
  }

  private mutating func kindOfName(
    _ start: Int, _ at: Int, isAfterDot: Bool, waited: UInt8, next: UInt8
  ) -> TokenKind? {
    let flags = tables.flags
    if waited & Meaning.beforeFunction != 0 { return .function }
    if waited & Meaning.beforeType != 0, next != 0x2E { return .type }
    let first = base[start]
    let isCapital = first &- 0x41 < 26
    if isCapital, flags.contains(.capitalVariables) { return nil }
    let isCall =
      next == 0x28 && flags.contains(.calls)
      || next == 0x20 && flags.contains(.spacedCalls) && byte(at: at &+ 1) == 0x28
    let isMixed = isCapital && hasLower(start &+ 1, at)
    if isCall {
      return isMixed && flags.contains(.capitalCalls) ? .type : .function
    }
    if flags.contains(.bangMacros), next == 0x21, byte(at: at &+ 1) != 0x3D {
      index = at &+ 1
      spans.add(start, at &+ 1, .function)
      return nil
    }
    if flags.contains(.lispCalls), start > 0, base[start &- 1] == 0x28 { return .function }
    if let key = keyKind(start, at, next: next) { return key }
    if isAfterDot { return isMixed && flags.contains(.capitalCalls) ? .type : .property }
    if isCapital {
      if flags.contains(.pointerTypes) { return isTypePlace(next: next) ? .type : nil }
      if isMixed || at &- start == 1 {
        return flags.contains(.capitalTypes) ? .type : nil
      }
      return flags.contains(.upperConstants) && at &- start > 1 ? .constant : nil
    }
    if flags.contains(.suffixT), at &- start > 2, base[at &- 1] == 0x74, base[at &- 2] == 0x5F {
      return .type
    }
    if flags.contains(.commands), previous == 0x3A || isFirstOnLine(start) { return .function }
    return nil
  }

  /// Whether a name stands as a type in Go: `*T`, `[]T`, `&T`, `T{`.
  private func isTypePlace(next: UInt8) -> Bool {
    previous == 0x2A || previous == 0x5D || previous == 0x26 || next == 0x7B
  }

  /// Keys and labels: words with a colon or an equals sign after them.
  private func keyKind(_ start: Int, _ at: Int, next: UInt8) -> TokenKind? {
    let flags = tables.flags
    if next == 0x3A {
      if flags.contains(.colonKeys), byte(at: at &+ 1) != 0x3A, isKeyPlace(start) { return .property }
      if flags.contains(.labels), isFirstOnLine(start) { return .function }
    }
    if flags.contains(.lineKeys) {
      let sign = nextByte(after: at)
      if sign == 0x3D || sign == 0x3A, isFirstOnLine(start) { return .property }
    }
    return nil
  }

  private func isKeyPlace(_ start: Int) -> Bool {
    previous == 0x7B || previous == 0x2C || previous == 0x28 || isFirstOnLine(start)
  }

  private func hasLower(_ from: Int, _ to: Int) -> Bool {
    var at = from
    while at < to {
      if base[at] &- 0x61 < 26 { return true }
      at &+= 1
    }
    return false
  }

  /// A string with letters before its quote: `r"…"`, `b'…'`, `u8R"x(…)x"`, `r#"…"#`.
  private mutating func prefixed(from start: Int) -> Bool {
    let flags = tables.flags
    var isRaw = false
    var isFormat = false
    for place in start..<index {
      let letter = base[place] | 0x20
      if letter == 0x72 || letter == 0x40 { isRaw = true }
      if letter == 0x66 || letter == 0x24 || letter == 0x73 { isFormat = true }
    }
    if peek(0) == 0x23 {
      guard flags.contains(.hashedRaw), isRaw else { return false }
      var hashes = 0
      while peek(hashes) == 0x23 { hashes += 1 }
      guard peek(hashes) == 0x22 else { return false }
      hashedString(from: start, quote: index &+ hashes, hashes: hashes)
      return true
    }
    if flags.contains(.hashedRaw), isRaw, peek(0) == 0x22 {
      hashedString(from: start, quote: index, hashes: 0)
      return true
    }
    if flags.contains(.delimitedRaw), base[index &- 1] == 0x52, peek(0) == 0x22 {
      return delimitedRaw(from: start)
    }
    // The strings with a prefix follow the plain ones in the rules: `raw` and `format` are found by what
    // they allow.
    var chosen: (rule: Int, score: Int, length: Int)?
    for (rule, text) in tables.rules.strings.enumerated() {
      let mark = Array(text.open.utf8)
      guard matches(mark, at: index) else { continue }
      let score =
        mark.count * 4 + ((text.escape == 0) == isRaw ? 2 : 0) + ((text.holes != .none) == isFormat ? 1 : 0)
      if score > chosen?.score ?? 0 { chosen = (rule, score, mark.count) }
    }
    guard let chosen else { return false }
    string(chosen.rule, from: start, at: index &+ chosen.length)
    return true
  }

  /// `R"tag(…)tag"`, with a tag of at most 16 bytes.
  private mutating func delimitedRaw(from start: Int) -> Bool {
    var at = index &+ 1
    while at < end, at < index &+ 18, base[at] != 0x28, base[at] > 0x20 { at &+= 1 }
    guard byte(at: at) == 0x28 else { return false }
    let tag = (index &+ 1)..<at
    while at < end {
      if base[at] == 0x29, byte(at: at &+ 1 &+ tag.count) == 0x22 {
        var offset = 0
        while offset < tag.count, base[at &+ 1 &+ offset] == base[tag.lowerBound &+ offset] { offset &+= 1 }
        if offset == tag.count {
          at = min(end, at &+ tag.count &+ 2)
          break
        }
      }
      at &+= 1
    }
    spans.add(start, at, .string)
    (index, isOperand, previous) = (at, true, 0x22)
    return true
  }

  /// `q(…)`, `qw{…}`, `m/…/`, `s/…/…/`, `tr/…/…/`.
  private mutating func perlQuotes(from start: Int) -> Bool {
    let length = index &- start
    guard length <= 2, !isOperand || length == 2 else { return false }
    let first = base[start]
    let second: UInt8 = length == 2 ? base[start &+ 1] : 0
    var mark = index
    let kind: TokenKind
    var parts = 1
    switch (first, second) {
    case (0x71, 0), (0x71, 0x71), (0x71, 0x77), (0x71, 0x78): kind = .string
    case (0x6D, 0), (0x71, 0x72): kind = .regex
    case (0x73, 0), (0x79, 0), (0x74, 0x72): (kind, parts) = (.regex, 2)
    default: return false
    }
    if kind == .string || first == 0x71 { while byte(at: mark) == 0x20 { mark &+= 1 } }
    guard byte(at: mark) != 0x23 || mark == index else { return false }
    if previous == 0x7B, byte(at: mark) == 0x7D { return false }
    return chosenQuotes(from: start, mark: mark, kind: kind, parts: parts)
  }

  /// A number with its base, exponent, separators and suffix.
  mutating func number() {
    let start = index
    var at = index &+ 1
    let quotes = tables.flags.contains(.digitQuotes)
    while at < end {
      let byte = base[at]
      if byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F {
        at &+= 1
      } else if byte == 0x2E {
        // `1..2` is a range and `1.abs` a call.
        guard at &+ 1 < end, base[at &+ 1] &- 0x30 < 10 else { break }
        at &+= 2
      } else if byte == 0x2B || byte == 0x2D {
        let before = base[at &- 1] | 0x20
        let isHex = at > start &+ 1 && base[start] == 0x30 && base[start &+ 1] | 0x20 == 0x78
        guard before == 0x65 && !isHex || before == 0x70 && isHex, at &+ 1 < end,
          base[at &+ 1] &- 0x30 < 10
        else { break }
        at &+= 2
      } else if quotes, byte == 0x27, at &+ 1 < end, isWordByte(base[at &+ 1]) {
        at &+= 2
      } else {
        break
      }
    }
    spans.add(start, at, .number)
    (index, isOperand, previous, expected) = (at, true, 0x30, 0)
  }
}
