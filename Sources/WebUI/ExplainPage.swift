/// The page `/explain?q=`: what the engine did with a query, step by step, in measured numbers.
package struct ExplainPage: Sendable {
  /// One step of the search.
  package struct Stage: Sendable {
    /// What happened.
    package var name: String
    /// How many things came out of it.
    package var count: Int
    /// How long it took.
    package var duration: Duration

    /// A measured step.
    package init(name: String, count: Int, duration: Duration) {
      self.name = name
      self.count = count
      self.duration = duration
    }
  }

  /// As typed.
  package var query: String
  /// The query as it was understood.
  package var tree: String
  /// What the index was asked, with the sizes of its lists.
  package var plan: String
  /// In order of time.
  package var stages: [Stage]
  /// Named totals, in order.
  package var totals: [(name: String, value: String)]

  /// A page of one trace.
  package init(query: String, tree: String, plan: String, stages: [Stage], totals: [(name: String, value: String)]) {
    self.query = query
    self.tree = tree
    self.plan = plan
    self.stages = stages
    self.totals = totals
  }

  /// The whole page.
  package func view(context: PageContext) -> HTML {
    let totals = totals.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" as HTML }
    let content: HTML = """
      <h1>Why these numbers</h1>
      <p class="lead">The trace of one run of <code>\(query)</code>, just now. \
      <a href="\(Links.search(query))">Back to the results</a></p>
      <dl class="facts">\(totals)</dl>
      <section><h2>Understood as</h2><pre class="trace" tabindex="0" role="region" aria-label="Query tree">\(tree)</pre></section>
      <section><h2>Asked of the index</h2><pre class="trace" tabindex="0" role="region" aria-label="Plan">\(plan)</pre></section>
      \(stageTable)
      """
    return Frame.page(title: "Explain \(query) · Alidade", context: context, content: content)
  }

  private var stageTable: HTML? {
    guard !stages.isEmpty else { return nil }
    let longest = stages.map(\.duration).max() ?? .zero
    let rows = stages.map { stage -> HTML in
      let share = longest > .zero ? stage.duration / longest : 0
      return """
        <tr><th scope="row">\(stage.name)</th><td class="n">\(Format.count(stage.count))</td>\
        <td class="n">\(Format.duration(stage.duration))</td>\
        <td class="bar"><svg width="160" height="10" aria-hidden="true"><rect width="\(Int(share * 159) + 1)" height="10" rx="2"/>\
        </svg></td></tr>

        """
    }
    return """
      <section><h2>Step by step</h2>
      <div class="table"><table>
      <thead><tr><th scope="col">Step</th><th scope="col" class="n">Left</th><th scope="col" class="n">Time</th>\
      <td></td></tr></thead>
      <tbody>
      \(rows)</tbody></table></div></section>
      """
  }
}
