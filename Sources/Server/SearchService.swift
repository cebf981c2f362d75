package import QueryEngine
package import Search

/// What pages and the API ask of the index: the searcher as the server sees it. Tests have their own.
///
/// Everything but ``events(_:)`` and the properties may block on a disk or a process: call it on the own
/// threads of ``Site``, never on an event loop.
package protocol SearchService: Sendable {
  /// Runs a search on the searcher's threads. Ending the iteration cancels it.
  func events(_ request: SearchRequest) -> AsyncThrowingStream<SearchEvent, any Error>

  /// Makes something of a whole search on one of the searcher's threads: `work` gets a function that runs the search
  /// and hands over what it finds. Cancelling the task ends the search early.
  func answer<Value: Sendable>(
    _ request: SearchRequest, _ work: @escaping @Sendable (_ search: Searching) throws -> Value
  ) async throws -> Value

  /// What is wrong with a query that could be parsed. Blocks when it holds patterns of code.
  func fault(of query: Query) -> QueryError?

  /// Runs a search for its trace.
  func explain(_ request: SearchRequest, file: (repository: String, path: String)?) throws -> Explanation

  /// Runs a query and follows it through the index in detail, for the figures of the essays.
  func trace(_ text: String) throws -> SearchTrace

  /// What the index's files consist of.
  var layout: IndexLayout { get }

  /// All indexed repositories, in order.
  var repositories: [RepositoryInfo] { get }

  /// The first files of a repository in path order.
  func files(repository: String, revision: String?, limit: Int) throws -> [PlacementName]

  /// The bytes of one file, at any revision that git knows; the path in raw bytes.
  func content(repository: String, revision: String?, path: [UInt8]) throws -> FileContent

  /// Declarations by name, best first.
  func symbols(_ request: SymbolQuery) throws -> SymbolAnswer

  /// How much of the index has symbols.
  var symbolStatus: SymbolStatus { get }

  /// The declarations of a file at an indexed revision; the path in raw bytes.
  func documentSymbols(repository: String, revision: String?, path: [UInt8]) throws -> DocumentSymbols

  /// What is in a folder, at any revision that git knows; an empty path is the root.
  func tree(repository: String, revision: String?, path: [UInt8]) throws -> TreeListing

  /// The branches and tags of a repository, indexed or not.
  func namedRevisions(repository: String) throws -> NamedRevisions

  /// The languages of a repository at its default revision, the largest first.
  func languages(repository: String) throws -> [LanguageShare]

  /// The languages of the index, most frequent first.
  func languageCounts() -> [LanguageCount]

  /// Names of symbols that begin with `prefix`, the best first, each with one of its declarations.
  func symbolSuggestions(prefix: String, limit: Int) -> [SymbolSuggestion]

  /// Counts and sizes of the index.
  var status: IndexStatus { get }

  /// Picks up a newer index. True when there was one.
  func refresh() throws -> Bool
}

/// Runs a search on the calling thread and hands over its events in order, the last of which is `done`.
package typealias Searching = (_ onEvent: (SearchEvent) -> Void) throws -> Void

extension SearchService {
  /// With the events of the stream, gathered first: for services that have no threads of their own.
  package func answer<Value: Sendable>(
    _ request: SearchRequest, _ work: @escaping @Sendable (_ search: Searching) throws -> Value
  ) async throws -> Value {
    var found: [SearchEvent] = []
    for try await event in events(request) { found.append(event) }
    let gathered = found
    return try work { onEvent in for event in gathered { onEvent(event) } }
  }

  /// Nothing: a service without grammars.
  package func fault(of query: Query) -> QueryError? { nil }
}

/// A name of symbols, as it is suggested.
package struct SymbolSuggestion: Sendable, Equatable {
  /// The name as it is declared most.
  package var name: String
  /// The word for the weightiest kind of its declarations.
  package var kind: String
  /// Declarations in the index.
  package var count: Int
  /// Where the best of them is; nil when that is not known.
  package var path: String?

  /// A name with one of its places.
  package init(name: String, kind: String, count: Int, path: String?) {
    self.name = name
    self.kind = kind
    self.count = count
    self.path = path
  }
}

extension SearchService {
  /// The bytes of one file at a path that is text.
  package func content(repository: String, revision: String?, path: String) throws -> FileContent {
    try content(repository: repository, revision: revision, path: Array(path.utf8))
  }
}
