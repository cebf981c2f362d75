import Containers

/// The blocks of any of many posting lists, read span by span.
///
/// A class of characters stands for hundreds of grams. A ``ListCursor`` for each of them would hold a decoded chunk, a
/// megabyte for every segment and thread, and would be asked anew for every window, while most of the lists have a
/// posting in one of many windows. Here all lists are decoded into one bit set, which serves eight windows.
final class ListUnion {
  /// 4 KB of bits.
  private static let spanWords = 8 * BlockCursor.windowWords
  private static let spanBlocks = spanWords * 64

  private let lists: [PostingList]
  private let words: UnsafeMutableBufferPointer<UInt64>
  /// The first block of the span in `words`; before there is one, too low for any block to be in it.
  private var start = Int.min / 2

  /// The blocks of `lists`.
  init(_ lists: [PostingList]) {
    self.lists = lists
    words = .allocate(capacity: Self.spanWords)
  }

  deinit {
    words.deallocate()
  }

  /// Sets the bits of the blocks in the window from `first`, which is a multiple of its size.
  func fill(_ target: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    let span = Int(first) / Self.spanBlocks * Self.spanBlocks
    if span != start { load(span) }
    let offset = (Int(first) - span) / 64
    for index in 0..<min(target.count, Self.spanWords - offset) { target[index] |= words[offset + index] }
  }

  private func load(_ span: Int) {
    start = span
    words.update(repeating: 0)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: PostingCodec.chunkLength) { buffer in
      for list in lists { list.fill(words, from: UInt32(span), through: buffer) }
    }
  }
}

extension PostingList {
  /// Sets the bit of each posting in [`first`, `first` + 64 × `words.count`); `buffer` has room for a chunk.
  fileprivate func fill(
    _ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32,
    through buffer: UnsafeMutableBufferPointer<UInt32>
  ) {
    switch shape {
    case .empty: return
    case .single: set(single, words, from: first)
    case .bitmap: fillFromBitmap(words, from: first)
    case .chunks:
      guard let target = words.baseAddress, let decoded = buffer.baseAddress else { return }
      let bits = UInt32(words.count * 64)
      let chunkCount = (count + PostingCodec.chunkLength - 1) / PostingCodec.chunkLength
      for chunk in (0..<chunkCount).partitionFloor({ firstPosting(ofChunk: $0) <= first })..<chunkCount {
        // A chunk before the span begins lower, one behind it at its end or later.
        let begin = firstPosting(ofChunk: chunk)
        if begin >= first, begin - first >= bits { return }
        // As where chunks are read one by one, a damaged one ends its list.
        guard let length = PostingCodec.decodeChunk(chunk, count: count, bytes: bytes, into: decoded) else { return }
        for index in 0..<length where decoded[index] &- first < bits {
          let offset = Int(decoded[index] &- first)
          target[offset &>> 6] |= UInt64(1) &<< UInt64(offset & 63)
        }
      }
    }
  }

  /// Sets the bit of one posting, if it is in the window.
  func set(_ posting: UInt32, _ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    let offset = Int(posting) - Int(first)
    if offset >= 0, offset < words.count * 64 { words[offset >> 6] |= 1 << UInt64(offset & 63) }
  }

  /// Sets the bits of the postings in the window, for a list that is a bitmap.
  func fillFromBitmap(_ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    guard let base = bytes.baseAddress, let target = words.baseAddress else { return }
    let start = Int(first >> 6)
    let count = min(words.count, bytes.count / 8 - start)
    guard count > 0 else { return }
    let source = base + start * 8
    for index in 0..<count {
      target[index] |= source.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self).littleEndian
    }
  }

  /// What the chunk table says of chunk `chunk`; 0 where it is damaged.
  func firstPosting(ofChunk chunk: Int) -> UInt32 {
    SectionTable.load(bytes, chunk * PostingCodec.chunkTableEntry, as: UInt32.self)
  }
}
