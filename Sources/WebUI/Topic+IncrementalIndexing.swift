import Search

extension HowItWorksPage {
  /// How the index changes while it is being read.
  var incrementalIndexing: HTML {
    """
    <h2 id="cost">A push should cost what is new in it</h2>
    <p>A push to a large repository changes a handful of files. Reading the other hundred thousand again would be absurd, and so \
    would be blocking searches meanwhile. The index is made so that neither happens: documents are known by the hash of their \
    content, so what is known already is found out by looking, not by reading.</p>

    <h2 id="run">One run</h2>
    <ol class="rules">
    <li><b>Refs.</b> Each repository's branches and tags are listed and hashed. The same hash as last time means that nothing \
    moved, and the repository is done.</li>
    <li><b>Trees.</b> Of those that moved, the oldest indexed revision is listed whole: path, mode, blob id. From there the run \
    goes from revision to revision in the order of time and asks git for differences only, so a hundred release branches cost \
    little more than one. No content is read yet.</li>
    <li><b>New blobs.</b> Ids that no segment has are collected. Only these are read, in one stream from git, by as many threads \
    as there are cores.</li>
    <li><b>A segment.</b> They are sorted by standing, cut into blocks, and written with their posting lists. Postings are \
    gathered by two radix passes, never sorted by comparison, and packed in runs of eight million, so memory is bounded.</li>
    <li><b>Placements.</b> For every segment whose documents moved to other paths or revisions, the small placement file is \
    written anew.</li>
    <li><b>The manifest.</b> One rename.</li>
    </ol>
    \(Drawing.publish)

    <h2 id="readers">Searches do not notice</h2>
    <p>A search takes the snapshot that is current when it begins and keeps it to the end: files stay mapped until the last \
    search on them is done. A server looks once a second whether the manifest was replaced, which is one system call, and opens \
    what is new. There is no lock between the indexer and its readers. Between indexers there is one, held by the system, which \
    frees it when a process dies.</p>

    <h2 id="segments">Segments add up</h2>
    <p>Every run that finds something adds a segment, and a search visits each: it plans anew for each, since a gram that is rare \
    in one may be common in another. So small ones are merged. More than six segments under 64 MB are rewritten as one, and so is \
    any segment less than half of whose text is still in use.</p>
    \(layout.map { Figure.segments($0, term) } ?? HTML())

    <h2 id="killed">Killed, full, damaged</h2>
    <p>Since nothing is published before the rename, a run may be killed at any moment, by a signal or a full disk, and the index \
    of before still answers. The next run removes what the dead one left. Tests kill indexers at random moments, fill the disk \
    under them, and flip bytes in every file; after each, the old index answers or the damage is named.</p>

    <h2 id="losses">What it costs</h2>
    <p>Of a repository that moved, one whole tree is listed again: fractions of a second for a hundred thousand files, but not \
    proportional to the push. A folder that is no repository has no ids to compare; when a size or a time in it changed, all its \
    files are read once to name them, though only new ones are indexed. A merge rewrites text that did not change. And between \
    two runs the index is as old as the last one: the foot of this page shows its age. Runs are started from outside, by \
    <code>alidade index</code>; following pushes comes next.</p>
    """
  }
}
