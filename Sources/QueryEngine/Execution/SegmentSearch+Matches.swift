import Containers
import RegexEngine
import SearchIndex

extension SegmentSearch {
  /// Collects what is shown of the current document, which satisfies the query at `found`.
  func hit(_ found: [Int], _ count: Int) throws(SegmentError) -> DocumentHit {
    var hit = emptyHit(found, count)
    let highlighted = query.contentAtoms.indices.filter {
      query.contentAtoms[$0].isHighlighted && verdicts[$0] != false
    }
    if !query.symbolAtoms.isEmpty || query.settings.select == .symbol {
      try collectSymbols(query.settings.type == .symbol ? [] : highlighted, into: &hit)
    } else if highlighted.count == 1, query.contentAtoms[highlighted[0]].structure == nil,
      query.contentAtoms[highlighted[0]].emits == nil
    {
      add(try collect(highlighted[0]), of: highlighted[0], to: &hit)
    } else if !highlighted.isEmpty {
      try collectSeveral(highlighted, into: &hit)
    }
    return hit
  }

  /// A hit without matches. What only ranking looks at is left out of plain counting.
  func emptyHit(_ found: [Int], _ count: Int) -> DocumentHit {
    var hit = DocumentHit(
      document: current, placements: found, placementCount: count, matches: [], matchCount: 0, lineCount: 0,
      isCapped: false,
      features: options.wantsFeatures
        ? Array(repeating: AtomFeatures(), count: query.contentAtoms.count) : [],
      pathQuality: [])
    if options.wantsFeatures, !query.pathAtoms.isEmpty {
      judgePath(placements.path(ofPlacement: found[0]), &hit)
    }
    return hit
  }

  /// Adds the matches of one atom, the only one of the hit.
  func add(_ matches: CollectedMatches, of atom: Int, to hit: inout DocumentHit) {
    if options.wantsFeatures { hit.features[atom] = matches.features }
    hit.matchCount = matches.features.matches
    hit.lineCount = matches.lineCount
    hit.matches = matches.kept
  }

  private func judgePath(_ path: UnsafeRawBufferPointer, _ hit: inout DocumentHit) {
    for atom in matchers.path.indices where query.pathAtoms[atom].isHighlighted {
      let quality = PathQuality.of(path, matchers.path[atom])
      guard quality != .none else { continue }
      if hit.pathQuality.isEmpty { hit.pathQuality = Array(repeating: 0, count: matchers.path.count) }
      hit.pathQuality[atom] = quality.rawValue
    }
    // Most paths match nothing.
    guard !hit.pathQuality.isEmpty else { return }
    let found = query.pathAtoms.indices.filter { hit.pathQuality[$0] > 0 }
    hit.nameCoverage = NameCoverage.of(path, found.map { matchers.path[$0] })
  }

  /// One atom: lines are counted while matching, and only the first matches are kept.
  func collect(_ atom: Int) throws(SegmentError) -> CollectedMatches {
    var gathered = MatchGatherer(atom: atom, options)
    guard !query.contentAtoms[atom].isFiltered else {
      try forEachMatch(atom) { text, range, offset in
        gathered.add(range, in: text, at: offset)
        return true
      }
      return gathered.matches
    }
    let matcher = matchers.content[atom]
    try forEachRun(atom) { text, offset in
      if gathered.onlyCounts, let counts = matcher.counts(in: text) {
        gathered.add(matches: counts.matches, lines: counts.lines)
        return true
      }
      matcher.forEachMatch(in: text, range: 0..<text.count) { range in
        // An empty match after the last line feed is at no line of this text.
        if range.isEmpty, range.lowerBound == text.count, text.last == 0x0A { return true }
        gathered.add(range, in: text, at: offset)
        return true
      }
      return true
    }
    return gathered.matches
  }

  /// Matches of one atom gathered in one document when several are shown; beyond it, counts are lower bounds.
  static let matchesPerAtomMax = 100_000

  /// Several atoms: their matches are merged before lines are counted, since they may share lines.
  private func collectSeveral(_ atoms: [Int], into hit: inout DocumentHit) throws(SegmentError) {
    let matches = try gather(atoms, into: &hit)
    hit.matchCount = matches.count
    hit.matches = matches
    countLines(of: matches, in: try reader.text(record), &hit)
  }

  /// All matches of several atoms in order.
  private func gather(_ atoms: [Int], into hit: inout DocumentHit) throws(SegmentError) -> [TextMatch] {
    var matches: [TextMatch] = []
    for atom in atoms {
      var features = AtomFeatures()
      if query.contentAtoms[atom].structure != nil {
        features = try addStructures(atom, to: &matches, &hit)
        if options.wantsFeatures { hit.features[atom] = features }
        continue
      }
      if query.contentAtoms[atom].emits != nil {
        features = addStatements(atom, to: &matches)
        if options.wantsFeatures { hit.features[atom] = features }
        continue
      }
      try forEachMatch(atom) { text, range, offset in
        features.matches &+= 1
        if options.wantsFeatures, features.probed < AtomFeatures.probeLimit {
          MatchProbe.look(at: range, in: text, into: &features)
        }
        matches.append(
          TextMatch(atom: atom, range: range.lowerBound + offset..<range.upperBound + offset))
        return features.matches < Self.matchesPerAtomMax
      }
      if features.matches >= Self.matchesPerAtomMax { hit.isCapped = true }
      if options.wantsFeatures { hit.features[atom] = features }
    }
    matches.sort()
    return matches
  }

  /// Symbols, and matches of text beside them; or, with `select:symbol`, the symbols around both.
  private func collectSymbols(_ atoms: [Int], into hit: inout DocumentHit) throws(SegmentError) {
    var matches = try gather(atoms, into: &hit)
    if options.wantsFeatures {
      hit.symbolFeatures = Array(repeating: SymbolFeatures(), count: query.symbolAtoms.count)
    }
    var kinds: [Int: SymbolKind] = [:]
    for atom in query.symbolAtoms.indices where query.symbolAtoms[atom].isHighlighted {
      for match in try symbolMatches(atom) {
        matches.append(TextMatch(atom: query.contentAtoms.count + atom, range: match.range))
        kinds[match.range.lowerBound] = match.kind
        if options.wantsFeatures { hit.symbolFeatures[atom].add(match) }
      }
    }
    matches.sort()
    // A name that several conditions found is one match.
    var last: Range<Int>?
    matches.removeAll { match in
      defer { last = match.range }
      return match.range == last
    }
    if query.settings.select == .symbol { return try foldToSymbols(&hit, matches) }
    for kind in kinds.values { hit.symbolKinds[kind, default: 0] += 1 }
    hit.matchCount = matches.count
    hit.matches = matches
    countLines(of: matches, in: try reader.text(record), &hit)
  }
}

/// Takes up the matches of one atom, which come part by part in ascending order.
struct MatchGatherer {
  /// Room for as many matches as most documents have, taken at once.
  private static let keptAtOnce = 8

  private let atom: Int
  private let keep: Int
  private let wantsFeatures: Bool
  private var lines = LineCounter()
  private var features = AtomFeatures()
  private var kept: [TextMatch] = []
  /// Of the part of the text that the last match was in.
  private var offset = -1

  init(atom: Int, _ options: SegmentSearchOptions) {
    self.atom = atom
    keep = options.matchesKept
    wantsFeatures = options.wantsFeatures
  }

  /// Whether nothing but numbers is wanted.
  var onlyCounts: Bool { keep == 0 && !wantsFeatures }

  /// Matches of a part of the text that were counted elsewhere.
  mutating func add(matches: Int, lines count: Int) {
    features.matches &+= matches
    lines.add(count)
  }

  /// A match in a part of the text that starts at `offset` of the document.
  @inline(__always)
  mutating func add(_ range: Range<Int>, in text: UnsafeRawBufferPointer, at offset: Int) {
    if offset != self.offset {
      self.offset = offset
      lines.start(text)
    }
    lines.count(range)
    features.matches &+= 1
    if wantsFeatures, features.probed < AtomFeatures.probeLimit {
      MatchProbe.look(at: range, in: text, into: &features)
    }
    if kept.count < keep {
      if kept.isEmpty { kept.reserveCapacity(Self.keptAtOnce) }
      kept.append(TextMatch(atom: atom, range: range.lowerBound + offset..<range.upperBound + offset))
    }
  }

  /// All that was taken up.
  var matches: CollectedMatches {
    CollectedMatches(kept: kept, lineCount: lines.total, features: features)
  }
}

/// The matches of one atom in one document.
struct CollectedMatches {
  /// The first ones, as many as are kept.
  var kept: [TextMatch]
  /// Lines with a match.
  var lineCount: Int
  var features: AtomFeatures
}

/// Counts the distinct lines that ascending matches touch.
struct LineCounter {
  private(set) var total = 0
  private var text = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Start of the first line that has not been counted.
  private var lineEnd = 0

  /// Takes up lines that were counted elsewhere.
  mutating func add(_ count: Int) { total += count }

  /// Begins a new part of whole lines.
  mutating func start(_ text: UnsafeRawBufferPointer) {
    self.text = text
    lineEnd = 0
  }

  mutating func count(_ match: Range<Int>) {
    // The last byte of the match, or its place when it is empty.
    let last = max(match.lowerBound, match.upperBound - 1)
    if match.lowerBound >= lineEnd {
      total += 1
      lineEnd = endOfLine(match.lowerBound)
    }
    while lineEnd <= last, lineEnd < text.count {
      total += 1
      lineEnd = endOfLine(lineEnd)
    }
  }

  private func endOfLine(_ start: Int) -> Int {
    LineFeeds.next(text, from: start) + 1
  }
}
