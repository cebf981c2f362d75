extension BenchmarksPage {
  /// Whole processes, in turn, counting the same lines.
  func peers(_ report: BenchmarkReport) -> HTML {
    var tools: [String] = []
    for peer in report.queries.flatMap(\.peers) where !tools.contains(peer.tool) { tools.append(peer.tool) }
    guard !tools.isEmpty else { return "<p>This run measured no other program.</p>" }
    let rows = tools.map { tool -> HTML in
      let peers = report.queries.flatMap(\.peers).filter { $0.tool == tool }
      let times = peers.map(\.wallMilliseconds)
      let differing = peers.count { !$0.agrees }
      return """
        <tr><th scope="row">\(tool)</th>\(Figure.cell(Format.count(peers.count)))\
        \(Figure.cell(Self.time(BenchmarkReport.percentile(times, 0.5))))\
        \(Figure.cell(Self.time(BenchmarkReport.percentile(times, 0.95))))\(Figure.cell(Self.time(times.max() ?? 0)))\
        \(Figure.cell(Format.count(differing)))</tr>

        """
    }
    return """
      <p>One process for each query and program, in turn, on the same files: all matching lines counted, on \
      \(report.date.prefix(10)) at <code>\(report.commit)</code>. ripgrep reads the files \
      anew each time, which is what it is for; codesearch has an index of grams of whole files and no contents.</p>
      \(Figure.table(
        "Programs",
        head: [
          Figure.column("Program"), Figure.numbers("Queries"), Figure.numbers("Median"), Figure.numbers("95 in 100"),
          Figure.numbers("Slowest"), Figure.numbers("Other number of lines"),
        ], rows: rows))
      <p class="muted">codesearch leaves out files with very long lines or bytes that are not UTF-8, which explains most of its \
      differences.</p>
      """
  }

  func builds(_ report: BenchmarkReport) -> HTML {
    // A newer run may have measured fewer kinds.
    var kinds = report.builds
    for build in comparison?.report.builds ?? [] where !kinds.contains(where: { $0.kind == build.kind }) {
      kinds.append(build)
    }
    let rows = kinds.map { build -> HTML in
      """
      <tr><th scope="row">\(build.kind)</th>\(Figure.cell(Self.time(build.wallSeconds * 1000)))\
      \(Figure.cell(Self.time(build.cpuSeconds * 1000)))\(Figure.cell(Format.bytes(build.peakMemoryBytes)))\
      \(Figure.cell(Format.bytes(build.indexBytes)))\
      \(Figure.cell(Figure.number((build.bytesPerTextByte * 1000).rounded() / 1000) + " ×"))</tr>

      """
    }
    let others = (runs.compactMap(\.report.peerBuilds).first ?? []).map { build -> HTML in
      """
      <tr><th scope="row">\(build.tool)</th>\(Figure.cell(Self.time(build.wallSeconds * 1000)))\
      \(Figure.cell(Self.time(build.cpuSeconds * 1000)))\(Figure.cell("–"))\(Figure.cell(Format.bytes(build.indexBytes)))\
      \(Figure.cell(Figure.number((Double(build.indexBytes) / Double(max(report.corpus.textBytes, 1)) * 1000).rounded() / 1000) + " ×"))</tr>

      """
    }
    let start = report.start.map { start -> HTML in
      """
      <p>A new process has the index open after \(Self.time(start.openMilliseconds)) and its first answer \
      \(Self.time(start.firstQueryMilliseconds)) later\
      \(start.privateMemoryBytes.map { "; after all queries it holds \(Format.bytes($0)) of its own" } ?? "").</p>
      """
    }
    return """
      \(Figure.table(
        "Builds",
        head: [
          Figure.column("Kind"), Figure.numbers("Wall"), Figure.numbers("Processor"), Figure.numbers("Memory"),
          Figure.numbers("Size"), Figure.numbers("To the text"),
        ], rows: rows + others))
      \(start)
      """
  }

  func goals(_ report: BenchmarkReport) -> HTML {
    let rows = report.goals.map { goal -> HTML in
      """
      <tr><th scope="row">\(goal.text)</th>\(Figure.cell("\(Figure.number(goal.goal)) \(goal.unit)"))\
      \(Figure.cell("\(Figure.number(goal.measured)) \(goal.unit)"))\
      <td>\(goal.isMet ? "met" : "<b class=\"missed\">missed</b>" as HTML)</td></tr>

      """
    }
    return Figure.table(
      "Goals",
      head: [
        Figure.column("What"), Figure.numbers("At most"), Figure.numbers("Measured"), Figure.column("Met"),
      ], rows: rows)
  }

  func machine(_ run: Run) -> HTML {
    let report = run.report
    let tools = report.tools.sorted { $0.key < $1.key }.map { name, version -> HTML in
      "<div><dt>\(name)</dt><dd>\(version)</dd></div>\n"
    }
    let runs = report.queries.flatMap { [$0.best.latency.runs, $0.all.latency.runs] }
    let busy: HTML? =
      report.machine.loadAverage > 0.2
      ? """
      <p class="notice warn">Other programs were running (load \(Figure.number(report.machine.loadAverage)) at the start): \
      on an idle machine the times are shorter.</p>
      """
      : nil
    let command = report.command?.joined(separator: " ") ?? "./scripts/bench --corpus \(report.corpus.name)"
    return """
      \(busy)
      <dl class="times">
      <div><dt>processor</dt><dd>\(report.machine.processor), \(Format.count(report.machine.cores, "core"))</dd></div>
      <div><dt>memory</dt><dd>\(Format.bytes(report.machine.memoryBytes))</dd></div>
      <div><dt>system</dt><dd>\(report.machine.system)</dd></div>
      <div><dt>kernel</dt><dd>\(report.machine.kernel ?? "not recorded by this run")</dd></div>
      <div><dt>sources</dt><dd><code>\(report.commit)</code></dd></div>
      <div><dt>date</dt><dd>\(report.date)</dd></div>
      <div><dt>runs of each query and mode</dt><dd>\(runs.min() ?? 0) to \(runs.max() ?? 0), after one to warm up</dd></div>
      \(tools)</dl>
      <p>To repeat it:</p>
      <pre class="listing" tabindex="0" role="region" aria-label="Command">\(command)</pre>
      <p><a href="\(run.address)">The raw data as JSON</a> · <a href="/docs/benchmarks">what each number means</a></p>
      """
  }

  func queryTable(_ report: BenchmarkReport) -> HTML {
    let rows = report.queries.map { query -> HTML in
      """
      <tr><th scope="row"><code>\(query.query)</code></th><td>\(query.kind)</td>\(mode(query.best))\(mode(query.all))\
      \(Figure.cell(Format.count(query.all.matches)))</tr>

      """
    }
    return """
      <details><summary>\(Format.count(report.queries.count, "query", plural: "queries")) with median, 95 in 100 and slowest \
      run</summary>
      \(Figure.table(
        "Queries",
        head: [
          Figure.column("Query"), Figure.column("Kind"), Figure.numbers("Best 50"), Figure.numbers("95 in 100"),
          Figure.numbers("slowest"), Figure.numbers("All"), Figure.numbers("95 in 100"), Figure.numbers("slowest"),
          Figure.numbers("Matches"),
        ], rows: rows))
      </details>
      """
  }

  private func mode(_ mode: BenchmarkReport.Mode) -> HTML {
    """
    \(Figure.cell(Self.time(mode.latency.p50)))\(Figure.cell(Self.time(mode.latency.p95)))\
    \(Figure.cell(Self.time(mode.latency.max)))
    """
  }

  /// Medians from run to run.
  var history: HTML {
    let rows = runs.map { run -> HTML in
      """
      <tr><th scope="row">\(run.report.date.prefix(16))</th><td><code>\(run.report.commit)</code></td><td>\(run.report.corpus.name)</td>\
      \(Figure.cell(Self.time(run.report.median(\.best))))\(Figure.cell(Self.time(run.report.median(\.all))))\
      \(Figure.cell(Figure.number(run.report.machine.loadAverage)))<td><a href="\(run.address)">JSON</a></td></tr>

      """
    }
    return Figure.table(
      "Runs",
      head: [
        Figure.column("Date"), Figure.column("Sources"), Figure.column("Corpus"),
        Figure.numbers("Best 50, median"),
        Figure.numbers("All, median"), Figure.numbers("Load"), Figure.column("Data"),
      ], rows: rows)
  }
}
