import RegexEngine
import SearchIndex

/// Candidate documents of a condition in ascending order.
///
/// Works on lower bounds: ``next(_:)`` never passes over a document that satisfies the condition, and AND
/// leaps from bound to bound until all parts agree.
indirect enum DocumentCursor {
  /// Any document: nothing is known from the index.
  case any
  /// No document.
  case none
  /// Documents of candidate blocks.
  case blocks(BlockCursor)
  /// Documents by their paths.
  case paths(PathCursor)
  /// Documents of a set.
  case documents(BitSet)
  case and([DocumentCursor])
  case or([DocumentCursor])

  /// Whether nothing can be found.
  var isNone: Bool { if case .none = self { true } else { false } }

  /// Parts of an AND over whole documents that are followed; the rarest are taken.
  static let conjunctsMax = 6
}

/// Moves a ``DocumentCursor`` over one segment.
struct DocumentFinder {
  let segment: Segment
  let placements: PlacementFile

  /// The first document at or after `document` that may satisfy `cursor`.
  func next(_ cursor: DocumentCursor, atOrAfter document: Int) -> Int? {
    guard document < segment.meta.documentCount else { return nil }
    switch cursor {
    case .any: return document
    case .none: return nil
    case .blocks(let blocks):
      let first = segment.firstBlock(ofDocument: document)
      guard let block = blocks.next(atOrAfter: first) else { return nil }
      return segment.document(holdingBlock: block, from: document)
    case .paths(let paths): return paths.next(document)
    case .documents(let set):
      return set.next(atOrAfter: document).flatMap { $0 < segment.meta.documentCount ? $0 : nil }
    case .and(let parts): return nextOfAll(parts, document)
    case .or(let parts):
      var least: Int?
      for part in parts {
        guard let found = next(part, atOrAfter: document) else { continue }
        if found == document { return document }
        least = min(least ?? found, found)
      }
      return least
    }
  }

  private func nextOfAll(_ parts: [DocumentCursor], _ start: Int) -> Int? {
    var document = start
    var agreed = 0
    var index = 0
    // Ends: every round either agrees once more or moves to a later document.
    while agreed < parts.count {
      guard let found = next(parts[index], atOrAfter: document) else { return nil }
      if found == document {
        agreed += 1
      } else {
        document = found
        agreed = 1
      }
      index = (index + 1) % parts.count
    }
    return document
  }
}

/// Makes the cursors of a query for one segment.
struct DocumentCursorBuilder {
  let finder: DocumentFinder
  let query: CompiledQuery
  /// One for each content atom that blocks can answer.
  let contentCursors: [BlockCursor?]
  /// One for each path atom.
  let pathCursors: [BlockCursor]
  let pathMatchers: [Matcher]
  let symbols: SymbolPlan?
  let context: any PlacementContext

  func cursor(_ node: CompiledQuery.Node) -> DocumentCursor {
    switch node {
    case .everything, .not: return .any
    case .predicate(let index):
      switch context.extent(ofPredicate: index) {
      case .many: return .any
      case .few: return .documents(documents(of: index))
      case .none: return .none
      }
    case .content(let atom):
      if query.contentAtoms[atom].emits != nil {
        return symbols?.emits[atom].map { .documents($0.documents) } ?? .none
      }
      if let blocks = contentCursors[atom] { return blocks.isUnrestricted ? .any : .blocks(blocks) }
      return wholeDocument(query.contentAtoms[atom].grams)
    case .path(let atom): return .paths(paths(atom, reach: PathCursor.reachOfDocument))
    case .symbol(let atom):
      if let symbols { return .documents(symbols.atoms[atom].documents) }
      return wholeDocument(query.symbolAtoms[atom].grams)
    case .and(let parts):
      let cursors = parts.map(cursor).filter { if case .any = $0 { false } else { true } }
      if cursors.contains(where: \.isNone) { return .none }
      return cursors.isEmpty ? .any : cursors.count == 1 ? cursors[0] : .and(cursors)
    case .or(let parts):
      let cursors = parts.map { part -> DocumentCursor in
        // Looking through all paths costs less than to check the documents that other alternatives rule out.
        if case .path(let atom) = part {
          .paths(paths(atom, reach: PathCursor.reachMax))
        } else {
          cursor(part)
        }
      }.filter { !$0.isNone }
      let hasAny = cursors.contains { if case .any = $0 { true } else { false } }
      return hasAny ? .any : cursors.isEmpty ? .none : .or(cursors)
    }
  }

  /// Documents that a condition on repositories and revisions holds for at one of their places.
  private func documents(of predicate: Int) -> BitSet {
    let file = finder.placements
    var set = BitSet(count: finder.segment.meta.documentCount)
    for document in 0..<finder.segment.meta.documentCount {
      for placement in file.placements(ofDocument: document)
      where context.holds(predicate: predicate, place: file.revisionSet(ofPlacement: placement)) {
        set.insert(document)
        break
      }
    }
    return set
  }

  private func paths(_ atom: Int, reach: Int) -> PathCursor {
    PathCursor(pathCursors[atom], pathMatchers[atom], finder.placements, reach: reach)
  }

  /// For patterns that cross lines, fragments may lie in different blocks: they are joined by document.
  private func wholeDocument(_ grams: GramQuery) -> DocumentCursor {
    switch grams {
    case .all: return .any
    case .none: return .none
    case .gram, .run: return .blocks(BlockCursor(finder.segment, grams))
    case .and(let parts):
      var cursors: [(cursor: DocumentCursor, estimate: Int)] = []
      for part in parts {
        let estimate = BlockCursor(finder.segment, part).estimate
        cursors.append((wholeDocument(part), estimate))
      }
      cursors.sort { $0.estimate < $1.estimate }
      return .and(cursors.prefix(DocumentCursor.conjunctsMax).map(\.cursor))
    case .or(let parts):
      let isFlat = parts.allSatisfy { if case .gram = $0 { true } else { false } }
      if isFlat { return .blocks(BlockCursor(finder.segment, grams)) }
      return .or(parts.map(wholeDocument))
    }
  }
}
