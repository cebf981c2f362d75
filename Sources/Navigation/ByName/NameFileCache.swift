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

  /// Bytes of files that were not parsed, as far as the index knows them.
  static let outlinesMax = 64 << 20

  /// Paths that are remembered: fifteen repositories of the size of Linux.
  static let pathsMax = 1_200_000

  /// Files included by files that are remembered.
  static let includesMax = 500_000

  private let files = BoundedCache<Key, NameFile>(limit: bytesMax)
  private let outlines = BoundedCache<Key, NameFile>(limit: outlinesMax)
  private let paths = BoundedCache<Key, PathSet>(limit: pathsMax)
  private let includes = BoundedCache<Key, [FilePlace]>(limit: includesMax)
  private let facts: FactsCache

  /// An empty cache; `facts` are those of all texts that are parsed, here and elsewhere.
  package init(facts: FactsCache) { self.facts = facts }

  /// An empty cache that parses for itself; `analyzer` has the grammars.
  package convenience init(analyzer: SyntaxAnalyzer) { self.init(facts: FactsCache(analyzer: analyzer)) }

  private func key(_ place: FilePlace, _ searcher: Searcher) -> Key {
    Key(place: place, generation: searcher.status.generation)
  }

  /// A file with its facts, parsed when it is not there; nil when it does not exist or is no text.
  func file(_ place: FilePlace, _ searcher: Searcher) throws -> NameFile? {
    let key = key(place, searcher)
    if let found = files[key] { return found }
    guard let content = try text(place, searcher) else { return nil }
    let facts = facts.facts(of: content.text, blob: content.blob, language: content.language)
    let file = NameFile(place: place, text: content.text, language: content.language, facts: facts)
    files.insert(file, for: key, weight: file.byteCount)
    return file
  }

  /// A file with its declarations, from the index where that has them from a grammar; nil when it does not exist or
  /// is no text.
  func outlined(_ place: FilePlace, _ searcher: Searcher) throws -> NameFile? {
    let key = key(place, searcher)
    if let found = files[key] ?? outlines[key] { return found }
    // Of a commit that is not indexed nothing is known; the parse tells.
    let known = try? searcher.documentSymbols(
      repository: place.repository, revision: place.revision, path: Array(place.path.utf8))
    guard let known, known.origin == .grammar else { return try file(place, searcher) }
    guard let content = try text(place, searcher) else { return nil }
    guard content.blob == known.blob else { return try file(place, searcher) }
    let file = NameFile(
      place: place, text: content.text, language: content.language, symbols: known.symbols)
    outlines.insert(file, for: key, weight: file.byteCount)
    return file
  }

  private func text(_ place: FilePlace, _ searcher: Searcher) throws -> FileContent? {
    let content: FileContent
    do {
      content = try searcher.content(repository: place.repository, revision: place.revision, path: place.path)
    } catch let error as SearchError {
      switch error.kind {
      case .unknownFile, .unknownRevision, .unknownRepository: return nil
      default: throw error
      }
    }
    return content.isBinary || content.kind != .file ? nil : content
  }

  /// The files that a file of C includes, as far as `world` has them.
  func includes(_ place: FilePlace, _ searcher: Searcher, _ world: any NameWorld) -> [FilePlace] {
    let key = key(place, searcher)
    if let found = includes[key] { return found }
    // A file that cannot be read includes nothing.
    let text = (try? self.text(place, searcher))??.text ?? []
    let found = ModuleFinder(world: world).included(by: ImportReader.includes(text), of: place)
    includes.insert(found, for: key, weight: 1 + found.count)
    return found
  }

  /// The paths of a repository; empty when it is not there.
  func paths(_ repository: String, _ revision: String?, _ searcher: Searcher) -> PathSet {
    let key = key(FilePlace(repository: repository, revision: revision, path: ""), searcher)
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
    512 + text.count + facts.byteCount + outline.count * 8 + lineStarts.count * 8 + imports.count * 120
  }
}
