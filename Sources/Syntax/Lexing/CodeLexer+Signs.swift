/// Signs that mean more than themselves in some languages.
extension CodeLexer {
  /// Reads what the sign begins; false when it is only a sign.
  mutating func special(_ byte: UInt8) -> Bool {
    let flags = tables.flags
    switch byte {
    case UInt8(ascii: "@"): return atSign()
    case UInt8(ascii: "#"): return hashSign()
    case UInt8(ascii: "$"): return dollarSign()
    case UInt8(ascii: "'"): return quoteSign()
    case UInt8(ascii: ":"): return symbol()
    case UInt8(ascii: "/"): return slashRegex()
    case UInt8(ascii: "<"):
      if flags.contains(.jsx), !isOperand, startsElement() {
        element(inTag: true)
        return true
      }
      return !flags.isDisjoint(with: [.heredocs, .phpHeredocs]) && heredoc()
    case UInt8(ascii: "%"):
      guard !isOperand else { return false }
      let next = peek(1) | 0x20
      let isLetter = [0x77, 0x69, 0x71, 0x72, 0x73, 0x78].contains(next)
      if isLetter {
        return chosenQuotes(from: index, mark: index &+ 2, kind: next == 0x72 ? .regex : .string)
      }
      guard [0x28, 0x5B, 0x7B].contains(peek(1)) else { return false }
      return chosenQuotes(from: index, mark: index &+ 1, kind: .string)
    case UInt8(ascii: "~"):
      guard (peek(1) | 0x20) &- 0x61 < 26, !isWordByte(peek(2)) else { return false }
      return chosenQuotes(from: index, mark: index &+ 2, kind: peek(1) | 0x20 == 0x72 ? .regex : .string)
    case UInt8(ascii: "\\"):
      return backslash()
    case UInt8(ascii: "["):
      if flags.contains(.longBrackets), let close = longBracketEnd(from: index) {
        spans.add(index, close, .string)
        (index, isOperand, previous) = (close, true, 0x22)
        return true
      }
      return flags.contains(.bracketAttributes) && bracketAttribute()
    case UInt8(ascii: "?"):
      guard peek(1) == 0x3E else { return false }
      stopped = true
      return true
    default: return false
    }
  }

  private func wordEnd(from place: Int) -> Int {
    var at = place
    while at < end, isWordByte(base[at]) { at &+= 1 }
    return at
  }

  private mutating func take(to place: Int, _ kind: TokenKind, isOperand value: Bool) -> Bool {
    spans.add(index, place, kind)
    (index, isOperand, previous, expected) = (place, value, 0x61, 0)
    return true
  }

  private mutating func atSign() -> Bool {
    var at = index &+ 1
    if tables.rules.at == .property, byte(at: at) == 0x40 { at &+= 1 }
    let start = at
    at = wordEnd(from: at)
    guard at > start, base[start] &- 0x30 >= 10 else { return false }
    switch tables.rules.at {
    case .attribute:
      while byte(at: at) == 0x2E, isWordByte(byte(at: at &+ 1)) { at = wordEnd(from: at &+ 1) }
      return take(to: at, .attribute, isOperand: false)
    case .keyword:
      let isType = at &- start > 3 && "interface implementation protocol class".contains(text(start, at))
      let done = take(to: at, .keyword, isOperand: false)
      if isType { expected = LexTables.Meaning.beforeType }
      return done
    case .function: return take(to: at, .function, isOperand: true)
    case .property: return take(to: at, .property, isOperand: true)
    case .nothing: return false
    }
  }

  private func text(_ from: Int, _ to: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: base + from, count: to &- from), as: UTF8.self)
  }

  private mutating func hashSign() -> Bool {
    switch tables.rules.hash {
    case .nothing: return false
    case .directive: return isFirstOnLine(index) && directive()
    case .word:
      let at = wordEnd(from: index &+ 1)
      if at > index &+ 1 { return take(to: at, .keyword, isOperand: false) }
      return false
    case .rawString:
      var hashes = 0
      while peek(hashes) == 0x23 { hashes += 1 }
      if peek(hashes) == 0x22 {
        hashedString(from: index, quote: index &+ hashes, hashes: hashes)
        return true
      }
      let at = wordEnd(from: index &+ 1)
      if hashes == 1, at > index &+ 1 { return take(to: at, .keyword, isOperand: false) }
      // All of them at once: a row of signs is read once.
      (index, isOperand, previous) = (index &+ hashes, false, 0x23)
      return true
    case .bracket:
      var at = index &+ 1
      if byte(at: at) == 0x21 { at &+= 1 }
      guard byte(at: at) == 0x5B,
        let close = delimitedEnd(from: at &+ 1, open: 0x5B, close: 0x5D, oneLine: false)
      else { return false }
      return take(to: close, .attribute, isOperand: false)
    }
  }

  /// `#define NAME`, `#include <path>` and the others.
  private mutating func directive() -> Bool {
    var at = index &+ 1
    while byte(at: at) == 0x20 || byte(at: at) == 0x09 { at &+= 1 }
    let start = at
    at = wordEnd(from: at)
    guard at > start else { return false }
    let name = text(start, at)
    _ = take(to: at, .keyword, isOperand: false)
    while byte(at: at) == 0x20 || byte(at: at) == 0x09 { at &+= 1 }
    switch name {
    case "include", "import", "include_next":
      guard byte(at: at) == 0x3C else { break }
      let stop = lineEnd(from: at)
      var close = at
      while close < stop, base[close] != 0x3E { close &+= 1 }
      if close < stop { spans.add(at, close &+ 1, .string) }
      index = min(stop, close &+ 1)
    case "define", "undef", "ifdef", "ifndef":
      let stop = wordEnd(from: at)
      spans.add(at, stop, byte(at: stop) == 0x28 && name == "define" ? .function : .constant)
      index = stop
    case "error", "warning", "pragma", "region", "endregion":
      let stop = lineEnd(from: at)
      if name != "pragma" { spans.add(at, stop, .string) } else { spans.add(at, stop, .attribute) }
      index = stop
    default: break
    }
    return true
  }

  private mutating func dollarSign() -> Bool {
    if tables.rules.dollar == .property {
      // `$(…)` is code of the same language and `${…}` a variable.
      let stop = variableEnd(from: index, braces: true)
      return stop > index &+ 1 && take(to: stop, .property, isOperand: true)
    }
    let at = wordEnd(from: index &+ 1)
    guard at > index &+ 1 else { return false }
    // A variable may be spelled like a keyword; `$this` is one.
    if text(index &+ 1, min(at, index &+ 6)) == "this", at == index &+ 5 {
      return take(to: at, .keyword, isOperand: true)
    }
    (index, isOperand, previous, expected) = (at, true, 0x61, 0)
    return true
  }

  /// `'x'`, `'\n'`, `'\u{1F600}'`; a lifetime where the language has them.
  private mutating func quoteSign() -> Bool {
    var at = index &+ 1
    let next = byte(at: at)
    guard next != 0, next != 0x0A else { return false }
    if next == 0x5C {
      at &+= 2
      let limit = min(end, at &+ 12)
      while at < limit, base[at] != 0x27, base[at] != 0x0A { at &+= 1 }
    } else {
      at &+= 1
      while at < end, base[at] & 0xC0 == 0x80, at < index &+ 6 { at &+= 1 }
    }
    if byte(at: at) == 0x27, next != 0x27 { return take(to: at &+ 1, .string, isOperand: true) }
    guard tables.rules.quote == .lifetime else { return false }
    let stop = wordEnd(from: index &+ 1)
    return stop > index &+ 1 && take(to: stop, .attribute, isOperand: false)
  }

  private mutating func symbol() -> Bool {
    let next = peek(1)
    if next == 0x3A {
      // `::` joins names.
      previous = 0x3A
      index &+= 2
      isOperand = false
      return true
    }
    let before = byte(at: index &- 1)
    guard !isWordByte(before), before != 0x29, before != 0x22 else { return false }
    if next == 0x22, tables.flags.contains(.percentLiterals) || tables.flags.contains(.sigils) {
      return false
    }
    var at = index &+ 1
    guard isWordByte(next), next &- 0x30 >= 10 || tables.flags.contains(.lispCalls) else { return false }
    while at < end, tables.inWord[Int(base[at])] { at &+= 1 }
    return take(to: at, .constant, isOperand: true)
  }

  private mutating func backslash() -> Bool {
    if tables.flags.contains(.backslashCharacters) {
      var at = index &+ 2
      while at < end, isWordByte(base[at]) { at &+= 1 }
      return take(to: min(at, end), .string, isOperand: true)
    }
    index = min(end, index &+ 2)
    (isOperand, previous) = (true, 0x61)
    return true
  }

  /// `[Name(…)]` and `[[name]]` first on a line.
  private mutating func bracketAttribute() -> Bool {
    guard isFirstOnLine(index) || previous == 0x5D, !isOperand || previous == 0x5D || isFirstOnLine(index)
    else { return false }
    var at = index &+ 1
    if byte(at: at) == 0x5B { at &+= 1 }
    guard (byte(at: at) | 0x20) &- 0x61 < 26 else { return false }
    index = at
    at = wordEnd(from: at)
    while byte(at: at) == 0x2E || byte(at: at) == 0x3A, isWordByte(byte(at: at &+ 1)) || byte(at: at) == 0x3A
    {
      at = wordEnd(from: at &+ 1)
    }
    return take(to: at, .attribute, isOperand: false)
  }
}
