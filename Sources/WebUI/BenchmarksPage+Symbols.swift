import Foundation

/// The report that `scripts/bench-symbols.py` writes: an index with symbols beside universal-ctags.
struct SymbolsReport: Codable, Sendable {
  struct Run: Codable, Sendable {
    var wallSeconds: Double
    var cpuSeconds: Double
    var peakMemoryBytes: Int
    var symbols: Int
  }

  struct Row: Codable, Sendable {
    var corpus: String
    var load: Double
    var alidade: Run
    var ctags: Run
  }

  var date: String
  var ctags: String
  var rows: [Row]

  /// The start of the names of such reports.
  static let prefix = "docs/benchmarks/symbols-"

  /// The newest that is compiled in.
  static let newest: (report: SymbolsReport, address: String)? = Documents.newest(prefix)
}

/// How long answers by name take: the report of `Benchmarks navigation latency`.
struct LatencyReport: Codable, Sendable {
  struct Row: Codable, Sendable {
    var corpus: String
    var repositories: Int
    var files: Int
    var processMilliseconds: Double
    var first: BenchmarkReport.Latency
    var definition: BenchmarkReport.Latency
    var hover: BenchmarkReport.Latency
  }

  var date: String
  var machine: BenchmarkReport.Machine
  var rows: [Row]

  /// The start of the names of such reports.
  static let prefix = "docs/benchmarks/latency-"

  /// The newest that is compiled in.
  static let newest: (report: LatencyReport, address: String)? = Documents.newest(prefix)
}

extension Documents {
  /// The last document, by its path, that begins with `prefix`, read as JSON, and where its raw form is.
  static func newest<Report: Decodable>(_ prefix: String) -> (report: Report, address: String)? {
    paths.filter { $0.hasPrefix(prefix) }.sorted().last.flatMap { path in
      guard let text = text(path), let report = try? JSONDecoder().decode(Report.self, from: Data(text.utf8))
      else { return nil }
      return (report, "/assets/benchmarks/" + path.dropFirst("docs/benchmarks/".count))
    }
  }
}

extension BenchmarksPage {
  /// The index with all symbols beside ctags.
  var symbols: HTML? {
    guard let (report, address) = SymbolsReport.newest else { return nil }
    let rows = report.rows.flatMap { row in
      [("Alidade, the whole index", row.alidade), (report.ctags, row.ctags)].map { name, run -> HTML in
        """
        <tr><th scope="row">\(row.corpus)</th><td>\(name)</td>\(Figure.cell(Format.duration(.seconds(run.cpuSeconds))))\
        \(Figure.cell(Format.duration(.seconds(run.wallSeconds))))\(Figure.cell(Format.bytes(run.peakMemoryBytes)))\
        \(Figure.cell(Format.count(run.symbols)))</tr>

        """
      }
    }
    return """
      <h2 id="symbols">Symbols</h2>
      <p>What it costs to find the symbols of all files, in the same run: ours is the text index, symbols by grammars in
      processes of their own, and statements that write, together. Memory is of all processes; of ours each parser is one.
      \(String(report.date.prefix(10))). <a href="\(address)">The raw data as JSON</a></p>
      \(Figure.table(
        "Symbols beside ctags",
        head: [
          Figure.column("Files"), Figure.column("Program"), Figure.numbers("Processor"), Figure.numbers("Wall"),
          Figure.numbers("Memory"), Figure.numbers("Symbols"),
        ], rows: rows))
      """
  }

  /// How long definition and hover by name take.
  var latency: HTML? {
    guard let (report, address) = LatencyReport.newest else { return nil }
    let rows = report.rows.flatMap { row -> [HTML] in
      [("definition, first in a file", row.first), ("definition", row.definition), ("hover", row.hover)].map {
        name, times -> HTML in
        """
        <tr><th scope="row">\(row.corpus)</th><td>\(name)</td>\(Figure.cell(Format.count(times.runs)))\
        \(Figure.cell(Self.time(times.p50)))\(Figure.cell(Self.time(times.p95)))\(Figure.cell(Self.time(times.p99)))\
        \(Figure.cell(Self.time(times.max)))</tr>

        """
      }
    }
    let firsts = report.rows.map { "\($0.corpus) \(Self.time($0.processMilliseconds))" }.joined(
      separator: ", ")
    return """
      <h3 id="latency">How long it takes</h3>
      <p>Names drawn by lot, four of each file, asked in process. The first question of a process also loads grammars and lists
      of files: \(firsts). \(Format.count(report.machine.cores, "core")), load
      \(Figure.number(report.machine.loadAverage)), \(String(report.date.prefix(10))).
      <a href="\(address)">The raw data as JSON</a></p>
      \(Figure.table(
        "Navigation by name, times",
        head: [
          Figure.column("Index"), Figure.column("Question"), Figure.numbers("Asked"), Figure.numbers("p50"),
          Figure.numbers("p95"), Figure.numbers("p99"), Figure.numbers("Slowest"),
        ], rows: rows))
      """
  }
}
