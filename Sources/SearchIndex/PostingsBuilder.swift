/// Turns "the grams of each block" into "the blocks of each gram", in bounded memory.
///
/// Blocks are gathered in runs. A run is a radix sort in two passes, by the high bits of the code while
/// blocks are added and by the low ones when the run is closed, so that both scatter into few enough places
/// to stay in cache: 15 % faster than one pass over all codes, with 50 MB less (linux-6.1, AMD EPYC).
/// A closed run is one byte-coded list per gram; `finish` joins the runs, which follow one another in block
/// order, gram by gram. Nothing is ever sorted by comparison.
final class PostingsBuilder {
  /// Postings gathered before a run is closed: 32 MB.
  static let runPostings = 8 << 20

  /// A run counts its blocks in 16 bits.
  static let runBlocks = 1 << 16

  private struct Run {
    var firstBlock: UInt32
    /// Start of each code's list in `bytes`; `codeCount + 1` entries.
    var offsets: UnsafeMutablePointer<UInt32>
    var bytes: UnsafeMutablePointer<UInt8>
  }

  private var runs: [Run] = []
  private var buckets: PostingBuckets
  private var packer = RunPacker()
  private var firstBlock: UInt32 = 0
  private(set) var blockCount = 0
  private let capacity: Int

  /// - Parameter runPostings: postings per run; tests use small ones.
  init(runPostings: Int = PostingsBuilder.runPostings) {
    capacity = max(runPostings, 1)
    buckets = PostingBuckets(capacity: capacity)
  }

  deinit {
    for run in runs {
      run.offsets.deallocate()
      run.bytes.deallocate()
    }
  }

  /// Adds the next block with its distinct codes.
  func addBlock(_ source: UnsafePointer<UInt32>, count: Int) {
    if buckets.count + count > capacity || blockCount - Int(firstBlock) == Self.runBlocks { closeRun() }
    buckets.append(source, count: count, block: UInt32(blockCount) &- firstBlock)
    blockCount += 1
  }

  private func closeRun() {
    guard blockCount > Int(firstBlock) else { return }
    let offsets = UnsafeMutablePointer<UInt32>.allocate(capacity: GramAlphabet.codeCount + 1)
    let bytes = packer.pack(buckets, offsets: offsets)
    runs.append(Run(firstBlock: firstBlock, offsets: offsets, bytes: bytes))
    firstBlock = UInt32(blockCount)
    buckets.removeAll()
  }

  /// Calls `body` with each code that has postings, ascending, and its blocks. The builder is used up.
  func finish(_ body: (UInt32, UnsafeBufferPointer<UInt32>) throws -> Void) rethrows {
    closeRun()
    // What gathered the postings is not needed any more: the lists that are made now take its place.
    buckets = PostingBuckets(capacity: 0)
    packer = RunPacker()
    let postings = UnsafeMutablePointer<UInt32>.allocate(capacity: blockCount + 1)
    defer { postings.deallocate() }
    for code in 0..<GramAlphabet.codeCount {
      var count = 0
      for run in runs {
        let end = Int(run.offsets[code &+ 1])
        var position = Int(run.offsets[code])
        var block = run.firstBlock
        let bytes = run.bytes
        while position < end {
          var gap = UInt32(bytes[position])
          position &+= 1
          if gap >= 0x80 {
            gap &= 0x7F
            var shift: UInt32 = 7
            var byte: UInt8
            repeat {
              byte = bytes[position]
              position &+= 1
              gap |= UInt32(byte & 0x7F) &<< shift
              shift &+= 7
            } while byte & 0x80 != 0
          }
          block = block &+ gap
          postings[count] = block
          count &+= 1
        }
      }
      if count > 0 { try body(UInt32(code), UnsafeBufferPointer(start: postings, count: count)) }
    }
  }
}
