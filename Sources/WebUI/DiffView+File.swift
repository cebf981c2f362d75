import Containers
import Git
import History

extension DiffView {
  /// One file: its head, then its lines.
  func fileView(_ index: Int) -> HTML {
    let file = diff.files[index]
    return """
      <section class="dfile" id="\(Self.anchor(index))" data-item="">
      \(head(file, index))
      \(notes(file))
      \(file.hunks.isEmpty ? HTML() : code(file, index))
      \(omission(file))
      </section>

      """
  }

  private func head(_ file: FileDiff, _ index: Int) -> HTML {
    let change = file.change
    let isGone = change.new == nil
    let path = isGone ? change.oldPath : change.path
    let revision = isGone ? oldRevision : newRevision
    let isModule = (change.new ?? change.old)?.kind == .submodule
    let name = HTML.name(String(decoding: path, as: UTF8.self))
    let title: HTML =
      isModule || revision == nil
      ? name
      : "<a data-open=\"\" href=\"\(Links.blob(repository, revision: revision, path: path))\">\(name)</a>"
    let old: HTML? =
      change.oldPath == change.path
      ? nil
      : """
      <span class="muted">\(HTML.name(String(decoding: change.oldPath, as: UTF8.self)))</span> \
      <span aria-hidden="true">→</span><span class="vh">is now</span>\(" ")
      """
    let counts: HTML? = change.counts.flatMap { $0 == LineCounts() ? nil : Self.countsView($0) }
    let history: HTML? =
      isModule ? nil : "<a href=\"\(Links.commits(repository, revision: revision, path: path))\">History</a>"
    let whole = options.with {
      $0.file = String(decoding: change.path, as: UTF8.self)
      $0.contextLines = options.contextLines == nil ? 3 : nil
    }
    let context: HTML? =
      file.hunks.isEmpty || change.status == .added || isGone
      ? nil
      : """
      <a href="\(whole.address(page, at: Self.anchor(0)))">\(options.contextLines == nil ? "Changes only" : "Whole file")</a>
      """
    return """
      <header><h2>\(Self.badge(change))\(old)\(title)</h2>\(counts)<span class="links">\(context)\(history)</span></header>
      """
  }

  /// What changed besides lines.
  private func notes(_ file: FileDiff) -> HTML? {
    let change = file.change
    var notes: [String] = []
    if let similarity = change.similarity {
      notes.append(
        similarity == 100 ? "The content is the same." : "\(similarity) % of the content is the same.")
    }
    if let old = change.old, let new = change.new, old.kind != new.kind {
      notes.append("Was \(Self.name(of: old.kind)), is \(Self.name(of: new.kind)).")
    } else if change.old == nil, let new = change.new, new.kind != .file {
      notes.append("This is \(Self.name(of: new.kind)).")
    }
    if file.hunks.isEmpty, file.omission == nil, change.counts == LineCounts(), change.status == .added {
      notes.append("The file is empty.")
    } else if options.ignoresWhitespace, file.hunks.isEmpty, file.omission == nil, change.status == .modified,
      !change.isModeOnly
    {
      notes.append("Only white space differs.")
    }
    return notes.isEmpty ? nil : "<p class=\"dnote\">\(notes.joined(separator: " "))</p>"
  }

  private static func name(of kind: TreeEntry.Kind) -> String {
    switch kind {
    case .file: "an ordinary file"
    case .executable: "an executable file"
    case .symbolicLink: "a symbolic link"
    case .submodule: "a submodule, another repository at a commit"
    }
  }

  /// Why lines are missing, with a way to them.
  private func omission(_ file: FileDiff) -> HTML? {
    let own = options.with { $0.file = String(decoding: file.change.path, as: UTF8.self) }
    let link: HTML? =
      options.file != nil
      ? nil : " <a href=\"\(own.address(page))\">Show this file</a>"
    let text: HTML
    switch file.omission {
    case nil: return nil
    case .binary: text = "Binary file: there are no lines to compare.\(binaryLinks(file.change))"
    case .fileLines(let limit):
      text = "Long diff: the first \(Format.count(limit)) lines are shown.\(link)"
    case .total: text = "Not shown: the files above fill the page.\(link)"
    case .cut(let reason): text = "Not shown: \(reason).\(link)"
    case .notAsked: return nil
    }
    return "<p class=\"dnote\">\(text)</p>"
  }

  private func binaryLinks(_ change: FileChange) -> HTML {
    let old: HTML? =
      change.old == nil || oldRevision == nil
      ? nil : " <a href=\"\(Links.raw(repository, revision: oldRevision, path: change.oldPath))\">Before</a>"
    let new: HTML? =
      change.new == nil
      ? nil : " <a href=\"\(Links.raw(repository, revision: newRevision, path: change.path))\">After</a>"
    return "\(old)\(new)"
  }

  private func code(_ file: FileDiff, _ index: Int) -> HTML {
    // Where every line ends in a carriage return it says nothing; where some do, it is the difference.
    let hidesReturns = file.hunks.allSatisfy { hunk in
      hunk.lines.allSatisfy { $0.text.last == 0x0D || $0.lacksLineEnd }
    }
    let isSplit = options.isSplit && file.change.old != nil && file.change.new != nil
    var body = HTML()
    var lastOld = 0
    for (number, hunk) in file.hunks.enumerated() {
      body += hunkHead(hunk, file, index, number, lastOld: lastOld)
      lastOld = hunk.oldStart + hunk.oldCount - 1
      let pairing = DiffPairing(hunk)
      let lines = hunk.lines.indices.map { place in
        text(
          hunk.lines[place], marks: pairing.marks[place], index, hidesReturn: hidesReturns)
      }
      if isSplit {
        for row in pairing.rows { body += rowView(row, hunk.lines, lines) }
      } else {
        for place in hunk.lines.indices { body += lineView(hunk.lines[place], lines[place]) }
      }
    }
    return """
      <pre class="\(isSplit ? "diff split" : "diff")" tabindex="0" role="region" \
      aria-label="Changes in \(String(decoding: file.change.path, as: UTF8.self))">\(body)</pre>
      """
  }

  /// Separates hunks: what git calls the place, how many lines are left out, and the way to them.
  private func hunkHead(
    _ hunk: DiffHunk, _ file: FileDiff, _ index: Int, _ number: Int, lastOld: Int
  ) -> HTML {
    let hidden = max(0, hunk.oldStart - lastOld - 1)
    let isWhole = options.contextLines == nil
    let anchor = "\(Self.anchor(index))h\(number + 1)"
    var more: HTML?
    if hidden > 0, !isWhole, file.change.old != nil, file.change.new != nil {
      let wider = options.with {
        $0.file = String(decoding: file.change.path, as: UTF8.self)
        $0.contextLines = (options.contextLines ?? 3) + 20
      }
      // On the page of one file it is the first and its hunks keep their order, though some may join.
      more = """
        <a href="\(wider.address(page, at: Self.anchor(0)))">\
        \(Format.count(hidden, "line")) not shown: show more</a>
        """
    }
    let section: HTML? =
      hunk.section.isEmpty ? nil : "<span class=\"sec\">\(HTML.escaped(hunk.section))</span>"
    let range: HTML =
      "<span class=\"at\">@@ −\(hunk.oldStart),\(hunk.oldCount) +\(hunk.newStart),\(hunk.newCount) @@</span>"
    return "<span class=\"hh\" id=\"\(anchor)\" data-stop=\"\">\(range)\(section)\(more)</span>"
  }

  /// The text of a line: coloured where the file's text is known, with the words that changed marked.
  private func text(_ line: DiffLine, marks: [Range<Int>], _ index: Int, hidesReturn: Bool) -> HTML {
    var length = line.text.count
    if hidesReturn, line.text.last == 0x0D, line.fullLength == nil { length -= 1 }
    var output: HTML
    let side = line.kind == .deleted ? oldTexts[index] : newTexts[index]
    if let side, let number = line.kind == .deleted ? line.oldNumber : line.newNumber,
      side.lines.indices.contains(number - 1), case let whole = side.lines[number - 1], whole.count >= length,
      side.bytes[whole.prefix(line.text.count)].elementsEqual(line.text)
    {
      let range = whole.prefix(length)
      output = CodeText.line(
        side.bytes, range, spans: CodeText.spans(of: range, in: side.spans),
        marks: marks.map { $0.lowerBound + range.lowerBound..<$0.upperBound + range.lowerBound })
    } else {
      output = CodeText.line(line.text, 0..<length, marks: marks)
    }
    if let full = line.fullLength { output += "<i class=\"cut\">… \(Format.bytes(full)) in this line</i>" }
    if line.lacksLineEnd { output += "<i class=\"cut\"> no line end</i>" }
    return output
  }

  private func lineView(_ line: DiffLine, _ text: HTML) -> HTML {
    let old = line.oldNumber.map { String($0) } ?? ""
    let new = line.newNumber.map { String($0) } ?? ""
    return """
      <span class="\(Self.className(line.kind))"><i data-n="\(old)"></i><i data-n="\(new)"></i>\
      \(Self.sign(line.kind))\(text)\n</span>
      """
  }

  /// A row of the split view. Where there is no room for two columns, the second copy of a context line is hidden.
  private func rowView(_ row: DiffPairing.Row, _ lines: [DiffLine], _ texts: [HTML]) -> HTML {
    func cell(_ place: Int?, isOld: Bool) -> HTML {
      guard let place else { return "<span class=\"d none\"></span>" }
      let line = lines[place]
      let number = (isOld ? line.oldNumber : line.newNumber).map { String($0) } ?? ""
      let isCopy = line.kind == .context && isOld
      return """
        <span class="\(Self.className(line.kind))\(isCopy ? " twin" : "")"\
        \(isCopy ? HTML.attribute("aria-hidden", "true") : HTML())><i data-n="\(number)"></i>\
        \(Self.sign(line.kind))\(texts[place])\n</span>
        """
    }
    return "<span class=\"row\">\(cell(row.old, isOld: true))\(cell(row.new, isOld: false))</span>"
  }

  private static func className(_ kind: DiffLine.Kind) -> String {
    switch kind {
    case .context: "d"
    case .added: "d add"
    case .deleted: "d del"
    }
  }

  /// The sign as text, and the word for those who hear the page.
  private static func sign(_ kind: DiffLine.Kind) -> HTML {
    switch kind {
    case .context: "<b> </b>"
    case .added: "<b aria-hidden=\"true\">+</b><span class=\"vh\">added </span>"
    case .deleted: "<b aria-hidden=\"true\">−</b><span class=\"vh\">removed </span>"
    }
  }
}
