import Search

/// One API request whose parameters are checked.
struct APICall: Sendable {
  let operation: APIOperation
  let arguments: APIArguments
  /// The form of the answer that the client likes best.
  let mediaType: String
  let visit: Visit
}

extension Site {
  /// Everything below `/api/v1/`.
  func api(_ route: APIRoute, _ visit: Visit) async throws -> Reply {
    // Two operations have one address.
    let isDeletion = route.operation == .getDiagnosis && visit.request.method == "DELETE"
    let operation = APIOperation[isDeletion ? .deleteDiagnosis : route.operation]
    let arguments: APIArguments
    do throws(APIArguments.Refusal) {
      arguments = try APIArguments(operation, path: route.values, query: visit.target.parameters)
    } catch {
      let detail = error.faults.map(\.message).joined(separator: "; ")
      return visit.problem(.badParameter, detail: detail, errors: error.faults)
    }
    guard let type = Accept(visit.request.accept).best(of: operation.mediaTypes) else {
      let offered = operation.mediaTypes.joined(separator: ", ")
      return visit.problem(.notAcceptable, detail: "this address answers with \(offered)")
    }
    let call = APICall(operation: operation, arguments: arguments, mediaType: type, visit: visit)
    switch operation.id {
    case .getDescription: return description(call)
    // Logs are read without an index too.
    case .createDiagnosis: return try await createDiagnosis(call)
    case .getDiagnosis: return try await diagnosis(call)
    case .deleteDiagnosis: return try await deleteDiagnosis(call)
    default: break
    }
    guard let service = index.service else { return visit.noIndex() }
    return switch operation.id {
    case .listRepositories: repositories(call, service)
    case .getRepository: try repository(call, service)
    case .listFiles: try await files(call, service)
    case .getTree: try await folder(call, service)
    case .getFile: try await file(call, service)
    case .listFileSymbols: try await fileSymbols(call, service)
    case .findSymbols: try await symbols(call, service)
    case .getBlame: try await blame(call)
    case .listCommits: try await commits(call)
    case .getCommit: try await commit(call)
    case .getDiff: try await diff(call)
    case .getCallers, .getCallees: try await navigationCalls(call, service)
    case .getDefinition, .getReferences, .getImplementations, .getHover: try await navigation(call, service)
    case .importScip: try await importScip(call, service)
    case .suggest: await suggestions(call, service)
    case .search: try await search(call, service)
    case .explain: try await explanation(call, service)
    case .resolve: try await resolution(call, service)
    case .getStatus: status(call, service)
    default: description(call)
    }
  }

  /// `/api/v1/openapi.json`
  private func description(_ call: APICall) -> Reply {
    Reply(
      status: 200, headers: [("Content-Type", call.mediaType), ("Cache-Control", "no-cache")],
      body: .bytes(OpenAPIDocument.bytes(version: configuration.version)))
  }
}

extension APICall {
  /// A JSON document as the answer.
  ///
  /// - Parameter isPinned: true for what will be the same for ever, false for what is as the index is.
  func reply(isPinned: Bool = false, _ body: (inout JSONWriter) -> Void) -> Reply {
    Reply(
      status: 200,
      headers: [
        ("Content-Type", mediaType),
        ("Cache-Control", isPinned ? "private, max-age=31536000, immutable" : "private, no-cache"),
      ], body: .bytes(JSONWriter.line(body)))
  }

  /// Where the page that is asked for begins.
  enum Start {
    case offset(Int)
    case refused(Reply)
  }

  /// Reads `cursor=`.
  func start(generation: Int) -> Start {
    guard let text = arguments["cursor"] else { return .offset(0) }
    guard let cursor = APICursor(text, operation: operation, arguments: arguments) else {
      let message = "the cursor does not belong to this question"
      return .refused(
        visit.problem(
          .badParameter, detail: message,
          errors: [.init(parameter: "cursor", message: message, suggestion: "start without cursor=")]))
    }
    guard cursor.generation == generation else {
      return .refused(
        visit.problem(.cursorExpired, detail: "the index was renewed since the cursor was given"))
    }
    return .offset(cursor.offset)
  }

  /// The cursor of the page at `offset`.
  func cursor(at offset: Int, generation: Int) -> String {
    APICursor(generation: generation, offset: offset, operation: operation, arguments: arguments).text
  }

  /// Adds the address of the next page as a header, so that clients need not build it.
  func linking(to cursor: String?, _ reply: Reply) -> Reply {
    guard let cursor else { return reply }
    var reply = reply
    let rest = visit.target.query.split(separator: "&").filter { !$0.hasPrefix("cursor=") }
    let query = (rest + ["cursor=\(cursor)"]).joined(separator: "&")
    // Bytes that may not stand in a header are escaped; clients send some of them as they are.
    let address = RequestTarget.escapedForHeader("\(visit.target.path)?\(query)")
    reply.headers.append(("Link", "<\(address)>; rel=\"next\""))
    return reply
  }
}

extension APIOperation {
  /// The forms of a good answer, the usual one first.
  var mediaTypes: [String] { answers.map(\.mediaType) }
}
