import Containers
import QueryEngine
import Search
import WebUI

extension Site {
  /// `/api/v1/status`
  func status(_ call: APICall, _ service: any SearchService) -> Reply {
    let status = service.status
    let symbols = status.symbols
    let version = configuration.version
    let now = now()
    return call.reply { json in
      json.member("version", version)
      json.member("generation", status.generation)
      json.member("indexedAt", Format.timestamp(status.indexedAt))
      json.member("indexAgeSeconds", max(0, now - status.indexedAt))
      json.member("repositories", service.repositories.count)
      json.member("documents", status.documents)
      json.member("textBytes", status.textBytes)
      json.member("indexBytes", status.indexBytes)
      json.member("segments", status.segments)
      json.member("damagedSegments", status.failures.count)
      json.member("searchesRunning", gate.count)
      json.member("symbols", symbols.symbols)
      json.member("filesByGrammar", symbols.byGrammar)
      json.member("filesByLexer", symbols.byLexer + symbols.tooLarge + symbols.failed)
      json.member("filesWithoutSymbols", symbols.filesWithout)
    }
  }

  /// `/api/v1/explain?q=&repo=&path=`
  func explanation(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let text = call.arguments.text("q")
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
    } catch {
      return call.visit.problem(fault: error)
    }
    if let fault = try await fault(of: query, service) { return call.visit.problem(fault: fault) }
    var file: (repository: String, path: String)?
    switch (call.arguments["repo"], call.arguments["path"]) {
    case (let repository?, let path?): file = (repository, path)
    case (nil, nil): break
    default:
      let message = "repo and path go together"
      return call.visit.problem(
        .badParameter, detail: message, errors: [.init(parameter: "path", message: message)])
    }
    guard let pass = await turn(call.visit) else {
      metrics.add(1, to: .rejectedSearches)
      return call.visit.busy()
    }
    defer { pass.release() }
    let asked = file
    let request = SearchRequest(query: query.limitedInTime)
    let trace = try await runLong { try service.explain(request, file: asked) }
    return call.reply { APIAnswer.write(trace, to: &$0) }
  }

  /// `/api/v1/resolve?remote=&path=&line=&rev=`: where a clone's file is here.
  func resolution(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let remote = call.arguments.text("remote")
    guard let found = RemoteMatch(remote, in: service.repositories.map(\.name)) else {
      return call.visit.problem(
        .notFound, detail: "no indexed repository belongs to that remote, or it is not visible to you")
    }
    let repository = service.repositories.first { $0.name == found.name }
    let revision = call.arguments["rev"]
    let known = repository?.revisions ?? []
    let place =
      revision.map { wanted in known.first { $0.name == wanted || $0.commit?.hex == wanted } } ?? known.first
    guard let place else {
      return call.visit.problem(.notFound, detail: "that revision is not indexed")
    }
    let isDefault = place.name == known.first?.name
    var address = Links.repository(found.name, revision: isDefault && revision == nil ? nil : revision)
    if let path = call.arguments["path"] {
      let placement = PlacementName(
        repository: found.name, path: Array(path.utf8), revision: revision ?? place.name,
        isDefaultRevision: revision == nil, commit: place.commit)
      let line = call.arguments.optionalInteger("line")
      _ = try await run {
        // Only to know that it is there: a page that does not exist is no answer.
        try service.content(repository: found.name, revision: revision, path: path)
      }
      address = Links.file(placement, line: line)
    }
    let url = address
    return call.reply { json in
      APIAnswer.write(repository: found.name, place, to: &json)
      json.member("url", url)
      json.member("match", found.closeness.rawValue)
    }
  }
}

extension APIAnswer {
  /// The members of `Explanation`.
  static func write(_ trace: Explanation, to json: inout JSONWriter) {
    json.member("query", trace.query)
    json.key("plans")
    json.array { json in
      for plan in trace.atoms {
        json.object { json in
          json.member("segment", plan.segment)
          json.member("pattern", plan.pattern)
          json.member("blocks", plan.blockCount)
          json.member("estimate", plan.estimate)
          json.member("isScan", plan.isScan)
          json.key("lists")
          json.array { json in
            for list in plan.lists {
              json.object { json in
                json.member("gram", list.gram)
                json.member("blocks", list.blocks)
                json.member("isUsed", list.isUsed)
              }
            }
          }
        }
      }
    }
    json.key("stages")
    json.array { json in
      for stage in trace.stages {
        json.object { json in
          json.member("name", stage.name)
          json.member("count", stage.count)
        }
      }
    }
    json.key("planningMilliseconds")
    json.value(trace.statistics.planning)
    json.key("elapsedMilliseconds")
    json.value(trace.statistics.elapsed)
    json.member("file", texts: trace.fileVerdict)
  }
}
