import Diagnosis
import History
import Navigation
import Platform
import Search
import Synchronization
import WebUI

/// All pages and machine interfaces, from request to reply, without a transport.
///
/// Nothing here runs on an event loop: `reply(to:)` is called in a task on ``serving``, calls that wait for a
/// disk or a process go to ``blocking``, of which there are few.
package final class Site: Sendable {
  let index: IndexHolder
  let metrics = Metrics()
  let gate: SearchGate
  /// As ``gate``, for logs.
  private let diagnosisGate: SearchGate
  let running = RunningSearches()
  let landingCache = LandingCache()
  let configuration: ServerConfiguration
  let log: ServerLog
  let limiter: RateLimiter
  let encoding = ContentEncoding(libraries: loadCompressionLibraries())
  let assets = CompressedAssets()
  let trustedProxies: Set<ClientAddress>
  /// Seconds since 1970; fixed in tests.
  let now: @Sendable () -> Int
  let history: HistoryReader
  /// True while an index is uploaded: one at a time.
  let isUploading = Atomic<Bool>(false)
  /// The imported indexes of symbols.
  let navigation: NavigationHolder
  /// Files read last, for answers by name.
  let nameFiles: NameFileCache
  /// What one parse told of the files read last: colours, declarations, bindings.
  let parsed: FactsCache
  /// Reports of diagnoses.
  let reports: ReportStore
  /// Reads logs and looks them up: apart, so that a large one keeps no page waiting.
  let diagnosing: WorkerPool
  /// Requests are answered on these, whole searches among them.
  let serving: ThreadExecutor
  /// Explains searches and reads patterns of code: apart, as both may take as long as a search.
  private let explaining: WorkerPool
  private let blocking: WorkerPool
  private let housekeeping: WorkerPool

  /// A site over the index that `index` holds.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970, for ages that pages show.
  ///   - clock: nanoseconds that only grow, for the shares of clients.
  /// - Throws: ``PlatformError`` when no thread can be started.
  package init(
    index: IndexHolder, configuration: ServerConfiguration,
    now: @escaping @Sendable () -> Int = { wallClockSeconds() },
    clock: @escaping @Sendable () -> Int = { monotonicNanoseconds() }
  ) throws {
    self.index = index
    self.configuration = configuration
    self.now = now
    log = ServerLog(
      format: configuration.logFormat, now: { wallClockMilliseconds() }, write: configuration.onLogLine)
    gate = SearchGate(
      limit: ServerLimits.searches, limitPerClient: ServerLimits.searchesPerClient,
      waitingLimit: ServerLimits.waitingSearches,
      patience: configuration.patience.turn)
    diagnosisGate = SearchGate(
      limit: ServerLimits.diagnoses, limitPerClient: ServerLimits.diagnosesPerClient,
      waitingLimit: ServerLimits.waitingDiagnoses, patience: configuration.patience.turn)
    limiter = RateLimiter(searchesPerMinute: configuration.searchesPerMinute, clock: clock)
    trustedProxies = configuration.trustedProxyAddresses
    history = try HistoryReader()
    navigation = NavigationHolder(dataFolder: configuration.dataFolder)
    parsed = FactsCache(
      analyzer: SyntaxAnalyzer(
        grammarFolder: configuration.grammarFolder, workerCount: min(4, processorCount())))
    nameFiles = NameFileCache(facts: parsed)
    reports = ReportStore(folder: configuration.dataFolder + "/reports")
    diagnosing = try WorkerPool(
      threads: ServerLimits.diagnosingThreads, queueLimit: ServerLimits.diagnosingQueue, name: "diagnose",
      priority: .background)
    explaining = try WorkerPool(
      threads: ServerLimits.explainingThreads, queueLimit: ServerLimits.searches, name: "explain")
    serving = try ThreadExecutor(threads: ServerLimits.servingThreads, name: "request")
    blocking = try WorkerPool(
      threads: ServerLimits.blockingThreads, queueLimit: ServerLimits.blockingQueue, name: "serve")
    housekeeping = try WorkerPool(threads: ServerLimits.housekeepingThreads, name: "keep")
  }

  /// Searches behind pages that are being written.
  package var runningSearchCount: Int { running.count }

  /// Runs something that may wait for a disk on the site's own threads.
  func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await blocking.run(body)
  }

  /// Runs what no visitor waits for, however many visitors there are.
  func runHousekeeping<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await housekeeping.run(body)
  }

  /// Runs something that takes as long as a search: apart from what pages wait for.
  func runLong<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await explaining.run(body)
  }

  /// The reply to `request`, with the headers every reply has. Never throws: a fault is a page.
  package func reply(to request: SiteRequest, id: String) async -> Reply {
    let start = ContinuousClock.now
    let trace = TraceContext(request.traceParent, spanID: RequestID.random())
    var (reply, label) = await route(request, id: id, trace: trace)
    for (name, value) in Reply.securityHeaders where reply.header(name) == nil {
      reply.headers.append((name, value))
    }
    reply.headers.append(("X-Request-Id", id))
    if let trace { reply.headers.append(("traceparent", trace.header)) }
    if isSecure(request) { reply.headers.append(("Strict-Transport-Security", Self.secureTransport)) }
    if reply.closesConnection { reply.headers.append(("Connection", "close")) }
    if let type = reply.header("Content-Type"), ContentEncoding.isCompressible(type) {
      reply.vary(by: "Accept-Encoding")
    }
    validate(&reply, for: request)
    await compress(&reply, for: request)
    if request.method == "HEAD", case .stream(let queue) = reply.body { queue.cancel() }
    reply.record = RequestRecord(
      id: id, trace: trace, method: request.method, route: label, status: reply.status, start: start)
    return reply
  }

  /// For a year, renewed by every reply.
  private static let secureTransport = "max-age=31536000"

  private func route(
    _ request: SiteRequest, id: String, trace: TraceContext?
  ) async -> (Reply, label: String) {
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
    if PageParameters.isHostile(path: visit.target.path) {
      return (visit.fault(400, "That address cannot be read", "It holds a zero byte."), "other")
    }
    guard let route = Route(path: visit.target.path) else {
      return (visit.notFound(), "other")
    }
    if let refused = refuse(visit, route) { return (refused, route.label) }
    if !visit.isAPI, let fault = PageParameters.fault(in: visit.target) {
      return (visit.fault(400, "That address cannot be read", fault), route.label)
    }
    let share = share(route, request)
    if share?.retrySeconds != nil {
      var reply = visit.fault(
        429, "Too many requests", "Your address has used up its share for now. Wait a moment.",
        offersRetry: true)
      reply.headers += share?.headers ?? []
      // A body that nobody reads ends with its connection.
      reply.closesConnection = request.method == "POST" || request.hasLargeBody
      return (reply, route.label)
    }
    var reply = await answerSafely(route, visit, trace)
    reply.headers += share?.headers ?? []
    return (reply, route.label)
  }

  /// Counts a request; nil where nothing is limited.
  private func share(_ route: Route, _ request: SiteRequest) -> RateLimiter.Share? {
    guard let policy = route.ratePolicy(method: request.method) else { return nil }
    return limiter.take(policy, client(of: request))
  }

  private func client(of request: SiteRequest) -> ClientAddress {
    ClientAddress.client(peer: request.peer, forwarded: request.forwardedFor, trusted: trustedProxies)
  }

  /// Leave for `visit` to have a log diagnosed.
  func diagnosisTurn(_ visit: Visit) async -> SearchGate.Pass? {
    await diagnosisGate.enter(client(of: visit.request))
  }

  /// Leave for `visit` to run a search; see ``SearchGate/enter(_:)``.
  func turn(_ visit: Visit) async -> SearchGate.Pass? { await gate.enter(client(of: visit.request)) }

  private func answerSafely(_ route: Route, _ visit: Visit, _ trace: TraceContext?) async -> Reply {
    do {
      return try await answer(route, visit)
    } catch let error as SearchError {
      return visit.reply(to: error)
    } catch {
      if let error = error as? PlatformError, case .busy = error.kind { return visit.busy() }
      log.fault("\(route.label): \(error)", request: visit.id, trace: trace)
      return visit.serverFault()
    }
  }

  /// What holds for every route.
  private func refuse(_ visit: Visit, _ route: Route) -> Reply? {
    if request(visit.request, isFromForeignHost: configuration) {
      var reply = visit.fault(
        421, "This server does not answer to that name",
        "It listens on \(configuration.host) only. A proxy in front of it has to send that as the Host.")
      reply.closesConnection = true
      return reply
    }
    var allowed = "GET, HEAD"
    switch route {
    case .api(let operation): allowed = APIOperation[operation.operation].methods
    case .diagnose: allowed = "GET, HEAD, POST"
    case .deleteDiagnosis: allowed = "POST"
    default: break
    }
    let method = visit.request.method
    let isReading = method == "GET" || method == "HEAD"
    if isReading, !visit.request.hasLargeBody, allowed.hasPrefix("GET, HEAD") { return nil }
    let methods = allowed.split(separator: ", ")
    if method == "POST", methods.contains("POST") { return nil }
    if visit.request.hasLargeBody {
      var reply = visit.fault(413, "Too much was sent", "No page takes more than an address.")
      reply.closesConnection = true
      return reply
    }
    if !methods.contains(method[...]) {
      var reply = visit.fault(
        405, "Pages are only read here", allowed == "POST" ? "Use POST." : "Use GET or HEAD.")
      reply.headers.append(("Allow", allowed))
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
    let own = configuration.publicAddress.map { [$0.host] } ?? []
    return !(loopback + configuration.publicNames + own).contains(name.lowercased())
  }

  private func answer(_ route: Route, _ visit: Visit) async throws -> Reply {
    switch route {
    case .landing: try await landing(visit)
    case .search: try await search(visit)
    case .searchFeed: try await searchFeed(visit)
    case .repositories: try await repositories(visit)
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
    case .symbols(let address): try await symbols(address, visit)
    case .howItWorks(let topic): try await howItWorks(topic, visit)
    case .benchmarks: try await benchmarks(visit)
    case .architecture: architecture(visit)
    case .docs(let page): docs(page, visit)
    case .apiReference: apiReference(visit)
    case .status: status(visit)
    case .symbol(let id): try await symbol(id, visit)
    case .diagnose: try await diagnose(visit)
    case .diagnosis(let id): try await diagnosis(id, visit)
    case .deleteDiagnosis(let id): try await deleteDiagnosis(id, visit)
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
