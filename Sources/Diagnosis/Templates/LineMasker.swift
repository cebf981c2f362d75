/// Replaces what looks like a value by holes: the streaming half of the template miner.
///
/// The masked form of a message is its words and separators with runs of spaces as one, and for every value
/// the byte ``LineMasker/hole``. Messages that one statement wrote mostly have one masked form. One pass,
/// no allocation; a token is looked at twice at most, so the time is linear.
///
/// Tokens such as `eth0` or `ssh2`, a word with one or two digits at its end, are names as often as values.
/// They stay words until ``SoftWords`` has seen three of them that differ only in digits.
final class LineMasker {
  /// Stands for a value in masked text. Control bytes of messages become spaces, so it is unambiguous.
  static let hole: UInt8 = 1
  /// Bytes of a message that are looked at; what follows is one more value.
  static let messageLimit = 4096
  /// Values of a message whose place is remembered; further holes have none.
  static let valueLimit = 64

  /// The masked text of the last message.
  let masked: UnsafeMutablePointer<UInt8>
  private(set) var maskedCount = 0
  /// Where in the message the values stand, and what they look like.
  let valueStarts: UnsafeMutablePointer<Int32>
  let valueEnds: UnsafeMutablePointer<Int32>
  let valueKinds: UnsafeMutablePointer<UInt8>
  private(set) var valueCount = 0
  var softWords = SoftWords()

  init() {
    masked = .allocate(capacity: Self.messageLimit + 8)
    valueStarts = .allocate(capacity: Self.valueLimit)
    valueEnds = .allocate(capacity: Self.valueLimit)
    valueKinds = .allocate(capacity: Self.valueLimit)
  }

  deinit {
    masked.deallocate()
    valueStarts.deallocate()
    valueEnds.deallocate()
    valueKinds.deallocate()
  }

  /// Masks a message. The results are in ``masked`` and the values until the next call.
  func mask(_ message: UnsafeBufferPointer<UInt8>) {
    guard let bytes = message.baseAddress else {
      maskedCount = 0
      valueCount = 0
      return
    }
    let end = min(message.count, Self.messageLimit)
    let classes = ByteClass.table
    let out = masked
    var written = 0
    var values = 0
    var at = 0
    // Trailing spaces say nothing.
    while at < end {
      let kind = classes[Int(bytes[at])]
      if kind & ByteClass.space != 0 {
        repeat { at &+= 1 } while at < end && classes[Int(bytes[at])] & ByteClass.space != 0
        if written > 0 && at < end {
          out[written] = 0x20
          written &+= 1
        }
        continue
      }
      if kind & ByteClass.separator != 0 {
        if bytes[at] == UInt8(ascii: "<"), let after = pseudonymEnd(bytes, at, end) {
          add(.identifier, at, after, &values, &written)
          at = after
          continue
        }
        out[written] = bytes[at]
        written &+= 1
        at &+= 1
        continue
      }
      var stop = at
      var bits: UInt8 = 0
      var next = kind
      repeat {
        bits |= next
        stop &+= 1
        next = stop < end ? classes[Int(bytes[stop])] : ByteClass.space
      } while next & (ByteClass.space | ByteClass.separator) == 0
      let plain = bits & (ByteClass.digit | ByteClass.slash | ByteClass.dot | ByteClass.mark) == 0
      if plain {
        let count = stop &- at
        if count == 3, let after = calendarEnd(bytes, at, end) {
          add(.time, at, after, &values, &written)
          at = after
          continue
        }
        if count <= 5, count >= 4, isConstant(bytes + at, count) {
          add(.flag, at, stop, &values, &written)
          at = stop
          continue
        }
        if next & ByteClass.separator == 0 || bytes[stop] != UInt8(ascii: ":"),
          count < 8 || bits != ByteClass.letter | ByteClass.hexLetter || !isHex(bytes, at, stop)
        {
          for index in at..<stop { out[written &+ index &- at] = bytes[index] }
          written &+= count
          at = stop
          continue
        }
      }
      let token = classify(bytes, at, stop, end, bits)
      if token.valueStart > at {
        for index in at..<token.valueStart { out[written &+ index &- at] = bytes[index] }
        written &+= token.valueStart &- at
      }
      if token.valueEnd > token.valueStart {
        add(token.kind, token.valueStart, token.valueEnd, &values, &written)
      }
      at = token.valueEnd
    }
    if message.count > end { add(.text, end, message.count, &values, &written) }
    while written > 0 && out[written &- 1] == 0x20 { written &-= 1 }
    maskedCount = written
    valueCount = values
  }

  private func add(_ kind: HoleKind, _ start: Int, _ end: Int, _ values: inout Int, _ written: inout Int) {
    masked[written] = Self.hole
    written &+= 1
    guard values < Self.valueLimit else { return }
    valueStarts[values] = Int32(truncatingIfNeeded: start)
    valueEnds[values] = Int32(truncatingIfNeeded: end)
    valueKinds[values] = kind.rawValue
    values &+= 1
  }
}
