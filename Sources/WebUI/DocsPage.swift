import Platform

/// A page of the manual below `/docs`, and `/architecture`.
package struct DocsPage: Sendable {
  /// One page of the manual.
  package struct Entry: Sendable, Equatable {
    /// The last part of its address; empty for the first page.
    package var slug: String
    /// The file it is made from.
    package var path: String
    package var title: String
    package var summary: String

    /// Where it is.
    package var address: String {
      switch slug {
      case "": "/docs"
      case "architecture": "/architecture"
      default: "/docs/\(slug)"
      }
    }
  }

  /// The manual in the order of reading.
  package static let entries = [
    Entry(
      slug: "query-language", path: "docs/query-language.md", title: "Query language",
      summary: "Words, regexes, filters and settings: everything the search box takes."),
    Entry(
      slug: "regex", path: "docs/regex.md", title: "Regular expressions",
      summary: "The syntax, what is refused and why, and every difference from RE2 and ripgrep."),
    Entry(
      slug: "structural", path: "docs/structural.md", title: "Structural search",
      summary: "Patterns written as code: holes, conditions, languages, and how they are found fast."),
    Entry(
      slug: "web", path: "docs/web.md", title: "The web site",
      summary: "Addresses, keys, links that unfold, and what works without script."),
    Entry(
      slug: "cli", path: "docs/cli.md", title: "Command line",
      summary: "Every command and flag of the program, its formats and exit codes."),
    Entry(
      slug: "api", path: "docs/api.md", title: "HTTP API",
      summary: "JSON, streams, paging, errors and limits, with examples."),
    Entry(
      slug: "navigation", path: "docs/navigation.md", title: "Navigation",
      summary:
        "Definitions and references from compiler indexes: importing them, making them, what answers say."),
    Entry(
      slug: "diagnose", path: "docs/diagnose.md", title: "Diagnosis",
      summary: "From a log line, stack trace or support bundle to the code that wrote it."),
    Entry(
      slug: "cases", path: "docs/cases.md", title: "Three cases",
      summary: "Support tickets, from the log that came in to the line that wrote it."),
    Entry(
      slug: "cases/redis-cannot-save", path: "docs/cases/redis-cannot-save.md", title: "Redis refuses writes",
      summary: "A statement with its values by name, in a version that is not today's."),
    Entry(
      slug: "cases/gunicorn-worker-timeout", path: "docs/cases/gunicorn-worker-timeout.md",
      title: "Workers of a shop die", summary: "A version by three kinds of evidence, two traces of one fault."),
    Entry(
      slug: "cases/nginx-upstream", path: "docs/cases/nginx-upstream.md", title: "502 behind nginx",
      summary: "Known issues, and a report that is not sure and says so."),
    Entry(
      slug: "known-issues", path: "docs/known-issues.md", title: "Known issues",
      summary: "Rules in YAML that find known issues in logs: fields, conditions, tests."),
    Entry(
      slug: "operation", path: "docs/operation.md", title: "Operation",
      summary: "Installing, indexing, serving, watching and repairing."),
    Entry(
      slug: "benchmarks", path: "docs/benchmarks.md", title: "How it is measured",
      summary: "What each number on the benchmark page means, and how to repeat it."),
    Entry(
      slug: "scale", path: "docs/scale.md", title: "Scale",
      summary: "How costs grow with text, repositories, revisions and users, and what breaks first at a terabyte."),
    Entry(
      slug: "limits", path: "docs/limits.md", title: "Known limits",
      summary: "What is not there, or works otherwise than one may expect."),
    Entry(
      slug: "architecture", path: "ARCHITECTURE.md", title: "Architecture",
      summary: "What is where in the sources, which rules hold, and why."),
    Entry(
      slug: "security", path: "SECURITY.md", title: "Security",
      summary: "What is defended and against whom; how to report a hole."),
    Entry(
      slug: "changelog", path: "CHANGELOG.md", title: "Changes", summary: "What each release brought."),
  ]

  /// Nil is the list of all pages.
  package var entry: Entry?

  /// The page called `slug`, empty for the list; nil when there is none.
  package init?(slug: String) {
    if slug.isEmpty { return }
    guard let entry = Self.entries.first(where: { $0.slug == slug }) else { return nil }
    self.entry = entry
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description = entry?.summary ?? "The manual: query language, command line, API, operation."
    let content: HTML = """
      \(Self.contents(current: entry?.address ?? "/docs"))
      \(entry.map(article) ?? Self.list)
      """
    return Frame.page(
      title: entry.map { "\($0.title) · Docs" } ?? "Docs", context: context, mainClass: "page with-contents",
      content: content)
  }

  /// The navigation beside every page of the manual.
  static func contents(current: String) -> HTML {
    func item(_ address: String, _ title: String) -> HTML {
      let isHere = address == current ? HTML.attribute("aria-current", "page") : HTML()
      return "<li><a href=\"\(address)\"\(isHere)>\(title)</a></li>\n"
    }
    return """
      <nav class="contents" aria-label="Manual"><ul>
      \(item("/docs", "Overview"))\(entries.map { item($0.address, $0.title) })\(item("/api", "API reference"))\
      \(item("/docs/problems", "Problems"))</ul></nav>
      """
  }

  private static var list: HTML {
    let items =
      (entries.map { ($0.address, $0.title, $0.summary) }
      + [("/api", "API reference", "Every operation, parameter and answer, from the OpenAPI document.")])
      .map { address, title, summary -> HTML in
        "<li><a href=\"\(address)\">\(title)</a><p>\(summary)</p></li>\n"
      }
    return """
      <article class="essay">
      <h1>Docs</h1>
      <p class="lead">The manual of this version, as it is compiled into the program: it fits what is running here.</p>
      <ul class="topic-list">
      \(items)</ul>
      <p>How it works inside is told in <a href="\(Links.howItWorks)">essays with live figures</a>; how fast it is, on the \
      <a href="/benchmarks">benchmark page</a>.</p>
      </article>
      """
  }

  private func article(_ entry: Entry) -> HTML {
    let text = Documents.text(entry.path) ?? ""
    let document = MarkdownView.parse(text)
    let place = Self.place(for: entry)
    let body = document.map { MarkdownView.render($0, resolving: place) } ?? MarkdownView.plain(text)
    // Without the system's parser the text has no heading of its own.
    let heading: HTML? = document == nil ? "<h1>\(entry.title)</h1>" : nil
    let headings = document.map { MarkdownView.headings($0, resolving: place).filter { $0.level == 2 } } ?? []
    let links = headings.map { "<li><a href=\"#\($0.anchor)\">\($0.text)</a></li>\n" as HTML }
    let summary: HTML? =
      headings.count < 3
      ? nil : "<nav class=\"on-page\" aria-label=\"On this page\"><ul>\n\(links)</ul></nav>\n"
    let index = Self.entries.firstIndex(of: entry) ?? 0
    let before = index > 0 ? Self.entries[index - 1] : nil
    let after = index + 1 < Self.entries.count ? Self.entries[index + 1] : nil
    let previous: HTML? = before.map {
      "<a rel=\"prev\" href=\"\($0.address)\"><span>Before</span>\($0.title)</a>"
    }
    let next: HTML? = after.map { "<a rel=\"next\" href=\"\($0.address)\"><span>Next</span>\($0.title)</a>" }
    return """
      <article class="manual">
      \(heading)\(summary)\(body)
      <nav class="turn" aria-label="Neighbouring pages">\(previous)\(next)</nav>
      </article>
      """
  }

  /// Links between documents lead to their pages; links to other files of the sources lose their address.
  static func place(for entry: Entry) -> MarkdownPlace {
    let folder = Array(entry.path.split(separator: "/").dropLast().joined(separator: "/").utf8)
    return MarkdownPlace(
      headingShift: 0,
      link: { address in
        guard let target = RelativeAddress(address, in: folder) else { return nil }
        let path = String(decoding: target.path, as: UTF8.self)
        guard let page = entries.first(where: { $0.path == path }) else { return nil }
        return page.address + (target.fragment.isEmpty ? "" : "#md-" + target.fragment)
      })
  }
}

/// `/docs/problems` and a page for each kind of failure the API can report.
package struct ProblemsPage: Sendable {
  /// A kind of failure.
  package struct Kind: Sendable {
    package var address: String
    package var status: Int
    package var title: String
    package var meaning: String
    package var remedy: String

    /// A kind from its parts.
    package init(address: String, status: Int, title: String, meaning: String, remedy: String) {
      self.address = address
      self.status = status
      self.title = title
      self.meaning = meaning
      self.remedy = remedy
    }
  }

  /// All kinds, or the one asked about.
  package var kinds: [Kind]
  /// True for a page about one kind.
  package var isSingle: Bool

  /// A page about `kinds`.
  package init(_ kinds: [Kind], isSingle: Bool) {
    self.kinds = kinds
    self.isSingle = isSingle
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    if isSingle, let kind = kinds.first { return single(kind, context) }
    let rows = kinds.map { kind -> HTML in
      """
      <tr><th scope="row" class="n">\(kind.status)</th><td><a href="\(kind.address)">\(kind.title)</a></td>\
      <td>\(kind.meaning)</td></tr>

      """
    }
    return page(
      "Problems", context, current: "/docs/problems",
      """
      <p class="lead">Every failure the API reports is a document of type <code>application/problem+json</code> (RFC 9457). Its \
      <code>type</code> leads to one of these pages.</p>
      \(Figure.table(
        "Kinds of failure",
        head: [Figure.numbers("Status"), Figure.column("Problem"), Figure.column("Meaning")], rows: rows))
      """)
  }

  private func single(_ kind: Kind, _ context: PageContext) -> HTML {
    page(
      kind.title, context, current: kind.address,
      """
      <p class="lead">\(kind.meaning)</p>
      <dl class="facts"><div><dt>HTTP status</dt><dd>\(kind.status)</dd></div></dl>
      <h2>What to do</h2>
      <p>\(kind.remedy)</p>
      <h2>As programs see it</h2>
      <pre class="listing" tabindex="0" role="region" aria-label="Example">{"type": "\(kind.address)", "title": "\(kind.title)", \
      "status": \(kind.status), "detail": …, "instance": …}</pre>
      <p>The <code>instance</code> is the request's number; the log of the server has it too. \
      <a href="/docs/problems">All problems</a></p>
      """)
  }

  private func page(_ title: String, _ context: PageContext, current: String, _ content: HTML) -> HTML {
    Frame.page(
      title: "\(title) · Docs", context: context, mainClass: "page with-contents",
      content: """
        \(DocsPage.contents(current: current))
        <article class="essay"><h1>\(title)</h1>
        \(content)</article>
        """)
  }
}
