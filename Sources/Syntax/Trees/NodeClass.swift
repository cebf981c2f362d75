/// What a node is for the eye, judged by its name: grammars of different languages call the same things alike.
enum NodeClass: Equatable {
  /// Nothing by itself; what is inside counts.
  case plain
  /// A name whose place decides.
  case identifier
  /// All of the node has one colour.
  case whole(TokenKind)
  /// Text with holes of code.
  case text
  /// Code in a text.
  case hole
  /// The colour of a leaf; a node with others inside has none.
  case leaf(TokenKind)
  /// An attribute: the name directly inside is coloured.
  case call

  init(name: String, isNamed: Bool) {
    guard isNamed else {
      self = Self.isKeyword(name) ? .leaf(Self.constants.contains(name) ? .constant : .keyword) : .plain
      return
    }
    if let known = Self.known[name] {
      self = known
    } else if name.hasSuffix("comment") || name.hasPrefix("comment") {
      self = .whole(.comment)
    } else if name.contains("interpolat") || name.contains("substitution") || name.hasSuffix("expansion") {
      self = .hole
    } else if name.hasSuffix("string") || name.hasSuffix("string_literal") || name.hasSuffix("heredoc_body") {
      self = .text
    } else if name.hasSuffix("_type"), Self.builtinTypes.contains(name) {
      self = .leaf(.type)
    } else if name.hasSuffix("integer_literal") || name.hasSuffix("float_literal")
      || name.hasSuffix("point_literal")
    {
      self = .leaf(.number)
    } else if name.hasSuffix("identifier") {
      self = .identifier
    } else {
      self = .plain
    }
  }

  /// Literal tokens made of letters are keywords.
  private static func isKeyword(_ name: String) -> Bool {
    var bytes = name.utf8[...]
    if bytes.first == UInt8(ascii: "#") || bytes.first == UInt8(ascii: "@") { bytes = bytes.dropFirst() }
    return bytes.count >= 2
      && bytes.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 == 0x5F || $0 == 0x20 || $0 == 0x21 }
      && (bytes.first! | 0x20) &- 0x61 < 26
  }

  private static let constants: Set = [
    "true", "false", "null", "nil", "undefined", "nullptr", "iota", "None",
  ]

  private static let builtinTypes: Set = [
    "primitive_type", "predefined_type", "builtin_type", "integral_type", "floating_point_type",
    "boolean_type",
    "void_type",
  ]

  private static let known: [String: NodeClass] = [
    "char_literal": .whole(.string), "character_literal": .whole(.string), "rune_literal": .whole(.string),
    "character": .whole(.string), "system_lib_string": .whole(.string), "heredoc_start": .whole(.string),
    "template_string": .text, "encapsed_string": .text, "raw_string": .text, "ansi_c_string": .text,
    "nowdoc": .text, "heredoc": .text, "string": .text, "heredoc_body": .text,
    "template_substitution": .hole, "interpolation": .hole, "interpolated_expression": .hole,
    "simple_expansion": .hole, "expansion": .hole, "command_substitution": .hole,
    "variable_name": .leaf(.property),
    "format_specifier": .plain,
    "number": .leaf(.number), "integer": .leaf(.number), "float": .leaf(.number),
    "number_literal": .leaf(.number), "int_literal": .leaf(.number), "imaginary_literal": .leaf(.number),
    "real_literal": .leaf(.number), "hex_literal": .leaf(.number), "bin_literal": .leaf(.number),
    "decimal_integer_literal": .leaf(.number), "decimal_floating_point_literal": .leaf(.number),
    "long_literal": .leaf(.number), "unsigned_literal": .leaf(.number),
    "true": .leaf(.constant), "false": .leaf(.constant), "none": .leaf(.constant), "nil": .leaf(.constant),
    "null": .leaf(.constant), "undefined": .leaf(.constant), "null_literal": .leaf(.constant),
    "boolean_literal": .leaf(.constant), "nil_literal": .leaf(.constant), "iota": .leaf(.constant),
    "boolean": .leaf(.constant), "simple_symbol": .leaf(.constant), "hash_key_symbol": .leaf(.property),
    "this": .leaf(.keyword), "self": .leaf(.keyword), "super": .leaf(.keyword),
    "self_expression": .leaf(.keyword),
    "this_expression": .leaf(.keyword), "crate": .leaf(.keyword), "mutable_specifier": .leaf(.keyword),
    "storage_class_specifier": .leaf(.keyword), "type_qualifier": .leaf(.keyword),
    "visibility_modifier": .leaf(.keyword), "throw_keyword": .leaf(.keyword), "auto": .leaf(.keyword),
    "access_specifier": .leaf(.keyword), "virtual_specifier": .leaf(.keyword),
    "primitive_type": .leaf(.type), "predefined_type": .leaf(.type), "type_identifier": .leaf(.type),
    "namespace_identifier": .leaf(.type),
    "property_identifier": .identifier, "field_identifier": .identifier, "identifier": .identifier,
    "simple_identifier": .identifier, "name": .identifier, "word": .identifier, "constant": .identifier,
    "shorthand_property_identifier": .leaf(.property), "private_property_identifier": .leaf(.property),
    "instance_variable": .leaf(.property), "class_variable": .leaf(.property),
    "statement_identifier": .leaf(.function), "lifetime": .whole(.attribute),
    "attribute_item": .whole(.attribute), "inner_attribute_item": .whole(.attribute),
    "attribute_specifier": .plain, "marker_annotation": .whole(.attribute),
    "regex": .whole(.regex), "regex_literal": .whole(.regex),
    "call_expression": .call, "call": .call, "method_invocation": .call, "macro_invocation": .call,
    "function_call_expression": .call, "member_call_expression": .call, "scoped_call_expression": .call,
    "function_call": .call, "new_expression": .call, "object_creation_expression": .call, "command": .call,
    "invocation_expression": .call,
  ]
}

/// Nodes that declare something, in the grammars of all languages.
enum Declarations {
  static let kinds: [String: String] = [
    "function_definition": "function", "function_declaration": "function", "function_item": "function",
    "function_signature_item": "function", "generator_function_declaration": "function",
    "function_signature": "function", "protocol_function_declaration": "function",
    "local_function_declaration": "function", "function_definition_statement": "function",
    "method_declaration": "method", "method_definition": "method", "method": "method",
    "singleton_method": "method", "constructor_declaration": "method", "init_declaration": "method",
    "deinit_declaration": "method", "subscript_declaration": "method", "method_signature": "method",
    "indexer_declaration": "method", "destructor_declaration": "method",
    "local_function_statement": "function",
    "abstract_method_signature": "method", "compact_constructor_declaration": "method",
    "class_definition": "class", "class_declaration": "class", "class": "class", "class_specifier": "class",
    "abstract_class_declaration": "class", "struct_specifier": "struct", "struct_item": "struct",
    "struct_declaration": "struct", "union_specifier": "union", "union_item": "union",
    "enum_specifier": "enum", "enum_item": "enum", "enum_declaration": "enum", "enum_definition": "enum",
    "delegate_declaration": "type", "event_declaration": "field", "event_field_declaration": "field",
    "file_scoped_namespace_declaration": "namespace",
    "interface_declaration": "interface", "annotation_type_declaration": "interface",
    "record_declaration": "record", "trait_item": "trait", "trait_definition": "trait",
    "trait_declaration": "trait", "impl_item": "implementation", "mod_item": "module", "module": "module",
    "internal_module": "namespace", "namespace_definition": "namespace", "namespace_declaration": "namespace",
    "object_definition": "object", "object_declaration": "object", "protocol_declaration": "protocol",
    "macro_definition": "macro", "preproc_def": "macro", "preproc_function_def": "macro",
    "type_item": "type", "type_spec": "type", "type_alias": "type", "type_alias_declaration": "type",
    "typealias_declaration": "type", "type_definition": "type", "alias_declaration": "type",
    "associatedtype_declaration": "type", "associated_type": "type", "const_item": "constant",
    "static_item": "variable", "const_spec": "constant", "var_spec": "variable",
    "const_element": "constant", "property_declaration": "field", "protocol_property_declaration": "field",
    "public_field_definition": "field", "property_signature": "field", "field_definition": "field",
    "variable_declarator": "variable", "val_definition": "field", "var_definition": "field",
    "concept_definition": "type", "given_definition": "object", "companion_object": "object",
    // Members that are written as a list or as a statement: several names in one node.
    "field_declaration": "field", "enumerator": "constant", "enum_variant": "constant",
    "enum_constant": "constant", "enum_entry": "constant", "enum_member_declaration": "constant",
    "enum_case": "constant", "enum_assignment": "constant", "method_spec": "method", "method_elem": "method",
    "property_element": "field", "declaration": "variable", "assignment": "variable",
    "class_parameter": "field",
  ]

  /// Nodes that declare what the index wants to know and no outline shows.
  static let members: [String: String] = [
    "pair": "method", "assignment_expression": "function", "enum_body": "constant",
  ]

  /// Nodes inside of which only functions and types are declared that anybody outside could name.
  static let bodies: Set = ["function", "method"]

  /// Statements that bring names from elsewhere.
  static let imports: Set = [
    "import_statement", "import_from_statement", "import_declaration", "import_header", "import_list",
    "use_declaration", "extern_crate_declaration", "preproc_include", "package_clause", "package_declaration",
    "namespace_use_declaration", "future_import_statement",
  ]

  /// Nodes that open a scope of names.
  static let scopes: Set = [
    "function_definition", "function_declaration", "function_item", "method_declaration", "method_definition",
    "method", "arrow_function", "function_expression", "lambda", "lambda_expression", "closure_expression",
    "lambda_literal", "block", "compound_statement", "statement_block", "statements", "func_literal",
    "for_statement", "for_in_statement", "init_declaration", "constructor_declaration", "do_block",
    "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression",
    "for_range_loop", "enhanced_for_statement", "catch_clause", "if_statement", "match_arm", "if_expression",
    "while_expression", "for_expression", "communication_case", "type_case", "expression_case",
  ]

  /// Scopes that are none where names hold in the whole function.
  static let blocks: Set = [
    "block", "compound_statement", "for_statement", "if_statement", "for_in_statement", "do_block",
    "catch_clause",
  ]

  /// Scopes outside of declared functions, too.
  static let closures: Set = [
    "arrow_function", "function_expression", "lambda", "lambda_expression", "closure_expression",
    "lambda_literal",
    "func_literal", "list_comprehension", "set_comprehension", "dictionary_comprehension",
    "generator_expression",
  ]

  /// Nodes that bind names for the scope around them.
  static let bindings: Set = [
    "parameter", "parameter_declaration", "formal_parameter", "required_parameter", "optional_parameter",
    "parameters", "formal_parameters", "init_declarator", "variable_declarator", "let_declaration",
    "short_var_declaration", "typed_parameter", "default_parameter", "property_declaration", "for_expression",
    "lambda_parameters", "lambda_parameter", "simple_parameter", "assignment", "declaration",
    "closure_parameters",
    "method_parameters", "class_parameter", "for_statement", "for_in_statement", "for_in_clause",
    "for_range_loop",
    "enhanced_for_statement", "range_clause", "as_pattern_target", "named_expression", "var_spec",
    "const_spec",
    "match_pattern", "let_condition", "catch_formal_parameter", "inferred_parameters", "catch_clause",
    "optional_parameter_declaration", "variadic_parameter_declaration", "structured_binding_declarator",
    "typed_default_parameter", "list_splat_pattern", "dictionary_splat_pattern", "spread_parameter",
    "receive_statement", "type_switch_statement", "foreach_statement", "block_parameters", "array_pattern",
  ]
}
