import Platform

/// Times of one thing done again and again, in nanoseconds.
struct Samples {
  private(set) var sorted: [Int]

  init(_ times: [Int]) { sorted = times.sorted() }

  /// Runs `body` once to warm up, then for about `seconds`, at least `least` times.
  static func measure(seconds: Double, least: Int = 5, most: Int = 2000, _ body: () throws -> Void) rethrows
    -> Samples
  {
    try body()
    var times: [Int] = []
    let end = monotonicNanoseconds() + Int(seconds * 1e9)
    while times.count < least || (times.count < most && monotonicNanoseconds() < end) {
      let start = monotonicNanoseconds()
      try body()
      times.append(monotonicNanoseconds() - start)
    }
    return Samples(times)
  }

  /// The smallest sample that at least `share` of them do not exceed.
  func percentile(_ share: Double) -> Int {
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
    return sorted[min(max(rank, 0), sorted.count - 1)]
  }

  var median: Int { percentile(0.5) }

  /// In milliseconds, as reports hold it.
  var latency: Report.Latency {
    Report.Latency(
      runs: sorted.count, p50: milliseconds(median), p95: milliseconds(percentile(0.95)),
      p99: milliseconds(percentile(0.99)), max: milliseconds(sorted.last ?? 0))
  }
}

/// Milliseconds with microsecond precision.
func milliseconds(_ nanoseconds: Int) -> Double { (Double(nanoseconds) / 1000).rounded() / 1000 }

/// The same statistics over numbers that are already in milliseconds.
func percentile(_ values: [Double], _ share: Double) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return 0 }
  let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
  return sorted[min(max(rank, 0), sorted.count - 1)]
}
