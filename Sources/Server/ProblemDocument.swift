import QueryEngine

/// An error for programs.
///
/// - Source: RFC 9457, "Problem Details for HTTP APIs".
struct ProblemDocument: Sendable {
  var title: String
  var status: Int
  var detail: String
  /// The request id.
  var instance: String
  var errors: [QueryFault] = []

  /// Where in a query something is wrong.
  struct QueryFault: Sendable {
    /// UTF-8 offset, from 0.
    var column: Int
    var length: Int
    var message: String
    var suggestion: String?
  }

  /// Writes the members.
  func write(to json: inout JSONWriter) {
    json.member("type", "about:blank")
    json.member("title", title)
    json.member("status", status)
    json.member("detail", detail)
    json.member("instance", instance)
    guard !errors.isEmpty else { return }
    json.key("errors")
    json.array { json in
      for error in errors {
        json.object { json in
          json.member("pointer", "#/q")
          json.member("column", error.column)
          json.member("length", error.length)
          json.member("message", error.message)
          if let suggestion = error.suggestion { json.member("suggestion", suggestion) }
        }
      }
    }
  }
}

extension Visit {
  /// A problem document as a reply.
  func problem(_ status: Int, title: String, detail: String) -> Reply {
    problem(ProblemDocument(title: title, status: status, detail: detail, instance: id))
  }

  /// A problem with the query.
  func problem(query: String, fault: QueryError) -> Reply {
    problem(queryProblem(fault))
  }

  /// The document about `fault`.
  func queryProblem(_ fault: QueryError) -> ProblemDocument {
    var document = ProblemDocument(
      title: "The query cannot be read", status: 400, detail: fault.description, instance: id)
    document.errors = [
      .init(
        column: fault.range.lowerBound, length: fault.range.count, message: fault.description,
        suggestion: fault.suggestion)
    ]
    return document
  }

  private func problem(_ document: ProblemDocument) -> Reply {
    Reply(
      status: document.status,
      headers: [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")],
      body: .bytes(JSONWriter.line { document.write(to: &$0) }))
  }
}
