extension Skeleton {
  /// Readings of a skeleton with choices, at most: what has more texts to choose from is read with the first ones.
  package static let readingsMax = 8

  /// Bytes that ``write(reading:of:to:)`` needs for a skeleton of `count` bytes: a choice may repeat a text, nothing
  /// else grows.
  package static func readingSize(_ count: Int) -> Int { count + 1 }

  /// Writes a skeleton as people search it, and a line feed: holes are `{}`, a choice is one of its texts, line ends
  /// are blanks.
  ///
  /// - Parameters:
  ///   - reading: of every choice the text of this number, or its last.
  ///   - bytes: a skeleton; damage gives another text, never more than ``readingSize(_:)`` bytes.
  /// - Returns: the bytes written, and how many readings differ.
  package static func write(
    reading: Int, of bytes: UnsafeRawBufferPointer, to target: UnsafeMutableBufferPointer<UInt8>
  ) -> (count: Int, readings: Int) {
    guard target.count >= readingSize(bytes.count) else { return (0, 1) }
    var count = 0
    var readings = 1
    var at = 0
    // Inside of a choice: its texts so far, and where the first that is shown began.
    var text = -1
    var start = 0
    while at < bytes.count {
      let byte = bytes[at]
      at &+= 1
      switch byte {
      case Sign.hole:
        // One byte of two stays when the file ends here: then there is no room for more.
        if at < bytes.count {
          (target[count], target[count &+ 1]) = (0x7B, 0x7D)
          count &+= 2
        }
        at &+= 1
      case Sign.choice:
        text = 0
        start = count
      case Sign.or where text >= 0:
        // A later text takes the place of an earlier one, until the one that is asked for.
        if text < reading { count = start }
        text &+= 1
        if text > reading { at = skip(bytes, at, &text) }
      case Sign.end where text >= 0:
        readings = max(readings, min(readingsMax, text &+ 1))
        text = -1
      case Sign.fields, Sign.or, Sign.end: break
      case Sign.newline:
        target[count] = 0x20
        count &+= 1
      default:
        target[count] = byte
        count &+= 1
      }
    }
    target[count] = 0x0A
    return (count &+ 1, readings)
  }

  /// The end of a choice, whose texts are counted on.
  private static func skip(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ text: inout Int) -> Int {
    var at = from
    while at < bytes.count, bytes[at] != Sign.end {
      if bytes[at] == Sign.or { text &+= 1 }
      // The kind of a hole may be any byte.
      at &+= bytes[at] == Sign.hole ? 2 : 1
    }
    return min(at, bytes.count)
  }

  /// The readings, without their line feeds: for tests and for what is not in a hurry.
  package var readings: [String] {
    var found: [String] = []
    let size = Self.readingSize(bytes.count)
    bytes.withUnsafeBytes { bytes in
      var count = 1
      while found.count < count {
        let text = [UInt8](unsafeUninitializedCapacity: size) { target, length in
          let room = UnsafeMutableBufferPointer(start: target.baseAddress, count: size)
          let written = Self.write(reading: found.count, of: bytes, to: room)
          (length, count) = (max(0, written.count - 1), written.readings)
        }
        found.append(String(decoding: text, as: UTF8.self))
      }
    }
    return found
  }
}
