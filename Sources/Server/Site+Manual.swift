import QueryEngine
import Search
import WebUI

extension Site {
  /// `/how-it-works/{topic}?q=`
  func howItWorks(_ topic: String?, _ visit: Visit) async throws -> Reply {
    let chosen = topic.flatMap(Topic.init)
    if topic != nil, chosen == nil { return visit.notFound() }
    let asked = visit.target["q"].flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
    var page = HowItWorksPage(topic: chosen, query: asked ?? Topic.defaultQueries[0])
    guard let service = index.service else { return .html(page.view(context: visit.context())) }
    guard let pass = await gate.enter() else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    defer { pass.release() }
    page.layout = try await run { service.layout }
    do {
      let trace = try await run { try Self.trace(asked, service) }
      page.query = trace.query
      page.trace = trace
    } catch let error as SearchError {
      guard case .query(let fault) = error.kind else { throw error }
      page.fault = fault
    }
    return .html(page.view(context: visit.context()), status: page.fault == nil ? 200 : 400)
  }

  /// The trace of what was asked for, or of the first of some queries that finds anything here.
  private static func trace(_ asked: String?, _ service: any SearchService) throws -> SearchTrace {
    if let asked { return try service.trace(asked) }
    var trace: SearchTrace?
    for query in Topic.defaultQueries {
      let tried = try service.trace(query)
      if tried.statistics.matchedFiles > 0 { return tried }
      trace = trace ?? tried
    }
    // There is at least one default.
    return try trace ?? service.trace(Topic.defaultQueries[0])
  }

  /// `/benchmarks`
  func benchmarks(_ visit: Visit) async throws -> Reply { visit.notFound() }

  /// `/architecture`
  func architecture(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/docs/…`
  func docs(_ page: String, _ visit: Visit) -> Reply { visit.notFound() }

  /// `/api`
  func apiReference(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/status`
  func status(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/llms.txt`
  func modelIndex(_ visit: Visit) -> Reply { visit.notFound() }

  /// `/.well-known/security.txt`
  func securityContact(_ visit: Visit) -> Reply { visit.notFound() }
}
