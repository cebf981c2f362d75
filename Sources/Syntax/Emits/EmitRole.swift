/// What a node is for the reader of emit sites, judged by its name.
enum EmitRole: UInt8 {
  case none
  /// A call with its arguments in a node of their own.
  case call
  /// `echo`, whose arguments stand beside the word.
  case echo
  /// `throw`, `raise`: what is inside is thrown.
  case raise
  /// `assert` as a statement.
  case check
  /// A string literal.
  case string
  /// Literals side by side.
  case concatenation
  /// Two operands and a sign between them.
  case binary
  case ternary
  /// Brackets, casts and other things that leave the value as it is.
  case wrapper
  case arguments
  /// The arguments, and a closure behind them.
  case suffix
  /// The flat inside of a macro.
  case tokens
  /// An argument with a name; its value is last.
  case keyword
  /// A block of code handed to a call.
  case closure
  /// A list of values: tuple, array, dictionary.
  case list
  /// A macro's name and its inside.
  case macro
  /// The value of a `#define`.
  case define
  /// Code in a string.
  case hole
  case comment
  /// What brings names from elsewhere: no messages there.
  case `import`

  init(name: String, isNamed: Bool) {
    guard isNamed else {
      self = .none
      return
    }
    self = Self.known[name] ?? (name.hasSuffix("comment") ? .comment : .none)
  }

  private static let known: [String: EmitRole] = [
    "call_expression": .call, "call": .call, "method_invocation": .call, "function_call_expression": .call,
    "member_call_expression": .call, "nullsafe_member_call_expression": .call,
    "scoped_call_expression": .call, "invocation_expression": .call, "object_creation_expression": .call,
    "new_expression": .call, "instance_expression": .call, "explicit_constructor_invocation": .call,
    "enum_constant": .call, "constructor_invocation": .call, "exit_statement": .call,
    "print_intrinsic": .echo, "echo_statement": .echo, "constructor_expression": .call,
    "base_constructor_initializer": .call, "constructor_initializer": .call,
    "raise_statement": .raise, "throw_statement": .raise, "throw_expression": .raise,
    "assert_statement": .check,
    "string_literal": .string, "raw_string_literal": .string, "string": .string,
    "interpreted_string_literal": .string, "template_string": .string, "line_string_literal": .string,
    "multi_line_string_literal": .string, "multiline_string_literal": .string, "encapsed_string": .string,
    "interpolated_string_expression": .string, "verbatim_string_literal": .string,
    "heredoc_body": .string, "nowdoc_body": .string,
    "concatenated_string": .concatenation, "chained_string": .concatenation,
    "binary_expression": .binary, "binary_operator": .binary, "binary": .binary,
    "additive_expression": .binary, "infix_expression": .binary, "multiplicative_expression": .binary,
    "conditional_expression": .ternary, "ternary_expression": .ternary, "conditional": .ternary,
    "if_expression": .ternary,
    "parenthesized_expression": .wrapper, "parenthesized_statements": .wrapper, "as_expression": .wrapper,
    "await_expression": .wrapper, "satisfies_expression": .wrapper, "non_null_expression": .wrapper,
    "argument": .wrapper, "value_argument": .wrapper, "expression_list": .wrapper,
    "reference_expression": .wrapper, "cast_expression": .wrapper, "expression_statement": .wrapper,
    "block_body": .wrapper, "statements": .wrapper, "heredoc": .wrapper, "nowdoc": .wrapper,
    "tuple_expression": .wrapper,
    "argument_list": .arguments, "arguments": .arguments, "value_arguments": .arguments,
    "call_suffix": .suffix, "constructor_suffix": .suffix, "token_tree": .tokens,
    "keyword_argument": .keyword, "pair": .keyword, "named_argument": .keyword, "element": .wrapper,
    "annotated_lambda": .closure, "lambda_literal": .closure, "do_block": .closure,
    "lambda_expression": .closure, "arrow_function": .closure, "closure_expression": .closure,
    "lambda": .closure, "block": .closure, "case_clause": .none,
    "tuple": .list, "array": .list, "dictionary": .list, "hash": .list, "list": .list,
    "preproc_def": .define, "macro_invocation": .macro,
    "interpolation": .hole, "template_substitution": .hole, "interpolated_expression": .hole,
    "interpolated_identifier": .hole,
    "import_statement": .import, "import_from_statement": .import, "import_declaration": .import,
    "use_declaration": .import, "preproc_include": .import, "namespace_use_declaration": .import,
    "comment": .comment,
  ]
}
