import Kernels

/// A fast way to the next place where a match may be: a literal, a small set of literals, or a row of byte
/// sets.
///
/// `@unchecked Sendable`: everything it points to is written in `init` only, and freed by `deinit`.
final class Finder: @unchecked Sendable {
  enum Kind {
    case literal, folded, set, window
  }

  let kind: Kind
  /// How rare its finds are estimated to be, in bits: one in 2^bits bytes.
  let bits: Double

  let literal: UnsafeMutablePointer<kernel_literal>?
  private let folded: FoldedLiteral?
  let set: UnsafeMutablePointer<kernel_set>?
  private let window: UnsafeMutablePointer<kernel_window>?
  /// Memory that the kernels' structures point to.
  private var owned: [UnsafeMutableRawPointer] = []

  deinit {
    literal?.deallocate()
    set?.deallocate()
    window?.deallocate()
    owned.forEach { $0.deallocate() }
  }

  /// Looks for `bytes`, which are not empty.
  init(literal bytes: [UInt8]) {
    kind = .literal
    bits = bytes.reduce(0) { $0 + Double(byteRarity[Int($1)]) / 8 }
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
    copy.initialize(from: bytes, count: bytes.count)
    owned = [UnsafeMutableRawPointer(copy)]
    let (first, second) = Finder.rarePair(bytes)
    let structure = UnsafeMutablePointer<kernel_literal>.allocate(capacity: 1)
    structure.initialize(to: kernel_literal(bytes: copy, length: bytes.count, first: first, second: second))
    literal = structure
    folded = nil
    set = nil
    window = nil
  }

  /// Looks for `folded`.
  init(folded: FoldedLiteral) {
    kind = .folded
    bits = folded.bits
    self.folded = folded
    literal = nil
    set = nil
    window = nil
  }

  /// Looks for any of `literals`, all of one byte or more; at one place the one listed first counts.
  init(set literals: [[UInt8]]) {
    kind = .set
    let places = min(Int(KERNEL_SET_PLACES), literals.map(\.count).min() ?? 1)
    bits = Finder.bits(ofAny: literals, places: places)
    var structure = kernel_set()
    structure.places = places
    // Literals that start alike share a bucket, so that buckets stay specific.
    let order = literals.indices.sorted {
      literals[$0].prefix(places).lexicographicallyPrecedes(literals[$1].prefix(places))
    }
    let buckets = Int(KERNEL_SET_BUCKETS)
    var members = [[UInt32]](repeating: [], count: buckets)
    for (rank, index) in order.enumerated() {
      let bucket = rank * buckets / max(order.count, buckets)
      members[bucket].append(UInt32(index))
      let bit = UInt8(1) << UInt8(bucket)
      withUnsafeMutableBytes(of: &structure.low) { low in
        for place in 0..<places { low[place * 16 + Int(literals[index][place] & 15)] |= bit }
      }
      withUnsafeMutableBytes(of: &structure.high) { high in
        for place in 0..<places { high[place * 16 + Int(literals[index][place] >> 4)] |= bit }
      }
    }
    var starts: [UInt32] = [0]
    for literal in literals { starts.append(starts[starts.count - 1] + UInt32(literal.count)) }
    var bucketStarts: [UInt32] = [0]
    for bucket in members { bucketStarts.append(bucketStarts[bucketStarts.count - 1] + UInt32(bucket.count)) }
    var owned: [UnsafeMutableRawPointer] = []
    func copy<T>(_ array: [T]) -> UnsafePointer<T> {
      let memory = UnsafeMutablePointer<T>.allocate(capacity: max(1, array.count))
      memory.initialize(from: array, count: array.count)
      owned.append(UnsafeMutableRawPointer(memory))
      return UnsafePointer(memory)
    }
    structure.bytes = copy(Array(literals.joined()))
    structure.starts = copy(starts)
    structure.bucket_starts = copy(bucketStarts)
    structure.members = copy(members.flatMap { $0.sorted() })
    self.owned = owned
    let memory = UnsafeMutablePointer<kernel_set>.allocate(capacity: 1)
    memory.initialize(to: structure)
    set = memory
    literal = nil
    folded = nil
    window = nil
  }

  /// Looks for a row of bytes: place k may hold a byte of `sets[k]`. The most telling places are picked.
  init(window sets: [ByteSet]) {
    kind = .window
    let places = Finder.tellingPlaces(sets)
    var structure = kernel_window()
    structure.count = places.count
    structure.reach = places.map(\.offset).max() ?? 0
    bits = places.reduce(0) { $0 + $1.bits }
    for (index, place) in places.enumerated() {
      withUnsafeMutableBytes(of: &structure.offset) {
        $0.storeBytes(of: place.offset, toByteOffset: index * MemoryLayout<Int>.stride, as: Int.self)
      }
      let members = sets[place.offset]
      withUnsafeMutableBytes(of: &structure.low) { low in
        for byte in UInt8(0)..<0x80 where members.contains(byte) {
          low[index * 16 + Int(byte & 15)] |= 1 << (byte >> 4)
        }
      }
      if members.words[2] != 0 || members.words[3] != 0 {
        withUnsafeMutableBytes(of: &structure.non_ascii) { $0[index] = 0x80 }
      }
    }
    let memory = UnsafeMutablePointer<kernel_window>.allocate(capacity: 1)
    memory.initialize(to: structure)
    window = memory
    literal = nil
    folded = nil
    set = nil
  }

  /// The first place from `start` on where a match may begin with all its bytes before `end`; -1 when there
  /// is none. `which` receives the number of the literal found, for a set.
  @inline(__always)
  func next(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ which: inout UInt32) -> Int {
    let found: Int
    switch kind {
    case .literal: found = kernel_find_literal(base + start, end &- start, literal.unsafelyUnwrapped)
    case .folded: return folded.unsafelyUnwrapped.next(base, start, end)?.lowerBound ?? -1
    case .set: found = kernel_find_set(base + start, end &- start, set.unsafelyUnwrapped, &which)
    case .window: found = kernel_find_window(base + start, end &- start, window.unsafelyUnwrapped)
    }
    // KERNEL_NONE is SIZE_MAX, which Swift reads as -1.
    return found < 0 ? -1 : start &+ found
  }
}

extension Finder {
  /// The two rarest bytes of a literal, at different places where there are two; in ascending order.
  private static func rarePair(_ bytes: [UInt8]) -> (Int, Int) {
    var order = Array(bytes.indices)
    order.sort { byteRarity[Int(bytes[$0])] > byteRarity[Int(bytes[$1])] }
    guard order.count > 1 else { return (0, 0) }
    // A second byte equal to the first tells less than another one.
    let second = order.dropFirst().first { bytes[$0] != bytes[order[0]] } ?? order[1]
    return (min(order[0], second), max(order[0], second))
  }

  private static func bits(ofAny literals: [[UInt8]], places: Int) -> Double {
    let share = literals.reduce(0.0) { sum, literal in
      sum + exp2(-literal.prefix(places).reduce(0.0) { $0 + Double(byteRarity[Int($1)]) / 8 })
    }
    return -log2(share)
  }

  /// How rare a byte of `set` is, in bits.
  static func bits(of set: ByteSet) -> Double {
    var share = 0.0
    set.forEach { share += exp2(-Double(byteRarity[Int($0)]) / 8) }
    // The kernel takes the non-ASCII bytes all together or not at all.
    if set.words[2] != 0 || set.words[3] != 0 { share += 0.01 }
    return max(0, -log2(share))
  }

  private static func tellingPlaces(_ sets: [ByteSet]) -> [(offset: Int, bits: Double)] {
    var places: [(offset: Int, bits: Double)] = []
    var left = sets.indices.map { (offset: $0, bits: bits(of: sets[$0])) }
    while places.count < Int(KERNEL_WINDOW_PLACES), !left.isEmpty {
      // Neighbours in a run of one class depend on each other: prefer places that are far from those chosen.
      let scores = left.map { candidate in
        let distance = places.map { abs($0.offset - candidate.offset) }.min() ?? 8
        return candidate.bits * (distance >= 4 ? 1 : 0.85)
      }
      guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }),
        scores[best] > 0.3 || places.isEmpty
      else { break }
      places.append(left.remove(at: best))
    }
    return places
  }

  // The two functions of <math.h> that the estimates need; this floor imports no C library.
  private static func exp2(_ value: Double) -> Double {
    let whole = value.rounded(.down)
    // Within 0.4 % of 2^x on [0, 1), which is plenty for an estimate.
    let fraction = value - whole
    let power = 1 + fraction * (0.6565 + fraction * 0.3435)
    return whole < -1000 ? 0 : power * Double(sign: .plus, exponent: Int(whole), significand: 1)
  }

  private static func log2(_ value: Double) -> Double {
    guard value > 0 else { return -64 }
    let significand = value.significand
    return Double(value.exponent) + (significand - 1) * (1.3465 - 0.3465 * (significand - 1))
  }
}
