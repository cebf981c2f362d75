/// A JSON value as messages carry it.
///
/// - Source: RFC 8259. Own code because depth is bounded, text is taken as bytes, and a message of some megabytes, a
///   whole file as one string, is read in one pass.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  /// Numbers without fraction or exponent that fit.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Members in order; of two with one name the last counts.
  case object([(name: String, value: JSONValue)])

  /// Values within values at most.
  package static let depthMax = 128

  /// Reads a whole text; nil when it is not one JSON value.
  package init?(parsing bytes: [UInt8]) {
    let value = bytes.withUnsafeBufferPointer { buffer -> JSONValue? in
      var parser = Parser(bytes: buffer)
      guard let value = parser.value(depth: 0) else { return nil }
      parser.skipBlanks()
      return parser.position == buffer.count ? value : nil
    }
    guard let value else { return nil }
    self = value
  }

  /// The member called `name`; nil when this is no object or has none.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The text of a string.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number of an integer.
  package var integer: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The elements of a list; none for anything else.
  package var elements: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }

  /// True for `true`.
  package var isTrue: Bool { self == .boolean(true) }

  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    default: false
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  /// `true` and `false` as they stand in Swift.
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (name: $0.0, value: $0.1) })
  }
}

extension JSONValue {
  /// The value as text, without blanks.
  package var bytes: [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .boolean(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += "\(value)".utf8
    case .number(let value): output += (value.isFinite ? "\(value)" : "null").utf8
    case .string(let text): Self.write(text, to: &output)
    case .array(let values):
      output.append(0x5B)
      for (index, value) in values.enumerated() {
        if index > 0 { output.append(0x2C) }
        value.write(to: &output)
      }
      output.append(0x5D)
    case .object(let members):
      output.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(0x2C) }
        Self.write(member.name, to: &output)
        output.append(0x3A)
        member.value.write(to: &output)
      }
      output.append(0x7D)
    }
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: output += [0x5C, byte]
      case 0x0A: output += "\\n".utf8
      case 0x00..<0x20: output += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: output.append(byte)
      }
    }
    output.append(0x22)
  }
}

/// Reads a text from front to back; every function gives nil at the first fault.
private struct Parser {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count,
      word.withUTF8Buffer({ $0.elementsEqual(bytes[position..<position + count]) })
    else { return false }
    position += count
    return true
  }

  mutating func value(depth: Int) -> JSONValue? {
    skipBlanks()
    guard depth < JSONValue.depthMax, position < bytes.count else { return nil }
    switch bytes[position] {
    case 0x7B: return object(depth)
    case 0x5B: return array(depth)
    case 0x22: return string().map { .string($0) }
    case 0x74: return take("true") ? .boolean(true) : nil
    case 0x66: return take("false") ? .boolean(false) : nil
    case 0x6E: return take("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func object(_ depth: Int) -> JSONValue? {
    position += 1
    var members: [(name: String, value: JSONValue)] = []
    skipBlanks()
    if take(0x7D) { return .object(members) }
    while true {
      skipBlanks()
      guard position < bytes.count, bytes[position] == 0x22, let name = string() else { return nil }
      skipBlanks()
      guard take(0x3A), let value = value(depth: depth + 1) else { return nil }
      members.append((name, value))
      skipBlanks()
      if take(0x7D) { return .object(members) }
      guard take(0x2C) else { return nil }
    }
  }

  private mutating func array(_ depth: Int) -> JSONValue? {
    position += 1
    var values: [JSONValue] = []
    skipBlanks()
    if take(0x5D) { return .array(values) }
    while true {
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
      skipBlanks()
      if take(0x5D) { return .array(values) }
      guard take(0x2C) else { return nil }
    }
  }

  private mutating func number() -> JSONValue? {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: position += 1
      default: return Self.number(bytes[start..<position])
      }
    }
    return Self.number(bytes[start..<position])
  }

  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> JSONValue? {
    // Longer ones are no numbers anybody sends, and slow to read.
    guard let first = digits.first, first == 0x2D || (0x30...0x39).contains(first), digits.count <= 64 else {
      return nil
    }
    let text = String(decoding: digits, as: UTF8.self)
    if let value = Int(text) { return .integer(value) }
    return Double(text).map { .number($0) }
  }

  private mutating func string() -> String? {
    position += 1
    var output: [UInt8] = []
    var start = position
    while position < bytes.count {
      switch bytes[position] {
      case 0x22:
        output += bytes[start..<position]
        position += 1
        // Bytes that are no UTF-8 become replacement characters.
        return String(decoding: output, as: UTF8.self)
      case 0x5C:
        output += bytes[start..<position]
        position += 1
        guard escape(into: &output) else { return nil }
        start = position
      case 0x00..<0x20: return nil
      default: position += 1
      }
    }
    return nil
  }

  private mutating func escape(into output: inout [UInt8]) -> Bool {
    guard position < bytes.count else { return false }
    let letter = bytes[position]
    position += 1
    switch letter {
    case 0x22, 0x5C, 0x2F: output.append(letter)
    case 0x62: output.append(0x08)
    case 0x66: output.append(0x0C)
    case 0x6E: output.append(0x0A)
    case 0x72: output.append(0x0D)
    case 0x74: output.append(0x09)
    case 0x75:
      guard let first = unit() else { return false }
      var units = [first]
      // The second half of a pair, if it is there.
      if (0xD800..<0xDC00).contains(first), take("\\u") {
        guard let second = unit() else { return false }
        units.append(second)
      }
      output += String(decoding: units, as: UTF16.self).utf8
    default: return false
    }
    return true
  }

  private mutating func unit() -> UInt16? {
    guard bytes.count - position >= 4 else { return nil }
    var value: UInt16 = 0
    for byte in bytes[position..<position + 4] {
      let digit: UInt16
      switch byte {
      case 0x30...0x39: digit = UInt16(byte) - 0x30
      case 0x41...0x46: digit = UInt16(byte) - 0x37
      case 0x61...0x66: digit = UInt16(byte) - 0x57
      default: return nil
      }
      value = value << 4 | digit
    }
    position += 4
    return value
  }
}
