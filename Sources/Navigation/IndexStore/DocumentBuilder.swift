import Platform
import Syntax

/// One file of an index store becoming a document: places get their ends from the text, definitions their extent,
/// declaration and documentation.
struct DocumentBuilder {
  private struct Place: Hashable {
    var line: Int32
    var column: Int32
    var symbol: String
  }

  private struct Row {
    var end: Int32
    var roles: SymbolRoles
    /// What is contained in it ends here, for definitions.
    var identifier: String
  }

  /// Occurrences whose text is compared before a file counts as changed.
  private static let comparedMin = 5

  private let path: String
  private let lines: SourceLines
  private let outline: [Int: OutlineItem]
  private let language: Language?
  private var rows: [Place: Row] = [:]
  private var described: [(symbol: ScipSymbol, place: Place)] = []
  private var relationships: [String: [String: RelationshipKinds]] = [:]
  private var locals: [String: String] = [:]
  /// The last place that is contained in a definition, by its USR.
  private var containedEnds: [String: IndexedRange] = [:]
  private var compared = 0
  private var different = 0

  init(path: String, text: [UInt8]) {
    self.path = path
    lines = SourceLines(text)
    let language = text.withUnsafeBytes { bytes in
      detectLanguage(path: path, head: UnsafeRawBufferPointer(rebasing: bytes.prefix(4096)))
    }
    self.language = language
    let items = text.withUnsafeBytes { analyzeSyntax($0, language: language) }.outline
    outline = Dictionary(items.map { ($0.nameRange.lowerBound, $0) }) { first, _ in first }
  }

  /// Takes up what a record says about the file.
  mutating func add(_ record: IndexRecord, _ names: inout SymbolNames) {
    for occurrence in record.occurrences {
      let symbol = record.symbols[occurrence.symbol]
      note(occurrence.relations, of: symbol, occurrence, in: record, &names)
      guard isWanted(symbol, occurrence.roles) else { continue }
      add(occurrence, symbol, &names)
    }
  }

  private func isWanted(_ symbol: IndexedSymbol, _ roles: UInt64) -> Bool {
    if IndexStoreNumbers.isAccessor(symbol.subkind) { return false }
    if symbol.kind == IndexStoreNumbers.Kind.extension || symbol.kind == IndexStoreNumbers.Kind.commentTag {
      return false
    }
    let declares = IndexStoreNumbers.Role.declaration | IndexStoreNumbers.Role.definition
    // What the compiler inserts is nothing a reader can point at, but for the initialiser that a type's name calls.
    return roles & IndexStoreNumbers.Role.implicit == 0 || roles & declares != 0
      || symbol.kind == IndexStoreNumbers.Kind.constructor
  }

  private mutating func add(
    _ occurrence: IndexedOccurrence, _ symbol: IndexedSymbol, _ names: inout SymbolNames
  ) {
    let base = SymbolNaming.baseName(symbol.name)
    guard let length = lines.tokenLength(line: occurrence.line, column: occurrence.column, name: base) else {
      different += 1
      compared += 1
      return
    }
    let isImplicit = occurrence.roles & IndexStoreNumbers.Role.implicit != 0
    let isSame = isImplicit || compare(occurrence, symbol, base, length)
    let text = text(of: symbol, &names)
    let place = Place(line: Int32(occurrence.line - 1), column: Int32(occurrence.column - 1), symbol: text)
    // What a macro of C expands to stands at the macro's name, and is not what the reader points at there.
    let end =
      isSame || symbol.language == IndexStoreNumbers.swift ? place.column + Int32(length) : place.column
    var row = rows[place] ?? Row(end: end, roles: [], identifier: symbol.identifier)
    row.roles.formUnion(roles(occurrence.roles, symbol))
    rows[place] = row
    let isDefinition = occurrence.roles & IndexStoreNumbers.Role.definition != 0
    let isDeclaration = occurrence.roles & IndexStoreNumbers.Role.declaration != 0
    if !SymbolText.isLocal(text.utf8) { names.noteReference(symbol) }
    guard isDefinition || isDeclaration else { return }
    if SymbolText.isLocal(text.utf8) {
      guard isDefinition, !described.contains(where: { $0.symbol.symbol == text }) else { return }
    } else {
      guard names.takeDescription(symbol, atDefinition: isDefinition) else { return }
    }
    described.append((facts(symbol, text, occurrence), place))
  }

  /// Whether the text at a place is the symbol's name; counts where it should be.
  private mutating func compare(
    _ occurrence: IndexedOccurrence, _ symbol: IndexedSymbol, _ base: String, _ length: Int
  ) -> Bool {
    let token = lines.text(line: occurrence.line, column: occurrence.column, length: length)
    if token == base || token == "`\(base)`" || token == "$\(base)" || base.hasSuffix(".\(token)") {
      compared += 1
      return true
    }
    let isNamed = base.utf8.allSatisfy(isNameByte) && token.utf8.allSatisfy(isNameByte)
    let isConstructor =
      symbol.kind == IndexStoreNumbers.Kind.constructor || symbol.kind == IndexStoreNumbers.Kind.destructor
      || symbol.subkind == IndexStoreNumbers.subscript
    let isStandIn = ["Self", "self", "super", "init"].contains(token)
    // Macros of C bring names along that stand nowhere near.
    if isNamed, !isConstructor, !isStandIn, symbol.language == IndexStoreNumbers.swift {
      compared += 1
      different += 1
    }
    return false
  }

  private func roles(_ roles: UInt64, _ symbol: IndexedSymbol) -> SymbolRoles {
    var result = SymbolRoles()
    if roles & IndexStoreNumbers.Role.definition != 0 {
      result.insert(.definition)
    } else if roles & IndexStoreNumbers.Role.declaration != 0 {
      result.insert(.forwardDefinition)
    }
    if roles & IndexStoreNumbers.Role.read != 0 { result.insert(.read) }
    if roles & IndexStoreNumbers.Role.write != 0 { result.insert(.write) }
    if symbol.kind == IndexStoreNumbers.Kind.module { result.insert(.import) }
    return result
  }

  private mutating func text(of symbol: IndexedSymbol, _ names: inout SymbolNames) -> String {
    if let text = names.text(symbol) { return text }
    if let known = locals[symbol.identifier] { return known }
    let text = "local \(locals.count)"
    locals[symbol.identifier] = text
    return text
  }

  private mutating func note(
    _ relations: [(symbol: Int, roles: UInt64)], of symbol: IndexedSymbol, _ occurrence: IndexedOccurrence,
    in record: IndexRecord, _ names: inout SymbolNames
  ) {
    let contains = IndexStoreNumbers.Role.containedBy | IndexStoreNumbers.Role.calledBy
    for relation in relations {
      guard let other = names.principal(record.symbols[relation.symbol]) else { continue }
      if relation.roles & IndexStoreNumbers.Role.baseOf != 0, let from = names.text(other),
        let base = names.principal(symbol), let to = names.text(base)
      {
        relationships[from, default: [:]][to, default: []].formUnion(.implementation)
      }
      if relation.roles & IndexStoreNumbers.Role.overrideOf != 0,
        !IndexStoreNumbers.isAccessor(symbol.subkind), let from = names.text(symbol),
        let to = names.text(other)
      {
        relationships[from, default: [:]][to, default: []].formUnion([.implementation, .reference])
      }
      if relation.roles & contains != 0 {
        let line = Int32(occurrence.line - 1)
        let known = containedEnds[other.identifier]
        var extent = known ?? IndexedRange(startLine: line, startColumn: 0, endLine: line, endColumn: 0)
        extent.startLine = min(extent.startLine, line)
        extent.endLine = max(extent.endLine, line)
        containedEnds[other.identifier] = extent
      }
    }
  }

  private func facts(_ symbol: IndexedSymbol, _ text: String, _ occurrence: IndexedOccurrence) -> ScipSymbol {
    var facts = ScipSymbol(symbol: text)
    facts.kind = SymbolNames.kind(symbol)
    facts.displayName = symbol.name
    guard !SymbolText.isLocal(text.utf8), occurrence.roles & IndexStoreNumbers.Role.implicit == 0 else {
      return facts
    }
    let item = item(line: occurrence.line, column: occurrence.column)
    // Where the outline starts far above, it took something else for the start.
    let first = item.map { max($0.lines.lowerBound, occurrence.line - 3) } ?? occurrence.line
    facts.signature = lines.declaration(line: first)
    let comment = lines.comment(
      above: item?.lines.lowerBound ?? occurrence.line, isSwift: symbol.language == IndexStoreNumbers.swift)
    if !comment.isEmpty { facts.documentation = [comment] }
    return facts
  }

  private func item(line: Int, column: Int) -> OutlineItem? {
    lines.offset(line: line, column: column).flatMap { outline[$0] }
  }

  /// The document, occurrences in order of place; nil when the text is not the one that was compiled.
  mutating func finish(_ names: inout SymbolNames) -> ScipDocument? {
    if compared >= Self.comparedMin, different * 5 > compared { return nil }
    var document = ScipDocument(path: path)
    document.encoding = .utf8
    document.language = language?.name ?? ""
    let order = rows.keys.sorted { ($0.line, $0.column, $0.symbol) < ($1.line, $1.column, $1.symbol) }
    for place in order {
      guard let row = rows[place] else { continue }
      let range = IndexedRange(
        startLine: place.line, startColumn: place.column, endLine: place.line, endColumn: row.end)
      var occurrence = ScipOccurrence(range: range, symbol: place.symbol, roles: row.roles)
      if row.roles.contains(.definition) { occurrence.enclosingRange = extent(place, row) }
      document.occurrences.append(occurrence)
    }
    var symbols = described.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
      .map(\.symbol)
    for index in symbols.indices {
      guard let related = relationships.removeValue(forKey: symbols[index].symbol) else { continue }
      symbols[index].relationships = Self.sorted(related)
    }
    // Of symbols that are described in another file: conformances by extension.
    for (text, related) in relationships.sorted(by: { $0.key < $1.key }) {
      var symbol = ScipSymbol(symbol: text)
      symbol.relationships = Self.sorted(related)
      symbols.append(symbol)
    }
    document.symbols = symbols
    return document
  }

  private static func sorted(_ related: [String: RelationshipKinds]) -> [ScipRelationship] {
    related.sorted { $0.key < $1.key }.map { ScipRelationship(symbol: $0.key, kinds: $0.value) }
  }

  /// The lines of a declaration: from the outline of the text, else as far as something is known to be inside.
  private func extent(_ place: Place, _ row: Row) -> IndexedRange? {
    if let item = item(line: Int(place.line) + 1, column: Int(place.column) + 1) {
      let last = item.lines.upperBound
      return IndexedRange(
        startLine: Int32(item.lines.lowerBound - 1), startColumn: 0, endLine: Int32(last - 1),
        endColumn: Int32(lines.length(ofLine: last)))
    }
    guard let contained = containedEnds[row.identifier], contained.endLine >= place.line else { return nil }
    return IndexedRange(
      startLine: place.line, startColumn: 0, endLine: contained.endLine,
      endColumn: Int32(lines.length(ofLine: Int(contained.endLine) + 1)))
  }
}
