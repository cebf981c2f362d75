import Containers
import RegexEngine
import SearchIndex
package import Syntax

/// A match of a pattern of code in a document.
package struct StructureHit: Sendable, Equatable {
  /// Which content atom of the query matched.
  package var atom: Int
  /// Where, and what its holes stand for.
  package var match: StructureMatch
}

/// What patterns of code cost in a search, and what they could not read.
package struct StructureCounters: Sendable, Equatable {
  /// Documents whose code was read.
  package var documents = 0
  /// Bytes of them.
  package var bytes = 0
  /// Documents whose answer was known from an earlier search.
  package var known = 0
  /// Documents that are too large to be parsed.
  package var tooLarge = 0
  /// Documents at which a grammar failed.
  package var failed = 0
  /// Documents in which a limit ended the search early.
  package var cutShort = 0

  /// Nothing read.
  package init() {}

  mutating func add(_ other: StructureCounters) {
    documents += other.documents
    bytes += other.bytes
    known += other.known
    tooLarge += other.tooLarge
    failed += other.failed
    cutShort += other.cutShort
  }
}

extension SegmentSearch {
  /// The matches of a pattern of code in the current document, in the order of the text.
  func structures(_ atom: Int) throws(SegmentError) -> [StructureMatch] {
    if let known = structureMatches[atom] { return known }
    guard let condition = query.contentAtoms[atom].structure, let reader = query.structures,
      condition.languageNumbers.contains(record.language), let language = LanguageTable[record.language],
      record.textLength > 0
    else { return [] }
    let text = try self.reader.text(record)
    var found: [StructureMatch] = []
    switch reader.structures(
      condition.pattern, in: text, of: segment.id(ofDocument: current), language: language)
    {
    case .tooLarge: counters.structure.tooLarge += 1
    case .failed: counters.structure.failed += 1
    case .found(let answer, let isKnown):
      if isKnown {
        counters.structure.known += 1
      } else {
        counters.structure.documents += 1
        counters.structure.bytes += text.count
      }
      if !answer.isComplete { counters.structure.cutShort += 1 }
      found = answer.matches.filter { holds($0, condition, matchers.hole[atom], text) }
      // A match may begin where another one does and end earlier.
      found.sort { ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound) }
    }
    structureMatches[atom] = found
    return found
  }

  /// Whether the conditions on holes hold. A hole that is not there satisfies none.
  private func holds(
    _ match: StructureMatch, _ condition: StructureCondition, _ matchers: [Matcher],
    _ text: UnsafeRawBufferPointer
  ) -> Bool {
    for (hole, matcher) in zip(condition.conditions, matchers) {
      guard let range = match.captures.first(where: { $0.variable == hole.variable })?.range else {
        return false
      }
      let part = UnsafeRawBufferPointer(rebasing: text[range])
      if matcher.hasMatch(in: part, range: 0..<part.count) == hole.isNegated { return false }
    }
    return true
  }

  /// Adds the matches of a pattern of code to those of a hit.
  func addStructures(
    _ atom: Int, to matches: inout [TextMatch], _ hit: inout DocumentHit
  ) throws(SegmentError) -> AtomFeatures {
    let found = try structures(atom)
    for match in found { matches.append(TextMatch(atom: atom, range: match.range)) }
    for match in found.prefix(options.matchesKept) {
      hit.structures.append(StructureHit(atom: atom, match: match))
    }
    var features = AtomFeatures()
    features.matches = found.count
    features.probed = min(found.count, AtomFeatures.probeLimit)
    features.wholeWords = features.probed
    return features
  }
}
