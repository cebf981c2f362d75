/// Drawings of ideas, beside the figures of real runs. Each says in words what it shows.
enum Drawing {
  private static func view(
    _ id: String, _ caption: HTML, width: Int, height: Int, label: String, _ content: HTML
  ) -> HTML {
    Figure.view(
      id, caption: caption,
      drawing: """
        <div class="draw" tabindex="0" role="region" aria-label="Drawing"><svg viewBox="0 0 \(width) \(height)" \
        width="\(width)" height="\(height)" role="img" aria-label="\(label)">\(content)</svg></div>
        """)
  }

  private static func box(_ x: Int, _ y: Int, _ width: Int, _ text: String, _ style: String = "box") -> HTML {
    """
    <rect class="\(style)" x="\(x)" y="\(y)" width="\(width)" height="30" rx="5"/>\
    <text class="label\(style == "box on" ? " on" : "")" x="\(x + width / 2)" y="\(y + 19)">\(text)</text>
    """
  }

  private static func head(_ x: Int, _ text: String) -> HTML {
    "<text class=\"label head start\" x=\"\(x)\" y=\"14\">\(text)</text>"
  }

  /// Repositories and branches lead through placements to documents.
  static var blobs: HTML {
    let places = [
      "main: src/pool.c", "v2.0: src/pool.c", "v1.9: src/pool.c", "fork: src/pool.c", "app: vendor/pool.c",
    ]
    let documents = ["blob 8a31… (new)", "blob 2f07… (old)"]
    let targets = [0, 0, 1, 1, 1]
    var content = head(0, "Placements") + head(390, "Documents") + head(610, "Index")
    for (index, place) in places.enumerated() {
      let y = 28 + index * 40
      let to = 68 + targets[index] * 80
      content += box(0, y, 180, place)
      content += "<path class=\"wire\" d=\"M182 \(y + 15)C280 \(y + 15) 290 \(to + 15) 386 \(to + 15)\"/>"
    }
    for (index, document) in documents.enumerated() {
      let y = 68 + index * 80
      content += box(390, y, 150, document, "box on")
      content += "<path class=\"wire\" d=\"M542 \(y + 15)H606\"/>"
      content += box(610, y, 130, "text, grams")
    }
    return view(
      "blobs",
      "Five places, two contents: two documents are read, stored and indexed.", width: 742, height: 232,
      label:
        "Five placements of a file, in three revisions, a fork and a vendored copy, lead to two documents.",
      content)
  }

  /// A file cut into blocks at line ends.
  static var blocks: HTML {
    var content = HTML()
    let lengths = [180, 120, 220, 60, 200, 160, 90, 230, 140, 200, 110, 170]
    for (index, length) in lengths.enumerated() {
      let block = index / 4
      let y = 8 + index * 14 + block * 18
      content +=
        "<rect class=\"code-line c\(block)\" x=\"10\" y=\"\(y)\" width=\"\(length)\" height=\"8\" rx=\"2\"/>"
    }
    for block in 0..<3 {
      let y = 4 + block * 74
      content += """
        <path class="brace" d="M262 \(y)q8 0 8 8v18q0 6 8 6q-8 0-8 6v10q0 8-8 8"/>\
        <text class="label start" x="290" y="\(y + 29)">block \(block): grams of these lines</text>
        """
    }
    content += """
      <text class="label start" x="290" y="48">line feed at or after byte 4,096 ends it</text>\
      <text class="label start" x="290" y="196">a rest under 1 KB joins the block before</text>
      """
    return view(
      "cut",
      "A file is cut after the line that holds byte 4,096. No gram crosses a line, so nothing is lost at the cut.",
      width: 560, height: 220, label: "Twelve lines of a file in three blocks of four lines.", content)
  }

  /// One run of the indexer, from new files to the rename.
  static var publish: HTML {
    var content = head(0, "Indexer") + "<text class=\"label head start\" x=\"0\" y=\"134\">Readers</text>"
    let steps = ["read refs", "new blobs", "segment", "placements", "manifest"]
    for (index, step) in steps.enumerated() {
      content += box(index * 132, 30, 108, step, index == 4 ? "box on" : "box")
      if index > 0 { content += "<path class=\"wire\" d=\"M\(index * 132 - 22) 45H\(index * 132 - 4)\"/>" }
    }
    content += """
      <path class="wire dashed" d="M582 62V196"/>\
      <rect class="span old" x="0" y="146" width="580" height="20" rx="4"/>\
      <text class="label start" x="8" y="160">searches on generation 41</text>\
      <rect class="span old" x="440" y="172" width="190" height="20" rx="4"/>\
      <text class="label start" x="448" y="186">one that began before</text>\
      <rect class="span new" x="586" y="146" width="134" height="20" rx="4"/>\
      <text class="label start" x="594" y="160">on generation 42</text>\
      <text class="label start" x="590" y="84">one rename</text>
      """
    return view(
      "publish",
      "Everything is written under new names. The rename of the manifest is the only moment at which the index changes.",
      width: 722, height: 202,
      label:
        "The indexer writes a segment, placements and then the manifest; readers switch at the rename, running searches "
        + "finish on the old files.",
      content)
  }
}

private func + (left: HTML, right: HTML) -> HTML {
  var sum = left
  sum += right
  return sum
}
