import Containers
import Syntax
import TestSupport
import Testing

/// Names that the reader knows, from grammars of several languages.
private let names = [
  "end", "program", "call_expression", "arguments", "argument_list", "string_literal", "string_content",
  "concatenated_string", "binary_expression", "conditional_expression", "parenthesized_expression",
  "identifier", "token_tree", "macro_invocation", "preproc_def", "preproc_arg", "interpolation", "call",
  "call_suffix", "value_arguments", "value_argument", "lambda_literal", "raise_statement", "assert_statement",
  "tuple", "pair", "keyword_argument", "echo_statement", "template_string", "+", "%", "<<", "!", ",", "(",
  ")",
  "function_definition", "binary_operator", "interpolated_string_expression", "interpolated_string",
  "comment",
]
private let grammar = TreeGrammar(
  symbols: names, isNamed: names.map { $0.first!.isLetter },
  fields: ["", "name", "function", "body", "left", "right"])

private let texts = [
  "log.warn(\"user %s has {} of %d\", a, \"b c\" + x)\n", "#define A \"some text %\" PRIu64 \" more\"\n",
  "LOG(INFO) << \"took \" << n << endl;\n", "f\"\"\"a {b!r:>{w}} c\\N{x} \\u{110000} \\777 %(n)s\"\"\"",
  "println!(\"{0:?} {} {{}} of {name:>1$}\", a); raise Foo, 'it''s \\'",
  "\u{1B}[31m\u{1B}[ %%%5$*.*llq %{a}@ % ",
]

/// Nodes of any kind and nesting over any bytes of the text; each within the one around, as the library promises.
private func randomTree(_ random: inout SeededGenerator, count: Int) -> SyntaxTree {
  var nodes: [SyntaxNode] = []
  var open: [(node: Int32, free: Int, end: Int)] = []
  for index in 0..<Int.random(in: 1...120, using: &random) {
    while open.count > 1, Int.random(in: 0..<3, using: &random) == 0 {
      nodes[Int(open.removeLast().node)].next = Int32(index)
    }
    let around = open.last ?? (-1, 0, count)
    let start = index == 0 ? 0 : Int.random(in: around.free...around.end, using: &random)
    let end = index == 0 ? count : Int.random(in: start...around.end, using: &random)
    nodes.append(
      SyntaxNode(
        start: UInt32(start), end: UInt32(end), parent: around.node,
        symbol: UInt16.random(in: 0...UInt16(names.count), using: &random),
        field: UInt16.random(in: 0...6, using: &random)))
    nodes[index].next = Int32(index + 1)
    if !open.isEmpty { open[open.count - 1].free = end }
    open.append((Int32(index), start, end))
  }
  for node in open { nodes[Int(node.node)].next = Int32(nodes.count) }
  return SyntaxTree(grammar: grammar, nodes: nodes)
}

@Suite struct `Emit sites of any tree` {
  @Test(arguments: [
    "C", "C++", "C#", "Go", "Java", "Kotlin", "PHP", "Python", "Ruby", "Rust", "Scala", "Swift",
  ])
  func `trees that fit no text end in sites of the proper form`(_ name: String) throws {
    let language = try #require(LanguageTable.named(name))
    var random = SeededGenerator(seed: 7)
    for round in 0..<400 {
      var text = Array(texts[round % texts.count].utf8)
      for _ in 0..<round % 5 {
        text[Int.random(in: text.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let tree = randomTree(&random, count: text.count)
      let facts = text.withUnsafeBytes { symbols($0, language: language, tree: tree) }
      for site in facts.emits {
        #expect(Skeleton(checking: site.skeleton.bytes) == site.skeleton)
        #expect(site.arguments.count <= EmitSite.argumentsMax)
      }
      #expect(FileSymbols(decoding: facts.encoded(), count: text.count)?.emits == facts.emits)
    }
  }

  @Test func `sites that are damaged on their way are refused or whole`() throws {
    var facts = FileSymbols()
    let skeleton = try #require(
      Skeleton(checking: Array("user \u{1}s has \u{2}a\u{3}b\u{4} of \u{1}d\u{5}".utf8)))
    facts.emits = (0..<3).map { index in
      EmitSite(
        kind: .log, level: .warning, callee: "log.warn", function: "run", container: index == 2 ? "B" : "A",
        range: index * 10..<index * 10 + 8, line: index + 1, skeleton: skeleton,
        arguments: ["name", "b ? 1 : 2"])
    }
    let bytes = facts.encoded()
    #expect(FileSymbols(decoding: bytes, count: 40) == facts)
    var random = SeededGenerator(seed: 11)
    for _ in 0..<3_000 {
      var damaged = bytes
      for _ in 0...2 {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { damaged.removeLast(Int.random(in: 0..<damaged.count, using: &random)) }
      for site in FileSymbols(decoding: damaged, count: 40)?.emits ?? [] {
        #expect(site.range.upperBound <= 40)
        #expect(Skeleton(checking: site.skeleton.bytes) != nil)
      }
    }
  }

  @Test(arguments: [
    "\u{1}", "\u{1}z", "\u{2}a", "a\u{3}b", "\u{4}", "\u{5}a", "\t", "\u{2}a\u{2}b\u{4}\u{4}",
  ])
  func `a skeleton of another form is none`(_ text: String) {
    #expect(Skeleton(checking: Array(text.utf8)) == nil)
  }

  @Test func `words are runs of letters or digits without case`() {
    func words(_ text: String) -> Int {
      var count = 0
      Skeleton.forEachWord(Array(text.utf8)) { _ in count += 1 }
      return count
    }
    #expect(words("Got cpu12 of a \u{1}sxx, 7") == 5)
    var hashes: [UInt64] = []
    Skeleton.forEachWord(Array("Größe SIZE size".utf8)) { hashes.append($0) }
    #expect(hashes.count == 3 && hashes[1] == hashes[2])
  }
}
