/// A piece of HTML: escaped on the way in, so that what is in it is always markup.
///
/// Write pages as string literals. Text interpolated into one is escaped for the place it stands in,
/// `HTML` interpolated into one goes through as it is:
///
/// ```swift
/// let row: HTML = "<a href=\"\(url)\">\(fileName)</a>"
/// ```
///
/// The literal parts are followed by a small state machine (text, tag, quoted value), so a value that would
/// stand without quotes, or markup inside quotes, stops the program at its first rendering instead of
/// becoming a hole. That only depends on the templates, never on what is put into them.
package struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// The markup, valid UTF-8.
  package private(set) var bytes: [UInt8]

  /// No markup.
  package init() {
    bytes = []
  }

  /// Markup from a literal of the program.
  package init(stringLiteral literal: StaticString) {
    bytes = literal.withUTF8Buffer { [UInt8]($0) }
  }

  /// Markup from a literal with values in it.
  package init(stringInterpolation: StringInterpolation) {
    bytes = stringInterpolation.bytes
  }

  fileprivate init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A whole number, without separators.
  package init(number: Int) {
    bytes = Array(String(number).utf8)
  }

  /// True when there is no markup.
  package var isEmpty: Bool { bytes.isEmpty }

  /// The markup as text, for tests and golden files.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends markup to markup.
  package static func += (left: inout HTML, right: HTML) {
    left.bytes.append(contentsOf: right.bytes)
  }

  /// Appends text for between tags, escaped like ``escaped(_:)-(String)``. `isValid` when it is known to be
  /// UTF-8, which saves decoding it.
  mutating func appendText(_ text: UnsafeBufferPointer<UInt8>, isValid: Bool) {
    if isValid {
      Escaping.appendText(text, to: &bytes)
    } else {
      Escaping.appendText(String(decoding: text, as: UTF8.self), to: &bytes)
    }
  }

  /// Makes room for `count` more bytes.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// Escaped text for between tags: invisible characters are drawn as boxes.
  package static func escaped(_ text: String) -> HTML {
    var output: [UInt8] = []
    Escaping.appendText(text, to: &output)
    return HTML(bytes: output)
  }

  /// Escaped text of a file in any encoding: bytes that are not UTF-8 show as U+FFFD.
  package static func escaped(_ text: some Collection<UInt8>) -> HTML {
    escaped(String(decoding: text, as: UTF8.self))
  }

  /// A name on one line: like ``escaped(_:)-(String)``, with line breaks and tabs drawn as boxes too.
  package static func name(_ text: String) -> HTML {
    var output: [UInt8] = []
    Escaping.appendText(text, to: &output, boxesWhitespace: true)
    return HTML(bytes: output)
  }

  /// ` name="value"` with a leading space, for the inside of a tag.
  package static func attribute(_ name: StaticString, _ value: String) -> HTML {
    var output: [UInt8] = [0x20]
    name.withUTF8Buffer { output.append(contentsOf: $0) }
    output.append(contentsOf: [0x3D, 0x22])
    Escaping.appendAttribute(value, to: &output)
    output.append(0x22)
    return HTML(bytes: output)
  }
}

extension HTML {
  /// Collects a literal and what is interpolated into it.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []
    private var place = Place.text

    /// Where in the markup the next interpolation stands.
    private enum Place { case text, tag, value }

    /// Reserves room for the literal and some for each value.
    package init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + 32 * interpolationCount)
    }

    /// The program's own markup, as it is.
    package mutating func appendLiteral(_ literal: StaticString) {
      literal.withUTF8Buffer { literalBytes in
        for byte in literalBytes {
          switch (place, byte) {
          case (.text, 0x3C): place = .tag  // <
          case (.tag, 0x3E): place = .text  // >
          case (.tag, 0x22): place = .value  // "
          case (.value, 0x22): place = .tag
          default: break
          }
        }
        bytes.append(contentsOf: literalBytes)
      }
    }

    /// Text, escaped for where it stands.
    package mutating func appendInterpolation(_ text: some StringProtocol) {
      switch place {
      case .text:
        precondition(bytes.last != 0x3D, "an attribute outside of a tag: use HTML.attribute")
        precondition(!bytes.hasSuffix("=\""), "an attribute outside of a tag: use HTML.attribute")
        Escaping.appendText(String(text), to: &bytes)
      case .value: Escaping.appendAttribute(String(text), to: &bytes)
      case .tag: preconditionFailure("text in a tag needs quotes around it")
      }
    }

    /// A whole number, without separators.
    package mutating func appendInterpolation(_ number: Int) {
      bytes.append(contentsOf: String(number).utf8)
    }

    /// Markup: elements between tags, attributes inside a tag.
    package mutating func appendInterpolation(_ html: HTML) {
      precondition(place != .value, "markup inside an attribute value")
      bytes.append(contentsOf: html.bytes)
    }

    /// Markup or nothing.
    package mutating func appendInterpolation(_ html: HTML?) {
      if let html { appendInterpolation(html) }
    }

    /// Pieces of markup one after the other.
    package mutating func appendInterpolation(_ pieces: some Sequence<HTML>) {
      for piece in pieces { appendInterpolation(piece) }
    }

    /// Text where no element may stand (`title`, `option`): invisible characters become `[U+202E]`.
    package mutating func appendInterpolation(plain text: String) {
      precondition(place == .text, "plain text outside of an element")
      Escaping.appendPlain(text, to: &bytes)
    }
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ suffix: StaticString) -> Bool {
    suffix.withUTF8Buffer { self.suffix($0.count).elementsEqual($0) }
  }
}
