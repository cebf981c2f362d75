/// Every command, in the order of the help.
enum CommandTable {
  static let all: [Command] = [
    SearchCommand.command, FilesCommand.command, SymbolsCommand.command, ShowCommand.command,
    ReposCommand.command, DefCommand.command, RefsCommand.command, ExplainCommand.command,
    DiagnoseCommand.command, RulesCommand.command,
    IndexCommand.command, ScipCommand.command, ServeCommand.command, LSPCommand.command,
    DoctorCommand.command, BenchCommand.command,
    CompletionsCommand.command, ManCommand.command, VersionCommand.command, ParseWorkerCommand.command,
  ]

  /// How the commands are grouped in the help.
  static let groups: [(title: String, names: [String])] = [
    (
      "Read", ["search", "files", "symbols", "show", "repos", "def", "refs", "explain", "diagnose", "rules"]
    ),
    ("Run", ["index", "scip", "serve", "lsp", "doctor", "bench"]),
    ("Set up", ["completions", "man", "version", "parse-worker"]),
  ]

  static func named(_ name: String) -> Command? { all.first { $0.name == name } }

  /// One sentence on the whole.
  static let summary = "search code in every repository, at any indexed branch, tag or commit"

  /// What the environment can set, for the manual.
  static let environment: [(name: String, meaning: String)] = [
    ("ALIDADE_DATA", "the folder of the index, when --data is absent"),
    ("ALIDADE_GRAMMARS", "the folder of the grammars, when --grammars is absent"),
    ("ALIDADE_URL", "the address of an Alidade server, for links to it"),
    ("ALIDADE_PAGER, PAGER", "the pager; cat or an empty value means none"),
    ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM", "when to use colours; see --color"),
    ("XDG_DATA_HOME", "where the default data folder is"),
  ]

  /// What the exit codes mean, for the manual.
  static let exitCodes: [(code: ExitCode, meaning: String)] = [
    (.found, "found, or done"),
    (.nothing, "nothing found; for index and doctor: done, with warnings"),
    (.failed, "an error, a query that cannot be understood, or with --strict an incomplete answer"),
    (.interrupted, "interrupted"),
  ]
}
