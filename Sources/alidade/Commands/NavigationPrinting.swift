import Containers
import Navigation
import Platform
import Search

/// What `def` and `refs` are asked about.
enum NavigationSubject {
  case position(CodePosition)
  /// A symbol's text, as an index writes it.
  case symbol(String)
  /// A name, with the names of what it is part of in front: `Searcher.search`.
  case name(String)

  /// Reads `REPO[@REV]:PATH:LINE:COL`, a path of a file here with `:LINE:COL`, a symbol's text or a name.
  init(_ text: String, _ repositories: [RepositoryInfo]) throws {
    if let position = try Self.position(text, repositories) {
      self = .position(position)
    } else if SymbolText(parsing: text) != nil {
      self = .symbol(text)
    } else if text.contains(":") {
      throw UsageError(
        "\(text) is neither a place nor a name",
        fix: "Write it as REPO:PATH:LINE:COLUMN, as search --vimgrep counts.")
    } else {
      self = .name(text)
    }
  }

  private static func position(_ text: String, _ repositories: [RepositoryInfo]) throws -> CodePosition? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, let column = Int(parts[parts.count - 1]), let line = Int(parts[parts.count - 2])
    else { return nil }
    guard line >= 1, column >= 1 else { throw UsageError("\(text): lines and columns count from 1") }
    let front = parts.dropLast(2).joined(separator: ":")
    if let local = localFile(front, repositories) {
      return CodePosition(repository: local.name, path: local.path, line: line, column: column - 1)
    }
    let place = try Place(front, repositories)
    return CodePosition(
      repository: place.repository, revision: place.revision, path: place.path, line: line, column: column - 1
    )
  }

  /// A file on this machine that belongs to an indexed folder.
  private static func localFile(
    _ path: String, _ repositories: [RepositoryInfo]
  ) -> (name: String, path: String)? {
    guard let real = realPath(path), fileStatus(real)?.kind == .file else { return nil }
    for repository in repositories {
      guard let folder = realPath(repository.location), real.hasPrefix(folder + "/") else { continue }
      return (repository.name, String(real.dropFirst(folder.count + 1)))
    }
    return nil
  }
}

/// Writes places of symbols, for people, pipes and programs.
struct NavigationPrinter {
  let session: Session
  let hasJSON: Bool
  let showsDocumentation: Bool
  private let repositories: [RepositoryInfo]

  init(_ arguments: Arguments, _ session: Session, _ repositories: [RepositoryInfo]) {
    self.session = session
    self.repositories = repositories
    hasJSON = arguments.has(.json)
    showsDocumentation = arguments.has(.docs)
  }

  /// Writes an answer; whether there was a place.
  func print(_ answer: NavigationAnswer) -> ExitCode {
    if hasJSON {
      for symbol in answer.symbols { session.output.write(json(symbol).line) }
      for location in answer.locations { session.output.write(json(location).line) }
      let notes = answer.notes.map { JSON.string($0) }
      let summary: JSON = [
        "type": "summary",
        "data": [
          "found": .integer(answer.total), "shown": .integer(answer.locations.count), "notes": .array(notes),
        ],
      ]
      session.output.write(summary.line)
      return answer.isFound ? .found : .nothing
    }
    if showsDocumentation { for symbol in answer.symbols { describe(symbol) } }
    for location in answer.locations where session.output.isOpen { write(location) }
    remark(answer)
    return answer.isFound ? .found : .nothing
  }

  /// `repo:path:line:column:text`: what can be given to `def`, `refs` and `show` again.
  func write(_ location: CodeLocation, indent: String = "") {
    var line = Array(indent.utf8)
    let style = session.style
    style.appendSafely(Array(name(location).utf8)[...], .path, to: &line)
    line.append(UInt8(ascii: ":"))
    style.append("\(location.line)".utf8, .lineNumber, to: &line)
    line += ":\(location.columns.lowerBound + 1):".utf8
    let text = location.text ?? []
    let columns = location.columns.clamped(to: 0..<text.count)
    style.appendSafely(text[..<columns.lowerBound], to: &line)
    style.appendSafely(text[columns], .match, to: &line)
    style.appendSafely(text[columns.upperBound...], to: &line)
    if !location.reason.isEmpty, session.isOutputTerminal {
      style.append("  \(location.reason)".utf8, .dim, to: &line)
    }
    session.output.write(line + [UInt8(ascii: "\n")])
  }

  private func name(_ location: CodeLocation) -> String {
    let info = repositories.first { $0.name == location.repository }
    let isDefault =
      location.revision == nil || location.revision == info?.revisions.first?.name
      || location.commit != nil && location.commit == info?.revisions.first?.commit
    let revision = isDefault ? "" : "@" + (location.revision ?? "")
    return location.repository + revision + ":" + location.path
  }

  /// The declaration and its documentation, above the places.
  func describe(_ symbol: SymbolSummary) {
    var text: [UInt8] = []
    let signature = symbol.signature.isEmpty ? symbol.qualifiedName : symbol.signature
    session.style.append("\(symbol.kind) ".utf8, .dim, to: &text)
    session.style.appendSafely(Array(signature.utf8), keepsNewlines: true, to: &text)
    text.append(UInt8(ascii: "\n"))
    for paragraph in symbol.documentation {
      let lines = paragraph.split(separator: "\n", omittingEmptySubsequences: false)
      for line in lines {
        session.style.appendSafely(Array(("  " + line).utf8), to: &text)
        text.append(UInt8(ascii: "\n"))
      }
    }
    session.output.write(text)
  }

  /// How sure the answer is, and what is missing.
  func remark(_ answer: NavigationAnswer) {
    for note in answer.notes { session.note(note) }
    if answer.precision == .byName {
      remarkByName()
    } else if let tool = answer.symbols.first?.tool, answer.isFound {
      session.note("exact, from a compiler's index" + (tool.isEmpty ? "" : " made by \(tool)"))
    }
    remarkStale(answer.locations)
    if answer.total > answer.locations.count {
      session.note(
        "first \(formatted(answer.locations.count)) of \(formatted(answer.total)); --limit gives more")
    }
  }

  /// Answers that no compiler gave.
  func remarkByName() {
    session.note("by name: no imported index knows it; the likeliest comes first")
  }

  /// Places in files that changed since the index was made.
  func remarkStale(_ locations: [CodeLocation]) {
    var commits: [ObjectID: Int] = [:]
    for location in locations {
      if case .stale(let commit) = location.precision { commits[commit, default: 0] += 1 }
    }
    for (commit, count) in commits.sorted(by: { $0.key < $1.key }) {
      session.warn(
        "\(counted(count, "place")) in files that changed since the index was made at "
          + "\(commit.hex.prefix(12)): lines were followed, new ones are not known")
    }
  }
}

extension NavigationPrinter {
  func json(_ symbol: SymbolSummary) -> JSON {
    [
      "type": "symbol",
      "data": [
        "symbol": .string(symbol.symbol), "name": .string(symbol.name),
        "qualified_name": .string(symbol.qualifiedName), "kind": .string(symbol.kind),
        "local": .boolean(symbol.isLocal), "signature": .string(symbol.signature),
        "documentation": .array(symbol.documentation.map { .string($0) }),
        "package": .string(symbol.packageName), "package_version": .string(symbol.packageVersion),
        "tool": .string(symbol.tool),
      ],
    ]
  }

  func json(_ location: CodeLocation) -> JSON {
    let isDefinition = location.roles.contains(.definition)
    let names: [(SymbolRoles, String)] = [
      (.definition, "definition"), (.import, "import"), (.write, "write"), (.read, "read"),
      (.generated, "generated"), (.test, "test"), (.forwardDefinition, "declaration"),
    ]
    var precision: JSON = "exact"
    var indexedAt = location.commit?.hex
    switch location.precision {
    case .exact: break
    case .stale(let commit): (precision, indexedAt) = ("stale", commit.hex)
    case .byName: (precision, indexedAt) = ("byName", nil)
    }
    var data: [(String, JSON)] = [
      ("repo", .string(location.repository)),
      ("rev", .optional(location.revision)),
      ("commit", .optional(location.commit?.hex)),
      ("path", .string(location.path)),
      ("line_number", .integer(location.line)),
      ("column", .integer(location.columns.lowerBound)),
      ("end_column", .integer(location.columns.upperBound)),
      ("lines", location.text.map { .text($0) } ?? .null),
      ("roles", .array(names.filter { location.roles.contains($0.0) }.map { .string($0.1) })),
      ("precision", precision),
      ("indexed_at", .optional(indexedAt)),
      ("symbol", .string(location.symbol)),
    ]
    if !location.reason.isEmpty { data.append(("reason", .string(location.reason))) }
    return ["type": isDefinition ? "definition" : "reference", "data": .object(data)]
  }
}
