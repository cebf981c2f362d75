import Syntax

// Values of fields: from text to filters and settings.
extension QueryParser {
  /// Checks the value of a setting and keeps it.
  mutating func apply(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) {
    let value = lexeme.text
    if case .oneOf(let values) = field.value { try check(value, among: values, field, lexeme) }
    switch field.id {
    case .patterntype: break  // The lexer found it before it split the text.
    case .case: settings.caseMode = CaseMode(rawValue: value) ?? .auto
    case .word: settings.wholeWord = value == "yes"
    case .type: settings.type = ResultType(rawValue: value) ?? .file
    case .select: settings.select = Select(rawValue: value)
    case .sort: settings.sort = SortOrder(rawValue: value) ?? .relevance
    case .count: settings.count = try count(field, lexeme)
    case .timeout: settings.timeoutMilliseconds = try milliseconds(field, lexeme)
    default: preconditionFailure("field \(field.name) is a setting without a meaning")
    }
  }

  /// The node of a filter: one ``Filter``, or an `or` of several languages.
  func filter(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> QueryNode {
    let value = lexeme.text
    func node(_ kind: FilterKind) -> QueryNode {
      .filter(Filter(kind, range: lexeme.range, offsetMap: lexeme.offsetMap))
    }
    if case .oneOf(let values) = field.value { try check(value, among: values, field, lexeme) }
    switch field.id {
    case .repo: return node(try repository(field, lexeme))
    case .rev: return node(.rev(try revisions(field, lexeme)))
    case .file:
      guard !value.isEmpty else { throw missing(field, lexeme) }
      return node(.file(PathPattern(parsing: value, caseSensitive: settings.caseMode == .yes)))
    case .lang:
      var kinds: [FilterKind] = []
      for kind in try languages(field, lexeme) where !kinds.contains(kind) { kinds.append(kind) }
      return .any(kinds.map(node))
    case .repoHas, .fileHas: return node(try call(field, lexeme))
    case .fork: return node(.fork(YesNoOnly(rawValue: value) ?? .yes))
    case .archived: return node(.archived(YesNoOnly(rawValue: value) ?? .yes))
    case .visibility: return node(.visibility(value))
    default: preconditionFailure("field \(field.name) is a filter without a meaning")
    }
  }

  /// The kinds of text that a value of `in:` names.
  func zones(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> TextZones {
    var zones: TextZones = []
    for part in try parts(field, lexeme) {
      let name = part.hasSuffix("s") ? String(part.dropLast()) : part
      guard let found = TextZones.named.first(where: { $0.name == name }) else {
        throw notListed(part, field, lexeme)
      }
      zones.insert(found.zone)
    }
    return zones
  }

  /// The kinds of symbols that a value of `kind:` names.
  func kinds(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> SymbolKinds {
    var kinds: SymbolKinds = []
    for part in try parts(field, lexeme) {
      guard let found = SymbolKinds.named(part) else { throw notListed(part, field, lexeme) }
      kinds.formUnion(found)
    }
    return kinds
  }

  /// The levels that a value of `level:` names.
  func levels(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> EmitLevels {
    var levels: EmitLevels = []
    for part in try parts(field, lexeme) {
      guard let found = EmitLevels.named(part) else { throw notListed(part, field, lexeme) }
      levels.formUnion(found)
    }
    return levels
  }

  private func parts(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> [String] {
    let parts = lexeme.text.lowercased().split(separator: ",", omittingEmptySubsequences: false).map(
      String.init)
    guard !parts.contains(where: \.isEmpty) else { throw missing(field, lexeme) }
    return parts
  }

  private func notListed(_ part: String, _ field: QueryField, _ lexeme: QueryLexeme) -> QueryError {
    guard case .listOf(let values) = field.value else { preconditionFailure("\(field.name) takes no list") }
    let offered = values.map(\.text)
    var suggestion = "choose among \(offered.joined(separator: ", "))"
    let aliases =
      field.id == .kind
      ? SymbolKinds.aliases.map(\.name) : field.id == .level ? EmitLevels.aliases.map(\.name) : []
    let known = offered + aliases
    if let near = nearestText(to: part, in: known, within: 2), near.utf8.count > 2 {
      suggestion = "did you mean \(field.name):\(near)? " + suggestion
    }
    return invalid(field, lexeme, "\(field.name): doesn't take \(shown(part))", suggestion: suggestion)
  }

  /// What `sym:` asks for: a literal, in which a last `*` stands for any rest, or a regex.
  func definition(_ lexeme: QueryLexeme) throws(QueryError) -> Pattern {
    let kind: Pattern.Kind = lexeme.form == .slashes ? .regex : .literal
    return try pattern(lexeme, kind: kind, scope: .definition)
  }

  /// What `ref:` asks for.
  func reference(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> Pattern {
    var pattern = try pattern(lexeme, kind: .literal, scope: .reference)
    let bytes = Array(pattern.text.utf8)
    if bytes.count > 1, bytes.first == UInt8(ascii: "/"), bytes.last == UInt8(ascii: "/") {
      throw invalid(
        field, lexeme, "ref: doesn't take a regex",
        suggestion: "write the name alone, or search for uses with in:code \(pattern.text)")
    }
    (pattern.caseSensitive, pattern.wholeWord, pattern.zones) = (true, true, .code)
    return pattern
  }

  private func check(
    _ value: String, among values: [QueryFieldValue], _ field: QueryField, _ lexeme: QueryLexeme
  ) throws(QueryError) {
    if let found = values.first(where: { $0.text == value }) {
      if found.isLater { throw notAvailableYet("\(field.name):\(value)", lexeme) }
      return
    }
    let offered = values.filter { !$0.isLater }.map(\.text)
    var suggestion = "choose among \(offered.joined(separator: ", "))"
    if let near = nearestText(to: value.lowercased(), in: offered, within: 2), near.utf8.count > 2 {
      suggestion = "did you mean \(field.name):\(near)? " + suggestion
    }
    throw invalid(field, lexeme, "\(field.name): doesn't take \(shown(value))", suggestion: suggestion)
  }

  private func repository(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> FilterKind {
    // npm tags hold an @ themselves (`pkg@1.2`), so the first one splits; `\@` is one of the name.
    let bytes = Array(lexeme.text.utf8)
    var split = 0
    while split < bytes.count, bytes[split] != UInt8(ascii: "@") {
      split += bytes[split] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard split < bytes.count else {
      guard !bytes.isEmpty else { throw missing(field, lexeme) }
      return .repo(regex: lexeme.text, revisions: [])
    }
    let regex = String(decoding: bytes[..<split], as: UTF8.self)
    let names = bytes[(split + 1)...].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard !names.contains(where: \.isEmpty) else {
      throw QueryError(
        .missingValue(field.name), range: lexeme.valueRange,
        description: "a revision is missing after @ or :",
        suggestion: "write repo:name@main or repo:name@main:v1.2; write \\@ for an @ of the name")
    }
    return .repo(regex: regex, revisions: unique(names.map { String(decoding: $0, as: UTF8.self) }))
  }

  private func revisions(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> [String] {
    // A name may hold a comma, never a colon: in quotes only the colon separates.
    let isQuoted = lexeme.form == .quoted
    let parts = lexeme.text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == ":" || ($0 == "," && !isQuoted) })
    guard !parts.contains(where: \.isEmpty) else { throw missing(field, lexeme) }
    return unique(parts.map(String.init))
  }

  private func languages(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> [FilterKind] {
    let parts = lexeme.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var kinds: [FilterKind] = []
    for part in parts {
      guard !part.isEmpty else { throw missing(field, lexeme) }
      if part.lowercased() == "skipped" {
        kinds.append(.skipped)
      } else if let language = LanguageTable.named(part) {
        kinds.append(.language(language.name))
      } else {
        let nearest = LanguageTable.nearest(part)
        throw QueryError(
          .unknownLanguage(part, nearest: nearest), range: lexeme.valueRange,
          description: "no language is called \(shown(part))",
          suggestion: nearest.map { "did you mean \(field.name):\(QueryPrinter.value($0))?" }
            ?? "filter by path instead, as in file:\\.ext$")
      }
    }
    return kinds
  }

  private func call(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> FilterKind {
    guard case .call(let names) = field.value else { preconditionFailure("\(field.name) takes no call") }
    let offered = names.filter { !$0.isLater }.map { "\(field.name):\($0.text)(regex)" }
    guard let called = lexeme.callName, let name = names.first(where: { $0.text == called }) else {
      throw invalid(
        field, lexeme, "\(field.name): doesn't take \(shown(lexeme.callName ?? lexeme.text))",
        suggestion: "write \(offered.joined(separator: " or "))")
    }
    if name.isLater { throw notAvailableYet("\(field.name):\(called)", lexeme) }
    guard !lexeme.text.isEmpty else { throw missing(field, lexeme) }
    return switch (field.id, called) {
    case (.repoHas, "path"): .repoHasPath(lexeme.text)
    case (.repoHas, _): .repoHasContent(lexeme.text)
    default: .fileHasContent(lexeme.text)
    }
  }

  private func count(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> CountLimit {
    if lexeme.text == "all" { return .all }
    let range = 1...QuerySettings.countMax
    guard let number = decimal(lexeme.text[...]), range.contains(number) else {
      throw invalid(
        field, lexeme, "count: doesn't take \(shown(lexeme.text))",
        suggestion: "write a number from 1 to \(range.upperBound), or count:all")
    }
    return .limited(number)
  }

  private func milliseconds(_ field: QueryField, _ lexeme: QueryLexeme) throws(QueryError) -> Int {
    let text = lexeme.text
    for (unit, factor) in [("ms", 1), ("s", 1_000), ("m", 60_000)] where text.hasSuffix(unit) {
      guard let number = decimal(text.dropLast(unit.count)) else { break }
      let (product, overflow) = number.multipliedReportingOverflow(by: factor)
      guard !overflow, (1...QuerySettings.timeoutMillisecondsMax).contains(product) else { break }
      return product
    }
    let unit = decimal(text[...]) == nil ? "" : "did you mean timeout:\(text)s? "
    throw invalid(
      field, lexeme, "timeout: doesn't take \(shown(text))",
      suggestion: unit + "write a time with its unit, from 1ms to 10m, as in 500ms or 10s")
  }

  /// A number of ASCII digits only; `Int` alone would take a sign.
  private func decimal(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }

  private func unique(_ names: [String]) -> [String] {
    var found: [String] = []
    for name in names where !found.contains(name) { found.append(name) }
    return found
  }

  /// A value as messages quote it: cut when long.
  private func shown(_ value: String) -> String {
    value.count > 40 ? "\"\(value.prefix(40))…\"" : "\"\(value)\""
  }

  private func missing(_ field: QueryField, _ lexeme: QueryLexeme) -> QueryError {
    QueryError(
      .missingValue(field.name), range: lexeme.range, description: "\(field.name): has an empty value",
      suggestion: "write something like \(field.example)")
  }

  private func invalid(
    _ field: QueryField, _ lexeme: QueryLexeme, _ description: String, suggestion: String
  ) -> QueryError {
    QueryError(
      .invalidValue(field: field.name, value: lexeme.text), range: lexeme.valueRange,
      description: description,
      suggestion: suggestion)
  }
}
