/// The names of a grammar's nodes and fields, by their numbers.
///
/// Handed in by whoever loads grammars; shared by all trees of the grammar.
package final class TreeGrammar: Sendable {
  /// Names of nodes, by symbol.
  package let symbols: [String]
  /// Whether a symbol is a rule of the grammar rather than a literal token.
  package let isNamed: [Bool]
  /// Names of fields, by number; 0 is none.
  package let fields: [String]
  let classes: [NodeClass]
  let declarations: [String?]
  let members: [String?]
  let isImport: [Bool]
  let isScope: [Bool]
  let isBinding: [Bool]
  /// Functions without a name: scopes outside of declared functions, too.
  let isClosure: [Bool]
  let isTypeParameter: [Bool]
  /// `{ name }` in a pattern.
  let isShorthand: [Bool]
  let roles: [FieldRole]
  let emits: [EmitRole]
  /// Symbols that patterns of code pass over.
  let skipped: [Bool]

  /// Names from the library.
  package init(symbols: [String], isNamed: [Bool], fields: [String]) {
    self.symbols = symbols
    self.isNamed = isNamed
    self.fields = fields
    classes = zip(symbols, isNamed).map { NodeClass(name: $0, isNamed: $1) }
    declarations = zip(symbols, isNamed).map { $1 ? Declarations.kinds[$0] : nil }
    members = zip(symbols, isNamed).map { $1 ? Declarations.members[$0] : nil }
    isImport = symbols.map(Declarations.imports.contains)
    // Blocks of Python, Ruby and PHP are no scopes of names.
    let hasBlocks = !symbols.contains { ["pass_statement", "php_tag", "singleton_method"].contains($0) }
    isScope = symbols.map {
      Declarations.scopes.contains($0) && (hasBlocks || !Declarations.blocks.contains($0))
    }
    isClosure = symbols.map(Declarations.closures.contains)
    isTypeParameter = zip(symbols, isNamed).map {
      $1 && ["type_parameter", "type_parameter_declaration", "constrained_type_parameter"].contains($0)
    }
    isShorthand = symbols.map { $0 == "shorthand_property_identifier_pattern" }
    // Where names are declared by words, giving one a value binds nothing.
    let declares = symbols.contains("directly_assignable_expression")
    isBinding = symbols.map { Declarations.bindings.contains($0) && !(declares && $0 == "assignment") }
    roles = fields.map { FieldRole(name: $0) }
    emits = zip(symbols, isNamed).map { EmitRole(name: $0, isNamed: $1) }
    skipped = zip(symbols, isNamed).map { isSkippedSymbol($0, isNamed: $1) }
  }
}

/// What a field says about the node in it.
enum FieldRole: UInt8 {
  case none, name, declarator, body, function, type, trait, kind, value, member
  /// A name that the construct around binds: `if let name`.
  case bound

  init(name: String) {
    switch name {
    case "name": self = .name
    case "declarator": self = .declarator
    case "body": self = .body
    case "function", "constructor", "macro": self = .function
    case "type": self = .type
    case "trait": self = .trait
    case "declaration_kind": self = .kind
    case "value", "right": self = .value
    case "field", "property", "attribute", "suffix", "method": self = .member
    case "bound_identifier": self = .bound
    default: self = .none
    }
  }
}

/// One node of a tree, in 24 bytes.
package struct SyntaxNode: Sendable, Equatable {
  /// Byte offsets in the text.
  package var start: UInt32
  /// Where the node ends.
  package var end: UInt32
  /// The index of the node around; -1 for the root.
  package var parent: Int32
  /// The index behind the last node inside.
  package var next: Int32
  /// Its number in the grammar; `UInt16.max` for text that fits no rule.
  package var symbol: UInt16
  /// The number of the field of the parent that it fills; 0 for none.
  package var field: UInt16

  /// A node whose inside is not known yet.
  package init(start: UInt32, end: UInt32, parent: Int32, symbol: UInt16, field: UInt16) {
    (self.start, self.end, self.parent, self.symbol, self.field) = (start, end, parent, symbol, field)
    next = 0
  }
}

/// The tree of one text: nodes in the order of the text, each before what is inside of it.
package struct SyntaxTree: Sendable {
  /// What the numbers of nodes mean.
  package let grammar: TreeGrammar
  /// The nodes; the first is the root.
  package let nodes: [SyntaxNode]

  /// A tree from its nodes.
  package init(grammar: TreeGrammar, nodes: [SyntaxNode]) {
    self.grammar = grammar
    self.nodes = nodes
  }

  func name(_ index: Int) -> String {
    let symbol = Int(nodes[index].symbol)
    return symbol < grammar.symbols.count ? grammar.symbols[symbol] : ""
  }

  func nodeClass(_ index: Int) -> NodeClass {
    let symbol = Int(nodes[index].symbol)
    return symbol < grammar.classes.count ? grammar.classes[symbol] : .plain
  }

  /// True when text that fits no rule takes a third of the text or more: what is declared in it, and at which depth,
  /// is then read at random.
  var isBroken: Bool {
    guard let root = nodes.first else { return false }
    if root.symbol == .max { return true }
    var broken = 0
    var index = 1
    while index < nodes.count {
      if nodes[index].symbol == .max { broken += range(index).count }
      index = max(index + 1, Int(nodes[index].next))
    }
    return broken * 3 >= range(0).count
  }

  /// What the node declares.
  func declaration(_ index: Int) -> String? {
    let symbol = Int(nodes[index].symbol)
    return symbol < grammar.declarations.count ? grammar.declarations[symbol] : nil
  }

  func role(_ index: Int) -> FieldRole {
    let field = Int(nodes[index].field)
    return field < grammar.roles.count ? grammar.roles[field] : .none
  }

  func range(_ index: Int) -> Range<Int> {
    Int(nodes[index].start)..<max(Int(nodes[index].start), Int(nodes[index].end))
  }

  func isLeaf(_ index: Int) -> Bool { Int(nodes[index].next) == index + 1 }

  /// The nodes directly inside.
  func children(_ index: Int) -> [Int] {
    var found: [Int] = []
    var child = index + 1
    let end = Int(nodes[index].next)
    // A row of a million siblings is data; nobody asks about its end.
    while child < end, found.count < 4_096 {
      found.append(child)
      child = max(child + 1, Int(nodes[child].next))
    }
    return found
  }

  func child(_ index: Int, _ role: FieldRole) -> Int? { children(index).first { self.role($0) == role } }
}
