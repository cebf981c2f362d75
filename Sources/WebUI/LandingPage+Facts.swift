extension LandingPage {
  /// A row of the summary of measurements: the median, 19 of 20, and the slowest.
  private struct Measurement {
    var what: String
    var median: String
    var p95: String
    var slowest: String
  }

  /// From docs/benchmarks.md's run on the Linux sources; the page of benchmarks has all of it.
  private static let measurements = [
    Measurement(what: "The best 50 files, with lines", median: "0.52 ms", p95: "8.2 ms", slowest: "58 ms"),
    Measurement(what: "Every match, counted", median: "5.1 ms", p95: "629 ms", slowest: "1.6 s"),
  ]

  /// What was measured, with where it is slow.
  var benchmarks: HTML {
    let rows = Self.measurements.map { row -> HTML in
      """
      <tr><th scope="row">\(row.what)</th><td class="n">\(row.median)</td><td class="n">\(row.p95)</td>\
      <td class="n">\(row.slowest)</td></tr>
      """
    }
    return """
      <section><h2>Measured, the slowest included</h2>
      <div class="two">
      <div><div class="table" tabindex="0" role="region" aria-label="Measured times"><table>
      <thead><tr><th scope="col">82 queries, warm</th><th scope="col" class="n">Median</th>\
      <th scope="col" class="n">p95</th><th scope="col" class="n">Slowest</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      <p class="small">Linux 6.1: 78,579 files, 1.3 GB of text, on 2 cores. \
      <a href="/benchmarks">All numbers, the machine, how to repeat them</a></p></div>
      <ul class="plain">
      <li><b>The slowest</b> of the best-50 queries is <code>/[0-9]{12}/</code>: digits alone tell an index little.</li>
      <li><b>Slower than others:</b> codesearch, as a process, finds rare names in 5 to 10 ms, this one in 16 to 40, \
      most of it starting up.</li>
      <li><b>Faster:</b> as a process, counting all lines takes 41 ms at the median, ripgrep 612 ms; the lines are the \
      same for all 76 queries both can express.</li>
      </ul></div></section>
      """
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
    <li>No references from a compiler: names and declarations are found by their text.</li>
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
