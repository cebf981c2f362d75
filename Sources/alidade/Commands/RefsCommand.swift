import Navigation

/// `alidade refs`.
enum RefsCommand {
  static let command = Command(
    name: "refs",
    summary: "print where a name is used",
    detail: """
      PLACE is as for def. The definitions come first, then the other places by repository and file, with those of \
      symbols that stand for the same: a requirement and what meets it. Answers are exact where a compiler's index was \
      imported (alidade scip); where a file changed since, the note says so. Elsewhere they are by name.
      """,
    positionals: [Positional("PLACE", .one, "a place in code, a symbol or a name", .path)],
    flags: [implementations, callers, callees, .limit, .docs, .json],
    examples: [
      Example(command: "alidade refs Sources/Search/Searcher.swift:20:15", meaning: "the name at a place"),
      Example(command: "alidade refs ByteSink --implementations", meaning: "what implements a protocol"),
      Example(command: "alidade refs Searcher.open --callers", meaning: "the functions that call it"),
    ],
    run: run)

  private static let implementations = Flag(
    "implementations", summary: "what implements, extends or overrides it, instead")
  private static let callers = Flag("callers", summary: "the functions that use it, instead")
  private static let callees = Flag("callees", summary: "the functions that it calls, instead")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let modes = [implementations, callers, callees].filter { arguments.has($0) }
    guard modes.count <= 1 else {
      throw UsageError("--\(modes[0].long) and --\(modes[1].long) exclude each other")
    }
    let tools = try NavigationTools(arguments, session)
    let question = try tools.subject(arguments.positionals[0])
    if arguments.has(callers) || arguments.has(callees) {
      return try printCalls(question, tools, isIncoming: arguments.has(callers))
    }
    let limit = arguments.integer(.limit) ?? Navigator.placesMax
    let wantsImplementations = arguments.has(implementations)
    let answer: NavigationAnswer
    switch question {
    case .position(let position):
      answer = try tools.joint.answer(
        wantsImplementations ? .implementations : .references(limit: limit), at: position)
    case .symbol(let symbol): answer = try ask(tools.navigator, symbol, wantsImplementations, limit)
    case .name(let name):
      let symbols = try tools.symbols(named: name)
      if symbols.count > 1 {
        session.note("\(symbols.count) symbols are called \(name); all are answered for")
      }
      let exact = try tools.merged(symbols) { try ask($0, $1, wantsImplementations, limit) }
      answer = try tools.answer(exact) { names in
        guard let position = try names.position(named: name) else { return try names.definition(named: name) }
        return try wantsImplementations
          ? names.implementations(at: position) : names.references(at: position, limit: limit)
      }
    }
    return tools.printer.print(answer)
  }

  private static func ask(
    _ navigator: Navigator, _ symbol: String, _ wantsImplementations: Bool, _ limit: Int
  ) throws -> NavigationAnswer {
    try wantsImplementations
      ? navigator.implementations(of: symbol) : navigator.references(to: symbol, limit: limit)
  }

  /// One function after the other, the calls indented below it.
  private static func printCalls(
    _ question: NavigationSubject, _ tools: NavigationTools, isIncoming: Bool
  ) throws -> ExitCode {
    let joint = tools.joint
    let groups: [CallGroup]
    switch question {
    case .position(let position): groups = try joint.calls(at: position, isCallee: !isIncoming)
    case .symbol(let symbol): groups = try joint.calls(of: symbol, isCallee: !isIncoming)
    case .name(let name):
      let exact = try tools.symbols(named: name).flatMap { try joint.calls(of: $0, isCallee: !isIncoming) }
      let position = exact.isEmpty ? try joint.names?.position(named: name) : nil
      groups = try position.map { try joint.calls(at: $0, isCallee: !isIncoming) } ?? exact
    }
    return write(groups, tools)
  }

  private static func write(_ groups: [CallGroup], _ tools: NavigationTools) -> ExitCode {
    let printer = tools.printer
    for group in groups {
      if printer.hasJSON {
        printer.session.output.write(json(group, printer).line)
        continue
      }
      var line: [UInt8] = []
      let name = group.symbol.map { "\($0.kind) \($0.qualifiedName)" } ?? "outside of any function"
      printer.session.style.appendSafely(Array(name.utf8)[...], .bold, to: &line)
      printer.session.output.write(line + [UInt8(ascii: "\n")])
      for call in group.calls { printer.write(call, indent: "  ") }
    }
    if !printer.hasJSON {
      for note in tools.navigator.notes where groups.isEmpty { printer.session.note(note) }
      if groups.contains(where: { $0.calls.contains { $0.precision == .byName } }) { printer.remarkByName() }
      printer.remarkStale(groups.flatMap(\.calls))
    }
    return groups.isEmpty ? .nothing : .found
  }

  private static func json(_ group: CallGroup, _ printer: NavigationPrinter) -> JSON {
    [
      "type": "function",
      "data": [
        "symbol": group.symbol.map { printer.json($0) } ?? .null,
        "definition": group.definition.map { printer.json($0) } ?? .null,
        "calls": .array(group.calls.map { printer.json($0) }),
      ],
    ]
  }
}
