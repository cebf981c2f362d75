/// What an address means. Parsing has no side effect and never fails in another way than nil, so every path a
/// client can think of is a 404 at worst.
enum Route: Equatable {
  case landing
  case search
  case repositories
  case explain
  case theme
  case repository(name: String, revision: String?)
  case file(FileAddress)
  case raw(FileAddress)
  case asset(String)
  case openSearch
  case live
  case ready
  case metrics
  case searchAPI

  /// A file at a revision, as the address says it.
  struct FileAddress: Equatable {
    var repository: String
    var revision: String?
    /// UTF-8 as far as it is; the searcher matches names with the same repair.
    var path: String
  }

  /// Reads the raw path of a request target, still percent-encoded and without the query.
  init?(path: String) {
    switch path {
    case "/": self = .landing
    case "/search": self = .search
    case "/repos": self = .repositories
    case "/explain": self = .explain
    case "/theme": self = .theme
    case "/opensearch.xml": self = .openSearch
    case "/livez": self = .live
    case "/readyz": self = .ready
    case "/metrics": self = .metrics
    case "/api/v1/search": self = .searchAPI
    default:
      if path.hasPrefix("/assets/") {
        self = .asset(path)
      } else if path.hasPrefix("/r/"), let route = Route(repositoryPath: path.dropFirst(3)) {
        self = route
      } else {
        return nil
      }
    }
  }

  /// `{repo}@{rev}/-/{page}/{path}` with `@{rev}` and everything from `/-/` on optional.
  private init?(repositoryPath: Substring) {
    var rest = repositoryPath[...]
    var page: Substring?
    if let separator = rest.range(ofFirst: "/-/") {
      page = rest[separator.upperBound...]
      rest = rest[..<separator.lowerBound]
    }
    let at = rest.firstIndex(of: "@")
    guard let name = RequestTarget.decoded(rest[..<(at ?? rest.endIndex)]), !name.isEmpty else { return nil }
    var revision: String?
    if let at {
      guard let text = RequestTarget.decoded(rest[rest.index(after: at)...]), !text.isEmpty else {
        return nil
      }
      revision = text
    }
    guard let page else {
      self = .repository(name: name, revision: revision)
      return
    }
    guard let slash = page.firstIndex(of: "/"),
      let path = RequestTarget.decoded(page[page.index(after: slash)...], repairing: true), !path.isEmpty
    else { return nil }
    let address = FileAddress(repository: name, revision: revision, path: path)
    switch page[..<slash] {
    case "blob": self = .file(address)
    case "raw": self = .raw(address)
    default: return nil
    }
  }

  /// The name in metrics: never a repository, a path or a query.
  var label: String {
    switch self {
    case .landing: "/"
    case .search: "/search"
    case .repositories: "/repos"
    case .explain: "/explain"
    case .theme: "/theme"
    case .repository: "/r/{repo}"
    case .file: "/r/{repo}/-/blob"
    case .raw: "/r/{repo}/-/raw"
    case .asset: "/assets"
    case .openSearch: "/opensearch.xml"
    case .live: "/livez"
    case .ready: "/readyz"
    case .metrics: "/metrics"
    case .searchAPI: "/api/v1/search"
    }
  }

  /// True where programs call: errors are JSON there, and unknown parameters are errors.
  var isAPI: Bool { self == .searchAPI }
}

extension Substring {
  /// Where `text` first occurs. Compared by bytes, unlike the standard library's by characters.
  fileprivate func range(ofFirst text: StaticString) -> Range<Index>? {
    let count = text.utf8CodeUnitCount
    var start = utf8.startIndex
    while let end = utf8.index(start, offsetBy: count, limitedBy: utf8.endIndex) {
      if text.withUTF8Buffer({ utf8[start..<end].elementsEqual($0) }) { return start..<end }
      start = utf8.index(after: start)
    }
    return nil
  }
}
