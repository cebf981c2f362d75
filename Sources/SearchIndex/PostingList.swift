import Containers

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

/// Reads one posting list window by window, best in ascending order.
///
/// A window is ``BlockCursor/windowBlocks`` consecutive blocks as a bit set. Combining lists is then a few
/// dozen word operations a window, whatever their shapes.
final class ListCursor {
  private let list: PostingList
  private let buffer: UnsafeMutablePointer<UInt32>
  private var chunk = -1
  /// Blocks at or after this are not in an earlier chunk.
  private var chunkFloor: UInt32 = 0
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

  /// Whether `block` is in the list.
  func contains(_ block: UInt32) -> Bool {
    switch list.shape {
    case .empty: return false
    case .single: return list.single == block
    case .bitmap: return nextInBitmap(block) == block
    case .chunks:
      seek(block)
      return position < length && buffer[position] == block
    }
  }

  /// Whether a window is read by a few dozen word operations, however many postings it holds.
  var isDense: Bool { list.shape != .chunks }

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
    case .single: list.set(list.single, words, from: first)
    case .bitmap: list.fillFromBitmap(words, from: first)
    case .chunks: fillFromChunks(words, from: first)
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
      if index < end || !loadFollowing() { return }
    }
  }

  /// Moves to the first posting at or after `block`, wherever the cursor stands.
  private func seek(_ block: UInt32) {
    if length > 0, block >= chunkFloor {
      if seekInChunk(block) { return }
      // The following chunk is tried first: windows advance in order.
      if chunk + 1 == chunkCount { return }
      if list.firstPosting(ofChunk: chunk + 1) >= block {
        _ = loadFollowing()
        return
      }
    }
    guard loadChunk(chunkHolding(block)) else { return }
    if !seekInChunk(block) { _ = loadFollowing() }
  }

  /// Moves to the first posting of the chunk at or after `block`; to its end, and false, when there is none.
  private func seekInChunk(_ block: UInt32) -> Bool {
    if position < length, buffer[position] >= block, position == 0 || buffer[position - 1] < block {
      return true
    }
    guard buffer[length - 1] >= block else {
      position = length
      return false
    }
    position = (0..<length - 1).partitionPoint { buffer[$0] < block }
    return true
  }

  /// The last chunk whose first posting is at or before `block`, or the first chunk.
  private func chunkHolding(_ block: UInt32) -> Int {
    let isBehind = chunk >= 0 && chunk < chunkCount && list.firstPosting(ofChunk: chunk) <= block
    return ((isBehind ? chunk : 0)..<chunkCount).partitionFloor { list.firstPosting(ofChunk: $0) <= block }
  }

  /// Goes on to the next chunk; false when this is the last or the next is damaged.
  private func loadFollowing() -> Bool {
    guard chunk + 1 < chunkCount, length > 0 else { return false }
    let floor = buffer[length - 1] &+ 1
    guard loadChunk(chunk + 1) else { return false }
    chunkFloor = floor
    return true
  }

  /// Decodes a chunk and stands at its first posting; false when it is damaged.
  private func loadChunk(_ index: Int) -> Bool {
    chunk = index
    position = 0
    length = PostingCodec.decodeChunk(index, count: list.count, bytes: list.bytes, into: buffer) ?? 0
    guard length > 0 else { return false }
    chunkFloor = index == 0 ? 0 : buffer[0]
    return true
  }
}
