package import Containers
package import Syntax

// The searcher fills these in field by field. Pages, commands and their tests are other modules and build
// whole values, for which the compiler's own initialisers are not visible.

extension PlacementName {
  /// A place, by default at the default branch `main`.
  package init(
    repository: String, path: [UInt8], revision: String = "main", isDefaultRevision: Bool = true,
    commit: ObjectID? = nil
  ) {
    self.init(
      repository: repository, revision: revision, isDefaultRevision: isDefaultRevision, commit: commit, path: path)
  }
}

extension LineMatch {
  /// A line that is there whole; one without ranges is context.
  package init(_ text: [UInt8], number: Int, byteOffset: Int = 0, ranges: [Range<Int>] = []) {
    self.init(
      number: number, byteOffset: byteOffset, text: text, textStart: 0, isCut: false, ranges: ranges,
      isMatch: !ranges.isEmpty)
  }
}

extension FileMatch {
  /// A file whose counts are those of `lines`.
  package init(
    at placement: PlacementName, blob: ObjectID, lines: [LineMatch], pathRanges: [Range<Int>] = [],
    language: Language? = nil, copies: [PlacementName] = [], score: Double = 0
  ) {
    self.init(
      placement: placement, copies: copies, copyCount: copies.count, blob: blob, language: language,
      pathRanges: pathRanges, lines: lines, matchedLineCount: lines.count { $0.isMatch },
      matchCount: lines.reduce(0) { $0 + $1.ranges.count }, score: score, scoreParts: [])
  }
}

extension FileContent {
  /// The bytes of the file at `placement`.
  package init(_ bytes: [UInt8], at placement: PlacementName, isBinary: Bool = false) {
    self.init(placement: placement, bytes: bytes, isBinary: isBinary)
  }
}

extension TreeListing {
  /// A listing of an indexed folder.
  package init(_ items: [TreeItem], at placement: PlacementName, fileCount: Int?, isIndexed: Bool = true) {
    self.init(
      placement: placement, isIndexed: isIndexed, items: items, omittedCount: 0, fileCount: fileCount)
  }
}

extension TreeItem {
  /// A name and what it stands for.
  package init(_ name: String, _ kind: Kind) {
    self.init(name: Array(name.utf8), kind: kind)
  }
}

extension NamedRevision {
  /// A branch or tag called `name`.
  package init(_ name: String, commit: ObjectID, time: Int, isIndexed: Bool) {
    self.init(name: name, commit: commit, time: time, isIndexed: isIndexed)
  }
}

extension LanguageShare {
  /// A language's part.
  package init(_ language: Language, files: Int, bytes: Int) {
    self.init(language: language, fileCount: files, byteCount: bytes)
  }
}

extension IndexedRevision {
  /// A revision called `name`, at `commit` since `time` (seconds since 1970).
  package init(_ name: String, commit: ObjectID? = nil, time: Int = 0) {
    self.init(name: name, commit: commit, time: time)
  }
}

extension RepositoryInfo {
  /// A git repository with these revisions, the default one first.
  package init(name: String, revisions: [IndexedRevision], fileCount: Int, indexedAt: Int, notes: [String] = []) {
    self.init(
      name: name, location: "", isGit: true, revisions: revisions, fileCount: fileCount, indexedAt: indexedAt,
      isFork: false, isArchived: false, notes: notes)
  }
}

extension SkippedCount {
  /// `documents` files that are left out for `reason`.
  package init(_ documents: Int, _ reason: String) {
    self.init(reason: reason, documents: documents)
  }
}

extension SearchCursor {
  /// The page after `resultsBefore` results, for searchers that count them.
  package init(generation: Int, resultsBefore: Int) {
    self.init(generation: generation, fingerprint: 0)
    self.resultsBefore = resultsBefore
  }
}

extension FacetValue {
  /// A value with its count and the filter it adds.
  package init(_ label: String, count: Int, adding filterText: String) {
    self.init(label: label, count: count, filterText: filterText)
  }
}

extension Facet {
  /// A facet with exact counts unless said otherwise.
  package init(_ kind: Kind, _ values: [FacetValue], isExact: Bool = true) {
    self.init(kind: kind, values: values, isExact: isExact)
  }
}

extension IndexStatus {
  /// Numbers about an index that need not exist.
  package init(generation: Int, documents: Int, textBytes: Int, indexBytes: Int, indexedAt: Int) {
    self.generation = generation
    self.documents = documents
    self.textBytes = textBytes
    self.indexBytes = indexBytes
    self.indexedAt = indexedAt
    segments = 1
    repositories = 1
    failures = []
  }
}

extension Explanation.Stage {
  /// A step and what was left after it.
  package init(_ name: String, count: Int) {
    self.init(name: name, count: count)
  }
}

extension Explanation {
  /// A trace without plans.
  package init(query: String, stages: [Stage], statistics: SearchStatistics) {
    self.init(
      query: query, atoms: [], stages: stages, statistics: statistics, limits: [], fileVerdict: [])
  }
}

extension SearchTrace {
  /// A trace of a query that looked for nothing and found nothing.
  package init(query: String, statistics: SearchStatistics = SearchStatistics()) {
    self.init(
      query: query, tokens: [], tree: [], terms: [], termsLeftOut: 0, stages: [], statistics: statistics, limits: [],
      blockCount: 0, files: [], tracing: .zero)
  }
}

extension IndexLayout {
  /// An index without segments.
  package init(generation: Int) {
    self.init(
      generation: generation, segments: [], standings: Array(repeating: 0, count: Self.standingSteps),
      sharedDocuments: 0)
  }
}
