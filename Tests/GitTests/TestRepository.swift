import Containers
import Git
import Platform

/// A folder that goes when this object does, and git commands in it.
final class TestRepository {
  let folder: String

  /// The repository's own path: a folder in `folder`, so that clones can lie beside it.
  let path: String

  /// Makes `git init` with the options given; no commit.
  init(_ options: String...) throws {
    folder = try temporaryFolder()
    path = folder + "/repository"
    try createFolders(path)
    try git(["init", "--quiet", "--initial-branch=main"] + options + ["."])
  }

  deinit { try? removeTree(folder) }

  /// Runs git in the repository; its output without the last line end.
  @discardableResult
  func git(_ arguments: [String], input: [UInt8] = [], seconds: Int = 1_700_000_000) throws -> String {
    var command = Command(
      arguments: ["git", "-C", path] + arguments,
      environment: [
        "PATH": environmentVariable("PATH") ?? "/usr/bin", "HOME": folder, "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
        "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Grace",
        "GIT_COMMITTER_EMAIL": "grace@example.org", "GIT_AUTHOR_DATE": "@\(seconds) +0130",
        "GIT_COMMITTER_DATE": "@\(seconds + 60) -0800", "GIT_ALLOW_PROTOCOL": "file",
      ])
    command.totalSeconds = 120
    let (output, ending) = try command.run(input: input)
    guard ending.status == .exited(0) else {
      throw TestFailure(text: "git \(arguments): \(ending.errorText)")
    }
    return String(decoding: output.last == 10 ? output.dropLast() : output[...], as: UTF8.self)
  }

  @discardableResult
  func git(_ arguments: String..., seconds: Int = 1_700_000_000) throws -> String {
    try git(arguments, seconds: seconds)
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try createFolders(parentFolder(of: "\(path)/\(name)"))
    try writeAtomically(bytes, to: "\(path)/\(name)", durable: false)
  }

  /// Writes the files, adds everything and commits.
  @discardableResult
  func commit(_ message: String, _ files: [String: String] = [:], seconds: Int = 1_700_000_000) throws
    -> ObjectID
  {
    for (name, text) in files { try write(text, to: name) }
    try git(["add", "--all"], seconds: seconds)
    try git(["commit", "--quiet", "--allow-empty", "-m", message], seconds: seconds)
    return try id("HEAD")
  }

  func id(_ revision: String) throws -> ObjectID {
    let text = try git(["rev-parse", revision])
    guard let id = ObjectID(hex: text) else { throw TestFailure(text: "no id: \(text)") }
    return id
  }

  /// Stores a blob that no commit holds.
  func blob(_ bytes: [UInt8]) throws -> ObjectID {
    guard let id = ObjectID(hex: try git(["hash-object", "-w", "--stdin"], input: bytes)) else {
      throw TestFailure(text: "hash-object gave no id")
    }
    return id
  }

  func open() throws -> GitRepository { try GitRepository.open(path) }
}

struct TestFailure: Error { let text: String }

/// A new folder in the system's place for such.
func temporaryFolder() throws -> String {
  let base = environmentVariable("TMPDIR") ?? "/tmp"
  let path =
    "\(base)/alidade-test-\(processID())-\(monotonicNanoseconds())-\(Int.random(in: 0..<1_000_000_000))"
  try createFolders(path)
  return realPath(path) ?? path
}
