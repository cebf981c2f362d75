import RegexEngine
import SearchIndex

/// Documents with a path that holds a match, in ascending order.
///
/// Grams of paths leave blocks of 32 of them. Looking through such a block costs less than a microsecond, where checking
/// one of its documents in vain costs as much.
final class PathCursor {
  private let blocks: BlockCursor
  private let matcher: Matcher
  private let placements: PlacementFile
  private let perBlock: Int
  /// Placements looked at in one call.
  private let reach: Int
  /// What the last call has found: no document from `from` to before `found` has such a path.
  private var from = Int.max
  private var found: Int?

  /// Placements looked at at once beside other alternatives: these may come sooner.
  static let reachMax = 1024

  /// Placements looked at for a document that other conditions have found, where grams rule out none.
  static let reachOfDocument = 32

  init(_ blocks: BlockCursor, _ matcher: Matcher, _ placements: PlacementFile, reach: Int) {
    self.blocks = blocks
    self.matcher = matcher
    self.placements = placements
    self.reach = reach
    perBlock = placements.placements(inBlock: 0).count
  }

  /// A document at or after `document` that no document with such a path comes before; nil when there is none.
  func next(_ document: Int) -> Int? {
    if document >= from, document <= found ?? .max { return found }
    from = document
    found = search(document)
    return found
  }

  private func search(_ document: Int) -> Int? {
    // Documents without placements cannot match by path; their range starts where the next one's does.
    var placement = placements.placements(ofDocument: document).lowerBound
    var left = reach
    while placement < placements.count, perBlock > 0 {
      guard let block = blocks.next(atOrAfter: UInt32(placement / perBlock)) else { return nil }
      let range = placements.placements(inBlock: block)
      placement = max(placement, range.lowerBound)
      guard left > 0 else { return max(document, placements.document(ofPlacement: placement)) }
      left -= range.upperBound - placement
      if let match = firstMatch(placement..<range.upperBound) {
        return max(document, placements.document(ofPlacement: match))
      }
      placement = range.upperBound
    }
    return nil
  }

  /// The first of these placements whose path holds a match.
  private func firstMatch(_ range: Range<Int>) -> Int? {
    var next = range.lowerBound
    while next < range.upperBound,
      let placement = placements.first(next..<range.upperBound, mayMatch: matcher)
    {
      let path = placements.path(ofPlacement: placement)
      if matcher.hasMatch(in: path, range: 0..<path.count) { return placement }
      next = placement + 1
    }
    return nil
  }
}

extension PlacementFile {
  /// The first of consecutive placements whose path may hold a match; nil when none does. All paths are looked through
  /// at once, so what is found across the border of two may be in neither.
  func first(_ range: Range<Int>, mayMatch matcher: Matcher) -> Int? {
    let paths = paths(ofPlacements: range)
    guard let hint = matcher.nextHint(in: paths, range: 0..<paths.count) else { return nil }
    // A pattern that only the automaton decides gives no hint beyond the first path.
    return placement(atPathOffset: hint, of: range)
  }
}
