import Containers
package import Navigation
import Search
import Syntax

/// Where a name is used: a panel below the code that is also a page. Grouped by repository and file; exact places and
/// those by name are never mixed.
package struct UsesView: Sendable {
  /// The place that was asked about.
  package var place: CodePosition
  /// The name there.
  package var name: String
  /// The places, exact ones first, among them definitions first.
  package var answer: NavigationAnswer

  /// The uses of `name` at `place`.
  package init(place: CodePosition, name: String, answer: NavigationAnswer) {
    self.place = place
    self.name = name
    self.answer = answer
  }

  /// Bytes of a line shown.
  private static let lineLimit = 400

  /// The groups, with a field that narrows them where there is script.
  package var view: HTML {
    let exact = answer.locations.filter { $0.precision.isExact }
    let guessed = answer.locations.filter { !$0.precision.isExact }
    let notes = answer.notes.map { note -> HTML in "<p class=\"muted\">\(note)</p>" }
    let field: HTML? =
      answer.locations.count > 1
      ? """
      <label class="js narrow-uses">Narrow <input type="text" data-filter-uses="" autocomplete="off" spellcheck="false" \
      placeholder="words of path or line"></label>
      """ : nil
    let none: HTML? = answer.locations.isEmpty ? "<p>No use is known.</p>" : nil
    return """
      <section id="uses" class="use-list" aria-label="Uses of \(name)">
      <div class="use-head"><h2>\(count) of <code>\(HTML.name(name))</code></h2>\(field)</div>
      \(notes)\(none)\(group(exact, "Exact", "from a compiler’s index"))\
      \(group(guessed, "By name", "the same name in the text: likely, never certain"))
      </section>
      """
  }

  private var count: String {
    let shown = answer.locations.count
    return answer.total > shown
      ? "\(Format.count(shown)) of \(Format.count(answer.total)) uses" : Format.count(shown, "use")
  }

  private struct File: Hashable {
    var repository: String
    var path: String
    var revision: String?
  }

  private func group(_ places: [CodeLocation], _ title: String, _ note: String) -> HTML? {
    guard !places.isEmpty else { return nil }
    var order: [File] = []
    var files: [File: [CodeLocation]] = [:]
    for one in places {
      let file = File(repository: one.repository, path: one.path, revision: one.revision)
      if files[file] == nil { order.append(file) }
      files[file, default: []].append(one)
    }
    let cards = order.map { card($0, files[$0] ?? []) }
    return """
      <h3>\(title) <span class="muted">\(Format.count(places.count, "place")), \(note)</span></h3>
      <ol class="cards">
      \(cards)</ol>

      """
  }

  private func card(_ file: File, _ places: [CodeLocation]) -> HTML {
    let repository: HTML? =
      file.repository == place.repository
      ? nil
      : "<span class=\"repo\">\(HTML.name(file.repository))</span><span class=\"sep\" aria-hidden=\"true\">›</span>"
    let page = PlaceLinks.address(places[0]).prefix { $0 != "#" }
    // Definitions and writes before reads, each in the order of lines.
    let sorted = places.sorted { (Self.rank($0), $0.line) < (Self.rank($1), $1.line) }
    var lines = HTML()
    for one in sorted { lines += line(one, page: String(page)) }
    return """
      <li class="card" data-item="" data-use=""><h4>\(repository)<a class="path" data-open="" \
      href="\(page)#L\(sorted[0].line)"><b>\(HTML.name(file.path))</b></a>\
      <span class="n">\(Format.count(places.count))</span></h4>
      <pre>\(lines)</pre></li>

      """
  }

  private static func rank(_ location: CodeLocation) -> Int {
    if location.roles.contains(.definition) { return 0 }
    return location.roles.contains(.write) ? 1 : 2
  }

  private func line(_ one: CodeLocation, page: String) -> HTML {
    let text = one.text ?? []
    let window = CodeText.window(text, ranges: [one.columns], limit: Self.lineLimit)
    let role: HTML? = Self.role(one).map { "<span class=\"tag role\">\($0)</span>" }
    return """
      <span class="l"><a href="\(page)#L\(one.line)">\(one.line)</a>\
      \(CodeText.line(text, window, marks: [one.columns]))\(role)
      </span>
      """
  }

  private static func role(_ one: CodeLocation) -> String? {
    if one.roles.contains(.definition) { return "definition" }
    return one.roles.contains(.write) ? "write" : nil
  }

  /// The same as a page.
  package func page(context: PageContext) -> HTML {
    var context = context
    context.subject = .init(repository: place.repository, revision: place.revision, path: place.path)
    return Frame.page(
      title: "Uses of \(name) · \(place.path) · \(place.repository)", context: context,
      mainClass: "page uses-page",
      content: """
        <h1>Uses of <code>\(HTML.name(name))</code></h1>
        <p class="lead">As it stands at <a href="\(PlaceLinks.meaning(place))">\(HTML.name(place.path)):\(place.line)</a> \
        in \(HTML.name(place.repository)). <a href="\(Links.symbol(at: place))">Symbol page</a></p>
        \(view)
        """)
  }
}
