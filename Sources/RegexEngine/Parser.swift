/// Reads a pattern into an ``HIR`` in one pass, flags resolved on the way.
///
/// The syntax is RE2's with what ripgrep's users expect on top (docs/regex.md). Nesting, counts, groups and
/// the estimated size of the program are bounded here, where the fault still has a place in the pattern.
struct Parser {
  /// Longest pattern, in bytes of UTF-8. A pattern is compiled on every query; nobody writes more by hand.
  static let patternLengthMax = 64 << 10
  /// Deepest nesting of groups and stacked repetitions: every later pass recurses over the tree.
  static let nestingMax = 250
  /// Greatest count in `{n,m}`, as in RE2.
  static let repetitionMax = 1000
  /// Most capturing groups: the slots of a Pike thread.
  static let groupsMax = 1000

  /// A part with an estimate of the bytes of automaton that it costs.
  struct Piece: Sendable {
    var hir: HIR
    var cost: Int
  }

  /// The options that flags in the pattern change.
  struct Flags {
    var caseInsensitive: Bool
    var multiLine: Bool
    var dotMatchesNewline: Bool
    var swapGreed: Bool
    var ignoreWhitespace: Bool
    var unicode: Bool
  }

  /// The scalars of the pattern.
  let scalars: [UInt32]
  /// The UTF-8 offset of each scalar, and the length of the pattern at the end.
  let offsets: [Int]
  let sizeLimit: Int
  var index = 0
  var flags: Flags
  var depth = 0
  /// Names by group; index 0 is the whole match.
  var captureNames: [String?] = [nil]
  /// Whether the pattern asks for newlines, which `lineOriented` then leaves alone.
  var asksForNewline: Bool

  /// Reads the whole of `pattern`.
  static func parse(
    _ pattern: String, options: RegexOptions
  ) throws(RegexError) -> (hir: HIR, captureNames: [String?], asksForNewline: Bool) {
    let length = pattern.utf8.count
    guard length <= patternLengthMax else {
      throw RegexError(
        .tooLarge, patternLengthMax..<length,
        "the pattern is \(length) bytes long; the limit is \(patternLengthMax)",
        suggestion: "split it into several searches")
    }
    var parser = Parser(pattern, options: options)
    let piece = try parser.alternation()
    if !parser.atEnd {
      throw RegexError(
        .unopenedGroup, parser.range(from: parser.index, count: 1), "\")\" closes no group",
        suggestion: "write \"\\)\" for the character")
    }
    try parser.check(cost: piece.cost, from: 0)
    return (piece.hir, parser.captureNames, parser.asksForNewline)
  }

  init(_ pattern: String, options: RegexOptions) {
    scalars = pattern.unicodeScalars.map(\.value)
    var offsets = [0]
    offsets.reserveCapacity(scalars.count + 1)
    var offset = 0
    for scalar in scalars {
      offset += utf8Length(scalar)
      offsets.append(offset)
    }
    self.offsets = offsets
    sizeLimit = options.sizeLimit
    asksForNewline = options.dotMatchesNewline
    flags = Flags(
      caseInsensitive: options.caseInsensitive, multiLine: options.multiLine,
      dotMatchesNewline: options.dotMatchesNewline, swapGreed: options.swapGreed,
      ignoreWhitespace: options.ignoreWhitespace, unicode: options.unicode)
  }
}

// MARK: - Structure

extension Parser {
  /// Branches up to the end or an unmatched ")".
  mutating func alternation() throws(RegexError) -> Piece {
    var branches: [HIR] = []
    var parts: [HIR] = []
    var cost = 16
    while true {
      skipBlanks()
      guard let scalar = current, scalar != 0x29 else { break }
      if scalar == 0x7C {  // "|"
        index += 1
        branches.append(.concatenated(parts))
        parts = []
        cost += 16
      } else if take("\\Q") {
        try quoted(into: &parts, cost: &cost)
      } else if let piece = try repeatedAtom() {
        parts.append(piece.hir)
        cost += piece.cost
      }
    }
    let last = HIR.concatenated(parts)
    guard !branches.isEmpty else { return Piece(hir: last, cost: cost) }
    branches.append(last)
    return Piece(hir: .alternated(branches), cost: cost)
  }

  /// The text after `\Q`, up to `\E` or the end. An operator after `\E` holds for the last character, as in
  /// RE2.
  private mutating func quoted(into parts: inout [HIR], cost: inout Int) throws(RegexError) {
    var last: (start: Int, piece: Piece)?
    while let scalar = current, !take("\\E") {
      if let (_, piece) = last {
        parts.append(piece.hir)
        cost += piece.cost
      }
      index += 1
      last = (index - 1, literal(scalar))
    }
    guard let last else { return }
    let piece = try repeated(last.piece, from: last.start)
    parts.append(piece.hir)
    cost += piece.cost
  }

  /// An atom with the operators after it; nil for what stands for nothing, such as `(?i)`.
  private mutating func repeatedAtom() throws(RegexError) -> Piece? {
    let start = index
    if let piece = try atom() { return try repeated(piece, from: start) }
    skipBlanks()
    if let scalar = current, scalar == 0x2A || scalar == 0x2B || scalar == 0x3F || repetitionAhead() != nil {
      throw nothingToRepeat()
    }
    return nil
  }

  /// `atom`, which began at scalar `start`, with the operators at the cursor.
  private mutating func repeated(_ atom: Piece, from start: Int) throws(RegexError) -> Piece {
    var piece = atom
    var stacked = 0
    while true {
      skipBlanks()
      let operatorStart = index
      guard let (min, max) = try repetition() else { break }
      skipBlanks()
      let lazy = take("?")
      stacked += 1
      guard depth + stacked <= Parser.nestingMax else { throw tooDeep(operatorStart) }
      piece.hir = .repeated(piece.hir, min: min, max: max, greedy: lazy == flags.swapGreed)
      let (cost, overflow) = piece.cost.multipliedReportingOverflow(by: Swift.max(1, max ?? min + 1))
      piece.cost = overflow ? .max : cost + 32
      try check(cost: piece.cost, from: start)
    }
    return piece
  }

  /// The bounds of the operator at the cursor, which it passes; nil when there is none.
  private mutating func repetition() throws(RegexError) -> (min: Int, max: Int?)? {
    switch current {
    case 0x2A:
      index += 1
      return (0, nil)
    case 0x2B:
      index += 1
      return (1, nil)
    case 0x3F:
      index += 1
      return (0, 1)
    case 0x7B:
      guard let (min, max, length) = repetitionAhead() else { return nil }
      let start = index
      index += length
      if min > Parser.repetitionMax || (max ?? 0) > Parser.repetitionMax {
        throw RegexError(
          .badRepetition, range(from: start), "the count in \"\(text(start..<index))\" is over 1000",
          suggestion: "use \"*\" or \"+\", or a count of at most 1000")
      }
      if let max, max < min {
        throw RegexError(
          .badRepetition, range(from: start),
          "the counts in \"\(text(start..<index))\" are in the wrong order",
          suggestion: "write {\(max),\(min)}")
      }
      return (min, max)
    default: return nil
    }
  }

  /// The counts of `{n}`, `{n,}` or `{n,m}` at the cursor and its length; nil when it is not one: then "{" is
  /// a character, as in RE2, which suits searches for code.
  func repetitionAhead() -> (min: Int, max: Int?, length: Int)? {
    guard current == 0x7B else { return nil }
    var position = index + 1
    func number() -> (value: Int, count: Int)? {
      var value = 0
      var count = 0
      while position + count < scalars.count, (0x30...0x39).contains(scalars[position + count]) {
        value = Swift.min(value * 10 + Int(scalars[position + count] - 0x30), 1_000_000)
        count += 1
      }
      return count == 0 ? nil : (value, count)
    }
    guard let min = number() else { return nil }
    position += min.count
    var max: Int? = min.value
    if position < scalars.count, scalars[position] == 0x2C {
      position += 1
      let upper = number()
      max = upper?.value
      position += upper?.count ?? 0
    }
    guard position < scalars.count, scalars[position] == 0x7D else { return nil }
    return (min.value, max, position + 1 - index)
  }

  /// One atom: a character, class, group or condition. Nil for a flag group such as `(?i)`.
  private mutating func atom() throws(RegexError) -> Piece? {
    let start = index
    guard let scalar = current else { return nil }
    switch scalar {
    case 0x28: return try group()
    case 0x5B: return try bracketClass()
    case 0x5C: return try escape()
    case 0x2A, 0x2B, 0x3F: throw nothingToRepeat()
    case 0x7B where repetitionAhead() != nil: throw nothingToRepeat()
    case 0x2E:
      index += 1
      return dot()
    case 0x5E:
      index += 1
      return Piece(hir: .look(flags.multiLine ? .lineStart : .textStart), cost: 16)
    case 0x24:
      index += 1
      return Piece(hir: .look(flags.multiLine ? .lineEnd : .textEnd), cost: 16)
    default:
      index = start + 1
      return literal(scalar)
    }
  }

  /// A character that stands for itself.
  mutating func literal(_ scalar: UInt32) -> Piece {
    if scalar == 0x0A { asksForNewline = true }
    if flags.caseInsensitive && flags.unicode && scalar < 0x80 { return Parser.foldedASCII[Int(scalar)] }
    guard flags.caseInsensitive else { return Piece(hir: .literal(utf8(scalar)), cost: 16) }
    if flags.unicode { return Parser.folded(scalar) }
    if let other = asciiOtherCase(scalar) {
      return Piece(hir: .anyOf(ScalarSet([scalar...scalar, other...other])), cost: 48)
    }
    return Piece(hir: .literal(utf8(scalar)), cost: 16)
  }

  private static func folded(_ scalar: UInt32) -> Piece {
    let set = UnicodeData.closedUnderFolding(ScalarSet(scalar))
    return Piece(hir: .anyOf(set), cost: 16 + 24 * set.ranges.count)
  }

  /// Every ASCII character in any case: nearly all queries are written in these.
  private static let foldedASCII = (UInt32(0)..<0x80).map(folded)

  private func dot() -> Piece {
    var excluded = ScalarSet(0x0A)
    if flags.dotMatchesNewline { excluded = .none }
    if flags.unicode { return Piece(hir: .anyOf(excluded.complement), cost: 160) }
    var set = ByteSet().complement
    if !flags.dotMatchesNewline { set.remove(0x0A) }
    return Piece(hir: .anyOf(set), cost: 32)
  }
}
