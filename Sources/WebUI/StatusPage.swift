package import Search

/// `/status`: health for people.
package struct StatusPage: Sendable {
  /// How long some kind of request takes.
  package struct Latency: Sendable {
    package var name: String
    package var count: Int
    /// Upper borders of the steps that half, and 95 in 100, lie within, in seconds; nil beyond the last border.
    package var median: Double?
    package var p95: Double?

    /// A latency from its parts.
    package init(name: String, count: Int, median: Double?, p95: Double?) {
      self.name = name
      self.count = count
      self.median = median
      self.p95 = p95
    }
  }

  /// Nil without an index.
  package var index: IndexStatus?
  /// Why there is none, or why a newer one could not be opened.
  package var failure: String?
  package var repositories: [RepositoryInfo] = []
  package var searchesRunning = 0
  package var searchLimit = 0
  package var latencies: [Latency] = []
  /// Bytes of memory in use, where the system says.
  package var memoryBytes: Int?
  /// Seconds since the server began; nil when it is not known.
  package var uptimeSeconds: Int?
  /// Bounds in words with their values.
  package var limits: [(name: String, value: String)] = []

  /// A page without numbers.
  package init() {}

  /// Repositories listed at most.
  static let repositoriesMax = 200

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description = "The state of this server: index, searches, limits."
    let content: HTML = """
      <h1>Status</h1>
      \(sentence(context))
      \(facts(context))
      \(latencyTable)
      \(repositoryTable(context))
      \(limitTable)
      <p class="muted">For programs: <a href="/api/v1/status">the same as JSON</a>, <a href="/readyz">readiness</a>, \
      <a href="/metrics">metrics</a>.</p>
      """
    return Frame.page(title: "Status", context: context, mainClass: "page status", content: content)
  }

  private func sentence(_ context: PageContext) -> HTML {
    if let failure, index != nil {
      return """
        <p class="notice warn">A newer index could not be opened: \(HTML.name(failure)). Searches use the one before.</p>
        """
    }
    guard let index else {
      return
        "<p class=\"notice danger\">There is no index to search. \(HTML.name(failure ?? "It is being opened"))</p>"
    }
    if !index.failures.isEmpty {
      return """
        <p class="notice warn">\(Format.count(index.failures.count, "segment")) cannot be read: answers are incomplete, and say \
        so. Run <code>alidade doctor</code> on the server.</p>
        """
    }
    return
      "<p class=\"notice ok\">All is well: every segment of the index is open and searches are answered.</p>"
  }

  private func facts(_ context: PageContext) -> HTML {
    var rows = HTML()
    func fact(_ name: String, _ value: HTML) { rows += "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n" }
    if let index {
      fact("Index written", Frame.age(of: index.indexedAt, now: context.now))
      fact("Generation", "\(Format.count(index.generation))")
      fact("Repositories", "\(Format.count(index.repositories))")
      fact("Files", "\(Format.count(index.documents))")
      fact("Text", "\(Format.bytes(index.textBytes))")
      fact("Index on disk", "\(Format.bytes(index.indexBytes))")
      fact("Segments", "\(Format.count(index.segments))")
      fact("Symbols", symbols(index.symbols))
    }
    fact("Searches now", "\(searchesRunning) of \(searchLimit)")
    if let memoryBytes { fact("Memory", "\(Format.bytes(memoryBytes))") }
    if let uptimeSeconds { fact("Up for", "\(Self.span(uptimeSeconds))") }
    fact("Version", "\(context.version)")
    return "<dl class=\"facts\">\n\(rows)</dl>"
  }

  /// `46,120; 1,200 files read by grammars, 84 by the lexer`
  private func symbols(_ status: SymbolStatus) -> HTML {
    var text = Format.count(status.symbols)
    let lexed = status.byLexer + status.tooLarge + status.failed
    if status.byGrammar > 0 { text += ", \(Format.count(status.byGrammar, "file")) by grammar" }
    if lexed > 0 { text += ", \(Format.count(lexed)) by lexer" }
    if status.filesWithout > 0 { text += ", \(Format.count(status.filesWithout)) not read yet" }
    return "\(text)"
  }

  /// `3 min`, `5 h`, `12 days`.
  private static func span(_ seconds: Int) -> String {
    switch seconds {
    case ..<60: Format.count(max(seconds, 0), "second")
    case ..<3600: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3600) h"
    default: Format.count(seconds / 86_400, "day")
    }
  }

  private var latencyTable: HTML? {
    guard !latencies.isEmpty else { return nil }
    func text(_ seconds: Double?) -> String {
      seconds.map { "≤ \(Format.duration(.seconds($0)))" } ?? "over 30 s"
    }
    let rows = latencies.map { latency -> HTML in
      """
      <tr><th scope="row">\(latency.name)</th>\(Figure.cell(Format.count(latency.count)))\(Figure.cell(text(latency.median)))\
      \(Figure.cell(text(latency.p95)))</tr>

      """
    }
    return """
      <section><h2>Since the server began</h2>
      \(Figure.table(
        "Latencies",
        head: [Figure.column("What"), Figure.numbers("Times"), Figure.numbers("Median"), Figure.numbers("95 in 100")], rows: rows))
      </section>
      """
  }

  private func repositoryTable(_ context: PageContext) -> HTML? {
    guard !repositories.isEmpty else { return nil }
    // What needs a look comes first.
    let order = repositories.sorted {
      ($0.notes.isEmpty ? 1 : 0, $0.name) < ($1.notes.isEmpty ? 1 : 0, $1.name)
    }
    let rows = order.prefix(Self.repositoriesMax).map { repository -> HTML in
      let notes = repository.notes.map { "<li>\(HTML.name($0))</li>" as HTML }
      let state: HTML = notes.isEmpty ? "up to date with its last reading" : "<ul>\(notes)</ul>"
      return """
        <tr><th scope="row"><a href="\(Links.repository(repository.name))">\(HTML.name(repository.name))</a></th>\
        \(Figure.cell(Format.count(repository.revisions.count)))\(Figure.cell(Format.count(repository.fileCount)))\
        <td>\(Frame.age(of: repository.indexedAt, now: context.now))</td><td>\(state)</td></tr>

        """
    }
    let rest = repositories.count - Self.repositoriesMax
    let more: HTML? =
      rest > 0
      ? "<p class=\"muted\">and \(Format.count(rest, "more repository", plural: "more repositories")).</p>"
      : nil
    return """
      <section><h2>Repositories</h2>
      \(Figure.table(
        "Repositories",
        head: [
          Figure.column("Name"), Figure.numbers("Revisions"), Figure.numbers("Files"), Figure.column("Indexed"),
          Figure.column("State"),
        ], rows: rows))\(more)</section>
      """
  }

  private var limitTable: HTML? {
    guard !limits.isEmpty else { return nil }
    let rows = limits.map { limit -> HTML in
      "<tr><th scope=\"row\">\(limit.name)</th>\(Figure.cell(limit.value))</tr>\n"
    }
    return """
      <section><h2>Limits</h2>
      \(Figure.table("Limits", head: [Figure.column("What"), Figure.numbers("At most")], rows: rows))</section>
      """
  }
}
