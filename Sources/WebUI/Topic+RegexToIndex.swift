import QueryEngine
import RegexEngine
import Search
import SearchIndex

extension HowItWorksPage {
  /// How a pattern becomes a condition on grams.
  var regexToIndex: HTML {
    """
    <h2 id="question">The question an index can answer</h2>
    <p>An index answers one kind of question quickly: which places hold this key? A regex is a different kind of question. The \
    way from one to the other is a <em>necessary condition</em>: something short and fixed that every match must contain. Look \
    up where the condition holds, run the regex there, and nowhere else.</p>
    <p>Two mistakes are possible, and they are not alike. A condition that is too weak leaves too many places and costs time. A \
    condition that is too strong loses a match, and nobody notices. So everything on this page may err in one direction \
    only.</p>

    <h2 id="reading">First the query is read</h2>
    <p>A bare word is a text to find in content or path; <code>/…/</code> is a regex; <code>name:value</code> filters. A word in \
    lower case means any case, one with a capital means itself (<code>case:</code> overrides both). Filters are not this page's \
    business: they are decided once for each set of revisions, before any text is read.</p>
    \(trace.map(Figure.query) ?? HTML())

    <h2 id="hir">One meaning for two readers</h2>
    <p>A pattern is parsed into one simplified form. Neighbouring characters are joined into literals, classes become sorted \
    ranges, flags are gone: a letter in any case is a small set of all its variants. The matcher is compiled from this form, and \
    the planner walks the same one. There is no second parser that could read <code>\\b</code> or <code>(?i)</code> in its own \
    way, so plan and match cannot disagree about what a pattern means.</p>
    \(figure(Figure.meaning))

    <h2 id="symbols">Three symbols make a gram</h2>
    <p>Bytes are folded to 64 symbols first: letters lose their case, digits and common punctuation keep their identity, the rest \
    share a few. Three neighbouring symbols are a <em>gram</em>. Folding makes one index serve exact and inexact case; what it \
    blurs, verification sorts out.</p>
    \(figure { Figure.windows($0) ?? Figure.alphabet() })

    <h2 id="walk">Walking the pattern</h2>
    <p>The planner goes through the pattern from left to right. At each point it knows the <em>shapes</em> the text just before \
    can have: sequences of symbol sets, at most 32 of them. A literal extends every shape. A class of a few characters extends \
    them by one set, and a set of symbols is one 64-bit word. An optional part doubles the shapes, an alternative adds some. \
    Every three neighbouring sets of a shape make a window: any one of their grams must be in the block.</p>
    <p>When shapes become too many, or something of unknown length follows, they are turned into conditions, and only their last \
    two positions are kept. That way the grams that straddle the border are found too, such as <code>oba</code> and \
    <code>rba</code> in <code>/(foo|bar)baz/</code>.</p>
    \(Self.examplesFigure)

    <h2 id="unicode">What Unicode costs</h2>
    <p>In any case, <code>k</code> also matches the Kelvin sign K, and <code>s</code> the long ſ. Neither has the gram of its \
    ASCII cousin. So blocks that hold one of them carry a marker, and the condition becomes “these grams, or the marker”. \
    Classes such as <code>\\w</code> hold thousands of letters beyond ASCII: they are looked up by their ASCII members, or the \
    marker of blocks with any other character. Few blocks of code carry one, so this costs little; without them a search for \
    <code>/\\d\\d\\d/</code> would miss Arabic digits.</p>

    <h2 id="plan">The plan goes by cost</h2>
    <p>A pattern often gives more grams than are worth reading. The rarest goes first. Each further list is read only if it is \
    expected to remove blocks whose checking would take longer than reading the list. Checking a block takes about 0.7 µs; \
    combining a window of 4,096 blocks takes 12 ns from a bitmap and 40 ns or more from packed gaps. Grams of one pattern go \
    together, so the second does not remove what its frequency alone would say: of the exponents tried, the fourth root came \
    closest over 1,500 words.</p>
    \(figure(Figure.plan))

    <h2 id="nothing">When there is nothing to look up</h2>
    <p><code>/\\w+/</code> has no fixed part; a window over three full classes is a union of thousands of lists and rules nothing \
    out. Then the plan says so, and the text is scanned in rank order, with several threads, until enough is found or time is \
    up. The answer says which of the two it was. A UUID such as <code>/[0-9a-f]{8}-[0-9a-f]{4}/</code> lies in between: each \
    window is a union of hundreds of lists, and joining them still pays.</p>
    \(measured { numbers in
      """
      What that costs: counting all matches of <code>\(numbers.allSlowestQuery)</code> took \
      \(Format.duration(numbers.allSlowest)).
      """
    })
    <p class="credits">After Russ Cox, “Regular expression matching with a trigram index” (2012). Sets of symbols in place of \
    strings are ours; an alphabet of 64 makes them one machine word each.</p>
    """
  }

  private static let patterns = [
    "colou?r", "(foo|bar)baz", "get[A-Z]\\w+Name", "[0-9a-f]{8}-", "foo.*bar", "kernel", "\\w+",
  ]

  /// Fixed patterns with the conditions that the planner gives for them, now.
  private static var examplesFigure: HTML {
    let rows = patterns.compactMap { pattern -> HTML? in
      var options = RegexOptions()
      options.caseInsensitive = pattern == "kernel"
      options.lineOriented = true
      // All of them compile; a test draws this page.
      guard let regex = try? Regex(pattern, options: options) else { return nil }
      let grams = GramPlanner.query(for: regex.hir)
      return """
        <tr><th scope="row"><code>\(pattern)</code>\(options.caseInsensitive ? " in any case" : "")</th>\
        <td><code>\(grams.text(limit: 110))</code></td>\(Figure.cell(Format.count(grams.gramCount)))</tr>

        """
    }
    return Figure.view(
      "examples",
      caption: "What the planner makes of some patterns; computed when this page was made.",
      drawing: Figure.table(
        "Patterns and conditions",
        head: [
          Figure.column("Pattern"), Figure.column("A block with a match holds"), Figure.numbers("Grams"),
        ],
        rows: rows))
  }
}
