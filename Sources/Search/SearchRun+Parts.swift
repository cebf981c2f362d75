import Platform
import QueryEngine

/// A hit on its way from the unit that found it to the result: passed on by reference, since it is made of many parts.
///
/// `@unchecked Sendable`: the unit's thread makes it, and only the run's thread touches it from then on.
final class FoundHit: @unchecked Sendable {
  var value: DocumentHit

  init(_ value: DocumentHit) { self.value = value }
}

/// Sums over hits.
struct Tally: Sendable {
  var files = 0
  var lines = 0
  var matches = 0
  var isCapped = false
  /// Matches that are in no declaration.
  var outside = 0
  var facets = FacetCounts()

  mutating func add(_ hit: DocumentHit) {
    files += 1
    lines += hit.lineCount
    matches += hit.matchCount
    isCapped = isCapped || hit.isCapped
    outside += hit.outsideCount
  }

  mutating func add(_ other: Tally) {
    files += other.files
    lines += other.lines
    matches += other.matches
    isCapped = isCapped || other.isCapped
    outside += other.outside
    facets.add(other.facets)
  }
}

extension SearchRun {
  /// The search of a part that a worker keeps.
  func segmentSearch(_ index: Int, worker: Int) -> SegmentSearch {
    slots.search(worker: worker, part: index) { matchers in
      let shared = matchers ?? QueryMatchers(query)
      matchers = shared
      return makeSearch(index, options, shared)
    }
  }

  private func makeSearch(
    _ index: Int, _ options: SegmentSearchOptions, _ matchers: QueryMatchers? = nil
  ) -> SegmentSearch {
    let part = snapshot.parts[index]
    return SegmentSearch(
      segment: part.segment, placements: part.placements, query: query,
      context: ScopeMemo(scope, file: part.placements), symbols: plans[index], options: options,
      matchers: matchers)
  }

  /// Whether hits are kept without their matches until it is known which of them are shown: all files of an index, with
  /// hundreds of matches each, would be a gigabyte. Matches of patterns of code stay: they took longer to find.
  var findsMatchesAgain: Bool {
    query.settings.sort != .relevance && request.wantsLines && !query.readsStructure
  }

  /// A search of a part that keeps the matches that are shown.
  func shownSearch(_ index: Int) -> SegmentSearch {
    var options = options
    options.matchesKept = shownMatchesKept
    return makeSearch(index, options)
  }

  private var shownMatchesKept: Int {
    request.bestFragments != nil
      ? FragmentChoice.matchesMax : min(matchLimit, request.linesPerFile).multipliedSafely(by: 4)
  }

  /// In how many blocks of the first part each content atom is expected, by the plan that this thread has made.
  var contentEstimates: [Int] {
    guard !snapshot.parts.isEmpty else { return [] }
    return segmentSearch(0, worker: searcher.pool.threadCount).contentEstimates
  }

  /// What units keep of each document.
  var options: SegmentSearchOptions {
    var options = SegmentSearchOptions()
    options.matchesKept = request.wantsLines && !findsMatchesAgain ? shownMatchesKept : 0
    options.wantsFeatures = query.settings.sort == .relevance && (!isExhaustive || request.wantsLines)
    return options
  }

  /// A number for the question and what shapes its pages; 64-bit FNV-1a.
  static func fingerprint(_ request: SearchRequest) -> UInt64 {
    let text = "\(request.fileLimit) \(request.matchLimit) \(request.query)"
    return text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

/// The prepared searches of each worker, kept between units: planning a segment once per worker is enough.
final class WorkerSlots: @unchecked Sendable {
  // Sendable although its slots are mutable: slot w is touched only by the call that the pool runs as worker w,
  // of which there is one at a time; the sums are read after all of them have ended.
  private final class Lane {
    var searches: [Int: SegmentSearch] = [:]
    var matchers: QueryMatchers?
  }

  private let lanes: [Lane]

  init(count: Int) {
    lanes = (0..<count).map { _ in Lane() }
  }

  /// The search of a part that worker `worker` has, or that `make` makes for it with the worker's matchers.
  func search(
    worker: Int, part: Int, _ make: (_ matchers: inout QueryMatchers?) -> SegmentSearch
  ) -> SegmentSearch {
    let lane = lanes[worker]
    if let known = lane.searches[part] { return known }
    let made = make(&lane.matchers)
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

extension StructureCounters {
  /// Files that patterns of code could not be looked for in.
  var limits: [SearchLimit] {
    [
      (tooLarge, "larger than \(SyntaxAnalyzer.textMax >> 20) MB"),
      (failed, "the grammar failed or took too long"),
      (cutShort, "too many ways to match: the first matches of each are there"),
    ].filter { $0.0 > 0 }.map { .notParsed(files: $0.0, reason: $0.1) }
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
