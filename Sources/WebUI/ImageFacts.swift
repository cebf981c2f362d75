/// The size of a picture, from its first bytes, so that a page can leave the room for it.
///
/// - Source: PNG (RFC 2083 §3.2), GIF89a §18, JPEG (ITU T.81 annex B), the WebP container, BMP's info header.
package struct ImageFacts: Equatable, Sendable {
  /// For the `Content-Type` header.
  package var contentType: String
  /// Pixels.
  package var width: Int
  package var height: Int

  /// Pixels of an edge that is believed.
  private static let edgeMax = 100_000

  /// Reads the head of `bytes`; nil for what is no picture that browsers show, whatever its name says.
  package init?(_ bytes: [UInt8]) {
    guard let found = Self.size(bytes), (1...Self.edgeMax).contains(found.1),
      (1...Self.edgeMax).contains(found.2)
    else { return nil }
    (contentType, width, height) = found
  }

  /// True for names of pictures.
  package static func isShown(_ path: [UInt8]) -> Bool {
    let name = String(decoding: path.suffix(8), as: UTF8.self).lowercased()
    return [".png", ".gif", ".jpg", ".jpeg", ".webp", ".bmp", ".ico"].contains { name.hasSuffix($0) }
  }

  private static func size(_ bytes: [UInt8]) -> (String, Int, Int)? {
    func little(_ at: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }
    func big(_ at: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 << 8 | Int(bytes[at + $1]) } }
    guard bytes.count >= 30 else { return nil }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      return ("image/png", big(16, 4), big(20, 4))
    }
    if bytes.starts(with: "GIF8".utf8) { return ("image/gif", little(6, 2), little(8, 2)) }
    if bytes.starts(with: "BM".utf8) {
      let height = Int(Int32(truncatingIfNeeded: little(22, 4)))
      return ("image/bmp", little(18, 4), abs(height))
    }
    if bytes.starts(with: [0, 0, 1, 0]) {
      return ("image/x-icon", bytes[6] == 0 ? 256 : Int(bytes[6]), bytes[7] == 0 ? 256 : Int(bytes[7]))
    }
    if bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
      switch String(decoding: bytes[12..<16], as: UTF8.self) {
      case "VP8 ": return ("image/webp", little(26, 2) & 0x3FFF, little(28, 2) & 0x3FFF)
      case "VP8L":
        let bits = little(21, 4)
        return ("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
      case "VP8X": return ("image/webp", little(24, 3) + 1, little(27, 3) + 1)
      default: return nil
      }
    }
    return bytes.starts(with: [0xFF, 0xD8, 0xFF]) ? jpeg(bytes) : nil
  }

  /// The first frame header; segments before it are passed over.
  private static func jpeg(_ bytes: [UInt8]) -> (String, Int, Int)? {
    var index = 2
    while index + 9 < bytes.count, bytes[index] == 0xFF {
      let marker = bytes[index + 1]
      if marker == 0xFF {
        index += 1
        continue
      }
      let isFrame = (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
      if isFrame {
        let height = Int(bytes[index + 5]) << 8 | Int(bytes[index + 6])
        return ("image/jpeg", Int(bytes[index + 7]) << 8 | Int(bytes[index + 8]), height)
      }
      let length = Int(bytes[index + 2]) << 8 | Int(bytes[index + 3])
      guard length >= 2 else { return nil }
      index += 2 + length
    }
    return nil
  }
}
