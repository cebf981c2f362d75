import QueryEngine
import RegexEngine
import Search

extension Figure {
  /// The query's text cut into tokens, and the tree that they make.
  static func query(_ trace: SearchTrace) -> HTML {
    let tokens = trace.tokens.map { token -> HTML in
      """
      <li><code class="\(style(token.kind))">\(HTML.name(token.text))</code><span>\(name(token.kind))</span></li>

      """
    }
    let drawing: HTML = """
      <ul class="pieces">
      \(tokens)</ul>
      \(tree(trace.tree.map { ($0.depth, $0.text) }))
      """
    let count = Format.count(trace.tokens.count, "token")
    return view(
      "query",
      caption: """
        <code>\(HTML.name(trace.query))</code>: \(count), and the conditions they make. Read in \
        \(Format.duration(trace.stages.first?.time ?? .zero)).
        """,
      drawing: drawing)
  }

  /// What a pattern means, as the matcher and the planner read it.
  static func meaning(_ term: SearchTrace.Term) -> HTML {
    view(
      "meaning",
      caption:
        "What <code>\(HTML.name(term.text))</code> means, simplified: matcher and planner both start here.",
      drawing: tree(term.meaning.map { ($0.depth, $0.text) }))
  }

  /// Lines deeper than this are drawn at this depth.
  private static let depthMax = 8

  private static func tree(_ lines: [(depth: Int, text: String)]) -> HTML {
    let items = lines.map { line -> HTML in
      "<li class=\"d\(Swift.min(line.depth, depthMax))\">\(HTML.name(line.text))</li>\n"
    }
    return "<ul class=\"tree\">\n\(items)</ul>"
  }

  private static func style(_ kind: QueryToken.Kind) -> String {
    switch kind {
    case .filterName: "t-name"
    case .filterValue: "t-value"
    case .operator: "t-operator"
    case .literal: "t-literal"
    case .quoted: "t-quoted"
    case .regex: "t-regex"
    case .error: "t-error"
    }
  }

  private static func name(_ kind: QueryToken.Kind) -> String {
    switch kind {
    case .filterName: "filter"
    case .filterValue: "its value"
    case .operator: "operator"
    case .literal: "word"
    case .quoted: "phrase"
    case .regex: "regex"
    case .error: "mistake"
    }
  }
}

extension Figure {
  private static let charactersMax = 22
  private static let size = 34

  /// A literal with the windows of three that slide over it; nil for other patterns.
  static func windows(_ term: SearchTrace.Term) -> HTML? {
    guard let letters = term.plainText, (3...charactersMax).contains(letters.count) else { return nil }
    let width = letters.count * size + 2
    let height = size + 14 + 3 * 30
    var boxes = HTML()
    for (index, letter) in letters.enumerated() {
      boxes += """
        <rect class="cell" x="\(index * size + 2)" y="1" width="\(size - 2)" height="\(size - 2)" rx="4"/>\
        <text class="letter" x="\(index * size + size / 2 + 1)" y="22">\(HTML.name(String(letter)))</text>
        """
    }
    for start in 0...letters.count - 3 {
      let gram = String(letters[start..<start + 3]).lowercased().replacing(" ", with: "␣")
      let known = term.conditions.first { $0.text == gram }
      let y = size + 12 + start % 3 * 30
      boxes += """
        <rect class="\(known?.isUsed == true ? "gram used" : "gram")" x="\(start * size + 3)" y="\(y)" \
        width="\(3 * size - 4)" height="24" rx="4"/>\
        <text class="label\(known?.isUsed == true ? " on" : "")" x="\(start * size + 3 * size / 2 + 1)" y="\(y + 16)">\(HTML.name(gram))\
        \(known.map { " " + Format.count($0.blocks) } ?? "")</text>
        """
    }
    let used = term.conditions.count { $0.isUsed }
    return view(
      "windows",
      caption: """
        Three neighbours make a gram. Beside each: how many blocks of the segment hold it. The filled ones are the \
        \(Format.count(used, "list")) the plan reads; the others would have cost more than they save.
        """,
      drawing: """
        <div class="draw" tabindex="0" role="region" aria-label="Grams of \(term.text)">\
        <svg viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
        aria-label="The grams of \(term.text), listed with their sizes in the next figure">\(boxes)</svg></div>
        """)
  }
}

extension SearchTrace.Term {
  /// The characters of a pattern that stands for itself up to case; nil for others.
  var plainText: [Character]? {
    guard regex.strategy == .literal || regex.strategy == .folded else { return nil }
    let characters = Array(text)
    // The grams of other characters are not spelled by them.
    guard characters.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == " ") })
    else {
      return nil
    }
    return characters
  }
}
