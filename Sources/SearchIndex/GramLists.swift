/// The gram table of a segment or placement file: code → posting list.
struct GramLists: @unchecked Sendable {
  // Sendable although it holds pointers: see ``SectionTable``.
  private let directory: UnsafeRawBufferPointer
  private let entries: UnsafeRawBufferPointer
  private let postings: UnsafeRawBufferPointer
  let blockCount: Int
  /// Nil for files that do not tell.
  let runs: RunLengths?

  init(_ table: SectionTable, blockCount: Int) throws(SegmentError) {
    self.blockCount = blockCount
    directory = try table.section(
      .grams, count: 1, width: Self.bitsOffset + GramSectionWriter.wordCount * 8)
    entries = try table.section(.gramEntries)
    postings = try table.section(.postings)
    runs = try RunLengths(table, blockCount: blockCount)
    guard entries.count % 8 == 0, postings.count >= PostingCodec.padding else {
      throw SegmentError(.damaged(section: SectionTag.postings.name), file: table.file)
    }
  }

  private static let bitsOffset = (GramSectionWriter.rankCount * 4 + 7) / 8 * 8

  /// How many blocks hold `code`. Two cache misses.
  func count(_ code: UInt32) -> Int {
    guard let entry = entry(code) else { return 0 }
    return Int(entry >> SegmentFormat.countShift)
  }

  /// The posting list of `code`; empty when there is none or it does not lie inside the section.
  func list(_ code: UInt32) -> PostingList {
    guard let entry = entry(code) else { return .empty }
    let count = Int(entry >> SegmentFormat.countShift)
    let payload = Int(entry & SegmentFormat.payloadMask)
    if count == 1 { return PostingList(single: UInt32(truncatingIfNeeded: payload)) }
    guard payload <= postings.count, count <= blockCount else { return .empty }
    let bytes = UnsafeRawBufferPointer(rebasing: postings[payload...])
    if PostingCodec.isBitmap(count: count, blockCount: blockCount) {
      let length = PostingCodec.bitmapByteCount(blockCount: blockCount)
      guard bytes.count >= length else { return .empty }
      return PostingList(
        bitmap: UnsafeRawBufferPointer(rebasing: bytes[..<length]), count: count, blockCount: blockCount)
    }
    let table =
      (count + PostingCodec.chunkLength - 1) / PostingCodec.chunkLength * PostingCodec.chunkTableEntry
    guard table + PostingCodec.padding <= bytes.count else { return .empty }
    return PostingList(chunks: bytes, count: count)
  }

  private func entry(_ code: UInt32) -> UInt64? {
    guard code < GramAlphabet.codeCount else { return nil }
    let wordIndex = Int(code >> 6)
    let word = SectionTable.load(directory, Self.bitsOffset + wordIndex * 8, as: UInt64.self)
    let bit = UInt64(1) << UInt64(code & 63)
    guard word & bit != 0 else { return nil }
    let group = Int(code) / SegmentFormat.rankStride
    var rank = Int(SectionTable.load(directory, group * 4, as: UInt32.self))
    for index in group * (SegmentFormat.rankStride / 64)..<wordIndex {
      rank += SectionTable.load(directory, Self.bitsOffset + index * 8, as: UInt64.self).nonzeroBitCount
    }
    rank += (word & (bit - 1)).nonzeroBitCount
    guard rank * 8 + 8 <= entries.count else { return nil }
    return SectionTable.load(entries, rank * 8, as: UInt64.self)
  }
}
