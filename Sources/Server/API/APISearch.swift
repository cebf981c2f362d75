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
    var collector = AnswerCollector()
    let end = try await run { event in
      if case .files(let files) = event { collector.add(files) }
    } isFull: {
      collector.bytes > ServerLimits.answerBytes
    }
    var reply = question.call.linking(to: end.cursor, question.head)
    let text = question.text
    reply.body = .bytes(
      JSONWriter.line { json in
        json.member("query", text)
        json.key("files")
        json.array { json in
          for file in collector.files { json.object { SearchAnswer.write(file, to: &$0) } }
        }
        json.key("filters")
        SearchAnswer.write(end.summary.facets, query: text, to: &json)
        json.key("alerts")
        json.array { json in
          for alert in SearchAlert.alerts(end, query: text) {
            json.object { SearchAnswer.write(alert, to: &$0) }
          }
        }
        json.key("done")
        json.object { SearchAnswer.write(end, to: &$0) }
      })
    return reply
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
    var end = SearchEnd()
    var isFirst = true
    var isDone = false
    var filesAfterStop = 0
    for try await event in service.events(question.request) {
      // What was found before the searcher noticed is sent too: the next page begins after it. A searcher that
      // goes on for long has no next page.
      if end.isFull, case .files(let files) = event { filesAfterStop += files.count }
      let isWanted = filesAfterStop <= ServerLimits.answerFilesAfterStop
      if case .files = event, question.isCount || !isWanted { continue }
      onEvent(event)
      if isFull() {
        end.isFull = true
        question.request.stop?.cancel()
      }
      switch event {
      case .files:
        if isFirst { site.metrics.observe(.now - start, in: .firstResult) }
        isFirst = false
      case .progress: break
      case .done(let summary):
        end.summary = summary
        isDone = true
      }
    }
    guard isDone else { throw CancellationError() }
    if filesAfterStop <= ServerLimits.answerFilesAfterStop { end.cursor = end.summary.nextCursor?.text }
    if end.isFull { end.summary.limits.removeAll { $0 == .cancelled } }
    if question.countsAll, !end.summary.isComplete || end.isFull { try await count(&end) }
    site.record(end.summary, elapsed: .now - start)
    return end
  }

  /// Replaces the numbers by those of an exhaustive search without lines.
  private func count(_ end: inout SearchEnd) async throws {
    var request = question.request
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

/// Files of an answer that is sent as a whole.
private struct AnswerCollector {
  private(set) var files: [FileMatch] = []
  /// About what they take, in JSON and in memory: of a line its text, and a hundred bytes of names.
  private(set) var bytes = 0

  mutating func add(_ found: [FileMatch]) {
    for file in found {
      bytes += file.lines.reduce(300 + 200 * file.copies.count) { $0 + $1.text.count + 100 }
    }
    files += found
  }
}
