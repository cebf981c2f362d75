import Syntax

/// A place where a name means what was asked about.
struct NameReference {
  enum Role: Int {
    case definition, write, call, use, imported
  }

  var file: NameFile
  var range: Range<Int>
  var role: Role
  var reason: String
  var confidence: NameConfidence
}

/// What was found of a name's uses.
struct NameReferences {
  var found: [NameReference] = []
  var notes: [String] = []
  var name = ""
  var targets: [NameCandidate] = []
}

extension NameFinder {
  /// Files with the name that are looked at for references.
  static let filesMax = 400

  /// Places whose meaning is worked out; others of the same files are shown as possible.
  static let checkedMax = 1_500

  /// Where what a name means is used, everywhere or in its own file. The time is looked at between files.
  func references(
    at offset: Int, in file: NameFile, onlyHere: Bool = false, isOver: () -> Bool
  ) throws -> NameReferences {
    let answer = try definitions(at: offset, in: file)
    guard let first = answer.candidates.first else { return NameReferences() }
    return try references(
      to: Array(answer.candidates.prefix(max(1, answer.tieCount))), named: first.declared.name, in: file,
      onlyHere: onlyHere, isOver: isOver)
  }

  private func references(
    to targets: [NameCandidate], named name: String, in file: NameFile, onlyHere: Bool, isOver: () -> Bool
  ) throws -> NameReferences {
    var result = NameReferences()
    result.name = name
    result.targets = targets
    guard let first = targets.first else { return result }
    if first.declared.kind == "file" || first.declared.kind == "import" { return result }
    if first.isLocal {
      result.found = localReferences(first, in: file)
      return result
    }
    let (files, isCut) =
      onlyHere
      ? ([WordUses(file: file.place, offsets: file.offsets(ofWord: name))], false)
      : try world.uses(of: name, near: first.declared.file, limit: Self.filesMax)
    if isCut {
      result.notes.append("only the first \(Self.filesMax) files that hold the name were looked at")
    }
    let wanted = Set(targets.map(\.declared))
    var checked = 0
    var unchecked = 0
    for uses in ordered(files, first.declared.file, file.place) {
      guard Dialect.areRelated(first.declared.file.path, uses.file.path) else { continue }
      guard !isOver(), checked < Self.checkedMax else {
        unchecked += 1
        continue
      }
      guard let place = try world.file(uses.file) else { continue }
      for start in uses.offsets where start + name.utf8.count <= place.text.count {
        let range = start..<start + name.utf8.count
        guard place.text[range].elementsEqual(name.utf8), !place.isProse(start) else { continue }
        checked += 1
        steps = 0
        if let reference = try reference(range, in: place, wanted, first) { result.found.append(reference) }
      }
    }
    if unchecked > 0 {
      result.notes.append("\(unchecked) more files hold the name and were not looked at for lack of time")
    }
    return result
  }

  /// Files in the order of reading: the definition's, the asking one's, its repository's, others.
  private func ordered(_ files: [WordUses], _ definition: FilePlace, _ asking: FilePlace) -> [WordUses] {
    func rank(_ place: FilePlace) -> Int {
      if place == definition { return 0 }
      if place == asking { return 1 }
      if place.repository == definition.repository {
        return 10 - min(6, PathText.shared(place.path, definition.path))
      }
      return 20
    }
    return files.enumerated().sorted {
      (rank($0.element.file), $0.offset) < (rank($1.element.file), $1.offset)
    }.map(\.element)
  }

  private func localReferences(_ target: NameCandidate, in file: NameFile) -> [NameReference] {
    let name = Array(target.declared.name.utf8)
    let scopes = file.bindings(of: name).filter { $0.name == target.declared.nameRange }.map(\.scope)
    let start = scopes.map(\.lowerBound).min() ?? file.lineRange(target.declared.lines.lowerBound).lowerBound
    let end = min(
      scopes.map(\.upperBound).max() ?? file.lineRange(target.declared.lines.upperBound).upperBound,
      file.text.count)
    var found: [NameReference] = []
    var at = start
    while at < end, let range = file.text[at..<end].firstRange(of: name), found.count < 5_000 {
      at = range.upperBound
      let before = range.lowerBound > 0 ? file.text[range.lowerBound - 1] : 0
      let after = at < file.text.count ? file.text[at] : 0
      guard !file.dialect.isWord(before), !file.dialect.isWord(after), !file.isProse(range.lowerBound) else {
        continue
      }
      let use = NameUse(range, in: file)
      guard use.access == .bare else { continue }
      if target.declared.kind == "type parameter" || local(use, in: file)?.declared == target.declared {
        let isDefinition = range == target.declared.nameRange
        found.append(
          NameReference(
            file: file, range: range, role: isDefinition ? .definition : role(use, in: file),
            reason: "in its scope",
            confidence: .sure))
      }
    }
    return found
  }

  /// Whether a place means one of the wanted declarations; nil when it means something else.
  private func reference(
    _ range: Range<Int>, in file: NameFile, _ wanted: Set<Declared>, _ first: NameCandidate
  ) throws -> NameReference? {
    let use = NameUse(range, in: file)
    let found = try resolve(range, in: file)
    guard let best = found.first else { return nil }
    let ties = found.prefix { $0.rank == best.rank }
    if ties.contains(where: { wanted.contains($0.declared) }) {
      let isDefinition = ties.contains {
        wanted.contains($0.declared) && $0.declared.file == file.place && $0.declared.nameRange == range
      }
      let confidence = ties.count > 1 && wanted.count < ties.count ? .possible : best.confidence
      return NameReference(
        file: file, range: range, role: isDefinition ? .definition : role(use, in: file),
        reason: isDefinition ? "the declaration" : best.reason, confidence: confidence)
    }
    // Bound to something else for certain, or a declaration of another thing.
    if best.isLocal || best.confidence == .sure { return nil }
    guard found.contains(where: { wanted.contains($0.declared) }) else { return nil }
    return NameReference(
      file: file, range: range, role: role(use, in: file), reason: "might mean it: \(best.reason)",
      confidence: .possible)
  }

  func role(_ use: NameUse, in file: NameFile) -> NameReference.Role {
    if file.imports.contains(where: { $0.range.contains(use.range.lowerBound) }) { return .imported }
    if use.isCall { return .call }
    let scan = Scan(file.text, file.dialect)
    let next = scan.forwardInLine(use.range.upperBound)
    let byte = scan.byte(next)
    if byte == 0x3D, scan.byte(next + 1) != 0x3D, scan.byte(next + 1) != 0x3E { return .write }
    let isCompound =
      [0x2B, 0x2D, 0x2A, 0x2F, 0x7C, 0x26, 0x25, 0x5E].contains(byte) && scan.byte(next + 1) == 0x3D
    let isStep = (byte == 0x2B || byte == 0x2D) && scan.byte(next + 1) == byte
    return isCompound || isStep ? .write : .use
  }

  // MARK: implementations

  /// Types followed from a type to what is made from it, at most.
  static let derivedMax = 300

  /// What is made from a type, or does again what a method of it does.
  func implementations(at offset: Int, in file: NameFile, isOver: () -> Bool) throws -> [NameCandidate] {
    guard let target = try definitions(at: offset, in: file).candidates.first, !target.isLocal else {
      return []
    }
    let declared = target.declared
    if NameKind.isType(declared.kind) { return try derived(from: declared, near: file, isOver: isOver) }
    guard !declared.container.isEmpty, NameKind.isCallable(declared.kind) || declared.kind == "field" else {
      return []
    }
    guard let home = try world.outlined(declared.file) else { return [] }
    var found: [NameCandidate] = []
    for holder in try types(named: declared.container, near: home, from: home).prefix(2) {
      for type in try derived(from: holder, near: home, isOver: isOver) {
        let name = NameKind.isReopening(type.declared.kind) ? type.declared.name : type.declared.name
        for other in try self.declared(named: declared.name, near: home)
        where other.container == name && other != declared {
          found.append(NameCandidate(other, "overrides it: \(type.reason)", type.confidence, rank: 10))
        }
      }
    }
    var seen = Set<Declared>()
    return found.filter { seen.insert($0.declared).inserted }
  }

  private func derived(from base: Declared, near file: NameFile, isOver: () -> Bool) throws -> [NameCandidate]
  {
    guard let home = try world.outlined(base.file) else { return [] }
    if home.dialect == .go { return try goImplementations(base, home) }
    var found: [NameCandidate] = []
    var queue = [base]
    var seen: Set<Declared> = [base]
    while !queue.isEmpty, found.count < Self.derivedMax, !isOver() {
      let next = queue.removeFirst()
      let (files, _) = try world.uses(of: next.name, near: next.file, limit: Self.filesMax)
      for uses in files where Dialect.areRelated(base.file.path, uses.file.path) && !isOver() {
        guard let other = try world.outlined(uses.file) else { continue }
        for index in other.outline.indices {
          let item = other.outline[index]
          guard NameKind.isType(item.kind) || NameKind.isReopening(item.kind),
            Bases.of(item.signature, other.dialect).contains(next.name)
          else { continue }
          let declared = other.declared(index)
          guard seen.insert(declared).inserted else { continue }
          let reason = next == base ? "names \(base.name) as what it is made from" : "made from \(next.name)"
          found.append(NameCandidate(declared, reason, .likely, rank: 10))
          queue.append(declared)
        }
      }
    }
    return found
  }

  /// Types that have all methods of an interface.
  private func goImplementations(_ base: Declared, _ home: NameFile) throws -> [NameCandidate] {
    guard
      let item = home.outline.firstIndex(where: {
        $0.nameRange == base.nameRange || $0.name == base.name && NameKind.isType($0.kind)
      })
    else {
      return []
    }
    let methods = home.outline.indices.filter {
      home.parents[$0] == item && home.outline[$0].kind == "method"
    }
    var common: [String: Int] = [:]
    for method in methods.prefix(40) {
      var holders = Set<String>()
      for declared in try declared(named: home.outline[method].name, near: home)
      where declared.kind == "method" && declared.container != base.name {
        holders.insert("\(declared.file.repository)\n\(declared.file.folder)\n\(declared.container)")
      }
      for holder in holders { common[holder, default: 0] += 1 }
    }
    var found: [NameCandidate] = []
    for (key, count) in common.sorted(by: { $0.key < $1.key }) where count == min(40, methods.count) {
      let parts = key.split(separator: "\n", omittingEmptySubsequences: false)
      for type in try declared(named: String(parts[2]), near: home)
      where NameKind.isType(type.kind) && type.file.repository == parts[0] && type.file.folder == parts[1] {
        found.append(
          NameCandidate(type, "has all \(methods.count) methods of \(base.name)", .likely, rank: 10))
      }
    }
    return Array(found.prefix(Self.derivedMax))
  }

  // MARK: calls

  /// The calls inside of a declaration, each with what it means.
  func callees(of declared: Declared) throws -> [(call: Range<Int>, file: NameFile, meaning: [NameCandidate])]
  {
    guard let home = try world.file(declared.file) else { return [] }
    var found: [(call: Range<Int>, file: NameFile, meaning: [NameCandidate])] = []
    for call in home.facts.calls where call.name.upperBound <= home.text.count {
      guard declared.lines.contains(home.line(of: call.name.lowerBound)), found.count < 300 else { continue }
      steps = 0
      found.append((call.name, home, try resolve(call.name, in: home)))
    }
    return found
  }
}

extension Dialect {
  /// Whether files at two paths may speak of the same names.
  static func areRelated(_ left: String, _ right: String) -> Bool {
    func group(_ path: String) -> Int {
      for (index, dialect) in all.enumerated() where dialect.sees(path) { return index }
      return -1
    }
    let one = group(left)
    return one < 0 || one == group(right)
  }

  private static let all: [Dialect] = [
    .c, .csharp, .go, .java, .script, .lua, .php, .python, .ruby, .rust, .swift,
  ]
}
