import RegexEngine
import SearchIndex

extension SegmentSearch {
  /// Collects what is shown of the current document, which satisfies the query at `found`.
  func hit(_ found: [Int], _ count: Int) throws(SegmentError) -> DocumentHit {
    var hit = emptyHit(found, count)
    let highlighted = query.contentAtoms.indices.filter {
      query.contentAtoms[$0].isHighlighted && verdicts[$0] != false
    }
    if highlighted.count == 1, query.contentAtoms[highlighted[0]].structure == nil {
      add(try collect(highlighted[0]), of: highlighted[0], to: &hit)
    } else if !highlighted.isEmpty {
      try collectSeveral(highlighted, into: &hit)
    }
    return hit
  }

  /// A hit without matches. What only ranking looks at is left out of plain counting.
  func emptyHit(_ found: [Int], _ count: Int) -> DocumentHit {
    DocumentHit(
      document: current, placements: found, placementCount: count, matches: [], matchCount: 0, lineCount: 0,
      isCapped: false,
      features: options.wantsFeatures
        ? Array(repeating: AtomFeatures(), count: query.contentAtoms.count) : [],
      pathQuality: options.wantsFeatures ? pathQuality(found[0]) : [])
  }

  /// Adds the matches of one atom, the only one of the hit.
  func add(_ matches: CollectedMatches, of atom: Int, to hit: inout DocumentHit) {
    if options.wantsFeatures { hit.features[atom] = matches.features }
    hit.matchCount = matches.features.matches
    hit.lineCount = matches.lineCount
    hit.matches = matches.kept
  }

  private func pathQuality(_ placement: Int) -> [UInt8] {
    guard !query.pathAtoms.isEmpty else { return [] }
    let path = placements.path(ofPlacement: placement)
    return query.pathAtoms.indices.map { atom in
      query.pathAtoms[atom].isHighlighted ? PathQuality.of(path, pathMatchers[atom]).rawValue : 0
    }
  }

  /// One atom: lines are counted while matching, and only the first matches are kept.
  func collect(_ atom: Int) throws(SegmentError) -> CollectedMatches {
    var lines = LineCounter()
    var features = AtomFeatures()
    var matches: [TextMatch] = []
    let keep = options.matchesKept
    let matcher = contentMatchers[atom]
    let wantsFeatures = options.wantsFeatures
    try forEachRun(atom) { text, offset in
      lines.start(text)
      matcher.forEachMatch(in: text, range: 0..<text.count) { range in
        // An empty match after the last line feed is at no line of this text.
        if range.isEmpty, range.lowerBound == text.count, text.last == 0x0A { return true }
        lines.count(range)
        features.matches &+= 1
        if wantsFeatures, features.probed < AtomFeatures.probeLimit {
          MatchProbe.look(at: range, in: text, into: &features)
        }
        if matches.count < keep {
          matches.append(
            TextMatch(atom: atom, range: range.lowerBound + offset..<range.upperBound + offset))
        }
        return true
      }
      return true
    }
    return CollectedMatches(kept: matches, lineCount: lines.total, features: features)
  }

  /// Matches of one atom gathered in one document when several are shown; beyond it, counts are lower bounds.
  static let matchesPerAtomMax = 100_000

  /// Several atoms: their matches are merged before lines are counted, since they may share lines.
  private func collectSeveral(_ atoms: [Int], into hit: inout DocumentHit) throws(SegmentError) {
    var matches: [TextMatch] = []
    var isCapped = false
    for atom in atoms {
      var features = AtomFeatures()
      if query.contentAtoms[atom].structure != nil {
        features = try addStructures(atom, to: &matches, &hit)
        if options.wantsFeatures { hit.features[atom] = features }
        continue
      }
      let matcher = contentMatchers[atom]
      try forEachRun(atom) { text, offset in
        matcher.forEachMatch(in: text, range: 0..<text.count) { range in
          if range.isEmpty, range.lowerBound == text.count, text.last == 0x0A { return true }
          features.matches &+= 1
          if options.wantsFeatures, features.probed < AtomFeatures.probeLimit {
            MatchProbe.look(at: range, in: text, into: &features)
          }
          matches.append(
            TextMatch(atom: atom, range: range.lowerBound + offset..<range.upperBound + offset))
          isCapped = features.matches >= Self.matchesPerAtomMax
          return !isCapped
        }
        return features.matches < Self.matchesPerAtomMax
      }
      if options.wantsFeatures { hit.features[atom] = features }
      hit.isCapped = hit.isCapped || isCapped
    }
    matches.sort()
    var lines = LineCounter()
    let text = try reader.text(record)
    lines.start(text)
    for match in matches { lines.count(match.range) }
    hit.matchCount = matches.count
    hit.lineCount = lines.total
    hit.matches = Array(matches.prefix(options.matchesKept))
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
