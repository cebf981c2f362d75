import Containers

/// How the documents of an open segment share text; the sections are drawn in `SegmentFormat.swift`.
///
/// Blocks are those of documents, slots those of posting lists. A family has a range of each, and both ascend.
struct VersionMap: @unchecked Sendable {
  // Sendable although it holds pointers: see ``SectionTable``.
  private let families: UnsafeRawBufferPointer
  private let blockVariants: UnsafeRawBufferPointer
  private let variants: UnsafeRawBufferPointer
  private let pieces: UnsafeRawBufferPointer

  /// Families, which is one less than there are entries.
  let count: Int
  /// Bytes of text that are stored, before compression.
  let storedLength: Int
  let slotCount: Int

  static let familyLength = 24
  static let variantLength = 8
  static let pieceLength = 8

  /// - Throws: ``SegmentError`` when families are out of order or lengths do not fit.
  init(_ table: SectionTable, blockCount: Int) throws(SegmentError) {
    func damaged(_ tag: SectionTag) -> SegmentError {
      SegmentError(.damaged(section: tag.name), file: table.file)
    }
    families = try table.section(.families)
    guard families.count >= Self.familyLength, families.count % Self.familyLength == 0 else {
      throw damaged(.families)
    }
    count = families.count / Self.familyLength - 1
    let last = count * Self.familyLength
    storedLength = Int(clamping: SectionTable.load(families, last, as: UInt64.self))
    slotCount = Int(SectionTable.load(families, last + 12, as: UInt32.self))
    let variantCount = Int(SectionTable.load(families, last + 16, as: UInt32.self))
    guard SectionTable.load(families, last + 8, as: UInt32.self) == UInt32(blockCount),
      storedLength <= SegmentFormat.textLimit, slotCount < SegmentFormat.countLimit
    else { throw damaged(.families) }
    blockVariants = try table.section(.blockVariants, count: blockCount, width: 4)
    variants = try table.section(.variants, count: variantCount + 1, width: Self.variantLength)
    pieces = try table.section(.pieces)
    guard pieces.count % Self.pieceLength == 0 else { throw damaged(.pieces) }
    guard areOrdered() else { throw damaged(.families) }
  }

  private func areOrdered() -> Bool {
    var before = (text: 0, block: 0, slot: 0, variant: 0)
    for family in 0...count {
      let next = (
        text: textStart(family), block: firstBlock(family), slot: firstSlot(family),
        variant: firstVariant(family)
      )
      if family == 0 {
        guard next == (0, 0, 0, 0) || count == 0 else { return false }
      } else {
        guard next.text >= before.text, next.block > before.block, next.slot > before.slot,
          next.variant > before.variant, next.text - before.text <= Int(UInt32.max)
        else { return false }
      }
      before = next
    }
    return true
  }

  /// Where the stored text of `family` begins; of the family behind the last, where all ends.
  func textStart(_ family: Int) -> Int {
    Int(clamping: SectionTable.load(families, family * Self.familyLength, as: UInt64.self))
  }

  func firstBlock(_ family: Int) -> Int {
    Int(SectionTable.load(families, family * Self.familyLength + 8, as: UInt32.self))
  }

  func firstSlot(_ family: Int) -> Int {
    Int(SectionTable.load(families, family * Self.familyLength + 12, as: UInt32.self))
  }

  private func firstVariant(_ family: Int) -> Int {
    Int(SectionTable.load(families, family * Self.familyLength + 16, as: UInt32.self))
  }

  /// The family that has `block`, which must be a block of the segment.
  func family(holdingBlock block: Int) -> Int {
    (0..<count).partitionFloor { firstBlock($0) <= block }
  }

  /// The family that has `slot`, which must be a slot of the segment.
  func family(holdingSlot slot: Int) -> Int {
    (0..<count).partitionFloor { firstSlot($0) <= slot }
  }

  /// The variant that `block` of `family` is, always one of the family.
  @inline(__always)
  private func variant(_ block: Int, _ family: Int) -> Int {
    let first = firstVariant(family)
    let own = Int(SectionTable.load(blockVariants, block * 4, as: UInt32.self))
    return min(first + own, firstVariant(family + 1) - 1)
  }

  /// Calls `body` with each of `blocks`, all of them of `family`, and the slot in which it stands, always one of the
  /// family's. Cost: two nanoseconds a block.
  @inline(__always)
  func forEachSlot(of blocks: Range<Int>, _ family: Int, _ body: (_ block: Int, _ slot: Int) -> Void) {
    let first = firstVariant(family)
    let last = firstVariant(family + 1) &- 1
    let slots = firstSlot(family)..<firstSlot(family + 1)
    for block in blocks {
      let own = Int(SectionTable.load(blockVariants, block &* 4, as: UInt32.self))
      let entry = min(first &+ own, last) &* Self.variantLength
      let slot = slots.lowerBound &+ Int(SectionTable.load(variants, entry, as: UInt32.self))
      body(block, min(slot, slots.upperBound &- 1))
    }
  }

  /// Calls `body` with the parts of the stored text that make up `block` of `family`, in order, until it returns false.
  /// Ends with false then, and when one does not lie in the family's text.
  func forEachPiece(ofBlock block: Int, _ family: Int, _ body: (Range<Int>) -> Bool) -> Bool {
    let entry = variant(block, family) * Self.variantLength
    let lower = Int(SectionTable.load(variants, entry + 4, as: UInt32.self))
    let upper = Int(SectionTable.load(variants, entry + Self.variantLength + 4, as: UInt32.self))
    guard lower <= upper, upper <= pieces.count / Self.pieceLength else { return false }
    let start = textStart(family)
    let end = textStart(family + 1)
    for piece in lower..<upper {
      let source = start + Int(SectionTable.load(pieces, piece * Self.pieceLength, as: UInt32.self))
      let length = Int(SectionTable.load(pieces, piece * Self.pieceLength + 4, as: UInt32.self))
      guard length <= end, source <= end - length, body(source..<source + length) else { return false }
    }
    return true
  }
}
