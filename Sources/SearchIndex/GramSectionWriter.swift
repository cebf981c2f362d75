/// Lays out posting lists and the table that finds them.
struct GramSectionWriter {
  let blockCount: Int

  /// The two small sections, each valid as long as the value lives.
  struct Sections: ~Copyable {
    fileprivate var entriesBuilder = ByteBuilder(capacity: 1 << 16)
    fileprivate var directoryBuilder = ByteBuilder(capacity: 1 << 16)

    var entries: UnsafeRawBufferPointer { entriesBuilder.bytes }
    var directory: UnsafeRawBufferPointer { directoryBuilder.bytes }
  }

  /// Bytes of posting lists that are gathered before they are written: they are a tenth of the text, and nobody needs
  /// them twice.
  private static let gathered = 1 << 18

  static let wordCount = (GramAlphabet.codeCount + 63) / 64
  static let rankCount = (GramAlphabet.codeCount + SegmentFormat.rankStride - 1) / SegmentFormat.rankStride

  /// Drains `builder` and passes POST on piece by piece. It ends with padding so that decoders may read whole words.
  func collect(
    _ builder: PostingsBuilder, writePostings: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows -> Sections {
    var sections = Sections()
    var lists = ByteBuilder(capacity: 2 * Self.gathered)
    var written = 0
    var words = [UInt64](repeating: 0, count: Self.wordCount)
    try builder.finish { code, postings in
      words[Int(code >> 6)] |= 1 << UInt64(code & 63)
      let count = UInt64(postings.count)
      if postings.count == 1 {
        sections.entriesBuilder.append(count << SegmentFormat.countShift | UInt64(postings[0]))
      } else {
        if PostingCodec.isBitmap(count: postings.count, blockCount: blockCount) { lists.align(to: 8) }
        let offset = UInt64(written + lists.count)
        sections.entriesBuilder.append(count << SegmentFormat.countShift | offset)
        PostingCodec.encode(postings, blockCount: blockCount, into: &lists)
      }
      guard lists.count >= Self.gathered else { return }
      // Whole words, so that what is aligned among the rest is aligned in the section.
      let whole = lists.count / 8 * 8
      try writePostings(UnsafeRawBufferPointer(rebasing: lists.bytes[..<whole]))
      written += whole
      lists.removeFirst(whole)
    }
    _ = lists.reserve(PostingCodec.padding)
    try writePostings(lists.bytes)
    var rank: UInt32 = 0
    for (index, word) in words.enumerated() {
      if index % (SegmentFormat.rankStride / 64) == 0 { sections.directoryBuilder.append(rank) }
      rank += UInt32(word.nonzeroBitCount)
    }
    sections.directoryBuilder.align(to: 8)
    for word in words { sections.directoryBuilder.append(word) }
    return sections
  }
}
