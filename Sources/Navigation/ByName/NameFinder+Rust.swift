import Syntax

/// Paths of Rust: modules, types and what is in them.
extension NameFinder {
  /// A name behind `::`; nil when the path cannot be followed.
  func rustPath(_ use: NameUse, in file: NameFile) throws -> [NameCandidate]? {
    var steps = rustSteps(before: use.range.lowerBound, in: file)
    guard let first = steps.first else { return nil }
    // In a `use` tree the path goes on from the one before the bracket: the import list has it whole.
    if let entry = file.imports.first(where: {
      $0.range.contains(use.range.lowerBound) && $0.member == use.name
    }) {
      steps = entry.module.split(separator: ":").map(String.init)
    } else if first == "Self" {
      guard let type = enclosingTypes(use.range.lowerBound, in: file).first else { return nil }
      let found = try members(use, ofType: type.name, near: file, reason: "member of \(type.name)", rank: 10)
      return found.isEmpty ? nil : found
    } else if let entry = file.imports.first(where: { $0.name == first && $0.kind == .member }) {
      steps = entry.module.split(separator: ":").map(String.init) + [entry.member] + steps.dropFirst()
    }
    let found = try rustMember(steps, use.name, in: file, depth: 0)
    return found.isEmpty
      ? nil
      : found.map {
        NameCandidate($0, "at \(steps.joined(separator: "::"))", .sure, rank: 10 + fit($0, use, file))
      }
  }

  private func rustSteps(before start: Int, in file: NameFile) -> [String] {
    let scan = Scan(file.text, file.dialect)
    var steps: [String] = []
    var at = start
    while case .member(let dot, true) = scan.access(before: at), steps.count < 12 {
      var end = scan.back(dot)
      if scan.byte(end - 1) == 0x3E, let open = scan.opening(before: end) { end = scan.back(open) }
      guard let word = scan.word(endingAt: end) else { break }
      steps.insert(file.string(word), at: 0)
      at = word.lowerBound
    }
    return steps
  }

  /// What a path and a name stand for.
  func rustMember(_ path: [String], _ name: String, in file: NameFile, depth: Int) throws -> [Declared] {
    guard depth < 5 else { return [] }
    if name == "self" || name == "crate" || name == "super" {
      return modules.rust(path + [name], file.place).target.files.map(Self.whole)
    }
    let (target, rest) = modules.rust(path, file.place)
    if target.isEmpty {
      // A type of this file, or one that is imported: `Type::name`.
      guard let holder = path.last else { return [] }
      return try ofType(holder, name, near: file)
    }
    if let holder = rest.last {
      let inside = try declared(named: name, near: file).filter {
        $0.container == holder && !NameKind.isReopening($0.kind)
      }
      let there = inside.filter { target.contains($0.file) }
      if !there.isEmpty { return there }
      if !inside.isEmpty { return inside }
      return try ofType(holder, name, near: file)
    }
    let found = try outer(named: name, in: target, near: file).filter {
      $0.kind != "field" && !($0.kind == "method" && !$0.container.isEmpty)
    }
    if !found.isEmpty {
      // A module's own declaration stands for its file.
      if let module = found.first, module.kind == "module",
        let child = modules.rust(path + [name], file.place).target.files.first,
        !target.contains(child)
      {
        return [module, Self.whole(child)]
      }
      return found
    }
    let child = modules.rust(path + [name], file.place)
    if child.rest.isEmpty, !child.target.isEmpty, child.target != target {
      return child.target.files.map(Self.whole)
    }
    for place in target.files.prefix(2) {
      guard let next = try world.outlined(place) else { continue }
      for entry in next.imports {
        if entry.kind == .member, entry.name == name {
          let passed = try rustMember(
            entry.module.split(separator: ":").map(String.init), entry.member, in: next, depth: depth + 1)
          if !passed.isEmpty { return passed }
        } else if entry.kind == .all {
          let passed = try rustMember(
            entry.module.split(separator: ":").map(String.init), name, in: next, depth: depth + 1)
          if !passed.isEmpty { return passed }
        }
      }
    }
    return []
  }

  private func ofType(_ holder: String, _ name: String, near file: NameFile) throws -> [Declared] {
    let all = try declared(named: name, near: file).filter {
      $0.container == holder && !NameKind.isReopening($0.kind)
    }
    let own = all.filter { $0.file == file.place }
    if !own.isEmpty { return own }
    let types = try types(named: holder, near: file, from: file)
    let near = all.filter { declared in
      types.contains {
        $0.file.repository == declared.file.repository && $0.file.folder == declared.file.folder
      }
    }
    return near.isEmpty ? all.filter { $0.file.repository == file.place.repository } : near
  }
}
