import Containers
import Git
import Search
import Syntax

extension FilePage {
  /// Declarations listed at most.
  private static let outlineLimit = 800

  /// The right side: outline, then facts.
  func rail(_ part: Part, now: Int) -> HTML {
    """
    <aside class="rail side" aria-label="About the file">
    \(outline(part))\(fileFacts(part, now: now))</aside>
    """
  }

  private func outline(_ part: Part) -> HTML? {
    let items = syntax.outline.prefix(Self.outlineLimit)
    guard !items.isEmpty, shownLook == .code, content.kind == .file else { return nil }
    let page = head.address(at: head.revision)
    let last = part.firstLine + part.lines.count - 1
    var list = HTML()
    // Lists that are open; an item is closed by the next one that is not inside of it.
    var depth = -1
    for item in items {
      // A level is skipped by nobody: deeper by more than one counts as one.
      let level = min(item.depth, depth + 1)
      if level > depth {
        list += "<ul>\n"
      } else {
        for _ in level..<depth { list += "</li></ul>\n" }
        list += "</li>\n"
      }
      depth = level
      let line = item.lines.lowerBound
      let isHere = line >= part.firstLine && line <= last
      let address = isHere ? "#L\(line)" : "\(page)?L=\(line)#L\(line)"
      list += """
        <li><a href="\(address)" title="\(item.signature)" data-lines="\(line)-\(item.lines.upperBound)">\
        \(Self.badge(item.kind))\(HTML.name(item.name))</a>
        """
    }
    for _ in 0...max(0, depth) { list += "</li></ul>\n" }
    let rest = syntax.outline.count - items.count
    let more: HTML? = rest > 0 ? "<p class=\"muted\">\(Format.count(rest)) more are not listed.</p>" : nil
    return """
      <nav id="outline" class="outline" aria-label="Outline"><h2>Outline</h2>
      \(list)\(more)</nav>

      """
  }

  /// The kind of a declaration in one or two letters, with the word for those who ask.
  private static func badge(_ kind: String) -> HTML {
    let sign =
      switch kind {
      case "function", "method", "initializer", "constructor": "ƒ"
      case "class": "C"
      case "struct": "S"
      case "enum": "E"
      case "interface", "protocol", "trait": "I"
      case "module", "namespace", "package": "M"
      case "field", "property", "variable", "member": "v"
      case "constant": "c"
      case "type", "typealias": "T"
      case "macro": "#"
      case "heading": "§"
      default: "·"
      }
    return "<span class=\"kind\" title=\"\(kind)\" aria-hidden=\"true\">\(sign)</span>"
  }

  private func fileFacts(_ part: Part, now: Int) -> HTML {
    let place = content.placement
    var rows: [HTML] = []
    func add(_ name: StaticString, _ value: HTML) {
      rows.append("<div><dt>\(HTML(stringLiteral: name))</dt><dd>\(value)</dd></div>\n")
    }
    if let language = content.language { add("Language", "\(language.name)") }
    if !content.isBinary, content.kind == .file { add("Lines", "\(Format.count(part.lineCount))") }
    add("Size", "\(Format.bytes(content.bytes.count))")
    if let encoding = content.encoding { add("Encoding", "\(encoding)") }
    if let blob = content.blob { add("Blob", "<code>\(blob.hex.prefix(10))</code>") }
    if let commit = place.commit {
      add(
        "Commit",
        "<a href=\"\(Links.commit(place.repository, commit))\"><code>\(commit.hex.prefix(10))</code></a>")
    }
    return """
      <section class="about"><h2>File</h2><dl class="list">
      \(rows)\(changed(now: now))</dl>\(copies)</section>
      """
  }

  /// Who changed the file last. git may have to walk far for that, so that the page does not wait: its script asks.
  private func changed(now: Int) -> HTML? {
    guard head.isGit else { return nil }
    let place = content.placement
    if let commit = lastChange {
      let subject = String(decoding: commit.subject, as: UTF8.self)
      let title = subject.isEmpty ? HTML.escaped(String(commit.id.hex.prefix(10))) : HTML.name(subject)
      return """
        <div class="changed"><dt>Changed</dt><dd><a href="\(Links.commit(place.repository, commit.id))" title="\(subject)">\(title)</a>\
        <span class="muted">\(ageView(commit.author.seconds, now: now)) \(HTML.name(commit.author.name))</span></dd></div>

        """
    }
    let history = Links.commits(place.repository, revision: head.revision, path: place.path)
    guard let path = String(validating: place.path, as: UTF8.self) else { return nil }
    let question = Links.latestChange(place.repository, revision: head.revision, path: path)
    return """
      <div class="changed" data-latest="\(question)"><dt>Changed</dt><dd><a href="\(history)">History</a></dd></div>

      """
  }

  private var copies: HTML? {
    guard content.copyCount > 0 else { return nil }
    let items = content.copies.prefix(8).map { copy -> HTML in
      let repository: HTML? =
        copy.repository == content.placement.repository ? nil : "\(HTML.name(copy.repository)) › "
      return "<li><a href=\"\(Links.file(copy))\">\(repository)\(HTML.name(copy.pathText))</a></li>\n"
    }
    let rest = content.copyCount - items.count
    let more: HTML? = rest > 0 ? "<li class=\"muted\">and \(Format.count(rest)) more</li>" : nil
    return """
      <h2>\(Format.count(content.copyCount, "identical copy", plural: "identical copies"))</h2>
      <ul class="copies">
      \(items)\(more)</ul>
      """
  }
}
