import SearchIndex
import Testing

/// Histories of files: documents with what each has to do with the one before.
enum TestHistory {
  struct Version {
    var document: TestDocument
    var kinship: SegmentBuilder.Kinship
  }

  /// `files` files with up to `versions` versions each, edited as people do and as they do not.
  static func make(_ random: inout TestRandom, files: Int, versions: Int, lines: Int = 600) -> [Version] {
    var history: [Version] = []
    for _ in 0..<files {
      let count = random.chance(3) ? 1 : 1 + random.below(versions)
      var text =
        random.chance(4)
        ? TestTexts.make(&random) : TestTexts.code(&random, lines: random.below(lines), width: 45)
      for version in 0..<count {
        if version > 0 { edit(&text, &random) }
        let kinship: SegmentBuilder.Kinship = version > 0 ? .further : count == 1 ? .alone : .first
        history.append(Version(document: TestDocument(text, number: history.count), kinship: kinship))
      }
    }
    return history
  }

  static func edit(_ text: inout [UInt8], _ random: inout TestRandom) {
    var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
    for _ in 0...random.below(4) {
      let place = random.below(lines.count)
      let end = min(lines.count, place + 1 + random.below(random.chance(4) ? 300 : 6))
      switch random.below(12) {
      case 0...3: lines.insert(TestTexts.code(&random, lines: 1, width: 40).filter { $0 != 0x0A }, at: place)
      case 4, 5: lines[place] += Array(" edited \(random.below(1000)) é".utf8)
      case 6, 7: lines.removeSubrange(place..<end)
      case 8:
        let moved = Array(lines[place..<end])
        lines.removeSubrange(place..<end)
        lines.insert(contentsOf: moved, at: random.below(lines.count + 1))
      case 9: lines.insert(contentsOf: lines[place..<end], at: random.below(lines.count))
      case 10:
        lines += TestTexts.make(&random).split(separator: 0x0A, omittingEmptySubsequences: false).map {
          Array($0)
        }
      default:
        if random.chance(3) {
          lines = [Array("rewritten".utf8), [], TestTexts.code(&random, lines: 1, width: 9_000)]
        }
      }
      if lines.isEmpty { lines = [[]] }
    }
    text = Array(lines.joined(separator: [0x0A]))
    if text.count > 200_000 { text.removeLast(text.count - 200_000) }
  }

  static func bytes(
    _ history: [Version], codec: TextCodec? = nil, runPostings: Int? = nil, sharesVersions: Bool = true
  ) throws -> [UInt8] {
    let sink = MemorySink()
    let builder = try SegmentBuilder(
      sink: sink, codec: codec, sharesVersions: sharesVersions, runPostings: runPostings)
    for version in history {
      try version.document.text.withUnsafeBytes {
        try builder.add(version.document.input, text: $0, kinship: version.kinship)
      }
    }
    _ = try builder.finish()
    return sink.bytes
  }
}

@Suite struct `Versions that share their text` {
  @Test(arguments: 0..<12 * fuzzFactor)
  func `any history comes back as it was, whole and in parts`(seed: Int) throws {
    var random = TestRandom(seed + 40)
    let history = TestHistory.make(&random, files: 1 + random.below(8), versions: 12)
    let codec = `Segments`.codecs[seed % 3]
    let segment = try openSegment(
      TestHistory.bytes(history, codec: codec, runPostings: seed % 2 == 0 ? 5_000 : nil), codec: codec)
    try expectHolds(segment, history.map(\.document), leastBlock: 1)
    let reader = TextReader(segment)
    for _ in 0..<100 {
      let index = random.below(history.count)
      let text = history[index].document.text
      let lower = random.below(text.count + 1)
      let range = lower..<lower + random.below(random.chance(3) ? 40_000 : 200)
      let wanted = text[min(lower, text.count)..<min(range.upperBound, text.count)]
      #expect(try reader.text(segment.document(index), range).elementsEqual(wanted))
    }
  }

  @Test(arguments: 0..<6 * fuzzFactor)
  func `no block that holds a gram is ruled out`(seed: Int) throws {
    var random = TestRandom(seed + 400)
    let history = TestHistory.make(&random, files: 4, versions: 6)
    let segment = try openSegment(TestHistory.bytes(history))
    var holders: [UInt32: Set<UInt32>] = [:]
    for index in history.indices {
      let record = segment.document(index)
      let next = segment.firstBlock(ofDocument: index + 1)
      for block in record.firstBlock..<next {
        let range = segment.blockRange(block, in: record, nextFirstBlock: next)
        for code in Naive.grams(history[index].document.text[range]) {
          holders[code, default: []].insert(block)
        }
      }
    }
    for (code, blocks) in holders {
      let cursor = BlockCursor(segment, .gram(code))
      let found = cursor.allBlocks()
      if !blocks.isSubset(of: found) { Issue.record("\(GramAlphabet.spelling(code)) is missing") }
      #expect(found == found.sorted())
      // The cursor goes back too.
      if let first = found.first { #expect(cursor.next(atOrAfter: 0) == first) }
    }
    #expect(BlockCursor(segment, .all).allBlocks().count == segment.meta.blockCount)
  }

  @Test(arguments: 0..<6 * fuzzFactor)
  func `sharing or not, a query has the same hits after looking at the text`(seed: Int) throws {
    var random = TestRandom(seed + 800)
    let history = TestHistory.make(&random, files: 4, versions: 8)
    let shared = try openSegment(TestHistory.bytes(history))
    let plain = try openSegment(TestHistory.bytes(history, sharesVersions: false))
    for _ in 0..<15 {
      let text = history[random.below(history.count)].document.text
      let start = random.below(text.count + 1)
      let literal = Array(text[start...].prefix(3 + random.below(12)).prefix { $0 != 0x0A })
      guard literal.count > 2 else { continue }
      #expect(try Self.places(of: literal, shared) == Self.places(of: literal, plain))
    }
  }

  /// Documents and offsets of a literal, by candidates and their text.
  static func places(of literal: [UInt8], _ segment: Segment) throws -> [[Int]] {
    let reader = TextReader(segment)
    let cursor = BlockCursor(segment, Naive.query(literal))
    var places: [[Int]] = []
    var from: UInt32 = 0
    while let block = cursor.next(atOrAfter: from) {
      from = block + 1
      let document = segment.document(holdingBlock: block)
      let record = segment.document(document)
      let range = segment.blockRange(
        block, in: record, nextFirstBlock: segment.firstBlock(ofDocument: document + 1))
      let text = Array(try reader.text(record, range))
      for offset in text.indices.dropLast(literal.count - 1)
      where text[offset] == literal[0] && text[offset...].starts(with: literal) {
        places.append([document, range.lowerBound + offset])
      }
    }
    return places
  }

  @Test func `a line changed in each of a hundred versions costs little more than the lines`() throws {
    var random = TestRandom(5)
    var lines = (0..<600).map { "static int value_\($0) = compute(\($0 * 7919 % 1000), flags_\($0 % 13));\n" }
    var history: [TestHistory.Version] = []
    for version in 0..<100 {
      if version > 0 {
        lines.insert("int changed_in_\(version) = \(random.below(1000));\n", at: random.below(600))
      }
      history.append(
        .init(
          document: TestDocument(Array(lines.joined().utf8), number: version),
          kinship: version == 0 ? .first : .further))
    }
    let one = try TestHistory.bytes([history[0]]).count
    let all = try TestHistory.bytes(history).count
    let plain = try TestHistory.bytes(history, sharesVersions: false).count
    #expect(all < one * 2 && plain > one * 15, "\(one) bytes for one version, \(all) for all, \(plain) apart")
    let segment = try openSegment(TestHistory.bytes(history))
    let places = try Self.places(of: Array("changed_in_99 ".utf8), segment)
    #expect(places.map { $0[0] } == [99])
  }

  @Test func `a segment without versions is as it was before there were any`() throws {
    var random = TestRandom(6)
    let documents = `Segments`.documents(&random, count: 12)
    let bytes = try segmentBytes(documents)
    #expect(bytes[8] == 1)
    let history = documents.map { TestHistory.Version(document: $0, kinship: .alone) }
    #expect(try TestHistory.bytes(history, sharesVersions: false) == bytes)
    #expect(try TestHistory.bytes(history)[8] == 2)
  }

  @Test(arguments: 0..<4 * fuzzFactor)
  func `merging segments that share gives one that shares`(seed: Int) throws {
    var random = TestRandom(seed + 60)
    let history = TestHistory.make(&random, files: 5, versions: 9)
    let segment = try openSegment(
      TestHistory.bytes(history, codec: ToyCodec.runLength), codec: ToyCodec.runLength)
    let merged = try openSegment(`Segments`.merge([segment]))
    try expectHolds(merged, history.map(\.document))
  }
}
