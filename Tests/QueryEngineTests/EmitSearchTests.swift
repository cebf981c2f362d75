import Containers
import QueryEngine
import RegexEngine
import SearchIndex
import TestSupport
import Testing

@Suite struct `Search for emitted text` {
  /// Statements of all shapes, with the bytes they take in their document.
  static let statements: [[EmitSite]] = {
    var random = SeededGenerator(seed: 5)
    let pieces = [
      "connection", "reset", "Reset", "by", "peer", "cpu", "ipv4", "time", "timeout", "naïve", "\u{212A}eep",
      "…",
      "\u{1}s", "\u{1}d", "\u{2}on\u{3}off\u{4}", "file\u{2}s\u{3}\u{4}", "\u{2}a\u{3}b\u{3}\u{1}s\u{4}",
      "user=", "(x)",
    ]
    return (0..<60).map { document in
      (0..<document % 7).map { index in
        let count = Int.random(in: 1...5, using: &random)
        let glue = ["", " ", " ", "\n", ": "]
        var text = ""
        for _ in 0..<count {
          if !text.isEmpty { text += glue.randomElement(using: &random)! }
          text += pieces.randomElement(using: &random)!
        }
        if Int.random(in: 0..<6, using: &random) == 0 { text += "\u{5}" }
        return EmitSite(
          kind: .log, level: EmitLevel.allCases.randomElement(using: &random)!, callee: "log",
          range: index * 20..<index * 20 + 15, line: index + 1, skeleton: Skeleton(trusted: Array(text.utf8)),
          arguments: [])
      }
    }
  }()

  static let corpus: Corpus = {
    let documents = (0..<60).map { number in
      Corpus.Document(
        path: "d\(number % 4)/f\(number).c", text: Array(repeating: UInt8(ascii: "x"), count: 200))
    }
    do { return try Corpus(documents) } catch { fatalError("the corpus is valid: \(error)") }
  }()

  static let facts: FactsFile = {
    do {
      return try corpus.facts(statements.map { DocumentFacts(state: .grammar, emits: $0) })
    } catch {
      fatalError("the facts are valid: \(error)")
    }
  }()

  @Test(arguments: [
    "emits:connection", "emits:\"connection reset\"", "emits:Reset", "emits:\"connection *by\"",
    "emits:time*",
    "emits:*", "emits:keep", "emits:naïve", "emits:files", "emits:file", "emits:on", "emits:user=",
    "emits:\"user=*cpu\"",
    "emits:nothing", "emits:\"by   peer\"", "emits:/\\{\\} (on|off)$/", "emits:/^ipv\\d/",
    "emits:/(?s)reset.+by/",
    "emits:/x*/", "emits:\"reset: {}\"", "emits:peer level:error", "emits:peer level:error,fatal,none",
    "level:warn reset",
    "emits:peer -level:error", "level:error",
    "level:warning -level:warning,x emits:by".replacing(",x", with: ",error"),
    "emits:(x)", "emits:ipv4", "emits:\"…\"",
  ])
  func `statements are those that a look at all of them finds`(text: String) throws {
    guard let parsed = try? Query(parsing: text) else {
      // Only the query that asks for no level at all is refused.
      #expect(text.contains("level:warning -level:warning"))
      return
    }
    let query = try CompiledQuery(parsed)
    let condition = try #require(query.contentAtoms[0].emits)
    let matcher = condition.regex.makeMatcher()
    var expected: [Int: [Range<Int>]] = [:]
    for (document, sites) in Self.statements.enumerated() {
      let found = sites.filter { site in
        condition.levels.contains(site.level)
          && site.skeleton.readings.contains { reading in
            Array(reading.utf8).withUnsafeBytes { matcher.hasMatch(in: $0, range: 0..<$0.count) }
          }
      }
      if !found.isEmpty { expected[document] = found.map(\.range) }
    }
    let hits = try Self.corpus.search(query, Self.facts)
    #expect(Dictionary(uniqueKeysWithValues: hits.map { ($0.document, $0.matches.map(\.range)) }) == expected)
    if !["emits:nothing", "emits:\"by   peer\"", "emits:\"reset: {}\"", "emits:/\\{\\} (on|off)$/"].contains(
      text)
    {
      #expect(!expected.isEmpty)
    }
  }

  @Test(arguments: [
    ("emits:reset file:d1", 1), ("emits:reset -file:d1", 3), ("emits:reset OR emits:peer", 0),
    ("emits:reset -emits:peer", 0),
    ("xx emits:reset", 0),
  ])
  func `emitted text stands beside other terms`(text: String, folders: Int) throws {
    let query = try CompiledQuery(Query(parsing: text))
    func emits(_ document: Int, _ word: String) -> Bool {
      Self.statements[document].contains { site in
        site.skeleton.readings.contains { reading in
          let regex = try? Regex("\\b\(word)\\b", options: RegexOptions.insensitive)
          return Array(reading.utf8).withUnsafeBytes {
            regex?.makeMatcher().hasMatch(in: $0, range: 0..<$0.count) ?? false
          }
        }
      }
    }
    let expected = Self.statements.indices.filter { document in
      let (reset, peer) = (emits(document, "reset"), emits(document, "peer"))
      switch text {
      case "emits:reset file:d1": return reset && document % 4 == 1
      case "emits:reset -file:d1": return reset && document % 4 != 1
      case "emits:reset OR emits:peer": return reset || peer
      case "emits:reset -emits:peer": return reset && !peer
      default: return reset
      }
    }
    #expect(try Self.corpus.search(query, Self.facts).map(\.document) == expected)
  }

  @Test func `without facts nothing is emitted`() throws {
    #expect(try Self.corpus.search(CompiledQuery(Query(parsing: "emits:reset")), nil).isEmpty)
    let not = try Self.corpus.search(CompiledQuery(Query(parsing: "xx -emits:reset")), nil)
    #expect(not.count == 60)
  }

  @Test func `readings of damaged skeletons stay within their room`() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...24, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...9, using: &random) }
      let size = Skeleton.readingSize(count)
      let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size + 4)
      room.initialize(repeating: 0xEE)
      bytes.withUnsafeBytes { bytes in
        for reading in 0..<4 {
          let target = UnsafeMutableBufferPointer(rebasing: room[..<size])
          let written = Skeleton.write(reading: reading, of: bytes, to: target)
          #expect(written.count <= size && written.count > 0 && written.readings <= Skeleton.readingsMax)
        }
      }
      #expect(room[size...].allSatisfy { $0 == 0xEE })
      room.deallocate()
    }
  }
}

extension RegexOptions {
  fileprivate static var insensitive: RegexOptions {
    var options = RegexOptions()
    options.caseInsensitive = true
    return options
  }
}
