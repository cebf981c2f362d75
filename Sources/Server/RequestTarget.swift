/// Path and parameters of a request.
struct RequestTarget {
  /// The part before `?`, percent-encoded as it came.
  let path: String
  /// The part after `?`, as it came.
  let query: String
  /// Names and values in order, decoded.
  let parameters: [(name: String, value: String)]

  /// Why a target cannot be read.
  enum Fault: Error {
    /// A `%` without two hexadecimal digits, or bytes that are not UTF-8.
    case badEncoding(String)
  }

  /// Parameters read at most; more come from nobody's form.
  static let parameterLimit = 64

  /// Cuts and decodes an origin-form target. A fragment is not sent by browsers and is cut off.
  init(_ target: String) throws(Fault) {
    let whole = target.prefix { $0 != "#" }
    let mark = whole.firstIndex(of: "?")
    path = String(whole[..<(mark ?? whole.endIndex)])
    query = mark.map { String(whole[whole.index(after: $0)...]) } ?? ""
    var parameters: [(name: String, value: String)] = []
    for part in query.split(separator: "&", maxSplits: RequestTarget.parameterLimit).prefix(
      RequestTarget.parameterLimit)
    {
      let equals = part.firstIndex(of: "=")
      let name = part[..<(equals ?? part.endIndex)]
      let value = equals.map { part[part.index(after: $0)...] } ?? ""
      guard let name = RequestTarget.decoded(name, plusIsSpace: true) else {
        throw .badEncoding(String(name))
      }
      guard let value = RequestTarget.decoded(value, plusIsSpace: true) else { throw .badEncoding(name) }
      parameters.append((name, value))
    }
    self.parameters = parameters
  }

  /// The first value of `name`.
  subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Undoes percent-encoding. Nil for a broken escape and for bytes that are not UTF-8.
  static func decoded(_ text: Substring, plusIsSpace: Bool = false) -> String? {
    decodedBytes(text, plusIsSpace: plusIsSpace).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// Undoes percent-encoding, whatever the bytes are. Nil for a broken escape.
  static func decodedBytes(_ text: Substring, plusIsSpace: Bool = false) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var iterator = text.utf8.makeIterator()
    while let byte = iterator.next() {
      if byte == 0x25 {
        guard let high = iterator.next().flatMap(hexValue), let low = iterator.next().flatMap(hexValue) else {
          return nil
        }
        bytes.append(high &<< 4 | low)
      } else {
        bytes.append(plusIsSpace && byte == 0x2B ? 0x20 : byte)
      }
    }
    return bytes
  }

  /// An address as it may stand in a header: what is not visible ASCII, and `<` `>` `"`, is escaped.
  static func escapedForHeader(_ address: String) -> String {
    var output = ""
    for byte in address.utf8 {
      if byte > 0x20, byte < 0x7F, ![0x22, 0x3C, 0x3E].contains(byte) {
        output.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        output += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return output
  }

  private static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit &- 0x30
    case 0x41...0x46: digit &- 0x37
    case 0x61...0x66: digit &- 0x57
    default: nil
    }
  }
}
