/// The masked forms of messages with their counts: a hash table over one arena.
///
/// Looking a form up allocates nothing; adding one copies its bytes. Both are amortised O(length).
final class SignatureTable {
  struct Entry {
    var hash: UInt64
    var offset: Int
    var length: Int32
    /// The line that came with it first, counted by the caller from 0.
    var firstLine: Int
    var count: Int
    /// Where its tallies of values start, one for each hole; -1 without.
    var firstTally: Int32
    var holes: Int32
    /// The first message, after the form in the arena.
    var sampleLength: Int32
  }

  private(set) var entries: [Entry] = []
  private var slots: [Int32]
  private var arena: UnsafeMutablePointer<UInt8>
  private var arenaCapacity: Int
  private(set) var arenaCount = 0

  init() {
    slots = Array(repeating: -1, count: 1024)
    arenaCapacity = 1 << 16
    arena = .allocate(capacity: arenaCapacity)
  }

  deinit { arena.deallocate() }

  /// The masked form of an entry; valid until the next insertion.
  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: arena + entries[index].offset, count: Int(entries[index].length))
  }

  /// The entry of a form, if it is known.
  func find(_ form: UnsafePointer<UInt8>, _ count: Int, hash: UInt64) -> Int? {
    let arena = arena
    return slots.withUnsafeBufferPointer { slots in
      entries.withUnsafeBufferPointer { entries in
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
          let index = Int(slots[slot])
          if index < 0 { return nil }
          if entries[index].hash == hash, Int(entries[index].length) == count,
            Self.same(arena + entries[index].offset, form, count)
          {
            return index
          }
          slot = (slot &+ 1) & mask
        }
      }
    }
  }

  /// Adds a form that is not known, with its first message.
  func insert(
    _ form: UnsafePointer<UInt8>, _ count: Int, hash: UInt64, line: Int, sample: UnsafeBufferPointer<UInt8>,
    firstTally: Int32 = -1, holes: Int32 = 0
  ) -> Int {
    if arenaCount + count + sample.count > arenaCapacity { growArena(count + sample.count) }
    (arena + arenaCount).update(from: form, count: count)
    if let base = sample.baseAddress { (arena + arenaCount + count).update(from: base, count: sample.count) }
    entries.append(
      Entry(
        hash: hash, offset: arenaCount, length: Int32(count), firstLine: line, count: 0,
        firstTally: firstTally,
        holes: holes, sampleLength: Int32(sample.count)))
    arenaCount += count + sample.count
    if entries.count * 2 > slots.count { grow() } else { place(entries.count - 1) }
    return entries.count - 1
  }

  /// The first message of a form.
  func sample(_ index: Int) -> String {
    let entry = entries[index]
    let start = arena + entry.offset + Int(entry.length)
    return String(decoding: UnsafeBufferPointer(start: start, count: Int(entry.sampleLength)), as: UTF8.self)
  }

  func firstTally(_ index: Int) -> Int32 { entries.withUnsafeBufferPointer { $0[index].firstTally } }

  func holes(_ index: Int) -> Int { entries.withUnsafeBufferPointer { Int($0[index].holes) } }

  /// One more message of this form.
  func count(_ index: Int) {
    entries.withUnsafeMutableBufferPointer { $0[index].count &+= 1 }
  }

  /// A hash of eight bytes a step.
  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var at = 0
    while at &+ 8 <= count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash &>> 32
      at &+= 8
    }
    var rest: UInt64 = 0
    while at < count {
      rest = rest &<< 8 | UInt64(bytes[at])
      at &+= 1
    }
    hash = (hash ^ rest) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash &>> 29)
  }

  private static func same(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool
  {
    let (a, b) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
    var at = 0
    while at &+ 8 <= count {
      if a.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        != b.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      {
        return false
      }
      at &+= 8
    }
    while at < count {
      if left[at] != right[at] { return false }
      at &+= 1
    }
    return true
  }

  private func place(_ index: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: entries[index].hash) & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = Int32(index)
  }

  private func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for index in entries.indices { place(index) }
  }

  private func growArena(_ count: Int) {
    arenaCapacity = max(arenaCapacity * 2, arenaCount + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: arenaCapacity)
    larger.update(from: arena, count: arenaCount)
    arena.deallocate()
    arena = larger
  }
}
