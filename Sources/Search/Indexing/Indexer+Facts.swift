import Platform
import SearchIndex

/// The last step of a run: symbols of what is searchable already.
extension Indexer {
  /// Makes facts files for the segments that have none, an old one or a damaged one, and publishes each.
  ///
  /// Killed in between, the next run goes on with the segments that are left. What goes wrong is a warning: the index
  /// answers without.
  mutating func makeFacts(reusing known: IndexSnapshot) {
    do {
      let snapshot = try IndexSnapshot(manifest, dataFolder: options.dataFolder, reusing: known)
      report.warnings += snapshot.factFailures.map { "\($0); finding symbols anew" }
      let analyzer = SyntaxAnalyzer(
        grammarFolder: options.grammarFolder, executable: options.parser ?? executablePath(),
        workerCount: pool.threadCount, deathsMax: Self.workerDeathsMax)
      let writer = FactsWriter(
        folder: folder, pool: pool, progress: progress, analyzer: analyzer, donors: donors)
      let wanted = snapshot.parts.filter { part in writer.needsFacts(part, warnings: &report.warnings) }
      let chosen = options.wantsSymbols ? wanted : wanted.filter(writer.canCopy)
      progress.begin("symbols") {
        $0.documentsDone = 0
        $0.bytesDone = 0
        $0.documentsTotal = chosen.reduce(0) { $0 + $1.segment.meta.documentCount }
      }
      for part in chosen {
        guard let row = manifest.segments.firstIndex(where: { $0.segment == part.name }) else { continue }
        let name = nextName(".facts")
        try writer.write(name, part.segment)
        manifest.segments[row].facts = name
        try writeManifest()
      }
      report.symbols = try IndexSnapshot(manifest, dataFolder: options.dataFolder, reusing: snapshot)
        .symbolStatus
    } catch {
      report.warnings.append("symbols: \(error)")
    }
  }

  /// A repository of hostile files must not end the parsing of all others: a child takes some 20 ms to start.
  private static let workerDeathsMax = 1_000
}
