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

  /// The reader took nothing for too long.
  private struct SlowReader: Error {}

  /// Searches and writes the page; ends when the page is complete or the task is cancelled.
  func run(into queue: ChunkQueue) async {
    let start = ContinuousClock.now
    queue.append(SearchPage.opening(page, context: context).bytes)
    queue.flush()
    do {
      var outcome = try await show(start: start, into: queue)
      if wantsCount(outcome) { try await count(&outcome, start: start) }
      site.record(outcome.summary, elapsed: .now - start)
      await complete(&outcome)
      queue.append(SearchPage.closing(outcome, context: context).bytes)
    } catch {
      let reason = reason(of: error)
      queue.append(SearchPage.closing(fault: reason, requestID: visit.id, context: context).bytes)
    }
    queue.finish()
  }

  /// With `count:all` the page shows the best files and counts the others: all of them with their lines could
  /// be the whole index, for the searcher to keep and for the browser to draw.
  private var isCounting: Bool {
    request.query.settings.count == .all && page.unit == .file && page.view != .count
  }

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
    var patience = site.configuration.readerPatience
    var isDone = false
    for try await event in service.events(request) {
      switch event {
      case .files(let files):
        // Numbers alone are asked for.
        if page.view == .count, page.unit == .file { continue }
        for file in files {
          draw(file, on: &outcome, into: queue)
          let asked = ContinuousClock.now
          guard await queue.room(for: ServerLimits.waitingBytes, within: patience) else { throw SlowReader() }
          patience -= .now - asked
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
    return outcome
  }

  private func draw(_ file: FileMatch, on outcome: inout SearchPage.Outcome, into queue: ChunkQueue) {
    guard queue.appendedBytes <= ServerLimits.pageBytes else {
      outcome.isPageFull = true
      return
    }
    queue.append(SearchPage.card(file, request: page).bytes)
    outcome.shownFiles += 1
  }

  /// Whether to count what was not looked at: when it was asked for, or when it does not take long.
  private func wantsCount(_ outcome: SearchPage.Outcome) -> Bool {
    guard !outcome.summary.isComplete, page.isAboutFiles, page.view != .count else { return false }
    if isCounting { return true }
    return site.gate.count <= ServerLimits.countSearches
      && outcome.summary.limits.allSatisfy { if case .matchLimit = $0 { true } else { false } }
  }

  /// Takes the counts of an exhaustive search without lines in place of those of the best results.
  private func count(_ outcome: inout SearchPage.Outcome, start: ContinuousClock.Instant) async throws {
    var request = request.goingOn(after: .now - start)
    request.query.settings.count = .all
    request.wantsLines = false
    request.cursor = nil
    if !isCounting {
      request.timeLimit = ServerLimits.countTime
    }
    let best = outcome.summary
    for try await event in service.events(request) {
      guard case .done(var summary) = event else { continue }
      let isCut = !isCounting && !summary.isComplete
      // What was counted in a short time is worth telling when it is more.
      if isCut, summary.statistics.matchedFiles <= best.statistics.matchedFiles { return }
      if isCut { summary.limits = best.limits }
      summary.statistics.planning += best.statistics.planning
      summary.statistics.searching += best.statistics.searching
      summary.statistics.building += best.statistics.building
      summary.statistics.elapsed += best.statistics.elapsed
      summary.nextCursor = best.nextCursor
      summary.resultsBefore = best.resultsBefore
      summary.isCursorStale = best.isCursorStale
      outcome.summary = summary
      outcome.isCounted = true
      return
    }
    throw CancellationError()
  }

  /// Adds what stands around the results: what else there is, and how old the index is.
  private func complete(_ outcome: inout SearchPage.Outcome) async {
    let repositories = service.repositories
    outcome.repositoryCount = repositories.count
    outcome.staleRepositories =
      repositories
      .filter { context.now - $0.indexedAt > SearchPage.staleSeconds }
      .sorted { ($0.indexedAt, $0.name) < ($1.indexedAt, $1.name) }
      .map { ($0.name, $0.indexedAt) }
    if outcome.summary.statistics.matchedFiles == 0, outcome.shownFiles == 0 {
      guard outcome.summary.isComplete else { return }
      var advisor = Advisor(service: service, request: request, text: page.query)
      advisor.totalTime = site.configuration.adviceTime
      outcome.advice = await advisor.advice()
    } else if !page.isContinued, let kinds = await kinds() {
      outcome.summary.facets.insert(kinds, at: 0)
    }
  }

  /// How many symbols, file names and repositories the query finds, as a facet; nil when it asks for no text, and
  /// when it asks for a kind of text, which is in no name.
  private func kinds() async -> Facet? {
    guard page.unit == .file, request.query.settings.type == .file, request.query.root.hasPattern else {
      return nil
    }
    var values: [FacetValue] = []
    var isExact = true
    guard !Query.filterSpans(in: page.query).contains(where: { $0.field == .in }) else { return nil }
    for (type, name) in [(ResultType.symbol, "Symbols"), (.path, "File names"), (.repo, "Repositories")] {
      var part = request
      // Words mean something else to symbols: the text is read again.
      if type == .symbol {
        let text = Query.adding("type:symbol", to: page.query)
        guard let query = try? Query(parsing: text) else { continue }
        part.query = query
      }
      part.cursor = nil
      part.wantsLines = false
      part.timeLimit = ServerLimits.kindTime
      part.query.settings.timeoutMilliseconds = nil
      part.query.settings.type = type
      part.query.settings.count = .all
      var count = 0
      do {
        for try await event in service.events(part) {
          switch event {
          case .files(let files): if type == .repo { count += files.count }
          case .progress: break
          case .done(let summary):
            if type == .path { count = summary.statistics.matchedFiles }
            if type == .symbol { count = summary.statistics.matches }
            isExact = isExact && summary.isComplete
          }
        }
      } catch {
        // Extra: the page is complete without it.
        continue
      }
      if count > 0 { values.append(FacetValue(name, count: count, adding: "type:\(type.rawValue)")) }
    }
    return values.isEmpty ? nil : Facet(.type, values, isExact: isExact)
  }

  /// What the reader is told; what only the operator understands goes to the log.
  private func reason(of error: any Error) -> String {
    if let error = error as? SearchError, case .query(let fault) = error.kind {
      return [fault.description, fault.suggestion].compactMap { $0 }.joined(separator: ": ")
    }
    if error is SlowReader { return "Its results were not read for too long." }
    if !Task.isCancelled { site.log.fault("/search: \(error)", request: visit.id) }
    return "The log of the server has the reason."
  }
}

extension QueryNode {
  /// Whether some text is looked for, as opposed to filters alone.
  fileprivate var hasPattern: Bool {
    switch self {
    case .pattern: true
    case .and(let nodes), .or(let nodes): nodes.contains(where: \.hasPattern)
    case .not(let node): node.hasPattern
    case .everything, .filter: false
    }
  }
}
