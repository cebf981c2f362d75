import Search

extension HowItWorksPage {
  /// What lists count, how they are stored and joined.
  var postingLists: HTML {
    """
    <h2 id="unit">What a list counts</h2>
    <p>A posting list says where a gram occurs. How exactly it says so decides everything else. Exact positions make phrases easy \
    to check, but there is one for every byte of text. Whole files make short lists, but then a candidate is a whole file to \
    read. In between lie blocks: pieces of a file of about so many bytes, always whole lines. Before this engine was written, \
    the choices were built and measured on Linux 6.1 (947 MB of text, 64 queries):</p>
    \(Self.unitsFigure)
    <p>Blocks of 4 KB it is: a tenth of the size of positions, and a tenth of the bytes read in vain by whole files. A block is \
    also what a processor likes: it fits the first-level cache, and scanning it takes about 0.6 µs.</p>
    \(Drawing.blocks)
    <p>Since lines are never cut and matches rarely cross lines, a block can be matched by itself. Patterns that do cross lines \
    are joined by file instead.</p>

    <h2 id="alphabet">The alphabet</h2>
    <p>Grams are made of symbols, not bytes. With 64 symbols a gram is a number below 262,144, so the table of all lists is a \
    plain array. There is no dictionary to search, and the same gram has the same number in every segment of every server.</p>
    \(Figure.alphabet())

    <h2 id="shapes">Three shapes</h2>
    <p>A gram in one block only needs no list: the block's number stands in the table. A gram in at least every sixteenth block is \
    a <em>bitmap</em>, one bit a block. Everything between is stored as gaps between neighbouring numbers, 128 at a time: a \
    chunk picks the width in bits that makes it smallest, and the few gaps that do not fit become exceptions, written apart.</p>
    \(figure(Figure.lists))
    \(figure(Figure.chunk))
    <p>Bitmaps and gaps take the same space at about one block in five. From there down to one in sixteen a bitmap is larger than \
    it need be, by 0.9 % of the text in all on Linux 6.1. It is also ten times faster to combine, and nearly every query has \
    such a list.</p>

    <h2 id="finding">Finding a list</h2>
    <p>The table has a bit for each of the 262,146 codes (two are markers) and a running count every 512 bits. Whether a gram \
    exists is one bit; where its entry stands is a count of the bits before it. That is two cache misses for any gram, and 32 KB \
    for the table. The entry holds how many blocks there are, so that a plan can be made without touching a list.</p>

    <h2 id="joining">Joining lists</h2>
    <p>Lists are joined a <em>window</em> at a time: 4,096 blocks as 64 machine words. Whatever shape a list has, it fills such a \
    window in some dozens of nanoseconds, and from there AND and OR are single instructions. Before a window is filled, each \
    side is asked for the next block it could possibly offer; the larger answer wins, and everything before it is leapt over. A \
    rare gram makes the whole search skip from one of its blocks to the next.</p>
    \(figure(Figure.grid))

    <h2 id="false">What blocks get wrong</h2>
    <p>A block may hold <code>fun</code> and <code>poo</code> without holding <code>funPool</code>. The grams may be on different \
    lines, in another order, in another case. That is the price of not storing positions, and it is paid in reading.</p>
    \(figure(Self.falseCandidates))
    <p>The other loss is short words. A word of two letters has no gram at all, and is scanned for; a word of three has one, and \
    what that one list says is all there is.</p>
    <p class="credits">Patched gaps after Zukowski et al., “Super-scalar RAM-CPU cache compression” (2006).</p>
    """
  }

  private static func falseCandidates(_ term: SearchTrace.Term) -> HTML? {
    let read = term.cells.filter { if case .missing = $0.verdict { false } else { $0.verdict != .notAsked } }
    guard !read.isEmpty else { return nil }
    let vain = read.count { $0.verdict == .noMatch }
    return """
      <p class="notice">For <code>\(HTML.name(term.text))</code>, \(Format.count(vain)) of the \
      \(Format.count(read.count, "candidate block")) drawn above have every gram and no match\
      \(vain == 0 ? "" : ": \(Figure.share(vain, of: read.count)) read in vain").</p>
      """
  }

  /// Measured with prototypes when the format was chosen; see docs/benchmarks.md for the engine as it is.
  private static let units: [(unit: String, size: String, vain: String, note: String)] = [
    ("every position", "1.65–1.71", "0", "exact, ten times the size"),
    ("whole files", "0.077", "1,706 MB", "common words take 7–40 ms"),
    ("blocks of 16 KB", "0.074", "739 MB", ""),
    ("blocks of 8 KB", "0.108", "360 MB", ""),
    ("blocks of 4 KB", "0.154", "176 MB", "chosen"),
    ("blocks of 2 KB", "0.216", "87 MB", ""),
  ]

  private static var unitsFigure: HTML {
    let rows = units.map { row -> HTML in
      """
      <tr\(row.note == "chosen" ? HTML.attribute("class", "chosen") : HTML())><th scope="row">\(row.unit)</th>\
      \(Figure.cell(row.size))\(Figure.cell(row.vain))<td>\(row.note)</td></tr>

      """
    }
    return Figure.view(
      "units",
      caption: """
        Bytes of lists for each byte of text, and bytes read without finding a match over 64 queries. Prototypes in C++, one \
        thread, measured before the format was chosen.
        """,
      drawing: Figure.table(
        "Units of posting lists",
        head: [
          Figure.column("A list counts"), Figure.numbers("Size"), Figure.numbers("Read in vain"),
          "<th scope=\"col\">Note</th>",
        ], rows: rows))
  }
}
