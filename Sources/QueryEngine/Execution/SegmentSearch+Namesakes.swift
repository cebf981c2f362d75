import Containers
package import SearchIndex

extension SegmentSearch {
  /// Declarations of one word that are looked at.
  private static let declarationsMax = 20_000

  /// Hits that declare a word of a condition on symbols, wherever they stand: among the documents that do, the `limit`
  /// with the best standing.
  ///
  /// A search for the best stops after enough hits; a symbol with just the name that is looked for belongs to the best.
  ///
  /// - Throws: ``SegmentError`` when a compressed frame is damaged.
  package func namesakes(limit: Int, onHit: (DocumentHit) -> Void) throws(SegmentError) {
    guard let facts = symbols?.facts else { return }
    var documents = Set<Int>()
    for atom in query.symbolAtoms where atom.isHighlighted {
      for var word in atom.names.compactMap(\.word) {
        var visited = 0
        for name in word.withUTF8({ facts.names(folded: UnsafeRawBufferPointer($0)) }) {
          facts.forEachSymbol(ofName: name) { entry in
            visited += 1
            if atom.kinds.contains(entry.kind) { documents.insert(entry.document) }
            return visited < Self.declarationsMax
          }
        }
      }
    }
    for document in documents.sorted().prefix(limit) {
      if let hit = try check(document) { onHit(hit) }
    }
  }
}
