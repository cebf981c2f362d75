// A navigation file: one imported index of symbols, made to be mapped. All integers are little-endian; sections start
// at multiples of 64.
//
//   header    512 bytes   magic "ALIDNAV\n", version u32, sections u32, file length u64, checksum u64 of the table,
//                         zeros; at 64 the table, one row a section in the order below:
//                         offset u64, length u64, checksum u64
//   META      counts, tool, root: see `NavigationMeta`
//   DOCS      32 bytes a document in order of path, and one more: start of its path u32, occurrences u32, its first
//             occurrence u64, its first local symbol u64, local symbols u32, encoding u8, zeros
//   PATH      paths end to end, UTF-8
//   OCCS      16 bytes an occurrence, a document's in one piece and sorted by line and column: line u32, column u32,
//             symbol u32, length u16, roles u8, flags u8. Columns and lengths count units of the document's encoding.
//             Symbols from 1 << 31 on are local to the document
//   ENDS      16 bytes for each occurrence whose end does not fit above: occurrence u64, end line u32, end column u32
//   ENCL      24 bytes for each occurrence with an enclosing range: occurrence u64, four u32
//   SYMB      symbols in byte order, front-coded in blocks of 16: varint of bytes shared with the symbol before, varint
//             of bytes that follow, those bytes; the first of a block shares none
//   SYMX      start of each block in SYMB u64
//   SINF      per symbol: place of its facts in INFO plus 1, or 0 (u64)
//   INFO      facts: see `SymbolFacts`
//   LOCI      16 bytes a local symbol with facts: number within its document u32, zero u32, place in INFO u64
//   RELS      12 bytes a relationship in order of the first symbol: from u32, to u32, kinds u32
//   RELT      the same in order of the second symbol
//   SREF      start of each symbol's list in POST, and one more (u64)
//   POST      occurrences of a symbol: varint of definitions, then definitions and then the others, each as varints:
//             documents passed since the one before, and number within the document (in a new document) or
//             occurrences passed (in the same); each of the two groups starts anew
//   NAME      symbols in order of the last part of their name without case (u32)
//
// Version history
//   1  first format

/// Names and sizes shared by writer and reader.
enum NavigationFormat {
  static let magic: UInt64 = 0x0A56_414E_4449_4C41  // "ALIDNAV\n"
  static let version: UInt32 = 1
  static let headerLength = 512
  static let tableStart = 64
  static let rowLength = 24
  static let alignment = 64

  /// Symbols in a block that shares prefixes.
  static let symbolsPerBlock = 16

  /// Set in numbers of symbols that are local to their document.
  static let localBit: UInt32 = 1 << 31

  /// Occurrence flags.
  static let hasEnd: UInt8 = 1
  static let hasEnclosing: UInt8 = 2
}

/// The sections, in the order of the table.
enum NavigationSection: Int, CaseIterable {
  case meta, documents, paths, occurrences, ends, enclosing, symbols, symbolBlocks, symbolFacts, facts, locals
  case relationshipsFrom, relationshipsTo, referenceStarts, references, names

  /// Small ones are checked when a file is opened, all when it is verified.
  var isCheckedAtOpening: Bool {
    switch self {
    case .meta, .documents, .paths, .symbolBlocks: true
    default: false
    }
  }
}

/// What a navigation file says about itself.
package struct NavigationMeta: Equatable, Sendable {
  package var documentCount = 0
  package var occurrenceCount = 0
  /// Symbols known outside their document.
  package var symbolCount = 0
  package var relationshipCount = 0
  package var toolName = ""
  package var toolVersion = ""
  package var projectRoot = ""

  package init() {}
}

/// What is stored about one symbol besides its occurrences.
package struct SymbolFacts: Equatable, Sendable {
  /// A number of ``SymbolKind``.
  package var kind = 0
  package var displayName = ""
  package var signature = ""
  package var enclosingSymbol = ""
  /// Markdown, in paragraphs.
  package var documentation: [String] = []

  package init() {}

  /// True when there is nothing worth storing.
  var isEmpty: Bool {
    kind == 0 && displayName.isEmpty && signature.isEmpty && enclosingSymbol.isEmpty && documentation.isEmpty
  }

  /// The facts among what an index says about `symbol`. Texts are cut at ``textBytesMax``.
  init(_ symbol: ScipSymbol) {
    kind = max(0, min(symbol.kind, Int(UInt16.max)))
    displayName = Self.cut(symbol.displayName)
    signature = Self.cut(symbol.signature)
    enclosingSymbol = Self.cut(symbol.enclosingSymbol)
    documentation = symbol.documentation.prefix(Self.paragraphsMax).map(Self.cut).filter { !$0.isEmpty }
  }

  /// Bytes of one text at most: documentation is read by people.
  static let textBytesMax = 64 << 10

  /// Paragraphs of documentation at most.
  static let paragraphsMax = 100

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > textBytesMax else { return text }
    return String(decoding: text.utf8.prefix(textBytesMax), as: UTF8.self)
  }

  /// The stored form: numbers and texts with their lengths, as varints.
  func write(to wire: inout WireWriter) {
    wire.varint(UInt64(kind))
    for text in [displayName, signature, enclosingSymbol] { wire.plainText(text) }
    wire.varint(UInt64(documentation.count))
    for text in documentation { wire.plainText(text) }
  }

  /// Reads the stored form.
  init(_ wire: inout WireReader) throws(NavigationError) {
    kind = Int(truncatingIfNeeded: try wire.varint())
    displayName = try wire.repairedString()
    signature = try wire.repairedString()
    enclosingSymbol = try wire.repairedString()
    let count = min(try wire.varint(), UInt64(Self.paragraphsMax))
    for _ in 0..<count { documentation.append(try wire.repairedString()) }
  }
}

extension WireWriter {
  /// A text with its length in front and no tag.
  mutating func plainText(_ text: String) {
    varint(UInt64(text.utf8.count))
    raw(Array(text.utf8))
  }
}
