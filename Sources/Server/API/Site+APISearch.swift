import QueryEngine
import Search
import WebUI

extension Site {
  /// `/api/v1/search?q=&ctx=`
  func search(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let visit = call.visit
    let text = call.arguments.text("q")
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
    } catch {
      return visit.problem(fault: error)
    }
    guard let pass = gate.enter() else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    var request = SearchRequest(query: query)
    request.contextLines = call.arguments.integer("ctx")
    if call.mediaType == "application/x-ndjson" {
      return messages(request, service: service, pass: pass, visit: visit)
    }
    return try await answer(request, text: text, service: service, pass: pass, visit: visit)
  }

  /// The whole answer as one document.
  private func answer(
    _ request: SearchRequest, text: String, service: any SearchService, pass: SearchGate.Pass, visit: Visit
  ) async throws -> Reply {
    defer { pass.release() }
    let start = ContinuousClock.now
    var files: [FileMatch] = []
    var bytes = 0
    var summary = SearchSummary()
    for try await event in service.events(request) {
      switch event {
      case .files(let matches):
        for match in matches where bytes <= ServerLimits.answerBytes {
          // A line takes about its text and a hundred bytes of names.
          bytes += match.lines.reduce(300) { $0 + $1.text.count + 100 }
          files.append(match)
        }
      case .progress: break
      case .done(let end): summary = end
      }
    }
    record(summary, elapsed: .now - start)
    let isFull = bytes > ServerLimits.answerBytes
    return Reply(
      status: 200, headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
      body: .bytes(SearchAnswer.document(query: text, files: files, summary: summary, isFull: isFull)))
  }

  /// One JSON document per line, as results come.
  private func messages(
    _ request: SearchRequest, service: any SearchService, pass: SearchGate.Pass, visit: Visit
  ) -> Reply {
    let queue = ChunkQueue()
    let headers = [
      ("Content-Type", "application/x-ndjson"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no"),
    ]
    let reply = Reply(status: 200, headers: headers, body: .stream(queue))
    if visit.request.method == "HEAD" { return reply }
    let task = Task {
      await writeMessages(request, service: service, visit: visit, to: queue)
      pass.release()
    }
    queue.onCancel { task.cancel() }
    return reply
  }

  private func writeMessages(
    _ request: SearchRequest, service: any SearchService, visit: Visit, to queue: ChunkQueue
  ) async {
    let start = ContinuousClock.now
    var isFull = false
    do {
      for try await event in service.events(request) {
        switch event {
        case .files(let matches):
          for match in matches {
            isFull = isFull || queue.appendedBytes > ServerLimits.answerBytes
            if !isFull { queue.append(SearchAnswer.message(match)) }
          }
          queue.flush()
        case .progress: break
        case .done(let summary):
          record(summary, elapsed: .now - start)
          queue.append(SearchAnswer.message(summary, isFull: isFull))
        }
      }
    } catch {
      queue.append(SearchAnswer.message(problem(for: error, visit)))
    }
    queue.finish()
  }

  private func problem(for error: any Error, _ visit: Visit) -> ProblemDocument {
    if let error = error as? SearchError, case .query(let fault) = error.kind {
      return visit.queryProblem(fault)
    }
    if !Task.isCancelled { configuration.onLogLine("request \(visit.id) /api/v1/search: \(error)") }
    return ProblemDocument(
      kind: .searchStopped, detail: "the log of the server has the reason", instance: visit.id)
  }
}
