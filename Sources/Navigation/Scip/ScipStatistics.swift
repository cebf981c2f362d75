import Platform

/// What is in an index, counted in one pass.
package struct ScipStatistics: Sendable {
  package private(set) var metadata = ScipMetadata()
  /// Bytes, unpacked.
  package private(set) var bytes = 0
  package private(set) var documents = 0
  package private(set) var occurrences = 0
  package private(set) var definitions = 0
  package private(set) var localOccurrences = 0
  /// Symbols that documents describe.
  package private(set) var symbols = 0
  package private(set) var externalSymbols = 0
  package private(set) var relationships = 0
  package private(set) var enclosingRanges = 0
  /// Bytes of the largest document.
  package private(set) var largestDocument = 0
  /// The most frequent first.
  package private(set) var languages: [(name: String, documents: Int)] = []

  /// Reads the index at `path`; "-" is standard input, gzip is unpacked.
  ///
  /// - Throws: ``NavigationError`` naming the file and the offset of the first fault; ``PlatformError``.
  package init(reading path: String) throws {
    let input = try InputFile(path)
    var byLanguage: [String: Int] = [:]
    do {
      let bytes = try unpacked({ try input.read(into: $0) }, path)
      var count = 0
      try ScipReader.read({ buffer in
        let read = try bytes(buffer)
        count += read
        return read
      }) { part in try add(part, &byLanguage) }
      self.bytes = count
    } catch let error as NavigationError {
      throw error.about(path)
    }
    languages = byLanguage.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private mutating func add(_ part: ScipReader.Part, _ byLanguage: inout [String: Int]) throws {
    switch part {
    case .metadata(let found): metadata = found
    case .externalSymbol(let symbol):
      externalSymbols += 1
      relationships += symbol.relationships.count
    case .document(let document):
      documents += 1
      largestDocument = max(largestDocument, document.byteCount)
      byLanguage[document.language.isEmpty ? "of no language" : document.language, default: 0] += 1
      try document.forEachOccurrence { one in
        guard !one.symbol.isEmpty else { return }
        occurrences += 1
        definitions += one.roles.contains(.definition) ? 1 : 0
        localOccurrences += SymbolText.isLocal(one.symbol) ? 1 : 0
        enclosingRanges += one.enclosingRange == nil ? 0 : 1
      }
      try document.forEachSymbol { symbol in
        symbols += 1
        relationships += symbol.relationships.count
      }
    }
  }
}
