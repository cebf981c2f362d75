import Containers
import QueryEngine
import Search
import Syntax

extension SearchPage {
  /// Symbols of one file shown before "Show 14 more symbols".
  package static let symbolLimitPerCard = 10

  /// A file of an answer that consists of symbols: each with its kind, its line and what it is in.
  static func symbolCard(_ match: FileMatch, request: Request) -> HTML {
    let place = match.placement
    let limit = request.showsAllFragments ? SearchPage.lineCountLimit : symbolLimitPerCard
    let shown = request.view == .code ? Array(match.symbols.prefix(limit)) : []
    let repositoryQuery = Query.adding(Patterns.repositoryFilter(place.repository), to: request.query)
    let language: HTML? = match.language.map { "<span class=\"tag\">\($0.name)</span>" }
    let revision: HTML? =
      place.isDefaultRevision || place.revision.isEmpty
      ? nil : "<span class=\"tag rev\">\(HTML.name(place.revision))</span>"
    let count =
      shown.count < match.matchCount && !shown.isEmpty
      ? "\(Format.count(shown.count)) of \(Format.count(match.matchCount, "symbol"))"
      : Format.count(match.matchCount, "symbol")
    let rows = shown.map { row($0, match) }
    return """
      <li class="card" data-item="">
      <h2><a class="repo" href="\(request.address(of: repositoryQuery))">\(HTML.name(place.repository))</a>\
      <span class="sep" aria-hidden="true">›</span>\
      <a class="path" data-open="" href="\(Links.file(place, line: shown.first?.line))">\(path(match))</a>\
      \(language)\(revision)<span class="n">\(count)</span></h2>
      \(rows.isEmpty ? HTML() : "<ul class=\"symbols\">\(rows)</ul>")\
      \(moreSymbols(match, shown: shown.count, request: request))\(copies(match))</li>

      """
  }

  private static func row(_ symbol: FoundSymbol, _ match: FileMatch) -> HTML {
    let around: HTML? =
      symbol.containers.isEmpty
      ? nil : "<span class=\"symbol-place\">in \(HTML.name(symbol.containers.joined(separator: ".")))</span>"
    let line = match.lines.first { $0.isMatch && $0.number == symbol.line }
    return """
      <li><span class="symbol-kind">\(symbol.kind.name)</span><span class="symbol-name">\
      <a href="\(Links.file(match.placement, line: symbol.line))"><b>\(HTML.name(symbol.name))</b></a>\(around)</span>\
      <code>\(line.map(signature))</code></li>

      """
  }

  /// The line of a declaration without its indentation.
  private static func signature(_ line: LineMatch) -> HTML {
    let text = line.text
    let start = text.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? text.endIndex
    var end = text.count
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    let window = CodeText.window(text, ranges: line.ranges, limit: SearchPage.lineLimit)
    let range = max(window.lowerBound, start)..<max(start, min(window.upperBound, end))
    return CodeText.line(text, range, spans: CodeText.spans(of: range, in: line.spans), marks: line.ranges)
  }

  private static func moreSymbols(_ match: FileMatch, shown: Int, request: Request) -> HTML? {
    guard shown > 0, shown < match.matchCount, !request.showsAllFragments else { return nil }
    var narrowed = Query.adding(Patterns.repositoryFilter(match.placement.repository), to: request.query)
    narrowed = Query.adding("file:^\(Patterns.escaped(match.placement.pathText))$", to: narrowed)
    let url = Links.search(narrowed, contextLines: request.contextLines, allFragments: true)
    let count = Format.count(match.matchCount - shown, "more symbol")
    return "<a class=\"more\" data-expand=\"\" href=\"\(url)\">Show \(count)</a>"
  }
}
