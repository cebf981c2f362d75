/// Gathers the facts of a segment's documents, in any order, and writes them as one file.
///
/// Memory: 45 bytes a symbol while it is filled, 12 more while it is written, and the names once.
package final class FactsBuilder {
  private var meta = FactsMeta()
  private var states: [UInt8]
  private var symbols: SymbolSections
  private var emits: EmitSections

  /// A file for a segment with these counts; documents that are not added have no facts. Another `revision` is one
  /// of an older program.
  package init(_ segment: SegmentMeta, hasGrammars: Bool, revision: Int = FactsFormat.revision) {
    meta.revision = revision
    meta.documentCount = segment.documentCount
    meta.textLength = segment.textLength
    meta.hadGrammars = hasGrammars
    states = Array(repeating: FactsState.none.rawValue, count: segment.documentCount)
    symbols = SymbolSections(documentCount: segment.documentCount)
    emits = EmitSections(documentCount: segment.documentCount)
  }

  /// Adds the facts of `document`, once at most.
  package func add(_ facts: DocumentFacts, document: Int) {
    precondition(document >= 0 && document < states.count, "document number out of range")
    let isCut = facts.isCut || facts.symbols.count > FactsFormat.symbolsMax
    states[document] = facts.state.rawValue | (isCut ? FactsFormat.cutFlag : 0)
    symbols.add(facts.symbols, document: document)
    emits.add(facts.emits, document: document)
  }

  /// Writes the file. The builder is used up.
  ///
  /// - Throws: ``SegmentError`` when there is more than a file holds; what the sink throws.
  @discardableResult
  package func finish(_ sink: any ByteSink) throws -> FactsMeta {
    var file = try SectionWriter(sink, magic: FactsFormat.magic, version: FactsFormat.version)
    meta.symbolCount = symbols.symbolCount
    meta.nameCount = symbols.nameCount
    var numbers = ByteBuilder()
    for value in [
      meta.documentCount, meta.textLength, meta.symbolCount, meta.nameCount, meta.revision,
      meta.hadGrammars ? 1 : 0,
    ] { numbers.append(UInt64(value)) }
    try file.write(.meta, numbers.bytes)
    try states.withUnsafeBytes { try file.write(.factStates, $0) }
    try symbols.finish { try file.write($0, $1) }
    try emits.finish { try file.write($0, $1) }
    try file.end()
    return meta
  }
}
