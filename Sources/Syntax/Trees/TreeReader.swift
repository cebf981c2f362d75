/// Declarations, calls, bindings and imports of a tree, in one walk.
struct TreeReader {
  private struct Open {
    var end: Int
    var item: Int
    var kind: String
  }

  let tree: SyntaxTree
  private let base: UnsafePointer<UInt8>
  private let count: Int
  private var list: OutlineList
  private var open: [Open] = []
  private var scopes: [(end: Int, range: Range<Int>)] = []
  private var bindingEnd = 0
  private(set) var calls: [CallSite] = []
  private(set) var locals: [LocalBinding] = []
  private(set) var imports: [Range<Int>] = []
  /// What the symbols of this grammar are, looked up once.
  private let isImport: [Bool]
  private let isScope: [Bool]
  private let isBinding: [Bool]
  private let isClosure: [Bool]
  private let isTypeParameter: [Bool]
  private let isShorthand: [Bool]

  /// Also what types consist of, variables of files, and every name of a declaration.
  private let wantsMembers: Bool

  init(
    _ tree: SyntaxTree, base: UnsafePointer<UInt8>, count: Int, wantsMembers: Bool = false
  ) {
    self.tree = tree
    self.base = base
    self.count = count
    self.wantsMembers = wantsMembers
    list = OutlineList(base, count: count, limit: wantsMembers ? fileSymbolsMax : outlineItemMax)
    (isImport, isScope, isBinding) = (tree.grammar.isImport, tree.grammar.isScope, tree.grammar.isBinding)
    (isClosure, isShorthand) = (tree.grammar.isClosure, tree.grammar.isShorthand)
    isTypeParameter = tree.grammar.isTypeParameter
  }

  func outline() -> [OutlineItem] { list.items() }

  func symbols() -> FileSymbols { list.symbols(isCode: true) }

  /// The kind of the declaration around.
  var around: String? { open.last?.kind }

  func text(_ index: Int) -> String { list.text(tree.range(index)) }

  /// Adds a declaration whose name is known, which holds no others.
  mutating func add(_ kind: String, _ name: Range<Int>, in index: Int, qualifier: Range<Int>? = nil) {
    let range = tree.range(index)
    _ = list.add(
      kind, name: name, start: range.lowerBound, signatureEnd: range.upperBound, end: range.upperBound,
      depth: open.count, qualifier: qualifier)
  }

  /// Declarations only, with members.
  mutating func runDeclarations() {
    let grammar = tree.grammar
    for index in tree.nodes.indices {
      let symbol = Int(tree.nodes[index].symbol)
      guard symbol < grammar.symbols.count else { continue }
      let declared = grammar.declarations[symbol]
      let member = grammar.members[symbol]
      if declared == nil, member == nil { continue }
      while let last = open.last, last.end <= index { open.removeLast() }
      if let declared { declare(declared, index) } else if let member { declareOther(member, index) }
    }
  }

  mutating func run() {
    for index in tree.nodes.indices {
      while let last = open.last, last.end <= index { open.removeLast() }
      while let last = scopes.last, last.end <= index { scopes.removeLast() }
      let symbol = Int(tree.nodes[index].symbol)
      guard symbol < tree.grammar.symbols.count else { continue }
      let end = Int(tree.nodes[index].next)
      if isImport[symbol], imports.count < factMax { imports.append(tree.range(index)) }
      if isScope[symbol],
        isInFunction || !scopes.isEmpty || isClosure[symbol] || tree.grammar.declarations[symbol] != nil
      {
        scopes.append((end, tree.range(index)))
      }
      if isTypeParameter[symbol] { bindTypeParameter(index) }
      if isBinding[symbol] { bindingEnd = max(bindingEnd, end) }
      if let kind = tree.grammar.declarations[symbol] { declare(kind, index) }
      switch tree.nodeClass(index) {
      case .call: call(index)
      case .identifier: bind(index)
      case .plain where isShorthand[symbol]: bind(index)
      default: break
      }
    }
  }

  /// The name of `<T>` holds in the declaration that the brackets belong to.
  private mutating func bindTypeParameter(_ index: Int) {
    var at = index
    for _ in 0..<4 where !tree.isLeaf(at) {
      guard let next = tree.child(at, .name) ?? tree.children(at).first(where: { tree.isNamed($0) }) else {
        return
      }
      at = next
    }
    let list = Int(tree.nodes[index].parent)
    guard tree.isLeaf(at), list > 0, locals.count < factMax, Int(tree.nodes[list].parent) >= 0 else { return }
    locals.append(LocalBinding(name: tree.range(at), scope: tree.range(Int(tree.nodes[list].parent))))
  }

  private var isInFunction: Bool { open.contains { Declarations.bodies.contains($0.kind) } }

  // MARK: Declarations

  private mutating func declare(_ kind: String, _ index: Int) {
    if let names = MemberNames.names(of: index, in: tree, isInFunction: open.last.map(isBody) ?? false) {
      for name in names { declareMember(name, index) }
      return
    }
    guard let found = named(kind, index) else { return }
    var kind = found.kind
    let around = open.last?.kind
    if let around, Declarations.bodies.contains(around),
      ["field", "variable", "constant", "type"].contains(kind)
    {
      return
    }
    if wantsMembers, let known = kindOfType(index) { kind = known }
    if kind == "function", let around, OutlineRules.holdsMethods(around) { kind = "method" }
    let range = tree.range(index)
    guard
      let item = list.add(
        kind, name: found.name, start: start(index), signatureEnd: signatureEnd(index), end: range.upperBound,
        depth: open.count, qualifier: wantsMembers ? receiver(index) : nil)
    else { return }
    if wantsMembers { addOthers(kind, index, but: found.name) }
    open.append(Open(end: Int(tree.nodes[index].next), item: item, kind: kind))
  }

  private func isBody(_ open: Open) -> Bool { Declarations.bodies.contains(open.kind) }

  /// A field, a member of an enumeration, a global: nothing is declared inside of it.
  private mutating func declareMember(_ member: MemberNames.Name, _ index: Int) {
    let around = open.last.map { OutlineRules.holdsMethods($0.kind) } ?? false
    let kind = member.kind == "variable" && around ? "field" : member.kind
    _ = list.add(
      kind, name: tree.range(member.node), start: start(index),
      signatureEnd: kind == "method" ? tree.range(index).upperBound : signatureEnd(index),
      end: tree.range(index).upperBound, depth: open.count)
  }

  /// The second and later names of `const a, b = 1, 2`.
  private mutating func addOthers(_ kind: String, _ index: Int, but first: Range<Int>) {
    guard kind == "constant" || kind == "variable" else { return }
    for child in tree.children(index) where tree.role(child) == .name && tree.range(child) != first {
      if tree.nodeClass(child) == .identifier { add(kind, tree.range(child), in: index) }
    }
  }

  /// The name of a declaration, and its kind when the tree knows better.
  private func named(_ kind: String, _ index: Int) -> (kind: String, name: Range<Int>)? {
    let children = tree.children(index)
    var kind = kind
    func first(_ role: FieldRole) -> Int? { children.first { tree.role($0) == role } }
    let node = tree.name(index)
    switch node {
    case "impl_item":
      guard let type = first(.type) else { return nil }
      let start = first(.trait).map { tree.range($0).lowerBound } ?? tree.range(type).lowerBound
      return (kind, start..<tree.range(type).upperBound)
    case "struct_specifier", "union_specifier", "enum_specifier", "class_specifier":
      // Without a body it is only mentioned.
      guard first(.body) != nil else { return nil }
    case "variable_declarator":
      return variable(index, children)
    case "type_definition":
      guard let name = first(.declarator).flatMap({ identifier(in: $0) }) else { return nil }
      return (kind, name)
    case "init_declaration", "deinit_declaration", "subscript_declaration":
      return children.first { tree.isLeaf($0) && word($0).allSatisfy(\.isLetter) && word($0).count > 3 }
        .map { (kind, tree.range($0)) }
    case "indexer_declaration":
      // C#'s `int this[int i]`.
      return children.first { tree.isLeaf($0) && word($0) == "this" }.map { (kind, tree.range($0)) }
    case "class_declaration", "class_definition":
      // One node for several kinds in some grammars: the first keyword says which.
      for child in children.prefix(8) where tree.isLeaf(child) {
        let known = ["struct", "enum", "extension", "actor", "interface", "protocol"]
        if let word = known.first(where: { $0 == word(child) }) { kind = word }
      }
    default: break
    }
    if let name = first(.name) {
      return tree.range(name).isEmpty ? nil : (kind, identifierRange(name))
    }
    if let name = first(.declarator).flatMap({ identifier(in: $0) }) { return (kind, name) }
    for child in children {
      let name = tree.name(child)
      if name == "simple_identifier" || name == "type_identifier" { return (kind, tree.range(child)) }
      if name == "variable_declaration" || name == "pattern" {
        return identifier(in: child).map { (kind, $0) }
      }
    }
    return nil
  }

  /// `const name = () => …` declares a function, other variables count outside of functions only.
  private func variable(_ index: Int, _ children: [Int]) -> (kind: String, name: Range<Int>)? {
    guard let name = children.first(where: { tree.role($0) == .name }), tree.isLeaf(name) else { return nil }
    let value = children.first { tree.role($0) == .value }.map { tree.name($0) } ?? ""
    if value.contains("function") { return ("function", tree.range(name)) }
    let parent = Int(tree.nodes[index].parent)
    guard parent >= 0, tree.name(parent) != "variable_declaration" || open.isEmpty else { return nil }
    let isField = tree.name(parent) == "field_declaration"
    return (isField ? "field" : "variable", tree.range(name))
  }

  private func word(_ index: Int) -> String {
    let range = tree.range(index)
    return range.count <= 16 ? list.text(range) : ""
  }

  /// The name inside of pointers, brackets and parameters, as C wraps it.
  func identifier(in index: Int) -> Range<Int>? {
    var at = index
    // Declarators of declarators: nobody nests a dozen.
    for _ in 0..<12 {
      let name = tree.name(at)
      if tree.nodeClass(at) == .identifier || name == "type_identifier" || name.hasPrefix("operator") {
        return identifierRange(at)
      }
      if name == "qualified_identifier" || name == "destructor_name" { return tree.range(at) }
      let children = tree.children(at)
      let next =
        children.first { tree.role($0) == .declarator } ?? children.first { tree.role($0) == .name }
        ?? children.first { tree.nodeClass($0) == .identifier || tree.name($0).hasSuffix("declarator") }
      guard let next else { return nil }
      at = next
    }
    return nil
  }

  /// A pattern in place of a name, `let (a, b)`, is named for its first word.
  private func identifierRange(_ index: Int) -> Range<Int> {
    if tree.name(index) == "pattern",
      let name = tree.children(index).first(where: { tree.nodeClass($0) == .identifier })
    {
      // `var name: Type { get }` of a Swift protocol has the keyword in the pattern.
      return tree.range(name)
    }
    if tree.isLeaf(index) || tree.range(index).count < 80 { return tree.range(index) }
    return tree.children(index).first.map { tree.range($0) } ?? tree.range(index)
  }

  /// Where the declaration begins without the attributes before it.
  private func start(_ index: Int) -> Int {
    // `type Name struct` and `const name =`: the keyword belongs to the node around.
    let parent = Int(tree.nodes[index].parent)
    if parent >= 0, Self.wrappers.contains(tree.name(parent)),
      tree.range(parent).count < tree.range(index).count + 20
    {
      return tree.range(parent).lowerBound
    }
    for child in tree.children(index) {
      let name = tree.name(child)
      if name.contains("attribute") || name.contains("annotation") || name == "decorator" { continue }
      return tree.range(child).lowerBound
    }
    return tree.range(index).lowerBound
  }

  private func signatureEnd(_ index: Int) -> Int {
    let children = tree.children(index)
    if let body = children.first(where: { tree.role($0) == .body || tree.name($0).hasSuffix("body") }) {
      return tree.range(body).lowerBound
    }
    if tree.name(index) == "preproc_def" || tree.name(index) == "preproc_function_def" {
      let parts = children.filter { tree.role($0) == .name || tree.name($0) == "preproc_params" }
      return parts.last.map { tree.range($0).upperBound } ?? tree.range(index).upperBound
    }
    // Without a body: the first line, up to a brace.
    let end = min(tree.range(index).upperBound, count)
    var at = tree.range(index).lowerBound
    while at < end, base[at] != 0x7B, base[at] != 0x0A, base[at] != 0x3B { at += 1 }
    return at
  }

  private static let wrappers: Set = [
    "type_declaration", "lexical_declaration", "variable_declaration", "const_declaration", "var_declaration",
  ]

  // MARK: Uses

  private mutating func call(_ index: Int) {
    guard calls.count < factMax else { return }
    let children = tree.children(index)
    guard
      let callee = children.first(where: { tree.role($0) == .function })
        ?? children.first(where: { tree.role($0) == .member || tree.role($0) == .name }) ?? children.first
    else { return }
    var at = callee
    for _ in 0..<8 where !tree.isLeaf(at) {
      let inside = tree.children(at)
      guard
        let next = inside.last(where: { tree.role($0) == .member || tree.role($0) == .name })
          ?? inside.last(where: { tree.nodeClass($0) == .identifier || !tree.isLeaf($0) })
      else { break }
      at = next
    }
    guard tree.nodeClass(at) == .identifier || tree.nodeClass(at) == .leaf(.type) else { return }
    calls.append(CallSite(name: tree.range(at), caller: open.last?.item ?? -1))
  }

  /// `[a, b] = values` gives values to names that are bound elsewhere.
  private func isAssigned(_ pattern: Int) -> Bool {
    let around = Int(tree.nodes[pattern].parent)
    return around >= 0 && tree.name(pattern) == "array_pattern"
      && tree.name(around) == "assignment_expression"
  }

  /// Where the names hold that Rust's `if let` binds: from there to the end of the first body, not in an `else`.
  private func consequence(_ condition: Int) -> Range<Int>? {
    guard tree.name(condition) == "let_condition" else { return nil }
    var at = Int(tree.nodes[condition].parent)
    for _ in 0..<4 where at >= 0 {
      if ["if_expression", "while_expression"].contains(tree.name(at)) {
        let body = tree.children(at).first { tree.name($0) == "block" && $0 > condition }
        return body.map { tree.range(condition).lowerBound..<tree.range($0).upperBound }
      }
      at = Int(tree.nodes[at].parent)
    }
    return nil
  }

  /// Patterns name values of enumerations beside what they bind.
  private func isPattern(_ index: Int) -> Bool {
    let name = tree.name(index)
    return name == "match_pattern" || name == "let_condition" || name == "match_arm"
  }

  /// A name in a place that binds, inside of a function.
  private mutating func bind(_ index: Int) {
    guard let scope = scopes.last, locals.count < factMax, tree.isLeaf(index) else { return }
    if tree.role(index) == .bound {
      let around = Int(tree.nodes[index].parent)
      // Bound by a condition, a name holds in what the condition is about; by a guard, in all that follows.
      let isConditional = around >= 0 && ["if_statement", "while_statement"].contains(tree.name(around))
      locals.append(
        LocalBinding(name: tree.range(index), scope: isConditional ? tree.range(around) : scope.range))
      return
    }
    guard bindingEnd > index else { return }
    // Only the sides that bind: not types, values or bodies.
    var at = index
    for _ in 0..<6 {
      let parent = Int(tree.nodes[at].parent)
      guard parent >= 0 else { return }
      let role = tree.role(at)
      if role == .value || role == .type || role == .body || role == .function || role == .member { return }
      let symbol = Int(tree.nodes[parent].symbol)
      if symbol < isBinding.count, isBinding[symbol] {
        if isPattern(parent), let first = list.text(tree.range(index)).utf8.first, first &- 0x41 < 26 {
          return
        }
        if isAssigned(parent) { return }
        locals.append(LocalBinding(name: tree.range(index), scope: consequence(parent) ?? scope.range))
        return
      }
      if tree.nodeClass(parent) == .call { return }
      at = parent
    }
  }
}
