import Containers
import Search

/// Compares versions that programs print with the names of tags.
package enum VersionName {
  /// `1.2.3` of `v1.2.3`, `release-1.2.3`, `V_1_2_3`; nil for what has no two numbers.
  package static func normalised(_ text: String) -> String? {
    guard text.utf8.count <= 80, let start = text.firstIndex(where: \.isNumber) else { return nil }
    var name = ""
    for letter in text[start...].lowercased() {
      guard letter.isASCII, letter.isLetter || letter.isNumber || "._+-~".contains(letter) else { break }
      name.append(letter == "_" ? "." : letter)
    }
    // What follows a plus is about the build.
    name = String(name.prefix { $0 != "+" && $0 != "~" })
    while let last = name.last, last == "." || last == "-" { name.removeLast() }
    let numbers = name.split(separator: ".")
    guard numbers.count >= 2, numbers[1].first?.isNumber == true else { return nil }
    return name
  }

  /// Values of a message that the statement calls its version, by the expression or by the text before.
  static func values(of match: StatementMatch) -> [String] {
    var values: [String] = []
    var before: [UInt8] = []
    var number = 0
    var skip = false
    var isInChoice = false
    for byte in match.hit.site.skeleton.bytes {
      if skip {
        skip = false
        continue
      }
      switch byte {
      case Skeleton.Sign.hole, Skeleton.Sign.choice:
        skip = byte == Skeleton.Sign.hole
        if isInChoice { continue }
        isInChoice = byte == Skeleton.Sign.choice
        if number < match.values.count {
          let value = match.values[number]
          let text = String(decoding: before.suffix(16), as: UTF8.self).lowercased()
          if value.name.lowercased().contains("version") || text.contains("version") { values.append(value.value) }
        }
        number += 1
        before = []
      case Skeleton.Sign.end: isInChoice = false
      default: if !isInChoice { before.append(byte) }
      }
    }
    return values
  }
}
