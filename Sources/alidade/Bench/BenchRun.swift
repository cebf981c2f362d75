import Platform
import QueryEngine
import Search

/// What `alidade bench` measured of one query; times in nanoseconds.
struct BenchResult: Sendable {
  struct Times: Sendable {
    var median: Int
    var worst: Int
    var runs: Int
  }

  /// Another program, in turn with ours as a process.
  struct Peer: Sendable {
    var tool: String
    var median: Int
    /// Ours as a process.
    var own: Int
    /// Its time to ours: the middle, and the smallest and largest of the rounds.
    var ratio: Double
    var ratios: ClosedRange<Double>
    var lines: Int
    /// Whether it finds as many lines, copies of a file counted each.
    var agrees: Bool
  }

  var query: BenchQuery
  var best: Times
  var all: Times
  var files: Int
  var matches: Int
  /// Matching lines, copies of a file counted each.
  var lines: Int
  var peers: [Peer]
}

/// Measures queries on an index in this process, and beside programs that read the files.
struct BenchRun {
  let searcher: Searcher
  /// Local folders of everything indexed; empty when something is elsewhere, and nothing is compared.
  let folders: [String]
  let dataFolder: String
  let program: String
  let tools: [String]

  private static let nanosecondsPerQuery = 200_000_000
  private static let runsMax = 200
  private static let peerRounds = 3

  func measure(_ query: BenchQuery) throws -> BenchResult {
    var summary = SearchSummary()
    let best = try times(query) { _ in }
    let all = try times(query) { request in
      request.query.settings.count = .all
      request.wantsLines = false
      request.timeLimit = .seconds(600)
    } onSummary: {
      summary = $0
    }
    let lines = try searcher.countLinesWithCopies(Query(parsing: query.text))
    return BenchResult(
      query: query, best: best, all: all, files: summary.statistics.matchedFiles,
      matches: summary.statistics.matches, lines: lines, peers: try peers(query, lines: lines))
  }

  private func times(
    _ query: BenchQuery, _ adjust: (inout SearchRequest) -> Void,
    onSummary: (SearchSummary) -> Void = { _ in }
  ) throws -> BenchResult.Times {
    func ask() throws {
      var request = SearchRequest(query: try Query(parsing: query.text))
      adjust(&request)
      onSummary(try searcher.collect(request).summary)
    }
    try ask()
    var times: [Int] = []
    let end = monotonicNanoseconds() + Self.nanosecondsPerQuery
    while times.count < 3 || (times.count < Self.runsMax && monotonicNanoseconds() < end) {
      let start = monotonicNanoseconds()
      try ask()
      times.append(monotonicNanoseconds() - start)
    }
    times.sort()
    return BenchResult.Times(median: times[times.count / 2], worst: times[times.count - 1], runs: times.count)
  }

  /// Processes in turn, ours first: one query each, counting lines.
  private func peers(_ query: BenchQuery, lines: Int) throws -> [BenchResult.Peer] {
    guard let pattern = query.pattern, !folders.isEmpty else { return [] }
    let own = [
      program, "search", "--data", dataFolder, "-c", "--count-all", "--timeout", "10m", "--", query.text,
    ]
    return try tools.map { tool in
      var ownTimes: [Int] = []
      var times: [Int] = []
      var found = 0
      for _ in 0..<Self.peerRounds {
        ownTimes.append(try Self.run(own).nanoseconds)
        let (time, count) = try Self.run(arguments(tool, pattern))
        times.append(time)
        found = count
      }
      let ratios = zip(times, ownTimes).map { Double($0) / Double(max($1, 1)) }.sorted()
      return BenchResult.Peer(
        tool: tool, median: times.sorted()[times.count / 2], own: ownTimes.sorted()[ownTimes.count / 2],
        ratio: ratios[ratios.count / 2], ratios: ratios[0]...ratios[ratios.count - 1], lines: found,
        agrees: found == lines)
    }
  }

  private func arguments(_ tool: String, _ pattern: BenchQuery.Pattern) -> [String] {
    var arguments = [
      tool, "-c", "--no-config", "--hidden", "--no-messages", "-g", "!.git",
      pattern.ignoresCase ? "-i" : "-s",
    ]
    if !pattern.isRegex { arguments.append("-F") }
    if pattern.isWord { arguments.append("-w") }
    return arguments + ["-e", pattern.text] + folders
  }

  /// Whether a program can be started.
  static func isInstalled(_ tool: String) -> Bool { (try? run([tool, "--version"])) != nil }

  /// The time of a process, and the sum of the numbers at the ends of its lines.
  private static func run(_ arguments: [String]) throws -> (nanoseconds: Int, lines: Int) {
    var environment: [String: String] = [:]
    for name in ["PATH", "HOME"] { environment[name] = environmentVariable(name) }
    var command = Platform.Command(arguments: arguments, environment: environment)
    command.totalSeconds = nil
    command.idleSeconds = 600
    let start = monotonicNanoseconds()
    let (output, _) = try command.run()
    let time = monotonicNanoseconds() - start
    let lines = output.split(separator: 0x0A).reduce(0) { sum, line in
      let digits = line[(line.lastIndex(of: 0x3A).map { $0 + 1 } ?? line.startIndex)...].filter { $0 != 0x20 }
      return sum + (Int(String(decoding: digits, as: UTF8.self)) ?? 0)
    }
    return (time, lines)
  }
}
