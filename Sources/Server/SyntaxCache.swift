import Containers
import Platform
import Synchronization
import Syntax

/// Colours and declarations of the files that were read last, as far as they fit. Shared by all threads.
final class SyntaxCache: Sendable {
  fileprivate struct Key: Hashable {
    var blob: ObjectID
    var language: UInt16
  }

  fileprivate struct Entry {
    var syntax: FileSyntax
    var bytes: Int
    /// Grows with each use.
    var used: Int
  }

  fileprivate struct State {
    var entries: [Key: Entry] = [:]
    var bytes = 0
    var clock = 0
  }

  /// Bytes of all entries: some hundreds of files of ordinary size, or a dozen of the largest.
  static let bytesMax = 48 << 20

  private let state = Mutex(State())
  private let analyzer: SyntaxAnalyzer

  /// An empty cache; `analyzer` has the grammars.
  init(analyzer: SyntaxAnalyzer) { self.analyzer = analyzer }

  /// What is known of `text`; computed when it is not there, on the calling thread. Two callers may both compute it.
  func syntax(of text: [UInt8], blob: ObjectID?, language: Language?) -> FileSyntax {
    let key = blob.map { Key(blob: $0, language: language?.id ?? 0) }
    if let key, let found = state.withLock({ $0.take(key) }) { return found }
    let syntax = text.withUnsafeBytes { analyzer.facts($0, language: language).syntax }
    if let key { state.withLock { $0.add(key, syntax) } }
    return syntax
  }
}

extension SyntaxCache.State {
  fileprivate mutating func take(_ key: SyntaxCache.Key) -> FileSyntax? {
    clock += 1
    entries[key]?.used = clock
    return entries[key]?.syntax
  }

  fileprivate mutating func add(_ key: SyntaxCache.Key, _ syntax: FileSyntax) {
    let size =
      256 + syntax.spans.count * MemoryLayout<TokenSpan>.stride
      + syntax.outline.reduce(0) { $0 + 128 + $1.name.utf8.count + $1.signature.utf8.count }
    // A file that would drive out most others is not kept.
    guard size <= SyntaxCache.bytesMax / 4, entries[key] == nil else { return }
    clock += 1
    entries[key] = SyntaxCache.Entry(syntax: syntax, bytes: size, used: clock)
    bytes += size
    while bytes > SyntaxCache.bytesMax, let oldest = entries.min(by: { $0.value.used < $1.value.used })?.key {
      bytes -= entries.removeValue(forKey: oldest)?.bytes ?? 0
    }
  }
}
