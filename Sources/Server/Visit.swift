import Search
import WebUI

/// One request on its way through the site.
struct Visit: Sendable {
  let request: SiteRequest
  let id: String
  let site: Site
  var target = RequestTarget.empty
  /// True where errors are JSON.
  var isAPI = false

  init(request: SiteRequest, id: String, site: Site) {
    self.request = request
    self.id = id
    self.site = site
  }

  /// What the frame of a page needs. `address` defaults to this request's.
  func context(queryText: String = "") -> PageContext {
    let service = site.index.service
    var context = PageContext(
      address: request.target, version: site.configuration.version,
      indexedAt: service.map { $0.status.indexedAt }, now: site.now())
    context.theme = theme
    context.queryText = queryText
    return context
  }

  /// The theme out of the cookie; anything unexpected is the system's.
  private var theme: PageContext.Theme {
    for part in (request.cookie ?? "").split(separator: ";") {
      let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if pair.count == 2, pair[0] == "theme" {
        return PageContext.Theme(rawValue: String(pair[1])) ?? .system
      }
    }
    return .system
  }

  /// A whole number in `range`; nil when the parameter is missing or something else.
  func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
    target[name].flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
  }
}

extension RequestTarget {
  /// `/` without parameters.
  static let empty = RequestTarget(path: "/", query: "", parameters: [])

  private init(path: String, query: String, parameters: [(name: String, value: String)]) {
    self.path = path
    self.query = query
    self.parameters = parameters
  }
}

extension Visit {
  /// A designed page, or a problem document where programs call.
  func fault(
    _ status: Int, _ title: String, _ detail: String, suggestedQuery: String? = nil,
    nearest: [(name: String, address: String)] = [], offersRetry: Bool = false
  ) -> Reply {
    if isAPI { return problem(.standing(for: status), detail: detail) }
    // An address too long to serve is too long to repeat in the page's links.
    var context = context()
    if request.target.utf8.count > ServerLimits.targetBytes { context.address = "/" }
    let page = ErrorPage(
      status: status, title: title, detail: detail, requestID: id, suggestedQuery: suggestedQuery,
      nearest: nearest,
      offersRetry: offersRetry)
    return .html(page.view(context: context), status: status)
  }

  /// The same for what is missing and what may not be seen, so that private names do not leak.
  func notFound(
    suggestedQuery: String? = nil, nearest: [(name: String, address: String)] = []
  ) -> Reply {
    fault(
      404, "There is nothing here", "The address leads to no page, or to one that is not visible to you.",
      suggestedQuery: suggestedQuery, nearest: nearest)
  }

  /// Too much at once: come again.
  func busy() -> Reply {
    var reply = fault(
      503, "Too many searches are running", "Try again in a moment.", offersRetry: true)
    reply.headers.append(("Retry-After", "1"))
    return reply
  }

  /// Nothing was indexed yet, or the index cannot be read.
  func noIndex() -> Reply {
    if isAPI {
      var reply = problem(.noIndex, detail: site.index.failure ?? "the index is being opened")
      reply.headers.append(("Retry-After", "5"))
      return reply
    }
    let detail =
      site.index.isMissing
      ? "Run “alidade index FOLDER…” on the server. This page works as soon as that is done."
      : "The operator finds the reason at /readyz and with “alidade doctor”."
    var reply = fault(
      503, site.index.isMissing ? "There is no index yet" : "The index cannot be read", detail,
      offersRetry: true)
    reply.headers.append(("Retry-After", "5"))
    return reply
  }

  /// A bug, or a machine in trouble. The log has the reason under the same id.
  func serverFault() -> Reply {
    fault(
      500, "Something broke on our side", "The log of the server has the reason under the number below.",
      offersRetry: true)
  }

  /// What the searcher refused.
  func reply(to error: SearchError) -> Reply {
    switch error.kind {
    case .noIndex: return noIndex()
    case .unknownRepository(let nearest):
      return notFound(nearest: nearest.map { ($0, Links.repository($0)) })
    case .unknownRevision, .unknownFile: return notFound()
    case .query(let fault):
      let query = target["q"] ?? ""
      if isAPI { return problem(fault: fault) }
      return .html(
        SearchPage.faultPage(.init(query: query, error: fault), context: context(queryText: query)),
        status: 400)
    case .busy: return busy()
    case .corrupt, .badSource, .system:
      site.log.fault("\(error)", request: id)
      return serverFault()
    }
  }
}
