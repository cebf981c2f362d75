/// What kinds of thing symbols are, by the numbers of `SymbolInformation.Kind` in scip.proto.
package enum SymbolKind {
  /// The word for a kind; nil for 0 and for numbers newer than this table.
  package static func name(_ kind: Int) -> String? { names[kind] }

  /// The word for a kind, or else for what the last step of the symbol's text says.
  package static func name(_ kind: Int, symbol: SymbolText?) -> String {
    if let name = names[kind] { return name }
    return switch symbol?.descriptors.last?.suffix {
    case .namespace: "namespace"
    case .type: "type"
    case .term: "value"
    case .method: "method"
    case .typeParameter: "type parameter"
    case .parameter: "parameter"
    case .macro: "macro"
    case .meta, nil: "symbol"
    }
  }

  /// True for what can be called.
  package static func isCallable(_ kind: Int, symbol: SymbolText?) -> Bool {
    kind == 0 ? symbol?.descriptors.last?.suffix == .method : callable.contains(kind)
  }

  // The numbers the conversion of index stores gives.
  static let `class` = 7
  static let constructor = 9
  static let `enum` = 11
  static let enumMember = 12
  static let field = 15
  static let function = 17
  static let macro = 25
  static let method = 26
  static let module = 29
  static let namespace = 30
  static let `operator` = 34
  static let parameter = 37
  static let property = 41
  static let `protocol` = 42
  static let staticMethod = 80
  static let staticProperty = 81
  static let `struct` = 49
  static let `subscript` = 47
  static let typeAlias = 55
  static let associatedType = 3
  static let typeParameter = 58
  static let union = 59
  static let variable = 61

  private static let callable: Set<Int> = [
    9, 17, 18, 26, 34, 45, 47, 66, 67, 68, 69, 70, 71, 72, 74, 76, 80, 25,
  ]

  private static let names: [Int: String] = [
    1: "array", 2: "assertion", 3: "associated type", 4: "attribute", 5: "axiom", 6: "boolean", 7: "class",
    8: "constant", 9: "constructor", 10: "data family", 11: "enum", 12: "enum member", 13: "event",
    14: "fact",
    15: "field", 16: "file", 17: "function", 18: "getter", 19: "grammar", 20: "instance", 21: "interface",
    22: "key", 23: "language", 24: "lemma", 25: "macro", 26: "method", 27: "method receiver", 28: "message",
    29: "module", 30: "namespace", 31: "null", 32: "number", 33: "object", 34: "operator", 35: "package",
    36: "package object", 37: "parameter", 38: "parameter label", 39: "pattern", 40: "predicate",
    41: "property",
    42: "protocol", 43: "quasiquoter", 44: "self parameter", 45: "setter", 46: "signature", 47: "subscript",
    48: "string", 49: "struct", 50: "tactic", 51: "theorem", 52: "this parameter", 53: "trait", 54: "type",
    55: "type alias", 56: "type class", 57: "type family", 58: "type parameter", 59: "union", 60: "value",
    61: "variable", 62: "contract", 63: "error", 64: "library", 65: "modifier", 66: "abstract method",
    67: "method specification", 68: "protocol method", 69: "pure virtual method", 70: "trait method",
    71: "type class method", 72: "accessor", 73: "delegate", 74: "method alias", 75: "singleton class",
    76: "singleton method", 77: "static data member", 78: "static event", 79: "static field",
    80: "static method",
    81: "static property", 82: "static variable",
  ]
}
