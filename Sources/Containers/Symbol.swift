/// What a symbol is. Six bits in facts files: numbers never change, new kinds are added at the end.
package enum SymbolKind: UInt8, Sendable, CaseIterable {
  case other = 0
  case `class` = 1
  case `struct` = 2
  case `enum` = 3
  case union = 4
  case interface = 5
  case `protocol` = 6
  case trait = 7
  case record = 8
  case object = 9
  case actor = 10
  case mixin = 11
  case type = 12
  case namespace = 13
  case module = 14
  case function = 15
  case method = 16
  case macro = 17
  case constant = 18
  case variable = 19
  case field = 20
  case enumerator = 21
  case service = 22
  case message = 23
  case contract = 24
  case library = 25
  /// Adds to a type that is declared elsewhere.
  case `extension` = 26
  /// Gives a type what an interface, protocol or trait asks for.
  case implementation = 27
  case category = 28
  case heading = 29

  /// The word for it, in outlines, queries (`kind:`) and JSON.
  package var name: String { "\(self)" }

  /// The kind of this name; nil for a word that is none.
  package init?(name: String) {
    guard let kind = Self.byName[name] else { return nil }
    self = kind
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// How much a definition of this kind is what somebody who types its name looks for, 0 to 7: types, then what can
  /// be called, then values, then what only adds to something.
  package var weight: Int {
    switch self {
    case .class, .struct, .enum, .union, .interface, .protocol, .trait, .record, .object, .actor, .type,
      .contract,
      .message, .service:
      7
    case .mixin, .namespace, .module, .library: 6
    case .function, .method: 5
    case .macro: 4
    case .constant, .variable: 3
    case .enumerator, .field: 2
    case .extension, .implementation, .category: 1
    case .heading, .other: 0
    }
  }
}

/// A declaration of a name in a text.
package struct Symbol: Sendable, Equatable {
  /// The name alone, without what it is a part of; no line feed in it.
  package var name: String
  /// What is declared.
  package var kind: SymbolKind
  /// The first byte of the name in the text.
  package var start: Int
  /// The 1-based line of the name.
  package var line: Int
  /// Bytes between the start of the line and the name.
  package var column: Int
  /// 1-based lines of the whole declaration, from its first word to the end of its body; holds ``line``.
  package var lines: ClosedRange<Int>
  /// The declaration around, as an index into the list of the text's symbols, below its own.
  package var parent: Int?
  /// What the text says the name belongs to, where it is not declared inside of it: `Type` of `Type::name` and of
  /// `func (t *Type) name`.
  package var qualifier: String?

  /// A declaration of a name at a place.
  package init(
    name: String, kind: SymbolKind, start: Int, line: Int, column: Int, lines: ClosedRange<Int>,
    parent: Int? = nil, qualifier: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.start = start
    self.line = line
    self.column = column
    self.lines = lines
    self.parent = parent
    self.qualifier = qualifier
  }

  /// Bytes of the name in the text.
  package var range: Range<Int> { start..<start + name.utf8.count }
}
