import Syntax

/// What is known of the thing before a dot.
struct TypeGuess: Equatable {
  /// The type's name; that of the module when it is one.
  var name: String
  /// Declarations that the name means, as far as known.
  var definitions: [Declared] = []
  /// The type as it is written, for the types of elements: `[Name]`.
  var written = ""
  /// Set when it is a module rather than a value or type.
  var module: ModuleTarget?
}

/// Types of expressions, as far as declarations tell.
extension NameFinder {
  /// What stands before a dot.
  func receiver(before dot: Int, in file: NameFile) throws -> TypeGuess? {
    guard depth < Self.depthMax else { return nil }
    depth += 1
    defer { depth -= 1 }
    let scan = Scan(file.text, file.dialect)
    var end = scan.back(dot)
    // Signs that unwrap or chain.
    while end > 0, [0x3F, 0x21, 0x26].contains(scan.byte(end - 1)) { end = scan.back(end - 1) }
    switch scan.byte(end - 1) {
    case 0x29: return try called(endingAt: end, scan, in: file)
    case 0x5D:
      guard let open = scan.opening(before: end), open > 0 else { return nil }
      let base = scan.back(open)
      if scan.byte(base - 1) == 0x29 || scan.byte(base - 1) == 0x5D { return nil }
      guard let word = scan.word(endingAt: base), base == open else { return nil }
      guard let guess = try typeOfWord(word, in: file) else { return nil }
      return try TypeText.element(guess.written, file.dialect).flatMap { try type(written: $0, in: file) }
    case 0x3E:
      // `Type<A>.member`
      guard let open = scan.opening(before: end), let word = scan.word(endingAt: scan.back(open)) else {
        return nil
      }
      return try typeOfWord(word, in: file)
    case 0x7D:
      // `Type{…}.member`
      guard let open = scan.opening(before: end), file.dialect == .go || file.dialect == .rust,
        let word = scan.word(endingAt: scan.back(open))
      else { return nil }
      return try typeOfWord(word, in: file)
    default:
      guard let word = scan.word(endingAt: end) else { return nil }
      return try typeOfWord(word, in: file)
    }
  }

  /// The type of what a call gives.
  private func called(endingAt end: Int, _ scan: Scan, in file: NameFile) throws -> TypeGuess? {
    guard let open = scan.opening(before: end) else { return nil }
    var stop = scan.back(open)
    if scan.byte(stop - 1) == 0x3E, let start = scan.opening(before: stop) {
      stop = scan.back(start)
      if scan.byte(stop - 1) == 0x3A, scan.byte(stop - 2) == 0x3A { stop -= 2 }
    }
    guard let callee = scan.word(endingAt: stop),
      stop == scan.back(open) || scan.byte(scan.back(open) - 1) == 0x3E
    else {
      // Brackets alone: `(a as T)`, `(a)`, `((T) a)`.
      return try bracketed(open + 1..<end - 1, scan, in: file)
    }
    let word = file.string(callee)
    if Self.wrappers.contains(word), let inner = scan.word(endingAt: scan.back(end - 1)),
      inner.lowerBound > open
    {
      return try typeOfWord(inner, in: file)
    }
    if word == "if" || word == "while" || word == "in" || word == "return" { return nil }
    return try typeOfCall(callee, in: file)
  }

  /// Calls that give what they are given.
  private static let wrappers: Set = ["try", "await", "unwrap", "expect", "cast"]

  private func bracketed(_ range: Range<Int>, _ scan: Scan, in file: NameFile) throws -> TypeGuess? {
    let text = file.text[range]
    for sign in [" as! ", " as? ", " as "] {
      if let place = text.firstRange(of: Array(sign.utf8)) {
        return try type(written: file.string(place.upperBound..<range.upperBound), in: file)
      }
    }
    if scan.byte(range.lowerBound) == 0x28, let close = scan.closing(range.lowerBound),
      close < range.upperBound
    {
      return try type(written: file.string(range.lowerBound + 1..<close - 1), in: file)
    }
    var start = range.lowerBound
    for word in ["await ", "try ", "new ", "*", "&"] where text[start...].starts(with: word.utf8) {
      start += word.utf8.count
    }
    return try typeOfExpression(start..<range.upperBound, in: file)
  }

  /// The type of a value, or the type or module that a word names.
  func typeOfWord(_ range: Range<Int>, in file: NameFile) throws -> TypeGuess? {
    let word = file.string(range)
    let access = Scan(file.text, file.dialect).access(before: range.lowerBound)
    if access == .bare, file.dialect.isSelf(word) {
      guard let type = enclosingTypes(range.lowerBound, in: file).first else { return nil }
      return TypeGuess(
        name: type.name, definitions: try types(named: type.name, near: file, from: file), written: type.name)
    }
    if access == .bare, file.dialect.isSuper(word) {
      guard let type = enclosingTypes(range.lowerBound, in: file).first else { return nil }
      return try Bases.of(file.outline[type.item].signature, file.dialect).first.flatMap {
        try self.type(written: $0, in: file)
      }
    }
    if access == .bare, file.declaration(at: range.lowerBound) == nil,
      let receiver = file.dialect == .go ? goReceiver(word, range.lowerBound, in: file) : nil
    {
      return try type(written: receiver, in: file)
    }
    if let module = moduleNamed(range, word, access, in: file) { return module }
    let found = try resolve(range, in: file)
    guard let first = found.first, first.rank < 60 else {
      // A type that nobody declares here still has extensions.
      if word.utf8.first.map({ $0 &- 0x41 < 26 }) ?? false { return TypeGuess(name: word, written: word) }
      return nil
    }
    return try type(of: first.declared, use: word, in: file)
  }

  /// `r` in `func (r *T) f()`.
  private func goReceiver(_ word: String, _ offset: Int, in file: NameFile) -> String? {
    for index in file.enclosing(offset) {
      let item = file.outline[index]
      guard item.kind == "method", item.signature.hasPrefix("func") else { continue }
      let inside = item.signature.utf8.drop { $0 != 0x28 }.dropFirst().prefix { $0 != 0x29 }
      let words = inside.split { !isIdentifierByte($0) }
      if words.count >= 2, words[0].elementsEqual(word.utf8),
        bound(file, at: offset).bindings(of: Array(word.utf8)).allSatisfy({
          !$0.scope.contains(offset) || $0.name.lowerBound < item.nameRange.lowerBound
        })
      {
        return String(decoding: words[1], as: UTF8.self)
      }
    }
    return nil
  }

  private func moduleNamed(_ range: Range<Int>, _ word: String, _ access: NameUse.Access, in file: NameFile)
    -> TypeGuess?
  {
    if case .member(let dot, let isPath) = access, file.dialect == .python || isPath {
      // `a.b.c`: the whole path may be a module.
      let scan = Scan(file.text, file.dialect)
      var start = range.lowerBound
      var at = dot
      while let part = scan.word(endingAt: scan.back(at)) {
        start = part.lowerBound
        guard case .member(let next, _) = scan.access(before: start) else { break }
        at = next
      }
      let path = file.string(start..<range.upperBound)
      guard file.imports.contains(where: { $0.kind == .module && $0.name == path }) else { return nil }
      return TypeGuess(name: path, module: target(of: path, in: file))
    }
    guard access == .bare, local(NameUse(range, in: file), in: file) == nil else { return nil }
    if let entry = file.imports.first(where: { $0.kind == .module && $0.name == word }) {
      if file.dialect == .swift, file.outline.contains(where: { $0.name == word }) { return nil }
      return TypeGuess(name: word, module: target(of: entry.module, in: file))
    }
    if file.dialect == .python,
      let entry = file.imports.first(where: { $0.kind == .member && $0.name == word })
    {
      let inner = target(
        of: entry.module.hasSuffix(".") ? entry.module + entry.member : entry.module + "." + entry.member,
        in: file)
      if !inner.isEmpty { return TypeGuess(name: word, module: inner) }
    }
    if file.dialect == .script,
      let entry = file.imports.first(where: {
        $0.kind == .member && $0.name == word && $0.member == "default"
      })
    {
      _ = entry
    }
    return nil
  }

  /// The type that a declaration gives its name, or that it is.
  func type(of declared: Declared, use word: String, in file: NameFile) throws -> TypeGuess? {
    if declared.kind == "file" { return TypeGuess(name: word, module: ModuleTarget(files: [declared.file])) }
    if declared.kind == "import" { return nil }
    if NameKind.isType(declared.kind) {
      if let alias = NameText.alias(declared.signature), let home = try world.outlined(declared.file) {
        if let guess = try type(written: alias, in: home), !guess.definitions.isEmpty { return guess }
      }
      return TypeGuess(name: declared.name, definitions: [declared], written: declared.name)
    }
    if declared.kind == "module" || declared.kind == "namespace" {
      if let home = try world.outlined(declared.file), home.dialect == .rust {
        let (target, rest) = modules.rust([declared.name], declared.file)
        if rest.isEmpty, !target.isEmpty { return TypeGuess(name: declared.name, module: target) }
      }
      return TypeGuess(name: declared.name, definitions: [declared], written: declared.name)
    }
    guard let home = try world.outlined(declared.file) else { return nil }
    if declared.kind == "constant", !declared.container.isEmpty, home.dialect != .go, home.dialect != .c {
      return TypeGuess(name: declared.container, written: declared.container)
    }
    if declared.kind == "type parameter" {
      return try TypeText.bound(declared.signature, home.dialect).flatMap { try type(written: $0, in: home) }
    }
    if NameKind.isCallable(declared.kind) {
      // A property written as a function, or a function as a value: the type of what it gives is the better guess.
      return try returned(by: declared, in: home)
    }
    var range = declared.nameRange
    if range.isEmpty, let start = home.offset(line: declared.line, column: declared.columns.lowerBound) {
      range = start..<start + declared.columns.count
    }
    guard !range.isEmpty else { return nil }
    return try typeOfBinding(range, in: home)
  }

  /// The type of what calling a name gives.
  func typeOfCall(_ callee: Range<Int>, in file: NameFile) throws -> TypeGuess? {
    let found = try resolve(callee, in: file)
    guard let first = found.first, first.rank < 60 else {
      let word = file.string(callee)
      return word.utf8.first.map({ $0 &- 0x41 < 26 }) ?? false ? TypeGuess(name: word, written: word) : nil
    }
    if NameKind.isType(first.declared.kind) {
      return try type(of: first.declared, use: first.declared.name, in: file)
    }
    guard let home = try world.outlined(first.declared.file) else { return nil }
    if NameKind.isCallable(first.declared.kind) { return try returned(by: first.declared, in: home) }
    if first.declared.kind == "constant" {
      return TypeGuess(name: first.declared.container, written: first.declared.container)
    }
    return nil
  }

  private func returned(by declared: Declared, in home: NameFile) throws -> TypeGuess? {
    let constructors: Set = ["init", "__init__", "constructor", "new"]
    if constructors.contains(declared.name) || declared.name == declared.container {
      if declared.name != "new" || home.dialect != .go {
        return TypeGuess(name: declared.container, written: declared.container)
      }
    }
    guard let written = TypeText.returned(declared, home), !written.isEmpty else {
      return nil
    }
    if written == "Self" || written == "self" || written == "this" || written == "static" {
      return TypeGuess(name: declared.container, written: declared.container)
    }
    return try type(written: written, in: home)
  }

  // MARK: types by name

  /// A type as it is written in a file.
  func type(written: String, in file: NameFile) throws -> TypeGuess? {
    let plain = TypeText.base(written, file.dialect)
    guard !plain.name.isEmpty else { return nil }
    if plain.name == "Self" || plain.name == "self" { return nil }
    var near = file
    if let qualifier = plain.qualifier,
      let entry = file.imports.first(where: { $0.kind == .module && $0.name == qualifier })
    {
      let target = target(of: entry.module, in: file)
      let found = try outer(named: plain.name, in: target, near: file).filter { NameKind.isType($0.kind) }
      if let first = found.first, let home = try world.outlined(first.file) { near = home }
      return TypeGuess(name: plain.name, definitions: found, written: plain.element)
    }
    var found = try types(named: plain.name, near: near, from: file)
    if let first = found.first, let alias = NameText.alias(first.signature), depth < Self.depthMax,
      let home = try world.outlined(first.file),
      alias != written
    {
      depth += 1
      defer { depth -= 1 }
      if let guess = try type(written: alias, in: home), !guess.definitions.isEmpty { return guess }
      found = Array(found.prefix(1))
    }
    return TypeGuess(name: plain.name, definitions: found, written: plain.element)
  }

  /// Declarations of types with a name that a file sees, the nearest alone when there is one.
  func types(named name: String, near file: NameFile, from origin: NameFile) throws -> [Declared] {
    let all = try declared(named: name, near: file).filter { NameKind.isType($0.kind) }
    if all.count <= 1 { return all }
    let own = all.filter { $0.file == file.place }
    if !own.isEmpty { return own }
    if let entry = file.imports.first(where: { $0.name == name && $0.kind == .member }) {
      let found = try members(of: entry, in: file, depth: 0).filter { NameKind.isType($0.kind) }
      if !found.isEmpty { return found }
    }
    if file.dialect == .swift, let module = swiftModule(file.place.path) {
      let inModule = all.filter {
        $0.file.repository == file.place.repository && swiftModule($0.file.path) == module
      }
      if !inModule.isEmpty { return inModule }
    } else {
      let beside = all.filter {
        $0.file.repository == file.place.repository && $0.file.folder == file.place.folder
      }
      if !beside.isEmpty { return beside }
    }
    let opened = file.imports.filter { $0.kind == .all || $0.kind == .include }.prefix(60).map {
      target(of: $0.module, in: file)
    }
    let imported = all.filter { declared in opened.contains { $0.contains(declared.file) } }
    if !imported.isEmpty { return imported }
    let inRepository = all.filter { $0.file.repository == file.place.repository }
    let main = inRepository.filter { !PathFactsLight.isAside($0.file.path) }
    return main.isEmpty ? inRepository.isEmpty ? all : inRepository : main
  }
}
