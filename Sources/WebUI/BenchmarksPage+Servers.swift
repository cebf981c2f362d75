extension BenchmarksPage {
  /// "Beside another server": over HTTP on both sides; nothing when no run had one.
  var servers: HTML? {
    guard let run = runs.first(where: { $0.report.queries.contains { $0.pairs?.isEmpty == false } }) else {
      return nil
    }
    let report = run.report
    return """
      <h2 id="servers">Beside another server</h2>
      <p>Alidade and zoekt, a code search with an index of the same files, asked the same over HTTP in turn, on \
      \(report.date.prefix(10)) at <code>\(report.commit)</code>: the best 50 files with at most 500 lines, and all matches \
      counted. The ratio is zoekt's time to ours in each round; how far zoekt looks for the best is its own choice.</p>
      \(pairSummary(report))
      \(load(report))
      \(threads(report))
      \(cold(report))
      <details><summary>Each query</summary>
      \(pairTable(report))
      </details>
      <p class="muted"><a href="\(run.address)">Raw data</a></p>
      """
  }

  private func pairSummary(_ report: BenchmarkReport) -> HTML {
    var rows: [HTML] = []
    var sums: [String] = []
    for (mode, name) in [("best", "best 50"), ("all", "all counted")] {
      let pairs = report.queries.compactMap { $0.pairs?.first { $0.mode == mode } }
      guard !pairs.isEmpty else { continue }
      let ratios = pairs.map(\.ratio.median)
      func times(_ times: [Double]) -> HTML {
        "\(Figure.cell(Self.time(BenchmarkReport.percentile(times, 0.5))))\(Figure.cell(Self.time(BenchmarkReport.percentile(times, 0.99))))"
      }
      rows.append(
        """
        <tr><th scope="row">\(name)</th>\(Figure.cell(Format.count(pairs.count)))\
        \(times(pairs.map(\.own.p50)))\(times(pairs.map(\.peer.p50)))\
        \(Figure.cell(ratio(BenchmarkReport.percentile(ratios, 0.5))))\
        \(Figure.cell(ratio(BenchmarkReport.percentile(ratios, 0.25)) + " to " + ratio(BenchmarkReport.percentile(ratios, 0.75))))\
        \(Figure.cell(Format.count(ratios.count { $0 < 1 })))</tr>

        """)
      let processor =
        pairs.reduce(0) { $0 + $1.peerCPUMilliseconds }
        / max(0.001, pairs.reduce(0) { $0 + $1.ownCPUMilliseconds })
      sums.append("\(ratio(processor)) (\(name))")
    }
    let compared = report.queries.compactMap { $0.pairs?.first?.agrees }
    return """
      \(Figure.table(
        "Beside zoekt",
        head: [
          Figure.column("Asked for"), Figure.numbers("Queries"), Figure.numbers("Ours, median"),
          Figure.numbers("99 in 100"), Figure.numbers("Its, median"), Figure.numbers("99 in 100"),
          Figure.numbers("Ratio"), Figure.numbers("Middle half"), Figure.numbers("It is faster"),
        ], rows: rows))
      <p>For all queries together it takes \(sums.joined(separator: " and ")) our processor time. The lines are not the same for \
      \(Format.count(compared.count { !$0 })) of \(Format.count(compared.count)) queries, which the table of each query shows.</p>
      """
  }

  private func ratio(_ value: Double) -> String {
    Figure.number((value * 10).rounded() / 10) + " ×"
  }

  private func load(_ report: BenchmarkReport) -> HTML {
    let rows = (report.load ?? []).map { load -> HTML in
      """
      <tr><th scope="row">\(load.tool)</th>\(Figure.cell(Format.count(load.clients)))\
      \(Figure.cell(Figure.number((load.perSecond * 10).rounded() / 10)))\(Figure.cell(Self.time(load.latency.p50)))\
      \(Figure.cell(Self.time(load.latency.p99)))\(Figure.cell(Self.time(load.cpuMillisecondsPerRequest)))\
      \(Figure.cell(Format.count(load.errors)))\(Figure.cell(Format.bytes(load.ownBytes)))\
      \(Figure.cell(Format.bytes(load.residentBytes)))</tr>

      """
    }
    guard !rows.isEmpty else { return HTML() }
    return """
      <h3>Clients at once</h3>
      <p>Each asks for the best 50 files, one query after the other, in an order of its own. Memory is what the server holds \
      afterwards: its own, and all that is resident, with mapped files.</p>
      \(Figure.table(
        "Clients at once",
        head: [
          Figure.column("Server"), Figure.numbers("Clients"), Figure.numbers("Answers a second"), Figure.numbers("Median"),
          Figure.numbers("99 in 100"), Figure.numbers("Processor each"), Figure.numbers("Errors"),
          Figure.numbers("Own memory"), Figure.numbers("Resident"),
        ], rows: rows))
      """
  }

  private func threads(_ report: BenchmarkReport) -> HTML {
    let rows = (report.threads ?? []).map { part -> HTML in
      """
      <tr><th scope="row">\(part.mode == "best" ? "best 50" : "all counted")</th>\(Figure.cell(Format.count(part.threads)))\
      \(Figure.cell(Self.time(part.p50)))\(Figure.cell(Self.time(part.p95)))\(Figure.cell(Self.time(part.p99)))\
      \(Figure.cell(Self.time(part.max)))</tr>

      """
    }
    guard !rows.isEmpty else { return HTML() }
    return """
      <h3>One thread and several</h3>
      \(Figure.table(
        "One thread and several",
        head: [
          Figure.column("In process"), Figure.numbers("Threads"), Figure.numbers("Median"), Figure.numbers("95 in 100"),
          Figure.numbers("99 in 100"), Figure.numbers("Slowest"),
        ], rows: rows))
      """
  }

  private func cold(_ report: BenchmarkReport) -> HTML {
    let rows = (report.cold ?? []).map { cold -> HTML in
      """
      <tr><th scope="row"><code>\(cold.query)</code></th>\(Figure.cell(Self.time(cold.wallMilliseconds)))\
      \(Figure.cell(Format.bytes(cold.readBytes)))\(Figure.cell(Self.time(cold.warmMilliseconds)))</tr>

      """
    }
    guard !rows.isEmpty else { return HTML() }
    return """
      <h3>Nothing in memory</h3>
      <p>The index is opened and asked once after the system has forgotten its files, then asked again.</p>
      \(Figure.table(
        "Nothing in memory",
        head: [Figure.column("Query"), Figure.numbers("Cold"), Figure.numbers("Read"), Figure.numbers("Again")], rows: rows))
      """
  }

  private func pairTable(_ report: BenchmarkReport) -> HTML {
    let rows = report.queries.compactMap { query -> HTML? in
      guard let best = query.pairs?.first(where: { $0.mode == "best" }),
        let all = query.pairs?.first(where: { $0.mode == "all" })
      else { return nil }
      let lines: String =
        switch best.agrees {
        case true?: "the same"
        case false?: best.peerLines.map { Format.count($0) } ?? "other"
        case nil: "–"
        }
      return """
        <tr><th scope="row"><code>\(query.query)</code></th>\(Figure.cell(Self.time(best.own.p50)))\
        \(Figure.cell(Self.time(best.peer.p50)))\(Figure.cell(ratio(best.ratio.median)))\(Figure.cell(Self.time(all.own.p50)))\
        \(Figure.cell(Self.time(all.peer.p50)))\(Figure.cell(ratio(all.ratio.median)))\(Figure.cell(lines))</tr>

        """
    }
    return Figure.table(
      "Each query beside zoekt",
      head: [
        Figure.column("Query"), Figure.numbers("Best 50"), Figure.numbers("Its"), Figure.numbers("Ratio"),
        Figure.numbers("All"), Figure.numbers("Its"), Figure.numbers("Ratio"), Figure.numbers("Its lines"),
      ], rows: rows)
  }
}
