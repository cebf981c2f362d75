import QueryEngine
import Search
import WebUI

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
    do {
      var outcome = try await show(start: start, into: queue)
      if isCounting, !outcome.summary.isComplete { try await count(&outcome) }
      site.record(outcome.summary, elapsed: .now - start)
      if outcome.summary.statistics.matchedFiles == 0, outcome.shownFiles == 0, outcome.summary.isComplete {
        outcome.advice = await Advisor(service: service, request: request, text: page.query).advice()
      }
      queue.append(SearchPage.closing(outcome, context: context).bytes)
    } catch {
      let reason = reason(of: error)
      queue.append(SearchPage.closing(fault: reason, requestID: visit.id, context: context).bytes)
    }
    queue.finish()
  }

  /// With `count:all` the page shows the best files and counts the others: all of them with their lines could
  /// be the whole index, for the searcher to keep and for the browser to draw.
  private var isCounting: Bool { request.query.settings.count == .all && page.unit == .file }

  /// Runs the search and draws what it finds.
  private func show(start: ContinuousClock.Instant, into queue: ChunkQueue) async throws -> SearchPage.Outcome
  {
    var request = request
    if isCounting {
      request.query.settings.count = .default
      request.fileLimit = ServerLimits.countedPageFiles
      request.matchLimit = ServerLimits.countedPageMatches
    }
    var outcome = SearchPage.Outcome(request: page, summary: SearchSummary(), shownFiles: 0)
    var lastFlush: ContinuousClock.Instant?
    var isDone = false
    for try await event in service.events(request) {
      switch event {
      case .files(let files): draw(files, on: &outcome, into: queue)
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
    return outcome
  }

  private func draw(_ files: [FileMatch], on outcome: inout SearchPage.Outcome, into queue: ChunkQueue) {
    for file in files {
      if queue.appendedBytes > ServerLimits.pageBytes {
        outcome.isPageFull = true
        return
      }
      queue.append(SearchPage.card(file, request: page).bytes)
      outcome.shownFiles += 1
    }
  }

  /// Replaces the summary by that of an exhaustive search without lines.
  private func count(_ outcome: inout SearchPage.Outcome) async throws {
    var request = request
    request.wantsLines = false
    for try await event in service.events(request) {
      guard case .done(var summary) = event else { continue }
      summary.statistics.elapsed += outcome.summary.statistics.elapsed
      outcome.summary = summary
      outcome.isPageFull = true
      return
    }
    throw CancellationError()
  }

  /// What the reader is told; what only the operator understands goes to the log.
  private func reason(of error: any Error) -> String {
    if let error = error as? SearchError, case .query(let fault) = error.kind {
      return [fault.description, fault.suggestion].compactMap { $0 }.joined(separator: ": ")
    }
    if !Task.isCancelled { site.log.fault("/search: \(error)", request: visit.id) }
    return "The log of the server has the reason."
  }
}
