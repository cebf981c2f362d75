import Containers
import Platform
import QueryEngine
import RegexEngine
import SearchIndex
import Synchronization

/// One search from start to end. Belongs to the thread that runs it; units run on the pool.
final class SearchRun {
  /// A part of a segment's documents, searched by one thread at a time.
  struct Unit: Sendable {
    var part: Int
    var documents: Range<Int>
  }

  /// What a unit found.
  struct UnitResult: Sendable {
    var hits: [DocumentHit] = []
    var tally = Tally()
    var isFinished = true
    var failure: SearchLimit?
  }

  /// Documents per unit: small enough to stop early and to balance threads, large enough not to matter.
  static let documentsPerUnit = 4096

  /// Files looked at before the best are chosen, as a multiple of the files wanted.
  static let poolFactor = 2

  /// Files looked at before the best are chosen when lines, not files, are what is limited.
  static let poolFilesMin = 100

  /// Time the calling thread searches alone before it calls for help.
  static let aloneNanoseconds = 700_000

  let request: SearchRequest
  let query: CompiledQuery
  let snapshot: IndexSnapshot
  let scope: QueryScope
  let searcher: Searcher
  let isCancelled: @Sendable () -> Bool
  let startedAt: Int
  let deadline: Int
  let matchLimit: Int
  let isExhaustive: Bool

  private var summary = SearchSummary()
  private var tally = Tally()
  private var hits: [(part: Int, hit: DocumentHit)] = []
  private var counters = SegmentSearchCounters()
  private var returnedFiles = 0
  private var returnedLines = 0

  init(
    _ request: SearchRequest, snapshot: IndexSnapshot, searcher: Searcher, isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    startedAt = monotonicNanoseconds()
    self.request = request
    self.snapshot = snapshot
    self.searcher = searcher
    self.isCancelled = isCancelled
    do {
      query = try CompiledQuery(request.query)
    } catch {
      throw SearchError(.query(error), subject: "query", reason: error.description, fix: error.suggestion ?? "")
    }
    scope = try QueryScope(query, snapshot: snapshot, scope: request.scope) {
      try RepositoryFilter.repositories($0, request, searcher: searcher, snapshot: snapshot)
    }
    switch query.settings.count {
    case .default: matchLimit = request.matchLimit
    case .limited(let count): matchLimit = count
    case .all: matchLimit = .max
    }
    isExhaustive = matchLimit == .max || query.settings.sort != .relevance
    let limit = query.settings.timeoutMilliseconds.map { $0 * 1_000_000 } ?? request.timeLimit.nanoseconds
    deadline = startedAt &+ limit
  }

  /// Files returned at most: an explicit `count:` asks for matches in as many files as it takes.
  private var fileLimit: Int {
    switch query.settings.count {
    case .default: request.fileLimit
    case .limited(let count): max(count, request.fileLimit)
    case .all: .max
    }
  }

  /// Whether so much was found that the search for the best stops looking.
  private func isEnough(_ tally: Tally) -> Bool {
    if isExhaustive { return false }
    if tally.files >= fileLimit.multipliedSafely(by: Self.poolFactor) { return true }
    return tally.lines >= matchLimit.multipliedSafely(by: Self.poolFactor * 2) && tally.files >= Self.poolFilesMin
  }

  func run(_ onEvent: (SearchEvent) -> Void) throws {
    summary.limits = snapshot.failures
    if query.settings.type == .repo {
      onEvent(.files(RepositoryFilter.files(query, scope)))
      return finish(onEvent)
    }
    let units = makeUnits()
    summary.statistics.planning = .nanoseconds(monotonicNanoseconds() - startedAt)
    let slots = WorkerSlots(count: searcher.pool.threadCount + 1)
    var next = runAlone(units, slots)
    var lastEvent = monotonicNanoseconds()
    while next < units.count, !isStopped, !hasEnough {
      let end = min(next + searcher.pool.threadCount * unitsPerThread, units.count)
      try runTogether(units, next..<end, slots)
      next = end
      if monotonicNanoseconds() - lastEvent > Self.eventNanoseconds {
        lastEvent = monotonicNanoseconds()
        emit(onEvent, isLast: false)
        onEvent(.progress(statistics()))
      }
    }
    if isCut || (next < units.count && hasEnough) { addNamedFiles(slots) }
    counters = slots.counters
    if next < units.count, !isStopped, hasEnough { isCut = true }
    emit(onEvent, isLast: true)
    finish(onEvent)
  }

  /// Units handed to the pool at a time: few where the next may not be needed or hits are held, many where the end
  /// of each round would leave threads idle.
  private var unitsPerThread: Int { isExhaustive && !request.wantsLines ? 8 : 2 }

  /// Between two events of a search that takes long.
  static let eventNanoseconds = 150_000_000

  private var isCut = false
  private var isTimedOut = false
  private var isStopped: Bool { isTimedOut || summary.limits.contains(.cancelled) }
  private var hasEnough: Bool { isEnough(tally) }

  /// Chunks of all segments in turn, best standing first.
  private func makeUnits() -> [Unit] {
    var units: [Unit] = []
    let longest = snapshot.parts.map(\.segment.meta.documentCount).max() ?? 0
    for start in stride(from: 0, to: longest, by: Self.documentsPerUnit) {
      for (index, part) in snapshot.parts.enumerated() where start < part.segment.meta.documentCount {
        let end = min(start + Self.documentsPerUnit, part.segment.meta.documentCount)
        units.append(Unit(part: index, documents: start..<end))
      }
    }
    return units
  }

  /// Searches on this thread until enough is found or it takes long; the first unit not done.
  private func runAlone(_ units: [Unit], _ slots: WorkerSlots) -> Int {
    for (index, unit) in units.enumerated() {
      add(search(unit, slots, worker: searcher.pool.threadCount), part: unit.part)
      if hasEnough || isStopped { return index + 1 }
      if monotonicNanoseconds() - startedAt > Self.aloneNanoseconds { return index + 1 }
    }
    return units.count
  }

  /// Searches `range` of the units on the pool. Results are taken in the order of the units, up to the first that
  /// completes the pool of hits, so that the answer does not depend on which thread was faster.
  private func runTogether(_ units: [Unit], _ range: Range<Int>, _ slots: WorkerSlots) throws {
    let results = Mutex([UnitResult?](repeating: nil, count: range.count))
    let box = UncheckedBox(self)
    do {
      try searcher.pool.perform(units: range.count) { unit, worker in
        let result = box.value.search(units[range.lowerBound + unit], slots, worker: worker)
        results.withLock { $0[unit] = result }
        return true
      }
    } catch let error as PlatformError {
      throw SearchError(.busy, subject: "search", reason: "\(error)", fix: "Try again in a moment.")
    }
    for (offset, result) in results.withLock({ $0 }).enumerated() {
      guard let result else { continue }
      if hasEnough {
        isCut = true
        break
      }
      add(result, part: units[range.lowerBound + offset].part)
    }
  }

  /// Candidates between two looks at the clock.
  private static let clockStride = 32

  /// Searches one unit. Reads only immutable state of `self`, so it may run on any thread.
  private func search(_ unit: Unit, _ slots: WorkerSlots, worker: Int) -> UnitResult {
    let part = snapshot.parts[unit.part]
    let segmentSearch = slots.search(worker: worker, part: unit.part) {
      SegmentSearch(
        segment: part.segment, placements: part.placements, query: query,
        context: ScopeMemo(scope, file: part.placements), options: options)
    }
    let facets = FacetCollector(snapshot: snapshot, part: part)
    var result = UnitResult()
    var ticks = 0
    var isLate = false, isGone = false
    let keepsHits = request.wantsLines || !isExhaustive
    do {
      result.isFinished = try segmentSearch.run(
        documents: unit.documents,
        shouldStop: {
          ticks += 1
          guard ticks % Self.clockStride == 0 else { return false }
          isLate = monotonicNanoseconds() > deadline
          isGone = isCancelled()
          return isLate || isGone
        },
        onHit: { hit in
          result.tally.add(hit)
          facets.add(hit)
          if keepsHits { result.hits.append(hit) }
          return !isEnough(result.tally)
        })
    } catch {
      result.failure = .segmentFailed(name: part.name, reason: error.description)
    }
    if isLate { result.failure = .timeLimit(.nanoseconds(deadline - startedAt)) }
    if isGone { result.failure = .cancelled }
    result.tally.facets = facets.finish()
    return result
  }

  /// Documents looked at for their names, per segment and term.
  private static let namedFilesMax = 32

  /// After stopping early: files named like a term, wherever they stand.
  private func addNamedFiles(_ slots: WorkerSlots) {
    guard query.settings.sort == .relevance, query.pathAtoms.contains(where: \.isHighlighted) else { return }
    var seen = Set(hits.map { $0.part << 32 | $0.hit.document })
    for (index, part) in snapshot.parts.enumerated() {
      let search = slots.search(worker: searcher.pool.threadCount, part: index) {
        SegmentSearch(
          segment: part.segment, placements: part.placements, query: query,
          context: ScopeMemo(scope, file: part.placements), options: options)
      }
      do {
        try search.pathHits(after: 0, limit: Self.namedFilesMax) { hit in
          guard seen.insert(index << 32 | hit.document).inserted else { return }
          tally.add(hit)
          hits.append((index, hit))
        }
      } catch {
        summary.limits.append(.segmentFailed(name: part.name, reason: error.description))
      }
    }
  }

  private var options: SegmentSearchOptions {
    var options = SegmentSearchOptions()
    options.matchesKept = request.wantsLines ? min(matchLimit, request.linesPerFile).multipliedSafely(by: 4) : 0
    options.wantsFeatures = !isExhaustive || request.wantsLines
    return options
  }

  private func add(_ result: UnitResult, part: Int) {
    tally.add(result.tally)
    for hit in result.hits { hits.append((part, hit)) }
    if !result.isFinished, result.failure == nil { isCut = true }
    guard let failure = result.failure else { return }
    if case .timeLimit = failure { isTimedOut = true }
    if !summary.limits.contains(failure) { summary.limits.append(failure) }
  }

  /// Places of repositories with hits, when the run is over.
  var repositoriesFound: [Int] { Array(tally.facets.repositories.keys) }

  /// Ranks the hits gathered since the last time and sends the best of them.
  private func emit(_ onEvent: (SearchEvent) -> Void, isLast: Bool) {
    guard request.wantsLines || !isExhaustive else { return }
    // Orders other than relevance are known only at the end.
    guard isLast || query.settings.sort == .relevance, !hits.isEmpty else { return }
    if tally.files > 0, summary.statistics.firstResult == nil {
      summary.statistics.firstResult = .nanoseconds(monotonicNanoseconds() - startedAt)
    }
    let builder = ResultBuilder(self)
    let ranked = builder.ranked(hits)
    hits = []
    var files: [FileMatch] = []
    for candidate in ranked {
      if returnedFiles >= fileLimit || returnedLines >= matchLimit {
        isCut = true
        break
      }
      guard let file = builder.file(candidate, linesLeft: matchLimit - returnedLines) else { continue }
      returnedFiles += 1
      returnedLines += file.lines.count(where: \.isMatch)
      files.append(file)
    }
    if !files.isEmpty { onEvent(.files(files)) }
    summary.limits += builder.failures
  }

  private func statistics() -> SearchStatistics {
    var statistics = summary.statistics
    statistics.documentsTotal = snapshot.documentCount
    statistics.bytesTotal = snapshot.textBytes
    statistics.candidateBlocks = counters.candidateBlocks
    statistics.documentsVerified = counters.documentsVerified
    statistics.bytesVerified = counters.bytesVerified
    statistics.matchedFiles = tally.files
    statistics.matchedLines = tally.lines
    statistics.matches = tally.matches
    statistics.matchedRepositories = tally.facets.repositories.count
    statistics.elapsed = .nanoseconds(monotonicNanoseconds() - startedAt)
    return statistics
  }

  private func finish(_ onEvent: (SearchEvent) -> Void) {
    if isCut { summary.limits.append(.matchLimit(shown: returnedLines)) }
    summary.facets = tally.facets.facets(snapshot, isExact: summary.limits.isEmpty)
    summary.skipped = searcher.skipped(snapshot)
    for name in scope.unknownRevisions {
      summary.notes.append("no repository has an indexed branch, tag or commit “\(name)”; see `alidade repos`")
    }
    if tally.isCapped { summary.notes.append("a file has more matches than are counted; its counts are lower bounds") }
    summary.statistics = statistics()
    onEvent(.done(summary))
  }
}

/// Sums over hits.
struct Tally: Sendable {
  var files = 0
  var lines = 0
  var matches = 0
  var isCapped = false
  var facets = FacetCounts()

  mutating func add(_ hit: DocumentHit) {
    files += 1
    lines += hit.lineCount
    matches += hit.matchCount
    isCapped = isCapped || hit.isCapped
  }

  mutating func add(_ other: Tally) {
    files += other.files
    lines += other.lines
    matches += other.matches
    isCapped = isCapped || other.isCapped
    facets.add(other.facets)
  }
}

/// The prepared searches of each worker, kept between units: planning a segment once per worker is enough.
final class WorkerSlots: @unchecked Sendable {
  // Sendable although its slots are mutable: slot w is touched only by the call that the pool runs as worker w,
  // of which there is one at a time; the sums are read after all of them have ended.
  private final class Lane {
    var searches: [Int: SegmentSearch] = [:]
  }

  private let lanes: [Lane]

  init(count: Int) {
    lanes = (0..<count).map { _ in Lane() }
  }

  func search(worker: Int, part: Int, _ make: () -> SegmentSearch) -> SegmentSearch {
    let lane = lanes[worker]
    if let known = lane.searches[part] { return known }
    let made = make()
    lane.searches[part] = made
    return made
  }

  /// Work of all workers together.
  var counters: SegmentSearchCounters {
    var sum = SegmentSearchCounters()
    for lane in lanes {
      for search in lane.searches.values { sum.add(search.counters) }
    }
    return sum
  }
}

/// Carries a value that is used only while its owner waits into a sendable closure.
struct UncheckedBox<Value>: @unchecked Sendable {
  // Sendable by its use: the owner blocks until all closures that hold the box have ended, and they only read.
  let value: Value

  init(_ value: Value) { self.value = value }
}

extension Int {
  /// The product, or `Int.max` when it does not fit.
  func multipliedSafely(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}

extension Duration {
  /// Whole nanoseconds; durations of searches fit easily.
  var nanoseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds).multipliedSafely(by: 1_000_000_000) &+ Int(attoseconds / 1_000_000_000)
  }
}
