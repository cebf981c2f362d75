/// The report that `scripts/bench-scale.py` writes: how costs grow with text, repositories, revisions and users.
struct ScaleReport: Codable, Sendable {
  /// A cost at each of the sizes.
  struct Cost: Codable, Sendable {
    var name: String
    /// `s`, `ms`, `bytes` or `rate`.
    var unit: String
    var values: [Double?]
    /// Of the line through the logarithms; absent where there is none.
    var exponent: Double?
  }

  /// How costs grow with one thing.
  struct Law: Codable, Sendable {
    var axis: String
    /// `bytes` or `count`.
    var unit: String
    var values: [Double]
    var costs: [Cost]
  }

  /// An index of some size.
  struct Step: Codable, Sendable {
    var queries: Int?
  }

  /// An index to which more was added.
  struct Growth: Codable, Sendable {
    var textBytes: Int
    var cpuSeconds: Double
    var peakMemoryBytes: Int
    var writtenBytes: Int
    var indexBytes: Int
    var segments: Int
  }

  /// Many small additions.
  struct Additions: Codable, Sendable {
    var runs: Int
    var textBytes: Int
    var cpuSeconds: Double
    var writtenPerByte: Double
    var segmentsMost: Int
  }

  var date: String
  var commit: String
  var machine: BenchmarkReport.Machine
  var laws: [Law]
  var text: [Step]?
  var grown: [Growth]?
  var runs: Additions?

  /// The start of the names of such reports.
  static let prefix = "docs/benchmarks/scale-"

  /// The newest that is compiled in.
  static let newest: (report: ScaleReport, address: String)? = Documents.newest(prefix)
}

extension BenchmarksPage {
  /// "How costs grow".
  var scale: HTML? {
    guard let (report, address) = ScaleReport.newest else { return nil }
    return """
      <h2 id="scale">How costs grow</h2>
      <p>Debian source packages, each a repository, and \(Format.count(report.text?.first?.queries ?? 0, "query", plural: "queries"))
      of all kinds over HTTP, at a load of \(Figure.number(report.machine.loadAverage)): where others used the machine too, processor
      time says more than wall time. The exponent is that of the line through the logarithms: 1 is twice as much for twice as
      much, 0 is the same whatever the size.
      <a href="/docs/scale">What follows for a terabyte</a>. <a href="\(address)">The raw data as JSON</a></p>
      \(report.laws.map(growth))
      \(additions(report))
      """
  }

  private func growth(_ law: ScaleReport.Law) -> HTML {
    let title: HTML =
      switch law.axis {
      case "text": "Text"
      case "repositories": "Repositories, the same text"
      case "revisions": "Revisions of one repository"
      default: "Clients at once"
      }
    let rows = law.costs.map { cost -> HTML in
      let cells = cost.values.map { Figure.cell($0.map { Self.value($0, cost.unit) } ?? "–") }
      let exponent = cost.exponent.map { Figure.number(($0 * 100).rounded() / 100) } ?? "–"
      return "<tr><th scope=\"row\">\(cost.name)</th>\(Figure.cell(exponent))\(cells)</tr>\n"
    }
    let heads = law.values.map { Figure.numbers(Self.value($0, law.unit)) }
    return """
      <h3>\(title)</h3>
      \(Figure.table(
        "Growth with \(law.axis)",
        head: [Figure.column("Cost"), Figure.numbers("Exponent")] + heads, rows: rows))
      """
  }

  private static func value(_ value: Double, _ unit: String) -> String {
    switch unit {
    case "bytes": Format.bytes(Int(value))
    case "s": Format.duration(.seconds(value))
    case "ms": time(value)
    default: Format.count(Int(value.rounded()))
    }
  }

  /// What is written again when an index grows.
  private func additions(_ report: ScaleReport) -> HTML? {
    let rows = (report.grown ?? []).map { step -> HTML in
      """
      <tr><th scope="row">\(Format.bytes(step.textBytes))</th>\(Figure.cell(Format.duration(.seconds(step.cpuSeconds))))\
      \(Figure.cell(Format.bytes(step.peakMemoryBytes)))\(Figure.cell(Format.bytes(step.writtenBytes)))\
      \(Figure.cell(Format.bytes(step.indexBytes)))\(Figure.cell(Format.count(step.segments)))</tr>

      """
    }
    let table: HTML? =
      rows.isEmpty
      ? nil
      : Figure.table(
        "An index that grows",
        head: [
          Figure.column("Text after the run"), Figure.numbers("Processor"), Figure.numbers("Memory"),
          Figure.numbers("Written"), Figure.numbers("Index"), Figure.numbers("Segments"),
        ], rows: rows)
    let small: HTML? = report.runs.map { runs in
      """
      <p>\(Format.count(runs.runs, "run")) that each add one small repository, \(Format.bytes(runs.textBytes)) in all: \
      \(Format.duration(.seconds(runs.cpuSeconds))) of processor time. With merging, every byte of the index was written \
      \(Figure.number((runs.writtenPerByte * 10).rounded() / 10)) times; there were never more than \
      \(Format.count(runs.segmentsMost, "segment")).</p>
      """
    }
    guard table != nil || small != nil else { return nil }
    return "<h3>An index that grows</h3>\(table)\(small)"
  }
}
