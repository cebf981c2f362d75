import Platform

/// A git folder without settings that borrows the objects of a repository.
///
/// git dies over a list of `blame.ignoreRevsFile` that it does not find, and no option takes the setting back.
/// Many repositories have it with a path relative to their work tree. So blame is run here instead, where the
/// setting does not exist. Goes with this object.
final class ScratchFolder {
  let path: String
  private let repository: GitRepository

  init(for repository: GitRepository) throws {
    self.repository = repository
    let base = environmentVariable("TMPDIR") ?? "/tmp"
    path = "\(base)/alidade-git-\(processID())-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    let settings =
      repository.objectFormat == .sha1
      ? "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
      : "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256\n"
    do {
      try createFolders(path + "/refs")
      try writeAtomically(Array("ref: refs/heads/none\n".utf8), to: path + "/HEAD", durable: false)
      try writeAtomically(Array(settings.utf8), to: path + "/config", durable: false)
    } catch {
      try? removeTree(path)  // It may not have been made.
      throw error
    }
  }

  deinit { try? removeTree(path) }  // Left-overs in the system's temporary folder do no harm.

  /// Makes `command`, which is for the repository, run here.
  func adopt(_ command: inout Command) {
    command.arguments = command.arguments.map { argument in
      argument == "--git-dir=\(repository.gitFolder)" ? "--git-dir=\(path)" : argument
    }
    command.environment["GIT_OBJECT_DIRECTORY"] = repository.commonFolder + "/objects"
    command.environment["GIT_SHALLOW_FILE"] = repository.commonFolder + "/shallow"
  }
}
