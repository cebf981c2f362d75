import SearchIndex
import Testing

/// Opening or reading a damaged file gives an error or wrong candidates: never a trap, a read past the end
/// (the guard page would tell) or a loop without end.
@Suite(.timeLimit(.minutes(5 * fuzzFactor))) struct `Damaged files` {
  static let codec = ToyCodec.runLength

  /// Small files of different kinds: text over several blocks, raw and compact, and lists of all shapes.
  static let segments: [[UInt8]] = {
    var random = TestRandom(77)
    let texts = (0..<5).map { TestDocument(TestTexts.code(&random, lines: 90, width: 60), number: $0) }
    let lists = (0..<3_000).map { block in
      let words = [2, 17, 30, 100, 1_400].filter { block % $0 == 1 }.map {
        "\(Character(Unicode.Scalar(97 + $0 % 26)!))"
      }
      return TestDocument(Array(words.map { $0 + $0 + $0 + "\n" }.joined().utf8) + [0x0A], number: block)
    }
    let history = TestHistory.make(&random, files: 3, versions: 4, lines: 200)
    do {
      return [
        try segmentBytes(texts), try segmentBytes(texts, codec: codec), try segmentBytes(lists),
        try segmentBytes([]), try TestHistory.bytes(history), try TestHistory.bytes(history, codec: codec),
      ]
    } catch { fatalError("the undamaged files could not be written: \(error)") }
  }()

  static let placements: [[UInt8]] = {
    var random = TestRandom(78)
    do {
      return try [0, 40, 1_500].map {
        try TestPlacements.bytes(TestPlacements.make(&random, documentCount: $0), documentCount: $0)
      }
    } catch { fatalError("the undamaged files could not be written: \(error)") }
  }()

  static let queries: [GramQuery] = {
    let codes = ["aaa", "rrr", "eee", "www", "sta", "tur", "net", "mai", "usb"].map { text in
      Naive.query(text.utf8)
    }
    return [.all, .and(codes), .or(codes), .or([.and(Array(codes[..<3])), .and(Array(codes[3...]))])] + codes
  }()

  /// Reads everything there is, as a search would. Returns the number of candidates seen.
  @discardableResult
  static func exercise(_ segment: Segment) -> Int {
    let reader = TextReader(segment)
    var seen = 0
    for query in queries {
      let cursor = BlockCursor(segment, query, wantsTrace: true)
      var document = 0
      var from: UInt32 = 0
      while let block = cursor.next(atOrAfter: from) {
        #expect(block >= from && Int(block) < segment.meta.blockCount)
        from = block + 1
        seen += 1
        document = segment.document(holdingBlock: block, from: document)
        let record = segment.document(document)
        let next = segment.firstBlock(ofDocument: document + 1)
        let range = segment.blockRange(block, in: record, nextFirstBlock: next)
        // A frame that does not decompress is the reader's to report.
        if let text = try? reader.text(record, range) { seen += LineFeeds.count(text) & 1 }
        seen += segment.linesBefore(block: block) & 1
        if seen > 20_000 { break }
      }
      for back in [0, 100, UInt32.max, 7] { _ = cursor.next(atOrAfter: back) }
    }
    for index in 0..<min(segment.meta.documentCount, 50) {
      _ = segment.document(withID: segment.id(ofDocument: index))
    }
    _ = segment.document(withID: testID(1_000_000, width: segment.meta.idWidth))
    return seen
  }

  @discardableResult
  static func exercise(_ file: PlacementFile) -> Int {
    var seen = 0
    for document in 0..<min(file.documentCount, 50) { seen += file.placements(ofDocument: document).count }
    for placement in 0..<min(file.count, 200) {
      seen += file.path(ofPlacement: placement).reduce(0) { $0 ^ Int($1) }
      #expect(file.document(ofPlacement: placement) < file.documentCount)
      let place = file.revisionSet(ofPlacement: placement)
      #expect(Int(place) < file.revisionSetPlaces)
      seen += file.revisions(at: place).words.count
    }
    for query in queries {
      let cursor = file.cursor(query)
      var from: UInt32 = 0
      while let block = cursor.next(atOrAfter: from) {
        #expect(block >= from)
        from = block + 1
        seen += file.placements(inBlock: block).count
      }
    }
    return seen
  }

  /// Opens `bytes` as a segment and, when that works, reads it.
  static func tryOut(_ bytes: [UInt8]) {
    guard let segment = try? openSegment(bytes, codec: codec) else { return }
    exercise(segment)
  }

  static func tryOutPlacements(_ bytes: [UInt8]) {
    guard let file = try? openPlacements(bytes) else { return }
    exercise(file)
  }

  @Test func `the undamaged files open, also when taken apart and put together`() throws {
    for bytes in Self.segments {
      #expect(IndexFileSurgery(bytes).sealed() == bytes)
      Self.exercise(try openSegment(bytes, codec: Self.codec))
    }
    for bytes in Self.placements {
      #expect(IndexFileSurgery(bytes).sealed() == bytes)
      Self.exercise(try openPlacements(bytes))
    }
  }

  @Test func `a file cut at any length is refused`() throws {
    for bytes in [Self.segments[0], Self.segments[1], Self.segments[4], Self.placements[1]] {
      let owner = GuardedBytes(bytes)
      for length in 0..<bytes.count {
        let part = UnsafeRawBufferPointer(rebasing: owner.buffer[..<length])
        let error = #expect(throws: SegmentError.self) {
          _ = try Segment(bytes: part, owner: owner, file: "test.seg", codec: Self.codec)
        }
        #expect(error?.kind == .truncated || length < 12 && error?.kind == .foreign)
      }
    }
  }

  @Test(arguments: 0..<8 * fuzzFactor)
  func `flipped bits are refused or give wrong candidates`(seed: Int) {
    var random = TestRandom(seed)
    for round in 0..<400 {
      var bytes = round % 2 == 0 ? Self.segments[round / 2 % 6] : Self.placements[round / 2 % 3]
      for _ in 0...random.below(3) { bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8)) }
      if round % 2 == 0 { Self.tryOut(bytes) } else { Self.tryOutPlacements(bytes) }
    }
  }

  @Test(arguments: 0..<16 * fuzzFactor)
  func `damage under right checksums is refused or harmless`(seed: Int) {
    var random = TestRandom(seed + 100)
    for round in 0..<500 {
      let isSegment = round % 5 < 3
      var surgery = IndexFileSurgery(isSegment ? Self.segments[round / 5 % 6] : Self.placements[round % 3])
      for _ in 0...random.below(3) { surgery.damage(&random) }
      if isSegment { Self.tryOut(surgery.sealed()) } else { Self.tryOutPlacements(surgery.sealed()) }
    }
  }

  /// META says how much of everything there is: other sections must not be trusted to agree.
  @Test(arguments: 0..<8 * fuzzFactor)
  func `counts that do not fit are refused or harmless`(seed: Int) {
    var random = TestRandom(seed + 200)
    for round in 0..<300 {
      var surgery = IndexFileSurgery(Self.segments[round % 6])
      let meta = surgery.range("META").lowerBound
      let documents = random.chance(2) ? surgery.number(meta, width: 8) : UInt64(random.below(3_200))
      let blocks = UInt64(random.below(3_200))
      surgery.store(documents, at: meta, width: 8)
      surgery.store(blocks, at: meta + 8, width: 8)
      if random.chance(4) { surgery.store(UInt64(random.below(60_000)), at: meta + 16, width: 8) }
      // The sections are given the lengths that the new counts ask for.
      for index in surgery.sections.indices {
        switch surgery.sections[index].tag {
        case IndexFileSurgery.tag("DOCS"): surgery.sections[index].length = documents * 32
        case IndexFileSurgery.tag("IDS_"): surgery.sections[index].length = documents * 20
        case IndexFileSurgery.tag("IDIX"): surgery.sections[index].length = documents * 4
        case IndexFileSurgery.tag("BLKS"), IndexFileSurgery.tag("BLKL"):
          surgery.sections[index].length = blocks * 4
        default: break
        }
      }
      Self.tryOut(surgery.sealed())
    }
  }

  /// Families, variants and pieces are looked at more than anything else that says how documents share text.
  @Test(arguments: 0..<8 * fuzzFactor)
  func `damage to what versions share is refused or harmless`(seed: Int) {
    var random = TestRandom(seed + 400)
    for round in 0..<100 {
      var surgery = IndexFileSurgery(Self.segments[4 + round % 2])
      let range = surgery.range(["FAMS", "BVAR", "VARS", "PIEC"][random.below(4)])
      for _ in 0...random.below(5) where !range.isEmpty {
        let place = range.lowerBound + random.below(range.count) / 4 * 4
        surgery.store(
          random.chance(2) ? IndexFileSurgery.awkward(&random) : UInt64(random.below(300)), at: place,
          width: 4)
      }
      Self.tryOut(surgery.sealed())
    }
  }

  /// POST is not checked when a segment is opened, so anything may be in it.
  @Test(arguments: 0..<8 * fuzzFactor)
  func `random posting lists give wrong candidates at worst`(seed: Int) throws {
    var random = TestRandom(seed + 300)
    for round in 0..<60 {
      for base in [Self.segments[0], Self.segments[2], Self.segments[4]] {
        let range = IndexFileSurgery(base).range("POST")
        var bytes = base
        let density = [1, 4, 30][round % 3]
        for index in range where random.chance(density) {
          bytes[index] =
            random.chance(3) ? UInt8(random.below(40)) : UInt8.random(in: 0...255, using: &random)
        }
        Self.exercise(try openSegment(bytes))
      }
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var section: String
    /// Byte offset in the section, value and width of what is stored there.
    var change: (offset: Int, value: UInt64, width: Int)

    var testDescription: String { name }
  }

  static let faults = [
    Fault(name: "a document that begins elsewhere", section: "DOCS", change: (32, 1 << 40, 8)),
    Fault(name: "a document longer than the text", section: "DOCS", change: (8, 0xFFFF_FFFF, 4)),
    Fault(name: "blocks before the first document", section: "DOCS", change: (16, 1, 4)),
    Fault(name: "blocks out of order", section: "DOCS", change: (48, 0xFFFF_FFFF, 4)),
    Fault(name: "more documents than there are", section: "DOCS", change: (0, 0, 0)),
    Fault(name: "ids of seven bytes", section: "META", change: (24, 7, 8)),
    Fault(name: "more text than a segment takes", section: "META", change: (16, 1 << 50, 8)),
  ]

  @Test(arguments: faults)
  func `a fault is reported with its section`(_ fault: Fault) {
    var surgery = IndexFileSurgery(Self.segments[0])
    if fault.change.width == 0 {
      let meta = surgery.range("META").lowerBound
      surgery.store(surgery.number(meta, width: 8) + 1, at: meta, width: 8)
    } else {
      let start = surgery.range(fault.section).lowerBound
      surgery.store(fault.change.value, at: start + fault.change.offset, width: fault.change.width)
    }
    let error = #expect(throws: SegmentError.self) { try openSegment(surgery.sealed()) }
    #expect(error?.kind == .damaged(section: fault.section))
    #expect(
      error?.description == "test.seg: section \(fault.section) is damaged; run `alidade index` to rebuild it"
    )
  }

  @Test func `foreign files, other versions and missing codecs are named`() throws {
    func kind(_ bytes: [UInt8], codec: TextCodec? = nil) -> SegmentError.Kind? {
      #expect(throws: SegmentError.self) { try openSegment(bytes, codec: codec) }?.kind
    }
    #expect(kind([]) == .truncated)
    #expect(kind(Array("#!/bin/sh\necho hello, this is no index\n".utf8)) == .foreign)
    #expect(kind([UInt8](repeating: 0, count: 4_096)) == .foreign)
    var newer = Self.segments[0]
    newer[8] = 99
    #expect(kind(newer) == .version(99))
    #expect(kind(Self.segments[1]) == .missingCodec)
    #expect(kind(Self.placements[1]) != nil)
    #expect(throws: SegmentError.self) { try openPlacements(Self.segments[0]) }
    var flipped = Self.segments[0]
    flipped[IndexFileSurgery(flipped).range("TEXT").lowerBound] ^= 1
    let segment = try openSegment(flipped)
    let error = #expect(throws: SegmentError.self) { try segment.verify() }
    #expect(error?.kind == .damaged(section: "TEXT"))
  }

  @Test func `a section that this version does not know is passed over`() throws {
    var surgery = IndexFileSurgery(Self.segments[0])
    surgery.sections.append(.init(tag: IndexFileSurgery.tag("SYMS"), offset: 64, length: 10))
    let segment = try openSegment(surgery.sealed())
    #expect(segment.meta.documentCount == 5)
    Self.exercise(segment)
  }
}
