import Containers
import Git
import Platform

/// A repository or plain folder that a source stands for.
struct FoundRepository {
  var name: String
  /// Git folder, or the plain folder.
  var location: String
  var isGit: Bool
  /// Globs of revisions besides the default branch.
  var revisions: [String]
  var notes: [String] = []
}

/// Finds what to index behind the sources a user names.
struct SourceFinder {
  /// Whether a source is a git address to clone rather than a path. An existing path is always a path.
  static func isURL(_ text: String) -> Bool {
    if text.contains("://") { return true }
    return fileStatus(text) == nil && RemoteAddress(text)?.transport == .ssh
  }

  let dataFolder: String
  let progress: ProgressMeter

  /// Everything `sources` stand for, without duplicates, in the order given.
  ///
  /// A source that cannot be read is a warning, and what was indexed from it before stays.
  func find(_ sources: [Manifest.Source]) -> (found: [FoundRepository], kept: [String], warnings: [String]) {
    var found: [FoundRepository] = []
    var places: [String: Int] = [:]
    var kept: [String] = []
    var warnings: [String] = []
    var mirrors = fetchMirrors(sources)
    for source in sources {
      do {
        for repository in try mirrors.removeValue(forKey: source.text)?.get() ?? find(source) {
          if let known = places[repository.location] {
            found[known].revisions += repository.revisions.filter { !found[known].revisions.contains($0) }
          } else {
            places[repository.location] = found.count
            found.append(repository)
          }
        }
      } catch {
        let text = "\(error)"
        warnings.append(text.hasPrefix(source.text) ? text : "\(source.text): \(text)")
        kept.append(source.text)
      }
    }
    Self.makeNamesUnique(&found)
    return (found, kept, warnings)
  }

  /// Mirrors that are fetched at a time: nearly all of it is waiting for the other side, and a code host lets one
  /// client have about so many connections.
  private static let fetchesMax = 8

  /// Fetches the mirrors of all git URLs, several at a time.
  private func fetchMirrors(_ sources: [Manifest.Source]) -> [String: Result<[FoundRepository], any Error>] {
    // Two addresses of one repository share a mirror: the second finds it up to date, after the first.
    var folders = Set<String>()
    let wanted = sources.filter { Self.isURL($0.text) && folders.insert(mirrorPlace($0).folder).inserted }
    guard wanted.count > 1,
      let pool = try? WorkerPool(threads: min(Self.fetchesMax, wanted.count), name: "fetch"),
      let (found, failures) = try? pool.map(wanted, { try [mirror($0)] })
    else { return [:] }  // One by one, then.
    var results: [String: Result<[FoundRepository], any Error>] = [:]
    for (source, repositories) in zip(wanted, found) {
      if let repositories { results[source.text] = .success(repositories) }
    }
    for (index, error) in failures { results[wanted[index].text] = .failure(error) }
    return results
  }

  private func find(_ source: Manifest.Source) throws -> [FoundRepository] {
    if Self.isURL(source.text) { return [try mirror(source)] }
    let path = realPath(source.text) ?? source.text
    guard let status = fileStatus(path) else {
      throw SearchError(.badSource, subject: source.text, reason: "does not exist", fix: "Check the path.")
    }
    guard status.kind == .folder else {
      throw SearchError(
        .badSource, subject: source.text, reason: "is not a folder",
        fix: "Name a folder, a repository or a git URL.")
    }
    let discovery = try discoverRepositories(under: path)
    if discovery.repositories.isEmpty {
      return [FoundRepository(name: lastComponent(of: path), location: path, isGit: false, revisions: [])]
    }
    return discovery.repositories.map { item in
      FoundRepository(
        name: Self.name(of: item), location: item.path, isGit: true, revisions: source.revisions)
    }
  }

  /// Clones or fetches the mirror of a git URL.
  private func mirror(_ source: Manifest.Source) throws -> FoundRepository {
    let (name, folder) = mirrorPlace(source)
    progress.begin("fetching") { $0.repository = name }
    if fileStatus(folder) == nil {
      try createFolders(parentFolder(of: folder))
      _ = try GitRepository.cloneMirror(source.text, to: folder)
    } else {
      try GitRepository.open(folder).fetchMirror()
    }
    return FoundRepository(name: name, location: folder, isGit: true, revisions: source.revisions)
  }

  private func mirrorPlace(_ source: Manifest.Source) -> (name: String, folder: String) {
    let name =
      repositoryName(ofRemote: source.text)
      ?? "file/"
      + lastComponent(of: RemoteAddress(source.text)?.path ?? source.text).replacing(".git", with: "")
    return (name, DataFolder.mirrors(dataFolder) + "/" + name + ".git")
  }

  /// The name of its remote as `host/owner/name`, or the name of its folder.
  private static func name(of item: DiscoveredRepository) -> String {
    // A repository that cannot be opened is reported when it is read; it still needs a name.
    if let remote = (try? GitRepository.open(item.path))?.remoteURL,
      let name = repositoryName(ofRemote: remote)
    {
      return name
    }
    var name = lastComponent(of: item.path)
    if name.hasSuffix(".git"), name.count > 4 { name.removeLast(4) }
    return name
  }

  /// Two repositories of one name get the name of the folder above, then a number.
  private static func makeNamesUnique(_ found: inout [FoundRepository]) {
    var taken = Set<String>()
    for index in found.indices {
      var name = found[index].name
      if taken.contains(name) {
        let parent = parentFolder(of: found[index].location)
        let above = lastComponent(of: lastComponent(of: parent) == name ? parentFolder(of: parent) : parent)
        name = above + "/" + found[index].name
      }
      var number = 2
      while taken.contains(name) {
        name = "\(found[index].name)-\(number)"
        number += 1
      }
      found[index].name = name
      taken.insert(name)
    }
  }
}
