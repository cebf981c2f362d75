import QueryEngine
import Search
import WebUI

extension Site {
  /// `/search.atom?q=`: the newest or best results as an Atom feed, for programs that look again and again.
  func searchFeed(_ visit: Visit) async throws -> Reply {
    let text = visit.target["q"] ?? ""
    guard text.contains(where: { !$0.isWhitespace }) else {
      return visit.fault(400, "A feed needs a query", "Add it as q=, as on the page of results.")
    }
    let query: Query
    do throws(QueryError) {
      query = try Query(parsing: text)
    } catch {
      return .html(
        SearchPage.faultPage(.init(query: text, error: error), context: visit.context(queryText: text)),
        status: 400)
    }
    guard let service = index.service else { return visit.noIndex() }
    if let fault = try await fault(of: query, service) {
      return .html(
        SearchPage.faultPage(.init(query: text, error: fault), context: visit.context(queryText: text)),
        status: 400)
    }
    guard let pass = await turn(visit) else {
      metrics.add(1, to: .rejectedSearches)
      return visit.busy()
    }
    defer { pass.release() }
    var request = SearchRequest(query: query.limitedInTime)
    // More than a feed holds is neither found nor kept.
    request.query.settings.count = .default
    request.fileLimit = ServerLimits.feedEntries
    request.linesPerFile = ServerLimits.feedLines
    request.matchLimit = ServerLimits.feedEntries * ServerLimits.feedLines
    var files: [FileMatch] = []
    for try await event in service.events(request) {
      if case .files(let found) = event { files += found }
    }
    var times: [String: Int] = [:]
    for repository in service.repositories {
      for revision in repository.revisions {
        // Of a folder and of some tags only the time of indexing is known.
        let time = revision.time > 0 ? revision.time : repository.indexedAt
        times["\(repository.name)@\(revision.name)"] = time
      }
    }
    let feed = SearchFeed(
      query: text, version: configuration.version, updated: service.status.indexedAt,
      entries: files.prefix(ServerLimits.feedEntries).map { file in
        let place = file.placement
        return SearchFeed.Entry(match: file, updated: times["\(place.repository)@\(place.revision)"] ?? 0)
      })
    return Reply(
      status: 200,
      headers: [
        ("Content-Type", "application/atom+xml; charset=utf-8"), ("Cache-Control", "private, no-cache"),
      ],
      body: .bytes(feed.document.bytes))
  }
}
