import Platform
import Search
import WebUI

/// All pages and machine interfaces, from request to reply, without a transport.
///
/// Nothing here runs on an event loop: `reply(to:)` is called in a task, blocking calls go to ``blocking``.
package final class Site: Sendable {
  let index: IndexHolder
  let metrics = Metrics()
  let gate = SearchGate(limit: ServerLimits.searches)
  let configuration: ServerConfiguration
  /// Seconds since 1970; fixed in tests.
  let now: @Sendable () -> Int
  private let blocking: WorkerPool

  /// A site over the index that `index` holds.
  ///
  /// - Throws: ``PlatformError`` when no thread can be started.
  package init(
    index: IndexHolder, configuration: ServerConfiguration,
    now: @escaping @Sendable () -> Int = { wallClockSeconds() }
  ) throws {
    self.index = index
    self.configuration = configuration
    self.now = now
    blocking = try WorkerPool(
      threads: ServerLimits.blockingThreads, queueLimit: ServerLimits.blockingQueue, name: "serve")
  }

  /// Runs something that may wait for a disk on the site's own threads.
  func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await blocking.run(body)
  }

  /// The reply to `request`, with the headers every reply has. Never throws: a fault is a page.
  package func reply(to request: SiteRequest, id: String) async -> Reply {
    let start = ContinuousClock.now
    var (reply, label) = await route(request, id: id)
    let own = Set(reply.headers.map(\.name))
    reply.headers += Reply.securityHeaders.filter { !own.contains($0.0) }.map { (name: $0.0, value: $0.1) }
    reply.headers.append(("X-Request-Id", id))
    if reply.closesConnection { reply.headers.append(("Connection", "close")) }
    if request.method == "HEAD", case .stream(let queue) = reply.body { queue.cancel() }
    let method = ["GET", "HEAD"].contains(request.method) ? request.method : "other"
    metrics.observe(
      .now - start, in: .requestDuration,
      labels: [("method", method), ("route", label), ("code", String(reply.status))])
    return reply
  }

  private func route(_ request: SiteRequest, id: String) async -> (Reply, label: String) {
    var visit = Visit(request: request, id: id, site: self)
    visit.isAPI = request.target.hasPrefix("/api/v1/")
    if request.target.utf8.count > ServerLimits.targetBytes {
      let limit = Format.bytes(ServerLimits.targetBytes)
      return (
        visit.fault(414, "That address is too long", "At most \(limit) are read. Shorten the query."), "other"
      )
    }
    do throws(RequestTarget.Fault) {
      visit.target = try RequestTarget(request.target)
    } catch {
      return (
        visit.fault(
          400, "That address cannot be read", "It holds a broken % escape or bytes that are not UTF-8."),
        "other"
      )
    }
    guard let route = Route(path: visit.target.path) else {
      return (visit.notFound(), "other")
    }
    if let refused = refuse(visit) { return (refused, route.label) }
    do {
      return (try await answer(route, visit), route.label)
    } catch let error as SearchError {
      return (visit.reply(to: error), route.label)
    } catch {
      if let error = error as? PlatformError, case .busy = error.kind { return (visit.busy(), route.label) }
      configuration.onLogLine("request \(id) \(route.label): \(error)")
      return (visit.serverFault(), route.label)
    }
  }

  /// What holds for every route.
  private func refuse(_ visit: Visit) -> Reply? {
    if request(visit.request, isFromForeignHost: configuration) {
      var reply = visit.fault(
        421, "This server does not answer to that name",
        "It listens on \(configuration.host) only. A proxy in front of it has to send that as the Host.")
      reply.closesConnection = true
      return reply
    }
    if visit.request.hasLargeBody {
      var reply = visit.fault(413, "Too much was sent", "No page takes more than an address.")
      reply.closesConnection = true
      return reply
    }
    if !["GET", "HEAD"].contains(visit.request.method) {
      var reply = visit.fault(405, "Pages are only read here", "Use GET or HEAD.")
      reply.headers.append(("Allow", "GET, HEAD"))
      return reply
    }
    return nil
  }

  /// True when the site is reachable from this machine only and the request was meant for another name.
  private func request(_ request: SiteRequest, isFromForeignHost configuration: ServerConfiguration) -> Bool {
    let loopback = ["localhost", "127.0.0.1", "::1"]
    guard loopback.contains(configuration.host), let host = request.host else { return false }
    var name = host[...]
    if name.hasPrefix("["), let end = name.firstIndex(of: "]") {
      name = name[..<end].dropFirst()
    } else if let colon = name.lastIndex(of: ":") {
      name = name[..<colon]
    }
    return !(loopback + configuration.publicNames).contains(name.lowercased())
  }

  private func answer(_ route: Route, _ visit: Visit) async throws -> Reply {
    switch route {
    case .landing: try await landing(visit)
    case .search: try await search(visit)
    case .searchFeed: try await searchFeed(visit)
    case .repositories: repositories(visit)
    case .explain: try await explain(visit)
    case .theme: theme(visit)
    case .repository(let name, let revision): try await repository(name, revision: revision, visit)
    case .tree(let address): try await tree(address, visit)
    case .file(let address): try await file(address, visit)
    case .raw(let address): try await raw(address, visit)
    case .blame(let address): try await blame(address, visit)
    case .commits(let address): try await commits(address, visit)
    case .commit(let address): try await commit(address, visit)
    case .compare(let address): try await compare(address, visit)
    case .howItWorks(let topic): try await howItWorks(topic, visit)
    case .benchmarks: try await benchmarks(visit)
    case .architecture: architecture(visit)
    case .docs(let page): docs(page, visit)
    case .apiReference: apiReference(visit)
    case .status: status(visit)
    case .asset(let address): asset(address, visit)
    case .openSearch: openSearch(visit)
    case .modelIndex: modelIndex(visit)
    case .securityContact: securityContact(visit)
    case .live: .text("{\"status\":\"ok\"}\n", type: "application/json")
    case .ready: ready()
    case .metrics: metricsReply()
    case .api(let route): try await api(route, visit)
    }
  }
}
