import Syntax

extension Query {
  /// Reads a query.
  ///
  /// - Parameter text: at most ``textLengthMax`` bytes; the empty text gives ``QueryNode/everything``.
  /// - Parameter defaultPatternType: how words are read when the text has no `patterntype:`.
  /// - Throws: the first mistake in the text. Regexes are not compiled here: see ``FilterKind``.
  /// - Complexity: O(length), 3 to 10 µs for what people type.
  package init(parsing text: String, defaultPatternType: PatternType = .keyword) throws(QueryError) {
    guard text.utf8.count <= Self.textLengthMax else {
      throw QueryError(
        .tooLong, range: Self.textLengthMax..<text.utf8.count,
        description: "the query has \(text.utf8.count) bytes, more than \(Self.textLengthMax)",
        suggestion: "search for a shorter text")
    }
    let (lexemes, patternType) = QueryLexer.lex(text, defaultPatternType: defaultPatternType)
    for case let problem? in lexemes.map(\.problem) { throw problem }
    var parser = QueryParser(lexemes: lexemes, textLength: text.utf8.count)
    parser.settings.patternType = patternType
    try parser.readSettings()
    root = try parser.parse()
    settings = parser.settings
  }
}

/// Builds the tree from lexemes without problems, by recursive descent; depth is bounded by
/// ``Query/nestingMax``.
struct QueryParser {
  let lexemes: [QueryLexeme]
  let textLength: Int
  var settings = QuerySettings()
  private var index = 0
  private var depth = 0
  private var termCount = 0
  /// What `in:`, `kind:` and `level:` ask for in the conjunction that is being read.
  private var restriction = PatternRestriction()

  init(lexemes: [QueryLexeme], textLength: Int) {
    self.lexemes = lexemes
    self.textLength = textLength
  }

  /// Reads the settings first, wherever they stand: patterns depend on `case:` and `word:`.
  mutating func readSettings() throws(QueryError) {
    var openGroups = 0
    var seen: [QueryField.ID: String] = [:]
    for (index, lexeme) in lexemes.enumerated() {
      switch lexeme.kind {
      case .open: openGroups += 1
      case .close: openGroups -= 1
      case .field(let id):
        let field = FieldTable[id]
        let name = field.name
        if field.isLater { throw notAvailableYet(name + ":", lexeme) }
        let isNegated = index > 0 && (lexemes[index - 1].kind == .minus || lexemes[index - 1].kind == .not)
        if isNegated, !field.negatable { throw notNegatable(field, lexeme) }
        guard field.role == .setting else { continue }
        guard openGroups == 0 else {
          throw QueryError(
            .misplacedSetting(name), range: lexeme.range, description: "\(name): inside a group",
            suggestion: "it sets the whole query; move it out of the parentheses")
        }
        if let before = seen[id], before != lexeme.text {
          throw QueryError(
            .contradictorySetting(name), range: lexeme.range,
            description: "\(name): is both \(before) and \(lexeme.text)", suggestion: "remove one of the two")
        }
        seen[id] = lexeme.text
        try apply(field, lexeme)
      default: continue
      }
    }
  }

  mutating func parse() throws(QueryError) -> QueryNode {
    if settings.patternType.isVerbatim { return try parseLiteral() }
    let root = try parseAlternatives()
    precondition(index == lexemes.count, "the lexer marks every ) that has no (")
    return root ?? .everything
  }

  /// `a OR b`; nil when there is nothing but settings.
  private mutating func parseAlternatives() throws(QueryError) -> QueryNode? {
    guard let first = try parseConjunction() else {
      if let lexeme = current, lexeme.kind == .or { throw dangling(lexeme) }
      return nil
    }
    var members = [first]
    while let lexeme = current, lexeme.kind == .or {
      index += 1
      guard let member = try parseConjunction() else { throw dangling(lexeme) }
      members.append(member)
    }
    return .any(members)
  }

  /// `a b` and `a AND b`; nil when there is nothing but settings.
  private mutating func parseConjunction() throws(QueryError) -> QueryNode? {
    let outer = restriction
    restriction = PatternRestriction()
    defer { restriction = outer }
    var members: [QueryNode] = []
    var hasOperand = false
    while let lexeme = current, lexeme.kind != .or, lexeme.kind != .close {
      if lexeme.kind == .and {
        index += 1
        guard hasOperand, let next = current, next.kind != .or, next.kind != .close, next.kind != .and else {
          throw dangling(lexeme)
        }
      }
      if let node = try parseFactor() { members.append(node) }
      hasOperand = true
    }
    try restriction.apply(to: &members, settings)
    return members.isEmpty ? nil : .all(members)
  }

  /// A term, filter, negation or group; nil for a setting, which was read before, and for a restriction, which is
  /// remembered.
  private mutating func parseFactor(isNegated: Bool = false) throws(QueryError) -> QueryNode? {
    let lexeme = lexemes[index]
    switch lexeme.kind {
    case .not, .minus:
      index += 1
      guard let next = current, next.kind != .and, next.kind != .or, next.kind != .close else {
        throw dangling(lexeme)
      }
      depth += 1
      defer { depth -= 1 }
      guard depth <= Query.nestingMax else { throw tooDeep(lexeme) }
      return try parseFactor(isNegated: !isNegated).map { .not($0) }
    case .open:
      index += 1
      depth += 1
      defer { depth -= 1 }
      guard depth <= Query.nestingMax else { throw tooDeep(lexeme) }
      let inner = try parseAlternatives()
      let close = index
      index += 1
      guard let inner else {
        throw QueryError(
          .emptyGroup, range: lexeme.range.lowerBound..<lexemes[close].range.upperBound,
          description: "the group is empty",
          suggestion: "remove it, or quote it to search for parentheses: \"()\"")
      }
      return inner
    default:
      index += 1
      if case .field(let id) = lexeme.kind, FieldTable[id].role == .restriction {
        try restrict(FieldTable[id], lexeme, isNegated: isNegated)
        return nil
      }
      return try term(lexeme)
    }
  }

  private mutating func restrict(
    _ field: QueryField, _ lexeme: QueryLexeme, isNegated: Bool
  ) throws(QueryError) {
    switch field.id {
    case .in: restriction.add(try zones(field, lexeme), isNegated: isNegated, lexeme)
    case .level: restriction.add(try levels(field, lexeme), isNegated: isNegated, lexeme)
    default: restriction.add(try kinds(field, lexeme), isNegated: isNegated, lexeme)
    }
  }

  /// The pieces of text outside of filters, joined by one blank, and the filters.
  private mutating func parseLiteral() throws(QueryError) -> QueryNode {
    let kind: Pattern.Kind = settings.patternType == .structural ? .structural : .literal
    var members: [QueryNode] = []
    var phrase: (index: Int, pattern: Pattern)?
    while let lexeme = current {
      if lexeme.kind == .literal {
        index += 1
        if var joined = phrase {
          joined.pattern.text += " " + lexeme.text
          joined.pattern.range = joined.pattern.range.lowerBound..<lexeme.range.upperBound
          phrase = joined
        } else {
          phrase = (
            members.count, try pattern(lexeme, kind: kind, scope: kind == .structural ? .content : nil)
          )
          members.append(.everything)
        }
      } else if let node = try parseFactor() {
        members.append(node)
      }
    }
    if var phrase {
      phrase.pattern.caseSensitive = settings.isCaseSensitive(phrase.pattern.text, kind)
      if kind == .structural { try checkStructure(phrase.pattern) }
      members[phrase.index] = .pattern(phrase.pattern)
    }
    try restriction.apply(to: &members, settings)
    return .all(members)
  }

  private var current: QueryLexeme? { index < lexemes.count ? lexemes[index] : nil }

  /// The node of a term or filter; nil for a setting.
  private mutating func term(_ lexeme: QueryLexeme) throws(QueryError) -> QueryNode? {
    termCount += 1
    guard termCount <= Query.termsMax else {
      throw QueryError(.tooManyTerms, range: lexeme.range, description: "more than \(Query.termsMax) terms")
    }
    switch lexeme.kind {
    case .literal, .quoted: return .pattern(try pattern(lexeme, kind: .literal, scope: nil))
    case .regex: return .pattern(try pattern(lexeme, kind: .regex, scope: nil))
    case .field(let id):
      let field = FieldTable[id]
      switch field.role {
      case .setting: return nil
      case .restriction: preconditionFailure("restrictions are read by parseFactor")
      case .filter: return try filter(field, lexeme)
      case .pattern where id == .struct:
        let pattern = try pattern(lexeme, kind: .structural, scope: .content)
        try checkStructure(pattern)
        return .pattern(pattern)
      case .pattern where field.id == .sym: return .pattern(try definition(lexeme))
      case .pattern where field.id == .emits:
        let kind: Pattern.Kind = lexeme.form == .slashes ? .regex : .literal
        return .pattern(try pattern(lexeme, kind: kind, scope: .emitted))
      case .pattern where field.id == .ref: return .pattern(try reference(field, lexeme))
      case .pattern:
        let isRegex = lexeme.form == .slashes || (lexeme.form == .bare && settings.patternType == .regexp)
        return .pattern(try pattern(lexeme, kind: isRegex ? .regex : .literal, scope: .content))
      }
    default:
      preconditionFailure("operators and parentheses are handled by the callers")
    }
  }

  func pattern(
    _ lexeme: QueryLexeme, kind: Pattern.Kind, scope: Pattern.Scope?
  ) throws(QueryError) -> Pattern {
    guard !lexeme.text.isEmpty else {
      throw QueryError(
        .emptyPattern, range: lexeme.range, description: "an empty phrase is everywhere",
        suggestion: "remove it, or write what to search for between the quotes")
    }
    return Pattern(
      kind: kind, text: lexeme.text, scope: scope ?? settings.wordScope,
      caseSensitive: settings.isCaseSensitive(lexeme.text, kind), wholeWord: settings.wholeWord,
      range: lexeme.range, offsetMap: lexeme.offsetMap)
  }
}

// What is said about mistakes.
extension QueryParser {
  /// Whether the holes and conditions of a pattern of code can be read; the code itself is the planner's to judge.
  private func checkStructure(_ pattern: Pattern) throws(QueryError) {
    do throws(StructuralPatternError) {
      _ = try StructuralPattern(parsing: pattern.text)
    } catch {
      throw QueryError(error, in: pattern)
    }
  }

  private func dangling(_ lexeme: QueryLexeme) -> QueryError {
    let name =
      switch lexeme.kind {
      case .and: "AND"
      case .or: "OR"
      case .not: "NOT"
      default: "-"
      }
    let sides = lexeme.kind == .and || lexeme.kind == .or ? "a term on each side" : "a term after it"
    return QueryError(
      .danglingOperator(name), range: lexeme.range, description: "\(name) needs \(sides)",
      suggestion: "to search for the word itself, quote it: \"\(name)\"")
  }

  private func tooDeep(_ lexeme: QueryLexeme) -> QueryError {
    QueryError(
      .nestedTooDeeply, range: lexeme.range,
      description: "groups and negations are nested deeper than \(Query.nestingMax)")
  }

  func notAvailableYet(_ what: String, _ lexeme: QueryLexeme) -> QueryError {
    QueryError(
      .notAvailableYet(what), range: lexeme.range, description: "not available yet: \(what)",
      suggestion: "to search for the text itself, quote it")
  }

  private func notNegatable(_ field: QueryField, _ lexeme: QueryLexeme) -> QueryError {
    var suggestion = "remove the - or NOT"
    if case .oneOf(let values) = field.value {
      suggestion += ", and choose among \(values.filter { !$0.isLater }.map(\.text).joined(separator: ", "))"
    }
    return QueryError(
      .notNegatable(field.name), range: lexeme.range, description: "\(field.name): can't be negated",
      suggestion: suggestion)
  }
}
