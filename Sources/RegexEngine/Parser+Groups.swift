extension Parser {
  /// A group, from its "(" on. Nil for a flag group such as `(?i)`, whose flags hold to the end of the group
  /// around.
  mutating func group() throws(RegexError) -> Piece? {
    let start = index
    index += 1
    guard depth < Parser.nestingMax else { throw tooDeep(start) }
    let outer = flags
    var captureIndex: Int?
    var name: String?
    if looksAt("?") {
      try refuseUnsupported(start)
      if take("?P<") || take("?<") {
        name = try groupName(start)
        captureIndex = captureNames.count
      } else {
        index += 1
        if try flagGroup(start) { return nil }
      }
    } else {
      captureIndex = captureNames.count
    }
    if captureIndex != nil {
      guard captureNames.count <= Parser.groupsMax else {
        throw RegexError(
          .tooLarge, range(from: start, count: 1), "more than \(Parser.groupsMax) capturing groups",
          suggestion: "write (?:…) for groups whose place does not matter")
      }
      captureNames.append(name)
    }
    depth += 1
    let inner = try alternation()
    depth -= 1
    guard take(")") else {
      throw RegexError(
        .unclosedGroup, range(from: start, count: 1), "this \"(\" is not closed",
        suggestion: "add \")\", or write \"\\(\" for the character")
    }
    flags = outer
    guard let captureIndex else { return inner }
    return Piece(hir: .capture(index: captureIndex, name: name, inner.hir), cost: inner.cost + 32)
  }

  /// Refuses, by name, what other engines have and a linear-time one cannot have.
  private mutating func refuseUnsupported(_ start: Int) throws(RegexError) {
    let reason: (String, String)? =
      if looksAt("?=") || looksAt("?!") {
        (
          "lookahead",
          "search for the whole text and narrow it with another term, or put what follows into the match"
        )
      } else if looksAt("?<=") || looksAt("?<!") {
        ("lookbehind", "put what comes before into the match, or use \\b or ^")
      } else if looksAt("?>") {
        ("an atomic group", "write (?:…): this engine never backtracks")
      } else if looksAt("?P=") || looksAt("?P>") || looksAt("?&") {
        ("a back reference", "write the text out, or search for the parts as two terms")
      } else if looksAt("?#") {
        ("a comment group", "leave the comment out, or use (?x) and # comments")
      } else if looksAt("?|") || looksAt("?(") {
        ("a conditional or branch-reset group", "write the alternatives out with |")
      } else if looksAt("?R)") || looksAt("?0)") || looksAt("?1)") {
        ("recursion", "nested structures need a structural search")
      } else {
        nil
      }
    guard let (what, suggestion) = reason else { return }
    let why = what.hasPrefix("look") || what.hasPrefix("a back") ? ": it can take exponential time" : ""
    throw RegexError(
      .notSupported(what), range(from: start, count: looksAt("?<") || looksAt("?P") ? 4 : 3),
      "\(what) is not supported\(why)", suggestion: suggestion)
  }

  /// The name of a group and the ">" after it.
  private mutating func groupName(_ start: Int) throws(RegexError) -> String {
    let nameStart = index
    while let scalar = current, scalar != 0x3E, index - nameStart < 256 { index += 1 }
    let name = text(nameStart..<index)
    let fault: String? =
      if current != 0x3E {
        "this group name has no \">\""
      } else if name.isEmpty {
        "a group name is empty"
      } else if !isGroupName(nameStart..<index) {
        "the group name \"\(name)\" is not made of letters, digits and \"_\", digits not first"
      } else if captureNames.contains(name) {
        "the group name \"\(name)\" is used twice"
      } else {
        nil
      }
    if let fault {
      throw RegexError(
        .badGroupName, range(from: start), fault, suggestion: "write (?P<name>…), or (…) without a name")
    }
    index += 1
    return name
  }

  private func isGroupName(_ range: Range<Int>) -> Bool {
    for position in range {
      let scalar = scalars[position]
      let other = scalar == 0x2E || scalar == 0x5B || scalar == 0x5D  // ".", "[", "]", as ripgrep allows
      guard UnicodeData.isWord(scalar) || position > range.lowerBound && other else { return false }
    }
    return !UnicodeData.digit.contains(scalars[range.lowerBound])
  }

  /// The flags after "(?", with ")" (then true) or ":" (then false) after them.
  private mutating func flagGroup(_ start: Int) throws(RegexError) -> Bool {
    var on = true
    var seen = 0
    var seenAfterMinus = 0
    while let scalar = current {
      index += 1
      switch scalar {
      case 0x29 where seen + seenAfterMinus > 0 && (on || seenAfterMinus > 0): return true
      case 0x3A where on || seenAfterMinus > 0: return false
      case 0x2D where on:
        on = false
        continue
      default:
        guard set(flag: scalar, on) else {
          throw badFlag(start, scalar)
        }
        if on { seen += 1 } else { seenAfterMinus += 1 }
      }
    }
    throw RegexError(
      .unclosedGroup, range(from: start), "this flag group is not closed", suggestion: "write (?i) or (?i:…)")
  }

  private mutating func set(flag scalar: UInt32, _ on: Bool) -> Bool {
    switch scalar {
    case 0x69: flags.caseInsensitive = on
    case 0x6D: flags.multiLine = on
    case 0x73:
      flags.dotMatchesNewline = on
      if on { asksForNewline = true }
    case 0x55: flags.swapGreed = on
    case 0x78: flags.ignoreWhitespace = on
    case 0x75: flags.unicode = on
    default: return false
    }
    return true
  }

  private func badFlag(_ start: Int, _ scalar: UInt32) -> RegexError {
    let sign = text(index - 1..<index)
    if scalar == 0x52 {
      return RegexError(
        .notSupported("CRLF mode"), range(from: index - 1, count: 1), "the flag \"R\" is not supported",
        suggestion: "write \\r?$ for the end of a line that may end in \\r\\n")
    }
    if scalar == 0x29 || scalar == 0x3A || scalar == 0x2D {
      return RegexError(
        .badFlag, range(from: start), "a flag group without flags",
        suggestion: "write (?:…) for a plain group")
    }
    return RegexError(
      .badFlag, range(from: index - 1, count: 1), "\"\(sign)\" is no flag",
      suggestion: "the flags are i (ignore case), m, s, U, x and u")
  }
}
