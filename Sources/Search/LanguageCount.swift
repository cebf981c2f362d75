import SearchIndex
import Synchronization
package import Syntax

/// How much of the index is in a language.
package struct LanguageCount: Sendable, Equatable {
  /// The language.
  package var language: Language

  /// Documents in it that some indexed revision has.
  package var documents: Int

  /// A language with its count.
  package init(_ language: Language, documents: Int) {
    self.language = language
    self.documents = documents
  }
}

extension Searcher {
  /// The languages of the index, most frequent first. Counted once per generation, in some milliseconds per
  /// hundred thousand documents.
  package func languageCounts() -> [LanguageCount] {
    let snapshot = self.snapshot
    if let cached = languageCache.withLock({ $0 }), cached.generation == snapshot.generation {
      return cached.counts
    }
    var counts: [UInt16: Int] = [:]
    for part in snapshot.parts {
      for document in 0..<part.segment.meta.documentCount
      where !part.placements.placements(ofDocument: document).isEmpty {
        counts[part.segment.document(document).language, default: 0] += 1
      }
    }
    let list = counts.compactMap { id, count in
      LanguageTable[id].map { LanguageCount($0, documents: count) }
    }.sorted { ($1.documents, $0.language.name) < ($0.documents, $1.language.name) }
    languageCache.withLock { $0 = (snapshot.generation, list) }
    return list
  }
}
