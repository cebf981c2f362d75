import Foundation

/// What `Benchmarks statements` wrote: how often the statement that wrote a line is found.
struct StatementReport: Codable, Sendable {
  struct Run: Codable, Sendable {
    var name: String
    var sites: Int
    var skeletons: Int
    var repositories: [String]
    var millisecondsMedian: Double
    var millisecondsP99: Double
    var millisecondsWorst: Double
    var halves: [Half]
  }

  /// Lines of repositories and systems that the rules were made with, or of those that they were not.
  struct Half: Codable, Sendable {
    var name: String
    var rows: [Row]
    var negatives: Int
    var falseAccepts: Int
    var curve: [Point]
  }

  struct Row: Codable, Sendable {
    var group: String
    var cases: Int
    var exact: Int
    var tied: Int
    var three: Int
    var confident: Int
    var confidentRight: Int

    /// "all synthetic" and the like are sums of the others.
    var isSum: Bool { group.hasPrefix("all ") }
  }

  struct Point: Codable, Sendable {
    var bits: Double
    var falseAccepts: Int
    var confident: Int
    var confidentRight: Int
  }

  var date: String
  var commit: String
  var command: String
  var runs: [Run]

  /// The start of the names of such reports.
  static let prefix = "docs/benchmarks/statements-"
}

/// What `Benchmarks templates` and `Benchmarks log-speed` wrote: how well and how fast logs are read.
struct TemplateReport: Codable, Sendable {
  struct Row: Codable, Sendable {
    var log: String
    var miner: String
    var isHeldOut: Bool
    var lines: Int
    var templates: Int
    var ga: Double
    var fga: Double
    var pa: Double?
    var fta: Double?
    var paStrict: Double?
    var ftaStrict: Double?
  }

  struct Speed: Codable, Sendable {
    var log: String
    var lines: Int
    var bytes: Int
    var cpuSeconds: Double
    var linesPerSecond: Double
    var peakMemoryBytes: Int
    var templates: Int
    var miner: String
  }

  var date: String
  var commit: String
  var command: String
  var rows: [Row]
  var speed: [Speed]

  /// The start of the names of such reports.
  static let prefix = "docs/benchmarks/templates-"
}

extension BenchmarksPage {
  /// The newest report whose name begins so.
  private static func newest<Report: Decodable>(_ prefix: String, as: Report.Type) -> (
    report: Report, address: String
  )? {
    Documents.paths.filter { $0.hasPrefix(prefix) }.max().flatMap { path in
      // A report that cannot be read is a mistake that a test finds.
      guard let text = Documents.text(path),
        let report = try? JSONDecoder().decode(Report.self, from: Data(text.utf8))
      else { return nil }
      return (report, "/assets/benchmarks/" + path.dropFirst("docs/benchmarks/".count))
    }
  }

  private static func share(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "–" : Figure.number(Double(part * 1000 / whole) / 10) + " %"
  }

  // MARK: Statements

  /// "From a line to its statement"; nothing when this build holds no measurement of it.
  var statements: HTML? {
    guard let (report, address) = Self.newest(StatementReport.prefix, as: StatementReport.self),
      let first = report.runs.first
    else { return nil }
    let tables = report.runs.map(runView)
    return """
      <h2 id="statements">From a line to its statement</h2>
      <p>Lines of logs whose statement is known, and what is found among \(Format.count(first.sites)) emit sites of \
      \(Format.count(first.repositories.count, "repository", plural: "repositories")), without what headers say of class, \
      file or level. Real lines are of programs that name file and line, which are hidden; synthetic ones are statements \
      filled with values, a fourth of which hold texts of other statements. Negatives are lines of systems that are not \
      indexed: each statement that is named for one is a false accept. “Unseen” are repositories and systems that no rule \
      was made with. Precision and recall are at the gate below which Alidade says “no confident source”.</p>
      \(tables)
      <p class="muted">A message: \(Self.time(first.millisecondsMedian)) of processor at the median, \
      \(Self.time(first.millisecondsP99)) at p99. <a href="\(address)">Raw data</a>, commit <code>\(report.commit)</code>.</p>
      """
  }

  private func runView(_ run: StatementReport.Run) -> HTML {
    let halves = run.halves.map { half -> HTML in
      let rows = half.rows.sorted { ($0.isSum ? 0 : 1, $0.group) < ($1.isSum ? 0 : 1, $1.group) }
      let body = rows.map { row -> HTML in
        """
        <tr><th scope="row">\(row.group)</th>\(Figure.cell(Format.count(row.cases)))\
        \(Figure.cell(Self.share(row.exact, of: row.cases)))\(Figure.cell(Self.share(row.tied, of: row.cases)))\
        \(Figure.cell(Self.share(row.three, of: row.cases)))\(Figure.cell(Self.share(row.confidentRight, of: row.confident)))\
        \(Figure.cell(Self.share(row.confidentRight, of: row.cases)))</tr>

        """
      }
      let accepts: HTML =
        half.negatives == 0
        ? ""
        : """
        <p>False accepts: \(half.falseAccepts) of \(Format.count(half.negatives)) lines, \
        <strong>\(Self.share(half.falseAccepts, of: half.negatives))</strong>.</p>
        \(curve(half))
        """
      return """
        <h3>\(run.name), \(half.name)</h3>
        \(Figure.table(
          "\(run.name), \(half.name)",
          head: [
            Figure.column("Lines"), Figure.numbers("Cases"), Figure.numbers("Top-1 exact"), Figure.numbers("Top-1 with ties"),
            Figure.numbers("Top-3"), Figure.numbers("Precision"), Figure.numbers("Recall"),
          ], rows: body))
        \(accepts)
        """
    }
    return "\(halves)"
  }

  /// What other gates would give.
  private func curve(_ half: StatementReport.Half) -> HTML {
    let cases = half.rows.filter(\.isSum).reduce(0) { $0 + $1.cases }
    let rows = half.curve.map { point -> HTML in
      """
      <tr><th scope="row">\(Figure.number(point.bits))</th>\(Figure.cell(Self.share(point.falseAccepts, of: half.negatives)))\
      \(Figure.cell(Self.share(point.confidentRight, of: point.confident)))\
      \(Figure.cell(Self.share(point.confidentRight, of: cases)))</tr>

      """
    }
    return """
      <details><summary>The gate with more bits or fewer</summary>
      \(Figure.table(
        "The gate with more bits or fewer",
        head: [
          Figure.column("Bits more"), Figure.numbers("False accepts"), Figure.numbers("Precision"), Figure.numbers("Recall"),
        ], rows: rows))
      </details>
      """
  }

  // MARK: Templates

  /// "Templates of logs"; nothing when this build holds no measurement of it.
  var templates: HTML? {
    guard let (report, address) = Self.newest(TemplateReport.prefix, as: TemplateReport.self),
      !report.rows.isEmpty
    else { return nil }
    func score(_ value: Double?) -> HTML {
      Figure.cell(value.map { String(Int(($0 * 1000).rounded())) } ?? "–")
    }
    func row(_ name: String, _ row: TemplateReport.Row) -> HTML {
      """
      <tr><th scope="row">\(name)</th><td>\(row.miner)</td>\(score(row.ga))\(score(row.fga))\(score(row.pa))\(score(row.fta))\
      \(score(row.paStrict))\(score(row.ftaStrict))\(Figure.cell(Format.count(row.templates)))</tr>

      """
    }
    let seen = report.rows.filter { !$0.isHeldOut }
    let miners = ["alidade", "alidade, raw lines", "drain3"].filter { name in
      seen.contains { $0.miner == name }
    }
    let means = miners.map { name -> HTML in
      let rows = seen.filter { $0.miner == name }
      func mean(_ path: KeyPath<TemplateReport.Row, Double?>) -> Double {
        rows.compactMap { $0[keyPath: path] }.reduce(0, +) / Double(rows.count)
      }
      var sum = rows[0]
      sum.ga = rows.map(\.ga).reduce(0, +) / Double(rows.count)
      sum.fga = rows.map(\.fga).reduce(0, +) / Double(rows.count)
      (sum.pa, sum.fta) = (mean(\.pa), mean(\.fta))
      (sum.paStrict, sum.ftaStrict) = (mean(\.paStrict), mean(\.ftaStrict))
      sum.templates = rows.map(\.templates).reduce(0, +)
      return row("Mean of \(rows.count)", sum)
    }
    let heldOut = report.rows.filter(\.isHeldOut).map { row($0.log + ", held out", $0) }
    let each = seen.filter { $0.miner != "alidade, raw lines" }.map { row($0.log, $0) }
    let head = [
      Figure.column("Log"), Figure.column("Miner"), Figure.numbers("GA"), Figure.numbers("FGA"),
      Figure.numbers("PA"),
      Figure.numbers("FTA"), Figure.numbers("PA, strict"), Figure.numbers("FTA, strict"),
      Figure.numbers("Templates"),
    ]
    return """
      <h2 id="templates">Templates of logs</h2>
      <p>Loghub-2k's sixteen logs, one configuration for all, in thousandths; Drain3 in the same run, in one configuration \
      with the masks of its own example. GA and FGA judge groups, against the original truth; PA and FTA judge texts, against \
      the corrected one. For PA and FTA numbers, paths and neighbouring holes are made equal in truth and answers before \
      they are compared; “strict” compares letter by letter, as published figures do. The rules were made while looking at \
      these logs. Held-out logs were not looked at: their lines name the statement that wrote them, so groups are known \
      and texts are not.</p>
      \(Figure.table("Templates of logs", head: head, rows: means + heldOut))
      <details><summary>Each log</summary>
      \(Figure.table("Each log", head: head, rows: each))
      </details>
      \(speed(report))
      <p class="muted"><a href="\(address)">Raw data</a>, commit <code>\(report.commit)</code>.</p>
      """
  }

  private func speed(_ report: TemplateReport) -> HTML {
    if report.speed.isEmpty { return HTML() }
    let rows = report.speed.map { speed -> HTML in
      """
      <tr><th scope="row">\(speed.log)</th><td>\(speed.miner)</td>\(Figure.cell(Format.count(speed.lines)))\
      \(Figure.cell(Format.bytes(speed.bytes)))\(Figure.cell(Self.time(speed.cpuSeconds * 1000)))\
      \(Figure.cell(Format.count(Int(speed.linesPerSecond))))\(Figure.cell(Format.bytes(speed.peakMemoryBytes)))\
      \(Figure.cell(Format.count(speed.templates)))</tr>

      """
    }
    return """
      <p>Speed, on one core: finding the format, redaction and templates; Drain3 gets messages without headers and redacts \
      nothing.</p>
      \(Figure.table(
        "Speed of reading logs",
        head: [
          Figure.column("Log"), Figure.column("Reader"), Figure.numbers("Lines"), Figure.numbers("Size"),
          Figure.numbers("Processor"), Figure.numbers("Lines a second"), Figure.numbers("Peak memory"),
          Figure.numbers("Templates"),
        ], rows: rows))
      """
  }
}
