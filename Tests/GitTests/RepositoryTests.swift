import Containers
import Git
import Platform
import Testing

@Suite struct `Repositories` {
  @Test func `what is no repository is refused with its path`() throws {
    let folder = try temporaryFolder()
    defer { try? removeTree(folder) }
    try createFolders(folder + "/half/.git/objects")
    for path in [folder, folder + "/nothing", folder + "/half", ""] {
      let error = #expect(throws: GitError.self) { try GitRepository.open(path) }
      #expect(error?.kind == .notARepository && error?.description.contains(path) == true)
    }
  }

  @Test func `repositories that name objects by SHA-256 are read`() throws {
    let repository = try TestRepository("--object-format=sha256")
    let commit = try repository.commit("one", ["a": "text"])
    let git = try repository.open()
    #expect(git.objectFormat == .sha256 && commit.count == 32)
    let entries = try git.listTree(commit)
    #expect(entries.map(\.size) == [4])
    #expect(try git.object(entries[0].id, limit: 100)?.bytes == Array("text".utf8))
    #expect(try git.references().map(\.commit) == [commit])
  }

  @Test func `settings are read as git reads them`() throws {
    let repository = try TestRepository()
    try repository.write(
      """
      [core]\n\trepositoryformatversion = 0 # comment
      [remote "origin"] url = https://first/a ; comment
      url = https://second/a
      [Remote "With \\"Quotes\\" and ]"]
        URL = "https://host/ # ; " tail   \u{20}
      [remote "long"]
        url = https://host/\\
      long \\\\ \\" end
      [remote "none"]
        url
      fetch = x
      [remote.dotted]
        url = plain\r
      # [remote "comment"] url = no
      [user]
      url = other
      """, to: ".git/config")
    let urls = try repository.open().remoteURLs
    #expect(try repository.open().remoteURL == "https://first/a")
    for (name, url) in urls where name != "none" {
      let first = try repository.git("config", "--get-all", "remote.\(name).url").split(separator: "\n").first
      #expect(first.map(String.init) == url, "\(name)")
    }
    #expect(Set(urls.keys) == ["origin", "With \"Quotes\" and ]", "long", "none", "dotted"])
    for damage in [
      "[", "[remote \"x", "[remote \"x\"", "url = \"", "[core]\nbare = \\", "\u{0}", "=", "[]\n[a]b=\\",
    ] {
      try repository.write(damage, to: ".git/config")
      _ = try repository.open()
    }
  }

  @Test func `a relative path leads to the same repository`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit("one")
    // As many steps up as this process's folder is deep, then down again.
    let up = absolutePath("x").split(separator: "/").dropLast().map { _ in "../" }.joined()
    let git = try GitRepository.open(up + repository.path.dropFirst())
    #expect(try git.resolve("main") == commit)
  }

  @Test func `an unknown object format is refused with the reason`() throws {
    let repository = try TestRepository()
    try repository.git("config", "extensions.objectFormat", "sha512")
    let error = #expect(throws: GitError.self) { try repository.open() }
    #expect(error?.description.contains("sha512") == true)
  }

  @Test func `a work tree that is linked shares branches and has its own head`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit("one", ["a": "1"])
    try repository.git("worktree", "add", "--quiet", "-b", "other", repository.folder + "/linked")
    let git = try GitRepository.open(repository.folder + "/linked")
    #expect(git.commonFolder == repository.path + "/.git")
    #expect(try git.head() == .branch("other"))
    #expect(try git.references().map(\.name) == ["main", "other"])
    #expect(try git.listTree(commit).count == 1)
  }

  @Test func `settings of the repository start nothing`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a": "1"])
    let second = try repository.commit("two", ["a": "2"])
    let trap = repository.folder + "/trap"
    let program = repository.folder + "/program"
    try repository.write("#!/bin/sh\ntouch \(trap)\n", to: "../program")
    try repository.git("update-index", "--refresh")
    for key in [
      "core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "diff.x.textconv", "core.editor",
    ] {
      try repository.git("config", key, "sh \(program)")
    }
    try repository.write("* diff=x\n", to: ".git/info/attributes")
    let git = try repository.open()
    _ = try git.references()
    _ = try git.diffTree(from: first, to: second)
    _ = try git.listTree(first)
    _ = try git.commit(first)
    #expect(fileStatus(trap) == nil)
  }

  @Test func `discovery finds every kind once and follows no links`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit("one", ["a": "1"])
    let folder = repository.folder
    try repository.git("clone", "--quiet", "--bare", repository.path, folder + "/group/bare.git")
    try repository.git("worktree", "add", "--quiet", "--detach", folder + "/linked")
    try repository.git("clone", "--quiet", repository.path, repository.path + "/nested/inner")
    try repository.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository.path, "module")
    try repository.git(
      "init", "--quiet", "--separate-git-dir", folder + "/apart/gitdata", folder + "/apart/work")
    try repository.git("-C", folder, "init", "--quiet", "deep/1/2/3")
    _ = try Command(arguments: ["ln", "-s", "..", folder + "/loop"], environment: ["PATH": "/usr/bin:/bin"])
      .run()
    func found(_ limits: DiscoveryLimits = DiscoveryLimits()) throws -> [String] {
      try discoverRepositories(under: folder, limits: limits).repositories.map {
        "\($0.kind) \($0.path.dropFirst(folder.count + 1))"
      }
    }
    let outside = [
      "bare apart/gitdata", "workTree apart/work", "workTree deep/1/2/3", "bare group/bare.git",
      "linkedWorkTree linked",
      "workTree repository",
    ]
    #expect(try found() == outside)
    var limits = DiscoveryLimits()
    limits.insideWorkTrees = true
    #expect(
      try found(limits) == outside + ["submodule repository/module", "workTree repository/nested/inner"])
    for path in try discoverRepositories(under: folder).repositories.map(\.path) where !path.hasSuffix("/3") {
      guard !path.contains("/apart/") else { continue }
      #expect(try GitRepository.open(path).resolve(commit.hex) == commit)
    }
    limits = DiscoveryLimits()
    limits.depth = 2
    let shallow = try discoverRepositories(under: folder, limits: limits)
    #expect(shallow.limit != nil && !shallow.repositories.contains { $0.path.hasSuffix("/3") })
    #expect(throws: PlatformError.self) { try discoverRepositories(under: folder + "/nothing") }
  }

  @Test func `a missing git is an error with the fix`() {
    let error = GitError(.gitMissing, subject: "/some/repository")
    #expect(error.description.contains("apt install git"))
  }

  @Test(
    arguments: [
      ("git@github.com:Owner/Repo.git", "github.com/Owner/Repo"),
      ("ssh://git@GitHub.com:22/owner/name.git", "github.com/owner/name"),
      ("https://user:secret@Example.ORG:8443/a/b/c.git/", "example.org:8443/a/b/c"),
      ("https://example.org:443/a/b", "example.org/a/b"),
      ("HTTPS://example.org//a///b.GIT", "example.org/a/b"),
      ("git+ssh://host/~user/x", "host/~user/x"), ("host:name", "host/name"),
      ("ssh://[::1]:22/a/b", "[::1]/a/b"),
      ("file:///srv/a.git", nil), ("/srv/a.git", nil), ("../a", nil), ("ext::sh -c true", nil),
      ("https://host/", nil),
      ("https://host/a/../b", nil), ("ssh://-oProxyCommand=x/a", nil), ("-u:x", nil), ("git://host/a", nil),
      ("", nil),
      ("https://host:99999/a", nil), ("a\nb:c", nil),
    ] as [(String, String?)])
  func `an address gives the repository's name`(_ address: String, _ name: String?) {
    #expect(repositoryName(ofRemote: address) == name)
  }

  @Test func `passwords do not reach messages`() {
    #expect(
      redactSecrets(in: "fatal: 'https://me:pw@host/a' and ssh://git@h/x, https://plain/a@b")
        == "fatal: 'https://…@host/a' and ssh://…@h/x, https://plain/a@b")
  }
}
