import Platform
import QueryEngine
import RegexEngine
import SearchIndex
import Syntax

extension Searcher {
  /// Runs the query `text` and tells in detail what was done with it.
  ///
  /// Costs the search, bounded by ``SearchTrace/timeLimit``, and then a walk over the candidates of one segment, up to
  /// 400 blocks of text, and up to 64 KB through three machines: some milliseconds.
  ///
  /// - Throws: ``SearchError`` for a query that cannot be understood or compiled.
  package func trace(_ text: String, scope: AccessScope) throws -> SearchTrace {
    let started = monotonicNanoseconds()
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
    } catch {
      throw SearchError(
        .query(error), subject: "query", reason: error.description, fix: error.suggestion ?? "")
    }
    let parsed = monotonicNanoseconds()
    var request = SearchRequest(query: query)
    request.timeLimit = SearchTrace.timeLimit
    request.query.settings.timeoutMilliseconds = nil
    request.wantsScoreParts = true
    request.scope = scope
    let run = try SearchRun(request, snapshot: snapshot, searcher: self, isCancelled: { false })
    let compiled = monotonicNanoseconds()
    var files: [FileMatch] = []
    var summary = SearchSummary()
    try run.run { event in
      switch event {
      case .files(let more):
        files += more.prefix(SearchTrace.filesMax - min(files.count, SearchTrace.filesMax))
      case .progress: break
      case .done(let done): summary = done
      }
    }
    let searched = monotonicNanoseconds()
    var tracer = TermTracer(run)
    let atoms = run.query.contentAtoms
    let terms = try atoms.prefix(SearchTrace.termsMax).map { try tracer.trace($0) }
    return SearchTrace(
      query: text, tokens: Self.tokens(text), tree: Self.tree(query), terms: terms,
      termsLeftOut: atoms.count - terms.count,
      stages: [
        .init(name: "read the query", time: .nanoseconds(parsed - started)),
        .init(name: "compile patterns, decide repositories", time: .nanoseconds(compiled - parsed)),
        .init(name: "search and rank", time: .nanoseconds(searched - compiled)),
      ],
      statistics: summary.statistics, limits: summary.limits,
      blockCount: run.snapshot.parts.reduce(0) { $0 + $1.segment.meta.blockCount }, files: files,
      tracing: .nanoseconds(monotonicNanoseconds() - searched))
  }

  private static func tokens(_ text: String) -> [SearchTrace.Token] {
    let bytes = Array(text.utf8)
    return Query.tokens(of: text).map { token in
      SearchTrace.Token(
        kind: token.kind, text: String(decoding: bytes[token.range], as: UTF8.self), range: token.range)
    }
  }

  /// Lines of a tree at most; a query may have a thousand terms.
  private static let treeLinesMax = 40

  private static func tree(_ query: Query) -> [SearchTrace.TreeLine] {
    var lines: [SearchTrace.TreeLine] = []
    add(query.root, 0, &lines)
    return lines
  }

  private static func add(_ node: QueryNode, _ depth: Int, _ lines: inout [SearchTrace.TreeLine]) {
    guard lines.count < treeLinesMax else {
      if lines.count == treeLinesMax { lines.append(.init(depth: 0, text: "…")) }
      return
    }
    func line(_ text: String) { lines.append(SearchTrace.TreeLine(depth: depth, text: text)) }
    switch node {
    case .everything: line("everything")
    case .and(let parts):
      line("all of")
      for part in parts { add(part, depth + 1, &lines) }
    case .or(let parts):
      line("any of")
      for part in parts { add(part, depth + 1, &lines) }
    case .not(let part):
      line("not")
      add(part, depth + 1, &lines)
    case .pattern(let pattern): line(Self.words(for: pattern))
    case .filter: line(Query(root: node).description)
    }
  }

  private static func words(for pattern: Pattern) -> String {
    var words = pattern.kind == .literal ? "text “\(pattern.text)”" : "regex /\(pattern.text)/"
    words += pattern.caseSensitive ? ", exact case" : ", any case"
    if pattern.wholeWord { words += ", whole words" }
    switch pattern.scope {
    case .contentOrPath: words += ", in content or path"
    case .content: words += ", in content"
    case .path: words += ", in the path"
    case .symbol: words += ", in the name of a symbol"
    case .definition: words += ", defined as a symbol"
    case .reference: words += ", used in code"
    case .emitted: words += ", emitted by a statement"
    }
    if let levels = pattern.levels { words += " of level \(levels.names.joined(separator: " or "))" }
    if pattern.zones != .all, pattern.scope != .reference {
      words += ", in \(pattern.zones.names.joined(separator: " or "))"
    }
    return words
  }
}
