import Search

extension LandingPage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    let examples = examples.map { example -> HTML in
      """
      <li><a href="\(Links.search(example.query))"><code>\(example.query)</code>\
      <span>\(example.meaning)</span></a></li>
      """
    }
    let content: HTML = """
      <section class="hero">
      <h1>Every line of your code, at any branch or tag.</h1>
      <p>Words, phrases and regular expressions over all repositories at once. \
      An answer that is not complete says so, and why.</p>
      \(SearchBox.view(queryText: "", isLarge: true))
      <ul class="examples" aria-label="Example queries">\(examples)</ul>
      </section>
      \(hasIndex ? facts : noIndex)
      \(hasIndex ? repositoryList(now: context.now) : HTML())
      \(QueryHelp.view())
      """
    return Frame.page(
      title: "Alidade: code search", context: context, mainClass: "landing", showsSearch: false,
      content: content)
  }

  private var facts: HTML {
    """
    <dl class="facts">
    <div><dt>Repositories</dt><dd>\(Format.count(repositories.count))</dd></div>
    <div><dt>Files</dt><dd>\(Format.count(documents))</dd></div>
    <div><dt>Text</dt><dd>\(Format.bytes(textBytes))</dd></div>
    <div><dt>Index</dt><dd>\(Format.bytes(indexBytes))</dd></div>
    </dl>
    """
  }

  private var noIndex: HTML {
    """
    <div class="notice warn"><p><b>There is no index yet.</b> Run <code>alidade index FOLDER…</code>; \
    this page picks it up by itself.</p></div>
    """
  }

  private func repositoryList(now: Int) -> HTML {
    let items = repositories.prefix(LandingPage.repositoryLimit).map { repository -> HTML in
      """
      <li><a href="\(Links.repository(repository.name))">\(HTML.name(repository.name))</a>\
      <span class="n">\(Format.count(repository.fileCount, "file"))</span></li>
      """
    }
    let rest = repositories.count - LandingPage.repositoryLimit
    let more: HTML? =
      rest > 0 ? "<p><a href=\"/repos\">All \(Format.count(repositories.count)) repositories</a></p>" : nil
    return """
      <section class="repositories">
      <h2>Indexed here</h2>
      <ul>\(items)</ul>
      \(more)
      </section>
      """
  }
}
