import Containers
import Navigation
import Search
import WebUI

/// Names of what an occurrence does, in the order of the documentation.
let navigationRoles: [(role: SymbolRoles, name: String)] = [
  (.definition, "definition"), (.forwardDefinition, "declaration"), (.import, "import"), (.write, "write"),
  (.read, "read"), (.generated, "generated"), (.test, "test"),
]

extension Site {
  /// `/api/v1/repos/{repo}/-/definition` and its kin.
  func navigation(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let name = call.arguments.text("repo")
    let revision = call.arguments["rev"]
    let position = CodePosition(
      repository: name, revision: revision, path: call.arguments.text("path"),
      line: call.arguments.integer("line"), column: call.arguments.integer("column"))
    let question: NavigationQuestion =
      switch call.operation.id {
      case .getReferences: .references(limit: call.arguments.integer("limit"))
      case .getImplementations: .implementations
      case .getHover: .hover
      default: .definition
      }
    return try await run {
      // Only to know that it is there: a file that does not exist has no answer either way.
      let content = try service.content(repository: name, revision: revision, path: position.path)
      let answer = try self.navigator(service).answer(question, at: position)
      let place = IndexedRevision(content.placement.revision, commit: content.placement.commit)
      return call.reply { json in
        APIAnswer.write(repository: name, place, to: &json)
        json.member("path", position.path)
        APIAnswer.write(answer, service.repositories, to: &json)
      }
    }
  }
}

extension Site {
  /// `/api/v1/repos/{repo}/-/callers` and `callees`.
  func navigationCalls(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let name = call.arguments.text("repo")
    let position = CodePosition(
      repository: name, revision: call.arguments["rev"], path: call.arguments.text("path"),
      line: call.arguments.integer("line"), column: call.arguments.integer("column"))
    let isCallee = call.operation.id == .getCallees
    return try await run {
      let content = try service.content(repository: name, revision: position.revision, path: position.path)
      let groups = try self.navigator(service).calls(at: position, isCallee: isCallee)
      let place = IndexedRevision(content.placement.revision, commit: content.placement.commit)
      return call.reply { json in
        APIAnswer.write(repository: name, place, to: &json)
        json.member("path", position.path)
        json.key("functions")
        json.array { json in
          for group in groups { json.object { APIAnswer.write(group, service.repositories, to: &$0) } }
        }
      }
    }
  }
}

extension APIAnswer {
  /// The members of `NavigationAnswer` behind the file.
  static func write(
    _ answer: NavigationAnswer, _ repositories: [RepositoryInfo], to json: inout JSONWriter
  ) {
    if let precision = answer.precision { json.member("precision", name(of: precision)) }
    json.key("symbols")
    json.array { json in
      for symbol in answer.symbols { json.object { write(symbol, to: &$0) } }
    }
    json.key("locations")
    json.array { json in
      for location in answer.locations { json.object { write(location, repositories, to: &$0) } }
    }
    json.member("total", answer.total)
    json.member("notes", texts: answer.notes)
  }

  /// The members of `NavigationCall`.
  static func write(_ group: CallGroup, _ repositories: [RepositoryInfo], to json: inout JSONWriter) {
    if let symbol = group.symbol {
      json.key("symbol")
      json.object { write(symbol, to: &$0) }
    }
    if let definition = group.definition {
      json.key("definition")
      json.object { write(definition, repositories, to: &$0) }
    }
    json.key("calls")
    json.array { json in
      for place in group.calls { json.object { write(place, repositories, to: &$0) } }
    }
  }

  private static func write(_ symbol: SymbolSummary, to json: inout JSONWriter) {
    json.member("symbol", symbol.symbol)
    json.member("name", symbol.name)
    json.member("qualifiedName", symbol.qualifiedName)
    json.member("kind", symbol.kind)
    json.member("isLocal", symbol.isLocal)
    json.member("signature", symbol.signature)
    json.member("documentation", texts: symbol.documentation)
    json.member("package", symbol.packageName)
    json.member("packageVersion", symbol.packageVersion)
    json.member("tool", symbol.tool)
  }

  private static func write(
    _ location: CodeLocation, _ repositories: [RepositoryInfo], to json: inout JSONWriter
  ) {
    let known = repositories.first { $0.name == location.repository }?.revisions.first
    let revision = location.revision ?? known?.name ?? ""
    write(
      repository: location.repository, IndexedRevision(revision, commit: location.commit), to: &json)
    json.member("path", location.path)
    let place = PlacementName(
      repository: location.repository, path: Array(location.path.utf8), revision: revision,
      isDefaultRevision: location.revision == nil, commit: location.commit)
    json.member("url", Links.file(place, line: location.line))
    json.member("line", location.line)
    json.member("column", location.columns.lowerBound)
    json.member("endColumn", location.columns.upperBound)
    if let text = location.text { json.member("text", text, bytesName: "bytes") }
    json.member("roles", texts: navigationRoles.filter { location.roles.contains($0.role) }.map(\.name))
    json.member("precision", name(of: location.precision))
    if case .stale(let commit) = location.precision { json.member("indexedAt", commit.hex) }
    if !location.reason.isEmpty { json.member("reason", location.reason) }
  }

  private static func name(of precision: Precision) -> String {
    switch precision {
    case .exact: "exact"
    case .stale: "stale"
    case .byName: "byName"
    }
  }
}
