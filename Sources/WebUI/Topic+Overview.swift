import Search

extension HowItWorksPage {
  /// The way of one query in six steps, each with its figure.
  var overview: HTML {
    """
    <h2 id="copies">One copy of everything</h2>
    <p>Code repeats itself. Ten release branches hold nearly the same files, forks hold them again, and every project that \
    vendors a library holds a copy of it. So the index does not store repositories. It stores <em>documents</em>: distinct file \
    contents, each read, cut up and kept once. A second, much smaller kind of file says where each document is to be found: in \
    which repository, under which path, on which branches and tags.</p>
    \(Drawing.blobs)
    <p>Everything below follows from that. Words and regexes ask about documents; <code>repo:</code>, <code>rev:</code> and \
    <code>file:</code> ask about places. A tag costs what changed since the last one, and a file that lives in nine forks is \
    searched once and shown once, with its copies. More in <a href="\(Links.howItWorks(.filesOnDisk, query: query))">Files \
    on disk</a>.</p>

    <h2 id="read">The query is read</h2>
    <p>The text is cut into tokens, and the tokens become a tree of conditions. Nothing is dropped silently: a mistake has a \
    place in the text, a reason, and mostly a suggestion.</p>
    \(trace.map(Figure.query) ?? HTML())

    <h2 id="grams">A text becomes conditions an index can check</h2>
    <p>No index can list the places where <code>/func \\w+Pool\\(/</code> matches, because it cannot know which patterns people \
    will think of. What it can list is where short fragments stand. Every match of that pattern contains <code>fun</code>, \
    <code>unc</code>, <code>poo</code> and <code>ool</code>, so a place that lacks one of them need not be looked at. \
    <a href="\(Links.howItWorks(.regexToIndex, query: query))">From a regex to an index query</a> shows how the fragments are \
    found.</p>
    \(figure(Figure.plan))

    <h2 id="blocks">Blocks are ruled out</h2>
    <p>A place, here, is a <em>block</em>: some 4 KB of whole lines. For every fragment of three symbols the index knows the \
    blocks that hold it. The lists are combined, rarest first, and what is left are candidates. \
    <a href="\(Links.howItWorks(.postingLists, query: query))">Posting lists</a> tells how they are stored and joined.</p>
    \(figure(Figure.grid))

    <h2 id="match">The rest is matched</h2>
    <p>Candidates are only candidates: all their grams may be there, on different lines or in another order. So the text of \
    each is run through the <a href="\(Links.howItWorks(.regexEngine, query: query))">regex engine</a>, and only what matches \
    counts. The index can cost time by saying “perhaps” too often. It can never lose a result, because it never says “no” \
    wrongly.</p>
    \(trace.map(Figure.funnel) ?? HTML())

    <h2 id="rank">The best come first</h2>
    <p>What matches gets a score, made of parts that can be read: where the words stand, how rare they are, and what kind of \
    file it is. <a href="\(Links.howItWorks(.ranking, query: query))">Ranking</a> explains each part, and why the best files \
    can be known without looking at all of them.</p>
    \(trace.flatMap(Figure.scores) ?? HTML())

    <h2 id="losses">What this design is bad at</h2>
    <p>Patterns without any fixed fragment, such as <code>/\\w+_\\w+/</code>, leave nothing to look up: their text is scanned, in \
    rank order and within a time limit, and the answer says when that was not enough. Words of one or two letters are in nearly \
    every block. And since texts are kept whole, the index is larger than the code it indexes.</p>
    \(measured { numbers in
      """
      Over the committed set of queries, the best 50 files take \(Format.duration(numbers.bestMedian)) at the median and \
      \(Format.duration(numbers.bestSlowest)) at worst (<code>\(numbers.bestSlowestQuery)</code>); counting every match takes \
      \(Format.duration(numbers.allMedian)) and \(Format.duration(numbers.allSlowest)) \
      (<code>\(numbers.allSlowestQuery)</code>).
      """
    })
    <h2 id="topics">Each step at length</h2>
    <ul class="topic-list">
    \(Topic.allCases.map { topic -> HTML in
      """
      <li><a href="\(Links.howItWorks(topic, query: query))">\(topic.title)</a><p>\(topic.summary)</p></li>

      """
    })</ul>
    """
  }
}
