/// The report that `scripts/bench-structure.py` writes: structural search beside ast-grep.
struct StructureReport: Codable, Sendable {
  struct Times: Codable, Sendable {
    var wallMilliseconds: Double
    var cpuMilliseconds: Double
    var matches: Int?
    var isComplete: Bool?
  }

  struct Machine: Codable, Sendable {
    var cores: Int
    var loadAverage: Double
  }

  struct Row: Codable, Sendable {
    var corpus: String
    var language: String
    var pattern: String
    var best: Times
    var all: Times
    var astGrep: Times
    var same: Int
    var onlyHere: Int
    var onlyThere: Int
  }

  var date: String
  var astGrep: String
  var machine: Machine
  var patterns: [Row]

  /// The start of the names of such reports, whose form is another than that of other runs.
  static let prefix = "docs/benchmarks/structure-"

  /// The newest that is compiled in.
  static let newest: (report: StructureReport, address: String)? = Documents.newest(prefix)
}

extension BenchmarksPage {
  /// Patterns of code: each beside ast-grep on the same files.
  var structure: HTML {
    guard let (report, address) = StructureReport.newest else { return HTML() }
    let rows = report.patterns.map { row -> HTML in
      """
      <tr><th scope="row"><code>\(row.pattern)</code></th><td>\(row.corpus), \(row.language)</td>\
      \(Figure.cell(Self.time(row.best.wallMilliseconds)))\(Figure.cell(Self.time(row.all.wallMilliseconds)))\
      \(Figure.cell(Self.time(row.astGrep.wallMilliseconds)))\(Figure.cell(Self.time(row.all.cpuMilliseconds)))\
      \(Figure.cell(Self.time(row.astGrep.cpuMilliseconds)))\(Figure.cell(Format.count(row.same)))\
      \(Figure.cell(Format.count(row.onlyHere)))\(Figure.cell(Format.count(row.onlyThere)))</tr>

      """
    }
    return """
      <h2 id="structure">Structural search</h2>
      <p>Patterns of code, each by a new process, beside \(report.astGrep) on the same files, which has no index;
      \(Format.count(report.machine.cores, "core")), load \(Figure.number(report.machine.loadAverage)),
      \(String(report.date.prefix(10))). <a href="/docs/structural#beside-ast-grep">Why answers differ</a> ·
      <a href="\(address)">The raw data as JSON</a></p>
      \(Figure.table(
        "Structural search",
        head: [
          Figure.column("Pattern"), Figure.column("Files"), Figure.numbers("Best 50"), Figure.numbers("All"),
          Figure.numbers("ast-grep"), Figure.numbers("All, processor"), Figure.numbers("ast-grep, processor"),
          Figure.numbers("Same"), Figure.numbers("Only here"), Figure.numbers("Only there"),
        ], rows: rows))
      """
  }
}
