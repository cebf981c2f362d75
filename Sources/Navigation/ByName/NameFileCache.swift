import Containers
package import Platform
import Search
import Syntax

/// Files read last with their facts, and the paths of repositories, for all requests. Shared by all threads.
package final class NameFileCache: Sendable {
  private struct Key: Hashable {
    var place: FilePlace
    var generation: Int
  }

  /// Bytes of all files with their facts: some thousand of ordinary size.
  package static let bytesMax = 128 << 20

  /// Paths that are remembered: fifteen repositories of the size of Linux.
  static let pathsMax = 1_200_000

  private let files = BoundedCache<Key, NameFile>(limit: bytesMax)
  private let paths = BoundedCache<Key, PathSet>(limit: pathsMax)
  let analyzer: SyntaxAnalyzer

  /// An empty cache; `analyzer` has the grammars.
  package init(analyzer: SyntaxAnalyzer) { self.analyzer = analyzer }

  /// A file with its facts, parsed when it is not there; nil when it does not exist or is no text.
  func file(_ place: FilePlace, _ searcher: Searcher) throws -> NameFile? {
    let key = Key(place: place, generation: searcher.status.generation)
    if let found = files[key] { return found }
    let content: FileContent
    do {
      content = try searcher.content(repository: place.repository, revision: place.revision, path: place.path)
    } catch let error as SearchError {
      switch error.kind {
      case .unknownFile, .unknownRevision, .unknownRepository: return nil
      default: throw error
      }
    }
    guard !content.isBinary, content.kind == .file else { return nil }
    let text = content.text
    let facts = text.withUnsafeBytes { analyzer.facts($0, language: content.language) }
    let file = NameFile(place: place, text: text, language: content.language, facts: facts)
    files.insert(file, for: key, weight: file.byteCount)
    return file
  }

  /// The paths of a repository; empty when it is not there.
  func paths(_ repository: String, _ revision: String?, _ searcher: Searcher) -> PathSet {
    let key = Key(
      place: FilePlace(repository: repository, revision: revision, path: ""),
      generation: searcher.status.generation)
    if let found = paths[key] { return found }
    // Without a repository or revision of this name there are no paths.
    let names = try? searcher.files(
      repository: repository, revision: revision, matching: nil, limit: Self.pathsMax / 4)
    let found = PathSet((names ?? []).lazy.map(\.pathText))
    paths.insert(found, for: key, weight: 1 + found.count)
    return found
  }
}

extension NameFile {
  /// About what it takes in memory, in bytes.
  fileprivate var byteCount: Int {
    let syntax = facts.syntax
    return 512 + text.count + syntax.spans.count * 24 + syntax.outline.count * 300
      + (facts.calls.count + facts.locals.count * 2) * 24 + lineStarts.count * 8 + imports.count * 120
  }
}
