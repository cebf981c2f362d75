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

  /// A page that must not be held back by a proxy.
  static let streamHeaders = Reply.pageHeaders + [("X-Accel-Buffering", "no")]
}

/// One results page in the making.
struct SearchStream: Sendable {
  let site: Site
  let service: any SearchService
  let page: SearchPage.Request
  let request: SearchRequest
  let context: PageContext
  let visit: Visit

  /// Searches and writes the page; ends when the page is complete or the task is cancelled.
  func run(into queue: ChunkQueue) async {
    let start = ContinuousClock.now
    queue.append(SearchPage.opening(page, context: context).bytes)
    queue.flush()
    var outcome = SearchPage.Outcome(request: page, summary: SearchSummary(), shownFiles: 0)
    var lastFlush: ContinuousClock.Instant?
    var isDone = false
    do {
      for try await event in service.events(request) {
        switch event {
        case .files(let files):
          for file in files {
            if queue.appendedBytes > ServerLimits.pageBytes {
              outcome.isPageFull = true
              break
            }
            queue.append(SearchPage.card(file, request: page).bytes)
            outcome.shownFiles += 1
          }
        case .progress: break
        case .done(let summary):
          outcome.summary = summary
          isDone = true
        }
        // The first result goes out at once, later ones in company.
        guard outcome.shownFiles > 0 else { continue }
        if let last = lastFlush {
          guard ContinuousClock.now - last >= ServerLimits.flushInterval else { continue }
        } else {
          site.metrics.observe(.now - start, in: .firstResult)
        }
        queue.flush()
        lastFlush = .now
      }
      guard isDone else { throw CancellationError() }
      site.record(outcome.summary, elapsed: .now - start)
      if outcome.summary.statistics.matchedFiles == 0, outcome.shownFiles == 0, outcome.summary.isComplete {
        outcome.advice = await Advisor(service: service, request: request, text: page.query).advice()
      }
      queue.append(SearchPage.closing(outcome, context: context).bytes)
    } catch {
      queue.append(SearchPage.closing(fault: reason(of: error), requestID: visit.id, context: context).bytes)
    }
    queue.finish()
  }

  /// What the reader is told; what only the operator understands goes to the log.
  private func reason(of error: any Error) -> String {
    if let error = error as? SearchError, case .query(let fault) = error.kind {
      return [fault.description, fault.suggestion].compactMap { $0 }.joined(separator: ": ")
    }
    if !Task.isCancelled { site.configuration.onLogLine("request \(visit.id) /search: \(error)") }
    return "The log of the server has the reason."
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
