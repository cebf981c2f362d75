/// The report as text.
enum Table {
  /// One line for each query while the run goes on.
  static func printProgress(_ query: Report.QueryReport) {
    var line =
      "\(query.kind.rawValue): \(query.query): best \(Format.milliseconds(query.best.latency.p50)) ms"
    line += ", all \(Format.milliseconds(query.all.latency.p50)) ms"
    for peer in query.peers {
      line += ", \(peer.tool) \(Format.milliseconds(peer.wallMilliseconds))"
      if !peer.agrees { line += " (\(peer.lines) lines, not \(query.linesWithCopies))" }
    }
    if let pair = query.pairs?.first, let agrees = pair.agrees {
      line += agrees ? "; zoekt agrees" : "; zoekt differs (\(pair.peerLines ?? 0) lines)"
      if let sets = pair.sets {
        line += ": \(sets.common) lines in common, \(sets.ownOnly) only ours, \(sets.peerOnly) only its"
        for (reason, count) in sets.reasons.sorted(by: { $0.key < $1.key }) { line += "; \(count) \(reason)" }
        if let example = sets.example { line += "; \(example)" }
      }
    }
    say(line)
  }

  static func print(_ report: Report) {
    say("\nTimes in ms. best: the best 50 files with lines; all: every match counted.\n")
    say(Format.table(queryRows(report)))
    say("\n" + Format.table(summaryRows(report)))
    if report.queries.contains(where: { !$0.peers.isEmpty }) { say("\n" + Format.table(peerRows(report))) }
    say("")
    var rows = [["goal", "at most", "measured", ""]]
    for goal in report.goals {
      rows.append([
        goal.text, "\(Format.fixed(goal.goal, 2)) \(goal.unit)",
        "\(Format.fixed(goal.measured, 2)) \(goal.unit)",
        goal.isMet ? "met" : "MISSED",
      ])
    }
    say(Format.table(rows))
  }

  private static func queryRows(_ report: Report) -> [[String]] {
    var rows = [
      [
        "query", "best p50", "p95", "p99", "max", "all p50", "p95", "CPU", "files", "lines", "blocks",
        "verified", "HTTP",
      ]
    ]
    for query in report.queries {
      let best = query.best.latency
      let all = query.all
      rows.append(
        [String("\(query.kind.rawValue): \(query.query)".prefix(64))]
          + [best.p50, best.p95, best.p99, best.max, all.latency.p50, all.latency.p95, all.cpuMilliseconds]
          .map(Format.milliseconds)
          + [Format.count(all.files), Format.count(all.lines), Format.count(all.candidateBlocks)]
          + [Format.bytes(all.bytesVerified), query.http.map { Format.milliseconds($0.p50) } ?? ""])
    }
    return rows
  }

  private static func summaryRows(_ report: Report) -> [[String]] {
    var rows = [["over \(report.queries.count) queries", "median", "p90", "p95", "p99", "max"]]
    func add(_ name: String, _ values: [Double]) {
      rows.append([name] + [0.5, 0.9, 0.95, 0.99, 1].map { Format.milliseconds(percentile(values, $0)) })
    }
    add("best 50: p50 of each", report.queries.map(\.best.latency.p50))
    add("best 50: p99 of each", report.queries.map(\.best.latency.p99))
    add("all matches: p50 of each", report.queries.map(\.all.latency.p50))
    add("all matches: processor time", report.queries.map(\.all.cpuMilliseconds))
    let web = report.queries.compactMap(\.http?.p50)
    if !web.isEmpty { add("best 50 over HTTP: p50 of each", web) }
    return rows
  }

  /// Alidade as a process against each peer: how many times as long it takes them.
  private static func peerRows(_ report: Report) -> [[String]] {
    var rows = [
      [
        "as processes, counting all", "wall median", "CPU median", "wall ×", "slowest ×", "fastest ×",
        "differ",
      ]
    ]
    var tools: [String] = []
    for peer in report.queries.flatMap(\.peers) where !tools.contains(peer.tool) { tools.append(peer.tool) }
    for tool in tools {
      var walls: [Double] = []
      var cpus: [Double] = []
      var ratios: [Double] = []
      var differ = 0
      for query in report.queries {
        guard let peer = query.peers.first(where: { $0.tool == tool }) else { continue }
        walls.append(peer.wallMilliseconds)
        cpus.append(peer.cpuMilliseconds)
        if !peer.agrees { differ += 1 }
        if let own = query.peers.first(where: { $0.tool == "alidade" }) {
          ratios.append(peer.wallMilliseconds / max(own.wallMilliseconds, 0.001))
        }
      }
      rows.append(
        [tool, Format.milliseconds(percentile(walls, 0.5)), Format.milliseconds(percentile(cpus, 0.5))]
          + [0.5, 1, 0].map { Format.fixed(percentile(ratios, $0), 1) } + ["\(differ)"])
    }
    return rows
  }
}
