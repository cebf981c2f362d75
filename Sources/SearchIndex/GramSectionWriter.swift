/// Lays out posting lists and the table that finds them.
struct GramSectionWriter {
  let blockCount: Int

  /// The three sections, each valid as long as the value lives.
  struct Sections: ~Copyable {
    var postingsBuilder = ByteBuilder(capacity: 1 << 20)
    var entriesBuilder = ByteBuilder(capacity: 1 << 16)
    var directoryBuilder = ByteBuilder(capacity: 1 << 16)

    var postings: UnsafeRawBufferPointer { postingsBuilder.bytes }
    var entries: UnsafeRawBufferPointer { entriesBuilder.bytes }
    var directory: UnsafeRawBufferPointer { directoryBuilder.bytes }
  }

  static let wordCount = (GramAlphabet.codeCount + 63) / 64
  static let rankCount = (GramAlphabet.codeCount + SegmentFormat.rankStride - 1) / SegmentFormat.rankStride

  /// Drains `builder`. POST ends with padding so that decoders may read whole words.
  func collect(_ builder: PostingsBuilder) -> Sections {
    var sections = Sections()
    var words = [UInt64](repeating: 0, count: Self.wordCount)
    builder.finish { code, postings in
      words[Int(code >> 6)] |= 1 << UInt64(code & 63)
      let count = UInt64(postings.count)
      if postings.count == 1 {
        sections.entriesBuilder.append(count << SegmentFormat.countShift | UInt64(postings[0]))
      } else {
        if PostingCodec.isBitmap(count: postings.count, blockCount: blockCount) {
          sections.postingsBuilder.align(to: 8)
        }
        let offset = UInt64(sections.postingsBuilder.count)
        sections.entriesBuilder.append(count << SegmentFormat.countShift | offset)
        PostingCodec.encode(postings, blockCount: blockCount, into: &sections.postingsBuilder)
      }
    }
    _ = sections.postingsBuilder.reserve(PostingCodec.padding)
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
