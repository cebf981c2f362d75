import Containers

/// Declarations of one outline, at most: what is longer is data.
package let outlineItemMax = 5_000

/// How deep declarations stand inside of each other, at most.
package let outlineDepthMax = 32

/// Bytes of a signature, at most.
package let outlineSignatureMax = 200

/// Declarations as they are found, by byte offset; lines are counted once at the end.
struct OutlineList {
  struct Entry {
    var kind: String
    var name: Range<Int>
    var start: Int
    var signatureEnd: Int
    var end: Int
    var depth: Int
    /// What the name belongs to, where that stands elsewhere than before it.
    var qualifier: Range<Int>?
  }

  let base: UnsafePointer<UInt8>
  let count: Int
  private(set) var entries: [Entry] = []
  /// Whether there were more than the limit.
  private(set) var isCut = false
  private let limit: Int

  init(_ base: UnsafePointer<UInt8>, count: Int, limit: Int = outlineItemMax) {
    self.limit = limit
    self.base = base
    self.count = count
  }

  /// Adds a declaration; its index, nil when there are enough.
  mutating func add(
    _ kind: String, name: Range<Int>, start: Int, signatureEnd: Int, end: Int, depth: Int,
    qualifier: Range<Int>? = nil
  ) -> Int? {
    guard !name.isEmpty else { return nil }
    guard entries.count < limit else {
      isCut = true
      return nil
    }
    entries.append(
      Entry(
        kind: kind, name: name, start: min(start, name.lowerBound),
        signatureEnd: max(signatureEnd, name.upperBound), end: max(end, name.upperBound),
        depth: min(depth, outlineDepthMax), qualifier: qualifier))
    return entries.count - 1
  }

  mutating func close(_ index: Int, at end: Int) {
    entries[index].end = max(entries[index].end, end)
  }

  func kind(_ index: Int) -> String { entries[index].kind }

  /// The declarations with lines, in the order of the text.
  func items() -> [OutlineItem] {
    guard !entries.isEmpty else { return [] }
    let lines = LineCounter(base, count: count)
    return entries.map { entry in
      let first = lines.line(of: entry.start)
      return OutlineItem(
        kind: entry.kind, name: text(entry.name), signature: signature(entry), depth: entry.depth,
        lines: first...max(first, lines.line(of: max(entry.start, min(count, entry.end) - 1))),
        nameRange: entry.name)
    }
  }

  func text(_ range: Range<Int>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: min(range.count, 300)),
      as: UTF8.self)
  }

  /// The text of the declaration on one line, cut between characters.
  private func signature(_ entry: Entry) -> String {
    var bytes: [UInt8] = []
    var at = entry.start
    while at < entry.signatureEnd, bytes.count < outlineSignatureMax {
      let byte = base[at]
      if byte <= 0x20 {
        if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
      } else {
        bytes.append(byte)
      }
      at += 1
    }
    if at < entry.signatureEnd { while let last = bytes.last, last >= 0x80 { bytes.removeLast() } }
    while let last = bytes.last, last == 0x20 || last == 0x3D || last == 0x2C || last == 0x3A {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Lines of offsets, by a table of where lines begin.
struct LineCounter {
  private var starts: [Int] = [0]

  init(_ base: UnsafePointer<UInt8>, count: Int) {
    for at in 0..<count where base[at] == 0x0A { starts.append(at + 1) }
  }

  /// Where a 1-based line begins.
  func start(ofLine line: Int) -> Int { starts[min(max(1, line), starts.count) - 1] }

  /// The 1-based line that holds the offset.
  func line(of offset: Int) -> Int {
    starts.indices.partitionFloor { starts[$0] <= offset } + 1
  }
}
