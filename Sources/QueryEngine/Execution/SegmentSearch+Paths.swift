import RegexEngine
package import SearchIndex

extension SegmentSearch {
  /// Documents in the blocks of paths that ``pathHits(limit:isKnown:onHit:)`` looks at: a term that is in most paths
  /// is no help anyway.
  private static let namesVisitedMax = 4096

  /// Hits whose path matches a shown term, among the first `limit` documents with such a path.
  ///
  /// A search for the best stops after enough hits; a file that is named like the term belongs to the best wherever it
  /// stands, and the path grams find it at once.
  ///
  /// - Parameter isKnown: whether a document is a hit already, and need not be checked.
  /// - Throws: ``SegmentError`` when a compressed frame is damaged.
  package func pathHits(
    limit: Int, isKnown: (Int) -> Bool, onHit: (DocumentHit) -> Void
  ) throws(SegmentError) {
    guard !root.isNone else { return }
    for (atom, path) in query.pathAtoms.enumerated() where path.isHighlighted {
      for document in documents(namedBy: atom, limit: limit) where !isKnown(document) {
        if let hit = try check(document) { onHit(hit) }
      }
    }
  }

  /// The first `limit` documents that have a word of a file name that matches, in order.
  private func documents(namedBy atom: Int, limit: Int) -> [Int] {
    let (cursor, matcher) = (pathCursors[atom], matchers.path[atom])
    guard !cursor.isUnrestricted else { return [] }
    var found: [Int] = []
    var visited = 0
    var block: UInt32 = 0
    /// The first placement that has not been looked at, perhaps as one of an earlier document.
    var next = 0
    while found.count < limit, visited < Self.namesVisitedMax, let candidate = cursor.next(atOrAfter: block) {
      block = candidate + 1
      let range = placements.placements(inBlock: candidate)
      guard !range.isEmpty else { continue }
      visited +=
        placements.document(ofPlacement: range.upperBound - 1)
        - placements.document(ofPlacement: range.lowerBound) + 1
      next = max(next, range.lowerBound)
      while found.count < limit, next < range.upperBound,
        let placement = placements.first(next..<range.upperBound, mayMatch: matcher)
      {
        next = placement + 1
        // Folders match often: the document is found out for names only.
        let path = placements.path(ofPlacement: placement)
        guard PathQuality.ofName(path, matcher).rawValue >= PathQuality.word.rawValue else { continue }
        let document = placements.document(ofPlacement: placement)
        found.append(document)
        next = max(next, placements.placements(ofDocument: document).upperBound)
      }
    }
    return found
  }
}
