/// Keeps texts away from the Markdown parser that it would take seconds or gigabytes for.
///
/// Versions of libcmark-gfm that distributions carry have steps of quadratic cost (CVE-2023-22483, -22486, -24824,
/// -26485, -37463 and others, fixed later). A running parser cannot be stopped, so what such steps need is
/// counted beforehand. The bounds are some ten times above what people write, and let one parse take half a
/// second at most, measured on one core of 2.7 GHz.
struct MarkdownCost {
  /// Bytes of a text.
  static let bytesMax = 512 << 10

  /// Lines times the longest beginning of one: each line is held against every quote and list that is open.
  private static let prefixProductMax = 20_000_000
  /// Lines times the pipes of the fullest line: each row of a table is filled up to its header.
  private static let pipeProductMax = 20_000_000
  /// Open images times links: each link looks through all brackets that are open.
  private static let imageProductMax = 50_000_000
  /// Brackets times the longest definition: each reference gets a copy.
  private static let referenceProductMax = 100_000_000
  /// At signs times the bytes of their line: around each an address is looked for.
  private static let atProductMax = 100_000_000

  private var lines = 0
  private var longestPrefix = 0
  private var mostPipes = 0
  private var images = 0
  private var links = 0
  private var brackets = 0
  private var longestDefinition = 0
  private var atProducts = 0

  /// False for a text that is better shown as it is.
  static func isBearable(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count <= bytesMax else { return false }
      var cost = MarkdownCost()
      cost.count(bytes)
      return cost.isBearable
    }
  }

  private var isBearable: Bool {
    lines * longestPrefix <= Self.prefixProductMax && lines * mostPipes <= Self.pipeProductMax
      && images * links <= Self.imageProductMax && brackets * longestDefinition <= Self.referenceProductMax
      && atProducts <= Self.atProductMax
  }

  private mutating func count(_ bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    // Bytes since the last `]:`; a definition reaches to the next one or to an empty line.
    var definition: Int?
    while start < bytes.count {
      let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      if end == start { definition = nil }
      countLine(bytes[start..<end], &definition)
      start = end + 1
    }
  }

  private mutating func countLine(_ line: Slice<UnsafeBufferPointer<UInt8>>, _ definition: inout Int?) {
    var pipes = 0
    var atSigns = 0
    var isPrefix = true
    var previous: UInt8 = 0
    for (offset, byte) in line.enumerated() {
      if isPrefix, !Self.isPrefix(byte) {
        isPrefix = false
        longestPrefix = max(longestPrefix, offset)
      }
      switch (previous, byte) {
      case (_, 0x7C): pipes += 1
      case (_, 0x40): atSigns += 1
      case (0x5D, 0x28): links += 1  // ](
      case (0x5D, 0x3A):  // ]:
        longestDefinition = max(longestDefinition, definition ?? 0)
        definition = 0
      case (_, 0x5B):  // [
        brackets += 1
        if previous == 0x21 { images += 1 }
      default: break
      }
      definition? += 1
      previous = byte
    }
    if isPrefix { longestPrefix = max(longestPrefix, line.count) }
    longestDefinition = max(longestDefinition, definition ?? 0)
    mostPipes = max(mostPipes, pipes)
    atProducts += atSigns * line.count
    lines += 1
  }

  /// What quotes and list items open with.
  private static func isPrefix(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x3E, 0x2D, 0x2A, 0x2B, 0x2E, 0x29, 0x30...0x39: true
    default: false
    }
  }
}
