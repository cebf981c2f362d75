import QueryEngine
import Search

extension SearchPage {
  /// Head, header and toolbar: sent before the search runs. `context` belongs to the page, not to the search.
  ///
  /// The stream of cards sits in a host whose shadow root puts what is sent last, the summary, on top
  /// (UX.md §6). Without shadow roots the same document reads in the order it is sent.
  package static func opening(_ request: Request, context: PageContext) -> HTML {
    """
    \(Frame.opening(title: "\(request.query) · Alidade", context: live(context), mainClass: "search"))
    <h1 class="vh">Results for \(request.query)</h1>
    <div class="results">
    <template shadowrootmode="open">\
    <div part="bar"><p role="status" part="status"><slot name="status">Searching…</slot></p>\
    <slot name="tools"></slot></div>\
    <slot name="chips"></slot><slot name="notices"></slot><slot></slot><slot name="facets"></slot></template>
    \(tools(request))
    \(chips(request))
    <ol class="cards">

    """
  }

  /// The end of the document, with everything that is only known now.
  package static func closing(_ outcome: Outcome, context: PageContext) -> HTML {
    """
    </ol>
    \(facets(outcome))
    <div slot="notices">\(notices(outcome))</div>
    <span slot="status">\(status(outcome))</span>
    </div>
    \(Frame.closing(context))
    """
  }

  /// The end of the document when the search broke down after the first byte.
  package static func closing(fault reason: String, requestID: String, context: PageContext) -> HTML {
    """
    </ol>
    <div slot="notices"><div class="notice danger" role="alert"><p><b>The search stopped.</b> \(reason)</p>
    <p class="muted">Request \(requestID). <a href="\(context.address)">Try again</a>.</p></div></div>
    <span slot="status">Stopped</span>
    </div>
    \(Frame.closing(context))
    """
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
    let contexts = [0, 1, 3, 10].map { lines -> HTML in
      if lines == request.contextLines { return "<b aria-current=\"true\">\(lines)</b>" }
      let url = Links.search(request.query, contextLines: lines, allFragments: request.showsAllFragments)
      return "<a href=\"\(url)\">\(lines)</a>"
    }
    return """
      <div slot="tools" class="tools">
      <a class="to-filters" href="#filters">Filters</a>
      <span class="context"><span>Context</span>\(contexts)</span>
      <a href="\(Links.explain(request.query))">Why these numbers</a>
      <a href="\(Links.api(request.query))">JSON</a>
      </div>
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
        \(HTML.name(text))\(Icons.remove)</a></li>
        """
    }
    return "<ul slot=\"chips\" class=\"chips\" aria-label=\"Active filters\">\(items)</ul>\n"
  }
}
