import RegexEngine
import Search

extension HowItWorksPage {
  /// Linear time, machines and prefilters.
  var regexEngine: HTML {
    """
    <h2 id="linear">A promise about time</h2>
    <p>Most regex engines try one way through a pattern, and go back when it fails. For some patterns the number of ways grows \
    with 2ⁿ: <code>/(a+)+$/</code> on thirty letters can take minutes. In a search that strangers can type into, that is an \
    outage. This engine follows all ways at once and takes time linear in the text, for every pattern it accepts. What cannot be \
    done in linear time, such as back references, is refused, with the place and the reason.</p>

    <h2 id="machines">One pattern, four machines</h2>
    <p>A pattern is compiled at once only as far as it is needed. The cheaper a machine is, the less it can do; each hands over \
    to the next.</p>
    <ol class="rules">
    <li><b>Vector loops</b> look at 32 bytes at a time. A literal is found by its two rarest bytes, at the right distance; a few \
    literals by their first bytes in a table that fits two registers; a row of classes such as <code>[0-9a-f]{8}-</code> by its \
    most telling places. In ordinary code this skips nearly everything.</li>
    <li><b>The lazy automaton</b> has one state for each <em>set</em> of places in the pattern it may be at, and one table look-up \
    for each byte. All its states would be too many to build, so a state is made when the text first leads to it. Bytes that the \
    pattern never tells apart share a column.</li>
    <li><b>The same, backwards,</b> runs from the end of a match to find where it began.</li>
    <li><b>The Pike machine</b> keeps the set of places as a list and walks it for every byte. It needs no table, reports groups, \
    and takes over when the automaton's 8 MB are full three times in a row without having earned it.</li>
    </ol>
    \(figure(Figure.race))
    \(figure(Self.chosen))

    <h2 id="states">The automaton, as built</h2>
    <p>Nothing shows laziness better than the table itself. These are the states that one real file made it build; transitions \
    that no byte asked for are still blank.</p>
    \(figure(Figure.automaton))
    <p>A match is reported one byte late, when the byte that decides <code>$</code> or <code>\\b</code> is known. Unicode makes \
    <code>\\b</code> awkward: next to a byte beyond ASCII it depends on a whole character. Other engines leave the automaton at \
    that point. Here the character is decoded and the answer kept under a wider key, so text in any script stays on the fast \
    machine.</p>

    <h2 id="rarity">Rare is a measured word</h2>
    <p>A vector loop pays when it stops seldom. How often it will stop is estimated from a table of how common each byte is in \
    source code: <code>e</code> is every sixteenth byte, <code>Q</code> one in four thousand. The estimate is in bits; a start \
    of fewer than four bits is not looked for. When it is wrong, the matcher notices: a loop that stops too often for what it \
    saves is switched off for the next 32 KB, which also keeps <code>/[a-z]+[0-9]/</code> over a long word from turning \
    quadratic.</p>

    <h2 id="checked">Why we believe it</h2>
    <p>All machines run all patterns in tests and must agree: with each other, with a slow matcher written to be obviously right, \
    over every small pattern on every small text, with the test tables of mature engines, and with RE2 on random patterns in every \
    test run. <a href="/docs/regex">The manual</a> lists the syntax and every difference from RE2 and ripgrep.</p>

    <h2 id="losses">Where it loses</h2>
    <p><code>\\w</code> means Unicode: its automaton has some hundred byte ranges, so <code>\\w{100}</code> compiles to 1.5 MB. \
    Patterns made of such classes leave the vector loops nothing, and the automaton reads every byte.</p>
    \(measured { numbers in
      """
      The slowest of the committed queries is of this kind: <code>\(numbers.allSlowestQuery)</code>, \
      \(Format.duration(numbers.allSlowest)).
      """
    })
    <p class="credits">After Thompson (1968); Russ Cox, “Regular Expression Matching in the Wild” (2010); packed literals after \
    Langdale's Teddy.</p>
    """
  }

  private static func chosen(_ term: SearchTrace.Term) -> HTML? {
    let bits = term.regex.finderBits.map { bits -> HTML in
      ", rare by \(Figure.number((bits * 10).rounded() / 10)) bits"
    }
    return """
      <p class="notice"><code>\(HTML.name(term.text))</code>: \(Figure.strategyName(term.regex.strategy))\(bits). Its automaton \
      has \(Format.count(term.regex.instructionCount, "instruction")) and tells \
      \(Format.count(term.regex.byteClasses.count, "class", plural: "classes")) of bytes apart.</p>
      """
  }
}
