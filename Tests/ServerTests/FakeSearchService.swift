import Containers
import Platform
import QueryEngine
import Search
import Server
import Synchronization
import Syntax

/// An index of a few files in memory that is searched by looking at every line: enough of the real thing for
/// pages, and with switches for what goes wrong.
final class FakeSearchService: SearchService {
  struct File: Sendable {
    var repository: String
    var path: [UInt8]
    var text: [UInt8]
    var isBinary = false
    var revision = "main"
    var isDefaultRevision = true
    var kind = FileContent.Kind.file

    init(_ repository: String, _ path: String, _ text: String) {
      self.repository = repository
      self.path = Array(path.utf8)
      self.text = Array(text.utf8)
    }
  }

  struct Behaviour: Sendable {
    /// Thrown instead of the first event.
    var failure: SearchError?
    /// What is wrong with every query that holds patterns of code.
    var structureFault: QueryError?
    /// Thrown after the first file.
    var lateFailure: SearchError?
    /// Waits here after the first file; lets a test look at a page that is not finished.
    var pause: (@Sendable () async -> Void)?
    /// Called when the iteration ends before the search does.
    var onCancelled: (@Sendable () -> Void)?
    var limits: [SearchLimit] = []
    var skipped: [SkippedCount] = []
    var notes: [String] = []
    /// Called when a file is read, on the thread that reads it.
    var onReading: (@Sendable () -> Void)?
    /// Called when the server looks for a newer index.
    var onRefresh: (@Sendable () -> Void)?
    /// How long the next search is said to take.
    var elapsed: (@Sendable () -> Duration)?
    /// Repositories besides those of the files.
    var otherRepositories: [RepositoryInfo] = []
  }

  static let commit = ObjectID(hex: String(repeating: "1a2b3c4d5e", count: 4))!
  /// A commit that can be read and not searched.
  static let unindexed = ObjectID(hex: String(repeating: "0f", count: 20))!

  static let noIndex = SearchError(.noIndex, subject: "/nowhere", reason: "holds no index yet")

  let files: [File]
  let behaviour: Behaviour

  init(_ files: [File], behaviour: Behaviour = Behaviour()) {
    self.files = files
    self.behaviour = behaviour
  }

  func fault(of query: Query) -> QueryError? { query.root.hasStructure ? behaviour.structureFault : nil }

  func events(_ request: SearchRequest) -> AsyncThrowingStream<SearchEvent, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task { [behaviour] in
        if let failure = behaviour.failure { throw failure }
        var summary = self.emptySummary
        for (index, file) in self.files.enumerated() {
          if request.stop?.isCancelled == true {
            summary.limits = [.cancelled]
            break
          }
          guard let match = self.match(file, request) else { continue }
          summary.statistics.matchedFiles += 1
          summary.statistics.matches += match.matchCount
          summary.statistics.matchedLines += match.matchedLineCount
          let before = request.cursor?.resultsBefore ?? 0
          let place = summary.statistics.matchedFiles - before
          if place > Self.fileLimit(request), summary.limits.isEmpty {
            summary.limits = [.matchLimit(shown: request.fileLimit)]
            summary.nextCursor = SearchCursor(generation: 7, resultsBefore: before + request.fileLimit)
          }
          let isShown = place > 0 && place <= Self.fileLimit(request)
          if isShown, request.wantsLines || request.query.settings.count != .all {
            var shown = match
            if !request.wantsLines { shown.lines = [] }
            continuation.yield(.files([shown]))
          }
          if let failure = behaviour.lateFailure { throw failure }
          if request.stop?.isCancelled == true {
            summary.limits.append(.cancelled)
            break
          }
          if index == 0 { await behaviour.pause?() }
        }
        summary.statistics.matchedRepositories = summary.statistics.matchedFiles == 0 ? 0 : 1
        summary.facets = self.facets
        summary.statistics.elapsed = behaviour.elapsed?() ?? summary.statistics.elapsed
        continuation.yield(.done(summary))
        continuation.finish()
      }
      let relay = Task {
        do { try await task.value } catch { continuation.finish(throwing: error) }
      }
      continuation.onTermination = { [behaviour] reason in
        if case .cancelled = reason {
          behaviour.onCancelled?()
          task.cancel()
          relay.cancel()
        }
      }
    }
  }

  private static func fileLimit(_ request: SearchRequest) -> Int {
    switch request.query.settings.count {
    case .default: request.fileLimit
    case .limited(let count): max(count, request.fileLimit)
    case .all: .max
    }
  }

  private var emptySummary: SearchSummary {
    var summary = SearchSummary()
    summary.statistics.documentsTotal = files.count
    summary.statistics.bytesTotal = files.reduce(0) { $0 + $1.text.count }
    summary.statistics.elapsed = .microseconds(1234)
    summary.limits = behaviour.limits
    summary.skipped = behaviour.skipped
    summary.notes = behaviour.notes
    return summary
  }

  private var facets: [Facet] {
    [
      Facet(.repository, [FacetValue("demo/engine", count: 2, adding: "repo:^demo/engine$")]),
      Facet(.language, [FacetValue("Swift", count: 1, adding: "lang:Swift")], isExact: false),
    ]
  }

  private func match(_ file: File, _ request: SearchRequest) -> FileMatch? {
    let needles = Self.needles(request.query.root)
    guard !needles.isEmpty else { return nil }
    var lines: [LineMatch] = []
    var offset = 0
    for (index, line) in file.text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let ranges = needles.compactMap { Self.range(of: $0, in: Array(line)) }.sorted {
        $0.lowerBound < $1.lowerBound
      }
      if !ranges.isEmpty {
        lines.append(LineMatch(Array(line), number: index + 1, byteOffset: offset, ranges: ranges))
      }
      offset += line.count + 1
    }
    guard needles.allSatisfy({ needle in Self.range(of: needle, in: file.text) != nil }) else { return nil }
    let isSwift = file.path.suffix(6).elementsEqual(".swift".utf8)
    return FileMatch(
      at: placement(file), blob: Self.commit, lines: lines,
      language: LanguageTable.named(isSwift ? "Swift" : "C"))
  }

  private static func needles(_ node: QueryNode) -> [[UInt8]] {
    switch node {
    case .pattern(let pattern): [Array(pattern.text.utf8)]
    case .and(let nodes): nodes.flatMap(needles)
    default: []
    }
  }

  private static func range(of needle: [UInt8], in text: [UInt8]) -> Range<Int>? {
    guard !needle.isEmpty, needle.count <= text.count else { return nil }
    for start in 0...(text.count - needle.count) where text[start] == needle[0] {
      if text[start..<start + needle.count].elementsEqual(needle) { return start..<start + needle.count }
    }
    return nil
  }

  private func placement(_ file: File) -> PlacementName {
    PlacementName(
      repository: file.repository, path: file.path, revision: file.revision,
      isDefaultRevision: file.isDefaultRevision, commit: Self.commit)
  }

  func explain(_ request: SearchRequest, file: (repository: String, path: String)?) throws -> Explanation {
    var statistics = SearchStatistics()
    statistics.documentsTotal = files.count
    return Explanation(
      query: request.query.description, stages: [.init("documents in the index", count: files.count)],
      statistics: statistics)
  }

  func trace(_ text: String) throws -> SearchTrace {
    do throws(QueryError) {
      _ = try Query(parsing: text)
    } catch {
      throw SearchError(.query(error), subject: "query", reason: error.description)
    }
    return SearchTrace(query: text)
  }

  var layout: IndexLayout { IndexLayout(generation: 7) }

  var repositories: [RepositoryInfo] {
    behaviour.otherRepositories
      + Set(files.map(\.repository)).sorted().map { name in
        var info = RepositoryInfo(
          name: name, revisions: [IndexedRevision("main", commit: Self.commit, time: 1_700_000_000)],
          fileCount: files.count { $0.repository == name }, indexedAt: 1_700_000_000)
        info.location = Self.git?.path ?? ""
        return info
      }
  }

  /// What git is asked about, whichever repository it is; made once, and it stays until the process ends.
  private nonisolated(unsafe) static let git = try? MadeRepository()

  func files(repository: String, revision: String?, limit: Int) throws -> [PlacementName] {
    try check(repository, revision)
    return files.filter { $0.repository == repository }.prefix(limit).map(placement)
  }

  func content(repository: String, revision: String?, path: [UInt8]) throws -> FileContent {
    behaviour.onReading?()
    try check(repository, revision)
    guard
      let file = files.first(where: { $0.repository == repository && $0.path == path })
    else {
      throw SearchError(
        .unknownFile, subject: String(decoding: path, as: UTF8.self), reason: "no such file")
    }
    var placement = placement(file)
    if let revision, revision != placement.revision {
      placement.revision = revision
      placement.isDefaultRevision = false
    }
    var content = FileContent(file.text, at: placement, isBinary: file.isBinary)
    content.kind = file.kind
    content.isIndexed = revision != Self.unindexed.hex
    let path = placement.pathText
    content.language = file.text.prefix(4096).withUnsafeBytes { detectLanguage(path: path, head: $0) }
    return content
  }

  func tree(repository: String, revision: String?, path: [UInt8]) throws -> TreeListing {
    try check(repository, revision)
    let prefix = path.isEmpty ? [] : path + [0x2F]
    var folders: [[UInt8]: Int] = [:]
    var items: [TreeItem] = []
    for file in files where file.repository == repository && file.path.starts(with: prefix) {
      let rest = Array(file.path.dropFirst(prefix.count))
      if let slash = rest.firstIndex(of: 0x2F) {
        folders[Array(rest[..<slash]), default: 0] += 1
      } else {
        let kind: TreeItem.Kind =
          file.kind == .symbolicLink
          ? .symbolicLink : .file(size: file.text.count, language: nil, skipped: nil)
        items.append(TreeItem(String(decoding: rest, as: UTF8.self), kind))
      }
    }
    guard path.isEmpty || !items.isEmpty || !folders.isEmpty else {
      throw SearchError(.unknownFile, subject: repository, reason: "no such folder")
    }
    let found = folders.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, count in
      TreeItem(String(decoding: name, as: UTF8.self), .folder(fileCount: count))
    }
    let placement = PlacementName(
      repository: repository, path: path, revision: revision ?? "main", isDefaultRevision: revision == nil,
      commit: Self.commit)
    return TreeListing(
      found + items, at: placement, fileCount: files.count { $0.repository == repository },
      isIndexed: revision != Self.unindexed.hex)
  }

  func namedRevisions(repository: String) throws -> NamedRevisions {
    try check(repository, nil)
    var list = NamedRevisions()
    list.branches = [NamedRevision("main", commit: Self.commit, time: 1_700_000_000, isIndexed: true)]
    list.tags = [NamedRevision("v1.0", commit: Self.unindexed, time: 1_600_000_000, isIndexed: false)]
    list.host = CodeHost(remote: "https://github.com/demo/engine.git")
    return list
  }

  func languages(repository: String) throws -> [LanguageShare] {
    try check(repository, nil)
    return LanguageTable.named("Swift").map { [LanguageShare($0, files: 1, bytes: 60)] } ?? []
  }

  private func check(_ repository: String, _ revision: String?) throws {
    guard files.contains(where: { $0.repository == repository }) else {
      throw SearchError(.unknownRepository(nearest: []), subject: repository, reason: "no such repository")
    }
    guard
      revision == nil || revision == "main" || revision == Self.commit.hex || revision == Self.unindexed.hex
    else {
      throw SearchError(.unknownRevision, subject: revision ?? "", reason: "no such revision")
    }
  }

  var symbolStatus: SymbolStatus { SymbolStatus() }

  func symbols(_ request: SymbolQuery) throws -> SymbolAnswer {
    if request.text == "(" {
      throw SearchError(
        .query(QueryError(.invalidRegex("("), range: 0..<1, description: "a group is open", suggestion: nil)),
        subject: "(", reason: "a group is open")
    }
    var answer = SymbolAnswer()
    for file in files where !file.isBinary {
      let symbols = try documentSymbols(repository: file.repository, revision: nil, path: file.path)
      for (index, symbol) in symbols.symbols.enumerated() where symbol.name == request.text {
        answer.total += 1
        guard answer.hits.count < request.limit else { continue }
        answer.hits.append(
          SymbolHit(
            symbol: symbol, containers: [], placement: symbols.placement, copyCount: 0,
            language: symbols.language,
            blob: Self.commit, document: DocumentKey(generation: 7, part: 0, document: 0), index: index,
            text: symbol.name))
      }
    }
    return answer
  }

  func documentSymbols(repository: String, revision: String?, path: [UInt8]) throws -> DocumentSymbols {
    let content = try content(repository: repository, revision: revision, path: path)
    let found = content.language.flatMap { language in
      content.bytes.withUnsafeBytes { lexedSymbols($0, language: language) }
    }
    return DocumentSymbols(
      symbols: found?.symbols ?? [], origin: .lexer, isCut: false, placement: content.placement,
      blob: Self.commit,
      language: content.language)
  }

  func symbolSuggestions(prefix: String, limit: Int) -> [SymbolSuggestion] {
    ["parse", "Parser"].filter { $0.lowercased().hasPrefix(prefix.lowercased()) }.map {
      SymbolSuggestion(name: $0, kind: "function", count: 2, path: "Sources/\($0).swift")
    }
  }

  func languageCounts() -> [LanguageCount] {
    [("Swift", 1), ("C", 2)].compactMap { name, count in
      LanguageTable.named(name).map { LanguageCount($0, documents: count) }
    }
  }

  var status: IndexStatus {
    IndexStatus(
      generation: 7, documents: files.count, textBytes: files.reduce(0) { $0 + $1.text.count },
      indexBytes: 4096,
      indexedAt: 1_700_000_000)
  }

  func refresh() throws -> Bool {
    behaviour.onRefresh?()
    return false
  }
}
