import QueryEngine

/// An error for programs.
///
/// - Source: RFC 9457, "Problem Details for HTTP APIs".
struct ProblemDocument: Sendable {
  var kind: Problem
  /// What is wrong this time.
  var detail: String
  /// The request id.
  var instance: String
  var errors: [Fault] = []

  /// One thing that is wrong with the request.
  struct Fault: Sendable {
    /// The parameter.
    var parameter: String
    /// Of a query: where in it, as UTF-8 offset from 0 and length.
    var range: Range<Int>?
    var message: String
    var suggestion: String?
  }

  /// Writes the members.
  func write(to json: inout JSONWriter) {
    json.member("type", kind.address)
    json.member("title", kind.title)
    json.member("status", kind.status)
    json.member("detail", detail)
    json.member("instance", instance)
    guard !errors.isEmpty else { return }
    json.key("errors")
    json.array { json in
      for error in errors {
        json.object { json in
          json.member("pointer", "#/\(error.parameter)")
          if let range = error.range {
            json.member("column", range.lowerBound)
            json.member("length", range.count)
          }
          json.member("message", error.message)
          if let suggestion = error.suggestion { json.member("suggestion", suggestion) }
        }
      }
    }
  }
}

extension Visit {
  /// A problem document as a reply.
  func problem(_ kind: Problem, detail: String, errors: [ProblemDocument.Fault] = []) -> Reply {
    problem(ProblemDocument(kind: kind, detail: detail, instance: id, errors: errors))
  }

  /// A problem with the query.
  func problem(fault: QueryError) -> Reply { problem(queryProblem(fault)) }

  /// The document about `fault`.
  func queryProblem(_ fault: QueryError) -> ProblemDocument {
    ProblemDocument(
      kind: .badQuery, detail: fault.description, instance: id,
      errors: [
        .init(
          parameter: "q", range: fault.range, message: fault.description, suggestion: fault.suggestion)
      ])
  }

  private func problem(_ document: ProblemDocument) -> Reply {
    Reply(
      status: document.kind.status,
      headers: [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")],
      body: .bytes(JSONWriter.line { document.write(to: &$0) }))
  }
}
