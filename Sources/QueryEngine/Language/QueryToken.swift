/// A coloured piece of a query text, for the search box.
package struct QueryToken: Sendable, Equatable {
  /// What a piece is.
  package enum Kind: String, Sendable {
    /// The name of a field with its colon.
    case filterName
    /// The value of a field with its delimiters.
    case filterValue
    /// `AND OR NOT`, `-` and parentheses.
    case `operator`
    /// A bare word.
    case literal
    /// A phrase with its quotes.
    case quoted
    /// A regex, with its slashes if it has any.
    case regex
    /// The place of the mistake that ``Query/init(parsing:defaultPatternType:)`` reports.
    case error
  }

  /// What it is.
  package let kind: Kind

  /// UTF-8 offsets in the query text; never empty, never overlapping, ascending. Blanks are in no token.
  package let range: Range<Int>
}

extension Query {
  /// The pieces of any text, right or wrong. A text over ``textLengthMax`` is one error.
  ///
  /// - Complexity: O(length).
  package static func tokens(of text: String, defaultPatternType: PatternType = .keyword) -> [QueryToken] {
    guard text.utf8.count <= textLengthMax else {
      return [QueryToken(kind: .error, range: 0..<text.utf8.count)]
    }
    let (lexemes, _) = QueryLexer.lex(text, defaultPatternType: defaultPatternType)
    let tokens = lexemes.flatMap(tokens(of:))
    do throws(QueryError) {
      _ = try Query(parsing: text, defaultPatternType: defaultPatternType)
      return tokens
    } catch {
      return marking(error.range, in: tokens)
    }
  }

  private static func tokens(of lexeme: QueryLexeme) -> [QueryToken] {
    switch lexeme.kind {
    case .open, .close, .and, .or, .not, .minus: return [QueryToken(kind: .operator, range: lexeme.range)]
    case .literal: return [QueryToken(kind: .literal, range: lexeme.range)]
    case .quoted: return [QueryToken(kind: .quoted, range: lexeme.range)]
    case .regex: return [QueryToken(kind: .regex, range: lexeme.range)]
    case .field, .unknownField:
      let name = QueryToken(
        kind: .filterName, range: lexeme.range.lowerBound..<lexeme.nameRange.upperBound + 1)
      if lexeme.valueRange.isEmpty { return [name] }
      return [name, QueryToken(kind: .filterValue, range: lexeme.valueRange)]
    }
  }

  /// The tokens with what lies in `fault` turned into errors.
  private static func marking(_ fault: Range<Int>, in tokens: [QueryToken]) -> [QueryToken] {
    guard !fault.isEmpty else { return tokens }
    return tokens.flatMap { token in
      let overlap = token.range.clamped(to: fault)
      guard !overlap.isEmpty else { return [token] }
      return [
        QueryToken(kind: token.kind, range: token.range.lowerBound..<overlap.lowerBound),
        QueryToken(kind: .error, range: overlap),
        QueryToken(kind: token.kind, range: overlap.upperBound..<token.range.upperBound),
      ].filter { !$0.range.isEmpty }
    }
  }
}
