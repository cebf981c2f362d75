package import Containers

/// The declarations of one text, for the index.
package struct FileSymbols: Sendable, Equatable {
  /// In the order of the text, at most ``fileSymbolsMax``.
  package var symbols: [Symbol]
  /// Whether there were more, or the text is longer than what is read.
  package var isCut: Bool
  /// Statements that emit texts, at most ``EmitSite/sitesMax``, in the order of the text.
  package var emits: [EmitSite] = []

  /// These symbols.
  package init(symbols: [Symbol] = [], isCut: Bool = false) { (self.symbols, self.isCut) = (symbols, isCut) }
}

/// The most symbols of one text: what has more is data.
package let fileSymbolsMax = 100_000

/// The declarations of a tree as symbols: what an outline shows, and members, enumerators and variables of files;
/// and the statements that emit texts.
///
/// - Complexity: linear in the nodes and in the text.
package func symbols(_ bytes: UnsafeRawBufferPointer, language: Language, tree: SyntaxTree) -> FileSymbols {
  guard let start = bytes.baseAddress, !tree.nodes.isEmpty else { return FileSymbols() }
  let base = start.assumingMemoryBound(to: UInt8.self)
  var reader = TreeReader(tree, base: base, count: bytes.count, wantsMembers: true)
  reader.runDeclarations()
  var found = reader.symbols()
  func types(_ list: FileSymbols) -> Int {
    list.symbols.count { ![.field, .constant, .variable].contains($0.kind) }
  }
  if tree.isBroken, let lexed = lexedSymbols(bytes, language: language), types(lexed) > types(found) {
    found = lexed
  }
  var emits = EmitReader(tree, base: base, count: bytes.count, language: language)
  emits.run(symbols: found.symbols)
  found.emits = emits.sites
  return found
}

extension OutlineList {
  /// The declarations with names taken apart: `Type::name` is the symbol `name` of `Type`.
  ///
  /// - Parameter isCode: false for headings, sections and targets, whose names are taken as they are.
  func symbols(isCode: Bool) -> FileSymbols {
    var symbols: [Symbol] = []
    symbols.reserveCapacity(entries.count)
    let lines = LineCounter(base, count: count)
    // The last declaration of each depth: the one around is the last of the depth above.
    var open: [Int?] = []
    for entry in entries {
      let kind = SymbolKind(name: entry.kind) ?? .other
      let parts = isCode ? NameParts(entry.name, kind, base) : NameParts(whole: entry.name)
      let first = lines.line(of: entry.start)
      let line = lines.line(of: parts.name.lowerBound)
      let last = lines.line(of: max(entry.start, min(count, entry.end) - 1))
      if open.count > entry.depth { open.removeLast(open.count - entry.depth) }
      let qualifier = parts.qualifier ?? entry.qualifier
      symbols.append(
        Symbol(
          name: text(parts.name), kind: kind, start: parts.name.lowerBound, line: line,
          column: parts.name.lowerBound - lines.start(ofLine: line),
          lines: min(first, line)...max(last, line), parent: open.last ?? nil,
          qualifier: qualifier.map { text($0) }))
      // Declarations that were left out leave gaps: their insides belong to what is around them.
      while open.count < entry.depth { open.append(open.last ?? nil) }
      open.append(symbols.count - 1)
    }
    return FileSymbols(symbols: symbols, isCut: isCut)
  }
}

/// A declared name and what stands before it.
struct NameParts {
  var name: Range<Int>
  var qualifier: Range<Int>?

  init(whole name: Range<Int>) { self.name = name }

  /// Takes apart `Type::name`, `table.name`, `Trait for Type<T>`.
  init(_ range: Range<Int>, _ kind: SymbolKind, _ base: UnsafePointer<UInt8>) {
    name = range
    switch kind {
    case .heading, .macro, .other: break
    case .implementation: takeType(base)
    case .namespace, .module: splitAt(base, isDotted: false)
    default: splitAt(base, isDotted: true)
    }
  }

  /// Cuts at the last `::`, or before the last `.` or `:` when all the rest is made of words.
  private mutating func splitAt(_ base: UnsafePointer<UInt8>, isDotted: Bool) {
    var at = name.upperBound
    while at > name.lowerBound, isNamePart(base[at &- 1]) { at &-= 1 }
    // Operators, and names that are nothing but a word.
    guard at > name.lowerBound, at < name.upperBound else { return }
    var end = at &- 1
    if base[end] == 0x3A, end > name.lowerBound, base[end &- 1] == 0x3A {
      end &-= 1
    } else {
      guard isDotted, base[end] == 0x2E || base[end] == 0x3A else { return }
      for place in name.lowerBound..<end where !isNamePart(base[place]) && base[place] != 0x2E { return }
    }
    guard end > name.lowerBound else { return }
    qualifier = name.lowerBound..<end
    name = at..<name.upperBound
  }

  /// The type of `impl Trait for module::Type<T>`.
  private mutating func takeType(_ base: UnsafePointer<UInt8>) {
    var start = name.lowerBound
    let word = Array(" for ".utf8)
    var at = name.lowerBound
    while at &+ word.count < name.upperBound {
      if word.indices.allSatisfy({ base[at &+ $0] == word[$0] }) { start = at &+ word.count }
      at &+= 1
    }
    var end = start
    while end < name.upperBound, isNamePart(base[end]) || base[end] == 0x3A { end &+= 1 }
    var first = end
    while first > start, isNamePart(base[first &- 1]) { first &-= 1 }
    if first < end { name = first..<end }
  }

  @inline(__always)
  private func isNamePart(_ byte: UInt8) -> Bool { isWordByte(byte) || byte == 0x24 || byte == 0x7E }
}
