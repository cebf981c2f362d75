import QueryEngine
import Search

extension HowItWorksPage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description =
      topic?.summary ?? "How a code search engine finds things: essays with figures that run on your query."
    let content: HTML = """
      \(contents)
      <article class="essay">
      <header>
      \(topic == nil ? HTML() : "<p class=\"eyebrow\"><a href=\"\(Links.howItWorks(nil, query: query))\">How it works</a></p>")
      <h1>\(topic?.title ?? "How a search works")</h1>
      </header>
      \(lead)
      \(form)
      \(text)
      \(turn)
      </article>
      """
    return Frame.page(
      title: topic.map { "\($0.title) · How it works" } ?? "How it works", context: context,
      mainClass: "page with-contents",
      content: content)
  }

  private var lead: HTML {
    if topic == nil {
      return """
        <p class="lead">You type a few words, and a few milliseconds later the best files of every repository are on the screen. \
        This is what happens in between, shown on the query below and the index of this very server. Change the query and run \
        it again: every number and every square comes from that run.</p>
        """
    }
    return "<p class=\"lead\">\(topic?.summary ?? "")</p>"
  }

  /// All essays, with this one marked.
  private var contents: HTML {
    let items = Topic.allCases.map { other -> HTML in
      let isHere = other == topic ? HTML.attribute("aria-current", "page") : HTML()
      return """
        <li><a href="\(Links.howItWorks(other, query: query))"\(isHere)>\(other.title)</a></li>

        """
    }
    let isOverview = topic == nil ? HTML.attribute("aria-current", "page") : HTML()
    return """
      <nav class="contents" aria-label="How it works"><ul>
      <li><a href="\(Links.howItWorks(nil, query: query))"\(isOverview)>Overview</a></li>
      \(items)</ul></nav>
      """
  }

  private static let examples = [
    "/func \\w+Pool\\(/", "error handler", "/[0-9a-f]{8}-[0-9a-f]{4}/", "(read OR write) -file:test",
    "/\\w+_\\w+/",
  ]

  /// The query that the figures follow.
  private var form: HTML {
    let address = topic?.address ?? Links.howItWorks
    let examples = Self.examples.filter { $0 != query }.map { example -> HTML in
      "<li><a href=\"\(Links.howItWorks(topic, query: example))\"><code>\(example)</code></a></li>\n"
    }
    return """
      <form class="try" action="\(address)">
      <label for="figures-q">Query of the figures</label>
      <div class="row"><input id="figures-q" name="q" type="text" value="\(query)" autocomplete="off" autocapitalize="off" \
      spellcheck="false" maxlength="2000"><button>Run it</button></div>
      <ul class="examples">
      \(examples)</ul>
      \(outcome)
      </form>
      """
  }

  /// What came of the query, in a sentence.
  private var outcome: HTML {
    if let fault {
      let fix: HTML? = fault.suggestion.map { " Try this: \($0)." }
      return """
        <p class="query-fault">\(marked(fault.range))</p>
        <p role="alert"><b>This query cannot be read: \(fault.description).</b>\(fix) The figures come back with a query that can.</p>
        """
    }
    guard let trace else {
      return "<p class=\"muted\">There is no index here yet, so the essay comes without its figures.</p>"
    }
    let numbers = trace.statistics
    let isCut = !trace.limits.isEmpty
    return """
      <p class="muted">Ran just now: \(isCut ? "at least " : "")\(Format.count(numbers.matches, "match", plural: "matches")) in \
      \(Format.count(numbers.matchedFiles, "file")), \(Format.duration(numbers.elapsed)). \
      <a href="\(Links.search(query))">See the results</a> · <a href="\(Links.explain(query))">the whole trace</a></p>
      """
  }

  private func marked(_ range: Range<Int>) -> HTML {
    let bytes = Array(query.utf8)
    let fault = range.clamped(to: 0..<bytes.count)
    let empty = fault.isEmpty ? " " : ""
    return """
      \(HTML.name(String(decoding: bytes[..<fault.lowerBound], as: UTF8.self)))\
      <u>\(HTML.name(String(decoding: bytes[fault], as: UTF8.self)))\(empty)</u>\
      \(HTML.name(String(decoding: bytes[fault.upperBound...], as: UTF8.self)))
      """
  }

  private var text: HTML {
    switch topic {
    case nil: overview
    case .regexToIndex: regexToIndex
    case .postingLists: postingLists
    case .filesOnDisk: filesOnDisk
    case .regexEngine: regexEngine
    case .ranking: ranking
    case .incrementalIndexing: incrementalIndexing
    case .symbolGraph: symbolGraph
    }
  }

  /// To the essays before and after.
  private var turn: HTML {
    let (before, after) = topic?.neighbours ?? (nil, Topic.allCases.first)
    let previous: HTML? = before.map {
      "<a rel=\"prev\" href=\"\(Links.howItWorks($0, query: query))\"><span>Before</span>\($0.title)</a>"
    }
    let next: HTML? = after.map {
      "<a rel=\"next\" href=\"\(Links.howItWorks($0, query: query))\"><span>Next</span>\($0.title)</a>"
    }
    return "<nav class=\"turn\" aria-label=\"Neighbouring essays\">\(previous)\(next)</nav>"
  }

  /// A figure of the first term; a sentence where the query has none.
  func figure(_ draw: (SearchTrace.Term) -> HTML?) -> HTML {
    guard let trace else { return HTML() }
    guard let term else {
      return """
        <p class="notice">\(trace.query.isEmpty ? "An empty query" : "This query") looks for no text in files, so there is no \
        list to show. Add a word to it.</p>
        """
    }
    return draw(term) ?? HTML()
  }

  /// Where a number was measured, for the end of a paragraph.
  func measured(_ draw: (BenchmarkSummary) -> HTML) -> HTML {
    guard let benchmarks else { return HTML() }
    return """
      <p>\(draw(benchmarks)) <span class="muted">(\(benchmarks.place); <a href="/benchmarks">all measurements</a>)</span></p>
      """
  }
}
