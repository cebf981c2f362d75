import RegexEngine

/// The matchers of a query. They belong to one thread, which may use them for all segments in turn: what their automata
/// have learned of the text holds for each, and takes up to a megabyte.
package struct QueryMatchers {
  /// One for each content atom.
  let content: [Matcher]
  /// One for each path atom.
  let path: [Matcher]
  /// Of the conditions on holes of each content atom.
  let hole: [[Matcher]]
  /// For each symbol atom, one for each of its names.
  let symbol: [[Matcher]]

  /// Matchers that have seen nothing yet.
  package init(_ query: CompiledQuery) {
    content = query.contentAtoms.map { $0.regex.makeMatcher() }
    path = query.pathAtoms.map { $0.regex.makeMatcher() }
    hole = query.contentAtoms.map { $0.structure?.conditions.map { $0.regex.makeMatcher() } ?? [] }
    symbol = query.symbolAtoms.map { $0.names.map { $0.regex.makeMatcher() } }
  }
}
