/// Lends the text of documents, decompressing when the segment is compact.
///
/// One per thread. Raw segments lend the mapping itself; compact ones keep the last few frames.
package final class TextReader {
  private let segment: Segment
  private var scratch: UnsafeMutableRawBufferPointer
  private var scratchRange = 0..<0
  private let frame: UnsafeMutableRawBufferPointer

  package init(_ segment: Segment) {
    self.segment = segment
    scratch = .allocate(byteCount: 0, alignment: 16)
    frame = .allocate(byteCount: segment.meta.isCompact ? SegmentFormat.chunkLength : 0, alignment: 16)
  }

  deinit {
    scratch.deallocate()
    frame.deallocate()
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
    let needed = (last - first + 1) * length
    if scratch.count < needed {
      scratch.deallocate()
      scratch = .allocate(byteCount: needed, alignment: 16)
    }
    scratchRange = 0..<0
    var filled = 0
    for chunk in first...last {
      let expected = min(length, segment.meta.textLength - chunk * length)
      try decompress(
        chunk, expected: expected,
        into: UnsafeMutableRawBufferPointer(rebasing: scratch[filled..<filled + expected]))
      filled += expected
    }
    scratchRange = first * length..<first * length + filled
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
