/// What is checked of the parameters of pages. Unknown ones are passed over, since addresses of pages are passed
/// around and gather some; a known one with a value that means nothing is a fault, as it is in the API.
enum PageParameters {
  /// What is wrong with `target`; nil when nothing is.
  static func fault(in target: RequestTarget) -> String? {
    for (name, value) in target.parameters {
      if value.unicodeScalars.contains(where: isControl) || name.unicodeScalars.contains(where: isControl) {
        return "A parameter holds control characters."
      }
      switch name {
      case "ctx": if !isNumber(value, in: 0...10) { return "ctx is a number from 0 to 10." }
      case "part": if !isNumber(value, in: 1...1_000_000) { return "part is a number from 1 to 1000000." }
      case "at":
        if Site.place(value) == nil { return "at is a line and a column, like 12:5, both from 1." }
      case "show":
        if !["meaning", "uses"].contains(value) { return "show is meaning or uses." }
      case "from":
        if !(7...64).contains(value.utf8.count) || !value.utf8.allSatisfy(isHexDigit) {
          return "from is the id of a commit."
        }
      case "L":
        if Site.lineRanges(value).isEmpty { return "L is a line like 10, or first and last like 10-20." }
      default: break
      }
    }
    return nil
  }

  /// No name holds a zero byte, and what is handed to other programs ends there.
  static func isHostile(path: String) -> Bool {
    path.contains("%00") || path.utf8.contains(0)
  }

  private static func isNumber(_ text: String, in range: ClosedRange<Int>) -> Bool {
    APIParameter.integer(text).map { range.contains($0) } ?? false
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && ![0x09, 0x0A, 0x0D].contains(scalar.value)) || scalar.value == 0x7F
  }
}
