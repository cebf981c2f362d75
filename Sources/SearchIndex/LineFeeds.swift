import Kernels

/// Finding and counting line ends.
package enum LineFeeds {
  /// The first line feed at or after `start`, or the count of bytes when there is none.
  package static func next(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let count = bytes.count
    guard let base = bytes.baseAddress, start < count else { return count }
    var index = start
    while index &+ 8 <= count {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let other = word ^ 0x0A0A_0A0A_0A0A_0A0A
      // The lowest set bit marks the first zero byte; borrows only spoil bits above it.
      let zeros = (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080
      if zeros != 0 { return index &+ zeros.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < count, base.load(fromByteOffset: index, as: UInt8.self) != 0x0A { index &+= 1 }
    return index
  }

  /// Line feeds in `bytes`.
  package static func count(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    return kernel_count_byte(base.assumingMemoryBound(to: UInt8.self), bytes.count, 0x0A)
  }
}
