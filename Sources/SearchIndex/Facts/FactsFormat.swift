// A facts file: what the syntax of a segment's documents tells. It stands beside the segment, is made after the text
// is searchable, and may be missing. Header, sections, contents and footer are those of a segment file
// (SegmentFormat.swift), with the magic "ALIDFCT\n".
//
//   META   u64 each, see `FactsMeta`
//   DSTA   one byte a document, see `FactsState`; bit 7 says that its list was cut
//   SYMO   start of each document's record in SYMB (u32), and one more
//   SYMB   records of symbols, see SymbolRecords.swift
//   NAMO   start of each name in NAMT (u32), and one more
//   NAMT   the names, each once and with a line feed behind it, sorted by folded bytes, then bytes
//   NAMP   start of each name's list in SYMP (u32), and one more
//   SYMP   lists of the symbols of a name, see SymbolPostings.swift
//   QUAO   start of each qualifier in QUAT (u32), and one more
//   QUAT   the qualifiers, each once
//   EM…    statements that emit texts, see EmitSections.swift; missing when there are none
//
// How to add another kind of facts: a field of `DocumentFacts`; a part beside `SymbolSections` that takes it in
// `FactsBuilder.add`, writes sections of its own in `finish` and reads them in an extension of `FactsFile`, where a
// missing section means "none"; tags in `SectionTag`; and `FactsFormat.revision` one higher, so that files of before
// are made anew. Compaction copies `DocumentFacts` of living documents: nothing is to be done for it.
//
// Version history
//   1  first format

package import Containers

/// Names and sizes shared by writer and reader.
package enum FactsFormat {
  static let magic: UInt64 = 0x0A54_4346_4449_4C41  // "ALIDFCT\n"
  static let version: UInt32 = 1

  /// Of a document's state: its list was cut.
  static let cutFlag: UInt8 = 0x80

  /// What the making of facts knows to find. Files with a lower number are made anew by the next indexing run.
  package static let revision = 3

  /// Symbols of one document, at most: what has more is data.
  package static let symbolsMax = 100_000

  /// Bytes of a name, at most: longer ones are cut.
  package static let nameMax = 200
}

/// How the facts of a document came about.
package enum FactsState: UInt8, Sendable, CaseIterable {
  /// Nothing to find: no text, or a language without declarations.
  case none = 0
  /// By a grammar.
  case grammar = 1
  /// By the lexer, which is all there is for the language.
  case lexer = 2
  /// By the lexer, since the text is longer than a grammar gets.
  case tooLarge = 3
  /// By the lexer, since the grammar crashed, took too long or found no tree.
  case failed = 4
}

/// What is known of one document.
package struct DocumentFacts: Sendable, Equatable {
  /// How it came about.
  package var state: FactsState
  /// Declarations in the order of the text, at most ``FactsFormat/symbolsMax``.
  package var symbols: [Symbol]
  /// Whether there were more.
  package var isCut: Bool
  /// Statements that emit texts in the order of the text, at most ``EmitSite/sitesMax``.
  package var emits: [EmitSite]

  /// Facts of these symbols and statements.
  package init(
    state: FactsState = .none, symbols: [Symbol] = [], isCut: Bool = false, emits: [EmitSite] = []
  ) {
    (self.state, self.symbols, self.isCut, self.emits) = (state, symbols, isCut, emits)
  }
}

/// Numbers about a whole facts file. Stored as consecutive u64.
package struct FactsMeta: Sendable, Equatable {
  /// Documents and bytes of text of the segment it belongs to, to tell that the two fit.
  package var documentCount = 0
  /// Bytes of text of the segment.
  package var textLength = 0
  /// All declarations.
  package var symbolCount = 0
  /// Different names.
  package var nameCount = 0
  /// ``FactsFormat/revision`` of the program that made it.
  package var revision = FactsFormat.revision
  /// Whether grammars were at hand.
  package var hadGrammars = false

  static let byteCount = 48

  package init() {}
}
