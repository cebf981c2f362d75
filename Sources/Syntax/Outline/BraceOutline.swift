/// Declarations of languages with braces, from the spans of the lexer and the brackets between them.
///
/// Keywords that declare (`class`, `func`) give a name; `name(…) {` outside of functions is a function. Bodies
/// of functions are passed over.
struct BraceOutline {
  private struct Scope {
    /// The declaration whose body this is.
    var item: Int?
    /// Whether declarations inside count.
    var isOpen: Bool
    var holdsMethods: Bool
  }

  private struct Pending {
    var kind: String
    var name: Range<Int>
    var start: Int
  }

  /// Kinds whose keywords also stand in the types of functions.
  private static let mentioned: Set = ["struct", "union", "enum", "class"]

  private static let accesses: Set = ["public", "private", "protected", "signals"]

  /// Braces inside of each other, at most.
  private static let scopeMax = 1_000

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let rules: OutlineRules
  private var list: OutlineList
  private var scopes: [Scope] = []
  private var pending: Pending?
  /// `name(` that may turn out to be a function.
  private var candidate: Range<Int>?
  private var parentheses = 0
  private var statement: Int?
  private var hasAssignment = false
  private var lastString = 0
  /// Between the brackets of `[Attribute(…)]`.
  private var isInAttribute = false

  init(_ base: UnsafePointer<UInt8>, count: Int, rules: OutlineRules, limit: Int = outlineItemMax) {
    self.base = base
    end = count
    self.rules = rules
    list = OutlineList(base, count: count, limit: limit)
  }

  private var isOpen: Bool { scopes.last?.isOpen ?? true }
  private var depth: Int { scopes.count { $0.item != nil } }

  mutating func run(_ spans: [TokenSpan]) -> OutlineList {
    var at = 0
    for span in spans where span.range.lowerBound >= at {
      gap(at, span.range.lowerBound)
      at = span.range.upperBound
      switch span.kind {
      case .comment: break
      case .attribute: isInAttribute = span.range.lowerBound > 0 && base[span.range.lowerBound &- 1] == 0x5B
      case .keyword where base[span.range.lowerBound] == 0x23:
        // A directive is no part of the statement around it.
        if isOpen, list.text(span.range).hasSuffix("define") { define(span.range) }
        while at < end, base[at] != 0x0A || base[at &- 1] == 0x5C { at &+= 1 }
      case .string, .regex:
        lastString = span.range.upperBound
        if statement == nil { statement = span.range.lowerBound }
      case .keyword:
        if isOpen { keyword(span.range) }
        if statement == nil { statement = span.range.lowerBound }
      case .function, .type, .property, .constant, .number:
        if statement == nil { statement = span.range.lowerBound }
        if span.kind != .number, isOpen { word(span.range) }
      }
    }
    gap(at, end)
    finish(at: end)
    for scope in scopes { if let item = scope.item { list.close(item, at: end) } }
    return list
  }

  private mutating func gap(_ from: Int, _ to: Int) {
    var at = from
    while at < to {
      let byte = base[at]
      switch byte {
      case 0x7B: openBrace(at)
      case 0x7D: closeBrace(at)
      case 0x28, 0x5B: parentheses += 1
      case 0x29, 0x5D:
        parentheses = max(0, parentheses - 1)
        if parentheses == 0, isInAttribute { (statement, isInAttribute) = (nil, false) }
      case 0x3B: if parentheses == 0 { finish(at: at) }
      case 0x0A: if rules.newlines { newline(at) }
      case 0x3D: if parentheses == 0, candidate == nil { hasAssignment = true }
      case 0x3A: if let statement, Self.accesses.contains(list.text(statement..<at)) { self.statement = nil }
      case 0x20, 0x09, 0x0D: break
      default:
        if statement == nil { statement = at }
        if isWordByte(byte), isOpen, rules.callables {
          var stop = at
          while stop < to, isWordByte(base[stop]) { stop &+= 1 }
          word(at..<stop)
          at = stop
          continue
        }
      }
      at &+= 1
    }
  }

  /// A keyword may declare something: the name follows.
  private mutating func keyword(_ range: Range<Int>) {
    guard pending == nil, parentheses == 0, range.count <= 16 else {
      // `enum class Name`, `data class Name`: the last keyword is the better one when no name was there.
      return
    }
    let word = list.text(range)
    guard let kind = rules.declarators[word] else {
      if rules.arrows, word == "const" || word == "let" || word == "var" { arrow(range) }
      return
    }
    if hasAssignment, kind != "function" || !rules.arrows { return }
    var at = skipBlanks(range.upperBound)
    var isMethod = false
    if rules.receivers, kind == "function", byte(at) == 0x28 {
      at = skipBlanks(closing(at))
      isMethod = true
    }
    if kind == "implementation", word == "impl" { return implementation(range, at) }
    if kind == "method", !isWordByte(byte(at)) || word == "init" || word == "subscript" || word == "deinit" {
      return begin(kind, name: range, start: statement ?? range.lowerBound)
    }
    if byte(at) == 0x2A || byte(at) == 0x26 { at = skipBlanks(at &+ 1) }
    if byte(at) == 0x60 { at &+= 1 }
    if kind == "macro", byte(at) == 0x21 { at = skipBlanks(at &+ 1) }
    let start = at
    while isWordByte(byte(at)) || byte(at) == 0x24 || (byte(at) == 0x2D && rules.declarators.count == 2) {
      at &+= 1
    }
    guard at > start, base[start] &- 0x30 >= 10 else {
      // An operator: `func ==`.
      if kind == "function", rules.newlines, byte(at) > 0x20, byte(at) != 0x28, byte(at) != 0x7B {
        while byte(at) > 0x20, byte(at) != 0x28 { at &+= 1 }
        begin(kind, name: start..<at, start: statement ?? range.lowerBound)
      }
      return
    }
    // `enum class Name` has two keywords before its name; `static class …` none that declares.
    if rules.declarators[list.text(start..<at)] != nil { return }
    if kind == "extension" || kind == "implementation" || kind == "module" || kind == "namespace" {
      while byte(at) == 0x2E || byte(at) == 0x3A || byte(at) == 0x5C,
        isWordByte(byte(at &+ 1)) || byte(at &+ 1) == 0x3A
      {
        at &+= 1
        while isWordByte(byte(at)) { at &+= 1 }
      }
    }
    // `template <class T>`, `List<class T>`: a parameter.
    if range.lowerBound > 0, kind == "class", isParameter(before: range.lowerBound) { return }
    let isInType = scopes.last?.holdsMethods ?? false
    let chosen = kind == "function" && (isInType || isMethod) ? "method" : kind
    begin(chosen, name: start..<at, start: statement ?? range.lowerBound)
  }

  private func isParameter(before place: Int) -> Bool {
    var at = place &- 1
    while at > 0, base[at] <= 0x20 { at &-= 1 }
    return base[at] == 0x3C || base[at] == 0x2C
  }

  private mutating func begin(_ kind: String, name: Range<Int>, start: Int) {
    pending = Pending(kind: kind, name: name, start: start)
    candidate = nil
  }

  /// `#define NAME`: ends with its line.
  private mutating func define(_ range: Range<Int>) {
    let start = skipBlanks(range.upperBound)
    var at = start
    while isWordByte(byte(at)) { at &+= 1 }
    var stop = at
    while stop < end, base[stop] != 0x0A || base[stop &- 1] == 0x5C { stop &+= 1 }
    let signature = byte(at) == 0x28 ? closing(at) : at
    _ = list.add(
      "macro", name: start..<at, start: range.lowerBound, signatureEnd: min(signature, stop), end: stop,
      depth: depth)
  }

  /// `impl<T> Trait for Type`: named for what it implements.
  private mutating func implementation(_ range: Range<Int>, _ place: Int) {
    var at = place
    var nested = 0
    if byte(at) == 0x3C {
      while at < end, base[at] != 0x7B {
        if base[at] == 0x3C { nested += 1 }
        if base[at] == 0x3E, base[at &- 1] != 0x2D { nested -= 1 }
        at &+= 1
        if nested == 0 { break }
      }
    }
    let start = skipBlanks(at)
    at = start
    let limit = min(end, start &+ 200)
    while at < limit, base[at] != 0x7B, base[at] != 0x0A, base[at] != 0x3B { at &+= 1 }
    while at > start, base[at &- 1] <= 0x20 { at &-= 1 }
    begin("implementation", name: start..<at, start: statement ?? range.lowerBound)
  }

  /// `const name = (…) =>` and `const name = function`.
  private mutating func arrow(_ range: Range<Int>) {
    let start = skipBlanks(range.upperBound)
    var at = start
    while isWordByte(byte(at)) || byte(at) == 0x24 { at &+= 1 }
    let name = start..<at
    guard !name.isEmpty else { return }
    let limit = min(end, at &+ 300)
    while at < limit, base[at] != 0x0A, base[at] != 0x3B {
      let isArrow = base[at] == 0x3D && byte(at &+ 1) == 0x3E
      if isArrow || base[at] == 0x66 && list.text(at..<min(limit, at &+ 9)) == "function " {
        return begin("function", name: name, start: statement ?? range.lowerBound)
      }
      at &+= 1
    }
    if depth == 0, scopes.isEmpty { begin("constant", name: name, start: statement ?? range.lowerBound) }
  }

  /// A name before a bracket, outside of brackets.
  private mutating func word(_ range: Range<Int>) {
    guard rules.callables, candidate == nil, parentheses == 0, !hasAssignment else { return }
    // `struct name *function(…)` only mentions the structure.
    if let pending, rules.newlines || !Self.mentioned.contains(pending.kind) || pending.name == range {
      return
    }
    var at = range.upperBound
    if byte(at) == 0x20 { at &+= 1 }
    guard byte(at) == 0x28 else { return }
    // `.call(…)` and `new Name(…)` are no declarations.
    if range.lowerBound > 0, base[range.lowerBound &- 1] == 0x2E { return }
    var name = range
    // `Type::name` and `~Type` belong to the name.
    while name.lowerBound > 2, base[name.lowerBound &- 1] == 0x3A, base[name.lowerBound &- 2] == 0x3A {
      var start = name.lowerBound &- 2
      while start > 0, isWordByte(base[start &- 1]) || base[start &- 1] == 0x7E { start &-= 1 }
      if start == name.lowerBound &- 2 { break }
      name = start..<name.upperBound
    }
    if name.lowerBound > 0, base[name.lowerBound &- 1] == 0x7E {
      name = name.lowerBound &- 1..<name.upperBound
    }
    candidate = name
  }

  private mutating func openBrace(_ at: Int) {
    var scope = Scope(item: nil, isOpen: false, holdsMethods: false)
    if parentheses == 0 {
      let isInType = scopes.last?.holdsMethods ?? false
      if isOpen, let candidate, !hasAssignment {
        pending = Pending(
          kind: isInType ? "method" : "function", name: candidate, start: statement ?? candidate.lowerBound)
      }
      if let pending {
        scope.item = list.add(
          pending.kind, name: pending.name, start: pending.start, signatureEnd: at, end: at, depth: depth)
        scope.isOpen = OutlineRules.containers.contains(pending.kind) || pending.kind == "type"
        scope.holdsMethods = OutlineRules.holdsMethods(pending.kind) || pending.kind == "type"
      } else if isOpen, lastString > 0, skipBlanks(lastString) == at {
        // `extern "C" {`
        scope.isOpen = true
      }
    }
    if scopes.count < Self.scopeMax { scopes.append(scope) }
    if parentheses > 0 { held.append(parentheses) } else { held.append(0) }
    parentheses = 0
    clear()
  }

  /// Brackets that were open around each brace.
  private var held: [Int] = []

  private mutating func closeBrace(_ at: Int) {
    finish(at: at)
    let isReset = rules.resets && (at == 0 || base[at &- 1] == 0x0A)
    repeat {
      if held.count <= Self.scopeMax, let scope = scopes.popLast(), let item = scope.item {
        list.close(item, at: at &+ 1)
      }
      parentheses = held.popLast() ?? 0
    } while isReset && !scopes.isEmpty
    if isReset { parentheses = 0 }
    clear()
  }

  private mutating func clear() {
    (pending, candidate, statement, hasAssignment) = (nil, nil, nil, false)
  }

  /// The end of a statement without a body.
  private mutating func finish(at place: Int) {
    defer { clear() }
    guard isOpen else { return }
    if let pending {
      if rules.newlines || !Self.mentioned.contains(pending.kind) {
        _ = list.add(
          pending.kind, name: pending.name, start: pending.start, signatureEnd: place, end: place,
          depth: depth)
        return
      }
    }
    if let candidate, rules.prototypes, scopes.last?.holdsMethods == true, !hasAssignment {
      _ = list.add(
        "method", name: candidate, start: statement ?? candidate.lowerBound, signatureEnd: place, end: place,
        depth: depth)
    }
  }

  private mutating func newline(_ at: Int) {
    guard parentheses == 0, pending != nil || candidate != nil || hasAssignment || statement != nil else {
      return
    }
    var next = at
    while next < end, base[next] <= 0x20 { next &+= 1 }
    let byte = byte(next)
    // A body, a condition or the rest of an expression on the next line.
    if byte == 0x7B || byte == 0x2E || byte == 0x2D || byte == 0x3A || byte == 0x3C { return }
    if byte == 0x77, list.text(next..<min(end, next &+ 5)) == "where" { return }
    if pending != nil || !rules.callables || byte != 0x7B { finish(at: at) }
  }

  private func byte(_ place: Int) -> UInt8 { place < end ? base[place] : 0 }

  private func skipBlanks(_ place: Int) -> Int {
    var at = place
    while at < end, isBlank(base[at]) || base[at] == 0x0A { at &+= 1 }
    return at
  }

  /// The place after the bracket that closes the one here; a few lines at most.
  private func closing(_ place: Int) -> Int {
    var at = place
    var nested = 0
    let limit = min(end, place &+ 1_000)
    while at < limit {
      if base[at] == 0x28 { nested += 1 }
      if base[at] == 0x29 {
        nested -= 1
        if nested == 0 { return at &+ 1 }
      }
      at &+= 1
    }
    return at
  }
}
