import Platform
import QueryEngine
import RegexEngine
import SearchIndex

/// Follows the text conditions of one finished search through the index once more, slowly and taking notes.
struct TermTracer {
  private let run: SearchRun
  /// Text checked for grids, over all terms: documents of the grid are checked whole.
  private var bytesLeft = 24 << 20

  /// Cells kept for candidates, and for blocks that the first list has and a later one has not, when there are more.
  private static let candidateCellsMax = 160
  private static let nearCellsMax = 120
  private static let outlineLinesMax = 24
  private static let gramTextMax = 400

  init(_ run: SearchRun) {
    self.run = run
  }

  mutating func trace(_ atom: CompiledQuery.ContentAtom) throws -> SearchTrace.Term {
    let parts = run.snapshot.parts
    var shares: [SearchTrace.SegmentShare] = []
    for part in parts { shares.append(Self.share(atom, part)) }
    let chosen = shares.indices.max {
      (shares[$0].candidates, shares[$0].blocks) < (shares[$1].candidates, shares[$1].blocks)
    }
    var term = SearchTrace.Term(
      text: atom.text, meaning: atom.regex.hir.outline(linesMax: Self.outlineLinesMax),
      regex: atom.regex.facts,
      grams: atom.grams.text(limit: Self.gramTextMax), gramCount: atom.grams.gramCount,
      crossesLines: atom.needsWholeDocument, segments: shares, segment: chosen ?? 0, conditions: [],
      cells: [],
      counts: .init(), race: nil)
    guard let chosen else { return term }
    let part = parts[chosen]
    let plan = BlockCursor(part.segment, atom.grams, wantsTrace: true)
    let walk = BlockWalk(part.segment, plan.conditions)
    term.conditions = Self.conditions(plan.conditions, walk, part.segment)
    term.counts = .init(walked: walk.classes.count, candidates: walk.candidates)
    guard !atom.needsWholeDocument else { return term }
    let sample = walk.sample(
      candidates: Self.candidateCellsMax, near: Self.nearCellsMax, all: SearchTrace.cellsMax)
    var judge = CellJudge(run, part, atom, bytesLeft: bytesLeft)
    for (block, verdict) in sample { term.cells.append(try judge.cell(block, verdict)) }
    bytesLeft = judge.bytesLeft
    if let document = judge.firstMatch { term.race = try Self.race(atom.regex, document, part, judge) }
    return term
  }

  private static func share(
    _ atom: CompiledQuery.ContentAtom, _ part: IndexSnapshot.Part
  ) -> SearchTrace.SegmentShare {
    let cursor = BlockCursor(part.segment, atom.grams)
    let blocks = part.segment.meta.blockCount
    var count = 0
    if cursor.isUnrestricted {
      count = blocks
    } else {
      var next: UInt32 = 0
      // One step for each candidate; segments have at most some millions.
      while let block = cursor.next(atOrAfter: next) {
        count += 1
        next = block + 1
      }
    }
    return SearchTrace.SegmentShare(
      name: part.name, blocks: blocks, candidates: count, isScan: cursor.isUnrestricted)
  }

  private static func conditions(
    _ plan: [PlanCondition], _ walk: BlockWalk, _ segment: Segment
  ) -> [SearchTrace.Condition] {
    var used = 0
    return plan.map { condition in
      var list: ListFacts?
      if case .gram(let code) = condition.query { list = segment.listFacts(code) }
      if condition.isUsed { used += 1 }
      return SearchTrace.Condition(
        text: condition.query.text(limit: gramTextMax), gramCount: condition.query.gramCount,
        blocks: condition.blocks, isEstimate: list == nil, isUsed: condition.isUsed,
        left: used > 0 ? walk.left[used - 1] : walk.classes.count, list: list)
    }
  }

  // MARK: The automaton at work

  private static let raceBytesMax = 64 << 10
  /// Bytes times instructions that the slowest machine may take.
  private static let raceWorkMax = 20_000_000
  private static let raceRuns = 3
  private static let statesMax = 12

  private static func race(
    _ regex: Regex, _ document: Int, _ part: IndexSnapshot.Part, _ judge: CellJudge
  ) throws -> SearchTrace.Race {
    let record = part.segment.document(document)
    let instructions = max(regex.facts.instructionCount, 1)
    let length = min(record.textLength, raceBytesMax, max(256, raceWorkMax / instructions))
    let reader = TextReader(part.segment)
    defer { withExtendedLifetime(reader) {} }
    let text = try reader.text(record, 0..<length)
    func time(_ machines: MatcherMachines) -> (best: Duration, matches: Int, matcher: Matcher) {
      let matcher = regex.makeMatcher(machines)
      var best = Int.max
      var matches = 0
      for _ in 0..<raceRuns {
        let start = monotonicNanoseconds()
        matches = 0
        matcher.forEachMatch(in: text, range: 0..<text.count) { _ in
          matches += 1
          return true
        }
        best = min(best, monotonicNanoseconds() - start)
      }
      return (.nanoseconds(best), matches, matcher)
    }
    let all = time(.all)
    let automaton = time(.automaton)
    return SearchTrace.Race(
      placement: judge.name(ofDocument: document), bytes: length, matches: all.matches, all: all.best,
      automaton: automaton.best, pike: time(.pike).best,
      facts: automaton.matcher.automatonFacts(statesMax: statesMax))
  }
}

/// The blocks of a segment sorted by the first condition they fail.
private struct BlockWalk {
  /// Per block walked: the number of the first used condition it fails; the number of conditions for candidates.
  private(set) var classes: [UInt8]
  private(set) var candidates = 0
  /// After each used condition, the blocks left.
  private(set) var left: [Int]
  private let conditionCount: Int

  init(_ segment: Segment, _ plan: [PlanCondition]) {
    let cursors = plan.filter(\.isUsed).prefix(Int(UInt8.max) - 1).map { BlockCursor(segment, $0.query) }
    conditionCount = cursors.count
    let count = min(segment.meta.blockCount, SearchTrace.blocksWalkedMax)
    left = Array(repeating: 0, count: cursors.count)
    guard let first = cursors.first else {
      classes = Array(repeating: 0, count: count)
      candidates = count
      return
    }
    classes = Array(repeating: 0, count: count)
    var next: UInt32 = 0
    while let block = first.next(atOrAfter: next), block < count {
      next = block + 1
      var passed = 0
      while passed < cursors.count, passed == 0 || cursors[passed].next(atOrAfter: block) == block {
        left[passed] += 1
        passed += 1
      }
      classes[Int(block)] = UInt8(passed)
      if passed == cursors.count { candidates += 1 }
    }
  }

  /// A sample in the order of the blocks, each with the number of the condition it fails; nil for candidates.
  /// Evenly spread within each kind, all blocks when there are few.
  func sample(candidates candidatesMax: Int, near nearMax: Int, all: Int) -> [(block: UInt32, fails: Int?)] {
    let near = conditionCount == 0 ? 0 : classes.count { $0 > 0 && $0 < conditionCount }
    let far = classes.count - candidates - near
    // What a kind does not need, the others may have.
    let nearTaken = min(near, max(nearMax, all - min(candidates, candidatesMax) - far))
    let farTaken = min(far, all - nearTaken - min(candidates, candidatesMax))
    let candidatesTaken = min(candidates, all - nearTaken - farTaken)
    var pickers = [
      Picker(candidatesTaken, of: candidates), Picker(nearTaken, of: near), Picker(farTaken, of: far),
    ]
    var sample: [(UInt32, Int?)] = []
    for (block, number) in classes.enumerated() {
      let isCandidate = Int(number) == conditionCount
      let kind = isCandidate ? 0 : number > 0 ? 1 : 2
      if pickers[kind].takesNext() { sample.append((UInt32(block), isCandidate ? nil : Int(number))) }
    }
    return sample
  }

  /// Takes `wanted` of `total` items, evenly spread.
  private struct Picker {
    let wanted: Int
    let total: Int
    private var seen = 0

    init(_ wanted: Int, of total: Int) {
      self.wanted = wanted
      self.total = total
    }

    mutating func takesNext() -> Bool {
      defer { seen += 1 }
      return total > 0 && (seen + 1) * wanted / total > seen * wanted / total
    }
  }
}

/// Looks at single blocks: whose they are, and whether their text matches.
private struct CellJudge {
  private let run: SearchRun
  private let part: IndexSnapshot.Part
  private let matcher: Matcher
  private let reader: TextReader
  private let memo: ScopeMemo
  private let search: SegmentSearch
  private var verdicts: [Int: Bool] = [:]
  private(set) var bytesLeft: Int
  /// The first document of the grid that is a result.
  private(set) var firstMatch: Int?

  init(_ run: SearchRun, _ part: IndexSnapshot.Part, _ atom: CompiledQuery.ContentAtom, bytesLeft: Int) {
    self.run = run
    self.part = part
    self.bytesLeft = bytesLeft
    matcher = atom.regex.makeMatcher()
    reader = TextReader(part.segment)
    memo = ScopeMemo(run.scope, file: part.placements)
    var options = SegmentSearchOptions()
    options.matchesKept = 0
    options.wantsFeatures = false
    search = SegmentSearch(
      segment: part.segment, placements: part.placements, query: run.query, context: memo, options: options)
  }

  mutating func cell(_ block: UInt32, _ fails: Int?) throws -> SearchTrace.Cell {
    let segment = part.segment
    let document = segment.document(holdingBlock: block)
    let record = segment.document(document)
    let next = segment.firstBlock(ofDocument: document + 1)
    let first = segment.linesBefore(block: block)
    let end = block + 1 < next ? segment.linesBefore(block: block + 1) : record.lineCount
    var cell = SearchTrace.Cell(
      placement: name(ofDocument: document), firstLine: first + 1, lineCount: max(1, end - first),
      verdict: .notAsked)
    guard cell.placement != nil else { return cell }
    if let fails {
      cell.verdict = .missing(fails)
      return cell
    }
    let range = segment.blockRange(block, in: record, nextFirstBlock: next)
    let text = try reader.text(record, range)
    guard matcher.hasMatch(in: text, range: 0..<text.count) else {
      cell.verdict = .noMatch
      return cell
    }
    cell.verdict = try verdict(on: document, record.textLength)
    if cell.verdict == .result, firstMatch == nil { firstMatch = document }
    return cell
  }

  private mutating func verdict(
    on document: Int, _ length: Int
  ) throws -> SearchTrace.Cell.Verdict {
    if let known = verdicts[document] { return known ? .result : .otherCondition }
    guard length <= bytesLeft else { return .match }
    bytesLeft -= length
    let isResult = try search.check(document) != nil
    verdicts[document] = isResult
    return isResult ? .result : .otherCondition
  }

  /// Where the document is, as the query sees it; nil when it sees it nowhere.
  func name(ofDocument document: Int) -> PlacementName? {
    let file = part.placements
    for placement in file.placements(ofDocument: document).prefix(DocumentHit.placementsMax) {
      let place = file.revisionSet(ofPlacement: placement)
      guard memo.isVisible(place: place) else { continue }
      return PlacementName(
        snapshot: run.snapshot, repository: file.revisions(at: place).repository,
        revision: memo.shownRevision(place: place), path: Array(file.path(ofPlacement: placement)))
    }
    return nil
  }
}
