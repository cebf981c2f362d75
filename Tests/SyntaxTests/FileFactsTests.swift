import Syntax
import TestSupport
import Testing

private let grammar = TreeGrammar(
  symbols: [
    "end", "program", "function_definition", "identifier", "call", "string", "interpolation", "def",
    "comment",
  ],
  isNamed: [true, true, true, true, true, true, true, false, true], fields: ["", "name", "function", "body"])

/// A tree from `(symbol, field, start, end, parent)` in the order of the text.
private func tree(_ nodes: [(UInt16, UInt16, UInt32, UInt32, Int32)]) -> SyntaxTree {
  var list = nodes.map { SyntaxNode(start: $0.2, end: $0.3, parent: $0.4, symbol: $0.0, field: $0.1) }
  for index in list.indices {
    var next = index + 1
    while next < list.count, isInside(next, index, list) { next += 1 }
    list[index].next = Int32(next)
  }
  return SyntaxTree(grammar: grammar, nodes: list)
}

private func isInside(_ node: Int, _ other: Int, _ list: [SyntaxNode]) -> Bool {
  var at = Int(list[node].parent)
  while at > other { at = Int(list[at].parent) }
  return at == other
}

@Suite struct `Facts of a file` {
  private let text = Array("def f \"a#{g}b\" # c\ng".utf8)
  private let language = LanguageTable.named("Ruby")!  // In linguist's table for ever.

  private func facts() -> FileFacts {
    let found = tree([
      (1, 0, 0, 20, -1), (2, 0, 0, 14, 0), (7, 0, 0, 3, 1), (3, 1, 4, 5, 1), (5, 0, 6, 14, 1),
      (6, 0, 8, 12, 4),
      (4, 0, 10, 11, 5), (3, 2, 10, 11, 6), (8, 0, 15, 19, 0), (3, 0, 19, 20, 0),
    ])
    return text.withUnsafeBytes { analyzeSyntax($0, language: language, tree: found) }
  }

  @Test func `a tree gives colours, with code in strings`() {
    let spans = facts().syntax.spans.map { "\($0.kind) " + String(decoding: text[$0.range], as: UTF8.self) }
    #expect(spans == ["keyword def", "function f", "string \"a", "function g", "string b\"", "comment # c"])
  }

  @Test func `a tree gives declarations and calls with their callers`() {
    let facts = facts()
    #expect(facts.syntax.outline.map(\.name) == ["f"])
    #expect(facts.calls == [CallSite(name: 10..<11, caller: 0)])
  }

  @Test func `facts survive the pipe`() throws {
    var facts = facts()
    facts.locals = [LocalBinding(name: 4..<5, scope: 0..<14)]
    facts.imports = [0..<3]
    let decoded = try #require(FileFacts(decoding: facts.encoded(), count: text.count))
    #expect(decoded == facts)
    // A text that is shorter than the facts say is not theirs.
    #expect(FileFacts(decoding: facts.encoded(), count: 5) == nil)
  }

  @Test(arguments: 0..<8)
  func `damaged bytes are no facts, or facts within the text`(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let sound = facts().encoded()
    for _ in 0..<400 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      guard let decoded = FileFacts(decoding: bytes, count: text.count) else { continue }
      #expect(decoded.syntax.spans.allSatisfy { $0.range.upperBound <= text.count })
      #expect(decoded.syntax.outline.allSatisfy { $0.nameRange.upperBound <= text.count })
    }
  }
}
