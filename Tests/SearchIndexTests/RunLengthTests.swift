import SearchIndex
import Testing

@Suite struct `Runs of bytes of one class` {
  /// The longest run in the text of a block.
  static func longest(_ text: ArraySlice<UInt8>, _ runClass: RunClass) -> Int {
    var (run, best) = (0, 0)
    for byte in text {
      run = runClass.contains(byte) ? run + 1 : 0
      best = max(best, run)
    }
    return best
  }

  @Test(arguments: 0..<6)
  func `rule out the blocks without them`(seed: Int) throws {
    var random = TestRandom(seed)
    var texts = (0..<40).map { _ in TestTexts.make(&random) }
    // Runs of every length around what is told, across the borders of vectors, at both ends.
    for length in [1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 127, 128, 254, 255, 256, 700] {
      for byte in [UInt8(0x37), 0x62, 0x51, 0x7A, 0x5F] {
        let before = [UInt8](repeating: 0x20, count: random.below(70))
        texts.append(before + [UInt8](repeating: byte, count: length) + (random.chance(2) ? [0x2E] : []))
      }
    }
    let documents = texts.enumerated().map { TestDocument($1, number: $0) }
    let segment = try openSegment(segmentBytes(documents))
    var checked = 0
    for runClass in RunClass.allCases {
      for least in [runClass.shortest, 17, 64, 65, 200, RunClass.longest] where least >= runClass.shortest {
        let found = Set(BlockCursor(segment, .run(runClass, atLeast: least)).allBlocks())
        for (index, document) in documents.enumerated() {
          let record = segment.document(index)
          let end = segment.firstBlock(ofDocument: index + 1)
          for block in record.firstBlock..<end {
            let text = document.text[segment.blockRange(block, in: record, nextFirstBlock: end)]
            #expect(found.contains(block) == (Self.longest(text, runClass) >= least))
            checked += 1
          }
        }
      }
    }
    #expect(checked > 4_000)
  }

  @Test func `too short to be told leave every block`() throws {
    let segment = try openSegment(segmentBytes([TestDocument(Array("12345\n".utf8), number: 0)]))
    #expect(BlockCursor(segment, .run(.digits, atLeast: 3)).isUnrestricted)
    #expect(BlockCursor(segment, .run(.digits, atLeast: 5)).allBlocks() == [0])
    #expect(BlockCursor(segment, .run(.digits, atLeast: 6)).allBlocks() == [])
    #expect(
      BlockCursor(segment, .and([.run(.digits, atLeast: 5), .run(.letters, atLeast: 16)])).allBlocks() == [])
  }

  @Test func `are unknown in files of before they were told`() throws {
    let bytes = try `Index files of older versions`.read("version-1.segment")
    let segment = try openSegment(bytes)
    #expect(BlockCursor(segment, .run(.digits, atLeast: 200)).isUnrestricted)
    #expect(BlockCursor(segment, .run(.digits, atLeast: 200)).allBlocks().count == segment.meta.blockCount)
  }
}
