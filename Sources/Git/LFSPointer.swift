/// The small text that git LFS keeps in place of a large file.
///
/// - Source: the git-lfs specification, `docs/spec.md`: lines `key SP value LF`, `version` first, the others in
///   order of their names, under 1,024 bytes in all.
package struct LFSPointer: Sendable, Equatable {
  /// The hash of the real content, as 64 hexadecimal digits.
  package let contentHash: String

  /// Bytes in the real content.
  package let size: Int

  /// The largest pointer.
  package static let limitBytes = 1024

  /// Reads a blob's content; nil when it is no pointer. Cost: a comparison for nearly every blob.
  package init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count < LFSPointer.limitBytes, bytes.starts(with: "version https://".utf8) else { return nil }
    var hash: String?
    var size: Int?
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
      let value = String(decoding: line[(space + 1)...], as: UTF8.self)
      switch String(decoding: line[..<space], as: UTF8.self) {
      case "version":
        guard index == 0, LFSPointer.versions.contains(value) else { return nil }
      case "oid":
        let digits = value.dropFirst("sha256:".count)
        guard value.hasPrefix("sha256:"), digits.count == 64, digits.allSatisfy(\.isHexDigit) else {
          return nil
        }
        hash = String(digits)
      case "size": size = Int(value)
      default: break  // Extensions.
      }
    }
    guard let hash, let size, size >= 0 else { return nil }
    contentHash = hash
    self.size = size
  }

  private static let versions = ["https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1"]
}
