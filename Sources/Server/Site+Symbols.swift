import QueryEngine
import Search
import WebUI

extension Site {
  /// `/r/{repo}@{rev}/-/symbols?q=&after=`
  func symbols(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    let name = address.repository
    let text = visit.target["q"] ?? ""
    if let moved = visit.otherRevision({ Links.symbols(name, revision: $0, query: text) }) { return moved }
    let found = try await lookUp {
      let listing = try service.tree(repository: name, revision: address.revision, path: [])
      return try service.head(listing.placement, isIndexed: listing.isIndexed, isFolder: true)
    }
    guard let head = found else { return visit.notFound(suggestedQuery: Self.lastPart(name)) }
    var page = SymbolsPage(head: head, text: text)
    do throws(QueryError) {
      let query = try Query(parsing: page.query)
      page.isContinued = visit.target["after"] != nil
      guard let pass = await turn(visit) else {
        metrics.add(1, to: .rejectedSearches)
        return visit.busy()
      }
      defer { pass.release() }
      var request = Self.searchRequest(symbolRequest(page.query), query)
      request.cursor = visit.target["after"].flatMap { SearchCursor($0) }
      page.result = try await collect(request, service)
    } catch {
      page.fault = error
    }
    let (drawn, context) = (page, visit.context())
    return .html(try await run { drawn.view(context: context) }, status: page.fault == nil ? 200 : 400)
  }

  private func symbolRequest(_ query: String) -> SearchPage.Request {
    var page = SearchPage.Request(query: query)
    page.unit = .symbol
    page.contextLines = 0
    return page
  }

  private func collect(_ request: SearchRequest, _ service: any SearchService) async throws(QueryError)
    -> SearchResult
  {
    var result = SearchResult()
    do {
      for try await event in service.events(request) {
        switch event {
        case .files(let files): result.files += files
        case .progress: break
        case .done(let summary): result.summary = summary
        }
      }
    } catch let error as SearchError {
      if case .query(let fault) = error.kind { throw fault }
      result.summary.notes.append("the search failed: \(error)")
    } catch {
      result.summary.notes.append("the search was cut short")
    }
    return result
  }
}
