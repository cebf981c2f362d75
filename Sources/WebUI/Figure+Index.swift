import Search

extension Figure {
  /// The sections of the largest segment, to scale.
  static func sections(_ layout: IndexLayout) -> HTML? {
    guard let segment = layout.segments.max(by: { $0.textBytes < $1.textBytes }) else { return nil }
    let sections = segment.sections.sorted { $0.bytes > $1.bytes }
    let total = sections.reduce(0) { $0 + $1.bytes }
    let placements = segment.placementSections.reduce(0) { $0 + $1.bytes }
    let pieces = sections.enumerated().map { (part: Double($1.bytes), style: "s\(min($0, 5) + 1)") }
    let rows = sections.enumerated().map { index, section -> HTML in
      """
      <tr><th scope="row"><svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><rect class="s\(min(index, 5) + 1)" \
      width="10" height="10" rx="2"/></svg> <code>\(section.name)</code></th><td>\(meaning(section.name))</td>\
      \(cell(Format.bytes(section.bytes)))\(cell(share(section.bytes, of: total)))</tr>

      """
    }
    return view(
      "sections",
      caption: """
        The largest segment of this server, <code>\(segment.name)</code>, to scale: \(Format.count(segment.documents, "document")), \
        \(Format.bytes(segment.textBytes)) of text, \(Format.bytes(total)) on disk. Its placement file adds \
        \(Format.bytes(placements)) for \(Format.count(segment.placements, "placement")).
        """,
      drawing: """
        \(bar(pieces, of: Double(max(total, 1))))
        \(table(
          "Sections", head: [column("Section"), column("What it holds"), numbers("Size"), numbers("Share")], rows: rows))
        """)
  }

  private static func meaning(_ section: String) -> String {
    switch section {
    case "TEXT": "the text itself, documents end to end, best standing first"
    case "POST": "posting lists"
    case "GENT": "one entry a list: how many blocks, and where it begins"
    case "GRAM": "which of the 262,146 codes have a list: a bit each, with ranks"
    case "DOCS": "32 bytes a document: place, lines, language, standing"
    case "IDS_": "blob ids"
    case "IDIX": "documents by blob id, to find what is known already"
    case "BLKS": "where each block begins"
    case "BLKL": "lines before each block"
    case "RUNS": "the longest run of digits, letters and the like in each block"
    case "FAMS": "files with several versions that share their text"
    case "BVAR": "which variant each block is"
    case "VARS": "variants of blocks, and what the lists count them as"
    case "PIEC": "the stretches of text that variants are made of"
    case "CHNK": "where each compressed frame begins"
    case "META": "counts"
    default: "another section"
    }
  }

  /// The segments of the index, with what of each is still in use.
  static func segments(_ layout: IndexLayout, _ term: SearchTrace.Term?) -> HTML {
    let largest = Double(max(layout.segments.map(\.textBytes).max() ?? 1, 1))
    let rows = layout.segments.prefix(segmentsMax).map { segment -> HTML in
      let dead = segment.textBytes - segment.liveTextBytes
      let share = term?.segments.first { $0.name == segment.name }
      let found: HTML? = share.map { "<span>\(Format.count($0.candidates, "candidate"))</span>" }
      return """
        <li><code>\(segment.name)</code>\
        \(bar([(Double(segment.liveTextBytes), "used"), (Double(dead), "pale")], of: largest))\
        <span>\(Format.count(segment.liveDocuments, "document")), \(Format.bytes(segment.textBytes))</span>\(found)</li>

        """
    }
    let rest = layout.segments.count - segmentsMax
    let more: HTML? = rest > 0 ? "<p class=\"muted\">and \(Format.count(rest, "more segment")).</p>" : nil
    let dead = layout.segments.reduce(0) { $0 + $1.documents - $1.liveDocuments }
    return view(
      "segments",
      caption: """
        Generation \(layout.generation) of this server's index: \(Format.count(layout.segments.count, "segment")). \
        \(dead == 0
          ? "Every document in them is in use."
          : "\(Format.count(dead, "document")) in them is in no repository any more; a merge will drop what is dead.")
        """,
      drawing: "<ol class=\"plan-bars\">\n\(rows)</ol>\(more)")
  }

  private static let segmentsMax = 24

  /// How many documents have which standing.
  static func standings(_ layout: IndexLayout) -> HTML {
    let most = max(layout.standings.max() ?? 1, 1)
    let count = layout.standings.count
    let width = 36
    var bars = HTML()
    for (index, documents) in layout.standings.enumerated() {
      let height = documents == 0 ? 0 : max(2, documents * 120 / most)
      bars += """
        <rect class="used" x="\(index * width + 3)" y="\(140 - height)" width="\(width - 6)" height="\(height)" rx="2"/>\
        <text class="label" x="\(index * width + width / 2)" y="\(134 - height)">\
        \(documents == 0 ? "" : Format.count(documents))</text>
        """
    }
    let step = 256 / count
    let rows = layout.standings.enumerated().map { index, documents -> HTML in
      """
      <tr><th scope="row">\(index * step)–\((index + 1) * step - 1)</th>\(cell(Format.count(documents)))</tr>

      """
    }
    return view(
      "standings",
      caption: "Documents of this index by standing, from 0 at the left to 255 at the right.",
      drawing: """
        <div class="draw" tabindex="0" role="region" aria-label="Documents by standing">\
        <svg viewBox="0 0 \(count * width) 160" width="\(count * width)" height="160" role="img" \
        aria-label="Bars of the numbers in the table below">\(bars)\
        <path class="axis" d="M0 140.5h\(count * width)"/>\
        <text class="label start" x="3" y="156">0: vendored, generated, minified</text>\
        <text class="label end" x="\(count * width - 3)" y="156">255: sources near the top</text></svg></div>
        """,
      twin: table("Standing", head: [column("Standing"), numbers("Documents")], rows: rows))
  }
}
