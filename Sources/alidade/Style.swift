/// How text is shown on one stream: in colours or not, with control characters escaped or as they are.
struct Style: Sendable {
  /// What a piece of text is. The SGR codes are ripgrep's and git's where they have one, because people know them.
  enum Paint: String, Sendable {
    case path = "35"
    case lineNumber = "32"
    case match = "1;31"
    case dim = "2"
    case good = "1;32"
    case warning = "1;33"
    case failure = "31;1"
    case bold = "1"
    case escape = "7"
  }

  let hasColor: Bool

  /// Control characters are escaped where a person looks: on a terminal, and in colours, which end up on one.
  let escapesControls: Bool

  init(hasColor: Bool, isTerminal: Bool) {
    self.hasColor = hasColor
    escapesControls = hasColor || isTerminal
  }

  /// Adds trusted text.
  func append(_ bytes: some Sequence<UInt8>, _ paint: Paint, to line: inout [UInt8]) {
    open(paint, &line)
    line.append(contentsOf: bytes)
    close(&line)
  }

  /// Adds text from outside in a colour.
  func appendSafely(_ bytes: ArraySlice<UInt8>, _ paint: Paint, to line: inout [UInt8]) {
    open(paint, &line)
    appendSafely(bytes, reopening: paint, to: &line)
    close(&line)
  }

  private func open(_ paint: Paint, _ line: inout [UInt8]) {
    guard hasColor else { return }
    line.append(contentsOf: "\u{1B}[\(paint.rawValue)m".utf8)
  }

  private func close(_ line: inout [UInt8]) {
    if hasColor { line.append(contentsOf: "\u{1B}[0m".utf8) }
  }
}

extension Style {
  /// Adds text from outside. Where a person looks, whatever could move the cursor, change the terminal's state,
  /// reorder or hide text is written as `\x1b` or `\u{202e}`; elsewhere bytes stay as they are.
  func appendSafely(
    _ bytes: some Collection<UInt8>, keepsNewlines: Bool = false, reopening paint: Paint? = nil,
    to line: inout [UInt8]
  ) {
    guard escapesControls else {
      line.append(contentsOf: bytes)
      return
    }
    var rest = Array(bytes)[...]
    while let byte = rest.first {
      if byte >= 0x20 && byte < 0x7F || byte == 0x09 || keepsNewlines && byte == 0x0A {
        line.append(byte)
        rest = rest.dropFirst()
        continue
      }
      let length = scalarLength(rest)
      if length <= 1 {
        escape("\\x" + hexadecimal(UInt32(byte), 2), paint, &line)
        rest = rest.dropFirst()
        continue
      }
      // scalarLength(_:) has just found a well-formed scalar here.
      let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first!
      if Self.isHarmful(scalar) {
        escape("\\u{" + hexadecimal(scalar.value, 1) + "}", paint, &line)
      } else {
        line.append(contentsOf: rest.prefix(length))
      }
      rest = rest.dropFirst(length)
    }
  }

  private func escape(_ text: String, _ paint: Paint?, _ line: inout [UInt8]) {
    append(text.utf8, .escape, to: &line)
    if let paint { open(paint, &line) }
  }

  private func hexadecimal(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// C1 controls, line separators, bidirectional controls, zero-width and tag characters, and the byte order mark.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  /// Bytes of the well-formed UTF-8 sequence of two or more bytes at the start; 0 when there is none.
  private func scalarLength(_ bytes: ArraySlice<UInt8>) -> Int {
    let expected: Int
    switch bytes.first ?? 0 {
    case 0xC2...0xDF: expected = 2
    case 0xE0...0xEF: expected = 3
    case 0xF0...0xF4: expected = 4
    default: return 0
    }
    guard bytes.count >= expected else { return 0 }
    // Overlong forms, surrogates and values past U+10FFFF differ from others only in the second byte, which
    // the validating initialiser knows.
    return String(validating: bytes.prefix(expected), as: UTF8.self) == nil ? 0 : expected
  }
}
