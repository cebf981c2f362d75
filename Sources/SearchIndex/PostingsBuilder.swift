/// Turns "the grams of each block" into "the blocks of each gram", in bounded memory.
///
/// Blocks are gathered in runs. A full run is transposed by a counting sort and kept as one byte-coded list
/// per gram; `finish` joins the runs, which follow one another in block order, gram by gram. Nothing is ever
/// sorted by comparison.
final class PostingsBuilder {
  /// Postings gathered before a run is transposed: 64 MB of codes, and as much again while sorting.
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
  private let codes: UnsafeMutablePointer<UInt32>
  private let sorted: UnsafeMutablePointer<UInt16>
  private let starts: UnsafeMutablePointer<UInt32>
  private var codeCount = 0
  /// End of each block's codes within `codes`.
  private var blockEnds: [Int] = []
  private var firstBlock: UInt32 = 0
  private(set) var blockCount = 0
  private let capacity: Int

  /// - Parameter runPostings: postings per run; tests use small ones.
  init(runPostings: Int = PostingsBuilder.runPostings) {
    capacity = max(runPostings, 1) + GramAlphabet.codeCount + 1
    codes = .allocate(capacity: capacity)
    sorted = .allocate(capacity: capacity)
    starts = .allocate(capacity: GramAlphabet.codeCount + 1)
  }

  deinit {
    codes.deallocate()
    sorted.deallocate()
    starts.deallocate()
    for run in runs {
      run.offsets.deallocate()
      run.bytes.deallocate()
    }
  }

  /// Adds the next block with its distinct codes.
  func addBlock(_ source: UnsafePointer<UInt32>, count: Int) {
    (codes + codeCount).update(from: source, count: count)
    codeCount += count
    blockEnds.append(codeCount)
    blockCount += 1
    if codeCount + GramAlphabet.codeCount >= capacity || blockEnds.count == Self.runBlocks { closeRun() }
  }

  private func closeRun() {
    guard !blockEnds.isEmpty else { return }
    transpose()
    runs.append(packRun())
    firstBlock = UInt32(blockCount)
    codeCount = 0
    blockEnds.removeAll(keepingCapacity: true)
  }

  /// Counting sort of (code, block) by code; afterwards `starts[c]` is the end of c's blocks in `sorted`.
  private func transpose() {
    let codes = self.codes
    let sorted = self.sorted
    let starts = self.starts
    starts.update(repeating: 0, count: GramAlphabet.codeCount + 1)
    for index in 0..<codeCount { starts[Int(codes[index]) &+ 1] &+= 1 }
    for code in 0..<GramAlphabet.codeCount { starts[code &+ 1] &+= starts[code] }
    var index = 0
    for (block, end) in blockEnds.enumerated() {
      let value = UInt16(truncatingIfNeeded: block)
      while index < end {
        let code = Int(codes[index])
        let slot = starts[code]
        sorted[Int(slot)] = value
        starts[code] = slot &+ 1
        index &+= 1
      }
    }
  }

  /// Codes each list as gaps in one to three bytes, seven bits each.
  private func packRun() -> Run {
    let offsets = UnsafeMutablePointer<UInt32>.allocate(capacity: GramAlphabet.codeCount + 1)
    // A gap below 65,536 takes three bytes at most.
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: codeCount * 3 + 1)
    defer { scratch.deallocate() }
    var position = 0
    var index = 0
    for code in 0..<GramAlphabet.codeCount {
      offsets[code] = UInt32(position)
      let end = Int(starts[code])
      var previous: UInt32 = 0
      while index < end {
        let block = UInt32(sorted[index])
        var gap = block &- previous
        previous = block
        while gap >= 0x80 {
          scratch[position] = UInt8(truncatingIfNeeded: gap) | 0x80
          position &+= 1
          gap &>>= 7
        }
        scratch[position] = UInt8(truncatingIfNeeded: gap)
        position &+= 1
        index &+= 1
      }
    }
    offsets[GramAlphabet.codeCount] = UInt32(position)
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(position, 1))
    bytes.update(from: scratch, count: position)
    return Run(firstBlock: firstBlock, offsets: offsets, bytes: bytes)
  }

  /// Calls `body` with each code that has postings, ascending, and its blocks. The builder is used up.
  func finish(_ body: (UInt32, UnsafeBufferPointer<UInt32>) throws -> Void) rethrows {
    closeRun()
    let postings = UnsafeMutablePointer<UInt32>.allocate(capacity: blockCount + 1)
    defer { postings.deallocate() }
    for code in 0..<GramAlphabet.codeCount {
      var count = 0
      for run in runs {
        let end = Int(run.offsets[code &+ 1])
        var position = Int(run.offsets[code])
        var block = run.firstBlock
        while position < end {
          var byte = run.bytes[position]
          position &+= 1
          var gap = UInt32(byte & 0x7F)
          var shift: UInt32 = 7
          while byte & 0x80 != 0 {
            byte = run.bytes[position]
            position &+= 1
            gap |= UInt32(byte & 0x7F) &<< shift
            shift &+= 7
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
