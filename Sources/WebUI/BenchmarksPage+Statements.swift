extension BenchmarksPage {
  /// "From a line to its statement"; nothing when this build holds no measurement of it.
  var statements: HTML? {
    guard let (report, address) = Self.newest(StatementReport.prefix, as: StatementReport.self),
      let first = report.runs.first
    else { return nil }
    let halves = report.runs.flatMap { run in run.halves.map { (name: Self.name(run, $0), half: $0) } }
    let telling = first.halves.last
    return """
      <h2 id="statements">From a line to its statement</h2>
      <p>Lines of logs whose statement is known, and what is found among \(Format.count(first.sites)) statements of \
      \(Format.count(first.repositories.count, "repository", plural: "repositories")), without what headers say of class, \
      file or level. A statement is only named when the evidence is enough; else Alidade says “no confident source”, and \
      recall counts that as not found.</p>
      \(telling.map { headline(first, $0) })
      \(summary(halves))
      \(first.halves.first.flatMap { words(of: $0, name: Self.name(first, $0)) })
      <details><summary>How the lines were made</summary><p>Real lines are of programs that name file and line, which are \
      hidden. Synthetic ones are statements filled with values, a fourth of which hold texts of other statements; some are \
      coloured, cut, spaced, wrapped by another message or have a suffix. Negatives are lines of systems that are not \
      indexed: each statement that is named for one is a false accept. The gate was fitted to “seen” lines; “unseen” are \
      other statements and other systems, to which nothing was fitted. “Another version” looks in another release than the \
      one that wrote the line. Ties are statements with the same text; “exact” counts the first of them only.</p></details>
      \(halves.map { parts($0.half, name: $0.name) })
      <p class="muted">A message: \(Self.time(first.millisecondsMedian)) of processor at the median, \
      \(Self.time(first.millisecondsP99)) at p99. <a href="\(address)">Raw data</a>\(Self.commit(report.commit)).</p>
      """
  }

  private static func name(_ run: StatementReport.Run, _ half: StatementReport.Half) -> String {
    "\(run.name), \(half.name)"
  }

  /// The figures of the lines that say most: of statements that nothing was fitted to.
  private func headline(_ run: StatementReport.Run, _ half: StatementReport.Half) -> HTML {
    let sum = half.sum
    func fact(_ value: String, _ name: String) -> HTML { "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
    return """
      <dl class="facts">\(fact(Self.tenths(sum.tied, of: sum.cases), "first place, ties counted"))\
      \(fact(Self.tenths(sum.three, of: sum.cases), "among the first three"))\
      \(fact(Self.tenths(sum.confidentRight, of: sum.confident), "right when one is named"))\
      \(fact(Self.tenths(half.falseAccepts, of: half.negatives), "named for foreign lines"))</dl>
      <p class="small">\(Format.count(sum.cases, "line")) of \(half.name) statements at the \(run.name), \
      \(Format.count(half.negatives)) foreign ones.</p>
      """
  }

  private func summary(_ halves: [(name: String, half: StatementReport.Half)]) -> HTML {
    let rows = halves.flatMap { name, half in
      let sums = half.rows.filter(\.isSum).sorted { $0.group < $1.group }
      let accepts = half.negatives == 0 ? "–" : Self.tenths(half.falseAccepts, of: half.negatives)
      return [row("<b>\(name)</b>", half.sum, accepts)]
        + (sums.count > 1 ? sums.map { row("\(plain: String($0.group.dropFirst(4)))", $0, "") } : [])
    }
    return Figure.table(
      "Statements found",
      head: [
        Figure.column("Lines"), Figure.numbers("Cases"), Figure.numbers("Top-1 exact"), Figure.numbers("Top-1 with ties"),
        Figure.numbers("Top-3"), Figure.numbers("Precision"), Figure.numbers("Recall"), Figure.numbers("False accepts"),
      ], rows: rows)
  }

  private func row(_ name: HTML, _ row: StatementReport.Row, _ accepts: String? = nil) -> HTML {
    let last: HTML? = accepts.map { Figure.cell($0) }
    return """
      <tr><th scope="row">\(name)</th>\(Figure.cell(Format.count(row.cases)))\
      \(Figure.cell(Self.tenths(row.exact, of: row.cases)))\(Figure.cell(Self.tenths(row.tied, of: row.cases)))\
      \(Figure.cell(Self.tenths(row.three, of: row.cases)))\(Figure.cell(Self.tenths(row.confidentRight, of: row.confident)))\
      \(Figure.cell(Self.tenths(row.confidentRight, of: row.cases)))\(last)</tr>

      """
  }

  /// What decides: how many constant words a statement has.
  private func words(of half: StatementReport.Half, name: String) -> HTML? {
    let rows = half.rows.filter { $0.part == .words }.sorted { $0.group < $1.group }
    guard !rows.isEmpty else { return nil }
    func percent(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) * 100 }
    return dots(
      "words",
      rows: rows.map { ($0.group, percent($0.tied, $0.cases), percent($0.confidentRight, $0.cases)) },
      caption: """
        By the number of constant words in the statement, \(name). Circles: it comes first, ties counted. Squares: it is \
        named, because the evidence is enough.
        """, names: ("Statement", "Comes first", "Is named"))
  }

  /// The rest of the numbers, by what tells lines apart.
  private func parts(_ half: StatementReport.Half, name: String) -> HTML {
    let tables = StatementReport.Part.allCases.compactMap { part -> HTML? in
      let rows = half.rows.filter { $0.part == part }.sorted { $0.group < $1.group }
      guard !rows.isEmpty else { return nil }
      return """
        <h3>\(part.title)</h3>
        \(Figure.table(
          "\(name), \(part.title)",
          head: [
            Figure.column("Lines"), Figure.numbers("Cases"), Figure.numbers("Top-1 exact"), Figure.numbers("Top-1 with ties"),
            Figure.numbers("Top-3"), Figure.numbers("Precision"), Figure.numbers("Recall"),
          ], rows: rows.map { row("\(plain: $0.group)", $0) }))
        """
    }
    return """
      <details><summary>Each language, repository and kind of line: \(name)</summary>
      \(tables)\(half.negatives == 0 ? nil : curve(half, name: name))</details>

      """
  }

  /// What other gates would give.
  private func curve(_ half: StatementReport.Half, name: String) -> HTML? {
    let cases = half.sum.cases
    let rows = half.curve.map { point -> HTML in
      """
      <tr><th scope="row">\(Figure.number(point.bits))</th>\(Figure.cell(Self.tenths(point.falseAccepts, of: half.negatives)))\
      \(Figure.cell(Self.tenths(point.confidentRight, of: point.confident)))\
      \(Figure.cell(Self.tenths(point.confidentRight, of: cases)))</tr>

      """
    }
    return """
      <h3>The gate with more bits or fewer</h3>
      \(Figure.table(
        "The gate with more bits or fewer, \(name)",
        head: [
          Figure.column("Bits more"), Figure.numbers("False accepts"), Figure.numbers("Precision"), Figure.numbers("Recall"),
        ], rows: rows))
      """
  }
}

extension StatementReport {
  /// What the lines of a row have in common.
  enum Part: CaseIterable {
    case words, language, kind, repository

    var title: String {
      switch self {
      case .words: "By constant words"
      case .language: "By language"
      case .kind: "By what happened to the line"
      case .repository: "By repository"
      }
    }
  }
}

extension StatementReport.Row {
  private static let kinds: Set<String> = [
    "coloured", "hostile", "plain", "real", "spaced", "suffixed", "truncated", "wrapped",
  ]

  /// Nil for sums.
  var part: StatementReport.Part? {
    if isSum { return nil }
    if group.hasSuffix(" words") { return .words }
    if Self.kinds.contains(group) { return .kind }
    if group.contains("/") || group.contains(where: \.isNumber) { return .repository }
    return group.first?.isUppercase == true ? .language : .repository
  }
}

extension StatementReport.Half {
  /// All lines.
  var sum: StatementReport.Row {
    rows.filter(\.isSum).reduce(
      .init(group: "all", cases: 0, exact: 0, tied: 0, three: 0, confident: 0, confidentRight: 0)
    ) { sum, row in
      .init(
        group: "all", cases: sum.cases + row.cases, exact: sum.exact + row.exact, tied: sum.tied + row.tied,
        three: sum.three + row.three, confident: sum.confident + row.confident,
        confidentRight: sum.confidentRight + row.confidentRight)
    }
  }
}
