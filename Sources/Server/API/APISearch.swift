import Platform
import QueryEngine
import Search

/// A search on its way into an answer of the API.
struct APISearch: Sendable {
  let site: Site
  let service: any SearchService
  let question: SearchQuestion

  /// The whole answer as one document.
  func document() async throws -> Reply {
    let start = ContinuousClock.now
    // Search and document are made on one thread: waking another one takes longer than most searches.
    var (end, collector, bytes) = try await service.answer(question.request) { search in
      var intake = AnswerIntake(question)
      var collector = AnswerCollector()
      try search { event in
        guard intake.take(event) else { return }
        if case .files(let files) = event { collector.add(files) }
        if collector.bytes > ServerLimits.answerBytes { intake.stop() }
      }
      guard let end = intake.end else { throw CancellationError() }
      return (end, collector, question.needsCount(end) ? nil : Self.document(question, end, collector.files))
    }
    if let first = collector.firstResult { site.metrics.observe(first - start, in: .firstResult) }
    if bytes == nil { try await count(&end) }
    site.record(end.summary, elapsed: .now - start)
    var reply = question.call.linking(to: end.cursor, question.head)
    reply.body = .bytes(bytes ?? Self.document(question, end, collector.files))
    return reply
  }

  private static func document(_ question: SearchQuestion, _ end: SearchEnd, _ files: [FileMatch]) -> [UInt8]
  {
    JSONWriter.line { json in
      json.member("query", question.text)
      json.key("files")
      json.array { json in
        for file in files { json.object { SearchAnswer.write(file, to: &$0) } }
      }
      json.key("filters")
      SearchAnswer.write(end.summary.facets, query: question.text, to: &json)
      json.key("alerts")
      json.array { json in
        for alert in SearchAlert.alerts(end, query: question.text) {
          json.object { SearchAnswer.write(alert, to: &$0) }
        }
      }
      json.key("done")
      json.object { SearchAnswer.write(end, to: &$0) }
    }
  }

  /// Messages as results come, until the last or until the task is cancelled.
  func write(as form: MessageForm, to queue: ChunkQueue) async {
    let sign = Task {
      guard let sign = form.sign else { return }
      while !Task.isCancelled {
        try await Task.sleep(for: ServerLimits.signInterval)
        queue.append(sign)
        queue.flush()
      }
    }
    // The headers go out now, before there is a result.
    queue.flush()
    do {
      let end = try await run { event in
        switch event {
        case .files(let files): send(files, as: form, to: queue)
        case .progress(let numbers):
          queue.append(form.bytes(.progress) { SearchAnswer.write(numbers, to: &$0) })
        case .done: return
        }
        queue.flush()
      } isFull: {
        queue.appendedBytes > ServerLimits.answerBytes
      }
      finish(end, as: form, to: queue)
    } catch {
      let problem = problem(for: error)
      queue.append(form.bytes(.error) { problem.write(to: &$0) })
    }
    sign.cancel()
    queue.finish()
  }

  private func send(_ files: [FileMatch], as form: MessageForm, to queue: ChunkQueue) {
    queue.append(
      form.bytes(.matches) { json in
        json.key("files")
        json.array { json in
          for file in files { json.object { SearchAnswer.write(file, to: &$0) } }
        }
      })
  }

  private func finish(_ end: SearchEnd, as form: MessageForm, to queue: ChunkQueue) {
    queue.append(
      form.bytes(.progress) { json in
        SearchAnswer.write(end.summary.statistics, to: &json)
        SearchAnswer.write(end.summary.skipped, to: &json)
      })
    queue.append(
      form.bytes(.filters) { json in
        json.key("filters")
        SearchAnswer.write(end.summary.facets, query: question.text, to: &json)
      })
    for alert in SearchAlert.alerts(end, query: question.text) {
      queue.append(form.bytes(.alert) { SearchAnswer.write(alert, to: &$0) })
    }
    queue.append(form.bytes(.done) { SearchAnswer.write(end, to: &$0) })
  }

  /// Runs the search to its end, or until the answer is full.
  private func run(_ onEvent: (SearchEvent) -> Void, isFull: () -> Bool) async throws -> SearchEnd {
    let start = ContinuousClock.now
    var intake = AnswerIntake(question)
    var isFirst = true
    for try await event in service.events(question.request) {
      guard intake.take(event) else { continue }
      onEvent(event)
      if isFull() { intake.stop() }
      if case .files = event, isFirst {
        site.metrics.observe(.now - start, in: .firstResult)
        isFirst = false
      }
    }
    guard var end = intake.end else { throw CancellationError() }
    if question.needsCount(end) { try await count(&end) }
    site.record(end.summary, elapsed: .now - start)
    return end
  }

  /// Replaces the numbers by those of an exhaustive search without lines.
  private func count(_ end: inout SearchEnd) async throws {
    var request = question.request.goingOn(after: end.summary.statistics.elapsed)
    request.query.settings.count = .all
    request.wantsLines = false
    request.cursor = nil
    request.stop = nil
    for try await event in service.events(request) {
      guard case .done(var summary) = event else { continue }
      summary.statistics.elapsed += end.summary.statistics.elapsed
      summary.statistics.firstResult = end.summary.statistics.firstResult
      end.summary = summary
      end.isFull = true
      return
    }
    throw CancellationError()
  }

  private func problem(for error: any Error) -> ProblemDocument {
    let visit = question.call.visit
    if let error = error as? SearchError {
      if case .query(let fault) = error.kind { return visit.queryProblem(fault) }
      if case .busy = error.kind {
        return ProblemDocument(kind: .busy, detail: "try again in a moment", instance: visit.id)
      }
    }
    if !Task.isCancelled { site.log.fault("/api/v1/search: \(error)", request: visit.id) }
    return ProblemDocument(
      kind: .searchStopped, detail: "the log of the server has the reason", instance: visit.id)
  }
}

/// Decides which events of a search go into an answer, and how it ended.
private struct AnswerIntake {
  private let question: SearchQuestion
  private var summary: SearchSummary?
  private var isFull = false
  private var filesAfterStop = 0

  init(_ question: SearchQuestion) { self.question = question }

  /// Whether `event` belongs into the answer.
  mutating func take(_ event: SearchEvent) -> Bool {
    // What was found before the searcher noticed is sent too: the next page begins after it. A searcher that
    // goes on for long has no next page.
    if isFull, case .files(let files) = event { filesAfterStop += files.count }
    if case .done(let summary) = event { self.summary = summary }
    guard case .files = event else { return true }
    return !question.isCount && filesAfterStop <= ServerLimits.answerFilesAfterStop
  }

  /// The answer is as large as answers get: the search is to end.
  mutating func stop() {
    isFull = true
    question.request.stop?.cancel()
  }

  /// How it ended; nil when it did not.
  var end: SearchEnd? {
    guard let summary else { return nil }
    var end = SearchEnd(summary: summary, isFull: isFull)
    if filesAfterStop <= ServerLimits.answerFilesAfterStop { end.cursor = summary.nextCursor?.text }
    if isFull { end.summary.limits.removeAll { $0 == .cancelled } }
    return end
  }
}

extension SearchQuestion {
  /// Whether what was not looked at is still to be counted.
  fileprivate func needsCount(_ end: SearchEnd) -> Bool {
    countsAll && (!end.summary.isComplete || end.isFull)
  }
}

/// Files of an answer that is sent as a whole.
private struct AnswerCollector {
  private(set) var files: [FileMatch] = []
  /// About what they take, in JSON and in memory: of a line its text, and a hundred bytes of names.
  private(set) var bytes = 0
  /// When the first of them came.
  private(set) var firstResult: ContinuousClock.Instant?

  mutating func add(_ found: [FileMatch]) {
    if firstResult == nil { firstResult = .now }
    for file in found {
      bytes += file.lines.reduce(300 + 200 * file.copies.count) { $0 + $1.text.count + 100 }
    }
    files += found
  }
}
