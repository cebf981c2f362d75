import RegexEngine
import Testing

/// Every small pattern on every small text, by every machine, against the naive matcher.
@Suite struct `Small patterns` {
  @Test(arguments: [
    Alphabet(atoms: ["a", "b", "."], operators: ["*", "+", "?", "*?", "+?", "??"], letters: "ab\n"),
    Alphabet(
      atoms: ["a", "[ab]", "(?:)", "^", "$"], operators: ["*", "??", "{2}", "{0,2}"], letters: "ab\n"),
    Alphabet(atoms: ["a", "\\b", "\\B", "\\W"], operators: ["*", "+?", "{1,2}?"], letters: "a b"),
    Alphabet(atoms: ["a", "é", "\\b", "\\B", "\\<"], operators: ["*", "+?"], letters: "aé "),
    Alphabet(
      atoms: ["a", "(?-u:\\b)", "(?-u:\\xC3)", "\\b{start-half}", "\\b{end-half}"], operators: ["+"],
      letters: "aé"),
    Alphabet(atoms: ["(a)", "(b)", "(|a)"], operators: ["*", "?", "*?"], letters: "ab"),
    Alphabet(atoms: ["(?i:k)", "[^a]", "\\z", "\\A"], operators: ["*", "?"], letters: "aK\u{212A}"),
  ])
  func `match alike on every machine`(_ alphabet: Alphabet) throws {
    let texts = alphabet.texts(4)
    for pattern in alphabet.patterns {
      try Agreement.check(pattern, texts)
    }
  }

  struct Alphabet: Sendable, CustomTestStringConvertible {
    let atoms: [String]
    let operators: [String]
    let letters: String

    var testDescription: String { atoms.joined(separator: " ") + " with " + operators.joined(separator: " ") }

    /// Atoms, repeated atoms, pairs of those joined by nothing or `|`, those repeated, and all of it next to
    /// an atom.
    var patterns: [String] {
      let simple = atoms + atoms.flatMap { atom in operators.map { atom + $0 } }
      let pairs = simple.flatMap { left in simple.flatMap { ["\(left)\($0)", "\(left)|\($0)"] } }
      let loops = pairs.flatMap { pair in operators.map { "(\(pair))\($0)" } }
      let longer = pairs.enumerated().map { index, pair in
        "(\(pair))\(operators[index % operators.count])\(atoms[index % atoms.count])"
      }
      return simple + pairs + loops + longer
    }

    func texts(_ length: Int) -> [[UInt8]] {
      var all: [String] = [""]
      var last = all
      for _ in 0..<length {
        last = last.flatMap { text in letters.map { text + String($0) } }
        all += last
      }
      return all.map { Array($0.utf8) }
    }
  }
}

/// Compares the machines with each other and with the naive matcher.
enum Agreement {
  static func check(
    _ pattern: String, _ texts: [[UInt8]], options: RegexOptions = .init(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let regex = try Regex(pattern, options: options)
    // The Pike machine, being the simplest, comes first: without an answer of the naive matcher it is the
    // measure.
    let matchers = MatcherMachines.allCases.reversed().map { ($0, regex.makeMatcher($0)) }
    for text in texts {
      var naive = NaiveMatcher(regex, text)
      let wanted = naive.matches()
      var reference = wanted?.map { $0[0] }
      let label = "\(pattern) on \(String(decoding: text, as: UTF8.self).debugDescription)"
      text.withUnsafeBytes { bytes in
        for (machines, matcher) in matchers {
          var found: [Range<Int>?] = []
          matcher.forEachMatch(in: bytes, range: 0..<bytes.count) {
            found.append($0)
            return true
          }
          let expected = reference ?? found
          reference = expected
          if found != expected {
            Issue.record(
              "\(label) by \(machines): \(found), not \(expected)",
              sourceLocation: sourceLocation)
          }
          if matcher.hasMatch(in: bytes, range: 0..<bytes.count) == expected.isEmpty {
            Issue.record("\(label) by \(machines): hasMatch", sourceLocation: sourceLocation)
          }
        }
        guard let wanted, regex.captureNames.count > 1, let first = wanted.first else { return }
        let groups = matchers[0].1.captures(in: bytes, range: 0..<bytes.count)
        if groups != first {
          Issue.record(
            "\(label): groups \(String(describing: groups)), not \(first)",
            sourceLocation: sourceLocation)
        }
      }
    }
  }
}
