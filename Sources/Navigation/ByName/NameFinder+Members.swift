import Syntax

/// Names behind a dot.
extension NameFinder {
  /// Steps from a type to the types it is made from, at most.
  static let basesMax = 6

  func member(_ use: NameUse, at dot: Int, isPath: Bool, in file: NameFile) throws -> [NameCandidate] {
    if file.dialect == .rust, isPath, let found = try rustPath(use, in: file) { return found }
    guard let receiver = try receiver(before: dot, in: file) else { return try unknown(use, in: file) }
    if let module = receiver.module {
      let found = try outer(named: use.name, in: module, near: file)
      if !found.isEmpty {
        return found.map {
          NameCandidate(
            $0, "in \(receiver.name)", .sure, rank: fit($0, use, file) + ($0.container.isEmpty ? 10 : 12))
        }
      }
      let passed = try passedOn(use.name, by: module, depth: 0)
      if !passed.isEmpty {
        return passed.map { NameCandidate($0, "passed on by \(receiver.name)", .sure, rank: 12) }
      }
      if file.dialect == .python, let inner = try submodule(use.name, of: receiver, in: file) {
        return [inner]
      }
      if receiver.name.isEmpty || module.isEmpty { return try unknown(use, in: file, known: receiver.name) }
    }
    let found = try members(
      use, ofType: receiver.name, near: file, reason: "member of \(receiver.name)", rank: 10,
      definitions: receiver.definitions)
    if let first = found.first {
      // A type alone, `name: str` in the body of a class, declares; where the class gives a value is the definition.
      guard file.dialect == .python, first.declared.kind == "field",
        first.declared.signature.contains(":"), !first.declared.signature.contains("="),
        let value = try attribute(use, of: receiver, near: file)
      else { return found }
      return [value]
        + found.map {
          NameCandidate($0.declared, "its type is declared here", $0.confidence, rank: $0.rank + 2)
        }
    }
    if let parameter = file.dialect == .python ? try attribute(use, of: receiver, near: file) : nil {
      return [parameter]
    }
    return try unknown(use, in: file, known: receiver.name)
  }

  private func submodule(_ name: String, of receiver: TypeGuess, in file: NameFile) throws -> NameCandidate? {
    guard let entry = file.imports.first(where: { $0.kind == .module && $0.name == receiver.name }) else {
      return nil
    }
    let inner = target(of: entry.module + "." + name, in: file)
    return inner.files.first.map {
      NameCandidate(Self.whole($0), "the module \(entry.module).\(name)", .sure, rank: 12)
    }
  }

  /// Python's `self.name = …`: the first place in the class where it gets a value.
  func attribute(_ use: NameUse, of type: TypeGuess, near file: NameFile) throws -> NameCandidate? {
    var types = type.definitions
    if types.isEmpty { types = try self.types(named: type.name, near: file, from: file) }
    for declared in types.prefix(3) {
      guard let home = try world.outlined(declared.file) else { continue }
      let wanted = Array("self.\(use.name)".utf8)
      let start = home.lineRange(declared.lines.lowerBound).lowerBound
      let end = home.lineRange(min(declared.lines.upperBound, home.lineStarts.count)).upperBound
      var at = start
      let scan = Scan(home.text, home.dialect)
      while at < end, let found = home.text[at..<end].firstRange(of: wanted) {
        at = found.upperBound
        let next = scan.forwardInLine(at)
        let isSet =
          scan.byte(next) == 0x3D && scan.byte(next + 1) != 0x3D || scan.byte(next) == 0x3A
          || isTarget(found.lowerBound, next, in: home)
        guard isSet, !isIdentifierByte(scan.byte(at)), !isIdentifierByte(scan.byte(found.lowerBound - 1))
        else { continue }
        let range = found.upperBound - use.name.utf8.count..<found.upperBound
        let line = home.line(of: range.lowerBound)
        return NameCandidate(
          Declared(
            file: home.place, kind: "field", name: use.name, container: declared.name,
            signature: home.string(home.lineRange(line))[...].trimmed(), lines: line...line, line: line,
            columns: home.columns(range), nameRange: range), "attribute of \(declared.name)", .sure, rank: 11)
      }
    }
    for declared in types.prefix(2) where depth < Self.depthMax {
      depth += 1
      defer { depth -= 1 }
      guard let home = try world.outlined(declared.file) else { continue }
      for base in Bases.of(declared.signature, home.dialect) where base != declared.name {
        let guess = TypeGuess(name: base, definitions: try self.types(named: base, near: home, from: home))
        if let found = try attribute(use, of: guess, near: home) { return found }
      }
    }
    return nil
  }

  /// `self.a, self.b = …`
  private func isTarget(_ start: Int, _ end: Int, in file: NameFile) -> Bool {
    let line = file.lineRange(file.line(of: start))
    let front = file.text[line.lowerBound..<start].drop { $0 <= 0x20 || $0 == 0x28 }
    guard front.isEmpty || front.starts(with: "self.".utf8), !front.contains(0x3D), line.upperBound > end
    else { return false }
    let rest = file.text[end..<line.upperBound]
    guard let first = rest.first, first == 0x2C || first == 0x29 || first == 0x3D,
      let equals = rest.firstIndex(of: 0x3D)
    else { return false }
    return equals + 1 >= line.upperBound || file.text[equals + 1] != 0x3D
  }

  // MARK: members of a type

  /// Declarations of a name in a type, in what reopens it, and in what it is made from.
  func members(
    _ use: NameUse, ofType type: String, near file: NameFile, reason: String, rank: Int,
    definitions: [Declared] = []
  ) throws -> [NameCandidate] {
    var seen: Set<String> = []
    return try members(use, ofType: type, near: file, reason, rank, definitions, &seen, level: 0)
  }

  private func members(
    _ use: NameUse, ofType type: String, near file: NameFile, _ reason: String, _ rank: Int,
    _ definitions: [Declared],
    _ seen: inout Set<String>, level: Int
  ) throws -> [NameCandidate] {
    guard level < Self.basesMax, !type.isEmpty, seen.insert(type).inserted, seen.count < 40 else { return [] }
    let all = try declared(named: use.name, near: file).filter {
      $0.container == type && !NameKind.isReopening($0.kind)
    }
    var found = all.map { declared in
      NameCandidate(
        declared, reason, .sure, rank: rank + fit(declared, use, file) + distance(declared, definitions, file)
      )
    }
    if !found.isEmpty {
      // In a repository of its own a type of this name is another one.
      if let best = found.map(\.rank).min() { found.removeAll { $0.rank > best + 30 } }
      return found
    }
    var homes = definitions
    if homes.isEmpty { homes = try types(named: type, near: file, from: file) }
    for home in homes.prefix(4) {
      for base in try bases(of: home) where base != type {
        let inherited = try members(
          use, ofType: base, near: file, "inherited from \(base)", rank + 2, [], &seen, level: level + 1)
        if !inherited.isEmpty { return inherited }
      }
    }
    return []
  }

  /// How far a member is from the type that is meant: of several types with one name the nearest counts.
  private func distance(_ declared: Declared, _ definitions: [Declared], _ file: NameFile) -> Int {
    if definitions.isEmpty { return declared.file.repository == file.place.repository ? 0 : 40 }
    if definitions.contains(where: { $0.file == declared.file && $0.lines.contains(declared.line) }) {
      return 0
    }
    if definitions.contains(where: {
      $0.file.repository == declared.file.repository && $0.file.folder == declared.file.folder
    }) {
      return 1
    }
    if definitions.contains(where: { $0.file.repository == declared.file.repository }) { return 3 }
    return 45
  }

  /// Names of the types that a type says it is made from, in its declaration and in what reopens it.
  func bases(of home: Declared) throws -> [String] {
    guard let file = try world.outlined(home.file) else { return Bases.of(home.signature, Dialect.other) }
    var names = Bases.of(home.signature, file.dialect)
    if file.dialect == .go, let item = file.outline.firstIndex(where: { $0.nameRange == home.nameRange }) {
      // Embedded fields: their name is their type.
      for (index, field) in file.outline.enumerated()
      where file.parents[index] == item && field.kind == "field" {
        if field.signature.split(separator: " ").count == 1 { names.append(field.name) }
      }
    }
    if file.dialect == .rust || file.dialect == .swift {
      for item in file.outline where NameKind.isReopening(item.kind) && NameText.typeName(item) == home.name {
        names += Bases.of(item.signature, file.dialect)
      }
    }
    if NameText.alias(home.signature) != nil, let alias = NameText.alias(home.signature) {
      names.append(alias)
    }
    return names
  }

  // MARK: members of what nobody knows

  /// All members of the name: the nearest first, none of them sure.
  func unknown(_ use: NameUse, in file: NameFile, known type: String = "") throws -> [NameCandidate] {
    let all = try declared(named: use.name, near: file).filter {
      !NameKind.isReopening($0.kind) && $0.kind != "heading"
    }
    let inTypes = all.filter { !$0.container.isEmpty }
    let isMember = !inTypes.isEmpty
    let pool = isMember ? inTypes : all
    let own = pool.count { $0.file.repository == file.place.repository }
    var found: [NameCandidate] = []
    for declared in pool {
      var rank = 60
      var reason = "in another repository"
      if declared.file == file.place {
        (rank, reason) = (40, "same file")
      } else if declared.file.repository == file.place.repository {
        let isNear =
          file.dialect == .swift
          ? swiftModule(declared.file.path) == swiftModule(file.place.path)
          : declared.file.folder == file.place.folder
        (rank, reason) = isNear ? (44, "same folder") : (48, "same repository")
        if !isNear,
          file.imports.contains(where: {
            $0.kind != .own && self.target(of: $0.module, in: file).contains(declared.file)
          })
        {
          (rank, reason) = (46, "in a file that is imported")
        }
        if PathFactsLight.isAside(declared.file.path), !PathFactsLight.isAside(file.place.path) { rank += 5 }
      }
      rank += 3 * fit(declared, use, file)
      found.append(NameCandidate(declared, reason, .possible, rank: rank))
    }
    if let inline = inlineMember(use, in: file) { found.append(inline) }
    found.sort { $0.rank < $1.rank }
    let isExternal = !type.isEmpty
    for index in found.indices {
      if found.count > 1 {
        found[index].reason +=
          "; one of \(found.count) \(isMember ? "members" : "declarations") with this name"
      } else if own == 1 {
        found[index].reason += "; the only \(isMember ? "member" : "declaration") with this name"
        if !isExternal { found[index].confidence = .likely }
      }
      if isExternal, index < 10 {
        found[index].reason += "; the receiver seems to be of type \(type), which has none"
      }
    }
    return found
  }

  /// `.name`: members that need no object, enumerators first.
  func implicit(_ use: NameUse, in file: NameFile) throws -> [NameCandidate] {
    if file.dialect == .swift, let type = try expectedType(use, in: file) {
      let found = try members(
        use, ofType: type.name, near: file, reason: "member of \(type.name)", rank: 10,
        definitions: type.definitions)
      if !found.isEmpty { return found }
    }
    var found = try unknown(use, in: file)
    for index in found.indices {
      let declared = found[index].declared
      if declared.kind != "constant", !declared.signature.contains("static "),
        !declared.signature.contains("class ")
      {
        found[index].rank += 12
      }
    }
    return found.sorted { $0.rank < $1.rank }
  }

  /// Names that label values: arguments by name, fields in braces behind a type.
  func keyed(_ use: NameUse, in file: NameFile) throws -> [NameCandidate]? {
    let scan = Scan(file.text, file.dialect)
    let next = scan.forwardInLine(use.range.upperBound)
    let before = scan.byte(scan.back(use.range.lowerBound) - 1)
    guard before == 0x28 || before == 0x2C || before == 0x7B else { return nil }
    switch file.dialect {
    case .python, .kotlin, .scala:
      guard scan.byte(next) == 0x3D, scan.byte(next + 1) != 0x3D,
        let open = scan.bracket(around: use.range.lowerBound),
        scan.byte(open) == 0x28, let callee = scan.word(endingAt: scan.back(open))
      else { return nil }
      return try parameter(use.name, of: try resolve(callee, in: file))
    case .swift:
      guard scan.byte(next) == 0x3A, before != 0x7B, let open = scan.bracket(around: use.range.lowerBound),
        scan.byte(open) == 0x28, let callee = scan.word(endingAt: scan.back(open))
      else { return nil }
      return try parameter(use.name, of: try resolve(callee, in: file))
    case .go, .rust:
      guard
        scan.byte(next) == 0x3A && scan.byte(next + 1) != 0x3A
          || file.dialect == .rust && (scan.byte(next) == 0x2C || scan.byte(next) == 0x7D),
        let open = scan.bracket(around: use.range.lowerBound), scan.byte(open) == 0x7B
      else { return nil }
      var end = scan.back(open)
      if scan.byte(end - 1) == 0x3E || scan.byte(end - 1) == 0x5D, let start = scan.opening(before: end) {
        end = scan.back(start)
      }
      guard let type = scan.word(endingAt: end), let first = file.text[type].first,
        first &- 0x41 < 26 || file.dialect == .go
      else { return nil }
      let types = try resolve(type, in: file).map(\.declared).filter {
        NameKind.isType($0.kind) || $0.kind == "constant"
      }
      guard let holder = types.first else { return nil }
      let found = try members(
        use, ofType: holder.name == "Self" ? holder.container : holder.name, near: file,
        reason: "field of \(holder.name)", rank: 10, definitions: types)
      return found.isEmpty ? nil : found
    case .script:
      guard scan.byte(next) == 0x3A, before != 0x28 else { return nil }
      if let type = try typeOfObject(around: use.range.lowerBound, in: file) {
        let found = try members(
          use, ofType: type.name, near: file, reason: "member of \(type.name)", rank: 10,
          definitions: type.definitions)
        if !found.isEmpty { return found }
      }
      return inlineMember(use, in: file).map { [$0] }
    default: return nil
    }
  }

  /// Places that are looked at for members of types without a name.
  private static let inlineMax = 200

  /// The member of a type that is written where it is used, in the same file: TypeScript's `x: { name: string }`.
  private func inlineMember(_ use: NameUse, in file: NameFile) -> NameCandidate? {
    guard file.dialect == .script else { return nil }
    let scan = Scan(file.text, file.dialect)
    var found: NameCandidate?
    for start in file.offsets(ofWord: use.name).prefix(Self.inlineMax) where !file.isProse(start) {
      // The last one before the use is the nearest.
      if start > use.range.lowerBound, found != nil { break }
      let range = start..<start + use.name.utf8.count
      var next = scan.forwardInLine(range.upperBound)
      if scan.byte(next) == 0x3F { next = scan.forwardInLine(next + 1) }
      guard scan.byte(next) == 0x3A, file.declaration(at: start) == nil else { continue }
      // A type follows, where an object would have a value.
      let type = scan.byte(scan.forwardInLine(next + 1))
      guard isIdentifierByte(type), type &- 0x30 >= 10, let open = scan.bracket(around: start),
        scan.byte(open) == 0x7B,
        [0x3A, 0x3C, 0x7C, 0x26, 0x2C].contains(scan.byte(scan.back(open) - 1))
          || scan.word(endingAt: scan.back(open)).map({ file.string($0) == "as" }) ?? false
      else { continue }
      let line = file.line(of: start)
      let declared = Declared(
        file: file.place, kind: "field", name: use.name, container: "",
        signature: file.string(file.lineRange(line))[...].trimmed(), lines: line...line, line: line,
        columns: file.columns(range), nameRange: range)
      found = NameCandidate(declared, "same file, in a type without a name", .possible, rank: 41)
    }
    return found
  }

  /// The parameter of a function, or of what makes a type, by its name.
  private func parameter(_ name: String, of callees: [NameCandidate]) throws -> [NameCandidate]? {
    for callee in callees.prefix(8) {
      guard let home = try world.file(callee.declared.file) else { continue }
      var functions = [callee.declared]
      if NameKind.isType(callee.declared.kind) {
        functions = home.outline.indices.filter {
          ["__init__", "init", "constructor", "__new__"].contains(home.outline[$0].name)
            && home.container(of: $0) == callee.declared.name
        }.map(home.declared)
        let fields = home.outline.indices.filter {
          home.outline[$0].name == name && home.container(of: $0) == callee.declared.name
        }
        if functions.isEmpty, let field = fields.first {
          return [NameCandidate(home.declared(field), "field of \(callee.declared.name)", .sure, rank: 10)]
        }
      }
      for function in functions {
        let bindings = home.bindings(of: Array(name.utf8)).filter { binding in
          binding.name.lowerBound > function.nameRange.upperBound
            && binding.name.lowerBound - function.nameRange.upperBound < 3_000
            && function.lines.contains(home.line(of: binding.name.lowerBound))
        }
        guard let binding = bindings.first else { continue }
        let line = home.line(of: binding.name.lowerBound)
        let declared = Declared(
          file: home.place, kind: "parameter", name: name, container: function.name,
          signature: home.string(home.lineRange(line))[...].trimmed(), lines: line...line, line: line,
          columns: home.columns(binding.name), nameRange: binding.name)
        return [NameCandidate(declared, "parameter of \(function.name)", callee.confidence, rank: 10)]
      }
    }
    return nil
  }
}
