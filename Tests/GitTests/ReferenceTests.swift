import Containers
import Git
import Platform
import Testing

@Suite struct `References` {
  @Test func `branches and tags of every form lead to their commits`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a": "1"], seconds: 1000)
    try repository.git("tag", "light")
    try repository.git("tag", "-a", "-m", "note", "annotated")
    try repository.git("tag", "-a", "-m", "note", "nested", "annotated")
    try repository.git("tag", "tree", "HEAD^{tree}")
    try repository.git("branch", "feature/x")
    let second = try repository.commit("two", ["a": "2"], seconds: 2000)
    try repository.git("update-ref", "refs/remotes/origin/main", first.hex)
    try repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    try repository.git("update-ref", "refs/pull/1/head", first.hex)
    let git = try repository.open()
    var unusable: [String] = []
    let references = try git.references(includingRemotes: true) { unusable.append("\($0): \($1)") }
    #expect(
      references.map { "\($0.kind) \($0.name) \($0.commit == first ? 1 : 2) \($0.commitSeconds)" } == [
        "branch feature/x 1 1060", "branch main 2 2060", "remoteBranch origin/main 1 1060",
        "tag annotated 1 1060",
        "tag light 1 1060", "tag nested 1 1060",
      ])
    #expect(references[1].commit == second)
    #expect(references[3].tip != first)
    #expect(unusable == ["refs/tags/tree: it leads to a tree, not to a commit"])
    #expect(try git.references().count == 5)
    #expect(try git.defaultBranch == "main")
  }

  /// What git itself lists, one reference on each line.
  private func listed(_ repository: TestRepository) throws -> [String] {
    try repository.git("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags")
      .split(separator: "\n").map(String.init)
  }

  private func tips(_ repository: TestRepository) throws -> [String] {
    try repository.open().referenceTips().map { "\($0.id.hex) \($0.fullName)" }
  }

  @Test func `the files of references say what git says`() throws {
    let repository = try TestRepository()
    #expect(try tips(repository).isEmpty)
    try repository.commit("one", ["a": "1"])
    for name in ["feature/x", "feature/x.y", "a-b", "feature-x", "z@1", "ünï"] {
      try repository.git("branch", name)
    }
    try repository.git("tag", "-a", "-m", "note", "annotated")
    #expect(try tips(repository) == listed(repository), "loose")
    try repository.git("pack-refs", "--all")
    #expect(try tips(repository) == listed(repository), "packed")
    try repository.commit("two", ["a": "2"])
    try repository.git("tag", "-f", "annotated")
    try repository.git("branch", "-D", "feature/x")
    try repository.git("branch", "feature/x/deeper")
    #expect(try tips(repository) == listed(repository), "packed and loose")
    try repository.write("", to: ".git/refs/heads/main.lock")
    #expect(try tips(repository) == listed(repository), "left-overs are no references")
    try repository.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    #expect(try tips(repository) == listed(repository), "symbolic")
    try repository.git("symbolic-ref", "--delete", "refs/heads/alias")
    try repository.git("worktree", "add", "-q", repository.folder + "/other", "a-b")
    let other = try GitRepository.open(repository.folder + "/other").referenceTips()
    #expect(try other.map { "\($0.id.hex) \($0.fullName)" } == listed(repository), "from a further work tree")
    try repository.write("0123\n", to: ".git/refs/heads/broken")
    #expect(throws: Never.self) { try tips(repository) }
    #expect(try tips(repository) == listed(repository), "broken")
  }

  @Test func `a repository without commits has no default branch`() throws {
    for options in [[], ["--bare"]] {
      let repository = try TestRepository()
      if !options.isEmpty { try repository.git(["config", "core.bare", "true"]) }
      let git = try repository.open()
      #expect(try git.references().isEmpty)
      #expect(try git.defaultBranch == nil)
      #expect(try git.head() == .branch("main"))
      #expect(try git.resolve("HEAD") == nil)
    }
  }

  @Test func `a detached head is told, and a usual branch stands in for it`() throws {
    let repository = try TestRepository()
    let id = try repository.commit("one")
    try repository.git("checkout", "--quiet", "--detach")
    try repository.git("branch", "aaa")
    let git = try repository.open()
    #expect(try git.head() == .detached(id))
    #expect(try git.defaultBranch == "main")
    try repository.git("branch", "-D", "main")
    #expect(try git.defaultBranch == "aaa")
  }

  @Test func `packed references and a broken one do not disturb the rest`() throws {
    let repository = try TestRepository()
    let id = try repository.commit("one")
    try repository.git("branch", "packed")
    try repository.git("pack-refs", "--all")
    try repository.write("0123456789012345678901234567890123456789\n", to: ".git/refs/heads/dangling")
    try repository.write("rubbish\n", to: ".git/refs/heads/rubbish")
    let git = try repository.open()
    var unusable: [String] = []
    let references = try git.references { name, _ in unusable.append(name) }
    #expect(references.map(\.name) == ["main", "packed"])
    #expect(references.allSatisfy { $0.commit == id })
    #expect(unusable == ["refs/heads/dangling"] || unusable.isEmpty)
  }

  @Test func `revisions resolve to commits or to nothing`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a": "1"])
    try repository.git("tag", "-a", "-m", "note", "v1.0")
    let second = try repository.commit("two", ["a": "2"])
    let git = try repository.open()
    let found = try git.resolve([
      "main", "v1.0", "refs/tags/v1.0", "main~1", second.hex, String(first.hex.prefix(10)), "nothing", "HEAD",
      "main missing", "-rf", "--help", "deadbeef",
    ])
    #expect(found == [second, first, first, first, second, first, nil, second, nil, nil, nil, nil])
    for bad in ["", "a\nb", "HEAD:a", ":/one", "HEAD^{/one}", String(repeating: "x", count: 2000)] {
      #expect(throws: GitError.self) { try git.resolve(bad) }
    }
  }

  @Test func `a commit's facts are read`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one")
    try repository.git(
      ["commit", "--allow-empty", "--quiet", "-F", "-"],
      input: Array("\nA title\non two lines\n\nBody\n".utf8))
    let second = try repository.id("HEAD")
    let git = try repository.open()
    let commit = try #require(try git.commit(second))
    #expect(commit.subject == "A title on two lines")
    #expect(commit.parents == [first])
    #expect(commit.author.name == "Ada" && commit.author.email == "ada@example.org")
    #expect(commit.author.seconds == 1_700_000_000 && commit.author.zoneMinutes == 90)
    #expect(commit.committer.seconds == 1_700_000_060 && commit.committer.zoneMinutes == -480)
    #expect(try git.commit(commit.tree) == nil)
  }

  @Test func `a commit in Latin-1 comes out right`() throws {
    let repository = try TestRepository()
    try repository.git(["config", "i18n.commitEncoding", "ISO-8859-1"])
    try repository.git(
      ["commit", "--allow-empty", "--quiet", "-F", "-"], input: [0x47, 0x72, 0xfc, 0xdf, 0x65, 10])
    let git = try repository.open()
    #expect(try git.commit(repository.id("HEAD"))?.subject == "Grüße")
  }
}
