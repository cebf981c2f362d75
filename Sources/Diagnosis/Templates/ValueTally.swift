/// What one hole of one masked form has held: some values with counts, and how many values were not kept.
///
/// Of the same size whatever was counted, for an arena of many. A value that finds no place takes that of
/// one seen once, so frequent values that begin late are found too; counts are lower bounds from then on,
/// and `others` says how many values they leave out. Counts and `others` together are the values seen.
struct ValueTally {
  static let slots = 8
  /// Bytes of a value that are kept.
  static let textLimit = 40

  struct Slot {
    var hash: UInt64 = 0
    var count: UInt32 = 0
    var length: UInt32 = 0
    var text: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
  }

  var others: UInt64 = 0
  /// A bit for each ``HoleKind`` that was seen.
  var kinds: UInt32 = 0

  /// Counts a value in the slots that belong to this tally.
  mutating func add(
    _ value: UnsafePointer<UInt8>, _ count: Int, kind: UInt8, slots: UnsafeMutablePointer<Slot>
  ) {
    kinds |= 1 &<< UInt32(kind & 31)
    let hash = SignatureTable.hash(value, count) | 1
    var free = -1
    for index in 0..<Self.slots {
      let slot = slots + index
      if slot.pointee.hash == hash {
        if slot.pointee.count < .max { slot.pointee.count &+= 1 } else { others &+= 1 }
        return
      }
      if slot.pointee.count == 0 {
        free = index
        break
      }
      if slot.pointee.count == 1 { free = index }
    }
    guard free >= 0 else {
      others &+= 1
      return
    }
    let slot = slots + free
    if slot.pointee.count == 1 { others &+= 1 }
    slot.pointee.hash = hash
    slot.pointee.count = 1
    let kept = min(count, Self.textLimit)
    slot.pointee.length = UInt32(kept)
    withUnsafeMutableBytes(of: &slot.pointee.text) { text in
      text.copyMemory(from: UnsafeRawBufferPointer(start: value, count: kept))
    }
  }
}

extension ValueTally.Slot {
  /// The value, as far as it was kept.
  var value: String {
    withUnsafeBytes(of: text) { String(decoding: $0.prefix(Int(length)), as: UTF8.self) }
  }
}
