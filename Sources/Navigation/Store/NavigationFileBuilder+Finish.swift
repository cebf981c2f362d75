import Platform
import SearchIndex

extension NavigationFileBuilder {
  /// Entries of lists sorted in memory at once, 8 bytes each.
  private static let passEntries = 1 << 24

  /// Occurrences read back at once: 16 MB.
  private static let rowsPerPiece = 1 << 20

  /// Writes the rest of the file and gives it its name. The builder is used up.
  ///
  /// - Throws: ``NavigationError`` of kind `unusable` when there is not one document.
  func finish() throws -> NavigationMeta {
    guard !documents.isEmpty else {
      throw NavigationError(
        .unusable, subject: "", reason: "holds no document",
        fix: "Is it an index in SCIP's format? See alidade help scip.")
    }
    symbols.freeze()
    var sections = SectionList(output: output)
    let order = sortedSymbols()
    var rank = [UInt32](repeating: 0, count: order.count)
    for (position, number) in order.enumerated() { rank[Int(number)] = UInt32(position) }
    let counts = try renumberOccurrences(rank, &sections)
    try sections.add(.ends, ends)
    try sections.add(.enclosing, enclosing)
    try sections.add(.locals, locals)
    try sections.add(.facts, facts)
    try writeSymbols(order, &sections)
    let relationshipCount = try writeRelationships(rank, &sections)
    try writeNames(order, &sections)
    release()
    let documentOrder = documents.indices.sorted {
      documents[$0].path.lexicographicallyPrecedes(documents[$1].path)
    }
    try writeDocuments(documentOrder, &sections)
    try writeReferences(documentOrder, counts, &sections)
    var meta = NavigationMeta()
    meta.documentCount = documents.count
    meta.occurrenceCount = occurrenceCount
    meta.symbolCount = order.count
    meta.relationshipCount = relationshipCount
    (meta.toolName, meta.toolVersion) = (metadata.toolName, metadata.toolVersion)
    meta.projectRoot = metadata.projectRoot
    var wire = WireWriter()
    meta.write(to: &wire)
    try sections.add(.meta, wire.bytes)
    try sections.writeHeader()
    try output.commit()
    return meta
  }

  /// How often a symbol occurs, and how often it is defined.
  private struct Counts {
    var all: UInt32 = 0
    var definitions: UInt32 = 0
  }

  private func sortedSymbols() -> [UInt32] {
    var order = (0..<UInt32(symbols.count)).map { $0 }
    order.sort { compareBytes(symbols.text($0), symbols.text($1)) < 0 }
    return order
  }

  /// Replaces the numbers of first appearance by those of byte order, in place.
  private func renumberOccurrences(_ rank: [UInt32], _ sections: inout SectionList) throws -> [Counts] {
    var counts = [Counts](repeating: Counts(), count: rank.count)
    let rows = UnsafeMutableBufferPointer<OccurrenceRow>.allocate(capacity: Self.rowsPerPiece)
    defer { rows.deallocate() }
    var checksum = Checksum()
    var done = 0
    while done < occurrenceCount {
      let count = min(Self.rowsPerPiece, occurrenceCount - done)
      let bytes = UnsafeMutableRawBufferPointer(start: rows.baseAddress, count: count * 16)
      let offset = NavigationFormat.headerLength + done * 16
      try output.read(into: bytes, at: offset)
      for index in 0..<count where rows[index].symbol & NavigationFormat.localBit == 0 {
        let symbol = rank[Int(rows[index].symbol)]
        rows[index].symbol = symbol
        counts[Int(symbol)].all &+= 1
        counts[Int(symbol)].definitions &+= UInt32(rows[index].roles & SymbolRoles.definition.rawValue)
      }
      try output.write(UnsafeRawBufferPointer(bytes), at: offset)
      checksum.update(UnsafeRawBufferPointer(bytes))
      done += count
    }
    sections.note(
      .occurrences, offset: NavigationFormat.headerLength, length: occurrenceCount * 16,
      checksum: checksum.value)
    return counts
  }

  private func writeSymbols(_ order: [UInt32], _ sections: inout SectionList) throws {
    var wire = WireWriter()
    var blocks: [UInt64] = []
    var place = 0
    try sections.add(.symbols) { append in
      var previous = UnsafeRawBufferPointer(start: nil, count: 0)
      for (position, number) in order.enumerated() {
        let text = symbols.text(number)
        var shared = 0
        if position % NavigationFormat.symbolsPerBlock == 0 {
          blocks.append(UInt64(place + wire.bytes.count))
        } else {
          let most = min(text.count, previous.count)
          while shared < most, text[shared] == previous[shared] { shared += 1 }
        }
        wire.varint(UInt64(shared))
        wire.varint(UInt64(text.count - shared))
        wire.raw(UnsafeRawBufferPointer(rebasing: text[shared...]))
        previous = text
        if wire.bytes.count > 1 << 20 {
          place += wire.bytes.count
          try append(wire.bytes)
          wire.removeAll()
        }
      }
      try append(wire.bytes)
    }
    try sections.add(.symbolBlocks, words: blocks)
    try sections.add(
      .symbolFacts, words: order.map { Int($0) < factPlaces.count ? factPlaces[Int($0)] : 0 })
  }

  private func writeRelationships(_ rank: [UInt32], _ sections: inout SectionList) throws -> Int {
    var list = relationships.map { one in
      Relationship(from: rank[Int(one.from)], to: rank[Int(one.to)], kinds: one.kinds)
    }
    list.sort { ($0.from, $0.to) < ($1.from, $1.to) }
    var kept = 0
    for one in list {
      if kept > 0, list[kept - 1].from == one.from, list[kept - 1].to == one.to {
        list[kept - 1].kinds |= one.kinds
      } else {
        list[kept] = one
        kept += 1
      }
    }
    list.removeSubrange(kept...)
    func write(_ section: NavigationSection) throws {
      try sections.add(section) { append in
        for start in stride(from: 0, to: list.count, by: 1 << 16) {
          var piece = WireWriter()
          for one in list[start..<min(start + (1 << 16), list.count)] {
            for value in [one.from, one.to, UInt32(one.kinds)] {
              withUnsafeBytes(of: value.littleEndian) { piece.raw($0) }
            }
          }
          try append(piece.bytes)
        }
      }
    }
    try write(.relationshipsFrom)
    list.sort { ($0.to, $0.from) < ($1.to, $1.from) }
    try write(.relationshipsTo)
    return list.count
  }

  /// Symbols in order of the name people know them by.
  private func writeNames(_ order: [UInt32], _ sections: inout SectionList) throws {
    var named: [(name: UnsafeRawBufferPointer, symbol: UInt32)] = []
    for (position, number) in order.enumerated() {
      let text = symbols.text(number)
      let range = DescriptorScan.lastName(of: text)
      named.append((UnsafeRawBufferPointer(rebasing: text[range]), UInt32(position)))
    }
    named.sort { left, right in
      let difference = compareFolded(left.name, right.name)
      return difference == 0 ? left.symbol < right.symbol : difference < 0
    }
    try sections.add(.names, halves: named.map(\.symbol))
  }

  private func writeDocuments(_ order: [Int], _ sections: inout SectionList) throws {
    var rows = WireWriter()
    var paths: [UInt8] = []
    func append<Value: FixedWidthInteger>(_ value: Value) {
      withUnsafeBytes(of: value.littleEndian) { rows.raw($0) }
    }
    for index in order {
      let document = documents[index]
      append(UInt32(paths.count))
      append(UInt32(document.occurrences))
      append(UInt64(document.firstOccurrence))
      append(UInt64(document.firstLocal))
      append(UInt32(document.locals))
      append(UInt32(document.encoding.rawValue))
      paths += document.path
      guard paths.count <= Int(UInt32.max) else {
        throw NavigationError(.tooLarge, subject: "", reason: "the paths of the index take more than 4 GB")
      }
    }
    append(UInt32(paths.count))
    for _ in 0..<7 { append(UInt32(0)) }
    try sections.add(.documents, rows.bytes)
    try sections.add(.paths, paths)
  }

  /// Writes the occurrences of each symbol, in passes of symbols whose occurrences fit in memory together.
  private func writeReferences(
    _ documentOrder: [Int], _ counts: [Counts], _ sections: inout SectionList
  ) throws {
    var starts: [UInt64] = [0]
    starts.reserveCapacity(counts.count + 1)
    var written = 0
    try sections.add(.references) { append in
      var first = 0
      while first < counts.count {
        var end = first
        var entries = 0
        while end < counts.count, end == first || entries + Int(counts[end].all) <= Self.passEntries {
          entries += Int(counts[end].all)
          end += 1
        }
        try writePass(first..<end, entries, documentOrder, counts) { bytes, count in
          starts.append(UInt64(written + count))
          guard let bytes else { return }
          written += bytes.count
          try append(bytes)
        }
        first = end
      }
    }
    try sections.add(.referenceStarts, words: starts)
  }

  /// One pass. `body` gets, after each symbol, the bytes pending so far: nil and their number until they are
  /// enough to be written.
  private func writePass(
    _ range: Range<Int>, _ entries: Int, _ documentOrder: [Int], _ counts: [Counts],
    _ body: (_ bytes: [UInt8]?, _ count: Int) throws -> Void
  ) throws {
    var places = [Int](repeating: 0, count: range.count)
    var next = 0
    for symbol in range {
      places[symbol - range.lowerBound] = next
      next += Int(counts[symbol].all)
    }
    // Document, number within it, and in the highest bit whether it is no definition.
    var list = [UInt64](repeating: 0, count: entries)
    try forEachOccurrence(documentOrder) { document, index, row in
      let symbol = Int(row.symbol)
      guard row.symbol & NavigationFormat.localBit == 0, range.contains(symbol) else { return }
      let place = places[symbol - range.lowerBound]
      let isReference = row.roles & SymbolRoles.definition.rawValue == 0
      list[place] = (isReference ? 1 << 63 : 0) | UInt64(document) << 32 | UInt64(index)
      places[symbol - range.lowerBound] = place + 1
    }
    var wire = WireWriter()
    for symbol in range {
      let end = places[symbol - range.lowerBound]
      let start = end - Int(counts[symbol].all)
      list[start..<end].sort()
      wire.varint(UInt64(counts[symbol].definitions))
      Self.encode(list[start..<end], definitions: Int(counts[symbol].definitions), to: &wire)
      let isLast = symbol == range.upperBound - 1
      let isFull = wire.bytes.count > 1 << 20 || isLast
      try body(isFull ? wire.bytes : nil, wire.bytes.count)
      if isFull { wire.removeAll() }
    }
  }

  private static func encode(_ list: ArraySlice<UInt64>, definitions: Int, to wire: inout WireWriter) {
    var previous: (document: UInt64, index: UInt64) = (0, 0)
    var isFirst = true
    for (position, entry) in list.enumerated() {
      let document = entry >> 32 & 0x7FFF_FFFF
      let index = entry & 0xFFFF_FFFF
      if position == definitions { (previous, isFirst) = ((0, 0), true) }
      let passed = document - previous.document
      wire.varint(passed)
      wire.varint(isFirst || passed > 0 ? index : index - previous.index)
      previous = (document, index)
      isFirst = false
    }
  }

  /// Visits all occurrences, document by document in the order given.
  private func forEachOccurrence(
    _ order: [Int], _ body: (_ document: Int, _ index: Int, _ row: OccurrenceRow) -> Void
  ) throws {
    let rows = UnsafeMutableBufferPointer<OccurrenceRow>.allocate(capacity: Self.rowsPerPiece)
    defer { rows.deallocate() }
    for (number, index) in order.enumerated() {
      let document = documents[index]
      var done = 0
      while done < document.occurrences {
        let count = min(Self.rowsPerPiece, document.occurrences - done)
        let offset = NavigationFormat.headerLength + (document.firstOccurrence + done) * 16
        try output.read(
          into: UnsafeMutableRawBufferPointer(start: rows.baseAddress, count: count * 16), at: offset)
        for row in 0..<count { body(number, done + row, rows[row]) }
        done += count
      }
    }
  }
}

/// Compares names without regard to the case of ASCII letters.
func compareFolded(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
  for index in 0..<min(left.count, right.count) {
    let (first, second) = (foldedByte(left[index]), foldedByte(right[index]))
    if first != second { return first < second ? -1 : 1 }
  }
  return left.count - right.count
}

@inline(__always)
private func foldedByte(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// The sections written so far, for the table at the head of the file.
private struct SectionList {
  private let output: OutputFile
  private var rows = [(offset: Int, length: Int, checksum: UInt64)](
    repeating: (0, 0, 0), count: NavigationSection.allCases.count)

  init(output: OutputFile) { self.output = output }

  /// A section that was written before.
  mutating func note(_ section: NavigationSection, offset: Int, length: Int, checksum: UInt64) {
    rows[section.rawValue] = (offset, length, checksum)
  }

  /// A section that `body` writes piece by piece.
  mutating func add(
    _ section: NavigationSection, _ body: ((_ append: ([UInt8]) throws -> Void) throws -> Void)
  )
    throws
  {
    try output.pad(to: NavigationFormat.alignment)
    let start = output.bytesWritten
    var checksum = Checksum()
    try body { bytes in
      try output.append(bytes)
      bytes.withUnsafeBytes { checksum.update($0) }
    }
    note(section, offset: start, length: output.bytesWritten - start, checksum: checksum.value)
  }

  mutating func add(_ section: NavigationSection, _ bytes: [UInt8]) throws {
    try add(section) { try $0(bytes) }
  }

  mutating func add(_ section: NavigationSection, words: [UInt64]) throws {
    try add(section) { append in try words.withUnsafeBytes { try append(Array($0)) } }
  }

  mutating func add(_ section: NavigationSection, halves: [UInt32]) throws {
    try add(section) { append in try halves.withUnsafeBytes { try append(Array($0)) } }
  }

  mutating func add(_ section: NavigationSection, _ spool: Spool) throws {
    try add(section) { append in try spool.forEachPiece { try append(Array($0)) } }
  }

  /// Writes the header into the room left for it.
  func writeHeader() throws {
    var table = WireWriter()
    for row in rows {
      for value in [UInt64(row.offset), UInt64(row.length), row.checksum] {
        withUnsafeBytes(of: value.littleEndian) { table.raw($0) }
      }
    }
    var header = WireWriter()
    func append<Value: FixedWidthInteger>(_ value: Value) {
      withUnsafeBytes(of: value.littleEndian) { header.raw($0) }
    }
    append(NavigationFormat.magic)
    append(NavigationFormat.version)
    append(UInt32(rows.count))
    append(UInt64(output.bytesWritten))
    append(table.bytes.withUnsafeBytes { Checksum.of($0) })
    header.raw([UInt8](repeating: 0, count: NavigationFormat.tableStart - header.bytes.count))
    header.raw(table.bytes)
    try output.write(header.bytes, at: 0)
  }
}

extension NavigationMeta {
  /// The stored form: counts, then texts, as varints.
  func write(to wire: inout WireWriter) {
    for count in [documentCount, occurrenceCount, symbolCount, relationshipCount] {
      wire.varint(UInt64(count))
    }
    for text in [toolName, toolVersion, projectRoot] { wire.plainText(text) }
  }

  /// Reads the stored form.
  init(_ wire: inout WireReader) throws(NavigationError) {
    documentCount = Int(truncatingIfNeeded: try wire.varint())
    occurrenceCount = Int(truncatingIfNeeded: try wire.varint())
    symbolCount = Int(truncatingIfNeeded: try wire.varint())
    relationshipCount = Int(truncatingIfNeeded: try wire.varint())
    toolName = try wire.repairedString()
    toolVersion = try wire.repairedString()
    projectRoot = try wire.repairedString()
  }
}
