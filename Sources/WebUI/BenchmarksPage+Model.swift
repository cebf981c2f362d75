import Foundation

/// `/benchmarks`: what `scripts/bench` measured.
package struct BenchmarksPage: Sendable {
  /// The runs, newest first.
  package var runs: [Run]

  /// One run and where its raw data is.
  package struct Run: Sendable {
    /// As `scripts/bench` wrote it.
    package var report: BenchmarkReport
    /// Where the file as it is can be had.
    package var address: String
  }

  /// The committed runs, or a newer one out of `newer`, the text of a report.
  package init(newer: String? = nil) {
    var runs = Self.committed
    if let newer, let report = try? JSONDecoder().decode(BenchmarkReport.self, from: Data(newer.utf8)) {
      runs.append(Run(report: report, address: "/assets/benchmarks/local.json"))
    }
    self.runs = runs.sorted { $0.report.date > $1.report.date }
  }

  /// The runs in the program. A report that cannot be read is a mistake that a test finds.
  private static let committed: [Run] = Documents.paths.compactMap { path in
    guard path.hasPrefix("docs/benchmarks/"), path.hasSuffix(".json"),
      !isOfAnotherForm(path), let text = Documents.text(path),
      let report = try? JSONDecoder().decode(BenchmarkReport.self, from: Data(text.utf8))
    else { return nil }
    return Run(report: report, address: "/assets/benchmarks/" + path.dropFirst("docs/benchmarks/".count))
  }

  /// Whether a document is a report of something else than searching.
  package static func isOfAnotherForm(_ path: String) -> Bool {
    [
      StructureReport.prefix, SymbolsReport.prefix, LatencyReport.prefix, NavigationReport.path,
      StatementReport.prefix,
      TemplateReport.prefix, RelevanceReport.path, ScaleReport.prefix,
    ].contains {
      path.hasPrefix($0)
    }
  }

  /// The run shown at length: the newest.
  var main: Run? { runs.first }

  /// The newest run that other programs took part in.
  var comparison: Run? { runs.first { $0.report.queries.contains { !$0.peers.isEmpty } } }

  /// The numbers that essays quote.
  package var summary: BenchmarkSummary? {
    guard let report = main?.report,
      let best = report.queries.max(by: { $0.best.latency.p50 < $1.best.latency.p50 }),
      let all = report.queries.max(by: { $0.all.latency.p50 < $1.all.latency.p50 })
    else { return nil }
    func time(_ milliseconds: Double) -> Duration { .seconds(milliseconds / 1000) }
    var summary = BenchmarkSummary(
      place:
        "\(report.corpus.name), \(Format.bytes(report.corpus.textBytes)) of text, on \(report.machine.processor) with "
        + "\(report.machine.cores) cores, \(report.date.prefix(10))",
      best: (time(report.median(\.best)), time(best.best.latency.p50), best.query),
      all: (time(report.median(\.all)), time(all.all.latency.p50), all.query))
    let builds = runs.flatMap(\.report.builds)
    summary.rawRatio = builds.first { $0.kind == "raw" }?.bytesPerTextByte
    summary.compactRatio = builds.first { $0.kind == "compact" }?.bytesPerTextByte
    return summary
  }
}

/// The report that `scripts/bench` writes; docs/benchmarks.md describes its members.
package struct BenchmarkReport: Codable, Sendable {
  struct Corpus: Codable, Sendable {
    var name: String
    var repositories: Int
    var documents: Int
    var textBytes: Int
  }

  struct Machine: Codable, Sendable {
    var processor: String
    var cores: Int
    var memoryBytes: Int
    var system: String
    var kernel: String?
    var loadAverage: Double
  }

  struct Build: Codable, Sendable {
    var kind: String
    var wallSeconds: Double
    var cpuSeconds: Double
    var peakMemoryBytes: Int
    var indexBytes: Int
    var bytesPerTextByte: Double
  }

  struct Start: Codable, Sendable {
    var openMilliseconds: Double
    var firstQueryMilliseconds: Double
    var privateMemoryBytes: Int?
  }

  /// Milliseconds.
  struct Latency: Codable, Sendable {
    var runs: Int
    var p50: Double
    var p95: Double
    var p99: Double
    var max: Double
  }

  struct Mode: Codable, Sendable {
    var latency: Latency
    var files: Int
    var matches: Int
    var bytesVerified: Int
  }

  struct Peer: Codable, Sendable {
    var tool: String
    var wallMilliseconds: Double
    var lines: Int
    var agrees: Bool
  }

  struct QueryReport: Codable, Sendable {
    var kind: String
    var query: String
    var best: Mode
    var all: Mode
    var http: Latency?
    var peers: [Peer]
    var pairs: [Pair]?
  }

  /// The middle half of some ratios.
  struct Spread: Codable, Sendable {
    var low: Double
    var median: Double
    var high: Double
  }

  /// The same asked of two servers in turn.
  struct Pair: Codable, Sendable {
    var tool: String
    var mode: String
    var own: Latency
    var peer: Latency
    var ownCPUMilliseconds: Double
    var peerCPUMilliseconds: Double
    /// The peer's time to ours.
    var ratio: Spread
    var peerLines: Int?
    var agrees: Bool?
  }

  struct PeerBuild: Codable, Sendable {
    var tool: String
    var wallSeconds: Double
    var cpuSeconds: Double
    var indexBytes: Int
  }

  struct Load: Codable, Sendable {
    var tool: String
    var clients: Int
    var perSecond: Double
    var latency: Latency
    var errors: Int
    var cpuMillisecondsPerRequest: Double
    var residentBytes: Int
    var ownBytes: Int
  }

  struct Threads: Codable, Sendable {
    var threads: Int
    var mode: String
    var p50: Double
    var p95: Double
    var p99: Double
    var max: Double
  }

  struct Cold: Codable, Sendable {
    var query: String
    var wallMilliseconds: Double
    var readBytes: Int
    var warmMilliseconds: Double
  }

  struct Goal: Codable, Sendable {
    var text: String
    var goal: Double
    var measured: Double
    var unit: String
    var isMet: Bool
  }

  var date: String
  var commit: String
  var command: [String]?
  var tools: [String: String]
  var machine: Machine
  var corpus: Corpus
  var builds: [Build]
  var start: Start?
  var peerBuilds: [PeerBuild]?
  var threads: [Threads]?
  var cold: [Cold]?
  var load: [Load]?
  var queries: [QueryReport]
  var goals: [Goal]

  /// The median over the queries of their medians, in milliseconds.
  func median(_ mode: KeyPath<QueryReport, Mode>) -> Double {
    Self.percentile(queries.map { $0[keyPath: mode].latency.p50 }, 0.5)
  }

  /// The smallest value that `share` of `values` do not exceed.
  static func percentile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
  }
}
