import Platform
import Server

/// `alidade serve`.
enum ServeCommand {
  static let command = Command(
    name: "serve",
    summary: "serve the web site and the HTTP interface",
    detail: """
      Prints its address and runs until it is interrupted. A newer index is picked up by itself. Without an \
      index it starts all the same and says how to make one.
      """,
    positionals: [],
    flags: [
      .host, .port, ParseWorkerCommand.grammars, allowHost, publicURL, rateLimit, trustedProxy,
      securityContact,
      logFormat, scipFolder, scipTokenFile, RulesCommand.rules, reportRetention, logLimit, .jobs,
    ],
    examples: [Example(command: "alidade serve --port 8080", meaning: "on http://127.0.0.1:8080")],
    run: run)

  private static let allowHost = Flag(
    "allow-host", value: FlagValue(placeholder: "NAME", kind: .text), repeatable: true,
    summary: "also answer requests for this host name",
    detail: """
      While only this machine can connect, requests for other names are refused: a web site could point its own \
      name at this address and read the code. A proxy in front needs its name here.
      """)

  private static let publicURL = Flag(
    "public-url", value: FlagValue(placeholder: "URL", kind: .text),
    summary: "the address that people use, such as https://code.example.org",
    detail: """
      For a server behind a proxy: feeds, the OpenSearch description and security.txt give out this address, and its \
      name is allowed like one of --allow-host. Without it the Host of a request counts, and https where a trusted proxy \
      says so in X-Forwarded-Proto.
      """)

  private static let securityContact = Flag(
    "security-contact", value: FlagValue(placeholder: "ADDRESS", kind: .text),
    summary: "whom to tell about a hole: a mailto: or https: address for security.txt",
    detail: "Without it /.well-known/security.txt names the page of the manual on security.")

  private static let rateLimit = Flag(
    "rate-limit", value: FlagValue(placeholder: "N", kind: .integer(0...1_000_000)),
    summary: "searches that one client may run in a minute; 600 unless given, 0 for no limit",
    detail: """
      Pages and files are limited at ten times that, logs to diagnose at a tenth. A client is an IPv4 address or a /64 network of IPv6 \
      addresses. Replies tell what is left in the RateLimit header.
      """)

  private static let trustedProxy = Flag(
    "trusted-proxy", value: FlagValue(placeholder: "ADDRESS", kind: .text), repeatable: true,
    summary: "believe X-Forwarded-For and X-Forwarded-Proto of this address",
    detail: "Clients behind it are limited one by one then, and not as the one client that the proxy is.")

  private static let logFormat = Flag(
    "log-format",
    value: FlagValue(placeholder: "FORMAT", kind: .choice(LogFormat.allCases.map(\.rawValue))),
    summary: "what goes to standard error: json has a line per request, text only what fails",
    detail: "JSON lines have time, level, id, trace, method, route, status, bytes and duration.")

  private static let scipFolder = Flag(
    "scip-folder", value: FlagValue(placeholder: "DIR", kind: .folder),
    summary: "import indexes of symbols that are put into this folder; scip in the data folder unless given",
    detail: """
      REPOSITORY/COMMIT.scip (or .scip.gz) below it is imported and moved to done, or to failed with the reason \
      beside it. A file of another name counts for the indexed commit of the default branch.
      """)

  private static let scipTokenFile = Flag(
    "scip-token-file", value: FlagValue(placeholder: "FILE", kind: .path),
    summary: "take indexes of symbols by POST from those who know the token in this file",
    detail: """
      Its first line is the token, of at least 20 characters. Without it nobody can write through this server. \
      See docs/navigation.md.
      """)

  private static let reportRetention = Flag(
    "report-retention", value: FlagValue(placeholder: "TIME", kind: .duration),
    summary: "how long reports of /diagnose are kept; 1h unless given",
    detail: "Only reports are kept, redacted. The logs themselves are never written to a disk.")

  private static let logLimit = Flag(
    "log-limit", value: FlagValue(placeholder: "SIZE", kind: .size),
    summary: "the largest log or archive that /diagnose takes; 64M unless given")

  private static func scipToken(_ path: String?) throws -> String? {
    guard let path else { return nil }
    let line = try readFile(path, limit: 1 << 16).prefix { $0 != 0x0A && $0 != 0x0D }
    let token = String(decoding: line, as: UTF8.self)
    guard token.utf8.count >= ServerLimits.tokenLengthMin,
      token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw UsageError(
        "\(path): the token has fewer than \(ServerLimits.tokenLengthMin) characters, or others than visible ASCII",
        fix: "openssl rand -hex 32 makes a good one.")
    }
    return token
  }

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    var configuration = ServerConfiguration(dataFolder: session.dataFolder)
    configuration.host = arguments.value(.host) ?? configuration.host
    configuration.port = arguments.integer(.port) ?? configuration.port
    configuration.workerCount = arguments.integer(.jobs)
    configuration.publicNames = arguments.all(allowHost)
    configuration.version = Version.number
    configuration.grammarFolder = try ParseWorkerCommand.grammarFolder(arguments, session)
    configuration.scipToken = try scipToken(arguments.value(scipTokenFile))
    configuration.scipFolder = arguments.value(scipFolder)
    configuration.rules = try RulesCommand.all(arguments)
    if let time = arguments.duration(reportRetention) {
      configuration.reportSeconds = max(1, Int(time.components.seconds))
    }
    configuration.logBytes = arguments.size(logLimit) ?? configuration.logBytes
    configuration.searchesPerMinute = arguments.integer(rateLimit) ?? configuration.searchesPerMinute
    configuration.trustedProxies = arguments.all(trustedProxy)
    if let text = arguments.value(publicURL) {
      guard let address = PublicAddress(text) else {
        throw UsageError(
          "--public-url \(text) is not the address of a host",
          fix: "Give scheme and name, and a port if need be: https://code.example.org")
      }
      configuration.publicAddress = address
    }
    if let contact = arguments.value(securityContact) {
      guard ["mailto:", "https:", "tel:"].contains(where: contact.hasPrefix) else {
        throw UsageError(
          "--security-contact \(contact) is no address",
          fix: "Give mailto:NAME@HOST, or an https: address of a page.")
      }
      configuration.securityContact = contact
    }
    configuration.logFormat =
      arguments.value(logFormat).flatMap { LogFormat(rawValue: $0) } ?? configuration.logFormat
    let reporter = Reporter(isQuiet: session.isQuiet, isPlain: configuration.logFormat == .json)
    configuration.onListening = { reporter.listening($0) }
    configuration.onLogLine = { reporter.log($0) }
    boundAllocator()
    do {
      try await serve(configuration: configuration)
    } catch {
      throw UsageError(
        "cannot serve on \(configuration.host), port \(configuration.port): \(error)",
        fix: "If the port is taken, choose another with --port N; 0 lets the system choose.")
    }
    return .found
  }

  /// Writes from whatever thread the server reports on.
  private struct Reporter: Sendable {
    let isQuiet: Bool
    /// True for lines that are made for programs.
    let isPlain: Bool

    /// The address is the one thing that scripts wait for, so it goes to standard output, by itself on a line.
    func listening(_ address: String) {
      write("\(address)\n", to: 1)
      if !isQuiet { write("alidade: serving; Ctrl-C stops it\n", to: 2) }
    }

    func log(_ line: String) {
      if isPlain { return write(line + "\n", to: 2) }
      var text: [UInt8] = Array("alidade: ".utf8)
      // A request can put anything into a log line.
      Style(hasColor: false, isTerminal: true).appendSafely(Array(line.utf8), to: &text)
      write(String(decoding: text, as: UTF8.self) + "\n", to: 2)
    }

    private func write(_ text: String, to descriptor: Int32) {
      var text = text
      // A server does not end because nobody reads what it says.
      text.withUTF8 { _ = Terminal.write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
  }
}
