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
    let found = PathSet((names ?? []).map(\.pathText))
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

/// The paths of a repository, by folder and by name. Immutable.
final class PathSet: Sendable {
  private let all: Set<String>
  private let byName: [String: [String]]
  private let folders: [String: [String]]

  init(_ paths: [String]) {
    all = Set(paths)
    var byName: [String: [String]] = [:]
    var folders: [String: [String]] = [:]
    for path in paths {
      byName[PathText.name(path), default: []].append(path)
      var folder = PathText.folder(path)
      folders[folder, default: []].append(path)
      // Folders without files of their own are folders, too.
      while !folder.isEmpty {
        folder = PathText.folder(folder)
        if folders[folder] != nil { break }
        folders[folder] = []
      }
    }
    self.byName = byName
    self.folders = folders
  }

  var count: Int { all.count }

  func has(_ path: String) -> Bool { all.contains(path) }

  func hasFolder(_ path: String) -> Bool { folders[path] != nil }

  func files(inFolder path: String) -> [String] { folders[path] ?? [] }

  func files(ending suffix: String) -> [String] {
    (byName[PathText.name(suffix)] ?? []).filter { $0 == suffix || $0.hasSuffix("/" + suffix) }
  }
}
