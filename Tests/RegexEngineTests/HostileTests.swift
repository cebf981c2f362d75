import RegexEngine
import Testing

/// Patterns meant to take exponential time or memory are refused with a place and a reason, or run.
@Suite struct `Hostile patterns` {
  static func deep(_ count: Int) -> String {
    String(repeating: "(", count: count) + "a" + String(repeating: ")", count: count)
  }

  @Test(arguments: [
    ("a{1000}{1000}", 0..<13), ("(?:a{1000}){1000}", 0..<17), ("((a{0,100}){0,100}){0,100}", 0..<26),
    ("x\\w{1000}", 1..<9), ("[\\p{L}]{1000}{10}", 0..<13), ("a{1001}", 1..<7),
    ("a{999999999999999999999}", 1..<24),
    (deep(100_000), 65536..<200_001), (deep(300), 250..<251),
    ("(?:" + String(repeating: "\\b", count: 500) + "){1000}{1000}", 0..<1010),
  ])
  func `too large to run are refused`(_ pattern: String, _ range: Range<Int>) {
    let error = #expect(throws: RegexError.self) { try Regex(pattern) }
    #expect(error?.kind == .tooLarge || error?.kind == .badRepetition)
    #expect(error?.range == range)
  }

  @Test(arguments: [
    "(a*)*b", "(x+x+)+y", "(a|a)*b", "(a|aa)+$", "(.*)(.*)(.*)(.*)(.*)b", "(?:a?){50}a{50}b",
    "(?i)\\p{L}{50}b", "(a+)+\\z",
    "(?:(?:(?:a*)*)*)*b", "[ab]*a[ab]{14}b", "\\b(?:\\w+\\b)*b$",
  ])
  func `known to explode elsewhere run in linear time`(_ pattern: String) throws {
    let regex = try Regex(pattern)
    let text = [UInt8](repeating: 0x61, count: 20_000)
    for machines in [MatcherMachines.all, .automaton] {
      let matcher = regex.makeMatcher(machines)
      text.withUnsafeBytes { bytes in
        _ = matcher.hasMatch(in: bytes, range: 0..<bytes.count)
        _ = matcher.firstMatch(in: bytes, range: 0..<bytes.count)
      }
    }
  }

  /// More states than the cache holds: it is emptied, then given up, and the answer stays right.
  @Test func `a pattern with too many states falls back to the Pike machine`() throws {
    let regex = try Regex("[01]*1[01]{18}x")
    var dice = Dice(3)
    var text = (0..<700_000).map { _ in UInt8(0x30 + dice.roll(2)) }
    text += Array("1010101010101010101x".utf8)
    let matcher = regex.makeMatcher(.automaton)
    let found = text.withUnsafeBytes { bytes in
      (1...3).map { _ in matcher.firstMatch(in: bytes, range: 0..<bytes.count) }
    }
    #expect(found == [0..<text.count, 0..<text.count, 0..<text.count])
  }

  @Test func `many groups are refused`() {
    let error = #expect(throws: RegexError.self) { try Regex(String(repeating: "()", count: 1001)) }
    #expect(error?.kind == .tooLarge)
    #expect(error?.range == 2000..<2001)
    let few = String(repeating: "(a)", count: 900)
    #expect(throws: Never.self) { try Regex(few) }
  }

  @Test func `stacked repetitions count as nesting`() {
    let error = #expect(throws: RegexError.self) { try Regex("a" + String(repeating: "*", count: 251)) }
    #expect(error?.kind == .tooLarge)
    #expect(throws: Never.self) { try Regex("a" + String(repeating: "*", count: 250)) }
  }

  @Test func `a long literal and a long alternation are fine`() throws {
    #expect(
      try matches(String(repeating: "ab", count: 30_000), String(repeating: "ab", count: 30_001)) == [
        0..<60_000
      ])
    let words = (0..<5000).map { "w\($0)x" }.joined(separator: "|")
    #expect(try matches(words, "w4999x w5000x w17x") == [0..<6, 14..<18])
  }
}

/// Mutated patterns never trap the parser, and what they compile to runs.
@Suite struct `Mangled patterns` {
  static let seeds = [
    "(?P<name>a|b)*?[^a-z\\d]{2,3}", "\\Qa.b\\E+(?i:foo)\\x{1F600}", "(?x) a b # c\n [ a ]",
    "[[:alpha:]\\pL\\p{^Greek}]", "\\b{start}a\\b{end}",
    "(?:^|\\s)+\\bfoo(?=bar)", "(?-u:\\xFF[\\x80-\\xFE])", "a{,2}b{2,}c{2,3}?", "[]a][^]b][a-][\\]]",
    "\\u0041\\U00000042\\101\\x43",
  ]
  static let pieces = [
    "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "$", ".", "-", ",", "0", "9", "a", "é", "😀",
    "\n", "#", " ",
    "(?", "(?<", "(?P<n>", "[:", ":]", "\\p{", "\\x{", "\\Q", "\\E", "&&", "~~", "{1000}", "\u{0}", "i-u:",
  ]

  @Test(arguments: 0..<4)
  func `are compiled or refused with a range inside them`(_ seed: Int) {
    var dice = Dice(UInt64(50 + seed))
    for _ in 0..<5000 {
      var scalars = Array(dice.pick(Self.seeds).unicodeScalars)
      for _ in 0...dice.roll(5) {
        let place = dice.roll(scalars.count + 1)
        switch dice.roll(3) {
        case 0: scalars.insert(contentsOf: dice.pick(Self.pieces).unicodeScalars, at: place)
        case 1: if place < scalars.count { scalars.remove(at: place) }
        default:
          if place < scalars.count {
            scalars.replaceSubrange(place...place, with: dice.pick(Self.pieces).unicodeScalars)
          }
        }
      }
      var pattern = ""
      pattern.unicodeScalars.append(contentsOf: scalars)
      var options = RegexOptions()
      options.caseInsensitive = dice.roll(3) == 0
      options.unicode = dice.roll(4) != 0
      options.ignoreWhitespace = dice.roll(5) == 0
      options.lineOriented = dice.roll(2) == 0
      do {
        let regex = try Regex(pattern, options: options)
        let text = Array("foo a.b aé\n\u{0}AZ".utf8)
        text.withUnsafeBytes { bytes in
          _ = regex.makeMatcher().captures(in: bytes, range: 0..<bytes.count)
        }
      } catch {
        let end = pattern.utf8.count
        #expect(error.range.lowerBound >= 0 && error.range.upperBound <= end, "\(pattern): \(error)")
        #expect(!error.description.isEmpty)
      }
    }
  }
}
