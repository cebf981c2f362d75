import Containers
import QueryEngine
package import Search
import Syntax

extension SearchPage {
  /// One file among the results.
  package static func card(_ match: FileMatch, request: Request) -> HTML {
    switch request.unit {
    case .file: break
    case .folder: return folderCard(match, request: request)
    case .repository: return repositoryCard(match)
    case .symbol: return symbolCard(match, request: request)
    }
    let card = Card(match, request: request)
    let place = match.placement
    let language: HTML? = match.language.map { "<span class=\"tag\">\($0.name)</span>" }
    let revision: HTML? =
      place.isDefaultRevision || place.revision.isEmpty
      ? nil : "<span class=\"tag rev\">\(HTML.name(place.revision))</span>"
    let defined =
      match.symbols.first.map { ($0.kind.name, $0.qualifiedName) }
      ?? match.definition.map { ($0.kind, $0.name) }
    let definition: HTML? = defined.map { kind, name in
      "<span class=\"tag def\" title=\"A match is the name in this declaration\">\(kind) <b>\(HTML.name(name))</b></span>"
    }
    let repositoryQuery = Query.adding(Patterns.repositoryFilter(place.repository), to: request.query)
    return """
      <li class="card" data-item="">
      <h2><a class="repo" href="\(request.address(of: repositoryQuery))">\(HTML.name(place.repository))</a>\
      <span class="sep" aria-hidden="true">›</span>\
      <a class="path" data-open="" href="\(Links.file(place, line: match.lines.first(where: { $0.isMatch })?.number))">\
      \(path(match))</a>\(definition)\(language)\(revision)\(count(card))</h2>
      \(card.fragments.isEmpty ? HTML() : code(card))\(more(card, request: request))\(copies(match))</li>

      """
  }

  /// A folder that holds results, as a link to them.
  private static func folderCard(_ match: FileMatch, request: Request) -> HTML {
    let place = match.placement
    var query = request.query
    if let span = Query.filterSpans(in: query).first(where: { $0.field == .select }) {
      query = Query.removing(span.range, from: query)
    }
    query = Query.adding(Patterns.repositoryFilter(place.repository), to: query)
    let folder = place.path.isEmpty ? "(top folder)" : place.pathText + "/"
    let filter = place.path.isEmpty ? "file:^[^/]+$" : "file:^\(Patterns.escaped(place.pathText))/"
    return """
      <li class="card" data-item="">
      <h2><span class="repo">\(HTML.name(place.repository))</span>\
      <span class="sep" aria-hidden="true">›</span>\
      <a class="path" data-open="" href="\(request.address(of: Query.adding(filter, to: query)))">\
      <b>\(HTML.name(folder))</b></a></h2>
      </li>

      """
  }

  /// A repository among the results.
  private static func repositoryCard(_ match: FileMatch) -> HTML {
    let name = match.placement.repository
    return """
      <li class="card" data-item="">
      <h2><a class="path" data-open="" href="\(Links.repository(name))"><b>\(HTML.name(name))</b></a></h2>
      </li>

      """
  }

  /// The path with the folder muted, the file name strong and matches marked.
  static func path(_ match: FileMatch) -> HTML {
    let path = match.placement.path
    let split = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let folderRanges = match.pathRanges.map { $0.clamped(to: 0..<split) }
    let nameRanges = match.pathRanges.map {
      max(0, $0.lowerBound - split)..<max(0, $0.upperBound - split)
    }
    let folder = CodeText.marked(path[..<split], ranges: folderRanges, isName: true)
    let name = CodeText.marked(path[split...], ranges: nameRanges, isName: true)
    return "<span>\(folder)</span><b>\(name)</b>"
  }

  private static func count(_ card: Card) -> HTML {
    let total = card.match.matchCount
    if total == 0 { return "<span class=\"n\">path</span>" }
    if card.hiddenCount == 0 || card.fragments.isEmpty {
      return "<span class=\"n\">\(Format.count(total, "match", plural: "matches"))</span>"
    }
    return "<span class=\"n\">\(Format.count(card.shownCount)) of \(Format.count(total)) matches</span>"
  }

  private static func code(_ card: Card) -> HTML {
    var lines = HTML()
    let page = Links.file(card.match.placement)
    for (index, fragment) in card.fragments.enumerated() {
      if index > 0 { lines += "<hr>" }
      for line in fragment { lines += lineView(line, page: page) }
    }
    return "<pre>\(lines)</pre>"
  }

  private static func lineView(_ line: LineMatch, page: String) -> HTML {
    var text = line.text
    if text.last == 0x0D { text.removeLast() }
    let window = CodeText.window(text, ranges: line.ranges, limit: SearchPage.lineLimit)
    let front: HTML = window.lowerBound > 0 || line.textStart > 0 ? SearchPage.cut : ""
    let back: HTML =
      window.upperBound < text.count || (line.isCut && line.textStart + text.count > 0 && line.textStart == 0)
      ? SearchPage.cut : ""
    let spans = CodeText.spans(of: window, in: line.spans)
    let code: HTML = "\(front)\(CodeText.line(text, window, spans: spans, marks: line.ranges))\(back)"
    if line.isMatch {
      return "<span class=\"l\"><a href=\"\(page)#L\(line.number)\">\(line.number)</a>\(code)\n</span>"
    }
    return "<span class=\"l c\"><i>\(line.number)</i>\(code)\n</span>"
  }

  private static let cut: HTML = "<i class=\"cut\" title=\"The line is longer\">…</i>"

  private static func more(_ card: Card, request: Request) -> HTML? {
    // A list is asked for to be short, and lines beyond ``lineCountLimit`` are on the file's page.
    guard card.hiddenCount > 0, !card.fragments.isEmpty, !request.showsAllFragments else { return nil }
    let place = card.match.placement
    var narrowed = Query.adding(Patterns.repositoryFilter(place.repository), to: request.query)
    narrowed = Query.adding("file:^\(Patterns.escaped(place.pathText))$", to: narrowed)
    let url = Links.search(narrowed, contextLines: request.contextLines, allFragments: true)
    let count = Format.count(card.hiddenCount, "more match", plural: "more matches")
    return "<a class=\"more\" data-expand=\"\" href=\"\(url)\">Show \(count)</a>"
  }

  static func copies(_ match: FileMatch) -> HTML? {
    guard match.copyCount > 0 else { return nil }
    let items = match.copies.map { copy -> HTML in
      let revision: HTML? =
        copy.revision.isEmpty ? nil : "<span class=\"tag rev\">\(HTML.name(copy.revision))</span>"
      return """
        <li><a href="\(Links.file(copy))">\(HTML.name(copy.repository)) › \(HTML.name(copy.pathText))</a>\
        \(revision)</li>
        """
    }
    let rest = match.copyCount - match.copies.count
    let others: HTML? = rest > 0 ? "<li class=\"muted\">and \(Format.count(rest, "other"))</li>" : nil
    return """
      <details class="copies"><summary>and \
      \(Format.count(match.copyCount, "identical copy", plural: "identical copies"))</summary>\
      <ul>\(items)\(others)</ul></details>
      """
  }
}
