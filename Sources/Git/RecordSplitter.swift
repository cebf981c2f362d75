/// Cuts a stream that arrives in pieces into records that each end in one byte.
struct RecordSplitter {
  let separator: UInt8

  /// The longest record accepted; a path has at most 4,096 bytes on Linux, but git's trees know no limit.
  let limit: Int

  /// The beginning of a record whose end has not come.
  private(set) var carried: [UInt8] = []

  init(separator: UInt8, limit: Int = 1 << 20) {
    self.separator = separator
    self.limit = limit
  }

  /// Calls `body` with each record completed by `piece`, without its separator. The bytes are lent.
  ///
  /// - Returns: False when a record is longer than the limit, or `body` said so.
  mutating func consume(
    _ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Bool
  ) rethrows -> Bool {
    var start = 0
    while let end = piece[start...].firstIndex(of: separator) {
      let part = UnsafeRawBufferPointer(rebasing: piece[start..<end])
      if carried.isEmpty {
        guard try body(part) else { return false }
      } else {
        carried.append(contentsOf: part)
        guard try carried.withUnsafeBytes(body) else { return false }
        carried.removeAll(keepingCapacity: true)
      }
      start = end + 1
    }
    carried.append(contentsOf: piece[start...])
    return carried.count <= limit
  }
}
