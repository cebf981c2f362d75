import SearchIndex

/// How much of the index has symbols, and by what.
package struct SymbolStatus: Sendable, Equatable {
  /// Searchable files of segments with facts.
  package var files = 0
  /// Searchable files whose symbols are not known yet.
  package var filesWithout = 0
  /// Files read by a grammar.
  package var byGrammar = 0
  /// Files read by the lexer, which is all there is for their language.
  package var byLexer = 0
  /// Files read by the lexer since they are too long for a grammar.
  package var tooLarge = 0
  /// Files read by the lexer since their grammar failed.
  package var failed = 0
  /// Declarations.
  package var symbols = 0
  /// Bytes of the facts files.
  package var bytes = 0
  /// Facts files that are damaged, in words.
  package var failures: [String] = []

  /// Nothing.
  package init() {}

  init(_ parts: [IndexSnapshot.Part], failures: [String]) {
    self.failures = failures
    for part in parts {
      let searchable = part.segment.meta.documentCount - part.segment.meta.skippedCount
      guard let facts = part.facts else {
        filesWithout += searchable
        continue
      }
      files += searchable
      symbols += facts.meta.symbolCount
      bytes += facts.sectionSizes.reduce(0) { $0 + $1.byteCount }
      let counts = facts.stateCounts()
      byGrammar += counts[.grammar] ?? 0
      byLexer += counts[.lexer] ?? 0
      tooLarge += counts[.tooLarge] ?? 0
      failed += counts[.failed] ?? 0
    }
  }
}
