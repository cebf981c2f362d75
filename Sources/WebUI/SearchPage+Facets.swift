import QueryEngine
import Search

extension SearchPage {
  /// What the results have in common, as links that narrow the search.
  static func facets(_ outcome: Outcome) -> HTML {
    let groups = outcome.summary.facets.compactMap { group($0, outcome) }
    guard !groups.isEmpty else { return "<div slot=\"facets\" id=\"filters\"></div>" }
    return """
      <aside slot="facets" id="filters" class="facets" data-facets="" aria-label="Narrow the results">
      <h2>Narrow</h2>
      \(groups)
      </aside>
      """
  }

  /// One facet; nil when no value of it would change the results.
  private static func group(_ facet: Facet, _ outcome: Outcome) -> HTML? {
    let query = outcome.request.query
    let spans = Query.filterSpans(in: query).filter { !$0.isNegated }
    let values = facet.values.compactMap { value -> HTML? in
      guard let added = Query.filterSpans(in: value.filterText).first,
        !spans.contains(where: { $0.field == added.field && $0.value == added.value })
      else { return nil }
      let narrowed = Query.adding(value.filterText, to: facet.kind == .folder ? withoutFolder(query) : query)
      let count = "\(Format.count(value.count))\(facet.isExact ? "" : "+")"
      let label = facet.kind == .folder ? value.label + "/" : value.label
      return """
        <li><a href="\(outcome.request.address(of: narrowed))"><span>\(HTML.name(label))</span>\
        <span class="n">\(count)</span></a></li>

        """
    }
    guard !values.isEmpty else { return nil }
    return "<section><h3>\(title(facet.kind))</h3><ul>\(values)</ul></section>\n"
  }

  /// `query` without the filter for a folder, which one for a folder in it takes the place of.
  private static func withoutFolder(_ query: String) -> String {
    let filter = Query.filterSpans(in: query).first {
      $0.field == .file && !$0.isNegated && FilterText.folder(ofFilter: $0.value) != nil
    }
    return filter.map { Query.removing($0.range, from: query) } ?? query
  }

  private static func title(_ kind: Facet.Kind) -> String {
    switch kind {
    case .type: "Type"
    case .repository: "Repository"
    case .folder: "Folder"
    case .language: "Language"
    case .symbol: "Kind of symbol"
    }
  }
}
