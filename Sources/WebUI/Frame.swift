/// What surrounds every page: skip link, header with search and theme, `main`, footer.
package enum Frame {
  /// A whole page. `title` finds it again in the browser's history; the program's name is added to it.
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
      \(head(title: title, context: context))
      </head>
      <body>
      <a class="skip" href="#main">Skip to content</a>
      \(header(context, showsSearch: showsSearch))
      <main id="main" class="\(mainClass)" tabindex="-1"\(subject(context))\(context.mainAttributes)>

      """
  }

  /// The end tag of `main` and everything after it.
  package static func closing(_ context: PageContext) -> HTML {
    let commit: HTML? = context.commit.map {
      " <span class=\"muted\">at <code>\($0.prefix(10))</code></span>"
    }
    let age: HTML? = context.indexedAt.map { time in
      """
      <li>Index written \(Self.age(of: time, now: context.now))</li>
      """
    }
    return """
      </main>
      <footer class="foot">
      <ul>
      <li><b>Alidade</b> \(context.version)\(commit)</li>
      \(age)
      </ul>
      <ul>
      <li><a href="/docs">Docs</a></li>
      <li><a href="/api">API</a></li>
      <li><a href="/architecture">Architecture</a></li>
      <li><a href="/status">Status</a></li>
      \(context.hasScript ? keyboard : HTML())
      </ul>
      </footer>
      </body>
      </html>

      """
  }

  private static let keyboard: HTML =
    "<li class=\"js\"><button type=\"button\" data-shortcuts=\"\">Keyboard</button></li>"

  /// How long ago something happened, with the moment itself for machines.
  static func age(of time: Int, now: Int) -> HTML {
    "<time datetime=\"\(Format.timestamp(time))\">\(Format.ago(time, now: now))</time>"
  }
}

extension Frame {
  private static let suffix = " · Alidade"

  private static func head(title: String, context: PageContext) -> HTML {
    let name = title.hasSuffix(suffix) ? String(title.dropLast(suffix.count)) : title
    let alternates = context.alternates.map { form -> HTML in
      """
      <link rel="alternate" type="\(form.type)" href="\(form.address)" title="\(form.title)">

      """
    }
    let script: HTML? =
      context.hasScript
      ? """
      <script type="module" async="" src="\(Assets.module("main.js").address)"></script>

      """ : nil
    return """
      <meta charset="utf-8">
      <title>\(plain: name == "Alidade" ? name : name + suffix)</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="stylesheet" href="\(Assets.stylesheet.address)">
      \(script)<link rel="icon" type="image/svg+xml" href="\(Assets.icon.address)">
      <link rel="search" type="application/opensearchdescription+xml" title="Alidade" href="/opensearch.xml">
      \(alternates)<meta name="description" content="\(context.description)">
      <meta property="og:type" content="website">
      <meta property="og:site_name" content="Alidade">
      <meta property="og:title" content="\(name)">
      <meta property="og:description" content="\(context.description)">
      """
  }

  /// What the page is about, for scripts.
  private static func subject(_ context: PageContext) -> HTML {
    guard let subject = context.subject else { return HTML() }
    let revision = subject.revision.map { HTML.attribute("data-rev", $0) }
    return """
      \(HTML.attribute("data-repo", subject.repository))\(revision ?? HTML())\
      \(HTML.attribute("data-path", subject.path))
      """
  }

  /// Where script says something: to people who listen, and to everybody for a moment.
  private static let voices: HTML =
    "<p id=\"said\" class=\"vh\" role=\"status\"></p><p id=\"note\" role=\"status\" hidden=\"\"></p>\n"

  /// The pages that have a place in the header, in order.
  private static let places: [(address: String, name: String)] = [
    ("/repos", "Repositories"), ("/diagnose", "Diagnose"), ("/how-it-works", "How it works"), ("/docs", "Docs"),
    ("/benchmarks", "Benchmarks"),
  ]

  private static func header(_ context: PageContext, showsSearch: Bool) -> HTML {
    let path = context.address.prefix { $0 != "?" }
    let links = places.map { place -> HTML in
      let isHere = path == place.address || path.hasPrefix(place.address + "/")
      let current = isHere ? HTML.attribute("aria-current", "page") : HTML()
      return "<a href=\"\(place.address)\"\(current)>\(place.name)</a>"
    }
    return """
      <header class="top">
      <a class="brand" href="/" aria-label="Alidade, home">\(Icons.mark)<span>Alidade</span></a>
      \(showsSearch ? SearchBox.view(queryText: context.queryText) : "<span class=\"gap\"></span>")
      <nav class="places" aria-label="Main">\(links)</nav>
      \(placesMenu(links))
      \(themeMenu(context))
      \(context.hasScript ? Frame.voices : HTML())</header>
      """
  }

  /// The places again, for narrow windows: CSS shows one of the two.
  private static func placesMenu(_ links: [HTML]) -> HTML {
    """
    <details class="menu narrow-only" name="menu">
    <summary aria-label="Pages">\(Icons.menu)</summary>
    <nav class="pop" aria-label="Pages">\(links)</nav>
    </details>
    """
  }

  private static func themeMenu(_ context: PageContext) -> HTML {
    let choices = PageContext.Theme.allCases.map { theme -> HTML in
      let name = theme == .system ? "As the system" : theme == .light ? "Light" : "Dark"
      let isCurrent = theme == context.theme ? HTML.attribute("aria-pressed", "true") : HTML()
      return "<button name=\"set\" value=\"\(theme.rawValue)\"\(isCurrent)>\(name)</button>"
    }
    return """
      <details class="menu" name="menu">
      <summary aria-label="Theme">\(Icons.theme)</summary>
      <form class="pop" action="/theme"><input type="hidden" name="to" value="\(context.address)">\(choices)</form>
      </details>
      """
  }
}
