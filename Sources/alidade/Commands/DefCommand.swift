import Navigation
import Platform
import Search

/// `alidade def`.
enum DefCommand {
  static let command = Command(
    name: "def",
    summary: "print where a name is defined",
    detail: """
      PLACE is REPO[@REV]:PATH:LINE:COLUMN (from 1, columns in bytes), PATH:LINE:COLUMN of a file here, a symbol as \
      an index writes it, or a name such as search or Searcher.search. Answers are exact where a compiler's index \
      was imported (alidade scip); where a file changed since, the note says so. Elsewhere they follow names, scopes \
      and imports, the likeliest first, each with its reason.
      """,
    positionals: [Positional("PLACE", .one, "a place in code, a symbol or a name", .path)],
    flags: [type, .docs, .json],
    examples: [
      Example(command: "alidade def Sources/Search/Searcher.swift:20:15", meaning: "the name at a place"),
      Example(
        command: "alidade def Searcher.open --docs", meaning: "a name, with declaration and documentation"),
    ],
    run: run)

  private static let type = Flag("type", summary: "where the type of the name is defined")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let tools = try NavigationTools(arguments, session)
    switch try tools.subject(arguments.positionals[0]) {
    case .position(let position):
      if arguments.has(type) { return tools.printer.print(try tools.navigator.typeDefinition(at: position)) }
      return tools.printer.print(try tools.joint.answer(.definition, at: position))
    case .symbol(let symbol): return tools.printer.print(try tools.navigator.definition(of: symbol))
    case .name(let name):
      let exact = try tools.merged(try tools.symbols(named: name)) { try $0.definition(of: $1) }
      return tools.printer.print(try tools.answer(exact) { try $0.definition(named: name) })
    }
  }
}

extension Flag {
  static let docs = Flag("docs", summary: "with the declaration and its documentation above")
}

/// What the commands of navigation have in common.
struct NavigationTools {
  let searcher: Searcher
  /// Exact answers, and those by name where there are none.
  let joint: JointNavigator
  let printer: NavigationPrinter

  /// Exact answers only.
  var navigator: Navigator { joint.exact }

  /// Symbols of one name that are looked into: more have no one meaning.
  static let namesakesMax = 200

  init(_ arguments: Arguments, _ session: Session) throws {
    searcher = try openIndex(session)
    let store = try NavigationStore.open(dataFolder: session.dataFolder)
    for failure in store.failures { session.warn(failure) }
    joint = JointNavigator(searcher, store: store) { [dataFolder = session.dataFolder] in
      NameFileCache(
        analyzer: SyntaxAnalyzer(
          grammarFolder: findGrammarFolder(dataFolder: dataFolder), workerCount: processorCount()))
    }
    printer = NavigationPrinter(arguments, session, searcher.repositories)
  }

  /// `exact` where a compiler knows the name, else what names tell.
  func answer(
    _ exact: NavigationAnswer, byName: (NameNavigator) throws -> NavigationAnswer
  ) throws -> NavigationAnswer {
    guard !exact.isFound, exact.symbols.isEmpty, let names = joint.names else { return exact }
    return try byName(names)
  }

  func subject(_ text: String) throws -> NavigationSubject {
    try NavigationSubject(text, searcher.repositories)
  }

  /// Symbols whose qualified name is, or ends with, `name`; exact case wins over any other.
  func symbols(named name: String) throws -> [String] {
    let steps = name.split(separator: ".").map(String.init)
    guard let last = steps.last else { throw UsageError("the name is empty") }
    var found = try navigator.symbols(named: last, isPrefix: false, limit: Self.namesakesMax).map(\.summary)
    if found.isEmpty {
      found = try navigator.symbols(named: last, isPrefix: false, areDefined: false, limit: Self.namesakesMax)
        .map(\.summary)
    }
    func matches(_ summary: SymbolSummary, _ fold: (String) -> String) -> Bool {
      let own = summary.qualifiedName.split(separator: ".").map { fold(String($0)) }
      return own.suffix(steps.count).elementsEqual(steps.map(fold))
    }
    let exact = found.filter { matches($0) { $0 } }
    return (exact.isEmpty ? found.filter { matches($0) { $0.lowercased() } } : exact).map(\.symbol)
  }

  /// The answers for several symbols as one.
  func merged(
    _ symbols: [String], _ ask: (Navigator, String) throws -> NavigationAnswer
  ) throws -> NavigationAnswer {
    var whole = NavigationAnswer()
    for symbol in symbols {
      let answer = try ask(navigator, symbol)
      whole.symbols += answer.symbols
      whole.locations += answer.locations
      whole.total += answer.total
      whole.notes += answer.notes.filter { !whole.notes.contains($0) }
    }
    return whole
  }
}
