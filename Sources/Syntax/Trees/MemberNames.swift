/// Names in declarations that hold several, or that are statements unless they stand in the right place: fields of
/// structures, members of enumerations, globals.
enum MemberNames {
  struct Name: Equatable {
    var kind: String
    /// The node of the name.
    var node: Int
  }

  /// What a node of this sort declares, perhaps nothing; nil when it is of another sort.
  static func names(of index: Int, in tree: SyntaxTree, isInFunction: Bool) -> [Name]? {
    switch tree.name(index) {
    case "field_declaration", "event_field_declaration": isInFunction ? [] : fields(index, tree)
    case "declaration": isInFunction ? [] : globals(index, tree)
    case "assignment": isInFunction ? [] : assigned(index, tree)
    case "enumerator", "enum_variant", "enum_constant", "enum_entry", "enum_member_declaration", "enum_case",
      "enum_assignment":
      members(index, tree)
    case "property_element": first(index, tree).map { [Name(kind: "field", node: $0)] } ?? []
    case "class_parameter": parameter(index, tree)
    default: nil
    }
  }

  /// `int a, *b;`, `A, B int`, `name: Type`; functions declared in a class, `int f() const;`.
  private static func fields(_ index: Int, _ tree: SyntaxTree) -> [Name]? {
    let children = tree.children(index)
    // Java's has declarators that speak for themselves.
    if children.contains(where: { tree.name($0) == "variable_declarator" }) { return [] }
    var found: [Name] = []
    if let list = children.first(where: { tree.name($0) == "variable_declaration" }) {
      // C#'s list of declarators.
      for part in tree.children(list) where tree.name(part) == "variable_declarator" {
        if let name = tree.child(part, .name) ?? tree.children(part).first, tree.isLeaf(name) {
          found.append(Name(kind: "field", node: name))
        }
      }
      return found
    }
    for child in children {
      let role = tree.role(child)
      if role == .name, tree.isLeaf(child) {
        found.append(Name(kind: "field", node: child))
      } else if role == .declarator, let name = declared(child, tree) {
        found.append(name)
      }
    }
    if found.isEmpty, let type = children.first(where: { tree.role($0) == .type }),
      children.allSatisfy({ $0 == type || tree.isLeaf($0) && tree.range($0).count == 1 })
    {
      // Go: an embedded type is a field of its name.
      var at = type
      while !tree.isLeaf(at), let last = tree.children(at).last { at = last }
      found.append(Name(kind: "field", node: at))
    }
    return found
  }

  /// `static int a = 1, b[2];` outside of functions. What is declared `extern`, and prototypes, are elsewhere.
  private static func globals(_ index: Int, _ tree: SyntaxTree) -> [Name] {
    // In a function that the parser lost its way in, declarations are local all the same.
    var around = Int(tree.nodes[index].parent)
    while around >= 0, tree.name(around).hasPrefix("preproc_") { around = Int(tree.nodes[around].parent) }
    if around >= 0, tree.name(around).hasSuffix("statement") { return [] }
    var found: [Name] = []
    // Constructors are declared without a type.
    let parent = Int(tree.nodes[index].parent)
    let isMember = parent >= 0 && tree.name(parent) == "field_declaration_list"
    for child in tree.children(index) {
      if tree.name(child) == "storage_class_specifier", tree.range(child).count == 6,
        tree.children(child).first.map({ tree.name($0) == "extern" }) ?? false
      {
        return []
      }
      guard tree.role(child) == .declarator, let name = declared(child, tree),
        name.kind == "field" || isMember
      else {
        continue
      }
      found.append(Name(kind: name.kind == "method" ? "method" : "variable", node: name.node))
    }
    return found
  }

  /// The name in a C declarator; what is called is a method.
  private static func declared(_ declarator: Int, _ tree: SyntaxTree) -> Name? {
    var at = declarator
    var kind = "field"
    for _ in 0..<12 {
      let name = tree.name(at)
      if tree.isLeaf(at), tree.nodeClass(at) == .identifier { return Name(kind: kind, node: at) }
      let children = tree.children(at)
      if name == "function_declarator" {
        // `int (*f)(void)` is a field, too.
        let isPointer = children.first.map { tree.name($0) == "parenthesized_declarator" } ?? false
        kind = isPointer ? "field" : "method"
      }
      guard
        let next = children.first(where: { tree.role($0) == .declarator })
          ?? children.first(where: {
            tree.nodeClass($0) == .identifier || tree.name($0).hasSuffix("declarator")
          })
      else { return nil }
      at = next
    }
    return nil
  }

  /// Statements whose insides belong to what is around them.
  private static let conditional: Set = [
    "if_statement", "elif_clause", "else_clause", "try_statement", "except_clause", "finally_clause",
    "with_statement",
  ]

  /// Python's `NAME = …` and `name: Type = …` in a module or class.
  private static func assigned(_ index: Int, _ tree: SyntaxTree) -> [Name] {
    let parent = Int(tree.nodes[index].parent)
    if let left = tree.children(index).first, tree.name(left) == "constant", tree.isLeaf(left) {
      // Ruby's constants.
      return [Name(kind: "constant", node: left)]
    }
    guard parent >= 0 else { return [] }
    // Versions of the grammar differ in whether a statement is a node of its own.
    var around = tree.name(parent) == "expression_statement" ? Int(tree.nodes[parent].parent) : parent
    guard around >= 0 else { return [] }
    var owner = Int(tree.nodes[around].parent)
    // What a condition or `try` of a module gives a value is the module's.
    while owner >= 0, conditional.contains(tree.name(owner)) {
      around = owner
      owner = Int(tree.nodes[around].parent)
    }
    let isBody = tree.name(around) == "block" && owner >= 0 && tree.name(owner) == "class_definition"
    let isModule = tree.name(around) == "module" || owner >= 0 && tree.name(owner) == "module"
    guard isBody || isModule, let left = tree.children(index).first else { return [] }
    if tree.isLeaf(left) {
      return tree.nodeClass(left) == .identifier ? [Name(kind: "variable", node: left)] : []
    }
    guard tree.name(left) == "pattern_list" else { return [] }
    return tree.children(left).filter { tree.isLeaf($0) && tree.nodeClass($0) == .identifier }
      .map { Name(kind: "variable", node: $0) }
  }

  /// `case a, b(Int)`, `A = 1`.
  private static func members(_ index: Int, _ tree: SyntaxTree) -> [Name] {
    let children = tree.children(index)
    let named = children.filter { tree.role($0) == .name && tree.isLeaf($0) }
    if !named.isEmpty { return named.map { Name(kind: "constant", node: $0) } }
    return first(index, tree).map { [Name(kind: "constant", node: $0)] } ?? []
  }

  private static func first(_ index: Int, _ tree: SyntaxTree) -> Int? {
    var at = index
    for _ in 0..<4 {
      if tree.isLeaf(at) {
        let isName = tree.nodeClass(at) == .identifier || tree.nodeClass(at) == .leaf(.property)
        return isName ? at : nil
      }
      guard let next = tree.children(at).first(where: { !tree.name($0).contains("modifier") }) else {
        return nil
      }
      at = next
    }
    return nil
  }

  /// Kotlin's `class A(val a: Int)`.
  private static func parameter(_ index: Int, _ tree: SyntaxTree) -> [Name] {
    let children = tree.children(index)
    guard children.contains(where: { ["val", "var", "binding_pattern_kind"].contains(tree.name($0)) }) else {
      return []
    }
    return children.first { tree.isLeaf($0) && tree.nodeClass($0) == .identifier }
      .map { [Name(kind: "field", node: $0)] } ?? []
  }
}
