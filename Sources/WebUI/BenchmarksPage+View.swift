extension BenchmarksPage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description =
      "Measured: building, opening and searching an index, beside ripgrep and codesearch, with the losses."
    guard let run = main else {
      return Frame.page(
        title: "Benchmarks", context: context,
        content:
          "<h1>Benchmarks</h1><p>This build holds no measurements. <code>./scripts/bench</code> makes some.</p>"
      )
    }
    context.alternates.append(.init(type: "application/json", address: run.address, title: "Raw data"))
    let report = run.report
    let compared = comparison?.report ?? report
    let content: HTML = """
      <article class="essay bench">
      <h1>Benchmarks</h1>
      <p class="lead">\(Format.count(report.queries.count, "query", plural: "queries")) of all kinds on \(report.corpus.name): \
      \(Format.count(report.corpus.documents, "file")), \(Format.bytes(report.corpus.textBytes)) of text. What is slow is on \
      this page too.</p>
      \(headline(report))
      <h2 id="losses">Where it loses</h2>
      \(losses(report, beside: compared))
      <h2 id="queries">By kind of query</h2>
      \(chart(report))
      <h2 id="peers">Beside other programs</h2>
      \(peers(compared))
      \(servers)
      \(structure)
      \(relevance)
      <h2 id="build">The index</h2>
      \(builds(report))
      \(scale)
      \(symbols)
      \(navigation)
      \(latency)
      \(statements)
      \(templates)
      <h2 id="goals">Goals</h2>
      \(goals(report))
      <h2 id="machine">Machine, versions, commands</h2>
      \(machine(run))
      <h2 id="all">Every query</h2>
      \(queryTable(report))
      <h2 id="runs">Runs</h2>
      \(history)
      </article>
      """
    return Frame.page(title: "Benchmarks", context: context, content: content)
  }

  static func time(_ milliseconds: Double) -> String { Format.duration(.seconds(milliseconds / 1000)) }

  private func headline(_ report: BenchmarkReport) -> HTML {
    func facts(_ name: String, _ mode: KeyPath<BenchmarkReport.QueryReport, BenchmarkReport.Mode>) -> HTML {
      let times = report.queries.map { $0[keyPath: mode].latency.p50 }
      return """
        <tr><th scope="row">\(name)</th>\(Figure.cell(Self.time(BenchmarkReport.percentile(times, 0.5))))\
        \(Figure.cell(Self.time(BenchmarkReport.percentile(times, 0.95))))\(Figure.cell(Self.time(times.max() ?? 0)))</tr>

        """
    }
    let http = report.queries.compactMap(\.http).map(\.p50)
    let overHTTP: HTML? =
      http.isEmpty
      ? nil
      : """
      <tr><th scope="row">the same over HTTP, as JSON</th>\(Figure.cell(Self.time(BenchmarkReport.percentile(http, 0.5))))\
      \(Figure.cell(Self.time(BenchmarkReport.percentile(http, 0.95))))\(Figure.cell(Self.time(http.max() ?? 0)))</tr>

      """
    return Figure.table(
      "Times over the queries",
      head: [
        Figure.column("Warm, in process"), Figure.numbers("Median"), Figure.numbers("95 in 100"),
        Figure.numbers("Slowest query"),
      ],
      rows: [
        facts("best 50 files with their lines", \.best), overHTTP ?? HTML(),
        facts("all matches counted", \.all),
      ])
  }

  /// Queries that take longest, and those another program answers sooner.
  private func losses(_ report: BenchmarkReport, beside other: BenchmarkReport) -> HTML {
    let slowest = report.queries.sorted { $0.best.latency.p50 > $1.best.latency.p50 }.prefix(5)
    let slow = slowest.map { query -> HTML in
      """
      <tr><th scope="row"><code>\(query.query)</code></th><td>\(query.kind)</td>\
      \(Figure.cell(Self.time(query.best.latency.p50)))\(Figure.cell(Self.time(query.all.latency.p50)))</tr>

      """
    }
    var lost: [(query: String, tool: String, ours: Double, theirs: Double)] = []
    for query in other.queries {
      guard let ours = query.peers.first(where: { $0.tool == "alidade" }) else { continue }
      for peer in query.peers where peer.tool != "alidade" && peer.wallMilliseconds < ours.wallMilliseconds {
        lost.append((query.query, peer.tool, ours.wallMilliseconds, peer.wallMilliseconds))
      }
    }
    let worst = lost.sorted { $0.ours / max($0.theirs, 0.1) > $1.ours / max($1.theirs, 0.1) }.prefix(8)
    let peerRows = worst.map { loss -> HTML in
      """
      <tr><th scope="row"><code>\(loss.query)</code></th><td>\(loss.tool)</td>\(Figure.cell(Self.time(loss.theirs)))\
      \(Figure.cell(Self.time(loss.ours)))</tr>

      """
    }
    let missed = report.goals.filter { !$0.isMet }
    let others: HTML =
      worst.isEmpty
      ? "<p>No other program was faster for any query of this run.</p>"
      : """
      <p>As a process started for one query, counting all matching lines, another program was faster \
      \(Format.count(lost.count, "time")). Most of that is start-up: opening the index costs more than a rare word is \
      worth.</p>
      \(Figure.table(
        "Queries others answer sooner",
        head: [
          Figure.column("Query"), Figure.column("Program"), Figure.numbers("Its time"), Figure.numbers("Ours"),
        ], rows: peerRows))
      """
    return """
      <p>Patterns made of classes alone have nothing an index could look up; their text is read, and the best 50 take as long as \
      it takes to find 50.\(missed.isEmpty ? "" : " \(Format.count(missed.count, "goal")) of our own are missed: see below.")</p>
      \(Figure.table(
        "Slowest queries",
        head: [
          Figure.column("The slowest queries"), Figure.column("Kind"), Figure.numbers("Best 50"),
          Figure.numbers("All matches"),
        ], rows: slow))
      \(others)
      """
  }

  /// Medians by kind on a logarithmic scale, with the spread.
  private func chart(_ report: BenchmarkReport) -> HTML {
    var kinds: [String] = []
    for query in report.queries where !kinds.contains(query.kind) { kinds.append(query.kind) }
    let left = 110
    let width = 720
    let rowHeight = 34
    let height = kinds.count * rowHeight + 30
    // From 0.01 ms to 10 s, in decades.
    func x(_ milliseconds: Double) -> Double {
      Double(left) + (Self.log10(max(milliseconds, 0.01)) + 2) / 6 * Double(width - left - 20)
    }
    var marks = HTML()
    for (power, label) in ["10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s", "10 s"].enumerated() {
      let place = Figure.number(Double(left) + Double(power) / 6 * Double(width - left - 20))
      marks += """
        <path class="grid-line" d="M\(place) 0V\(height - 22)"/><text class="label" x="\(place)" y="\(height - 6)">\(label)</text>
        """
    }
    var rows: [HTML] = []
    for (index, kind) in kinds.enumerated() {
      let queries = report.queries.filter { $0.kind == kind }
      let y = index * rowHeight + 18
      marks += "<text class=\"label end\" x=\"\(left - 10)\" y=\"\(y + 4)\">\(kind)</text>"
      var cells = HTML()
      for (mode, style, offset) in [(\BenchmarkReport.QueryReport.best, "m1", -5), (\.all, "m2", 6)] {
        let times = queries.map { $0[keyPath: mode].latency.p50 }
        let median = BenchmarkReport.percentile(times, 0.5)
        marks += """
          <path class="spread \(style)" d="M\(Figure.number(x(times.min() ?? 0))) \(y + offset)H\(Figure.number(x(times.max() ?? 0)))"/>
          """
        marks +=
          offset < 0
          ? "<circle class=\"\(style)\" cx=\"\(Figure.number(x(median)))\" cy=\"\(y + offset)\" r=\"5\"/>"
          : """
          <rect class="\(style)" x="\(Figure.number(x(median) - 4.5))" y="\(y + offset - 4)" width="9" height="9"/>
          """
        cells += Figure.cell(Self.time(median)) + Figure.cell(Self.time(times.max() ?? 0))
      }
      rows.append(
        "<tr><th scope=\"row\">\(kind)</th>\(Figure.cell(Format.count(queries.count)))\(cells)</tr>\n")
    }
    return Figure.view(
      "kinds",
      caption: """
        Medians of the queries of each kind, with the range from the fastest to the slowest, on a logarithmic scale. Circles: \
        best 50 files. Squares: all matches counted.
        """,
      drawing: """
        <div class="draw" tabindex="0" role="region" aria-label="Chart of medians by kind">\
        <svg viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
        aria-label="Medians by kind of query; the table below has the numbers">\(marks)</svg></div>
        """,
      twin: Figure.table(
        "Medians by kind",
        head: [
          Figure.column("Kind"), Figure.numbers("Queries"), Figure.numbers("Best 50, median"),
          Figure.numbers("slowest"), Figure.numbers("All, median"), Figure.numbers("slowest"),
        ], rows: rows))
  }

  /// log₁₀ of a positive number, near enough for a chart.
  private static func log10(_ value: Double) -> Double {
    var mantissa = value
    var whole = 0.0
    while mantissa >= 10 { mantissa /= 10; whole += 1 }
    while mantissa < 1 { mantissa *= 10; whole -= 1 }
    var fraction = 0.0
    var bit = 0.5
    for _ in 0..<12 {
      mantissa *= mantissa
      if mantissa >= 10 { mantissa /= 10; fraction += bit }
      bit /= 2
    }
    return whole + fraction
  }
}

private func + (left: HTML, right: HTML) -> HTML {
  var sum = left
  sum += right
  return sum
}
