import QueryEngine
import Search
import Syntax

extension HowItWorksPage {
  /// Scores in parts, and the order of reading.
  var ranking: HTML {
    """
    <h2 id="question">What is a good result?</h2>
    <p>Somebody who searches for <code>parser</code> wants the parser: its definition, its file, not the nine hundred places that \
    call it, and not a minified bundle that happens to have the word four thousand times. Ranking has to guess that from text, \
    and it has to be able to explain itself when the guess is wrong.</p>

    <h2 id="formula">The score</h2>
    <p>Each term of the query contributes by how often it occurs, with less for every further occurrence, times how rare it is. \
    That is BM25, and with weights for where a word stands it is BM25F:</p>
    <p class="formula">weight × frequency × (k + 1) / (frequency + k × length), with k = \(Self.text(Scorer.saturation))</p>
    <ul class="plain">
    <li><b>frequency</b> counts a match inside a longer word \(Self.text(Scorer.partWeight)), a whole word \
    \(Self.text(Scorer.wordWeight)), and what looks like the definition of the word \(Self.text(Scorer.definitionWeight)) times \
    \(Self.text(Scorer.definitionCopies)), once. The first dozen matches of a file are looked at closely; that is enough to \
    tell.</li>
    <li><b>weight</b> is the logarithm of how many blocks lack the term to how many hold it. The number comes from the plan, \
    before anything is read.</li>
    <li><b>length</b> is \(Self.text(1 - Scorer.lengthStrength)) plus \(Self.text(Scorer.lengthStrength)) for each \
    \(Format.count(Int(Scorer.typicalLength))) bytes of the file, up to four: long files have more of every word.</li>
    <li><b>the path</b> adds \(Self.text(Scorer.pathWeights[3])) when the term is the file's name, \
    \(Self.text(Scorer.pathWeights[2])) when it is a word of it, \(Self.text(Scorer.pathWeights[1])) when it is found \
    elsewhere in the path.</li>
    </ul>
    <p>The sum is multiplied by the <em>standing</em> of the file. Every part is kept, with its name, so that they add up on the \
    screen:</p>
    \(trace.flatMap(Figure.scores) ?? HTML())

    <h2 id="standing">Standing</h2>
    <p>Some files are rarely the answer, whatever the question. Standing is a number from 0 to 255 that says so before any query \
    is known, from the path and the size alone. Traits multiply:</p>
    \(Self.traits)
    <p>Folders deeper than two take a little more away each, files over 256 KB keep 0.7 of it, tiny ones 0.8. Documents are stored \
    in this order.</p>
    \(layout.map(Figure.standings) ?? HTML())

    <h2 id="early">Stopping early</h2>
    <p>A search for the best fifty files reads documents in the order of standing, best first, in all segments in turn. When it \
    has found twice as many files as are wanted, it ranks those and stops. Files that declare a term, and files that are named \
    like one, are added wherever they stand, since the tables of symbols and paths find them at once.</p>
    <p>So the fifty files shown are the best of those looked at, and those looked at are the best placed ones. It is not a proof \
    that no better file exists in <code>vendor/</code>. <code>count:all</code> looks at every candidate, and the status line says \
    which of the two it was.</p>
    \(stopped)

    <h2 id="losses">What is missing</h2>
    <p>Until the syntax of a file was read (<a href="\(Links.howItWorks(.symbolGraph, query: query))">the symbol graph</a>), \
    its definitions are guessed: a word such as <code>func</code> or <code>struct</code> right before the match, or a C function \
    at the start of a line. Of many declarations of one name none is known to be the important one. How near several terms are to each other \
    does not count yet. Neither does who uses a repository, or when a file last changed. The weights were chosen by hand and by \
    looking at results; there is no set of judged queries behind them yet, so treat them as a start.</p>
    <p class="credits">After Robertson, Zaragoza and Taylor, “Simple BM25 extension to multiple weighted fields” (2004).</p>
    """
  }

  private var stopped: HTML {
    guard let trace else { return HTML() }
    let numbers = trace.statistics
    let isCut = trace.limits.contains { if case .matchLimit = $0 { true } else { false } }
    return """
      <p class="notice">This query looked into \(Format.count(numbers.documentsVerified)) of \
      \(Format.count(numbers.documentsTotal, "file")) and \(isCut ? "stopped early" : "ran to its end"): \
      \(isCut ? "at least " : "")\(Format.count(numbers.matchedFiles)) match.</p>
      """
  }

  private static var traits: HTML {
    let rows = Standing.weights.map { trait, factor -> HTML in
      """
      <tr><th scope="row">\(name(trait))</th>\(Figure.cell("× " + text(factor)))</tr>

      """
    }
    return Figure.view(
      "traits", caption: "What traits of a path leave of a file's standing.",
      drawing: Figure.table("Traits", head: [Figure.column("Trait"), Figure.numbers("Factor")], rows: rows))
  }

  private static func name(_ trait: PathTraits) -> String {
    switch trait {
    case .vendored: "vendored: somebody else's code, kept here"
    case .generated: "generated"
    case .minified: "minified"
    case .lock: "lock file of a package manager"
    case .test: "test"
    case .example: "example"
    case .documentation: "documentation"
    default: "other"
    }
  }

  private static func text(_ value: Double) -> String { Figure.number((value * 100).rounded() / 100) }
}
