import Containers
import Search

extension FilePage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    let content: HTML = """
      \(heading)
      \(isBinary ? binaryNote : source(context))
      """
    var context = context
    let isDefault = placement.revision.isEmpty || placement.isDefaultRevision
    context.subject = .init(
      repository: placement.repository, revision: isDefault ? nil : placement.revision,
      path: placement.pathText)
    let name = placement.pathText.split(separator: "/").last.map(String.init) ?? placement.pathText
    return Frame.page(
      title: "\(name) · \(placement.pathText) · \(placement.repository)", context: context,
      mainClass: "file", content: content)
  }

  private var heading: HTML {
    let revision = placement.revision.isEmpty || placement.isDefaultRevision ? nil : placement.revision
    let tag: HTML? = revision.map { "<span class=\"tag rev\">\(HTML.name($0))</span>" }
    let permalink: HTML? = Links.permalink(placement).map { "<a href=\"\($0)\" data-permalink=\"\" data-key=\"y\">Permalink</a>" }
    let commit: HTML? = placement.commit.map { "<span>at <code>\($0.hex.prefix(10))</code></span>" }
    let languageName: HTML? = language.map { "<span>\($0)</span>" }
    let markedLines: HTML? = marked.map { lines in
      let text =
        lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound) to \(lines.upperBound)"
      return "<a href=\"#L\(lines.lowerBound)\">Go to \(text)</a>"
    }
    let inRepository = Patterns.repositoryFilter(placement.repository) + " "
    return """
      <div class="file-head">
      <h1><a href="\(Links.repository(placement.repository, revision: revision))">\
      \(HTML.name(placement.repository))</a>\
      <span class="sep" aria-hidden="true">›</span>\(pathView)\(tag)</h1>
      <p class="file-facts"><span>\(Format.bytes(bytes.count))</span>\(languageName)\(commit)\(markedLines)\
      <span class="actions">\(permalink)<a href="\(Links.raw(placement))" data-key="r">Raw</a>\
      <a href="\(Links.search(inRepository))">Search here</a></span></p>
      </div>
      """
  }

  private var pathView: HTML {
    let parts = placement.pathText.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().map { $0 + "/" }.joined()
    let name = HTML.name(String(parts.last ?? ""))
    return "<span class=\"path\"><span>\(HTML.name(folder))</span><b>\(name)</b></span>"
  }

  private var binaryNote: HTML {
    """
    <div class="notice"><p><b>This file is not text.</b> <a href="\(Links.raw(placement))">Download it</a> \
    (\(Format.bytes(bytes.count))).</p></div>
    """
  }

  private func source(_ context: PageContext) -> HTML {
    let part = cut()
    if part.lines.isEmpty { return "<div class=\"notice\"><p>This file is empty.</p></div>" }
    let warning: HTML? =
      hasBidiControls
      ? """
      <div class="notice danger" role="alert"><p>\
      <b>This file holds characters that change the direction of text.</b> \
      What you read may not be what a compiler reads. They are drawn as boxes.</p></div>
      """ : nil
    return """
      \(warning)
      \(pager(part))
      <pre class="source" data-code="" tabindex="0" role="region" aria-label="Source of \(placement.pathText)">\
      \(blocks(part))</pre>
      \(part.partCount > 1 ? pager(part) : HTML())
      """
  }

  private func pager(_ part: Part) -> HTML? {
    guard part.partCount > 1 else { return nil }
    let last = part.firstLine + part.lines.count - 1
    let page = Links.file(placement)
    let previous: HTML? =
      part.number > 1 ? "<a rel=\"prev\" href=\"\(page)?part=\(part.number - 1)\">Previous part</a>" : nil
    let next: HTML? =
      part.number < part.partCount
      ? "<a rel=\"next\" href=\"\(page)?part=\(part.number + 1)\">Next part</a>" : nil
    return """
      <nav class="pager" aria-label="Parts of the file"><span>Lines \(Format.count(part.firstLine)) to \
      \(Format.count(last)) of \(Format.count(part.lineCount))</span>\(previous)\(next)</nav>
      """
  }

  private func blocks(_ part: Part) -> HTML {
    var output = HTML()
    var index = 0
    while index < part.lines.count {
      let end = min(index + Self.blockLineCount, part.lines.count)
      // The last block is shorter; telling its height wrong would move the footer while scrolling.
      output += end - index == Self.blockLineCount ? "<span class=\"block\">" : "<span class=\"block short\">"
      for line in index..<end { appendLine(part.lines[line], number: part.firstLine + line, to: &output) }
      output += "</span>"
      index = end
    }
    return output
  }

  private func appendLine(_ range: Range<Int>, number: Int, to output: inout HTML) {
    let isCut = range.count > Self.lineByteLimit
    let text = HTML.escaped(bytes[range.prefix(Self.lineByteLimit)])
    let note: HTML? = isCut ? "<i class=\"cut\">… \(Format.bytes(range.count)) in this line</i>" : nil
    let isMarked = marked?.contains(number) ?? false
    output += """
      <span class="\(isMarked ? "l sel" : "l")" id="L\(number)"><a href="#L\(number)" data-n="\(number)" \
      aria-hidden="true" tabindex="-1"></a>\(text)\(note)\n</span>
      """
  }
}
