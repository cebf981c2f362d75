import Syntax

/// One way to go on typing a query.
package struct Completion: Sendable, Equatable {
  /// What is completed.
  package enum Kind: String, Sendable {
    case fieldName, value, language
  }

  /// What is completed.
  package let kind: Kind

  /// What replaces ``range``: `lang:`, `yes`, `"Jupyter Notebook"`.
  package let replacement: String

  /// The part of the query text to replace, in UTF-8 offsets.
  package let range: Range<Int>

  /// What the list shows.
  package let label: String

  /// One clause of help.
  package let help: String
}

/// The part of a query that is being typed.
package struct TypedPart: Sendable, Equatable {
  /// The field whose value it is; nil for a word.
  package let field: QueryField.ID?

  /// As typed, with escapes removed.
  package let text: String

  /// What a completion replaces, in UTF-8 offsets.
  package let range: Range<Int>

  /// The same with a part of the text, for values that are lists.
  package func last(_ rest: String) -> TypedPart {
    TypedPart(
      field: field, text: rest,
      range: range.lowerBound + text.utf8.count - rest.utf8.count..<range.upperBound)
  }
}

extension FieldTable {
  /// How many completions are offered: more than a list shows without scrolling is noise.
  package static let completionsMax = 28

  /// What may stand at `cursor`: names of fields, values of closed sets, languages; nothing inside quotes and
  /// regexes.
  ///
  /// Names of repositories, revisions and paths are the searcher's to complete. Fields of later versions are
  /// left out.
  /// - Parameter cursor: a UTF-8 offset in `text`; clamped.
  package static func completions(for text: String, cursor: Int) -> [Completion] {
    guard text.utf8.count <= Query.textLengthMax else { return [] }
    let bytes = Array(text.utf8)
    var cursor = min(max(cursor, 0), bytes.count)
    // Inside of a character, after it is meant.
    while cursor < bytes.count, bytes[cursor] & 0xC0 == 0x80 { cursor += 1 }
    let (lexemes, _) = QueryLexer.lex(
      String(decoding: bytes[..<cursor], as: UTF8.self), defaultPatternType: .keyword)
    guard let last = lexemes.last, last.range.upperBound == cursor else {
      return names(startingWith: "", at: cursor..<cursor, negated: false)
    }
    let negated = lexemes.count > 1 && [.minus, .not].contains(lexemes[lexemes.count - 2].kind)
    switch last.kind {
    case .literal, .regex:
      if last.form == .slashes { return [] }
      let word = last.text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      let start = cursor - word.utf8.count
      return names(startingWith: String(word), at: start..<nameEnd(bytes, cursor), negated: negated)
    case .minus: return names(startingWith: "", at: cursor..<cursor, negated: true)
    case .open, .not, .and, .or:
      return names(startingWith: "", at: cursor..<cursor, negated: last.kind == .not)
    case .field(let id) where last.form == .bare && last.callName == nil:
      return values(of: Self[id], last, to: valueEnd(bytes, cursor))
    default: return []
    }
  }

  /// What stands before `cursor` and is being typed, for completions that only an index knows: names of
  /// repositories, revisions and files. Nil inside quotes, regexes and calls.
  ///
  /// - Parameter cursor: a UTF-8 offset in `text`; clamped.
  package static func typedPart(of text: String, cursor: Int) -> TypedPart? {
    guard text.utf8.count <= Query.textLengthMax else { return nil }
    let bytes = Array(text.utf8)
    var cursor = min(max(cursor, 0), bytes.count)
    while cursor < bytes.count, bytes[cursor] & 0xC0 == 0x80 { cursor += 1 }
    let (lexemes, _) = QueryLexer.lex(
      String(decoding: bytes[..<cursor], as: UTF8.self), defaultPatternType: .keyword)
    guard let last = lexemes.last, last.range.upperBound == cursor else { return nil }
    switch last.kind {
    case .literal where last.form == .bare:
      let word = last.text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      return TypedPart(field: nil, text: String(word), range: cursor - word.utf8.count..<cursor)
    case .field(let id) where last.form == .bare && last.callName == nil:
      return TypedPart(
        field: id, text: last.text, range: last.valueRange.lowerBound..<valueEnd(bytes, cursor))
    default: return nil
    }
  }

  private static func names(startingWith prefix: String, at range: Range<Int>, negated: Bool) -> [Completion]
  {
    let offered = all.filter { field in
      !field.isLater && (field.negatable || !negated)
        && ([field.name] + field.aliases).contains { $0.hasPrefix(prefix) }
    }
    return offered.prefix(completionsMax).map { field in
      Completion(
        kind: .fieldName, replacement: field.name + ":", range: range, label: field.name + ":",
        help: field.help)
    }
  }

  private static func values(of field: QueryField, _ lexeme: QueryLexeme, to end: Int) -> [Completion] {
    if field.isLater { return [] }
    var typed = lexeme.text[...]
    let isList =
      switch field.value {
      case .language, .listOf: true
      default: false
      }
    if isList, let comma = typed.lastIndex(of: ",") {
      typed = typed[typed.index(after: comma)...]
    }
    let range = lexeme.range.upperBound - typed.utf8.count..<end
    func values(_ values: [QueryFieldValue], suffix: String = "") -> [Completion] {
      values.filter { !$0.isLater && $0.text.hasPrefix(typed.lowercased()) }.map { value in
        Completion(
          kind: .value, replacement: value.text + suffix, range: range, label: value.text, help: value.help)
      }
    }
    switch field.value {
    case .oneOf(let offered), .listOf(let offered): return values(offered)
    case .call(let offered): return values(offered, suffix: "(")
    case .count: return values([QueryFieldValue("all", "every match")])
    case .duration:
      return values([
        QueryFieldValue("10s", "ten seconds"), QueryFieldValue("30s", "half a minute"),
        QueryFieldValue("2m", "two minutes"),
      ])
    case .language:
      var found = LanguageTable.starting(with: String(typed)).map { language in
        Completion(
          kind: .language, replacement: QueryPrinter.value(language.name), range: range, label: language.name,
          help: language.extensions.prefix(6).joined(separator: " "))
      }
      if found.count > completionsMax - 1 { found.removeSubrange((completionsMax - 1)...) }
      return found + values([QueryFieldValue("skipped", "files left out of the index, with the reason")])
    case .repository, .revisions, .path, .pattern, .symbol, .name, .emitted, .text: return []
    }
  }

  /// The end of the name of a field that goes on after the cursor, colon included.
  private static func nameEnd(_ bytes: [UInt8], _ cursor: Int) -> Int {
    var end = cursor
    while end < bytes.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[end]) { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: ":") ? end + 1 : end
  }

  private static func valueEnd(_ bytes: [UInt8], _ cursor: Int) -> Int {
    let rest = bytes[cursor...]
    return rest.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: ",") } ?? bytes.count
  }
}
