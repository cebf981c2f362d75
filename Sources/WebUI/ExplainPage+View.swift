import Search

extension ExplainPage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    let numbers = trace.statistics
    let content: HTML = """
      <h1>Why these numbers</h1>
      <p class="lead">The trace of one run of <code>\(query)</code>, just now. \
      <a href="\(Links.search(query))">Back to the results</a></p>
      <dl class="facts">
      <div><dt>Planning</dt><dd>\(Format.duration(numbers.planning))</dd></div>
      <div><dt>All of it</dt><dd>\(Format.duration(numbers.elapsed))</dd></div>
      <div><dt>Text checked</dt><dd>\(Format.bytes(numbers.bytesVerified))</dd></div>
      <div><dt>Text in the index</dt><dd>\(Format.bytes(numbers.bytesTotal))</dd></div>
      </dl>
      <section><h2>Understood as</h2>
      <pre class="trace" tabindex="0" role="region" aria-label="The query as understood">\
      \(trace.query)</pre></section>
      \(funnel)
      \(plans)
      \(verdict)
      """
    return Frame.page(title: "Explain \(query) · Alidade", context: context, content: content)
  }

  /// What was left after each step, drawn as on the landing page, with all counts as a table.
  private var funnel: HTML {
    let rows = trace.stages.map { stage -> HTML in
      "<tr><th scope=\"row\">\(stage.name)</th><td class=\"n\">\(Format.count(stage.count))</td></tr>\n"
    }
    return """
      <section><h2>Step by step</h2>
      <figure class="drawn steps"><figcaption>What each step left, in the numbers of this run</figcaption>
      \(Funnel.view(trace.statistics))
      <details><summary>Every count</summary>
      <div class="table fit" tabindex="0" role="region" aria-label="Steps"><table><tbody>
      \(rows)</tbody></table></div></details></figure></section>
      """
  }

  /// What the index was asked for each pattern, with the sizes of its lists.
  private var plans: HTML? {
    guard !trace.atoms.isEmpty else { return nil }
    let items = trace.atoms.prefix(Self.planLimit).map(plan)
    let rest = trace.atoms.count - Self.planLimit
    let more: HTML? = rest > 0 ? "<p class=\"muted\">and \(Format.count(rest, "more plan")).</p>" : nil
    return "<section><h2>Asked of the index</h2>\(items)\(more)</section>"
  }

  private func plan(_ atom: Explanation.AtomPlan) -> HTML {
    let expectation: HTML =
      atom.isScan
      ? "nothing in the pattern narrows the search: all \(Format.count(atom.blockCount)) blocks are read"
      : """
      expects \(Format.count(atom.estimate)) of \(Format.count(atom.blockCount)) blocks\
      \(share(atom.estimate, of: atom.blockCount))
      """
    let rows = atom.lists.prefix(Self.listLimit).map { list -> HTML in
      """
      <tr\(list.isUsed ? HTML() : HTML.attribute("class", "unused"))>\
      <th scope="row"><code>\(HTML.name(list.gram))</code></th>\
      <td class="n">\(Format.count(list.blocks))</td>\
      <td class="bar">\(bar(list.blocks, of: atom.blockCount))</td>\
      <td>\(list.isUsed ? "read" : "not needed")</td></tr>

      """
    }
    let rest = atom.lists.count - Self.listLimit
    let more: HTML? = rest > 0 ? "<p class=\"muted\">and \(Format.count(rest, "more list")).</p>" : nil
    let table: HTML =
      rows.isEmpty
      ? ""
      : """
      <div class="table fit" tabindex="0" role="region" aria-label="Lists for \(atom.pattern)"><table>
      <thead><tr><th scope="col">Gram</th><th scope="col" class="n">Blocks</th>\
      <td></td><th scope="col">Use</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """
    return """
      <div class="plan"><h3><code>\(atom.pattern)</code> in \(atom.segment)</h3>\
      <p class="muted">\(expectation)</p>\(table)\(more)</div>
      """
  }

  private func share(_ part: Int, of whole: Int) -> HTML {
    guard whole > 0, part > 0 else { return HTML() }
    let permille = part * 1000 / whole
    return permille == 0 ? " (less than 0.1 %)" : " (\(permille / 10).\(permille % 10) %)"
  }

  private func bar(_ part: Int, of whole: Int) -> HTML {
    let width = whole > 0 ? max(1, part * 160 / whole) : 1
    return """
      <svg width="160" height="10" aria-hidden="true"><rect width="\(width)" height="10" rx="2"/></svg>
      """
  }

  private var verdict: HTML? {
    guard let file, !trace.fileVerdict.isEmpty else { return nil }
    return """
      <section><h2>This file</h2><p>\(HTML.name(file.repository)) › \(HTML.name(file.path))</p>
      <pre class="trace" tabindex="0" role="region" aria-label="Why the file is or is not a result">\
      \(trace.fileVerdict.joined(separator: "\n"))</pre></section>
      """
  }
}
