/// The characters HTML gives a meaning to, and those that readers cannot see.
///
/// Source code can hide things: a right-to-left override makes a line read differently from what a compiler
/// sees, a zero-width space makes two names look alike. Between tags each such character stands in a labelled
/// box. `bdi` keeps a direction control from reaching beyond its box, so it can stay in the document and be
/// copied. Control characters are not allowed in HTML at all: only their box remains.
enum Escaping {
  /// Escapes text for between tags; with `boxesWhitespace`, line breaks and tabs are drawn as well.
  static func appendText(_ text: String, to output: inout [UInt8], boxesWhitespace: Bool = false) {
    var text = text
    text.withUTF8 { appendText($0, to: &output, boxesWhitespace: boxesWhitespace) }
  }

  /// The same for bytes that are valid UTF-8.
  static func appendText(
    _ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8], boxesWhitespace: Bool = false
  ) {
    append(bytes, to: &output) { scalar, output in
      if !boxesWhitespace, scalar == "\n" || scalar == "\t" {
        output.append(UInt8(truncatingIfNeeded: scalar.value))
        return
      }
      output.append(
        contentsOf: "<bdi class=\"inv\" data-c=\"\(label(scalar))\" title=\"\(codePoint(scalar))\">".utf8)
      if isAllowedInHTML(scalar), scalar.value > 0x20 { output.append(contentsOf: String(scalar).utf8) }
      output.append(contentsOf: "</bdi>".utf8)
    }
  }

  /// Escapes text for a double-quoted attribute value. What cannot stand in HTML becomes U+FFFD.
  static func appendAttribute(_ text: String, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      append(bytes, to: &output) { scalar, output in
        switch scalar {
        case "\n": output.append(contentsOf: "&#10;".utf8)
        case "\t": output.append(0x09)
        case _ where isAllowedInHTML(scalar): output.append(contentsOf: String(scalar).utf8)
        default: output.append(contentsOf: "\u{FFFD}".utf8)
        }
      }
    }
  }

  /// Escapes text for an element that holds only text.
  static func appendPlain(_ text: String, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      append(bytes, to: &output) { scalar, output in
        output.append(contentsOf: scalar == "\n" || scalar == "\t" ? " ".utf8 : "[\(codePoint(scalar))]".utf8)
      }
    }
  }

  /// Copies runs of ordinary bytes, escapes the five signs, hands everything invisible to `special`.
  private static func append(
    _ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8],
    special: (Unicode.Scalar, inout [UInt8]) -> Void
  ) {
    var runStart = 0
    var index = 0
    while index < bytes.count {
      let kind = kinds[Int(bytes[index])]
      if kind == .ordinary {
        index &+= 1
        continue
      }
      if kind == .lead {
        let (scalar, length) = decode(bytes, at: index)
        if isInvisible(scalar) {
          output.append(contentsOf: bytes[runStart..<index])
          special(scalar, &output)
          runStart = index &+ length
        }
        index &+= length
        continue
      }
      output.append(contentsOf: bytes[runStart..<index])
      switch bytes[index] {
      case 0x26: output.append(contentsOf: "&amp;".utf8)
      case 0x3C: output.append(contentsOf: "&lt;".utf8)
      case 0x3E: output.append(contentsOf: "&gt;".utf8)
      case 0x22: output.append(contentsOf: "&quot;".utf8)
      case 0x27: output.append(contentsOf: "&#39;".utf8)
      default: special(Unicode.Scalar(bytes[index]), &output)
      }
      index &+= 1
      runStart = index
    }
    output.append(contentsOf: bytes[runStart...])
  }

  /// What a UTF-8 byte can be the start of.
  private enum Kind: UInt8 { case ordinary, sign, control, lead }

  /// By byte. `lead` are the first bytes of sequences among which invisible characters are found.
  private static let kinds: [Kind] = (0..<256).map { byte in
    switch byte {
    case 0x26, 0x3C, 0x3E, 0x22, 0x27: .sign
    case 0x00..<0x20, 0x7F: .control
    case 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0...0xF4: .lead
    default: .ordinary
    }
  }

  /// The scalar at `index` of valid UTF-8 and its length.
  private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
    let length = bytes[index] < 0xE0 ? 2 : bytes[index] < 0xF0 ? 3 : 4
    var value = UInt32(bytes[index]) & (0xFF &>> UInt32(length &+ 1))
    for next in 1..<length { value = value &<< 6 | UInt32(bytes[index &+ next] & 0x3F) }
    // A String holds valid UTF-8, so the value is a scalar.
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  /// True for characters that steer text direction: the ones a reader must be warned of.
  static func isBidiControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// True for characters that leave no mark on the screen, by Unicode's Default_Ignorable_Code_Point and the
  /// control characters; emoji's variation selectors (U+FE00…FE0F) are let through, being everywhere.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: true
    case 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
    default: !isAllowedInHTML(scalar)
    }
  }

  /// False for control characters and noncharacters, which are errors in an HTML document.
  private static func isAllowedInHTML(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func label(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 { return controlNames[Int(scalar.value)] }
    return names[scalar.value] ?? codePoint(scalar)
  }

  private static let controlNames = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
    "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
  ]

  private static let names: [UInt32: String] = [
    0x7F: "DEL", 0xAD: "SHY", 0x061C: "ALM", 0x200B: "ZWSP", 0x200C: "ZWNJ", 0x200D: "ZWJ",
    0x200E: "LRM", 0x200F: "RLM", 0x2028: "LS", 0x2029: "PS", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF",
    0x202D: "LRO", 0x202E: "RLO", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0xFEFF: "BOM",
  ]
}
