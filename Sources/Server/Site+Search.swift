import QueryEngine
import Search
import WebUI

extension Site {
  /// `/search?q=`: the head at once, then results as they come.
  func search(_ visit: Visit) async throws -> Reply {
    let text = visit.target["q"] ?? ""
    let context = visit.context(queryText: text)
    guard text.contains(where: { !$0.isWhitespace }) else {
      return .html(SearchPage.emptyPage(context: context))
    }
    var page = SearchPage.Request(query: text)
    if let lines = visit.number("ctx", in: 0...SearchPage.Request.contextLimit) { page.contextLines = lines }
    page.showsAllFragments = visit.target["fragments"] == "all"
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
    } catch {
      return .html(SearchPage.faultPage(.init(query: text, error: error), context: context), status: 400)
    }
    if query.settings.type == .repo || query.settings.select == .repo { page.unit = .repository }
    if query.settings.select == .dir { page.unit = .folder }
    guard let service = index.service else { return visit.noIndex() }
    guard let pass = gate.enter() else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    var request = SearchRequest(query: query)
    request.contextLines = page.contextLines
    // Lines of a file beyond these are only counted on the page, so the searcher need not keep them.
    request.linesPerFile =
      page.showsAllFragments ? SearchPage.lineCountLimit : SearchPage.lineLimitPerCard * 2
    // Files, not lines, are what a page has room for: a few files full of matches must not crowd out the others.
    request.matchLimit = request.fileLimit * request.linesPerFile
    let queue = ChunkQueue()
    let reply = Reply(status: 200, headers: Self.streamHeaders, body: .stream(queue))
    if visit.request.method == "HEAD" { return reply }
    let stream = SearchStream(
      site: self, service: service, page: page, request: request, context: context, visit: visit)
    let task = Task {
      await stream.run(into: queue)
      pass.release()
    }
    queue.onCancel { task.cancel() }
    return reply
  }

  /// `/search.atom?q=`
  func searchFeed(_ visit: Visit) async throws -> Reply { visit.notFound() }

  /// A page that must not be held back by a proxy.
  static let streamHeaders = Reply.pageHeaders + [("X-Accel-Buffering", "no")]
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
