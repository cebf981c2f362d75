import Containers
import Platform
import Syntax

/// Colours and declarations of the files that were read last, as far as they fit. Shared by all threads.
final class SyntaxCache: Sendable {
  private struct Key: Hashable {
    var blob: ObjectID
    var language: UInt16
  }

  /// Bytes of all entries: some hundreds of files of ordinary size, or a dozen of the largest.
  static let bytesMax = 48 << 20

  private let known = BoundedCache<Key, FileSyntax>(limit: bytesMax)
  private let analyzer: SyntaxAnalyzer

  /// An empty cache; `analyzer` has the grammars.
  init(analyzer: SyntaxAnalyzer) { self.analyzer = analyzer }

  /// What is known of `text`; computed when it is not there, on the calling thread. Two callers may both compute it.
  func syntax(of text: [UInt8], blob: ObjectID?, language: Language?) -> FileSyntax {
    let key = blob.map { Key(blob: $0, language: language?.id ?? 0) }
    if let key, let found = known[key] { return found }
    let syntax = text.withUnsafeBytes { analyzer.facts($0, language: language).syntax }
    if let key {
      let bytes =
        256 + syntax.spans.count * MemoryLayout<TokenSpan>.stride
        + syntax.outline.reduce(0) { $0 + 128 + $1.name.utf8.count + $1.signature.utf8.count }
      known.insert(syntax, for: key, weight: bytes)
    }
    return syntax
  }
}
