import Platform
import QueryEngine
import Search
import WebUI

extension Site {
  /// `/search?q=`: the head at once, then results as they come. `/search?stop=` ends the search of another page.
  func search(_ visit: Visit) async throws -> Reply {
    if let id = visit.target["stop"] {
      running.stop(id)
      // No content: the browser stays where it is, on the page that now ends.
      return Reply(status: 204, headers: [("Cache-Control", "no-store")], body: .bytes([]))
    }
    let text = visit.target["q"] ?? ""
    let context = visit.context(queryText: text)
    guard text.contains(where: { !$0.isWhitespace }) else {
      return .html(SearchPage.emptyPage(context: context))
    }
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
    } catch {
      return .html(SearchPage.faultPage(.init(query: text, error: error), context: context), status: 400)
    }
    // A cursor that is none would show the first page under the address of another one.
    if let after = visit.target["after"], SearchCursor(after) == nil {
      return visit.fault(
        400, "That page of results cannot be found",
        "What follows after= in the address is no cursor: it was cut off or changed. The first page is there.",
        suggestedQuery: text)
    }
    var page = pageRequest(visit, query, text: text)
    guard let service = index.service else { return visit.noIndex() }
    if let fault = try await fault(of: query, service) {
      return .html(SearchPage.faultPage(.init(query: text, error: fault), context: context), status: 400)
    }
    var headers = Self.streamHeaders
    headers.append(("Link", Self.alternates(of: text)))
    let queue = ChunkQueue()
    let reply = Reply(status: 200, headers: headers, body: .stream(queue))
    if visit.request.method == "HEAD" { return reply }
    guard let pass = await turn(visit) else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    page.stopID = visit.id
    var request = Self.searchRequest(page, query)
    request.cursor = visit.target["after"].flatMap { SearchCursor($0) }
    request.stop = running.add(visit.id)
    let stream = SearchStream(
      site: self, service: service, page: page, request: request, context: context, visit: visit)
    let task = Task {
      await stream.run(into: queue)
      pass.release()
      running.remove(visit.id)
    }
    queue.onCancel { task.cancel() }
    return reply
  }

  /// What is wrong with patterns of code, which only the grammars can tell: before the first byte of an answer.
  func fault(of query: Query, _ service: any SearchService) async throws -> QueryError? {
    guard query.root.hasStructure else { return nil }
    return try await runLong { service.fault(of: query) }
  }

  /// What the address asks the page to show.
  private func pageRequest(_ visit: Visit, _ query: Query, text: String) -> SearchPage.Request {
    var page = SearchPage.Request(query: text)
    if let lines = visit.number("ctx", in: 0...SearchPage.Request.contextLimit) { page.contextLines = lines }
    page.showsAllFragments = visit.target["fragments"] == "all"
    page.view = visit.target["view"].flatMap { SearchPage.Request.View(rawValue: $0) } ?? .code
    page.isContinued = visit.target["after"] != nil
    if query.settings.type == .repo || query.settings.select == .repo { page.unit = .repository }
    if query.settings.select == .dir { page.unit = .folder }
    if query.settings.type == .symbol || query.settings.select == .symbol { page.unit = .symbol }
    return page
  }

  /// The search behind a page.
  ///
  /// Whatever the query finds, a page costs a bounded amount of work: at most ``SearchRequest/fileLimit`` files
  /// with ``SearchRequest/linesPerFile`` lines each are made, out of a pool of twice as many hits, within the
  /// time limit. Only `view=count` and `count:all` look at everything, and keep nothing but counts of it.
  static func searchRequest(_ page: SearchPage.Request, _ query: Query) -> SearchRequest {
    var request = SearchRequest(query: query.limitedInTime)
    request.contextLines = page.contextLines
    switch page.view {
    case .code: request.syntaxTime = ServerLimits.syntaxTime
    case .list:
      request.fileLimit = ServerLimits.listedPageFiles
      request.wantsLines = query.settings.count == .all || query.settings.sort != .relevance
    case .count:
      request.query.settings.count = .all
      request.wantsLines = !page.isAboutFiles
    }
    // Lines of a file beyond these are only counted on the page, so the searcher need not keep them.
    request.linesPerFile =
      page.view != .code
      ? 1 : page.showsAllFragments ? SearchPage.lineCountLimit : SearchPage.lineLimitPerCard * 2
    if page.view == .code, !page.showsAllFragments, page.unit == .file {
      request.bestFragments = SearchPage.fragmentLimit
    }
    // Files, not lines, are what a page has room for: a few files full of matches must not crowd out the others.
    request.matchLimit = request.fileLimit * max(request.linesPerFile, SearchPage.lineLimitPerCard * 2)
    return request
  }

  /// A page that must not be held back by a proxy.
  static let streamHeaders = Reply.pageHeaders + [("X-Accel-Buffering", "no")]

  /// The same answer in other forms, for a `Link` header.
  private static func alternates(of query: String) -> String {
    "<\(Links.api(query))>; rel=\"alternate\"; type=\"application/json\", "
      + "<\(Links.feed(query))>; rel=\"alternate\"; type=\"application/atom+xml\""
  }
}

extension Query {
  /// With as much time as the server gives.
  var limitedInTime: Query {
    var query = self
    query.settings.timeoutMilliseconds = settings.timeoutMilliseconds.map { min($0, ServerLimits.searchMilliseconds) }
    return query
  }
}

extension SearchRequest {
  /// What is left of the request's time after `elapsed`, for a search that follows.
  func goingOn(after elapsed: Duration) -> SearchRequest {
    var request = self
    let limit = query.settings.timeoutMilliseconds.map { Duration.milliseconds($0) } ?? timeLimit
    request.timeLimit = max(limit - elapsed, .milliseconds(ServerLimits.countMillisecondsMin))
    request.query.settings.timeoutMilliseconds = nil
    return request
  }
}

extension Site {
  /// Counts a finished search.
  func record(_ summary: SearchSummary, elapsed: Duration) {
    let numbers = summary.statistics
    metrics.add(numbers.candidateBlocks, to: .candidates)
    metrics.add(numbers.bytesVerified, to: .verifiedBytes)
    metrics.observe(numbers.planning, in: .searchDuration, labels: [("stage", "planning")])
    metrics.observe(numbers.elapsed, in: .searchDuration, labels: [("stage", "search")])
    metrics.observe(elapsed, in: .searchDuration, labels: [("stage", "total")])
  }
}
