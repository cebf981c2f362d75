import Containers
import SearchIndex
import Testing

/// Lists of symbols that look random and nest as a program would.
enum TestFacts {
  static func make(_ random: inout TestRandom, documentCount: Int, symbolsMax: Int = 150) -> [DocumentFacts] {
    (0..<documentCount).map { _ in
      var facts = DocumentFacts(state: FactsState.allCases[random.below(FactsState.allCases.count)])
      facts.isCut = random.chance(10)
      guard !random.chance(3) else { return facts }
      var line = 1
      for index in 0..<random.below(symbolsMax) {
        line += random.below(9)
        let first = max(1, line - random.below(3))
        facts.symbols.append(
          Symbol(
            name: name(&random), kind: SymbolKind.allCases[random.below(SymbolKind.allCases.count)],
            // Not always ascending: a type may be named behind what is in it.
            start: random.below(1 << (1 + random.below(30))), line: line, column: random.below(200),
            lines: first...line + random.below(50),
            parent: random.chance(2) ? random.below(index + 1) - 1 : nil,
            qualifier: random.chance(5) ? name(&random) : nil))
        if facts.symbols[index].parent == -1 { facts.symbols[index].parent = nil }
      }
      return facts
    }
  }

  static func name(_ random: inout TestRandom) -> String {
    let words = [
      "init", "Init", "INIT", "schedule", "Größe", "名前", "operator<<", "a", "_", "run", "Run", "x y",
    ]
    let word = words[random.below(words.count)]
    return random.chance(3) ? word : word + "\(random.below(30))"
  }

  static func bytes(_ facts: [DocumentFacts], hasGrammars: Bool = true) throws -> [UInt8] {
    var meta = SegmentMeta()
    meta.documentCount = facts.count
    meta.textLength = 12_345
    let builder = FactsBuilder(meta, hasGrammars: hasGrammars)
    // In any order.
    for document in facts.indices.reversed() { builder.add(facts[document], document: document) }
    let sink = MemorySink()
    try builder.finish(sink)
    return sink.bytes
  }

  static func open(_ bytes: [UInt8]) throws(SegmentError) -> FactsFile {
    let owner = GuardedBytes(bytes)
    return try FactsFile(bytes: owner.buffer, owner: owner, file: "test.facts")
  }

  /// Reads everything there is, as look-ups would. Returns the number of symbols seen.
  @discardableResult
  static func exercise(_ file: FactsFile) -> Int {
    var seen = 0
    for document in -1..<min(file.meta.documentCount, 60) + 1 {
      let facts = file.facts(ofDocument: document)
      seen += facts.symbols.count
      _ = file.symbol(around: 20, ofDocument: document)
      for index in [0, 1, 63, 64, facts.symbols.count - 1, 1 << 40, -1] {
        _ = file.symbol(index, ofDocument: document)
        seen += file.containers(ofSymbol: index, document: document).count & 1
      }
    }
    for name in -1..<min(file.meta.nameCount, 400) + 1 {
      _ = file.name(name)
      file.forEachSymbol(ofName: name) { entry in
        seen += 1
        return entry.document < file.meta.documentCount && seen < 100_000
      }
    }
    for text in ["init", "", "zzz", "名前"] {
      Array(text.utf8).withUnsafeBytes {
        seen += file.names(folded: $0).count & 1
        seen += file.names(foldedPrefix: $0).count & 1
      }
    }
    for offset in [0, 1, file.nameText.count - 1, file.nameText.count, 1 << 40] { _ = file.name(at: offset) }
    _ = file.stateCounts()
    return seen
  }
}

private func folded(_ text: String) -> [UInt8] {
  text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
}

@Suite(.timeLimit(.minutes(5 * fuzzFactor))) struct `Facts files` {
  @Test(arguments: 0..<20)
  func `what is added comes back`(seed: Int) throws {
    var random = TestRandom(seed)
    let facts = TestFacts.make(&random, documentCount: random.below(40))
    let file = try TestFacts.open(try TestFacts.bytes(facts))
    try file.verify()
    #expect(file.meta.documentCount == facts.count)
    #expect(file.meta.symbolCount == facts.reduce(0) { $0 + $1.symbols.count })
    for (document, expected) in facts.enumerated() {
      #expect(file.facts(ofDocument: document) == expected)
      for index in expected.symbols.indices {
        #expect(file.symbol(index, ofDocument: document) == expected.symbols[index])
      }
    }
    for state in FactsState.allCases {
      #expect(file.stateCounts()[state] ?? 0 == facts.count { $0.state == state })
    }
  }

  @Test(arguments: 0..<10)
  func `names are found by halving as by looking at all`(seed: Int) throws {
    var random = TestRandom(seed + 1_000)
    let facts = TestFacts.make(&random, documentCount: 25)
    let file = try TestFacts.open(try TestFacts.bytes(facts))
    let all = Set(facts.flatMap { $0.symbols.map(\.name) })
    #expect(file.meta.nameCount == all.count)
    let stored = (0..<file.meta.nameCount).map { String(decoding: file.name($0), as: UTF8.self) }
    #expect(Set(stored) == all)
    #expect(String(decoding: file.nameText, as: UTF8.self) == stored.map { $0 + "\n" }.joined())
    for wanted in ["init", "INIT3", "run", "größe", "x", "nothing", "", "名"] {
      let bytes = Array(wanted.utf8)
      let exact = bytes.withUnsafeBytes { file.names(folded: $0) }
      #expect(Set(exact.map { stored[$0] }) == all.filter { folded($0) == folded(wanted) })
      let prefix = bytes.withUnsafeBytes { file.names(foldedPrefix: $0) }
      #expect(Set(prefix.map { stored[$0] }) == all.filter { folded($0).starts(with: folded(wanted)) })
    }
    for (number, name) in stored.enumerated() {
      #expect(file.name(at: file.start(ofName: number)) == number)
      #expect(file.name(at: file.start(ofName: number) + name.utf8.count) == number)
      var entries: [SymbolEntry] = []
      file.forEachSymbol(ofName: number) {
        entries.append($0)
        return true
      }
      let expected = facts.enumerated().flatMap { document, facts in
        facts.symbols.enumerated().filter { $0.element.name == name }.map {
          SymbolEntry(document: document, symbol: $0.offset, kind: $0.element.kind)
        }
      }
      #expect(entries == expected)
    }
  }

  @Test func `containers go from the outside in`() throws {
    func symbol(_ name: String, _ line: Int, to last: Int, parent: Int?, qualifier: String? = nil) -> Symbol {
      Symbol(
        name: name, kind: .class, start: line * 10, line: line, column: 0, lines: line...last, parent: parent,
        qualifier: qualifier)
    }
    let facts = DocumentFacts(
      state: .grammar,
      symbols: [
        symbol("space", 1, to: 90, parent: nil), symbol("Type", 2, to: 80, parent: 0),
        symbol("method", 3, to: 9, parent: 1), symbol("other", 95, to: 99, parent: nil, qualifier: "A::B"),
      ])
    let file = try TestFacts.open(try TestFacts.bytes([facts]))
    #expect(file.containers(ofSymbol: 2, document: 0) == ["space", "Type"])
    #expect(file.containers(ofSymbol: 3, document: 0) == ["A::B"])
    #expect(file.containers(ofSymbol: 0, document: 0) == [])
    #expect([1, 2, 3, 50, 92, 97].map { file.symbol(around: $0, ofDocument: 0) } == [0, 1, 2, 1, nil, 3])
  }

  @Test func `long names are cut between characters and line feeds become blanks`() throws {
    let long = String(repeating: "é", count: 200)
    let symbols = [long, "a\nb"].map {
      Symbol(name: $0, kind: .function, start: 0, line: 1, column: 0, lines: 1...1)
    }
    let file = try TestFacts.open(try TestFacts.bytes([DocumentFacts(state: .lexer, symbols: symbols)]))
    #expect(file.symbols(ofDocument: 0).map(\.name) == [String(repeating: "é", count: 100), "a b"])
  }

  private static let files: [[UInt8]] = {
    var random = TestRandom(5)
    do {
      return try [0, 1, 30, 60].map { try TestFacts.bytes(TestFacts.make(&random, documentCount: $0)) }
    } catch { fatalError("the undamaged files could not be written: \(error)") }
  }()

  @Test func `a file cut at any length is refused`() throws {
    let owner = GuardedBytes(Self.files[1])
    for length in 0..<Self.files[1].count {
      let part = UnsafeRawBufferPointer(rebasing: owner.buffer[..<length])
      let error = #expect(throws: SegmentError.self) {
        _ = try FactsFile(bytes: part, owner: owner, file: "test.facts")
      }
      #expect(error?.kind == .truncated || length < 12 && error?.kind == .foreign)
    }
    #expect(throws: SegmentError.self) { _ = try openSegment(Self.files[1]) }
  }

  @Test(arguments: 0..<8 * fuzzFactor)
  func `flipped bits are refused or give other symbols`(seed: Int) {
    var random = TestRandom(seed)
    for round in 0..<200 {
      var bytes = Self.files[round % 4]
      for _ in 0...random.below(3) { bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8)) }
      if let file = try? TestFacts.open(bytes) { TestFacts.exercise(file) }
    }
  }

  @Test(arguments: 0..<16 * fuzzFactor)
  func `damage under right checksums is refused or harmless`(seed: Int) {
    var random = TestRandom(seed + 100)
    for round in 0..<300 {
      var surgery = IndexFileSurgery(Self.files[round % 4])
      for _ in 0...random.below(3) { surgery.damage(&random) }
      if let file = try? TestFacts.open(surgery.sealed()) { TestFacts.exercise(file) }
    }
  }

  @Test func `damage to what is not checked on opening is found by looking for it`() throws {
    for section in ["SYMB", "NAMT", "SYMP", "QUAT"] {
      var bytes = Self.files[2]
      bytes[IndexFileSurgery(bytes).range(section).lowerBound] ^= 1
      let file = try TestFacts.open(bytes)
      let error = #expect(throws: SegmentError.self) { try file.verify() }
      #expect(error?.kind == .damaged(section: section))
    }
  }
}
