import QueryEngine

/// The search form: one input, a button and three switches that rewrite the query.
enum SearchBox {
  /// The form with `queryText` in it. `isLarge` is the landing page's; with `parts`, typing replaces the page's
  /// `data-part` elements by those of that address.
  static func view(queryText: String, isLarge: Bool = false, parts: String? = nil) -> HTML {
    """
    <form role="search" class="\(isLarge ? "searchbox large" : "searchbox")" action="/search" \
    data-searchbox=""\
    \(parts.map { HTML.attribute("data-parts", $0) })>
    <button class="go" aria-label="Search">\(Icons.search)</button>
    <span class="field"><input name="q" type="text" value="\(queryText)" placeholder="Search code" \
    aria-label="Search code" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" \
    enterkeyhint="search" dir="auto"\
    \(isLarge ? HTML.attribute("autofocus", "") : HTML())>\
    <kbd class="hint" aria-hidden="true">/</kbd></span>
    \(toggles(queryText))
    </form>
    """
  }

  /// Case, word and regex as links: each is the same search with one setting changed. Script changes the text
  /// in the box instead.
  private static func toggles(_ query: String) -> HTML {
    let settings = Query.filterSpans(in: query)
    func toggle(_ sign: String, _ name: String, _ field: QueryField.ID, _ value: String, _ changed: String)
      -> HTML
    {
      let isOn = settings.contains { $0.field == field && $0.value == value }
      return """
        <a class="\(isOn ? "on" : "off")" href="\(Links.search(changed))" data-name="\(name)" \
        data-set="\(field.rawValue):\(value)" title="\(name): \(isOn ? "on" : "off")" \
        aria-label="\(name): \(isOn ? "on, turn off" : "off, turn on")">\(sign)</a>
        """
    }
    return """
      <span class="toggles">\
      \(toggle("Aa", "Match case", .case, "yes", Query.togglingCase(query)))\
      \(toggle("[w]", "Whole words", .word, "yes", Query.togglingWord(query)))\
      \(toggle(".*", "Regular expressions", .patterntype, "regexp", Query.togglingRegexp(query)))\
      </span>
      """
  }
}
