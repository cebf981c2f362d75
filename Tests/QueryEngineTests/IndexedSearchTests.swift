import QueryEngine
import RegexEngine
import SearchIndex
import TestSupport
import Testing

@Suite struct `Indexed search` {
  /// Texts that hold what tends to break indexes: borders of blocks and lines, case variants, non-ASCII letters that
  /// fold to ASCII, long lines, no line feed at the end, nothing at all.
  static let corpus: Corpus = {
    var random = SeededGenerator(seed: 1)
    let words = [
      "foo", "Foo", "FOO_bar", "skb", "SKB_users", "\u{17F}kb", "\u{212A}ey", "key", "KEY", "naïve", "日本語",
      "x",
      "ab", "0x1234", "1234-5678", "return", "if (a) {", "}", "a.b->c", "\"text\"", "#define", "tab\tbed",
      "\r", "é",
      "É", "٣", "TODO:", "http://a.b/c?d=e", "\u{1F600}", "ss", "SS", "ß",
      "20211231235959", "ABCDEFGHIJKLMNOP", "deadbeef-0001-cafe", "of_many_words_and_9_digits", "1234567",
    ]
    var documents: [Corpus.Document] = [
      .init(path: "empty.txt", text: []), .init(path: "newline.txt", text: [0x0A]),
      .init(path: "a/b/last.c", text: Array("foo bar".utf8)),
      .init(path: "crlf.txt", text: Array("foo\r\nbar\r\n\r\nfoo".utf8)),
      .init(
        path: "long.js",
        text: Array((String(repeating: "x", count: 9000) + "foo" + String(repeating: "y", count: 9000)).utf8)),
    ]
    for number in 0..<60 {
      var text = ""
      for _ in 0..<Int.random(in: 1...900, using: &random) {
        text += words.randomElement(using: &random) ?? ""
        text += ["", " ", " ", "\n", "\n\n", "\t"].randomElement(using: &random) ?? ""
      }
      documents.append(.init(path: "dir\(number % 7)/File\(number).c", text: Array(text.utf8)))
    }
    do { return try Corpus(documents) } catch { fatalError("the corpus is valid: \(error)") }
  }()

  /// Versions of the files of ``corpus``: lines are changed, added, moved and taken away from version to version.
  static let histories: Corpus = {
    var random = SeededGenerator(seed: 3)
    var documents: [Corpus.Document] = []
    for first in corpus.documents.enumerated().filter({ $0.offset < 5 || $0.offset % 6 == 0 }).map(\.element)
    {
      var lines = first.text.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
      for version in 0..<Int.random(in: 1...6, using: &random) {
        for _ in 0..<(version == 0 ? 0 : Int.random(in: 1...4, using: &random)) {
          let place = Int.random(in: 0..<lines.count, using: &random)
          switch Int.random(in: 0..<5, using: &random) {
          case 0: lines[place] += Array(" Foo_bar\(version) é".utf8)
          case 1: lines.insert(Array("foo in version \(version) 0x\(version)".utf8), at: place)
          case 2: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &random))
          case 3: lines.insert(contentsOf: lines[place..<min(lines.count, place + 40)], at: place)
          default: if lines.count > 1 { lines.remove(at: place) }
          }
        }
        documents.append(.init(path: first.path, text: Array(lines.joined(separator: [0x0A]))))
      }
    }
    do { return try Corpus(documents, sharesVersions: true) } catch {
      fatalError("the corpus is valid: \(error)")
    }
  }()

  static let patterns = [
    "foo", "FOO", "skb", "key", "KEY_", "ss", "ß", "naïve", "日本", "é", "x", "ab", "a.b", "foo.*bar",
    "foo|bar",
    "(foo|FOO_)bar", "^foo", "foo$", "^$", "^", "$", "\\bfoo\\b", "[a-z]+_[a-z]+", "[0-9]{4}-[0-9]{4}",
    "\\d{4}",
    "\\w+\\s+\\w+", "[^a-z\\n]{5,}", "0x[0-9a-f]+", "f(o+)", "(?:ab)+", "(ab){2}", "a?b?c", "x{3,5}y",
    "s[k]b", ".",
    "..", "foo\\nbar", "foo\\s*bar", "(?s)foo.bar", "\\Afoo", "bar\\z", "(?s)return.*define", "\\}\\n",
    "if \\(a\\)",
    "(skb|key|foo)(_users)?", "[sS]kb", "k(e|E)y", "\\p{Greek}", "\\p{Han}+", "[[:digit:]]+\\.", "TODO|http",
    "b->",
    "\"t.xt\"", "#def\\w*", "tab\\tbed", "\\r$", "(foo|)bar", "e{0}f", "[é-ü]", "[a-é]k", "\\x{17F}",
    "(?i)\\x{212A}ey",
    "[0-9]{9}", "[0-9]{12,14}", "\\d{9,}", "(?-u)\\d{15}", "[A-Z]{12}", "[A-Z]{3}[A-Z]{9}", "\\b\\w{26}\\b",
    "[a-z_]{16,}", "\\w{40}", "[0-9a-f]{8}-[0-9a-f]{4}", "([0-9]{2}){5}", "(\\d{13}|[A-Z]{9}|x{300})",
    "[xy]{255,}",
    "(?i)[a-f]{8}", "[A-Z]{8}(OP)?Q*", "\\w+_\\w+_\\w{3,}_and", "[é0-9]{9}", "[0-9]{4}[0-9]{3,}-?",
  ]

  @Test(arguments: patterns, [false, true])
  func `finds what a plain scan finds`(pattern: String, ignoresCase: Bool) throws {
    try Self.check(pattern, ignoresCase: ignoresCase)
    try Self.check(pattern, ignoresCase: ignoresCase, Self.histories)
  }

  @Test func `finds what a plain scan finds for random patterns`() throws {
    var random = SeededGenerator(seed: 7)
    let pieces = [
      "foo", "s", "k", "[a-f]", "\\w", "\\d", ".", "é", "(ab|cd)", "_", " ", "\\s", "[^x]", "x*", "o+", "1?",
      "(?:k|K)",
      "{", "\\b", "日", "\\n", "[0-9]{5}", "\\w{12}", "[A-Z]{5,}", "[0-9]{2,3}", "e{1,2}", "-", ">",
    ]
    for _ in 0..<1500 {
      var pattern = ""
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        pattern += pieces.randomElement(using: &random) ?? ""
      }
      try Self.check(
        pattern, ignoresCase: Bool.random(using: &random),
        Bool.random(using: &random) ? Self.histories : Self.corpus)
    }
  }

  static func check(_ pattern: String, ignoresCase: Bool, _ corpus: Corpus = corpus) throws {
    let term = Pattern(kind: .regex, text: pattern, scope: .content, caseSensitive: !ignoresCase)
    guard let query = try? CompiledQuery(Query(root: .pattern(term))) else { return }  // A brace alone may be refused.
    let expected = corpus.scan(query.contentAtoms[0].regex)
    let hits = try corpus.search(query)
    #expect(hits.map(\.document) == expected.map(\.document), "documents of \(pattern)")
    guard hits.count == expected.count else { return }
    for (hit, naive) in zip(hits, expected) {
      #expect(hit.matchCount == naive.matches.count, "matches of \(pattern) in \(hit.document)")
      #expect(hit.matches.map(\.range) == Array(naive.matches.prefix(1000)), "\(pattern) in \(hit.document)")
    }
  }

  @Test(arguments: [
    "foo bar", "foo OR naïve", "foo -bar", "(foo OR key) AND NOT skb", "file:dir1 foo", "-file:dir foo",
    "File1",
    "foo file:c$ -file:File2", "not_there", "foo AND not_there", "type:path last", "\"a.b->c\" -\"if (a)\"",
  ])
  func `combines conditions as a plain evaluation does`(text: String) throws {
    let query = try Query(parsing: text)
    let hits = try Self.corpus.search(try CompiledQuery(query))
    let expected = try Self.corpus.documents.indices.filter { index in
      try Self.holds(query.root, Self.corpus.documents[index], onlyPaths: query.settings.type == .path)
    }
    #expect(hits.map(\.document) == expected)
  }

  static func holds(_ node: QueryNode, _ document: Corpus.Document, onlyPaths: Bool) throws -> Bool {
    func has(_ pattern: String, _ kind: Pattern.Kind, _ isSensitive: Bool, _ text: [UInt8]) throws -> Bool {
      var options = RegexOptions()
      options.caseInsensitive = !isSensitive
      let regex =
        kind == .literal
        ? try Regex(literal: pattern, options: options) : try Regex(pattern, options: options)
      return text.withUnsafeBytes { regex.makeMatcher().hasMatch(in: $0, range: 0..<$0.count) }
    }
    switch node {
    case .everything: return true
    case .and(let parts): return try parts.allSatisfy { try holds($0, document, onlyPaths: onlyPaths) }
    case .or(let parts): return try parts.contains { try holds($0, document, onlyPaths: onlyPaths) }
    case .not(let part): return try !holds(part, document, onlyPaths: onlyPaths)
    case .pattern(let pattern):
      let inPath = try has(pattern.text, pattern.kind, pattern.caseSensitive, Array(document.path.utf8))
      return try inPath
        || (!onlyPaths && has(pattern.text, pattern.kind, pattern.caseSensitive, document.text))
    case .filter(let filter):
      guard case .file(let path) = filter.kind else { return true }
      return try has(path.regexText, .regex, path.caseSensitive, Array(document.path.utf8))
    }
  }

  @Test func `counts the lines that matches touch`() throws {
    for pattern in ["foo", "foo|bar|key", "^", "(?s)foo.bar"] {
      let term = Pattern(kind: .regex, text: pattern, scope: .content, caseSensitive: true)
      let query = try CompiledQuery(Query(root: .pattern(term)))
      for hit in try Self.corpus.search(query) {
        let text = Self.corpus.documents[hit.document].text
        var lines = Set<Int>()
        for match in Self.corpus.scan(query.contentAtoms[0].regex).first(where: {
          $0.document == hit.document
        })!.matches {
          let first = text[..<match.lowerBound].count(where: { $0 == 0x0A })
          let last = text[..<max(match.lowerBound, match.upperBound - 1)].count(where: { $0 == 0x0A })
          lines.formUnion(first...last)
        }
        #expect(hit.lineCount == lines.count, "\(pattern) in document \(hit.document)")
      }
    }
  }

  @Test(arguments: [
    "foo", "e", "ab", "FOO|skb|key", "(?i)foo", "(?i)key", "\\bfoo", "}", "^}", "s+", "[0-9]{12}",
  ])
  func `counts without looking at matches as it does with them`(pattern: String) throws {
    let term = Pattern(kind: .regex, text: pattern, scope: .content, caseSensitive: true)
    let query = try CompiledQuery(Query(root: .pattern(term)))
    var options = SegmentSearchOptions()
    (options.matchesKept, options.wantsFeatures) = (0, false)
    let search = SegmentSearch(
      segment: Self.corpus.segment, placements: Self.corpus.placements, query: query, context: OpenContext(),
      options: options)
    var counted: [[Int]] = []
    _ = try search.run(documents: 0..<Self.corpus.documents.count) { hit in
      counted.append([hit.document, hit.matchCount, hit.lineCount])
      return true
    }
    let expected = try Self.corpus.search(query).map { [$0.document, $0.matchCount, $0.lineCount] }
    #expect(!expected.isEmpty && counted == expected)
  }

  @Test(arguments: [
    ("[0-9]{12}", "12 × [0-9]"), ("[0-9a-f]{8}-[0-9a-f]{4}", "8 × [0-9a-fA-F]"),
    ("[A-Z]{300}", "255 × [A-Z]"),
    ("\\b\\w{30}\\b", "30 × [0-9a-zA-Z_] ∨ non-ASCII"), ("[a-z]{3}[0-9]{4}", "4 × [0-9]"),
    ("(\\d{6}|[0-9]{5}x)[0-9]", "5 × [0-9] ∨ non-ASCII"), ("[0-9]{3}x?[0-9]{3}", nil), ("[0-9]{3}", nil),
    ("([0-9]{2}x)+", nil), ("(x[0-9]{4}x){2}", "4 × [0-9]"), ("([0-9]{9})?", nil),
    ("kmem_cache_alloc_bulk", nil),
    ("(x[0-9]{2}){3}", nil), ("([0-9]{2}x[0-9]{2}){2}", "4 × [0-9]"), ("[0-9]+", nil),
    ("[0-9]{4,}", "4 × [0-9]"),
  ])
  func `asks for runs of bytes that every match holds`(pattern: String, expected: String?) throws {
    let text = GramPlanner.query(for: try Regex(pattern).hir).text(limit: 1_000_000)
    let runs = text.split(separator: " ∧ ").filter { $0.contains("×") }
    if let expected {
      #expect(runs.contains { $0.contains(expected) }, "\(text)")
    } else {
      #expect(runs.isEmpty)
    }
  }
}
