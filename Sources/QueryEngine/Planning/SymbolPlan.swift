package import Containers
import RegexEngine
package import SearchIndex

/// Which documents of one segment may hold the symbols that a query asks for, by its facts file.
///
/// Names are looked up or matched once for the whole segment; a document is then judged by the numbers of its names.
/// Immutable, and shared by the threads of a search.
package final class SymbolPlan: Sendable {
  /// What is known for one symbol atom.
  struct Atom: Sendable {
    /// Names that satisfy the condition, containers aside.
    var names: BitSet
    /// Documents that declare one of them with a wanted kind.
    var documents: BitSet
  }

  /// The segment's facts.
  let facts: FactsFile
  let atoms: [Atom]
  /// For each content atom that asks for what statements emit, what is known.
  let emits: [EmitPlan?]

  /// Plans the symbol atoms of `query`, and what it asks of statements. Linear in the names for parts of names, in the
  /// symbols found otherwise.
  package init(_ query: CompiledQuery, _ facts: FactsFile) {
    self.facts = facts
    atoms = query.symbolAtoms.map { Self.plan($0, facts) }
    emits = query.contentAtoms.map { atom in atom.emits.map { EmitPlan($0, facts) } }
  }

  /// Documents that may satisfy symbol atom `atom`.
  package func documentCount(atom: Int) -> Int { atoms[atom].documents.count }

  /// All symbols of a document in the order of its text.
  package func symbols(ofDocument document: Int) -> [Symbol] { facts.symbols(ofDocument: document) }

  private static func plan(_ atom: SymbolAtom, _ facts: FactsFile) -> Atom {
    var plan = Atom(
      names: BitSet(count: facts.meta.nameCount), documents: BitSet(count: facts.meta.documentCount))
    let finder = NameFinder(atom, facts)
    for name in finder.names(atom.condition) where finder.holds(atom.condition, facts.name(name)) {
      plan.names.insert(name)
      facts.forEachSymbol(ofName: name) { entry in
        if atom.kinds.contains(entry.kind) { plan.documents.insert(entry.document) }
        return true
      }
    }
    return plan
  }
}

/// Finds the names that a condition may hold for. Belongs to one thread.
private struct NameFinder {
  let facts: FactsFile
  let atom: SymbolAtom
  let matchers: [Matcher]

  init(_ atom: SymbolAtom, _ facts: FactsFile) {
    (self.atom, self.facts) = (atom, facts)
    matchers = atom.names.map { $0.regex.makeMatcher() }
  }

  /// Numbers of names in ascending order, at least all that satisfy `condition`.
  func names(_ condition: SymbolAtom.Condition) -> [Int] {
    switch condition {
    case .any, .not: return Array(0..<facts.meta.nameCount)
    case .name(let index): return names(atom.names[index], matchers[index])
    case .and(let parts):
      // One part that narrows is enough; the others are checked by name.
      let narrowing = parts.filter { if case .not = $0 { false } else { true } }
      let cheapest = narrowing.first(where: isLookup) ?? narrowing.first
      return names(cheapest ?? .any)
    case .or(let parts): return Array(Set(parts.flatMap(names))).sorted()
    }
  }

  private func isLookup(_ condition: SymbolAtom.Condition) -> Bool {
    guard case .name(let index) = condition else { return false }
    return atom.names[index].exact != nil || atom.names[index].prefix != nil
  }

  private func names(_ name: SymbolAtom.Name, _ matcher: Matcher) -> [Int] {
    // Names are sorted by ASCII case; a letter beyond ASCII may equal another one in ways only the matcher knows.
    if var text = name.exact ?? name.prefix, text.utf8.allSatisfy({ $0 < 0x80 }), !folds(text, name) {
      return text.withUTF8 { bytes in
        let raw = UnsafeRawBufferPointer(bytes)
        return Array(name.exact != nil ? facts.names(folded: raw) : facts.names(foldedPrefix: raw))
      }
    }
    var found: [Int] = []
    matcher.forEachMatch(in: facts.nameText, range: 0..<facts.nameText.count) { range in
      let number = facts.name(at: range.lowerBound, from: found.last ?? 0)
      if found.last != number { found.append(number) }
      return true
    }
    return found
  }

  /// Whether letters beyond ASCII match some of the text without regard to case: `k` and the Kelvin sign, `s` and ſ.
  private func folds(_ text: String, _ name: SymbolAtom.Name) -> Bool {
    !name.caseSensitive && text.utf8.contains { $0 | 0x20 == 0x6B || $0 | 0x20 == 0x73 } && hasOther
  }

  /// Whether some name is not ASCII. Looked up by the order of names: bytes beyond ASCII come last.
  private var hasOther: Bool {
    guard facts.meta.nameCount > 0 else { return false }
    return facts.nameText.contains { $0 == 0xC5 || $0 == 0xE2 }
  }

  /// Whether the condition may hold for a symbol of this name, whatever it is in.
  func holds(_ condition: SymbolAtom.Condition, _ name: UnsafeRawBufferPointer) -> Bool {
    switch condition {
    case .any: return true
    case .name(let index): return matchers[index].hasMatch(in: name, range: 0..<name.count)
    case .and(let parts): return parts.allSatisfy { holds($0, name) }
    case .or(let parts): return parts.contains { holds($0, name) }
    case .not(let part): return dependsOnContainer(part) || !holds(part, name)
    }
  }

  private func dependsOnContainer(_ condition: SymbolAtom.Condition) -> Bool {
    switch condition {
    case .any: false
    case .name(let index): !atom.names[index].containers.isEmpty
    case .and(let parts), .or(let parts): parts.contains(where: dependsOnContainer)
    case .not(let part): dependsOnContainer(part)
    }
  }
}

/// A set of small numbers.
struct BitSet: Sendable {
  private var words: [UInt64]
  /// Numbers in the set.
  private(set) var count = 0

  init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ number: Int) {
    guard number >= 0, number >> 6 < words.count else { return }
    let bit: UInt64 = 1 << UInt64(number & 63)
    if words[number >> 6] & bit == 0 { count += 1 }
    words[number >> 6] |= bit
  }

  func contains(_ number: Int) -> Bool {
    number >= 0 && number >> 6 < words.count && words[number >> 6] >> UInt64(number & 63) & 1 == 1
  }

  /// The first number at or after `number`.
  func next(atOrAfter number: Int) -> Int? {
    var index = max(0, number) >> 6
    guard index < words.count else { return nil }
    var word = words[index] & (UInt64.max << UInt64(max(0, number) & 63))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    return index << 6 + word.trailingZeroBitCount
  }
}
