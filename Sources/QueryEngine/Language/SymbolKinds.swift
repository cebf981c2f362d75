package import Containers

/// A set of kinds of symbols, as `kind:` asks for them.
package struct SymbolKinds: OptionSet, Sendable, Hashable {
  /// Bit n is the kind with raw value n.
  package let rawValue: UInt64

  /// A set from its bits; those of no kind are ignored.
  package init(rawValue: UInt64) { self.rawValue = rawValue & Self.mask }

  /// A set of these kinds.
  package init(_ kinds: SymbolKind...) { rawValue = kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }

  private static let mask = SymbolKind.allCases.reduce(UInt64(0)) { $0 | 1 << UInt64($1.rawValue) }

  /// Every kind.
  package static let all = SymbolKinds(rawValue: .max)

  /// What a query without `kind:` finds: headings are no symbols unless they are asked for.
  package static let unasked = all.subtracting(SymbolKinds(.heading))

  /// Whether the set holds `kind`.
  package func contains(_ kind: SymbolKind) -> Bool { rawValue >> UInt64(kind.rawValue) & 1 == 1 }

  /// The kinds in order.
  package var kinds: [SymbolKind] { SymbolKind.allCases.filter { contains($0) } }

  /// Kinds of several languages that are one idea. Every kind is in one of them, and answers are counted by them.
  package static let families: [(name: String, kinds: SymbolKinds, help: String)] = [
    ("function", SymbolKinds(.function), "functions outside of types"),
    ("method", SymbolKinds(.method), "functions of types, constructors among them"),
    ("class", SymbolKinds(.class, .actor, .contract, .library), "classes and actors"),
    ("struct", SymbolKinds(.struct), "structs"), ("enum", SymbolKinds(.enum), "enumerations"),
    (
      "interface", SymbolKinds(.interface, .protocol, .trait, .mixin, .service),
      "interfaces, protocols, traits"
    ),
    ("record", SymbolKinds(.record, .message), "records and messages"),
    ("union", SymbolKinds(.union), "unions"), ("object", SymbolKinds(.object), "singleton objects"),
    ("typedef", SymbolKinds(.type), "types declared by type, typedef, typealias"),
    ("constant", SymbolKinds(.constant), "constants"), ("variable", SymbolKinds(.variable), "variables"),
    ("field", SymbolKinds(.field), "fields and properties"),
    ("enumerator", SymbolKinds(.enumerator), "cases of enumerations"),
    ("macro", SymbolKinds(.macro), "macros"),
    ("module", SymbolKinds(.module, .namespace), "modules, namespaces, packages"),
    (
      "extension", SymbolKinds(.extension, .implementation, .category),
      "extensions, implementations, categories"
    ),
    ("heading", SymbolKinds(.heading), "headings of documents; found only when asked for"),
    ("other", SymbolKinds(.other), "everything else"),
  ]

  /// Groups of families.
  package static let groups: [(name: String, kinds: SymbolKinds, help: String)] = [
    (
      "type",
      SymbolKinds(
        .class, .struct, .enum, .union, .interface, .protocol, .trait, .record, .object, .actor, .mixin,
        .type,
        .service, .message, .contract, .library), "classes, structs, enums, interfaces and all other types"
    ),
    ("callable", SymbolKinds(.function, .method, .macro), "functions, methods and macros"),
    (
      "value", SymbolKinds(.constant, .variable, .field, .enumerator),
      "constants, variables, fields, enum cases"
    ),
  ]

  /// Other names of families and kinds.
  package static let aliases: [(name: String, means: String)] = [
    ("func", "function"), ("fn", "function"), ("def", "function"), ("constructor", "method"),
    ("init", "method"),
    ("enumeration", "enum"), ("case", "enumerator"), ("alias", "typedef"), ("typealias", "typedef"),
    ("const", "constant"), ("var", "variable"), ("let", "variable"), ("property", "field"),
    ("member", "field"),
    ("define", "macro"), ("package", "module"), ("impl", "implementation"), ("section", "heading"),
  ]

  /// What `kind:` means by a word: a family, a group, a kind or another name of one; nil for none.
  package static func named(_ word: String) -> SymbolKinds? { byName[word] }

  /// The family of a kind.
  package static func family(of kind: SymbolKind) -> String { familyNames[Int(kind.rawValue)] }

  private static let familyNames = SymbolKind.allCases.map { kind in
    families.first { $0.kinds.contains(kind) }?.name ?? "other"
  }

  private static let byName: [String: SymbolKinds] = {
    var found: [String: SymbolKinds] = [:]
    for kind in SymbolKind.allCases { found[kind.name] = SymbolKinds(kind) }
    for (name, kinds, _) in families + groups { found[name] = kinds }
    for (name, means) in aliases { found[name] = found[means] }
    return found
  }()

  /// Words for the set that ``named(_:)`` reads back, families before kinds.
  package var names: [String] {
    var left = self
    var names: [String] = []
    for family in Self.families where left.isSuperset(of: family.kinds) {
      names.append(family.name)
      left.subtract(family.kinds)
    }
    // The word of a family's own kind means all of it, so such a kind has no word of its own.
    return names + left.kinds.map(\.name)
  }
}
