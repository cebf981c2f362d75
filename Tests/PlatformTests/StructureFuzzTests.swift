import Platform
import Syntax
import TestSupport
import Testing

private let library = TreeSitterLibrary(folder: Checkout.grammars)

/// A call or a name; in patterns also a hole.
private indirect enum Term {
  case name(String)
  case call(Term, [Term])
  case hole(String)
  case list(String)

  static func random(_ depth: Int, isPattern: Bool, _ random: inout SeededGenerator) -> Term {
    if isPattern, depth < 3, Int.random(in: 0..<3, using: &random) == 0 {
      return .hole(["X", "Y", "_"].randomElement(using: &random) ?? "X")
    }
    if depth < 3, depth == 0 || Int.random(in: 0..<2, using: &random) == 0 {
      return .name(["a", "b"].randomElement(using: &random) ?? "a")
    }
    let arguments = (0..<Int.random(in: 0...4, using: &random)).map { _ -> Term in
      if isPattern, Int.random(in: 0..<3, using: &random) == 0 {
        return .list(["", "A"].randomElement(using: &random) ?? "")
      }
      return .random(depth - 1, isPattern: isPattern, &random)
    }
    return .call(.name(["f", "g"].randomElement(using: &random) ?? "f"), arguments)
  }

  var text: String {
    switch self {
    case .name(let name): name
    case .hole(let name): "$" + name
    case .list(let name): "$$$" + name
    case .call(let function, let arguments):
      function.text + "(" + arguments.map(\.text).joined(separator: ", ") + ")"
    }
  }

  /// All ways to match, the slow way: what the names stand for in each.
  func matches(_ term: Term, _ known: [String: String]) -> [[String: String]] {
    switch (self, term) {
    case (.hole(let name), _): return Term.bind(name, term.text, known)
    case (.name(let name), .name(let other)): return name == other ? [known] : []
    case (.call(let function, let wanted), .call(let other, let found)):
      return function.matches(other, known).flatMap { Term.matches(wanted[...], found[...], $0) }
    default: return []
    }
  }

  private static func bind(_ name: String, _ text: String, _ known: [String: String]) -> [[String: String]] {
    if name == "_" || name.isEmpty { return [known] }
    if let before = known[name] { return before == text ? [known] : [] }
    return [known.merging([name: text]) { $1 }]
  }

  private static func matches(
    _ wanted: ArraySlice<Term>, _ found: ArraySlice<Term>, _ known: [String: String]
  ) -> [[String: String]] {
    guard let first = wanted.first else { return found.isEmpty ? [known] : [] }
    if case .list(let name) = first {
      return (0...found.count).flatMap { count in
        let text = found.prefix(count).map(\.text).joined(separator: ", ")
        return bind(name, text, known).flatMap { matches(wanted.dropFirst(), found.dropFirst(count), $0) }
      }
    }
    guard let next = found.first else { return [] }
    return first.matches(next, known).flatMap { matches(wanted.dropFirst(), found.dropFirst(), $0) }
  }

  /// The places of all calls below that a pattern matches, with the offset of this term.
  func places(_ pattern: Term, _ offset: Int) -> [Range<Int>] {
    guard case .call(let function, let arguments) = self else { return [] }
    var found = pattern.matches(self, [:]).isEmpty ? [] : [offset..<offset + text.utf8.count]
    var at = offset + function.text.utf8.count + 1
    for argument in arguments {
      found += argument.places(pattern, at)
      at += argument.text.utf8.count + 2
    }
    return found
  }
}

@Suite(.enabled(if: library != nil, "scripts/setup has not got the grammars"))
struct `Patterns of code against a slow matcher` {
  @Test func `calls match as they do when every way is tried`() throws {
    var random = SeededGenerator(seed: 11)
    let library = try #require(library)
    for _ in 0..<600 {
      let pattern = Term.random(3, isPattern: true, &random)
      let (plan, _, grammar) = try structurePlan(pattern.text, "C")
      for _ in 0..<8 {
        let term = Term.random(3, isPattern: false, &random)
        let text = Array("int x = \(term.text);".utf8)
        let found = try text.withUnsafeBytes { buffer in
          let tree = try #require(library.parse(buffer, grammar: grammar))
          return findStructures(plan, in: tree, text: buffer)
        }
        let comment = Comment(rawValue: "\(pattern.text) in \(term.text)")
        #expect(found.matches.map(\.range) == term.places(pattern, 8), comment)
        #expect(found.isComplete)
      }
    }
  }

  @Test func `patterns of any bytes are refused or understood`() throws {
    var random = SeededGenerator(seed: 5)
    let pieces = [
      "$X", "$$$", "f(", ")", "{", "}", "if (a) ", "\"", "`", " where $X ~ /a/", " inside `f($X)`", ";", ",",
      "=", "\n", "é",
      "/*", "//", "#", "\\", " not has \"x\"", "class A", "return ", "0",
    ]
    for round in 0..<250 {
      let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      let language = ["C", "Python", "Rust", "Swift", "TSX", "Ruby", "Go"][round % 7]
      do {
        let (plan, _, grammar) = try structurePlan(text, language)
        let bytes = Array(text.utf8)
        try bytes.withUnsafeBytes { buffer in
          let tree = try #require(library?.parse(buffer, grammar: grammar))
          for match in findStructures(plan, in: tree, text: buffer, steps: 20_000).matches {
            #expect(match.range.upperBound <= bytes.count)
          }
        }
      } catch let error as StructuralPatternError {
        #expect(error.range.upperBound <= text.utf8.count && !error.description.isEmpty)
      }
    }
  }

  @Test func `a pattern that could be tried for ever ends`() throws {
    let (plan, _, grammar) = try structurePlan("f($$$A, $X, $$$B, $X, $$$C, $X, $$$A)", "C")
    let text = Array("int x = f(\((0..<3_000).map { "a\($0)" }.joined(separator: ", ")));".utf8)
    try text.withUnsafeBytes { buffer in
      let tree = try #require(library?.parse(buffer, grammar: grammar))
      let found = findStructures(plan, in: tree, text: buffer, steps: 1_000_000)
      #expect(!found.isComplete && found.matches.isEmpty)
    }
  }
}

@Suite struct `Replies about patterns` {
  private static let replies: [StructureReply] = {
    var matches = StructureMatches()
    matches.matches = [
      StructureMatch(range: 3..<9, captures: [.init(variable: 0, range: 4..<5)]),
      StructureMatch(range: 10..<300, captures: []),
    ]
    return [
      .noGrammar, .fault(StructuralPatternError("no code", 1..<3, "write code")), .matches(matches),
      .plan(
        StructureOutline(
          runs: [[.init(text: Array("if".utf8), isWord: true), .init(text: [40], isWord: false)]],
          comments: ["block"], rootName: "call")),
    ]
  }()

  @Test(arguments: replies.indices) func `come back as they were`(_ index: Int) {
    let reply = Self.replies[index]
    #expect(StructureReply(decoding: reply.encoded(), patternCount: 10, textCount: 300) == reply)
  }

  @Test func `damaged ones are refused or speak of places in the text`() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<4_000 {
      var bytes = Self.replies[Int.random(in: 0..<Self.replies.count, using: &random)].encoded()
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      guard case .matches(let found)? = StructureReply(decoding: bytes, patternCount: 10, textCount: 300)
      else {
        continue
      }
      #expect(found.matches.allSatisfy { $0.range.upperBound <= 300 })
    }
  }
}
