import Synchronization

/// Counters and histograms of the server, written out in Prometheus' text format (UX.md §12).
///
/// One lock around a small dictionary: it is taken a few times per request, for less than a microsecond.
final class Metrics: Sendable {
  /// What is measured as a distribution, all in seconds.
  enum Histogram: String, CaseIterable {
    case requestDuration = "alidade_http_request_duration_seconds"
    case searchDuration = "alidade_search_duration_seconds"
    case firstResult = "alidade_search_first_result_seconds"

    var help: String {
      switch self {
      case .requestDuration: "Time from the request to the end of its reply."
      case .searchDuration: "Time of searches by stage."
      case .firstResult: "Time from the request to its first result."
      }
    }
  }

  /// What only grows.
  enum Counter: String, CaseIterable {
    case candidates = "alidade_search_candidates_total"
    case verifiedBytes = "alidade_search_verified_bytes_total"
    case rejectedSearches = "alidade_searches_rejected_total"
    case refreshFailures = "alidade_index_refresh_failures_total"

    var help: String {
      switch self {
      case .candidates: "Line blocks the index could not rule out."
      case .verifiedBytes: "Bytes run through the matcher."
      case .rejectedSearches: "Searches refused because too many ran."
      case .refreshFailures: "Times a newer index could not be opened."
      }
    }
  }

  /// Upper borders in seconds: a thousandth of a second is slow for us, ten is the default time limit.
  static let borders = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

  fileprivate struct Distribution {
    var buckets = [Int](repeating: 0, count: Metrics.borders.count)
    var count = 0
    var sum = 0.0
  }

  fileprivate struct Series: Hashable {
    var histogram: Histogram
    var labels: String
  }

  private struct State {
    var distributions: [Series: Distribution] = [:]
    var counters: [Counter: Int] = [:]
  }

  private let state = Mutex(State())

  /// When counting began: with the server.
  let startedAt = ContinuousClock.now

  /// Where half, and 95 in 100, of some durations lie.
  struct Percentiles {
    /// The value of the label they were grouped by.
    var name: String
    var count: Int
    /// Upper borders in seconds; nil beyond the last.
    var median: Double?
    var p95: Double?
  }

  /// The percentiles of a histogram for each value of `label`, as far as the borders tell, in the order of names.
  func percentiles(of histogram: Histogram, by label: String) -> [Percentiles] {
    var sums: [String: Distribution] = [:]
    for (series, distribution) in state.withLock({ $0.distributions }) where series.histogram == histogram {
      guard let name = series.value(of: label) else { continue }
      sums[name, default: Distribution()].add(distribution)
    }
    return sums.sorted { $0.key < $1.key }.map { name, sum in
      Percentiles(name: name, count: sum.count, median: sum.border(0.5), p95: sum.border(0.95))
    }
  }

  /// Adds to a counter.
  func add(_ amount: Int, to counter: Counter) {
    state.withLock { $0.counters[counter, default: 0] += amount }
  }

  /// Records a duration. Label values come from closed sets only, so that the number of series is bounded.
  func observe(_ duration: Duration, in histogram: Histogram, labels: [(name: String, value: String)] = []) {
    let parts = duration.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    let text = labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
    state.withLock { state in
      state.distributions[Series(histogram: histogram, labels: text), default: Distribution()].add(seconds)
    }
  }

  /// Everything as text, with the given gauges.
  func exposition(gauges: [(name: String, help: String, labels: String, value: Int)]) -> String {
    let (distributions, counters) = state.withLock { ($0.distributions, $0.counters) }
    var output = ""
    for gauge in gauges {
      output += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n"
      output += "\(gauge.name)\(gauge.labels.isEmpty ? "" : "{\(gauge.labels)}") \(gauge.value)\n"
    }
    for counter in Counter.allCases {
      output += "# HELP \(counter.rawValue) \(counter.help)\n# TYPE \(counter.rawValue) counter\n"
      output += "\(counter.rawValue) \(counters[counter] ?? 0)\n"
    }
    for histogram in Histogram.allCases {
      output += "# HELP \(histogram.rawValue) \(histogram.help)\n# TYPE \(histogram.rawValue) histogram\n"
      let series = distributions.filter { $0.key.histogram == histogram }.sorted {
        $0.key.labels < $1.key.labels
      }
      for (key, distribution) in series {
        output += distribution.lines(name: histogram.rawValue, labels: key.labels)
      }
    }
    return output
  }
}

extension Metrics.Distribution {
  fileprivate mutating func add(_ seconds: Double) {
    count += 1
    sum += seconds
    if let index = Metrics.borders.firstIndex(where: { seconds <= $0 }) { buckets[index] += 1 }
  }

  fileprivate func lines(name: String, labels: String) -> String {
    let prefix = labels.isEmpty ? "" : labels + ","
    let suffix = labels.isEmpty ? "" : "{\(labels)}"
    var output = ""
    var total = 0
    for (border, amount) in zip(Metrics.borders, buckets) {
      total += amount
      output += "\(name)_bucket{\(prefix)le=\"\(border)\"} \(total)\n"
    }
    output += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(count)\n"
    return output + "\(name)_sum\(suffix) \(sum)\n\(name)_count\(suffix) \(count)\n"
  }
}

extension Metrics.Series {
  /// The value of a label; label values hold no quotes.
  fileprivate func value(of label: String) -> String? {
    guard let start = labels.firstRange(of: "\(label)=\"") else { return nil }
    return String(labels[start.upperBound...].prefix { $0 != "\"" })
  }
}

extension Metrics.Distribution {
  fileprivate mutating func add(_ other: Metrics.Distribution) {
    count += other.count
    sum += other.sum
    for index in buckets.indices { buckets[index] += other.buckets[index] }
  }

  /// The first border that `share` of the durations lie within.
  fileprivate func border(_ share: Double) -> Double? {
    var total = 0
    for (border, amount) in zip(Metrics.borders, buckets) {
      total += amount
      if Double(total) >= share * Double(count) { return border }
    }
    return nil
  }
}
