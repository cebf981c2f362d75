/// Where the lines of a growing text begin, by what they hold.
///
/// Lines of a few bytes are left out: they are everywhere, and found as neighbours of longer ones. Memory: 12 to 20
/// bytes a line.
struct LineIndex {
  /// Lines shorter than this, line feed included, are not kept.
  static let shortest = 8

  /// Lines looked at for one: beyond, the text is so repetitive that any will do.
  static let candidatesMax = 8

  private var heads: [Int32]
  private var positions: [UInt32] = []
  private var hashes: [UInt32] = []
  private var older: [Int32] = []

  init() {
    heads = Array(repeating: -1, count: 1 << 10)
  }

  /// Adds the lines of `text` from `start` on, which is where a line begins.
  mutating func add(_ text: UnsafeRawBufferPointer, from start: Int) {
    var position = start
    while position < text.count {
      let end = min(LineFeeds.next(text, from: position) + 1, text.count)
      if end - position >= Self.shortest {
        insert(Self.hash(text, position..<end), position)
      }
      position = end
    }
  }

  private mutating func insert(_ hash: UInt32, _ position: Int) {
    if positions.count == heads.count { grow() }
    let place = Int(hash) & (heads.count - 1)
    older.append(heads[place])
    heads[place] = Int32(truncatingIfNeeded: positions.count)
    positions.append(UInt32(truncatingIfNeeded: position))
    hashes.append(hash)
  }

  private mutating func grow() {
    heads = Array(repeating: -1, count: heads.count * 2)
    for entry in positions.indices {
      let place = Int(hashes[entry]) & (heads.count - 1)
      older[entry] = heads[place]
      heads[place] = Int32(truncatingIfNeeded: entry)
    }
  }

  /// Calls `body` with places of lines that may be the one at `line` of `text`, the newest first.
  func forEach(_ text: UnsafeRawBufferPointer, _ line: Range<Int>, _ body: (Int) -> Void) {
    guard line.count >= Self.shortest else { return }
    let hash = Self.hash(text, line)
    var entry = Int(heads[Int(hash) & (heads.count - 1)])
    var seen = 0
    while entry >= 0, seen < Self.candidatesMax {
      if hashes[entry] == hash {
        body(Int(positions[entry]))
        seen += 1
      }
      entry = Int(older[entry])
    }
  }

  /// Eight bytes at a time; what it gives is only a hint.
  private static func hash(_ text: UnsafeRawBufferPointer, _ line: Range<Int>) -> UInt32 {
    guard let base = text.baseAddress else { return 0 }
    var state = UInt64(line.count) &* 0x9E37_79B9_7F4A_7C15
    var index = line.lowerBound
    while index &+ 8 <= line.upperBound {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      state = (state ^ word) &* 0xC2B2_AE3D_27D4_EB4F
      state ^= state &>> 29
      index &+= 8
    }
    while index < line.upperBound {
      state = (state ^ UInt64(text[index])) &* 0x1656_67B1_9E37_79F9
      index &+= 1
    }
    return UInt32(truncatingIfNeeded: state ^ state &>> 32)
  }
}
