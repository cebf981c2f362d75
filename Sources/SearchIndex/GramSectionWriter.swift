/// Lays out posting lists and the table that finds them.
struct GramSectionWriter {
  let blockCount: Int

  /// Bytes of posting lists that are gathered before they are written: they are a tenth of the text, and nobody needs
  /// them twice.
  private static let gathered = 1 << 18

  static let wordCount = (GramAlphabet.codeCount + 63) / 64
  static let rankCount = (GramAlphabet.codeCount + SegmentFormat.rankStride - 1) / SegmentFormat.rankStride

  /// Drains `builder` and writes its lists as they are made, then what finds them. POST ends with padding so that
  /// decoders may read whole words.
  func write(_ builder: PostingsBuilder, to file: inout SectionWriter) throws {
    var entries = ByteBuilder(capacity: 1 << 16)
    var lists = ByteBuilder(capacity: 2 * Self.gathered)
    var words = [UInt64](repeating: 0, count: Self.wordCount)
    try file.begin(.postings)
    try builder.finish { code, postings in
      words[Int(code >> 6)] |= 1 << UInt64(code & 63)
      let count = UInt64(postings.count)
      if postings.count == 1 {
        entries.append(count << SegmentFormat.countShift | UInt64(postings[0]))
      } else {
        if PostingCodec.isBitmap(count: postings.count, blockCount: blockCount) { lists.align(to: 8) }
        let offset = UInt64(file.sectionLength + lists.count)
        entries.append(count << SegmentFormat.countShift | offset)
        PostingCodec.encode(postings, blockCount: blockCount, into: &lists)
      }
      guard lists.count >= Self.gathered else { return }
      // Whole words, so that what is aligned among the rest is aligned in the section.
      let whole = lists.count / 8 * 8
      try file.append(UnsafeRawBufferPointer(rebasing: lists.bytes[..<whole]))
      lists.removeFirst(whole)
    }
    _ = lists.reserve(PostingCodec.padding)
    try file.append(lists.bytes)
    try file.write(.gramEntries, entries.bytes)
    // A value of its own: the bytes are valid as long as it lives.
    let directory = directory(words)
    try file.write(.grams, directory.bytes)
  }

  /// The grams that have postings, as bits with ranks.
  private func directory(_ words: [UInt64]) -> ByteBuilder {
    var bytes = ByteBuilder(capacity: 1 << 16)
    var rank: UInt32 = 0
    for (index, word) in words.enumerated() {
      if index % (SegmentFormat.rankStride / 64) == 0 { bytes.append(rank) }
      rank += UInt32(word.nonzeroBitCount)
    }
    bytes.align(to: 8)
    for word in words { bytes.append(word) }
    return bytes
  }
}
