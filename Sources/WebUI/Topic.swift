/// The essays below `/how-it-works`.
package enum Topic: String, CaseIterable, Sendable {
  case regexToIndex = "regex-to-index"
  case postingLists = "posting-lists"
  case filesOnDisk = "files-on-disk"
  case regexEngine = "regex-engine"
  case ranking
  case incrementalIndexing = "incremental-indexing"
  case symbolGraph = "symbol-graph"

  /// The heading.
  package var title: String {
    switch self {
    case .regexToIndex: "From a regex to an index query"
    case .postingLists: "Posting lists"
    case .filesOnDisk: "Files on disk"
    case .regexEngine: "The regex engine"
    case .ranking: "Ranking"
    case .incrementalIndexing: "Incremental indexing"
    case .symbolGraph: "The symbol graph"
    }
  }

  /// One sentence for lists and link previews.
  package var summary: String {
    switch self {
    case .regexToIndex:
      "What every match of a pattern must contain, found by walking the pattern once, in pieces an index can look up."
    case .postingLists:
      "Which blocks of text hold which three symbols: stored in three shapes, combined 4,096 blocks at a time."
    case .filesOnDisk:
      "Every distinct content once, whatever the number of branches and forks: segments, placements and one manifest."
    case .regexEngine:
      "Linear time for every pattern: vector loops that skip, an automaton built while it runs, and what happens when "
        + "neither helps."
    case .ranking: "Scores made of parts that add up, and an order of files that lets a search stop early."
    case .incrementalIndexing:
      "A push costs what is new in it. How an index changes under running searches, and survives being killed."
    case .symbolGraph:
      "Definitions and references, by the rules of names where text is all there is, exactly where a compiler wrote them down."
    }
  }

  /// A query whose trace shows the point, when the reader gives none; later ones are tried where the first finds
  /// nothing.
  package static let defaultQueries = [
    "/func \\w+Pool\\(/", "/[a-z]+_init\\(/", "parse error", "return", "the",
  ]

  /// Its address.
  package var address: String { "\(Links.howItWorks)/\(rawValue)" }

  /// The essay before and after, in the order of reading.
  var neighbours: (before: Topic?, after: Topic?) {
    let all = Self.allCases
    guard let index = all.firstIndex(of: self) else { return (nil, nil) }
    return (index > 0 ? all[index - 1] : nil, index + 1 < all.count ? all[index + 1] : nil)
  }
}

extension Links {
  /// The overview of the essays.
  package static let howItWorks = "/how-it-works"

  /// An essay, or the overview, with its figures drawn for `query`.
  package static func howItWorks(_ topic: Topic?, query: String) -> String {
    "\(topic?.address ?? howItWorks)?q=\(queryValue(query))"
  }
}
