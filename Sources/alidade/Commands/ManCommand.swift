/// `alidade man`.
enum ManCommand {
  static let command = Command(
    name: "man",
    summary: "print the manual page",
    detail:
      "Made from the same table as --help, for man(1): put it into a folder of MANPATH as man1/alidade.1.",
    positionals: [],
    flags: [markdown],
    examples: [Example(command: "alidade man | man -l -", meaning: "read it")],
    run: run)

  private static let markdown = Flag("markdown", summary: "the reference page in Markdown: docs/cli.md")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let page = arguments.has(markdown) ? ManualPage.markdown : ManualPage.roff(version: Version.number)
    session.output.write(page)
    return .found
  }
}
