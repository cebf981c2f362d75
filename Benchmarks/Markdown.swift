/// The report as a page in Markdown, for people who read it where it was made.
enum Markdown {
  static func text(_ report: Report) -> String {
    var text = """
      # \(report.corpus.name), \(report.date.prefix(10))

      \(report.machine.processor), \(report.machine.cores) cores, load \(Format.fixed(report.machine.loadAverage, 1)) at the \
      start; commit \(report.commit). \(Format.count(report.corpus.documents)) contents, \
      \(Format.bytes(report.corpus.textBytes)) of text. Times in milliseconds.


      """
    text += builds(report)
    text += summary(report)
    text += pairs(report)
    text += load(report)
    text += cold(report)
    text += queries(report)
    return text
  }

  private static func table(_ title: String, _ head: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    // The first column is names, the others are numbers.
    let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
    return "## \(title)\n\n" + line(head) + line(rule) + rows.map(line).joined() + "\n"
  }

  private static func builds(_ report: Report) -> String {
    var rows = report.builds.map { build in
      [
        "alidade, \(build.kind)", Format.seconds(build.cpuSeconds), Format.seconds(build.wallSeconds),
        Format.bytes(build.indexBytes), Format.fixed(build.bytesPerTextByte, 3),
      ]
    }
    rows += (report.peerBuilds ?? []).map { build in
      [
        build.tool, Format.seconds(build.cpuSeconds), Format.seconds(build.wallSeconds),
        Format.bytes(build.indexBytes),
        Format.fixed(Double(build.indexBytes) / Double(max(report.corpus.textBytes, 1)), 3),
      ]
    }
    return table("Building", ["Index", "CPU", "Wall", "Size", "To the text"], rows)
  }

  private static func summary(_ report: Report) -> String {
    func row(_ name: String, _ values: [Double]) -> [String] {
      [name] + [0.5, 0.95, 0.99, 1].map { Format.milliseconds(percentile(values, $0)) }
    }
    var rows = [
      row("best 50", report.queries.map(\.best.latency.p50)),
      row("all counted", report.queries.map(\.all.latency.p50)),
    ]
    let web = report.queries.compactMap(\.http?.p50)
    if !web.isEmpty { rows.append(row("best 50 over HTTP", web)) }
    for part in report.threads ?? [] {
      let threads = part.threads == 1 ? "1 thread" : "\(part.threads) threads"
      rows.append(
        ["\(part.mode), \(threads)"] + [part.p50, part.p95, part.p99, part.max].map(Format.milliseconds))
    }
    return table("Over \(report.queries.count) queries", ["Mode", "Median", "p95", "p99", "Slowest"], rows)
  }

  private static func pairs(_ report: Report) -> String {
    let rows = PairSummary.all(report).map { part in
      [
        "\(part.tool), \(part.mode)", "\(part.queries)", Format.milliseconds(part.ownMedian),
        Format.milliseconds(part.peerMedian), Format.milliseconds(part.ownP99),
        Format.milliseconds(part.peerP99),
        "\(Format.fixed(part.ratio.median, 1)) (\(Format.fixed(part.ratio.low, 1)) to \(Format.fixed(part.ratio.high, 1)))",
        Format.fixed(part.cpuRatio, 1), "\(part.losses)", "\(part.differ)",
      ]
    }
    return table(
      "Over HTTP on both sides, in turn",
      [
        "Beside", "Queries", "Median", "Its", "p99", "Its", "Ratio (quartiles)", "CPU ratio",
        "Slower than it",
        "Other lines",
      ], rows)
  }

  private static func load(_ report: Report) -> String {
    let rows = (report.load ?? []).map { load in
      [
        "\(load.tool), \(load.clients)", Format.fixed(load.perSecond, 1),
        Format.milliseconds(load.latency.p50),
        Format.milliseconds(load.latency.p99), Format.milliseconds(load.cpuMillisecondsPerRequest),
        "\(load.errors)", Format.bytes(load.ownBytes), Format.bytes(load.residentBytes),
      ]
    }
    return table(
      "Clients at once",
      ["Server, clients", "A second", "p50", "p99", "CPU each", "Errors", "Own memory", "Resident"], rows)
  }

  private static func cold(_ report: Report) -> String {
    let rows = (report.cold ?? []).map { cold in
      [
        "`\(cold.query)`", Format.milliseconds(cold.wallMilliseconds), Format.bytes(cold.readBytes),
        Format.milliseconds(cold.warmMilliseconds),
      ]
    }
    return table("Nothing in memory: opening and one query", ["Query", "Cold", "Read", "Again"], rows)
  }

  private static func queries(_ report: Report) -> String {
    let rows = report.queries.map { query -> [String] in
      let pair = query.pairs?.first { $0.mode == "best" }
      let all = query.pairs?.first { $0.mode == "all" }
      return [
        "\(query.kind.rawValue): `\(query.query.replacing("|", with: "\\|"))`",
        Format.milliseconds(query.best.latency.p50),
        Format.milliseconds(query.all.latency.p50), query.http.map { Format.milliseconds($0.p50) } ?? "",
        pair.map { Format.fixed($0.ratio.median, 1) } ?? "",
        all.map { Format.fixed($0.ratio.median, 1) } ?? "",
        query.peers.filter { $0.tool != "alidade" }.map {
          "\($0.tool) \($0.ratio.map { Format.fixed($0.median, 1) } ?? "")\($0.agrees ? "" : " (\($0.lines) lines)")"
        }.joined(separator: ", "),
        Format.count(query.linesWithCopies),
      ]
    }
    return table(
      "Queries",
      [
        "Query", "Best 50", "All", "HTTP", "zoekt ÷ ours, best", "all", "Processes: theirs ÷ ours", "Lines",
      ], rows)
  }
}

/// What the pairs say over all queries.
struct PairSummary {
  var tool: String
  var mode: String
  var queries: Int
  var ownMedian: Double
  var peerMedian: Double
  var ownP99: Double
  var peerP99: Double
  /// Over the medians of the queries' ratios.
  var ratio: Report.Spread
  /// Of the processor time of all queries together.
  var cpuRatio: Double
  /// Queries that the peer answered sooner.
  var losses: Int
  /// Queries with another number of lines.
  var differ: Int

  static func all(_ report: Report) -> [PairSummary] {
    ["best", "all"].compactMap { mode in
      let pairs = report.queries.compactMap { $0.pairs?.first { $0.mode == mode } }
      guard let first = pairs.first else { return nil }
      let own = pairs.map(\.own.p50)
      let peer = pairs.map(\.peer.p50)
      let ownCPU = pairs.reduce(0) { $0 + $1.ownCPUMilliseconds }
      return PairSummary(
        tool: first.tool, mode: mode, queries: pairs.count, ownMedian: percentile(own, 0.5),
        peerMedian: percentile(peer, 0.5), ownP99: percentile(own, 0.99), peerP99: percentile(peer, 0.99),
        ratio: Report.Spread(pairs.map(\.ratio.median)),
        cpuRatio: pairs.reduce(0) { $0 + $1.peerCPUMilliseconds } / max(ownCPU, 0.001),
        losses: pairs.count { $0.ratio.median < 1 }, differ: pairs.count { $0.agrees == false })
    }
  }
}
