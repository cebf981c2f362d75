package import Containers
import Platform
import QueryEngine
import RegexEngine
import SearchIndex
import Synchronization
import Syntax

extension Searcher {
  /// Declarations by name, best first: exact case, then the whole name, then its beginning; types before functions
  /// before fields; well placed files first. The order is the same in every run.
  ///
  /// Runs on the calling thread, and for expressions on the pool too; never call it on an event loop. A name costs
  /// some ten microseconds and 20 ns for each of its declarations; an expression reads all names.
  ///
  /// - Throws: ``SearchError`` for an expression or filter that cannot be compiled.
  package func symbols(_ request: SymbolQuery) throws -> SymbolAnswer {
    let snapshot = self.snapshot
    let search = try SymbolSearch(request, snapshot: snapshot, searcher: self)
    var answer = SymbolAnswer()
    let units = search.units(threads: pool.threadCount)
    let results = Mutex([SymbolSearch.Found?](repeating: nil, count: units.count))
    if search.matcher == nil || units.count == 1 {
      for (index, unit) in units.enumerated() {
        let found = search.run(unit)
        results.withLock { $0[index] = found }
      }
    } else {
      do {
        try pool.perform(units: units.count) { index, _ in
          let found = search.run(units[index])
          results.withLock { $0[index] = found }
          return true
        }
      } catch let error as PlatformError {
        throw SearchError(.busy, subject: "symbols", reason: "\(error)", fix: "Try again in a moment.")
      }
    }
    var best: [SymbolSearch.Candidate] = []
    for found in results.withLock({ $0 }) {
      guard let found else { continue }
      best += found.best
      answer.total += found.total
      if found.isCut, answer.isComplete {
        answer.isComplete = false
        answer.notes.append("the time limit ended the look-up")
      }
    }
    SymbolSearch.keepBest(&best, request.limit)
    answer.hits = hits(best, search)
    noteMissing(snapshot, search, &answer)
    return answer
  }

  private func noteMissing(_ snapshot: IndexSnapshot, _ search: SymbolSearch, _ answer: inout SymbolAnswer) {
    let missing = snapshot.parts.reduce(0) {
      $1.facts == nil ? $0 + $1.segment.meta.documentCount - $1.segment.meta.skippedCount : $0
    }
    if missing > 0 {
      answer.isComplete = false
      answer.notes.append("\(missing) files have no symbols yet; `alidade index` finds them")
    }
    for name in search.scope.unknownRevisions {
      answer.notes.append(
        "no repository has an indexed branch, tag or commit “\(name)”; see `alidade repos`")
    }
  }

  private func hits(_ candidates: [SymbolSearch.Candidate], _ search: SymbolSearch) -> [SymbolHit] {
    let snapshot = search.snapshot
    var filters: [Int: DocumentFilter] = [:]
    var readers: [Int: TextReader] = [:]
    return candidates.compactMap { candidate -> SymbolHit? in
      let number = Int(candidate.part)
      let part = snapshot.parts[number]
      let document = Int(candidate.document)
      let filter = filters[number] ?? DocumentFilter(search, part: number)
      filters[number] = filter
      let reader = readers[number] ?? TextReader(part.segment)
      readers[number] = reader
      guard let facts = part.facts, let symbol = facts.symbol(Int(candidate.symbol), ofDocument: document),
        let place = filter.placement(document)
      else { return nil }
      let record = part.segment.document(document)
      let set = part.placements.revisionSet(ofPlacement: place.placement)
      return SymbolHit(
        symbol: symbol, containers: facts.containers(ofSymbol: Int(candidate.symbol), document: document),
        placement: PlacementName(
          snapshot: snapshot, repository: part.placements.revisions(at: set).repository,
          revision: place.revision, path: Array(part.placements.path(ofPlacement: place.placement))),
        copyCount: place.count - 1, language: LanguageTable[record.language],
        blob: part.segment.id(ofDocument: document),
        document: DocumentKey(generation: snapshot.generation, part: number, document: document),
        index: Int(candidate.symbol), text: Self.line(of: symbol, record, reader))
    }
  }

  /// The line of a symbol; empty when it cannot be read.
  private static func line(of symbol: Symbol, _ record: DocumentRecord, _ reader: TextReader) -> String {
    let start = symbol.start - symbol.column
    guard start >= 0, start < record.textLength,
      let bytes = try? reader.text(record, start..<min(record.textLength, start + 1_000))
    else { return "" }
    var line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    while let first = line.first, first == 0x20 || first == 0x09 { line = line.dropFirst() }
    line = line.prefix(SymbolHit.textMax)
    while let last = line.last, last == 0x20 || last == 0x09 { line = line.dropLast() }
    return String(decoding: line, as: UTF8.self)
  }

  /// The declarations of a file at an indexed revision, nil for the default one.
  ///
  /// - Throws: ``SearchError`` for an unknown repository, revision or file.
  package func documentSymbols(repository: String, revision: String?, path: [UInt8]) throws -> DocumentSymbols
  {
    let snapshot = self.snapshot
    let place = try locate(snapshot, repository, revision)
    let table = pathTables.table(snapshot, place)
    guard let index = table.index(of: path) else {
      throw SearchError(
        .unknownFile, subject: "\(repository): \(String(decoding: path, as: UTF8.self))",
        reason: "no such file at the revision")
    }
    let (part, document) = table.document(index)
    let facts = part.facts?.facts(ofDocument: document)
    return DocumentSymbols(
      symbols: facts?.symbols ?? [], origin: facts.map { SymbolOriginName($0.state) },
      isCut: facts?.isCut ?? false,
      placement: PlacementName(
        snapshot: snapshot, repository: place.number, revision: place.revision, path: path),
      blob: part.segment.id(ofDocument: document),
      language: LanguageTable[part.segment.document(document).language])
  }

  /// The declarations of a document that a hit named; nil when the index has changed since, or has none of it.
  package func symbols(of key: DocumentKey) -> [Symbol]? {
    let snapshot = self.snapshot
    guard key.generation == snapshot.generation, snapshot.parts.indices.contains(key.part) else { return nil }
    return snapshot.parts[key.part].facts?.symbols(ofDocument: key.document)
  }

  /// Whole lines around a range of a document, at most `limit` bytes on each side, and where they begin; nil when the
  /// index has changed since, or the range's own lines are longer.
  package func lines(around range: Range<Int>, of key: DocumentKey, limit: Int) -> (
    text: [UInt8], start: Int
  )? {
    let snapshot = self.snapshot
    guard key.generation == snapshot.generation, snapshot.parts.indices.contains(key.part),
      key.document < snapshot.parts[key.part].segment.meta.documentCount
    else { return nil }
    let segment = snapshot.parts[key.part].segment
    let record = segment.document(key.document)
    guard range.upperBound <= record.textLength else { return nil }
    let wanted = max(0, range.lowerBound - limit)..<min(record.textLength, range.upperBound + limit)
    let reader = TextReader(segment)
    defer { withExtendedLifetime(reader) {} }
    guard let bytes = try? reader.text(record, wanted) else { return nil }
    var (first, last) = (0, bytes.count)
    if wanted.lowerBound > 0 {
      guard let feed = bytes.firstIndex(of: 0x0A), wanted.lowerBound + feed < range.lowerBound else {
        return nil
      }
      first = feed + 1
    }
    if wanted.upperBound < record.textLength {
      guard let feed = bytes.lastIndex(of: 0x0A), wanted.lowerBound + feed >= range.upperBound else {
        return nil
      }
      last = feed
    }
    return (Array(bytes[first..<last]), wanted.lowerBound + first)
  }

  /// Names looked at for completions, at most.
  private static let namesVisitedMax = 4_096

  /// Names that begin with `prefix` without regard to case, for completions: the exact name first, then what is
  /// declared most and is weightiest.
  package func symbolNames(
    prefix: String, limit: Int, scope: AccessScope = .everything
  ) -> [SymbolName] {
    var request = SymbolQuery(prefix, match: .prefix)
    request.scope = scope
    // Fails for filters and expressions only, and there are none.
    guard !prefix.isEmpty, let search = try? SymbolSearch(request, snapshot: snapshot, searcher: self) else {
      return []
    }
    var names: [String: SymbolName] = [:]
    var visited = 0
    for unit in search.units(threads: 1) {
      guard let facts = search.snapshot.parts[unit.part].facts else { continue }
      let filter = DocumentFilter(search, part: unit.part)
      for name in unit.names {
        visited += 1
        if visited > Self.namesVisitedMax { break }
        var count = 0
        var kind = SymbolKind.other
        facts.forEachSymbol(ofName: name) { entry in
          guard filter.includes(entry.document) else { return true }
          count += 1
          if count == 1 || entry.kind.weight > kind.weight { kind = entry.kind }
          return count < 1_000
        }
        guard count > 0 else { continue }
        let text = String(decoding: facts.name(name), as: UTF8.self)
        var known = names[text] ?? SymbolName(name: text, kind: kind, count: 0)
        known.count += count
        if kind.weight > known.kind.weight { known.kind = kind }
        names[text] = known
      }
    }
    func rank(_ name: SymbolName) -> (Int, Int, Int, Int, String) {
      let isExact = name.name == prefix ? 0 : name.name.lowercased() == prefix.lowercased() ? 1 : 2
      return (isExact, -name.kind.weight, name.name.utf8.count, -name.count, name.name)
    }
    return names.values.sorted { rank($0) < rank($1) }.prefix(limit).map { $0 }
  }

  /// How much of the index has symbols.
  package var symbolStatus: SymbolStatus { snapshot.symbolStatus }
}

extension SymbolOriginName {
  init(_ state: FactsState) {
    switch state {
    case .none: self = .none
    case .grammar: self = .grammar
    case .lexer: self = .lexer
    case .tooLarge: self = .tooLarge
    case .failed: self = .failed
    }
  }
}
