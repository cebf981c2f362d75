extension Navigator {
  /// Places answered at most when a caller does not say.
  package static let placesMax = 1000

  /// Where the name at a position is defined.
  package func definition(at position: CodePosition) throws -> NavigationAnswer {
    let targets = try targets(at: position)
    return try definition(of: targets, home: position)
  }

  /// Where a symbol, given by its text, is defined.
  package func definition(of symbol: String, home: CodePosition? = nil) throws -> NavigationAnswer {
    try definition(of: try targets(symbol: symbol, home: home), home: home)
  }

  private func definition(of targets: [Target], home: CodePosition?) throws -> NavigationAnswer {
    var gathered = Gathered(limit: Self.placesMax)
    for target in unique(targets) {
      let all = try everywhere(target, home: home)
      for one in all { try gather(one, into: &gathered) { $0.contains(.definition) } }
      guard gathered.isEmpty, !target.symbol.isLocal else { continue }
      // Some symbols are defined where another one is, or only declared.
      for one in all {
        for related in one.view.file.relationships(from: one.symbol) where related.kinds.contains(.definition)
        {
          let text = one.view.file.text(of: related.symbol)
          for other in try self.targets(symbol: text, home: home) {
            try gather(other, into: &gathered) { $0.contains(.definition) }
          }
        }
      }
      if gathered.isEmpty {
        for one in all { try gather(one, into: &gathered) { $0.contains(.forwardDefinition) } }
      }
      if gathered.isEmpty { try gatherOtherVersions(of: target, home, into: &gathered) }
    }
    if gathered.isEmpty, let first = targets.first.map(summary) {
      note(
        first.packageName.isEmpty
          ? "no imported index defines \(first.name)"
          : "no imported index defines \(first.name) of the package \(first.packageName)")
    }
    return answer(gathered, targets)
  }

  private func gatherOtherVersions(
    of target: Target, _ home: CodePosition?, into gathered: inout Gathered
  ) throws {
    let others = try otherVersions(of: target.view.file.text(of: target.symbol), home: home)
    for one in others {
      try gather(one, into: &gathered) { $0.contains(.definition) }
      let version = SymbolText(parsing: one.view.file.text(of: one.symbol))?.version ?? ""
      note("the definition is of version \(version) of the package, which is another than the one used here")
    }
  }

  /// Where the name at a position occurs, definitions first.
  package func references(
    at position: CodePosition, limit: Int = Navigator.placesMax
  ) throws -> NavigationAnswer {
    try references(of: try targets(at: position), home: position, limit)
  }

  /// Where a symbol, given by its text, occurs.
  package func references(
    to symbol: String, home: CodePosition? = nil, limit: Int = Navigator.placesMax
  ) throws -> NavigationAnswer {
    try references(of: try targets(symbol: symbol, home: home), home: home, limit)
  }

  private func references(
    of targets: [Target], home: CodePosition?, _ limit: Int
  ) throws -> NavigationAnswer {
    var gathered = Gathered(limit: limit)
    for target in unique(targets) {
      var relatives = Set<String>()
      for one in try everywhere(target, home: home) {
        try gather(one, into: &gathered) { _ in true }
        let file = one.view.file
        let related = file.relationships(from: one.symbol) + file.relationships(to: one.symbol)
        for other in related where other.kinds.contains(.reference) && relatives.count < Self.relatedMax {
          relatives.insert(file.text(of: other.symbol))
        }
      }
      for text in relatives.sorted() {
        for one in try self.targets(symbol: text, home: home) {
          // Another symbol's definition is not this one's.
          try gather(one, into: &gathered) { !$0.contains(.definition) }
        }
      }
    }
    return answer(gathered, targets)
  }

  /// What implements or overrides the name at a position.
  package func implementations(at position: CodePosition) throws -> NavigationAnswer {
    try implementations(of: try targets(at: position), home: position)
  }

  /// What implements or overrides a symbol, given by its text.
  package func implementations(of symbol: String, home: CodePosition? = nil) throws -> NavigationAnswer {
    try implementations(of: try targets(symbol: symbol, home: home), home: home)
  }

  private func implementations(of targets: [Target], home: CodePosition?) throws -> NavigationAnswer {
    var gathered = Gathered(limit: Self.placesMax)
    var seen = Set<String>()
    var waiting = try unique(targets).flatMap { try everywhere($0, home: home) }
    // What implements an implementation implements the whole.
    while !waiting.isEmpty, seen.count < Self.relatedMax {
      let target = waiting.removeFirst()
      for related in target.view.file.relationships(to: target.symbol)
      where related.kinds.contains(.implementation) {
        guard seen.insert(target.view.file.text(of: related.symbol)).inserted else { continue }
        let all = try self.targets(symbol: target.view.file.text(of: related.symbol), home: home)
        for one in all { try gather(one, into: &gathered) { $0.contains(.definition) } }
        waiting += all
      }
    }
    if gathered.isEmpty, let first = targets.first.map(summary) {
      note("no imported index has anything that implements or overrides \(first.name)")
    }
    return answer(gathered, targets)
  }

  /// Where the type of the name at a position is defined.
  package func typeDefinition(at position: CodePosition) throws -> NavigationAnswer {
    let targets = try targets(at: position)
    var gathered = Gathered(limit: Self.placesMax)
    for target in unique(targets) {
      for related in target.view.file.relationships(from: target.symbol)
      where related.kinds.contains(.typeDefinition) {
        for one in try self.targets(symbol: target.view.file.text(of: related.symbol), home: position) {
          try gather(one, into: &gathered) { $0.contains(.definition) }
        }
      }
    }
    return answer(gathered, targets)
  }

  /// What is known of the name at a position; the locations are its definitions, the total its references.
  package func hover(at position: CodePosition) throws -> NavigationAnswer {
    let targets = try targets(at: position)
    var answer = try definition(of: targets, home: position)
    answer.total = try unique(targets).reduce(0) { count, target in
      try everywhere(target, home: position).reduce(count) { $0 + occurrenceCount(of: $1, isReference: true) }
    }
    return answer
  }

  /// What is known of the symbols whose last name is `name` or, for a prefix, starts with it, without regard to
  /// case; with their definitions.
  ///
  /// - Parameter areDefined: without those that are only used, which other packages define.
  package func symbols(
    named name: String, isPrefix: Bool, repository: String? = nil, areDefined: Bool = true, limit: Int
  ) throws -> [(summary: SymbolSummary, definition: CodeLocation?)] {
    var texts: [String] = []
    var seen = Set<String>()
    for file in newestFiles(repository: repository) {
      file.forEachSymbol(named: name, isPrefix: isPrefix) { symbol, text in
        if areDefined, file.definitionCount(of: symbol) == 0 { return true }
        if seen.insert(text).inserted { texts.append(text) }
        return texts.count < limit
      }
    }
    return try texts.prefix(limit).compactMap { text in
      let targets = try targets(symbol: text, home: nil)
      guard
        let target = targets.first(where: { $0.view.file.definitionCount(of: $0.symbol) > 0 })
          ?? targets.first
      else { return nil }
      let found = try definition(of: [target], home: nil).locations
      return (
        summary(target), found.first { repository == nil || $0.repository == repository } ?? found.first
      )
    }
  }
}

extension Navigator {
  /// Places gathered so far, definitions apart.
  struct Gathered {
    var definitions: [CodeLocation] = []
    var others: [CodeLocation] = []
    var total = 0
    var limit: Int
    fileprivate var seen = Set<Key>()

    fileprivate struct Key: Hashable {
      var file: String
      var document: Int
      var range: IndexedRange
    }

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { total == 0 }
  }

  /// Adds the places of a target whose roles are wanted.
  func gather(_ target: Target, into gathered: inout Gathered, _ isWanted: (SymbolRoles) -> Bool) throws {
    var fault: (any Error)?
    forEachPlace(of: target) { place in
      let stored = target.view.file.occurrence(place.index, ofDocument: place.document)
      guard isWanted(stored.roles) else { return true }
      // Two symbols may have one name in one place, such as a type and its initialiser.
      let key = Gathered.Key(file: target.view.index.file, document: place.document, range: stored.range)
      guard gathered.seen.insert(key).inserted else { return true }
      gathered.total += 1
      let isDefinition = stored.roles.contains(.definition)
      guard isDefinition || gathered.others.count < gathered.limit,
        gathered.definitions.count < gathered.limit
      else { return true }
      do {
        let location = try location(place, in: target.view)
        if isDefinition { gathered.definitions.append(location) } else { gathered.others.append(location) }
        return true
      } catch {
        fault = error
        return false
      }
    }
    if let fault { throw fault }
  }

  /// Visits the places of a target: those of a local symbol in its document, of others in the whole index.
  func forEachPlace(of target: Target, _ body: (StoredPlace) -> Bool) {
    let file = target.view.file
    guard target.symbol.isLocal else {
      file.forEachPlace(of: target.symbol) { place, _ in body(place) }
      return
    }
    guard let document = target.document else { return }
    for index in 0..<file.occurrenceCount(ofDocument: document)
    where file.symbol(ofOccurrence: index, document) == target.symbol {
      guard body(StoredPlace(document: document, index: index)) else { return }
    }
  }

  private func occurrenceCount(of target: Target, isReference: Bool) -> Int {
    var count = 0
    forEachPlace(of: target) { place in
      let roles = target.view.file.occurrence(place.index, ofDocument: place.document).roles
      count += roles.contains(.definition) == isReference ? 0 : 1
      return true
    }
    return count
  }

  /// Each symbol once, although several indexes may have it.
  func unique(_ targets: [Target]) -> [Target] {
    var seen = Set<String>()
    return targets.filter { target in
      target.symbol.isLocal || seen.insert(target.view.file.text(of: target.symbol)).inserted
    }
  }

  func answer(_ gathered: Gathered, _ targets: [Target]) -> NavigationAnswer {
    var answer = NavigationAnswer()
    answer.symbols = unique(targets).map(summary)
    answer.locations = Array((gathered.definitions + gathered.others).prefix(gathered.limit))
    answer.total = gathered.total
    answer.notes = notes
    return answer
  }
}
