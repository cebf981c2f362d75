/// What the landing page says of the measurements.
struct BenchmarkHeadline: Sendable {
  /// The times of one way to ask over all queries.
  struct Times: Sendable {
    var median: Duration
    /// Of 19 in 20 queries.
    var p95: Duration
    var slowest: Duration
  }

  /// How another program does, each started for one query and counting all lines.
  struct Peer: Sendable {
    var tool: String
    var median: Duration
    /// The median of ours over the same queries.
    var ours: Duration
    /// Queries both were asked.
    var queries: Int
    /// Those with the same number of lines.
    var agreements: Int
    /// Those it answered sooner.
    var wins: Int
  }

  var queries: Int
  var best: Times
  var all: Times
  /// The slowest query of ``best``.
  var slowestQuery: String
  /// Corpus, size, machine.
  var place: String
  /// In the order of the report.
  var peers: [Peer]
}

extension BenchmarksPage {
  /// The newest run in a few numbers; nil without one that has queries.
  var headline: BenchmarkHeadline? {
    guard let report = main?.report,
      let slowest = report.queries.max(by: { $0.best.latency.p50 < $1.best.latency.p50 })
    else { return nil }
    func time(_ milliseconds: Double) -> Duration { .seconds(milliseconds / 1000) }
    func times(_ mode: KeyPath<BenchmarkReport.QueryReport, BenchmarkReport.Mode>) -> BenchmarkHeadline.Times
    {
      let medians = report.queries.map { $0[keyPath: mode].latency.p50 }
      return .init(
        median: time(BenchmarkReport.percentile(medians, 0.5)),
        p95: time(BenchmarkReport.percentile(medians, 0.95)), slowest: time(medians.max() ?? 0))
    }
    return BenchmarkHeadline(
      queries: report.queries.count, best: times(\.best), all: times(\.all), slowestQuery: slowest.query,
      place: "\(report.corpus.name): \(Format.count(report.corpus.documents, "file")), "
        + "\(Format.bytes(report.corpus.textBytes)) of text, on \(Format.count(report.machine.cores, "core"))",
      peers: comparison.map { Self.peers($0.report) } ?? [])
  }

  private static func peers(_ report: BenchmarkReport) -> [BenchmarkHeadline.Peer] {
    var tools: [String] = []
    var pairs: [String: [(theirs: BenchmarkReport.Peer, ours: BenchmarkReport.Peer)]] = [:]
    for query in report.queries {
      guard let ours = query.peers.first(where: { $0.tool == "alidade" }) else { continue }
      for peer in query.peers where peer.tool != "alidade" {
        if pairs[peer.tool] == nil { tools.append(peer.tool) }
        pairs[peer.tool, default: []].append((peer, ours))
      }
    }
    func median(_ values: [Double]) -> Duration { .seconds(BenchmarkReport.percentile(values, 0.5) / 1000) }
    return tools.map { tool in
      let both = pairs[tool] ?? []
      return BenchmarkHeadline.Peer(
        tool: tool, median: median(both.map(\.theirs.wallMilliseconds)),
        ours: median(both.map(\.ours.wallMilliseconds)), queries: both.count,
        agreements: both.count { $0.theirs.agrees },
        wins: both.count { $0.theirs.wallMilliseconds < $0.ours.wallMilliseconds })
    }
  }
}
