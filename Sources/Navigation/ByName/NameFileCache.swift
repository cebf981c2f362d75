import Containers
package import Platform
import Search
import Synchronization
import Syntax

/// Files read last with their facts, and the paths of repositories, for all requests. Shared by all threads.
package final class NameFileCache: Sendable {
  fileprivate struct Key: Hashable {
    var place: FilePlace
    var generation: Int
  }

  fileprivate struct Entry {
    var file: NameFile
    var bytes: Int
    /// Grows with each use.
    var used: Int
  }

  fileprivate struct State {
    var entries: [Key: Entry] = [:]
    var bytes = 0
    var clock = 0
    var paths: [Key: PathSet] = [:]
    var pathCount = 0
  }

  /// Bytes of all files with their facts: some thousand of ordinary size.
  package static let bytesMax = 128 << 20

  /// Paths that are remembered: fifteen repositories of the size of Linux.
  static let pathsMax = 1_200_000

  private let state = Mutex(State())
  let analyzer: SyntaxAnalyzer

  /// An empty cache; `analyzer` has the grammars.
  package init(analyzer: SyntaxAnalyzer) { self.analyzer = analyzer }

  /// A file with its facts, parsed when it is not there; nil when it does not exist or is no text.
  func file(_ place: FilePlace, _ searcher: Searcher) throws -> NameFile? {
    let key = Key(place: place, generation: searcher.status.generation)
    if let found = state.withLock({ $0.take(key) }) { return found }
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
    state.withLock { $0.add(key, file) }
    return file
  }

  /// The paths of a repository; empty when it is not there.
  func paths(_ repository: String, _ revision: String?, _ searcher: Searcher) -> PathSet {
    let key = Key(
      place: FilePlace(repository: repository, revision: revision, path: ""),
      generation: searcher.status.generation)
    if let found = state.withLock({ $0.paths[key] }) { return found }
    // Without a repository or revision of this name there are no paths.
    let names = try? searcher.files(
      repository: repository, revision: revision, matching: nil, limit: Self.pathsMax)
    let paths = PathSet((names ?? []).map(\.pathText))
    state.withLock { state in
      if state.pathCount + paths.count > Self.pathsMax { (state.paths, state.pathCount) = ([:], 0) }
      state.paths[key] = paths
      state.pathCount += paths.count
    }
    return paths
  }
}

extension NameFileCache.State {
  fileprivate mutating func take(_ key: NameFileCache.Key) -> NameFile? {
    clock += 1
    entries[key]?.used = clock
    return entries[key]?.file
  }

  fileprivate mutating func add(_ key: NameFileCache.Key, _ file: NameFile) {
    let facts = file.facts
    let size =
      512 + file.text.count + facts.syntax.spans.count * 24 + facts.syntax.outline.count * 300
      + (facts.calls.count + facts.locals.count * 2) * 24 + file.lineStarts.count * 8 + file.imports.count
      * 120
    guard size <= NameFileCache.bytesMax / 4, entries[key] == nil else { return }
    clock += 1
    entries[key] = NameFileCache.Entry(file: file, bytes: size, used: clock)
    bytes += size
    guard bytes > NameFileCache.bytesMax else { return }
    // A quarter at once, so that not every new file pays for a look at all.
    for (old, entry) in entries.sorted(by: { $0.value.used < $1.value.used }) {
      entries.removeValue(forKey: old)
      bytes -= entry.bytes
      if bytes < NameFileCache.bytesMax * 3 / 4 { break }
    }
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
