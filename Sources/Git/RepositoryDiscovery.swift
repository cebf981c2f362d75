package import Platform

/// A repository found on this machine.
package struct DiscoveredRepository: Sendable, Equatable {
  /// How a repository can lie on the disk.
  package enum Kind: Sendable, Equatable {
    case workTree
    case bare
    /// A further work tree of a repository elsewhere (`git worktree add`).
    case linkedWorkTree
    /// A repository inside another, which that one refers to by commit.
    case submodule
  }

  /// The work tree, or the bare repository itself.
  package let path: String

  /// The folder with HEAD.
  package let gitFolder: String

  /// The folder with objects and references; the same for all work trees of one repository.
  package let commonFolder: String

  /// How it lies on the disk.
  package let kind: Kind
}

/// What a search for repositories found.
package struct Discovery: Sendable {
  /// In order of path.
  package var repositories: [DiscoveredRepository] = []

  /// Folders that could not be read, and why.
  package var problems: [PlatformError] = []

  /// The limit that ended the search early, in words; nil when it looked everywhere.
  package var limit: String?
}

/// Limits of ``discoverRepositories(under:limits:)``.
package struct DiscoveryLimits: Sendable {
  /// Folders below the starting one that are entered: host/owner/group/subgroup/name and some to spare.
  package var depth = 12

  /// Folders looked into in all.
  package var folders = 1_000_000

  /// Unreadable folders reported one by one.
  package var problems = 1000

  /// Also looks inside the work trees found, for clones lying in them.
  package var insideWorkTrees = false

  /// The default limits.
  package init() {}
}

/// Finds the git repositories at and under a folder, bare ones and work trees.
///
/// Symbolic links are not followed, except `path` itself, so loops cannot occur. What lies inside a repository
/// found is not looked at unless the limits say so.
///
/// - Throws: ``PlatformError`` when `path` itself cannot be read.
package func discoverRepositories(
  under path: String, limits: DiscoveryLimits = DiscoveryLimits()
) throws -> Discovery {
  guard let root = realPath(path) else { throw PlatformError(.notFound, action: "open", subject: path) }
  var discovery = Discovery()
  var waiting: [(path: String, depth: Int)] = [(root, 0)]
  var visited = 0
  while let (folder, depth) = waiting.popLast() {
    if let layout = GitLayout(at: folder) {
      discovery.repositories.append(
        DiscoveredRepository(
          path: folder, gitFolder: layout.gitFolder, commonFolder: layout.commonFolder, kind: layout.kind))
      if !limits.insideWorkTrees || layout.gitFolder == folder { continue }
    }
    guard visited < limits.folders else {
      discovery.limit = "stopped after \(limits.folders) folders"
      break
    }
    visited += 1
    do {
      let entries = try folderEntries(folder)
      let prefix = folder == "/" ? "/" : folder + "/"
      // Reversed, so that the stack gives them in order.
      for entry in entries.reversed() where entry.kind == .folder && entry.name != Array(".git".utf8) {
        guard let name = entry.text else { continue }  // A repository there could not be named.
        if depth >= limits.depth {
          discovery.limit = "folders more than \(limits.depth) deep were not looked into"
          break
        }
        waiting.append((prefix + name, depth + 1))
      }
    } catch let error as PlatformError {
      if visited == 1 { throw error }
      if discovery.problems.count < limits.problems { discovery.problems.append(error) }
    }
  }
  discovery.repositories.sort { $0.path < $1.path }
  return discovery
}
