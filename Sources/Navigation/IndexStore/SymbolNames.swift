import Platform

/// The symbols of an export by their USR: their text in SCIP, and what is known of them from all files.
struct SymbolNames {
  private struct Entry {
    var symbol: IndexedSymbol
    /// Declared or defined in a file of the export.
    var isOwn = false
    var isDefined = false
    var isDescribed = false
    var isReferenced = false
    var text: Text?
  }

  private enum Text {
    case global(String)
    case local
  }

  private let naming: SymbolNaming
  private var entries: [String: Entry] = [:]
  /// Extension to extended type, and accessor to property, by USR.
  private var standIns: [String: String] = [:]
  private var owners: [String: String] = [:]

  init(naming: SymbolNaming) { self.naming = naming }

  /// Symbols that are known outside of their file.
  var count: Int {
    entries.values.count { entry in
      if case .global? = entry.text { return true }
      return false
    }
  }

  /// Takes note of what a file declares, before any text is asked for.
  mutating func note(_ record: IndexRecord) {
    let declares = IndexStoreNumbers.Role.declaration | IndexStoreNumbers.Role.definition
    for occurrence in record.occurrences {
      let symbol = record.symbols[occurrence.symbol]
      if occurrence.roles & declares != 0 {
        entries[symbol.identifier, default: Entry(symbol: symbol)].isOwn = true
        if occurrence.roles & IndexStoreNumbers.Role.definition != 0 {
          entries[symbol.identifier]?.isDefined = true
        }
      }
      for relation in occurrence.relations {
        let other = record.symbols[relation.symbol]
        if relation.roles & IndexStoreNumbers.Role.extendedBy != 0 {
          standIns[other.identifier] = symbol.identifier
          if entries[symbol.identifier] == nil { entries[symbol.identifier] = Entry(symbol: symbol) }
        }
        if relation.roles & IndexStoreNumbers.Role.accessorOf != 0 {
          standIns[symbol.identifier] = other.identifier
        }
      }
    }
  }

  /// The symbol that stands for one that has no name of its own: the type of an extension, the property of an
  /// accessor.
  func principal(_ symbol: IndexedSymbol) -> IndexedSymbol? {
    guard let identifier = standIns[symbol.identifier] else {
      return symbol.kind == IndexStoreNumbers.Kind.extension ? nil : symbol
    }
    return entries[identifier]?.symbol ?? nil
  }

  /// The text of a symbol; nil for one that is local to its file.
  mutating func text(_ symbol: IndexedSymbol) -> String? {
    var entry = entries[symbol.identifier] ?? Entry(symbol: symbol)
    switch entry.text {
    case .global(let text): return text
    case .local: return nil
    case nil: break
    }
    guard var text = naming.text(symbol, isOwn: entry.isOwn) else {
      entry.text = .local
      entries[symbol.identifier] = entry
      return nil
    }
    // Two symbols of one text would become one: the later gets a name that depends on its USR alone.
    if let owner = owners[text], owner != symbol.identifier, var parsed = SymbolText(parsing: text) {
      parsed.descriptors.insert(
        .init(SymbolNaming.hash(symbol.identifier), .meta), at: parsed.descriptors.count - 1)
      text = parsed.text
    }
    owners[text] = symbol.identifier
    entry.text = .global(text)
    entries[symbol.identifier] = entry
    return text
  }

  /// Marks a symbol as described in a document; false when it was, or will be where it is defined.
  mutating func takeDescription(_ symbol: IndexedSymbol, atDefinition: Bool) -> Bool {
    guard var entry = entries[symbol.identifier], !entry.isDescribed, atDefinition || !entry.isDefined else {
      return false
    }
    entry.isDescribed = true
    entries[symbol.identifier] = entry
    return true
  }

  mutating func noteReference(_ symbol: IndexedSymbol) { entries[symbol.identifier]?.isReferenced = true }

  /// Facts about symbols that are referred to and declared elsewhere.
  func externals() -> [ScipSymbol] {
    var symbols: [ScipSymbol] = []
    for entry in entries.values where !entry.isDescribed && entry.isReferenced {
      guard case .global(let text)? = entry.text else { continue }
      var symbol = ScipSymbol(symbol: text)
      symbol.kind = Self.kind(entry.symbol)
      symbol.displayName = entry.symbol.name
      symbols.append(symbol)
    }
    return symbols.sorted { $0.symbol < $1.symbol }
  }

  /// SCIP's number for the kind of a symbol.
  static func kind(_ symbol: IndexedSymbol) -> Int {
    if symbol.subkind == IndexStoreNumbers.subscript { return SymbolKind.subscript }
    if symbol.subkind == IndexStoreNumbers.associatedType { return SymbolKind.associatedType }
    if symbol.subkind == IndexStoreNumbers.typeParameter { return SymbolKind.typeParameter }
    if (IndexStoreNumbers.prefixOperator...IndexStoreNumbers.infixOperator).contains(symbol.subkind) {
      return SymbolKind.operator
    }
    return kinds[symbol.kind] ?? 0
  }

  private static let kinds: [Int: Int] = [
    IndexStoreNumbers.Kind.module: SymbolKind.module, IndexStoreNumbers.Kind.namespace: SymbolKind.namespace,
    IndexStoreNumbers.Kind.namespaceAlias: SymbolKind.namespace,
    IndexStoreNumbers.Kind.macro: SymbolKind.macro,
    IndexStoreNumbers.Kind.enum: SymbolKind.enum, IndexStoreNumbers.Kind.struct: SymbolKind.struct,
    IndexStoreNumbers.Kind.class: SymbolKind.class, IndexStoreNumbers.Kind.protocol: SymbolKind.protocol,
    IndexStoreNumbers.Kind.union: SymbolKind.union, IndexStoreNumbers.Kind.typeAlias: SymbolKind.typeAlias,
    IndexStoreNumbers.Kind.function: SymbolKind.function,
    IndexStoreNumbers.Kind.variable: SymbolKind.variable,
    IndexStoreNumbers.Kind.field: SymbolKind.field,
    IndexStoreNumbers.Kind.enumConstant: SymbolKind.enumMember,
    IndexStoreNumbers.Kind.instanceMethod: SymbolKind.method,
    IndexStoreNumbers.Kind.classMethod: SymbolKind.staticMethod,
    IndexStoreNumbers.Kind.staticMethod: SymbolKind.staticMethod,
    IndexStoreNumbers.Kind.instanceProperty: SymbolKind.property,
    IndexStoreNumbers.Kind.classProperty: SymbolKind.staticProperty,
    IndexStoreNumbers.Kind.staticProperty: SymbolKind.staticProperty,
    IndexStoreNumbers.Kind.constructor: SymbolKind.constructor,
    IndexStoreNumbers.Kind.destructor: SymbolKind.method,
    IndexStoreNumbers.Kind.conversion: SymbolKind.method,
    IndexStoreNumbers.Kind.parameter: SymbolKind.parameter,
  ]
}
