extension Language {
  /// The name of the language's tree-sitter grammar, for the languages whose trees are understood; nil for others,
  /// which the lexer reads.
  package var grammarName: String? { grammarNames[name] }

  /// The name of the grammar that reads patterns of code: also that of languages of data and markup, whose colours and
  /// declarations come from the lexer.
  package var patternGrammarName: String? { grammarNames[name] ?? patternGrammarNames[name] }
}

private let patternGrammarNames: [String: String] = [
  "CSS": "css", "HTML": "html", "JSON": "json", "SCSS": "scss", "SQL": "sql", "TOML": "toml",
]

private let grammarNames: [String: String] = [
  "C": "c", "C++": "cpp", "C#": "csharp", "Go": "go", "Java": "java", "JavaScript": "javascript",
  "Kotlin": "kotlin", "Lua": "lua", "PHP": "php", "Python": "python", "Ruby": "ruby", "Rust": "rust",
  "Scala": "scala", "Shell": "bash", "Swift": "swift", "TypeScript": "typescript", "TSX": "tsx",
]
