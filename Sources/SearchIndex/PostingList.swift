/// One gram's posting list, as it lies in the mapped file.
struct PostingList {
  enum Shape { case empty, single, bitmap, chunks }

  let shape: Shape
  let count: Int
  let single: UInt32
  let bytes: UnsafeRawBufferPointer
  let blockCount: Int

  static var empty: PostingList {
    PostingList(
      shape: .empty, count: 0, single: 0, bytes: UnsafeRawBufferPointer(start: nil, count: 0), blockCount: 0)
  }

  private init(shape: Shape, count: Int, single: UInt32, bytes: UnsafeRawBufferPointer, blockCount: Int) {
    self.shape = shape
    self.count = count
    self.single = single
    self.bytes = bytes
    self.blockCount = blockCount
  }

  init(single: UInt32) {
    self.init(
      shape: .single, count: 1, single: single, bytes: UnsafeRawBufferPointer(start: nil, count: 0),
      blockCount: 0)
  }

  init(bitmap: UnsafeRawBufferPointer, count: Int, blockCount: Int) {
    self.init(shape: .bitmap, count: count, single: 0, bytes: bitmap, blockCount: blockCount)
  }

  init(chunks: UnsafeRawBufferPointer, count: Int) {
    self.init(shape: .chunks, count: count, single: 0, bytes: chunks, blockCount: 0)
  }
}

/// Reads one posting list forward, window by window.
///
/// A window is ``BlockCursor/windowBlocks`` consecutive blocks as a bit set. Combining lists is then a few
/// dozen word operations a window, whatever their shapes.
final class ListCursor {
  private let list: PostingList
  private let buffer: UnsafeMutablePointer<UInt32>
  private var chunk = -1
  private var length = 0
  private var position = 0
  private let chunkCount: Int

  init(_ list: PostingList) {
    self.list = list
    chunkCount =
      list.shape == .chunks ? (list.count + PostingCodec.chunkLength - 1) / PostingCodec.chunkLength : 0
    buffer = .allocate(capacity: list.shape == .chunks ? PostingCodec.chunkLength : 1)
  }

  deinit {
    buffer.deallocate()
  }

  var count: Int { list.count }

  /// The first posting at or after `block`, or `UInt32.max`.
  func next(atOrAfter block: UInt32) -> UInt32 {
    switch list.shape {
    case .empty: return .max
    case .single: return list.single >= block ? list.single : .max
    case .bitmap: return nextInBitmap(block)
    case .chunks:
      seek(block)
      return position < length ? buffer[position] : .max
    }
  }

  private func nextInBitmap(_ block: UInt32) -> UInt32 {
    guard let base = list.bytes.baseAddress, Int(block) < list.blockCount else { return .max }
    var index = Int(block >> 6)
    let words = list.bytes.count / 8
    var word = base.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self).littleEndian
    word &= ~0 << UInt64(block & 63)
    while word == 0 {
      index += 1
      if index >= words { return .max }
      word = base.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self).littleEndian
    }
    return UInt32(index * 64 + word.trailingZeroBitCount)
  }

  /// Sets the bit of each posting in [`first`, `first` + 64 × `words.count`).
  func fill(_ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    switch list.shape {
    case .empty: return
    case .single:
      let offset = Int(list.single) - Int(first)
      if offset >= 0, offset < words.count * 64 { words[offset >> 6] |= 1 << UInt64(offset & 63) }
    case .bitmap: fillFromBitmap(words, from: first)
    case .chunks: fillFromChunks(words, from: first)
    }
  }

  private func fillFromBitmap(_ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    guard let base = list.bytes.baseAddress, let target = words.baseAddress else { return }
    let start = Int(first >> 6)
    let count = min(words.count, list.bytes.count / 8 - start)
    guard count > 0 else { return }
    let source = base + start * 8
    for index in 0..<count {
      target[index] |= source.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self).littleEndian
    }
  }

  private func fillFromChunks(_ words: UnsafeMutableBufferPointer<UInt64>, from first: UInt32) {
    guard let target = words.baseAddress else { return }
    seek(first)
    let bits = UInt32(words.count * 64)
    let buffer = self.buffer
    while true {
      var index = position
      let end = length
      // The difference wraps for a posting before `first`, as a damaged list may have: never written.
      while index < end, buffer[index] &- first < bits {
        let offset = Int(buffer[index] &- first)
        target[offset &>> 6] |= UInt64(1) &<< UInt64(offset & 63)
        index &+= 1
      }
      position = index
      if index < end || !loadChunk(chunk + 1) { return }
    }
  }

  /// Moves to the first posting at or after `block`.
  private func seek(_ block: UInt32) {
    if chunk >= 0, position < length, buffer[position] >= block, position == 0 || buffer[position - 1] < block {
      return
    }
    let wanted = chunkHolding(block)
    if wanted != chunk, !loadChunk(wanted) { return }
    var index = chunk == wanted && position < length && buffer[position] < block ? position : 0
    while index < length, buffer[index] < block { index &+= 1 }
    position = index
    if index == length, loadChunk(chunk + 1) { position = 0 }
  }

  /// The last chunk whose first posting is at or before `block`, found from the current one onwards.
  private func chunkHolding(_ block: UInt32) -> Int {
    var low = min(max(chunk, 0), chunkCount - 1)
    if firstPosting(low) > block { low = 0 }
    var high = chunkCount
    // The next few chunks are tried first: windows advance in order.
    if low + 1 < chunkCount, firstPosting(low + 1) > block { return low }
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstPosting(middle) <= block { low = middle } else { high = middle }
    }
    return low
  }

  private func firstPosting(_ chunk: Int) -> UInt32 {
    SectionTable.load(list.bytes, chunk * PostingCodec.chunkTableEntry, as: UInt32.self)
  }

  /// Decodes a chunk and stands before its first posting; false at the end or when it is damaged.
  private func loadChunk(_ index: Int) -> Bool {
    guard index < chunkCount,
      let decoded = PostingCodec.decodeChunk(index, count: list.count, bytes: list.bytes, into: buffer)
    else {
      length = 0
      position = 0
      chunk = chunkCount
      return false
    }
    chunk = index
    length = decoded
    position = 0
    return true
  }
}
