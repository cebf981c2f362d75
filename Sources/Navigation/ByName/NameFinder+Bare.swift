import Syntax

/// Names without a receiver.
extension NameFinder {
  /// Scopes from the inside to the outside; the first that has the name wins.
  func bare(_ use: NameUse, in file: NameFile) throws -> [NameCandidate] {
    if let local = local(use, in: file) { return [local] }
    if let parameter = typeParameter(use, in: file) { return [parameter] }
    let inner = nested(use, in: file)
    if !inner.isEmpty { return inner }
    if file.dialect.hasBareMembers {
      for type in enclosingTypes(use.range.lowerBound, in: file) {
        let found = try members(
          use, ofType: type.name, near: file, reason: "member of \(type.name)", rank: 10)
        if let first = found.first, first.rank < 30 { return found }
      }
    }
    if let found = try imported(use, in: file), !found.isEmpty { return found }
    let own = ownFile(use, in: file)
    if !own.isEmpty { return own }
    return try everywhere(use, in: file)
  }

  // MARK: bindings

  /// The binding in the innermost scope around a use.
  func local(_ use: NameUse, in file: NameFile) -> NameCandidate? {
    let at = use.range.lowerBound
    let file = bound(file, at: at)
    let all = file.bindings(of: Array(use.name.utf8)).filter { $0.scope.contains(at) }
    guard !all.isEmpty else { return nil }
    if let own = all.first(where: { $0.name == use.range }), isFresh(own, all, file) {
      return candidate(own, use, file)
    }
    let usable = all.filter { $0.name.lowerBound <= at && !isOwnValue($0, at, file) }
    let pool = usable.isEmpty ? all.filter { $0.name.lowerBound > at && mayFollow(file) } : usable
    guard let smallest = pool.map(\.scope.count).min() else { return nil }
    let innermost = pool.filter { $0.scope.count == smallest }
    // Where names are bound anew, the last one before counts; elsewhere a second binding is an assignment.
    let chosen = bindsAnew(file) ? innermost.last : innermost.first
    return chosen.map { candidate($0, use, file) }
  }

  /// The file with what its functions bind, where a function is around.
  func bound(_ file: NameFile, at offset: Int) -> NameFile {
    guard !file.hasBindings,
      file.enclosing(offset).contains(where: { NameKind.isCallable(file.outline[$0].kind) })
    else { return file }
    // One that cannot be read any more has no bindings.
    return (try? world.file(file.place)) ?? file
  }

  private func bindsAnew(_ file: NameFile) -> Bool { file.dialect == .rust || file.dialect == .swift }

  /// Whether a name may stand before its binding: comprehensions, hoisted variables.
  private func mayFollow(_ file: NameFile) -> Bool {
    file.dialect == .python || file.dialect == .script || file.dialect == .scala || file.dialect == .ruby
  }

  /// A binding that is the first of its scope, or one that hides those before.
  private func isFresh(_ own: LocalBinding, _ all: [LocalBinding], _ file: NameFile) -> Bool {
    if bindsAnew(file) { return true }
    return !all.contains { other in
      other.name.lowerBound < own.name.lowerBound && (other.scope == own.scope || isAssignment(own, file))
    }
  }

  /// `name = …` gives a value to what there is in languages that declare with a word.
  private func isAssignment(_ binding: LocalBinding, _ file: NameFile) -> Bool {
    file.dialect == .python || file.dialect == .ruby
  }

  /// In `let x = x.y` the second `x` is another one.
  private func isOwnValue(_ binding: LocalBinding, _ at: Int, _ file: NameFile) -> Bool {
    guard at >= binding.name.upperBound, at - binding.name.upperBound < 200 else { return false }
    switch file.dialect {
    case .swift, .rust, .go, .kotlin: break
    default: return false
    }
    let between = file.text[binding.name.upperBound..<at]
    guard let equals = between.firstIndex(of: 0x3D) else { return false }
    let value = between[equals...]
    return !between.contains { $0 == 0x0A || $0 == 0x3B || $0 == 0x7B }
      && !value.dropFirst().starts(with: [0x3E])
  }

  private func candidate(_ binding: LocalBinding, _ use: NameUse, _ file: NameFile) -> NameCandidate {
    let line = file.line(of: binding.name.lowerBound)
    let last = file.line(of: max(binding.scope.lowerBound, binding.scope.upperBound - 1))
    let text = file.string(file.lineRange(line))[...].trimmed()
    let declared = Declared(
      file: file.place, kind: "local", name: use.name, container: "", signature: text,
      lines: line...max(line, last),
      line: line, columns: file.columns(binding.name), nameRange: binding.name)
    return NameCandidate(declared, "local to this function", .sure, rank: 0, isLocal: true)
  }

  /// A name in the angle brackets of a declaration around.
  private func typeParameter(_ use: NameUse, in file: NameFile) -> NameCandidate? {
    guard use.name.utf8.count <= 40, !use.isCall else { return nil }
    let scan = Scan(file.text, file.dialect)
    var items = file.enclosing(use.range.lowerBound)
    if let own = file.outline.firstIndex(where: { $0.lines.contains(file.line(of: use.range.lowerBound)) }),
      !items.contains(own)
    {
      items.append(own)
    }
    for index in items {
      let item = file.outline[index]
      var starts = [item.nameRange.upperBound]
      if item.kind == "implementation" || file.dialect == .java || file.dialect == .c {
        // The brackets stand before the name.
        let line = file.lineRange(item.lines.lowerBound)
        if let open = file.text[line].firstIndex(of: 0x3C), open < item.nameRange.lowerBound {
          starts.append(open)
        }
      }
      for start in starts {
        let open = scan.byte(start)
        guard open == 0x3C || open == 0x5B && file.dialect == .go, let close = scan.closing(start, limit: 600)
        else { continue }
        for part in scan.parts(start + 1..<close - 1) {
          var at = scan.forward(part.lowerBound)
          while let word = scan.word(from: at), word.upperBound < part.upperBound,
            ["const", "class", "typename", "in", "out", "reified", "each"].contains(file.string(word))
          {
            at = scan.forward(word.upperBound)
          }
          guard let word = scan.word(from: at), file.string(word) == use.name else { continue }
          let line = file.line(of: word.lowerBound)
          return NameCandidate(
            Declared(
              file: file.place, kind: "type parameter", name: use.name, container: NameText.typeName(item),
              signature: file.string(part)[...].trimmed(), lines: item.lines, line: line,
              columns: file.columns(word),
              nameRange: word),
            "type parameter of \(item.name)", .sure, rank: 0, isLocal: true)
        }
      }
    }
    return file.dialect == .script ? signatureParameter(use, in: file) : nil
  }

  /// Lines that are read back for the beginning of a signature.
  private static let signatureLinesMax = 400

  /// A name in the angle brackets at the beginning of the signature around: `<T extends A = B>(x: T): T`, as
  /// interfaces list them, which the grammar loses in long lists without semicolons.
  private func signatureParameter(_ use: NameUse, in file: NameFile) -> NameCandidate? {
    let scan = Scan(file.text, file.dialect)
    let last = file.line(of: use.range.lowerBound)
    for line in stride(from: last, to: max(0, last - Self.signatureLinesMax), by: -1) {
      let open = scan.forwardInLine(file.lineRange(line).lowerBound)
      // The body or the list of members around begins here.
      if scan.byte(open) == 0x7D { return nil }
      guard scan.byte(open) == 0x3C else { continue }
      guard let close = scan.closing(open), scan.byte(scan.forward(close)) == 0x28 else { return nil }
      for part in scan.typeParts(open + 1..<close - 1) {
        var word = scan.word(from: scan.forward(part.lowerBound))
        while let modifier = word, ["const", "in", "out"].contains(file.string(modifier)) {
          word = scan.word(from: scan.forward(modifier.upperBound))
        }
        guard let word, word.upperBound <= part.upperBound, file.string(word) == use.name else { continue }
        let place = file.line(of: word.lowerBound)
        return NameCandidate(
          Declared(
            file: file.place, kind: "type parameter", name: use.name, container: "",
            signature: file.string(part)[...].trimmed(), lines: line...max(line, last), line: place,
            columns: file.columns(word), nameRange: word),
          "type parameter of the signature", .sure, rank: 0, isLocal: true)
      }
      return nil
    }
    return nil
  }

  /// Declarations inside of the functions around.
  private func nested(_ use: NameUse, in file: NameFile) -> [NameCandidate] {
    for around in file.enclosing(use.range.lowerBound) where NameKind.isCallable(file.outline[around].kind) {
      let found = file.outline.indices.filter { index in
        file.parents[index] == around && file.outline[index].name == use.name
      }
      if !found.isEmpty {
        return found.map {
          NameCandidate(file.declared($0), "declared in \(file.outline[around].name)", .sure, rank: 0)
        }
      }
    }
    return []
  }

  // MARK: the file

  /// Declarations of the file that are seen without a receiver.
  private func ownFile(_ use: NameUse, in file: NameFile) -> [NameCandidate] {
    var found: [NameCandidate] = []
    let around = Set(file.enclosing(use.range.lowerBound))
    for (index, item) in file.outline.enumerated() where !NameKind.isReopening(item.kind) {
      guard item.name == use.name || item.name.hasSuffix(use.name) else { continue }
      let declared = file.declared(index)
      guard declared.name == use.name else { continue }
      let parent = file.parents[index]
      let isSeen = parent < 0 && declared.container.isEmpty || parent >= 0 && around.contains(parent)
      if isSeen || isOpen(declared, file) {
        found.append(
          NameCandidate(declared, "same file", .sure, rank: fit(declared, use, file) + (isSeen ? 20 : 22)))
      }
    }
    return found
  }

  /// Whether the members of what holds a declaration are seen like those of the file: modules in the same file,
  /// enumerators of C.
  private func isOpen(_ declared: Declared, _ file: NameFile) -> Bool {
    if declared.container.isEmpty { return true }
    if file.dialect == .c {
      return declared.kind == "constant" || NameKind.isType(declared.kind) || declared.kind == "function"
    }
    return false
  }

  /// 0 for what can be used in this way, more for what hardly can.
  func fit(_ declared: Declared, _ use: NameUse, _ file: NameFile) -> Int {
    var penalty = 0
    if use.isCall {
      let canBeCalled =
        NameKind.isCallable(declared.kind) || NameKind.isType(declared.kind) || declared.kind == "constant"
      if !canBeCalled { penalty += 3 }
      if NameKind.isCallable(declared.kind) { penalty += Arity.distance(declared, use, file.dialect) }
    } else if NameKind.isCallable(declared.kind), declared.kind != "macro" {
      penalty += 1
    }
    return penalty
  }

  // MARK: imports

  /// What an import of this name brings; nil when no import has it.
  private func imported(_ use: NameUse, in file: NameFile) throws -> [NameCandidate]? {
    let entries = file.imports.filter { $0.name == use.name && ($0.kind == .member || $0.kind == .module) }
    guard let entry = entries.first(where: { $0.kind == .member }) ?? entries.first else { return nil }
    if entry.kind == .module { return module(entry, in: file) }
    let found = try members(of: entry, in: file, depth: 0)
    if !found.isEmpty {
      return found.map { declared in
        NameCandidate(
          declared, "imported from \(declared.file.path)", .sure, rank: fit(declared, use, file) + 12)
      }
    }
    if entry.range.contains(use.range.lowerBound) || file.dialect == .rust {
      // The last resort for paths that lead through what is not a file.
      return nil
    }
    // The import leads out of the index: what has the name here is something else, most likely.
    let others = try everywhere(use, in: file).map { candidate in
      NameCandidate(
        candidate.declared, "\(candidate.reason); imported from \(entry.module), which is not in the index",
        .possible,
        rank: candidate.rank + 20)
    }
    return others
  }

  private func module(_ entry: ImportedName, in file: NameFile) -> [NameCandidate] {
    let target = target(of: entry.module, in: file)
    var found = target.files.map {
      NameCandidate(Self.whole($0), "the module \(entry.module)", .sure, rank: 12)
    }
    let statement = file.line(of: entry.range.lowerBound)
    if found.isEmpty {
      // A package of many files: the import says what it is.
      let name = Array((entry.module.split(separator: "/").last.map(String.init) ?? entry.module).utf8)
      let at = file.text[entry.range].firstRange(of: name)?.lowerBound ?? entry.range.lowerBound
      let line = file.line(of: at)
      found = [
        NameCandidate(
          Declared(
            file: file.place, kind: "import", name: entry.name, container: "", signature: entry.module,
            lines: statement...max(statement, line), line: line, columns: file.columns(at..<at + name.count),
            nameRange: at..<at + name.count),
          target.isEmpty ? "imported here; not in the index" : "imported here",
          target.isEmpty ? .likely : .sure, rank: 12)
      ]
    }
    return found
  }

  /// Declarations that an imported name stands for, through files that pass it on.
  func members(of entry: ImportedName, in file: NameFile, depth: Int) throws -> [Declared] {
    guard depth < 5 else { return [] }
    let name = entry.member
    switch file.dialect {
    case .java, .kotlin, .scala:
      let path = (entry.module + "." + name).split(separator: ".").joined(separator: "/")
      var files: [FilePlace] = []
      for ending in [".java", ".kt", ".scala"] {
        files += world.files(ending: path + ending, near: file.place).prefix(2)
      }
      let own = try declared(named: name, near: file).filter {
        files.contains($0.file) && !NameKind.isReopening($0.kind)
      }
      let types = own.filter { NameKind.isType($0.kind) }
      if !types.isEmpty { return types }
      if !own.isEmpty { return own }
      // A static member, or a nested type: the module is a type.
      let holder = String(entry.module.split(separator: ".").last ?? "")
      return try declared(named: name, near: file).filter { $0.container == holder }
    case .php:
      let target = modules.target(of: entry.module + "\\" + name, in: file)
      return try declared(named: name, near: file).filter {
        target.contains($0.file) && NameKind.isType($0.kind)
      }
    case .rust:
      return try rustMember(entry.module.split(separator: ":").map(String.init), name, in: file, depth: depth)
    default: break
    }
    let target = target(of: entry.module, in: file)
    if name == "default", file.dialect == .script { return try defaultExport(of: target, entry) }
    let found = try outer(named: name, in: target, near: file)
    if !found.isEmpty { return found }
    // The name may be a module itself, or be passed on by the file.
    if file.dialect == .python {
      let inner = self.target(
        of: entry.module.hasSuffix(".") ? entry.module + name : entry.module + "." + name, in: file)
      if let place = inner.files.first { return [Self.whole(place)] }
    }
    return try passedOn(name, by: target, depth: depth)
  }

  /// Declarations outside of types in the files of a module.
  func outer(named name: String, in target: ModuleTarget, near file: NameFile) throws -> [Declared] {
    guard !target.isEmpty else { return [] }
    return try declared(named: name, near: file).filter { declared in
      target.contains(declared.file) && !NameKind.isReopening(declared.kind)
        && (declared.container.isEmpty || declared.kind != "field" && declared.kind != "method")
    }
  }

  func passedOn(_ name: String, by target: ModuleTarget, depth: Int) throws -> [Declared] {
    guard depth < 5 else { return [] }
    for place in target.files.prefix(4) {
      guard let next = try world.outlined(place) else { continue }
      for entry in next.imports where entry.isPassedOn || next.dialect == .script {
        if entry.kind == .member, entry.name == name {
          let found = try members(of: entry, in: next, depth: depth + 1)
          if !found.isEmpty { return found }
        } else if entry.kind == .all {
          let inner = self.target(of: entry.module, in: next)
          let found = try outer(named: name, in: inner, near: next)
          if !found.isEmpty { return found }
          let further = try passedOn(name, by: inner, depth: depth + 1)
          if !further.isEmpty { return further }
        } else if entry.kind == .module, entry.name == name {
          return self.target(of: entry.module, in: next).files.map(Self.whole)
        }
      }
    }
    return []
  }

  /// What `export default` names.
  private func defaultExport(of target: ModuleTarget, _ entry: ImportedName) throws -> [Declared] {
    guard let place = target.files.first, let file = try world.outlined(place) else { return [] }
    let words = Array("export default".utf8)
    guard let range = file.text.firstRange(of: words) else { return [Self.whole(place)] }
    let line = file.line(of: range.lowerBound)
    if let index = file.outline.firstIndex(where: {
      $0.lines.lowerBound == line && file.parents[file.outline.firstIndex(of: $0)!] < 0
    }) {
      return [file.declared(index)]
    }
    let scan = Scan(file.text, file.dialect)
    if let word = scan.word(from: scan.forward(range.upperBound)) {
      let name = file.string(word)
      let own = file.outline.indices.filter { file.outline[$0].name == name && file.parents[$0] < 0 }
      if !own.isEmpty { return own.map(file.declared) }
    }
    return [Self.whole(place)]
  }
}
