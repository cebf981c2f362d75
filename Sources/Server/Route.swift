/// What an address means. Parsing has no side effect and never fails in another way than nil, so every path a
/// client can think of is a 404 at worst.
enum Route: Equatable {
  case landing
  case search
  case searchFeed
  case repositories
  case explain
  case theme
  case repository(name: String, revision: String?)
  case tree(FileAddress)
  case file(FileAddress)
  case raw(FileAddress)
  case blame(FileAddress)
  case commits(FileAddress)
  /// The path is the commit's id, as far as it was given.
  case commit(FileAddress)
  /// The path is empty.
  case symbols(FileAddress)
  /// The path is `{a}...{b}`, empty to ask for the two.
  case compare(FileAddress)
  case howItWorks(topic: String?)
  case benchmarks
  case architecture
  /// The path below `/docs/`, empty for the manual's first page.
  case docs(String)
  case apiReference
  /// The address of a symbol, or nil for the name at a position.
  case symbol(String?)
  case status
  /// The box for a log.
  case diagnose
  /// A report, by its id.
  case diagnosis(String)
  /// Where a report's form deletes it.
  case deleteDiagnosis(String)
  case asset(String)
  case openSearch
  case modelIndex
  case securityContact
  case live
  case ready
  case metrics
  case api(APIRoute)

  /// A file, a folder or what else follows `/-/{page}/`, at a revision, as the address says it.
  struct FileAddress: Equatable {
    var repository: String
    var revision: String?
    /// Decoded bytes: a name in git need not be text. Empty for the repository itself.
    var pathBytes: [UInt8]

    /// UTF-8 as far as it is.
    var path: String { String(decoding: pathBytes, as: UTF8.self) }
  }

  /// Reads the raw path of a request target, still percent-encoded and without the query.
  init?(path: String) {
    switch path {
    case "/": self = .landing
    case "/search": self = .search
    case "/search.atom": self = .searchFeed
    case "/repos": self = .repositories
    case "/explain": self = .explain
    case "/theme": self = .theme
    case "/how-it-works": self = .howItWorks(topic: nil)
    case "/benchmarks": self = .benchmarks
    case "/architecture": self = .architecture
    case "/docs": self = .docs("")
    case "/api": self = .apiReference
    case "/status": self = .status
    case "/diagnose": self = .diagnose
    case "/sym": self = .symbol(nil)
    case "/opensearch.xml": self = .openSearch
    case "/llms.txt": self = .modelIndex
    case "/.well-known/security.txt": self = .securityContact
    case "/livez": self = .live
    case "/readyz": self = .ready
    case "/metrics": self = .metrics
    default:
      if path.hasPrefix("/assets/") {
        self = .asset(path)
      } else if path.hasPrefix("/r/"), let route = Route(repositoryPath: path.dropFirst(3)) {
        self = route
      } else if path.hasPrefix("/api/v1/"), let route = APIRoute(path: path.dropFirst(8)) {
        self = .api(route)
      } else if path.hasPrefix("/diagnose/") {
        let rest = path.dropFirst(10)
        self = rest.hasSuffix("/delete") ? .deleteDiagnosis(String(rest.dropLast(7))) : .diagnosis(String(rest))
      } else if path.hasPrefix("/sym/") {
        self = .symbol(String(path.dropFirst(5)))
      } else if path.hasPrefix("/docs/"), let page = RequestTarget.decoded(path.dropFirst(6)) {
        self = .docs(page)
      } else if path.hasPrefix("/how-it-works/"), let topic = RequestTarget.decoded(path.dropFirst(14)) {
        self = .howItWorks(topic: topic)
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
    let slash = page.firstIndex(of: "/")
    let kind = page[..<(slash ?? page.endIndex)]
    let path = slash.map { page[page.index(after: $0)...] } ?? ""
    guard let bytes = RequestTarget.decodedBytes(path) else { return nil }
    let address = FileAddress(repository: name, revision: revision, pathBytes: bytes)
    switch (String(kind), bytes.isEmpty) {
    case ("tree", _): self = .tree(address)
    case ("commits", _): self = .commits(address)
    case ("symbols", true): self = .symbols(address)
    case ("blob", false): self = .file(address)
    case ("raw", false): self = .raw(address)
    case ("blame", false): self = .blame(address)
    case ("commit", false): self = .commit(address)
    case ("compare", _): self = .compare(address)
    default: return nil
    }
  }

  /// The name in metrics: never a repository, a path or a query.
  var label: String {
    switch self {
    case .landing: "/"
    case .search: "/search"
    case .searchFeed: "/search.atom"
    case .repositories: "/repos"
    case .explain: "/explain"
    case .theme: "/theme"
    case .repository: "/r/{repo}"
    case .tree: "/r/{repo}/-/tree"
    case .file: "/r/{repo}/-/blob"
    case .raw: "/r/{repo}/-/raw"
    case .blame: "/r/{repo}/-/blame"
    case .commits: "/r/{repo}/-/commits"
    case .commit: "/r/{repo}/-/commit"
    case .compare: "/r/{repo}/-/compare"
    case .symbols: "/r/{repo}/-/symbols"
    case .howItWorks: "/how-it-works"
    case .benchmarks: "/benchmarks"
    case .architecture: "/architecture"
    case .docs: "/docs"
    case .apiReference: "/api"
    case .status: "/status"
    case .diagnose: "/diagnose"
    case .diagnosis: "/diagnose/{id}"
    case .deleteDiagnosis: "/diagnose/{id}/delete"
    case .symbol: "/sym/{id}"
    case .asset: "/assets"
    case .openSearch: "/opensearch.xml"
    case .modelIndex: "/llms.txt"
    case .securityContact: "/.well-known/security.txt"
    case .live: "/livez"
    case .ready: "/readyz"
    case .metrics: "/metrics"
    case .api(let route): route.label
    }
  }
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
