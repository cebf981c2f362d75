import Containers

// The list of a name in SYMP, one entry for each symbol of the name, in the order of documents and of their texts:
//
//   document         varint: more than that of the entry before, or than 0
//   symbol           varint: its index in the document's list << 6 | kind
//
// NAMP tells where the list starts; it ends where the next one does.

/// Gathers the symbols of documents and writes their sections.
struct SymbolSections: ~Copyable {
  private var names = NameTable()
  private var qualifiers = NameTable()
  private var rows: [SymbolRow] = []
  /// Rows by document, as they came.
  private var ranges: [Range<Int>]

  init(documentCount: Int) { ranges = Array(repeating: 0..<0, count: documentCount) }

  var symbolCount: Int { rows.count }
  var nameCount: Int { names.count }

  mutating func add(_ symbols: [Symbol], document: Int) {
    let first = rows.count
    for symbol in symbols.prefix(FactsFormat.symbolsMax) {
      let before = max(0, symbol.line - max(1, symbol.lines.lowerBound))
      let number = rows.count - first
      rows.append(
        SymbolRow(
          name: names.number(of: symbol.name), kind: symbol.kind,
          start: max(0, symbol.start), line: max(1, symbol.line), column: max(0, symbol.column),
          linesBefore: before, linesAfter: max(0, symbol.lines.upperBound - max(1, symbol.line)),
          parent: symbol.parent.flatMap { $0 >= 0 && $0 < number ? $0 : nil },
          qualifier: symbol.qualifier.map { qualifiers.number(of: $0) }))
    }
    ranges[document] = first..<rows.count
  }

  /// Hands every section to `write`, and lets go of what it no longer needs.
  mutating func finish(_ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void) throws {
    let order = names.sorted()
    var rank = [Int](repeating: 0, count: order.count)
    for (place, number) in order.enumerated() { rank[number] = place }
    for index in rows.indices { rows[index].name = rank[rows[index].name] }
    try writeRecords(write)
    try writeNames(order, write)
    try writeLists(nameCount: order.count, write)
    var starts = ByteBuilder()
    var text = ByteBuilder()
    for number in 0..<qualifiers.count {
      starts.append(UInt32(text.count))
      text.append(qualifiers[number])
    }
    starts.append(UInt32(text.count))
    try write(.qualifierStarts, starts.bytes)
    try write(.qualifierText, text.bytes)
  }

  private func writeRecords(_ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void) throws {
    var starts = ByteBuilder()
    var records = ByteBuilder(capacity: rows.count * 12 + 64)
    for range in ranges {
      starts.append(UInt32(truncatingIfNeeded: records.count))
      if !range.isEmpty { SymbolRecords.append(rows[range], to: &records) }
    }
    starts.append(UInt32(truncatingIfNeeded: records.count))
    // Places have 32 bits.
    guard records.count <= Int(UInt32.max) else { throw SegmentError(.tooLarge, file: "new facts file") }
    try write(.symbolStarts, starts.bytes)
    try write(.symbols, records.bytes)
  }

  private func writeNames(
    _ order: [Int], _ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard names.byteCount + order.count <= Int(UInt32.max) else {
      throw SegmentError(.tooLarge, file: "new facts file")
    }
    var starts = ByteBuilder(capacity: order.count * 4 + 64)
    var text = ByteBuilder(capacity: names.byteCount + order.count + 64)
    for number in order {
      starts.append(UInt32(text.count))
      text.append(names[number])
      text.append(UInt8(0x0A))
    }
    starts.append(UInt32(text.count))
    try write(.nameStarts, starts.bytes)
    try write(.nameText, text.bytes)
  }

  private func writeLists(
    nameCount: Int, _ write: (SectionTag, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    // Counting sort by name: entries of one name come in the order of documents.
    var next = [Int](repeating: 0, count: nameCount + 1)
    for row in rows { next[row.name + 1] += 1 }
    for name in 0..<nameCount { next[name + 1] += next[name] }
    let bounds = next
    var entries = [(document: UInt32, symbol: UInt32)](repeating: (0, 0), count: rows.count)
    for (document, range) in ranges.enumerated() {
      for (index, row) in rows[range].enumerated() {
        entries[next[row.name]] = (
          UInt32(truncatingIfNeeded: document),
          UInt32(truncatingIfNeeded: index << 6 | Int(row.kind.rawValue))
        )
        next[row.name] += 1
      }
    }
    var starts = ByteBuilder(capacity: nameCount * 4 + 64)
    var lists = ByteBuilder(capacity: rows.count * 4 + 64)
    for name in 0..<nameCount {
      starts.append(UInt32(truncatingIfNeeded: lists.count))
      var last = 0
      for entry in entries[bounds[name]..<bounds[name + 1]] {
        lists.appendVarint(Int(entry.document) - last)
        lists.appendVarint(Int(entry.symbol))
        last = Int(entry.document)
      }
    }
    starts.append(UInt32(truncatingIfNeeded: lists.count))
    guard lists.count <= Int(UInt32.max) else { throw SegmentError(.tooLarge, file: "new facts file") }
    try write(.nameLists, starts.bytes)
    try write(.symbolLists, lists.bytes)
  }
}
