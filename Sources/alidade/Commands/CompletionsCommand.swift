/// `alidade completions`.
enum CompletionsCommand {
  static let command = Command(
    name: "completions",
    summary: "print a completion script for a shell",
    detail: "Made from the same table as --help.",
    positionals: [Positional("SHELL", .one, "bash, zsh or fish", .choice(Completions.shells))],
    flags: [],
    examples: [
      Example(command: "source <(alidade completions bash)", meaning: "in ~/.bashrc"),
      Example(command: "alidade completions fish | source", meaning: "in ~/.config/fish/config.fish"),
    ],
    run: run)

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let shell = arguments.positionals[0]
    guard Completions.shells.contains(shell) else {
      throw UsageError("no completions for \(shell)", fix: "There are scripts for bash, zsh and fish.")
    }
    session.output.write(Completions.script(for: shell))
    return .found
  }
}
