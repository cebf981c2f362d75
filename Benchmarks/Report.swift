import Foundation

/// Everything that was measured; written as JSON. docs/benchmarks.md describes it.
struct Report: Codable {
  /// Grows when a member changes its meaning.
  static let schemaVersion = 1

  struct Corpus: Codable {
    var name: String
    var repositories = 0
    var documents = 0
    var textBytes = 0
  }

  struct Machine: Codable {
    var processor: String
    var cores: Int
    var memoryBytes: Int
    var system: String
    /// Release of the kernel; absent where the system does not say.
    var kernel: String?
    /// Load of the last minute when the run began: above 0.2 other programs took part.
    var loadAverage: Double
  }

  struct Section: Codable {
    var name: String
    var bytes: Int
  }

  struct Build: Codable {
    var kind: String
    var wallSeconds: Double
    var cpuSeconds: Double
    var peakMemoryBytes: Int
    var indexBytes: Int
    /// Index bytes for each byte of text.
    var bytesPerTextByte: Double
    var sections: [Section]
  }

  struct Start: Codable {
    /// Opening the index in a new process, page cache warm.
    var openMilliseconds: Double
    /// The first query after that.
    var firstQueryMilliseconds: Double
    /// Memory of its own after all queries ran once, mapped files not counted; absent where the system does not say.
    var privateMemoryBytes: Int?
  }

  /// Milliseconds.
  struct Latency: Codable {
    var runs: Int
    var p50: Double
    var p95: Double
    var p99: Double
    var max: Double
  }

  struct Mode: Codable {
    var latency: Latency
    /// Processor time of one run, all threads together, in milliseconds.
    var cpuMilliseconds: Double
    var files: Int
    var lines: Int
    var matches: Int
    var candidateBlocks: Int
    var documentsVerified: Int
    var bytesVerified: Int
    var isComplete: Bool
  }

  struct Peer: Codable {
    var tool: String
    var wallMilliseconds: Double
    var cpuMilliseconds: Double
    /// Its wall time to ours, of each round; absent for ourselves.
    var ratio: Spread?
    var lines: Int
    /// Whether it found as many matching lines as Alidade, copies of a file counted each.
    var agrees: Bool
  }

  /// Another program's index of the same text.
  struct PeerBuild: Codable {
    var tool: String
    var wallSeconds: Double
    var cpuSeconds: Double
    var indexBytes: Int
  }

  /// The middle of some numbers, and half of them around it.
  struct Spread: Codable {
    var low: Double
    var median: Double
    var high: Double

    /// The quartiles of `values`.
    init(_ values: [Double]) {
      low = rounded(percentile(values, 0.25))
      median = rounded(percentile(values, 0.5))
      high = rounded(percentile(values, 0.75))
    }
  }

  /// The same asked of two servers in turn, over HTTP on both sides.
  struct Pair: Codable {
    var tool: String
    /// `best` or `all`.
    var mode: String
    var own: Latency
    var peer: Latency
    var ownCPUMilliseconds: Double
    var peerCPUMilliseconds: Double
    /// The peer's time to ours, of each round.
    var ratio: Spread
    /// Matching lines the peer finds when it finds all, copies of a file counted each; absent where both mean
    /// something else by a line.
    var peerLines: Int?
    var agrees: Bool?
    /// Which lines they are; absent when there are too many, and in older reports.
    var sets: ResultSets.Comparison?
  }

  /// Many clients at once.
  struct Load: Codable {
    var tool: String
    var clients: Int
    var seconds: Double
    var requests: Int
    var perSecond: Double
    var latency: Latency
    var errors: Int
    var cpuMillisecondsPerRequest: Double
    /// Memory after it, mapped files included, and without them.
    var residentBytes: Int
    var ownBytes: Int
  }

  /// All queries with so many threads, in process.
  struct Threads: Codable {
    var threads: Int
    /// `best` or `all`.
    var mode: String
    /// Over the medians of the queries, in milliseconds.
    var p50: Double
    var p95: Double
    var p99: Double
    var max: Double
    /// All queries once, added up.
    var sum: Double
  }

  /// The first query of a process with nothing of the index in memory.
  struct Cold: Codable {
    var query: String
    /// Opening and asking.
    var wallMilliseconds: Double
    var readBytes: Int
    /// The same again, with the index in memory.
    var warmMilliseconds: Double
  }

  struct QueryReport: Codable {
    var kind: QueryClass
    var query: String
    var best: Mode
    var all: Mode
    /// The best 50 as JSON over HTTP, on one connection.
    var http: Latency?
    /// One process for each run, all matching lines counted.
    var peers: [Peer] = []
    /// Over HTTP, beside another server.
    var pairs: [Pair]?
    /// Matching lines with copies of a file counted each, as grep-like programs do.
    var linesWithCopies: Int
  }

  struct Goal: Codable {
    var text: String
    var goal: Double
    var measured: Double
    var unit: String
    var isMet: Bool
  }

  var schema = Report.schemaVersion
  var date: String
  var commit: String
  /// What was run.
  var command: [String]?
  var tools: [String: String]
  var machine: Machine
  var corpus: Corpus
  var builds: [Build] = []
  var start: Start?
  var peerBuilds: [PeerBuild]?
  var threads: [Threads]?
  var cold: [Cold]?
  var load: [Load]?
  var queries: [QueryReport] = []
  var goals: [Goal] = []
}

/// With three decimals.
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

/// Writes a report as JSON that git shows well: a member a line, in the order of their names.
func writeReport(_ report: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try (encoder.encode(report) + Data("\n".utf8)).write(to: URL(filePath: path))
}
