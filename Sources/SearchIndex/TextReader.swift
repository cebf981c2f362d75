/// Lends the text of documents, decompressing when the segment is compact.
///
/// One per thread. Raw segments lend the mapping itself; compact ones keep the last few frames.
package final class TextReader {
  private let segment: Segment
  private var scratch: UnsafeMutableRawBufferPointer
  private var scratchRange = 0..<0

  /// A reader of `segment`, which it keeps open.
  package init(_ segment: Segment) {
    self.segment = segment
    scratch = .allocate(byteCount: 0, alignment: 16)
  }

  deinit {
    scratch.deallocate()
  }

  /// Bytes `range` of the text of `record`, clamped to it. Valid until the next call.
  ///
  /// - Throws: ``SegmentError`` when a compressed frame is damaged.
  package func text(_ record: DocumentRecord, _ range: Range<Int>) throws(SegmentError)
    -> UnsafeRawBufferPointer
  {
    let lower = record.textStart + min(range.lowerBound, record.textLength)
    let upper = record.textStart + min(range.upperBound, record.textLength)
    guard segment.meta.isCompact else { return UnsafeRawBufferPointer(rebasing: segment.text[lower..<upper]) }
    return try compactText(lower..<upper)
  }

  /// The whole text of `record`.
  package func text(_ record: DocumentRecord) throws(SegmentError) -> UnsafeRawBufferPointer {
    try text(record, 0..<record.textLength)
  }

  private func compactText(_ range: Range<Int>) throws(SegmentError) -> UnsafeRawBufferPointer {
    if range.isEmpty { return UnsafeRawBufferPointer(start: nil, count: 0) }
    if range.lowerBound < scratchRange.lowerBound || range.upperBound > scratchRange.upperBound {
      try load(range)
    }
    let start = range.lowerBound - scratchRange.lowerBound
    return UnsafeRawBufferPointer(rebasing: scratch[start..<start + range.count])
  }

  /// Fills `scratch` with the frames that cover `range`.
  private func load(_ range: Range<Int>) throws(SegmentError) {
    let length = SegmentFormat.chunkLength
    let first = range.lowerBound / length
    let last = (range.upperBound - 1) / length
    var filled = keepFrames(from: first * length)
    reserve((last - first + 1) * length, keeping: filled)
    scratchRange = first * length..<first * length + filled
    while scratchRange.upperBound < range.upperBound {
      let chunk = scratchRange.upperBound / length
      let expected = min(length, segment.meta.textLength - chunk * length)
      try decompress(
        chunk, expected: expected,
        into: UnsafeMutableRawBufferPointer(rebasing: scratch[filled..<filled + expected]))
      filled += expected
      scratchRange = first * length..<first * length + filled
    }
  }

  /// Moves the text from `start` on, a border of frames, to the front of `scratch`; how much there is.
  /// Readers go forward, and every fourth block begins in the frame where the one before ended.
  private func keepFrames(from start: Int) -> Int {
    guard scratchRange.contains(start), let base = scratch.baseAddress else { return 0 }
    let kept = scratchRange.upperBound - start
    base.copyMemory(from: base + (start - scratchRange.lowerBound), byteCount: kept)
    return kept
  }

  private func reserve(_ byteCount: Int, keeping kept: Int) {
    guard scratch.count < byteCount else { return }
    let grown = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
    grown.copyMemory(from: UnsafeRawBufferPointer(rebasing: scratch[..<kept]))
    scratch.deallocate()
    scratch = grown
  }

  private func decompress(
    _ chunk: Int, expected: Int, into target: UnsafeMutableRawBufferPointer
  ) throws(SegmentError) {
    guard let offsets = segment.chunkOffsets, let codec = segment.codec else {
      throw SegmentError(.missingCodec, file: segment.file)
    }
    let lower = Int(clamping: SectionTable.load(offsets, chunk * 8, as: UInt64.self))
    let upper = Int(clamping: SectionTable.load(offsets, chunk * 8 + 8, as: UInt64.self))
    guard lower <= upper, upper <= segment.text.count else {
      throw SegmentError(.damaged(section: "CHNK"), file: segment.file)
    }
    let source = UnsafeRawBufferPointer(rebasing: segment.text[lower..<upper])
    guard codec.decompress(source, target) == expected else {
      throw SegmentError(.damaged(section: "TEXT"), file: segment.file)
    }
  }
}
