package import Containers

/// An open segment: documents, their text, and the postings of their grams.
///
/// Immutable and shared by all threads. Nothing is copied to the heap but a few pointers; the bytes are
/// mapped by ``owner``. The layout is drawn in `SegmentFormat.swift`.
package final class Segment: @unchecked Sendable {
  // Sendable although it holds pointers: the mapped bytes never change and live as long as `owner`.
  private let owner: any AnyObject & Sendable
  private let table: SectionTable
  private let documents: UnsafeRawBufferPointer
  private let ids: UnsafeRawBufferPointer
  private let idIndex: UnsafeRawBufferPointer
  private let blockStarts: UnsafeRawBufferPointer
  private let blockLines: UnsafeRawBufferPointer
  let text: UnsafeRawBufferPointer
  let chunkOffsets: UnsafeRawBufferPointer?
  /// How documents share text, in a segment where some do.
  let versions: VersionMap?
  let codec: TextCodec?
  let lists: GramLists

  /// Counts and kinds.
  package let meta: SegmentMeta

  /// Opens the segment in `bytes`, which `owner` keeps alive and unchanged.
  ///
  /// Checks bounds of everything, order of the documents, and checksums of all sections but text and
  /// postings: those are large and would have to be read from disk. ``verify()`` checks them too.
  ///
  /// - Throws: ``SegmentError`` when the bytes are not a whole, undamaged segment.
  package init(
    bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, file: String, codec: TextCodec? = nil
  ) throws(SegmentError) {
    self.owner = owner
    table = try SectionTable(
      bytes, file: file, unchecked: [.text, .postings],
      expected: SegmentFormat.version...SegmentFormat.sharingVersion)
    meta = try Self.readMeta(table)
    documents = try table.section(.documents, count: meta.documentCount, width: DocumentRecord.byteCount)
    ids = try table.section(.ids, count: meta.documentCount, width: meta.idWidth)
    idIndex = try table.section(.idIndex, count: meta.documentCount, width: 4)
    blockStarts = try table.section(.blockStarts, count: meta.blockCount, width: 4)
    blockLines = try table.section(.blockLines, count: meta.blockCount, width: 4)
    versions = table.has(.families) ? try VersionMap(table, blockCount: meta.blockCount) : nil
    text = try table.section(.text)
    let storedLength = versions?.storedLength ?? meta.textLength
    if meta.isCompact {
      guard let codec else { throw SegmentError(.missingCodec, file: file) }
      self.codec = codec
      let chunks = (storedLength + SegmentFormat.chunkLength - 1) / SegmentFormat.chunkLength
      chunkOffsets = try table.section(.chunks, count: chunks + 1, width: 8)
    } else {
      self.codec = nil
      chunkOffsets = nil
      guard text.count == storedLength else {
        throw SegmentError(.damaged(section: "TEXT"), file: file)
      }
    }
    lists = try GramLists(table, blockCount: versions?.slotCount ?? meta.blockCount)
    try checkOrder(file)
  }

  private static func readMeta(_ table: SectionTable) throws(SegmentError) -> SegmentMeta {
    let bytes = try table.section(.meta)
    guard bytes.count >= SegmentMeta.byteCount else {
      throw SegmentError(.damaged(section: "META"), file: table.file)
    }
    func value(_ index: Int) -> Int {
      Int(clamping: SectionTable.load(bytes, index * 8, as: UInt64.self))
    }
    var meta = SegmentMeta()
    meta.documentCount = value(0)
    meta.blockCount = value(1)
    meta.textLength = value(2)
    meta.idWidth = value(3)
    meta.isCompact = value(4) == 1
    meta.skippedCount = value(5)
    guard meta.documentCount < Int(UInt32.max), meta.blockCount < SegmentFormat.countLimit,
      meta.textLength <= SegmentFormat.textLimit, meta.idWidth == 20 || meta.idWidth == 32
    else { throw SegmentError(.damaged(section: "META"), file: table.file) }
    return meta
  }

  /// Documents must tile the text and the blocks, so that later arithmetic cannot leave the mapping and every
  /// block has its document.
  private func checkOrder(_ file: String) throws(SegmentError) {
    var textEnd = 0
    var block = 0
    for index in 0..<meta.documentCount {
      let start = index * DocumentRecord.byteCount
      let length = Int(SectionTable.load(documents, start + 8, as: UInt32.self))
      let next = Int(firstBlock(ofDocument: index + 1))
      guard Int(clamping: SectionTable.load(documents, start, as: UInt64.self)) == textEnd,
        Int(firstBlock(ofDocument: index)) == block, length == 0 ? next == block : next > block
      else { throw SegmentError(.damaged(section: "DOCS"), file: file) }
      textEnd += length
      block = next
    }
    guard textEnd == meta.textLength, block == meta.blockCount else {
      throw SegmentError(.damaged(section: "DOCS"), file: file)
    }
  }

  /// The file's name as given on opening.
  package var file: String { table.file }

  /// Bytes of text that the file holds, before compression: less than ``SegmentMeta/textLength`` where versions of a
  /// file share theirs.
  package var storedLength: Int { versions?.storedLength ?? meta.textLength }

  /// Whether texts that a ``TextReader`` lends stay valid after its next call.
  package var lendsForLong: Bool { !meta.isCompact && versions == nil }

  /// Sizes of all sections, in file order.
  package var sectionSizes: [(name: String, byteCount: Int)] { table.sizes }

  /// Reads the whole file and compares every checksum.
  package func verify() throws(SegmentError) { try table.verify() }

  /// The facts of document `index`, which must be below ``SegmentMeta/documentCount``.
  package func document(_ index: Int) -> DocumentRecord {
    precondition(index >= 0 && index < meta.documentCount, "document number out of range")
    let start = index * DocumentRecord.byteCount
    return DocumentRecord(
      textStart: Int(clamping: SectionTable.load(documents, start, as: UInt64.self)),
      textLength: Int(SectionTable.load(documents, start + 8, as: UInt32.self)),
      lineCount: Int(SectionTable.load(documents, start + 12, as: UInt32.self)),
      firstBlock: SectionTable.load(documents, start + 16, as: UInt32.self),
      language: SectionTable.load(documents, start + 20, as: UInt16.self),
      traits: documents[start + 22],
      standing: documents[start + 23],
      encoding: TextEncoding(rawValue: documents[start + 24]) ?? .utf8,
      skip: SkipReason(rawValue: documents[start + 25]),
      sourceLength: Int(SectionTable.load(documents, start + 28, as: UInt32.self)))
  }

  /// First block of document `index`; for the document count itself, the number of blocks.
  package func firstBlock(ofDocument index: Int) -> UInt32 {
    guard index < meta.documentCount else { return UInt32(meta.blockCount) }
    return SectionTable.load(documents, index * DocumentRecord.byteCount + 16, as: UInt32.self)
  }

  /// The document that holds `block`, searching forward from `hint`, a document at or before it.
  package func document(holdingBlock block: UInt32, from hint: Int = 0) -> Int {
    // Candidates come in ascending order, mostly close together.
    let low = max(hint, 0)
    return (low..<max(low, meta.documentCount)).gallopingFloor { firstBlock(ofDocument: $0) <= block }
  }

  /// Where `block` lies within its document's text.
  package func blockRange(_ block: UInt32, in record: DocumentRecord, nextFirstBlock: UInt32) -> Range<Int> {
    let start = blockStart(block, limit: record.textLength)
    let end = block + 1 < nextFirstBlock ? blockStart(block + 1, limit: record.textLength) : record.textLength
    return start..<max(start, end)
  }

  private func blockStart(_ block: UInt32, limit: Int) -> Int {
    guard Int(block) < meta.blockCount else { return limit }
    return min(Int(SectionTable.load(blockStarts, Int(block) * 4, as: UInt32.self)), limit)
  }

  /// Lines of the document before `block`.
  package func linesBefore(block: UInt32) -> Int {
    guard Int(block) < meta.blockCount else { return 0 }
    return Int(SectionTable.load(blockLines, Int(block) * 4, as: UInt32.self))
  }

  /// The content id of document `index`.
  package func id(ofDocument index: Int) -> ObjectID {
    precondition(index >= 0 && index < meta.documentCount, "document number out of range")
    let slice = UnsafeRawBufferPointer(rebasing: ids[index * meta.idWidth..<(index + 1) * meta.idWidth])
    guard let id = ObjectID(bytes: slice) else { preconditionFailure("id width was checked on opening") }
    return id
  }

  /// The document with content `id`. Ids are hashes, so where one stands among all is guessed well from its first
  /// bytes: 4 look-ups for 80,000 documents, where halving takes 17 and each is a cache miss.
  package func document(withID id: ObjectID) -> Int? {
    guard id.count == meta.idWidth else { return nil }
    let wanted = id.withBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    var low = 0
    var high = meta.documentCount
    // First bytes of the ids before `low` and at `high`, as far as they are known.
    var least: UInt64 = 0
    var most = UInt64.max
    var guesses = 0
    while low < high {
      var middle = (low + high) / 2
      // Ids that are no hashes end in halving.
      if guesses < Self.guessesMax, wanted >= least, wanted <= most, most > least {
        let share = Double(wanted - least) / Double(most - least)
        middle = min(high - 1, low + Int(share * Double(high - low)))
        guesses += 1
      }
      let document = Int(SectionTable.load(idIndex, middle * 4, as: UInt32.self))
      guard document < meta.documentCount else { return nil }
      let found = self.id(ofDocument: document)
      if found == id { return document }
      let first = found.withBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
      if found < id { (low, least) = (middle + 1, first) } else { (high, most) = (middle, first) }
    }
    return nil
  }

  private static let guessesMax = 8
}

extension Segment {
  /// Restores frame `frame` of a compact segment's text into `target`, which has the length of its text.
  func decompress(frame: Int, into target: UnsafeMutableRawBufferPointer) throws(SegmentError) {
    guard let offsets = chunkOffsets, let codec else { throw SegmentError(.missingCodec, file: file) }
    let lower = Int(clamping: SectionTable.load(offsets, frame * 8, as: UInt64.self))
    let upper = Int(clamping: SectionTable.load(offsets, frame * 8 + 8, as: UInt64.self))
    guard lower <= upper, upper <= text.count else {
      throw SegmentError(.damaged(section: "CHNK"), file: file)
    }
    let source = UnsafeRawBufferPointer(rebasing: text[lower..<upper])
    guard codec.decompress(source, target) == target.count else {
      throw SegmentError(.damaged(section: "TEXT"), file: file)
    }
  }
}
