extension HowItWorksPage {
  /// What is guessed, and what is to come.
  var symbolGraph: HTML {
    """
    <p class="notice warn"><b>Not built yet.</b> Alidade searches text. It does not yet know which symbol a name refers to. This \
    page says what stands in for it today, and how it is meant to work. It has no figures, because there is nothing to measure.</p>

    <h2 id="today">What there is today</h2>
    <p>A word is found by its text, as a whole word if you ask for it (<code>word:yes</code>). Ranking puts what looks like a \
    definition first. The look is that of the line: a defining word such as <code>func</code>, <code>class</code> or \
    <code>let</code> right before the name, or a type in the first column and a parenthesis behind the name. That is right often \
    enough to be useful and wrong often enough that it is called “looks like the definition” wherever it is shown.</p>
    <p>Fields such as <code>sym:</code> and <code>ref:</code> are in the language's table, marked as coming later: a query that \
    uses one is refused with that reason, never answered as if it were text.</p>

    <h2 id="names">First: definitions by name</h2>
    <p>Parsers read each document once, when it is indexed, and record what it defines: name, kind, where, inside of what. Since \
    a document is a blob, its definitions are indexed once for all branches and forks, like its text. A name then leads to every \
    definition of that name. That is <em>by name</em>, and will be labelled so: two functions called <code>parse</code> are not \
    told apart.</p>

    <h2 id="exact">Then: references that are exact</h2>
    <p>Compilers know what a name means. They can write it down, in the SCIP format, for a commit. Where such a file exists, a name \
    at a position leads to its one definition, and back to every use, across repositories and versions. Exact and by-name answers \
    will stand apart and never be mixed in one list.</p>

    <h2 id="graph">And: the graph</h2>
    <p>Definitions are nodes; uses, calls, implementations are edges. Two things make that interesting at scale. Edges must be \
    stored per blob, or every branch would pay for the whole graph again. And a question such as “who calls this, and who calls \
    them” must be bounded, and must say where it stopped.</p>
    <p>When these exist, this essay will have figures.</p>
    """
  }
}
