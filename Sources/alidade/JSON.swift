/// A JSON document to be written. Only the command line's own messages are made of it: domain types are not
/// serialisable by themselves (STYLE: what crosses a process border has its own shape).
indirect enum JSON: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  /// In the order given.
  case object([(String, JSON)])

  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }

  /// `{"text": …}`, or `{"bytes": base64}` when the bytes are not UTF-8: the shape ripgrep gave it.
  static func text(_ bytes: some Collection<UInt8>) -> JSON {
    if let text = String(validating: bytes, as: UTF8.self) { return ["text": .string(text)] }
    return ["bytes": .string(base64(Array(bytes)))]
  }

  /// Seconds and nanoseconds with a form for people: the shape ripgrep gave it.
  static func duration(_ duration: Duration) -> JSON {
    let parts = duration.components
    let nanoseconds = Int(parts.attoseconds / 1_000_000_000)
    return [
      "secs": .integer(Int(parts.seconds)), "nanos": .integer(nanoseconds),
      "human": .string(formatted(duration)),
    ]
  }

  static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  /// The document on one line, with its newline.
  var line: [UInt8] {
    var output: [UInt8] = []
    append(to: &output)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private func append(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .boolean(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += String(value).utf8
    case .number(let value): output += (value.isFinite ? String(value) : "null").utf8
    case .string(let value): Self.append(value, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.append(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        Self.append(member.0, to: &output)
        output.append(UInt8(ascii: ":"))
        member.1.append(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  /// U+007F to U+009F and the bidirectional controls are legal in JSON but not on a terminal: escaped too.
  private static func append(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: output += "\\\"".utf8
      case 0x5C: output += "\\\\".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0D: output += "\\r".utf8
      case 0x09: output += "\\t".utf8
      case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069:
        let digits = String(scalar.value, radix: 16)
        output += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      // Every Unicode scalar has an encoding in UTF-8.
      default: output.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// RFC 4648, with padding.
  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value: UInt32 = 0
      for index in 0..<3 { value = value << 8 | (index < group.count ? UInt32(group[start + index]) : 0) }
      for index in 0..<4 {
        let digit = alphabet[Int(value >> UInt32(18 - 6 * index) & 63)]
        output.append(index <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
