extension Query: CustomStringConvertible {
  /// A text that parses to an equal query, positions aside.
  ///
  /// Holds for every query that the parser makes, and for every tree in normal form (see ``QueryNode``) whose texts
  /// are not empty and whose regexes don't end in a lone backslash. Other trees print to a query of the same meaning.
  package var description: String {
    if settings.patternType == .literal {
      let verbatim = QueryPrinter(isVerbatim: true).print(self)
      if let parsed = try? Query(parsing: verbatim), parsed == self { return verbatim }
      // Not every tree can be said without quotes; the meaning can.
      var keyword = self
      keyword.settings.patternType = .keyword
      return keyword.description
    }
    return QueryPrinter(isVerbatim: false).print(self)
  }
}

/// Turns a query into text. Whether a word needs quotes is asked of the lexer itself, so the two can't disagree.
struct QueryPrinter {
  /// Print patterns without quotes, as `patterntype:literal` reads them.
  var isVerbatim: Bool

  func print(_ query: Query) -> String {
    let keyword = query.settings.patternType == .keyword
    let parts = [query.root == .everything ? "" : text(query.root, bareWords: keyword)] + settings(query.settings)
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func text(_ node: QueryNode, bareWords: Bool) -> String {
    switch node {
    case .everything: return "repo:.*"
    case .pattern(let pattern): return text(pattern, bareWords: bareWords)
    case .filter(let filter): return text(filter)
    case .not(let inner): return negated(inner, bareWords: bareWords)
    case .and(let members):
      return members.map { member in
        switch member {
        case .and, .or: "(\(text(member, bareWords: bareWords)))"
        default: text(member, bareWords: bareWords)
        }
      }.joined(separator: " ")
    case .or(let members):
      return members.map { member in
        if case .or = member { return "(\(text(member, bareWords: bareWords)))" }
        return text(member, bareWords: bareWords)
      }.joined(separator: " OR ")
    }
  }

  private func negated(_ inner: QueryNode, bareWords: Bool) -> String {
    let text = text(inner, bareWords: bareWords)
    switch inner {
    case .and, .or: return "-(\(text))"
    case .pattern, .filter, .everything:
      let (lexemes, _) = QueryLexer.lex("-" + text, defaultPatternType: .keyword)
      return lexemes.first?.kind == .minus ? "-" + text : "NOT " + text
    case .not: return "NOT " + text
    }
  }

  private func text(_ pattern: Pattern, bareWords: Bool) -> String {
    var name = ""
    switch pattern.scope {
    case .content: name = "content:"
    case .contentOrPath, .path: break
    }
    if pattern.kind == .regex { return name + Self.slashed(pattern.text) }
    if isVerbatim, name.isEmpty { return pattern.text }
    guard bareWords || isVerbatim else { return name + Self.quoted(pattern.text) }
    return name + (name.isEmpty ? Self.word(pattern.text) : Self.value(pattern.text, of: name))
  }

  private func text(_ filter: Filter) -> String {
    switch filter.kind {
    case .repo(let regex, let revisions):
      var text = Self.escapingAt(regex)
      if !revisions.isEmpty { text += "@" + revisions.joined(separator: ":") }
      return "repo:" + Self.value(text)
    case .rev(let names):
      let isPlain = names.allSatisfy { !$0.contains(",") && Self.value($0) == $0 }
      if isPlain { return "rev:" + names.joined(separator: ",") }
      let parts = names.map { "rev:" + ($0.contains(",") ? Self.quoted($0) : Self.value($0)) }
      return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " ")))"
    case .file(let path):
      switch path.notation {
      case .regex(let text): return "file:" + Self.value(text)
      case .glob(let text): return "file:" + Self.value(text)
      }
    case .language(let name): return "lang:" + Self.value(name)
    case .skipped: return "lang:skipped"
    case .repoHasPath(let regex): return Self.call("repo.has:path", regex)
    case .repoHasContent(let regex): return Self.call("repo.has:content", regex)
    case .fileHasContent(let regex): return Self.call("file.has:content", regex)
    case .fork(let value): return "fork:\(value.rawValue)"
    case .archived(let value): return "archived:\(value.rawValue)"
    case .visibility(let value): return "visibility:" + Self.value(value)
    }
  }

  private func settings(_ settings: QuerySettings) -> [String] {
    let defaults = QuerySettings()
    var parts: [String] = []
    if settings.patternType != defaults.patternType { parts.append("patterntype:\(settings.patternType.rawValue)") }
    if settings.caseMode != defaults.caseMode { parts.append("case:\(settings.caseMode.rawValue)") }
    if settings.wholeWord { parts.append("word:yes") }
    if settings.type != defaults.type { parts.append("type:\(settings.type.rawValue)") }
    if let select = settings.select { parts.append("select:\(select.rawValue)") }
    switch settings.count {
    case .default: break
    case .limited(let number): parts.append("count:\(number)")
    case .all: parts.append("count:all")
    }
    if let time = settings.timeoutMilliseconds {
      parts.append(time % 1_000 == 0 ? "timeout:\(time / 1_000)s" : "timeout:\(time)ms")
    }
    if settings.sort != defaults.sort { parts.append("sort:\(settings.sort.rawValue)") }
    return parts
  }
}

// Notations of one text.
extension QueryPrinter {
  /// A phrase in quotes; only `"` and `\` are escaped.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// A regex between slashes; those inside get a backslash.
  static func slashed(_ text: String) -> String {
    var result = "/"
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == "/", !isEscaped { result.unicodeScalars.append("\\") }
      isEscaped = scalar == "\\" && !isEscaped
      result.unicodeScalars.append(scalar)
    }
    return result + "/"
  }

  /// A literal as a bare word when it reads back as that wherever it stands, else in quotes.
  static func word(_ text: String) -> String {
    let (lexemes, _) = QueryLexer.lex(text, defaultPatternType: .keyword)
    guard lexemes.count == 1, lexemes[0].kind == .literal, lexemes[0].problem == nil,
      lexemes[0].range == 0..<text.utf8.count, hasOwnParentheses(text, 0), !mayBeginRegex(text)
    else { return quoted(text) }
    return text
  }

  /// The value of a field, in quotes when it has to be.
  static func value(_ text: String, of name: String = "file:") -> String {
    let (lexemes, _) = QueryLexer.lex(name + text, defaultPatternType: .keyword)
    let isPlain =
      lexemes.count == 1 && lexemes[0].problem == nil && lexemes[0].form == .bare && lexemes[0].text == text
      && hasOwnParentheses(text, 0) && !(name == "content:" && mayBeginRegex(text))
    return isPlain ? text : quoted(text)
  }

  /// Whether every `(` of a bare word is closed in it. One that isn't would read differently inside a group.
  private static func hasOwnParentheses(_ text: String, _ start: Int) -> Bool {
    let depth = text.utf8.dropFirst(start).reduce(0) { depth, byte in
      byte == UInt8(ascii: "(") ? depth + 1 : byte == UInt8(ascii: ")") ? depth - 1 : depth
    }
    return depth == 0
  }

  /// Whether a slash further on in the query could make a regex of this word: `/usr`, but not `/usr/bin`.
  private static func mayBeginRegex(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.first == UInt8(ascii: "/") else { return false }
    var index = 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "/") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index >= bytes.count
  }

  private static func call(_ name: String, _ regex: String) -> String {
    let text = "\(name)(\(regex))"
    let (lexemes, _) = QueryLexer.lex(text, defaultPatternType: .keyword)
    let isPlain =
      lexemes.count == 1 && lexemes[0].problem == nil && lexemes[0].form == .bare && lexemes[0].text == regex
    return isPlain ? text : "\(name)(\(quoted(regex)))"
  }

  /// A repository regex with every `@` of its own escaped.
  private static func escapingAt(_ regex: String) -> String {
    var result = ""
    var isEscaped = false
    for scalar in regex.unicodeScalars {
      if scalar == "@", !isEscaped { result += "\\" }
      isEscaped = scalar == "\\" && !isEscaped
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
