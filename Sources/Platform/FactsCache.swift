package import Containers
import Synchronization
package import Syntax

/// Facts about the texts that were parsed last, as far as they fit: the page of a file and what is asked about its
/// names share one parse. Shared by all threads.
package final class FactsCache: Sendable {
  private struct Key: Hashable {
    var blob: ObjectID
    var language: UInt16
  }

  /// Bytes of all entries: some hundreds of files of ordinary size, or a dozen of the largest.
  package static let bytesMax = 64 << 20

  private let known = BoundedCache<Key, FileFacts>(limit: bytesMax)
  private let analyzer: SyntaxAnalyzer
  private let parses = Atomic<Int>(0)

  /// Texts that were parsed so far.
  package var parseCount: Int { parses.load(ordering: .relaxed) }

  /// An empty cache; `analyzer` has the grammars.
  package init(analyzer: SyntaxAnalyzer) { self.analyzer = analyzer }

  /// What is known of `text`, which `blob` names; parsed when it is not there, on the calling thread, and always
  /// without a name. Two callers may both parse it. Never fails.
  package func facts(of text: [UInt8], blob: ObjectID?, language: Language?) -> FileFacts {
    let key = blob.map { Key(blob: $0, language: language?.id ?? 0) }
    if let key, let found = known[key] { return found }
    parses.wrappingAdd(1, ordering: .relaxed)
    let facts = text.withUnsafeBytes { analyzer.facts($0, language: language) }
    if let key { known.insert(facts, for: key, weight: facts.byteCount) }
    return facts
  }
}

extension FileFacts {
  /// About what they take in memory, in bytes.
  package var byteCount: Int {
    256 + syntax.spans.count * MemoryLayout<TokenSpan>.stride
      + syntax.outline.reduce(0) { $0 + 128 + $1.name.utf8.count + $1.signature.utf8.count }
      + calls.count * MemoryLayout<CallSite>.stride + locals.count * MemoryLayout<LocalBinding>.stride
      + imports.count * MemoryLayout<Range<Int>>.stride
  }
}
