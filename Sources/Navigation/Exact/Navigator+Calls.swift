extension Navigator {
  /// Functions shown at most.
  package static let callGroupsMax = 500

  /// Who calls the function at a position, found by the extents of definitions around its references.
  package func callers(at position: CodePosition) throws -> [CallGroup] {
    try callers(of: try targets(at: position), home: position)
  }

  /// Who calls a function, given by its symbol's text.
  package func callers(of symbol: String, home: CodePosition? = nil) throws -> [CallGroup] {
    try callers(of: try targets(symbol: symbol, home: home), home: home)
  }

  private func callers(of targets: [Target], home: CodePosition?) throws -> [CallGroup] {
    var groups = Groups()
    for target in unique(targets) {
      // Who calls what it stands for calls it, as far as can be told: a requirement and what meets it.
      var relatives = Set<String>()
      let own = try everywhere(target, home: home)
      for one in own {
        for related in one.view.file.relationships(from: one.symbol)
        where related.kinds.contains(.reference) && relatives.count < Self.relatedMax {
          relatives.insert(one.view.file.text(of: related.symbol))
        }
      }
      var all = own
      for text in relatives.sorted() { all += try self.targets(symbol: text, home: home) }
      for one in all {
        var extents = Extents(file: one.view.file)
        var places: [StoredPlace] = []
        forEachPlace(of: one) { place in
          places.append(place)
          return places.count < Self.placesMax
        }
        for place in places {
          let stored = one.view.file.occurrence(place.index, ofDocument: place.document)
          guard !stored.roles.contains(.definition), !stored.roles.contains(.forwardDefinition) else {
            continue
          }
          let around = extents.innermost(around: stored.range, document: place.document)
          try groups.add(
            around.map { Target(view: one.view, symbol: $0.symbol, document: place.document) },
            call: location(place, in: one.view))
        }
      }
    }
    return try finished(groups, home)
  }

  /// What the function at a position calls.
  package func callees(at position: CodePosition) throws -> [CallGroup] {
    try callees(of: try targets(at: position), home: position)
  }

  /// What a function calls, given by its symbol's text.
  package func callees(of symbol: String, home: CodePosition? = nil) throws -> [CallGroup] {
    try callees(of: try targets(symbol: symbol, home: home), home: home)
  }

  private func callees(of targets: [Target], home: CodePosition?) throws -> [CallGroup] {
    var groups = Groups()
    for target in unique(targets) {
      for one in try everywhere(target, home: home) {
        let file = one.view.file
        var definitions: [StoredPlace] = []
        forEachPlace(of: one) { place in
          let isDefinition = file.occurrence(place.index, ofDocument: place.document).roles.contains(
            .definition)
          if isDefinition { definitions.append(place) }
          return definitions.count < Self.targetsMax && (isDefinition || one.symbol.isLocal)
        }
        for place in definitions {
          guard let extent = file.enclosingRange(place.index, ofDocument: place.document) else { continue }
          let lines = Int(extent.startLine)..<Int(extent.endLine) + 1
          for index in file.occurrences(ofDocument: place.document, lines: lines) {
            let stored = file.occurrence(index, ofDocument: place.document)
            let called = Target(view: one.view, symbol: stored.symbol, document: place.document)
            guard !stored.roles.contains(.definition), stored.symbol != one.symbol,
              extent.contains(stored.range),
              summary(called).isCallable
            else { continue }
            try groups.add(
              called, call: location(StoredPlace(document: place.document, index: index), in: one.view))
          }
        }
      }
    }
    return try finished(groups, home)
  }

  private func finished(_ groups: Groups, _ home: CodePosition?) throws -> [CallGroup] {
    try groups.list.prefix(Self.callGroupsMax).map { group in
      guard let target = group.target else {
        return CallGroup(symbol: nil, definition: nil, calls: group.calls)
      }
      var found = Gathered(limit: 1)
      for one in try everywhere(target, home: home) where found.isEmpty {
        try gather(one, into: &found) { $0.contains(.definition) }
      }
      return CallGroup(symbol: summary(target), definition: found.definitions.first, calls: group.calls)
    }
  }

  /// Calls by the function at their other end, in order of appearance.
  private struct Groups {
    var list: [(target: Target?, calls: [CodeLocation])] = []
    private var places: [String: Int] = [:]

    mutating func add(_ target: Target?, call: CodeLocation) {
      let key =
        target.map { target in
          target.symbol.isLocal
            ? "\(target.view.index.file)\n\(target.document ?? 0)\n\(target.symbol.number)"
            : target.view.file.text(of: target.symbol)
        } ?? ""
      if let place = places[key] {
        list[place].calls.append(call)
      } else {
        places[key] = list.count
        list.append((target, [call]))
      }
    }
  }
}

/// Extents of definitions, document by document.
private struct Extents {
  let file: NavigationFile
  private var document = -1
  private var extents: [(range: IndexedRange, symbol: StoredSymbol)] = []

  init(file: NavigationFile) { self.file = file }

  /// The definition with the smallest extent that holds a range and has the range not as its own name.
  mutating func innermost(around range: IndexedRange, document: Int) -> (
    range: IndexedRange, symbol: StoredSymbol
  )? {
    if document != self.document { load(document) }
    return extents.filter { $0.range.contains(range) }.min { left, right in
      right.range.contains(left.range) && !left.range.contains(right.range)
    }
  }

  private mutating func load(_ document: Int) {
    self.document = document
    extents = []
    for index in 0..<file.occurrenceCount(ofDocument: document) {
      guard let range = file.enclosingRange(index, ofDocument: document) else { continue }
      let stored = file.occurrence(index, ofDocument: document)
      if stored.roles.contains(.definition) { extents.append((range, stored.symbol)) }
    }
  }
}

extension IndexedRange {
  func contains(_ other: IndexedRange) -> Bool {
    (startLine, startColumn) <= (other.startLine, other.startColumn)
      && (other.endLine, other.endColumn) <= (endLine, endColumn)
  }
}
