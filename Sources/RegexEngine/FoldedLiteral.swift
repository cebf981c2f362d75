import Kernels

/// A literal whose letters match in either case, or, more widely, a row of bytes and of small sets of
/// characters: what most searches look for. The kernel finds and compares it without an automaton.
///
/// `@unchecked Sendable`: the memory is written in `init` only, and freed by `deinit`.
final class FoldedLiteral: @unchecked Sendable {
  /// Most elements: a text of one letter makes the kernel compare all of them at each place. A longer literal
  /// runs on the automaton, which is linear.
  private static let countMax = 512
  /// Most members of a set.
  static let spellingsMax = Int(KERNEL_FOLDED_VARIANTS)
  /// Most sets: their number must fit a byte.
  private static let variantsMax = 255

  /// How rare it is estimated to be, in bits.
  private(set) var bits = 0.0

  let needle: UnsafeMutablePointer<kernel_folded>
  private let elements: UnsafeMutablePointer<UInt8>
  private let variants: UnsafeMutablePointer<kernel_variants>

  deinit {
    needle.deallocate()
    elements.deallocate()
    variants.deallocate()
  }

  /// Nil when `parts` has something else in it, or has no byte that is the same, up to its case, in every
  /// match.
  init?(_ parts: ArraySlice<HIR>) {
    var count = 0
    var variantsCount = 0
    for part in parts {
      switch part {
      case .literal(let bytes): count += bytes.count
      case .scalars(let set):
        count += 1
        if FoldedLiteral.casePair(set) == nil {
          guard set.ranges.count <= FoldedLiteral.spellingsMax, set.count <= FoldedLiteral.spellingsMax else {
            return nil
          }
          variantsCount += 1
        }
      default: return nil
      }
    }
    guard count <= FoldedLiteral.countMax, variantsCount <= FoldedLiteral.variantsMax else { return nil }
    elements = .allocate(capacity: 2 * count)
    variants = .allocate(capacity: variantsCount)
    needle = .allocate(capacity: 1)
    needle.initialize(to: kernel_folded())
    fill(parts, count)
    guard pickCore(), hasUniqueStarts(parts) else { return nil }
    bits = Double((0..<count).reduce(0) { $0 + score($1) }) / 8
  }

  /// The first place in `bytes[start..<end]` where it matches whole, and where the match ends; nil when there
  /// is none.
  @inline(__always)
  func next(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Range<Int>? {
    var matchEnd = 0
    let found = kernel_find_folded(base, start, end, needle, &matchEnd)
    // KERNEL_NONE is SIZE_MAX, which Swift reads as -1.
    return found < 0 ? nil : Range(uncheckedBounds: (found, matchEnd))
  }

  /// The bit of the case and the byte with it, when `set` is two ASCII characters that differ in that bit.
  private static func casePair(_ set: ScalarSet) -> UInt8? {
    guard set.ranges.count == 2, set.ranges[1].upperBound < 0x80,
      set.ranges[0].lowerBound == set.ranges[0].upperBound,
      set.ranges[0].lowerBound | 0x20 == set.ranges[1].lowerBound,
      set.ranges[1].lowerBound == set.ranges[1].upperBound
    else { return nil }
    return UInt8(set.ranges[1].lowerBound)
  }

  private func fill(_ parts: ArraySlice<HIR>, _ count: Int) {
    let values = elements
    let masks = elements + count
    var element = 0
    var variant = 0
    for part in parts {
      switch part {
      case .literal(let bytes):
        for byte in bytes {
          values[element] = byte
          masks[element] = 0
          element += 1
        }
      case .scalars(let set):
        if let lower = FoldedLiteral.casePair(set) {
          values[element] = lower
          masks[element] = 0x20
        } else {
          values[element] = UInt8(variant)
          masks[element] = UInt8(KERNEL_FOLDED_IS_VARIANTS)
          (variants + variant).initialize(to: FoldedLiteral.spellings(set))
          variant += 1
        }
        element += 1
      default: break
      }
    }
    needle.pointee.value = UnsafePointer(values)
    needle.pointee.mask = UnsafePointer(masks)
    needle.pointee.variants = UnsafePointer(variants)
    needle.pointee.count = count
  }

  private static func spellings(_ set: ScalarSet) -> kernel_variants {
    var result = kernel_variants()
    withUnsafeMutableBytes(of: &result) { raw in
      // The count, four lengths, four times four bytes: all bytes, so without gaps.
      var number = 0
      for range in set.ranges {
        for scalar in range {
          let bytes = utf8(scalar)
          for (index, byte) in bytes.enumerated() { raw[5 + 4 * number + index] = byte }
          raw[1 + number] = UInt8(bytes.count)
          number += 1
        }
      }
      raw[0] = UInt8(number)
    }
    return result
  }

  /// Picks the run of single bytes with the two rarest in it or beside it; false when there is no single byte.
  private func pickCore() -> Bool {
    let count = needle.pointee.count
    var best = -1
    var element = 0
    while element < count {
      guard !isVariants(element) else {
        element += 1
        continue
      }
      let start = element
      while element < count, !isVariants(element) { element += 1 }
      // The rarest place and the second rarest, which for a lone byte is the same.
      var first = (place: place(start, from: start), score: score(start))
      var second = (place: first.place, score: 0)
      for index in max(0, start - 1)...min(count - 1, element) where index != start {
        let other = (place: place(index, from: start), score: score(index))
        if other.score > first.score {
          (first, second) = (other, first)
        } else if other.score > second.score {
          second = other
        }
      }
      if first.score + second.score > best {
        best = first.score + second.score
        needle.pointee.core_start = start
        needle.pointee.core = element - start
        needle.pointee.places = (first.place, second.place)
      }
    }
    guard best >= 0 else { return false }
    let coreEnd = needle.pointee.core_start + needle.pointee.core
    needle.pointee.before_min = (0..<needle.pointee.core_start).reduce(0) { $0 + leastLength($1) }
    needle.pointee.after_min = (coreEnd..<count).reduce(0) { $0 + leastLength($1) }
    return true
  }

  private func isVariants(_ index: Int) -> Bool {
    needle.pointee.mask[index] == UInt8(KERNEL_FOLDED_IS_VARIANTS)
  }

  /// How rare element `index` is, in eighths of a bit; 0 when it is no place to look for.
  private func score(_ index: Int) -> Int {
    guard !isVariants(index) else {
      // Non-ASCII bytes come in crowds, and cost two more instructions.
      return asciiPair(index).map { max(1, rarity($0.value, $0.mask) - 12) } ?? 0
    }
    return rarity(needle.pointee.value[index], needle.pointee.mask[index])
  }

  private func rarity(_ value: UInt8, _ mask: UInt8) -> Int {
    // Two bytes together are up to a bit more common than the commoner one.
    mask == 0
      ? Int(byteRarity[Int(value)])
      : min(Int(byteRarity[Int(value)]), Int(byteRarity[Int(value & ~mask)])) - 4
  }

  private func place(_ index: Int, from core: Int) -> kernel_folded_place {
    var place = kernel_folded_place()
    place.offset = index - core
    if !isVariants(index) {
      (place.value, place.mask) = (needle.pointee.value[index], needle.pointee.mask[index])
    } else if let pair = asciiPair(index) {
      (place.value, place.mask, place.non_ascii) = (pair.value, pair.mask, 0x80)
    }
    return place
  }

  /// The one ASCII character among spellings `index`, with its other case when that is there too.
  private func asciiPair(_ index: Int) -> (value: UInt8, mask: UInt8)? {
    let spellings = variants[Int(needle.pointee.value[index])]
    let (first, second) = (spellings.bytes.0.0, spellings.bytes.1.0)
    // Spellings ascend: the ASCII ones come first.
    guard first < 0x80 else { return nil }
    if second >= 0x80 { return (first, 0) }
    guard second == first | 0x20, spellings.count > 2, spellings.bytes.2.0 >= 0x80 else { return nil }
    return (second, 0x20)
  }

  private func leastLength(_ index: Int) -> Int {
    // Spellings ascend, so the first is the shortest.
    isVariants(index) ? Int(variants[Int(needle.pointee.value[index])].length.0) : 1
  }

  /// Whether each core belongs to one start, and later cores to later starts: where lengths differ, because
  /// everything is whole UTF-8 characters.
  private func hasUniqueStarts(_ parts: ArraySlice<HIR>) -> Bool {
    let lengthsDiffer = parts.contains { part in
      guard case .scalars(let set) = part, let first = set.ranges.first, let last = set.ranges.last else {
        return false
      }
      return utf8Length(first.lowerBound) != utf8Length(last.upperBound)
    }
    return !lengthsDiffer
      || parts.allSatisfy { part in
        guard case .literal(let bytes) = part else { return true }
        return isUTF8(bytes)
      }
  }
}

private func isUTF8(_ bytes: [UInt8]) -> Bool {
  bytes.withUnsafeBytes { raw in
    var index = 0
    while index < raw.count {
      guard let (_, length) = decodeScalar(raw, at: index) else { return false }
      index += length
    }
    return true
  }
}
