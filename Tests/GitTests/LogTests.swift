import Containers
import Git
import Platform
import Testing

@Suite struct `History of commits` {
  private func messages(_ page: LogPage) -> [String] {
    page.commits.map { String(decoding: $0.subject, as: UTF8.self) }
  }

  @Test func `a log has people, dates, parents and messages`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a": "1"])
    let second = try repository.commit(
      "two\nwrapped subject\n\nbody\n\n  indented\n", ["a": "2"], seconds: 1_700_000_500)
    let page = try repository.open().log(LogRequest(start: second))
    #expect(page.commits.map(\.id) == [second, first])
    #expect(page.hasMore == false && page.cutReason == nil)
    let commit = page.commits[0]
    #expect(commit.parents == [first] && page.commits[1].parents == [])
    #expect(commit.author.name == "Ada" && commit.author.email == "ada@example.org")
    #expect(commit.author.seconds == 1_700_000_500 && commit.author.zoneMinutes == 90)
    #expect(commit.committer.name == "Grace" && commit.committer.zoneMinutes == -480)
    #expect(String(decoding: commit.subject, as: UTF8.self) == "two wrapped subject")
    #expect(String(decoding: commit.body, as: UTF8.self) == "body\n\n  indented")
  }

  @Test func `pages follow each other without gap`() throws {
    let repository = try TestRepository()
    for number in 0..<7 { try repository.commit("c\(number)", seconds: 1_700_000_000 + number) }
    let git = try repository.open()
    var request = LogRequest(start: try repository.id("HEAD"))
    request.limit = 3
    var seen: [String] = []
    var pages = 0
    while true {
      let page = try git.log(request)
      seen += messages(page)
      pages += 1
      request.skip += request.limit
      if !page.hasMore { break }
    }
    #expect(pages == 3)
    #expect(seen == ["c6", "c5", "c4", "c3", "c2", "c1", "c0"])
  }

  @Test func `the history of a file follows its renames, that of a folder its path`() throws {
    let repository = try TestRepository()
    let text = (0..<40).map { "line \($0)\n" }.joined()
    try repository.commit("create", ["old name.txt": text])
    try repository.commit("other", ["x/y": "1"])
    try repository.git("mv", "old name.txt", "new.txt")
    try repository.commit("move")
    let head = try repository.commit("change", ["new.txt": text + "more\n", "x/y": "2"])
    let git = try repository.open()
    var request = LogRequest(start: head)
    request.path = Array("new.txt".utf8)
    #expect(messages(try git.log(request)) == ["change", "move"])
    request.followsRenames = true
    let followed = try git.log(request)
    #expect(messages(followed) == ["change", "move", "create"])
    #expect(
      followed.commits.map { $0.changes.map { String(decoding: $0.path, as: UTF8.self) } }
        == [["new.txt"], ["new.txt"], ["old name.txt"]])
    #expect(followed.commits[1].changes[0].status == .renamed)
    #expect(followed.commits[1].changes[0].oldPath == Array("old name.txt".utf8))
    request.path = Array("x".utf8)
    request.followsRenames = false
    #expect(messages(try git.log(request)) == ["change", "other"])
    request.path = Array("x/none".utf8)
    #expect(messages(try git.log(request)) == [])
  }

  @Test func `changed files come with counts, merges without`() throws {
    let repository = try TestRepository()
    try repository.commit("base", ["a": "1\n", "b": "1\n"])
    try repository.git("checkout", "-q", "-b", "side")
    try repository.commit("side", ["b": "1\n2\n3\n"], seconds: 1_700_000_100)
    try repository.git("checkout", "-q", "main")
    try repository.commit("main", ["a": "2\n"], seconds: 1_700_000_200)
    try repository.git("merge", "-q", "--no-ff", "-m", "join", "side", seconds: 1_700_000_300)
    var request = LogRequest(start: try repository.id("HEAD"))
    request.wantsChanges = true
    let commits = try repository.open().log(request).commits
    #expect(commits.map { String(decoding: $0.subject, as: UTF8.self) } == ["join", "main", "side", "base"])
    #expect(commits[0].parents.count == 2 && commits[0].changes == [])
    #expect(commits[1].changes.map(\.counts) == [LineCounts(added: 1, deleted: 1)])
    #expect(commits[2].changes.map(\.counts) == [LineCounts(added: 2, deleted: 0)])
    #expect(commits[3].changes.map(\.status) == [.added, .added])
    request.excluded = [try repository.id("main^")]
    #expect(messages(try repository.open().log(request)) == ["join", "side"])
  }

  @Test func `names go through the mail map`() throws {
    let repository = try TestRepository()
    try repository.commit(
      "one", [".mailmap": "Ada Lovelace <countess@example.org> <ada@example.org>\n", "a": "1\n"])
    let git = try repository.open()
    let id = try repository.id("HEAD")
    #expect(try git.commitRecord(id)?.author.name == "Ada Lovelace")
    #expect(try git.blame(id, path: Array("a".utf8)).origins.map(\.author.email) == ["countess@example.org"])
  }

  @Test func `bytes that are not text stay as they are`() throws {
    let repository = try TestRepository()
    let name: [UInt8] = [0x66, 0xFF, 0x0A, 0x22, 0x09]
    try repository.write("1\n2\n", to: "plain")
    try repository.git("add", "plain")
    try repository.git(
      ["update-index", "-z", "--index-info"],
      input: Array("100644 \(try repository.blob([0x31, 0x0A]))\t".utf8) + name + [0])
    let tree = try repository.git("write-tree")
    // `git commit` would repair the message.
    let object = "tree \(tree)\nauthor A <a> 1 +0000\ncommitter C <c> 1 +0000\n\n"
    let hex = try repository.git(
      ["hash-object", "-t", "commit", "-w", "--stdin"],
      input: Array(object.utf8) + [0x73, 0xFE, 0x01, 0x1B, 0x0A])
    let id = try #require(ObjectID(hex: hex))
    let git = try repository.open()
    var request = LogRequest(start: id)
    request.wantsChanges = true
    let commit = try #require(try git.log(request).commits.first)
    #expect(commit.message.starts(with: [0x73, 0xFE, 0x01, 0x1B]))
    #expect(commit.changes.map(\.path) == [name, Array("plain".utf8)])
    #expect(commit.changes.map(\.counts?.added) == [1, 2])
    request.path = name
    #expect(try git.log(request).commits.map(\.id) == [id])
    request.followsRenames = true
    #expect(try git.log(request).commits.first?.changes.map(\.path) == [name])
    #expect(try git.blame(id, path: name).hunks.map(\.path) == [name])
    #expect(try git.entry(at: id, path: name)?.entry?.path == name)
  }

  @Test func `messages of other encodings become UTF-8`() throws {
    let repository = try TestRepository()
    try repository.git(
      ["-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "--allow-empty", "-F", "-"],
      input: [0x67, 0xFC, 0x6E])
    let commit = try repository.open().commitRecord(try repository.id("HEAD"))
    #expect(commit.map { String(decoding: $0.subject, as: UTF8.self) } == "gün")
  }

  @Test func `signs in a path mean nothing`() throws {
    let repository = try TestRepository()
    try repository.commit("one", [":(top)*": "1", "--all": "2", "plain": "3", "[a-z]lain": "4"])
    let git = try repository.open()
    for path in [":(top)*", "--all", "[a-z]lain"] {
      var request = LogRequest(start: try repository.id("HEAD"))
      request.path = Array(path.utf8)
      request.wantsChanges = true
      #expect(try git.log(request).commits.first?.changes.map(\.path) == [Array(path.utf8)], "\(path)")
      #expect(try git.blame(request.start, path: Array(path.utf8)).hunks.count == 1, "\(path)")
    }
  }

  @Test(arguments: [
    "/etc/passwd", "a//b", "../a", "a/./b", "a/", ".", "a\u{0}b", String(repeating: "x", count: 20_000),
  ])
  func `what cannot be a path is refused`(_ path: String) throws {
    let repository = try TestRepository()
    let id = try repository.commit("one", ["a": "1"])
    let git = try repository.open()
    var request = LogRequest(start: id)
    request.path = Array(path.utf8)
    let error = #expect(throws: GitError.self) { try git.log(request) }
    guard case .badPath = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: GitError.self) { try git.blame(id, path: Array(path.utf8)) }
    #expect(throws: GitError.self) { try git.entry(at: id, path: Array(path.utf8)) }
  }

  @Test func `the newest change of each name in a folder is found`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["d/a": "1", "d/e/b": "1", "d/e/c": "1", "top": "1"])
    let second = try repository.commit("two", ["d/e/c": "2"])
    let third = try repository.commit("three", ["top": "2"])
    let git = try repository.open()
    func latest(_ folder: String, _ names: [String]) throws -> [ObjectID?] {
      let names = names.map { Array($0.utf8) }
      let found = try git.latestChanges(
        at: third, folder: Array(folder.utf8), names: names, limits: HistoryLimits())
      return names.map { found[$0]?.id }
    }
    #expect(try latest("d", ["a", "e", "none"]) == [first, second, nil])
    #expect(try latest("", ["d", "top"]) == [second, third])
    #expect(try latest("d/e", ["b", "c"]) == [first, second])
  }

  @Test func `a shallow clone ends where it was cut`() throws {
    let repository = try TestRepository()
    for number in 0..<4 {
      try repository.commit("c\(number)", ["a": "\(number)\n"], seconds: 1_700_000_000 + number)
    }
    try repository.git("clone", "-q", "--depth=2", "file://\(repository.path)", "../shallow")
    let git = try GitRepository.open(repository.folder + "/shallow")
    let head = try repository.id("HEAD")
    let page = try git.log(LogRequest(start: head))
    #expect(messages(page) == ["c3", "c2"] && page.commits[1].parents == [])
    #expect(try git.blame(head, path: Array("a".utf8)).origins.map(\.id) == [head])
    #expect(try git.blame(page.commits[1].id, path: Array("a".utf8)).origins.map(\.isBoundary) == [true])
    #expect(throws: GitError.self) { try git.log(LogRequest(start: try repository.id("HEAD~3"))) }
  }

  @Test func `time that runs out leaves what came until then`() throws {
    let repository = try TestRepository()
    let id = try repository.commit("one", ["a": "1\n"])
    let git = try repository.open()
    let page = try git.log(LogRequest(start: id), limits: HistoryLimits(seconds: 0))
    #expect(page.cutReason?.contains("longer than 0 s") == true && page.hasMore)
    #expect(
      try git.blame(id, path: [0x61], usesIgnoreFile: false, limits: HistoryLimits(seconds: 0)).cutReason
        != nil)
    let cancelled = CancellationFlag()
    cancelled.cancel()
    #expect(throws: CancellationError.self) { try git.log(LogRequest(start: id), cancellation: cancelled) }
  }
}
