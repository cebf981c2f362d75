extension LandingPage {
  /// Of the newest run that is compiled in.
  private static let headline = BenchmarksPage().headline

  /// What was measured, with where it is slow.
  var benchmarks: HTML? {
    guard let headline = Self.headline else { return nil }
    func row(_ name: StaticString, _ times: BenchmarkHeadline.Times) -> HTML {
      """
      <tr><th scope="row">\(HTML(stringLiteral: name))</th><td class="n">\(Format.duration(times.median))</td>\
      <td class="n">\(Format.duration(times.p95))</td><td class="n">\(Format.duration(times.slowest))</td></tr>
      """
    }
    let peers = headline.peers.map { peer -> HTML in
      """
      <li><b>Beside <code>\(peer.tool)</code>,</b> each started for one query and counting all lines: \
      \(Format.duration(peer.ours)) at the median, it \(Format.duration(peer.median)). \
      \(Self.agreement(peer))\(peer.wins == 0 ? "It was never faster." : "It was faster \(Format.count(peer.wins, "time")).")</li>
      """
    }
    return """
      <section><h2>Measured, the slowest included</h2>
      <div class="two">
      <div><div class="table" tabindex="0" role="region" aria-label="Measured times"><table>
      <thead><tr><th scope="col">\(Format.count(headline.queries, "query", plural: "queries")), warm</th>\
      <th scope="col" class="n">Median</th><th scope="col" class="n">p95</th>\
      <th scope="col" class="n">Slowest</th></tr></thead>
      <tbody>\(row("The best 50 files, with lines", headline.best))\
      \(row("Every match, counted", headline.all))</tbody></table></div>
      <p class="small">\(headline.place). \
      <a href="/benchmarks">All numbers, the machine, how to repeat them</a></p></div>
      <ul class="plain">
      <li><b>The slowest</b> of the best-50 queries is <code>\(headline.slowestQuery)</code>.</li>
      \(peers)
      </ul></div></section>
      """
  }

  private static func agreement(_ peer: BenchmarkHeadline.Peer) -> String {
    peer.agreements == peer.queries
      ? "The lines are the same for all \(Format.count(peer.queries)) queries both were asked. "
      : "The lines are the same for \(Format.count(peer.agreements)) of \(Format.count(peer.queries)) queries. "
  }

  /// How to run it, and what not to expect.
  var manual: HTML {
    """
    <section class="two">
    <div><h2>Run it</h2>
    <pre class="shell" tabindex="0" role="region" aria-label="Commands">\
    <span class="t-comment"># build, index a demo set, serve it</span>
    ./scripts/run
    <span class="t-comment"># your code, with its version tags</span>
    alidade index ~/src --rev 'v*'
    <span class="t-comment"># on http://127.0.0.1:7070</span>
    alidade serve</pre>
    <p class="small">One program, one folder of data, no other service. <a href="/docs">Documentation</a></p></div>
    <div><h2>What it does not do</h2>
    <ul class="plain">
    <li>No compiler of its own: references are exact where an index was imported, by name elsewhere, and it says which.</li>
    <li>No search in commit messages and changes; their pages are there to read.</li>
    <li>No accounts: whoever reaches the server reads all of it. It listens on this machine unless told otherwise.</li>
    <li>No copying from code hosts by itself: it indexes folders, repositories and git URLs that it is given.</li>
    <li>No index on other machines: one computer searches what fits on its disk.</li>
    </ul></div></section>
    """
  }

  /// The way of a file into the index, and of a query to its answer.
  var architecture: HTML {
    """
    <section><h2>How it is built</h2>
    <figure class="drawing"><div class="scroll" tabindex="0" role="region" aria-label="Drawing of the architecture">
    <svg viewBox="0 0 1040 268" role="img" aria-labelledby="arch-title arch-text">
    <title id="arch-title">From a repository to an answer</title>
    <desc id="arch-text">Above: folders, git repositories and URLs are read blob by blob, only those that are not in the \
    index yet; they become immutable segment files and small placement files, and one rename of the manifest publishes \
    both. Below: a query is parsed and planned, the index names candidate blocks, only these are read and verified, \
    matches are ranked, and page, API or terminal show them as they come.</desc>
    \(Self.arrow(202, 60, 252))\(Self.arrow(462, 60, 512))\(Self.arrow(782, 60, 832))
    \(Self.box(2, 22, 200, "Your code", "folders, git, URLs"))
    \(Self.box(252, 22, 210, "Indexer", "only blobs it does not have"))
    \(Self.box(512, 22, 270, "Segments and placements", "files that never change", isKey: true))
    \(Self.box(832, 22, 206, "Manifest", "one rename publishes"))
    <path class="d-line" d="M647 98v72"/><path class="d-head" d="m642 164 5 8 5-8z"/>
    <text class="d-small" x="660" y="140">mapped, never locked</text>
    \(Self.arrow(162, 210, 200))\(Self.arrow(350, 210, 388))\(Self.arrow(552, 210, 590))\(Self.arrow(704, 210, 742))\(Self.arrow(846, 210, 884))
    \(Self.box(2, 172, 160, "Query", "words, regexes, filters"))
    \(Self.box(200, 172, 150, "Plan", "grams it must have"))
    \(Self.box(388, 172, 164, "Candidates", "blocks of 4 KB"))
    \(Self.box(590, 172, 114, "Verify", "reads those", isKey: true))
    \(Self.box(742, 172, 104, "Rank", "best first"))
    \(Self.box(884, 172, 154, "Answer", "page, API, terminal"))
    </svg></div>
    <figcaption>A blob is indexed once, however many repositories, branches and forks hold it. \
    <a href="/architecture">The architecture</a> · <a href="/how-it-works">How it works</a></figcaption></figure></section>
    """
  }

  private static func box(
    _ x: Int, _ y: Int, _ width: Int, _ title: String, _ note: String, isKey: Bool = false
  ) -> HTML {
    """
    <rect class="\(isKey ? "d-box d-key" : "d-box")" x="\(x)" y="\(y)" width="\(width)" height="76" rx="8"/>\
    <text class="d-name" x="\(x + width / 2)" y="\(y + 34)">\(title)</text>\
    <text class="d-note" x="\(x + width / 2)" y="\(y + 55)">\(note)</text>
    """
  }

  private static func arrow(_ start: Int, _ y: Int, _ end: Int) -> HTML {
    """
    <path class="d-line" d="M\(start) \(y)H\(end - 4)"/><path class="d-head" d="m\(end - 8) \(y - 5) 8 5-8 5z"/>
    """
  }
}
