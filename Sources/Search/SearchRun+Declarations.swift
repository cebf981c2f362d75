import Containers
import QueryEngine
import RegexEngine
import SearchIndex

/// Which documents of a part declare what the words of a query name.
struct DeclaredNames: Sendable {
  /// The weightiest kind by document, for each content atom; empty where it is no single word.
  private(set) var kinds: [[Int: SymbolKind]]
  /// Whether the symbols of the part are known.
  let isKnown: Bool

  /// Symbols of one word that are looked at in one part: so many declare nothing in particular.
  private static let symbolsMax = 20_000

  init(_ query: CompiledQuery, _ part: IndexSnapshot.Part) {
    isKnown = part.facts != nil
    kinds = query.contentAtoms.map { atom in
      guard let facts = part.facts, atom.isHighlighted, atom.emits == nil, Self.isName(atom.text) else {
        return [:]
      }
      return Self.documents(atom, facts)
    }
  }

  /// A word that a declaration may have as its name; two letters declare too much.
  private static func isName(_ text: String) -> Bool {
    text.utf8.count > 2
      && text.utf8.allSatisfy { $0 == 0x5F || $0 >= 0x80 || $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 }
  }

  private static func documents(_ atom: CompiledQuery.ContentAtom, _ facts: FactsFile) -> [Int: SymbolKind] {
    let text = Array(atom.text.utf8)
    var found: [Int: SymbolKind] = [:]
    var count = 0
    for name in text.withUnsafeBytes({ facts.names(folded: $0) }) {
      if !atom.regex.options.caseInsensitive, !facts.name(name).elementsEqual(text) { continue }
      facts.forEachSymbol(ofName: name) { entry in
        count += 1
        if entry.kind.weight > 0, entry.kind.weight > found[entry.document]?.weight ?? -1 {
          found[entry.document] = entry.kind
        }
        return count < symbolsMax
      }
    }
    return found
  }

  /// Tells the scorer what the document of a hit declares, instead of what its text looks like.
  func settle(_ hit: inout DocumentHit, state: FactsState) {
    guard isKnown, state != .none else { return }
    for atom in hit.features.indices where atom < kinds.count {
      hit.features[atom].declares = kinds[atom][hit.document]
      hit.features[atom].definitions = hit.features[atom].declares == nil ? 0 : 1
    }
  }

  /// The documents that declare most, at most `limit`: types first, then in the order of standing.
  func best(limit: Int) -> [Int] {
    var documents: [Int: Int] = [:]
    for kinds in kinds { for (document, kind) in kinds { documents[document, default: 0] += kind.weight } }
    let order = documents.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return order.prefix(limit).map(\.key)
  }
}
