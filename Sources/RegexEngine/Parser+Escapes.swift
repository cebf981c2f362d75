extension Parser {
  /// A backslash and what it stands for, outside a class.
  mutating func escape() throws(RegexError) -> Piece {
    let start = index
    if let look = try lookEscape() { return Piece(hir: .look(look), cost: 16) }
    if let members = try classEscape() { return finish(members) }
    let scalar = try characterEscape(inClass: false)
    // In byte mode \xFF is the byte, not the scalar U+00FF.
    if !flags.unicode && scalar >= 0x80 && scalar <= 0xFF && isNumeric(start) {
      return Piece(hir: .literal([UInt8(scalar)]), cost: 16)
    }
    return literal(scalar)
  }

  private func isNumeric(_ start: Int) -> Bool {
    guard start + 1 < scalars.count else { return false }
    let letter = scalars[start + 1]
    return letter == 0x78 || (0x30...0x37).contains(letter)
  }

  /// `\b`, `\A` and their kin; nil when the escape is none of them.
  private mutating func lookEscape() throws(RegexError) -> Look? {
    let start = index
    let unicode = flags.unicode
    if take("\\b{") {
      if take("start}") { return unicode ? .wordStart : .asciiWordStart }
      if take("end}") { return unicode ? .wordEnd : .asciiWordEnd }
      if take("start-half}") { return unicode ? .startHalf : .asciiStartHalf }
      if take("end-half}") { return unicode ? .endHalf : .asciiEndHalf }
      index -= 1  // The "{" may start a count.
      guard repetitionAhead() != nil else {
        throw RegexError(
          .badEscape, range(from: start, count: 3), "\"\\b{\" is not followed by a kind of border",
          suggestion: "write \\b{start}, \\b{end}, \\b{start-half} or \\b{end-half}, or \\b\\{")
      }
      return unicode ? .wordBoundary : .asciiWordBoundary
    }
    if take("\\b") { return unicode ? .wordBoundary : .asciiWordBoundary }
    if take("\\B") { return unicode ? .notWordBoundary : .asciiNotWordBoundary }
    if take("\\<") { return unicode ? .wordStart : .asciiWordStart }
    if take("\\>") { return unicode ? .wordEnd : .asciiWordEnd }
    if take("\\A") { return .textStart }
    if take("\\z") { return .textEnd }
    return nil
  }

  /// The members of `\d \D \s \S \w \W \pX \p{…} \P…`; nil when the escape is none of them.
  mutating func classEscape() throws(RegexError) -> ScalarSet? {
    guard let letter = peek() else { return nil }
    let set: ScalarSet
    switch letter {
    case 0x64, 0x44: set = flags.unicode ? UnicodeData.digit : ScalarSet([0x30...0x39])
    case 0x73, 0x53: set = flags.unicode ? UnicodeData.space : ScalarSet([0x09...0x0D, 0x20...0x20])
    case 0x77, 0x57:
      set =
        flags.unicode ? UnicodeData.word : ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    case 0x70, 0x50: return try property(negated: letter == 0x50)
    default: return nil
    }
    index += 2
    return letter < 0x61 ? negated(set) : set
  }

  /// `set`'s complement among scalars, or among bytes in byte mode.
  func negated(_ set: ScalarSet) -> ScalarSet {
    flags.unicode ? set.complement : set.complement.intersection(ScalarSet([0...0xFF]))
  }

  /// `\pX`, `\p{Name}`, `\p{name=value}`, `\p{^Name}`.
  private mutating func property(negated: Bool) throws(RegexError) -> ScalarSet {
    let start = index
    index += 2
    guard flags.unicode else {
      throw RegexError(
        .notSupported("Unicode classes in byte mode"), range(from: start), "\\p has no meaning in (?-u)",
        suggestion: "use (?u:…) around it, or an ASCII class such as [[:alpha:]]")
    }
    var isNegated = negated
    let name: String
    if take("{") {
      if take("^") { isNegated.toggle() }
      let nameStart = index
      while let scalar = current, scalar != 0x7D, index - nameStart < 128 { index += 1 }
      name = text(nameStart..<index)
      guard take("}") else {
        throw RegexError(
          .badEscape, range(from: start), "the name after \"\\p{\" has no \"}\"",
          suggestion: "write \\p{Greek}")
      }
    } else if let letter = current {
      index += 1
      name = Unicode.Scalar(letter).map { String(Character($0)) } ?? ""
    } else {
      throw RegexError(
        .badEscape, range(from: start), "\"\\p\" without a name", suggestion: "write \\p{Greek} or \\pL")
    }
    guard var set = UnicodeData.property(name) else {
      throw RegexError(
        .unknownClass(name), range(from: start), "no Unicode class is named \"\(name)\"",
        suggestion:
          "general categories such as L or Lu, scripts such as Greek, and properties such as Alphabetic")
    }
    if flags.caseInsensitive { set = UnicodeData.closedUnderFolding(set) }
    return isNegated ? set.complement : set
  }

  /// An escape for one character.
  mutating func characterEscape(inClass: Bool) throws(RegexError) -> UInt32 {
    let start = index
    guard let letter = peek() else {
      index += 1
      throw RegexError(
        .badEscape, range(from: start), "the pattern ends in a backslash",
        suggestion: "write \"\\\\\" for the character")
    }
    index += 2
    switch letter {
    case 0x61: return 0x07
    case 0x66: return 0x0C
    case 0x74: return 0x09
    case 0x6E: return 0x0A
    case 0x72: return 0x0D
    case 0x76: return 0x0B
    case 0x78: return try hexadecimal(start, digits: 2)
    case 0x75: return try hexadecimal(start, digits: 4)
    case 0x55: return try hexadecimal(start, digits: 8)
    case 0x30: return octal(first: 0)
    case 0x31...0x37 where (0x30...0x37).contains(current ?? 0): return octal(first: letter - 0x30)
    case 0x30...0x39:
      throw RegexError(
        .notSupported("a back reference"), range(from: start),
        "a back reference is not supported: it can take exponential time",
        suggestion: "write the text out, or \\x31 for the character with that number")
    case 0x00..<0x80 where !isWordCharacter(letter) || letter == 0x5F: return letter
    default: throw badEscape(start, letter, inClass: inClass)
    }
  }

  private func isWordCharacter(_ scalar: UInt32) -> Bool {
    (0x30...0x39).contains(scalar) || asciiOtherCase(scalar) != nil || scalar == 0x5F
  }

  private mutating func octal(first: UInt32) -> UInt32 {
    var value = first
    var count = 1
    while count < 3, let digit = current, (0x30...0x37).contains(digit) {
      value = value * 8 + digit - 0x30
      index += 1
      count += 1
    }
    return value
  }

  private mutating func hexadecimal(_ start: Int, digits: Int) throws(RegexError) -> UInt32 {
    func value(_ scalar: UInt32?) -> UInt32? {
      switch scalar ?? 0 {
      case 0x30...0x39: return (scalar ?? 0) - 0x30
      case 0x41...0x46: return (scalar ?? 0) - 0x37
      case 0x61...0x66: return (scalar ?? 0) - 0x57
      default: return nil
      }
    }
    var result: UInt32 = 0
    var count = 0
    let braced = take("{")
    while count < (braced ? 10 : digits), let digit = value(current) {
      result = min(result << 4 | digit, 0xFF_FFFF)
      index += 1
      count += 1
    }
    guard braced ? count > 0 && take("}") : count == digits else {
      throw RegexError(
        .badEscape, range(from: start), "\"\(text(start..<index))\" is an unfinished number",
        suggestion: "write \\x7F or \\x{10FFFF}")
    }
    guard Unicode.Scalar(result) != nil else {
      throw RegexError(
        .badScalar, range(from: start), "\"\(text(start..<index))\" is the number of no character",
        suggestion: "scalars go up to 10FFFF, without the surrogates D800 to DFFF")
    }
    return result
  }

  private func badEscape(_ start: Int, _ letter: UInt32, inClass: Bool) -> RegexError {
    let sign = text(start..<index)
    let suggestion: String? =
      switch letter {
      case 0x5A: "write \\z for the end of the text, or $ for the end of a line"
      case 0x62 where inClass: "write \\x08 for the backspace"
      case 0x43: "write (?s-u:.) for one byte"
      case 0x52: "write (?:\\r\\n|\\n) for the end of a line"
      case 0x68: "write [ \\t]"
      case 0x4E: "write \".\" or [^\\n]"
      case 0x4B, 0x47: "put the part before into a group and read that group"
      case 0x65: "write \\x1B"
      case 0x6B: "back references can take exponential time; write the text out"
      case 0x45: "\\E closes \\Q, and there is none before it"
      default: letter >= 0x80 || isWordCharacter(letter) ? "leave the backslash out" : nil
      }
    return RegexError(.badEscape, range(from: start), "\"\(sign)\" is no escape", suggestion: suggestion)
  }
}
