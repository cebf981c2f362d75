import Syntax

// `in:`, `kind:` and `level:`, which the tree holds at each pattern and people write once.
extension QueryPrinter {
  /// The query with what all its patterns are restricted to said once; nil when they differ or nothing is said.
  static func restrictedAlike(_ query: Query) -> String? {
    var zones = Set<TextZones>()
    var kinds = Set<SymbolKinds?>()
    var levels = Set<EmitLevels?>()
    _ = query.root.mappingPatterns { pattern in
      if pattern.isAboutText, pattern.scope != .reference { zones.insert(pattern.zones) }
      if pattern.isAboutSymbols { kinds.insert(pattern.kinds) }
      if pattern.scope == .emitted { levels.insert(pattern.levels) }
    }
    var restrictions: [String] = []
    if zones.count == 1, let zone = zones.first, zone != .all { restrictions.append(text(zone)) }
    if kinds.count == 1, case .some(.some(let kind)) = kinds.first { restrictions.append(text(kind)) }
    if levels.count == 1, case .some(.some(let level)) = levels.first { restrictions.append(text(level)) }
    if restrictions.isEmpty { return nil }
    var plain = query
    plain.settings = QuerySettings()
    plain.settings.patternType = query.settings.patternType
    plain.settings.type = query.settings.type
    plain.root = query.root.mappingPatterns { pattern in
      if pattern.scope != .reference { pattern.zones = .all }
      (pattern.kinds, pattern.levels) = (nil, nil)
      if pattern.scope == .symbol { pattern.scope = query.settings.wordScope }
    }
    let isVerbatim = query.settings.patternType.isVerbatim
    var root = QueryPrinter(isVerbatim: isVerbatim, wordScope: query.settings.wordScope).rootText(plain)
    if case .or = plain.root { root = "(\(root))" }
    let rest = Query(root: .everything, settings: query.settings).description
    // Where words may hold anything, what says so comes first.
    let parts = isVerbatim ? [rest] + restrictions + [root] : [root] + restrictions + [rest]
    let text = parts.filter { !$0.isEmpty }.joined(separator: " ")
    guard let parsed = try? Query(parsing: text), parsed == query else { return nil }  // Then each says its own.
    return text
  }

  static func text(_ zones: TextZones) -> String { "in:" + zones.names.joined(separator: ",") }

  static func text(_ levels: EmitLevels) -> String { "level:" + levels.names.joined(separator: ",") }

  /// The shorter of what is wanted and what is not.
  static func text(_ kinds: SymbolKinds) -> String {
    if let group = SymbolKinds.groups.first(where: { $0.kinds == kinds }) { return "kind:" + group.name }
    let wanted = kinds.names
    let missing = SymbolKinds.unasked.subtracting(kinds)
    if SymbolKinds.unasked.isSuperset(of: kinds), missing.names.count < wanted.count,
      meaning(missing.names) == missing
    {
      return "-kind:" + (missing.isEmpty ? "heading" : missing.names.joined(separator: ","))
    }
    // The word of a family's first kind means the whole family: the rest is taken away again.
    let extra = meaning(wanted).subtracting(kinds)
    let less = extra.isEmpty ? "" : " -kind:" + extra.names.joined(separator: ",")
    return "kind:" + wanted.joined(separator: ",") + less
  }

  private static func meaning(_ names: [String]) -> SymbolKinds {
    names.reduce(into: []) { $0.formUnion(SymbolKinds.named($1) ?? []) }
  }
}
