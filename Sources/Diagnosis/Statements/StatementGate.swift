import Containers
import Foundation
import Search

/// Decides whether the evidence for a statement is enough to name it.
///
/// The best of half a million statements fits something of any text, so that a fit alone says little. What tells a
/// statement that wrote a line from one that happens to fit is weighed by a logistic model over few features. Its weights
/// are in bits: each bit doubles the odds that the statement is the right one.
///
/// - Source: weights and threshold are what `scripts/fit-gate.py` gives for lines with known statements and lines of
///   systems that are not indexed (docs/benchmarks.md); a new fit is pasted here. Of the lines of a system that the fit
///   did not know, one in two hundred passes.
enum StatementGate {
  /// Bits beyond those that are needed; negative when they are too few.
  static func surplus(_ match: StatementMatch, isPeeled: Bool) -> Float {
    let evidence = match.evidence
    var bits: Float = -20.79
    // The words are not independent of each other: twice the bits are not twice the evidence.
    bits += 1.78 * log2(1 + max(0, match.bits))
    bits += 0.38 * min(14, evidence.rarest)
    bits += 0.19 * Float(min(6, evidence.words))
    bits += 4.87 * Float(evidence.literalBytes) / Float(max(1, evidence.messageBytes))
    bits += 1.51 * evidence.share
    // Points to the next best statement of another text.
    bits += 0.11 * max(0, min(20, evidence.margin))
    // Values of the right types at their places speak for it.
    bits += evidence.holes == 0 ? 0.4 : 1.62 * Float(min(3, evidence.holes))
    // Words that other statements have and this one lets pass as values speak against it.
    bits -= 0.64 * log2(1 + Float(evidence.unexplainedWords))
    // Logger, file and level of the header.
    bits += 0.45 * max(0, min(9, evidence.header)) + 3.04 * min(0, max(-4, evidence.header))
    if evidence.isAside { bits -= 1.37 }
    if isPeeled { bits -= 0.89 }
    switch match.fit {
    case .whole: break
    case .truncated: bits -= 2.6
    case .inside: bits -= 3.04
    case .partial: return -.infinity
    }
    switch match.hit.site.kind {
    // Nothing says that such a text is ever written out.
    case .text, .constant, .call: bits -= 2.92
    // Exceptions say what exceptions say everywhere.
    case .raise, .error, .check: bits -= 1.4
    case .log, .print, .panic: break
    }
    return bits
  }
}
