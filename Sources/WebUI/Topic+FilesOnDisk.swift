import Search

extension HowItWorksPage {
  /// What the data folder holds, and the rules its files live by.
  var filesOnDisk: HTML {
    """
    <h2 id="copies">Contents and places</h2>
    <p>Git has the right idea already: a file's content is a <em>blob</em>, named by its hash, and a tree says under which path a \
    commit has it. The index keeps that division. A <em>document</em> is a blob's content. A <em>placement</em> says that a \
    repository has it at a path, in a set of revisions, which is a row of bits. Documents are large and never change; placements \
    are small and change with every push.</p>
    \(Drawing.blobs)
    \(shared)

    <h2 id="folder">The data folder</h2>
    <pre class="listing" tabindex="0" role="region" aria-label="Files of the data folder">manifest             what the index consists of; one file, replaced as a whole
    lock                 held by the one indexer; freed by the system when it dies
    segments/
      00000001.seg       documents: text, blocks, posting lists
      00000002.plc       where the documents of one segment are placed
    mirrors/             bare clones of sources given by address</pre>
    <p>No database, no daemon, no log to replay. The manifest names the files that count, with a checksum of itself. A file it \
    does not name does not exist for readers, and the next run of the indexer removes it.</p>

    <h2 id="segment">Inside a segment</h2>
    <p>A segment is one file of sections, each beginning at a multiple of 64 bytes, with a table of contents and a checksum for \
    each. It is mapped into memory, not read: opening it touches the small sections only, and the system's page cache decides \
    what stays. A section that a program does not know is passed over, so that later versions can add some.</p>
    \(layout.flatMap(Figure.sections) ?? HTML())
    <p>The text is kept, which surprises people: the repositories hold it already. But git keeps it compressed, behind deltas, in \
    packs, and verifying a candidate must cost less than a microsecond. With <code>--compact</code> the text is stored in frames \
    of 16 KB, compressed with zstd: a candidate then costs the decompression of its frame.</p>
    \(measured { numbers in
      guard let raw = numbers.rawRatio else { return "The benchmark run at hand did not build an index." }
      return """
        The whole index takes \(Figure.number((raw * 100).rounded() / 100)) bytes for each byte of \
        text\(numbers.compactRatio.map { ", " + Figure.number(($0 * 100).rounded() / 100) + " when compact" } ?? "").
        """
    })

    <h2 id="order">Order is information</h2>
    <p>Documents of a segment are stored best standing first: sources near the top of a tree come early, generated, vendored and \
    test files late. So a search for the best fifty simply starts at the beginning, and may stop. Block numbers follow document \
    numbers, so ascending posting lists deliver candidates in that order for free.</p>

    <h2 id="rules">Four rules</h2>
    <ol class="rules">
    <li><b>Nothing changes in place.</b> Files are written under a temporary name, synced, renamed. A mapped file is never \
    truncated, so no reader can be hit by a vanishing page.</li>
    <li><b>The manifest is the index.</b> One rename replaces it. A run that is killed at any moment leaves the index of before.</li>
    <li><b>Readers take no lock.</b> A search holds the files it began with until it ends, whatever is published meanwhile.</li>
    <li><b>Damage is found.</b> Small sections are checked when a file is opened; text and lists, which are large, by \
    <code>alidade doctor</code>. Decoders of damaged lists may give wrong blocks, which verification drops, but never read outside \
    of the file.</li>
    </ol>

    <h2 id="losses">What it costs</h2>
    <p>The index is as large as the code and more. A new version of a large file is a new document, stored whole, since nothing \
    here knows deltas. And a placement file is written anew when one branch of one of its repositories moves: small beside its \
    segment, but not nothing for a repository with half a million files.</p>
    """
  }

  private var shared: HTML {
    guard let layout, !layout.segments.isEmpty else { return HTML() }
    let documents = layout.segments.reduce(0) { $0 + $1.liveDocuments }
    let placements = layout.segments.reduce(0) { $0 + $1.placements }
    return """
      <p class="notice">On this server: \(Format.count(placements, "placement")) of \(Format.count(documents, "document")); \
      \(Format.count(layout.sharedDocuments, "document")) \(layout.sharedDocuments == 1 ? "is" : "are") in more than one \
      place.</p>
      """
  }
}
