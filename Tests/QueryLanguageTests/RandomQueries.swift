import Containers
import QueryEngine
import Syntax
import TestSupport

/// Random queries: trees in normal form, and texts that are nearly or not at all queries.
struct RandomQueries {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func query() -> Query {
    var settings = QuerySettings()
    settings.patternType = pick([.keyword, .keyword, .regexp])
    settings.caseMode = pick(CaseMode.allCases)
    settings.wholeWord = chance(4)
    settings.type = pick([.file, .file, .path, .repo, .symbol])
    settings.select = chance(5) ? pick(Select.allCases) : nil
    settings.count = pick([
      .default, .all, .limited(Int.random(in: 1...QuerySettings.countMax, using: &generator)),
    ])
    settings.timeoutMilliseconds = chance(4) ? Int.random(in: 1...600_000, using: &generator) : nil
    settings.sort = pick([.relevance, .path, .recent])
    return Query(root: chance(20) ? .everything : node(depth: 4, settings), settings: settings)
  }

  private mutating func node(depth: Int, _ settings: QuerySettings) -> QueryNode {
    switch depth == 0 ? 9 : Int.random(in: 0..<10, using: &generator) {
    case 0, 1:
      let node = QueryNode.all(members(depth, settings))
      return node == .everything ? leaf(settings) : node
    case 2, 3: return .any(members(depth, settings))
    case 4: return .not(node(depth: depth - 1, settings))
    default: return leaf(settings)
    }
  }

  private mutating func members(_ depth: Int, _ settings: QuerySettings) -> [QueryNode] {
    (0..<Int.random(in: 2...4, using: &generator)).map { _ in node(depth: depth - 1, settings) }
  }

  private mutating func leaf(_ settings: QuerySettings) -> QueryNode {
    if chance(3) { return .filter(Filter(filter(settings))) }
    if chance(8) {
      let text = pick(["f($X)", "if ($A == \"b\") { $$$ }", "a\\b($_) // `c`"])
      return .pattern(
        Pattern(
          kind: .structural, text: text, scope: .content, caseSensitive: settings.caseMode != .no,
          wholeWord: settings.wholeWord))
    }
    var kind: Pattern.Kind = chance(3) ? .regex : .literal
    var scope = chance(5) ? pick([.content, .definition, .reference, .emitted]) : settings.wordScope
    if scope == .contentOrPath, chance(6) { scope = chance(2) ? .symbol : .emitted }
    if scope == .reference { kind = .literal }
    let text = kind == .regex ? regex() : scope == .reference ? "x" + literal() : literal()
    var pattern = Pattern(
      kind: kind, text: text, scope: scope,
      caseSensitive: settings.isCaseSensitive(text, kind) || scope == .reference,
      wholeWord: settings.wholeWord || scope == .reference)
    if scope == .reference { pattern.zones = .code }
    if pattern.isAboutText, scope != .reference, chance(3) {
      pattern.zones = pick([.code, .comment, [.comment, .string], [.code, .string]])
    }
    if pattern.isAboutSymbols, scope == .symbol && settings.type != .symbol || chance(3) {
      pattern.kinds = kinds()
    }
    if scope == .emitted, chance(2) {
      pattern.levels = pick([
        EmitLevels(.error), [EmitLevels(.error), EmitLevels(.fatal)], EmitLevels(.none), .all,
      ])
    }
    return .pattern(pattern)
  }

  private mutating func kinds() -> SymbolKinds {
    let words = ["function", "type", "class", "trait", "heading", "callable", "interface", "const", "module"]
    var kinds = chance(3) ? SymbolKinds.unasked : SymbolKinds.named(pick(words)) ?? []
    for _ in 0..<Int.random(in: 0...2, using: &generator) {
      let other = SymbolKinds.named(pick(words)) ?? []
      kinds = chance(2) ? kinds.union(other) : kinds.subtracting(other)
    }
    return kinds.isEmpty ? .unasked : kinds
  }

  private mutating func filter(_ settings: QuerySettings) -> FilterKind {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0:
      let regex = literal().replacing("@", with: "").replacing("\\", with: "")
      return .repo(regex: regex + "r", revisions: chance(2) ? [] : ["v1", "rel-*"])
    case 1: return .rev(chance(4) ? ["a,b", "c"] : chance(3) ? ["x y"] : ["main", "v*"])
    case 2, 3:
      return .file(
        PathPattern(parsing: literal() + pick(["", "*", ".*"]), caseSensitive: settings.caseMode == .yes))
    case 4: return .language(pick(["Go", "C++", "Jupyter Notebook", "B (Formal Method)", "F*"]))
    case 5: return .skipped
    case 6: return .repoHasPath(regex())
    case 7: return pick([.repoHasContent(literal()), .fileHasContent(regex())])
    case 8: return pick([.fork(.no), .archived(.only)])
    default: return .visibility("private")
    }
  }

  /// Not empty, and with everything in it that means something in a query.
  private mutating func literal() -> String {
    let pieces = [
      "a", "B", "foo", "bar()", "(", ")", "\"", "\\", "/", " ", "-", ":", "lang:", "AND", "OR", "é", "日本",
      "\u{3000}",
      "\u{0}", "\u{FFFD}", "@", ",", "*", ".", "[", "]", "std::x", "--", "->", "\n", "repo:x",
      "patterntype:regexp", "1", "in:code", "kind:x", "A::b",
    ]
    return (0..<Int.random(in: 1...4, using: &generator)).map { _ in pick(pieces) }.joined()
  }

  /// As ``literal()``, but escapes are in pairs and no slash is escaped, as the parser hands them out.
  private mutating func regex() -> String {
    let pieces = [
      "a", "B+", "x.*y", "(a|b)", "[)(]", "\\)", "\\(", "\\W", "\\\\", "x/", " ", "\"", "^", "$", "(?:z)",
      "\\p{Lu}", "é",
      "[", "(", ")", "[]\"]", "AND",
    ]
    return (0..<Int.random(in: 1...4, using: &generator)).map { _ in pick(pieces) }.joined()
  }

  /// The text of a query with a few bytes changed, or a heap of pieces.
  mutating func mutatedText() -> String {
    if chance(3) {
      let pieces = [
        "(", ")", "\"", "/", "-", " ", " ", " OR ", " AND ", "NOT ", "a", "lang:go", "rev:x", "file:*.c",
        "\\", "case:yes",
        "patterntype:literal ", "patterntype:regexp ", "repo.has:path(", "content:", "\u{FFFD}", "\u{0}", "é",
        "x:", "in:comment", "-in:code,string", "kind:type", "-kind:field", "sym:A.b*", "ref:x", "type:symbol",
        "sym:/a+/", "emits:\"a b*\"", "level:error", "-level:x,warn", "select:symbol", "kind:",
        "type:path", "[", "]", "repo:a@b:c", "-lang:c", "lang:c,d",
      ]
      return (0..<Int.random(in: 0...12, using: &generator)).map { _ in pick(pieces) }.joined()
    }
    var bytes = Array(query().description.utf8)
    for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.remove(at: index)
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes.insert(pick(Array("()\"/\\-: AO[".utf8)), at: index)
      default: bytes.removeSubrange(index..<min(bytes.count, index + 8))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func pick<T>(_ choices: [T]) -> T { choices.randomElement(using: &generator)! }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
}
