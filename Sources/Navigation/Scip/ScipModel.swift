// SCIP is a protobuf format for what a compiler knows of source code. The messages and numbers of fields used
// here are facts of its public schema, scip.proto, versions 0.1 to 0.9:
//
//   Index              metadata 1, documents 2, external_symbols 3
//   Metadata           version 1, tool_info 2 (name 1, version 2), project_root 3, text_document_encoding 4
//   Document           relative_path 1, occurrences 2, symbols 3, language 4, text 5, position_encoding 6
//   Occurrence         range 1 (three or four int32), symbol 2, symbol_roles 3, override_documentation 4,
//                      syntax_kind 5, diagnostics 6, enclosing_range 7, and since 0.9: single_line_range 8,
//                      multi_line_range 9, single_line_enclosing_range 10, multi_line_enclosing_range 11
//   SymbolInformation  symbol 1, documentation 3, relationships 4, kind 5, display_name 6,
//                      signature_documentation 7 (a Document), enclosing_symbol 8
//   Relationship       symbol 1, is_reference 2, is_implementation 3, is_type_definition 4, is_definition 5

/// What a column of an index counts.
package enum PositionEncoding: UInt8, Sendable {
  /// The index does not say; see ``resolved(tool:textEncoding:)``.
  case unspecified = 0
  case utf8 = 1
  case utf16 = 2
  case utf32 = 3

  /// What to take an unspecified encoding for. Indexers that run inside a JavaScript, JVM or .NET compiler count
  /// UTF-16 code units, all others known to us bytes.
  func resolved(tool: String) -> PositionEncoding {
    guard self == .unspecified else { return self }
    let usesUTF16 = ["typescript", "python", "java", "kotlin", "scala", "dotnet", "ruby"]
    return usesUTF16.contains { tool.lowercased().hasSuffix($0) } ? .utf16 : .utf8
  }
}

/// What an occurrence does with its symbol.
package struct SymbolRoles: OptionSet, Sendable, Hashable {
  /// Bits as SCIP's `SymbolRole` numbers them.
  package let rawValue: UInt8

  /// Roles of these bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The symbol is defined here; without it, the occurrence is a reference.
  package static let definition = SymbolRoles(rawValue: 1)
  /// The symbol is imported here.
  package static let `import` = SymbolRoles(rawValue: 2)
  /// The symbol is written to here.
  package static let write = SymbolRoles(rawValue: 4)
  /// The symbol is read here.
  package static let read = SymbolRoles(rawValue: 8)
  /// The code is generated.
  package static let generated = SymbolRoles(rawValue: 16)
  /// The code is a test.
  package static let test = SymbolRoles(rawValue: 32)
  /// The symbol is declared here, and defined elsewhere.
  package static let forwardDefinition = SymbolRoles(rawValue: 64)
}

/// A stretch of a file as an index has it: 0-based lines, 0-based columns in the document's encoding, the end not
/// included.
package struct IndexedRange: Sendable, Hashable {
  package var startLine: Int32
  package var startColumn: Int32
  package var endLine: Int32
  package var endColumn: Int32

  /// A range between two positions.
  package init(startLine: Int32, startColumn: Int32, endLine: Int32, endColumn: Int32) {
    self.startLine = startLine
    self.startColumn = startColumn
    self.endLine = endLine
    self.endColumn = endColumn
  }

  /// True when neither number is negative and the end is not before the start.
  var isOrdered: Bool {
    startLine >= 0 && startColumn >= 0 && endColumn >= 0
      && (startLine, startColumn) <= (endLine, endColumn)
  }

  /// The three or four numbers SCIP writes.
  var numbers: [Int] {
    startLine == endLine
      ? [Int(startLine), Int(startColumn), Int(endColumn)]
      : [Int(startLine), Int(startColumn), Int(endLine), Int(endColumn)]
  }
}

/// The head of an index.
package struct ScipMetadata: Sendable, Equatable {
  package var toolName = ""
  package var toolVersion = ""
  /// A URI; documents' paths are relative to it.
  package var projectRoot = ""

  package init() {}
}

/// How one symbol relates to another.
package struct ScipRelationship: Sendable, Equatable {
  package var symbol: String
  package var kinds: RelationshipKinds

  /// A relationship to `symbol`.
  package init(symbol: String, kinds: RelationshipKinds) {
    self.symbol = symbol
    self.kinds = kinds
  }
}

/// What a relationship means. Bits are ours.
package struct RelationshipKinds: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  /// Kinds of these bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// References to the other symbol count as references to this one.
  package static let reference = RelationshipKinds(rawValue: 1)
  /// This symbol implements or overrides the other one.
  package static let implementation = RelationshipKinds(rawValue: 2)
  /// The other symbol is the type of this one.
  package static let typeDefinition = RelationshipKinds(rawValue: 4)
  /// This symbol is defined where the other one is.
  package static let definition = RelationshipKinds(rawValue: 8)
}

/// What an index says about one symbol.
package struct ScipSymbol: Sendable, Equatable {
  package var symbol: String
  /// Markdown, in paragraphs.
  package var documentation: [String] = []
  package var relationships: [ScipRelationship] = []
  /// A number of ``SymbolKind``; 0 when not given.
  package var kind = 0
  package var displayName = ""
  /// The declaration as the language writes it.
  package var signature = ""
  package var enclosingSymbol = ""

  /// Facts about `symbol`.
  package init(symbol: String) { self.symbol = symbol }
}

/// A place where a symbol occurs.
package struct ScipOccurrence: Sendable, Equatable {
  package var range: IndexedRange
  package var symbol: String
  package var roles: SymbolRoles
  /// The whole declaration, for definitions.
  package var enclosingRange: IndexedRange?

  /// An occurrence of `symbol`.
  package init(range: IndexedRange, symbol: String, roles: SymbolRoles, enclosingRange: IndexedRange? = nil) {
    self.range = range
    self.symbol = symbol
    self.roles = roles
    self.enclosingRange = enclosingRange
  }
}

/// One file of an index.
package struct ScipDocument: Sendable, Equatable {
  package var path: String
  package var language = ""
  package var encoding = PositionEncoding.unspecified
  package var occurrences: [ScipOccurrence] = []
  package var symbols: [ScipSymbol] = []

  /// An empty document.
  package init(path: String) { self.path = path }
}
