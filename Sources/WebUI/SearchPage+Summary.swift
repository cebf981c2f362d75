import QueryEngine
import Search

extension SearchPage {
  /// "1,284 matches in 312 files · 6 repositories · 43 ms".
  static func status(_ outcome: Outcome) -> HTML {
    let numbers = outcome.summary.statistics
    let time = Format.duration(numbers.elapsed)
    let atLeast = outcome.summary.isComplete ? "" : "At least "
    if outcome.request.unit != .file, outcome.shownFiles > 0 {
      return "<b>\(atLeast)\(shown(outcome))</b> · \(time)"
    }
    if numbers.matchedFiles == 0 {
      let scope = "\(Format.count(numbers.documentsTotal, "file")), \(Format.bytes(numbers.bytesTotal))"
      if outcome.summary.isComplete { return "<b>Nothing found</b> in \(scope) · \(time)" }
      return "<b>Nothing found yet</b> in a part of \(scope) · \(time)"
    }
    let matches = Format.count(numbers.matches, "match", plural: "matches")
    let files = Format.count(numbers.matchedFiles, "file")
    let repositories = Format.count(numbers.matchedRepositories, "repository", plural: "repositories")
    if numbers.matches == 0 { return "<b>\(atLeast)\(files)</b> · \(repositories) · \(time)" }
    return "<b>\(atLeast)\(matches)</b> in \(files) · \(repositories) · \(time)"
  }

  /// How many results are on the page, in their unit.
  private static func shown(_ outcome: Outcome) -> String {
    switch outcome.request.unit {
    case .file: Format.count(outcome.shownFiles, "file")
    case .folder: Format.count(outcome.shownFiles, "folder")
    case .repository: Format.count(outcome.shownFiles, "repository", plural: "repositories")
    }
  }

  /// Everything that keeps the answer from being all there is, each with what to do about it.
  static func notices(_ outcome: Outcome) -> HTML {
    var output = HTML()
    for limit in outcome.summary.limits { output += notice(limit, outcome: outcome) }
    if outcome.isPageFull {
      output += """
        <div class="notice"><p><b>The best \(shown(outcome)) are shown.</b> \
        The counts are of all results. \
        <a href="\(Links.api(outcome.request.query))">All of them as JSON</a>.</p></div>
        """
    }
    for note in outcome.summary.notes { output += "<div class=\"notice\"><p>\(note)</p></div>" }
    if outcome.summary.statistics.matchedFiles == 0, outcome.shownFiles == 0 {
      output += nothingFound(outcome)
    }
    if let note = skipped(outcome) { output += note }
    return output
  }

  private static func notice(_ limit: SearchLimit, outcome: Outcome) -> HTML {
    let request = outcome.request
    switch limit {
    case .matchLimit:
      let url = request.address(of: Query.adding("count:all", to: request.query))
      return """
        <div class="notice"><p><b>The best \(shown(outcome)) are shown.</b> There are more. \
        <a href="\(url)">Count all of them</a>, or narrow the search.</p></div>
        """
    case .timeLimit(let duration):
      let seconds = max(30, Int(duration.components.seconds) * 6)
      let url = request.address(of: Query.adding("timeout:\(seconds)s", to: request.query))
      return """
        <div class="notice warn"><p><b>Stopped after \(Format.duration(duration)).</b> \
        Results that were not reached are missing. <a href="\(url)">Search for up to \(seconds) s</a>, \
        or add a longer word, <code>repo:</code> or <code>file:</code>.</p></div>
        """
    case .cancelled:
      return "<div class=\"notice warn\"><p><b>The search was stopped.</b> Results are missing.</p></div>"
    case .segmentFailed(let name, let reason):
      return """
        <div class="notice danger"><p><b>A part of the index could not be read.</b> \(name): \(reason). \
        Run <code>alidade doctor</code> on the server.</p></div>
        """
    }
  }

  private static func nothingFound(_ outcome: Outcome) -> HTML {
    var content = HTML()
    if let advice = outcome.advice, !advice.terms.isEmpty {
      let terms = advice.terms.map { term -> HTML in
        let count =
          term.files == 0
          ? "in no file" : "in \(Format.count(term.files, "file"))\(term.isExact ? "" : " or more")"
        return "<li><code>\(term.text)</code> <span class=\"muted\">\(count)</span></li>"
      }
      content += "<h3>Each part alone, in the same scope</h3><ul class=\"terms\">\(terms)</ul>"
    }
    if let advice = outcome.advice, !advice.fixes.isEmpty {
      let fixes = advice.fixes.map { fix -> HTML in
        """
        <li><a href="\(outcome.request.address(of: fix.query))">\(fix.label)</a> \
        <span class="muted">\(Format.count(fix.files, "file"))\(fix.isExact ? "" : " or more")</span></li>
        """
      }
      content += "<h3>These find something</h3><ul class=\"fixes\">\(fixes)</ul>"
    }
    let spans = Query.filterSpans(in: outcome.request.query)
    if content.isEmpty, spans.contains(where: { FieldTable[$0.field].role == .filter }) {
      content += "<p>Remove one of the filters above, or check its spelling.</p>"
    }
    if content.isEmpty { content += "<p>Check the spelling, or use fewer or shorter words.</p>" }
    return "<div class=\"nothing\"><h2>No match</h2>\(content)</div>"
  }

  private static func skipped(_ outcome: Outcome) -> HTML? {
    let skipped = outcome.summary.skipped.filter { $0.documents > 0 }
    guard !skipped.isEmpty else { return nil }
    let parts = skipped.map { "\(Format.count($0.documents, "file")) (\($0.reason))" }.joined(separator: ", ")
    let query = outcome.request.query
    let bytes = Array(query.utf8)
    let scope = Query.filterSpans(in: query).filter { $0.field == .repo || $0.field == .rev }
    let list = (scope.map { String(decoding: bytes[$0.range], as: UTF8.self) } + ["lang:skipped"]).joined(
      separator: " ")
    return """
      <p class="skipped">Not searchable: \(parts). <a href="\(Links.search(list))">List them</a>.</p>
      """
  }

  /// What the results have in common, as links that narrow the search.
  static func facets(_ outcome: Outcome) -> HTML {
    let groups = outcome.summary.facets.filter { !$0.values.isEmpty }.map { facet -> HTML in
      let values = facet.values.map { value -> HTML in
        let url = outcome.request.address(of: Query.adding(value.filterText, to: outcome.request.query))
        let count = facet.isExact ? Format.count(value.count) : "\(Format.count(value.count))+"
        return """
          <li><a href="\(url)"><span>\(HTML.name(value.label))</span><span class="n">\(count)</span></a></li>
          """
      }
      return "<section><h3>\(title(facet.kind))</h3><ul>\(values)</ul></section>"
    }
    guard !groups.isEmpty else { return "<div slot=\"facets\" id=\"filters\"></div>" }
    return """
      <aside slot="facets" id="filters" class="facets" data-facets="" aria-label="Narrow the results">
      <h2>Narrow</h2>
      \(groups)
      </aside>
      """
  }

  private static func title(_ kind: Facet.Kind) -> String {
    switch kind {
    case .repository: "Repository"
    case .language: "Language"
    case .folder: "Folder"
    case .kind: "Kind of file"
    }
  }
}
