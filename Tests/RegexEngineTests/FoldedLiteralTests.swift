import RegexEngine
import TestSupport
import Testing

/// Literals in any case, which a kernel of their own finds, against the Pike machine.
@Suite struct `Literals in any case` {
  /// Letters with a long or a short other case among plain ones: K, ſ, ẞ, ϴ take 3, 2, 3, 2 bytes.
  static let letters = ["k", "s", "a", "x", "_", "ß", "θ", "ï", "中"]
  static let spellings: [String: [String]] = [
    "k": ["k", "K", "\u{212A}"], "s": ["s", "S", "\u{17F}"], "a": ["a", "A"], "x": ["x", "X"], "_": ["_"],
    "ß": ["ß", "ẞ"], "θ": ["θ", "Θ", "ϑ", "ϴ"], "ï": ["ï", "Ï"], "中": ["中"],
  ]

  static func matches(
    _ regex: Regex, _ machines: MatcherMachines, _ text: [UInt8], _ range: Range<Int>
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    text.withUnsafeBytes { bytes in
      regex.makeMatcher(machines).forEachMatch(in: bytes, range: range) { match in
        found.append(match)
        return true
      }
    }
    return found
  }

  @Test(arguments: 0..<8)
  func `match as the slowest machine says`(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var total = 0
    for round in 0..<250 {
      let needle = (0..<Int.random(in: 1...7, using: &random)).map { _ in
        Self.letters.randomElement(using: &random) ?? "k"
      }
      var options = RegexOptions()
      options.caseInsensitive = true
      options.wholeWord = round % 3 == 0
      options.unicode = round % 5 != 0
      let regex = try Regex(literal: needle.joined(), options: options)
      // Whole needles, broken ones and stray bytes, over several vectors.
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0...24, using: &random) {
        var piece = needle.flatMap { Array((Self.spellings[$0]?.randomElement(using: &random) ?? $0).utf8) }
        if Bool.random(using: &random) {
          piece.removeFirst(Int.random(in: 0...piece.count, using: &random) / 2)
        }
        if Bool.random(using: &random) {
          piece.removeLast(Int.random(in: 0...piece.count, using: &random) / 2)
        }
        text +=
          piece + [[], [0x20], [0x84], [0xC5], Array("\u{212A}".utf8)][Int.random(in: 0..<5, using: &random)]
      }
      let start = Int.random(in: 0...text.count, using: &random) / (1 + round % 2 * 100)
      let range = start..<Int.random(in: start...text.count, using: &random)
      for range in [range, 0..<text.count] {
        let found = Self.matches(regex, .all, text, range)
        #expect(found == Self.matches(regex, .pike, text, range), "\(needle) in \(text) \(range)")
        total += found.count
      }
    }
    #expect(total > 500)
  }

  @Test(arguments: [
    ("(?i)skb", "«SKB» «\u{17F}\u{212A}b»"), ("(?i)kmalloc", "«\u{212A}MALLOC»kmallo"),
    ("(?i)\\bkiss\\b", "«kI\u{17F}S» kisss"), ("fo[ox]_b", "«fox_b» «foo_b» fob_b"),
    ("(?i)(k)(a)", "«\u{212A}A»"),
    ("(?i)kak", "«kAK»ak «\u{212A}a\u{212A}»"),
  ])
  func `are found in every spelling`(_ pattern: String, _ marked: String) throws {
    try Matching().`finds what is marked`(pattern, marked)
  }

  @Test func `with more bytes than the finder takes still match`() throws {
    var options = RegexOptions()
    options.caseInsensitive = true
    let long = String(repeating: "abx", count: 4000)
    let regex = try Regex(literal: long, options: options)
    let text = Array(("y" + long.uppercased() + "y").utf8)
    #expect(Self.matches(regex, .all, text, 0..<text.count) == [1..<12001])
  }
}
