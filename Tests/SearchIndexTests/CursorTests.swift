import SearchIndex
import Testing

/// Posting lists of chosen shapes: block b is a document whose lines are the words of the lists that hold b.
struct ListFixture {
  static let words = (0..<24).map { String(repeating: Character(Unicode.Scalar(UInt8(0x61 + $0))), count: 3) }

  let lists: [[UInt32]]
  let blockCount: Int
  let segment: Segment

  init(_ lists: [[UInt32]], blockCount: Int, runPostings: Int? = nil) throws {
    precondition(lists.count <= Self.words.count, "no word for so many lists")
    self.lists = lists
    self.blockCount = blockCount
    var texts = [[UInt8]](repeating: [0x0A], count: blockCount)
    for (word, list) in zip(Self.words, lists) {
      for block in list { texts[Int(block)] += Array(word.utf8) + [0x0A] }
    }
    segment = try openSegment(
      segmentBytes(texts.enumerated().map { TestDocument($1, number: $0) }, runPostings: runPostings))
  }

  /// The query for the blocks of list `index`.
  static func query(_ index: Int) -> GramQuery {
    let symbol = UInt8(index)
    return .gram(GramAlphabet.gram(symbol, symbol, symbol))
  }

  func blocks(_ query: GramQuery) -> [UInt32] { BlockCursor(segment, query).allBlocks() }
}

@Suite struct `Posting lists` {
  struct Shape: Sendable, CustomTestStringConvertible {
    var name: String
    var blockCount: Int
    var blocks: [UInt32]

    var testDescription: String { name }

    init(_ name: String, _ blockCount: Int, _ blocks: some Sequence<Int>) {
      (self.name, self.blockCount, self.blocks) = (name, blockCount, blocks.map { UInt32($0) })
    }
  }

  static func sample(_ count: Int, of blockCount: Int, seed: Int) -> [Int] {
    var random = TestRandom(seed)
    var chosen: Set<Int> = []
    while chosen.count < count { chosen.insert(random.below(blockCount)) }
    return chosen.sorted()
  }

  static let shapes: [Shape] =
    [
      Shape("none", 100, []),
      Shape("the only block", 1, [0]),
      Shape("the first", 5_000, [0]),
      Shape("the last", 5_000, [4_999]),
      Shape("first and last", 300_000, [0, 299_999]),
      Shape("every block", 10_000, 0..<10_000),
      Shape("exactly one in sixteen", 4_096, stride(from: 0, to: 4_096, by: 16)),
      Shape("one less than one in sixteen", 4_096, stride(from: 0, to: 4_080, by: 16)),
      Shape("a run of neighbours far in", 200_000, 150_000..<150_500),
      Shape("runs and huge gaps", 400_000, Array(0..<130) + Array(200_000..<200_130) + [399_999]),
      Shape("growing gaps", 600_000, (0..<17).map { (1 << $0) * 4 }),
      Shape("one huge gap in a chunk of small ones", 300_000, Array(0..<60) + Array(299_000..<299_060)),
    ]
    + [126, 127, 128, 129, 255, 256, 257, 383, 384, 385, 4_000].map {
      Shape("\($0) at random", 100_000, sample($0, of: 100_000, seed: $0))
    }
    + [6_249, 6_250, 6_251, 30_000, 99_999].map {
      Shape("\($0) of 100,000 at random", 100_000, sample($0, of: 100_000, seed: $0))
    }

  @Test(arguments: shapes, [nil, 1])
  func `a list of any shape comes back`(_ shape: Shape, runPostings: Int?) throws {
    // Runs of one posting take 2 MB each on the way, so they are for short lists.
    if runPostings != nil, shape.blocks.count > 100 { return }
    let fixture = try ListFixture([shape.blocks], blockCount: shape.blockCount, runPostings: runPostings)
    #expect(fixture.blocks(ListFixture.query(0)) == shape.blocks)
    #expect(BlockCursor(fixture.segment, ListFixture.query(0)).estimate == shape.blocks.count)
  }

  @Test(arguments: shapes)
  func `seeking forward and back finds the first block at or after`(_ shape: Shape) throws {
    let fixture = try ListFixture([shape.blocks], blockCount: shape.blockCount)
    let cursor = BlockCursor(fixture.segment, ListFixture.query(0))
    var random = TestRandom(shape.blockCount + shape.blocks.count)
    for _ in 0..<2_000 {
      let near = shape.blocks.randomElement(using: &random).map { Int($0) } ?? 0
      let wanted = UInt32(
        clamping: random.chance(2) ? random.below(shape.blockCount + 2) : near + random.below(3) - 1)
      let index = shape.blocks.partitioningIndex { $0 >= wanted }
      let expected = index < shape.blocks.count ? shape.blocks[index] : nil
      #expect(cursor.next(atOrAfter: wanted) == expected)
    }
  }

  @Test func `many small runs give the bytes of one`() throws {
    var random = TestRandom(3)
    let texts = (0..<60).map { _ in (0..<random.below(9_000)).map { _ in UInt8(0x0A + random.below(90)) } }
    let documents = texts.enumerated().map { TestDocument($1, number: $0) }
    let whole = try segmentBytes(documents)
    for runPostings in [1, 5_000, 50_000] {
      #expect(try segmentBytes(documents, runPostings: runPostings) == whole)
    }
  }
}

extension Array {
  /// The first index whose element satisfies `belongs`, when all after it do too.
  func partitioningIndex(_ belongs: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

@Suite struct `Block cursor` {
  /// Lists of random blocks, of which the queries speak.
  static let lists = 8

  static func randomLists(_ random: inout TestRandom, blockCount: Int) -> [[UInt32]] {
    (0..<lists).map { _ in
      let density = [1, 2, 5, 15, 17, 60, 700, 20_000][random.below(8)]
      var list: [UInt32] = []
      var block = random.chance(3) ? 0 : random.below(density * 2)
      while block < blockCount {
        list.append(UInt32(block))
        // Sometimes a far jump, so that whole windows are empty.
        block += 1 + (random.chance(200) ? random.below(blockCount / 3) : random.below(density * 2 - 1))
      }
      return list
    }
  }

  static func randomQuery(_ random: inout TestRandom, depth: Int) -> GramQuery {
    if depth == 0 || random.chance(4) {
      switch random.below(20) {
      case 0: return .all
      case 1: return .none
      case 2: return .gram(GramAlphabet.gram(25, 25, 25))
      default: return ListFixture.query(random.below(lists))
      }
    }
    let parts = (0..<random.below(random.chance(10) ? 40 : 5)).map { _ in
      randomQuery(&random, depth: depth - 1)
    }
    return random.chance(2) ? .and(parts) : .or(parts)
  }

  /// A plan may leave lists out, so a cursor may give more than the query says, and never less.
  @Test(arguments: 0..<24 * fuzzFactor)
  func `random queries lose no block under arbitrary seeks`(seed: Int) throws {
    var random = TestRandom(seed)
    let blockCount = [1, 63, 64, 65, 4_095, 4_096, 4_097, 50_000][seed % 8]
    let lists = Self.randomLists(&random, blockCount: blockCount)
    let fixture = try ListFixture(lists, blockCount: blockCount)
    var codes = [Set<UInt32>](repeating: [], count: blockCount)
    for (index, list) in lists.enumerated() {
      guard case .gram(let code) = ListFixture.query(index) else { continue }
      for block in list { codes[Int(block)].insert(code) }
    }
    for _ in 0..<40 {
      let query = Self.randomQuery(&random, depth: 3)
      let cursor = BlockCursor(fixture.segment, query)
      let found = cursor.allBlocks()
      let kept = Set(found)
      #expect(kept.count == found.count && found == found.sorted())
      #expect(found.allSatisfy { Int($0) < blockCount })
      let lost = (0..<blockCount).first { Naive.satisfies(codes[$0], query) && !kept.contains(UInt32($0)) }
      #expect(lost == nil, "\(query)")
      for _ in 0..<50 {
        let wanted = UInt32(random.below(blockCount + 1))
        let index = found.partitioningIndex { $0 >= wanted }
        #expect(cursor.next(atOrAfter: wanted) == (index < found.count ? found[index] : nil))
      }
    }
  }

  @Test func `a union of many lists of all shapes is found from wherever it is asked`() throws {
    let blockCount = 150_000
    let shapes: [[Int]] =
      [[], [0], [blockCount - 1], [32_767, 32_768], Array(65_000..<66_000)]
      + [130, 500, 5_000, 12_000].map { `Posting lists`.sample($0, of: blockCount, seed: $0) }
      + (0..<12).map { `Posting lists`.sample(2 + $0 * 11, of: blockCount, seed: $0) }
    let lists = shapes.map { $0.map { UInt32($0) } }
    let fixture = try ListFixture(lists, blockCount: blockCount)
    let union = GramQuery.or(lists.indices.map { ListFixture.query($0) })
    let expected = Set(lists.joined()).sorted()
    #expect(fixture.blocks(union) == expected)
    // Beside another list, which leaves few windows to look at.
    #expect(fixture.blocks(.and([union, ListFixture.query(3)])) == lists[3])
    let cursor = BlockCursor(fixture.segment, union)
    var random = TestRandom(5)
    for _ in 0..<2_000 {
      let wanted = UInt32(random.below(blockCount))
      let index = expected.partitioningIndex { $0 >= wanted }
      #expect(cursor.next(atOrAfter: wanted) == (index < expected.count ? expected[index] : nil))
    }
  }

  @Test func `rare lists are read and useless ones are not`() throws {
    let rare = [UInt32(7), 90_000]
    let everywhere = (0..<100_000).map { UInt32($0) }
    let fixture = try ListFixture([everywhere, rare], blockCount: 100_000)
    let cursor = BlockCursor(
      fixture.segment, .and([ListFixture.query(0), ListFixture.query(1)]), wantsTrace: true)
    #expect(cursor.allBlocks() == rare)
    #expect(cursor.trace.map { $0.gram } == ["bbb", "aaa"])
    #expect(cursor.trace.map { $0.count } == [2, 100_000])
    #expect(cursor.trace.map { $0.isUsed } == [true, false])
    #expect(!cursor.isUnrestricted)
    #expect(BlockCursor(fixture.segment, ListFixture.query(0)).allBlocks().count == 100_000)
  }

  @Test func `a large union is read as long as it rules out blocks enough`() throws {
    let blockCount = 40_000
    let fifths = (0..<5).map { offset in
      stride(from: offset % 2, to: blockCount, by: 5).map { UInt32($0) }
    }
    let union = GramQuery.or((0..<5).map { ListFixture.query($0) })
    let partial = try ListFixture(fifths, blockCount: blockCount)
    #expect(!BlockCursor(partial.segment, union).isUnrestricted)
    #expect(partial.blocks(union) == (0..<UInt32(blockCount)).filter { $0 % 5 < 2 })
    let everywhere = (0..<blockCount).map { UInt32($0) }
    let full = try ListFixture([everywhere] + fifths.dropFirst(), blockCount: blockCount)
    #expect(BlockCursor(full.segment, union).isUnrestricted)
  }

  @Test func `what the index cannot narrow is unrestricted, what it rules out is empty`() throws {
    let fixture = try ListFixture([[1]], blockCount: 3)
    #expect(BlockCursor(fixture.segment, .all).isUnrestricted)
    #expect(fixture.blocks(.all) == [0, 1, 2])
    #expect(BlockCursor(fixture.segment, .and([])).isUnrestricted)
    for query: GramQuery in [
      .none, .or([]), .and([.all, .none]), .gram(GramAlphabet.foldMarker), .gram(.max),
    ] {
      let cursor = BlockCursor(fixture.segment, query)
      #expect(!cursor.isUnrestricted && cursor.estimate == 0)
      #expect(cursor.allBlocks().isEmpty)
    }
  }

  @Test func `an empty segment has no blocks`() throws {
    let segment = try openSegment(segmentBytes([]))
    #expect(BlockCursor(segment, .all).next(atOrAfter: 0) == nil)
    #expect(BlockCursor(segment, ListFixture.query(0)).next(atOrAfter: 0) == nil)
  }
}
