import Containers

/// The versions of one file while a segment is built: text they share is stored and indexed once.
///
/// *Stored text* is the first version and, behind it, the lines that each further one brought. A version is cut into
/// blocks where the first one was. A block with a content that no version had before is a new *variant*: pieces of the
/// stored text. Variants of the same stretch of the file share a *slot*, which is what posting lists count: it has the
/// grams of all its variants, so that a changed line adds its own grams and no more.
final class VersionFamily {
  /// A number that posting lists know, and the text whose grams it has.
  struct Slot {
    /// What the slot began as.
    var base: Range<Int>
    /// Lines of other variants, or from elsewhere in the file.
    var others: [Range<Int>] = []
    var otherBytes = 0
    /// The slot that took over, when this one had too many lines to tell anything.
    var successor: Int?
  }

  struct Variant {
    var slot: Int
    /// Where the bytes are in the stored text, in order.
    var pieces: [Range<Int>]
  }

  /// A block of a version.
  struct Block {
    var variant: Int
    var start: Int
    var linesBefore: Int
  }

  /// Stored text of one family at most; further versions begin a new one.
  static let textLimit = 64 << 20

  /// New lines longer than this together are blocks of their own.
  static let newRun = SegmentFormat.blockLength / 2

  /// Lines of another slot longer than this together begin a block.
  static let foreignRun = 256

  /// Text of one block at most, but for its last piece.
  static let blockLimit = 4 * SegmentFormat.blockLength

  /// Lines a slot takes besides its base.
  static let otherBytesMax = 2 * SegmentFormat.blockLength

  private(set) var text = ByteBuilder(capacity: 64 << 10)
  private(set) var slots: [Slot] = []
  private(set) var variants: [Variant] = []
  private var index = LineIndex()
  /// Stretches of the stored text in order, and the slot in which each stood first.
  private var regionStarts: [Int] = []
  private var regionSlots: [Int] = []
  /// Variants by checksum; equal ones are compared.
  private var known: [UInt64: [Int]] = [:]

  // The block that is being put together.
  private var slot: Int?
  private var pieces: [Range<Int>] = []
  private var length = 0
  private var blocks: [Block] = []
  private var start = 0
  private var lines = 0

  /// Whether `version` would make this family too large.
  func isFull(for version: Int) -> Bool { text.count + version + 1 > Self.textLimit }

  /// Takes in a version that is not empty; its blocks, and the lines it has.
  func add(_ version: UnsafeRawBufferPointer) -> (blocks: [Block], lineCount: Int) {
    blocks = []
    (start, lines) = (0, 0)
    let before = text.count
    for piece in VersionMatcher.pieces(of: version, in: text.bytes, index) {
      if piece.isNew {
        place(new: piece, version)
      } else {
        place(piece.source..<piece.source + piece.length, version)
      }
    }
    close(version)
    index.add(text.bytes, from: before)
    return (blocks, version.last == 0x0A ? lines : lines + 1)
  }

  // MARK: Blocks

  private func place(new piece: VersionPiece, _ version: UnsafeRawBufferPointer) {
    let bytes = UnsafeRawBufferPointer(rebasing: version[piece.source..<piece.source + piece.length])
    let source = text.count
    text.append(bytes)
    // Lines of different versions must not run together.
    if bytes.last != 0x0A { text.append(UInt8(0x0A)) }
    guard piece.length > Self.newRun else {
      if length + piece.length > Self.blockLimit { close(version) }
      return append(source..<source + piece.length)
    }
    close(version)
    var from = 0
    while from < bytes.count {
      let end = SegmentBuilder.blockEnd(bytes, from: from)
      append(source + from..<source + end)
      close(version)
      from = end
    }
  }

  /// Lines of versions before, which may be of several slots.
  private func place(_ source: Range<Int>, _ version: UnsafeRawBufferPointer) {
    var region = region(holding: source.lowerBound)
    var from = source.lowerBound
    while from < source.upperBound {
      let end = min(
        source.upperBound, region + 1 < regionStarts.count ? regionStarts[region + 1] : source.upperBound)
      var owner = regionSlots[region]
      while let successor = slots[owner].successor { owner = successor }
      let isOther = slot != nil && slot != owner
      if isOther && end - from >= Self.foreignRun || length + end - from > Self.blockLimit { close(version) }
      if slot == nil { slot = owner }
      append(from..<end)
      from = end
      region += 1
    }
  }

  private func append(_ range: Range<Int>) {
    length += range.count
    if let last = pieces.last, last.upperBound == range.lowerBound {
      pieces[pieces.count - 1] = last.lowerBound..<range.upperBound
    } else {
      pieces.append(range)
    }
  }

  private func region(holding position: Int) -> Int {
    regionStarts.indices.partitionFloor { regionStarts[$0] <= position }
  }

  /// Ends the block, which is the next `length` bytes of `version`.
  private func close(_ version: UnsafeRawBufferPointer) {
    guard length > 0 else { return }
    let bytes = UnsafeRawBufferPointer(rebasing: version[start..<start + length])
    let hash = Checksum.of(bytes)
    let variant = known[hash]?.first { isSame(bytes, variants[$0]) } ?? newVariant(hash)
    claim(for: variants[variant].slot)
    blocks.append(Block(variant: variant, start: start, linesBefore: lines))
    lines += LineFeeds.count(bytes)
    start += length
    (slot, pieces, length) = (nil, [], 0)
  }

  /// The block's new lines are first seen in `slot`.
  private func claim(for slot: Int) {
    for piece in pieces {
      let known = regionEnd
      guard piece.upperBound > known else { continue }
      regionStarts.append(max(piece.lowerBound, known))
      regionSlots.append(slot)
      // What was added to end a line belongs to it.
      regionEnd = piece.upperBound + (text.bytes[piece.upperBound - 1] == 0x0A ? 0 : 1)
    }
  }

  /// How much of the stored text has a slot.
  private var regionEnd = 0

  private func isSame(_ bytes: UnsafeRawBufferPointer, _ variant: Variant) -> Bool {
    var offset = 0
    for piece in variant.pieces {
      guard offset + piece.count <= bytes.count,
        VersionMatcher.commonLength(bytes, offset, text.bytes, piece.lowerBound) >= piece.count
      else { return false }
      offset += piece.count
    }
    return offset == bytes.count
  }

  private func newVariant(_ hash: UInt64) -> Int {
    var chosen = slot ?? newSlot()
    var missing = missing(in: chosen)
    let bytes = missing.reduce(0) { $0 + $1.count }
    if slot != nil, bytes > 0, slots[chosen].otherBytes + bytes > Self.otherBytesMax {
      slots.append(Slot(base: slots[chosen].base))
      slots[chosen].successor = slots.count - 1
      chosen = slots.count - 1
      missing = self.missing(in: chosen)
    }
    for range in missing {
      slots[chosen].others.append(range)
      slots[chosen].otherBytes += range.count
    }
    variants.append(Variant(slot: chosen, pieces: pieces))
    known[hash, default: []].append(variants.count - 1)
    return variants.count - 1
  }

  private func newSlot() -> Int {
    slots.append(Slot(base: pieces.count == 1 ? pieces[0] : 0..<0))
    return slots.count - 1
  }

  /// Lines of the block whose grams `slot` does not have.
  private func missing(in slot: Int) -> [Range<Int>] {
    let base = slots[slot].base
    var missing: [Range<Int>] = []
    for piece in pieces {
      var from = piece.lowerBound
      var region = region(holding: from)
      while from < piece.upperBound {
        guard from < regionEnd else {
          if !base.contains(from) { missing.append(from..<piece.upperBound) }
          break
        }
        let next = region + 1 < regionStarts.count ? regionStarts[region + 1] : regionEnd
        let end = min(piece.upperBound, max(next, from + 1))
        let isThere =
          regionSlots[region] == slot || base.lowerBound <= from && end <= base.upperBound
          || slots[slot].others.contains(from..<end)
        if !isThere { missing.append(from..<end) }
        from = end
        region += 1
      }
    }
    return missing
  }
}
