import Platform

/// What an import left out, by reason: told, never silent.
package struct ImportOmissions: Equatable, Sendable {
  /// Occurrences whose range is negative or ends before it starts.
  package var unorderedRanges = 0
  /// Symbols longer than ``symbolBytesMax``.
  package var longSymbols = 0
  /// Documents whose path is absolute, leaves the root, or is longer than 4,096 bytes.
  package var badPaths = 0
  /// Relationships from or to symbols that are local to a document.
  package var localRelationships = 0

  /// The longest symbol taken, in bytes.
  package static let symbolBytesMax = SymbolInterner.symbolBytesMax

  package init() {}

  /// Nothing was left out.
  package var isEmpty: Bool { self == ImportOmissions() }
}

/// Turns the parts of an index into a navigation file.
///
/// Occurrences go to the file as they come, everything else of a document to files beside it. Memory holds the
/// distinct symbols, 40 bytes a document and 12 bytes a relationship; lists of occurrences by symbol are made
/// in as many passes over the file as fit their share of memory.
final class NavigationFileBuilder {
  /// Documents at most.
  static let documentsMax = 1 << 22
  /// Relationships at most: 100 MB, twice while they are sorted.
  static let relationshipsMax = 1 << 23
  /// Bytes of a path at most.
  static let pathBytesMax = 4096

  /// An occurrence as it lies in the file. x86-64 and arm64 store it as the format says.
  struct OccurrenceRow {
    var line: UInt32
    var column: UInt32
    var symbol: UInt32
    var length: UInt16
    var roles: UInt8
    var flags: UInt8
  }

  struct DocumentRow {
    var path: [UInt8]
    var occurrences: Int
    var firstOccurrence: Int
    var firstLocal: Int
    var locals: Int
    var encoding: PositionEncoding
  }

  struct Relationship: Hashable {
    var from: UInt32
    var to: UInt32
    var kinds: UInt8
  }

  private struct Pending {
    var row: OccurrenceRow
    var end: IndexedRange?
    var enclosing: IndexedRange?
  }

  let output: OutputFile
  let facts: Spool
  let ends: Spool
  let enclosing: Spool
  let locals: Spool
  let symbols: SymbolInterner
  private let localSymbols: SymbolInterner
  private(set) var documents: [DocumentRow] = []
  private(set) var relationships: [Relationship] = []
  /// Place of a symbol's facts plus one, by its number.
  private(set) var factPlaces: [UInt64] = []
  private(set) var occurrenceCount = 0
  private(set) var omissions = ImportOmissions()
  private(set) var metadata = ScipMetadata()
  private let prefix: String
  private var pending: [Pending] = []
  private var rows: [OccurrenceRow] = []
  private var wire = WireWriter()

  /// Begins the file that will be at `path`.
  ///
  /// - Parameters:
  ///   - prefix: put before every document's path: empty, or ending in "/".
  ///   - hashKey: any number; see ``SymbolInterner``.
  init(path: String, prefix: String, hashKey: UInt64) throws {
    output = try OutputFile.create(temporaryFor: path)
    facts = try Spool(beside: path)
    ends = try Spool(beside: path)
    enclosing = try Spool(beside: path)
    locals = try Spool(beside: path)
    symbols = SymbolInterner(key: hashKey)
    localSymbols = SymbolInterner(key: hashKey)
    self.prefix = prefix
    try output.append([UInt8](repeating: 0, count: NavigationFormat.headerLength))
  }

  /// Takes up one part of the index.
  ///
  /// - Throws: ``NavigationError`` when the part is malformed or a limit is met; what the disk says.
  func add(_ part: ScipReader.Part) throws {
    switch part {
    case .metadata(let metadata): self.metadata = metadata
    case .document(let document): try add(document)
    case .externalSymbol(let symbol): try add(symbol, inDocument: false)
    }
  }

  private func add(_ document: ScipDocumentView) throws {
    guard let path = cleanPath(document.path) else {
      omissions.badPaths += 1
      return
    }
    guard documents.count < Self.documentsMax else { throw tooMany("documents", Self.documentsMax) }
    localSymbols.removeAll()
    pending.removeAll(keepingCapacity: true)
    try document.forEachOccurrence { try add($0) }
    let firstOccurrence = occurrenceCount
    try writePending()
    let firstLocal = locals.count / 16
    try document.forEachSymbol { try add($0, inDocument: true) }
    documents.append(
      DocumentRow(
        path: path, occurrences: occurrenceCount - firstOccurrence, firstOccurrence: firstOccurrence,
        firstLocal: firstLocal, locals: locals.count / 16 - firstLocal,
        encoding: document.encoding.resolved(tool: metadata.toolName)))
  }

  private func cleanPath(_ path: String) -> [UInt8]? {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isClean = parts.allSatisfy { part in
      !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8) && !part.contains(0)
    }
    guard isClean, prefix.utf8.count + path.utf8.count <= Self.pathBytesMax else { return nil }
    return Array(prefix.utf8) + Array(path.utf8)
  }

  private func add(_ occurrence: ScipOccurrenceView) throws {
    // Without a symbol it only says how to colour the text.
    guard !occurrence.symbol.isEmpty else { return }
    let range = occurrence.range
    guard range.isOrdered else {
      omissions.unorderedRanges += 1
      return
    }
    guard let symbol = try number(of: occurrence.symbol, at: occurrence.offset) else {
      omissions.longSymbols += 1
      return
    }
    let length = Int(range.endColumn) - Int(range.startColumn)
    let fits = range.startLine == range.endLine && length <= Int(UInt16.max)
    let enclosing = occurrence.enclosingRange.flatMap { $0.isOrdered ? $0 : nil }
    let flags =
      (fits ? 0 : NavigationFormat.hasEnd) | (enclosing == nil ? 0 : NavigationFormat.hasEnclosing)
    pending.append(
      Pending(
        row: OccurrenceRow(
          line: UInt32(range.startLine), column: UInt32(range.startColumn), symbol: symbol,
          length: fits ? UInt16(length) : 0, roles: occurrence.roles.rawValue, flags: flags),
        end: fits ? nil : range, enclosing: enclosing))
  }

  /// The number of a symbol; nil when it is too long.
  private func number(of text: UnsafeRawBufferPointer, at offset: Int) throws -> UInt32? {
    guard text.count <= SymbolInterner.symbolBytesMax else { return nil }
    let isLocal = SymbolText.isLocal(text)
    let table = isLocal ? localSymbols : symbols
    let known = table.count
    guard let number = table.intern(text) else {
      throw NavigationError(
        .tooLarge, subject: "",
        reason: "the index has more than \(SymbolInterner.textBytesMax) bytes of symbols",
        fix: "Split it by folder and import the parts with --root.")
    }
    // Checked once for each symbol, not for each occurrence.
    if table.count > known, String(validating: text, as: UTF8.self) == nil {
      throw NavigationError(.malformed(offset: offset), subject: "", reason: "a symbol is not UTF-8")
    }
    return isLocal ? number | NavigationFormat.localBit : number
  }

  /// Writes a document's occurrences in order. Those that are equal but for their roles become one.
  private func writePending() throws {
    func order(_ one: Pending) -> (UInt32, UInt32, UInt32, UInt16) {
      (one.row.line, one.row.column, one.row.symbol, one.row.length)
    }
    let isSorted = zip(pending, pending.dropFirst()).allSatisfy { order($0) <= order($1) }
    if !isSorted { pending.sort { order($0) < order($1) } }
    rows.removeAll(keepingCapacity: true)
    var previous: (UInt32, UInt32, UInt32, UInt16)?
    for one in pending {
      if let previous, previous == order(one), one.row.flags & NavigationFormat.hasEnd == 0 {
        let last = rows.count - 1
        rows[last].roles |= one.row.roles
        if rows[last].flags & NavigationFormat.hasEnclosing != 0 || one.enclosing == nil { continue }
        rows[last].flags |= NavigationFormat.hasEnclosing
      } else {
        rows.append(one.row)
      }
      previous = order(one)
      let number = UInt64(occurrenceCount + rows.count - 1)
      if let end = one.end {
        try ends.append(number)
        try ends.append([UInt32(end.endLine), UInt32(end.endColumn)])
      }
      if let range = one.enclosing {
        try enclosing.append(number)
        try enclosing.append(
          [range.startLine, range.startColumn, range.endLine, range.endColumn].map { UInt32($0) })
      }
    }
    try rows.withUnsafeBytes { try output.append($0) }
    occurrenceCount += rows.count
  }

  private func add(_ symbol: ScipSymbol, inDocument: Bool) throws {
    var text = symbol.symbol
    guard !text.isEmpty,
      let number = try text.withUTF8({ try self.number(of: UnsafeRawBufferPointer($0), at: 0) })
    else {
      omissions.longSymbols += text.isEmpty ? 0 : 1
      return
    }
    let isLocal = number & NavigationFormat.localBit != 0
    // A local symbol outside a document is nobody's.
    if isLocal, !inDocument { return }
    let found = SymbolFacts(symbol)
    if isLocal {
      omissions.localRelationships += symbol.relationships.count
      guard !found.isEmpty else { return }
      try locals.append([number & ~NavigationFormat.localBit, 0])
      try locals.append(UInt64(try store(found)))
      return
    }
    if factPlaces.count <= Int(number) {
      factPlaces += repeatElement(0, count: symbols.count - factPlaces.count)
    }
    // The first to speak of a symbol is the one that defines it, as a rule: external symbols come last.
    if factPlaces[Int(number)] == 0, !found.isEmpty { factPlaces[Int(number)] = UInt64(try store(found)) + 1 }
    for relationship in symbol.relationships { try add(relationship, from: number) }
  }

  private func store(_ found: SymbolFacts) throws -> Int {
    let place = facts.count
    wire.removeAll()
    found.write(to: &wire)
    try facts.append(wire.bytes)
    return place
  }

  private func add(_ relationship: ScipRelationship, from: UInt32) throws {
    guard relationships.count < Self.relationshipsMax else {
      throw tooMany("relationships", Self.relationshipsMax)
    }
    var text = relationship.symbol
    guard !text.isEmpty, !relationship.kinds.isEmpty,
      let to = try text.withUTF8({ try self.number(of: UnsafeRawBufferPointer($0), at: 0) })
    else { return }
    guard to & NavigationFormat.localBit == 0 else {
      omissions.localRelationships += 1
      return
    }
    relationships.append(Relationship(from: from, to: to, kinds: relationship.kinds.rawValue))
  }

  private func tooMany(_ what: String, _ limit: Int) -> NavigationError {
    NavigationError(
      .tooLarge, subject: "", reason: "the index has more than \(limit) \(what)",
      fix: "Split it by folder and import the parts with --root.")
  }

  /// Frees what finishing no longer needs.
  func release() { (relationships, factPlaces) = ([], []) }
}

/// A file for data that becomes a section later, when its size is known. Gone with this object.
final class Spool {
  private let file: OutputFile

  /// A spool in the folder of the file at `path`.
  init(beside path: String) throws { file = try OutputFile.create(temporaryFor: path) }

  /// Bytes so far.
  var count: Int { file.bytesWritten }

  func append(_ bytes: [UInt8]) throws { try file.append(bytes) }

  func append(_ words: [UInt32]) throws { try words.withUnsafeBytes { try file.append($0) } }

  func append(_ word: UInt64) throws { try withUnsafeBytes(of: word.littleEndian) { try file.append($0) } }

  /// Hands out everything in pieces.
  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    var offset = 0
    while offset < count {
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, count - offset)])
      try file.read(into: piece, at: offset)
      try body(UnsafeRawBufferPointer(piece))
      offset += piece.count
    }
  }
}
