import Containers
import Kernels

/// Looks up Unicode properties in the generated string `unicodeTables`.
///
/// The string is a sequence of entries `!` header `|` data, ended by a lone `!`; newlines mean nothing. A
/// header is a name space (`gc` general category, `sc` script, `scx` script extensions, `b` binary property,
/// `gcb` grapheme cluster break, `perl`, `fold`), a colon, and every name of the value, loosely spelled (no
/// blanks, hyphens or underlines, lower case), with commas between. Data are numbers in base 32, most
/// significant digit first, each digit a character from U+0030 on, 32 added to every digit but a number's
/// last. A set is pairs: the gap since the range before, and the length less one. `fold:orbits` holds the
/// groups of scalars that are equal under simple case folding: members less two, the first (less the first of
/// the group before), then the differences.
enum UnicodeData {
  /// The scalars of `\w`: UTS 18, Annex C, as Perl, ICU and ripgrep have it.
  static let word = set(space: "perl", name: "word") ?? .none
  /// The scalars of `\W`.
  static let notWord = word.complement
  /// The scalars of `\d`.
  static let digit = set(space: "gc", name: "nd") ?? .none
  /// The scalars of `\s`.
  static let space = set(space: "b", name: "whitespace") ?? .none

  /// Whether a non-ASCII `scalar` counts as a word character.
  static func isWord(_ scalar: UInt32) -> Bool { word.contains(scalar) }

  /// The set named `name` (loosely spelled already) in the name space `space`, or nil.
  ///
  /// - Complexity: a scan over the 70 KB of tables, some 20 µs: done per class of a pattern, never per match.
  static func set(space: String, name: String) -> ScalarSet? {
    guard var reader = reader(space: space, name: name) else { return nil }
    var ranges: [ClosedRange<UInt32>] = []
    var position: UInt32 = 0
    while let gap = reader.next(), let length = reader.next() {
      let low = position + gap
      ranges.append(low...(low + length))
      position = low + length + 1
    }
    return ScalarSet(canonical: ranges)
  }

  private static func reader(space: String, name: String) -> NumberReader? {
    let wantedSpace = Array(space.utf8)
    let wantedName = Array(name.utf8)
    let text = UnsafeBufferPointer(start: unicodeTables.utf8Start, count: unicodeTables.utf8CodeUnitCount)
    var index = 0
    while index < text.count {
      // Between entries: look for the next `!`.
      let mark = kernel_find_byte(unicodeTables.utf8Start + index, text.count - index, 0x21)
      guard mark >= 0 else { return nil }
      index += mark
      guard let bar = text[index...].firstIndex(of: 0x7C) else { return nil }
      let header = text[(index + 1)..<bar]
      index = bar + 1
      guard let colon = header.firstIndex(of: 0x3A), header[..<colon].elementsEqual(wantedSpace) else {
        continue
      }
      let names = header[(colon + 1)...].split(separator: 0x2C)
      if names.contains(where: { $0.elementsEqual(wantedName) }) {
        return NumberReader(text: text, index: index)
      }
    }
    return nil
  }

  /// Reads the numbers of one entry.
  private struct NumberReader {
    let text: UnsafeBufferPointer<UInt8>
    var index: Int

    mutating func next() -> UInt32? {
      var value: UInt32 = 0
      while index < text.count, text[index] != 0x21 {
        let character = text[index]
        index += 1
        guard character != 0x0A else { continue }
        let digit = UInt32(character) &- 0x30
        value = value &<< 5 | digit & 31
        if digit < 32 { return value }
      }
      return nil
    }
  }

  /// One scalar with another scalar that is equal to it under simple case folding.
  struct FoldPair {
    let scalar: UInt32
    let other: UInt32
  }

  /// Every ordered pair of different scalars that fold alike, ascending.
  static let foldPairs: [FoldPair] = {
    guard var reader = reader(space: "fold", name: "orbits") else { return [] }
    var pairs: [FoldPair] = []
    var first: UInt32 = 0
    while let extra = reader.next(), let step = reader.next() {
      first += step
      var orbit = [first]
      for _ in 0...extra {
        guard let difference = reader.next(), let last = orbit.last else { break }
        orbit.append(last + difference)
      }
      for scalar in orbit {
        for other in orbit where other != scalar { pairs.append(FoldPair(scalar: scalar, other: other)) }
      }
    }
    return pairs.sorted { ($0.scalar, $0.other) < ($1.scalar, $1.other) }
  }()

  /// `set` with every scalar that is equal to a member under simple case folding.
  static func closedUnderFolding(_ set: ScalarSet) -> ScalarSet {
    var ranges = set.ranges
    for range in set.ranges {
      // ASCII needs no table: most patterns are ASCII, and decoding the table takes a millisecond.
      if range.lowerBound < 0x80 { asciiFolds(range.lowerBound...min(range.upperBound, 0x7F), into: &ranges) }
      if range.upperBound < 0x80 { continue }
      let first = foldPairs.indices.partitionPoint { foldPairs[$0].scalar < max(range.lowerBound, 0x80) }
      for pair in foldPairs[first...].prefix(while: { $0.scalar <= range.upperBound }) {
        ranges.append(pair.other...pair.other)
      }
    }
    return ScalarSet(ranges)
  }

  private static func asciiFolds(_ range: ClosedRange<UInt32>, into ranges: inout [ClosedRange<UInt32>]) {
    // Upper case, then lower case: the letters that lie in the range, in the other case.
    for (letters, other) in [(UInt32(0x41)...0x5A, UInt32(0x20)), (0x61...0x7A, 0)] {
      let low = max(range.lowerBound, letters.lowerBound)
      let high = min(range.upperBound, letters.upperBound)
      if low <= high { ranges.append((low & ~0x20 | other)...(high & ~0x20 | other)) }
    }
    // The long s and the sign of the kelvin.
    if range.contains(0x53) || range.contains(0x73) { ranges.append(0x17F...0x17F) }
    if range.contains(0x4B) || range.contains(0x6B) { ranges.append(0x212A...0x212A) }
  }
}

extension UnicodeData {
  /// The set that `\p{text}` names, or nil: a general category, a script, a binary property, or `name=value`.
  static func property(_ text: String) -> ScalarSet? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(loose)
    let isNot = text.contains("!=")
    if parts.count == 2 {
      let set = set(of: isNot ? String(parts[0].dropLast()) : parts[0], value: parts[1])
      return isNot ? set?.complement : set
    }
    let name = parts[0]
    switch name {
    case "any": return .all
    case "ascii": return ScalarSet([0...0x7F])
    case "assigned": return set(space: "gc", name: "cn")?.complement
    default: break
    }
    // "is" and "in" are optional prefixes in some engines: \p{IsGreek}.
    let candidates = name.hasPrefix("is") ? [name, String(name.dropFirst(2))] : [name]
    for candidate in candidates where !candidate.isEmpty {
      for space in ["gc", "b", "sc"] {
        if let set = set(space: space, name: candidate) { return set }
      }
    }
    return nil
  }

  private static func set(of property: String, value: String) -> ScalarSet? {
    switch property {
    case "gc", "generalcategory": return set(space: "gc", name: value)
    case "sc", "script": return set(space: "sc", name: value)
    // Only the scripts that differ from the plain property are stored.
    case "scx", "scriptextensions": return set(space: "scx", name: value) ?? set(space: "sc", name: value)
    case "gcb", "graphemeclusterbreak": return set(space: "gcb", name: value)
    default: return nil
    }
  }

  private static func loose(_ text: Substring) -> String {
    text.filter { $0 != "_" && $0 != "-" && $0 != " " }.lowercased()
  }
}
