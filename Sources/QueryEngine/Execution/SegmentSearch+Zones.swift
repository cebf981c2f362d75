import Containers
import RegexEngine
import SearchIndex
import Syntax

/// Matches that were left out because they are in another kind of text than asked for.
package struct ZoneCounters: Sendable, Equatable {
  /// By kind: in code, in comments, in strings. A match that touches several is counted under the last.
  package var inCode = 0
  /// In comments.
  package var inComments = 0
  /// In strings.
  package var inStrings = 0
  /// Definitions that were no uses.
  package var definitions = 0
  /// Bytes read by the lexer.
  package var bytesLexed = 0
  /// Documents with a match, in languages whose comments and strings are not known.
  package var documentsWithoutRules = 0

  package init() {}

  /// Adds the work of another worker.
  package mutating func add(_ other: ZoneCounters) {
    inCode += other.inCode
    inComments += other.inComments
    inStrings += other.inStrings
    definitions += other.definitions
    bytesLexed += other.bytesLexed
    documentsWithoutRules += other.documentsWithoutRules
  }
}

/// What decides whether a match in the current document counts; found when the first match asks.
struct MatchFilter {
  /// The kinds of text of the document; the inner nil: all of it is code.
  var zones: ZoneMap??
  /// Where names are declared, ascending; nil: not looked up yet.
  var declarations: [Int]?
}

extension SegmentSearch {
  /// Whether a match of a filtered atom counts.
  ///
  /// - Parameters:
  ///   - range: in the whole text of the document.
  ///   - text: the whole text of the document.
  ///   - isCounted: whether what is left out is told to the reader.
  func accepts(
    _ atom: CompiledQuery.ContentAtom, _ range: Range<Int>, _ text: UnsafeRawBufferPointer, isCounted: Bool
  ) -> Bool {
    if atom.zones != .all {
      let zones = zoneMap(text)?.zones(of: range) ?? .code
      guard zones.isSubset(of: atom.zones) else {
        if isCounted { leftOut(zones.subtracting(atom.zones)) }
        return false
      }
    }
    guard atom.excludesDefinitions else { return true }
    let starts = filter.declarations ?? declarations(text)
    let start = starts.indices.partitionPoint { starts[$0] < range.lowerBound }
    guard start < starts.count, starts[start] == range.lowerBound else { return true }
    if isCounted { counters.zones.definitions += 1 }
    return false
  }

  private func leftOut(_ zones: TextZones) {
    if zones.contains(.string) {
      counters.zones.inStrings += 1
    } else if zones.contains(.comment) {
      counters.zones.inComments += 1
    } else {
      counters.zones.inCode += 1
    }
  }

  private func zoneMap(_ text: UnsafeRawBufferPointer) -> ZoneMap? {
    if let known = filter.zones { return known }
    let zones = readZones(text, language: LanguageTable[record.language])
    if zones == nil {
      counters.zones.documentsWithoutRules += 1
    } else {
      counters.zones.bytesLexed += text.count
    }
    filter.zones = .some(zones)
    return zones
  }

  private func declarations(_ text: UnsafeRawBufferPointer) -> [Int] {
    var starts: [Int] = []
    if let facts = symbols?.facts {
      facts.forEachPlace(ofDocument: current) { place in
        starts.append(place.start)
        return true
      }
    } else {
      starts = lexed(text).map(\.start)
    }
    starts.sort()
    filter.declarations = starts
    return starts
  }

  /// Calls `body` with each match of a content atom in the current document that counts, in order.
  ///
  /// `body` gets the part of the text, the match in it and the part's offset in the document, and returns false to
  /// stop. Matches of the empty string after the last line feed are at no line and don't count.
  func forEachMatch(
    _ atom: Int, _ body: (UnsafeRawBufferPointer, Range<Int>, Int) -> Bool
  ) throws(SegmentError) {
    let matcher = matchers.content[atom]
    let condition = query.contentAtoms[atom]
    guard condition.isFiltered else {
      return try forEachRun(atom) { text, offset in
        var goesOn = true
        matcher.forEachMatch(in: text, range: 0..<text.count) { range in
          if range.isEmpty, range.lowerBound == text.count, text.last == 0x0A { return true }
          goesOn = body(text, range, offset)
          return goesOn
        }
        return goesOn
      }
    }
    // The lexer wants the whole text; parts of it are then taken from there, as readers lend one at a time.
    let whole = try reader.text(record)
    forEachRange(atom) { run in
      let text = UnsafeRawBufferPointer(rebasing: whole[run])
      var goesOn = true
      matcher.forEachMatch(in: text, range: 0..<text.count) { range in
        if range.isEmpty, range.lowerBound == text.count, text.last == 0x0A { return true }
        let place = range.lowerBound + run.lowerBound..<range.upperBound + run.lowerBound
        guard accepts(condition, place, whole, isCounted: condition.isHighlighted) else { return true }
        goesOn = body(text, range, run.lowerBound)
        return goesOn
      }
      return goesOn
    }
  }
}
