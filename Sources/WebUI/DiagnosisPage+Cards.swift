import Diagnosis

extension DiagnosisPage {
  /// One template with its statement; by its place in the record. The first card brings the heading.
  package func card(_ index: Int) -> HTML {
    let template = record.templates[index]
    let isFirst = cards.first == index
    let heading: HTML? =
      isFirst ? "<section class=\"d-part\" aria-labelledby=\"h-lines\"><h2 id=\"h-lines\">What it says, and where that is written</h2>\n<ol class=\"d-cards\">\n" : nil
    return """
      \(heading)<li class="d-card" data-item="" id="t\(index)">
      <div class="d-text"><p class="d-meta">\(level(template.worst))<span class="n">\(Format.count(template.count))×</span>\
      <span class="muted">first \(spot(template.file, template.line))\(time(template.time))</span></p>
      <h3>\(skeleton(template))</h3>
      \(sample(template))</div>
      \(source(template))
      </li>

      """
  }

  /// Ends the list of cards.
  package var cardsEnd: HTML { cards.isEmpty ? HTML() : "</ol></section>\n" }

  func level(_ name: String) -> HTML {
    guard !name.isEmpty else { return HTML() }
    let tone = ["error", "critical", "fatal"].contains(name) ? "lv bad" : name == "warning" ? "lv warn" : "lv"
    return "<span class=\"\(tone)\">\(name)</span>"
  }

  func spot(_ file: String, _ line: Int) -> HTML {
    file.isEmpty || file == "paste" ? "line \(line)" : "<span class=\"d-file\">\(HTML.name(file))</span> line \(line)"
  }

  private func time(_ text: String) -> HTML? {
    text.isEmpty ? nil : " at <span class=\"n\">\(text.split(separator: "T").joined(separator: " "))</span>"
  }

  /// The text with its holes drawn, by name where the code names them.
  func skeleton(_ template: DiagnosisRecord.Template) -> HTML {
    var output = HTML()
    var rest = template.text[...]
    var number = 0
    while let hole = rest.firstRange(of: "<*>") {
      output += .name(String(rest[..<hole.lowerBound]))
      let name = number < template.values.count ? template.values[number].name : ""
      output += "<i class=\"hole\">\(name.isEmpty ? "·" : HTML.name(name))</i>"
      number += 1
      rest = rest[hole.upperBound...]
    }
    output += .name(String(rest))
    return output
  }

  private func sample(_ template: DiagnosisRecord.Template) -> HTML? {
    guard template.text != template.sample else { return nil }
    return "<pre tabindex=\"0\" role=\"region\" aria-label=\"Message on \(template.file) line \(template.line)\">\(HTML.name(template.sample))</pre>"
  }

  private func source(_ template: DiagnosisRecord.Template) -> HTML {
    guard let source = template.source else {
      return "<div class=\"d-src none\"><p>\(record.statements == nil ? "No code was searched." : "Not looked up.")</p></div>"
    }
    guard source.isConfident, let best = source.place ?? source.matches.first?.place else {
      let near: HTML? = source.matches.first.map { match in
        "<p class=\"muted\">Nearest: \(placeView(match.place)) <code class=\"d-skel\">\(HTML.name(match.skeleton))</code></p>"
      }
      return """
        <div class="d-src none"><p><b>No confident source.</b> \(sentence(source.doubt))</p>\(near)</div>
        """
    }
    let wrapper: HTML? = source.wrapper.map { "<p class=\"muted\">handed to \(placeView($0))</p>" }
    return """
      <div class="d-src">
      <p>\(placeView(best))</p>
      \(ties(source))\(wrapper)\(values(template))\(context(source.context, best))\(why(source))
      </div>
      """
  }

  private func ties(_ source: DiagnosisRecord.Source) -> HTML? {
    guard !source.ties.isEmpty else { return nil }
    let items = source.ties.map { "<li>\(placeView($0))</li>" as HTML }
    return "<div class=\"d-ties\"><p class=\"muted\">As likely:</p><ul>\(items)</ul></div>"
  }

  private func values(_ template: DiagnosisRecord.Template) -> HTML? {
    let named = template.values.filter { !$0.name.isEmpty && (!$0.sample.isEmpty || !$0.top.isEmpty) }.prefix(6)
    guard !named.isEmpty else { return nil }
    let rows = named.map { value -> HTML in
      let counted = value.top.prefix(4).map { "<span>\(HTML.name($0.text))\(template.count > 1 ? " <i>\(Format.count($0.count))×</i>" : HTML())</span>" as HTML }
      let shown: [HTML] = counted.isEmpty ? ["<span>\(HTML.name(value.sample))</span>"] : counted
      let more: HTML? = value.others > 0 ? "<i>and others</i>" : nil
      return "<div><dt><code>\(HTML.name(value.name))</code></dt><dd>\(shown)\(more)</dd></div>"
    }
    return "<dl class=\"d-vals\">\(rows)</dl>"
  }

  /// Owner, last change, today's place.
  func context(_ context: DiagnosisRecord.Context?, _ place: DiagnosisRecord.Place) -> HTML? {
    guard let context else { return nil }
    var rows: [HTML] = []
    if !context.owners.isEmpty {
      rows.append("<div><dt>Owner</dt><dd>\(context.owners.joined(separator: ", "))</dd></div>")
    }
    if let blame = context.blame {
      rows.append("<div><dt>Written</dt><dd>\(changeView(place.repository, blame))</dd></div>")
    }
    switch context.today {
    case "unchanged": rows.append("<div><dt>Today</dt><dd>stands there unchanged</dd></div>")
    case "at":
      if let today = context.todayPlace { rows.append("<div><dt>Today</dt><dd>\(placeView(today))</dd></div>") }
    case "changed":
      if let today = context.todayPlace {
        rows.append("<div><dt>Today</dt><dd>changed: \(placeView(today))</dd></div>")
      }
    case "gone":
      let last: HTML? = context.lastVersion.isEmpty ? nil : ", last in \(HTML.name(context.lastVersion))"
      rows.append("<div><dt>Today</dt><dd>gone\(last)</dd></div>")
    default: break
    }
    if !context.changes.isEmpty {
      let items = context.changes.map { "<li>\(changeView(place.repository, $0))</li>" as HTML }
      let what = context.isOfFunction ? "the function" : "the file"
      rows.append(
        """
        <div><dt>Changes</dt><dd><details><summary>\(context.changes.count == 1 ? "the last one" : "the last \(context.changes.count)") of \(what)</summary>\
        <ol>\(items)</ol></details></dd></div>
        """)
    }
    if !context.notes.isEmpty {
      let notes = context.notes.map(sentence).joined(separator: " ")
      rows.append("<div><dt>Not known</dt><dd class=\"muted\">\(notes)</dd></div>")
    }
    guard !rows.isEmpty else { return nil }
    return "<dl class=\"d-ctx\">\(rows)</dl>"
  }

  private func changeView(_ repository: String, _ change: DiagnosisRecord.Change) -> HTML {
    """
    \(commitLink(repository, change)) \(HTML.name(change.subject)) <span class="muted">\(HTML.name(change.author)), \
    \(ageView(change.seconds, now: now))</span>
    """
  }

  private func why(_ source: DiagnosisRecord.Source) -> HTML? {
    guard let first = source.matches.first else { return nil }
    var reasons = first.reasons
    if !source.peeled.isEmpty { reasons.insert("without \(source.peeled.joined(separator: ", "))", at: 0) }
    if first.versionCount > 0 {
      reasons.append("the same in \(Format.count(first.versionCount, "other version")) of the file")
    }
    let next: HTML? = source.matches.first(where: { $0.rank > 0 }).map { match in
      "<li>next best: \(placeView(match.place))</li>"
    }
    return """
      <details class="d-why"><summary>Why this statement</summary><ul>\
      <li><code class="d-skel">\(HTML.name(first.skeleton))</code>\(first.callee.isEmpty ? HTML() : " by <code>\(HTML.name(first.callee))</code>")</li>\
      \(reasons.map { "<li>\($0)</li>" as HTML })\(next)</ul></details>
      """
  }

  func sentence(_ clause: String) -> String {
    clause.isEmpty ? "" : clause.prefix(1).uppercased() + clause.dropFirst() + (clause.hasSuffix(".") ? "" : ".")
  }
}
