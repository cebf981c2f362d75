import Containers

/// Puts the text of a document together from the pieces that its family stores. Belongs to one reader.
final class VersionAssembler {
  private let segment: Segment
  private let versions: VersionMap
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)

  /// What `buffer` holds: a range of the text of the document with this first block.
  private var held: (first: UInt32, range: Range<Int>)?

  /// Where the text that was asked for last is stored, in order; neighbours are joined.
  private(set) var pieces: [Range<Int>] = []

  /// The document whose text was asked for last: its first block, the block behind its last, and its family.
  private var current: (first: Int, next: Int, family: Int)?

  /// Frames of a compact segment that were needed last, each at the place that its number gives it.
  private var frames: [Int: (number: Int, bytes: UnsafeMutableRawBufferPointer)] = [:]

  /// Old and new lines of a file lie apart, and the next version needs mostly the same: up to 4 MB of text are kept.
  private static let framesMax = 256

  init(_ segment: Segment, _ versions: VersionMap) {
    self.segment = segment
    self.versions = versions
  }

  deinit {
    buffer.deallocate()
    for frame in frames.values { frame.bytes.deallocate() }
  }

  /// Fills ``pieces`` with where `range` of the text of `record` is stored. The range is not empty.
  func find(_ range: Range<Int>, of record: DocumentRecord) throws(SegmentError) {
    pieces.removeAll(keepingCapacity: true)
    let document = place(record)
    var block = blockHolding(range.lowerBound, document, record)
    var isWhole = true
    while block < document.next, isWhole {
      let limits = segment.blockRange(UInt32(block), in: record, nextFirstBlock: UInt32(document.next))
      if limits.lowerBound >= range.upperBound { break }
      var position = limits.lowerBound
      isWhole = versions.forEachPiece(ofBlock: block, document.family) { piece in
        let wanted = range.clamped(to: position..<position + piece.count)
        if !wanted.isEmpty {
          append(piece.lowerBound + wanted.lowerBound - position, wanted.count)
        }
        position += piece.count
        return position <= limits.upperBound
      }
      if position != limits.upperBound { isWhole = false }
      block += 1
    }
    guard isWhole, pieces.reduce(0, { $0 + $1.count }) == range.count else {
      throw SegmentError(.damaged(section: SectionTag.pieces.name), file: segment.file)
    }
  }

  private func append(_ start: Int, _ count: Int) {
    if let last = pieces.last, last.upperBound == start {
      pieces[pieces.count - 1] = last.lowerBound..<start + count
    } else {
      pieces.append(start..<start + count)
    }
  }

  private func place(_ record: DocumentRecord) -> (first: Int, next: Int, family: Int) {
    let first = Int(record.firstBlock)
    if let current, current.first == first { return current }
    let document = segment.document(holdingBlock: record.firstBlock)
    let next = Int(segment.firstBlock(ofDocument: document + 1))
    let found = (first, next, versions.family(holdingBlock: first))
    current = found
    return found
  }

  private func blockHolding(
    _ offset: Int, _ document: (first: Int, next: Int, family: Int), _ record: DocumentRecord
  ) -> Int {
    (document.first..<max(document.first, document.next)).partitionFloor {
      segment.blockRange(UInt32($0), in: record, nextFirstBlock: UInt32(document.next)).lowerBound <= offset
    }
  }

  /// The range of the document's text if it was put together before.
  func known(_ range: Range<Int>, of record: DocumentRecord) -> UnsafeRawBufferPointer? {
    guard let held, held.first == record.firstBlock, held.range.lowerBound <= range.lowerBound,
      range.upperBound <= held.range.upperBound
    else { return nil }
    let start = range.lowerBound - held.range.lowerBound
    return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[start..<start + range.count])
  }

  /// The pieces of `range` of the document's text one after the other. Valid until the next call.
  func assemble(_ range: Range<Int>, of record: DocumentRecord) throws(SegmentError) -> UnsafeRawBufferPointer
  {
    let count = range.count
    held = nil
    if buffer.count < count {
      buffer.deallocate()
      buffer = .allocate(byteCount: max(count, 16 << 10), alignment: 16)
    }
    guard let base = buffer.baseAddress else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    var filled = 0
    for piece in pieces {
      var from = piece.lowerBound
      while from < piece.upperBound {
        let stored = try stored(from..<piece.upperBound)
        if let source = stored.baseAddress {
          (base + filled).copyMemory(from: source, byteCount: stored.count)
        }
        filled += stored.count
        from += stored.count
      }
    }
    held = (record.firstBlock, range)
    return UnsafeRawBufferPointer(start: base, count: count)
  }

  /// The first bytes of a range of the stored text: all, or those of a frame.
  private func stored(_ range: Range<Int>) throws(SegmentError) -> UnsafeRawBufferPointer {
    guard segment.meta.isCompact else { return UnsafeRawBufferPointer(rebasing: segment.text[range]) }
    let length = SegmentFormat.chunkLength
    let number = range.lowerBound / length
    let bytes = try frame(number)
    let lower = range.lowerBound - number * length
    return UnsafeRawBufferPointer(
      rebasing: bytes[lower..<min(bytes.count, range.upperBound - number * length)])
  }

  private func frame(_ number: Int) throws(SegmentError) -> UnsafeRawBufferPointer {
    let length = SegmentFormat.chunkLength
    let expected = min(length, segment.storedLength - number * length)
    let place = number % Self.framesMax
    if let known = frames[place], known.number == number {
      return UnsafeRawBufferPointer(rebasing: known.bytes[..<expected])
    }
    let bytes = frames[place]?.bytes ?? .allocate(byteCount: length, alignment: 16)
    frames[place] = (-1, bytes)
    let target = UnsafeMutableRawBufferPointer(rebasing: bytes[..<expected])
    try segment.decompress(frame: number, into: target)
    frames[place] = (number, bytes)
    return UnsafeRawBufferPointer(target)
  }
}
