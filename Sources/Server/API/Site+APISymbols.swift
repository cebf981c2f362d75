import Containers
import QueryEngine
import Search
import Syntax
import WebUI

extension Site {
  /// `/api/v1/symbols?name=&match=&kind=&filter=`
  func symbols(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    var query: SymbolQuery
    let name = call.arguments.text("name")
    switch call.arguments.text("match") {
    case "prefix": query = SymbolQuery(parsing: name, match: .prefix)
    case "substring": query = SymbolQuery(parsing: name, match: .substring)
    case "regex": query = SymbolQuery(name, match: .regex)
    default: query = SymbolQuery(parsing: name)
    }
    query.isCaseSensitive = call.arguments.text("case") == "yes"
    query.limit = call.arguments.integer("limit")
    if let kind = call.arguments["kind"].flatMap({ SymbolKind(name: $0) }) { query.kinds = [kind] }
    if let filter = call.arguments["q"] {
      do throws(QueryError) {
        query.filter = try Query(parsing: filter)
      } catch {
        return call.visit.problem(fault: error)
      }
    }
    guard let pass = await turn(call.visit) else {
      metrics.add(1, to: .rejectedSearches)
      return call.visit.busy()
    }
    defer { pass.release() }
    let asked = query
    let answer: SymbolAnswer
    do {
      answer = try await run { try service.symbols(asked) }
    } catch let error as SearchError {
      guard case .query(let fault) = error.kind else { throw error }
      return call.visit.problem(fault: fault)
    }
    return call.reply { json in
      json.key("symbols")
      json.array { json in
        for hit in answer.hits { json.object { Self.write(hit, to: &$0) } }
      }
      json.member("total", answer.total)
      json.member("isComplete", answer.isComplete)
      json.member("notes", texts: answer.notes)
    }
  }

  /// `/api/v1/repos/{repo}/-/symbols?rev=&path=`
  func fileSymbols(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let name = call.arguments.text("repo")
    let revision = call.arguments["rev"]
    let path = Array(call.arguments.text("path").utf8)
    let file = try await run {
      try service.documentSymbols(repository: name, revision: revision, path: path)
    }
    let place = IndexedRevision(file.placement.revision, commit: file.placement.commit)
    return call.reply { json in
      APIAnswer.write(repository: name, place, to: &json)
      json.member("path", file.placement.path, bytesName: "pathBytes")
      if let language = file.language { json.member("language", language.name) }
      switch file.origin {
      case .none?: json.member("readBy", "none")
      case .grammar: json.member("readBy", "grammar")
      case .lexer, .tooLarge, .failed: json.member("readBy", "lexer")
      case nil: break
      }
      json.member("isCut", file.isCut)
      json.key("symbols")
      json.array { json in
        for symbol in file.symbols {
          json.object { json in
            Self.write(symbol, Self.containers(of: symbol, in: file.symbols), file.placement, to: &json)
            if let parent = symbol.parent { json.member("parent", parent) }
          }
        }
      }
    }
  }

  /// Names of what a symbol of a file belongs to, outermost first.
  private static func containers(of symbol: Symbol, in symbols: [Symbol]) -> [String] {
    var names = symbol.qualifier.map { [$0] } ?? []
    var parent = symbol.parent
    // Parents have smaller places; deeper ones are of no use.
    for _ in 0..<64 {
      guard let index = parent, symbols.indices.contains(index) else { break }
      names.append(symbols[index].name)
      if let qualifier = symbols[index].qualifier { names.append(qualifier) }
      parent = symbols[index].parent.flatMap { $0 < index ? $0 : nil }
    }
    return names.reversed()
  }

  private static func write(_ hit: SymbolHit, to json: inout JSONWriter) {
    write(hit.symbol, hit.containers, hit.placement, to: &json)
    let place = IndexedRevision(hit.placement.revision, commit: hit.placement.commit)
    APIAnswer.write(repository: hit.placement.repository, place, to: &json)
    json.member("path", hit.placement.path, bytesName: "pathBytes")
    if let language = hit.language { json.member("language", language.name) }
    json.member("text", hit.text)
    json.member("copies", hit.copyCount)
  }

  private static func write(
    _ symbol: Symbol, _ containers: [String], _ placement: PlacementName, to json: inout JSONWriter
  ) {
    json.member("name", symbol.name)
    json.member("kind", symbol.kind.name)
    json.member("line", symbol.line)
    json.member("column", symbol.column)
    json.member("firstLine", symbol.lines.lowerBound)
    json.member("lastLine", symbol.lines.upperBound)
    if !containers.isEmpty { json.member("container", containers.joined(separator: ".")) }
    json.member("url", Links.file(placement, line: symbol.line))
  }
}
