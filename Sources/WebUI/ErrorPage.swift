/// What a reader sees when an address leads to no page.
package struct ErrorPage: Sendable {
  /// HTTP status.
  package var status: Int
  /// What happened, as a heading.
  package var title: String
  /// One or two sentences with the way out.
  package var detail: String
  /// Names the request in the log.
  package var requestID: String
  /// A search worth trying; its text is shown.
  package var suggestedQuery: String?
  /// Names near the one that was asked for, as links.
  package var nearest: [(name: String, address: String)]
  /// True offers the same address again.
  package var offersRetry: Bool

  /// A page about `status`.
  package init(
    status: Int, title: String, detail: String, requestID: String, suggestedQuery: String? = nil,
    nearest: [(name: String, address: String)] = [], offersRetry: Bool = false
  ) {
    self.status = status
    self.title = title
    self.detail = detail
    self.requestID = requestID
    self.suggestedQuery = suggestedQuery
    self.nearest = nearest
    self.offersRetry = offersRetry
  }

  /// The whole page. When the server is in trouble, it does without script.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.hasScript = status < 500
    context.description = detail
    let content: HTML = """
      <div class="fault">
      <div>
      <p class="status-code">Error \(status)</p>
      <h1>\(title)</h1>
      <p class="lead">\(detail)</p>
      \(names)
      <p class="ways">\(ways(context))</p>
      <p class="muted">Request <code>\(requestID)</code></p>
      </div>
      \(drawing)
      </div>
      """
    return Frame.page(title: title, context: context, mainClass: "page error", content: content)
  }

  private var names: HTML? {
    guard !nearest.isEmpty else { return nil }
    let items = nearest.map { "<li><a href=\"\($0.address)\">\(HTML.name($0.name))</a></li>" as HTML }
    return "<div><p>Did you mean one of these?</p><ul>\(items)</ul></div>"
  }

  /// Out of here: the likeliest way as a button, then the places every reader knows.
  private func ways(_ context: PageContext) -> [HTML] {
    var ways: [HTML] = []
    if offersRetry { ways.append("<a class=\"button\" href=\"\(context.address)\">Try again</a>") }
    if let query = suggestedQuery {
      let look: HTML = offersRetry ? HTML.attribute("class", "quiet") : HTML.attribute("class", "button")
      ways.append("<a\(look) href=\"\(Links.search(query))\">Search for <code>\(query)</code></a>")
    }
    ways.append("<a class=\"quiet\" href=\"/\">Home</a>")
    ways.append("<a class=\"quiet\" href=\"/repos\">Repositories</a>")
    return ways
  }

  /// What is at the end of the sight: nothing, a bar, a clock or a broken ring.
  private var target: HTML {
    switch status {
    case 403, 404: "<circle r=\"11\" stroke-dasharray=\"3 4\"/>"
    case 429, 503: "<circle r=\"11\"/><path d=\"M0-6V0l4 3\"/>"
    case 500...: "<path d=\"M-4-10.2A11 11 0 1 0 8.5-7M-4-10.2l4 5-4 4\"/>"
    default: "<circle r=\"11\"/><path d=\"M-7.8-7.8 7.8 7.8\"/>"
    }
  }

  /// An alidade's dial: the rule stands where the status lies between 400 and 600.
  private var drawing: HTML {
    let angle = -78 + 156 * max(0, min(status - 400, 110)) / 110
    return """
      <svg class="dial" viewBox="-160 -170 320 186" width="320" height="186" aria-hidden="true" fill="none">\
      <path class="rim" d="M-136 0a136 136 0 0 1 272 0" stroke-width="1.5"/>\
      <path class="ticks" d="M-129 0a129 129 0 0 1 258 0" stroke-width="8" pathLength="180" \
      stroke-dasharray=".5 2.5"/>\
      <path class="ticks" d="M-125 0a125 125 0 0 1 250 0" stroke-width="16" pathLength="180" \
      stroke-dasharray=".7 29.18" stroke-dashoffset="-.1"/>\
      <path class="rim" d="M-78 0a78 78 0 0 1 156 0" stroke-width="1"/>\
      <path class="rim" d="M-150 0h300" stroke-width="1.5"/>\
      <g class="rule" transform="rotate(\(angle))">\
      <path class="solid" d="M-3 0-1.6-118h3.2L3 0zM-7-30h14v5H-7zM-6-104H6v4H-6z"/><circle class="solid" r="9"/>\
      <circle class="hole" r="3"/>\
      <g class="target" stroke-width="2" stroke-linecap="round" transform="translate(0 -152) rotate(\(-angle))">\(target)</g></g></svg>
      """
  }
}
