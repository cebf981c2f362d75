import Search

extension LandingPage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description = "Self-hosted code search: every line of your code, at any branch or tag."
    let content: HTML = """
      <section class="hero">
      <h1>Every line of your code, at any branch or tag.</h1>
      \(proof)
      \(SearchBox.view(queryText: queryText, isLarge: true, parts: "/"))
      \(exampleList)
      </section>
      \(answerSection)
      \(panels(now: context.now))
      \(benchmarks)
      \(architecture)
      \(manual)
      """
    return Frame.page(
      title: "Alidade: code search", context: context, mainClass: "landing", showsSearch: false,
      content: content)
  }

  private var proof: HTML {
    guard hasIndex else {
      return """
        <p class="proof">Words, phrases and regular expressions over all repositories at once. <b>There is no index \
        yet:</b> run <code>alidade index FOLDER…</code>, and this page picks it up by itself.</p>
        """
    }
    guard documents > 0 else {
      return """
        <p class="proof">Words, phrases and regular expressions over all repositories at once. <b>The index is \
        empty:</b> run <code>alidade index FOLDER…</code> with a folder that holds code.</p>
        """
    }
    let time: HTML? = answer.map {
      ", and the search below took <b>\(Format.duration($0.summary.statistics.elapsed))</b>"
    }
    return """
      <p class="proof"><b>\(Format.count(documents, "file"))</b> and <b>\(Format.bytes(textBytes))</b> of text in \
      <a href="/repos">\(Format.count(repositories.count, "repository", plural: "repositories"))</a> are indexed \
      here\(time).</p>
      """
  }

  private var exampleList: HTML? {
    guard !examples.isEmpty else { return nil }
    let items = examples.map { example -> HTML in
      """
      <li><a href="\(Links.search(example.query))"><code>\(example.query)</code>\
      <span>\(example.meaning)</span></a></li>
      """
    }
    return "<ul class=\"examples\" aria-label=\"Example queries\">\(items)</ul>"
  }

  /// The first results beside the steps that led to them.
  private var answerSection: HTML {
    guard let answer else {
      let none: HTML? =
        queryText.isEmpty
        ? nil
        : "<h2 data-said=\"\">Nothing found for <code>\(queryText)</code></h2><p><a href=\"\(Links.search(queryText))\">Why, and what would find something</a></p>"
      return "<section id=\"answer\" class=\"answer\" data-part=\"\">\(none)</section>"
    }
    let numbers = answer.summary.statistics
    let request = SearchPage.Request(query: answer.query)
    let cards = answer.matches.prefix(Self.shownFiles).map {
      SearchPage.card(Self.shortened($0), request: request)
    }
    let least = answer.summary.isComplete ? "" : "at least "
    return """
      <section id="answer" class="answer" data-part="">
      <div class="answer-head"><h2 data-said=""><code>\(answer.query)</code> \
      <span class="muted">\(least)\(Format.count(numbers.matches, "match", plural: "matches")) in \
      \(Format.count(numbers.matchedFiles, "file")) · \(Format.duration(numbers.elapsed))</span></h2>
      <a href="\(Links.search(answer.query))">All results</a></div>
      <div class="answer-body">
      <ol class="cards">
      \(cards)</ol>
      <figure class="drawn"><figcaption>How this search got there, in its own numbers</figcaption>
      \(Funnel.view(numbers))
      <p><a href="\(Links.explain(answer.query))">Plan and trace</a></p></figure>
      </div></section>
      """
  }

  /// A result with its first lines only: there is more below.
  private static func shortened(_ match: FileMatch) -> FileMatch {
    var match = match
    var lines: [LineMatch] = []
    for line in match.lines.prefix(6) {
      if let last = lines.last, last.number + 1 != line.number { break }
      lines.append(line)
    }
    match.lines = lines
    return match
  }
}
