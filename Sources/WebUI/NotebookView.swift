import Containers
import Search
import Syntax

/// Draws a notebook.
enum NotebookView {
  static func render(_ notebook: Notebook, head: PlaceHead) -> HTML {
    let path = head.placement.path
    let place = MarkdownPlace.repository(
      head.placement.repository, revision: head.revision,
      folder: Array(path[..<(path.lastIndex(of: 0x2F) ?? 0)]))
    let language = LanguageTable.named(notebook.language ?? "python")
    var cells = HTML()
    for (number, cell) in notebook.cells.enumerated() {
      // Each cell is a document of its own; its anchors carry its number.
      var place = place
      place.anchorPrefix = "md-\(number + 1)-"
      switch cell.kind {
      case .markdown:
        cells += "<div class=\"cell\">\(MarkdownView.render(cell.text, resolving: place))</div>\n"
      case .raw: cells += "<div class=\"cell\"><pre class=\"asis\">\(cell.text)</pre></div>\n"
      case .code: cells += code(cell, language)
      }
    }
    return "<div class=\"sheet-of-paper notebook\">\n\(cells)</div>"
  }

  private static func code(_ cell: Notebook.Cell, _ language: Language?) -> HTML {
    let bytes = Array(cell.text.utf8)
    let syntax = bytes.withUnsafeBytes { analyzeSyntax($0, language: language) }
    let outputs = cell.outputs.map { output -> HTML in
      switch output {
      case .text(let text): "<pre class=\"output\" tabindex=\"0\">\(text)</pre>\n"
      case .error(let text): "<pre class=\"output error\" tabindex=\"0\">\(text)</pre>\n"
      case .picture(let type, let base64):
        "<img src=\"data:\(type);base64,\(base64)\" alt=\"Output of the cell\">\n"
      }
    }
    let count: HTML? = cell.count.map { "<span class=\"count\">[\($0)]</span>" }
    return """
      <div class="cell">\(count)<pre class="input" tabindex="0"><code>\
      \(CodeText.line(bytes, 0..<bytes.count, spans: syntax.spans[...]))</code></pre>
      \(outputs)</div>

      """
  }
}
