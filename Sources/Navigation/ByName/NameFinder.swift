import Syntax

/// Finds what names mean by the rules of scopes, imports and members, as far as text and outlines tell.
///
/// One object answers one request: what it looks up is remembered until it goes. Use from one thread at a time.
///
/// A name without a receiver is looked for in scopes from the inside to the outside: bindings of the function, the
/// declarations and type around, the file, its imports, its package, its repository, other repositories. A member is
/// looked for in the type of what stands before the dot; where the type cannot be told, all members of the name are
/// candidates, and none is sure.
package final class NameFinder {
  /// Candidates of one answer.
  package static let candidatesMax = 50

  /// Declarations of one name that are looked at.
  package static let declarationsMax = 2_000

  /// Steps from a name to the type of its receiver, to the return type of what that calls, and so on.
  static let depthMax = 7

  /// Names resolved for one question, at most: a chain of calls asks for each of its parts.
  static let stepsMax = 400

  let world: any NameWorld
  let modules: ModuleFinder
  private var declarations: [String: [Declared]] = [:]
  private var targets: [String: ModuleTarget] = [:]
  var resolved: [String: [NameCandidate]] = [:]
  var depth = 0
  var steps = 0

  /// A finder over `world`.
  package init(_ world: any NameWorld) {
    self.world = world
    modules = ModuleFinder(world: world)
  }

  // MARK: the question

  /// What the name at a place may mean.
  package func definitions(at offset: Int, in file: NameFile) throws -> NameAnswer {
    var answer = NameAnswer()
    if let path = try includedFile(at: offset, in: file) { return path }
    guard let range = file.word(at: offset) else { return answer }
    answer.name = file.string(range)
    answer.range = range
    if file.kind(at: range.lowerBound) == .keyword, !file.dialect.isSelf(answer.name),
      file.declaration(at: range.lowerBound) == nil
    {
      return answer
    }
    steps = 0
    var found: [NameCandidate]
    if file.isProse(range.lowerBound) {
      found = try everywhere(NameUse(range, in: file), in: file).map { candidate in
        NameCandidate(
          candidate.declared, "the word stands in text; " + candidate.reason, .possible, rank: candidate.rank)
      }
    } else {
      found = try resolve(range, in: file)
      answer.isDeclaration =
        found.first.map { $0.declared.file == file.place && $0.declared.nameRange == range } ?? false
    }
    answer.total = found.count
    answer.candidates = Array(found.prefix(Self.candidatesMax))
    return answer
  }

  /// The file that an import's text names, when the place is in such a text.
  private func includedFile(at offset: Int, in file: NameFile) throws -> NameAnswer? {
    guard let entry = file.imports.first(where: { $0.range.contains(offset) && $0.kind != .own }) else {
      return nil
    }
    let isText = file.kind(at: offset) == .string || file.dialect == .c
    guard isText,
      file.dialect == .c || file.dialect == .script || file.dialect == .ruby || file.dialect == .go
    else { return nil }
    let target = self.target(of: entry.module, in: file)
    var answer = NameAnswer()
    answer.name = entry.module
    answer.range = entry.range
    answer.candidates = target.files.map {
      NameCandidate(Self.whole($0), "the file that is included", .sure, rank: 0)
    }
    answer.total = answer.candidates.count
    return answer.candidates.isEmpty ? nil : answer
  }

  /// A file as a declaration of what it holds.
  static func whole(_ place: FilePlace) -> Declared {
    Declared(
      file: place, kind: "file", name: PathText.name(place.path), container: "", signature: place.path,
      lines: 1...1,
      line: 1, columns: 0..<0)
  }

  // MARK: one name

  /// What a name means; remembered.
  func resolve(_ range: Range<Int>, in file: NameFile) throws -> [NameCandidate] {
    let key = "\(file.place.repository)\n\(file.place.path)\n\(range.lowerBound)"
    if let known = resolved[key] { return known }
    guard depth < Self.depthMax, steps < Self.stepsMax else { return [] }
    depth += 1
    steps += 1
    defer { depth -= 1 }
    // What asks for itself on the way finds nothing there.
    resolved[key] = []
    let use = NameUse(range, in: file)
    let found = settled(try candidates(of: use, in: file), use, file)
    resolved[key] = found
    return found
  }

  private func candidates(of use: NameUse, in file: NameFile) throws -> [NameCandidate] {
    if file.dialect.isSelf(use.name), use.access == .bare { return try selfType(use, in: file) }
    if let own = file.declaration(at: use.range.lowerBound) { return try siblings(of: own, use, in: file) }
    if let entry = file.imports.first(where: {
      $0.kind == .member && $0.member == use.name && $0.range.contains(use.range.lowerBound)
    }) {
      let found = try members(of: entry, in: file, depth: 0)
      if !found.isEmpty {
        return found.map { NameCandidate($0, "imported from \($0.file.path)", .sure, rank: 12) }
      }
    }
    if let module = importedModule(use, in: file) { return [module] }
    switch use.access {
    case .bare:
      if let key = try keyed(use, in: file) { return key }
      return try bare(use, in: file)
    case .member(let at, let isPath): return try member(use, at: at, isPath: isPath, in: file)
    case .implicit: return try implicit(use, in: file)
    }
  }

  /// The module that a word in the path of Python's `from a.b import c` stands for.
  private func importedModule(_ use: NameUse, in file: NameFile) -> NameCandidate? {
    guard file.dialect == .python,
      file.imports.contains(where: { $0.range.contains(use.range.lowerBound) })
    else { return nil }
    let scan = Scan(file.text, file.dialect)
    var start = use.range.lowerBound
    while start > 0, isIdentifierByte(scan.byte(start - 1)) || scan.byte(start - 1) == 0x2E { start -= 1 }
    guard let before = scan.word(endingAt: scan.back(start)),
      ["from", "import"].contains(file.string(before))
    else { return nil }
    // What `from` leads to is a module; what is imported from one may be anything.
    if file.string(before) == "import",
      file.imports.contains(where: {
        $0.kind == .member && $0.range.contains(use.range.lowerBound)
      })
    {
      return nil
    }
    let path = file.string(start..<use.range.upperBound)
    return target(of: path, in: file).files.first.map {
      NameCandidate(Self.whole($0), "the module \(path)", .sure, rank: 12)
    }
  }

  /// Best first, without repetitions; the sure answer is alone.
  private func settled(_ found: [NameCandidate], _ use: NameUse, _ file: NameFile) -> [NameCandidate] {
    var seen = Set<Declared>()
    var list = found.filter { seen.insert($0.declared).inserted }
    // A type and what makes it have one name: the type is meant.
    if list.count > 1, list.contains(where: { NameKind.isType($0.declared.kind) }) {
      let types = list.filter { NameKind.isType($0.declared.kind) }.map(\.declared.name)
      list.removeAll {
        NameKind.isCallable($0.declared.kind) && $0.declared.container == $0.declared.name
          && types.contains($0.declared.name)
      }
    }
    // In front of a path sign stands a type or a module.
    let scan = Scan(file.text, file.dialect)
    if scan.byte(use.range.upperBound) == 0x3A, scan.byte(use.range.upperBound + 1) == 0x3A {
      let holders = list.filter { !NameKind.isCallable($0.declared.kind) }
      if !holders.isEmpty { list = holders }
    }
    list = list.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(
      \.element)
    guard let first = list.first else { return [] }
    let ties = list.prefix { $0.rank == first.rank }.count
    // Several that are equally good: none of them is sure.
    if ties > 1, !sameThing(list.prefix(ties)) {
      for index in 0..<ties where list[index].confidence > .possible { list[index].confidence = .possible }
    }
    return list
  }

  /// Whether several declarations are parts of one thing: a prototype and its body, a type and what reopens it.
  private func sameThing(_ list: ArraySlice<NameCandidate>) -> Bool {
    guard let first = list.first?.declared else { return false }
    return list.dropFirst().allSatisfy { candidate in
      let other = candidate.declared
      return other.container == first.container && other.file == first.file && other.kind == first.kind
        && NameKind.isCallable(first.kind)
    }
  }

  /// A declaration means itself, and what else declares the same: prototype and body, parts of a type.
  private func siblings(of own: Int, _ use: NameUse, in file: NameFile) throws -> [NameCandidate] {
    let item = file.outline[own]
    let declared = file.declared(own)
    // `impl Trait for Type`: each word is a use of its own.
    if NameKind.isReopening(item.kind) {
      return try bare(use, in: file)
    }
    if declared.nameRange != use.range, item.nameRange != use.range {
      // The type in `void Type::method()`.
      return try bare(use, in: file)
    }
    var found = [NameCandidate(declared, "the declaration itself", .sure, rank: 0)]
    if file.dialect == .c {
      for other in try self.declared(named: use.name, near: file)
      where other != declared && other.container == declared.container
        && other.file.repository == file.place.repository
        && NameKind.isCallable(other.kind) && NameKind.isCallable(declared.kind)
        && !declared.container.isEmpty
      {
        found.append(NameCandidate(other, "declared here, too", .likely, rank: 1))
      }
    }
    return found
  }

  /// `self`, `this`: the type around.
  private func selfType(_ use: NameUse, in file: NameFile) throws -> [NameCandidate] {
    guard let type = enclosingTypes(use.range.lowerBound, in: file).first else { return [] }
    return try types(named: type.name, near: file, from: file).map {
      NameCandidate($0, "the type around", .sure, rank: 0)
    }
  }

  // MARK: what is remembered

  /// Declarations of a name that a file of this language may mean.
  func declared(named name: String, near file: NameFile) throws -> [Declared] {
    let key = "\(file.place.repository)\n\(name)"
    if let known = declarations[key] { return known.filter { file.dialect.sees($0.file.path) } }
    let found = try world.declarations(named: name, near: file.place, limit: Self.declarationsMax)
    declarations[key] = found
    return found.filter { file.dialect.sees($0.file.path) }
  }

  /// What a module named in a file is.
  func target(of module: String, in file: NameFile) -> ModuleTarget {
    let key = "\(file.place.repository)\n\(file.place.path)\n\(module)"
    if let known = targets[key] { return known }
    let found = modules.target(of: module, in: file)
    targets[key] = found
    return found
  }

  /// Types around an offset, the innermost first: what reopens a type counts as it.
  func enclosingTypes(_ offset: Int, in file: NameFile) -> [(name: String, item: Int)] {
    var found: [(name: String, item: Int)] = []
    for index in file.enclosing(offset) {
      let item = file.outline[index]
      if NameKind.isType(item.kind) || NameKind.isReopening(item.kind) {
        found.append((NameText.typeName(item), index))
      } else if NameKind.isCallable(item.kind),
        let written = NameText.writtenContainer(item, dialect: file.dialect)
      {
        found.append((written, index))
      }
    }
    return found
  }
}
