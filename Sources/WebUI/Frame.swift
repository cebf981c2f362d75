/// What surrounds every page: skip link, header with search and theme, `main`, footer.
package enum Frame {
  /// A whole page. `title` finds it again in the browser's history.
  package static func page(
    title: String, context: PageContext, mainClass: String = "page", showsSearch: Bool = true, content: HTML
  ) -> HTML {
    """
    \(opening(title: title, context: context, mainClass: mainClass, showsSearch: showsSearch))
    \(content)
    \(closing(context))
    """
  }

  /// Everything up to and including the start tag of `main`: what a streamed page sends first.
  package static func opening(
    title: String, context: PageContext, mainClass: String, showsSearch: Bool = true
  ) -> HTML {
    let theme = context.theme == .system ? HTML() : HTML.attribute("data-theme", context.theme.rawValue)
    return """
      <!doctype html>
      <html lang="en"\(theme)>
      <head>
      <meta charset="utf-8">
      <title>\(plain: title)</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="stylesheet" href="\(Assets.stylesheet.address)">
      <script type="module" src="\(Assets.module("main.js").address)"></script>
      <link rel="icon" type="image/svg+xml" href="\(Assets.icon.address)">
      <link rel="search" type="application/opensearchdescription+xml" title="Alidade" href="/opensearch.xml">
      </head>
      <body>
      <a class="skip" href="#main">Skip to content</a>
      \(header(context, showsSearch: showsSearch))
      <main id="main" class="\(mainClass)" tabindex="-1">

      """
  }

  /// The end tag of `main` and everything after it.
  package static func closing(_ context: PageContext) -> HTML {
    let age: HTML? = context.indexedAt.map { time in
      """
      <li>index written \(Self.age(of: time, now: context.now))</li>
      """
    }
    return """
      </main>
      <footer class="foot">
      <ul>
      <li>Alidade \(context.version)</li>
      \(age)
      <li><a href="/repos">Repositories</a></li>
      <li><a href="/metrics">Metrics</a></li>
      <li><a href="/readyz">Health</a></li>
      </ul>
      </footer>
      </body>
      </html>

      """
  }

  /// How long ago something happened, with the moment itself for machines.
  static func age(of time: Int, now: Int) -> HTML {
    "<time datetime=\"\(Format.timestamp(time))\">\(Format.ago(time, now: now))</time>"
  }

  private static func header(_ context: PageContext, showsSearch: Bool) -> HTML {
    """
    <header class="top">
    <a class="brand" href="/" aria-label="Alidade, home">\(Icons.mark)<span>Alidade</span></a>
    \(showsSearch ? SearchBox.view(queryText: context.queryText) : HTML())
    <nav aria-label="Main"><a href="/repos">Repositories</a></nav>
    \(themeMenu(context))
    </header>
    """
  }

  private static func themeMenu(_ context: PageContext) -> HTML {
    let choices = PageContext.Theme.allCases.map { theme -> HTML in
      let name = theme == .system ? "As the system" : theme == .light ? "Light" : "Dark"
      let isCurrent = theme == context.theme ? HTML.attribute("aria-pressed", "true") : HTML()
      return "<button name=\"set\" value=\"\(theme.rawValue)\"\(isCurrent)>\(name)</button>"
    }
    return """
      <details class="menu">
      <summary aria-label="Theme">\(Icons.theme)</summary>
      <form action="/theme"><input type="hidden" name="to" value="\(context.address)">\(choices)</form>
      </details>
      """
  }
}
