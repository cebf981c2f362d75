import QueryEngine
import Search
import WebUI

extension Site {
  /// `/explain?q=`, with `&repo=&path=` also why that file is or is not a result.
  func explain(_ visit: Visit) async throws -> Reply {
    let text = visit.target["q"] ?? ""
    let context = visit.context(queryText: text)
    guard text.contains(where: { !$0.isWhitespace }) else {
      return .html(SearchPage.emptyPage(context: context))
    }
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
    } catch {
      return .html(SearchPage.faultPage(.init(query: text, error: error), context: context), status: 400)
    }
    guard let service = index.service else { return visit.noIndex() }
    if let fault = try await fault(of: query, service) {
      return .html(SearchPage.faultPage(.init(query: text, error: fault), context: context), status: 400)
    }
    guard let pass = await turn(visit) else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    defer { pass.release() }
    let request = SearchRequest(query: query.limitedInTime)
    var file: (repository: String, path: String)?
    if let repository = visit.target["repo"], let path = visit.target["path"] { file = (repository, path) }
    let asked = file
    let trace = try await runLong { try service.explain(request, file: asked) }
    let page = ExplainPage(query: text, trace: trace, file: file)
    return .html(page.view(context: context))
  }
}
