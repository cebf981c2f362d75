import Containers
import SearchIndex
import Testing

/// Texts of all the kinds that have ever been trouble.
enum TestTexts {
  static func make(_ random: inout TestRandom) -> [UInt8] {
    switch random.below(12) {
    case 0: return []
    case 1: return Array("one line without a terminator".utf8)
    case 2: return [UInt8](repeating: 0x0A, count: random.below(12_000))
    case 3: return (0..<random.below(10_000)).map { _ in UInt8.random(in: 0...255, using: &random) }
    case 4: return (0..<3_000).map { UInt8(truncatingIfNeeded: $0) }
    case 5: return Array((0..<random.below(900)).map { "line \($0)\r\n" }.joined().utf8)
    case 6: return Array((0..<random.below(700)).map { "\($0 % 10) ſtraße 20 \u{212A} ✓ 𝔘\n" }.joined().utf8)
    case 7: return code(&random, lines: 1, width: 20_000)
    case 8: return code(&random, lines: 5, width: 4_094 + random.below(6))
    default: return code(&random, lines: random.below(600), width: 1 + random.below(120))
    }
  }

  /// Lines of words, the last one with or without a terminator.
  static func code(_ random: inout TestRandom, lines: Int, width: Int) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<lines {
      let end = text.count + width
      while text.count < end {
        text += Array(words[random.below(words.count)].utf8)
        text.append([0x20, 0x20, 0x28, 0x2E, 0x09, 0x5F][random.below(6)])
      }
      text.append(0x0A)
    }
    return random.chance(3) ? text.dropLast() : text
  }

  static let words = [
    "static", "int", "Return", "if", "EINVAL", "kfree", "0x1f", "struct", "MAX_ORDER", "buf", "->next", "i",
    "ſo", "&&",
    "\"%s\"", "42", "list_for_each_entry", "K",
  ]
}

/// Checks every promise a segment makes about `documents`.
func expectHolds(
  _ segment: Segment, _ documents: [TestDocument], leastBlock: Int = 4_096,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  #expect(segment.meta.documentCount == documents.count, sourceLocation: sourceLocation)
  #expect(
    segment.meta.textLength == documents.reduce(0) { $0 + $1.text.count }, sourceLocation: sourceLocation)
  #expect(
    segment.meta.skippedCount == documents.count { $0.input.skip != nil }, sourceLocation: sourceLocation)
  try segment.verify()
  let reader = TextReader(segment)
  var textStart = 0
  for (index, document) in documents.enumerated() {
    let record = segment.document(index)
    var wanted = record
    wanted.textStart = textStart
    wanted.textLength = document.text.count
    wanted.lineCount = Naive.lineCount(document.text)
    wanted.firstBlock = segment.firstBlock(ofDocument: index)
    wanted.language = document.input.language
    wanted.traits = document.input.traits
    wanted.standing = document.input.standing
    wanted.encoding = document.input.encoding
    wanted.skip = document.input.skip
    wanted.sourceLength = document.input.sourceLength
    #expect(record == wanted, sourceLocation: sourceLocation)
    textStart += document.text.count
    #expect(segment.id(ofDocument: index) == document.input.id, sourceLocation: sourceLocation)
    #expect(segment.document(withID: document.input.id) == index, sourceLocation: sourceLocation)
    #expect(try Array(reader.text(record)) == document.text, sourceLocation: sourceLocation)
    try expectBlocksTile(segment, index, document.text, reader, leastBlock, sourceLocation)
  }
  #expect(segment.document(withID: testID(-1)) == nil, sourceLocation: sourceLocation)
  #expect(segment.firstBlock(ofDocument: documents.count) == UInt32(segment.meta.blockCount))
}

private func expectBlocksTile(
  _ segment: Segment, _ index: Int, _ text: [UInt8], _ reader: TextReader, _ leastBlock: Int,
  _ sourceLocation: SourceLocation
) throws {
  let record = segment.document(index)
  let next = segment.firstBlock(ofDocument: index + 1)
  var end = 0
  var lines = 0
  for block in record.firstBlock..<next {
    let range = segment.blockRange(block, in: record, nextFirstBlock: next)
    #expect(range.lowerBound == end && range.upperBound > end, sourceLocation: sourceLocation)
    #expect(segment.linesBefore(block: block) == lines, sourceLocation: sourceLocation)
    #expect(segment.document(holdingBlock: block) == index, sourceLocation: sourceLocation)
    #expect(segment.document(holdingBlock: block, from: index) == index, sourceLocation: sourceLocation)
    // Blocks end between lines and are long enough to be worth a posting.
    if range.upperBound < text.count {
      #expect(text[range.upperBound - 1] == 0x0A && range.count >= leastBlock, sourceLocation: sourceLocation)
    }
    #expect(try reader.text(record, range).elementsEqual(text[range]), sourceLocation: sourceLocation)
    lines += Naive.lineFeeds(text[range])
    end = range.upperBound
  }
  #expect(end == text.count, sourceLocation: sourceLocation)
}

@Suite struct `Segments` {
  static let codecs: [TextCodec?] = [nil, ToyCodec.identity, ToyCodec.runLength]

  static func documents(_ random: inout TestRandom, count: Int, idWidth: Int = 20) -> [TestDocument] {
    (0..<count).map { TestDocument(TestTexts.make(&random), number: $0, idWidth: idWidth) }
  }

  @Test(arguments: 0..<30 * fuzzFactor)
  func `any documents come back as they were`(seed: Int) throws {
    var random = TestRandom(seed)
    let width = seed % 2 == 0 ? 20 : 32
    let documents = Self.documents(&random, count: random.below(30), idWidth: width)
    let codec = Self.codecs[seed % 3]
    let runPostings = seed % 4 == 0 ? 20_000 : nil
    let bytes = try segmentBytes(documents, idWidth: width, codec: codec, runPostings: runPostings)
    let segment = try openSegment(bytes, codec: codec)
    #expect(segment.meta.isCompact == (codec != nil))
    #expect(segment.meta.idWidth == width)
    try expectHolds(segment, documents)
  }

  @Test(arguments: 0..<10 * fuzzFactor)
  func `each gram's list is exactly the blocks that hold it`(seed: Int) throws {
    var random = TestRandom(seed + 100)
    let documents = Self.documents(&random, count: 12)
    let segment = try openSegment(segmentBytes(documents, runPostings: seed % 2 == 0 ? 3_000 : nil))
    var wanted: [UInt32: [UInt32]] = [:]
    for (index, document) in documents.enumerated() {
      let record = segment.document(index)
      let next = segment.firstBlock(ofDocument: index + 1)
      for block in record.firstBlock..<next {
        let range = segment.blockRange(block, in: record, nextFirstBlock: next)
        for code in Naive.grams(document.text[range]) { wanted[code, default: []].append(block) }
      }
    }
    for code in 0..<UInt32(GramAlphabet.codeCount) {
      let found = BlockCursor(segment, .gram(code)).allBlocks()
      if found != wanted[code] ?? [] { Issue.record("list of \(GramAlphabet.spelling(code)) is wrong") }
    }
  }

  @Test(arguments: 0..<20 * fuzzFactor)
  func `no block with a literal is ruled out, whatever the case of its letters`(seed: Int) throws {
    var random = TestRandom(seed + 500)
    let documents = Self.documents(&random, count: 25)
    let segment = try openSegment(segmentBytes(documents))
    for _ in 0..<200 {
      let index = random.below(documents.count)
      let text = documents[index].text
      guard !text.isEmpty else { continue }
      let start = random.below(text.count)
      let literal = text[start..<min(text.count, start + 1 + random.below(30))].prefix { $0 != 0x0A }
      guard !literal.isEmpty else { continue }
      let folded = Naive.shuffleCase(Array(literal), &random)
      let cursor = BlockCursor(segment, Naive.query(folded))
      let next = segment.firstBlock(ofDocument: index + 1)
      let record = segment.document(index)
      let holder = (record.firstBlock..<next).first {
        segment.blockRange($0, in: record, nextFirstBlock: next).contains(start)
      }
      let block = try #require(holder)
      #expect(cursor.next(atOrAfter: block) == block)
    }
  }

  @Test func `the characters that fold to ASCII letters are found through their marker`() throws {
    let texts = ["plain task\n", "a taſk\n", "a tas\u{212A}\n", "ÅſÅ", "\u{212B}\n"]
    let segment = try openSegment(
      segmentBytes(texts.enumerated().map { TestDocument(Array($1.utf8), number: $0) }))
    let query = GramQuery.or([Naive.query("TASK".utf8), .gram(GramAlphabet.foldMarker)])
    #expect(BlockCursor(segment, query).allBlocks() == [0, 1, 2, 3])
  }

  @Test func `one line of a megabyte is one block`() throws {
    var random = TestRandom(9)
    let line = TestTexts.code(&random, lines: 1, width: 1 << 20).filter { $0 != 0x0A }
    let document = TestDocument(Array("first\n".utf8) + line + Array("\nlast".utf8), number: 1)
    for codec in Self.codecs {
      let segment = try openSegment(segmentBytes([document], codec: codec), codec: codec)
      try expectHolds(segment, [document])
      #expect(segment.meta.blockCount == 1)
      #expect(segment.document(0).lineCount == 3)
    }
  }

  @Test func `skipped documents are counted and keep their reason`() throws {
    let documents = SkipReason.allCases.enumerated().map { number, reason in
      var document = TestDocument([], number: number)
      document.input.skip = reason
      document.input.sourceLength = Int(UInt32.max)
      return document
    }
    try expectHolds(try openSegment(segmentBytes(documents)), documents)
  }

  @Test func `a compact segment lends any range across frames`() throws {
    var random = TestRandom(12)
    let documents = (0..<8).map {
      TestDocument(TestTexts.code(&random, lines: 400, width: 100), number: $0)
    }
    for codec in [ToyCodec.identity, ToyCodec.runLength] {
      let segment = try openSegment(segmentBytes(documents, codec: codec), codec: codec)
      let reader = TextReader(segment)
      for (index, document) in documents.enumerated() {
        for lower in stride(from: 0, to: document.text.count, by: 4_000) {
          let range = lower..<min(lower + 5_000, document.text.count)
          #expect(try reader.text(segment.document(index), range).elementsEqual(document.text[range]))
        }
      }
      for _ in 0..<500 {
        let index = random.below(documents.count)
        let text = documents[index].text
        let lower = random.below(text.count + 1)
        let range = lower..<lower + random.below(random.chance(3) ? 40_000 : 200)
        let wanted = text[min(lower, text.count)..<min(range.upperBound, text.count)]
        #expect(try reader.text(segment.document(index), range).elementsEqual(wanted))
      }
    }
  }

  @Test(arguments: 0..<6 * fuzzFactor)
  func `documents of several segments merged into one give the same answers`(seed: Int) throws {
    var random = TestRandom(seed + 900)
    let parts = (0..<3).map { part in
      (0..<random.below(12)).map { TestDocument(TestTexts.make(&random), number: part * 100 + $0) }
    }
    let codec = Self.codecs[seed % 3]
    let segments = try parts.map { try openSegment(segmentBytes($0, codec: codec), codec: codec) }
    let merged = try openSegment(try Self.merge(segments), codec: nil)
    try expectHolds(merged, parts.flatMap { $0 })
    for _ in 0..<100 {
      let query = Naive.query(TestTexts.code(&random, lines: 1, width: 1 + random.below(9)))
      let separate = segments.flatMap { segment in Self.hits(segment, query) }
      #expect(Set(Self.hits(merged, query)) == Set(separate))
    }
  }

  /// Re-adds the documents of `segments`, as the indexer does when it merges.
  static func merge(_ segments: [Segment]) throws -> [UInt8] {
    let sink = MemorySink()
    let builder = try SegmentBuilder(sink: sink)
    for segment in segments {
      let reader = TextReader(segment)
      for index in 0..<segment.meta.documentCount {
        let record = segment.document(index)
        var input = DocumentInput(id: segment.id(ofDocument: index))
        input.language = record.language
        input.traits = record.traits
        input.standing = record.standing
        input.encoding = record.encoding
        input.skip = record.skip
        input.sourceLength = record.sourceLength
        try builder.add(input, text: try reader.text(record))
      }
    }
    _ = try builder.finish()
    return sink.bytes
  }

  struct Hit: Hashable {
    var id: ObjectID
    var block: UInt32
  }

  /// Candidate blocks, counted from the start of their documents. All lists of the query are applied, so that
  /// the plan, which depends on the size of the segment, makes no difference.
  static func hits(_ segment: Segment, _ query: GramQuery) -> [Hit] {
    var lists: [Set<UInt32>] = [Set(0..<UInt32(segment.meta.blockCount))]
    if case .and(let parts) = query { lists += parts.map { Set(BlockCursor(segment, $0).allBlocks()) } }
    let blocks = lists.dropFirst().reduce(lists[0]) { $0.intersection($1) }
    return blocks.map { block in
      let document = segment.document(holdingBlock: block)
      return Hit(
        id: segment.id(ofDocument: document), block: block - segment.firstBlock(ofDocument: document))
    }
  }

  @Test func `an id of another width is refused`() throws {
    let builder = try SegmentBuilder(sink: MemorySink(), idWidth: 32)
    #expect(throws: SegmentError.self) {
      try builder.add(DocumentInput(id: testID(1)), text: UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }
}
