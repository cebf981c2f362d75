import QueryEngine
import Search
import Syntax
import WebUI

/// Finds ways to go on typing a query, out of the language and the index.
struct Suggester: Sendable {
  /// One way.
  struct Item: Sendable, Equatable {
    enum Kind: String, Sendable { case filter, value, language, repository, revision, symbol, file }

    var kind: Kind
    var label: String
    /// Replaces ``range``.
    var insert: String
    /// UTF-8 offsets in the query.
    var range: Range<Int>
    var count: Int?
    var detail: String?
    var url: String?
  }

  let text: String
  /// A UTF-8 offset in ``text``.
  let cursor: Int
  let repositories: [RepositoryInfo]
  /// Empty unless values of `lang:` are asked for.
  var languages: [LanguageCount] = []
  /// Symbols whose name begins with what is typed, best first.
  var symbols: [SymbolSuggestion] = []
  /// Files whose path holds what is typed, best first.
  var files: [PlacementName] = []

  /// Items of one kind at most where kinds are mixed, and in all.
  private static let mixedLimit = 5
  static let itemLimit = 20
  /// Shorter words are in too many names to be worth a list.
  private static let wordMin = 2

  /// What is being typed.
  var typed: TypedPart? { FieldTable.typedPart(of: text, cursor: cursor) }

  /// A query for the files that ``files`` wants; nil when none are to be suggested.
  var fileQuery: String? {
    guard let typed, typed.text.utf8.count >= Self.wordMin, typed.field == nil || typed.field == .file
    else { return nil }
    let bytes = Array(text.utf8)
    // Only in the repositories and revisions that the query names already.
    let scope = Query.filterSpans(in: text).filter {
      [.repo, .rev, .lang].contains($0.field) && !$0.range.overlaps(typed.range)
    }
    let filters = scope.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    return (filters + ["file:\(Patterns.escaped(typed.text))"]).joined(separator: " ")
  }

  /// What names of symbols should begin with; nil when none are to be suggested.
  var symbolPrefix: String? {
    guard let typed, typed.text.utf8.count >= Self.wordMin, typed.field == nil || isAboutSymbols(typed.field)
    else { return nil }
    return typed.text
  }

  private func isAboutSymbols(_ field: QueryField.ID?) -> Bool { field == .sym || field == .ref }

  /// Whether counts of languages are wanted.
  var wantsLanguages: Bool { typed?.field == .lang }

  /// Everything, best first.
  func items() -> [Item] {
    var items = FieldTable.completions(for: text, cursor: cursor).map { completion in
      let kind: Item.Kind =
        switch completion.kind {
        case .fieldName: .filter
        case .value: .value
        case .language: .language
        }
      return Item(
        kind: kind, label: completion.label, insert: completion.replacement, range: completion.range,
        count: languages.first { $0.language.name == completion.label }?.documents, detail: completion.help)
    }
    // Languages that the index has come first, the frequent ones before the others.
    if wantsLanguages { items.sort { $0.count ?? 0 > $1.count ?? 0 } }
    if let typed {
      switch typed.field {
      case nil where typed.text.utf8.count >= Self.wordMin:
        items += repositoryItems(typed, prefix: "repo:").prefix(Self.mixedLimit)
        items += symbolItems(typed, prefix: "sym:").prefix(Self.mixedLimit)
        items += fileItems(typed, prefix: "file:")
      case .repo: items += repositoryItems(typed, prefix: "")
      case .rev: items += revisionItems(typed)
      case .sym, .ref: items += symbolItems(typed, prefix: "")
      case .file: items += fileItems(typed, prefix: "")
      default: break
      }
    }
    return Array(items.prefix(Self.itemLimit))
  }

  private func repositoryItems(_ typed: TypedPart, prefix: String) -> [Item] {
    // What is typed may be the beginning of the regex that a suggestion made.
    let wanted = typed.text.replacing("\\", with: "").replacing("^", with: "").replacing("$", with: "")
      .lowercased()
    let found = repositories.filter { wanted.isEmpty || $0.isNamed(like: wanted) }
      .map { (repository: $0, isFirst: Self.isNamed($0, wanted)) }
    return found.sorted { left, right in
      left.isFirst == right.isFirst ? left.repository.fileCount > right.repository.fileCount : left.isFirst
    }.prefix(Self.itemLimit).map { repository, _ in
      Item(
        kind: .repository, label: repository.name,
        insert: "\(prefix)^\(Patterns.escaped(repository.name))$", range: typed.range,
        count: repository.fileCount, url: Links.repository(repository.name))
    }
  }

  /// Whether the last part of the name begins with `text`.
  private static func isNamed(_ repository: RepositoryInfo, _ text: String) -> Bool {
    repository.name.split(separator: "/").last?.lowercased().hasPrefix(text) ?? false
  }

  private func revisionItems(_ typed: TypedPart) -> [Item] {
    var typed = typed
    if let separator = typed.text.lastIndex(where: { $0 == "," || $0 == ":" }) {
      typed = typed.last(String(typed.text[typed.text.index(after: separator)...]))
    }
    var counts: [String: Int] = [:]
    for repository in repositories {
      for revision in repository.revisions where revision.name.hasPrefix(typed.text) && !revision.name.isEmpty
      {
        counts[revision.name, default: 0] += 1
      }
    }
    let found = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return found.prefix(Self.itemLimit).map { name, count in
      Item(
        kind: .revision, label: name, insert: name, range: typed.range,
        detail: Format.count(count, "repository", plural: "repositories"))
    }
  }

  private func symbolItems(_ typed: TypedPart, prefix: String) -> [Item] {
    symbols.map { symbol in
      // A word of `type:symbol` is part of a name already.
      let isWord = prefix.isEmpty || (try? Query(parsing: text))?.settings.type == .symbol
      let name = symbol.name.contains(where: { " \"()*".contains($0) }) ? "\"\(symbol.name)\"" : symbol.name
      return Item(
        kind: .symbol, label: symbol.name, insert: isWord ? name : prefix + name, range: typed.range,
        count: symbol.count, detail: symbol.path.map { "\(symbol.kind) · \($0)" } ?? symbol.kind)
    }
  }

  private func fileItems(_ typed: TypedPart, prefix: String) -> [Item] {
    files.map { file in
      Item(
        kind: .file, label: file.pathText, insert: "\(prefix)^\(Patterns.escaped(file.pathText))$",
        range: typed.range, detail: file.repository, url: Links.file(file))
    }
  }
}

extension Site {
  /// `/api/v1/suggestions?q=&at=`
  func suggestions(_ call: APICall, _ service: any SearchService) async -> Reply {
    let text = call.arguments.text("q")
    var suggester = Suggester(
      text: text, cursor: call.arguments.optionalInteger("at") ?? text.utf8.count,
      repositories: service.repositories)
    if suggester.wantsLanguages {
      suggester.languages = await inTime { try await self.run { service.languageCounts() } } ?? []
    } else if let wanted = suggester.fileQuery, let query = try? Query(parsing: wanted) {
      // What does not parse (a filter of the query is faulty) has no files to suggest.
      suggester.files = await inTime { try await Self.files(query, service) } ?? []
    }
    if let prefix = suggester.symbolPrefix {
      suggester.symbols =
        await inTime {
          try await self.run { service.symbolSuggestions(prefix: prefix, limit: Self.suggestedSymbols) }
        } ?? []
    }
    return call.arguments["format"] == "opensearch" || call.mediaType == Self.openSearchType
      ? openSearchSuggestions(suggester, call) : suggestions(suggester, call)
  }

  private func suggestions(_ suggester: Suggester, _ call: APICall) -> Reply {
    call.reply { json in
      json.key("items")
      json.array { json in
        for item in suggester.items() {
          json.object { json in
            json.member("kind", item.kind.rawValue)
            json.member("label", item.label)
            json.member("insert", item.insert)
            json.member("start", item.range.lowerBound)
            json.member("end", item.range.upperBound)
            if let count = item.count { json.member("count", count) }
            if let detail = item.detail { json.member("detail", detail) }
            if let url = item.url { json.member("url", url) }
          }
        }
      }
    }
  }

  /// Whole queries, as browsers want them.
  ///
  /// - Source: OpenSearch Suggestions extension 1.1.
  private func openSearchSuggestions(_ suggester: Suggester, _ call: APICall) -> Reply {
    let items = suggester.items()
    let bytes = Array(suggester.text.utf8)
    let queries = items.map { item in
      String(decoding: bytes[..<item.range.lowerBound], as: UTF8.self) + item.insert
        + String(decoding: bytes[item.range.upperBound...], as: UTF8.self)
    }
    let body = JSONWriter.list { json in
      json.value(suggester.text)
      json.array { json in for query in queries { json.value(query) } }
      json.array { json in for item in items { json.value(item.detail ?? item.kind.rawValue) } }
      json.array { json in for query in queries { json.value(Links.search(query)) } }
    }
    return Reply(
      status: 200,
      headers: [("Content-Type", Self.openSearchType), ("Cache-Control", "private, no-cache")],
      body: .bytes(body))
  }

  static let openSearchType = "application/x-suggestions+json"

  /// Names of symbols suggested at most.
  private static let suggestedSymbols = 8

  /// Files suggested at most.
  private static let suggestedFiles = 8

  private static func files(_ query: Query, _ service: any SearchService) async throws -> [PlacementName] {
    var request = SearchRequest(query: query)
    request.fileLimit = suggestedFiles
    request.matchLimit = suggestedFiles
    request.timeLimit = ServerLimits.suggestionSearchTime
    var found: [PlacementName] = []
    for try await event in service.events(request) {
      if case .files(let files) = event { found += files.map(\.placement).filter { !$0.path.isEmpty } }
    }
    return Array(found.prefix(suggestedFiles))
  }

  /// What `body` finds in the time for suggestions; nil when it takes longer or fails, which only makes the
  /// list shorter. Does not wait for a body that goes on: what it counts is there the next time.
  private func inTime<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async -> Value? {
    let (answers, answer) = AsyncStream<Value?>.makeStream(bufferingPolicy: .bufferingOldest(1))
    let work = Task { answer.yield(try? await body()) }
    let alarm = Task {
      try? await Task.sleep(for: ServerLimits.suggestionTime)
      answer.yield(nil)
    }
    defer {
      work.cancel()
      alarm.cancel()
    }
    for await value in answers { return value }
    return nil
  }
}
