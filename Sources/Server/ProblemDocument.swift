import QueryEngine

/// An error for programs.
///
/// - Source: RFC 9457, "Problem Details for HTTP APIs".
struct ProblemDocument: Encodable {
  var type = "about:blank"
  var title: String
  var status: Int
  var detail: String
  /// The request id.
  var instance: String
  var errors: [QueryFault]?

  /// Where in a query something is wrong.
  struct QueryFault: Encodable {
    var pointer = "#/q"
    /// UTF-8 offset, from 0.
    var column: Int
    var length: Int
    var message: String
    var suggestion: String?
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
    .text(JSON.text(document), type: "application/problem+json", status: document.status)
  }
}
