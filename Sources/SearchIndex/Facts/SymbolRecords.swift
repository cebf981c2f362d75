// The record of a document's symbols:
//
//   count            varint; nothing follows when it is 0
//   places           for each group but the first: where it starts, behind the places (u32)
//   groups           of 64 symbols, each symbol:
//     kind           6 bits; bit 6: has a parent, bit 7: has a qualifier
//     name           varint, its number
//     start, line    signed varints: more than those of the symbol before in the group, or than 0
//     column         varint
//     lines before   varint: from the first line of the declaration to the line of the name
//     lines after    varint: from there to its last line
//     parent         varint: how many symbols before
//     qualifier      varint, its number

import Containers

/// A symbol with numbers in place of texts, in 36 bytes: an indexing run holds millions.
struct SymbolRow: Equatable {
  private var name32: UInt32
  private let start32: UInt32
  private let line32: UInt32
  private let column32: UInt32
  private let before32: UInt32
  private let after32: UInt32
  private var parent32: UInt32
  private var qualifier32: UInt32
  let kind: SymbolKind

  /// Numbers that do not fit 32 bits are cut: no text is that long.
  init(
    name: Int, kind: SymbolKind, start: Int, line: Int, column: Int, linesBefore: Int, linesAfter: Int,
    parent: Int? = nil, qualifier: Int? = nil
  ) {
    name32 = UInt32(clamping: name)
    start32 = UInt32(clamping: start)
    line32 = UInt32(clamping: line)
    column32 = UInt32(clamping: column)
    before32 = UInt32(clamping: linesBefore)
    after32 = UInt32(clamping: linesAfter)
    parent32 = parent.map { UInt32(clamping: $0) } ?? .max
    qualifier32 = qualifier.map { UInt32(clamping: $0) } ?? .max
    self.kind = kind
  }

  var name: Int {
    get { Int(name32) }
    set { name32 = UInt32(clamping: newValue) }
  }

  var start: Int { Int(start32) }
  var line: Int { Int(line32) }
  var column: Int { Int(column32) }
  var linesBefore: Int { Int(before32) }
  var linesAfter: Int { Int(after32) }

  var parent: Int? {
    get { parent32 == .max ? nil : Int(parent32) }
    set { parent32 = newValue.map { UInt32(clamping: $0) } ?? .max }
  }

  var qualifier: Int? {
    get { qualifier32 == .max ? nil : Int(qualifier32) }
    set { qualifier32 = newValue.map { UInt32(clamping: $0) } ?? .max }
  }
}

enum SymbolRecords {
  /// Symbols that are read to get at one of them, at most.
  static let groupLength = 64

  private static let hasParent: UInt8 = 0x40
  private static let hasQualifier: UInt8 = 0x80

  /// Appends the record of `rows`.
  static func append(_ rows: ArraySlice<SymbolRow>, to bytes: inout ByteBuilder) {
    bytes.appendVarint(rows.count)
    let groups = (rows.count + groupLength - 1) / groupLength
    guard groups > 0 else { return }
    let places = bytes.reserve((groups - 1) * 4)
    let base = bytes.count
    for group in 0..<groups {
      if group > 0 { bytes.set(UInt32(truncatingIfNeeded: bytes.count - base), at: places + (group - 1) * 4) }
      var last = (start: 0, line: 0)
      let first = rows.startIndex + group * groupLength
      for index in first..<min(first + groupLength, rows.endIndex) {
        let row = rows[index]
        bytes.append(
          row.kind.rawValue | (row.parent == nil ? 0 : hasParent) | (row.qualifier == nil ? 0 : hasQualifier))
        bytes.appendVarint(row.name)
        bytes.appendSigned(row.start - last.start)
        bytes.appendSigned(row.line - last.line)
        bytes.appendVarint(row.column)
        bytes.appendVarint(row.linesBefore)
        bytes.appendVarint(row.linesAfter)
        if let parent = row.parent { bytes.appendVarint(index - rows.startIndex - parent) }
        if let qualifier = row.qualifier { bytes.appendVarint(qualifier) }
        last = (row.start, row.line)
      }
    }
  }

  /// How many symbols the record has; 0 for a damaged one.
  static func count(_ record: UnsafeRawBufferPointer) -> Int {
    guard !record.isEmpty else { return 0 }
    var reader = VarintReader(record)
    let count = reader.number()
    // A symbol takes seven bytes at least.
    return reader.isSound && count <= record.count / 7 ? count : 0
  }

  /// Calls `body` with the symbols of the group that holds `index`, or of all groups; ends at what is damaged.
  /// `body` returns false to stop.
  static func forEach(
    _ record: UnsafeRawBufferPointer, groupOf index: Int? = nil, _ body: (Int, SymbolRow) -> Bool
  ) {
    let count = count(record)
    guard count > 0, index.map({ $0 >= 0 && $0 < count }) ?? true else { return }
    var head = VarintReader(record)
    _ = head.number()
    let groups = (count + groupLength - 1) / groupLength
    let base = head.at + (groups - 1) * 4
    guard base <= record.count else { return }
    let wanted = index.map { $0 / groupLength }
    for group in wanted.map({ $0..<$0 + 1 }) ?? 0..<groups {
      let place =
        group == 0
        ? 0 : Int(SectionTable.load(record, head.at + (group - 1) * 4, as: UInt32.self))
      guard place <= record.count - base else { return }
      var reader = VarintReader(record, from: base + place)
      var last = (start: 0, line: 0)
      for number in group * groupLength..<min((group + 1) * groupLength, count) {
        guard let row = read(&reader, number, &last) else { return }
        if !body(number, row) { return }
      }
    }
  }

  /// Symbol `index` of the record; nil when there is none or it is damaged.
  static func symbol(_ record: UnsafeRawBufferPointer, at index: Int) -> SymbolRow? {
    var found: SymbolRow?
    forEach(record, groupOf: index) { number, row in
      if number == index { found = row }
      return number < index
    }
    return found
  }

  @inline(__always)
  private static func read(
    _ reader: inout VarintReader, _ number: Int, _ last: inout (start: Int, line: Int)
  ) -> SymbolRow? {
    let head = reader.byte()
    guard reader.isSound, let kind = SymbolKind(rawValue: head & 0x3F) else { return nil }
    let name = reader.number()
    last.start = last.start &+ reader.signed()
    last.line = last.line &+ reader.signed()
    var row = SymbolRow(
      name: name, kind: kind, start: last.start, line: last.line, column: reader.number(),
      linesBefore: reader.number(), linesAfter: reader.number())
    if head & hasParent != 0 {
      let distance = reader.number()
      guard distance > 0, distance <= number else { return nil }
      row.parent = number - distance
    }
    if head & hasQualifier != 0 { row.qualifier = reader.number() }
    guard reader.isSound, row.start >= 0, row.line - row.linesBefore >= 1 else { return nil }
    return row
  }
}
