import Platform
import QueryEngine
import Search
import WebUI

extension Site {
  /// `/api/v1/search?q=`: one document, or a stream of messages when the client asks for one.
  func search(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let visit = call.visit
    let text = call.arguments.text("q")
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
      // A stream tells what does not compile before its first byte; a document ends with the searcher's refusal.
      if call.mediaType != "application/json" || visit.request.method == "HEAD" {
        _ = try CompiledQuery(query, structures: AssumedStructures())
      }
    } catch {
      return visit.problem(fault: error)
    }
    if let fault = try await fault(of: query, service) { return visit.problem(fault: fault) }
    var question = SearchQuestion(call, text: text, request: SearchRequest(query: query.limitedInTime))
    guard question.narrow() else {
      return visit.problem(.badQuery, detail: "the query is empty")
    }
    if let refused = question.turnPage(generation: service.status.generation) { return refused }
    if visit.request.method == "HEAD" { return question.head }
    guard let pass = await turn(visit) else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    let run = APISearch(site: self, service: service, question: question)
    guard let form = MessageForm(mediaType: call.mediaType) else {
      defer { pass.release() }
      return try await run.document()
    }
    let queue = ChunkQueue()
    let task = Task {
      await run.write(as: form, to: queue)
      pass.release()
    }
    queue.onCancel { task.cancel() }
    var reply = question.head
    reply.body = .stream(queue)
    return reply
  }
}

/// What is asked of `/api/v1/search`.
struct SearchQuestion: Sendable {
  let call: APICall
  let text: String
  var request: SearchRequest

  /// With the query's own limits.
  init(_ call: APICall, text: String, request: SearchRequest) {
    self.call = call
    self.text = text
    self.request = request
  }

  /// True when all matches are to be counted, however few are sent.
  private(set) var countsAll = false

  /// True when no results are wanted, only numbers.
  var isCount: Bool { call.arguments["view"] == "count" }

  /// Files in one answer.
  var limit: Int { call.arguments.integer("limit") }

  /// Sets the limits of this answer; false when there is nothing to search for.
  fileprivate mutating func narrow() -> Bool {
    guard text.contains(where: { !$0.isWhitespace }) else { return false }
    request.contextLines = call.arguments.integer("ctx")
    request.fileLimit = limit
    request.linesPerFile = ServerLimits.answerLines
    // Files, not lines, are what an answer has room for: a few files full of matches crowd out no others.
    request.matchLimit = call.arguments.optionalInteger("lines") ?? limit * ServerLimits.answerLines
    request.stop = CancellationFlag()
    if isCount {
      // Without this the best files would come, without their lines.
      request.wantsLines = false
      request.query.settings.count = .all
    } else if request.query.settings.count == .all {
      // All of them could be the whole index: a page of them is sent, and the others are counted.
      countsAll = true
      request.query.settings.count = .default
    }
    return true
  }

  /// Takes up the cursor; a reply when it is none of this question.
  fileprivate mutating func turnPage(generation: Int) -> Reply? {
    guard let text = call.arguments["cursor"] else { return nil }
    guard let cursor = SearchCursor(text), cursor.belongs(to: request) else {
      let message = "the cursor does not belong to this query and limit"
      return call.visit.problem(
        .badParameter, detail: message,
        errors: [.init(parameter: "cursor", message: message, suggestion: "start without cursor=")])
    }
    guard cursor.generation == generation else {
      return call.visit.problem(
        .cursorExpired, detail: "the index was renewed since the cursor was given")
    }
    request.cursor = cursor
    return nil
  }

  /// The answer without its body.
  var head: Reply {
    var headers = [("Content-Type", call.mediaType), ("Cache-Control", "no-store")]
    if call.mediaType != "application/json" { headers.append(("X-Accel-Buffering", "no")) }
    return Reply(status: 200, headers: headers, body: .bytes([]))
  }
}

/// How messages are told apart in a stream.
enum MessageForm: Sendable {
  /// `event:` and `data:` lines.
  case events
  /// A document per line, with the name as `type`.
  case lines

  init?(mediaType: String) {
    switch mediaType {
    case "text/event-stream": self = .events
    case "application/x-ndjson": self = .lines
    default: return nil
    }
  }

  /// The bytes of one message.
  ///
  /// - Source: HTML Living Standard, section 9.2 "Server-sent events".
  func bytes(_ message: SearchAnswer.Message, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
    switch self {
    case .lines:
      return JSONWriter.line { json in
        json.member("type", message.rawValue)
        body(&json)
      }
    case .events: return Array("event: \(message.rawValue)\ndata: ".utf8) + JSONWriter.line(body) + [0x0A]
    }
  }

  /// What keeps proxies from closing a connection on which nothing happens; nothing in lines, where every line
  /// is a document.
  var sign: [UInt8]? {
    switch self {
    case .events: Array(": still searching\n\n".utf8)
    case .lines: nil
    }
  }
}
