import Platform

/// `alidade parse-worker`: the process in which grammars run. Other commands start it.
enum ParseWorkerCommand {
  static let command = Command(
    name: "parse-worker",
    summary: "parse texts on standard input (started by other commands)",
    detail: """
      Grammars are machine code from elsewhere, so they run in a process that may die. Requests are four bytes of \
      length, lowest first, two bytes of language and the text; answers are four bytes of length and the facts.
      """,
    positionals: [],
    flags: [grammars],
    examples: [],
    run: run)

  static let grammars = Flag(
    "grammars", value: FlagValue(placeholder: "DIR", kind: .text),
    summary: "the folder with libtree-sitter and the grammars",
    detail: """
      Default: ALIDADE_GRAMMARS, grammars in the data folder, or .build-grammars of the source tree, which \
      scripts/setup fills.
      """)

  /// The folder that was asked for or found; nil when there is none and none was asked for.
  static func grammarFolder(_ arguments: Arguments, _ session: Session) throws -> String? {
    let asked = arguments.value(grammars)
    let found = findGrammarFolder(asked: asked, dataFolder: session.dataFolder)
    if let asked, found == nil {
      throw UsageError(
        "\(asked) holds no libtree-sitter", fix: "scripts/setup makes a folder of grammars: .build-grammars.")
    }
    return found
  }

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    guard let folder = try grammarFolder(arguments, session) else {
      throw UsageError(
        "there are no grammars", fix: "Run scripts/setup, or name their folder with --grammars.")
    }
    SyntaxAnalyzer.work(grammarFolder: folder)
    return .found
  }
}
