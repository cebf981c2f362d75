import SearchIndex
import Testing

struct TestPlacement {
  var document: Int
  var repository: UInt32
  var revisions: [UInt64]
  var path: [UInt8]
}

enum TestPlacements {
  static func make(_ random: inout TestRandom, documentCount: Int) -> [TestPlacement] {
    var placements: [TestPlacement] = []
    for document in 0..<documentCount {
      for _ in 0..<[0, 1, 1, 1, 2, 7][random.below(6)] {
        let revisions = (0..<random.below(4)).map { _ in random.chance(2) ? 1 : random.next() }
        placements.append(
          TestPlacement(
            document: document, repository: UInt32(random.below(5)), revisions: revisions, path: path(&random)
          ))
      }
    }
    return placements
  }

  static func path(_ random: inout TestRandom) -> [UInt8] {
    if random.chance(30) {
      return (0..<random.below(40)).map { _ in UInt8.random(in: 1...255, using: &random) }
    }
    let folders = ["drivers", "net", "Include", "src", "a b", "ünï", "x"]
    let names = ["main.c", "Makefile", "README.md", "usb.h", "new\nline.txt"]
    var parts = (0..<random.below(5)).map { _ in folders[random.below(folders.count)] }
    parts.append(names[random.below(names.count)])
    return Array(parts.joined(separator: "/").utf8)
  }

  static func bytes(_ placements: [TestPlacement], documentCount: Int) throws -> [UInt8] {
    let builder = PlacementBuilder(documentCount: documentCount)
    for placement in placements {
      try placement.path.withUnsafeBytes {
        try builder.add(
          document: placement.document, repository: placement.repository, revisions: placement.revisions,
          path: $0)
      }
    }
    #expect(builder.count == placements.count)
    let sink = MemorySink()
    try builder.finish(sink)
    return sink.bytes
  }
}

@Suite struct `Placement file` {
  @Test(arguments: 0..<20)
  func `any placements come back as they were`(seed: Int) throws {
    var random = TestRandom(seed)
    let documentCount = [0, 1, 2, 31, 32, 33, 400][seed % 7]
    let placements = TestPlacements.make(&random, documentCount: documentCount)
    let file = try openPlacements(TestPlacements.bytes(placements, documentCount: documentCount))
    #expect(file.documentCount == documentCount)
    #expect(file.count == placements.count)
    for (index, placement) in placements.enumerated() {
      #expect(Array(file.path(ofPlacement: index)) == placement.path)
      #expect(file.document(ofPlacement: index) == placement.document)
      #expect(file.placements(ofDocument: placement.document).contains(index))
      let set = file.revisions(at: file.revisionSet(ofPlacement: index))
      #expect(set.repository == placement.repository && set.words == placement.revisions)
    }
    for document in -1...documentCount {
      #expect(file.placements(ofDocument: document).count == placements.count { $0.document == document })
    }
  }

  @Test func `equal revision sets are stored once`() throws {
    let placements = (0..<100).map {
      TestPlacement(document: $0, repository: UInt32($0 % 2), revisions: [3], path: [0x61])
    }
    let file = try openPlacements(TestPlacements.bytes(placements, documentCount: 100))
    #expect(Set((0..<100).map { file.revisionSet(ofPlacement: $0) }).count == 2)
    #expect(file.sectionSizes.first { $0.name == "REVS" }?.byteCount == 32)
  }

  @Test(arguments: 0..<10)
  func `no path with a fragment is ruled out`(seed: Int) throws {
    var random = TestRandom(seed + 50)
    let placements = TestPlacements.make(&random, documentCount: 500)
    let file = try openPlacements(TestPlacements.bytes(placements, documentCount: 500))
    for _ in 0..<300 {
      let index = random.below(placements.count)
      let path = placements[index].path
      guard !path.isEmpty else { continue }
      let start = random.below(path.count)
      let fragment = path[start..<min(path.count, start + 1 + random.below(12))].prefix { $0 != 0x0A }
      let cursor = file.cursor(Naive.query(Naive.shuffleCase(Array(fragment), &random)))
      let block = UInt32(index / 32)
      #expect(cursor.next(atOrAfter: block) == block)
      #expect(file.placements(inBlock: block).contains(index))
    }
    var covered = 0
    let cursor = file.cursor(.all)
    var from: UInt32 = 0
    while let block = cursor.next(atOrAfter: from) {
      #expect(file.placements(inBlock: block).lowerBound == covered)
      covered = file.placements(inBlock: block).upperBound
      from = block + 1
    }
    #expect(covered == placements.count)
  }

  @Test func `grams do not cross paths`() throws {
    let placements = ["ab", "cd", "abc"].enumerated().map {
      TestPlacement(document: $0, repository: 0, revisions: [1], path: Array($1.utf8))
    }
    let file = try openPlacements(TestPlacements.bytes(placements, documentCount: 3))
    #expect(file.cursor(Naive.query("abc".utf8)).next(atOrAfter: 0) == 0)
    #expect(file.cursor(Naive.query("bcd".utf8)).next(atOrAfter: 0) == nil)
  }
}
