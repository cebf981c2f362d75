/// What the index knows of declarations beyond what an outline shows.
extension TreeReader {
  /// Adds what a node declares that no outline has: functions that are values of objects, members of `enum` bodies.
  mutating func declareOther(_ kind: String, _ index: Int) {
    let children = tree.children(index)
    switch tree.name(index) {
    case "assignment_expression": functionOfObject(index, children)
    case "pair":
      guard let value = children.first(where: { tree.role($0) == .value }), isFunctionValue(value),
        let key = children.first, tree.name(key) == "property_identifier"
      else { return }
      add(kind, tree.range(key), in: index)
    case "enum_body":
      for child in children where tree.name(child) == "property_identifier" {
        add(kind, tree.range(child), in: child)
      }
    default: break
    }
  }

  private func isFunctionValue(_ index: Int) -> Bool {
    let name = tree.name(index)
    return name == "arrow_function" || name == "function_expression" || name == "function"
  }

  /// `object.name = function () {…}`
  private mutating func functionOfObject(_ index: Int, _ children: [Int]) {
    guard let value = children.first(where: { tree.role($0) == .value }), isFunctionValue(value),
      let left = children.first, tree.name(left) == "member_expression",
      let object = tree.children(left).first, let property = tree.child(left, .member)
    else { return }
    let isThis = tree.name(object) == "this"
    add("function", tree.range(property), in: index, qualifier: isThis ? nil : tree.range(object))
  }

  /// The type of `func (t *Type) name`.
  func receiver(_ index: Int) -> Range<Int>? {
    guard tree.name(index) == "method_declaration",
      let list = tree.children(index).first(where: { tree.name($0) == "parameter_list" }),
      let name = tree.child(index, .name), list < name
    else { return nil }
    for inside in list..<max(list, Int(tree.nodes[list].next)) where tree.name(inside) == "type_identifier" {
      return tree.range(inside)
    }
    return nil
  }

  /// `type Name struct` is a structure, not only a type.
  func kindOfType(_ index: Int) -> String? {
    guard tree.name(index) == "type_spec", let type = tree.child(index, .type) else { return nil }
    switch tree.name(type) {
    case "struct_type": return "struct"
    case "interface_type": return "interface"
    default: return nil
    }
  }
}
