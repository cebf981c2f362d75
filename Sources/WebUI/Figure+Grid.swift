import Search

extension Figure {
  private static let columns = 40
  private static let pitch = 20

  /// A sample of real blocks, each with the reason it was ruled out.
  static func grid(_ term: SearchTrace.Term) -> HTML? {
    guard !term.crossesLines, !term.cells.isEmpty else { return nil }
    let used = term.conditions.filter(\.isUsed)
    let checkStep = used.count + 2
    var cells = HTML()
    for (index, cell) in term.cells.enumerated() {
      cells += square(cell, index, term, checkStep)
    }
    let rows = (term.cells.count + columns - 1) / columns
    let drawing: HTML = """
      <div class="draw" tabindex="0" role="region" aria-label="Squares of blocks"><svg class="blocks" viewBox="0 0 \(columns * pitch) \(rows * pitch)" role="img" \
      aria-label="\(summary(term))">\(cells)</svg></div>
      \(legend(term))
      """
    return view(
      "grid", caption: caption(term), drawing: drawing, steps: steps(term, used),
      twin: twin(term, used), twinName: "Every cell with its file and the reason")
  }

  private static func square(
    _ cell: SearchTrace.Cell, _ index: Int, _ term: SearchTrace.Term, _ checkStep: Int
  ) -> HTML {
    let style: String
    var out: Int?
    switch cell.verdict {
    case .missing(let number):
      style = "b-missing"
      out = number + 2
    case .notAsked:
      style = "b-hidden"
      out = 1
    case .noMatch:
      style = "b-none"
      out = checkStep
    case .otherCondition:
      style = "b-other"
      out = checkStep + 1
    case .match, .result: style = "b-result"
    }
    let gone = out.map { HTML.attribute("data-out", String($0)) } ?? HTML()
    return """
      <rect class="\(style)"\(gone) x="\(index % columns * pitch + 2)" y="\(index / columns * pitch + 2)" width="16" \
      height="16" rx="3"><title>\(plain: "\(place(cell)): \(reason(cell, term))")</title></rect>

      """
  }

  private static func caption(_ term: SearchTrace.Term) -> HTML {
    let segment = term.segments[safe: term.segment]
    let blocks = segment?.blocks ?? 0
    let all: HTML =
      term.cells.count == blocks
      ? "All \(Format.count(blocks, "block")) of the segment"
      : """
      \(Format.count(term.cells.count)) of the \(Format.count(blocks, "block")) of the segment, candidates and near misses \
      more often than others
      """
    return "\(all). Each square is some 4 KB of whole lines of a real file."
  }

  private static func summary(_ term: SearchTrace.Term) -> String {
    var missing = 0
    var none = 0
    var other = 0
    var result = 0
    for cell in term.cells {
      switch cell.verdict {
      case .missing, .notAsked: missing += 1
      case .noMatch: none += 1
      case .otherCondition: other += 1
      case .match, .result: result += 1
      }
    }
    return "\(term.cells.count) blocks: \(missing) ruled out by the index, \(none) read in vain, "
      + "\(other) in files that fail another condition, \(result) with a match. The list below names them all."
  }

  /// The kinds that occur, each with its square.
  private static func legend(_ term: SearchTrace.Term) -> HTML {
    let kinds: [(style: String, name: String, holds: (SearchTrace.Cell.Verdict) -> Bool)] = [
      ("b-missing", "ruled out by a list", { if case .missing = $0 { true } else { false } }),
      ("b-hidden", "not on a revision asked for", { $0 == .notAsked }),
      ("b-none", "read, no match", { $0 == .noMatch }),
      ("b-other", "match, but the file fails another condition", { $0 == .otherCondition }),
      ("b-result", "match", { $0 == .result || $0 == .match }),
    ]
    let items = kinds.compactMap { kind -> HTML? in
      let count = term.cells.count { kind.holds($0.verdict) }
      guard count > 0 else { return nil }
      return """
        <li><svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true"><rect class="\(kind.style)" x="1" y="1" \
        width="14" height="14" rx="3"/></svg> \(Format.count(count)) \(kind.name)</li>

        """
    }
    return "<ul class=\"legend\">\n\(items)</ul>"
  }

  private static func steps(_ term: SearchTrace.Term, _ used: [SearchTrace.Condition]) -> [HTML] {
    let hidden = term.cells.contains { $0.verdict == .notAsked }
    var steps: [HTML] = [
      hidden
        ? "Blocks of files that are on no revision the query asks for are none of its business."
        : "Every block might hold a match: nothing was asked of the index yet."
    ]
    for condition in used {
      steps.append(
        """
        \(condition.gramCount > 1 ? "Any of " : "The list of ")<code>\(HTML.name(condition.text))</code> leaves \
        <b>\(Format.count(condition.left, "block"))</b>.
        """)
    }
    let candidates = term.cells.filter {
      if case .missing = $0.verdict { false } else { $0.verdict != .notAsked }
    }
    let none = candidates.count { $0.verdict == .noMatch }
    steps.append(
      """
      The text of the candidates is read. Of the \(Format.count(candidates.count)) drawn here, \(Format.count(none)) have \
      all the grams and still no match.
      """)
    let other = term.cells.count { $0.verdict == .otherCondition }
    if other > 0 {
      steps.append(
        "The other conditions of the query are asked of the files: \(Format.count(other, "block")) drop out with theirs."
      )
    }
    return steps
  }

  private static func twin(_ term: SearchTrace.Term, _ used: [SearchTrace.Condition]) -> HTML {
    let rows = term.cells.map { cell -> HTML in
      let name: HTML
      if let placement = cell.placement {
        name = """
          <a href="\(Links.file(placement, line: cell.firstLine))">\(HTML.name(placement.repository)) \
          \(HTML.name(placement.pathText))</a>
          """
      } else {
        name = "not shown"
      }
      return """
        <tr><td>\(name)</td>\(self.cell(lines(cell)))<td>\(HTML.name(reason(cell, term)))</td></tr>

        """
    }
    return table(
      "Blocks", head: [column("File"), numbers("Lines"), column("What became of it")], rows: rows)
  }

  private static func lines(_ cell: SearchTrace.Cell) -> String {
    cell.lineCount == 1 ? "\(cell.firstLine)" : "\(cell.firstLine)–\(cell.firstLine + cell.lineCount - 1)"
  }

  private static func place(_ cell: SearchTrace.Cell) -> String {
    guard let placement = cell.placement else { return "a block" }
    return "\(placement.pathText) \(lines(cell))"
  }

  /// Why a block is where it is, in a clause.
  static func reason(_ cell: SearchTrace.Cell, _ term: SearchTrace.Term) -> String {
    switch cell.verdict {
    case .missing(let number):
      let used = term.conditions.filter(\.isUsed)
      guard let condition = used[safe: number] else { return "ruled out by the index" }
      return condition.gramCount > 1 ? "holds none of \(condition.text)" : "lacks \(condition.text)"
    case .noMatch: return "has the grams, no match"
    case .otherCondition: return "matches; the file fails another condition"
    case .result: return "matches"
    case .match: return "matches; the rest of the file was not looked at"
    case .notAsked: return "on no revision that is asked for"
    }
  }
}
