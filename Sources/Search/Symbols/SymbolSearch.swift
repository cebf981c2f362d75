import Containers
import Platform
import QueryEngine
import RegexEngine
import SearchIndex

/// One look-up of symbols. Made by the caller's thread; units run on the pool.
final class SymbolSearch: Sendable {
  /// How well a name fits, best first.
  enum Fit: UInt8 {
    case exactCase, exact, prefixCase, prefix, inside
  }

  /// A declaration that fits, before anything about it is read.
  struct Candidate: Sendable {
    /// Smaller is better.
    var key: UInt64
    var part: Int32
    var document: UInt32
    var symbol: UInt32
    var name: UInt32

    /// Best first; within it the order of parts, documents and texts.
    static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
      if left.key != right.key { return left.key < right.key }
      if left.part != right.part { return left.part < right.part }
      if left.document != right.document { return left.document < right.document }
      return left.symbol < right.symbol
    }
  }

  /// What a unit found.
  struct Found: Sendable {
    var best: [Candidate] = []
    var total = 0
    var isCut = false
  }

  let request: SymbolQuery
  let snapshot: IndexSnapshot
  let query: CompiledQuery
  let scope: QueryScope
  let matcher: Regex?
  private let text: [UInt8]
  private let container: [[UInt8]]
  private let deadline: Int

  /// Names looked at between two looks at the clock.
  private static let clockStride = 256

  init(_ request: SymbolQuery, snapshot: IndexSnapshot, searcher: Searcher) throws {
    self.request = request
    self.snapshot = snapshot
    text = Array(request.text.utf8)
    container = request.container.map(Self.parts) ?? []
    deadline = monotonicNanoseconds() &+ request.timeLimit.nanoseconds
    do {
      query = try CompiledQuery(request.filter ?? Query(root: .everything))
    } catch {
      throw SearchError(
        .query(error), subject: "filter", reason: error.description, fix: error.suggestion ?? "")
    }
    let compiled = query
    scope = try QueryScope(compiled, snapshot: snapshot, scope: request.scope) {
      try RepositoryFilter.repositories(
        $0, SearchRequest(query: request.filter ?? Query(root: .everything)), searcher: searcher,
        snapshot: snapshot)
    }
    matcher = try Self.matcher(request)
  }

  /// The expression over all names; nil where names are found by halving.
  private static func matcher(_ request: SymbolQuery) throws -> Regex? {
    var options = RegexOptions()
    options.caseInsensitive = !request.isCaseSensitive
    options.lineOriented = true
    do {
      switch request.match {
      case .exact, .prefix: return nil
      case .substring: return try Regex(literal: request.text, options: options)
      case .regex: return try Regex(request.text, options: options)
      }
    } catch {
      let length = request.text.utf8.count
      let range = min(error.range.lowerBound, length)..<min(error.range.upperBound, length)
      throw SearchError(
        .query(
          QueryError(
            .invalidRegex(request.text), range: range, description: error.description,
            suggestion: error.suggestion)),
        subject: request.text, reason: error.description, fix: error.suggestion ?? "")
    }
  }

  /// `a::b.c<T>` as the names it is made of, without case.
  static func parts(_ text: String) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var part: [UInt8] = []
    var depth = 0
    for byte in text.utf8 {
      switch byte {
      case 0x3C: depth += 1
      case 0x3E: depth = max(0, depth - 1)
      case _ where depth > 0: break
      case 0x2E, 0x3A, 0x2F, 0x5C, 0x23:
        if !part.isEmpty { parts.append(part) }
        part = []
      case 0x20, 0x2A, 0x26: break
      default: part.append(byte)
      }
    }
    if !part.isEmpty { parts.append(part) }
    return parts
  }

  /// The parts of the work: ranges of the names of a part.
  func units(threads: Int) -> [(part: Int, names: Range<Int>)] {
    snapshot.parts.indices.flatMap { index -> [(part: Int, names: Range<Int>)] in
      guard let facts = snapshot.parts[index].facts else { return [] }
      let names = range(facts)
      guard !names.isEmpty else { return [] }
      // A thread has something to do for a millisecond.
      let count = matcher == nil ? 1 : max(1, min(threads, names.count / 20_000))
      let length = (names.count + count - 1) / count
      return stride(from: names.lowerBound, to: names.upperBound, by: length).map {
        (index, $0..<min($0 + length, names.upperBound))
      }
    }
  }

  private func range(_ facts: FactsFile) -> Range<Int> {
    text.withUnsafeBytes { bytes in
      switch request.match {
      case .exact: facts.names(folded: bytes)
      case .prefix: facts.names(foldedPrefix: bytes)
      case .substring, .regex: 0..<facts.meta.nameCount
      }
    }
  }

  /// Looks at the names of a unit.
  func run(_ unit: (part: Int, names: Range<Int>)) -> Found {
    var found = Found()
    guard let facts = snapshot.parts[unit.part].facts else { return found }
    let filter = DocumentFilter(self, part: unit.part)
    var last = -1
    var ticks = 0
    /// False when the time is over.
    func visit(_ name: Int) -> Bool {
      ticks += 1
      if ticks % Self.clockStride == 0, monotonicNanoseconds() > deadline {
        found.isCut = true
        return false
      }
      if let fit = fit(facts.name(name)) { add(name, fit, unit.part, facts, filter, &found) }
      return true
    }
    if let matcher {
      let machine = matcher.makeMatcher()
      let range = facts.start(ofName: unit.names.lowerBound)..<facts.start(ofName: unit.names.upperBound)
      let bytes = UnsafeRawBufferPointer(rebasing: facts.nameText[range])
      machine.forEachMatch(in: bytes, range: 0..<bytes.count) { match in
        if match.isEmpty, match.lowerBound == bytes.count { return true }
        let name = facts.name(at: range.lowerBound + match.lowerBound, from: max(last, unit.names.lowerBound))
        guard name > last else { return true }
        last = name
        return visit(name)
      }
    } else {
      for name in unit.names where !visit(name) { break }
    }
    Self.keepBest(&found.best, request.limit)
    return found
  }

  /// How the name fits; nil when it does not.
  private func fit(_ name: UnsafeRawBufferPointer) -> Fit? {
    let isPrefix = name.starts(with: text)
    switch request.match {
    case .exact: return isPrefix ? .exactCase : request.isCaseSensitive ? nil : .exact
    case .prefix:
      if name.count == text.count { return isPrefix ? .exactCase : request.isCaseSensitive ? nil : .exact }
      return isPrefix ? .prefixCase : request.isCaseSensitive ? nil : .prefix
    case .substring:
      if isPrefix { return name.count == text.count ? .exactCase : .prefixCase }
      return .inside
    case .regex: return .inside
    }
  }

  private func add(
    _ name: Int, _ fit: Fit, _ part: Int, _ facts: FactsFile, _ filter: DocumentFilter, _ found: inout Found
  ) {
    let segment = snapshot.parts[part].segment
    facts.forEachSymbol(ofName: name) { entry in
      if !request.kinds.isEmpty, !request.kinds.contains(entry.kind) { return true }
      guard filter.includes(entry.document) else { return true }
      if !container.isEmpty, !isContained(facts, entry) { return true }
      found.total += 1
      let standing = segment.document(entry.document).standing
      let key =
        UInt64(fit.rawValue) << 24 | UInt64(7 - entry.kind.weight) << 16 | UInt64(255 - standing) << 8
      found.best.append(
        Candidate(
          key: key, part: Int32(part), document: UInt32(entry.document), symbol: UInt32(entry.symbol),
          name: UInt32(name)))
      if found.best.count >= max(4_096, request.limit.multipliedSafely(by: 4)) {
        Self.keepBest(&found.best, request.limit)
      }
      return true
    }
  }

  private func isContained(_ facts: FactsFile, _ entry: SymbolEntry) -> Bool {
    let names = facts.containers(ofSymbol: entry.symbol, document: entry.document).flatMap(Self.parts)
    guard names.count >= container.count else { return false }
    return zip(names.suffix(container.count), container).allSatisfy { isSame($0, $1) }
  }

  private func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if request.isCaseSensitive { return left == right }
    func fold(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
    return left.count == right.count && zip(left, right).allSatisfy { fold($0) == fold($1) }
  }

  static func keepBest(_ candidates: inout [Candidate], _ limit: Int) {
    candidates.sort(by: Candidate.precedes)
    if candidates.count > limit { candidates.removeLast(candidates.count - max(0, limit)) }
  }
}

/// Which documents of a part satisfy the filter, remembered. Belongs to one thread.
final class DocumentFilter {
  private let part: IndexSnapshot.Part
  private let memo: ScopeMemo
  private let search: SegmentSearch?
  /// 0 unknown, 1 no, 2 yes.
  private var answers: [UInt8]

  init(_ search: SymbolSearch, part index: Int) {
    part = search.snapshot.parts[index]
    memo = ScopeMemo(search.scope, file: part.placements)
    answers = Array(repeating: 0, count: part.segment.meta.documentCount)
    if case .everything = search.query.root {
      self.search = nil
    } else {
      var options = SegmentSearchOptions()
      options.matchesKept = 0
      options.wantsFeatures = false
      self.search = SegmentSearch(
        segment: part.segment, placements: part.placements, query: search.query, context: memo,
        options: options)
    }
  }

  func includes(_ document: Int) -> Bool {
    guard document < answers.count else { return false }
    if answers[document] != 0 { return answers[document] == 2 }
    let isIncluded: Bool
    if let search {
      // A damaged frame of a compact segment: the file cannot be said to fit.
      isIncluded = ((try? search.check(document)) ?? nil) != nil
    } else {
      isIncluded = part.placements.placements(ofDocument: document).contains {
        memo.isVisible(place: part.placements.revisionSet(ofPlacement: $0))
      }
    }
    answers[document] = isIncluded ? 2 : 1
    return isIncluded
  }

  /// The placements of a document that satisfy the filter: the first, and how many there are; with its revision.
  func placement(_ document: Int) -> (placement: Int, count: Int, revision: Int)? {
    var first: Int?
    var count = 0
    if let search {
      guard let hit = (try? search.check(document)) ?? nil else { return nil }
      (first, count) = (hit.placements.first, hit.placementCount)
    } else {
      for placement in part.placements.placements(ofDocument: document)
      where memo.isVisible(place: part.placements.revisionSet(ofPlacement: placement)) {
        first = first ?? placement
        count += 1
      }
    }
    guard let first else { return nil }
    return (first, count, memo.shownRevision(place: part.placements.revisionSet(ofPlacement: first)))
  }
}
