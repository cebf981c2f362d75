package import Navigation
import Search
import Syntax

/// What a name in a file means, as a part of the file's page and by itself for its hover card: declaration, places of
/// definition, how sure the answer is.
package struct MeaningView: Sendable {
  /// The place that was asked about.
  package var place: CodePosition
  /// The name there; empty when there is none.
  package var name: String
  /// What is known: the locations are definitions, the total counts references.
  package var answer: NavigationAnswer

  /// What `answer` says of `name` at `place`.
  package init(place: CodePosition, name: String, answer: NavigationAnswer) {
    self.place = place
    self.name = name
    self.answer = answer
  }

  /// Places listed.
  private static let placeLimit = 8

  /// The definitions, exact ones apart from those by name, and where to go from here.
  ///
  /// Script reads `data-to`, the one place a click leads to: it is missing where several are equally good, so that none
  /// is taken for certain.
  package var view: HTML {
    let symbol = answer.symbols.first
    let hover = answer.hoverText
    let kind: HTML? = symbol.flatMap { $0.kind.isEmpty ? nil : "<span class=\"muted\">\($0.kind)</span>" }
    let signature: HTML? = hover.flatMap {
      $0.signature.isEmpty ? nil : "<pre class=\"sign\">\($0.signature)</pre>"
    }
    let summary: HTML? = hover.flatMap { $0.summary.isEmpty ? nil : "<p>\($0.summary)</p>" }
    let notes = answer.notes.map { note -> HTML in "<p class=\"muted\">\(note)</p>" }
    let sole = destination.map { HTML.attribute("data-to", PlaceLinks.address($0)) } ?? HTML()
    let uses: HTML? =
      name.isEmpty
      ? nil
      : """
      <p class="ways"><a href="\(PlaceLinks.uses(place))" data-uses="">\(usesText)</a>\
      <a href="\(Links.symbol(at: place))">Symbol page</a></p>
      """
    return """
      <section id="meaning" class="meaning"\(sole) aria-label="About \(shownName)">
      <p class="head"><b>\(shownName)</b>\(kind)\(Self.badge(answer.precision))</p>
      \(signature)\(summary)\(definitions)\(notes)\(uses)
      </section>
      """
  }

  private var shownName: String {
    if let symbol = answer.symbols.first, !symbol.qualifiedName.isEmpty { return symbol.qualifiedName }
    return name.isEmpty ? "this place" : name
  }

  private var usesText: String {
    // By name, nobody has counted.
    guard let precision = answer.precision, precision.isExact, answer.total > 0 else { return "Uses" }
    return Format.count(answer.total, "use")
  }

  /// Where a click goes: the only definition, unless one stands there already.
  private var destination: CodeLocation? {
    guard let first = answer.locations.first, answer.locations.count == 1 || first.precision.isExact else {
      return nil
    }
    let isHere =
      first.repository == place.repository && first.path == place.path && first.line == place.line
      && first.columns.contains(place.column)
    return isHere ? nil : first
  }

  private var definitions: HTML {
    guard !answer.locations.isEmpty else { return "<p>No definition is known.</p>" }
    let exact = answer.locations.filter { $0.precision.isExact }
    let guessed = answer.locations.filter { !$0.precision.isExact }
    return """
      \(list(exact, exact.count == 1 ? "Defined at" : "Defined at several places"))\
      \(list(guessed, guessed.count == 1 ? "By name, probably defined at" : "By name, one of these"))
      """
  }

  private func list(_ places: [CodeLocation], _ title: String) -> HTML? {
    guard !places.isEmpty else { return nil }
    let rows = places.prefix(Self.placeLimit).map { one -> HTML in
      let repository: HTML? = one.repository == place.repository ? nil : "\(HTML.name(one.repository)) › "
      let reason: HTML? = one.reason.isEmpty ? nil : " <span class=\"muted\">\(one.reason)</span>"
      return """
        <li><a href="\(PlaceLinks.address(one))">\(repository)\(HTML.name(one.path)):\(one.line)</a>\(reason)</li>

        """
    }
    let rest = places.count - rows.count
    let more: HTML? = rest > 0 ? "<li class=\"muted\">and \(Format.count(rest)) more</li>" : nil
    return "<p class=\"muted\">\(title)</p><ul>\n\(rows)\(more)</ul>\n"
  }

  /// How sure an answer is, always said.
  static func badge(_ precision: Precision?) -> HTML {
    guard let precision else { return HTML() }
    let look = precision.isExact ? "tag precision exact" : "tag precision"
    return "<span class=\"\(look)\">\(precision.label)</span>"
  }

  /// A page with nothing else: what a hover card shows, and where its link leads without script.
  package func page(context: PageContext) -> HTML {
    Frame.page(
      title: "About \(shownName) · \(place.path) · \(place.repository)", context: context,
      mainClass: "page narrow",
      content: """
        <h1>\(shownName)</h1>
        <p class="lead"><a href="\(PlaceLinks.address(place))">\(HTML.name(place.path)):\(place.line)</a> in \
        \(HTML.name(place.repository))</p>
        \(view)
        """)
  }
}

/// Addresses of places in code.
enum PlaceLinks {
  /// The page of a file at the line of a location.
  static func address(_ location: CodeLocation) -> String {
    file(location.repository, location.revision, location.path) + "#L\(location.line)"
  }

  /// The page of the file of a position, at its line.
  static func address(_ position: CodePosition) -> String {
    file(position.repository, position.revision, position.path) + "#L\(position.line)"
  }

  /// The page of a file that says what the name at a position means.
  static func meaning(_ position: CodePosition) -> String {
    plain(position) + "?at=\(position.line):\(position.column + 1)#L\(position.line)"
  }

  /// Where the name at a position is used.
  static func uses(_ position: CodePosition) -> String {
    plain(position) + "?at=\(position.line):\(position.column + 1)&show=uses"
  }

  private static func plain(_ position: CodePosition) -> String {
    Links.blob(position.repository, revision: position.revision, path: Array(position.path.utf8))
  }

  private static func file(_ repository: String, _ revision: String?, _ path: String) -> String {
    let bytes = Array(path.utf8)
    let page = Links.blob(repository, revision: revision, path: bytes)
    // Lines are in the code of a document, not in what it looks like.
    return FilePage.hasPreview(bytes) ? page + "?view=code" : page
  }
}
