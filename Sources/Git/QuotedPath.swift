/// Paths as git writes them where a line end separates: in C's quotes when they hold a control character, a
/// quote or a backslash (with `core.quotepath=off`, bytes from 128 up stay as they are).
enum QuotedPath {
  /// `path` behind `prefix`, quoted when git would.
  static func quoted(_ path: [UInt8], prefix: String) -> [UInt8] {
    let whole = Array(prefix.utf8) + path
    guard whole.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 || $0 == 0x5C }) else { return whole }
    var output: [UInt8] = [0x22]
    for byte in whole {
      if let letter = letter(for: byte) {
        output += [0x5C, letter]
      } else if byte < 0x20 || byte == 0x7F {
        output += [0x5C, 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
      } else {
        output.append(byte)
      }
    }
    return output + [0x22]
  }

  /// The path that `text` stands for; what is not well quoted stays as it is.
  static func unquoted(_ text: some Collection<UInt8>) -> [UInt8] {
    let whole = Array(text)
    guard whole.count >= 2, whole.first == 0x22, whole.last == 0x22 else { return whole }
    var output: [UInt8] = []
    var rest = whole[1..<(whole.count - 1)]
    while let byte = rest.popFirst() {
      guard byte == 0x5C else {
        output.append(byte)
        continue
      }
      guard let sign = rest.popFirst() else { return whole }
      if (0x30...0x33).contains(sign) {
        guard let middle = rest.popFirst(), let last = rest.popFirst(), (0x30...0x37).contains(middle),
          (0x30...0x37).contains(last)
        else { return whole }
        output.append((sign - 0x30) << 6 | (middle - 0x30) << 3 | (last - 0x30))
      } else if let byte = letters.first(where: { $0.letter == sign })?.byte {
        output.append(byte)
      } else {
        return whole
      }
    }
    return output
  }

  private static func letter(for byte: UInt8) -> UInt8? { letters.first { $0.byte == byte }?.letter }

  private static let letters: [(byte: UInt8, letter: UInt8)] = [
    (0x07, 0x61), (0x08, 0x62), (0x09, 0x74), (0x0A, 0x6E), (0x0B, 0x76), (0x0C, 0x66), (0x0D, 0x72),
    (0x22, 0x22),
    (0x5C, 0x5C),
  ]
}
