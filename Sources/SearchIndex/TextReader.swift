/// Lends the text of documents, decompressing when the segment is compact.
///
/// One per thread. Raw segments lend the mapping itself; compact ones keep the last few frames.
package final class TextReader {
  private let segment: Segment
  private var scratch: UnsafeMutableRawBufferPointer
  private var scratchRange = 0..<0
  private let assembler: VersionAssembler?

  /// A reader of `segment`, which it keeps open.
  package init(_ segment: Segment) {
    self.segment = segment
    scratch = .allocate(byteCount: 0, alignment: 16)
    assembler = segment.versions.map { VersionAssembler(segment, $0) }
  }

  deinit {
    scratch.deallocate()
  }

  /// Bytes `range` of the text of `record`, clamped to it. Valid until the next call.
  ///
  /// - Throws: ``SegmentError`` when a compressed frame or the list of a text's pieces is damaged.
  package func text(_ record: DocumentRecord, _ range: Range<Int>) throws(SegmentError)
    -> UnsafeRawBufferPointer
  {
    if let assembler { return try sharedText(assembler, record, range.clamped(to: 0..<record.textLength)) }
    let lower = record.textStart + min(range.lowerBound, record.textLength)
    let upper = record.textStart + min(range.upperBound, record.textLength)
    guard segment.meta.isCompact else { return UnsafeRawBufferPointer(rebasing: segment.text[lower..<upper]) }
    return try compactText(lower..<upper)
  }

  /// Text that other documents may share: lent as it is stored, or put together.
  private func sharedText(
    _ assembler: VersionAssembler, _ record: DocumentRecord, _ range: Range<Int>
  ) throws(SegmentError) -> UnsafeRawBufferPointer {
    if range.isEmpty { return UnsafeRawBufferPointer(start: nil, count: 0) }
    if let known = assembler.known(range, of: record) { return known }
    try assembler.find(range, of: record)
    if assembler.pieces.count == 1, !segment.meta.isCompact {
      return UnsafeRawBufferPointer(rebasing: segment.text[assembler.pieces[0]])
    }
    return try assembler.assemble(range, of: record)
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
      let expected = min(length, segment.storedLength - chunk * length)
      try segment.decompress(
        frame: chunk,
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
}
