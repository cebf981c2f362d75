import Diagnosis

extension DiagnosisPage {
  /// Known issues with what helps.
  package var findings: HTML {
    guard !record.findings.isEmpty else { return HTML() }
    let items = record.findings.map { finding -> HTML in
      let links = finding.links.map { "<li><a href=\"\($0.address)\" rel=\"noreferrer\">\($0.title)</a></li>" as HTML }
      let more: HTML? = links.isEmpty ? nil : "<ul class=\"d-links\">\(links)</ul>"
      return """
        <article class="d-issue \(finding.severity)"><h3>\(finding.title) <span class="tag">\(finding.severity)</span></h3>
        <p class="muted">\(sentence(finding.reasons.joined(separator: "; "))) <span class="n">\(Format.count(finding.count))×</span>, \
        first \(spot(finding.file, finding.line)).</p>
        <pre tabindex="0" role="region" aria-label="Message of \(finding.id)">\(HTML.name(finding.sample))</pre>
        \(MarkdownView.render(finding.remedy, resolving: MarkdownPlace()))
        \(more)</article>
        """
    }
    return """
      <section class="d-part" aria-labelledby="h-known"><h2 id="h-known">\
      \(record.findings.count == 1 ? "A known issue" : "Known issues")</h2>
      \(items)</section>

      """
  }

  /// Which versions can have written it, with the evidence.
  package var versions: HTML {
    let known = record.versions.filter { $0.isTelling }
    guard !known.isEmpty else { return HTML() }
    let items = known.prefix(5).map { version -> HTML in
      let evidence = version.evidence.map { "<li>\($0)</li>" as HTML }
      let lines: HTML? = version.lines > 0 ? " and \(Format.count(version.lines, "line number"))" : nil
      return """
        <div class="d-ver"><p><b>\(HTML.name(version.repository))</b> <span class="tag rev">\(HTML.name(version.range))</span> \
        <span class="muted">by \(Format.count(version.statements, "statement"))\(lines); \
        \(Format.count(version.others, "other version")) \(version.others == 1 ? "explains" : "explain") less</span></p>
        <details><summary>Evidence</summary><ul>\(evidence)</ul></details></div>
        """
    }
    return """
      <section class="d-part" aria-labelledby="h-ver"><h2 id="h-ver">Version</h2>
      \(items)</section>

      """
  }

  /// Groups of stack traces with their frames.
  package var traces: HTML {
    guard !record.groups.isEmpty else { return HTML() }
    let items = record.groups.prefix(20).enumerated().map { index, group in traceView(group, index) }
    let left = record.groups.count - 20 + record.groupsOmitted
    let more: HTML? = left > 0 ? "<p class=\"muted\">and \(Format.count(left, "smaller group")).</p>" : nil
    return """
      <section class="d-part" aria-labelledby="h-traces"><h2 id="h-traces">Stack traces</h2>
      \(items)\(more)</section>

      """
  }

  private func traceView(_ group: DiagnosisRecord.Group, _ index: Int) -> HTML {
    let frames = group.frames.enumerated().map { place, frame -> HTML in
      var names = frame.isInApp ? "own" : "lib"
      if place == group.suspect { names += " suspect" }
      let link: HTML? = frame.place.map { found in
        let sure: HTML? =
          frame.confidence == "certain" ? nil : "<span class=\"tag\" title=\"\(frame.how)\">\(frame.confidence)</span>"
        let ties: HTML? = frame.ties > 0 ? "<span class=\"muted\">and \(Format.count(frame.ties)) as likely</span>" : nil
        return "\(placeView(found))\(sure)\(ties)"
      }
      let text = frame.function.isEmpty ? frame.raw : frame.function
      return "<li class=\"\(names)\"><code>\(HTML.name(text))</code>\(link)</li>\n"
    }
    let suspect = group.suspect.flatMap { $0 < group.frames.count ? group.frames[$0].place : nil }
    let people: HTML? = suspect.flatMap { context(group.context, $0) }
    let others = group.messages.dropFirst().prefix(4).map { "<li>\(HTML.name($0.text)) <i>\(Format.count($0.count))×</i></li>" as HTML }
    let messages: HTML? =
      others.isEmpty ? nil : "<details class=\"d-why\"><summary>\(Format.count(group.messages.count, "message"))</summary><ul>\(others)</ul></details>"
    let more: HTML? = group.framesOmitted > 0 ? "<p class=\"muted\">\(Format.count(group.framesOmitted, "further frame")) left out.</p>" : nil
    return """
      <article class="d-trace" data-item="" id="g\(index)"><p class="d-meta"><span class="lv bad">\(group.kind)</span>\
      <span class="n">\(Format.count(group.count))×</span><span class="muted">first \(spot(group.file, group.line))</span></p>
      <h3>\(HTML.name(group.title))</h3>
      <ol class="d-frames">\(frames)</ol>\(more)
      \(people)\(messages)
      <p class="small">Grouped by \(group.basis)\(group.reason.isEmpty ? "" : "; near another group: \(group.reason)").</p></article>

      """
  }

  /// What is out of the ordinary, with the numbers that say so.
  package var oddities: HTML {
    guard !record.oddities.isEmpty else { return HTML() }
    let items = record.oddities.prefix(12).map { oddity -> HTML in
      let text: HTML =
        oddity.template.map { "<a href=\"#r\($0)\"><code>\(HTML.name(oddity.text))</code></a>" }
        ?? "<code>\(HTML.name(oddity.text))</code>"
      return "<li><span class=\"tag\">\(oddity.kind)</span> \(text) <span class=\"muted\">\(oddity.evidence)</span></li>"
    }
    return """
      <section class="d-part" aria-labelledby="h-odd"><h2 id="h-odd">Out of the ordinary</h2>
      <ul class="d-odd">\(items)</ul></section>

      """
  }

  /// Every template with its count, levels and place.
  package var table: HTML {
    guard !record.templates.isEmpty else {
      guard record.groups.isEmpty else { return HTML() }
      return """
        <section class="d-part"><div class="nothing"><h2>No message was found</h2>
        <p>What was sent holds no line that reads as a log. The list below says what became of each file.</p></div></section>

        """
    }
    let rows = record.templates.enumerated().map { index, template -> HTML in
      let place: HTML
      if let source = template.source, source.isConfident, let best = source.place {
        let more: HTML? = source.ties.isEmpty ? nil : "<span class=\"muted\">and \(Format.count(source.ties.count)) as likely</span>"
        place = "\(placeView(best))\(more)"
      } else {
        place = "<span class=\"muted\">no confident source</span>"
      }
      return """
        <tr id="r\(index)"><td class="n">\(Format.count(template.count))</td><td>\(levels(template))</td>\
        <th scope="row"><code>\(skeleton(template))</code></th><td>\(place)</td></tr>

        """
    }
    let left: HTML? =
      record.templatesOmitted > 0 ? "<p class=\"muted\">\(Format.count(record.templatesOmitted, "rarer template")) left out.</p>" : nil
    return """
      <section class="d-part" aria-labelledby="h-all"><h2 id="h-all">All \(Format.count(record.templates.count, "template"))</h2>
      <div class="table d-table" tabindex="0" role="region" aria-label="Table of templates"><table>
      <thead><tr><th scope="col" class="n">Count</th><th scope="col">Levels</th><th scope="col">Message</th>\
      <th scope="col">Written by</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>\(left)</section>

      """
  }

  /// Shares of levels as a bar; the numbers are in its name.
  private func levels(_ template: DiagnosisRecord.Template) -> HTML {
    let names = LogLevel.allCases.map(\.name)
    let counted = zip(names, template.levels).filter { $0.1 > 0 }
    guard !counted.isEmpty else { return "<span class=\"muted\">none</span>" }
    let sum = template.levels.reduce(0, +)
    func width(_ range: Range<Int>) -> Double {
      let part = template.levels.indices.filter(range.contains).reduce(0) { $0 + template.levels[$1] }
      return Double(part) / Double(max(1, sum)) * 96
    }
    var at = 0.0
    var bars = HTML()
    for (name, range) in [("bad", 5..<8), ("warn", 4..<5), ("info", 2..<4), ("low", 0..<2)] {
      let size = width(range)
      guard size > 0 else { continue }
      bars += "<rect class=\"\(name)\" x=\"\(Self.decimal(at))\" y=\"0\" width=\"\(Self.decimal(max(1, size)))\" height=\"8\"/>"
      at += size
    }
    let text = counted.map { "\($0.0) \(Format.count($0.1))" }.joined(separator: ", ")
    return """
      <span class="d-lv" title="\(text)"><svg class="d-bar" viewBox="0 0 96 8" width="96" height="8" aria-hidden="true">\(bars)</svg>\
      <span class="vh">\(text)</span></span>
      """
  }

  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// What was read, skipped, cut and redacted.
  package var manifest: HTML {
    let files = record.manifest.map { member -> HTML in
      let why: HTML? = member.reason.isEmpty ? nil : ": \(member.reason)"
      let read = record.files.first { $0.path == member.path }
      let format: HTML? = read.map { "\($0.format), \(Format.count($0.lines, "line"))" }
      return """
        <tr><th scope="row">\(HTML.name(member.path))</th><td>\(member.state)\(why)</td><td>\(format)</td>\
        <td class="n">\(Format.bytes(member.bytes))</td></tr>

        """
    }
    let rules = record.redactions.map { rule -> HTML in
      "<li><b>\(rule.rule)</b> \(Format.count(rule.count))× <span class=\"muted\">\(Format.count(rule.distinct, "different value"))</span></li>"
    }
    let redacted: HTML =
      rules.isEmpty
      ? "<p class=\"muted\">Nothing was redacted: no secret, address or e-mail was seen.</p>"
      : "<p class=\"muted\">Replaced before anything else saw the text; equal values have equal names.</p><ul class=\"d-rules\">\(rules)</ul>"
    let left: HTML? = record.membersOmitted > 0 ? "<p class=\"muted\">\(Format.count(record.membersOmitted, "further file")).</p>" : nil
    let limits: HTML? =
      record.limits.isEmpty
      ? nil : "<h3>Not done</h3><ul class=\"plain\">\(record.limits.map { "<li>\(sentence($0))</li>" as HTML })</ul>"
    return """
      <section class="d-part" aria-labelledby="manifest"><h2 id="manifest">Files, and what became of them</h2>
      <div class="table" tabindex="0" role="region" aria-label="Table of files"><table>
      <thead><tr><th scope="col">File</th><th scope="col">State</th><th scope="col">Format</th>\
      <th scope="col" class="n">Size</th></tr></thead>
      <tbody>\(files)</tbody></table></div>\(left)
      <h3>Redacted</h3>\(redacted)\(limits)</section>

      """
  }

  /// The draft of an answer to whoever sent the log.
  var reply: HTML {
    let text = DraftReply(record, link: { place in address(place).map { origin + $0 } }).markdown
    let copy: HTML? =
      id.isEmpty ? nil : "<button type=\"button\" class=\"js quiet\" data-copy=\"\(text)\">Copy</button>"
    return """
      <section slot="side" class="d-reply" aria-labelledby="h-reply"><div class="d-reply-head"><h2 id="h-reply">Draft reply</h2>\(copy)</div>
      <pre tabindex="0" role="region" aria-label="The reply as Markdown">\(HTML.escaped(text))</pre>
      <p class="small">Composed from the evidence on this page; nothing in it is guessed by a model. Markdown.</p></section>

      """
  }
}
