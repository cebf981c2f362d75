import Synchronization

/// Gives each client a share of requests: a bucket of tokens that fills steadily.
///
/// Memory is bounded whatever addresses come: clients live in two tables, and when the younger is full, it
/// becomes the older one, whose clients not seen since are forgotten. Being forgotten is a full bucket, so an
/// attacker with that many addresses gains nothing it did not have.
final class RateLimiter: Sendable {
  /// What is counted together.
  enum Policy: String, CaseIterable, Sendable {
    /// Requests that run searches.
    case search
    /// Logs that are sent to be diagnosed.
    case diagnose
    /// Everything else that reads index or repositories.
    case read
  }

  /// What is left to a client.
  struct Share: Sendable, Equatable {
    var policy: Policy
    /// Requests per window.
    var quota: Int
    /// Requests left now.
    var remaining: Int
    /// Until everything is there again.
    var resetSeconds: Int
    /// Nil when the request is granted; otherwise when to come again.
    var retrySeconds: Int?
  }

  private struct Key: Hashable {
    var client: ClientAddress
    var policy: Policy
  }

  private struct Bucket {
    var tokens: Double
    /// Nanoseconds of ``clock``.
    var filledAt: Int
  }

  private struct State {
    var young: [Key: Bucket] = [:]
    var old: [Key: Bucket] = [:]
  }

  /// Seconds in which an empty bucket fills.
  static let windowSeconds = 60
  /// Clients per table.
  static let tableLimit = 32_768

  private let state = Mutex(State())
  private let quotas: [Policy: Int]
  private let clock: @Sendable () -> Int

  /// - Parameters:
  ///   - searchesPerMinute: 0 grants everything. Reads are ten times as many: a page needs several. Logs are a tenth:
  ///     one may be large.
  ///   - clock: nanoseconds that never go back.
  init(searchesPerMinute: Int, clock: @escaping @Sendable () -> Int) {
    quotas = [
      .search: searchesPerMinute, .read: searchesPerMinute.multipliedReportingOverflow(by: 10).partialValue,
      .diagnose: searchesPerMinute > 0 ? max(1, searchesPerMinute / 10) : 0,
    ]
    self.clock = clock
  }

  /// Takes a token from `client`'s bucket; nil when nothing is limited.
  func take(_ policy: Policy, _ client: ClientAddress) -> Share? {
    guard let quota = quotas[policy], quota > 0 else { return nil }
    let key = Key(client: client, policy: policy)
    let now = clock()
    let rate = Double(quota) / Double(Self.windowSeconds)
    return state.withLock { state in
      var bucket = state.young[key] ?? state.old[key] ?? Bucket(tokens: Double(quota), filledAt: now)
      let seconds = Double(max(0, now - bucket.filledAt)) * 1e-9
      bucket.tokens = min(Double(quota), bucket.tokens + seconds * rate)
      bucket.filledAt = now
      let isGranted = bucket.tokens >= 1
      if isGranted { bucket.tokens -= 1 }
      if state.young[key] == nil, state.young.count >= Self.tableLimit {
        state.old = state.young
        state.young = [:]
      }
      state.young[key] = bucket
      return Share(
        policy: policy, quota: quota, remaining: Int(bucket.tokens),
        resetSeconds: Int(((Double(quota) - bucket.tokens) / rate).rounded(.up)),
        retrySeconds: isGranted ? nil : max(1, Int(((1 - bucket.tokens) / rate).rounded(.up))))
    }
  }

  /// Clients that are remembered.
  var clientCount: Int { state.withLock { $0.young.count + $0.old.count } }
}

extension RateLimiter.Share {
  /// Headers that tell a client how it stands.
  ///
  /// - Source: draft-ietf-httpapi-ratelimit-headers-09.
  var headers: [(name: String, value: String)] {
    var headers = [
      ("RateLimit-Policy", "\"\(policy.rawValue)\";q=\(quota);w=\(RateLimiter.windowSeconds)"),
      ("RateLimit", "\"\(policy.rawValue)\";r=\(remaining);t=\(resetSeconds)"),
    ]
    if let retrySeconds { headers.append(("Retry-After", String(retrySeconds))) }
    return headers
  }
}

extension Route {
  /// What requests for it count as; nil for what costs next to nothing.
  func ratePolicy(method: String) -> RateLimiter.Policy? {
    switch self {
    case .diagnose where method == "POST": .diagnose
    case .api(let route) where route.operation == .createDiagnosis && method == "POST": .diagnose
    case .search, .searchFeed, .explain: .search
    case .api(let route): [.search, .explain].contains(route.operation) ? .search : .read
    case .asset, .theme, .openSearch, .modelIndex, .securityContact, .live, .ready, .metrics: nil
    default: .read
    }
  }
}

/// The limiter as its tests see it.
package struct RateLimitProbe: Sendable {
  private let limiter: RateLimiter

  /// A limiter with a clock of the test's, in nanoseconds.
  package init(perMinute: Int, clock: @escaping @Sendable () -> Int) {
    limiter = RateLimiter(searchesPerMinute: perMinute, clock: clock)
  }

  /// Whether a search of this address is granted.
  package func isGranted(_ address: String) -> Bool {
    limiter.take(.search, ClientAddress(address) ?? .unknown)?.retrySeconds == nil
  }

  /// Clients that are remembered.
  package var clientCount: Int { limiter.clientCount }
}
