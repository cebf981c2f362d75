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
  static func newest<Report: Decodable>(_ prefix: String, as: Report.Type) -> (
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

  /// `, commit 1a2b3c`; nothing for a run that did not know it.
  static func commit(_ name: String) -> HTML {
    name.isEmpty || name == "unknown" ? HTML() : ", commit <code>\(name)</code>"
  }

  static func tenths(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "–" : Figure.number(Double(part * 1000 / whole) / 10) + " %"
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
      \(chart(seen))
      \(Figure.table("Templates of logs", head: head, rows: means + heldOut))
      <details><summary>Each log</summary>
      \(Figure.table("Each log", head: head, rows: each))
      </details>
      \(speed(report))
      <p class="muted"><a href="\(address)">Raw data</a>\(Self.commit(report.commit)).</p>
      """
  }

  /// The means of each miner, by measure.
  private func chart(_ rows: [TemplateReport.Row]) -> HTML {
    func mean(_ miner: String, _ value: (TemplateReport.Row) -> Double?) -> Double {
      let values = rows.filter { $0.miner == miner }.compactMap(value)
      return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) * 100
    }
    let measures: [(String, (TemplateReport.Row) -> Double?)] = [
      ("GA", { $0.ga }), ("FGA", { $0.fga }), ("PA", { $0.pa }), ("FTA", { $0.fta }), ("PA, strict", { $0.paStrict }),
      ("FTA, strict", { $0.ftaStrict }),
    ]
    return dots(
      "miners", rows: measures.map { ($0.0, mean("alidade", $0.1), mean("drain3", $0.1)) },
      caption: "Means over the sixteen logs, in percent. Circles: Alidade. Squares: Drain3.",
      names: ("Measure", "Alidade", "Drain3"))
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
