/// How declarations look in one language, for an outline without a grammar.
struct OutlineRules: Sendable {
  /// What says where a declaration ends.
  enum Shape: Sendable {
    case braces
    /// Lines that are indented less; with `end`, the line that ends the declaration belongs to it.
    case indentation
    /// A line that begins with a bracket in the first column.
    case lisp
  }

  var shape = Shape.braces
  /// Keyword → kind of what it declares.
  var declarators: [String: String]
  /// `name(…) {` declares a function.
  var callables = false
  /// `name(…);` in a type declares a method.
  var prototypes = false
  /// A newline ends a declaration that has no body.
  var newlines = true
  /// `}` in the first column closes everything: conditional compilation may leave braces open.
  var resets = false
  /// `const name = (…) =>` is a function.
  var arrows = false
  /// `func (r T) name`
  var receivers = false

  /// Kinds whose bodies hold declarations that count.
  static let containers: Set<String> = [
    "class", "struct", "enum", "interface", "protocol", "trait", "extension", "actor", "object", "module",
    "namespace", "implementation", "union", "record", "message", "service", "mixin", "contract", "library",
    "category",
  ]
  /// Containers whose functions are methods.
  static func holdsMethods(_ kind: String) -> Bool {
    kind != "module" && kind != "namespace" && containers.contains(kind)
  }

  static func rules(for language: Language) -> OutlineRules? {
    if let found = byName[language.name] { return found }
    return language.group.flatMap { byName[$0] }
  }

  private static let types = ["class": "class", "struct": "struct", "enum": "enum", "interface": "interface"]

  private static let byName: [String: OutlineRules] = {
    var found: [String: OutlineRules] = [:]
    func add(_ names: [String], _ rules: OutlineRules) { for name in names { found[name] = rules } }
    let c = ["struct": "struct", "union": "union", "enum": "enum"]
    add(["C"], OutlineRules(declarators: c, callables: true, newlines: false, resets: true))
    let cpp = c.merging(["class": "class", "namespace": "namespace", "concept": "type"]) { $1 }
    add(
      ["C++", "Cuda", "HIP", "Metal"],
      OutlineRules(declarators: cpp, callables: true, prototypes: true, newlines: false))
    add(
      ["Objective-C", "Objective-C++"],
      OutlineRules(
        declarators: c.merging(
          ["@interface": "class", "@implementation": "implementation", "@protocol": "protocol"]
        ) { $1 }, callables: true, newlines: false, resets: true))
    let java = types.merging(["record": "record", "@interface": "interface"]) { $1 }
    add(["Java"], OutlineRules(declarators: java, callables: true, prototypes: true, newlines: false))
    add(
      ["C#"],
      OutlineRules(
        declarators: java.merging(["namespace": "namespace", "delegate": "type"]) { $1 }, callables: true,
        prototypes: true, newlines: false))
    add(
      ["Dart"],
      OutlineRules(
        declarators: ["class": "class", "mixin": "mixin", "enum": "enum", "extension": "extension"],
        callables: true, newlines: false))
    add(
      ["Kotlin", "Gradle Kotlin DSL"],
      OutlineRules(declarators: [
        "class": "class", "interface": "interface", "object": "object", "fun": "function",
        "typealias": "type", "val": "field", "var": "field",
      ]))
    add(
      ["Scala"],
      OutlineRules(declarators: [
        "class": "class", "trait": "trait", "object": "object", "def": "function", "enum": "enum",
      ]))
    add(
      ["Groovy", "Gradle"],
      OutlineRules(
        declarators: types.merging(["trait": "trait", "def": "function"]) { $1 }, callables: true))
    add(["Go"], OutlineRules(declarators: ["func": "function", "type": "type"], receivers: true))
    add(
      ["Rust"],
      OutlineRules(
        declarators: [
          "fn": "function", "struct": "struct", "enum": "enum", "trait": "trait", "impl": "implementation",
          "mod": "module", "union": "union", "type": "type", "macro_rules": "macro", "const": "constant",
          "static": "variable",
        ], newlines: false))
    add(
      ["Swift"],
      OutlineRules(declarators: [
        "class": "class", "struct": "struct", "enum": "enum", "protocol": "protocol", "actor": "actor",
        "extension": "extension", "func": "function", "typealias": "type", "var": "field", "let": "field",
        "init": "method", "subscript": "method", "macro": "macro", "deinit": "method",
      ]))
    add(["Zig"], OutlineRules(declarators: ["fn": "function"], newlines: false))
    add(
      ["D", "Solidity"],
      OutlineRules(
        declarators: types.merging([
          "union": "union", "contract": "contract", "library": "library", "function": "function",
          "event": "type",
        ]) { $1 }, callables: true, newlines: false))
    let script = ["class": "class", "function": "function"]
    add(["JavaScript"], OutlineRules(declarators: script, callables: true, arrows: true))
    add(
      ["TypeScript", "TSX"],
      OutlineRules(
        declarators: script.merging([
          "interface": "interface", "enum": "enum", "type": "type", "namespace": "namespace",
        ]) { $1 }, callables: true, arrows: true))
    add(
      ["PHP"],
      OutlineRules(
        declarators: script.merging([
          "interface": "interface", "trait": "trait", "enum": "enum", "namespace": "namespace",
        ]) { $1 },
        newlines: false))
    add(["Perl"], OutlineRules(declarators: ["sub": "function", "package": "module"], newlines: false))
    add(["Shell"], OutlineRules(declarators: ["function": "function"], callables: true))
    add(["PowerShell"], OutlineRules(declarators: script, callables: false))
    add(["Awk", "R", "Tcl"], OutlineRules(declarators: ["function": "function", "proc": "function"]))
    add(
      ["Protocol Buffer"],
      OutlineRules(
        declarators: ["message": "message", "enum": "enum", "service": "service", "rpc": "function"],
        newlines: false))
    add(
      ["Thrift", "GraphQL", "GLSL", "HLSL"],
      OutlineRules(
        declarators: types.merging([
          "union": "union", "exception": "class", "service": "service", "type": "type", "input": "type",
          "scalar": "type",
        ]) { $1 }, callables: false, newlines: false))
    add(
      ["Verilog", "SystemVerilog"],
      OutlineRules(
        shape: .indentation,
        declarators: ["module": "module", "function": "function", "task": "function", "class": "class"]))
    add(
      ["Python", "Cython", "Starlark", "GDScript", "Mojo"],
      OutlineRules(
        shape: .indentation, declarators: ["class": "class", "def": "function", "func": "function"]))
    add(
      ["Ruby", "Crystal"],
      OutlineRules(
        shape: .indentation, declarators: ["class": "class", "module": "module", "def": "function"]))
    add(
      ["Elixir"],
      OutlineRules(
        shape: .indentation,
        declarators: [
          "defmodule": "module", "def": "function", "defp": "function", "defmacro": "macro",
          "defprotocol": "protocol", "defimpl": "implementation", "defstruct": "struct",
        ]))
    add(
      ["Lua", "Julia", "MATLAB", "Vim script", "Fortran", "Fortran Free Form", "fish"],
      OutlineRules(
        shape: .indentation,
        declarators: [
          "function": "function", "function!": "function", "macro": "macro", "struct": "struct",
          "module": "module", "subroutine": "function", "classdef": "class", "type": "type",
        ]))
    add(
      ["Nim", "F#", "OCaml", "Haskell", "Elm", "PureScript"],
      OutlineRules(
        shape: .indentation,
        declarators: [
          "proc": "function", "func": "function", "method": "method", "template": "macro", "macro": "macro",
          "iterator": "function", "let": "function", "module": "module", "type": "type", "data": "type",
          "newtype": "type", "class": "class", "instance": "implementation", "member": "method",
        ]))
    add(
      ["Clojure", "Common Lisp", "Scheme", "Racket", "Emacs Lisp"],
      OutlineRules(
        shape: .lisp,
        declarators: [
          "defn": "function", "defn-": "function", "defun": "function", "defmacro": "macro",
          "define": "function", "def": "variable", "defvar": "variable", "defparameter": "variable",
          "defconst": "constant", "defclass": "class", "defstruct": "struct", "defrecord": "record",
          "defprotocol": "protocol", "deftype": "type", "defmethod": "method", "defgeneric": "function",
          "defmulti": "function", "defcustom": "variable", "defsubst": "function",
          "define-syntax": "macro", "struct": "struct", "ns": "module",
        ]))
    return found
  }()
}
