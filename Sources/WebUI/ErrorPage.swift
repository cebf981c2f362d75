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

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    let suggestion: HTML? = suggestedQuery.map {
      "<p><a href=\"\(Links.search($0))\">Search for <code>\($0)</code></a></p>"
    }
    let links = nearest.map { "<a href=\"\($0.address)\">\(HTML.name($0.name))</a> " as HTML }
    let names: HTML? = links.isEmpty ? nil : "<p>Did you mean \(links)?</p>"
    let retry: HTML? = offersRetry ? "<p><a href=\"\(context.address)\">Try again</a></p>" : nil
    let content: HTML = """
      <p class="status-code" aria-hidden="true">\(status)</p>
      <h1>\(title)</h1>
      <p>\(detail)</p>
      \(names)\(suggestion)\(retry)
      <p class="muted">Request \(requestID)</p>
      """
    return Frame.page(
      title: "\(title) · Alidade", context: context, mainClass: "page narrow error", content: content)
  }
}
