package import Search

/// What is asked about a name in a file.
package enum NavigationQuestion: Sendable, Equatable {
  /// Where it is defined.
  case definition
  /// Where it is used, at most `limit` places.
  case references(limit: Int)
  /// Where it is used in the file itself.
  case highlights
  /// What implements or overrides it.
  case implementations
  /// Declaration, documentation, definitions.
  case hover
}

/// Answers where names lead: exactly where an imported index covers the place, else by name. One object answers one
/// request. Use from one thread at a time; every question may read files and start git.
package final class JointNavigator {
  /// What compilers know.
  package let exact: Navigator
  /// What names tell; nil where there is no index to ask.
  package private(set) lazy var names: NameNavigator? = makeNames()
  private let makeNames: () -> NameNavigator?

  /// A navigator of both kinds; `names` is called when a question needs it, once at most.
  package init(_ exact: Navigator, names: @escaping () -> NameNavigator?) {
    self.exact = exact
    makeNames = names
  }

  /// A navigator over an index and the imported indexes of its repositories.
  package convenience init(_ searcher: Searcher, store: NavigationStore, cache: @escaping () -> NameFileCache)
  {
    self.init(Navigator(store: store, source: IndexedSource(searcher))) {
      NameNavigator(searcher, cache: cache())
    }
  }

  /// The answer to a question about the name at a position; without places, its notes say why.
  package func answer(_ question: NavigationQuestion, at position: CodePosition) throws -> NavigationAnswer {
    let found =
      switch question {
      case .definition: try exact.definition(at: position)
      case .references(let limit): try exact.references(at: position, limit: limit)
      case .highlights: try exact.references(at: position)
      case .implementations: try exact.implementations(at: position)
      case .hover: try exact.hover(at: position)
      }
    // What a compiler knows of a name is the answer, also when it is that nothing implements it.
    guard !found.isFound, found.symbols.isEmpty, let names else { return found }
    return switch question {
    case .definition: try names.definition(at: position)
    case .references(let limit): try names.references(at: position, limit: limit)
    case .highlights: try names.highlights(at: position)
    case .implementations: try names.implementations(at: position)
    case .hover: try names.hover(at: position)
    }
  }

  /// Who calls the function at a position, or what it calls.
  package func calls(at position: CodePosition, isCallee: Bool) throws -> [CallGroup] {
    let found = isCallee ? try exact.callees(at: position) : try exact.callers(at: position)
    guard found.isEmpty, let names else { return found }
    return isCallee ? try names.callees(at: position) : try names.callers(at: position)
  }

  /// Who calls a symbol, or what it calls; the symbol is a text that an answer of either kind gave.
  package func calls(of symbol: String, isCallee: Bool) throws -> [CallGroup] {
    if NameSymbol(text: symbol) != nil {
      guard let names, let position = try names.position(of: symbol) else { return [] }
      return isCallee ? try names.callees(at: position) : try names.callers(at: position)
    }
    return isCallee ? try exact.callees(of: symbol) : try exact.callers(of: symbol)
  }

  /// Where a symbol is declared, as a position to ask about; nil when nothing knows it.
  package func position(of symbol: String) throws -> CodePosition? {
    if let found = try names?.position(of: symbol) { return found }
    return try exact.definition(of: symbol).locations.first.map { location in
      CodePosition(
        repository: location.repository, revision: location.revision, path: location.path,
        line: location.line,
        column: location.columns.lowerBound)
    }
  }
}
