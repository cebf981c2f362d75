/// `/api`: the OpenAPI document for people.
package struct ApiReferencePage: Sendable {
  /// What a parameter takes.
  package struct Parameter: Sendable {
    package var name: String
    /// `query` or `path`.
    package var place: String
    /// In words: `1 to 200, 50 without it`.
    package var values: String
    package var isRequired: Bool
    package var help: String

    /// A parameter from its parts.
    package init(name: String, place: String, values: String, isRequired: Bool, help: String) {
      self.name = name
      self.place = place
      self.values = values
      self.isRequired = isRequired
      self.help = help
    }
  }

  /// One thing the API does.
  package struct Operation: Sendable {
    /// Its name in the OpenAPI document, and the anchor on the page.
    package var id: String
    /// The path with parameters in braces.
    package var path: String
    package var summary: String
    package var details: String
    package var parameters: [Parameter]
    /// Media types with the name of what is in them.
    package var answers: [(mediaType: String, content: String)]
    /// Kinds of failure, with their addresses.
    package var problems: [(status: Int, title: String, address: String)]
    /// A path and query that works on the demo set.
    package var example: String

    /// An operation without failures of its own.
    package init(
      id: String, path: String, summary: String, details: String, parameters: [Parameter],
      answers: [(mediaType: String, content: String)],
      problems: [(status: Int, title: String, address: String)],
      example: String
    ) {
      self.id = id
      self.path = path
      self.summary = summary
      self.details = details
      self.parameters = parameters
      self.answers = answers
      self.problems = problems
      self.example = example
    }
  }

  /// In the order of the document.
  package var operations: [Operation]
  /// `http://127.0.0.1:7070`, for examples that can be pasted.
  package var origin: String

  /// A reference of `operations`.
  package init(operations: [Operation], origin: String) {
    self.operations = operations
    self.origin = origin
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description = "Every operation of the HTTP API with its parameters, answers and failures."
    let links = operations.map { operation -> HTML in
      "<li><a href=\"#\(operation.id)\">\(operation.summary)</a></li>\n"
    }
    let content: HTML = """
      \(DocsPage.contents(current: "/api"))
      <article class="essay reference">
      <h1>API reference</h1>
      <p class="lead">Everything is a GET below <code>/api/v1</code> and answers JSON unless asked for something else. This page \
      is made from the same table as the <a href="/api/v1/openapi.json">OpenAPI document</a> and the check of requests.</p>
      <nav class="on-page" aria-label="Operations"><ul>
      \(links)</ul></nav>
      <p><a href="/docs/api">The chapter on the API</a> explains streams, paging, limits and errors.</p>
      \(operations.map(section))</article>
      """
    return Frame.page(
      title: "API reference", context: context, mainClass: "page with-contents", content: content)
  }

  private func section(_ operation: Operation) -> HTML {
    let details: HTML? = operation.details.isEmpty ? nil : "<p>\(operation.details)</p>\n"
    let answers = operation.answers.map { answer -> HTML in
      "<li><code>\(answer.mediaType)</code>: \(answer.content)</li>\n"
    }
    let problems = operation.problems.map { problem -> HTML in
      "<li><a href=\"\(problem.address)\">\(problem.status) \(problem.title)</a></li>\n"
    }
    return """
      <section>
      <h2 id="\(operation.id)">\(operation.summary)</h2>
      <p class="route"><b>GET</b> <code>\(operation.path)</code></p>
      \(details)\(parameters(operation))
      <p class="muted">Answers</p><ul class="plain">
      \(answers)</ul>
      <pre class="listing" tabindex="0" role="region" aria-label="Example of \(operation.id)">curl -s '\(origin)\(operation.example)'</pre>
      <details><summary>What can go wrong</summary><ul class="plain">
      \(problems)</ul></details>
      </section>

      """
  }

  private func parameters(_ operation: Operation) -> HTML? {
    guard !operation.parameters.isEmpty else { return nil }
    let rows = operation.parameters.map { parameter -> HTML in
      """
      <tr><th scope="row"><code>\(parameter.name)</code>\(parameter.isRequired ? " <span class=\"tag\">required</span>" : HTML())</th>\
      <td>\(parameter.place)</td><td>\(parameter.values)</td><td>\(parameter.help)</td></tr>

      """
    }
    return Figure.table(
      "Parameters of \(operation.summary)",
      head: [
        Figure.column("Parameter"), Figure.column("In"), Figure.column("Takes"), Figure.column("Meaning"),
      ], rows: rows)
  }
}
