import Containers

/// Answers where names lead, from the imported indexes. One object answers one request: what it reads on the way is
/// kept until it goes. Use from one thread at a time; every question may read files and start git.
package final class Navigator {
  /// A symbol as one index knows it.
  struct Target {
    var view: PartView
    var symbol: StoredSymbol
    /// The document of a local symbol.
    var document: Int?
  }

  private let store: NavigationStore
  let source: any CodeSource
  private let isVisible: (String) -> Bool
  private var views: [String: PartView?] = [:]
  private var commits: [String: ObjectID?] = [:]
  private var lines = TextLines()
  /// What the reader should know about the answers so far.
  package private(set) var notes: [String] = []

  /// Symbols of one relationship that are followed.
  static let relatedMax = 500

  /// Versions of a package that are looked through.
  static let versionsMax = 64

  /// Other symbols at a position that are answered for together.
  static let targetsMax = 8

  /// A navigator over `store`.
  ///
  /// - Parameter isVisible: whether the reader may know of a repository; what it refuses does not exist.
  package init(
    store: NavigationStore, source: any CodeSource, isVisible: @escaping (String) -> Bool = { _ in true }
  ) {
    self.store = store
    self.source = RememberedSource(source: source, known: store.comparisons)
    self.isVisible = isVisible
  }

  // MARK: what is where

  /// The symbols at a position, those of the shortest name first; none where no index knows the line.
  func targets(at position: CodePosition) throws -> [Target] {
    var isKnown = false
    for part in try parts(of: position.repository, at: position.revision) {
      guard let view = try view(part, position.revision) else { continue }
      guard let origin = try view.origin(of: position.path, line: position.line) else {
        isKnown = true
        continue
      }
      for document in view.file.documents(at: origin.path) {
        isKnown = true
        let found = try targets(at: position, origin.line, in: view, document)
        if !found.isEmpty { return found }
      }
    }
    let place = "\(position.repository):\(position.path)"
    note(
      isKnown
        ? "the index of \(place) knows no name at \(position.line):\(position.column + 1)"
        : "no imported index covers \(place)")
    return []
  }

  private func targets(
    at position: CodePosition, _ line: Int, in view: PartView, _ document: Int
  ) throws -> [Target] {
    let encoding = view.file.encoding(ofDocument: document)
    var column = position.column
    if encoding != .utf8 {
      let text =
        try self.text(position.repository, position.revision, position.path, line: position.line) ?? []
      column = ColumnUnits.units(column, in: text, encoding)
    }
    let found = view.file.occurrences(ofDocument: document, atLine: line - 1, column: column)
    guard let first = found.first else { return [] }
    var seen = Set<StoredSymbol>()
    let same = found.filter { $0.range == first.range && seen.insert($0.symbol).inserted }
    return same.prefix(Self.targetsMax).map { Target(view: view, symbol: $0.symbol, document: document) }
  }

  /// A global symbol in every index that has it, each index seen from the revision of `home` or its own
  /// repository's default one.
  func targets(symbol text: String, home: CodePosition?) throws -> [Target] {
    var found: [Target] = []
    var families = Set<String>()
    for repository in repositories(home: home) {
      let revision = repository == home?.repository ? home?.revision : nil
      for part in try parts(of: repository, at: revision) where !families.contains(part.index.family) {
        guard let view = try view(part, revision) else { continue }
        // The best index of a family answers for it: an older one would repeat it.
        families.insert(part.index.family)
        if let symbol = view.file.symbol(text) { found.append(Target(view: view, symbol: symbol)) }
      }
    }
    return found
  }

  /// The symbol of a target, in every index that has it.
  func everywhere(_ target: Target, home: CodePosition?) throws -> [Target] {
    guard !target.symbol.isLocal else { return [target] }
    let all = try targets(symbol: target.view.file.text(of: target.symbol), home: home)
    return all.isEmpty ? [target] : all
  }

  /// The same symbol of other versions of its package, defined in an index.
  func otherVersions(of text: String, home: CodePosition?) throws -> [Target] {
    guard let parsed = SymbolText(parsing: text), !parsed.packageName.isEmpty else { return [] }
    var versions = Set<String>()
    for part in store.parts where isVisible(part.index.repository) {
      versions.formUnion(part.file.versions(of: parsed, limit: Self.versionsMax))
    }
    var found: [Target] = []
    for version in versions.sorted() where version != parsed.version {
      var other = parsed
      other.version = version
      found += try targets(symbol: other.text, home: home).filter {
        $0.view.file.definitionCount(of: $0.symbol) > 0
      }
    }
    return found
  }

  /// The newest index of each family, of one repository or of all.
  func newestFiles(repository: String?) -> [NavigationFile] {
    var families = Set<String>()
    return store.parts.reversed().filter { part in
      isVisible(part.index.repository) && (repository == nil || part.index.repository == repository)
        && families.insert(part.index.family).inserted
    }.map(\.file)
  }

  private func repositories(home: CodePosition?) -> [String] {
    var names: [String] = []
    for part in store.parts where isVisible(part.index.repository) && !names.contains(part.index.repository) {
      names.append(part.index.repository)
    }
    names.sort()
    guard let home, let place = names.firstIndex(of: home.repository) else { return names }
    return [names.remove(at: place)] + names
  }

  /// Indexes of a repository: those of the commit itself first, then of each family the nearest.
  private func parts(of repository: String, at revision: String?) throws -> [NavigationStore.Part] {
    guard isVisible(repository) else { return [] }
    let all = store.parts.reversed().filter { $0.index.repository == repository }
    guard !all.isEmpty else { return [] }
    guard let commit = try commit(repository, revision) else { return all }
    let own = all.filter { $0.index.commit == commit }
    var families = Set(own.map(\.index.family))
    var others: [NavigationStore.Part] = []
    for part in all where families.insert(part.index.family).inserted {
      others += try byNearness(all.filter { $0.index.family == part.index.family }, to: commit)
    }
    return own + others
      + all.filter { part in
        part.index.commit != commit && own.contains { $0.index.family == part.index.family }
      }
  }

  /// Indexes of one family, which keeps few, as they are asked: first those with the fewest files that differ from the
  /// commit; of two that are as near, the newer.
  private func byNearness(_ parts: [NavigationStore.Part], to commit: ObjectID) throws -> [NavigationStore
    .Part]
  {
    guard parts.count > 1 else { return parts }
    var near: [(count: Int, part: NavigationStore.Part)] = []
    for part in parts {
      let changes = try part.index.commit.flatMap {
        try source.changes(repository: part.index.repository, from: $0, to: commit)
      }
      near.append((changes?.count ?? .max, part))
    }
    let sorted = near.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
    return sorted.map(\.element.part)
  }

  private func view(_ part: NavigationStore.Part, _ revision: String?) throws -> PartView? {
    let key = "\(part.index.file)\n\(revision ?? "")"
    if let known = views[key] { return known }
    let commit = try commit(part.index.repository, revision)
    let view = try PartView(part, revision: revision, commit: commit, source: source)
    if !view.isUsable {
      let at = part.index.commit.map { "commit \($0.hex.prefix(12))" } ?? "a plain folder"
      note(
        "the index of \(part.index.repository) made by \(part.index.tool) is of \(at), which cannot be compared "
          + "with this revision")
    }
    views[key] = .some(view.isUsable ? view : nil)
    return view.isUsable ? view : nil
  }

  private func commit(_ repository: String, _ revision: String?) throws -> ObjectID? {
    let key = "\(repository)\n\(revision ?? "")"
    if let known = commits[key] { return known }
    let found = try source.commit(repository: repository, revision: revision)
    commits[key] = .some(found)
    return found
  }

  func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }

  // MARK: what it looks like

  /// The line of a file, without its end.
  func text(_ repository: String, _ revision: String?, _ path: String, line: Int) throws -> [UInt8]? {
    try lines.line(line, of: "\(repository)\n\(revision ?? "")\n\(path)") {
      try source.text(repository: repository, revision: revision, path: path)
    }
  }

  /// An occurrence as the reader sees it: at the revision when its line is still there, else at the commit of the
  /// index.
  func location(_ place: StoredPlace, in view: PartView) throws -> CodeLocation {
    let file = view.file
    let stored = file.occurrence(place.index, ofDocument: place.document)
    let path = file.path(ofDocument: place.document)
    let repository = view.index.repository
    var location = CodeLocation(
      repository: repository, revision: view.revision, commit: view.commit, path: path,
      line: Int(stored.range.startLine) + 1, columns: 0..<0, text: nil, roles: stored.roles,
      precision: .exact,
      symbol: symbolText(stored.symbol, file))
    let whereabouts = try view.place(of: path)
    location.precision = view.precision(whereabouts)
    switch whereabouts {
    case .same(let path): location.path = path
    case .moved(let path, let map):
      if let line = map.newLine(location.line) {
        (location.path, location.line) = (path, line)
      } else {
        pin(&location, to: view)
      }
    case .gone: pin(&location, to: view)
    }
    let text = try text(repository, location.revision, location.path, line: location.line)
    location.text = text
    let encoding = file.encoding(ofDocument: place.document)
    let start = ColumnUnits.bytes(Int(stored.range.startColumn), in: text ?? [], encoding)
    let end =
      stored.range.endLine == stored.range.startLine
      ? ColumnUnits.bytes(Int(stored.range.endColumn), in: text ?? [], encoding) : text?.count ?? start
    location.columns = start..<max(start, end)
    return location
  }

  private func pin(_ location: inout CodeLocation, to view: PartView) {
    location.revision = view.index.commit?.hex
    location.commit = view.index.commit
  }

  private func symbolText(_ symbol: StoredSymbol, _ file: NavigationFile) -> String {
    symbol.isLocal ? "local \(symbol.number & ~NavigationFormat.localBit)" : file.text(of: symbol)
  }

  /// What is known of a target.
  func summary(_ target: Target) -> SymbolSummary {
    let file = target.view.file
    let facts = file.facts(of: target.symbol, inDocument: target.document)
    let text = symbolText(target.symbol, file)
    let parsed = SymbolText(parsing: text)
    let name = facts.displayName.isEmpty ? parsed?.descriptors.last?.name ?? text : facts.displayName
    return SymbolSummary(
      symbol: text, isLocal: target.symbol.isLocal, name: name, qualifiedName: parsed?.qualifiedName ?? name,
      kind: SymbolKind.name(facts.kind, symbol: parsed),
      isCallable: SymbolKind.isCallable(facts.kind, symbol: parsed), signature: facts.signature,
      documentation: facts.documentation, packageName: parsed?.packageName ?? "",
      packageVersion: parsed?.version ?? "", tool: target.view.index.tool)
  }
}

/// The lines of the file that was read last.
private struct TextLines {
  private var key = ""
  private var text: [UInt8] = []
  private var starts: [Int] = []
  private var isThere = false

  mutating func line(_ number: Int, of key: String, _ read: () throws -> [UInt8]?) rethrows -> [UInt8]? {
    if key != self.key || self.key.isEmpty {
      let found = try read()
      (self.key, text, isThere) = (key, found ?? [], found != nil)
      starts = [0]
      for (index, byte) in text.enumerated() where byte == 0x0A { starts.append(index + 1) }
    }
    guard isThere, number >= 1, number <= starts.count else { return nil }
    let start = starts[number - 1]
    var end = number < starts.count ? starts[number] - 1 : text.count
    if end > start, text[end - 1] == 0x0D { end -= 1 }
    return Array(text[start..<end])
  }
}
