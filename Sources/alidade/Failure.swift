import Git
import QueryEngine
import Search

/// An error as the reader of standard error sees it.
struct Failure {
  /// One clause or several lines; no newline at the end.
  var text: String

  init(_ error: any Error) {
    switch error {
    case let error as QueryFault: text = Self.explain(error.error, in: error.query)
    case let error as UsageError: text = error.fix.isEmpty ? error.description : "\(error)\n  \(error.fix)"
    case let error as SearchError:
      text = error.fix.isEmpty ? Self.clause(error) : "\(Self.clause(error))\n  \(error.fix)"
    case let error as GitError: text = error.underlying.map { "\(error)\n  \($0)" } ?? error.description
    default: text = String(describing: error)
    }
  }

  private static func clause(_ error: SearchError) -> String {
    var clause = error.subject.isEmpty ? error.reason : "\(error.subject): \(error.reason)"
    if case .unknownRepository(let nearest) = error.kind, !nearest.isEmpty, error.fix.isEmpty {
      clause += "\n  Did you mean \(nearest.joined(separator: ", "))?"
    }
    return clause
  }

  /// The fault, the query with a caret under it, and a suggestion.
  private static func explain(_ error: QueryError, in query: String) -> String {
    var lines = [error.description]
    lines += error.caret(in: query).split(separator: "\n").map { "  " + $0 }
    if let suggestion = error.suggestion { lines.append("  " + suggestion) }
    return lines.joined(separator: "\n")
  }
}

/// A query that cannot be understood, with its text, which the error itself does not hold.
struct QueryFault: Error {
  var error: QueryError
  var query: String
}
