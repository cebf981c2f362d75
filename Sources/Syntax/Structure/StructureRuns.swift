/// Gathers the texts that every match of a pattern holds.
struct StructureRuns {
  private let grammar: TreeGrammar
  private(set) var found: [[StructurePlan.Token]] = []

  /// Runs of one pattern, at most: those with the most letters.
  static let runsMax = 12

  init(grammar: TreeGrammar) { self.grammar = grammar }

  /// The longest token.
  var longest: [UInt8]? { found.joined().max { weight($0) < weight($1) }?.text }

  private func weight(_ token: StructurePlan.Token) -> Int { token.text.count * (token.isWord ? 2 : 1) }

  private func weight(of run: [StructurePlan.Token]) -> Int { run.reduce(0) { $0 + weight($1) } }

  mutating func add(_ tree: PatternTree) {
    var run: [StructurePlan.Token] = []
    // Depth first without recursion; the text's order is that of the numbers below a root, as they were made.
    var stack = Array(tree.children[tree.roots].reversed())
    func flush(_ found: inout [[StructurePlan.Token]]) {
      // A bracket alone tells nothing.
      let isBracket =
        run.count == 1 && run[0].text.count == 1 && Array("(){}[].".utf8).contains(run[0].text[0])
      if !run.isEmpty, !isBracket { found.append(run) }
      run = []
    }
    while let number = stack.popLast() {
      let node = tree.nodes[number]
      switch node.kind {
      case .hole, .list: flush(&found)
      case .node: stack += tree.children[node.children].reversed()
      case .leaf:
        let (tokens, isWhole) = tokens(node)
        if !isWhole { flush(&found) }
        for token in tokens {
          run.append(token)
          if !isWhole { flush(&found) }
        }
      }
    }
    flush(&found)
    if found.count > Self.runsMax {
      let heaviest = found.indices.sorted { weight(of: found[$0]) > weight(of: found[$1]) }.prefix(
        Self.runsMax)
      found = heaviest.sorted().map { found[$0] }
    }
  }

  /// The token of a leaf. Where a grammar takes blanks inside of a token, the words of it, which need not touch;
  /// none where the text may be another.
  private func tokens(_ node: PatternTree.Node) -> (tokens: [StructurePlan.Token], isWhole: Bool) {
    let text = node.text
    guard !text.isEmpty, !text.contains(0x0A) else { return ([], false) }
    let isWord = text.allSatisfy { $0 == 0x5F || ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
    let name = Int(node.symbol) < grammar.symbols.count ? grammar.symbols[Int(node.symbol)] : ""
    if node.isNamed {
      return (
        [StructurePlan.Token(text: text, isWord: isWord && (name.hasSuffix("identifier") || name == "name"))],
        true
      )
    }
    // Tokens compare by symbol: their text is known only where it is the symbol's name.
    guard Array(name.utf8) == text else { return ([], false) }
    if isWord || !text.contains(where: { ($0 | 0x20) &- 0x61 < 26 }) {
      return ([StructurePlan.Token(text: text, isWord: isWord)], true)
    }
    let words = text.split { ($0 | 0x20) &- 0x61 >= 26 }
    return (words.map { StructurePlan.Token(text: Array($0), isWord: true) }, false)
  }
}
