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
    var hits: [FoundHit] = []
    var tally = Tally()
    var isFinished = true
    /// The document after the last one looked at, when the unit is not finished.
    var nextDocument = 0
    var failure: SearchLimit?
    /// Its slice of time is over; it goes on at ``nextDocument``.
    var isSliced = false
    /// Nanoseconds that it took.
    var served = 0
  }

  /// A hit and its number in the order found, which is the same in every run of the search.
  struct NumberedHit {
    var part: Int
    var found: FoundHit
    var number: Int
  }

  /// Documents per unit: small enough to stop early and to balance threads, large enough not to matter.
  static let documentsPerUnit = 4096

  /// Documents per unit when each may have to be parsed.
  static let parsedDocumentsPerUnit = 64

  /// Files looked at before the best are chosen, as a multiple of the files wanted.
  static let poolFactor = 2

  /// Files looked at before the best are chosen when lines, not files, are what is limited.
  static let poolFilesMin = 100

  /// Files sent in one event, so that the first do not wait for the last.
  static let filesPerEvent = 8

  /// Time the calling thread searches alone before it calls for help.
  static let aloneNanoseconds = 700_000

  let request: SearchRequest
  let query: CompiledQuery
  let snapshot: IndexSnapshot
  let scope: QueryScope
  let searcher: Searcher
  /// For each part of the snapshot, which documents may hold the symbols asked for; nil for one without facts.
  let plans: [SymbolPlan?]
  let isCancelled: @Sendable () -> Bool
  let startedAt: Int
  let deadline: Int
  let matchLimit: Int
  let isExhaustive: Bool

  /// The searches of the run's workers.
  let slots: WorkerSlots
  var summary = SearchSummary()
  var tally = Tally()
  private var hits: [NumberedHit] = []
  private var counters = SegmentSearchCounters()
  private var returnedFiles = 0
  private var returnedLines = 0
  /// Where an earlier page ended; nil for the first.
  let cursor: SearchCursor?
  /// Of the folder that all results are in, for the facet of folders below it.
  private let folderCount: Int
  /// Hits of the pool so far, and those of them that this page or an earlier one shows.
  private var poolCount = 0
  private var shown = HitSet()
  private var shownCount = 0
  /// Where the pool ends: the first unit not finished, and the document in it.
  private var poolEnd = (unit: 0, document: 0)
  /// Files that the first pool took from behind its end; later pools leave them out.
  private var builder: ResultBuilder?
  var declared: [Int: DeclaredNames] = [:]
  /// Nanoseconds that threads have searched for it.
  private var served = 0
  /// A place among the long searches, once it is one.
  private var turn: LongSearches.Turn?
  private var taken: Set<Int> = []
  /// The pool's documents.
  var found: Set<Int> = []

  /// - Parameter askedAt: when the time of the search began, on the monotonic clock; now when nil.
  init(
    _ request: SearchRequest, snapshot: IndexSnapshot, searcher: Searcher, askedAt: Int? = nil,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    startedAt = askedAt ?? monotonicNanoseconds()
    self.request = request
    self.snapshot = snapshot
    self.searcher = searcher
    slots = WorkerSlots(count: searcher.pool.threadCount + 1)
    let stop = request.stop
    let isGone: @Sendable () -> Bool = { isCancelled() || stop?.isCancelled == true }
    self.isCancelled = isGone
    do {
      query = try CompiledQuery(
        request.query, structures: searcher.structures.map { IndexStructures($0, searcher) })
    } catch {
      throw SearchError(
        .query(error), subject: "query", reason: error.description, fix: error.suggestion ?? "")
    }
    scope = try QueryScope(query, snapshot: snapshot, scope: request.scope) {
      try RepositoryFilter.repositories(
        $0, request, searcher: searcher, snapshot: snapshot, isCancelled: isGone)
    }
    switch query.settings.count {
    case .default: matchLimit = request.matchLimit
    case .limited(let count): matchLimit = count
    case .all: matchLimit = .max
    }
    isExhaustive = matchLimit == .max || query.settings.sort != .relevance
    let limit = query.settings.timeoutMilliseconds.map { $0 * 1_000_000 } ?? request.timeLimit.nanoseconds
    let deadline = startedAt &+ limit
    self.deadline = deadline
    plans = Self.plans(query, snapshot) { isGone() || monotonicNanoseconds() > deadline }
    folderCount = request.query.folder?.count ?? 0
    let asked = request.cursor
    let fits = asked?.generation == snapshot.generation && asked?.fingerprint == Self.fingerprint(request)
    cursor = fits ? asked : nil
    shown = cursor?.shown ?? HitSet()
    summary.isCursorStale = asked != nil && !fits
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
    return tally.lines >= matchLimit.multipliedSafely(by: Self.poolFactor * 2)
      && tally.files >= Self.poolFilesMin
  }

  func run(_ onEvent: (SearchEvent) -> Void) throws {
    summary.limits = snapshot.failures
    if query.settings.type == .repo {
      onEvent(.files(RepositoryFilter.files(query, scope, &summary.limits)))
      return finish(onEvent)
    }
    let units = makeUnits()
    summary.statistics.planning = .nanoseconds(monotonicNanoseconds() - startedAt)
    // Where planning was not done in time, no document can be judged.
    if plans.contains(where: { $0?.isComplete == false }) {
      summary.limits.append(fate ?? .timeLimit(.nanoseconds(deadline - startedAt)))
      isEnded = true
    }
    if !isEnded, cursor.map({ ($0.unit, $0.document) > (0, 0) }) ?? false {
      taken = Set(namedFiles().map { Self.key($0.part, $0.hit.document) })
    }
    var next = isEnded ? 0 : try runAlone(units)
    var lastEvent = monotonicNanoseconds()
    while next < units.count, !isStopped, !hasEnough {
      let end = min(next + searcher.pool.threadCount * unitsPerThread, units.count)
      try runTogether(units, next..<end)
      next = end
      if monotonicNanoseconds() - lastEvent > Self.eventNanoseconds {
        lastEvent = monotonicNanoseconds()
        emit(onEvent, isLast: false)
        onEvent(.progress(statistics()))
      }
    }
    if taken.isEmpty, isCut || (next < units.count && hasEnough) { addNamedFiles() }
    counters = slots.counters
    noteStructures()
    if next < units.count, !isStopped, hasEnough { isCut = true }
    summary.statistics.searching =
      .nanoseconds(monotonicNanoseconds() - startedAt) - summary.statistics.planning
      - summary.statistics.building
    emit(onEvent, isLast: true)
    summary.nextCursor = nextCursor(unitCount: units.count)
    finish(onEvent)
  }

  /// What patterns of code could not read, and what they were read as.
  private func noteStructures() {
    summary.notes += query.structureNotes
    summary.limits += counters.structure.limits
  }

  /// Where the next page begins; nil after the last one, and after a search that was stopped within its pool.
  private func nextCursor(unitCount: Int) -> SearchCursor? {
    guard !isStopped, request.wantsLines || !isExhaustive else { return nil }
    if query.settings.select == .repo || query.settings.select == .dir { return nil }
    let isMore = isExhaustive ? poolCount > returnedFiles : shownCount < poolCount || poolEnd.unit < unitCount
    guard isMore else { return nil }
    var next = cursor ?? SearchCursor(generation: snapshot.generation, fingerprint: Self.fingerprint(request))
    next.resultsBefore += returnedFiles
    if isExhaustive { return poolCount > next.resultsBefore ? next : nil }
    if shownCount < poolCount {
      next.shown = shown
      return next
    }
    guard poolEnd.unit < unitCount else { return nil }
    (next.unit, next.document, next.shown) = (poolEnd.unit, poolEnd.document, HitSet())
    next.filesBefore += tally.files
    next.linesBefore += tally.lines
    next.matchesBefore += tally.matches
    return next
  }

  /// Units handed to the pool at a time: few where the next may not be needed or hits are held, many where the end
  /// of each round would leave threads idle.
  private var unitsPerThread: Int { isExhaustive && !request.wantsLines ? 16 : 2 }

  /// Between two events of a search that takes long.
  static let eventNanoseconds = 150_000_000

  private var isCut = false
  private var isEnded = false
  private var isStopped: Bool { isEnded || summary.limits.contains(.cancelled) }
  private var hasEnough: Bool { isEnough(tally) }

  /// Searches on this thread until enough is found or it takes long; the first unit not done.
  private func runAlone(_ units: [Unit]) throws -> Int {
    let worker = searcher.pool.threadCount
    for index in units.indices.dropFirst(cursor?.unit ?? 0) {
      let unit = unit(index, of: units)
      var result = [search(unit, worker: worker, slice: searcher.pace.quick - served)]
      try finish(&result, of: [unit])
      add(result[0], unit: index, part: unit.part)
      if hasEnough || isStopped { return index + 1 }
      if monotonicNanoseconds() - startedAt > Self.aloneNanoseconds { return index + 1 }
    }
    return units.count
  }

  /// Searches `range` of the units on the pool. Results are taken in the order of the units, up to the first that
  /// completes the pool of hits, so that the answer does not depend on which thread was faster.
  private func runTogether(_ units: [Unit], _ range: Range<Int>) throws {
    let parts = range.map { unit($0, of: units) }
    var results = try perform(parts.map { ($0, UnitResult()) })
    try finish(&results, of: parts)
    for (offset, result) in results.enumerated() {
      if hasEnough {
        isCut = true
        break
      }
      add(result, unit: range.lowerBound + offset, part: parts[offset].part)
    }
  }

  /// Goes on with the units whose slice is over, until none is.
  private func finish(_ results: inout [UnitResult], of units: [Unit]) throws {
    while true {
      served += results.reduce(0) { $0 + $1.served }
      for index in results.indices { results[index].served = 0 }
      if served >= searcher.pace.quick, turn == nil {
        turn = searcher.long.enter(startedAt: startedAt)
      }
      let sliced = results.indices.filter { results[$0].isSliced }
      guard !sliced.isEmpty else { return }
      let rest = sliced.map { index in
        var unit = units[index]
        unit.documents = results[index].nextDocument..<unit.documents.upperBound
        return (unit, results[index])
      }
      for (index, result) in zip(sliced, try perform(rest)) { results[index] = result }
    }
  }

  /// Searches units on the pool, each going on from what it has found before.
  private func perform(_ units: [(Unit, UnitResult)]) throws -> [UnitResult] {
    let results = Mutex([UnitResult?](repeating: nil, count: units.count))
    let box = UncheckedBox(self)
    let pool = turn == nil ? searcher.pool : searcher.longPool
    let slice = searcher.pace.slice
    do {
      let (deadline, mustEnd) = (deadline, turn?.mustEnd)
      try pool.perform(
        units: units.count, served: served,
        isOver: { mustEnd?.isCancelled == true || monotonicNanoseconds() > deadline }
      ) { index, worker in
        let (unit, before) = units[index]
        let result = box.value.search(
          unit, worker: worker, slice: slice, continuing: before)
        results.withLock { $0[index] = result }
        return true
      }
    } catch let error as PlatformError {
      throw SearchError(.busy, subject: "search", reason: "\(error)", fix: "Try again in a moment.")
    }
    return results.withLock { $0 }.enumerated().map { index, result in result ?? units[index].1 }
  }

  /// Candidates between two looks at the clock.
  private static let clockStride = 32

  /// Searches one unit, for `slice` nanoseconds at most, and adds to what was found in it before. Reads only immutable
  /// state of `self`, so it may run on any thread.
  private func search(
    _ unit: Unit, worker: Int, slice: Int, continuing before: UnitResult = UnitResult()
  ) -> UnitResult {
    let part = snapshot.parts[unit.part]
    let segmentSearch = segmentSearch(unit.part, worker: worker)
    let facets = FacetCollector(snapshot: snapshot, part: part, folderCount: folderCount)
    var result = before
    (result.isSliced, result.isFinished) = (false, false)
    var clock = WorkClock(countsChildren: query.readsStructure)
    var ticks = 0
    let keepsHits = request.wantsLines || !isExhaustive
    let stride = query.readsStructure ? 1 : Self.clockStride
    // A unit that had to wait for others may begin when all is over.
    if served > 0 { result.failure = fate }
    guard result.failure == nil else { return result }
    do {
      result.isFinished = try segmentSearch.run(
        documents: unit.documents,
        shouldStop: { document in
          ticks += 1
          guard ticks % stride == 0 else { return false }
          result.failure = fate
          if result.failure != nil { return true }
          result.isSliced = clock.elapsed() > slice
          if result.isSliced { result.nextDocument = document }
          return result.isSliced
        },
        onHit: { hit in
          result.nextDocument = hit.document + 1
          if !taken.isEmpty, taken.contains(Self.key(unit.part, hit.document)) { return true }
          result.tally.add(hit)
          facets.add(hit)
          if keepsHits { result.hits.append(FoundHit(hit)) }
          return !isEnough(result.tally)
        })
    } catch {
      result.failure = .segmentFailed(name: part.name, reason: error.description)
    }
    result.tally.facets.add(facets.finish())
    result.served += clock.elapsed()
    return result
  }

  /// What ends the search now, if anything does.
  private var fate: SearchLimit? {
    let now = monotonicNanoseconds()
    if isCancelled() { return .cancelled }
    if now > deadline { return .timeLimit(.nanoseconds(deadline - startedAt)) }
    if let turn, turn.mustEnd.isCancelled { return .busy(after: .nanoseconds(now - startedAt)) }
    return nil
  }

  /// Takes up a hit; one that an earlier page has shown is only counted.
  func add(_ hit: FoundHit, part: Int) {
    let number = poolCount
    poolCount += 1
    if !isExhaustive {
      found.insert(Self.key(part, hit.value.document))
      if shown.contains(number) {
        shownCount += 1
        return
      }
    }
    hits.append(NumberedHit(part: part, found: hit, number: number))
  }

  private func add(_ result: UnitResult, unit: Int, part: Int) {
    tally.add(result.tally)
    for hit in result.hits { add(hit, part: part) }
    poolEnd = result.isFinished ? (unit + 1, 0) : (unit, result.nextDocument)
    if !result.isFinished, result.failure == nil { isCut = true }
    guard let failure = result.failure else { return }
    // One reason is enough, whatever each thread met.
    if failure.endsSearch {
      guard !isEnded else { return }
      isEnded = true
    }
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
    let builder = self.builder ?? ResultBuilder(self)
    self.builder = builder
    var start = monotonicNanoseconds()
    let ranked = builder.ranked(hits)
    hits = []
    // With relevance, what earlier pages have shown is not among the hits.
    let skipped = query.settings.sort == .relevance ? 0 : cursor?.resultsBefore ?? 0
    var files: [FileMatch] = []
    for candidate in ranked.dropFirst(skipped) {
      if returnedFiles >= fileLimit || returnedLines >= matchLimit {
        isCut = true
        break
      }
      if !isExhaustive {
        shown.insert(candidate.number)
        shownCount += 1
      }
      guard let file = builder.file(candidate, linesLeft: matchLimit - returnedLines) else { continue }
      returnedFiles += 1
      // A file without lines (its name matches, or only files are asked for) is a result as well.
      returnedLines += max(1, file.lines.count(where: \.isMatch))
      files.append(file)
      guard files.count == Self.filesPerEvent else { continue }
      summary.statistics.building += .nanoseconds(monotonicNanoseconds() - start)
      onEvent(.files(files))
      files = []
      // A reader that is slow or gone: results that nobody takes are not made.
      if isCancelled() {
        if !summary.limits.contains(.cancelled) { summary.limits.append(.cancelled) }
        break
      }
      start = monotonicNanoseconds()
    }
    summary.statistics.building += .nanoseconds(monotonicNanoseconds() - start)
    if !files.isEmpty { onEvent(.files(files)) }
    summary.limits += builder.takeFailures()
  }

  private func statistics() -> SearchStatistics {
    var statistics = summary.statistics
    statistics.documentsTotal = snapshot.documentCount
    statistics.bytesTotal = snapshot.textBytes
    statistics.blocksTotal = snapshot.blockCount
    statistics.candidateBlocks = counters.candidateBlocks
    statistics.documentsVerified = counters.documentsVerified
    statistics.bytesVerified = counters.bytesVerified
    statistics.documentsParsed = counters.structure.documents
    statistics.bytesParsed = counters.structure.bytes
    statistics.documentsKnown = counters.structure.known
    statistics.matchedFiles = tally.files + (cursor?.filesBefore ?? 0)
    statistics.matchedLines = tally.lines + (cursor?.linesBefore ?? 0)
    statistics.matches = tally.matches + (cursor?.matchesBefore ?? 0)
    statistics.leftOut = counters.zones
    statistics.documentsOutlined = counters.documentsOutlined
    statistics.matchedRepositories = tally.facets.repositories.count
    statistics.elapsed = .nanoseconds(monotonicNanoseconds() - startedAt)
    return statistics
  }

  private func finish(_ onEvent: (SearchEvent) -> Void) {
    if isCut || cursor.map({ $0.unit > 0 || $0.document > 0 }) ?? false {
      summary.limits.append(.matchLimit(shown: returnedLines))
    }
    summary.resultsBefore = cursor?.resultsBefore ?? 0
    summary.facets = tally.facets.facets(snapshot, isExact: summary.limits.isEmpty)
    summary.skipped = searcher.skipped(snapshot)
    for name in scope.unknownRevisions {
      summary.notes.append(
        "no repository has an indexed branch, tag or commit “\(name)”; see `alidade repos`")
    }
    if tally.isCapped {
      summary.notes.append("a file has more matches than are counted; its counts are lower bounds")
    }
    summary.statistics = statistics()
    summary.notes += symbolNotes(outside: tally.outside, summary.statistics)
    onEvent(.done(summary))
    snapshot.releaseText(afterReading: counters.bytesVerified)
  }
}
