/// The postings of one run, in buckets of 1,024 neighbouring codes.
///
/// A bucket is a chain of pieces of one pool, so that no bucket's size need be known beforehand.
struct PostingBuckets: ~Copyable {
  static let lowBits: UInt32 = 10
  static let lowMask: UInt32 = (1 << lowBits) - 1
  static let bucketCount = (GramAlphabet.codeCount - 1) >> Int(lowBits) + 1
  static let pieceBits = 10
  static let pieceLength = 1 << pieceBits

  private(set) var count = 0
  private var pieceCount = 1
  /// Postings: low bits of the code above 16 bits of block number.
  private let pool: UnsafeMutablePointer<UInt32>
  /// The piece after each piece of a bucket.
  private let following: UnsafeMutablePointer<UInt32>
  private let firstPieces: UnsafeMutablePointer<UInt32>
  /// Where in the pool each bucket goes on; at a multiple of the piece length it needs a new piece.
  private let ends: UnsafeMutablePointer<UInt32>

  /// Room for `capacity` postings, or for one block with more.
  init(capacity: Int) {
    // Every bucket may have begun a piece, and piece 0 is nobody's.
    let least = capacity == 0 ? 0 : GramAlphabet.codeCount
    let pieces = max(capacity, least) / Self.pieceLength + Self.bucketCount + 1
    pool = .allocate(capacity: capacity == 0 ? 0 : pieces * Self.pieceLength)
    following = .allocate(capacity: pieces)
    firstPieces = .allocate(capacity: Self.bucketCount)
    ends = .allocate(capacity: Self.bucketCount)
    removeAll()
  }

  deinit {
    pool.deallocate()
    following.deallocate()
    firstPieces.deallocate()
    ends.deallocate()
  }

  mutating func removeAll() {
    count = 0
    pieceCount = 1
    firstPieces.update(repeating: 0, count: Self.bucketCount)
    ends.update(repeating: 0, count: Self.bucketCount)
  }

  mutating func append(_ codes: UnsafePointer<UInt32>, count more: Int, block: UInt32) {
    let pool = self.pool
    let ends = self.ends
    for index in 0..<more {
      let code = codes[index]
      let bucket = Int(code &>> Self.lowBits)
      var end = ends[bucket]
      if Int(end) & (Self.pieceLength &- 1) == 0 { end = startPiece(bucket, after: end) }
      pool[Int(end)] = (code & Self.lowMask) &<< 16 | block
      ends[bucket] = end &+ 1
    }
    count += more
  }

  private mutating func startPiece(_ bucket: Int, after end: UInt32) -> UInt32 {
    let piece = UInt32(pieceCount)
    pieceCount += 1
    if end == 0 {
      firstPieces[bucket] = piece
    } else {
      following[Int((end &- 1) &>> UInt32(Self.pieceBits))] = piece
    }
    return piece &<< UInt32(Self.pieceBits)
  }

  /// Calls `body` with the pieces of a bucket, in the order in which they were filled.
  borrowing func forEachPiece(_ bucket: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    let end = Int(ends[bucket])
    guard end > 0 else { return }
    let last = (end &- 1) &>> Self.pieceBits
    var piece = Int(firstPieces[bucket])
    while true {
      let start = piece &<< Self.pieceBits
      let length = piece == last ? end &- start : Self.pieceLength
      body(UnsafeBufferPointer(start: pool + start, count: length))
      if piece == last { return }
      piece = Int(following[piece])
    }
  }
}
