import Containers
import Platform
import QueryEngine
import RegexEngine
import SearchIndex
import Syntax

/// Makes results of hits: order, placements by name, lines.
final class ResultBuilder {
  struct Candidate {
    var part: Int
    var found: FoundHit
    var record: DocumentRecord
    var score: Double
    var number: Int
  }

  private unowned let run: SearchRun
  private let pathMatchers: [Matcher]
  private var readers: [Int: TextReader] = [:]
  private var memos: [Int: ScopeMemo] = [:]
  /// By part, where matches are found again.
  private var searches: [Int: SegmentSearch] = [:]
  private var scorer: Scorer?
  private var seen = Set<[UInt8]>()

  /// What is left of the time for colours.
  private var syntaxNanoseconds: Int

  private var failures: [SearchLimit] = []

  // The run owns its builder and outlives it.
  init(_ run: SearchRun) {
    self.run = run
    syntaxNanoseconds = run.request.syntaxTime.nanoseconds
    pathMatchers = run.query.pathAtoms.filter(\.isHighlighted).map { $0.regex.makeMatcher() }
  }

  /// The hits in the order the query asks for.
  func ranked(_ hits: [SearchRun.NumberedHit]) -> [Candidate] {
    let parts = run.snapshot.parts
    var candidates = hits.map { found in
      Candidate(
        part: found.part, found: found.found,
        record: parts[found.part].segment.document(found.found.value.document), score: 0, number: found.number
      )
    }
    switch run.query.settings.sort {
    case .relevance:
      let scorer = self.scorer ?? makeScorer()
      self.scorer = scorer
      for index in candidates.indices {
        run.settle(&candidates[index].found.value, part: candidates[index].part)
        candidates[index].score = scorer.score(candidates[index].found.value, candidates[index].record)
      }
      // Equal scores keep the order of standing.
      let order = candidates.indices.sorted {
        (candidates[$1].score, $0) < (candidates[$0].score, $1)
      }
      return order.map { candidates[$0] }
    case .path:
      return sorted(candidates) { placement in placement.repository + "\u{0}" + placement.pathText }
    case .recent:
      let times = Dictionary(
        run.snapshot.repositories.map { ($0.name, $0.revisions.first?.time ?? 0) }, uniquingKeysWith: max)
      return sorted(candidates) { placement in -(times[placement.repository] ?? 0) }
    }
  }

  private func sorted<Key: Comparable>(
    _ candidates: [Candidate], by key: (PlacementName) -> Key
  ) -> [Candidate] {
    let keys = candidates.map { key(name(of: $0.found.value.placements[0], part: $0.part)) }
    return candidates.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { candidates[$0] }
  }

  private func makeScorer() -> Scorer {
    guard let part = run.snapshot.parts.first else {
      return Scorer(run.query, atomEstimates: [], blockCount: 1)
    }
    return Scorer(
      run.query, atomEstimates: run.contentEstimates, blockCount: part.segment.meta.blockCount)
  }

  /// The result for one hit, or nil when `select:` folds it into one already made.
  func file(_ candidate: Candidate, linesLeft: Int) -> FileMatch? {
    let part = run.snapshot.parts[candidate.part]
    let hit = withMatches(candidate)
    var placement = name(of: hit.placements[0], part: candidate.part)
    if let select = run.query.settings.select {
      guard fold(&placement, select) else { return nil }
    }
    var file = FileMatch(
      placement: placement,
      copies: hit.placements.dropFirst().prefix(FileMatch.copiesLimit).map {
        name(of: $0, part: candidate.part)
      },
      copyCount: hit.placementCount - 1, blob: part.segment.id(ofDocument: hit.document),
      language: LanguageTable[candidate.record.language], pathRanges: pathRanges(placement.path), lines: [],
      matchedLineCount: hit.lineCount, matchCount: hit.matchCount, score: candidate.score, scoreParts: [])
    if run.request.wantsScoreParts, let scorer {
      file.scoreParts = scorer.terms(hit, candidate.record).map {
        ScorePart(label: $0.label, value: $0.value)
      }
    }
    let select = run.query.settings.select
    if select == nil || select == .symbol, run.request.wantsLines, !hit.matches.isEmpty {
      addLines(to: &file, candidate, hit, limit: min(linesLeft, linesPerFile(hit)))
    }
    return file
  }

  /// The hit with its matches.
  private func withMatches(_ candidate: Candidate) -> DocumentHit {
    let hit = candidate.found.value
    guard run.findsMatchesAgain, hit.matchCount > 0 || !hit.symbolKinds.isEmpty else { return hit }
    let search = searches[candidate.part] ?? run.shownSearch(candidate.part)
    searches[candidate.part] = search
    do {
      return try search.check(hit.document) ?? hit
    } catch {
      failures.append(.segmentFailed(name: run.snapshot.parts[candidate.part].name, reason: error.description))
      return hit
    }
  }

  /// Patterns of code find places of several lines; the limit is for places.
  private func linesPerFile(_ hit: DocumentHit) -> Int {
    let limit = run.request.linesPerFile
    let isWide = !hit.structures.isEmpty && run.request.bestFragments == nil
    return isWide ? limit.multipliedSafely(by: StructureResult.linesMax) : limit
  }

  /// Shortens `placement` to what is selected; false when that was seen before.
  private func fold(_ placement: inout PlacementName, _ select: Select) -> Bool {
    switch select {
    case .file, .path, .symbol: return true
    case .repo: placement.path = []
    case .dir: placement.path = Array(placement.path[..<(placement.path.lastIndex(of: 0x2F) ?? 0)])
    }
    return seen.insert(Array(placement.repository.utf8) + [0] + placement.path).inserted
  }

  /// Segments whose text could not be read since the last call.
  func takeFailures() -> [SearchLimit] {
    defer { failures = [] }
    return failures
  }

  private func addLines(to file: inout FileMatch, _ candidate: Candidate, _ hit: DocumentHit, limit: Int) {
    let part = run.snapshot.parts[candidate.part]
    let reader = readers[candidate.part] ?? TextReader(part.segment)
    readers[candidate.part] = reader
    do {
      let text = try reader.text(candidate.record)
      let syntax = syntax(of: file, text)
      let builder = LineBuilder(
        segment: part.segment, record: candidate.record,
        nextFirstBlock: part.segment.firstBlock(ofDocument: hit.document + 1),
        text: text, contextLines: run.request.contextLines)
      var matches = hit.matches
      if !hit.structures.isEmpty {
        matches = builder.firstLines(of: matches, limit: StructureResult.linesMax)
      }
      if let fragments = run.request.bestFragments {
        let choice = FragmentChoice(fragments: fragments, contextLines: run.request.contextLines)
        matches = choice.choose(matches, in: text, syntax ?? FileSyntax())
      }
      file.lines = builder.lines(matches, limit: limit)
      addStructures(to: &file, hit.structures, text)
      addSymbols(to: &file, candidate, text)
      if let syntax { add(syntax, to: &file, matches) }
    } catch {
      failures.append(.segmentFailed(name: part.name, reason: error.description))
    }
  }

  /// Notes on each line which matches of patterns of code begin there.
  private func addStructures(to file: inout FileMatch, _ hits: [StructureHit], _ text: UnsafeRawBufferPointer)
  {
    guard !hits.isEmpty else { return }
    var at = 0
    for hit in hits.sorted(by: { $0.match.range.lowerBound < $1.match.range.lowerBound }) {
      guard let pattern = run.query.contentAtoms[hit.atom].structure?.pattern else { continue }
      let range = hit.match.range
      while at < file.lines.count,
        !file.lines[at].isMatch || file.lines[at].end < range.lowerBound
      { at += 1 }
      guard at < file.lines.count, file.lines[at].byteOffset <= range.lowerBound else { continue }
      let last = max(range.lowerBound, range.upperBound - 1)
      let more = LineFeeds.count(UnsafeRawBufferPointer(rebasing: text[range.lowerBound..<last]))
      file.lines[at].structures.append(
        StructureResult(
          range: range, lines: file.lines[at].number...file.lines[at].number + more,
          captures: hit.match.captures.map { capture in
            StructureResult.Capture(
              name: pattern.names[capture.variable],
              text: Array(text[capture.range].prefix(StructureResult.textLimit)),
              range: capture.range)
          }))
    }
  }

  /// Names the symbols that are shown.
  private func addSymbols(to file: inout FileMatch, _ candidate: Candidate, _ text: UnsafeRawBufferPointer) {
    let hit = candidate.found.value
    guard !hit.symbolKinds.isEmpty else { return }
    let lines = Set(file.lines.filter(\.isMatch).map(\.number))
    let namer = SymbolNamer(plan: run.plans[candidate.part])
    let shown = namer.symbols(at: hit.matches, document: hit.document, text, language: file.language)
    file.symbols = shown.filter { lines.contains($0.line) }
  }

  /// Files whose colours are worth their time: whether a line is in a string or a comment is only known after
  /// reading the file from its start.
  private static let syntaxBytesMax = 256 << 10

  /// Colours and declarations, while there is time for that.
  private func syntax(of file: FileMatch, _ text: UnsafeRawBufferPointer) -> FileSyntax? {
    guard syntaxNanoseconds > 0, file.language != nil, text.count <= Self.syntaxBytesMax else { return nil }
    let start = monotonicNanoseconds()
    defer { syntaxNanoseconds -= monotonicNanoseconds() - start }
    return analyzeSyntax(text, language: file.language)
  }

  /// Adds colours and says whether a match defines something.
  private func add(_ syntax: FileSyntax, to file: inout FileMatch, _ matches: [TextMatch]) {
    for index in file.lines.indices { file.lines[index].take(syntax.spans) }
    file.definition = syntax.outline.first { item in
      // Matches ascend: the first that does not end before the name is the only one that can be all of it.
      let match = matches.indices.partitionPoint { matches[$0].range.upperBound < item.nameRange.upperBound }
      return match < matches.count && matches[match].range.lowerBound <= item.nameRange.lowerBound
    }
  }

  private func pathRanges(_ path: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    path.withUnsafeBytes { bytes in
      for matcher in pathMatchers {
        matcher.forEachMatch(in: bytes, range: 0..<bytes.count) { range in
          if !range.isEmpty { ranges.append(range) }
          return ranges.count < 64
        }
      }
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    var joined: [Range<Int>] = []
    for range in ranges {
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  /// A placement by name.
  func name(of placement: Int, part index: Int) -> PlacementName {
    let file = run.snapshot.parts[index].placements
    let memo = memos[index] ?? ScopeMemo(run.scope, file: file)
    memos[index] = memo
    let place = file.revisionSet(ofPlacement: placement)
    return PlacementName(
      snapshot: run.snapshot, repository: file.revisions(at: place).repository,
      revision: memo.shownRevision(place: place), path: Array(file.path(ofPlacement: placement)))
  }
}

extension PlacementName {
  /// Names revision number `revision` of repository number `repository`.
  init(snapshot: IndexSnapshot, repository: UInt32, revision: Int, path: [UInt8]) {
    // Placement files with unknown repositories are refused on opening.
    let info = snapshot.repositories[snapshot.repositoryIndex[repository] ?? 0]
    let shown = revision < info.revisions.count ? info.revisions[revision] : nil
    self.init(
      repository: info.name, revision: shown?.name ?? "", isDefaultRevision: revision == 0,
      commit: shown?.commit, path: path)
  }
}

extension LineMatch {
  /// Where the line ends in the searched text; a cut line is taken to end where its text does.
  fileprivate var end: Int { isCut ? byteOffset + LineMatch.textLimit * 1_024 : byteOffset + text.count }

  /// Takes those of a file's spans that lie in the shown part of the line.
  fileprivate mutating func take(_ all: [TokenSpan]) {
    let start = byteOffset + textStart
    let shown = start..<start + text.count
    var index = all.indices.partitionPoint { all[$0].range.upperBound <= shown.lowerBound }
    while index < all.count, all[index].range.lowerBound < shown.upperBound {
      let part = all[index].range.clamped(to: shown)
      spans.append(TokenSpan(range: part.lowerBound - start..<part.upperBound - start, kind: all[index].kind))
      index += 1
    }
  }
}
