import Containers
import QueryEngine
import RegexEngine
import SearchIndex
import Syntax
import TestSupport
import Testing

@Suite struct `Search for symbols and in kinds of text` {
  static let corpus: Corpus = {
    var random = SeededGenerator(seed: 11)
    let names = [
      "parse", "Parse", "parseQuery", "query", "next", "Parser", "skb", "SKB", "\u{17F}kb", "S\u{212A}B", "\u{17F}\u{212A}b",
      "naïve", "TODO",
    ]
    func name() -> String { names.randomElement(using: &random) ?? "" }
    var documents: [Corpus.Document] = []
    for number in 0..<48 {
      let isC = number % 3 == 0
      let language = number % 8 == 7 ? "Text" : isC ? "C" : number % 3 == 1 ? "Swift" : "Python"
      var text = ""
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        switch (language, Int.random(in: 0..<9, using: &random)) {
        case ("Python", 0): text += "class \(name()):\n    def \(name())(self):\n        return \(name())\n"
        case ("Python", 1): text += "def \(name())(a):\n    return \"\(name())\" # \(name())\n"
        case ("Python", _): text += "\(name()) = \(name()) # \(name()) TODO: \(name())\n"
        case (_, 0): text += "struct \(name()) {\n  int \(name());\n};\n"
        case ("Swift", 1): text += "struct \(name()) {\n  func \(name())() { \(name())() }\n}\n"
        case ("C", 1):
          text += "int \(name())(int a)\n{\n  return \(name())(\"\(name())\"); /* \(name()) */\n}\n"
        case (_, 2): text += "// \(name()) \(name())\r\n"
        case (_, 3): text += "/* \(name())\n   \(name()) */ \(name())(\"x \(name())\");\n"
        default: text += "\(name())(\(name()), '\\\"'); // \(name())\n"
        }
        text += String(repeating: "x", count: Int.random(in: 0...90, using: &random)) + "\n"
      }
      documents.append(
        .init(
          path: "d\(number % 5)/parse\(number).c", text: Array(text.utf8),
          language: LanguageTable.named(language)?.id ?? 0))
    }
    do { return try Corpus(documents) } catch { fatalError("the corpus is valid: \(error)") }
  }()

  static let symbols: [[Symbol]] = corpus.documents.map { document in
    guard let language = LanguageTable[document.language] else { return [] }
    return document.text.withUnsafeBytes { lexedSymbols($0, language: language)?.symbols ?? [] }
  }

  static let facts: FactsFile = {
    do { return try corpus.facts(symbols) } catch { fatalError("the facts are valid: \(error)") }
  }()

  @Test(
    arguments: [
      "parse", "TODO", "/pars?e\\w*/", "/(?s)parse.*?query/", "naïve", "skb", "/\\bnext\\b$/", "/x+$/", "/^/",
    ],
    ["in:code", "in:comment", "in:string", "-in:comment", "in:comment,string", "-in:code"])
  func `in: finds what a plain scan finds in that kind of text`(pattern: String, restriction: String) throws {
    let query = try CompiledQuery(Query(parsing: "\(pattern) \(restriction)"))
    let zones = query.contentAtoms[0].zones
    #expect(query.pathAtoms.isEmpty)
    var expected: [Int: [Range<Int>]] = [:]
    for (document, matches) in Self.corpus.scan(query.contentAtoms[0].regex) {
      let text = Self.corpus.documents[document].text
      let map = text.withUnsafeBytes {
        readZones($0, language: LanguageTable[Self.corpus.documents[document].language])
      }
      let kept = matches.filter { (map?.zones(of: $0) ?? .code).isSubset(of: zones) }
      if !kept.isEmpty { expected[document] = kept }
    }
    let search = Self.corpus.segmentSearch(query)
    var found: [Int: [Range<Int>]] = [:]
    _ = try search.run(documents: 0..<Self.corpus.documents.count) { hit in
      found[hit.document] = hit.matches.map(\.range)
      #expect(hit.matchCount == hit.matches.count)
      return true
    }
    #expect(found == expected)
    let all = Self.corpus.scan(query.contentAtoms[0].regex).reduce(0) { $0 + $1.matches.count }
    let left = search.counters.zones
    #expect(left.inCode + left.inComments + left.inStrings == all - found.values.reduce(0) { $0 + $1.count })
  }

  @Test(arguments: ["parse", "Parser", "naïve", "skb", "TODO"], [false, true])
  func `ref: finds whole words in code that define nothing`(name: String, hasFacts: Bool) throws {
    let query = try CompiledQuery(Query(parsing: "ref:\(name)"))
    var expected: [Int: [Range<Int>]] = [:]
    for (document, matches) in Self.corpus.scan(query.contentAtoms[0].regex) {
      let source = Self.corpus.documents[document]
      let map = source.text.withUnsafeBytes { readZones($0, language: LanguageTable[source.language]) }
      let kept = matches.filter { match in
        (map?.zones(of: match) ?? .code) == .code
          && !Self.symbols[document].contains { $0.start == match.lowerBound }
      }
      if !kept.isEmpty { expected[document] = kept }
    }
    let hits = try Self.corpus.search(query, hasFacts ? Self.facts : nil)
    #expect(Dictionary(uniqueKeysWithValues: hits.map { ($0.document, $0.matches.map(\.range)) }) == expected)
    #expect(query.contentAtoms[0].regex.isWhole(name))
  }

  /// What a symbol must be to be found by each of the queries.
  static let conditions: [(query: String, holds: @Sendable (Symbol, [String]) -> Bool)] = [
    ("sym:parse", { symbol, _ in symbol.name.lowercased() == "parse" }),
    ("sym:Parse", { symbol, _ in symbol.name == "Parse" }),
    ("sym:parse*", { symbol, _ in symbol.name.lowercased().hasPrefix("parse") }),
    ("sym:*query", { symbol, _ in symbol.name.lowercased().hasSuffix("query") }),
    ("sym:/^n.*e/", { symbol, _ in symbol.name.hasPrefix("n") && symbol.name.dropFirst().contains("e") }),
    ("sym:skb", { symbol, _ in symbol.name.lowercased().replacing("\u{17F}", with: "s") == "skb" }),
    ("sym:sk*", { symbol, _ in symbol.name.lowercased().replacing("\u{17F}", with: "s").hasPrefix("sk") }),
    ("sym:skb case:yes", { symbol, _ in symbol.name == "skb" }),
    ("sym:Parser.next", { symbol, around in symbol.name == "next" && around.last == "Parser" }),
    (
      "sym:parser::next", { symbol, around in symbol.name == "next" && around.last?.lowercased() == "parser" }
    ),
    ("kind:type par", { symbol, _ in symbol.name.lowercased().contains("par") && symbol.kind.weight == 7 }),
    ("sym:* kind:method", { symbol, _ in symbol.kind == .method }),
    ("type:symbol parse query", { symbol, _ in symbol.name == "parseQuery" }),
    (
      "type:symbol parse -query",
      { symbol, _ in
        symbol.name.lowercased().contains("parse") && symbol.name != "parseQuery"
      }
    ),
    (
      "type:symbol (next OR naïve) -kind:function",
      { symbol, _ in
        ["next", "naïve"].contains(symbol.name) && symbol.kind != .function
      }
    ),
    ("type:symbol -parse", { symbol, _ in !symbol.name.lowercased().contains("parse") }),
    (
      "type:symbol -sym:Parser.next",
      { symbol, around in !(symbol.name == "next" && around.last == "Parser") }
    ),
    ("type:symbol", { _, _ in true }),
  ]

  @Test(arguments: conditions.indices, [false, true])
  func `symbols are those that a plain look at all of them finds`(_ index: Int, hasFacts: Bool) throws {
    let (text, holds) = Self.conditions[index]
    var expected: [Int: [Range<Int>]] = [:]
    for (document, symbols) in Self.symbols.enumerated() {
      let found = symbols.indices.filter { holds(symbols[$0], symbols.containers(of: $0)) }
      if !found.isEmpty {
        expected[document] = found.map { symbols[$0].range }.sorted { $0.lowerBound < $1.lowerBound }
      }
    }
    let hits = try Self.corpus.search(try CompiledQuery(Query(parsing: text)), hasFacts ? Self.facts : nil)
    let found = Dictionary(uniqueKeysWithValues: hits.map { ($0.document, $0.matches.map(\.range)) })
    #expect(found == expected, "\(text)")
    for hit in hits { #expect(hit.symbolKinds.values.reduce(0, +) == hit.matchCount, "\(text)") }
  }

  /// What a file must define and hold to be found by each of the queries.
  static let combinations: [(query: String, holds: @Sendable (Set<String>, String) -> Bool)] = [
    (
      "sym:parser TODO",
      { names, text in names.contains { $0.lowercased() == "parser" } && text.contains("TODO") }
    ),
    ("sym:Parser -sym:next", { names, _ in names.contains("Parser") && !names.contains("next") }),
    ("sym:Parser OR sym:naïve", { names, _ in names.contains("Parser") || names.contains("naïve") }),
    (
      "-sym:Parser -sym:parse*",
      { names, _ in
        !names.contains { $0 == "Parser" || $0.lowercased().hasPrefix("parse") }
      }
    ),
    ("sym:Parser sym:next", { names, _ in names.isSuperset(of: ["Parser", "next"]) }),
  ]

  @Test(arguments: combinations.indices, [false, true])
  func `files that define a symbol combine with other conditions`(_ index: Int, hasFacts: Bool) throws {
    let (text, holds) = Self.combinations[index]
    let hits = try Self.corpus.search(try CompiledQuery(Query(parsing: text)), hasFacts ? Self.facts : nil)
    let expected = Self.corpus.documents.indices.filter { index in
      holds(
        Set(Self.symbols[index].map(\.name)),
        String(decoding: Self.corpus.documents[index].text, as: UTF8.self))
    }
    #expect(hits.map(\.document) == expected, "\(text)")
  }

  @Test(arguments: ["TODO", "parse", "/x{40,}/", "ref:parse", "naïve in:comment"], [false, true])
  func `select:symbol gives the innermost declarations around matches`(pattern: String, hasFacts: Bool) throws
  {
    let facts = hasFacts ? Self.facts : nil
    let selected = try Self.corpus.search(
      try CompiledQuery(Query(parsing: "\(pattern) select:symbol")), facts)
    let direct = try Self.corpus.search(try CompiledQuery(Query(parsing: pattern)), facts)
    #expect(selected.map(\.document) == direct.map(\.document))
    for (hit, source) in zip(selected, direct) {
      let text = Self.corpus.documents[hit.document].text
      var wanted = Set<Int>()
      var outside = 0
      for match in source.matches {
        let line = 1 + text[..<match.range.lowerBound].count(where: { $0 == 0x0A })
        let around = Self.symbols[hit.document].filter { $0.lines.contains(line) }
        if let best = around.min(by: { ($0.lines.count, -$0.start) < ($1.lines.count, -$1.start) }) {
          wanted.insert(best.start)
        } else {
          outside += 1
        }
      }
      #expect(hit.matches.map(\.range.lowerBound) == wanted.sorted(), "\(pattern) in \(hit.document)")
      #expect(hit.outsideCount == outside)
      #expect(hit.matchCount == wanted.count)
    }
  }
}

extension Regex {
  /// Whether it matches all of a text.
  fileprivate func isWhole(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { makeMatcher().firstMatch(in: $0, range: 0..<$0.count) } == 0..<bytes.count
  }
}
