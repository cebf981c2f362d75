/// The way to a symbol of Swift, from its demangled declaration:
///
///     Search.Searcher.search(_: Search.SearchRequest) throws -> ()
///     static (extension in Other):Swift.Array< where A: Swift.Hashable>.== infix(…) -> …
///     Platform.MarkdownCost.(longestPrefix in _C802661425F36F1D6FEC053F9351DFBD) : Swift.Int
///     handler #1 : CoreMetrics.MeterHandler in CoreMetrics.Factory.destroy(…) -> ()
struct SwiftPath: Equatable {
  /// The module that declares it.
  private(set) var package = ""
  /// The module of the outermost type; another one for extensions of foreign types.
  private(set) var module = ""
  /// Types and the name itself, without the module; for operators only the types.
  private(set) var names: [String] = []
  /// What generic parameters must be, for members of a constrained extension.
  private(set) var constraint = ""
  private(set) var isStatic = false
  /// The name is no identifier and stands not in ``names``.
  private(set) var endsInOperator = false
  /// Declared within a function.
  private(set) var isLocal = false
  /// What tells apart private symbols of one name in several files.
  private(set) var privateFile: String?

  /// Reads a declaration; nil when it starts with no name.
  init?(_ declaration: String) {
    var text = Substring(declaration)
    if text.firstMatch(of: /\ #\d+/) != nil {
      isLocal = true
      return
    }
    for word in ["static ", "class "] where text.hasPrefix(word) {
      text = text.dropFirst(word.count)
      isStatic = true
    }
    if text.hasPrefix("(extension in ") {
      guard let close = text.firstIndex(of: ")") else { return nil }
      package = String(text.dropFirst("(extension in ".count)[..<close])
      text = text[text.index(after: close)...].drop { $0 == ":" }
    }
    while let name = takeName(&text) {
      if module.isEmpty { module = name } else { names.append(name) }
      skipGenerics(&text)
      guard text.first == "." else { break }
      text = text.dropFirst()
      if let next = text.first, !Self.startsName(next) {
        endsInOperator = true
        break
      }
    }
    guard !module.isEmpty else { return nil }
    if package.isEmpty { package = module }
  }

  private static func startsName(_ character: Character) -> Bool {
    character.isLetter || character == "_" || character == "`" || character == "(" || character == "$"
  }

  /// `name`, `` `raw name` `` or `(name in _HASH)`.
  private mutating func takeName(_ text: inout Substring) -> String? {
    guard let first = text.first, Self.startsName(first) else { return nil }
    if first == "(" {
      guard let match = text.prefixMatch(of: /\((.+?) in (_[0-9A-F]+)\)/) else { return nil }
      text = text[match.range.upperBound...]
      privateFile = String(match.2.prefix(9))
      return String(match.1)
    }
    if first == "`" {
      guard let close = text.dropFirst().firstIndex(of: "`") else { return nil }
      let name = text[text.index(after: text.startIndex)..<close]
      text = text[text.index(after: close)...]
      return String(name)
    }
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
    text = text[name.endIndex...]
    return String(name)
  }

  /// Passes over `<A, B where …>`, keeping what an extension demands: `< where A: Swift.Hashable>`.
  private mutating func skipGenerics(_ text: inout Substring) {
    guard text.first == "<" else { return }
    var depth = 0
    var previous: Character = " "
    for index in text.indices {
      let character = text[index]
      if character == "<" { depth += 1 }
      // The arrow of a function type is no bracket.
      if character == ">", previous != "-" { depth -= 1 }
      previous = character
      guard depth == 0 else { continue }
      let inner = text[text.index(after: text.startIndex)..<index]
      if inner.hasPrefix(" where ") { constraint = String(inner.dropFirst()) }
      text = text[text.index(after: index)...]
      return
    }
    text = ""
  }
}
