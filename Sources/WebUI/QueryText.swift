import QueryEngine

/// The text of a query, cut into words so that links can change one of them.
///
/// Pages rewrite what the reader typed instead of printing the parsed query back: spelling, order and
/// spacing stay the reader's own. The cut follows the grammar's quoting only (`"…"`, `/…/`, parentheses),
/// and never fails; whether the words mean anything is the parser's business.
package struct QueryText: Sendable {
  /// One word: a term, a filter, an operator or a parenthesis.
  package struct Word: Sendable, Equatable {
    /// UTF-8 offsets in the query text.
    package var range: Range<Int>
    /// The word as written.
    package var text: String
    /// The field's own name when this is a filter: `repo` for `-r:x`.
    package var field: String?
    /// Parentheses open around it.
    package var depth: Int
  }

  /// The query as typed.
  package let text: String

  /// Its words in order.
  package let words: [Word]

  /// Cuts `text` into words in one pass.
  package init(_ text: String) {
    self.text = text
    words = QueryText.split(Array(text.utf8))
  }

  /// Filters and settings outside of parentheses, as the chips above the results show them.
  package var filters: [Word] { words.filter { $0.field != nil && $0.depth == 0 } }

  /// The value of the last `field:` outside of parentheses, lower case.
  package func value(of field: String) -> String? {
    guard let word = filters.last(where: { $0.field == field }),
      let colon = word.text.firstIndex(of: ":")
    else { return nil }
    return word.text[word.text.index(after: colon)...].lowercased()
  }

  /// The query without `word`; a `NOT` or `AND` that belonged to it goes too.
  package func removing(_ word: Word) -> String {
    guard let index = words.firstIndex(of: word) else { return text }
    var first = index
    while first > 0, ["NOT", "AND"].contains(words[first - 1].text) { first -= 1 }
    let removed = words[first].range.lowerBound..<word.range.upperBound
    let bytes = Array(text.utf8)
    let before = String(decoding: bytes[..<removed.lowerBound], as: UTF8.self)
    let after = String(decoding: bytes[removed.upperBound...], as: UTF8.self)
    return QueryText.join(before, after)
  }

  /// The query with `field:value` in place of every such setting; `nil` takes the setting away.
  package func setting(_ field: String, to value: String?) -> String {
    var query = self
    while let word = query.filters.last(where: { $0.field == field }) { query = QueryText(query.removing(word)) }
    guard let value else { return query.text }
    return QueryText.join(query.text, "\(field):\(value)")
  }

  /// The query narrowed by `filter`. Alternatives are put in parentheses first, since `a OR b lang:go` would
  /// narrow only `b`; settings stay outside, where the grammar wants them.
  package func adding(_ filter: String) -> String {
    if words.contains(where: { $0.depth == 0 && $0.text == filter }) { return text }
    guard words.contains(where: { $0.depth == 0 && $0.text == "OR" }) else { return QueryText.join(text, filter) }
    var query = self
    var settings: [String] = []
    while let word = query.filters.first(where: { FieldTable.named($0.field ?? "")?.role == .setting }) {
      settings.append(word.text)
      query = QueryText(query.removing(word))
    }
    let trimmed = query.text.drop { $0 == " " }
    return (["(\(trimmed))", filter] + settings).joined(separator: " ")
  }

  private static func join(_ before: String, _ after: String) -> String {
    var head = before[...]
    while head.last == " " { head.removeLast() }
    let tail = after.drop { $0 == " " }
    return head.isEmpty || tail.isEmpty ? String(head) + tail : "\(head) \(tail)"
  }

  private static func split(_ bytes: [UInt8]) -> [Word] {
    var words: [Word] = []
    var depth = 0
    var index = 0
    while index < bytes.count {
      let start = index
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D:
        index += 1
        continue
      case 0x28:
        index += 1
        depth += 1
      case 0x29:
        index += 1
        depth = max(0, depth - 1)
      default:
        index = endOfWord(bytes, from: index)
      }
      let text = String(decoding: bytes[start..<index], as: UTF8.self)
      words.append(Word(range: start..<index, text: text, field: field(of: text), depth: depth))
    }
    return words
  }

  /// Where the word that starts at `start` ends: at a space or an unmatched `)` outside of quotes.
  private static func endOfWord(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    var nesting = 0
    var mayQuote = true
    while index < bytes.count {
      let byte = bytes[index]
      if mayQuote, byte == 0x22 || byte == 0x2F {
        index = endOfQuoted(bytes, from: index)
        mayQuote = false
        continue
      }
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D:
        if nesting == 0 { return index }
      case 0x28: nesting += 1
      case 0x29:
        if nesting == 0 { return index }
        nesting -= 1
      case 0x5C: index += 1
      default: break
      }
      // A quote opens only at the start, after a minus or after the colon of a field.
      mayQuote = byte == 0x3A || (byte == 0x2D && index == start)
      index += 1
    }
    return min(index, bytes.count)
  }

  /// Past the closing sign of `"…"` or `/…/`; past one byte when it is not closed.
  private static func endOfQuoted(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == bytes[start] { return index + 1 }
      index += bytes[index] == 0x5C ? 2 : 1
    }
    return start + 1
  }

  private static func field(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    return FieldTable.named(text[..<colon].drop { $0 == "-" }.lowercased())?.name
  }
}
