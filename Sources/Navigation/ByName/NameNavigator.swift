import Containers
package import Search
import Syntax

/// Answers where names lead by what text, scopes and imports tell: for all that no compiler's index covers. One
/// object answers one request, which may be several questions; each may read and parse files. Use from one thread at
/// a time.
package final class NameNavigator {
  private let world: IndexWorld
  private let finder: NameFinder
  private let searcher: Searcher
  private var deadline: ContinuousClock.Instant
  /// The uses that were worked out last: a page of a symbol asks for places and callers.
  private var known: (position: CodePosition, uses: NameReferences)?

  /// Wall time for one question; what is not reached then is told.
  package static let timeMax = Duration.seconds(4)

  /// A navigator over the index of `searcher`, as far as `scope` allows.
  package init(_ searcher: Searcher, cache: NameFileCache, scope: AccessScope = .everything) {
    self.searcher = searcher
    world = IndexWorld(searcher, cache: cache, scope: scope)
    finder = NameFinder(world)
    deadline = .now + Self.timeMax
  }

  /// Bytes around a name that are read for its line, at most; and for the comment before it and its text.
  private static let lineMax = 2_000
  private static let commentMax = 16_000

  private var isOver: Bool { ContinuousClock.now > deadline }

  private func start(_ position: CodePosition) throws -> (file: NameFile, offset: Int)? {
    deadline = .now + Self.timeMax
    let place = FilePlace(repository: position.repository, revision: position.revision, path: position.path)
    guard let file = try world.file(place),
      let offset = file.offset(line: position.line, column: position.column)
    else {
      return nil
    }
    return (file, offset)
  }

  // MARK: questions

  /// What the name at a position may mean, the likeliest first.
  package func definition(at position: CodePosition) throws -> NavigationAnswer {
    guard let (file, offset) = try start(position) else { return try nothing(at: position) }
    let found = try finder.definitions(at: offset, in: file)
    guard !found.candidates.isEmpty else { return try nothing(at: position) }
    return try answer(found.candidates, total: found.total, ties: found.tieCount)
  }

  /// An answer without places that says why there are none.
  private func nothing(at position: CodePosition) throws -> NavigationAnswer {
    NavigationAnswer(notes: [try silence(at: position)])
  }

  private func silence(at position: CodePosition) throws -> String {
    let path = "\(position.repository):\(position.path)"
    guard let (file, offset) = try start(position) else {
      let place = FilePlace(
        repository: position.repository, revision: position.revision, path: position.path)
      guard let file = try world.file(place) else { return "\(path) is no file of text in the index" }
      return file.lineStarts.count < position.line
        ? "\(path) has \(file.lineStarts.count) lines, not \(position.line)"
        : "line \(position.line) of \(path) ends before column \(position.column + 1)"
    }
    guard let word = file.word(at: offset) else {
      return "no name stands at \(position.line):\(position.column + 1) of \(path)"
    }
    let name = file.string(word)
    return file.kind(at: word.lowerBound) == .keyword && !file.dialect.isSelf(name)
      ? "\(name) is a keyword here" : "no declaration of \(name) is known"
  }

  /// Declarations of a name, `Type.name` among those of the type.
  package func definition(named name: String) throws -> NavigationAnswer {
    let found = try declarations(named: name).map { NameCandidate($0, "has this name", .possible, rank: 0) }
    guard !found.isEmpty else { return NavigationAnswer(notes: ["no declaration of \(name) is known"]) }
    return try answer(Array(found.prefix(NameFinder.candidatesMax)), total: found.count, ties: found.count)
  }

  /// The position of the first declaration of a name.
  package func position(named name: String) throws -> CodePosition? {
    try declarations(named: name).first.map { declared in
      CodePosition(
        repository: declared.file.repository, revision: declared.file.revision, path: declared.file.path,
        line: declared.line, column: declared.columns.lowerBound)
    }
  }

  private func declarations(named name: String) throws -> [Declared] {
    let steps = name.split { $0 == "." || $0 == ":" }.map(String.init)
    guard let last = steps.last else { return [] }
    return try world.declarations(
      named: last, near: FilePlace(repository: "", path: ""), limit: NameFinder.declarationsMax
    )
    .filter { steps.count < 2 || $0.container == steps[steps.count - 2] }
  }

  /// Where what the name at a position means is used, at most `limit` places; definitions and writes before reads in
  /// each file.
  package func references(at position: CodePosition, limit: Int = Navigator.placesMax) throws
    -> NavigationAnswer
  {
    guard let (file, offset) = try start(position) else { return try nothing(at: position) }
    let found = try uses(at: position, offset, in: file)
    guard !found.targets.isEmpty else { return try nothing(at: position) }
    return try references(found, limit)
  }

  /// Where what the name at a position means is used in the position's file.
  package func highlights(at position: CodePosition) throws -> NavigationAnswer {
    guard let (file, offset) = try start(position) else { return NavigationAnswer() }
    let found = try finder.references(at: offset, in: file, onlyHere: true) { isOver }
    return try references(found, Navigator.placesMax)
  }

  private func uses(at position: CodePosition, _ offset: Int, in file: NameFile) throws -> NameReferences {
    if let known, known.position == position { return known.uses }
    let found = try finder.references(at: offset, in: file) { isOver }
    known = (position, found)
    return found
  }

  private func references(_ result: NameReferences, _ limit: Int) throws -> NavigationAnswer {
    var groups: [FilePlace: [NameReference]] = [:]
    var order: [FilePlace] = []
    for reference in result.found {
      if groups[reference.file.place] == nil { order.append(reference.file.place) }
      groups[reference.file.place, default: []].append(reference)
    }
    let sorted = order.flatMap { place in
      groups[place, default: []].sorted {
        (min($0.role.rawValue, 2), $0.range.lowerBound) < (min($1.role.rawValue, 2), $1.range.lowerBound)
      }
    }
    let symbols = try result.targets.prefix(1).compactMap { try summary($0.declared) }
    var notes = result.notes
    if sorted.count > limit { notes.append("the first \(limit) of \(sorted.count) places are shown") }
    return NavigationAnswer(
      symbols: symbols, locations: sorted.prefix(limit).map(location), total: sorted.count, notes: notes)
  }

  /// What is made from the type, or overrides the method, at a position.
  package func implementations(at position: CodePosition) throws -> NavigationAnswer {
    guard let (file, offset) = try start(position) else { return try nothing(at: position) }
    let found = try finder.implementations(at: offset, in: file) { isOver }
    guard !found.isEmpty else {
      let meaning = try finder.definitions(at: offset, in: file)
      guard !meaning.candidates.isEmpty else { return try nothing(at: position) }
      return NavigationAnswer(notes: ["nothing in the index implements or overrides \(meaning.name)"])
    }
    return try answer(found, total: found.count, ties: 1)
  }

  /// Declaration and documentation of what the name at a position most likely means; ``NavigationAnswer/total`` is
  /// the number of candidates.
  package func hover(at position: CodePosition) throws -> NavigationAnswer {
    var answer = try definition(at: position)
    answer.symbols = Array(answer.symbols.prefix(1))
    return answer
  }

  /// Who calls what the name at a position means, by the declaration around each call.
  package func callers(at position: CodePosition) throws -> [CallGroup] {
    guard let (file, offset) = try start(position) else { return [] }
    let result = try uses(at: position, offset, in: file)
    var groups: [CallGroup] = []
    var places: [Declared?: Int] = [:]
    for reference in result.found where reference.role == .call || isCallLike(reference) {
      let around = reference.file.enclosing(reference.range.lowerBound).first {
        NameKind.isCallable(reference.file.outline[$0].kind)
      }
      .map(reference.file.declared)
      if let place = places[around] {
        groups[place].calls.append(location(reference))
      } else {
        places[around] = groups.count
        groups.append(
          CallGroup(
            symbol: try around.flatMap { try summary($0) },
            definition: try around.map { try self.location($0, reason: "") },
            calls: [location(reference)]))
      }
    }
    return Array(groups.prefix(Navigator.callGroupsMax))
  }

  private func isCallLike(_ reference: NameReference) -> Bool {
    reference.file.facts.calls.contains { $0.name == reference.range }
  }

  /// What the function at a position calls.
  package func callees(at position: CodePosition) throws -> [CallGroup] {
    guard let (file, offset) = try start(position),
      let declared = try finder.definitions(at: offset, in: file).candidates.first?.declared
    else { return [] }
    var groups: [CallGroup] = []
    var places: [Declared: Int] = [:]
    for (call, home, meaning) in try finder.callees(of: declared) {
      guard let best = meaning.first, !isOver else { continue }
      let reference = NameReference(
        file: home, range: call, role: .call, reason: best.reason, confidence: best.confidence)
      if let place = places[best.declared] {
        groups[place].calls.append(location(reference))
      } else {
        places[best.declared] = groups.count
        groups.append(
          CallGroup(
            symbol: try summary(best.declared), definition: try location(best.declared, reason: best.reason),
            calls: [location(reference)]))
      }
    }
    return groups
  }

  // MARK: answers

  private func answer(_ candidates: [NameCandidate], total: Int, ties: Int) throws -> NavigationAnswer {
    var answer = NavigationAnswer()
    answer.locations = try candidates.map { candidate in
      try location(candidate.declared, reason: "\(candidate.confidence.label): \(candidate.reason)")
    }
    answer.symbols = try candidates.prefix(max(1, min(ties, 8))).compactMap { try summary($0.declared) }
    answer.total = total
    if ties > 1 { answer.notes.append("\(ties) declarations fit equally well") }
    if total > candidates.count {
      answer.notes.append("the first \(candidates.count) of \(total) candidates are shown")
    }
    return answer
  }

  private func location(_ declared: Declared, reason: String) throws -> CodeLocation {
    var text = world.line(declared, limit: Self.lineMax)
    if text == nil {
      text = try world.outlined(declared.file).map { Array($0.text[$0.lineRange(declared.line)]) }
    }
    return CodeLocation(
      repository: declared.file.repository, revision: declared.file.revision, commit: commit(declared.file),
      path: declared.file.path, line: declared.line, columns: declared.columns,
      text: text, roles: .definition, precision: .byName, symbol: NameSymbol(declared).text,
      reason: reason)
  }

  private func location(_ reference: NameReference) -> CodeLocation {
    let file = reference.file
    let line = file.line(of: reference.range.lowerBound)
    let roles: SymbolRoles =
      switch reference.role {
      case .definition: .definition
      case .write: .write
      case .imported: .import
      case .call, .use: .read
      }
    return CodeLocation(
      repository: file.place.repository, revision: file.place.revision, commit: commit(file.place),
      path: file.place.path,
      line: line, columns: file.columns(reference.range), text: Array(file.text[file.lineRange(line)]),
      roles: roles,
      precision: .byName, reason: "\(reference.confidence.label): \(reference.reason)")
  }

  private func commit(_ place: FilePlace) -> ObjectID? {
    guard let info = searcher.repositories.first(where: { $0.name == place.repository }) else { return nil }
    let revision =
      place.revision.flatMap { name in info.revisions.first { $0.name == name } }
      ?? (place.revision == nil ? info.revisions.first : nil)
    return revision?.commit ?? place.revision.flatMap { ObjectID(hex: $0) }
  }

  /// What is told of a declaration.
  private func summary(_ declared: Declared) throws -> SymbolSummary? {
    let signature: String
    let text: String
    if let near = world.excerpt(declared, limit: Self.commentMax) {
      signature = SymbolOutline(near.file.text, near.file.dialect).signature(near.declared)
      text = DocComment.text(of: near.declared, in: near.file)
    } else {
      let file = try world.outlined(declared.file)
      signature = file?.outline.first { $0.nameRange == declared.nameRange }?.signature ?? declared.signature
      text = file.map { DocComment.text(of: declared, in: $0) } ?? ""
    }
    return SymbolSummary(
      symbol: NameSymbol(declared).text,
      isLocal: declared.kind == "local" || declared.kind == "parameter" || declared.kind == "type parameter",
      name: declared.name,
      qualifiedName: declared.container.isEmpty ? declared.name : "\(declared.container).\(declared.name)",
      kind: declared.kind, isCallable: NameKind.isCallable(declared.kind),
      signature: signature,
      documentation: text.isEmpty ? [] : [text])
  }

  // MARK: symbols

  /// The position of a symbol's declaration, by its text as answers give it; nil when it is gone.
  package func position(of symbol: String) throws -> CodePosition? {
    guard let wanted = NameSymbol(text: symbol) else { return nil }
    let place = FilePlace(repository: wanted.repository, path: wanted.path)
    let all = try world.declarations(named: wanted.name, near: place, limit: NameFinder.declarationsMax)
      .filter { $0.file.repository == wanted.repository && $0.container == wanted.container }
    let own = all.filter { $0.file.path == wanted.path }
    // A declaration that moved to another file of the repository is still the same when it is the only one.
    guard let found = own.dropFirst(wanted.number).first ?? own.first ?? (all.count == 1 ? all.first : nil)
    else { return nil }
    return CodePosition(
      repository: found.file.repository, revision: found.file.revision, path: found.file.path,
      line: found.line,
      column: found.columns.lowerBound)
  }
}

/// The text that names a declaration in an index without a compiler: repository, path, type and name.
struct NameSymbol: Equatable {
  var repository: String
  var path: String
  var container: String
  var name: String
  /// Of several declarations of this name in the type and file.
  var number = 0

  init(_ declared: Declared) {
    (repository, path) = (declared.file.repository, declared.file.path)
    (container, name) = (declared.container, declared.name)
  }

  /// Parts are separated by line feeds, which neither paths nor names hold.
  var text: String { "name\n\(repository)\n\(path)\n\(container)\n\(name)" }

  init?(text: String) {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[0] == "name", !parts[4].isEmpty else { return nil }
    (repository, path, container, name) = (parts[1], parts[2], parts[3], parts[4])
  }
}
