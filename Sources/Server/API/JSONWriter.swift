/// Writes one JSON document straight into bytes.
///
/// The library's encoder took four fifths of the time of an API search: it builds a tree of boxed values and
/// compares keys to sort them. Answers have known shapes and are written in one pass.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// Whether the next value or key needs a comma before it.
  private var needsComma = false

  /// The document as text, with a line break at the end.
  static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object(body)
    writer.bytes.append(UInt8(ascii: "\n"))
    return writer.bytes
  }

  /// A list as a document, with a line break at the end.
  static func list(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.array(body)
    writer.bytes.append(UInt8(ascii: "\n"))
    return writer.bytes
  }

  /// `{…}` with the members that `body` writes.
  mutating func object(_ body: (inout JSONWriter) -> Void) { nested(open: "{", close: "}", body) }

  /// `[…]` with the values that `body` writes.
  mutating func array(_ body: (inout JSONWriter) -> Void) { nested(open: "[", close: "]", body) }

  private mutating func nested(
    open: Unicode.Scalar, close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  /// The name of the next member; a literal without signs that need escaping.
  mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: "\":".utf8)
    needsComma = false
  }

  /// As ``key(_:)-(StaticString)``, for names out of a table.
  mutating func key(_ name: String) {
    value(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func value(_ number: Int) {
    separate()
    bytes.append(contentsOf: String(number).utf8)
    needsComma = true
  }

  /// Milliseconds with three decimals.
  mutating func value(_ duration: Duration) {
    separate()
    let microseconds = Int((duration / .microseconds(1)).rounded())
    let rest = String(microseconds % 1000)
    bytes.append(
      contentsOf: "\(microseconds / 1000).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest)".utf8)
    needsComma = true
  }

  mutating func value(_ flag: Bool) {
    separate()
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    needsComma = true
  }

  mutating func value(_ text: String) {
    separate()
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { JSONWriter.escape($0, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// A member with a text.
  mutating func member(_ name: StaticString, _ text: String) {
    key(name)
    value(text)
  }

  /// A member with a whole number.
  mutating func member(_ name: StaticString, _ number: Int) {
    key(name)
    value(number)
  }

  /// A member with yes or no.
  mutating func member(_ name: StaticString, _ flag: Bool) {
    key(name)
    value(flag)
  }

  /// A member with a list of texts.
  mutating func member(_ name: StaticString, texts: [String]) {
    key(name)
    array { json in
      for text in texts { json.value(text) }
    }
  }

  /// A member with bytes that are text: as such when they are UTF-8, else repaired and, under `bytesName`, in
  /// base64.
  mutating func member(_ name: StaticString, _ content: [UInt8], bytesName: StaticString) {
    if let text = String(validating: content, as: UTF8.self) { return member(name, text) }
    member(name, String(decoding: content, as: UTF8.self))
    member(bytesName, JSONWriter.base64(content))
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private static func escape(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var runStart = 0
    for index in text.indices where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
      output.append(contentsOf: text[runStart..<index])
      runStart = index &+ 1
      switch text[index] {
      case 0x22: output.append(contentsOf: "\\\"".utf8)
      case 0x5C: output.append(contentsOf: "\\\\".utf8)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      case let byte:
        output.append(contentsOf: "\\u00".utf8)
        output.append(digit(byte &>> 4))
        output.append(digit(byte & 15))
      }
    }
    output.append(contentsOf: text[runStart...])
  }

  private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble }

  /// - Source: RFC 4648, section 4.
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0..<4 {
        output.append(place <= part.count ? alphabet[word >> (18 - 6 * place) & 63] : 0x3D)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
