import Containers
import QueryEngine
import Search
import Syntax

/// `alidade symbols`.
enum SymbolsCommand {
  static let command = Command(
    name: "symbols",
    summary: "find declarations by name",
    detail: """
      NAME is the whole name, with what it belongs to before it if that matters: run, Engine.run, engine::Engine. \
      run* finds names that begin so, *run* those that hold it, /run.*/ those that a regular expression finds. Case \
      counts with --case-sensitive only. FILTERS are those of a search: repo:, rev:, file:, lang:, and words that \
      the file must hold. Lines have the place, the kind and the name, with tabs between in a pipe.
      """,
    positionals: [
      Positional("NAME", .one, "the name, name*, *name* or /expression/"),
      Positional("FILTERS", .any, "where to look, as in a search"),
    ],
    flags: [kinds, .caseSensitive, .limit, .json],
    examples: [
      Example(command: "alidade symbols schedule lang:c", meaning: "where schedule is declared"),
      Example(command: "alidade symbols 'Engine.*' --kind method", meaning: "the methods of Engine"),
    ],
    run: run)

  private static let kinds = Flag(
    "kind", short: "k", value: FlagValue(placeholder: "KIND", kind: .choice(kindNames)), repeatable: true,
    summary: "only symbols of this kind",
    detail: "May be given several times. Without it every kind is found.")

  private static let kindNames = SymbolKind.allCases.filter { $0 != .other }.map(\.name)

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let name = arguments.positionals.first ?? ""
    let filters = arguments.positionals.dropFirst().joined(separator: " ")
    var query = symbolQuery(name)
    guard !query.text.isEmpty || query.container != nil else {
      throw UsageError("a name is missing", fix: "alidade symbols NAME, for example: alidade symbols main")
    }
    query.isCaseSensitive = arguments.has(.caseSensitive)
    query.kinds = Set(arguments.all(kinds).compactMap { SymbolKind(name: $0) })
    query.limit = arguments.integer(.limit) ?? query.limit
    let searcher = try openIndex(session)
    if !filters.isEmpty { query.filter = try withQuery(filters) { try Query(parsing: filters) } }
    let answer = try withQuery(query.match == .regex ? query.text : filters) { try searcher.symbols(query) }
    let links = ResultLinks(.none, searcher.repositories)
    for hit in answer.hits where session.output.isOpen {
      if arguments.has(.json) {
        session.output.write(json(hit, links).line)
      } else {
        session.output.write(line(hit, session))
      }
    }
    if answer.hits.count < answer.total {
      session.note(
        "the best \(formatted(answer.hits.count)) of \(formatted(answer.total)); --limit gives more")
    }
    for note in answer.notes { session.warn(note) }
    return answer.hits.isEmpty ? .nothing : .found
  }

  /// `name*`, `*name*`, `/expression/` or a whole name.
  static func symbolQuery(_ text: String) -> SymbolQuery {
    if text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") {
      return SymbolQuery(String(text.dropFirst().dropLast()), match: .regex)
    }
    if text.count > 2, text.hasPrefix("*"), text.hasSuffix("*") {
      return SymbolQuery(String(text.dropFirst().dropLast()), match: .substring)
    }
    if text.hasSuffix("*") {
      // `Type.*` has an empty beginning: all that belongs to the type.
      let beginning = String(text.dropLast())
      guard beginning.hasSuffix(".") || beginning.hasSuffix("::") else {
        return SymbolQuery(parsing: beginning, match: .prefix)
      }
      var query = SymbolQuery("", match: .prefix)
      query.container = String(beginning.dropLast(beginning.hasSuffix(".") ? 1 : 2))
      return query
    }
    return SymbolQuery(parsing: text)
  }

  private static func line(_ hit: SymbolHit, _ session: Session) -> [UInt8] {
    var line: [UInt8] = []
    let style = session.style
    let gap = session.isOutputTerminal ? Array("  ".utf8) : [UInt8(ascii: "\t")]
    style.appendSafely(LineWriter.name(hit.placement)[...], .path, to: &line)
    line.append(UInt8(ascii: ":"))
    style.append("\(hit.symbol.line):\(hit.symbol.column + 1)".utf8, .lineNumber, to: &line)
    line += gap
    style.append(hit.symbol.kind.name.utf8, .dim, to: &line)
    line += gap
    if !hit.containers.isEmpty { style.appendSafely(Array("\(hit.container).".utf8), to: &line) }
    style.appendSafely(Array(hit.symbol.name.utf8)[...], .match, to: &line)
    line += gap
    style.appendSafely(Array(hit.text.utf8), to: &line)
    line.append(UInt8(ascii: "\n"))
    return line
  }

  private static func json(_ hit: SymbolHit, _ links: ResultLinks) -> JSON {
    [
      "repo": .string(hit.placement.repository), "rev": .string(hit.placement.revision),
      "commit": .optional(hit.placement.commit?.hex), "path": .text(hit.placement.path),
      "line": .integer(hit.symbol.line), "column": .integer(hit.symbol.column),
      "first_line": .integer(hit.symbol.lines.lowerBound), "last_line": .integer(hit.symbol.lines.upperBound),
      "kind": .string(hit.symbol.kind.name), "name": .string(hit.symbol.name),
      "container": .optional(hit.containers.isEmpty ? nil : hit.container),
      "language": .optional(hit.language?.name), "blob": .string(hit.blob.hex),
      "copies": .integer(hit.copyCount), "text": .string(hit.text),
      "url": .optional(links.url(hit.placement, line: hit.symbol.line)),
    ]
  }
}
