import Syntax

extension Query: CustomStringConvertible {
  /// A text that parses to an equal query, positions aside.
  ///
  /// Holds for every query that the parser makes, and for every tree in normal form (see ``QueryNode``) whose
  /// texts are not empty and whose regexes don't end in a lone backslash. Other trees print to a query of the
  /// same meaning.
  package var description: String {
    if settings.patternType.isVerbatim {
      let kind: Pattern.Kind = settings.patternType == .structural ? .structural : .literal
      let verbatim = QueryPrinter(isVerbatim: true, verbatimKind: kind).print(self)
      if let parsed = try? Query(parsing: verbatim), parsed == self { return verbatim }
      if let alike = QueryPrinter.restrictedAlike(self) { return alike }
      // Not every tree can be said without quotes; the meaning can.
      var keyword = self
      keyword.settings.patternType = .keyword
      return keyword.description
    }
    return QueryPrinter.restrictedAlike(self) ?? QueryPrinter(isVerbatim: false).print(self)
  }
}

/// Turns a query into text. Whether a word needs quotes is asked of the lexer itself, so the two can't
/// disagree.
struct QueryPrinter {
  /// Print patterns without quotes, as `patterntype:literal` reads them.
  var isVerbatim: Bool

  /// Which patterns those are.
  var verbatimKind = Pattern.Kind.literal

  /// Where a bare word of the query is looked for.
  var wordScope = Pattern.Scope.contentOrPath

  func print(_ query: Query) -> String {
    var printer = self
    printer.wordScope = query.settings.wordScope
    return printer.printed(query)
  }

  private func printed(_ query: Query) -> String {
    let root = rootText(query)
    // A literal may hold anything, so what says that it is one comes first.
    let parts = isVerbatim ? settings(query.settings) + [root] : [root] + settings(query.settings)
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The terms and filters without the settings.
  func rootText(_ query: Query) -> String {
    query.root == .everything ? "" : text(query.root, bareWords: query.settings.patternType == .keyword)
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
        case .or(let inner) where Self.languages(inner) != nil: text(member, bareWords: bareWords)
        case .and, .or: "(\(text(member, bareWords: bareWords)))"
        default: text(member, bareWords: bareWords)
        }
      }.joined(separator: " ")
    case .or(let members):
      if let languages = Self.languages(members) { return languages }
      return members.map { member in
        if case .or = member { return "(\(text(member, bareWords: bareWords)))" }
        return text(member, bareWords: bareWords)
      }.joined(separator: " OR ")
    }
  }

  private func negated(_ inner: QueryNode, bareWords: Bool) -> String {
    let text = text(inner, bareWords: bareWords)
    switch inner {
    case .or(let members) where Self.languages(members) != nil: return "-" + text
    case .and, .or: return "-(\(text))"
    case .filter(let filter) where !isNegatable(filter): return "-(\(text))"
    case .pattern, .filter, .everything:
      let lexemes = QueryLexer.lex(Array("-\(text)".utf8), .keyword)
      return lexemes.first?.kind == .minus ? "-" + text : "NOT " + text
    case .not: return "NOT " + text
    }
  }

  /// Whether `-` may stand right before a filter; in a group anything may be negated.
  private func isNegatable(_ filter: Filter) -> Bool {
    switch filter.kind {
    case .fork: FieldTable[.fork].negatable
    case .archived: FieldTable[.archived].negatable
    case .visibility: FieldTable[.visibility].negatable
    default: true
    }
  }

  private func text(_ pattern: Pattern, bareWords: Bool) -> String {
    var restrictions: [String] = []
    if pattern.isAboutText, pattern.scope != .reference, pattern.zones != .all {
      restrictions.append(Self.text(pattern.zones))
    }
    if pattern.isAboutSymbols, let kinds = pattern.kinds {
      restrictions.append(Self.text(kinds))
    } else if pattern.scope == .symbol, wordScope != .symbol {
      restrictions.append(Self.text(.unasked))
    }
    if pattern.scope == .emitted, let levels = pattern.levels { restrictions.append(Self.text(levels)) }
    let text = unrestricted(pattern, bareWords: bareWords)
    return restrictions.isEmpty ? text : "(\(text) \(restrictions.joined(separator: " ")))"
  }

  private func unrestricted(_ pattern: Pattern, bareWords: Bool) -> String {
    var name = ""
    switch pattern.scope {
    case .content: name = "content:"
    case .definition: name = "sym:"
    case .reference: name = "ref:"
    case .emitted: name = "emits:"
    case .contentOrPath, .path, .symbol: break
    }
    if pattern.kind == .structural {
      return isVerbatim && verbatimKind == .structural ? pattern.text : "struct:" + Self.quoted(pattern.text)
    }
    if pattern.kind == .regex { return name + Self.slashed(pattern.text) }
    if isVerbatim, verbatimKind == .literal, name.isEmpty { return pattern.text }
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
      // In quotes only `:` separates, as no name of a revision can hold one.
      let text = names.joined(separator: ",")
      let isPlain = names.allSatisfy { !$0.contains(",") } && Self.value(text) == text
      return "rev:" + (isPlain ? text : Self.quoted(names.joined(separator: ":")))
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
    if settings.patternType != defaults.patternType {
      parts.append("patterntype:\(settings.patternType.rawValue)")
    }
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
    guard let lexeme = soleLexeme(text), lexeme.kind == .literal, !mayBeginRegex(text) else {
      return quoted(text)
    }
    return text
  }

  /// The value of a field, in quotes when it has to be.
  static func value(_ text: String, of name: String = "file:") -> String {
    guard let lexeme = soleLexeme(name + text), lexeme.form == .bare, lexeme.text == text,
      !["content:", "sym:", "emits:"].contains(name) || !mayBeginRegex(text)
    else { return quoted(text) }
    return text
  }

  private static func call(_ name: String, _ regex: String) -> String {
    let text = "\(name)(\(regex))"
    guard let lexeme = soleLexeme(text), lexeme.form == .bare, lexeme.text == regex, !regex.hasPrefix("\"")
    else {
      return "\(name)(\(quoted(regex)))"
    }
    return text
  }

  /// The lexeme that a text is when it stands in a group with something behind it: where its own parentheses,
  /// brackets and backslashes could reach over its end.
  private static func soleLexeme(_ text: String) -> QueryLexeme? {
    let lexemes = QueryLexer.lex(Array("(\(text))])".utf8), .keyword)
    guard lexemes.count > 2, lexemes[0].kind == .open, lexemes[1].range == 1..<text.utf8.count + 1,
      lexemes[1].problem == nil, lexemes[2].kind == .close
    else { return nil }
    return lexemes[1]
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

  /// `lang:a,b` for alternatives that are all languages and all different.
  private static func languages(_ members: [QueryNode]) -> String? {
    var names: [String] = []
    for member in members {
      guard case .filter(let filter) = member else { return nil }
      switch filter.kind {
      case .language(let name): names.append(name)
      case .skipped: names.append("skipped")
      default: return nil
      }
    }
    return Set(names).count == names.count ? "lang:" + value(names.joined(separator: ",")) : nil
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
