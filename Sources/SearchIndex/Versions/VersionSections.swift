/// The sections that say how documents share text, while a segment is built.
final class VersionSections {
  private var families = ByteBuilder()
  private var blockVariants = ByteBuilder()
  private var variants = ByteBuilder()
  private var pieces = ByteBuilder()
  private var variantCount = 0
  /// Blocks of the open family, where it is one document.
  private var aloneCount = 0

  /// Begins a family whose stored text, first block and first slot are these.
  func begin(textStart: Int, firstBlock: Int, firstSlot: Int) {
    families.append(UInt64(textStart))
    families.append(UInt32(firstBlock))
    families.append(UInt32(firstSlot))
    families.append(UInt32(variantCount))
    families.append(UInt32(0))
    aloneCount = 0
  }

  /// The next block of the open family is its `variant`.
  func addBlock(variant: Int) { blockVariants.append(UInt32(variant)) }

  /// The next block, variant and slot of the open family, a document without other versions, is `range` of its text.
  func addAlone(_ range: Range<Int>) {
    addBlock(variant: aloneCount)
    addVariant(slot: aloneCount, pieces: [range])
    aloneCount += 1
  }

  /// The next variant of the open family stands in its `slot` and is made of `ranges` of its stored text.
  func addVariant(slot: Int, pieces ranges: [Range<Int>]) {
    variants.append(UInt32(slot))
    variants.append(UInt32(pieces.count / VersionMap.pieceLength))
    variantCount += 1
    for range in ranges {
      pieces.append(UInt32(range.lowerBound))
      pieces.append(UInt32(range.count))
    }
  }

  /// Ends the last family and lends the sections in the order of the file.
  func finish(
    textLength: Int, blockCount: Int, slotCount: Int,
    _ body: (SectionTag, UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    begin(textStart: textLength, firstBlock: blockCount, firstSlot: slotCount)
    variants.append(UInt32(0))
    variants.append(UInt32(pieces.count / VersionMap.pieceLength))
    try body(.families, families.bytes)
    try body(.blockVariants, blockVariants.bytes)
    try body(.variants, variants.bytes)
    try body(.pieces, pieces.bytes)
  }
}
