import QueryEngine
import Search

extension SearchPage {
  /// "1,284 matches in 312 files · 6 repositories · 43 ms · 2 notes".
  static func status(_ outcome: Outcome, context: PageContext) -> HTML {
    let count = reservations(outcome, context: context).count
    let notes: HTML? = count > 0 ? " · <a href=\"#notes\">\(Format.count(count, "note"))</a>" : nil
    return "\(numbers(outcome))\(notes)"
  }

  private static func numbers(_ outcome: Outcome) -> HTML {
    let numbers = outcome.summary.statistics
    let time = Format.duration(numbers.elapsed)
    let atLeast = outcome.summary.isComplete ? "" : "At least "
    if ![.file, .symbol].contains(outcome.request.unit), outcome.shownFiles > 0 {
      return "<b>\(atLeast)\(shown(outcome))</b> · \(time)"
    }
    if numbers.matchedFiles == 0 {
      let scope = "\(Format.count(numbers.documentsTotal, "file")), \(Format.bytes(numbers.bytesTotal))"
      if outcome.summary.isComplete { return "<b>Nothing found</b> in \(scope) · \(time)" }
      return "<b>Nothing found yet</b> in a part of \(scope) · \(time)"
    }
    let matches =
      outcome.request.unit == .symbol
      ? Format.count(numbers.matches, "symbol") : Format.count(numbers.matches, "match", plural: "matches")
    let files = Format.count(numbers.matchedFiles, "file")
    let repositories = Format.count(numbers.matchedRepositories, "repository", plural: "repositories")
    if numbers.matches == 0 { return "<b>\(atLeast)\(files)</b> · \(repositories) · \(time)" }
    return "<b>\(atLeast)\(matches)</b> in \(files) · \(repositories) · \(time)"
  }

  /// How many results are on the page, in their unit.
  private static func shown(_ outcome: Outcome) -> String {
    switch outcome.request.unit {
    case .file, .symbol: Format.count(outcome.shownFiles, "file")
    case .folder: Format.count(outcome.shownFiles, "folder")
    case .repository: Format.count(outcome.shownFiles, "repository", plural: "repositories")
    }
  }

  /// Everything that keeps the answer from being all there is, each with what to do about it.
  static func notices(_ outcome: Outcome, context: PageContext) -> HTML {
    var output = HTML()
    output += best(outcome) ?? HTML()
    for note in reservations(outcome, context: context) { output += note }
    if outcome.summary.statistics.matchedFiles == 0, outcome.shownFiles == 0 {
      output += nothingFound(outcome)
    }
    output += scope(outcome, context: context)
    return output
  }

  private static func reservations(_ outcome: Outcome, context: PageContext) -> [HTML] {
    var notes: [HTML] = []
    if outcome.summary.isCursorStale {
      notes.append(
        """
        <div class="notice"><p><b>This is the first page.</b> The index has changed since the page before was \
        made, and results may have moved.</p></div>
        """)
    }
    notes += outcome.summary.limits.compactMap { notice($0, outcome: outcome) }
    notes += outcome.summary.notes.map { "<div class=\"notice\"><p>\($0)</p></div>" }
    if let stale = stale(outcome, now: context.now) { notes.append(stale) }
    return notes
  }

  private static func notice(_ limit: SearchLimit, outcome: Outcome) -> HTML? {
    let request = outcome.request
    switch limit {
    // Said once, with the way to the others.
    case .matchLimit: return nil
    case .timeLimit(let duration):
      let seconds = max(30, Int(duration.components.seconds) * 6)
      let url = request.address(of: Query.adding("timeout:\(seconds)s", to: request.query))
      return """
        <div class="notice warn"><p><b>Stopped after \(Format.duration(duration)).</b> \
        Results that were not reached are missing. <a href="\(url)">Search for up to \(seconds) s</a>, \
        or add a longer word, <code>repo:</code> or <code>file:</code>.</p></div>
        """
    case .cancelled:
      return """
        <div class="notice warn"><p><b>The search was stopped.</b> Results that were not reached are \
        missing. <a href="\(request.address(of: request.query))">Search again</a>.</p></div>
        """
    case .busy(let duration):
      return """
        <div class="notice warn"><p><b>Stopped after \(Format.duration(duration)): the server is busy</b> with other \
        searches that take long. Results that were not reached are missing. \
        <a href="\(request.address(of: request.query))">Search again</a>, or add a longer word, <code>repo:</code> or \
        <code>file:</code>.</p></div>
        """
    case .notParsed(let files, let reason):
      return """
        <div class="notice warn"><p><b>\(Format.count(files, "file")) not read as code:</b> \(reason). They hold \
        the words of the pattern and may match.</p></div>
        """
    case .segmentFailed(let name, let reason):
      return """
        <div class="notice danger"><p><b>A part of the index could not be read.</b> \(name): \(reason). \
        Run <code>alidade doctor</code> on the server.</p></div>
        """
    }
  }

  /// How much of the answer is on the first page, and the way to the rest.
  private static func best(_ outcome: Outcome) -> HTML? {
    let request = outcome.request
    let isCut = outcome.summary.limits.contains { if case .matchLimit = $0 { true } else { false } }
    guard isCut || outcome.isPageFull || outcome.isCounted, !request.isContinued, outcome.shownFiles > 0
    else {
      return nil
    }
    let total = outcome.summary.statistics.matchedFiles
    let isExact = outcome.summary.isComplete
    if isExact, request.isAboutFiles, total <= outcome.shownFiles { return nil }
    let least: HTML? =
      request.isAboutFiles && total > outcome.shownFiles
      ? " of \(isExact ? "" : "at least ")\(Format.count(total))" : nil
    var ways: [HTML] = []
    if outcome.isPageFull {
      ways.append("<a href=\"\(Links.api(request.query))\">more of them as JSON</a>")
    } else if let next = outcome.summary.nextCursor?.text {
      ways.append("<a href=\"\(request.address(of: request.query, after: next))\">Next page</a>")
    }
    if !isExact {
      let url = request.address(of: Query.adding("count:all", to: request.query))
      ways.append("<a href=\"\(url)\">count all of them</a>")
    }
    ways.append("or narrow the search")
    let list = ways.enumerated().map { index, way -> HTML in index == 0 ? way : ", \(way)" }
    return """
      <div class="notice"><p><b>The best \(shown(outcome))\(least) are shown.</b> \(list).</p></div>
      """
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

  /// What was searched and how old it is, what was not and why.
  private static func scope(_ outcome: Outcome, context: PageContext) -> HTML {
    let numbers = outcome.summary.statistics
    let age: HTML? = context.indexedAt.map { ", index written \(Frame.age(of: $0, now: context.now))" }
    let repositories = Format.count(outcome.repositoryCount, "repository", plural: "repositories")
    let files = Format.count(numbers.documentsTotal, "file")
    return """
      <p class="scope">Searched \(files), \(Format.bytes(numbers.bytesTotal)) in \(repositories)\(age). \
      \(skipped(outcome))</p>
      """
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
    return "Not searchable: \(parts). <a href=\"\(Links.search(list))\">List them</a>."
  }

  private static func stale(_ outcome: Outcome, now: Int) -> HTML? {
    guard let oldest = outcome.staleRepositories.first else { return nil }
    let rest = outcome.staleRepositories.count - 1
    let others: HTML? =
      rest > 0 ? " and \(Format.count(rest, "other repository", plural: "other repositories"))" : nil
    return """
      <div class="notice warn"><p><b>Parts of the index are old.</b> \(HTML.name(oldest.name)) was indexed \
      \(Frame.age(of: oldest.indexedAt, now: now))\(others.map { "\($0) more than a week ago" as HTML }). <a href="/repos">How old each \
      is</a>; <code>alidade index</code> renews them.</p></div>
      """
  }
}
