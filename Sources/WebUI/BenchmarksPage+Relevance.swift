/// The report that `scripts/bench-relevance.py` writes: whether the file that a developer wants comes first.
struct RelevanceReport: Codable, Sendable {
  struct Repository: Codable, Sendable {
    var name: String
    var language: String
  }

  struct Query: Codable, Sendable {
    var kind: String
    var query: String
    /// Any of these would do.
    var wanted: [String]
    /// Nil when the file is not among the best 50.
    var rank: Int?
    var files: Int
  }

  struct Line: Codable, Sendable {
    /// `all`, a kind of query or a language.
    var group: String
    var by: String
    var queries: Int
    var first: Int
    var five: Int
    /// Mean of 1 / rank.
    var reciprocal: Double
  }

  struct Group: Codable, Sendable {
    var name: String
    var repositories: [Repository]
    var queries: [Query]
    var summary: [Line]
  }

  var date: String
  var commit: String
  var sets: [Group]

  static let path = "docs/benchmarks/relevance.json"

  /// The one that is compiled in.
  static let newest: (report: RelevanceReport, address: String)? = Documents.newest(path)
}

extension BenchmarksPage {
  /// Queries with the file that is wanted, ranked by Alidade, by zoekt and by path.
  var relevance: HTML {
    guard let (report, address) = RelevanceReport.newest else { return HTML() }
    return """
      <h2 id="relevance">Does the right file come first?</h2>
      <p>What a developer types (a name, a half-remembered function, an error text, a setting, two words about an idea, a
      part of a path) and the file that was wanted, written down before any ranking was looked at. All repositories are
      in one index, at pinned commits; zoekt has the symbols of universal-ctags. Weights were chosen on the first set;
      the second was held out. MRR is the mean of one over the rank. \(String(report.date.prefix(10))), commit
      \(report.commit); <a href="\(address)">the raw data as JSON</a>.</p>
      \(report.sets.map(Self.relevance))
      """
  }

  private static func relevance(_ group: RelevanceReport.Group) -> HTML {
    let isHeldOut = group.name == "held-out"
    let languages = Set(group.repositories.map(\.language)).count
    let caption =
      (isHeldOut ? "Held out: " : "") + Format.count(group.queries.count, "query", plural: "queries") + ", "
      + Format.count(group.repositories.count, "repository", plural: "repositories") + ", "
      + Format.count(languages, "language")
    // All, then by kind; the languages are in the raw data.
    let kinds = Set(group.queries.map(\.kind))
    var seen = Set<String>()
    let groups = group.summary.map(\.group).filter { ($0 == "all" || kinds.contains($0)) && seen.insert($0).inserted }
    seen = []
    let programs = group.summary.map(\.by).filter { seen.insert($0).inserted }
    let rows = groups.map { name -> HTML in
      let lines = group.summary.filter { $0.group == name }
      let cells = programs.map { program -> HTML in
        guard let line = lines.first(where: { $0.by == program }) else {
          return "\(Figure.cell("–"))\(Figure.cell("–"))"
        }
        return
          "\(Figure.cell(percent(line.first, line.queries)))\(Figure.cell(Figure.number(line.reciprocal)))"
      }
      return """
        <tr><th scope="row">\(name)</th>\(Figure.cell(Format.count(lines.first?.queries ?? 0)))\(cells)</tr>

        """
    }
    let misses = group.queries.filter { $0.rank != 1 }
    let list = misses.map { miss -> HTML in
      let place = miss.rank.map { "place \($0) of \(miss.files)" } ?? "not among the best 50"
      return "<li><code>\(miss.query)</code>: \(miss.wanted[0].split(separator: "/").last.map(String.init) ?? ""), \(place)</li>\n"
    }
    return """
      <h3>\(caption)</h3>
      \(Figure.table(
        caption,
        head: [Figure.column("Query for a"), Figure.numbers("Queries")]
          + programs.flatMap { [Figure.numbers("\($0): first"), Figure.numbers("MRR")] }, rows: rows))
      <details><summary>\(Format.count(misses.count, "query", plural: "queries")) whose file is not first</summary>
      <ul>
      \(list)</ul></details>
      """
  }

  private static func percent(_ part: Int, _ whole: Int) -> String {
    "\(Int((Double(part) / Double(max(whole, 1)) * 100).rounded())) %"
  }
}
