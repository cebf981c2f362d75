import Containers
import Git
import Platform
import Search
import Testing

/// Five commits on main, one on a branch; hostile where text is free.
final class MadeRepository {
  let path: String
  private var seconds = 1_700_000_000

  init() throws {
    let base = environmentVariable("TMPDIR") ?? "/tmp"
    path = "\(base)/alidade-pages-\(processID())-\(UInt64.random(in: .min ... .max))"
    try createFolders(path + "/src")
    try git("init", "--quiet", "--initial-branch=main", ".")
    let lines = (1...20).map { "int value_\($0) = compute(\($0));\n" }
    try write(lines.joined(), "src/old.c")
    try write("", "empty")
    try write("a\u{0}b", "binary")
    try commit("First\n\nWith a body <script>alert(1)</script>\r\n")
    try write("how\n", "docs.md")
    try commit("Only docs")
    try write(lines.joined().replacing("value_7 ", with: "value_7  "), "src/old.c")
    try commit("Format")
    let format = try id("HEAD").hex
    try write("# formatting\n\(format)\n", ".git-blame-ignore-revs")
    try commit("List formatting")
    try git("checkout", "--quiet", "-b", "side")
    try write("side\n", "side.txt")
    try commit("Side")
    try git("checkout", "--quiet", "main")
    try git("mv", "src/old.c", "src/new name.c")
    try write(
      lines.joined().replacing("value_3 = compute(3)", with: "value_3 = compute(33)"), "src/new name.c")
    try commit("Rename <b>it</b>")
  }

  deinit { try? removeTree(path) }  // Left-overs in the system's temporary folder do no harm.

  func site(_ change: (inout RepositoryInfo) -> Void = { _ in }) throws -> TestSite {
    var info = RepositoryInfo(
      name: "made", revisions: [IndexedRevision("main", commit: try id("main"), time: seconds)], fileCount: 4,
      indexedAt: seconds)
    info.isGit = true
    info.location = path
    change(&info)
    var behaviour = FakeSearchService.Behaviour()
    behaviour.otherRepositories = [info]
    return try TestSite(service: FakeSearchService([], behaviour: behaviour))
  }

  /// One more file, committed.
  func add(_ name: String, lines: Int) throws {
    try write((1...lines).map { "int line_\($0);\n" }.joined(), name)
    try commit("Add \(name)")
  }

  func id(_ revision: String) throws -> ObjectID {
    try #require(try GitRepository.open(path).resolve(revision))
  }

  private func write(_ text: String, _ name: String) throws {
    try writeAtomically(Array(text.utf8), to: "\(path)/\(name)", durable: false)
  }

  private func commit(_ message: String) throws {
    seconds += 60
    try git("add", "--all")
    try git("commit", "--quiet", "-m", message)
  }

  private func git(_ arguments: String...) throws {
    let command = Command(
      arguments: ["git", "-C", path, "-c", "user.name=Ada <b>", "-c", "user.email=ada@example.org"]
        + arguments,
      environment: [
        "PATH": environmentVariable("PATH") ?? "/usr/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": path,
        "GIT_AUTHOR_DATE": "@\(seconds) +0000", "GIT_COMMITTER_DATE": "@\(seconds) +0000",
      ])
    let (_, ending) = try command.run()
    struct GitFailed: Error { var text: String }
    guard ending.status == .exited(0) else { throw GitFailed(text: ending.errorText) }
  }
}
