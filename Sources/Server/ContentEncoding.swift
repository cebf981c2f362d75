import Platform

/// Compression of replies.
struct ContentEncoding: Sendable {
  /// Best first.
  let libraries: [CompressionLibrary]

  /// Smaller bodies fit one packet anyway.
  static let bytesMin = 1024

  /// The compression that the client takes, the best of ours among equals; nil for none.
  ///
  /// - Source: RFC 9110, section 12.5.3.
  func chosen(_ acceptEncoding: String?) -> CompressionLibrary? {
    guard let acceptEncoding else { return nil }
    var qualities: [Substring: Double] = [:]
    for part in acceptEncoding.split(separator: ",").prefix(32) {
      let pieces = part.split(separator: ";").map { piece in
        piece.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
      }
      guard let name = pieces.first else { continue }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") || $0.hasPrefix("Q=") }
      qualities[name] = weight.map { Double($0.dropFirst(2)) ?? 1 } ?? 1
    }
    var best: (library: CompressionLibrary, quality: Double)?
    for library in libraries {
      let quality = qualities[library.name[...]] ?? qualities["*"] ?? 0
      if quality > best?.quality ?? 0 { best = (library, quality) }
    }
    // A client may like plain bytes better.
    guard let best, best.quality >= qualities["identity"] ?? 0 else { return nil }
    return best.library
  }

  /// Whether bodies of this type get smaller.
  static func isCompressible(_ type: String) -> Bool {
    let name = type.prefix { $0 != ";" }.lowercased()
    return name.hasPrefix("text/") || name.hasSuffix("json") || name.hasSuffix("xml")
      || ["application/javascript", "image/svg+xml"].contains(name)
  }
}
