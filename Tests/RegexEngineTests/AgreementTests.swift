import RegexEngine
import Testing

/// Random cases, the same on every run.
struct Dice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// A number from 0 up to, not including, `bound`.
  mutating func roll(_ bound: Int) -> Int {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z &>> 31)) % UInt64(bound))
  }

  mutating func pick<T>(_ items: [T]) -> T { items[roll(items.count)] }
}

/// Random patterns and texts, finders and automata included, on every machine.
@Suite struct `Random patterns` {
  static let atoms = [
    "a", "b", "foo", "bar", "_", "é", "Σ", "K", "中", "\\w", "\\W", "\\d", "\\s", "\\S", "[a-f]", "[^a]", ".",
    "(?s:.)",
    "[0-9a-f]", "(?i:k)", "(?i:foo)", "(?i:σ)", "\\p{Greek}", "\\pL", "(?-u:\\xFF)", "(?-u:.)", "(?-u:[^a])",
    "\\n", "-",
    "0x", "[é-ü]", "\\x{1F600}",
  ]
  static let looks = [
    "^", "$", "\\A", "\\z", "\\b", "\\B", "\\<", "\\>", "\\b{start-half}", "\\b{end-half}", "(?-u:\\b)",
    "(?-u:\\B)",
    "(?-u:\\<)", "(?-u:\\b{end-half})",
  ]
  static let repeats = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{2,}?", "{4}"]
  static let texts: [[UInt8]] =
    [
      "a", "b", "f", "foo", "FOO", "bar", "barfoo", "_", " ", "\n", "é", "Σσς", "\u{212A}k", "中", "😀", "0x7f",
      "12", "-", ".",
      "aaaa",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE4, 0xB8], [0x80]]

  static func pattern(_ dice: inout Dice, _ depth: Int) -> String {
    switch depth == 0 ? 0 : dice.roll(10) {
    case 0, 1: return dice.roll(6) == 0 ? dice.pick(looks) : dice.pick(atoms)
    case 2, 3, 4, 5: return (0..<2 + dice.roll(3)).map { _ in pattern(&dice, depth - 1) }.joined()
    case 6:
      return "(?:" + (0..<2 + dice.roll(2)).map { _ in pattern(&dice, depth - 1) }.joined(separator: "|")
        + ")"
    case 7: return "(" + pattern(&dice, depth - 1) + ")"
    default: return "(?:" + pattern(&dice, depth - 1) + ")" + dice.pick(repeats)
    }
  }

  static func text(_ dice: inout Dice, _ pieces: Int) -> [UInt8] {
    let own = (0..<4).map { _ in dice.pick(texts) }
    return (0..<dice.roll(pieces)).flatMap { _ in dice.roll(4) == 0 ? dice.pick(texts) : dice.pick(own) }
  }

  @Test(arguments: 0..<8)
  func `match alike on every machine, and as the naive matcher says`(_ seed: Int) throws {
    var dice = Dice(UInt64(seed))
    for _ in 0..<400 {
      let pattern = Self.pattern(&dice, 1 + dice.roll(3))
      try Agreement.check(pattern, (0..<6).map { _ in Self.text(&dice, 12) })
    }
  }

  /// Long enough for the vector loops, whose last vectors overlap.
  @Test(arguments: 0..<4)
  func `match alike on long texts`(_ seed: Int) throws {
    var dice = Dice(UInt64(1000 + seed))
    for _ in 0..<300 {
      let pattern = Self.pattern(&dice, 1 + dice.roll(2))
      try check(pattern, &dice, lineOriented: dice.roll(2) == 0, wholeWord: dice.roll(4) == 0)
    }
  }

  /// The patterns of daily use, one for each way of finding places.
  @Test(arguments: [
    "foo", "foobar|barfoo|a_b", "(?i)foo_bar", "\\bfoo\\w*", "[0-9a-f]{4}-[0-9a-f]{2}", "\\d{2,}[a-z]+",
    "[a-f][a-z]+[0-9]",
    "0x[0-9a-f]{2}\\b", "\\w+_foo-", "\\w+\\s*-\\s*barfoo", "^foo\\s+\\w+", "(?i)foo.*bar", "é\\w+",
    "[^a-z]{3}", "中|😀",
    "\\bfoo\\b.*\\bbar\\b", "$", "^", "^$", "foo$", "^bar", "\\Bfoo", "f(o+)b", "(?-u:\\xFF)a", "x*",
    "(a|b)+foo", "^\\s*\\S$", "\\w+[a-z]$", "[a-f]x?$", "(\\w|-)+?$", "(?:\\d$|[a-f_]+$)", "\\S\\b$", "\\W{2,}$",
  ])
  func `of daily use match alike`(_ pattern: String) throws {
    var dice = Dice(7)
    for _ in 0..<20 {
      try check(pattern, &dice, lineOriented: false, wholeWord: false)
      try check(pattern, &dice, lineOriented: true, wholeWord: true)
    }
  }

  /// Compares the machines on one long text and on ranges of it.
  private func check(_ pattern: String, _ dice: inout Dice, lineOriented: Bool, wholeWord: Bool) throws {
    var options = RegexOptions()
    options.lineOriented = lineOriented
    options.wholeWord = wholeWord
    let regex = try Regex(pattern, options: options)
    let text = Self.text(&dice, 200)
    let ends = (0..<4).map { _ in (dice.roll(text.count + 1), dice.roll(text.count + 1)) }
    let ranges = [0..<text.count] + ends.map { min($0.0, $0.1)..<max($0.0, $0.1) }
    let matchers = MatcherMachines.allCases.map { regex.makeMatcher($0) }
    text.withUnsafeBytes { bytes in
      for range in ranges {
        let found = matchers.map { matcher in
          var matches: [Range<Int>] = []
          matcher.forEachMatch(in: bytes, range: range) {
            matches.append($0)
            return true
          }
          return matches
        }
        let has = matchers.map { $0.hasMatch(in: bytes, range: range) }
        #expect(found[0] == found[2], "\(pattern), finders, \(range) of \(text)")
        #expect(found[1] == found[2], "\(pattern), automaton, \(range) of \(text)")
        #expect(has.allSatisfy { $0 == !found[2].isEmpty }, "\(pattern), hasMatch, \(range) of \(text)")
        check(matchers[0], found[2], bytes, range, "\(pattern), \(range) of \(text)")
        if lineOriented && !regex.canMatchNewline {
          #expect(!found[2].contains { text[$0].contains(0x0A) }, "\(pattern) matches no newline")
        }
      }
    }
  }

  /// What leaves matches out of sight: counts and hints.
  private func check(
    _ matcher: Matcher, _ matches: [Range<Int>], _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>,
    _ name: String
  ) {
    let hint = matcher.nextHint(in: bytes, range: range)
    if let first = matches.first {
      #expect(hint.map { $0 < first.upperBound || $0 == first.lowerBound } == true, "\(name), hint")
    }
    guard range == 0..<bytes.count, let counts = matcher.counts(in: bytes) else { return }
    let lines = Set(matches.map { match in bytes[..<match.lowerBound].count { $0 == 0x0A } })
    #expect(counts == (matches.count, lines.count), "\(name), counts")
  }
}
