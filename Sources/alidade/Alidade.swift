/// The program: finds the command, runs it, and turns every way it can end into an exit code.
@main
enum Alidade {
  static func main() async {
    Terminal.ignoreBrokenPipes()
    let tokens = Array(CommandLine.arguments.dropFirst())
    let code: ExitCode
    do {
      code = try await run(tokens)
    } catch {
      code = report(error, for: tokens.first)
    }
    Terminal.exit(code)
  }

  private static func run(_ tokens: [String]) async throws -> ExitCode {
    guard let name = tokens.first else {
      OutputStream(descriptor: 2, isBuffered: false).write(Help.overview)
      return .failed
    }
    let rest = Array(tokens.dropFirst())
    switch name {
    case "--help", "-h": return show(Help.overview)
    case "help": return try help(rest)
    case "--version", "-V": return show("alidade \(Version.number)\n")
    default: break
    }
    guard let command = CommandTable.named(name) else { throw unknownCommand(name) }
    let arguments = try Arguments(parsing: rest, for: command)
    if arguments.has(.help) { return show(Help.page(for: command)) }
    let session = try Session(arguments)
    let code: ExitCode
    do {
      code = try await command.run(arguments, session)
    } catch {
      session.output.flush()
      throw error
    }
    session.output.flush()
    if case .failed(let reason) = session.output.outcome {
      session.fail("standard output: \(reason)")
      return .failed
    }
    return code
  }

  private static func help(_ rest: [String]) throws -> ExitCode {
    guard let name = rest.first else { return show(Help.overview) }
    guard let command = CommandTable.named(name) else { throw unknownCommand(name) }
    return show(Help.page(for: command))
  }

  private static func unknownCommand(_ name: String) -> UsageError {
    let near = nearest(to: name, among: CommandTable.all.map(\.name) + ["help"])
    let kind = name.hasPrefix("-") ? "flag" : "command"
    return UsageError(
      "unknown \(kind) \(name)", fix: near.map { "Did you mean \($0)?" } ?? "See alidade --help.")
  }

  private static func show(_ text: String) -> ExitCode {
    let output = OutputStream(descriptor: 1, isBuffered: true)
    output.write(text)
    output.flush()
    if case .failed = output.outcome { return .failed }
    return .found
  }

  /// Writes what went wrong to standard error. The arguments may be what is wrong, so there is no session.
  private static func report(_ error: any Error, for command: String?) -> ExitCode {
    let style = Style(hasColor: false, isTerminal: Terminal.isTerminal(2))
    var line: [UInt8] = []
    style.appendSafely(Array(Failure(error).text.utf8), keepsNewlines: true, to: &line)
    let errors = OutputStream(descriptor: 2, isBuffered: false)
    errors.write("alidade: error: ")
    errors.write(line)
    errors.write("\n")
    return .failed
  }
}
