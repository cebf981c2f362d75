/// Where the next page of an answer begins.
///
/// A search for the best looks at a *pool* of hits, in the order the index stores documents, ranks it and shows
/// the best of it. The next page shows those of the same pool that were not shown; when all were, it takes up
/// the search where the pool ended and fills another one. So every result comes once, no page costs more than
/// filling one pool, and how far the reader has come does not matter. Results in another order than relevance
/// are all found and sorted for each page.
///
/// The text is opaque to whoever keeps it: version, generation, fingerprint of the question, position, counts
/// so far, then one bit per hit of the pool that was shown; LEB128 numbers in base64url. Nothing in it is
/// trusted: a wrong position finds other results, never none that may not be seen.
package struct SearchCursor: Sendable, Equatable {
  /// The index the pages are of; another one has other documents at these positions.
  package var generation: Int
  /// Of the query and the limits that shape a page.
  var fingerprint: UInt64
  /// Which unit the pool begins in, and the document.
  var unit = 0
  var document = 0
  /// Hits of the pool, in the order found, that earlier pages have shown; with a sort order, all hits.
  var shown = HitSet()
  /// Results on earlier pages.
  package var resultsBefore = 0
  /// What earlier pools hold.
  var filesBefore = 0
  var linesBefore = 0
  var matchesBefore = 0

  init(generation: Int, fingerprint: UInt64) {
    self.generation = generation
    self.fingerprint = fingerprint
  }

  /// Whether it was made by a page of the same question; pages of another one do not go on there.
  package func belongs(to request: SearchRequest) -> Bool { fingerprint == SearchRun.fingerprint(request) }

  private static let version = 1

  /// Bytes of a cursor before base64; hits beyond cannot be told apart, so there is no next page.
  static let sizeMax = 4096

  /// Reads what ``text`` wrote; nil for anything else.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.sizeMax * 4 / 3 + 4, var bytes = Base64.decoded(text).map({ $0[...] }),
      Self.number(&bytes) == Self.version, let generation = Self.number(&bytes),
      let high = Self.number(&bytes), let low = Self.number(&bytes), let unit = Self.number(&bytes),
      let document = Self.number(&bytes), let results = Self.number(&bytes), let files = Self.number(&bytes),
      let lines = Self.number(&bytes), let matches = Self.number(&bytes)
    else { return nil }
    self.generation = generation
    fingerprint = UInt64(truncatingIfNeeded: high) << 32 | UInt64(truncatingIfNeeded: low) & 0xFFFF_FFFF
    self.unit = unit
    self.document = document
    (resultsBefore, filesBefore, linesBefore, matchesBefore) = (results, files, lines, matches)
    shown = HitSet(bytes: Array(bytes))
  }

  /// The cursor for an address or an answer; nil when it would be too long.
  package var text: String? {
    var bytes: [UInt8] = []
    for number in [
      Self.version, generation, Int(fingerprint >> 32), Int(fingerprint & 0xFFFF_FFFF), unit, document,
      resultsBefore, filesBefore, linesBefore, matchesBefore,
    ] { Self.append(number, to: &bytes) }
    bytes += shown.bytes
    return bytes.count <= Self.sizeMax ? Base64.encoded(bytes) : nil
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    var rest = UInt64(max(0, number))
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A number below 2⁵⁶, so that sums of them do not overflow.
  private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int? {
    var value = 0
    for shift in stride(from: 0, to: 56, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= Int(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}

/// Numbers of hits, as bits.
struct HitSet: Sendable, Equatable {
  private(set) var bytes: [UInt8] = []

  init(bytes: [UInt8] = []) { self.bytes = bytes }

  func contains(_ hit: Int) -> Bool { hit >> 3 < bytes.count && bytes[hit >> 3] >> UInt8(hit & 7) & 1 == 1 }

  mutating func insert(_ hit: Int) {
    if hit >> 3 >= bytes.count { bytes += [UInt8](repeating: 0, count: (hit >> 3) + 1 - bytes.count) }
    bytes[hit >> 3] |= 1 << UInt8(hit & 7)
  }
}

/// Base64 with the alphabet for addresses, without padding (RFC 4648 §5).
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value = 0
      for offset in 0..<3 { value = value << 8 | (offset < group.count ? Int(group[start + offset]) : 0) }
      for digit in 0...group.count { output.append(alphabet[value >> (18 - 6 * digit) & 63]) }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Nil for text that ``encoded(_:)`` cannot have written.
  static func decoded(_ text: String) -> [UInt8]? {
    var output: [UInt8] = []
    var value = 0
    var bits = 0
    for byte in text.utf8 {
      guard let digit = alphabet.firstIndex(of: byte) else { return nil }
      value = (value << 6 | digit) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: value >> bits))
      }
    }
    return value & ((1 << bits) - 1) == 0 && bits < 6 ? output : nil
  }
}
