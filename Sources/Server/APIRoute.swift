/// An address below `/api/v1/`.
enum APIRoute: Equatable {
  case search

  /// Reads what follows `/api/v1/`, still percent-encoded.
  init?(path: Substring) {
    switch path {
    case "search": self = .search
    default: return nil
    }
  }

  /// The name in metrics: never a repository, a path or a query.
  var label: String {
    switch self {
    case .search: "/api/v1/search"
    }
  }
}
