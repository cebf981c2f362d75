import Containers
import Platform
import QueryEngine
import SearchIndex

extension SearchRun {
  /// Chunks of all segments in turn, best standing first.
  func makeUnits() -> [Unit] {
    var units: [Unit] = []
    let longest = snapshot.parts.map(\.segment.meta.documentCount).max() ?? 0
    let size = query.readsStructure ? Self.parsedDocumentsPerUnit : Self.documentsPerUnit
    for start in stride(from: 0, to: longest, by: size) {
      for (index, part) in snapshot.parts.enumerated() where start < part.segment.meta.documentCount {
        let end = min(start + size, part.segment.meta.documentCount)
        units.append(Unit(part: index, documents: start..<end))
      }
    }
    return units
  }

  /// The units from the cursor on; with a cursor of another program's making, as far as it makes sense.
  func unit(_ index: Int, of units: [Unit]) -> Unit {
    var unit = units[index]
    if let cursor, index == cursor.unit {
      let range = unit.documents
      unit.documents = max(range.lowerBound, min(cursor.document, range.upperBound))..<range.upperBound
    }
    return unit
  }
}

extension SearchRun {
  /// Documents looked at for their names, per segment and term.
  private static let namedFilesMax = 32

  /// Documents looked at for what they declare, per segment.
  private static let declaringFilesMax = 24

  static func key(_ part: Int, _ document: Int) -> Int { part << 32 | document }

  /// After stopping early: files named like a term, and files that declare one, wherever they stand.
  func addNamedFiles() {
    // Those that were shown before it was known that the search stops early count as well.
    var seen = found
    for named in namedFiles(known: found)
    where seen.insert(Self.key(named.part, named.hit.document)).inserted {
      tally.add(named.hit)
      add(FoundHit(named.hit), part: named.part)
    }
  }

  /// Hits that are named like a term or declare it: the same for every page of a search. Those that are `known` need
  /// not be among them.
  func namedFiles(known: Set<Int> = []) -> [(part: Int, hit: DocumentHit)] {
    guard query.settings.sort == .relevance else { return [] }
    var named: [(part: Int, hit: DocumentHit)] = []
    for (index, part) in snapshot.parts.enumerated() {
      let search = segmentSearch(index, worker: searcher.pool.threadCount)
      do {
        let isKnown = { (document: Int) in known.contains(Self.key(index, document)) }
        try search.pathHits(limit: Self.namedFilesMax, isKnown: isKnown) { named.append((index, $0)) }
        for document in declaredNames(index).best(limit: Self.declaringFilesMax) where !isKnown(document) {
          if let hit = try search.check(document) { named.append((index, hit)) }
        }
        try search.namesakes(limit: Self.namedFilesMax) { named.append((index, $0)) }
      } catch {
        summary.limits.append(.segmentFailed(name: part.name, reason: error.description))
      }
    }
    return named
  }

  /// Which documents of a part declare the words of the query; found once.
  private func declaredNames(_ part: Int) -> DeclaredNames {
    if let known = declared[part] { return known }
    let names = DeclaredNames(query, snapshot.parts[part])
    declared[part] = names
    return names
  }

  /// Replaces what the text of a hit looks like by what its symbols say.
  func settle(_ hit: inout DocumentHit, part: Int) {
    guard let facts = snapshot.parts[part].facts else { return }
    declaredNames(part).settle(&hit, state: facts.state(ofDocument: hit.document))
  }
}

extension SearchLimit {
  /// Whether nothing more is looked at once it is met.
  var endsSearch: Bool {
    switch self {
    case .timeLimit, .cancelled, .busy: true
    case .matchLimit, .segmentFailed, .notParsed: false
    }
  }
}
