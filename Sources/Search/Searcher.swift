import Containers
import Platform
package import QueryEngine
import RegexEngine
import SearchIndex
import Synchronization

/// Answers searches from the index in a data folder. Shared by all threads and requests.
///
/// Each search takes the snapshot that is current when it starts. The work runs on the calling thread first
/// (most searches are done in less time than a thread takes to wake) and then on the pool's own threads.
package final class Searcher: Sendable {
  /// The data folder, as given.
  package let dataFolder: String

  private let current: Mutex<IndexSnapshot>
  /// Threads that run the units of searches.
  let pool: WorkerPool
  /// Threads of the background, for the units of searches that have taken long.
  let longPool: WorkerPool
  let long: LongSearches
  let pace: SearchPace
  /// Threads that run whole searches for asynchronous callers, so that units can still use the pool.
  let coordinators: WorkerPool
  /// The manifest file as it was when `refresh` last read it.
  private let manifestStatus = Mutex<FileStatus?>(nil)
  let languageCache = Mutex<(generation: Int, counts: [LanguageCount])?>(nil)
  /// Sorted paths of what was read last.
  let pathTables = PathTableCache()
  /// Branches and tags, with the time they were listed.
  let revisionLists = Mutex<[String: (made: Int, list: NamedRevisions)]>([:])
  /// Languages by repository number.
  let shareCache = Mutex<(generation: Int, shares: [UInt32: [LanguageShare]])?>(nil)
  /// Reads code for patterns of it; nil without grammars.
  let structures: StructureCache?
  private let skippedCache = Mutex<(generation: Int, counts: [SkippedCount])?>(nil)

  private init(
    dataFolder: String, snapshot: IndexSnapshot, workers: Int, grammarFolder: String?, parser: String?,
    pace: SearchPace
  ) throws {
    self.pace = pace
    long = LongSearches(pace)
    self.dataFolder = dataFolder
    structures = grammarFolder.map { StructureCache(grammarFolder: $0, parser: parser, workers: workers) }
    current = Mutex(snapshot)
    pool = try WorkerPool(threads: workers, name: "search")
    longPool = try WorkerPool(threads: workers, name: "long", priority: .background)
    // Those of long searches wait for the threads of the background; the others have work to do.
    coordinators = try WorkerPool(
      threads: pace.longMax + max(8, workers * 4), queueLimit: Self.waitingSearchesMax, name: "events")
  }

  /// Asynchronous searches that may wait; more are refused so that overload is told, not hoarded.
  static let waitingSearchesMax = 256

  /// Opens the index in `dataFolder`.
  ///
  /// - Parameters:
  ///   - grammarFolder: where grammars are, for patterns of code; looked for in the usual places when nil.
  ///   - parser: the program that has the command `parse-worker`; this one when nil.
  ///   - pace: how searches share the processors.
  /// - Throws: ``SearchError`` of kind `noIndex` when nothing was indexed, `corrupt` when the manifest is damaged.
  package static func open(
    dataFolder: String, workerCount: Int? = nil, grammarFolder: String? = nil, parser: String? = nil,
    pace: SearchPace = SearchPace()
  ) throws -> Searcher {
    let snapshot = try load(dataFolder)
    return try Searcher(
      dataFolder: dataFolder, snapshot: snapshot, workers: workerCount ?? processorCount(),
      grammarFolder: findGrammarFolder(asked: grammarFolder, dataFolder: dataFolder), parser: parser,
      pace: pace)
  }

  /// Times the manifest is read again when an indexer replaced files in between.
  private static let openAttempts = 5

  private static func load(
    _ dataFolder: String, known: Manifest? = nil, reusing old: IndexSnapshot? = nil
  ) throws -> IndexSnapshot {
    var attempt = 0
    while true {
      attempt += 1
      guard let manifest = try attempt == 1 ? known ?? ManifestFile.read(dataFolder) : ManifestFile.read(dataFolder)
      else {
        throw SearchError(
          .noIndex, subject: dataFolder, reason: "holds no index yet",
          fix: "Run `alidade index FOLDER…` first.")
      }
      do {
        return try IndexSnapshot(manifest, dataFolder: dataFolder, reusing: old)
      } catch let error as PlatformError where error.kind == .notFound {
        if attempt == openAttempts {
          throw SearchError(
            .corrupt, subject: error.subject, reason: "the manifest names a file that is missing",
            fix: "Run `alidade index` to rebuild it.")
        }
      }
    }
  }

  /// The snapshot searches start from.
  var snapshot: IndexSnapshot { current.withLock { $0 } }

  /// Takes up a newer index, if there is one. Searches that run keep theirs.
  ///
  /// - Returns: whether the snapshot changed.
  @discardableResult
  package func refresh() throws -> Bool {
    // Publishing renames a new file into place, so an unchanged file is an unchanged index: one system call.
    let status = fileStatus(dataFolder + "/" + ManifestFile.name)
    guard manifestStatus.withLock({ $0 }) != status else { return false }
    let manifest = try ManifestFile.read(dataFolder)
    let old = snapshot
    let isNewer = manifest.map { $0.generation != old.generation } ?? false
    if isNewer {
      let fresh = try Self.load(dataFolder, known: manifest, reusing: old)
      current.withLock { $0 = fresh }
      pathTables.keepOnly(fresh)
    }
    manifestStatus.withLock { $0 = status }
    return isNewer
  }

  /// Runs a search on the calling thread and the pool; never call it on an event loop.
  ///
  /// - Parameters:
  ///   - isCancelled: looked at between documents.
  ///   - onEvent: called on the calling thread, in order; the last event is `done`.
  /// - Throws: ``SearchError`` for a query that cannot be compiled, or when the pool is full.
  package func search(
    _ request: SearchRequest, isCancelled: @escaping @Sendable () -> Bool = { false },
    onEvent: (SearchEvent) -> Void
  ) throws {
    try search(request, askedAt: nil, isCancelled: isCancelled, onEvent: onEvent)
  }

  /// A search whose time runs since `askedAt`: what waits for a thread has less of it left.
  private func search(
    _ request: SearchRequest, askedAt: Int?, isCancelled: @escaping @Sendable () -> Bool,
    onEvent: (SearchEvent) -> Void
  ) throws {
    let run = try SearchRun(
      request, snapshot: snapshot, searcher: self, askedAt: askedAt, isCancelled: isCancelled)
    try run.run(onEvent)
  }

  /// What is wrong with a query that could be parsed: patterns of code that are none. Waits for the grammars when
  /// they have not seen the pattern before; nil at once for queries without such patterns.
  package func fault(of query: Query) -> QueryError? {
    guard query.root.hasStructure else { return nil }
    do throws(QueryError) {
      _ = try CompiledQuery(query, structures: structures.map { IndexStructures($0, self) })
      return nil
    } catch {
      return error
    }
  }

  /// Runs a search and gathers the whole answer.
  package func collect(_ request: SearchRequest) throws -> SearchResult {
    var result = SearchResult()
    try search(request) { event in
      switch event {
      case .files(let files): result.files += files
      case .progress: break
      case .done(let summary): result.summary = summary
      }
    }
    return result
  }

  /// Events held for a reader that is slower than the search, each with ``SearchRun/filesPerEvent`` files.
  private static let eventBuffer = 16

  /// A search waits this long in all for a reader that does not take its events; then it stops. Its thread is
  /// one of few.
  private static let readerPatience = Duration.seconds(5)

  /// Runs a search in the background. Ending the iteration cancels it, and a reader that falls behind stops it:
  /// what it has found so far then ends with ``SearchLimit/cancelled``.
  package func events(_ request: SearchRequest) -> AsyncThrowingStream<SearchEvent, any Error> {
    let channel = BlockingChannel<SearchEvent>(capacity: Self.eventBuffer, patience: Self.readerPatience)
    let askedAt = monotonicNanoseconds()
    Task {
      do {
        try await coordinators.run {
          try self.search(request, askedAt: askedAt, isCancelled: { channel.isAbandoned }) { event in
            if case .done = event { channel.send(event, isLast: true) } else { channel.send(event) }
          }
        }
        channel.finish()
      } catch {
        channel.finish(throwing: error)
      }
    }
    let reader = EventReader(channel)
    return AsyncThrowingStream { try await reader.channel.next() }
  }

  /// Runs a search and whatever is made of it on one thread, without a wake-up between them: for answers that are sent
  /// as a whole: on the calling one where a ``ThreadExecutor`` runs the task. Cancelling the task ends the search, with
  /// ``SearchLimit/cancelled``.
  ///
  /// - Parameter work: given a function that runs the search and hands over its events in order.
  /// - Throws: what `work` throws, and ``PlatformError`` of kind `busy`.
  package func answering<Value: Sendable>(
    _ request: SearchRequest,
    _ work: @escaping @Sendable (_ search: (_ onEvent: (SearchEvent) -> Void) throws -> Void) throws -> Value
  ) async throws -> Value {
    let flag = CancellationFlag()
    let askedAt = monotonicNanoseconds()
    let whole: @Sendable () throws -> Value = {
      try work { onEvent in
        try self.search(request, askedAt: askedAt, isCancelled: { flag.isCancelled }, onEvent: onEvent)
      }
    }
    return try await withTaskCancellationHandler {
      ThreadExecutor.isCurrent ? try whole() : try await coordinators.run(whole)
    } onCancel: {
      flag.cancel()
    }
  }

  /// What is indexed.
  package var repositories: [RepositoryInfo] { snapshot.repositories }

  /// Numbers about the index.
  package var status: IndexStatus { IndexStatus(snapshot) }

  /// Documents of the snapshot that cannot be searched, by reason; counted once per generation.
  func skipped(_ snapshot: IndexSnapshot) -> [SkippedCount] {
    if let cached = skippedCache.withLock({ $0 }), cached.generation == snapshot.generation {
      return cached.counts
    }
    var counts: [SkipReason: Int] = [:]
    for part in snapshot.parts where part.segment.meta.skippedCount > 0 {
      for document in 0..<part.segment.meta.documentCount {
        guard let reason = part.segment.document(document).skip,
          !part.placements.placements(ofDocument: document).isEmpty
        else { continue }
        counts[reason, default: 0] += 1
      }
    }
    let list = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .map { SkippedCount(reason: $0.key.text, documents: $0.value) }
    skippedCache.withLock { $0 = (snapshot.generation, list) }
    return list
  }
}

/// Lives as long as somebody may read the events.
private final class EventReader: Sendable {
  let channel: BlockingChannel<SearchEvent>

  init(_ channel: BlockingChannel<SearchEvent>) { self.channel = channel }

  deinit { channel.cancel() }
}

/// Numbers about an open index.
package struct IndexStatus: Sendable {
  /// Grows by one with each publication.
  package var generation: Int
  package var segments: Int
  package var repositories: Int
  /// Searchable documents.
  package var documents: Int
  /// Searchable text, in bytes.
  package var textBytes: Int
  /// Bytes of all segment and placement files.
  package var indexBytes: Int
  /// Seconds since 1970 of the last publication.
  package var indexedAt: Int
  /// Segments that could not be opened.
  package var failures: [SearchLimit]
  /// How much of it has symbols.
  package var symbols = SymbolStatus()

  init(_ snapshot: IndexSnapshot) {
    generation = snapshot.generation
    segments = snapshot.parts.count
    repositories = snapshot.repositories.count
    documents = snapshot.documentCount
    textBytes = snapshot.textBytes
    indexBytes = snapshot.indexBytes
    indexedAt = snapshot.writtenAt
    failures = snapshot.failures
    symbols = snapshot.symbolStatus
  }
}
