import Foundation
import Platform
import Search

/// A folder that goes away with its owner.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "alidade-search-" + UUID().uuidString
    try createFolders(path)
  }

  deinit { try? removeTree(path) }  // Left-overs in the system's temporary folder do no harm.

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try createFolders(parentFolder(of: path + "/" + name))
    try writeAtomically(bytes, to: path + "/" + name, durable: false)
  }
}

/// A git repository with a work tree, driven through the git program.
struct TemporaryRepository {
  let folder: TemporaryFolder

  init(_ arguments: [String] = []) throws {
    folder = try TemporaryFolder()
    try git(["init", "-q", "-b", "main"] + arguments)
  }

  var path: String { folder.path }

  @discardableResult
  func git(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.path, "-c", "user.name=T", "-c", "user.email=t@example.org"] + arguments
    var environment = ProcessInfo.processInfo.environment
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    environment["GIT_AUTHOR_DATE"] = "2026-01-01T00:00:00Z"
    environment["GIT_COMMITTER_DATE"] = "2026-01-01T00:00:00Z"
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    struct GitFailed: Error { var arguments: [String] }
    guard process.terminationStatus == 0 else { throw GitFailed(arguments: arguments) }
    return String(decoding: bytes, as: UTF8.self)
  }

  func commit(_ message: String) throws {
    try git(["add", "-A"])
    try git(["commit", "-q", "--allow-empty", "-m", message])
  }
}
