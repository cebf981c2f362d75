import RegexEngine

// Conditions on symbols.
extension CompiledQueryBuilder {
  /// The whole condition. With `type:symbol` results are symbols: when none are asked for, all are meant.
  mutating func root(_ node: QueryNode) throws(QueryError) -> CompiledQuery.Node {
    let root = try self.node(node, isPositive: true)
    guard settings.type == .symbol, !symbolAtoms.contains(where: \.isHighlighted) else { return root }
    symbolAtoms.append(SymbolAtomBuilder().atom(.any, isPositive: true))
    let any = CompiledQuery.Node.symbol(symbolAtoms.count - 1)
    switch root {
    case .everything: return any
    case .and(let parts): return .and(parts + [any])
    default: return .and([root, any])
    }
  }

  /// Whether a condition is about one symbol as a whole: words that are parts of names, and with `type:symbol` also
  /// what `sym:` asks for.
  func asksOneSymbol(_ node: QueryNode) -> Bool {
    switch node {
    case .everything, .filter: false
    case .pattern(let pattern):
      pattern.isAboutSymbols && (pattern.scope == .symbol || settings.type == .symbol)
    case .and(let parts), .or(let parts): parts.allSatisfy(asksOneSymbol)
    case .not(let inner): settings.type == .symbol && asksOneSymbol(inner)
    }
  }

  /// A condition on one symbol.
  mutating func symbol(_ node: QueryNode, _ isPositive: Bool) throws(QueryError) -> CompiledQuery.Node {
    var builder = SymbolAtomBuilder()
    let condition = try condition(node, &builder)
    symbolAtoms.append(builder.atom(condition, isPositive: isPositive))
    return .symbol(symbolAtoms.count - 1)
  }

  private func condition(
    _ node: QueryNode, _ builder: inout SymbolAtomBuilder
  ) throws(QueryError) -> SymbolAtom.Condition {
    switch node {
    case .everything, .filter: return .any
    case .pattern(let pattern):
      return try builder.condition(pattern) { text, kind, options throws(QueryError) in
        try compile(text, kind, options, pattern.offsetMap, pattern.range)
      }
    case .and(let parts): return .and(try conditions(parts, &builder))
    case .or(let parts): return .or(try conditions(parts, &builder))
    case .not(let inner): return .not(try condition(inner, &builder))
    }
  }

  private func conditions(
    _ parts: [QueryNode], _ builder: inout SymbolAtomBuilder
  ) throws(QueryError) -> [SymbolAtom.Condition] {
    var conditions: [SymbolAtom.Condition] = []
    for part in parts { conditions.append(try condition(part, &builder)) }
    return conditions
  }
}
