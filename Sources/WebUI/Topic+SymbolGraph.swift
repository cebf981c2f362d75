import Containers
import Search

extension HowItWorksPage {
  /// From a name to what it means: by name, and exactly.
  var symbolGraph: HTML {
    """
    <h2 id="question">What is a name?</h2>
    <p>To a text index <code>parse</code> is five letters. To the reader it is a function, and the question is which one: where it \
    is declared, who calls it, what else is meant by the same five letters. A compiler knows. A search engine over all code of a \
    company rarely has a compiler's answer for all of it, so there are two ways here, and each answer says which one it took.</p>

    <h2 id="facts">One parse per content</h2>
    <p>A background stage parses each distinct content once, after its text is searchable already, and writes what it declares: \
    name, kind, place, the lines of its body, what it belongs to. The facts stand in a file beside the segment, by document, so \
    all branches, tags and forks with the same bytes share them. Names are sorted; a look-up is a binary search and costs some ten \
    microseconds. A regular expression over names runs on the list of distinct names, which is a hundred times shorter than the \
    text.</p>
    \(symbols.map(Self.index) ?? HTML())
    <p>Grammars are somebody's machine code. They run in processes of their own, with limits on memory and on processor time: a \
    grammar that crashes or never ends costs the symbols of that one file, and it is counted above. Files without a grammar are \
    read by a table-driven lexer, which knows comments, strings and numbers but no declarations.</p>

    <h2 id="declared">Declarations of a word of your query</h2>
    \(symbols.map(Self.declared) ?? HTML())
    <p>That is what <code>sym:</code>, <code>kind:</code> and <code>type:symbol</code> ask for, and why a file that declares a \
    word of a query comes before files that only use it.</p>

    <h2 id="names">By name: what the text tells</h2>
    <p>A reader who points at a name gets the answer of rules that readers use themselves. A plain name is looked for from the \
    inside to the outside: bindings of the function, the type around, the file, its imports, its package, the repository, other \
    repositories. Locals never leak: a parameter called <code>index</code> is found in its function and nowhere else. A name behind \
    a dot is looked for in the type of what stands before the dot, which is inferred through declarations, return types and \
    chains of calls, seven steps at most.</p>
    <p>Each candidate comes with its reason in words, “imported from a/b.py”, and with what it is worth: <b>sure</b> when the rules \
    leave nothing else, <b>likely</b> when others might be meant, <b>possible</b> for a guess. Where the type before a dot cannot be \
    told, all members of that name are listed, and none of them is called sure.</p>
    <p>How often that is right is measured against compilers, on code that the rules were not made with, by language: \
    <a href="/benchmarks">the table is on the page of benchmarks</a>, with how often “sure” was wrong.</p>

    <h2 id="exact">Exactly: what a compiler wrote down</h2>
    <p>Compilers can write what each name means into an index in the SCIP format, for a commit. \
    <code>alidade scip import</code> reads such files as a stream; <code>alidade scip from-index-store</code> makes one from what \
    Swift and clang leave beside a build, which is how Alidade navigates its own code. Where such an index covers a place, its \
    answer is shown and marked as exact, with documentation, implementations and uses across repositories.</p>
    <p>Code moves on after a commit was indexed. Lines are followed through the diff from the indexed commit to the one that is \
    read. A place on a line that has changed has no exact answer any more, and falls back to the answer by name: exact and by-name \
    answers are never mixed in one list.</p>

    <h2 id="losses">What is missing</h2>
    <p>By name there are no macros that make names, no generics beyond their written bounds, and no overloads told apart by the \
    types of arguments. Callers by name are all calls of that name with a plausible receiver. Questions that walk the graph stop \
    at limits, and say so. Known wrong answers are listed in <a href="/docs/limits">limits</a>.</p>
    """
  }

  private static func index(_ symbols: SymbolFacts) -> HTML {
    let status = symbols.status
    guard status.files > 0 else {
      return "<p class=\"notice\">No symbols have been looked for in this index yet.</p>"
    }
    func row(_ name: String, _ count: Int) -> HTML {
      "<tr><th scope=\"row\">\(name)</th>\(Figure.cell(Format.count(count)))</tr>\n"
    }
    var rows: [HTML] = [
      row("Declarations", status.symbols), row("Files read by a grammar", status.byGrammar),
      row("Files read by the lexer alone", status.byLexer),
    ]
    if status.tooLarge > 0 { rows.append(row("Files too long for a grammar", status.tooLarge)) }
    if status.failed > 0 { rows.append(row("Files whose grammar failed", status.failed)) }
    if status.filesWithout > 0 { rows.append(row("Files not read yet", status.filesWithout)) }
    return Figure.view(
      "facts", caption: "What is known of this index, in \(Format.bytes(status.bytes)).",
      drawing: Figure.table("Symbols of this index", head: [Figure.column("What"), Figure.numbers("How many")], rows: rows))
  }

  private static func declared(_ symbols: SymbolFacts) -> HTML {
    guard !symbols.answer.hits.isEmpty else {
      return """
        <p class="notice">Nothing here declares a name that holds <code>\(symbols.word)</code>. Put another word into the query \
        above.</p>
        """
    }
    let rows = symbols.answer.hits.map { hit -> HTML in
      let place = hit.placement
      let line = hit.symbol.line
      let address = Links.blob(place.repository, revision: nil, path: place.path) + "?L=\(line)#L\(line)"
      let around: HTML? = hit.containers.isEmpty ? nil : " <span class=\"muted\">in \(hit.containers.joined(separator: "."))</span>"
      return """
        <tr><td>\(hit.symbol.kind.name)</td><td><code>\(hit.symbol.name)</code>\(around)</td>\
        <td><a href="\(address)">\(place.repository) › \(place.pathText):\(line)</a></td></tr>

        """
    }
    let all = "type:symbol \(symbols.word)"
    return Figure.view(
      "declared",
      caption: """
        The best \(Format.count(symbols.answer.hits.count)) of \(Format.count(symbols.answer.total, "declaration")) whose name \
        holds <code>\(symbols.word)</code>. <a href="\(Links.search(all))">All of them</a>
        """,
      drawing: Figure.table(
        "Declarations", head: [Figure.column("Kind"), Figure.column("Name"), Figure.column("Place")], rows: rows))
  }
}
