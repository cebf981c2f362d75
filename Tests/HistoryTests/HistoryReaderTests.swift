import Containers
import Git
import History
import Platform
import Testing

@Suite struct `History reader` {
  @Test func `a file is blamed with its content, once`() throws {
    let repository = try HistoryRepository()
    let first = try repository.commit("one", ["a": "1\n2\n"])
    let second = try repository.commit("two", ["a": "1\nB\n"])
    let reader = try HistoryReader()
    let git = try repository.open()
    let file = try #require(try reader.blame(of: git, at: second, path: Array("a".utf8)))
    #expect(file.bytes == Array("1\nB\n".utf8) && file.refusal == nil)
    #expect(file.blame.hunks.map { file.blame.origins[$0.origin].id } == [first, second])
    // Remembered: the objects may be gone.
    try removeTree(repository.path + "/.git/objects")
    #expect(try reader.blame(of: git, at: second, path: Array("a".utf8))?.blame.hunks == file.blame.hunks)
  }

  @Test func `what is not text or not there is not blamed`() throws {
    let repository = try HistoryRepository()
    let id = try repository.commit("one", ["binary": "a\u{0}b", "d/x": "1"])
    let reader = try HistoryReader()
    let git = try repository.open()
    #expect(try reader.blame(of: git, at: id, path: Array("binary".utf8))?.refusal == .binary)
    #expect(try reader.blame(of: git, at: id, path: Array("none".utf8)) == nil)
    #expect(try reader.blame(of: git, at: id, path: Array("d".utf8)) == nil)
  }

  @Test func `lines are followed through changes and renames`() throws {
    let repository = try HistoryRepository()
    let lines = (1...30).map { "line \($0)\n" }
    let first = try repository.commit("one", ["a": lines.joined(), "gone": "x\n"])
    var changed = lines
    changed[9] = "changed\n"
    changed.insert("new\n", at: 4)
    changed.remove(at: 21)
    try repository.git("mv", "a", "b")
    try repository.git("rm", "-q", "gone")
    let second = try repository.commit("two", ["b": changed.joined()])
    let reader = try HistoryReader()
    let git = try repository.open()
    func map(_ line: Int) throws -> MappedLine? {
      let result = try reader.mapLine(of: git, path: Array("a".utf8), line: line, from: first, to: second)
      #expect(result?.path == Array("b".utf8))
      return result?.line
    }
    for (number, line) in lines.enumerated() {
      let mapped = try #require(try map(number + 1))
      if let place = changed.firstIndex(of: line) {
        #expect(mapped == .same(place + 1))
      } else {
        guard case .near(let near) = mapped else {
          Issue.record("line \(number + 1) is \(mapped)")
          continue
        }
        #expect(abs(near - number - 1) <= 2)
      }
    }
    #expect(try reader.mapLine(of: git, path: Array("gone".utf8), line: 1, from: first, to: second) == nil)
    #expect(
      try reader.mapLine(of: git, path: Array("a".utf8), line: 7, from: first, to: first)?.line == .same(7))
    #expect(try reader.latestChange(of: git, at: second, path: Array("b".utf8))?.id == second)
  }

  @Test func `a question whose asker has gone is ended`() async throws {
    let reader = try HistoryReader()
    let task = Task {
      try await reader.run { cancellation in
        while !cancellation.isCancelled {}
        throw CancellationError()
      }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

/// A repository in a folder that goes with this object.
final class HistoryRepository {
  let path: String

  init() throws {
    let base = environmentVariable("TMPDIR") ?? "/tmp"
    path = "\(base)/alidade-history-\(processID())-\(UInt64.random(in: .min ... .max))"
    try createFolders(path)
    try git("init", "--quiet", "--initial-branch=main", ".")
  }

  deinit { try? removeTree(path) }  // Left-overs in the system's temporary folder do no harm.

  func git(_ arguments: String...) throws {
    let command = Command(
      arguments: ["git", "-C", path, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"] + arguments,
      environment: [
        "PATH": environmentVariable("PATH") ?? "/usr/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": path,
        "GIT_AUTHOR_DATE": "@1700000000 +0000", "GIT_COMMITTER_DATE": "@1700000000 +0000",
      ])
    let (_, ending) = try command.run()
    struct GitFailed: Error { var text: String }
    guard ending.status == .exited(0) else { throw GitFailed(text: ending.errorText) }
  }

  func commit(_ message: String, _ files: [String: String]) throws -> ObjectID {
    for (name, text) in files {
      try createFolders(parentFolder(of: "\(path)/\(name)"))
      try writeAtomically(Array(text.utf8), to: "\(path)/\(name)", durable: false)
    }
    try git("add", "--all")
    try git("commit", "--quiet", "-m", message)
    return try #require(try open().resolve("HEAD"))
  }

  func open() throws -> GitRepository { try GitRepository.open(path) }
}
