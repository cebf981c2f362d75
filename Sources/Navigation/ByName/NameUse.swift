/// A name where it stands, with what is written around it.
struct NameUse {
  /// What stands before a name.
  enum Access: Equatable {
    /// Nothing: the name is looked for in the scopes around.
    case bare
    /// A dot, an arrow or a path sign, which begins at the offset.
    case member(at: Int, isPath: Bool)
    /// A dot with nothing before it: `.name` of a type that the context tells.
    case implicit
  }

  var range: Range<Int>
  var name: String
  var access: Access
  /// Whether brackets with arguments follow.
  var isCall: Bool
  /// Labels of the arguments, nil for those without, when brackets follow.
  var labels: [String?]

  init(_ range: Range<Int>, in file: NameFile) {
    self.range = range
    name = file.string(range)
    let scan = Scan(file.text, file.dialect)
    access = scan.access(before: range.lowerBound)
    (isCall, labels) = scan.arguments(after: range.upperBound)
  }
}

/// Reading a text forwards and backwards around a place, with brackets but without a grammar.
struct Scan {
  let text: [UInt8]
  let dialect: Dialect

  /// Bytes that one step over brackets may take.
  static let bracketMax = 20_000

  init(_ text: [UInt8], _ dialect: Dialect) { (self.text, self.dialect) = (text, dialect) }

  func byte(_ at: Int) -> UInt8 { at >= 0 && at < text.count ? text[at] : 0 }

  /// The first offset from `at` on that is no blank.
  func forward(_ at: Int) -> Int {
    var at = at
    while at < text.count, text[at] <= 0x20 { at += 1 }
    return at
  }

  /// As ``forward(_:)``, on the same line.
  func forwardInLine(_ at: Int) -> Int {
    var at = at
    while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    return at
  }

  /// The offset behind the last byte before `at` that is no blank.
  func back(_ at: Int) -> Int {
    var at = min(at, text.count)
    while at > 0, text[at - 1] <= 0x20 { at -= 1 }
    return at
  }

  func access(before start: Int) -> NameUse.Access {
    let at = back(start)
    let last = byte(at - 1)
    switch last {
    case 0x2E:
      guard byte(at - 2) != 0x2E else { return .bare }
      // `1.e` is a number, and a dot at the end of a line a sentence.
      return sided(at - 1, isPath: false)
    case 0x3E where byte(at - 2) == 0x2D && (dialect == .c || dialect == .php):
      return .member(at: at - 2, isPath: false)
    case 0x3A where byte(at - 2) == 0x3A: return .member(at: at - 2, isPath: true)
    case 0x3A where dialect == .lua && at == start && isIdentifierByte(byte(at - 2)):
      return .member(at: at - 1, isPath: false)
    case 0x5C where dialect == .php: return .member(at: at - 1, isPath: true)
    default: return .bare
    }
  }

  private func sided(_ dot: Int, isPath: Bool) -> NameUse.Access {
    var before = byte(dot - 1)
    if before == 0x3F || before == 0x21 || before == 0x26 { before = byte(dot - 2) }
    if isIdentifierByte(before) || [0x29, 0x5D, 0x7D, 0x22, 0x27, 0x60, 0x3E].contains(before) {
      return .member(at: dot, isPath: isPath)
    }
    // A chain goes on in the next line, unless the language has members of an implied type.
    let place = back(dot)
    if place < dot, place > 0, text[place..<dot].contains(0x0A) {
      let last = byte(place - 1)
      if isIdentifierByte(last) || last == 0x29 || last == 0x5D || last == 0x7D || last == 0x3F {
        return .member(at: dot, isPath: isPath)
      }
    }
    return .implicit
  }

  /// The bracket that opens what closes before `end`; nil without one.
  func opening(before end: Int) -> Int? {
    let close = byte(end - 1)
    let open: UInt8 =
      switch close {
      case 0x29: 0x28
      case 0x5D: 0x5B
      case 0x7D: 0x7B
      case 0x3E: 0x3C
      default: 0
      }
    guard open != 0 else { return nil }
    var depth = 0
    var at = end - 1
    let limit = max(0, end - Self.bracketMax)
    while at >= limit {
      let byte = text[at]
      if byte == 0x22 || byte == 0x27 {
        // Back over a string in one line.
        var start = at - 1
        while start >= limit, text[start] != byte, text[start] != 0x0A { start -= 1 }
        if start >= limit, text[start] == byte { at = start }
      } else if byte == close, close != 0x3E || self.byte(at - 1) != 0x2D {
        depth += 1
      } else if byte == open {
        depth -= 1
        if depth == 0 { return at }
      } else if close == 0x3E, byte == 0x3B || byte == 0x7B {
        return nil
      }
      at -= 1
    }
    return nil
  }

  /// The offset behind the bracket that closes the one at `start`; nil without one.
  func closing(_ start: Int, limit: Int = Scan.bracketMax) -> Int? {
    let open = byte(start)
    let close: UInt8 =
      switch open {
      case 0x28: 0x29
      case 0x5B: 0x5D
      case 0x7B: 0x7D
      case 0x3C: 0x3E
      default: 0
      }
    guard close != 0 else { return nil }
    var depth = 0
    var at = start
    let end = min(text.count, start + limit)
    while at < end {
      let byte = text[at]
      if byte == 0x22 || byte == 0x27 || byte == 0x60 {
        let next = skipString(at, end)
        at = next
        continue
      }
      if byte == open {
        depth += 1
      } else if byte == close, close != 0x3E || self.byte(at - 1) != 0x2D && self.byte(at - 1) != 0x3D {
        depth -= 1
        if depth == 0 { return at + 1 }
      } else if open == 0x3C, byte == 0x3B || byte == 0x7B {
        return nil
      }
      at += 1
    }
    return nil
  }

  /// The parts of a list of types between commas, which may stand in any brackets; comments before a part belong to
  /// nothing.
  func typeParts(_ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var (depth, start, at) = (0, range.lowerBound, range.lowerBound)
    while at < range.upperBound, found.count < 100 {
      switch text[at] {
      case 0x22, 0x27, 0x60:
        at = skipString(at, range.upperBound)
        continue
      case 0x2F where byte(at + 1) == 0x2F:
        while at < range.upperBound, text[at] != 0x0A { at += 1 }
        if forward(start) >= at || text[start..<at].allSatisfy({ $0 <= 0x20 }) { start = at }
        if text[forward(start)] == 0x2F { start = at }
        continue
      case 0x28, 0x5B, 0x7B, 0x3C: depth += 1
      case 0x29, 0x5D, 0x7D: depth -= 1
      case 0x3E where byte(at - 1) != 0x3D: depth -= 1
      case 0x2C where depth == 0:
        found.append(start..<at)
        start = at + 1
      default: break
      }
      at += 1
    }
    if forward(start) < range.upperBound { found.append(start..<range.upperBound) }
    return found
  }

  /// Behind a string that begins at `at`; behind its quote when it does not end in the line.
  func skipString(_ at: Int, _ end: Int) -> Int {
    let quote = text[at]
    var next = at + 1
    while next < end, text[next] != quote, text[next] != 0x0A || quote == 0x60 {
      next += text[next] == 0x5C ? 2 : 1
    }
    // A lifetime or an apostrophe is no string.
    return next < end && text[next] == quote ? next + 1 : at + 1
  }

  /// Whether brackets with arguments follow a name, and the labels in them.
  func arguments(after end: Int) -> (isCall: Bool, labels: [String?]) {
    var at = forwardInLine(end)
    if byte(at) == 0x21, dialect == .rust { at += 1 }
    if byte(at) == 0x3A, byte(at + 1) == 0x3A, byte(at + 2) == 0x3C { at += 2 }
    if byte(at) == 0x3C || byte(at) == 0x5B && dialect == .go, let next = closing(at, limit: 500) {
      at = next
    }
    if byte(at) == 0x7B, dialect == .swift || dialect == .kotlin { return (true, [nil]) }
    guard byte(at) == 0x28, let close = closing(at) else { return (false, []) }
    var labels: [String?] = []
    for part in parts(at + 1..<close - 1) {
      let start = forward(part.lowerBound)
      var stop = start
      while stop < part.upperBound, isIdentifierByte(text[stop]) { stop += 1 }
      let next = forwardInLine(stop)
      let isLabel =
        stop > start
        && (dialect == .swift && byte(next) == 0x3A
          || (dialect == .python || dialect == .kotlin || dialect == .scala) && byte(next) == 0x3D
            && byte(next + 1) != 0x3D)
      labels.append(isLabel ? String(decoding: text[start..<stop], as: UTF8.self) : nil)
    }
    let isTrailing = dialect == .swift && byte(forwardInLine(close)) == 0x7B
    return (true, isTrailing ? labels + [nil] : labels)
  }

  /// What commas separate, outside of brackets and strings; nothing for blanks alone.
  func parts(_ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = range.lowerBound
    var at = start
    var hasText = false
    while at < range.upperBound, found.count < 100 {
      let byte = text[at]
      if byte > 0x20 { hasText = true }
      switch byte {
      case 0x22, 0x27, 0x60:
        at = skipString(at, range.upperBound)
        continue
      case 0x28, 0x5B, 0x7B:
        at = closing(at) ?? at + 1
        continue
      case 0x2C:
        found.append(start..<at)
        start = at + 1
      default: break
      }
      at += 1
    }
    if hasText, start <= range.upperBound, forward(start) < range.upperBound {
      found.append(start..<range.upperBound)
    }
    return found
  }

  /// The word that ends at `end`.
  func word(endingAt end: Int) -> Range<Int>? {
    var start = end
    while start > 0, dialect.isWord(text[start - 1]) { start -= 1 }
    return start < end && text[start] &- 0x30 >= 10 ? start..<end : nil
  }

  /// The word that begins at `start`.
  func word(from start: Int) -> Range<Int>? {
    var end = start
    while end < text.count, dialect.isWord(text[end]) { end += 1 }
    return start < end && text[start] &- 0x30 >= 10 ? start..<end : nil
  }

  /// The bracket around an offset, without strings in mind: the nearest that is not closed before it.
  func bracket(around offset: Int) -> Int? {
    var at = offset - 1
    let limit = max(0, offset - 4_000)
    while at >= limit {
      switch text[at] {
      case 0x28, 0x5B, 0x7B: return at
      case 0x29, 0x5D, 0x7D:
        guard let open = opening(before: at + 1) else { return nil }
        at = open - 1
      default: at -= 1
      }
    }
    return nil
  }
}
