import Search

extension Figure {
  /// From all blocks to results, with the times.
  static func funnel(_ trace: SearchTrace) -> HTML {
    let numbers = trace.statistics
    let total = Double(max(numbers.bytesTotal, 1))
    let steps: [(name: String, value: String, share: Double)] = [
      ("text in the index", Format.bytes(numbers.bytesTotal), 1),
      (
        "text of candidate blocks, read and matched", Format.bytes(numbers.bytesVerified),
        Double(numbers.bytesVerified) / total
      ),
    ]
    let bars = steps.map { step -> HTML in
      "<li><span>\(step.name)</span>\(bar([(step.share, "used")], of: 1))<b>\(step.value)</b></li>\n"
    }
    let isCut = !trace.limits.isEmpty
    return view(
      "funnel",
      caption: """
        \(Format.count(numbers.documentsTotal, "file")) in \(Format.count(trace.blockCount, "block")). The search looked into \
        \(Format.count(numbers.candidateBlocks, "block")) of \(Format.count(numbers.documentsVerified, "file")) and found \
        \(isCut ? "at least " : "")\(Format.count(numbers.matchedFiles, "file")) with \
        \(Format.count(numbers.matches, "match", plural: "matches")), in \(Format.duration(numbers.elapsed)).
        """,
      drawing: "<ul class=\"funnel-bars\">\n\(bars)</ul>\(times(trace))")
  }

  private static func times(_ trace: SearchTrace) -> HTML {
    let rows = trace.stages.map { stage -> HTML in
      "<div><dt>\(stage.name)</dt><dd>\(Format.duration(stage.time))</dd></div>\n"
    }
    return """
      <dl class="times">
      \(rows)<div><dt>draw up this page's trace, besides</dt><dd>\(Format.duration(trace.tracing))</dd></div>
      </dl>
      """
  }

  /// The best files with the parts of their scores, which add up.
  static func scores(_ trace: SearchTrace) -> HTML? {
    let files = trace.files.filter { !$0.scoreParts.isEmpty }
    guard !files.isEmpty else { return nil }
    let best = files.map { positive($0) }.max() ?? 1
    var labels: [String] = []
    for part in files.flatMap(\.scoreParts) where part.value > 0 && !labels.contains(part.label) {
      labels.append(part.label)
    }
    let items = files.map { file -> HTML in
      let pieces = file.scoreParts.filter { $0.value > 0 }.map { part in
        (part: part.value, style: "s\(min(labels.firstIndex(of: part.label) ?? 0, 5) + 1)")
      }
      let kept = file.score / max(positive(file), 1e-9)
      return """
        <li><a href="\(Links.file(file.placement, line: file.lines.first { $0.isMatch }?.number))">\
        <span class="muted">\(HTML.name(file.placement.repository))</span> \(HTML.name(file.placement.pathText))</a>\
        <b class="n">\(Self.score(file.score))</b>
        \(bar(dimmed(pieces, keeping: kept), of: best))
        <ul class="parts">\(file.scoreParts.filter { abs($0.value) >= 0.005 }.map { part($0, labels) })</ul></li>

        """
    }
    return view(
      "scores",
      caption: """
        The best files for <code>\(HTML.name(trace.query))</code> with the parts of their scores. They add up; what the \
        standing of a file takes away is the pale end of its bar.
        """,
      drawing: "<ol class=\"scores\">\n\(items)</ol>")
  }

  private static func positive(_ file: FileMatch) -> Double {
    file.scoreParts.reduce(0) { $0 + max($1.value, 0) }
  }

  /// The pieces, with what lies beyond `share` of their sum pale.
  private static func dimmed(
    _ pieces: [(part: Double, style: String)], keeping share: Double
  ) -> [(part: Double, style: String)] {
    var left = pieces.reduce(0) { $0 + $1.part } * min(max(share, 0), 1)
    return pieces.flatMap { piece -> [(part: Double, style: String)] in
      let kept = min(piece.part, left)
      left -= kept
      return [(kept, piece.style), (piece.part - kept, "pale")]
    }
  }

  private static func part(_ part: ScorePart, _ labels: [String]) -> HTML {
    let style = part.value > 0 ? "s\(min(labels.firstIndex(of: part.label) ?? 0, 5) + 1)" : "pale"
    return """
      <li><svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><rect class="\(style)" width="10" height="10" \
      rx="2"/></svg> \(HTML.name(part.label)) <b>\(part.value < 0 ? "−" : "")\(score(abs(part.value)))</b></li>

      """
  }

  /// A score with two decimals.
  static func score(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = abs(hundredths % 100)
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
