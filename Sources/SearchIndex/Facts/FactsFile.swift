package import Containers

/// An open facts file. Immutable and shared by all threads; see `FactsFormat.swift` for the layout.
///
/// Everything is read where it is mapped. Contents are checked as they are read, so that damage gives fewer or wrong
/// symbols and never a trap; ``verify()`` finds it.
package final class FactsFile: @unchecked Sendable {
  // Sendable although it holds pointers: the mapped bytes never change and live as long as `owner`.
  private let owner: any AnyObject & Sendable
  let table: SectionTable
  private let states: UnsafeRawBufferPointer
  private let symbolStarts: UnsafeRawBufferPointer
  private let records: UnsafeRawBufferPointer
  let nameStarts: UnsafeRawBufferPointer
  let listStarts: UnsafeRawBufferPointer
  let lists: UnsafeRawBufferPointer
  private let qualifierStarts: UnsafeRawBufferPointer
  private let qualifierText: UnsafeRawBufferPointer

  /// Counts, and how the file came about.
  package let meta: FactsMeta

  /// All names, each with a line feed behind it, sorted by folded bytes, then bytes: one pass of a matcher over
  /// this is a search of all names, and ``name(at:)`` tells which one a match is in.
  package let nameText: UnsafeRawBufferPointer

  /// Opens the file in `bytes`, which `owner` keeps alive and unchanged.
  ///
  /// - Throws: ``SegmentError`` when the bytes are not a whole facts file of this format. Only the checksums of
  /// counts and states are compared; every place that is read is checked against its section, and ``verify()``
  /// compares the rest.
  package init(
    bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, file: String
  ) throws(SegmentError) {
    self.owner = owner
    table = try SectionTable(
      bytes, file: file,
      unchecked: [
        .symbolStarts, .symbols, .nameStarts, .nameText, .nameLists, .symbolLists, .qualifierStarts,
        .qualifierText, .emitRecords, .emitText, .skeletons, .skeletonLists, .emitWords, .emitWordLists,
      ],
      magic: FactsFormat.magic, expected: FactsFormat.version...FactsFormat.version)
    meta = try Self.readMeta(table)
    states = try table.section(.factStates, count: meta.documentCount, width: 1)
    symbolStarts = try table.section(.symbolStarts, count: meta.documentCount + 1, width: 4)
    records = try table.section(.symbols)
    nameStarts = try table.section(.nameStarts, count: meta.nameCount + 1, width: 4)
    nameText = try table.section(.nameText)
    listStarts = try table.section(.nameLists, count: meta.nameCount + 1, width: 4)
    lists = try table.section(.symbolLists)
    qualifierStarts = try table.section(.qualifierStarts)
    qualifierText = try table.section(.qualifierText)
  }

  private static func readMeta(_ table: SectionTable) throws(SegmentError) -> FactsMeta {
    let bytes = try table.section(.meta)
    guard bytes.count >= FactsMeta.byteCount else {
      throw SegmentError(.damaged(section: "META"), file: table.file)
    }
    func value(_ index: Int) -> Int {
      Int(clamping: SectionTable.load(bytes, index * 8, as: UInt64.self))
    }
    var meta = FactsMeta()
    meta.documentCount = value(0)
    meta.textLength = value(1)
    meta.symbolCount = value(2)
    meta.nameCount = value(3)
    meta.revision = value(4)
    meta.hadGrammars = value(5) == 1
    guard meta.documentCount < Int(UInt32.max), meta.nameCount < Int(UInt32.max) else {
      throw SegmentError(.damaged(section: "META"), file: table.file)
    }
    return meta
  }

  /// The file's name as given on opening.
  package var file: String { table.file }

  /// Sizes of all sections, in file order.
  package var sectionSizes: [(name: String, byteCount: Int)] { table.sizes }

  /// Reads the whole file and compares every checksum.
  package func verify() throws(SegmentError) { try table.verify() }

  /// Whether it was made for a segment with these counts.
  package func fits(_ segment: SegmentMeta) -> Bool {
    meta.documentCount == segment.documentCount && meta.textLength == segment.textLength
  }

  /// How the facts of a document came about; `none` past the end.
  package func state(ofDocument document: Int) -> FactsState {
    guard document >= 0, document < states.count else { return .none }
    return FactsState(rawValue: states[document] & ~FactsFormat.cutFlag) ?? .none
  }

  /// Documents by how their facts came about. Linear in the documents.
  package func stateCounts() -> [FactsState: Int] {
    var counts = [Int](repeating: 0, count: 256)
    for state in states { counts[Int(state & ~FactsFormat.cutFlag)] += 1 }
    return Dictionary(
      uniqueKeysWithValues: FactsState.allCases.map { ($0, counts[Int($0.rawValue)]) }.filter { $0.1 > 0 })
  }

  /// Everything known of a document.
  package func facts(ofDocument document: Int) -> DocumentFacts {
    guard document >= 0, document < states.count else { return DocumentFacts() }
    return DocumentFacts(
      state: state(ofDocument: document), symbols: symbols(ofDocument: document),
      isCut: states[document] & FactsFormat.cutFlag != 0,
      emits: emits.map { table in table.sites(ofDocument: document).compactMap(table.site) } ?? [])
  }

  func record(_ document: Int) -> UnsafeRawBufferPointer {
    Self.slice(records, symbolStarts, document)
  }

  /// The bytes between two starts of a table; none where they do not fit.
  static func slice(
    _ bytes: UnsafeRawBufferPointer, _ starts: UnsafeRawBufferPointer, _ index: Int
  ) -> UnsafeRawBufferPointer {
    guard index >= 0, index < starts.count / 4 - 1 else {
      return UnsafeRawBufferPointer(rebasing: bytes[..<0])
    }
    let start = Int(SectionTable.load(starts, index * 4, as: UInt32.self))
    let end = Int(SectionTable.load(starts, index * 4 + 4, as: UInt32.self))
    guard start <= end, end <= bytes.count else { return UnsafeRawBufferPointer(rebasing: bytes[..<0]) }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  // MARK: Symbols of a document

  /// How many symbols a document has.
  package func symbolCount(ofDocument document: Int) -> Int { SymbolRecords.count(record(document)) }

  /// The symbols of a document in the order of its text.
  package func symbols(ofDocument document: Int) -> [Symbol] {
    var symbols: [Symbol] = []
    let record = record(document)
    symbols.reserveCapacity(SymbolRecords.count(record))
    SymbolRecords.forEach(record) { _, row in
      symbols.append(symbol(row))
      return true
    }
    return symbols
  }

  /// Symbol `index` of a document; reads 64 symbols at most. nil when there is none.
  package func symbol(_ index: Int, ofDocument document: Int) -> Symbol? {
    SymbolRecords.symbol(record(document), at: index).map(symbol)
  }

  /// The innermost symbol whose lines hold `line`, 1-based, as an index; nil outside of all. Linear in the
  /// document's symbols.
  package func symbol(around line: Int, ofDocument document: Int) -> Int? {
    var best: (index: Int, length: Int)?
    SymbolRecords.forEach(record(document)) { index, row in
      let first = row.line - row.linesBefore
      let length = row.linesBefore &+ row.linesAfter
      if first <= line, line <= row.line &+ row.linesAfter, best.map({ length <= $0.length }) ?? true {
        best = (index, length)
      }
      return true
    }
    return best?.index
  }

  /// The names of what a symbol belongs to, outermost first: its parents, then its qualifier as it is written.
  package func containers(ofSymbol index: Int, document: Int) -> [String] {
    let record = record(document)
    guard let row = SymbolRecords.symbol(record, at: index) else { return [] }
    var names: [String] = []
    if let qualifier = row.qualifier { names.append(text(ofQualifier: qualifier)) }
    var parent = row.parent
    // Parents have smaller indexes, so this ends; nobody nests deeper.
    for _ in 0..<64 {
      guard let index = parent, let row = SymbolRecords.symbol(record, at: index) else { break }
      names.append(String(decoding: name(row.name), as: UTF8.self))
      if let qualifier = row.qualifier { names.append(text(ofQualifier: qualifier)) }
      parent = row.parent
    }
    return names.reversed()
  }

  private func text(ofQualifier number: Int) -> String {
    String(decoding: Self.slice(qualifierText, qualifierStarts, number), as: UTF8.self)
  }

  private func symbol(_ row: SymbolRow) -> Symbol {
    Symbol(
      name: String(decoding: name(row.name), as: UTF8.self), kind: row.kind, start: row.start, line: row.line,
      column: row.column, lines: row.line - row.linesBefore...max(row.line, row.line &+ row.linesAfter),
      parent: row.parent, qualifier: row.qualifier.map(text(ofQualifier:)))
  }
}
