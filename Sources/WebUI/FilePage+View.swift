import Containers
import Search
import Syntax

extension FilePage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    let place = content.placement
    let part = cut()
    context.subject = .init(repository: place.repository, revision: head.revision, path: place.pathText)
    context.queryText = head.scope + " "
    context.description = description(part)
    let name = place.pathText.split(separator: "/").last.map(String.init) ?? place.pathText
    let page: HTML = """
      <div class="file-bar">\(toggle)\(head.breadcrumb)\(actions(part))</div>
      <div class="\(chain.isEmpty ? "columns file-columns" : "columns file-columns treed")">
      <div class="body">
      \(head.note(marked: marked))
      \(facts(part))
      \(meaning?.view)\(body(part))
      </div>
      \(rail(part, now: context.now))
      \(TreeRail.view(chain, current: place.path, revision: head.revision))
      \(Icons.sheet)
      </div>
      """
    return Frame.page(
      title: "\(name) · \(place.pathText) · \(place.repository)", context: context, mainClass: "file",
      content: page)
  }

  /// For link previews: the lines that the address points at, else what the file is.
  private func description(_ part: Part) -> String {
    let place = content.placement
    guard let lines = marked.first, content.kind == .file, !content.isBinary else {
      let language = content.language.map { "\($0.name), " } ?? ""
      return "\(language)\(Format.count(part.lineCount, "line")) · \(place.pathText) in \(place.repository)"
    }
    let text = content.text
    let wanted = lines.clamped(to: lines.lowerBound...max(lines.lowerBound, lines.lowerBound &+ 11))
    let numbers = wanted.clamped(to: part.firstLine...part.firstLine + max(0, part.lines.count - 1))
    var output = ""
    for number in numbers where wanted.contains(number) && number - part.firstLine < part.lines.count {
      let index = number - part.firstLine
      output += String(decoding: text[part.lines[index].prefix(200)], as: UTF8.self) + "\n"
      if output.utf8.count > 600 { break }
    }
    return output.isEmpty ? "\(place.pathText) in \(place.repository)" : output
  }

  private var toggle: HTML? {
    guard !chain.isEmpty else { return nil }
    return """
      <button type="button" class="icon js" data-toggle="tree" aria-controls="tree" aria-expanded="true" \
      aria-label="Files">\(Icons.tree)</button><a class="icon to-tree" href="#tree" aria-label="To the files of the \
      folder">\(Icons.tree)</a>
      """
  }

  private func actions(_ part: Part) -> HTML {
    let place = content.placement
    let query = marked.first.map { lines in
      lines.count == 1 ? "?L=\(lines.lowerBound)" : "?L=\(lines.lowerBound)-\(lines.upperBound)"
    }
    let permalink: HTML? = place.commit.map { commit in
      let address = Links.blob(place.repository, revision: commit.hex, path: place.path) + (query ?? "")
      return """
        <a class="quiet" href="\(address)" data-permalink="" data-lines="query" data-key="y">Permalink</a>
        """
    }
    let blame: HTML? =
      isText && head.isGit
      ? """
      <a class="quiet" href="\(Links.blame(place.repository, revision: head.revision, path: place.path))" data-lines="query" \
      data-key="b">Blame</a>
      """ : nil
    let history: HTML? =
      head.isGit
      ? """
      <a class="quiet" href="\(Links.commits(place.repository, revision: head.revision, path: place.path))" \
      data-key="h">History</a>
      """ : nil
    let raw: HTML? =
      hasBytes
      ? """
      <a class="quiet" href="\(Links.raw(place.repository, revision: head.revision, path: place.path))" \
      data-key="r">Raw</a>
      """ : nil
    return """
      <div class="actions">\(head.revisionMenu)\(permalink)\(blame)\(history)\(raw)\(elsewhere)</div>
      """
  }

  /// True where the file has bytes of its own here.
  private var hasBytes: Bool {
    if case .submodule = content.kind { return false }
    return true
  }

  /// True where lines are shown.
  private var isText: Bool { !content.isBinary && (content.kind == .file) }

  /// Editors and the web host, as a menu. Which editor, and where the reader has the repository, this server does not
  /// know: the page's script asks and remembers.
  private var elsewhere: HTML? {
    let line = marked.first?.lowerBound ?? 1
    var links: [HTML] = []
    if hasBytes {
      let place = content.placement
      let folder: HTML? = localPath.flatMap { path in
        path.hasSuffix("/" + place.pathText)
          ? HTML.attribute("data-folder", String(path.dropLast(place.pathText.utf8.count + 1))) : nil
      }
      links.append(
        """
        <li class="js"><button type="button" data-editor=""\(folder)>Editor</button></li>\
        <li class="js"><button type="button" data-editor="ask">Editor and folder…</button></li>
        """)
    }
    if let localPath {
      let editors: [(StaticString, String)] = [
        ("VS Code", "vscode"), ("Cursor", "cursor"), ("VSCodium", "vscodium"), ("Zed", "zed"),
      ]
      for (name, scheme) in editors {
        let address = Links.editor(scheme, path: localPath, line: line)
        links.append("<li class=\"noscript\"><a href=\"\(address)\">\(HTML(stringLiteral: name))</a></li>")
      }
    }
    if let host = head.revisions.host, let commit = content.placement.commit {
      var address = Links.file(on: host, revision: commit.hex, path: content.placement.path)
      if let lines = marked.first {
        let separator = host.style == .gitlab ? "-" : "-L"
        address +=
          lines.count == 1 ? "#L\(lines.lowerBound)" : "#L\(lines.lowerBound)\(separator)\(lines.upperBound)"
      }
      links.append("<li><a href=\"\(address)\" rel=\"noreferrer\">\(host.name)</a></li>")
    }
    guard !links.isEmpty else { return nil }
    return """
      <details class="\(links.count == 1 && hasBytes ? "menu open js" : "menu open")" name="menu"><summary class="quiet">Open in…</summary>
      <ul class="pop">\(links)</ul></details>
      """
  }

  /// The line above the code: what it is, looks, controls.
  private func facts(_ part: Part) -> HTML {
    let language: HTML? = content.kind == .file ? content.language.map { "<span>\($0.name)</span>" } : nil
    let lines: HTML? =
      isText && shownLook == .code ? "<span class=\"n\">\(Format.count(part.lineCount, "line"))</span>" : nil
    let markedLines: HTML? = marked.first.map { range in
      let text =
        range.count == 1 ? "line \(range.lowerBound)" : "lines \(range.lowerBound) to \(range.upperBound)"
      return "<a href=\"#L\(range.lowerBound)\">Go to \(text)</a>"
    }
    let isCode = shownLook == .code && isText
    let controls: HTML? =
      isCode && part.lineCount > 0
      ? """
      <button type="button" class="js" data-goto="">Go to line</button>\
      <button type="button" class="js" data-wrap="" aria-pressed="false">Wrap</button>\
      \(outlineToggle)
      """ : nil
    return """
      <div class="file-facts">\(tabs)\(language)\(lines)<span class="n">\(Format.bytes(content.bytes.count))</span>\
      \(markedLines)\(outlineLink)<span class="controls">\(controls)</span></div>
      """
  }

  private var outlineToggle: HTML? {
    syntax.outline.isEmpty
      ? nil
      : """
      <button type="button" class="js" data-toggle="outline" aria-controls="outline" \
      aria-expanded="true">Outline</button>
      """
  }

  private var outlineLink: HTML? {
    syntax.outline.isEmpty || shownLook == .preview
      ? nil : "<a class=\"to-outline\" href=\"#outline\">Outline</a>"
  }

  /// Preview and code, where both are there.
  private var tabs: HTML? {
    let place = content.placement
    guard Self.hasPreview(place.path), content.kind == .file, !content.isBinary else { return nil }
    let page = Links.blob(place.repository, revision: head.revision, path: place.path)
    func tab(_ name: StaticString, _ look: Look, _ address: String) -> HTML {
      let isCurrent = shownLook == look ? HTML.attribute("aria-current", "page") : HTML()
      return "<a href=\"\(address)\"\(isCurrent)>\(HTML(stringLiteral: name))</a>"
    }
    return """
      <nav class="tabs" aria-label="Look">\(tab("Preview", .preview, page))\
      \(tab("Code", .code, page + "?view=code"))</nav>
      """
  }
}
