/// Types as languages write them.
enum TypeText {
  struct Plain: Equatable {
    var name: String
    /// What stands before the last dot or path sign.
    var qualifier: String?
    /// The whole without signs that only say how it is held, for the types of elements.
    var element: String
  }

  /// Wrappers whose members are those of what they hold, as far as readers care.
  private static let transparent: Set = [
    "Optional", "Option", "Box", "Rc", "Arc", "RefCell", "Cell", "Mutex", "RwLock", "Promise", "Awaited",
    "Future", "unique_ptr", "shared_ptr",
    "Readonly", "Partial", "Required", "Result", "Cow", "Pin", "Ref", "Weak", "Lazy", "Type", "ClassVar",
    "Final", "Annotated", "Final",
    "CompletableFuture", "NonNullable", "MutexGuard",
  ]

  /// The name in a type.
  static func base(_ written: String, _ dialect: Dialect) -> Plain {
    var text = strip(written[...], dialect)
    // `A | None`, `A | undefined`
    if let bar = text.utf8.firstIndex(of: 0x7C), dialect == .python || dialect == .script || dialect == .php {
      let parts = text.split(separator: "|").map { $0.trimmed() }
      let real = parts.first { !["None", "undefined", "null"].contains($0) }
      text = strip((real ?? String(text[..<bar]))[...], dialect)
    }
    let whole = text.trimmed()
    if text.hasPrefix("["), dialect == .swift || dialect == .rust {
      return Plain(
        name: dialect == .swift ? text.contains(":") ? "Dictionary" : "Array" : "", qualifier: nil,
        element: whole)
    }
    if dialect == .go,
      text.hasPrefix("[") || text.hasPrefix("map[") || text.hasPrefix("func") || text.hasPrefix("chan ")
    {
      return Plain(name: "", qualifier: nil, element: whole).named("slice")
    }
    if let bracket = text.utf8.firstIndex(where: { $0 == 0x3C || $0 == 0x5B || $0 == 0x28 }) {
      let outer = NameTextSplit.last(text[..<bracket])
      if Self.transparent.contains(outer.name) {
        let inner = inside(text[bracket...])
        if !inner.isEmpty { return base(inner, dialect) }
      }
      if text.utf8[bracket] == 0x5B, dialect == .script || dialect == .java || dialect == .csharp {
        return Plain(name: "Array", qualifier: nil, element: whole)
      }
      return Plain(name: outer.name, qualifier: outer.qualifier, element: whole)
    }
    let last = NameTextSplit.last(text)
    return Plain(name: last.name, qualifier: last.qualifier, element: whole)
  }

  private static func strip(_ written: Substring, _ dialect: Dialect) -> Substring {
    var text = written
    loop: while let first = text.utf8.first {
      switch first {
      case 0x00...0x20, 0x26, 0x2A, 0x21, 0x3F, 0x22: text = text.dropFirst()
      case 0x28 where dialect == .swift || dialect == .script || dialect == .go || dialect == .rust:
        text = text.dropFirst()
      case 0x27 where dialect == .rust:
        text = text.drop { $0 != " " }
      case 0x27: text = text.dropFirst()
      default:
        for word in [
          "const ", "mut ", "dyn ", "impl ", "some ", "any ", "inout ", "readonly ", "struct ", "class ",
          "enum ", "union ", "final ",
          "static ", "public ", "private ", "protected ", "unsigned ", "volatile ", "borrowing ",
          "consuming ", "sending ", "@escaping ", "@Sendable ",
          "typename ", "extern ", "inline ", "package ", "register ", "ref ", "out ", "async ", "keyof ",
          "typeof ", "virtual ", "explicit ",
          "constexpr ", "abstract ", "synchronized ", "override ", "vararg ", "default ",
        ] where text.hasPrefix(word) {
          text = text.dropFirst(word.count)
          continue loop
        }
        break loop
      }
    }
    while let last = text.utf8.last,
      last <= 0x20 || [0x26, 0x2A, 0x3F, 0x21, 0x29, 0x22, 0x27, 0x3B, 0x2C].contains(last)
    {
      if last == 0x29, text.contains("(") { break }
      text = text.dropLast()
    }
    return text
  }

  /// The first argument in brackets.
  static func inside(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    let scan = Scan(bytes, .other)
    guard let close = scan.closing(0), let part = scan.parts(1..<close - 1).first else { return "" }
    // Commas in angle brackets are not seen by `parts`.
    return String(decoding: bytes[part], as: UTF8.self)
  }

  /// The type of the elements of a type: `[T]`, `T[]`, `[]T`, `List<T>`, `map[K]T`.
  static func element(_ written: String, _ dialect: Dialect) -> String? {
    let text = strip(written[...], dialect)
    if text.hasPrefix("["), dialect == .go {
      guard let close = text.firstIndex(of: "]") else { return nil }
      return String(text[text.index(after: close)...])
    }
    if text.hasPrefix("map["), dialect == .go {
      guard let close = text.firstIndex(of: "]") else { return nil }
      return String(text[text.index(after: close)...])
    }
    if text.hasPrefix("["), dialect == .swift || dialect == .rust {
      let inner = inside(text)
      if let colon = inner.firstIndex(of: ":") { return String(inner[inner.index(after: colon)...]) }
      return String(inner.prefix { $0 != ";" })
    }
    if text.hasSuffix("[]") { return String(text.dropLast(2)) }
    guard let bracket = text.utf8.firstIndex(where: { $0 == 0x3C || $0 == 0x5B }) else { return nil }
    let bytes = Array(text[bracket...].utf8)
    guard let close = Scan(bytes, .other).closing(0) else { return nil }
    var depth = 0
    var start = 1
    var parts: [Range<Int>] = []
    for at in 1..<close {
      switch bytes[at] {
      case 0x3C, 0x5B, 0x28: depth += 1
      case 0x3E, 0x5D, 0x29: depth -= 1
      case 0x2C where depth == 0:
        parts.append(start..<at)
        start = at + 1
      default: break
      }
    }
    parts.append(start..<close - 1)
    return parts.last.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// Where a type that begins at `start` ends.
  static func end(of start: Int, _ scan: Scan) -> Int {
    var at = start
    let limit = min(scan.text.count, start + 300)
    while at < limit {
      switch scan.byte(at) {
      case 0x28, 0x5B:
        at = scan.closing(at) ?? limit
        continue
      case 0x3C:
        at = scan.closing(at, limit: 300) ?? at + 1
        continue
      case 0x7B, 0x7D, 0x29, 0x5D, 0x2C, 0x3B, 0x0A, 0x3D, 0x60: return at
      default: at += 1
      }
    }
    return limit
  }

  /// The type before a name, as C, Java and PHP write it.
  static func leading(_ name: Int, _ scan: Scan) -> String? {
    var end = scan.back(name)
    while end > 0, scan.byte(end - 1) == 0x2A || scan.byte(end - 1) == 0x26 { end = scan.back(end - 1) }
    // `T a, b`: over those before.
    var count = 0
    while scan.byte(end - 1) == 0x2C, count < 10 {
      guard let word = scan.word(endingAt: scan.back(end - 1)) else { return nil }
      end = scan.back(word.lowerBound)
      while end > 0, scan.byte(end - 1) == 0x2A { end = scan.back(end - 1) }
      count += 1
    }
    let stop = end
    if scan.byte(end - 1) == 0x5D, let open = scan.opening(before: end) { end = scan.back(open) }
    if scan.byte(end - 1) == 0x3E {
      guard let open = scan.opening(before: end) else { return nil }
      end = scan.back(open)
    }
    guard let word = scan.word(endingAt: end) else { return nil }
    var start = word.lowerBound
    while scan.byte(start - 1) == 0x3A && scan.byte(start - 2) == 0x3A || scan.byte(start - 1) == 0x2E,
      let before = scan.word(endingAt: start - (scan.byte(start - 1) == 0x2E ? 1 : 2))
    {
      start = before.lowerBound
    }
    guard start < stop else { return nil }
    return String(decoding: scan.text[start..<stop], as: UTF8.self)
  }

  /// What a declaration of a function says it gives.
  static func returned(_ declared: Declared, _ home: NameFile) -> String? {
    let text = Array(declared.signature.utf8)
    let scan = Scan(text, home.dialect)
    var place: Range<Int>?
    var from = 0
    while let found = text[from...].firstRange(of: Array(declared.name.utf8)) {
      if !isIdentifierByte(scan.byte(found.upperBound)), !isIdentifierByte(scan.byte(found.lowerBound - 1)) {
        place = found
        // In Go the receiver stands before the name.
        if scan.byte(found.upperBound) == 0x28 || scan.byte(found.upperBound) == 0x3C
          || scan.byte(found.upperBound) == 0x5B
        {
          break
        }
      }
      from = found.upperBound
    }
    guard let place else { return nil }
    var open = scan.forward(place.upperBound)
    if scan.byte(open) == 0x3C || scan.byte(open) == 0x5B, let next = scan.closing(open) {
      open = scan.forward(next)
    }
    let after = scan.byte(open) == 0x28 ? scan.closing(open) : nil
    switch home.dialect {
    case .swift, .rust, .python:
      let rest = text[(after ?? open)...]
      guard let arrow = rest.firstRange(of: Array("->".utf8)) else { return nil }
      var type = String(decoding: rest[arrow.upperBound...], as: UTF8.self)
      if let range = type[...].firstRange(of: " where ") { type = String(type[..<range.lowerBound]) }
      return type
    case .script, .kotlin, .scala:
      guard let after else { return nil }
      let colon = scan.forward(after)
      guard scan.byte(colon) == 0x3A else { return nil }
      return String(decoding: text[(colon + 1)...], as: UTF8.self)
    case .go:
      guard let after else { return nil }
      let start = scan.forward(after)
      if scan.byte(start) == 0x28, let close = scan.closing(start),
        let part = scan.parts(start + 1..<close - 1).first
      {
        let words = String(decoding: text[part], as: UTF8.self).split(separator: " ")
        return words.last.map(String.init)
      }
      return start < text.count ? String(decoding: text[start...], as: UTF8.self) : nil
    case .c, .java, .csharp:
      var start = place.lowerBound
      if scan.byte(start - 1) == 0x3A, let word = scan.word(endingAt: start - 2) { start = word.lowerBound }
      return leading(start, scan)
    case .php:
      guard let after, scan.byte(scan.forward(after)) == 0x3A else { return nil }
      return String(decoding: text[(scan.forward(after) + 1)...], as: UTF8.self)
    default: return nil
    }
  }

  /// The bound of a type parameter: `T: Base`, `T extends Base`, `T Base`.
  static func bound(_ written: String, _ dialect: Dialect) -> String? {
    if let range = written[...].firstRange(of: " extends ") { return String(written[range.upperBound...]) }
    if let colon = written.firstIndex(of: ":") { return String(written[written.index(after: colon)...]) }
    return nil
  }

  /// The type of a parameter by its place, as languages write it that have types after a colon.
  static func parameter(_ index: Int, of declared: Declared, _ dialect: Dialect) -> String? {
    let text = Array(declared.signature.utf8)
    let scan = Scan(text, dialect)
    guard let name = text.firstRange(of: Array(declared.name.utf8)) else { return nil }
    var open = scan.forward(name.upperBound)
    // `name = async <T>(…)`
    while open < text.count, scan.byte(open) != 0x28 {
      if scan.byte(open) == 0x3C, let close = scan.closing(open) { open = close } else { open += 1 }
    }
    guard let close = scan.closing(open) else { return nil }
    let parts = scan.parts(open + 1..<close - 1)
    guard parts.indices.contains(index), let colon = text[parts[index]].firstIndex(of: 0x3A) else {
      return nil
    }
    return String(decoding: text[(colon + 1)..<parts[index].upperBound].prefix { $0 != 0x3D }, as: UTF8.self)
  }

  /// The type of a parameter of a Swift function.
  static func parameter(label: String?, index: Int, of declared: Declared) -> String? {
    let text = Array(declared.signature.utf8)
    let scan = Scan(text, .swift)
    guard let place = text.firstIndex(of: 0x28), let close = scan.closing(place) else { return nil }
    for (number, part) in scan.parts(place + 1..<close - 1).enumerated() {
      let piece = text[scan.forward(part.lowerBound)..<part.upperBound]
      guard let colon = piece.firstIndex(of: 0x3A) else { continue }
      let words = piece[..<colon].split { !isIdentifierByte($0) }
      guard let first = words.first else { continue }
      let matches = label.map { first.elementsEqual($0.utf8) } ?? (number == index)
      guard matches else { continue }
      let type = text[(colon + 1)..<part.upperBound].prefix { $0 != 0x3D }
      return String(decoding: type, as: UTF8.self)
    }
    return nil
  }
}

extension TypeText.Plain {
  func named(_ name: String) -> Self {
    var copy = self
    copy.name = name
    return copy
  }
}

/// Paths of names.
enum NameTextSplit {
  static func last(_ text: Substring) -> (name: String, qualifier: String?) {
    let parts = text.split { $0 == "." || $0 == ":" || $0 == "\\" }
    let last = parts.last.map { part -> String in
      // Words before the name say how it is declared: the last counts.
      let words = part.split(separator: " ")
      return String(words.last ?? "")
    }
    let name = String((last ?? "").prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" })
    return (name, parts.count > 1 ? parts[parts.count - 2].trimmed() : nil)
  }
}

extension NameText {
  /// What a declaration of another name for a type stands for.
  static func alias(_ signature: String) -> String? {
    guard let equals = signature[...].firstRange(of: " = ") else {
      if signature.hasPrefix("typedef ") {
        let words = signature.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        return words.count >= 3 && !signature.contains("{") && !signature.contains("(")
          ? String(words[words.count - 2]) : nil
      }
      return nil
    }
    let left = signature[..<equals.lowerBound]
    let words: Set<Substring> = ["type", "typealias", "using"]
    guard left.split(separator: " ").contains(where: { words.contains($0) }) else { return nil }
    return String(signature[equals.upperBound...])
  }
}

/// The types that a declaration names as what it is made from.
enum Bases {
  static func of(_ signature: String, _ dialect: Dialect) -> [String] {
    let text = Array(signature.utf8)
    let scan = Scan(text, dialect)
    var rest: Range<Int>?
    switch dialect {
    case .python:
      guard signature.hasPrefix("class"), let open = text.firstIndex(of: 0x28), let close = scan.closing(open)
      else { return [] }
      rest = open + 1..<close - 1
    case .ruby:
      guard let sign = text.firstIndex(of: 0x3C) else { return [] }
      rest = sign + 1..<text.count
    case .rust:
      if signature.hasPrefix("impl") || signature.hasPrefix("unsafe impl"),
        let place = signature[...].firstRange(of: " for ")
      {
        var name = signature[..<place.lowerBound].dropFirst(4)
        if name.hasPrefix("<"), let close = Scan(Array(name.utf8), dialect).closing(0) {
          name = name.dropFirst(close)
        }
        return [TypeText.base(String(name), dialect).name]
      }
      guard signature.contains("trait "), let colon = text.firstIndex(of: 0x3A) else { return [] }
      rest = colon + 1..<text.count
    case .java, .script, .php, .scala, .other:
      var names: [String] = []
      for word in [" extends ", " implements ", " with "] {
        var tail = signature[...]
        while let place = tail.firstRange(of: word) {
          tail = tail[place.upperBound...]
          var list = tail
          for stop in [" extends ", " implements ", " with ", " permits ", "{"] {
            if let end = list.firstRange(of: stop) { list = list[..<end.lowerBound] }
          }
          names += split(String(list), dialect)
        }
      }
      return names
    default:
      guard let colon = colonOfBases(text, scan) else { return [] }
      rest = colon + 1..<text.count
    }
    guard let rest, rest.lowerBound <= rest.upperBound else { return [] }
    return split(String(decoding: text[rest], as: UTF8.self), dialect)
  }

  /// The colon behind the name and its angle brackets.
  private static func colonOfBases(_ text: [UInt8], _ scan: Scan) -> Int? {
    var at = 0
    while at < text.count {
      switch text[at] {
      case 0x3C, 0x28:
        guard let close = scan.closing(at) else { return nil }
        at = close
        continue
      case 0x3A where scan.byte(at + 1) != 0x3A && scan.byte(at - 1) != 0x3A: return at
      case 0x7B: return nil
      default: at += 1
      }
    }
    return nil
  }

  private static func split(_ list: String, _ dialect: Dialect) -> [String] {
    var text = list
    if let place = text[...].firstRange(of: " where ") { text = String(text[..<place.lowerBound]) }
    let bytes = Array(text.utf8)
    var depth = 0
    var start = 0
    var names: [String] = []
    func add(_ range: Range<Int>) {
      let part = String(decoding: bytes[range], as: UTF8.self)
      if dialect == .python, part.contains("=") { return }
      let name = TypeText.base(part, dialect).name
      if !name.isEmpty { names.append(name) }
    }
    for (at, byte) in bytes.enumerated() {
      switch byte {
      case 0x3C, 0x28, 0x5B: depth += 1
      case 0x3E, 0x29, 0x5D: depth -= 1
      case 0x2C where depth == 0, 0x26 where depth == 0, 0x2B where depth == 0:
        add(start..<at)
        start = at + 1
      default: break
      }
    }
    if start < bytes.count { add(start..<bytes.count) }
    return names
  }
}
