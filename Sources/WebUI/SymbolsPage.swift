package import QueryEngine
package import Search

/// The page `/r/{repo}@{rev}/-/symbols?q=`: the symbols of a repository, by file and narrowed by kind.
package struct SymbolsPage: Sendable {
  /// Breadcrumb and revisions.
  package var head: PlaceHead
  /// What was asked for, without the repository and `type:symbol`.
  package var text: String
  /// The whole query.
  package var query: String
  /// Files with the symbols that were found, best first; empty when the query has a fault.
  package var result = SearchResult()
  /// Why the query could not be read.
  package var fault: QueryError?
  /// Whether other results come before these.
  package var isContinued = false

  /// The page of what `text` finds at `head`.
  package init(head: PlaceHead, text: String) {
    self.head = head
    self.text = text
    query = Self.query(text, head)
  }

  /// `text` as a search for symbols of the repository at the revision.
  private static func query(_ text: String, _ head: PlaceHead) -> String {
    var query = Query.adding(Patterns.repositoryFilter(head.placement.repository), to: text)
    if let revision = head.revision { query = Query.adding("rev:\(revision)", to: query) }
    return Query.adding("type:symbol", to: query)
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    let place = head.placement
    context.queryText = head.scope + " "
    context.subject = .init(repository: place.repository, revision: head.revision)
    context.description = "Symbols of \(place.repository)."
    let content: HTML = """
      <div class="file-bar"><h1 class="crumbs">\
      <a class="repo" href="\(Links.repository(place.repository, revision: head.revision))">\
      \(HTML.name(place.repository))</a><span class="sep" aria-hidden="true">›</span><b>Symbols</b></h1>\
      <div class="actions">\(head.revisionMenu)</div></div>
      \(head.note)
      \(form)
      \(fault.map(faultNotice))
      \(fault == nil ? answer : HTML())
      """
    return Frame.page(
      title: "\(text.isEmpty ? "Symbols" : "\(text) · Symbols") · \(place.repository)", context: context,
      mainClass: "page place symbols-page", content: content)
  }

  private var form: HTML {
    """
    <form class="symbol-form" role="search" aria-label="Symbols of the repository" \
    action="\(Links.symbols(head.placement.repository, revision: head.revision))">\
    <label for="symbol-q">Name</label>\
    <input id="symbol-q" name="q" value="\(text)" autocomplete="off" autocapitalize="off" spellcheck="false" \
    placeholder="parse, Parser.next or kind:class"><button type="submit">Find</button></form>
    """
  }

  private func faultNotice(_ fault: QueryError) -> HTML {
    let suggestion: HTML? = fault.suggestion.map { "<p>\($0)</p>" }
    return "<div class=\"notice danger\"><p><b>\(fault.description)</b></p>\(suggestion)</div>"
  }

  private var answer: HTML {
    let summary = result.summary
    let atLeast = summary.isComplete ? "" : "At least "
    let symbols = Format.count(summary.statistics.matches, "symbol")
    let files = Format.count(summary.statistics.matchedFiles, "file")
    var request = SearchPage.Request(query: query)
    request.unit = .symbol
    let cards = result.files.map { SearchPage.card($0, request: request) }
    let notes = summary.notes.map { note -> HTML in "<div class=\"notice\"><p>\(note)</p></div>" }
    let status: HTML =
      result.files.isEmpty && !isContinued
      ? "<b>No such symbol</b> in this repository"
      : "<b>\(atLeast)\(symbols)</b> in \(files) · <a href=\"\(Links.search(query))\">as a search</a>"
    return """
      <p class="symbol-status" role="status">\(status)</p>
      \(kinds)\(notes)
      <ol class="cards">\(cards)</ol>
      \(nextPage)
      """
  }

  /// Kinds as links that narrow the list, and back.
  private var kinds: HTML? {
    guard let facet = result.summary.facets.first(where: { $0.kind == .symbol }) else { return nil }
    let spans = Query.filterSpans(in: text).filter { $0.field == .kind && !$0.isNegated }
    var links = spans.map { span -> HTML in
      let rest = Links.symbols(
        head.placement.repository, revision: head.revision, query: Query.removing(span.range, from: text))
      return "<a class=\"on\" href=\"\(rest)\">\(span.value)</a>"
    }
    if spans.isEmpty {
      links = facet.values.map { value in
        let narrowed = Links.symbols(
          head.placement.repository, revision: head.revision, query: Query.adding(value.filterText, to: text))
        return """
          <a href="\(narrowed)">\(value.label) <span class="n">\(Format.count(value.count))\
          \(facet.isExact ? "" : "+")</span></a>
          """
      }
    }
    return "<nav class=\"kinds\" aria-label=\"Kinds of symbols\">\(links)</nav>"
  }

  private var nextPage: HTML? {
    let next = result.summary.nextCursor.map { cursor -> HTML in
      let url = Links.symbols(
        head.placement.repository, revision: head.revision, query: text, after: cursor.text)
      return "<a href=\"\(url)\" rel=\"next\">Next page</a>"
    }
    let first: HTML? =
      isContinued
      ? "<a href=\"\(Links.symbols(head.placement.repository, revision: head.revision, query: text))\">First page</a>"
      : nil
    guard next != nil || first != nil else { return nil }
    return "<nav class=\"pages\" aria-label=\"Pages\">\(first)\(next)</nav>"
  }
}
