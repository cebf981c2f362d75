/// Writes one JSON document straight into bytes.
///
/// The library's encoder took four fifths of the time of an API search: it builds a tree of boxed values and
/// compares keys to sort them. Answers have known shapes and are written in one pass.
struct JSONWriter {
  private let output = ByteSink()
  /// Whether the next value or key needs a comma before it.
  private var needsComma = false

  /// The document as text, with a line break at the end.
  static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object(body)
    writer.output.append(UInt8(ascii: "\n"))
    return writer.output.bytes
  }

  /// A list as a document, with a line break at the end.
  static func list(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.array(body)
    writer.output.append(UInt8(ascii: "\n"))
    return writer.output.bytes
  }

  /// `{…}` with the members that `body` writes.
  mutating func object(_ body: (inout JSONWriter) -> Void) { nested(open: "{", close: "}", body) }

  /// `[…]` with the values that `body` writes.
  mutating func array(_ body: (inout JSONWriter) -> Void) { nested(open: "[", close: "]", body) }

  private mutating func nested(
    open: Unicode.Scalar, close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    output.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    output.append(UInt8(ascii: close))
    needsComma = true
  }

  /// The name of the next member; a literal without signs that need escaping.
  mutating func key(_ name: StaticString) {
    separate()
    output.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { output.append(UnsafeRawBufferPointer($0)) }
    output.append(UInt8(ascii: "\""))
    output.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// As ``key(_:)-(StaticString)``, for names out of a table.
  mutating func key(_ name: String) {
    value(name)
    output.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func value(_ number: Int) {
    separate()
    output.append(decimal: number)
    needsComma = true
  }

  /// Milliseconds with three decimals.
  mutating func value(_ duration: Duration) {
    separate()
    let microseconds = Int((duration / .microseconds(1)).rounded())
    let rest = microseconds % 1000
    output.append(decimal: microseconds / 1000)
    output.append(UInt8(ascii: "."))
    if rest < 100 { output.append(UInt8(ascii: "0")) }
    if rest < 10 { output.append(UInt8(ascii: "0")) }
    output.append(decimal: rest)
    needsComma = true
  }

  mutating func value(_ flag: Bool) {
    separate()
    let word: StaticString = flag ? "true" : "false"
    word.withUTF8Buffer { output.append(UnsafeRawBufferPointer($0)) }
    needsComma = true
  }

  mutating func value(_ text: String) {
    separate()
    var text = text
    output.append(UInt8(ascii: "\""))
    text.withUTF8 { output.append(escaping: UnsafeRawBufferPointer($0)) }
    output.append(UInt8(ascii: "\""))
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
    let isPlain = content.withUnsafeBytes { ByteSink.isASCII($0) }
    if isPlain {
      key(name)
      output.append(UInt8(ascii: "\""))
      content.withUnsafeBytes { output.append(escaping: $0) }
      output.append(UInt8(ascii: "\""))
      needsComma = true
      return
    }
    if let text = String(validating: content, as: UTF8.self) { return member(name, text) }
    member(name, String(decoding: content, as: UTF8.self))
    member(bytesName, JSONWriter.base64(content))
  }

  private func separate() {
    if needsComma { output.append(UInt8(ascii: ",")) }
  }

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
