/// The shape of most queries: one term to look for in contents, or in contents and paths, and conditions beside it
/// that are not about the text.
struct SoleTerm {
  /// The content atom of the term.
  let content: Int
  /// Its path atom, when the path will do too.
  let path: Int?
  /// What must hold besides.
  let others: [CompiledQuery.Node]

  /// Nil when the query has another shape.
  init?(_ query: CompiledQuery) {
    var parts: [CompiledQuery.Node] = [query.root]
    if case .and(let inner) = query.root { parts = inner }
    // Conditions are sorted by cost, so the text comes last.
    guard let last = parts.popLast(), query.contentAtoms.count == 1, query.symbolAtoms.isEmpty,
      query.settings.select != .symbol
    else { return nil }
    others = parts
    switch last {
    case .content(let atom):
      content = atom
      path = nil
    case .or(let either):
      guard either.count == 2, case .content(let atom) = either[0], case .path(let name) = either[1] else {
        return nil
      }
      content = atom
      path = name
    default: return nil
    }
    guard query.contentAtoms[content].isHighlighted, query.contentAtoms[content].structure == nil,
      query.contentAtoms[content].emits == nil
    else {
      return nil
    }
  }
}
