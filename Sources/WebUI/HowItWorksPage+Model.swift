package import QueryEngine
package import Search

/// `/how-it-works` and its essays: prose, with figures drawn from the trace of one query.
package struct HowItWorksPage: Sendable {
  /// Nil is the overview.
  package var topic: Topic?

  /// The query of the figures, as typed or chosen for the reader.
  package var query: String

  /// The query followed through the index; nil leaves the figures out.
  package var trace: SearchTrace?

  /// Why there is no trace, when the query cannot be read.
  package var fault: QueryError?

  /// The files of the index; nil without an index.
  package var layout: IndexLayout?

  /// What is known of the names of the index; nil for essays that are not about them.
  package var symbols: SymbolFacts?

  /// The committed measurements that essays quote.
  package var benchmarks: BenchmarkSummary?

  /// An essay about `query`.
  package init(topic: Topic?, query: String) {
    self.topic = topic
    self.query = query
  }

  /// The first text the query looks for: figures about one term show this one.
  var term: SearchTrace.Term? { trace?.terms.first }
}

/// Declarations of an index, and those of one word.
package struct SymbolFacts: Sendable {
  /// How much is known.
  package var status: SymbolStatus
  /// The word that names must hold.
  package var word: String
  /// Their declarations.
  package var answer: SymbolAnswer

  /// Facts about an index and about the names that hold `word`.
  package init(status: SymbolStatus, word: String, answer: SymbolAnswer) {
    (self.status, self.word, self.answer) = (status, word, answer)
  }

  /// The longest piece of a query that could be a name; nil when there is none of three letters.
  package static func word(of query: String) -> String? {
    let pieces: [Substring] = query.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
    let names = pieces.filter { $0.count > 2 && $0.first?.isNumber == false }
    return names.max { $0.count < $1.count }.map { String($0) }
  }
}

/// The few measured numbers that essays quote, with where they were measured.
package struct BenchmarkSummary: Sendable {
  /// `linux, 1.3 GB of text, on AMD EPYC with 2 cores, 2026-11-21`.
  package var place: String
  package var bestMedian: Duration
  package var bestSlowest: Duration
  package var bestSlowestQuery: String
  package var allMedian: Duration
  package var allSlowest: Duration
  package var allSlowestQuery: String
  /// Index bytes for each byte of text, raw and compact where measured.
  package var rawRatio: Double?
  package var compactRatio: Double?

  /// A summary without builds.
  package init(
    place: String, best: (median: Duration, slowest: Duration, query: String),
    all: (median: Duration, slowest: Duration, query: String)
  ) {
    self.place = place
    bestMedian = best.median
    bestSlowest = best.slowest
    bestSlowestQuery = best.query
    allMedian = all.median
    allSlowest = all.slowest
    allSlowestQuery = all.query
  }
}
