extension Language {
  /// The name of the language's tree-sitter grammar, for the languages whose trees are understood; nil for others,
  /// which the lexer reads.
  package var grammarName: String? { grammarNames[name] }
}

private let grammarNames: [String: String] = [
  "C": "c", "C++": "cpp", "C#": "csharp", "Go": "go", "Java": "java", "JavaScript": "javascript",
  "Kotlin": "kotlin", "Lua": "lua", "PHP": "php", "Python": "python", "Ruby": "ruby", "Rust": "rust",
  "Scala": "scala", "Shell": "bash", "Swift": "swift", "TypeScript": "typescript", "TSX": "tsx",
]
