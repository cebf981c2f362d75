import QueryEngine

/// The search form: one input, a button and three switches that rewrite the query.
enum SearchBox {
  /// The form with `queryText` in it. `isLarge` is the landing page's.
  static func view(queryText: String, isLarge: Bool = false) -> HTML {
    """
    <form role="search" class="\(isLarge ? "searchbox large" : "searchbox")" action="/search">
    <button class="go" aria-label="Search">\(Icons.search)</button>
    <input name="q" type="text" value="\(queryText)" placeholder="Search code" aria-label="Search code" \
    autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="search" \
    dir="auto"\
    \(isLarge ? HTML.attribute("autofocus", "") : HTML())>
    \(queryText.isEmpty ? HTML() : toggles(queryText))
    </form>
    """
  }

  /// Case, word and regex as links: each is the same search with one setting changed.
  private static func toggles(_ query: String) -> HTML {
    let settings = Query.filterSpans(in: query)
    func isOn(_ field: QueryField.ID, _ value: String) -> Bool {
      settings.contains { $0.field == field && $0.value == value }
    }
    return """
      <span class="toggles">\
      \(toggle("Aa", "Match case", isOn: isOn(.case, "yes"), Query.togglingCase(query)))\
      \(toggle("[w]", "Whole words", isOn: isOn(.word, "yes"), Query.togglingWord(query)))\
      \(toggle(".*", "Regular expressions", isOn: isOn(.patterntype, "regexp"), Query.togglingRegexp(query)))\
      </span>
      """
  }

  private static func toggle(_ sign: String, _ name: String, isOn: Bool, _ query: String) -> HTML {
    """
    <a class="\(isOn ? "on" : "off")" href="\(Links.search(query))" title="\(name): \(isOn ? "on" : "off")" \
    aria-label="\(name): \(isOn ? "on, turn off" : "off, turn on")">\(sign)</a>
    """
  }
}
