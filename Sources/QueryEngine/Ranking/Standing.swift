package import Syntax

/// How well placed a file is before any query is known, 0 to 255; documents are stored best first.
///
/// A search for the best results reads documents in this order and stops early, so what rarely is the answer
/// (vendored, generated and minified files, tests, deep folders) comes last.
package enum Standing {
  /// The standing of a file at `path` with `traits` and `byteCount` bytes.
  package static func of(path: String, traits: PathTraits, byteCount: Int) -> UInt8 {
    var factor = 1.0
    for (trait, weight) in weights where traits.contains(trait) { factor *= weight }
    let depth = path.utf8.count(where: { $0 == 0x2F })
    factor *= max(0.6, 1 - 0.05 * Double(max(0, depth - 2)))
    // The core of many a project is one long file; what is longer still is data.
    if byteCount > 512 << 10 { factor *= 0.7 }
    if byteCount < 64 { factor *= 0.8 }
    return UInt8(max(0, min(255, (factor * 255).rounded())))
  }

  /// What each trait of a path leaves of the standing.
  package static let weights: [(trait: PathTraits, factor: Double)] = [
    (.vendored, 0.4), (.generated, 0.4), (.minified, 0.2), (.lock, 0.3), (.test, 0.6), (.example, 0.7),
    (.documentation, 0.8),
  ]
}
