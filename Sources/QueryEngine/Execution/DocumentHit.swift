package import Containers

/// A match in the text of a document.
package struct TextMatch: Sendable, Equatable, Comparable {
  /// Which content atom of the query matched.
  package var atom: Int
  /// Where, in bytes from the start of the document's text.
  package var range: Range<Int>

  package static func < (left: TextMatch, right: TextMatch) -> Bool {
    (left.range.lowerBound, left.range.upperBound) < (right.range.lowerBound, right.range.upperBound)
  }
}

/// How one content atom fared in one document; what the score is made of.
package struct AtomFeatures: Sendable, Equatable {
  /// All matches.
  package var matches = 0
  /// Of the first ``probed`` matches, those with no word character on either side.
  package var wholeWords = 0
  /// Of the first ``probed`` matches, those that look like the definition of the name.
  package var definitions = 0
  /// Matches that were looked at closely.
  package var probed = 0
  /// What the document declares by the name that is looked for, where its symbols are known; set by whoever knows.
  package var declares: SymbolKind?

  /// Matches looked at closely in one document: enough to tell, few enough not to matter.
  static let probeLimit = 12
}

/// A document that satisfies a query.
package struct DocumentHit: Sendable {
  /// Its number in the segment.
  package var document: Int
  /// Placements that satisfy the query, at most ``placementsMax``; the first is shown.
  package var placements: [Int]
  /// All such placements, kept or not.
  package var placementCount: Int
  /// Matches in the text in ascending order, up to the limit asked for.
  package var matches: [TextMatch]
  /// The matches of patterns of code with what their holes stand for, up to the same limit for each.
  package var structures: [StructureHit] = []
  /// All matches of highlighted atoms.
  package var matchCount: Int
  /// Lines with at least one of them.
  package var lineCount: Int
  /// True when the document holds more matches than could be counted.
  package var isCapped: Bool
  /// One for each content atom of the query; empty where hits are only counted.
  package var features: [AtomFeatures]
  /// One for each symbol atom; empty where hits are only counted.
  package var symbolFeatures: [SymbolFeatures] = []
  /// Symbols that are shown, by kind; empty unless the query asks for symbols.
  package var symbolKinds: [SymbolKind: Int] = [:]
  /// Matches that are in no declaration, of `select:symbol`.
  package var outsideCount = 0
  /// For each path atom, the raw value of its ``PathQuality``; 0 where it did not match or is not shown. Empty when
  /// none did.
  package var pathQuality: [UInt8]
  /// How much of the file's name the query's words spell together, 0 to 1; 0 where hits are only counted.
  package var nameCoverage = 0.0

  /// Placements kept per document.
  package static let placementsMax = 64
}

/// Answers questions about placements that only the catalog can answer.
package protocol PlacementContext: AnyObject {
  /// Whether placements with the revision set at `place` may be seen and, when the query names no revision,
  /// belong to a default branch.
  func isVisible(place: UInt32) -> Bool

  /// Whether predicate number `predicate` of the query holds for the revision set at `place`.
  func holds(predicate: Int, place: UInt32) -> Bool

  /// How much of the file predicate number `predicate` holds for, as far as it is worth knowing in advance.
  func extent(ofPredicate predicate: Int) -> PredicateExtent
}

/// How many placements a condition on repositories and revisions leaves.
package enum PredicateExtent: Sendable {
  /// Perhaps all: each is asked about when its document comes up.
  case many
  /// So few that finding them first saves looking at the others.
  case few
  case none
}

extension PlacementContext {
  /// Nothing is known in advance.
  package func extent(ofPredicate predicate: Int) -> PredicateExtent { .many }
}
