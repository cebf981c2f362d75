/// `alidade version`.
enum VersionCommand {
  static let command = Command(
    name: "version",
    summary: "show the version",
    detail: "",
    positionals: [],
    flags: [.json],
    examples: [Example(command: "alidade version --json", meaning: "for scripts")],
    run: run)

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    if arguments.has(.json) {
      let document: JSON = [
        "version": .string(Version.number), "compiler": .string(Version.compiler),
        "platform": .string(Version.platform),
      ]
      session.output.write(document.line)
    } else {
      session.output.write("alidade \(Version.number) (\(Version.platform), \(Version.compiler))\n")
    }
    return .found
  }
}
