// The lexer's scanners: each looks at bytes from a position and moves nothing.
extension QueryLexer {
  /// A text with escapes removed, where it stood, and where its delimiter ended.
  struct Delimited {
    var text = ""
    var offsetMap = OffsetMap()
    var end = 0
    var problem: QueryError?
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func startsWith(_ word: String) -> Bool { bytes[position...].starts(with: word.utf8) }

  mutating func skipSpace() {
    while position < bytes.count {
      let length = spaceLength(at: position)
      if length == 0 { return }
      position += length
    }
  }

  func isSpace(at index: Int) -> Bool { spaceLength(at: index) > 0 }

  /// The bytes of a blank at `index`, or 0: ASCII blanks, and the no-break and ideographic spaces, which
  /// pasted text and East Asian keyboards bring along.
  func spaceLength(at index: Int) -> Int {
    guard index < bytes.count else { return 0 }
    switch bytes[index] {
    case 0x20, 0x09...0x0D: return 1
    case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE3:
      return index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x80 ? 3 : 0
    default: return 0
    }
  }

  /// Whether a term may end before `index`: the end of the text, a blank or `)`.
  func isDelimiter(at index: Int) -> Bool {
    index >= bytes.count || isSpace(at: index) || bytes[index] == UInt8(ascii: ")")
  }

  /// `-` negates what follows, except in `-`, `--flag`, `->`, `-=` and `-1`, which people search for.
  func isNegation(at index: Int) -> Bool {
    guard !isDelimiter(at: index + 1) else { return false }
    switch bytes[index + 1] {
    case UInt8(ascii: "-"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return false
    default: return true
    }
  }

  /// Whether `(` at the position opens a group. `()` is a word; with regexes so is `(a|b)c`, and `(?:a)`.
  func isGroupStart() -> Bool {
    let next = position + 1
    if next < bytes.count, bytes[next] == UInt8(ascii: ")") { return false }
    guard patternType == .regexp else { return true }
    if next < bytes.count, bytes[next] == UInt8(ascii: "?") { return false }
    // What begins with a phrase, a regex or a field is a group, whatever parentheses are in them.
    var first = next
    while first < bytes.count, bytes[first] == UInt8(ascii: "(") || bytes[first] == UInt8(ascii: "-") {
      first += 1
    }
    if first < bytes.count, bytes[first] == UInt8(ascii: "\"") || scanRegex(from: first) != nil {
      return true
    }
    if let colon = fieldColon(from: first), FieldTable.named(text(first..<colon)) != nil { return true }
    guard let close = closingParenthesis(of: position, crossingSpace: false) else { return true }
    return isDelimiter(at: close + 1)
  }

  /// The `)` of the `(` at `open`, in regex text: escapes and classes are passed over.
  func closingParenthesis(of open: Int, crossingSpace: Bool) -> Int? {
    var depth = 0
    var index = open
    var bracket = -1
    while index <= lastParenthesis {
      if !crossingSpace, isSpace(at: index) { return nil }
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): index = classEnd(from: index, nextTo: &bracket) ?? index
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The `]` of the class that `[` at `open` begins; nil when it has none before a blank or within 1,000
  /// bytes.
  ///
  /// The limit keeps a row of brackets from costing the square of its length, and so does knowing where the next
  /// `]` is.
  ///
  /// - Parameter bracket: where a `]` was found last, from any place before `open`; -1 at first.
  private func classEnd(from open: Int, nextTo bracket: inout Int) -> Int? {
    let limit = min(bytes.count, open + 1_000)
    if bracket <= open { bracket = bytes[open...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count }
    guard bracket < limit else { return nil }
    var index = open + 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "^") { index += 1 }
    // A bracket right at the start is a member of the class.
    if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index += 1 }
    while index < limit, !isSpace(at: index) {
      switch bytes[index] {
      case UInt8(ascii: "]"): return index
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "[") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ":"):
        // A named class, `[:alpha:]` or `[:^alpha:]`.
        var close = index + 2
        if close < bytes.count, bytes[close] == UInt8(ascii: "^") { close += 1 }
        while close < bytes.count, close < index + 16, bytes[close] | 0x20 >= UInt8(ascii: "a"),
          bytes[close] | 0x20 <= UInt8(ascii: "z")
        {
          close += 1
        }
        let isNamed =
          close + 1 < bytes.count && bytes[close] == UInt8(ascii: ":")
          && bytes[close + 1] == UInt8(ascii: "]")
        index = isNamed ? close + 2 : index + 1
      default: index += 1
      }
    }
    return nil
  }

  /// The end of a bare word: a blank, or a `)` that isn't the word's own and closes a group.
  ///
  /// - Parameter escapes: whether the word is a regex, where `\(` and `[(]` are no parentheses.
  /// - Parameter escapesSpace: whether `\` before a blank keeps the blank in the word; as `escapes` when nil.
  /// - Returns: its end, and the offset of a `)` that nothing opened.
  func scanWord(from start: Int, escapes: Bool, escapesSpace: Bool? = nil) -> (end: Int, unbalanced: Int?) {
    var depth = 0
    var index = start
    var bracket = -1
    var unbalanced: Int?
    while index < bytes.count, !isSpace(at: index) {
      switch bytes[index] {
      case UInt8(ascii: "\\") where escapes:
        let space = spaceLength(at: index + 1)
        if space > 0, escapesSpace ?? escapes {
          index += space
        } else if space == 0, index + 1 < bytes.count {
          index += 1
        }
      case UInt8(ascii: "[") where escapes: index = classEnd(from: index, nextTo: &bracket) ?? index
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        if depth > 0 {
          depth -= 1
        } else if openGroups.isEmpty {
          unbalanced = unbalanced ?? index
        } else {
          return (index, unbalanced)
        }
      default: break
      }
      index += 1
    }
    return (index, unbalanced)
  }

  /// The phrase whose `"` is at `start`; `\"` and `\\` stand for the second character, other `\` for
  /// themselves.
  func scanQuoted(from start: Int) -> Delimited {
    var decoded: [UInt8] = []
    var map = OffsetMap(start: start + 1)
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        return Delimited(text: String(decoding: decoded, as: UTF8.self), offsetMap: map, end: index + 1)
      }
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "\"") || bytes[index + 1] == UInt8(ascii: "\\")
      {
        map.escapes.append(decoded.count)
        index += 1
      }
      decoded.append(bytes[index])
      index += 1
    }
    let error = QueryError(
      .unclosedQuote, range: start..<start + 1, description: "this \" has no second one",
      suggestion: "close the phrase with \", or write \"\\\"\" to search for a quote")
    return Delimited(
      text: String(decoding: decoded, as: UTF8.self), offsetMap: map, end: bytes.count, problem: error)
  }

  /// The code between the backtick at `start` and the next one; nothing in it is an escape.
  func scanTicked(from start: Int) -> Delimited {
    let tick = UInt8(ascii: "`")
    let map = OffsetMap(start: start + 1)
    guard let end = bytes[(start + 1)...].firstIndex(of: tick) else {
      let error = QueryError(
        .unclosedQuote, range: start..<start + 1, description: "this ` has no second one",
        suggestion: "close the code with `, or put it between \"")
      return Delimited(text: text(start + 1..<bytes.count), offsetMap: map, end: bytes.count, problem: error)
    }
    return Delimited(text: text(start + 1..<end), offsetMap: map, end: end + 1)
  }

  /// The `/regex/` at `start`, or nil when it is a word: `//`, `/usr/bin`, or no second slash.
  ///
  /// The first slash without a backslash closes it, and a term must end there.
  func scanRegex(from start: Int) -> Delimited? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "/") else { return nil }
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "/") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < bytes.count, index > start + 1, isDelimiter(at: index + 1) else { return nil }
    let (text, map) = removingSlashEscapes(start + 1..<index)
    return Delimited(text: text, offsetMap: map, end: index + 1)
  }

  /// Regex text with `\/` turned into `/`, the only escape that belongs to the query and not to the regex.
  func removingSlashEscapes(_ range: Range<Int>) -> (String, OffsetMap) {
    var decoded: [UInt8] = []
    var map = OffsetMap(start: range.lowerBound)
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound {
        if bytes[index + 1] == UInt8(ascii: "/") {
          map.escapes.append(decoded.count)
        } else {
          decoded.append(bytes[index])
        }
        index += 1
      }
      decoded.append(bytes[index])
      index += 1
    }
    return (String(decoding: decoded, as: UTF8.self), map)
  }
}

// What is said about mistakes.
extension QueryLexer {
  /// `text` as a quoted phrase.
  func quote(_ text: String) -> String { QueryPrinter.quoted(text) }

  func unbalancedError(at index: Int, word: Range<Int>) -> QueryError {
    QueryError(
      .unbalancedParenthesis, range: index..<index + 1, description: "this ) has no (",
      suggestion: "to search for the text itself, quote it: \(quote(text(word)))")
  }

  /// A regex word that ends in a backslash with nothing to escape.
  func loneBackslashError(in range: Range<Int>) -> QueryError? {
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "\\") {
        if index + 1 == range.upperBound {
          return QueryError(
            .invalidRegex("trailing backslash"), range: index..<index + 1,
            description: "a regex can't end with a lone \\", suggestion: "write \\\\ for a backslash")
        }
        index += 1
      }
      index += 1
    }
    return nil
  }

  /// The error for a word that begins with `/` and is more likely a regex with a slash missing or too many
  /// than a path; nil for a path.
  func regexMistake(in range: Range<Int>) -> QueryError? {
    let word = bytes[range]
    guard range.count > 1 else { return nil }
    let hasClassEnd = word.contains(UInt8(ascii: "]"))
    var hasSign = false
    for index in range.dropFirst() {
      let next = index + 1 < range.upperBound ? bytes[index + 1] : 0
      switch bytes[index] {
      case UInt8(ascii: "\\"), UInt8(ascii: "|"): hasSign = true
      case UInt8(ascii: "."): hasSign = hasSign || next == UInt8(ascii: "*") || next == UInt8(ascii: "+")
      case UInt8(ascii: "("): hasSign = hasSign || next == UInt8(ascii: "?")
      case UInt8(ascii: "["): hasSign = hasSign || hasClassEnd
      default: break
      }
    }
    guard hasSign else { return nil }
    if word.last == UInt8(ascii: "/") {
      return QueryError(
        .unclosedRegex, range: range, description: "a / inside a regex needs a backslash",
        suggestion: "write \\/ for it; to search for the text itself, quote it: \(quote(text(range)))")
    }
    return QueryError(
      .unclosedRegex, range: range.lowerBound..<range.lowerBound + 1,
      description: "this regex has no closing /",
      suggestion: "end it with /; to search for the text itself, quote it: \(quote(text(range)))")
  }
}
