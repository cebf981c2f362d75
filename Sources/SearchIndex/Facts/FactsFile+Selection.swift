package import Containers

extension FactsFile {
  /// A symbol of a document, with the number of its name in place of the text.
  package struct Place: Sendable {
    /// Its index in the document's list.
    package var symbol: Int
    /// The number of its name; see ``name(_:)``.
    package var name: Int
    /// What is declared.
    package var kind: SymbolKind
    /// The first byte of the name in the text.
    package var start: Int
  }

  /// Calls `body` with every symbol of a document in the order of its text; makes no texts. `body` returns false to
  /// stop. Ends at what is damaged.
  package func forEachPlace(ofDocument document: Int, _ body: (Place) -> Bool) {
    SymbolRecords.forEach(record(document)) { index, row in
      guard row.name < meta.nameCount else { return false }
      return body(Place(symbol: index, name: row.name, kind: row.kind, start: row.start))
    }
  }
}
