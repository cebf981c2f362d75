/// Where a field stands in a query text, for chips and links that take it away.
package struct FilterSpan: Sendable, Equatable {
  /// Which field it is.
  package let field: QueryField.ID

  /// Its value, with escapes removed.
  package let value: String

  /// All of it, with a `-` or `NOT` before it. UTF-8 offsets.
  package let range: Range<Int>

  /// Whether `-` or `NOT` stands before it.
  package let isNegated: Bool
}

// Edits of a query's text, as links and toggles of the site make them. They keep what the user typed as it is
// and work on texts with mistakes too.
extension Query {
  /// The fields of a text, in order; those inside groups as well.
  package static func filterSpans(in text: String) -> [FilterSpan] {
    guard text.utf8.count <= textLengthMax else { return [] }
    let (lexemes, _) = QueryLexer.lex(text, defaultPatternType: .keyword)
    return lexemes.indices.compactMap { index in
      guard case .field(let id) = lexemes[index].kind else { return nil }
      let lexeme = lexemes[index]
      let before = index > 0 ? lexemes[index - 1] : nil
      let isNegated = before?.kind == .minus || before?.kind == .not
      let start = isNegated ? before?.range.lowerBound : nil
      return FilterSpan(
        field: id, value: lexeme.text, range: (start ?? lexeme.range.lowerBound)..<lexeme.range.upperBound,
        isNegated: isNegated)
    }
  }

  /// `text` narrowed by a filter, such as `lang:Go` or `-file:test`.
  ///
  /// An `OR` outside of groups gets parentheses around it, so that the filter holds for all of it; settings
  /// stay outside of them. A filter that is there already is not repeated, and a setting replaces its old
  /// value.
  package static func adding(_ filter: String, to text: String) -> String {
    guard text.utf8.count <= textLengthMax else { return text }
    let (lexemes, _) = QueryLexer.lex(text, defaultPatternType: .keyword)
    if lexemes.contains(where: { $0.problem?.kind == .unclosedQuote || $0.problem?.kind == .unclosedGroup }) {
      // Behind it, the filter would be part of the phrase or group.
      return joined([filter, text])
    }
    let spans = filterSpans(in: text)
    let hasOr = hasTopLevelOr(lexemes)
    if let added = filterSpans(in: filter).first {
      let same = spans.filter { $0.field == added.field && $0.isNegated == added.isNegated }
      if FieldTable[added.field].role == .setting {
        return joined([removing(same.map(\.range), from: text), filter])
      }
      let top = topLevelEnds(lexemes)
      if !hasOr, same.contains(where: { $0.value == added.value && top.contains($0.range.upperBound) }) {
        return text
      }
    }
    guard hasOr else { return joined([text, filter]) }
    let settings = spans.filter { FieldTable[$0.field].role == .setting }.map(\.range)
    let bytes = Array(text.utf8)
    let kept = settings.map { String(decoding: bytes[$0], as: UTF8.self) }
    let inner = removing(settings, from: text)
    let added = joined(["(\(inner))", filter] + kept)
    if !QueryLexer.lex(added, defaultPatternType: .keyword).lexemes.contains(where: { $0.problem != nil }) {
      return added
    }
    // The last word has an open parenthesis of its own, which would take the group's; a blank ends the word.
    return joined(["(\(inner) )", filter] + kept)
  }

  /// `text` without what lies in `range`, and without the operators and empty groups that this leaves behind.
  ///
  /// - Parameter range: UTF-8 offsets, as ``FilterSpan/range`` or ``Filter/range``; clamped.
  package static func removing(_ range: Range<Int>, from text: String) -> String {
    removing([range], from: text)
  }

  /// `text` without what lies in any of the ranges, which ascend and don't overlap.
  private static func removing(_ ranges: [Range<Int>], from text: String) -> String {
    guard text.utf8.count <= textLengthMax else { return text }
    let bytes = Array(text.utf8)
    let (lexemes, _) = QueryLexer.lex(text, defaultPatternType: .keyword)
    var kept: [String] = []
    var start = 0
    for range in ranges.map({ $0.clamped(to: 0..<bytes.count) }) {
      var lower = range.lowerBound
      // A negation goes with what it negates, or it would negate what comes next.
      if var index = lexemes.firstIndex(where: { $0.range.lowerBound == lower }) {
        while index > 0, lexemes[index - 1].kind == .minus || lexemes[index - 1].kind == .not { index -= 1 }
        lower = max(start, lexemes[index].range.lowerBound)
      }
      kept.append(String(decoding: bytes[start..<lower], as: UTF8.self))
      start = range.upperBound
    }
    kept.append(String(decoding: bytes[start...], as: UTF8.self))
    var rest = joined(kept)
    // One filter taken out of a query without mistakes leaves at most an operator and a group per level
    // behind.
    for _ in 0..<2 * nestingMax {
      guard let dangling = danglingRange(in: rest) else { break }
      let bytes = Array(rest.utf8)
      rest = joined([
        String(decoding: bytes[..<dangling.lowerBound], as: UTF8.self),
        String(decoding: bytes[dangling.upperBound...], as: UTF8.self),
      ])
    }
    return rest
  }

  /// `text` with `case:yes`, or without it when it has it.
  package static func togglingCase(_ text: String) -> String { toggling(.case, "yes", in: text) }

  /// `text` with `word:yes`, or without it when it has it.
  package static func togglingWord(_ text: String) -> String { toggling(.word, "yes", in: text) }

  /// `text` with `patterntype:regexp`, or without it when it has it.
  package static func togglingRegexp(_ text: String) -> String { toggling(.patterntype, "regexp", in: text) }

  private static func toggling(_ field: QueryField.ID, _ value: String, in text: String) -> String {
    if let span = filterSpans(in: text).first(where: { $0.field == field && $0.value == value }) {
      return removing(span.range, from: text)
    }
    return adding("\(field.rawValue):\(value)", to: text)
  }

  /// The parts that aren't blank, trimmed, with one blank between them.
  private static func joined(_ parts: [String]) -> String {
    let blanks: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let trimmed = parts.map { part -> String in
      var bytes = Array(part.utf8)[...]
      while let first = bytes.first, blanks(first) { bytes.removeFirst() }
      while let last = bytes.last, blanks(last) { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }
    return trimmed.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func hasTopLevelOr(_ lexemes: [QueryLexeme]) -> Bool {
    var depth = 0
    for lexeme in lexemes {
      switch lexeme.kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .or where depth == 0: return true
      default: break
      }
    }
    return false
  }

  /// The ends of the fields outside of groups.
  private static func topLevelEnds(_ lexemes: [QueryLexeme]) -> Set<Int> {
    var depth = 0
    var ends: Set<Int> = []
    for lexeme in lexemes {
      if lexeme.kind == .open { depth += 1 }
      if lexeme.kind == .close { depth -= 1 }
      if depth == 0, case .field = lexeme.kind { ends.insert(lexeme.range.upperBound) }
    }
    return ends
  }

  /// An operator with nothing on a side that needs something, or a group with nothing in it.
  private static func danglingRange(in text: String) -> Range<Int>? {
    // A setting is no operand: it leaves nothing behind in the tree.
    let lexemes = QueryLexer.lex(text, defaultPatternType: .keyword).lexemes.filter { lexeme in
      if case .field(let id) = lexeme.kind { FieldTable[id].role != .setting } else { true }
    }
    for (index, lexeme) in lexemes.enumerated() {
      let before = index > 0 ? lexemes[index - 1].kind : nil
      let after = index + 1 < lexemes.count ? lexemes[index + 1].kind : nil
      let endsOperand = before == nil || before == .open || before == .and || before == .or
      let endsText = after == nil || after == .close || after == .or
      switch lexeme.kind {
      case .and where endsOperand || endsText || after == .and: return lexeme.range
      case .or where endsOperand || endsText: return lexeme.range
      case .not where endsText || after == .and: return lexeme.range
      case .open where after == .close:
        // A negation goes with its group: it would negate what comes next.
        var first = index
        while first > 0, lexemes[first - 1].kind == .minus || lexemes[first - 1].kind == .not { first -= 1 }
        return lexemes[first].range.lowerBound..<lexemes[index + 1].range.upperBound
      default: continue
      }
    }
    return nil
  }
}
