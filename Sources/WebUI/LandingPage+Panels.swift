import Diagnosis
import Search

extension LandingPage {
  /// Four things besides words, each with real data.
  func panels(now: Int) -> HTML? {
    guard documents > 0 else { return nil }
    let all: [HTML?] = [regexPanel, namesPanel, historyPanel(now: now), programsPanel, logPanel(now: now)]
    return """
      <section><h2>The same index, other questions</h2>
      <div class="panels">\(all.compactMap { $0 })</div></section>
      """
  }

  private func panel(_ title: String, _ text: HTML, _ body: HTML) -> HTML {
    """
    <article class="tile"><h3>\(title)</h3><p>\(text)</p>
    \(body)</article>

    """
  }

  /// The way into diagnosis: a line of a log with the statement that wrote it, when the index has that.
  private func logPanel(now: Int) -> HTML? {
    guard statements > 0, let sample = DiagnosePage.samples.first else { return nil }
    let lines = sample.text.split(separator: "\n").filter { $0.contains("error") }.suffix(3)
    let time: HTML? = located.map {
      "<span class=\"n\">the whole log in \(Format.duration(.microseconds(Int($0.seconds * 1e6))))</span>"
    }
    let text = located?.line ?? lines.joined(separator: "\n")
    return """
      <article class="tile wide"><h3>From a log to the code that wrote it</h3>
      <p>Each line is fitted to \(Format.count(statements, "statement")) of the indexed code: which one wrote it, in which \
      version, who owns it, and what is known to help.</p>
      <pre tabindex="0" role="region" aria-label="Part of a log">\(HTML.escaped(text))</pre>
      \(located.flatMap { statement($0, now: now) })
      <p class="ask"><a class="button" href="\(Links.diagnose)">Diagnose a log</a>\(time)</p></article>
      """
  }

  private func statement(_ located: LocatedLine, now: Int) -> HTML? {
    guard let place = located.template.source?.place else { return nil }
    let page = DiagnosisPage(DiagnosisRecord(), id: "", now: now)
    // What is not known is told on the report.
    var context = located.template.source?.context
    context?.notes = []
    return """
      <div class="d-src"><p>\(page.placeView(place))</p>
      \(page.context(context, place))</div>
      """
  }

  private static func query(_ answer: Answer) -> HTML {
    let numbers = answer.summary.statistics
    let least = answer.summary.isComplete ? "" : "at least "
    return """
      <p class="ask"><a href="\(Links.search(answer.query))"><code>\(answer.query)</code></a>\
      <span class="n">\(least)\(Format.count(numbers.matchedFiles, "file")), \
      \(Format.duration(numbers.elapsed))</span></p>
      """
  }

  private var regexPanel: HTML? {
    guard let regex else { return nil }
    var seen: Set<String> = []
    let rows = regex.matches.compactMap { match -> HTML? in
      // Nearly the same file in two repositories is one example.
      guard let line = match.lines.first(where: \.isMatch),
        seen.insert(Self.fileName(match.placement)).inserted
      else { return nil }
      let window = CodeText.window(line.text, ranges: line.ranges, limit: 120)
      let spans = CodeText.spans(of: window, in: line.spans)
      return """
        <li><a href="\(Links.file(match.placement, line: line.number))">\
        \(HTML.name(Self.fileName(match.placement))):\(line.number)</a>\
        <code>\(CodeText.line(line.text, window, spans: spans, marks: line.ranges))</code></li>
        """
    }
    return panel(
      "Regular expressions",
      "In time that grows with the text and never explodes; the index narrows them too.",
      "\(Self.query(regex))<ul class=\"rows\">\(rows.prefix(Self.panelRows))</ul>")
  }

  private static func fileName(_ place: PlacementName) -> String {
    let start = place.path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return String(decoding: place.path[start...], as: UTF8.self)
  }

  private var namesPanel: HTML? {
    guard let names else { return nil }
    let rows = names.matches.prefix(Self.panelRows).map { match -> HTML in
      """
      <li><a href="\(Links.file(match.placement))">\(HTML.name(match.placement.repository))</a>\
      <code>\(CodeText.marked(match.placement.path, ranges: match.pathRanges, isName: true))</code></li>
      """
    }
    return panel(
      "Files by name", "A name is a result wherever it stands, and files named like your words come first.",
      "\(Self.query(names))<ul class=\"rows\">\(rows)</ul>")
  }

  private func historyPanel(now: Int) -> HTML? {
    let known = repositories.filter(\.isGit).sorted {
      ($1.revisions.count, $1.revisions.first?.time ?? 0, $0.name)
        < ($0.revisions.count, $0.revisions.first?.time ?? 0, $1.name)
    }
    guard !known.isEmpty else { return nil }
    let rows = known.prefix(Self.panelRows).map { repository -> HTML in
      let revision = repository.revisions.first
      let time: HTML? = revision.flatMap { $0.time > 0 ? Frame.age(of: $0.time, now: now) : nil }
      let count = Format.count(repository.revisions.count, "revision")
      return """
        <li><a href="\(Links.commits(repository.name, revision: nil))">\(HTML.name(repository.name))</a>\
        <span>\(count)\(time.map { ", last commit \($0)" as HTML })</span></li>
        """
    }
    return panel(
      "History",
      """
      Commits, changes and who wrote each line, from git. A tag costs the index only the files that no other \
      revision has.
      """, "<ul class=\"rows\">\(rows)</ul>")
  }

  /// What a program gets for the first result.
  private var programsPanel: HTML? {
    guard let answer, let match = answer.matches.first, let line = match.lines.first(where: \.isMatch) else {
      return nil
    }
    let window = CodeText.window(line.text, ranges: line.ranges, limit: 60)
    let text = String(decoding: line.text[window], as: UTF8.self)
    return panel(
      "Programs and agents",
      "JSON, lines or events, with the limits that were met, and an OpenAPI document.",
      """
      <p class="ask"><a href="\(Links.api(answer.query))"><code>GET \(Links.api(answer.query))</code></a></p>
      <pre tabindex="0" role="region" aria-label="Part of the answer">{"repository": \(Self.json(match.placement.repository)),
       "path": \(Self.json(match.placement.pathText)),
       "lines": [{"line": \(line.number), "text": \(Self.json(text)) …</pre>
      """)
  }

  private static func json(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { output += "\\" }
      if scalar.value < 0x20 {
        output += scalar == "\t" ? "\\t" : " "
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}
