/// Strings, with the code in them, here-documents and regular expressions.
extension CodeLexer {
  /// A string by a rule, from its first coloured byte; reading goes on at `place`, which is inside.
  ///
  /// Stops at a hole, whose code is read by the loop; the bracket that closes it comes back here.
  mutating func string(_ rule: Int, from start: Int, at place: Int) {
    let text = tables.rules.strings[rule]
    let close = tables.closers[rule]
    let first = close[0]
    var from = start
    var at = place
    while at < end {
      let byte = base[at]
      if byte == text.escape, byte != 0, byte != first || close.count > 1 {
        if text.holes == .backslashParenthesis, at &+ 1 < end, base[at &+ 1] == 0x28 {
          if hole(.string(rule), from: &from, to: at &+ 1, open: 0x28, close: 0x29) { return }
        }
        at &+= 2
      } else if byte == first, matches(close, at: at) {
        if text.doubles, matches(close, at: at &+ close.count) {
          at &+= 2 &* close.count
        } else {
          return finish(text.kind, from: from, to: at &+ close.count)
        }
      } else if byte == 0x0A, !text.crossesLines {
        return finish(text.kind, from: from, to: at)
      } else if text.holes != .none, byte == 0x24 || byte == 0x23 || byte == 0x7B {
        if openHole(byte, .string(rule), text.holes, from: &from, at: &at, kind: text.kind) { return }
      } else {
        at &+= 1
      }
    }
    finish(text.kind, from: from, to: end)
  }

  private mutating func finish(_ kind: TokenKind, from: Int, to place: Int) {
    let place = min(place, end)
    spans.add(from, place, kind)
    if tables.flags.contains(.stringKeys), nextByte(after: place) == 0x3A {
      spans.recolour(from: from, .property)
    }
    index = max(place, index)
    (isOperand, previous, expected) = (true, 0x22, 0)
  }

  /// The next byte that isn't a blank on the line, at most 8 bytes away.
  func nextByte(after place: Int) -> UInt8 {
    var at = place
    while at < end, at < place &+ 8, base[at] == 0x20 || base[at] == 0x09 { at &+= 1 }
    return at < end ? base[at] : 0
  }

  /// Colours the string up to a hole and enters it.
  private mutating func hole(
    _ kind: Frame.Kind, from: inout Int, to place: Int, open: UInt8, close: UInt8
  ) -> Bool {
    guard enterHole(kind, open: open, close: close) else { return false }
    spans.add(from, place &+ 1, .string)
    index = place &+ 1
    return true
  }

  /// A sign that may begin a hole: true when the loop is to read its code; else `at` is moved on.
  private mutating func openHole(
    _ byte: UInt8, _ kind: Frame.Kind, _ holes: LexRules.Holes, from: inout Int, at: inout Int,
    kind token: TokenKind
  ) -> Bool {
    let next = self.byte(at: at &+ 1)
    switch (byte, holes) {
    case (0x24, .dollar), (0x24, .dollarBrace):
      if next == 0x7B { if hole(kind, from: &from, to: at &+ 1, open: 0x7B, close: 0x7D) { return true } }
    case (0x24, .shell), (0x24, .dollarParenthesis):
      if next == 0x28 { if hole(kind, from: &from, to: at &+ 1, open: 0x28, close: 0x29) { return true } }
    case (0x23, .hashBrace):
      if next == 0x7B { if hole(kind, from: &from, to: at &+ 1, open: 0x7B, close: 0x7D) { return true } }
    case (0x7B, .brace):
      if next == 0x7B {
        at &+= 2
        return false
      }
      if hole(kind, from: &from, to: at, open: 0x7B, close: 0x7D) { return true }
    default: break
    }
    if byte == 0x24, holes == .dollar || holes == .shell {
      let stop = variableEnd(from: at, braces: holes == .shell)
      if stop > at &+ 1 {
        spans.add(from, at, token)
        spans.add(at, stop, .property)
        (from, at) = (stop, stop)
        return false
      }
    }
    at &+= 1
    return false
  }

  /// The end of `$name` or `${…}` on one line; the place after `$` when it names nothing.
  func variableEnd(from place: Int, braces: Bool) -> Int {
    var at = place &+ 1
    guard at < end else { return at }
    if base[at] == 0x7B {
      guard braces else { return at }
      var nested = 0
      let limit = min(end, at &+ 400)
      while at < limit, base[at] != 0x0A {
        if base[at] == 0x7B { nested &+= 1 }
        if base[at] == 0x7D {
          nested &-= 1
          if nested == 0 { return at &+ 1 }
        }
        at &+= 1
      }
      return place &+ 1
    }
    if base[at] & 0xDF &- 0x41 < 26 || base[at] == 0x5F {
      while at < end, isWordByte(base[at]), base[at] < 0x80 { at &+= 1 }
    } else if braces, base[at] &- 0x30 < 10 || "@*#?!$-".utf8.contains(base[at]) {
      at &+= 1
    }
    return at
  }

  // MARK: Here-documents

  /// `<<TAG` and its relatives: remembers the tag; the text begins on the next line.
  mutating func heredoc() -> Bool {
    guard !refusesHeredocs, heredocs.count < 8 else { return false }
    let isPHP = tables.flags.contains(.phpHeredocs)
    var at = index &+ 2
    guard peek(1) == 0x3C else { return false }
    if isPHP {
      guard peek(2) == 0x3C else { return false }
      at &+= 1
      while byte(at: at) == 0x20 { at &+= 1 }
    } else {
      if peek(2) == 0x3C { return false }
      if peek(2) == 0x2D || peek(2) == 0x7E { at &+= 1 }
      if tables.rules.dollar == .property { while byte(at: at) == 0x20 { at &+= 1 } }
    }
    let quote = byte(at: at)
    let isQuoted = quote == 0x22 || quote == 0x27 || quote == 0x5C
    if isQuoted { at &+= 1 }
    let start = at
    while at < end, isWordByte(base[at]) { at &+= 1 }
    guard at > start, at &- start <= 60, base[start] &- 0x30 >= 10 else { return false }
    // `array << value` in Ruby and shifts in Perl: only tags in capitals, or quoted, or with a sign.
    if !isQuoted, !isPHP, tables.rules.dollar != .property, start == index &+ 2,
      base[start] &- 0x41 >= 26
    {
      return false
    }
    if isQuoted, quote != 0x5C {
      guard byte(at: at) == quote else { return false }
      at &+= 1
    }
    let isRaw = quote == 0x27 || quote == 0x5C
    spans.add(index, at, .string)
    let tag = start..<(isQuoted && quote != 0x5C ? at &- 1 : at)
    heredocs.append(Heredoc(tag: tag, holes: isRaw ? .none : .shell))
    (index, isOperand, previous) = (at, true, 0x22)
    return true
  }

  /// The texts of the here-documents announced on the line before; `index` is at their first byte.
  mutating func readHeredocs() {
    let waiting = heredocs
    heredocs = []
    for document in waiting {
      var line = index
      var found = false
      while line < end {
        let stop = lineEnd(from: line)
        if isTag(document.tag, from: line, to: stop) {
          spans.add(index, min(stop, line &+ 200), .string)
          index = isPHPTagLine ? min(stop, afterTag(document.tag, line: line)) : stop
          found = true
          break
        }
        line = min(stop &+ 1, end)
      }
      if !found {
        refusesHeredocs = true
        return
      }
    }
  }

  private var isPHPTagLine: Bool { tables.flags.contains(.phpHeredocs) }

  private func afterTag(_ tag: Range<Int>, line: Int) -> Int {
    var at = line
    while at < end, base[at] == 0x20 || base[at] == 0x09 { at &+= 1 }
    return at &+ tag.count
  }

  private func isTag(_ tag: Range<Int>, from: Int, to: Int) -> Bool {
    var at = from
    while at < to, base[at] == 0x20 || base[at] == 0x09 { at &+= 1 }
    guard at &+ tag.count <= to else { return false }
    for offset in 0..<tag.count where base[at &+ offset] != base[tag.lowerBound &+ offset] { return false }
    at &+= tag.count
    if isPHPTagLine { return at >= to || !isWordByte(base[at]) }
    while at < to, isBlank(base[at]) { at &+= 1 }
    return at == to
  }

  // MARK: Regular expressions and quotes of choice

  /// `/…/flags` on one line.
  mutating func slashRegex() -> Bool {
    guard !isOperand, index >= regexFailedUntil else { return false }
    let next = peek(1)
    guard next != 0x2F, next != 0x2A, next != 0x20 || !tables.flags.contains(.percentLiterals) else {
      return false
    }
    guard let close = delimitedEnd(from: index &+ 1, open: 0x2F, close: 0x2F, oneLine: true) else {
      return false
    }
    var at = close
    while at < end, base[at] | 0x20 &- 0x61 < 26, at < close &+ 8 { at &+= 1 }
    spans.add(index, at, .regex)
    (index, isOperand, previous, expected) = (at, true, 0x2F, 0)
    return true
  }

  /// The place after the closing mark, brackets nested; nil when there is none within the limit.
  mutating func delimitedEnd(from place: Int, open: UInt8, close: UInt8, oneLine: Bool) -> Int? {
    var at = place
    var nested = 0
    var inClass = false
    let limit = min(end, place &+ (oneLine ? Self.regexMax : 1 << 16))
    while at < limit {
      let byte = base[at]
      if byte == 0x0A, oneLine { break }
      if byte == 0x5C {
        at &+= 2
        continue
      }
      if open == 0x2F, byte == 0x5B { inClass = true }
      if inClass, byte == 0x5D { inClass = false }
      if byte == close, !inClass {
        if nested == 0 { return at &+ 1 }
        nested &-= 1
      } else if byte == open, open != close {
        nested &+= 1
      }
      at &+= 1
    }
    if oneLine { regexFailedUntil = at }
    return nil
  }

  /// The bracket that closes this one, or the byte itself.
  func mirrored(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x28: 0x29
    case 0x5B: 0x5D
    case 0x7B: 0x7D
    case 0x3C: 0x3E
    default: byte
    }
  }

  /// A literal in marks of the writer's choice, whose opening mark is at `place`.
  mutating func chosenQuotes(from start: Int, mark place: Int, kind: TokenKind, parts: Int = 1) -> Bool {
    let open = byte(at: place)
    guard open > 0x20, open < 0x80, !isWordByte(open), open != 0x2C, open != 0x3B, open != 0x3D,
      open != 0x29, place >= regexFailedUntil
    else { return false }
    var at = place
    for part in 0..<parts {
      // `s{…}{…}` has two pairs of brackets, `s/…/…/` three slashes.
      if part == 0 || mirrored(open) != open {
        while part > 0, at < end, isBlank(base[at]) || base[at] == 0x0A { at &+= 1 }
        at &+= 1
      }
      guard let stop = delimitedEnd(from: at, open: open, close: mirrored(open), oneLine: false) else {
        regexFailedUntil = min(end, at &+ 1 << 16)
        return false
      }
      at = stop
    }
    if kind == .regex { while at < end, base[at] | 0x20 &- 0x61 < 26 { at &+= 1 } }
    spans.add(start, at, kind)
    (index, isOperand, previous, expected) = (at, true, 0x22, 0)
    return true
  }

  /// `[==[ … ]==]`: the place after its end, if one opens here.
  func longBracketEnd(from place: Int) -> Int? {
    var at = place &+ 1
    while byte(at: at) == 0x3D { at &+= 1 }
    guard byte(at: at) == 0x5B else { return nil }
    let level = at &- place &- 1
    at &+= 1
    while at < end {
      if base[at] == 0x5D {
        var other = at &+ 1
        while byte(at: other) == 0x3D { other &+= 1 }
        if other &- at &- 1 == level, byte(at: other) == 0x5D { return other &+ 1 }
        at = max(other, at &+ 1)
      } else {
        at &+= 1
      }
    }
    return end
  }

  /// `"…"` closed by a quote and as many `#` as opened it; `place` is at the first quote.
  mutating func hashedString(from start: Int, quote place: Int, hashes: Int) {
    let isTriple = byte(at: place &+ 1) == 0x22 && byte(at: place &+ 2) == 0x22
    let quotes = isTriple ? 3 : 1
    var at = place &+ quotes
    scan: while at < end {
      if base[at] == 0x22 {
        for offset in 0..<quotes where byte(at: at &+ offset) != 0x22 {
          at &+= 1
          continue scan
        }
        let after = at &+ quotes
        var found = 0
        while found < hashes, byte(at: after &+ found) == 0x23 { found &+= 1 }
        if found == hashes { return hashedEnd(from: start, to: after &+ hashes) }
      }
      at &+= 1
    }
    hashedEnd(from: start, to: end)
  }

  private mutating func hashedEnd(from start: Int, to place: Int) {
    spans.add(start, place, .string)
    (index, isOperand, previous, expected) = (place, true, 0x22, 0)
  }
}
