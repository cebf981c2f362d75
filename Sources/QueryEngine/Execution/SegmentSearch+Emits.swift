import SearchIndex

extension SegmentSearch {
  /// Adds the statements of the current document that emit what an atom asks for to the matches of a hit.
  func addStatements(_ atom: Int, to matches: inout [TextMatch]) -> AtomFeatures {
    var features = AtomFeatures()
    for range in symbols?.emits[atom]?.statements(ofDocument: current) ?? [] {
      let inText = range.clamped(to: 0..<record.textLength)
      guard !inText.isEmpty else { continue }
      matches.append(TextMatch(atom: atom, range: inText))
      features.matches += 1
    }
    features.probed = min(features.matches, AtomFeatures.probeLimit)
    features.wholeWords = features.probed
    return features
  }
}
