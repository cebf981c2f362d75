import Containers
import Git
import Platform
import Testing

@Suite struct `Mirrors` {
  @Test func `a clone holds branches and tags, and a fetch brings what changed`() throws {
    let source = try TestRepository()
    let first = try source.commit("one", ["a": "1"])
    try source.git("tag", "v1")
    try source.git("branch", "old")
    try source.git("update-ref", "refs/pull/1/head", first.hex)
    let target = source.folder + "/data/mirror.git"
    var stages: [FetchProgress] = []
    let mirror = try GitRepository.cloneMirror("file://" + source.path, to: target) { stages.append($0) }
    #expect(stages.contains { $0.fraction == 1 })
    #expect(try mirror.references().map(\.name) == ["main", "old", "v1"])
    #expect(mirror.remoteURL.map { $0.hasSuffix(source.path) } == true)
    #expect(try listFolder(source.folder + "/data") == ["mirror.git"])
    #expect(try mirror.command("for-each-ref").contains("refs/pull") == false)

    let second = try source.commit("two", ["a": "2"])
    try source.git("branch", "-D", "old")
    try source.git("tag", "--force", "v1")
    try source.git("branch", "-m", "main", "trunk")
    try writeAtomically([], to: target + "/packed-refs.lock")
    try mirror.fetchMirror()
    #expect(try mirror.references().map { "\($0.name) \($0.commit == second)" } == ["trunk true", "v1 true"])
    #expect(try mirror.defaultBranch == "trunk")
    #expect(try mirror.head() == .branch("trunk"))
  }

  @Test func `a failed clone leaves nothing and says why`() throws {
    let folder = try temporaryFolder()
    defer { try? removeTree(folder) }
    for (address, kind) in [
      ("file://\(folder)/nothing", GitError.Kind.notFound), ("\(folder)/nothing", .notFound),
    ] {
      let error = #expect(throws: GitError.self) {
        try GitRepository.cloneMirror(address, to: folder + "/data/x")
      }
      #expect(error?.kind == kind, "\(error as Any)")
    }
    #expect(try listFolder(folder + "/data").isEmpty)
    for address in [
      "ext::sh -c true", "http://localhost/a", "git://localhost/a", "--upload-pack=x", "fd::17",
    ] {
      let error = #expect(throws: GitError.self) { try GitRepository.cloneMirror(address, to: folder + "/x") }
      guard case .refusedAddress = error?.kind else {
        Issue.record("\(address) gave \(error as Any)")
        continue
      }
    }
    try createFolders(folder + "/there")
    #expect(throws: PlatformError.self) { try GitRepository.cloneMirror("file:///x", to: folder + "/there") }
  }

  @Test func `an empty repository can be mirrored and filled later`() throws {
    let source = try TestRepository()
    let mirror = try GitRepository.cloneMirror(source.path, to: source.folder + "/mirror")
    #expect(try mirror.defaultBranch == nil)
    try source.commit("one")
    try mirror.fetchMirror()
    #expect(try mirror.defaultBranch == "main")
  }

  @Test func `a mirror of a repository that names objects by SHA-256 works`() throws {
    let source = try TestRepository("--object-format=sha256")
    let commit = try source.commit("one", ["a": "1"])
    let mirror = try GitRepository.cloneMirror(source.path, to: source.folder + "/mirror")
    #expect(mirror.objectFormat == .sha256)
    #expect(try mirror.resolve("main") == commit)
  }

  @Test func `a cancelled clone ends and leaves nothing`() throws {
    let source = try TestRepository()
    try source.commit("one", ["a": "1"])
    let flag = CancellationFlag()
    flag.cancel()
    #expect(throws: CancellationError.self) {
      try GitRepository.cloneMirror(source.path, to: source.folder + "/data/mirror", cancellation: flag)
    }
    #expect(try listFolder(source.folder + "/data").isEmpty)
  }
}

extension GitRepository {
  /// What a plain git command says here.
  fileprivate func command(_ argument: String) throws -> String {
    let (output, _) = try Command(
      arguments: ["git", "--git-dir=\(gitFolder)", argument],
      environment: ["PATH": environmentVariable("PATH") ?? "/usr/bin"]
    ).run()
    return String(decoding: output, as: UTF8.self)
  }
}
