import Foundation

/// What `Benchmarks navigation` wrote: how often navigation by name finds what compilers say.
struct NavigationReport: Codable, Sendable {
  /// Counts over some positions.
  struct Counts: Codable, Sendable {
    var positions = 0
    var answered = 0
    /// The first candidate is right; one of the first five is.
    var rightAt1 = 0
    var rightAt5 = 0
    /// The first candidate is said to be sure; and is wrong nevertheless.
    var sure = 0
    var sureAndWrong = 0

    static func + (left: Counts, right: Counts) -> Counts {
      Counts(
        positions: left.positions + right.positions, answered: left.answered + right.answered,
        rightAt1: left.rightAt1 + right.rightAt1, rightAt5: left.rightAt5 + right.rightAt5,
        sure: left.sure + right.sure, sureAndWrong: left.sureAndWrong + right.sureAndWrong)
    }
  }

  /// One repository.
  struct Row: Codable, Sendable {
    var language: String
    var repository: String
    var commit: String
    /// Who said what is right.
    var source: String
    /// Positions that were looked at while the rules were made.
    var seen: Counts
    /// Positions that were not.
    var unseen: Counts
  }

  var date: String
  var command: String
  var rows: [Row]

  /// Where the report is.
  static let path = "docs/benchmarks/navigation.json"
}

extension BenchmarksPage {
  /// The table "Navigation by name"; nothing when this build holds no measurement of it.
  var navigation: HTML? {
    guard let text = Documents.text(NavigationReport.path),
      let report = try? JSONDecoder().decode(NavigationReport.self, from: Data(text.utf8)),
      !report.rows.isEmpty
    else { return nil }
    var languages: [(name: String, rows: [NavigationReport.Row])] = []
    for row in report.rows {
      if let place = languages.firstIndex(where: { $0.name == row.language }) {
        languages[place].rows.append(row)
      } else {
        languages.append((row.language, [row]))
      }
    }
    let all = languages + [(name: "All", rows: report.rows)]
    let body = all.map { language -> HTML in
      let unseen = language.rows.reduce(NavigationReport.Counts()) { $0 + $1.unseen }
      let seen = language.rows.reduce(NavigationReport.Counts()) { $0 + $1.seen }
      return """
        <tr><th scope="row">\(language.name)</th>\(Figure.cell(Format.count(unseen.positions)))\
        \(Figure.cell(Self.share(unseen.rightAt1, of: unseen.answered)))\
        \(Figure.cell(Self.share(unseen.rightAt1, of: unseen.positions)))\
        \(Figure.cell(Self.share(unseen.rightAt5, of: unseen.answered)))\
        \(Figure.cell(Self.share(unseen.rightAt5, of: unseen.positions)))\
        \(Figure.cell("\(unseen.sureAndWrong) of \(unseen.sure)"))\
        \(Figure.cell(Self.share(seen.rightAt1, of: seen.positions)))</tr>

        """
    }
    let sources = report.rows.map { row -> HTML in
      "<li>\(row.repository) at <code>\(String(row.commit.prefix(12)))</code>: \(row.source)</li>"
    }
    return """
      <h2 id="navigation">Navigation by name</h2>
      <p>Positions drawn by lot in public repositories, and where compilers say that the names there are declared, compared with \
      what is found without a compiler. Half of the positions were never looked at while the rules were made: the table \
      is about these. Precision is of the answers that were given, recall of all positions.</p>
      \(Figure.table(
        "Navigation by name",
        head: [
          Figure.column("Language"), Figure.numbers("Positions"), Figure.numbers("Precision at 1"),
          Figure.numbers("Recall at 1"), Figure.numbers("Precision at 5"), Figure.numbers("Recall at 5"),
          Figure.numbers("Called sure, wrong"), Figure.numbers("Recall at 1, seen half"),
        ], rows: body))
      <ul class="muted">\(sources)</ul>
      """
  }

  private static func share(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "–" : "\((part * 1000 / whole + 5) / 10) %"
  }
}
