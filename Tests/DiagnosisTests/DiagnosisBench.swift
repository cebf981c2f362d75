import Diagnosis
import Foundation
import History
import Platform
import Search

/// A git repository with tags and an index of it, in a folder that goes away.
final class DiagnosisBench {
  let folder: String
  let path: String
  private var time = 1_700_000_000

  init() throws {
    folder = NSTemporaryDirectory() + "alidade-diagnosis-" + UUID().uuidString
    path = folder + "/shop"
    try createFolders(path)
    try git("init", "--quiet", "--initial-branch=main", ".")
  }

  deinit { try? removeTree(folder) }  // Left-overs in the system's temporary folder do no harm.

  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let command = Command(
      arguments: ["git", "-C", path, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"] + arguments,
      environment: [
        "PATH": environmentVariable("PATH") ?? "/usr/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": folder,
        "GIT_AUTHOR_DATE": "@\(time) +0000", "GIT_COMMITTER_DATE": "@\(time) +0000",
      ])
    let (output, ending) = try command.run()
    struct GitFailed: Error { var text: String }
    guard ending.status == .exited(0) else { throw GitFailed(text: ending.errorText) }
    return String(decoding: output, as: UTF8.self)
  }

  /// Writes files, commits them, and tags the commit.
  func commit(_ message: String, _ files: [String: String], tag: String? = nil) throws {
    for (name, text) in files {
      try createFolders(parentFolder(of: "\(path)/\(name)"))
      try writeAtomically(Array(text.utf8), to: "\(path)/\(name)", durable: false)
    }
    time += 86_400
    try git("add", "--all")
    try git("commit", "--quiet", "-m", message)
    if let tag { try git("tag", tag) }
  }

  /// Indexes the default branch and all tags.
  func index(grammars: String? = nil, parser: String? = nil) throws -> Searcher {
    var options = IndexOptions(dataFolder: folder + "/data")
    options.sources = [path]
    options.revisions = ["v*"]
    (options.grammarFolder, options.parser) = (grammars, parser)
    _ = try Indexer.run(options)
    return try Searcher.open(dataFolder: folder + "/data", workerCount: 2, grammarFolder: "/nonexistent")
  }
}
