import Containers
import RegexEngine
package import SearchIndex
import Syntax

/// What a search of a segment keeps and where it stops looking within a document.
package struct SegmentSearchOptions: Sendable {
  /// Matches kept per document; all are counted.
  package var matchesKept = 1000
  /// False when no placement beyond the first is of interest and features are not needed: plain counting.
  package var wantsFeatures = true

  package init() {}
}

/// Work done so far, for the answer's status line and for `explain`.
package struct SegmentSearchCounters: Sendable {
  package var candidateBlocks = 0
  package var documentsVerified = 0
  package var bytesVerified = 0
  /// What patterns of code cost.
  package var structure = StructureCounters()
  /// Documents whose symbols were found by the lexer, since their segment has no facts.
  package var documentsOutlined = 0
  /// Matches left out by kind of text.
  package var zones = ZoneCounters()

  package init() {}

  /// Adds the work of another worker.
  package mutating func add(_ other: SegmentSearchCounters) {
    candidateBlocks += other.candidateBlocks
    documentsVerified += other.documentsVerified
    bytesVerified += other.bytesVerified
    structure.add(other.structure)
    documentsOutlined += other.documentsOutlined
    zones.add(other.zones)
  }
}

/// Runs one compiled query on one segment. Belongs to one thread; reused for all its document ranges.
///
/// Index first: the documents whose blocks or paths may satisfy the condition are found with cursors, each is
/// checked on its placements, then on its text, and only in the candidate blocks.
package final class SegmentSearch {
  let segment: Segment
  let placements: PlacementFile
  let query: CompiledQuery
  let context: any PlacementContext
  let options: SegmentSearchOptions
  let reader: TextReader
  let finder: DocumentFinder
  let contentCursors: [BlockCursor?]
  let matchers: QueryMatchers
  /// By the facts of the segment; nil when there are none.
  let symbols: SymbolPlan?
  /// By the grams of each path atom.
  let pathCursors: [BlockCursor]
  let root: DocumentCursor
  private let conditions: [CompiledQuery.Node]
  private let sole: SoleTerm?
  /// Where nearly nothing is done but to read the candidate blocks, one after the other.
  private let readAhead: ReadAhead?

  /// Verdict of each content atom on the current document.
  var verdicts: [Bool?]
  /// Matches of each content atom that is a pattern of code, in the current document.
  var structureMatches: [Int: [StructureMatch]] = [:]
  /// The symbols of the current document, by symbol atom.
  var symbolVerdicts: [[SymbolMatch]?]
  /// All symbols of the current document, when the lexer had to find them.
  var outlined: [Symbol]?
  /// What is known of the kinds of text of the current document.
  var filter = MatchFilter()
  var record: DocumentRecord
  var current = 0
  var nextFirstBlock: UInt32 = 0

  /// Work done since the start.
  package internal(set) var counters = SegmentSearchCounters()

  /// Plans `query` for `segment`. Costs tens of microseconds.
  ///
  /// - Parameter matchers: those of the thread; its own when nil.
  package init(
    segment: Segment, placements: PlacementFile, query: CompiledQuery, context: any PlacementContext,
    symbols: SymbolPlan? = nil, options: SegmentSearchOptions = SegmentSearchOptions(),
    matchers: QueryMatchers? = nil
  ) {
    self.segment = segment
    self.placements = placements
    self.query = query
    self.context = context
    self.options = options
    reader = TextReader(segment)
    finder = DocumentFinder(segment: segment, placements: placements)
    contentCursors = query.contentAtoms.map {
      $0.needsWholeDocument ? nil : BlockCursor(segment, $0.grams)
    }
    let matchers = matchers ?? QueryMatchers(query)
    self.matchers = matchers
    pathCursors = query.pathAtoms.map { placements.cursor($0.grams) }
    self.symbols = symbols
    symbolVerdicts = Array(repeating: nil, count: query.symbolAtoms.count)
    verdicts = Array(repeating: nil, count: query.contentAtoms.count)
    record = DocumentRecord.none
    root = DocumentCursorBuilder(
      finder: finder, query: query, contentCursors: contentCursors, pathCursors: pathCursors,
      pathMatchers: matchers.path, symbols: symbols, context: context
    )
    .cursor(query.root)
    conditions = [query.root]
    sole = SoleTerm(query)
    // With other conditions, documents are passed over whose text would be asked for in vain; the best are found in
    // less time than it takes to look ahead; and an automaton walks more slowly than memory brings bytes.
    let isSimple = sole.map { $0.others.isEmpty && matchers.content[$0.content].isBoundByMemory } ?? false
    readAhead = isSimple && !options.wantsFeatures ? ReadAhead(segment) : nil
  }

  /// Blocks that each content atom is expected in.
  package var contentEstimates: [Int] {
    query.contentAtoms.indices.map { atom in
      (contentCursors[atom] ?? BlockCursor(segment, query.contentAtoms[atom].grams)).estimate
    }
  }

  /// The first document at or after `document` that the index cannot rule out.
  package func nextCandidate(atOrAfter document: Int) -> Int? {
    finder.next(root, atOrAfter: document)
  }

  /// Finds the hits among `documents` in ascending order.
  ///
  /// - Parameter onHit: called with each hit; returns false to stop.
  /// - Parameter shouldStop: asked before each candidate document, with its number.
  /// - Returns: false when stopped early.
  /// - Throws: ``SegmentError`` when a compressed frame is damaged.
  package func run(
    documents: Range<Int>, shouldStop: (_ document: Int) -> Bool = { _ in false }, onHit: (DocumentHit) -> Bool
  ) throws(SegmentError) -> Bool {
    var document = documents.lowerBound
    while let candidate = nextCandidate(atOrAfter: document), candidate < documents.upperBound {
      if shouldStop(candidate) { return false }
      if let hit = try check(candidate), !onHit(hit) { return false }
      document = candidate + 1
    }
    return true
  }

  /// Checks one document, whether the index offered it or not.
  package func check(_ document: Int) throws(SegmentError) -> DocumentHit? {
    let range = placements.placements(ofDocument: document)
    guard !range.isEmpty else { return nil }
    record = segment.document(document)
    // Files that cannot be searched are no results, unless they are what is asked for or the path is.
    if record.skip != nil, !query.asksForSkipped, query.pathAtoms.isEmpty { return nil }
    current = document
    nextFirstBlock = segment.firstBlock(ofDocument: document + 1)
    for atom in verdicts.indices { verdicts[atom] = nil }
    if query.readsStructure { structureMatches = [:] }
    for atom in symbolVerdicts.indices { symbolVerdicts[atom] = nil }
    filter = MatchFilter()
    outlined = nil
    counters.documentsVerified += 1
    if let sole { return try check(sole, range) }
    let (found, count) = try placements(among: range, satisfying: conditions)
    guard count > 0 else { return nil }
    return try hit(found, count)
  }

  /// Checks the current document for a query with one term to look for: its text is read once, where the general
  /// way reads it up to the first match to decide, and then again from the start.
  private func check(_ sole: SoleTerm, _ range: Range<Int>) throws(SegmentError) -> DocumentHit? {
    guard try placements(among: range, satisfying: sole.others, limit: 0).count > 0 else { return nil }
    let matches = try collect(sole.content)
    let isInText = matches.features.matches > 0
    if !isInText, sole.path == nil { return nil }
    let (found, count) = try placements(
      among: range, satisfying: sole.others, andPath: isInText ? nil : sole.path)
    guard count > 0 else { return nil }
    var hit = emptyHit(found, count)
    if isInText { add(matches, of: sole.content, to: &hit) }
    return hit
  }

  /// The visible ones of `range` that satisfy all of `conditions`: how many, and the first `limit` of them by number.
  /// With a limit of 0, one is enough.
  private func placements(
    among range: Range<Int>, satisfying conditions: [CompiledQuery.Node], andPath path: Int? = nil,
    limit: Int = DocumentHit.placementsMax
  ) throws(SegmentError) -> (found: [Int], count: Int) {
    var found: [Int] = []
    var count = 0
    placements: for placement in range {
      guard context.isVisible(place: placements.revisionSet(ofPlacement: placement)) else { continue }
      for condition in conditions where try !holds(condition, placement) { continue placements }
      if let path, !holdsPath(path, placement) { continue }
      count += 1
      if limit == 0 { break }
      if found.count < limit { found.append(placement) }
    }
    return (found, count)
  }

  /// Whether `node` holds for the current document at `placement`.
  func holds(_ node: CompiledQuery.Node, _ placement: Int) throws(SegmentError) -> Bool {
    switch node {
    case .everything: return true
    case .and(let parts):
      for part in parts where try !holds(part, placement) { return false }
      return true
    case .or(let parts):
      for part in parts where try holds(part, placement) { return true }
      return false
    case .not(let part): return try !holds(part, placement)
    case .content(let atom): return try holdsContent(atom)
    case .path(let atom): return holdsPath(atom, placement)
    case .symbol(let atom): return try holdsSymbol(atom)
    case .predicate(let index):
      switch query.predicates[index] {
      case .language(let language): return record.language == language
      case .skipped: return record.skip != nil
      default: return context.holds(predicate: index, place: placements.revisionSet(ofPlacement: placement))
      }
    }
  }

  private func holdsPath(_ atom: Int, _ placement: Int) -> Bool {
    let path = placements.path(ofPlacement: placement)
    return matchers.path[atom].hasMatch(in: path, range: 0..<path.count)
  }

  private func holdsContent(_ atom: Int) throws(SegmentError) -> Bool {
    if let verdict = verdicts[atom] { return verdict }
    if query.contentAtoms[atom].structure != nil {
      let holds = try !structures(atom).isEmpty
      verdicts[atom] = holds
      return holds
    }
    var found = false
    if query.contentAtoms[atom].emits != nil {
      return symbols?.emits[atom]?.documents.contains(current) ?? false
    }
    if query.contentAtoms[atom].isFiltered {
      try forEachMatch(atom) { _, _, _ in
        found = true
        return false
      }
      verdicts[atom] = found
      return found
    }
    let matcher = matchers.content[atom]
    try forEachRun(atom) { text, _ in
      found = Self.hasLineMatch(matcher, text)
      return !found
    }
    verdicts[atom] = found
    return found
  }

  /// Whether the text holds a match that belongs to one of its lines.
  ///
  /// A match of the empty string after the last line feed is at no line: what follows is another block or the end.
  private static func hasLineMatch(_ matcher: Matcher, _ text: UnsafeRawBufferPointer) -> Bool {
    guard matcher.regex.matchesEmpty, text.last == 0x0A else {
      return matcher.hasMatch(in: text, range: 0..<text.count)
    }
    var found = false
    matcher.forEachMatch(in: text, range: 0..<text.count) { range in
      found = range.lowerBound < text.count
      return false
    }
    return found
  }

  /// Blocks searched as one run at most, so that long runs of candidates cost few calls.
  static let blocksPerRun: UInt32 = 16

  /// Calls `body` with the candidate parts of the current document for `atom`, in order, and each part's offset
  /// in the document; `body` returns false to stop.
  func forEachRun(
    _ atom: Int, _ body: (UnsafeRawBufferPointer, Int) -> Bool
  ) throws(SegmentError) {
    // What `body` is given is read when it is asked for: most readers lend the mapping itself.
    var failure: SegmentError?
    forEachRange(atom) { range in
      do throws(SegmentError) {
        return body(try reader.text(record, range), range.lowerBound)
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
  }

  /// Calls `body` with the ranges of the candidate parts of the current document, in order.
  func forEachRange(_ atom: Int, _ body: (Range<Int>) -> Bool) {
    guard record.textLength > 0 else { return }
    guard let cursor = contentCursors[atom], !cursor.isUnrestricted else {
      counters.candidateBlocks += Int(nextFirstBlock - record.firstBlock)
      counters.bytesVerified += record.textLength
      _ = body(0..<record.textLength)
      return
    }
    var from = record.firstBlock
    while from < nextFirstBlock, let first = cursor.next(atOrAfter: from), first < nextFirstBlock {
      var last = first
      while last + 1 < nextFirstBlock, last - first + 1 < Self.blocksPerRun,
        cursor.next(atOrAfter: last + 1) == last + 1
      { last += 1 }
      readAhead?.ask(cursor, behind: first...last, in: current)
      let lower = segment.blockRange(first, in: record, nextFirstBlock: nextFirstBlock).lowerBound
      let upper = segment.blockRange(last, in: record, nextFirstBlock: nextFirstBlock).upperBound
      counters.candidateBlocks += Int(last - first) + 1
      counters.bytesVerified += upper - lower
      if !body(lower..<upper) { return }
      from = last + 1
    }
  }
}
