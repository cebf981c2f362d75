/// What the engine promises for linux-source, and whether this run kept it.
enum Goals {
  static func judge(_ report: Report) -> [Report.Goal] {
    var goals: [Report.Goal] = []
    func atMost(_ goal: Double, _ measured: Double, _ unit: String, _ text: String) {
      goals.append(
        Report.Goal(text: text, goal: goal, measured: measured, unit: unit, isMet: measured <= goal))
    }
    for build in report.builds {
      if build.kind == "raw" {
        atMost(80, build.cpuSeconds, "s", "build: processor time")
        atMost(1000, Double(build.peakMemoryBytes) / 1e6, "MB", "build: memory")
        atMost(1.25, build.bytesPerTextByte, "×", "index with raw content, to the text")
      } else {
        atMost(0.5, build.bytesPerTextByte, "×", "compact index, to the text")
      }
    }
    let best = report.queries.map(\.best.latency.p50)
    let all = report.queries.map(\.all.latency.p50)
    atMost(0.5, percentile(best, 0.5), "ms", "best 50: median over the queries")
    atMost(5, percentile(best, 0.95), "ms", "best 50: p95 over the queries")
    atMost(4, percentile(all, 0.5), "ms", "all matches: median over the queries")
    let added = report.queries.compactMap { query in query.http.map { $0.p50 - query.best.latency.p50 } }
    if !added.isEmpty { atMost(2, percentile(added, 0.5), "ms", "over HTTP: added at the median") }
    var worst: (ratio: Double, query: String)?
    for query in report.queries where query.kind == .classOnly {
      guard let peer = query.peers.first(where: { $0.tool.hasPrefix("rg") }) else { continue }
      let ratio = query.all.latency.p50 / max(peer.wallMilliseconds, 0.001)
      if ratio > worst?.ratio ?? 0 { worst = (ratio, query.query) }
    }
    if let worst {
      atMost(1, worst.ratio, "×", "regex without a literal, to ripgrep -j2: worst, \(worst.query)")
    }
    if let start = report.start {
      atMost(
        100, start.openMilliseconds + start.firstQueryMilliseconds, "ms",
        "opening the index and the first query")
    }
    let differing = report.queries.flatMap(\.peers).count { !$0.agrees && $0.tool.hasPrefix("rg") }
    if report.queries.contains(where: { !$0.peers.isEmpty }) {
      atMost(0, Double(differing), "queries", "answers other than ripgrep's")
    }
    return goals
  }
}
