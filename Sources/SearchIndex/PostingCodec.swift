import Kernels

// The three shapes of a posting list.
//
//   one posting          the block number itself, in the gram table's entry
//   bitmap               (blockCount + 63) / 64 little-endian 64-bit words, for grams in 1/16 of the blocks
//                        or more
//   chunks of deltas     everything between
//
// A list of chunks holds ⌈count / 128⌉ chunks:
//
//   chunk table          per chunk: first block number (u32), offset of its body from the list start (u32)
//   chunk body           width (u8), exceptions (u8), packed gaps, exceptions × { index u8, high bits u24 }
//
// A gap is the difference to the posting before, less one; the first posting of a chunk stands in the table.
// Gaps are packed in `width` bits, low bits first (patched frame of reference). Packed values are read with
// 8-byte loads, so the section ends with `padding` zero bytes.
//
// Source: Zukowski et al., "Super-scalar RAM-CPU cache compression", ICDE 2006, for the patching.

enum PostingCodec {
  static let chunkLength = 128
  static let chunkTableEntry = 8
  static let padding = 16

  /// A list this long or longer is a bitmap.
  ///
  /// Both shapes take the same space at about one block in five. From 1/16 to there a bitmap costs more, in
  /// all 0.9 % of the text of linux-6.1, and is combined ten times faster: nearly every query has such lists.
  static func isBitmap(count: Int, blockCount: Int) -> Bool {
    count > 1 && count * 16 >= blockCount
  }

  static func bitmapByteCount(blockCount: Int) -> Int {
    (blockCount + 63) / 64 * 8
  }

  /// Appends the list of `postings`, ascending and distinct, at least two of them.
  static func encode(
    _ postings: UnsafeBufferPointer<UInt32>, blockCount: Int, into output: inout ByteBuilder
  ) {
    if isBitmap(count: postings.count, blockCount: blockCount) {
      encodeBitmap(postings, blockCount: blockCount, into: &output)
      return
    }
    let start = output.count
    let chunks = (postings.count + chunkLength - 1) / chunkLength
    let table = output.reserve(chunks * chunkTableEntry)
    for chunk in 0..<chunks {
      let lower = chunk * chunkLength
      let upper = min(lower + chunkLength, postings.count)
      output.set(postings[lower], at: table + chunk * chunkTableEntry)
      output.set(UInt32(output.count - start), at: table + chunk * chunkTableEntry + 4)
      encodeChunk(UnsafeBufferPointer(rebasing: postings[lower..<upper]), into: &output)
    }
  }

  private static func encodeBitmap(
    _ postings: UnsafeBufferPointer<UInt32>, blockCount: Int, into output: inout ByteBuilder
  ) {
    let start = output.reserve(bitmapByteCount(blockCount: blockCount))
    output.withBytes(from: start) { bytes in
      for posting in postings {
        let index = Int(posting &>> 3)
        bytes[index] |= UInt8(1) &<< UInt8(posting & 7)
      }
    }
  }

  private static func encodeChunk(_ postings: UnsafeBufferPointer<UInt32>, into output: inout ByteBuilder) {
    let count = postings.count - 1
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunkLength) { gaps in
      for index in 0..<count { gaps[index] = postings[index &+ 1] &- postings[index] &- 1 }
      let chosen = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(gaps)[..<count])
      let (width, exceptions) = bestWidth(chosen)
      let packedBytes = (count * width + 7) / 8
      let start = output.reserve(2 + packedBytes + 4 * exceptions)
      output.withBytes(from: start) { bytes in
        bytes[0] = UInt8(width)
        bytes[1] = UInt8(exceptions)
        pack(chosen, width: width, into: UnsafeMutableRawBufferPointer(rebasing: bytes[2..<2 + packedBytes]))
        guard exceptions > 0 else { return }
        var position = 2 + packedBytes
        for index in 0..<count where chosen[index] &>> UInt32(width) != 0 {
          let patch = UInt32(index) | (chosen[index] &>> UInt32(width)) &<< 8
          bytes.storeBytes(of: patch.littleEndian, toByteOffset: position, as: UInt32.self)
          position += 4
        }
      }
    }
  }

  /// Packs the low `width` bits of each gap, which fill `output` exactly.
  private static func pack(
    _ gaps: UnsafeBufferPointer<UInt32>, width: Int, into output: UnsafeMutableRawBufferPointer
  ) {
    guard width > 0 else { return }
    let mask: UInt64 = (1 &<< UInt64(width)) &- 1
    var pending: UInt64 = 0
    var pendingBits = 0
    var position = 0
    for gap in gaps {
      pending |= (UInt64(gap) & mask) &<< UInt64(pendingBits)
      pendingBits &+= width
      if pendingBits >= 32 {
        output.storeBytes(
          of: UInt32(truncatingIfNeeded: pending).littleEndian, toByteOffset: position, as: UInt32.self)
        position &+= 4
        pending &>>= 32
        pendingBits &-= 32
      }
    }
    while pendingBits > 0 {
      output[position] = UInt8(truncatingIfNeeded: pending)
      position &+= 1
      pending &>>= 8
      pendingBits &-= 8
    }
  }

  /// The width that makes the chunk smallest, counting four bytes an exception, and the exceptions it leaves.
  private static func bestWidth(_ gaps: UnsafeBufferPointer<UInt32>) -> (width: Int, exceptions: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 33) { lengths in
      lengths.initialize(repeating: 0)
      var union: UInt32 = 0
      for gap in gaps {
        lengths[32 &- gap.leadingZeroBitCount] &+= 1
        union |= gap
      }
      let longest = 32 - union.leadingZeroBitCount
      var best = (width: longest, exceptions: 0)
      var bestSize = gaps.count * longest
      var exceptions = 0
      var width = longest
      // An exception keeps 24 high bits, so the width may fall below the longest gap by 24 at most.
      while width > max(0, longest - 24) {
        exceptions &+= Int(lengths[width])
        width &-= 1
        let size = gaps.count * width + exceptions * 32
        if size < bestSize {
          bestSize = size
          best = (width, exceptions)
        }
      }
      return best
    }
  }

  /// Decodes chunk `chunk` of a list of `count` postings into `output` (room for 128).
  ///
  /// Damaged bytes give wrong postings, or nil when the chunk does not lie inside `bytes`; never a trap.
  @inline(__always)
  static func decodeChunk(
    _ chunk: Int, count: Int, bytes: UnsafeRawBufferPointer, into output: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    let length = min(chunkLength, count &- chunk &* chunkLength)
    guard length > 0, let base = bytes.baseAddress, (chunk &+ 1) &* chunkTableEntry <= bytes.count else {
      return nil
    }
    let first = UInt32(
      littleEndian: base.loadUnaligned(fromByteOffset: chunk &* chunkTableEntry, as: UInt32.self))
    let offset = Int(
      UInt32(
        littleEndian: base.loadUnaligned(fromByteOffset: chunk &* chunkTableEntry &+ 4, as: UInt32.self)))
    guard offset &+ 2 &+ padding <= bytes.count else { return nil }
    let width = Int(base.load(fromByteOffset: offset, as: UInt8.self))
    let exceptions = Int(base.load(fromByteOffset: offset &+ 1, as: UInt8.self))
    let gapCount = length &- 1
    let packedBytes = (gapCount &* width &+ 7) &>> 3
    guard width <= 32, offset &+ 2 &+ packedBytes &+ exceptions &* 4 &+ padding <= bytes.count else {
      return nil
    }
    let isWhole = kernel_decode_postings(
      (base + offset + 2).assumingMemoryBound(to: UInt8.self), packedBytes, UInt32(width), exceptions, first,
      gapCount, 0, output)
    return isWhole != 0 ? length : nil
  }
}
