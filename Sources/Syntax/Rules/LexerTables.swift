/// Which lexer reads which language. Tables are compiled at first use and kept.
enum LexerTables {
  /// A way to read a text.
  enum Lexer {
    case code(LexTables)
    case php(LexTables)
    case html, xml, style, yaml, makefile, markdown, diff
    case settings(isTOML: Bool)
    /// One entry per line, and comments.
    case list
  }

  /// The lexer for a language or the group it belongs to; nil when there is none.
  static func lexer(for language: Language) -> Lexer? {
    if let found = byName[language.name] { return found }
    return language.group.flatMap { byName[$0] }
  }

  static let javaScript = LexTables(.javaScript)
  static let typeScript = LexTables(.typeScript)

  private static let byName: [String: Lexer] = {
    var found: [String: Lexer] = [:]
    for (rules, names) in codeRules {
      let tables = LexTables(rules)
      for name in names { found[name] = .code(tables) }
    }
    found["JavaScript"] = .code(javaScript)
    found["TypeScript"] = .code(typeScript)
    let php = LexTables(.php)
    for name in ["PHP", "HTML+PHP", "Blade"] { found[name] = .php(php) }
    for name in [
      "HTML", "Vue", "Svelte", "Astro", "HTML+ERB", "HTML+EEX", "HTML+Razor", "Jinja", "EJS",
      "Handlebars", "Mustache", "Go Template", "Twig", "Liquid", "HTML+ECR", "Ecmarkup", "FreeMarker",
    ] { found[name] = .html }
    for name in [
      "XML", "SVG", "XML Property List", "XSLT", "Maven POM", "Ant Build System", "XProc",
      "Web Ontology Language",
      "RSS",
    ] { found[name] = .xml }
    for name in ["CSS", "SCSS", "Less", "Sass", "PostCSS", "Stylus", "CartoCSS"] { found[name] = .style }
    for name in ["YAML", "Unity3D Asset", "OASv2-yaml", "OASv3-yaml", "MiniYAML"] { found[name] = .yaml }
    for name in ["Markdown", "MDX", "RMarkdown"] { found[name] = .markdown }
    for name in ["TOML"] { found[name] = .settings(isTOML: true) }
    for name in [
      "INI", "Java Properties", "EditorConfig", "Git Config", "desktop", "Dotenv", "Wget Config",
      "cURL Config", "Cylc",
    ] { found[name] = .settings(isTOML: false) }
    for name in ["Ignore List", "Git Attributes", "CODEOWNERS", "Pip Requirements"] { found[name] = .list }
    found["Makefile"] = .makefile
    for name in ["Diff", "Git Revision List"] { found[name] = .diff }
    return found
  }()

  private static let json = LexRules(
    lineComments: ["//"], blocks: [LexRules.Block(open: "/*", close: "*/")], strings: [.double, .single],
    constants: "true false null Infinity NaN", moreBeforeWords: "$", flags: [.stringKeys, .colonKeys])

  private static let codeRules: [(LexRules, [String])] = [
    (.c, ["C", "OpenCL", "Linker Script", "C2hs Haskell", "XS", "SWIG", "DTrace", "RPC"]),
    (.cpp, ["C++", "Cuda", "HIP", "Metal", "Objective-C++", "ISPC", "AspectJ", "eC"]),
    (.objectiveC, ["Objective-C"]),
    (.csharp, ["C#"]),
    (.java, ["Java"]),
    (.kotlin, ["Kotlin", "Gradle Kotlin DSL"]),
    (.scala, ["Scala"]),
    (.groovy, ["Groovy", "Gradle", "Nextflow"]),
    (.go, ["Go", "Go Module", "Go Workspace", "V", "Gno"]),
    (.rust, ["Rust"]),
    (.swift, ["Swift"]),
    (.dart, ["Dart"]),
    (.zig, ["Zig"]),
    (.d, ["D"]),
    (.glsl, ["GLSL", "HLSL", "WGSL", "ShaderLab", "GDShader"]),
    (.solidity, ["Solidity"]),
    (.tsx, ["TSX"]),
    (.python, ["Python", "Starlark", "Cython", "Xonsh", "GDScript", "Mojo", "Snakemake", "Meson"]),
    (.ruby, ["Ruby", "Crystal", "RBS"]),
    (.perl, ["Perl", "Raku"]),
    (.lua, ["Lua", "Luau", "MoonScript"]),
    (.shell, ["Shell", "ShellSession", "Gentoo Ebuild", "Alpine Abuild", "Just", "BitBake"]),
    (.fish, ["fish"]),
    (.powerShell, ["PowerShell"]),
    (.awk, ["Awk"]),
    (.tcl, ["Tcl"]),
    (.r, ["R"]),
    (.julia, ["Julia"]),
    (.vim, ["Vim script"]),
    (.batch, ["Batchfile"]),
    (.haskell, ["Haskell", "PureScript", "Idris", "Agda", "Cabal Config", "Literate Haskell"]),
    (.elm, ["Elm"]),
    (.ocaml, ["OCaml", "Standard ML", "Rocq Prover"]),
    (.fsharp, ["F#"]),
    (.elixir, ["Elixir"]),
    (.erlang, ["Erlang"]),
    (.clojure, ["Clojure", "edn", "Fennel", "Janet", "Hy"]),
    (.lisp, ["Common Lisp", "Scheme", "Racket", "Emacs Lisp", "NewLisp", "Dune"]),
    (.nim, ["Nim"]),
    (.nix, ["Nix"]),
    (.hcl, ["HCL", "Terraform Template"]),
    (.protobuf, ["Protocol Buffer", "Protocol Buffer Text Format", "Cap'n Proto", "FlatBuffers"]),
    (.thrift, ["Thrift"]),
    (.graphQL, ["GraphQL"]),
    (.sql, ["SQL", "PLpgSQL", "PLSQL", "TSQL", "SQLPL", "HiveQL", "CQL"]),
    (.cmake, ["CMake"]),
    (.dockerfile, ["Dockerfile"]),
    (.assembly, ["Assembly", "Unix Assembly", "Motorola 68K Assembly"]),
    (.verilog, ["Verilog", "SystemVerilog"]),
    (.vhdl, ["VHDL"]),
    (.pascal, ["Pascal", "Component Pascal", "Modula-2"]),
    (.ada, ["Ada"]),
    (.fortran, ["Fortran", "Fortran Free Form"]),
    (.visualBasic, ["Visual Basic .NET", "VBA", "VBScript", "Visual Basic 6.0", "BASIC", "FreeBASIC"]),
    (.matlab, ["MATLAB"]),
    (.llvm, ["LLVM"]),
    (.prolog, ["Prolog", "Logtalk"]),
    (.yacc, ["Yacc", "Bison", "Lex"]),
    (
      json,
      [
        "JSON", "JSON with Comments", "JSON5", "JSONLD", "Jsonnet", "Jupyter Notebook", "OASv2-json",
        "OASv3-json",
        "Jest Snapshot",
      ]
    ),
  ]
}
