import Platform
import QueryEngine
import Search

/// All queries in process, with one thread and with as many as there are cores.
struct ThreadsBenchmark {
  let options: Options
  let dataFolder: String

  /// Runs of each query: this is about the sum, not about the spread.
  private static let runs = 3

  func run() throws -> [Report.Threads] {
    var results: [Report.Threads] = []
    for threads in [1, processorCount()] where results.isEmpty || threads > 1 {
      let searcher = try Searcher.open(dataFolder: dataFolder, workerCount: threads)
      for mode in ["best", "all"] {
        let medians = try options.queries.queries.map { query in
          let samples = try Samples.measure(seconds: 0, least: Self.runs, most: Self.runs) {
            _ = try searcher.collect(try Self.request(query, mode))
          }
          return milliseconds(samples.median)
        }
        results.append(
          Report.Threads(
            threads: threads, mode: mode, p50: percentile(medians, 0.5), p95: percentile(medians, 0.95),
            p99: percentile(medians, 0.99), max: medians.max() ?? 0, sum: rounded(medians.reduce(0, +))))
      }
    }
    return results
  }

  private static func request(_ query: BenchmarkQuery, _ mode: String) throws -> SearchRequest {
    var request = SearchRequest(query: try Query(parsing: query.text))
    guard mode == "all" else { return request }
    request.query.settings.count = .all
    request.wantsLines = false
    request.timeLimit = .seconds(600)
    return request
  }
}
