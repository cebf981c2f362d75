import Syntax

/// What `in:`, `kind:` and `level:` ask of the patterns beside them.
///
/// Several positive values are alternatives, as a match is in one kind of text only; negative ones are left out of
/// them.
struct PatternRestriction {
  private var zones: TextZones?
  private var zonesExcluded: TextZones = []
  private var zonesLexeme: QueryLexeme?
  private var kinds: SymbolKinds?
  private var kindsExcluded: SymbolKinds = []
  private var kindsLexeme: QueryLexeme?
  private var levels: EmitLevels?
  private var levelsExcluded: EmitLevels = []
  private var levelsLexeme: QueryLexeme?

  mutating func add(_ added: TextZones, isNegated: Bool, _ lexeme: QueryLexeme) {
    if isNegated { zonesExcluded.formUnion(added) } else { zones = (zones ?? []).union(added) }
    zonesLexeme = lexeme
  }

  mutating func add(_ added: SymbolKinds, isNegated: Bool, _ lexeme: QueryLexeme) {
    if isNegated { kindsExcluded.formUnion(added) } else { kinds = (kinds ?? []).union(added) }
    kindsLexeme = lexeme
  }

  mutating func add(_ added: EmitLevels, isNegated: Bool, _ lexeme: QueryLexeme) {
    if isNegated { levelsExcluded.formUnion(added) } else { levels = (levels ?? []).union(added) }
    levelsLexeme = lexeme
  }

  /// Restricts the patterns of a conjunction, those of its groups included.
  func apply(to members: inout [QueryNode], _ settings: QuerySettings) throws(QueryError) {
    if let kindsLexeme { try applyKinds(to: &members, settings, kindsLexeme) }
    if let levelsLexeme { try applyLevels(to: &members, settings, levelsLexeme) }
    if let zonesLexeme { try applyZones(to: &members, zonesLexeme) }
  }

  private func applyZones(to members: inout [QueryNode], _ lexeme: QueryLexeme) throws(QueryError) {
    let wanted = (zones ?? .all).subtracting(zonesExcluded)
    var count = 0
    var isEmpty = wanted.isEmpty
    for index in members.indices {
      members[index] = members[index].mappingPatterns { pattern in
        guard pattern.isAboutText else { return }
        count += 1
        pattern.zones.formIntersection(wanted)
        if pattern.zones.isEmpty { isEmpty = true }
      }
    }
    guard count > 0 else {
      let isCode = members.contains(where: \.hasStructure)
      throw QueryError(
        .uselessRestriction("in"), range: lexeme.range,
        description: isCode
          ? "in: means nothing to a pattern of code, and has no word to look for beside it"
          : "in: has no word to look for beside it",
        suggestion: isCode ? "leave it out: such a pattern finds code only" : "add one, as in in:comment TODO"
      )
    }
    guard !isEmpty else {
      throw QueryError(
        .uselessRestriction("in"), range: lexeme.range,
        description: "no text is in all the kinds that are asked for",
        suggestion: "write alternatives with a comma, as in in:comment,string; ref: looks in code only")
    }
  }

  private func applyKinds(
    to members: inout [QueryNode], _ settings: QuerySettings, _ lexeme: QueryLexeme
  ) throws(QueryError) {
    let wanted = (kinds ?? .unasked).subtracting(kindsExcluded)
    guard !wanted.isEmpty else {
      throw QueryError(
        .uselessRestriction("kind"), range: lexeme.range, description: "no kind of symbol is left",
        suggestion: "write kind: or -kind: alone")
    }
    var count = 0
    var isEmpty = false
    for index in members.indices {
      members[index] = members[index].mappingPatterns { pattern in
        guard pattern.isAboutSymbols else { return }
        count += 1
        let kinds = pattern.kinds.map { $0.intersection(wanted) } ?? wanted
        isEmpty = isEmpty || kinds.isEmpty
        pattern.kinds = kinds
      }
    }
    guard !isEmpty else {
      throw QueryError(
        .uselessRestriction("kind"), range: lexeme.range,
        description: "no symbol is of all the kinds asked for",
        suggestion: "write alternatives with a comma, as in kind:class,struct")
    }
    if count > 0 { return }
    // Without names of symbols, the words beside `kind:` are such.
    for index in members.indices {
      members[index] = members[index].mappingPatterns { pattern in
        guard pattern.scope == .contentOrPath, pattern.kind != .structural else { return }
        count += 1
        (pattern.scope, pattern.kinds) = (.symbol, wanted)
      }
    }
    if count > 0 { return }
    var any = Pattern(kind: .literal, text: "*", scope: .definition, range: lexeme.range)
    any.caseSensitive = settings.isCaseSensitive(any.text, .literal)
    (any.wholeWord, any.kinds) = (settings.wholeWord, wanted)
    members.append(.pattern(any))
  }

  private func applyLevels(
    to members: inout [QueryNode], _ settings: QuerySettings, _ lexeme: QueryLexeme
  ) throws(QueryError) {
    let wanted = (levels ?? .all).subtracting(levelsExcluded)
    var count = 0
    var isEmpty = wanted.isEmpty
    func restrict(_ isMeant: (Pattern) -> Bool) {
      for index in members.indices {
        members[index] = members[index].mappingPatterns { pattern in
          guard isMeant(pattern) else { return }
          count += 1
          let levels = pattern.levels.map { $0.intersection(wanted) } ?? wanted
          isEmpty = isEmpty || levels.isEmpty
          (pattern.scope, pattern.levels) = (.emitted, levels)
        }
      }
    }
    restrict { $0.scope == .emitted }
    // Without `emits:`, the words beside `level:` are what is emitted.
    if count == 0 { restrict { $0.scope == .contentOrPath && $0.kind != .structural } }
    guard !isEmpty else {
      throw QueryError(
        .uselessRestriction("level"), range: lexeme.range,
        description: "no statement is of all the levels asked for",
        suggestion: "write alternatives with a comma, as in level:error,fatal")
    }
    if count > 0 { return }
    var any = Pattern(kind: .literal, text: "*", scope: .emitted, range: lexeme.range)
    any.caseSensitive = settings.isCaseSensitive(any.text, .literal)
    (any.wholeWord, any.levels) = (settings.wholeWord, wanted)
    members.append(.pattern(any))
  }
}

extension Pattern {
  /// Whether it looks into contents, so that `in:` means something to it.
  package var isAboutText: Bool {
    switch scope {
    case .contentOrPath, .content, .reference: kind != .structural
    case .path, .symbol, .definition, .emitted: false
    }
  }

  /// Whether it asks for symbols, so that `kind:` means something to it.
  package var isAboutSymbols: Bool { kind != .structural && (scope == .symbol || scope == .definition) }
}

extension QueryNode {
  /// The same tree with `change` done to every pattern.
  func mappingPatterns(_ change: (inout Pattern) -> Void) -> QueryNode {
    switch self {
    case .everything, .filter: return self
    case .and(let members): return .and(members.map { $0.mappingPatterns(change) })
    case .or(let members): return .or(members.map { $0.mappingPatterns(change) })
    case .not(let inner): return .not(inner.mappingPatterns(change))
    case .pattern(var pattern):
      change(&pattern)
      return .pattern(pattern)
    }
  }
}

extension QuerySettings {
  /// Where a bare word is looked for.
  package var wordScope: Pattern.Scope {
    switch type {
    case .path: .path
    case .symbol: .symbol
    case .file, .repo: .contentOrPath
    }
  }
}
