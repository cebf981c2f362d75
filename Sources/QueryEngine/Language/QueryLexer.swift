import Syntax

/// Splits a query text into lexemes, over its UTF-8 bytes, in one pass from left to right.
///
/// How words are read depends on `patterntype:`, which may stand anywhere; ``lex(_:defaultPatternType:)``
/// finds it first. What counts as a word in doubt follows what people paste: `foo(bar)`, `std::string`,
/// `http://x`, `--flag`, `->next`, `/usr/bin` and `-1` are words.
struct QueryLexer {
  let bytes: [UInt8]
  let patternType: PatternType
  var position = 0
  /// Indexes in ``lexemes`` of groups not closed yet.
  var openGroups: [Int] = []
  var lexemes: [QueryLexeme] = []
  /// Where the last `)` of the text is, -1 without one: nothing behind it needs to be looked at for another.
  let lastParenthesis: Int

  private init(_ bytes: [UInt8], _ patternType: PatternType) {
    self.bytes = bytes
    lastParenthesis = bytes.lastIndex(of: UInt8(ascii: ")")) ?? -1
    self.patternType = patternType
  }

  /// The lexemes of `text`, and how its words were read.
  ///
  /// - Precondition: `text` has at most ``Query/textLengthMax`` bytes.
  static func lex(
    _ text: String, defaultPatternType: PatternType
  ) -> (lexemes: [QueryLexeme], patternType: PatternType) {
    let bytes = Array(text.utf8)
    let lexemes = lex(bytes, defaultPatternType)
    var wanted = patternType(in: lexemes)
    if wanted == nil, !defaultPatternType.isVerbatim,
      lexemes.contains(where: { $0.problem?.kind == .unclosedQuote })
    {
      // In a literal a lone quote is ordinary, and the setting may stand behind it.
      wanted = patternType(in: lex(bytes, .literal)).flatMap { $0.isVerbatim ? $0 : nil }
    }
    guard let wanted, wanted != defaultPatternType else { return (lexemes, defaultPatternType) }
    return (lex(bytes, wanted), wanted)
  }

  /// The lexemes with words read in a given way, whatever the text sets.
  static func lex(_ bytes: [UInt8], _ patternType: PatternType) -> [QueryLexeme] {
    var lexer = QueryLexer(bytes, patternType)
    if patternType.isVerbatim { lexer.runLiteral() } else { lexer.run() }
    return lexer.lexemes
  }

  private static func patternType(in lexemes: [QueryLexeme]) -> PatternType? {
    for lexeme in lexemes where lexeme.kind == .field(.patterntype) {
      if let type = PatternType(rawValue: lexeme.text) { return type }
    }
    return nil
  }

  private mutating func run() {
    while true {
      skipSpace()
      guard position < bytes.count, !isOverLimit() else { break }
      lexTerm()
    }
    for index in openGroups {
      lexemes[index].problem = QueryError(
        .unclosedGroup, range: lexemes[index].range, description: "this ( has no )",
        suggestion: "close the group with ), or quote the text to search for a parenthesis")
    }
  }

  /// Every term has at most a negation, an operator and a few parentheses around it, so more lexemes than
  /// this are more terms than a query may have. Checked here so that no text costs more than this many.
  static let lexemesMax = 8 * Query.termsMax

  /// Whether lexing has to stop; what is left becomes one lexeme that says why.
  private mutating func isOverLimit() -> Bool {
    let kind: QueryError.Kind
    let description: String
    if openGroups.count > Query.nestingMax {
      (kind, description) = (.nestedTooDeeply, "groups are nested deeper than \(Query.nestingMax)")
    } else if lexemes.count >= Self.lexemesMax {
      (kind, description) = (.tooManyTerms, "more than \(Query.termsMax) terms")
    } else {
      return false
    }
    var lexeme = QueryLexeme(.literal, range: position..<bytes.count)
    lexeme.problem = QueryError(kind, range: lexeme.range, description: description)
    lexemes.append(lexeme)
    // One reason is enough: the groups are open because the end was not read.
    openGroups = []
    position = bytes.count
    return true
  }

  private mutating func lexTerm() {
    switch bytes[position] {
    case UInt8(ascii: "("):
      if isGroupStart() {
        openGroups.append(lexemes.count)
        append(.open, length: 1)
      } else {
        lexWord()
      }
    case UInt8(ascii: ")"):
      let unbalanced = openGroups.isEmpty
      append(.close, length: 1)
      if unbalanced {
        lexemes[lexemes.count - 1].problem = unbalancedError(at: position - 1, word: position - 1..<position)
      } else {
        openGroups.removeLast()
      }
    case UInt8(ascii: "\""):
      let start = position
      let quoted = scanQuoted(from: start)
      var lexeme = QueryLexeme(.quoted, range: start..<quoted.end)
      (lexeme.text, lexeme.offsetMap, lexeme.form) = (quoted.text, quoted.offsetMap, .quoted)
      lexeme.problem = quoted.problem
      position = quoted.end
      lexemes.append(lexeme)
    case UInt8(ascii: "-") where isNegation(at: position):
      append(.minus, length: 1)
    default:
      if lexOperator() || lexField() || lexRegex() { return }
      lexWord()
    }
  }

  private mutating func append(_ kind: QueryLexeme.Kind, length: Int) {
    lexemes.append(QueryLexeme(kind, range: position..<position + length))
    position += length
  }

  /// `AND`, `OR`, `NOT` in capitals, standing alone or before a group.
  private mutating func lexOperator() -> Bool {
    if lexemes.last?.kind == .minus, lexemes.last?.range.upperBound == position { return false }
    for (word, kind) in [("AND", QueryLexeme.Kind.and), ("OR", .or), ("NOT", .not)] where startsWith(word) {
      let end = position + word.utf8.count
      if isDelimiter(at: end) || bytes[end] == UInt8(ascii: "(") {
        append(kind, length: word.utf8.count)
        return true
      }
    }
    return false
  }

  private mutating func lexRegex() -> Bool {
    guard let regex = scanRegex(from: position) else { return false }
    var lexeme = QueryLexeme(.regex, range: position..<regex.end)
    (lexeme.text, lexeme.offsetMap, lexeme.form) = (regex.text, regex.offsetMap, .slashes)
    position = regex.end
    lexemes.append(lexeme)
    return true
  }

  private mutating func lexWord() {
    let start = position
    let scan = scanWord(from: start, escapes: patternType == .regexp)
    var lexeme = QueryLexeme(patternType == .regexp ? .regex : .literal, range: start..<scan.end)
    if patternType == .regexp {
      (lexeme.text, lexeme.offsetMap) = removingSlashEscapes(start..<scan.end)
      lexeme.problem = loneBackslashError(in: start..<scan.end)
    } else {
      (lexeme.text, lexeme.offsetMap) = (text(start..<scan.end), OffsetMap(start: start))
    }
    if bytes[start] == UInt8(ascii: "/"), let error = regexMistake(in: start..<scan.end) {
      lexeme.problem = error
    }
    if let unbalanced = scan.unbalanced {
      lexeme.problem = unbalancedError(at: unbalanced, word: start..<scan.end)
    }
    position = scan.end
    lexemes.append(lexeme)
  }
}

// Fields.
extension QueryLexer {
  /// Reads `name:value` when the name is in the table, or is near to one and has a value.
  private mutating func lexField(inLiteral: Bool = false) -> Bool {
    let start = position
    guard let colon = fieldColon(from: start) else { return false }
    let name = text(start..<colon)
    guard let field = FieldTable.named(name) else {
      guard !inLiteral, !isDelimiter(at: colon + 1), let nearest = FieldTable.nearest(name) else {
        return false
      }
      let end = scanWord(from: colon + 1, escapes: false).end
      var lexeme = QueryLexeme(.unknownField, range: start..<end)
      lexeme.nameRange = start..<colon
      lexeme.valueRange = colon + 1..<end
      lexeme.problem = QueryError(
        .unknownField(name, nearest: nearest), range: start..<colon, description: "unknown field \(name):",
        suggestion:
          "did you mean \(nearest):\(text(colon + 1..<end))? To search for the text itself, quote it: "
          + quote(text(start..<end)))
      position = end
      lexemes.append(lexeme)
      return true
    }
    var lexeme = QueryLexeme(.field(field.id), range: start..<colon + 1)
    lexeme.nameRange = start..<colon
    lexValue(of: field, from: colon + 1, into: &lexeme)
    lexeme.range = start..<lexeme.valueRange.upperBound
    if lexeme.valueRange.isEmpty {
      lexeme.problem = QueryError(
        .missingValue(field.name), range: lexeme.range, description: "\(name): has no value",
        suggestion:
          "write it without a space, as in \(field.example); to search for the text itself, quote it: "
          + quote(name + ":"))
    }
    position = lexeme.valueRange.upperBound
    lexemes.append(lexeme)
    return true
  }

  /// The offset of the colon after a word that may be a field; nil for `a::b` and `a://b`, which never are.
  func fieldColon(from start: Int) -> Int? {
    var end = start
    while end < bytes.count, end - start <= 20, isFieldNameByte(bytes[end]) { end += 1 }
    guard end > start, end < bytes.count, bytes[end] == UInt8(ascii: ":") else { return nil }
    if end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: ":") { return nil }
    if end + 2 < bytes.count, bytes[end + 1] == UInt8(ascii: "/"), bytes[end + 2] == UInt8(ascii: "/") {
      return nil
    }
    return end
  }

  private func isFieldNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: ".")
  }

  private func lexValue(of field: QueryField, from start: Int, into lexeme: inout QueryLexeme) {
    if start < bytes.count, bytes[start] == UInt8(ascii: "\"") {
      let quoted = scanQuoted(from: start)
      (lexeme.text, lexeme.offsetMap, lexeme.form) = (quoted.text, quoted.offsetMap, .quoted)
      lexeme.valueRange = start..<quoted.end
      lexeme.problem = quoted.problem
      return
    }
    if field.id == .struct, start < bytes.count, bytes[start] == UInt8(ascii: "`") {
      let ticked = scanTicked(from: start)
      (lexeme.text, lexeme.offsetMap, lexeme.form) = (ticked.text, ticked.offsetMap, .quoted)
      lexeme.valueRange = start..<ticked.end
      lexeme.problem = ticked.problem
      return
    }
    if case .call = field.value, lexCall(from: start, into: &lexeme) { return }
    let takesRegex =
      switch field.value {
      case .pattern, .symbol, .emitted: true
      default: false
      }
    if takesRegex, let regex = scanRegex(from: start) {
      (lexeme.text, lexeme.offsetMap, lexeme.form) = (regex.text, regex.offsetMap, .slashes)
      lexeme.valueRange = start..<regex.end
      return
    }
    var isRegexWord = false
    if case .pattern = field.value { isRegexWord = patternType == .regexp }
    let isRegex = isRegexWord || field.role == .filter
    let scan = scanWord(from: start, escapes: isRegex, escapesSpace: isRegexWord)
    lexeme.valueRange = start..<scan.end
    if isRegexWord {
      (lexeme.text, lexeme.offsetMap) = removingSlashEscapes(start..<scan.end)
      lexeme.problem = loneBackslashError(in: start..<scan.end)
    } else {
      (lexeme.text, lexeme.offsetMap) = (text(start..<scan.end), OffsetMap(start: start))
    }
    if let unbalanced = scan.unbalanced {
      lexeme.problem = unbalancedError(at: unbalanced, word: lexeme.nameRange.lowerBound..<scan.end)
    }
  }

  /// Reads `path(regex)`: up to the parenthesis that closes it, blanks included, or `path("regex")`.
  private func lexCall(from start: Int, into lexeme: inout QueryLexeme) -> Bool {
    var open = start
    while open < bytes.count, isFieldNameByte(bytes[open]) { open += 1 }
    guard open > start, open < bytes.count, bytes[open] == UInt8(ascii: "(") else { return false }
    lexeme.callName = text(start..<open)
    if open + 1 < bytes.count, bytes[open + 1] == UInt8(ascii: "\"") {
      let quoted = scanQuoted(from: open + 1)
      if quoted.end < bytes.count, bytes[quoted.end] == UInt8(ascii: ")") {
        (lexeme.text, lexeme.offsetMap, lexeme.form) = (quoted.text, quoted.offsetMap, .quoted)
        lexeme.valueRange = start..<quoted.end + 1
        return true
      }
    }
    guard let close = closingParenthesis(of: open, crossingSpace: true) else {
      lexeme.valueRange = start..<bytes.count
      lexeme.problem = QueryError(
        .unclosedGroup, range: open..<open + 1, description: "this ( has no )",
        suggestion: "close it with ); write \\( for a parenthesis in the regex")
      return true
    }
    (lexeme.text, lexeme.offsetMap) = (text(open + 1..<close), OffsetMap(start: open + 1))
    lexeme.valueRange = start..<close + 1
    return true
  }
}

// `patterntype:literal`.
extension QueryLexer {
  /// Fields are found among the words between blanks; all else is text, kept as it is.
  private mutating func runLiteral() {
    var textStart: Int?
    var textEnd = 0
    func flush(_ lexer: inout QueryLexer) {
      guard let start = textStart else { return }
      var lexeme = QueryLexeme(.literal, range: start..<textEnd)
      (lexeme.text, lexeme.offsetMap) = (lexer.text(start..<textEnd), OffsetMap(start: start))
      lexer.lexemes.append(lexeme)
      textStart = nil
    }
    while true {
      skipSpace()
      guard position < bytes.count, !isOverLimit() else { break }
      let start = position
      let negated = bytes[start] == UInt8(ascii: "-")
      position = negated ? start + 1 : start
      if let colon = fieldColon(from: position), FieldTable.named(text(position..<colon)) != nil,
        !isSpace(at: colon + 1), colon + 1 < bytes.count
      {
        position = start
        flush(&self)
        if negated { append(.minus, length: 1) }
        _ = lexField(inLiteral: true)
        continue
      }
      position = start
      while position < bytes.count, !isSpace(at: position) { position += 1 }
      textStart = textStart ?? start
      textEnd = position
    }
    flush(&self)
  }
}
