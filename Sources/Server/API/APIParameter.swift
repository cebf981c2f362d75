/// One parameter of an operation: what the OpenAPI document says of it, and what is checked.
package struct APIParameter: Sendable {
  /// Where it stands.
  package enum Place: String, Sendable { case path, query }

  /// What values it takes.
  package enum Kind: Sendable {
    /// Text of so many Unicode scalars, without control characters but tab and line breaks.
    case text(ClosedRange<Int>)
    /// Text of a narrow shape.
    case shape(Shape)
    /// A whole number, with what is taken when it is missing.
    case integer(ClosedRange<Int>, standard: Int?)
    /// One of a closed set, with what is taken when it is missing.
    case choice([String], standard: String?)
  }

  /// Texts that a few rules describe: ``pattern`` for the document, ``holds(_:)`` for the check.
  package enum Shape: String, Sendable, CaseIterable {
    /// A commit id or its beginning.
    case commit = "^[0-9a-fA-F]{4,64}$"
    /// What an earlier answer gave as `cursor`.
    case cursor = "^[A-Za-z0-9_-]{1,6000}$"
    /// `10` or `10-20`.
    case lines = "^[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?$"

    /// An ECMA-262 regex of the whole value.
    package var pattern: String { rawValue }

    /// Whether `text` has the shape.
    package func holds(_ text: String) -> Bool {
      let bytes = text.utf8
      switch self {
      case .commit: return (4...64).contains(bytes.count) && bytes.allSatisfy(Shape.isHexDigit)
      case .cursor: return (1...6000).contains(bytes.count) && bytes.allSatisfy(Shape.isCursorByte)
      case .lines:
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count <= 2
          && parts.allSatisfy { part in
            (1...9).contains(part.utf8.count) && part.utf8.allSatisfy(Shape.isDigit) && !part.hasPrefix("0")
          }
      }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
      isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
    }

    private static func isCursorByte(_ byte: UInt8) -> Bool {
      isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
    }
  }

  /// The name in the address.
  package let name: String
  /// Where it stands.
  package let place: Place
  /// What values it takes.
  package let kind: Kind
  /// Whether a request without it is refused.
  package let isRequired: Bool
  /// One sentence, without Markdown.
  package let help: String
  /// A value that works on the demo set.
  package let example: String?

  init(
    _ name: String, _ kind: Kind, in place: Place = .query, required: Bool = false, example: String? = nil,
    help: String
  ) {
    self.name = name
    self.place = place
    self.kind = kind
    self.isRequired = required || place == .path
    self.help = help
    self.example = example
  }

  /// What is wrong with `text` as a value; nil when nothing is.
  func fault(of text: String) -> String? {
    switch kind {
    case .text(let lengths):
      // Control characters are in no name and no query that a person writes; some break logs and terminals.
      guard !text.unicodeScalars.contains(where: Self.isControl) else {
        return "\(name) holds control characters"
      }
      guard lengths.contains(text.unicodeScalars.count) else {
        return "\(name) has \(lengths.lowerBound) to \(lengths.upperBound) characters"
      }
    case .shape(let shape):
      guard shape.holds(text) else { return "\(name) has the form \(shape.pattern)" }
    case .integer(let range, _):
      guard let number = Self.integer(text), range.contains(number) else {
        return "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
    case .choice(let values, _):
      guard values.contains(text) else { return "\(name) is one of \(values.joined(separator: ", "))" }
    }
    return nil
  }

  /// The number that `text` is in plain decimal digits.
  static func integer(_ text: String) -> Int? {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && ![0x09, 0x0A, 0x0D].contains(scalar.value)) || scalar.value == 0x7F
  }
}
