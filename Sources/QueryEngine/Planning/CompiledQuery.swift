package import RegexEngine
package import SearchIndex
package import Syntax

/// A query made ready to run on any segment: regexes compiled, grams derived, conditions sorted by cost.
package final class CompiledQuery: Sendable {
  /// Text to look for in documents.
  package struct ContentAtom: Sendable {
    package let regex: Regex
    package let grams: GramQuery
    /// A match may cross lines or look at the ends of the text: blocks cannot be searched alone.
    package let needsWholeDocument: Bool
    /// Matches are shown. False under NOT and in `file.has:content(…)`.
    package let isHighlighted: Bool
    /// As written in the query.
    package let text: String
    /// Set for a pattern of code: the regex above finds the longest text that its matches hold, no more.
    package var structure: StructureCondition?
    /// Set for a condition on what statements emit: matches are statements, and facts know them.
    package var emits: EmitCondition?
    /// The kinds of text a match must lie in.
    package var zones = TextZones.all
    /// Names where they are defined don't count: `ref:`.
    package var excludesDefinitions = false

    /// Whether a match counts depends on more than the pattern.
    var isFiltered: Bool { zones != .all || excludesDefinitions }
  }

  /// Text to look for in paths.
  package struct PathAtom: Sendable {
    package let regex: Regex
    package let grams: GramQuery
    package let isHighlighted: Bool
    package let text: String
  }

  /// A condition that is not about text.
  package enum Predicate: Sendable {
    /// Repository name, and the revisions asked for after `@`.
    case repository(Regex, revisions: [String])
    case revisions([String])
    /// On the default branch: what alternatives that name no revision ask for beside others that do.
    case defaultRevision
    case language(UInt16)
    case skipped
    case repositoryHasPath(Regex)
    case repositoryHasContent(Regex)
    case fork(YesNoOnly)
    case archived(YesNoOnly)
    case visibility(String)

    /// Whether it depends on the document alone.
    var isAboutDocument: Bool {
      switch self {
      case .language, .skipped: true
      default: false
      }
    }
  }

  /// The condition as a tree over the tables above.
  package indirect enum Node: Sendable {
    case everything
    case and([Node])
    case or([Node])
    case not(Node)
    case content(Int)
    case path(Int)
    case symbol(Int)
    case predicate(Int)
  }

  /// What a document must be, as a tree over the tables below.
  package let root: Node

  /// Conditions on text, by number.
  package let contentAtoms: [ContentAtom]

  /// Conditions on paths, by number.
  package let pathAtoms: [PathAtom]

  /// Conditions on symbols, by number. The document holds one that satisfies all of an atom.
  package let symbolAtoms: [SymbolAtom]

  /// Other conditions, by number.
  package let predicates: [Predicate]

  /// Limits, order and kind of result.
  package let settings: QuerySettings

  /// True when `rev:` or `repo:…@rev` stands anywhere: the default branch is then a condition only of the ways to
  /// satisfy the query that name no revision (``Predicate/defaultRevision``).
  package let namesRevisions: Bool

  /// Skipped documents are results only of a query that asks for them or for paths.
  package let asksForSkipped: Bool

  /// Who reads code; nil when the query has no pattern of code.
  let structures: (any StructureReader)?

  /// What patterns of code are read as, for the reader of the answer.
  package let structureNotes: [String]

  /// Compiles `query`.
  ///
  /// - Parameter structures: who reads code for patterns of it.
  /// - Throws: ``QueryError`` for a regex that is malformed or too large and for a pattern of code that is none, with
  ///   its range in the query.
  package init(_ query: Query, structures: (any StructureReader)? = nil) throws(QueryError) {
    var builder = CompiledQueryBuilder(settings: query.settings)
    builder.structures = structures
    builder.languages = query.root.languagesAsked
    let node = try builder.root(query.root)
    root = builder.confined(node)
    symbolAtoms = builder.symbolAtoms
    contentAtoms = builder.contentAtoms
    pathAtoms = builder.pathAtoms
    predicates = builder.predicates
    settings = query.settings
    namesRevisions = builder.namesRevisions
    asksForSkipped = builder.asksForSkipped
    structureNotes = builder.structureNotes
    self.structures = contentAtoms.contains { $0.structure != nil } ? structures : nil
  }

  /// Whether code has to be read to answer the query: documents then cost milliseconds.
  package var readsStructure: Bool { structures != nil }
}

/// Gathers the tables of a ``CompiledQuery``.
struct CompiledQueryBuilder {
  let settings: QuerySettings
  var contentAtoms: [CompiledQuery.ContentAtom] = []
  var pathAtoms: [CompiledQuery.PathAtom] = []
  var symbolAtoms: [SymbolAtom] = []
  var predicates: [CompiledQuery.Predicate] = []
  var namesRevisions = false
  var asksForSkipped = false
  var structures: (any StructureReader)?
  /// Languages that `lang:` narrows the query to; nil without one.
  var languages: [Language]?
  var structureNotes: [String] = []

  init(settings: QuerySettings) {
    self.settings = settings
  }

  mutating func node(_ node: QueryNode, isPositive: Bool) throws(QueryError) -> CompiledQuery.Node {
    switch node {
    case .everything: return .everything
    case _ where asksOneSymbol(node): return try symbol(node, isPositive)
    case .and(let parts):
      // What is asked of symbols is asked of one and the same.
      let (about, others) = (parts.filter(asksOneSymbol), parts.filter { !asksOneSymbol($0) })
      var nodes = try nodes(others, isPositive)
      if !about.isEmpty { nodes.append(try symbol(about.count == 1 ? about[0] : .and(about), isPositive)) }
      return .and(cheapFirst(nodes))
    case .or(let parts): return .or(try nodes(parts, isPositive))
    case .not(let part): return .not(try self.node(part, isPositive: !isPositive))
    case .pattern(let pattern): return try self.pattern(pattern, isPositive)
    case .filter(let filter): return try self.filter(filter)
    }
  }

  private mutating func nodes(_ parts: [QueryNode], _ isPositive: Bool) throws(QueryError) -> [CompiledQuery
    .Node]
  {
    var nodes: [CompiledQuery.Node] = []
    for part in parts { nodes.append(try node(part, isPositive: isPositive)) }
    return nodes
  }

  /// Predicates cost a look-up, paths a short match, content the most.
  private func cheapFirst(_ nodes: [CompiledQuery.Node]) -> [CompiledQuery.Node] {
    func cost(_ node: CompiledQuery.Node) -> Int {
      switch node {
      case .everything, .predicate: 0
      case .path: 1
      case .content(let atom):
        contentAtoms[atom].structure != nil ? 100 : contentAtoms[atom].emits != nil ? 2 : 3
      case .symbol: 2
      case .not(let inner): cost(inner) + 1
      case .and(let parts), .or(let parts): parts.map(cost).max() ?? 0
      }
    }
    // A stable order, so that equal costs keep the order of the query.
    return nodes.enumerated()
      .sorted { (cost($0.element), $0.offset) < (cost($1.element), $1.offset) }
      .map(\.element)
  }

  private mutating func pattern(_ pattern: Pattern, _ isPositive: Bool) throws(QueryError)
    -> CompiledQuery.Node
  {
    if pattern.kind == .structural { return try structure(pattern, isPositive) }
    if pattern.scope == .emitted { return try emitted(pattern, isPositive) }
    if pattern.isAboutSymbols { return try symbol(.pattern(pattern), isPositive) }
    var options = RegexOptions()
    options.caseInsensitive = !pattern.caseSensitive
    options.wholeWord = pattern.wholeWord
    options.lineOriented = true
    let regex = try compile(pattern.text, pattern.kind, options, pattern.offsetMap, pattern.range)
    let grams = GramPlanner.query(for: regex.hir)
    // `type:path` asks for paths only, and a kind of text is in no path.
    let scope: Pattern.Scope =
      switch pattern.scope {
      case .contentOrPath: settings.type == .path ? .path : pattern.zones == .all ? .contentOrPath : .content
      case .reference: .content
      default: pattern.scope
      }
    var alternatives: [CompiledQuery.Node] = []
    if scope != .path {
      contentAtoms.append(
        CompiledQuery.ContentAtom(
          regex: regex, grams: grams, needsWholeDocument: regex.needsWholeDocument,
          isHighlighted: isPositive, text: pattern.text, zones: pattern.zones,
          excludesDefinitions: pattern.scope == .reference))
      alternatives.append(.content(contentAtoms.count - 1))
    }
    if scope != .content {
      pathAtoms.append(
        CompiledQuery.PathAtom(regex: regex, grams: grams, isHighlighted: isPositive, text: pattern.text))
      alternatives.append(.path(pathAtoms.count - 1))
    }
    return alternatives.count == 1 ? alternatives[0] : .or(alternatives)
  }

  private mutating func filter(_ filter: Filter) throws(QueryError) -> CompiledQuery.Node {
    var options = RegexOptions()
    options.caseInsensitive = true
    options.lineOriented = true
    func compiled(_ text: String) throws(QueryError) -> Regex {
      try compile(text, .regex, options, filter.offsetMap, filter.range)
    }
    switch filter.kind {
    case .repo(let text, let revisions):
      if !revisions.isEmpty { namesRevisions = true }
      return predicate(.repository(try compiled(text), revisions: revisions))
    case .rev(let names):
      namesRevisions = true
      return predicate(.revisions(names))
    case .file(let pattern):
      options.caseInsensitive = !pattern.caseSensitive
      let regex = try compiled(pattern.regexText)
      pathAtoms.append(
        CompiledQuery.PathAtom(
          regex: regex, grams: GramPlanner.query(for: regex.hir), isHighlighted: false,
          text: pattern.regexText))
      return .path(pathAtoms.count - 1)
    case .language(let name):
      // A group such as "Shell" or "C++" has one number; unknown names were refused by the parser.
      return .or(LanguageTable.members(of: name).map { predicate(.language($0.id)) })
    case .skipped:
      asksForSkipped = true
      return predicate(.skipped)
    case .repoHasPath(let text): return predicate(.repositoryHasPath(try compiled(text)))
    case .repoHasContent(let text): return predicate(.repositoryHasContent(try compiled(text)))
    case .fileHasContent(let text):
      let regex = try compiled(text)
      contentAtoms.append(
        CompiledQuery.ContentAtom(
          regex: regex, grams: GramPlanner.query(for: regex.hir),
          needsWholeDocument: regex.needsWholeDocument, isHighlighted: false, text: text))
      return .content(contentAtoms.count - 1)
    case .fork(let value): return predicate(.fork(value))
    case .archived(let value): return predicate(.archived(value))
    case .visibility(let value): return predicate(.visibility(value))
    }
  }

  mutating func predicate(_ predicate: CompiledQuery.Predicate) -> CompiledQuery.Node {
    predicates.append(predicate)
    return .predicate(predicates.count - 1)
  }

  func compile(
    _ text: String, _ kind: Pattern.Kind, _ options: RegexOptions, _ map: OffsetMap, _ range: Range<Int>
  ) throws(QueryError) -> Regex {
    do {
      return kind == .literal ? try Regex(literal: text, options: options) : try Regex(text, options: options)
    } catch {
      let place = error.range.isEmpty ? range : map.queryRange(of: error.range)
      throw QueryError(
        .invalidRegex(error.description), range: place, description: error.description,
        suggestion: error.suggestion)
    }
  }
}

extension Regex {
  /// Whether blocks of lines cannot be searched one by one.
  var needsWholeDocument: Bool { canMatchNewline || hir.looksAtTextEnds }
}

extension HIR {
  /// Whether `\A` or `\z` occurs.
  var looksAtTextEnds: Bool {
    switch self {
    case .look(let look): look == .textStart || look == .textEnd
    case .repeat(_, _, _, let inner), .capture(_, _, let inner): inner.looksAtTextEnds
    case .concat(let parts), .alternate(let parts): parts.contains(where: \.looksAtTextEnds)
    case .empty, .never, .literal, .scalars, .bytes: false
    }
  }
}
