import Containers
import Foundation
import Search

/// Decides whether the evidence for a statement is enough to name it.
///
/// The best of half a million statements fits something of any text, so that a fit alone says little. What tells a
/// statement that wrote a line from one that happens to fit is weighed by a logistic model over few features. Its weights
/// are in bits: each bit doubles the odds that the statement is the right one. They were fitted to lines with known
/// statements and to lines of systems that are not indexed (docs/benchmarks.md); the threshold is where
/// fewer than one line in a hundred of the latter passes.
enum StatementGate {
  /// Bits beyond those that are needed; negative when they are too few.
  static func surplus(_ match: StatementMatch, isPeeled: Bool) -> Float {
    let evidence = match.evidence
    var bits: Float = -16.8
    // The words are not independent of each other: twice the bits are not twice the evidence.
    bits += 1.9 * log2(1 + max(0, match.bits))
    bits += 0.37 * min(14, evidence.rarest)
    bits += 4 * Float(evidence.literalBytes) / Float(max(1, evidence.messageBytes))
    // Values of the right types at their places speak for it.
    bits += 1.5 * Float(min(3, evidence.holes))
    // Words that other statements have and this one lets pass as values speak against it.
    bits -= 0.37 * Float(min(10, evidence.unexplainedWords))
    // By hand, since the lines of the fit had no headers: a logger's name in the path of a chance fit is rare.
    bits += 0.5 * min(8, max(-4, evidence.header))
    if evidence.words <= 1 { bits -= 2.2 }
    if isPeeled { bits -= 1.7 }
    switch match.fit {
    case .whole: break
    case .truncated: bits -= 4.9
    case .inside: bits -= 3.8
    case .partial: return -.infinity
    }
    switch match.hit.site.kind {
    // Nothing says that such a text is ever written out.
    case .text, .constant, .call: bits -= 3.2
    default: break
    }
    return bits
  }
}
