package import Diagnosis

/// The page `/diagnose/{id}`: what a log says and the code behind it, in pieces that are sent as they are known.
///
/// Pieces are sent in the order of reading and never changed: what is read already does not move. Only the summary line
/// at the top and the reply at the side are sent last (UX.md §6).
package struct DiagnosisPage: Sendable {
  /// What is known so far.
  package var record: DiagnosisRecord
  /// In its address; empty for a report that is a file by itself.
  package var id: String
  /// Before the addresses of evidence: empty on the site, the site's address in a file, nil for no links.
  package var base: String? = ""
  /// Before the addresses of the reply, which leave the site: `https://code.example.org`.
  package var origin = ""
  /// Seconds since 1970, for ages.
  package var now: Int

  /// A page about a diagnosis.
  package init(_ record: DiagnosisRecord, id: String, now: Int) {
    (self.record, self.id, self.now) = (record, id, now)
  }

  /// Templates that have a card of their own.
  package static let cardCount = 12

  /// What is failing or warning first, then what has a source; by place in the record.
  package var cards: [Int] {
    let grave = record.templates.indices.filter { Self.isGrave(record.templates[$0].worst) }
    let located = record.templates.indices.filter {
      !Self.isGrave(record.templates[$0].worst) && record.templates[$0].source?.isConfident == true
    }
    return Array((grave + located).prefix(Self.cardCount))
  }

  static func isGrave(_ level: String) -> Bool { ["warning", "error", "critical", "fatal"].contains(level) }

  // MARK: Frame

  /// Head, header and the frame of the report: sent before anything was read.
  package func opening(context: PageContext) -> HTML {
    """
    \(Frame.opening(title: title, context: described(context), mainClass: "page diagnose"))
    <h1 class="vh">Diagnosis of \(HTML.name(record.name))</h1>
    <div class="report">
    <template shadowrootmode="open"><div part="bar"><p role="status" part="status">\
    <slot name="status">Reading…</slot></p><slot name="tools"></slot></div>\
    <div part="body"><slot></slot></div><div part="side"><slot name="side"></slot></div></template>

    """
  }

  /// The end of the document.
  package func closing(context: PageContext) -> HTML {
    """
    \(reply)
    <div slot="tools" class="tools">\(tools)</div>
    <span slot="status">\(status)</span>
    </div>
    \(Frame.closing(context))
    """
  }

  /// The end when something broke after the first byte.
  package func closing(fault: String, context: PageContext) -> HTML {
    """
    <div class="notice danger" role="alert"><p><b>The diagnosis stopped.</b> \(fault)</p>
    <p><a href="\(Links.diagnose)">Start again</a>.</p></div>
    <span slot="status">Stopped</span>
    </div>
    \(Frame.closing(context))
    """
  }

  /// The whole page of a diagnosis that is complete.
  package func view(context: PageContext) -> HTML {
    "\(opening(context: context))\(summary)\(findings)\(versions)\(cards.map { card($0) })\(rest)\(closing(context: context))"
  }

  /// Everything after the cards.
  package var rest: HTML { "\(cardsEnd)\(traces)\(oddities)\(table)\(manifest)" }

  private var title: String { record.name == "paste" ? "Diagnosis" : "\(record.name) · Diagnosis" }

  private func described(_ context: PageContext) -> PageContext {
    var context = context
    context.description = "What a log says and which code wrote it."
    return context
  }

  private var status: HTML {
    let located = record.locatedCount
    let source: HTML =
      record.statements == nil
      ? "no code was searched"
      : "<b>\(Format.count(located))</b> of \(Format.count(record.templates.count + record.templatesOmitted, "template")) "
        as HTML
    let sourced: HTML =
      record.statements == nil ? source
      : record.templates.isEmpty ? "no message" : "\(source) \(located == 1 ? "has" : "have") a statement"
    let seconds = record.readSeconds + record.searchSeconds
    return """
      \(HTML.name(record.name)): <b>\(Format.count(record.lines))</b> \(record.lines == 1 ? "line" : "lines"), \(sourced) · \
      \(Format.duration(.milliseconds(Int(seconds * 1000))))
      """
  }

  private var tools: HTML {
    guard !id.isEmpty else { return HTML() }
    return """
      <a href="\(Links.diagnosisAPI(id))">JSON</a>\
      <a href="\(Links.diagnose)">Another log</a>\
      <form method="post" action="\(Links.diagnosis(id))/delete"><button class="quiet">Delete now</button></form>
      """
  }

  // MARK: Summary

  /// What was read: sent as soon as reading is done.
  package var summary: HTML {
    func fact(_ number: Int, _ name: String, _ plural: String? = nil, tone: String = "") -> HTML {
      "<div\(tone.isEmpty || number == 0 ? HTML() : HTML.attribute("class", tone))><dt>\(number == 1 ? name : plural ?? name + "s")</dt><dd>\(Format.count(number))</dd></div>"
    }
    let formats = Dictionary(record.files.map { ($0.format, 1) }, uniquingKeysWith: +).sorted {
      ($1.value, $0.key) < ($0.value, $1.key)
    }.prefix(4).map(\.key).joined(separator: ", ")
    let span: HTML? = record.firstSeconds.flatMap { first in
      record.lastSeconds.map { last in "<li>\(Self.moment(first)) to \(Self.moment(last))</li>" }
    }
    let redacted = record.redactions.reduce(0) { $0 + $1.count }
    let secrets: HTML? =
      redacted == 0 ? nil : "<li><a href=\"#manifest\">\(Format.count(redacted, "value")) redacted</a></li>"
    return """
      <section class="d-sum" aria-label="What was read">
      <dl class="facts">\(fact(record.lines, "line"))\(fact(record.events, "message"))\
      \(fact(record.failures, "error", tone: "bad"))\(fact(record.traces, "stack trace", tone: "bad"))</dl>
      <ul class="d-line"><li>\(formats.isEmpty ? "nothing was read" : "Read as \(formats)")</li>\(span)\(secrets)\
      <li><a href="#manifest">\(Format.count(record.fileCount ?? record.files.count, "file"))</a></li>\(kept)</ul>
      </section>

      """
  }

  private var kept: HTML? {
    guard record.expires > 0 else { return nil }
    let left = max(0, record.expires - now)
    let words = left >= 3600 ? Format.count((left + 1800) / 3600, "hour") : Format.count(max(1, left / 60), "minute")
    return "<li>Deleted in \(words)</li>"
  }

  /// A time as the log had it; without a year when it has none.
  static func moment(_ seconds: Int) -> HTML {
    let stamp = Format.timestamp(seconds)
    let shown = stamp.split(separator: "T").joined(separator: " ").replacing("Z", with: "")
    let hasYear = seconds > 946_684_800
    return "<time datetime=\"\(stamp)\">\(hasYear ? shown : String(shown.dropFirst(5)))</time>"
  }

  // MARK: Places

  /// The address of a line of code, pinned to its commit where there is one.
  package func address(_ place: DiagnosisRecord.Place) -> String? {
    guard let base else { return nil }
    let revision = place.commit.isEmpty ? (place.revision.isEmpty ? nil : place.revision) : place.commit
    let page = Links.blob(place.repository, revision: revision, path: Array(place.path.utf8))
    return "\(base)\(page)?\(FilePage.hasPreview(Array(place.path.utf8)) ? "view=code&" : "")L=\(place.line)#L\(place.line)"
  }

  /// `src/file.c:17`, `function`, repository and version, as a link to the line.
  func placeView(_ place: DiagnosisRecord.Place, class name: String = "d-place") -> HTML {
    let folder = place.path.lastIndex(of: "/").map { String(place.path[...$0]) } ?? ""
    let file = String(place.path.dropFirst(folder.count))
    let text: HTML = "<span>\(HTML.name(folder))</span><b>\(HTML.name(file)):\(place.line)</b>"
    let link: HTML = address(place).map { "<a class=\"path\" href=\"\($0)\">\(text)</a>" } ?? "<span class=\"path\">\(text)</span>"
    let symbol: HTML? = place.symbol.isEmpty ? nil : "<code class=\"sym\">\(HTML.name(place.symbol))</code>"
    let revision: HTML? = place.revision.isEmpty ? nil : "<span class=\"tag rev\">\(HTML.name(place.revision))</span>"
    return """
      <span class="\(name)">\(link)\(symbol)<span class="muted">\(HTML.name(place.repository))</span>\(revision)</span>
      """
  }

  func commitLink(_ repository: String, _ change: DiagnosisRecord.Change) -> HTML {
    let short = String(change.commit.prefix(9))
    guard let base else { return "<code>\(short)</code>" }
    return "<a href=\"\(base)\(Links.commit(repository, hex: change.commit))\"><code>\(short)</code></a>"
  }
}
