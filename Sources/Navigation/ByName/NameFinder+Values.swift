import Syntax

/// Types of bindings: what is written beside a name, or the value that it gets.
extension NameFinder {
  /// The type of the name bound at a range, by its annotation or its value.
  func typeOfBinding(_ range: Range<Int>, in file: NameFile) throws -> TypeGuess? {
    let scan = Scan(file.text, file.dialect)
    var at = scan.forwardInLine(range.upperBound)
    if file.dialect.hasColonTypes {
      if scan.byte(at) == 0x3F || scan.byte(at) == 0x21 { at = scan.forwardInLine(at + 1) }
      if scan.byte(at) == 0x3A, scan.byte(at + 1) != 0x3D, scan.byte(at + 1) != 0x3A {
        let end = TypeText.end(of: scan.forward(at + 1), scan)
        let written = file.string(scan.forward(at + 1)..<end)
        if let guess = try type(written: written, in: file) { return guess }
      }
      // A Swift parameter with a label: `for name: Type` is read at the name; at the label its name follows.
      if file.dialect == .swift, let next = scan.word(from: at),
        scan.byte(scan.forwardInLine(next.upperBound)) == 0x3A,
        file.text[at] != 0x3D
      {
        return try typeOfBinding(next, in: file)
      }
    }
    if file.dialect == .go, let guess = try goBinding(range, scan, in: file) { return guess }
    if file.dialect.hasLeadingTypes, let written = TypeText.leading(range.lowerBound, scan) {
      if !["auto", "var", "let", "val", "final", "const", "return", "new", "else"].contains(written) {
        if let guess = try type(written: written, in: file) { return guess }
      }
    }
    return try typeOfValue(range, at, scan, in: file)
  }

  /// `name = value`, `name := value`, `for name in values`.
  private func typeOfValue(_ range: Range<Int>, _ place: Int, _ scan: Scan, in file: NameFile) throws
    -> TypeGuess?
  {
    var at = place
    if file.dialect == .go || file.dialect == .python, scan.byte(at) == 0x3A, scan.byte(at + 1) == 0x3D {
      at += 1
    }
    if scan.byte(at) == 0x3D, scan.byte(at + 1) != 0x3D, scan.byte(at + 1) != 0x3E {
      let start = scan.forward(at + 1)
      return try typeOfExpression(start..<min(file.text.count, start + 400), in: file)
    }
    // `if let x {`: the name itself, from further out.
    if file.dialect == .swift, scan.byte(at) == 0x7B || scan.byte(at) == 0x2C,
      let word = scan.word(endingAt: scan.back(range.lowerBound)), file.string(word) == "let"
    {
      let outer = bound(file, at: range.lowerBound).bindings(of: Array(file.text[range])).filter {
        $0.name.lowerBound < range.lowerBound && $0.scope.contains(range.lowerBound)
      }
      if let last = outer.last { return try typeOfBinding(last.name, in: file) }
      let use = NameUse(range, in: file)
      for type in enclosingTypes(range.lowerBound, in: file) {
        if let member = try members(use, ofType: type.name, near: file, reason: "", rank: 0).first {
          return try self.type(of: member.declared, use: use.name, in: file)
        }
      }
      return nil
    }
    guard let word = scan.word(from: at) else {
      if scan.byte(at) == 0x3A, scan.byte(at + 1) != 0x3A, file.dialect.hasLeadingTypes {
        return try elements(scan.forward(at + 1), scan, in: file)
      }
      return nil
    }
    switch file.string(word) {
    case "in", "of": return try elements(scan.forward(word.upperBound), scan, in: file)
    default: return nil
    }
  }

  private func elements(_ start: Int, _ scan: Scan, in file: NameFile) throws -> TypeGuess? {
    guard let guess = try typeOfExpression(start..<min(file.text.count, start + 300), in: file) else {
      return nil
    }
    return try TypeText.element(guess.written, file.dialect).flatMap { try type(written: $0, in: file) }
  }

  /// `name T`, `a, b T`, `name := value`, `for i, name := range values`.
  private func goBinding(_ range: Range<Int>, _ scan: Scan, in file: NameFile) throws -> TypeGuess? {
    var at = scan.forwardInLine(range.upperBound)
    var index = 0
    // Others of the same type follow: `a, b T`.
    while scan.byte(at) == 0x2C, let next = scan.word(from: scan.forward(at + 1)) {
      at = scan.forwardInLine(next.upperBound)
      index += 1
      guard index < 20 else { return nil }
    }
    if scan.byte(at) == 0x3A, scan.byte(at + 1) == 0x3D {
      var position = 0
      var start = scan.back(range.lowerBound)
      while scan.byte(start - 1) == 0x2C, let before = scan.word(endingAt: scan.back(start - 1)),
        position < 10
      {
        position += 1
        start = scan.back(before.lowerBound)
      }
      let value = scan.forward(at + 2)
      if let word = scan.word(from: value), file.string(word) == "range" {
        guard position == 1 else { return nil }
        return try elements(scan.forward(word.upperBound), scan, in: file)
      }
      guard position == 0 else { return nil }
      return try typeOfExpression(value..<min(file.text.count, value + 400), in: file)
    }
    if scan.byte(at) == 0x3D { return nil }
    let first = scan.byte(at)
    guard isIdentifierByte(first) || first == 0x2A || first == 0x5B || first == 0x2E, at > range.upperBound
    else { return nil }
    return try type(written: file.string(at..<TypeText.end(of: at, scan)), in: file)
  }

  /// The type of an expression by its head: `new T(…)`, `T{…}`, `f(…).g`, `a.b`.
  func typeOfExpression(_ range: Range<Int>, in file: NameFile) throws -> TypeGuess? {
    guard depth < Self.depthMax else { return nil }
    depth += 1
    defer { depth -= 1 }
    let scan = Scan(file.text, file.dialect)
    var at = scan.forward(range.lowerBound)
    var isNew = false
    for _ in 0..<6 {
      while [0x26, 0x2A, 0x21].contains(scan.byte(at)) { at = scan.forward(at + 1) }
      guard let word = scan.word(from: at) else { break }
      let text = file.string(word)
      if text == "new" { isNew = true }
      guard ["await", "try", "new", "mut", "yield", "consume", "copy", "move", "std"].contains(text) else {
        break
      }
      at = scan.forward(word.upperBound)
      while [0x3F, 0x21, 0x3A].contains(scan.byte(at)) { at = scan.forward(at + 1) }
    }
    if scan.byte(at) == 0x28, let close = scan.closing(at) {
      return try bracketedHead(at, close, scan, in: file)
    }
    if scan.byte(at) == 0x5B, file.dialect == .go, let close = scan.closing(at) {
      // `[]T{…}`
      let written = file.string(at..<TypeText.end(of: close, scan))
      return try type(written: written, in: file)
    }
    guard var last = scan.word(from: at) else { return nil }
    var end = last.upperBound
    var isCall = false
    // Along the chain to its last name.
    for _ in 0..<12 {
      var next = end
      if scan.byte(next) == 0x3C, let close = scan.closing(next, limit: 300),
        [0x28, 0x7B, 0x3A].contains(scan.byte(scan.forwardInLine(close)))
      {
        next = close
      }
      if scan.byte(next) == 0x28 || scan.byte(next) == 0x21 && scan.byte(next + 1) == 0x28 {
        if scan.byte(next) == 0x21 { next += 1 }
        guard let close = scan.closing(next) else { break }
        isCall = true
        end = close
        continue
      }
      if scan.byte(next) == 0x7B, file.dialect == .go || file.dialect == .rust,
        file.text[last.lowerBound] &- 0x41 < 26 || file.dialect == .go,
        let close = scan.closing(next)
      {
        isCall = true
        end = close
        continue
      }
      if scan.byte(next) == 0x5B, let close = scan.closing(next) {
        let guess = isCall ? try typeOfCall(last, in: file) : try typeOfWord(last, in: file)
        return try guess.flatMap { TypeText.element($0.written, file.dialect) }.flatMap {
          try type(written: $0, in: file)
        }
        .flatMap { _ in
          try scan.byte(close) == 0x2E
            ? nil : TypeText.element(guess!.written, file.dialect).flatMap { try type(written: $0, in: file) }
        }
      }
      while scan.byte(next) == 0x3F || scan.byte(next) == 0x21 { next += 1 }
      let place = scan.forward(next)
      var dot =
        scan.byte(place) == 0x2E || scan.byte(place) == 0x3F && scan.byte(place + 1) == 0x2E ? place + 1 : -1
      if scan.byte(place) == 0x2D, scan.byte(place + 1) == 0x3E, file.dialect == .c || file.dialect == .php {
        dot = place + 2
      }
      if scan.byte(next) == 0x3A, scan.byte(next + 1) == 0x3A { dot = next + 2 }
      guard dot > 0 else {
        end = next
        break
      }
      if scan.byte(dot) == 0x3C, let close = scan.closing(dot, limit: 300) {
        end = close
        continue
      }
      guard let word = scan.word(from: scan.forward(dot)) else { break }
      let text = file.string(word)
      if ["unwrap", "clone", "await", "expect", "as_ref", "as_mut", "borrow", "lock", "to_owned", "iter"]
        .contains(text), file.dialect == .rust
      {
        end = word.upperBound
        if scan.byte(end) == 0x28, let close = scan.closing(end) { end = close }
        continue
      }
      last = word
      end = word.upperBound
      isCall = false
    }
    if isNew { return try typeOfWord(last, in: file) }
    return isCall ? try typeOfCall(last, in: file) : try typeOfWord(last, in: file)
  }

  private func bracketedHead(_ open: Int, _ close: Int, _ scan: Scan, in file: NameFile) throws -> TypeGuess?
  {
    // A cast: `(T) value`; brackets around a value otherwise.
    if file.dialect == .c || file.dialect == .java || file.dialect == .csharp,
      isIdentifierByte(scan.byte(scan.forwardInLine(close)))
    {
      return try type(written: file.string(open + 1..<close - 1), in: file)
    }
    return try typeOfExpression(open + 1..<close - 1, in: file)
  }

  /// The type that is wanted of the object in braces around a key: that of the parameter it is given for, or of the
  /// name that it is the value of.
  func typeOfObject(around offset: Int, in file: NameFile) throws -> TypeGuess? {
    let scan = Scan(file.text, file.dialect)
    guard let brace = scan.bracket(around: offset), scan.byte(brace) == 0x7B else { return nil }
    let before = scan.back(brace)
    switch scan.byte(before - 1) {
    case 0x3D where scan.byte(before - 2) != 0x3E:
      // `name: Type = {…}`
      guard let type = scan.word(endingAt: scan.back(before - 1)) else { return nil }
      let colon = scan.back(type.lowerBound)
      return scan.byte(colon - 1) == 0x3A ? try self.type(written: file.string(type), in: file) : nil
    case 0x28, 0x2C:
      guard let open = scan.bracket(around: brace), scan.byte(open) == 0x28,
        let callee = scan.word(endingAt: scan.back(open))
      else { return nil }
      let index = scan.parts(open + 1..<brace).count
      for found in try resolve(callee, in: file).prefix(3) where NameKind.isCallable(found.declared.kind) {
        guard let home = try world.outlined(found.declared.file),
          let written = TypeText.parameter(index, of: found.declared, home.dialect),
          let guess = try type(written: written, in: home)
        else { continue }
        return guess
      }
      return nil
    default: return nil
    }
  }

  /// The type that a context wants of `.name`: that of the binding, parameter or comparison it stands for.
  func expectedType(_ use: NameUse, in file: NameFile) throws -> TypeGuess? {
    let scan = Scan(file.text, file.dialect)
    let dot = scan.back(use.range.lowerBound) - 1
    let before = scan.back(dot)
    // `x == .name`, `x = .name`, `let x: T = .name`
    if scan.byte(before - 1) == 0x3D {
      var end = before - 1
      while [0x3D, 0x21, 0x7E].contains(scan.byte(end - 1)) { end -= 1 }
      end = scan.back(end)
      guard let word = scan.word(endingAt: end) else { return nil }
      let colon = scan.back(word.lowerBound)
      if scan.byte(colon - 1) == 0x3A { return try type(written: file.string(word), in: file) }
      return try typeOfWord(word, in: file)
    }
    // `f(label: .name)`: the parameter's type.
    if let open = scan.bracket(around: dot), scan.byte(open) == 0x28, let callee = scan.word(endingAt: open) {
      var label: String?
      var index = 0
      if scan.byte(before - 1) == 0x3A, let word = scan.word(endingAt: scan.back(before - 1)) {
        label = file.string(word)
      }
      index = scan.parts(open + 1..<dot).count
      for found in try resolve(callee, in: file).prefix(3) {
        guard let written = TypeText.parameter(label: label, index: index, of: found.declared) else {
          continue
        }
        if let guess = try type(written: written, in: file) { return guess }
      }
      return nil
    }
    // `case .name` in a switch over a value.
    guard let word = scan.word(endingAt: before), file.string(word) == "case" || scan.byte(before - 1) == 0x2C
    else { return nil }
    guard let brace = scan.bracket(around: word.lowerBound), scan.byte(brace) == 0x7B,
      let subject = scan.word(endingAt: scan.back(brace))
    else {
      return nil
    }
    return try typeOfWord(subject, in: file)
  }
}
