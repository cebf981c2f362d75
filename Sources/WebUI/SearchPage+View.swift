import QueryEngine
import Search

extension SearchPage {
  /// Head, header and toolbar: sent before the search runs. `context` belongs to the page, not to the search.
  ///
  /// The stream of cards sits in a host whose shadow root puts what is sent last, the summary, on top
  /// (UX.md §6). Without shadow roots the same document reads in the order it is sent. Notices stand below the
  /// cards, since nothing that is read already may move, and the summary leads to them.
  package static func opening(_ request: Request, context: PageContext) -> HTML {
    let stop: HTML? =
      request.stopID.isEmpty ? nil : " <a part=\"stop\" href=\"\(Links.stop(request.stopID))\">Stop</a>"
    return """
      \(Frame.opening(title: request.query, context: described(context, request), mainClass: "search"))
      <h1 class="vh">Results for \(request.query)</h1>
      <div class="results \(request.view.rawValue)">
      <template shadowrootmode="open">\
      <div part="bar"><p role="status" part="status"><slot name="status">Searching…\(stop)</slot></p>\
      <slot name="views"></slot>\
      <slot name="why"><a part="link" href="\(Links.explain(request.query))">Why these numbers</a></slot>\
      <slot name="cli"><span part="link">Copy as CLI</span></slot>\
      <slot name="tools"></slot></div>\
      <slot name="chips"></slot><slot></slot><slot name="pager"></slot><slot name="notices"></slot>\
      <slot name="facets"></slot></template>
      \(tools(request))
      \(chips(request))
      <ol class="cards">

      """
  }

  /// The end of the document, with everything that is only known now.
  package static func closing(_ outcome: Outcome, context: PageContext) -> HTML {
    """
    </ol>
    \(pager(outcome))
    \(facets(outcome))
    <div slot="notices" id="notes">\(notices(outcome, context: context))</div>
    \(why(outcome))
    \(commandLine(outcome.request))
    <span slot="status">\(status(outcome, context: context))</span>
    </div>
    \(Frame.closing(context))
    """
  }

  /// How the search came to its numbers, out of the run that made this page.
  private static func why(_ outcome: Outcome) -> HTML? {
    // Repositories are found by name, without the index.
    if outcome.request.unit == .repository { return nil }
    return """
      <details slot="why" class="tool" name="tool"><summary>Why these numbers</summary>
      <div class="panel">\(Funnel.view(outcome.summary.statistics))
      <p><a href="\(Links.explain(outcome.request.query))">Plan and trace of a new run</a></p></div></details>
      """
  }

  /// The end of the document when the search broke down after the first byte.
  package static func closing(fault reason: String, requestID: String, context: PageContext) -> HTML {
    """
    </ol>
    <div slot="notices" id="notes"><div class="notice danger" role="alert"><p><b>The search stopped.</b> \(reason)</p>
    <p class="muted">Request \(requestID). <a href="\(context.address)">Try again</a>.</p></div></div>
    <span slot="status"><a href="#notes">Stopped</a></span>
    </div>
    \(Frame.closing(context))
    """
  }

  /// What the head says: the same answer for programs and for feed readers.
  private static func described(_ context: PageContext, _ request: Request) -> PageContext {
    var context = live(context)
    context.alternates += [
      .init(type: "application/json", address: Links.api(request.query), title: "JSON"),
      .init(type: "application/atom+xml", address: Links.feed(request.query), title: "Feed"),
    ]
    context.description = "Code that matches \(request.query)"
    return context
  }

  /// The page for a query that cannot be understood, with the fault underlined.
  package static func faultPage(_ fault: Fault, context: PageContext) -> HTML {
    let suggestion: HTML? = fault.suggestion.map { "<p class=\"fix\">\(sentence($0))</p>" }
    let content: HTML = """
      <h1>That query cannot be read</h1>
      <pre class="query-fault" aria-label="Your query">\(underlined(fault))</pre>
      <p class="reason">\(sentence(fault.reason))</p>
      \(suggestion)
      \(QueryHelp.view())
      """
    return Frame.page(
      title: "Query error · Alidade", context: live(context), mainClass: "page narrow", content: content)
  }

  /// The page for an empty query: what can be asked.
  package static func emptyPage(context: PageContext) -> HTML {
    Frame.page(
      title: "Search · Alidade", context: live(context), mainClass: "page narrow",
      content:
        """
        <h1>Search</h1>
        <p>Type something above. Every word has to be found, in the text or in the path of a file.</p>
        \(QueryHelp.view())
        """
    )
  }

  /// Typing in the search box replaces what these pages show.
  private static func live(_ context: PageContext) -> PageContext {
    var context = context
    context.mainAttributes += HTML.attribute("data-live", "/search")
    return context
  }

  private static func underlined(_ fault: Fault) -> HTML {
    let bytes = Array(fault.query.utf8)
    guard let range = fault.range else { return .escaped(bytes) }
    let place = range.clamped(to: 0..<bytes.count)
    // A fault at the end ("something is missing here") still needs a place to underline.
    let marked: HTML = place.isEmpty ? "<u> </u>" : "<u>\(HTML.escaped(bytes[place]))</u>"
    return "\(HTML.escaped(bytes[..<place.lowerBound]))\(marked)\(HTML.escaped(bytes[place.upperBound...]))"
  }

  private static func sentence(_ clause: String) -> String {
    let head = clause.prefix(1).uppercased() + clause.dropFirst()
    return head.hasSuffix(".") ? head : head + "."
  }

  private static func tools(_ request: Request) -> HTML {
    let views = Request.View.allCases.map { view -> HTML in
      let name = view == .code ? "Code" : view == .list ? "List" : "Count"
      if view == request.view { return "<b aria-current=\"true\">\(name)</b>" }
      return "<a href=\"\(request.address(of: request.query, view: view))\">\(name)</a>"
    }
    let contexts = [0, 1, 3, 10].map { lines -> HTML in
      if lines == request.contextLines { return "<b aria-current=\"true\">\(lines)</b>" }
      return "<a href=\"\(request.address(of: request.query, contextLines: lines))\">\(lines)</a>"
    }
    let context: HTML? =
      request.view == .code
      ? """
      <span class="choice" role="group" aria-label="Lines of context"><span>Context</span>\(contexts)</span>
      """ : nil
    return """
      <div slot="views" class="tools">
      <a class="to-filters" href="#filters">Filters</a>
      <span class="choice" role="group" aria-label="View">\(views)</span>
      \(context)
      </div>
      <div slot="tools" class="tools">
      <a href="\(Links.api(request.query))">JSON</a>
      <a href="\(Links.feed(request.query))">Feed</a>
      </div>
      """
  }

  /// The same search in a shell.
  private static func commandLine(_ request: Request) -> HTML {
    let command = ShellCommand.search(request)
    return """
      <details slot="cli" class="tool" name="tool"><summary>Copy as CLI</summary>
      <div class="panel"><p>The same search on the machine that has the index:</p>
      <pre tabindex="0" role="region" aria-label="Command">\(command)</pre>
      <button type="button" class="js" data-copy="\(command)">Copy</button></div></details>
      """
  }

  /// Where the answer goes on.
  private static func pager(_ outcome: Outcome) -> HTML {
    let request = outcome.request
    // Results that had no room on the page would be on none.
    let next = outcome.isPageFull ? nil : outcome.summary.nextCursor?.text
    guard next != nil || request.isContinued else { return HTML() }
    let first: HTML? =
      request.isContinued ? "<a href=\"\(request.address(of: request.query))\">First page</a>" : nil
    let more: HTML? = next.map {
      "<a rel=\"next\" class=\"next\" href=\"\(request.address(of: request.query, after: $0))\">Next page</a>"
    }
    let start = outcome.summary.resultsBefore
    let place: HTML? =
      outcome.shownFiles > 0
      ? "<span>Files \(Format.count(start + 1)) to \(Format.count(start + outcome.shownFiles))</span>" : nil
    return """
      <nav slot="pager" class="pages" aria-label="Pages of results">\(first)\(place)\(more)</nav>
      """
  }

  private static func chips(_ request: Request) -> HTML {
    let spans = Query.filterSpans(in: request.query)
    guard !spans.isEmpty else { return HTML() }
    let bytes = Array(request.query.utf8)
    let items = spans.map { span -> HTML in
      let text = String(decoding: bytes[span.range], as: UTF8.self)
      let rest = Query.removing(span.range, from: request.query)
      return """
        <li><a href="\(request.address(of: rest))" aria-label="Remove \(text)">\
        \(HTML.name(text))</a></li>
        """
    }
    return "<ul slot=\"chips\" class=\"chips\" aria-label=\"Active filters\">\(items)</ul>\n"
  }
}
