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
  let dataFolder: String
  let progress: ProgressMeter

  /// Folders below a source that are searched for repositories.
  static let depthMax = 12

  /// Everything `sources` stand for, without duplicates, in the order given.
  ///
  /// A source that cannot be read is a warning, and what was indexed from it before stays.
  func find(_ sources: [Manifest.Source]) -> (found: [FoundRepository], kept: [String], warnings: [String]) {
    var found: [FoundRepository] = []
    var places: [String: Int] = [:]
    var kept: [String] = []
    var warnings: [String] = []
    for source in sources {
      do {
        for repository in try find(source) {
          if let known = places[repository.location] {
            found[known].revisions += repository.revisions.filter { !found[known].revisions.contains($0) }
          } else {
            places[repository.location] = found.count
            found.append(repository)
          }
        }
      } catch {
        warnings.append("\(source.text): \(error)")
        kept.append(source.text)
      }
    }
    Self.makeNamesUnique(&found)
    return (found, kept, warnings)
  }

  private func find(_ source: Manifest.Source) throws -> [FoundRepository] {
    if GitURL.isURL(source.text) { return [try mirror(source)] }
    let path = realPath(source.text) ?? source.text
    guard let status = fileStatus(path) else {
      throw SearchError(.badSource, subject: source.text, reason: "does not exist", fix: "Check the path.")
    }
    guard status.kind == .folder else {
      throw SearchError(
        .badSource, subject: source.text, reason: "is not a folder", fix: "Name a folder, a repository or a git URL.")
    }
    let discovered = try discoverRepositories(under: path, depthLimit: Self.depthMax)
    if discovered.isEmpty {
      return [FoundRepository(name: lastComponent(of: path), location: path, isGit: false, revisions: [])]
    }
    return discovered.map { item in
      FoundRepository(
        name: Self.name(of: item, under: path), location: item.gitFolder, isGit: true, revisions: source.revisions)
    }
  }

  /// Clones or fetches the mirror of a git URL.
  private func mirror(_ source: Manifest.Source) throws -> FoundRepository {
    let name = GitURL.repositoryName(source.text) ?? source.text
    let folder = DataFolder.mirrors(dataFolder) + "/" + name + ".git"
    progress.begin("fetching") { $0.repository = name }
    if fileStatus(folder) == nil {
      try createFolders(parentFolder(of: folder))
      try GitRepository.cloneMirror(url: source.text, to: folder)
    } else {
      try GitRepository.open(folder).fetchMirror()
    }
    return FoundRepository(name: name, location: folder, isGit: true, revisions: source.revisions)
  }

  /// The name of its remote as `host/owner/name`, or its place under the source.
  private static func name(of item: DiscoveredRepository, under root: String) -> String {
    if let remote = item.remoteURL, GitURL.isURL(remote), let name = GitURL.repositoryName(remote) { return name }
    let folder = item.workFolder ?? item.gitFolder
    var name = lastComponent(of: folder)
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
