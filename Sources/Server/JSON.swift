#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON text of what crosses the border of the process.
enum JSON {
  /// One line, keys in order, a line break at the end.
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Our own structs of strings and numbers: the only failure is a number that is not finite.
    guard let data = try? encoder.encode(value) else { return "null\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Bytes that are not UTF-8, as JSON carries them.
  static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
