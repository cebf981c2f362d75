extension Parser {
  /// A bracket class, from its "[" on.
  mutating func bracketClass() throws(RegexError) -> Piece {
    let start = index
    index += 1
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var closedSets: [ClosedRange<UInt32>] = []
    var first = true
    while true {
      if flags.ignoreWhitespace { skipBlanks() }
      guard let scalar = current else { throw unclosedClass(start) }
      if scalar == 0x5D && !first { break }
      first = false
      try refuseIntersection()
      if looksAt("[:"), let set = try posixClass() {
        ranges += set.ranges
      } else if scalar == 0x5C, let set = try classEscape() {
        // These are closed under folding as they stand, or were folded when read.
        closedSets += set.ranges
        try refuseRangeAfterClass()
      } else {
        ranges.append(try classRange(start))
      }
    }
    index += 1
    var members = ScalarSet(ranges)
    if flags.caseInsensitive { members = folded(members) }
    members = members.union(ScalarSet(closedSets))
    return finish(isNegated ? negated(members) : members)
  }

  /// The atom for a class of `members`: scalars, or bytes in byte mode.
  func finish(_ members: ScalarSet) -> Piece {
    if flags.unicode { return Piece(hir: .anyOf(members), cost: 16 + 24 * members.ranges.count) }
    var set = ByteSet()
    for range in members.ranges where range.lowerBound <= 0xFF {
      set.insert(UInt8(range.lowerBound)...UInt8(min(range.upperBound, 0xFF)))
    }
    return Piece(hir: .anyOf(set), cost: 16 + 8 * members.ranges.count)
  }

  private func folded(_ members: ScalarSet) -> ScalarSet {
    if flags.unicode { return UnicodeData.closedUnderFolding(members) }
    var ranges = members.ranges
    for upper in UInt32(0x41)...0x5A {
      if members.contains(upper) { ranges.append((upper | 0x20)...(upper | 0x20)) }
      if members.contains(upper | 0x20) { ranges.append(upper...upper) }
    }
    return ScalarSet(ranges)
  }

  /// One character, or a range of two.
  private mutating func classRange(_ classStart: Int) throws(RegexError) -> ClosedRange<UInt32> {
    let start = index
    let low = try classCharacter(classStart)
    if flags.ignoreWhitespace { skipBlanks() }
    // A "-" before "]" stands for itself.
    guard current == 0x2D, let next = peek(), next != 0x5D else { return low...low }
    index += 1
    if flags.ignoreWhitespace { skipBlanks() }
    let rangeEnd = index
    if current == 0x5C, try classEscape() != nil {
      throw RegexError(
        .badClassRange, range(from: start), "the range ends in a class: \"\(text(rangeEnd..<index))\"",
        suggestion: "put the \"-\" first or last in the class, or write \"\\-\"")
    }
    let high = try classCharacter(classStart)
    guard low <= high else {
      throw RegexError(
        .badClassRange, range(from: start), "the range \"\(text(start..<index))\" runs backwards",
        suggestion: "put the lower character first, or write \"\\-\" for the character")
    }
    return low...high
  }

  private mutating func classCharacter(_ classStart: Int) throws(RegexError) -> UInt32 {
    guard let scalar = current else { throw unclosedClass(classStart) }
    let start = index
    let result: UInt32
    if scalar == 0x5C {
      result = try characterEscape(inClass: true)
    } else {
      index += 1
      result = scalar
    }
    guard flags.unicode || result < 0x80 || result <= 0xFF && scalar == 0x5C else {
      throw RegexError(
        .badScalar, range(from: start),
        "a class in (?-u) holds bytes, and \"\(text(start..<index))\" is several",
        suggestion: "use (?u:[…]), or write it as an alternative")
    }
    return result
  }

  /// `[:name:]` and `[:^name:]`; nil when there is no ":]", and "[" stands for itself.
  private mutating func posixClass() throws(RegexError) -> ScalarSet? {
    let start = index
    var end = index + 2
    while end < scalars.count, scalars[end] == 0x5E || asciiOtherCase(scalars[end]) != nil { end += 1 }
    guard end + 1 < scalars.count, scalars[end] == 0x3A, scalars[end + 1] == 0x5D else { return nil }
    index = end + 2
    let spelled = text(start + 2..<end)
    let isNegated = spelled.hasPrefix("^")
    guard let set = Parser.posixClass(named: spelled.drop { $0 == "^" }) else {
      throw RegexError(
        .unknownClass(spelled), range(from: start), "no class is named \"\(text(start..<index))\"",
        suggestion:
          "the names are alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit")
    }
    // A negated POSIX class is closed before it is negated, as (?i)[[:^lower:]] shows.
    let closed = isNegated && flags.caseInsensitive ? folded(set) : set
    return isNegated ? negated(closed) : set
  }

  private static func posixClass(named name: Substring) -> ScalarSet? {
    switch name {
    case "alnum": ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
    case "alpha": ScalarSet([0x41...0x5A, 0x61...0x7A])
    case "ascii": ScalarSet([0x00...0x7F])
    case "blank": ScalarSet([0x09...0x09, 0x20...0x20])
    case "cntrl": ScalarSet([0x00...0x1F, 0x7F...0x7F])
    case "digit": ScalarSet([0x30...0x39])
    case "graph": ScalarSet([0x21...0x7E])
    case "lower": ScalarSet([0x61...0x7A])
    case "print": ScalarSet([0x20...0x7E])
    case "punct": ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
    case "space": ScalarSet([0x09...0x0D, 0x20...0x20])
    case "upper": ScalarSet([0x41...0x5A])
    case "word": ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    case "xdigit": ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    default: nil
    }
  }

  /// `[\d-z]`: RE2 and ripgrep differ on what it means, so it is refused.
  private func refuseRangeAfterClass() throws(RegexError) {
    guard current == 0x2D, let next = peek(), next != 0x5D else { return }
    throw RegexError(
      .badClassRange, range(from: index, count: 2), "the range starts in a class",
      suggestion: "put the \"-\" first or last in the class, or write \"\\-\"")
  }

  /// `[a-z&&[^b]]` means other things to other engines; taking it for characters would mislead in silence.
  private func refuseIntersection() throws(RegexError) {
    guard looksAt("&&[") else { return }
    throw RegexError(
      .notSupported("class intersection"), range(from: index, count: 3),
      "class intersection is not supported",
      suggestion: "write the set out, or \\&\\&\\[ for the characters")
  }

  private func unclosedClass(_ start: Int) -> RegexError {
    RegexError(
      .unclosedClass, range(from: start, count: 1), "this \"[\" is not closed",
      suggestion: "add \"]\", or write \"\\[\" for the character")
  }
}
