/// Where the code of a pattern may stand in a language, and how a hole may be written there.
///
/// A pattern is a piece of a program. Put into the first of these surroundings in which it parses, the nodes that
/// cover just the piece are what is looked for. A hole is a name; where a grammar wants more than a name (a
/// statement, a parameter, a member, a case), one of the templates gives it that, `%` being the name.
struct StructureContexts {
  struct Context {
    let before: String
    let after: String
    /// Several nodes side by side may be a pattern here.
    let isList: Bool
    /// What a pattern may leave out at its end.
    let ending: String
    /// The only first character of patterns that are tried here; nil for any.
    let first: Character?

    /// Whether it is the inside of a function: what stands side by side there has one function around it.
    var isBody: Bool { before.contains("(){") || before.contains("(void){") || before.contains("() {") }

    init(
      _ before: String, _ after: String, isList: Bool = false, ending: String = "", first: Character? = nil
    ) {
      (self.before, self.after, self.isList, self.ending, self.first) = (before, after, isList, ending, first)
    }
  }

  let contexts: [Context]
  let templates: [String]
  /// Of the name that stands for a hole: some languages tell types by a capital.
  var prefix = "zq"
  /// How comments look, for the text between two tokens; nil where more than comments can stand between them.
  var comments: [Comment]? = [.block, .slashes]

  enum Comment: String { case block, slashes, hash, dashes }

  static func of(_ grammar: String) -> StructureContexts? { all[grammar] ?? data[grammar] }

  private static let cExpressions = [
    Context("void f(void){x=(", ");}"), Context("void f(void){", "\n}", isList: true),
    Context("", "\n", isList: true), Context("void f(void){", "\n}", ending: ";"),
  ]

  // A function with a name is another node where a value is expected; braces are an object there.
  private static let scriptContexts = [
    Context("x=(", ")", first: "{"), Context("", "\n", isList: true), Context("x=(", ")"),
    Context("class C{", "\n}", isList: true),
    Context("x={", "}", isList: true), Context("switch(x){", "\n}", isList: true),
  ]

  // Data and markup: a hole is a text in quotes where the grammar has no names.
  private static let data: [String: StructureContexts] = [
    "css": StructureContexts(
      contexts: [Context("", "\n", isList: true), Context("a{", "\n}", isList: true), Context("a{", ";\n}")],
      templates: ["%", "%: %;", "%{}"], comments: [.block]),
    "scss": StructureContexts(
      contexts: [Context("", "\n", isList: true), Context("a{", "\n}", isList: true), Context("a{", ";\n}")],
      templates: ["%", "%: %;", "%{}"], comments: [.block, .slashes]),
    "html": StructureContexts(
      contexts: [Context("", "\n", isList: true), Context("<a ", "></a>", isList: true)], templates: ["%"],
      comments: nil),
    "json": StructureContexts(
      contexts: [Context("", "\n"), Context("{", "\n}", isList: true), Context("[", "\n]", isList: true)],
      templates: ["\"%\"", "\"%\": 0", "%"], comments: []),
    "sql": StructureContexts(
      contexts: [Context("", ";\n"), Context("", "\n", isList: true), Context("select ", ";\n")],
      templates: ["%"], comments: [.dashes, .block]),
    "toml": StructureContexts(
      contexts: [Context("", "\n", isList: true)], templates: ["%", "\"%\"", "% = 0"], comments: [.hash]),
  ]

  private static let all: [String: StructureContexts] = [
    "c": StructureContexts(
      contexts: cExpressions + [
        Context("struct s{", "\n};", isList: true), Context("void f(void){switch(x){", "\n}}", isList: true),
        Context("", " x;"), Context("void f(", ");", isList: true),
      ], templates: ["%", "%;", "int %;", "int %", "case %:"]),
    "cpp": StructureContexts(
      contexts: cExpressions + [
        Context("class c{", "\n};", isList: true), Context("void f(){switch(x){", "\n}}", isList: true),
        Context("", " x;"), Context("void f(", ");", isList: true),
      ], templates: ["%", "%;", "int %;", "int %", "case %:"]),
    "csharp": StructureContexts(
      contexts: [
        Context("class C{void F(){x=(", ");}}"), Context("class C{void F(){", "\n}}", isList: true),
        Context("class C{void F(){", "\n}}", ending: ";"),
        Context("class C{", "\n}", isList: true), Context("", "\n", isList: true),
        Context("class C{void F(){switch(x){", "\n}}}", isList: true), Context("class C{", " x;}"),
      ], templates: ["%", "%;", "int %;", "int %", "case %:"]),
    "java": StructureContexts(
      contexts: [
        Context("class C{void f(){x=(", ");}}"), Context("class C{void f(){", "\n}}", isList: true),
        Context("class C{void f(){", "\n}}", ending: ";"),
        Context("class C{", "\n}", isList: true), Context("", "\n", isList: true),
        Context("class C{void f(){switch(x){", "\n}}}", isList: true), Context("class C{", " x;}"),
      ], templates: ["%", "%;", "int %;", "int %", "case %:"]),
    "go": StructureContexts(
      contexts: [
        Context("package p\nfunc f(){x=(", ")}"), Context("package p\nfunc f(){", "\n}", isList: true),
        Context("package p\n", "\n", isList: true), Context("package p\ntype t struct{", "\n}", isList: true),
        Context("package p\nfunc f(){switch x{", "\n}}", isList: true), Context("package p\nvar x ", "\n"),
        Context("package p\ntype t interface{", "\n}", isList: true),
      ], templates: ["%", "%;", "case %:", "% int", "%: %"]),
    "javascript": StructureContexts(contexts: scriptContexts, templates: ["%", "%;", "case %:", "%(){}"]),
    "typescript": StructureContexts(
      contexts: scriptContexts + [
        Context("interface I{", "\n}", isList: true), Context("type x=", "\n"),
      ], templates: ["%", "%;", "case %:", "%(){}", "%: %;"]),
    "tsx": StructureContexts(
      contexts: scriptContexts + [
        Context("interface I{", "\n}", isList: true), Context("type x=", "\n"),
      ], templates: ["%", "%;", "case %:", "%(){}", "%: %;"]),
    "kotlin": StructureContexts(
      contexts: [
        Context("fun f(){\n", "\n}", isList: true), Context("", "\n", isList: true),
        Context("class C{\n", "\n}", isList: true), Context("val x: ", "\n"),
      ], templates: ["%", "%;", "%: T", "val %: T", "% -> {}"]),
    "lua": StructureContexts(
      contexts: [Context("x=(", ")"), Context("", "\n", isList: true)], templates: ["%", "%()"],
      comments: [.dashes]),
    "php": StructureContexts(
      contexts: [
        Context("<?php $x=(", ");"), Context("<?php ", "\n", isList: true),
        Context("<?php ", "\n", ending: ";"),
        Context("<?php class C{", "\n}", isList: true),
      ], templates: ["%", "$%", "%;", "$%;", "var $%;"], comments: [.block, .slashes, .hash]),
    "python": StructureContexts(
      contexts: [
        Context("", "\n", isList: true), Context("try:\n  pass\n", "\n"), Context("x(", ")", isList: true),
        Context("if x:\n  pass\n", "\n"),
      ], templates: ["%", "%;"], comments: [.hash]),
    "ruby": StructureContexts(
      contexts: [Context("", "\n", isList: true)], templates: ["%", "%;"], comments: nil),
    "rust": StructureContexts(
      contexts: [
        Context("fn f(){x=(", ");}"), Context("fn f(){", "\n}", isList: true),
        Context("", "\n", isList: true),
        Context("impl T{", "\n}", isList: true), Context("fn f(){match x{", "\n}}", isList: true),
        Context("struct S{", "\n}", isList: true), Context("type T=", ";"),
      ], templates: ["%", "%;", "%: T", "fn %();", "%=>{}"]),
    "scala": StructureContexts(
      contexts: [
        Context("object O{def f={\n", "\n}}", isList: true), Context("", "\n", isList: true),
        Context("class C{\n", "\n}", isList: true),
      ], templates: ["%", "%;", "%: T", "case % =>"]),
    "bash": StructureContexts(
      contexts: [Context("", "\n", isList: true)], templates: ["%", "%;"], comments: nil),
    "swift": StructureContexts(
      contexts: [
        Context("", "\n", isList: true), Context("func f() {\n", "\n}", isList: true),
        Context("class C {\n", "\n}", isList: true), Context("switch x {\n", "\n}", isList: true),
        Context("var x: ", "\n"),
      ], templates: ["%", "%;", "%: T", "var %: T", "case %: break"]),
  ]
}
