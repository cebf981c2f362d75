/// Sorts the buckets of a run and codes each gram's blocks as gaps in one to three bytes, seven bits each.
struct RunPacker: ~Copyable {
  private static let lowCount = 1 << Int(PostingBuckets.lowBits)

  private var bytes: UnsafeMutablePointer<UInt8> = .allocate(capacity: 1)
  private var byteCapacity = 1
  private var blocks: UnsafeMutablePointer<UInt16> = .allocate(capacity: 1)
  private var blockCapacity = 1
  private let starts: UnsafeMutablePointer<UInt32> = .allocate(capacity: lowCount + 1)

  init() {}

  deinit {
    bytes.deallocate()
    blocks.deallocate()
    starts.deallocate()
  }

  /// The coded lists, in a new allocation; `offsets` receives the start of each, and their end.
  mutating func pack(
    _ buckets: borrowing PostingBuckets, offsets: UnsafeMutablePointer<UInt32>
  ) -> UnsafeMutablePointer<UInt8> {
    var position = 0
    for bucket in 0..<PostingBuckets.bucketCount {
      let total = count(buckets, bucket)
      reserve(position, total)
      scatter(buckets, bucket)
      position = code(bucket, from: position, offsets)
    }
    offsets[GramAlphabet.codeCount] = UInt32(position)
    let packed = UnsafeMutablePointer<UInt8>.allocate(capacity: max(position, 1))
    packed.update(from: bytes, count: position)
    return packed
  }

  /// Postings of the bucket; afterwards `starts[c]` is the first of code c among them.
  private func count(_ buckets: borrowing PostingBuckets, _ bucket: Int) -> Int {
    let starts = self.starts
    starts.update(repeating: 0, count: Self.lowCount + 1)
    buckets.forEachPiece(bucket) { piece in
      for posting in piece { starts[Int(posting &>> 16) &+ 1] &+= 1 }
    }
    for code in 0..<Self.lowCount { starts[code &+ 1] &+= starts[code] }
    return Int(starts[Self.lowCount])
  }

  /// Counting sort; afterwards `starts[c]` is the end of code c's blocks.
  private func scatter(_ buckets: borrowing PostingBuckets, _ bucket: Int) {
    let starts = self.starts
    let blocks = self.blocks
    buckets.forEachPiece(bucket) { piece in
      for posting in piece {
        let code = Int(posting &>> 16)
        let slot = starts[code]
        blocks[Int(slot)] = UInt16(truncatingIfNeeded: posting)
        starts[code] = slot &+ 1
      }
    }
  }

  private func code(_ bucket: Int, from start: Int, _ offsets: UnsafeMutablePointer<UInt32>) -> Int {
    let bytes = self.bytes
    let blocks = self.blocks
    let firstCode = bucket &<< Int(PostingBuckets.lowBits)
    var position = start
    var index = 0
    for low in 0..<min(Self.lowCount, GramAlphabet.codeCount &- firstCode) {
      offsets[firstCode &+ low] = UInt32(position)
      let end = Int(starts[low])
      var previous: UInt32 = 0
      while index < end {
        let block = UInt32(blocks[index])
        var gap = block &- previous
        previous = block
        while gap >= 0x80 {
          bytes[position] = UInt8(truncatingIfNeeded: gap) | 0x80
          position &+= 1
          gap &>>= 7
        }
        bytes[position] = UInt8(truncatingIfNeeded: gap)
        position &+= 1
        index &+= 1
      }
    }
    return position
  }

  /// A gap below 65,536 takes three bytes at most.
  private mutating func reserve(_ used: Int, _ count: Int) {
    if count > blockCapacity {
      blocks.deallocate()
      blockCapacity = count * 2
      blocks = .allocate(capacity: blockCapacity)
    }
    if used + 3 * count > byteCapacity {
      let grown = max(byteCapacity * 2, used + 3 * count)
      let target = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
      target.update(from: bytes, count: used)
      bytes.deallocate()
      bytes = target
      byteCapacity = grown
    }
  }
}
