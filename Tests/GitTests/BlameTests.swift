import Containers
import Git
import Platform
import Testing

@Suite struct `Blame of files` {
  /// "1-2 subject, 3 subject" of a file at HEAD.
  private func summary(_ repository: TestRepository, _ path: String, at id: ObjectID? = nil) throws -> String
  {
    let blame = try repository.open().blame(id ?? repository.id("HEAD"), path: Array(path.utf8))
    #expect(blame.cutReason == nil)
    return blame.hunks.map { hunk in
      let lines = hunk.lines
      let range = lines.count == 1 ? "\(lines.lowerBound)" : "\(lines.lowerBound)-\(lines.upperBound)"
      return "\(range) \(String(decoding: blame.origins[hunk.origin].subject, as: UTF8.self))"
    }.joined(separator: ", ")
  }

  @Test func `each line has the commit that last changed it`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a": "1\n2\n3\n4\n"])
    let second = try repository.commit("two", ["a": "1\nB\n3\n4\n5\n"], seconds: 1_700_000_900)
    #expect(try summary(repository, "a") == "1 one, 2 two, 3-4 one, 5 two")
    let blame = try repository.open().blame(second, path: Array("a".utf8))
    #expect(blame.origins.map(\.id).sorted() == [first, second].sorted())
    let hunk = blame.hunks[1]
    #expect(hunk.previous == Blame.FileAtCommit(commit: first, path: Array("a".utf8)))
    #expect(blame.hunks[0].previous == nil)
    let origin = blame.origins[hunk.origin]
    #expect(origin.author.name == "Ada" && origin.author.email == "ada@example.org")
    #expect(origin.author.seconds == 1_700_000_900 && origin.author.zoneMinutes == 90)
    #expect(origin.isBoundary == false && blame.origins[blame.hunks[0].origin].isBoundary)
  }

  @Test func `a renamed file leads to its old name`() throws {
    let repository = try TestRepository()
    let text = (0..<30).map { "line \($0)\n" }.joined()
    let first = try repository.commit("one", ["old \"name\".txt": text])
    try repository.git("mv", "old \"name\".txt", "new.txt")
    let head = try repository.commit("two", ["new.txt": "top\n" + text])
    let blame = try repository.open().blame(head, path: Array("new.txt".utf8))
    #expect(blame.hunks.count == 2)
    #expect(
      blame.hunks[0].previous == Blame.FileAtCommit(commit: first, path: Array("old \"name\".txt".utf8)))
    #expect(blame.hunks[1].path == Array("old \"name\".txt".utf8) && blame.hunks[1].originalLine == 1)
    #expect(blame.hunks[1].lines == 2...31)
  }

  @Test func `commits of the ignore file are passed over`() throws {
    let repository = try TestRepository()
    try repository.commit("one", ["a": "f( 1 )\ng( 2 )\n"])
    let format = try repository.commit("format", ["a": "f(1)\ng(2)\n"])
    #expect(try summary(repository, "a") == "1-2 format")
    let list =
      "# formatting\n\(format.hex)  # all of it\r\n\(String(repeating: "0", count: 39))1\nnot an id\n\(format.hex)\n"
    try repository.commit("list", [".git-blame-ignore-revs": list])
    #expect(try summary(repository, "a") == "1-2 one")
    let git = try repository.open()
    #expect(try git.blame(try repository.id("HEAD"), path: [0x61]).ignoredCount == 1)
    #expect(try git.blame(try repository.id("HEAD"), path: [0x61], usesIgnoreFile: false).origins.count == 1)
    // Where the list does not exist yet, it does not count.
    #expect(try summary(repository, "a", at: format) == "1-2 format")
  }

  @Test(arguments: ["", "no end", "one\r\ntwo\r\n", "\u{0}\u{1}binary\u{0}\n"])
  func `every content can be blamed`(_ text: String) throws {
    let repository = try TestRepository()
    try repository.commit("one", ["a": text])
    let blame = try repository.open().blame(try repository.id("HEAD"), path: [0x61])
    let ends = text.utf8.count { $0 == 0x0A }
    let lines = text.utf8.last.map { $0 == 0x0A ? ends : ends + 1 } ?? 0
    #expect(blame.hunks.map(\.lines) == (lines == 0 ? [] : [1...lines]))
  }

  @Test func `what is no file there is an error`() throws {
    let repository = try TestRepository()
    let id = try repository.commit("one", ["d/a": "1"])
    for path in ["none", "d", "d/a/b"] {
      #expect(throws: GitError.self, "\(path)") { try repository.open().blame(id, path: Array(path.utf8)) }
    }
  }

  @Test func `a repository's own settings start nothing and change nothing`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a.x": "1\n\n3\n"])
    let head = try repository.commit("two", ["a.x": "1\n\n4\n", "b": "new\n"])
    func answers() throws -> (LogPage, Blame, TreeDiff) {
      let git = try repository.open()
      var log = LogRequest(start: head)
      log.wantsChanges = true
      return (
        try git.log(log), try git.blame(head, path: Array("a.x".utf8)),
        try git.diff(DiffRequest(old: first, new: head))
      )
    }
    let before = try answers()
    let trap = repository.folder + "/trap"
    try repository.write("#!/bin/sh\ntouch \(repository.folder)/sprung\n", to: "../trap")
    try repository.git("update-index", "--refresh")
    _ = try Command(arguments: ["chmod", "+x", trap], environment: ["PATH": "/usr/bin:/bin"]).run()
    try repository.write("*.x diff=evil filter=evil\n", to: ".git/info/attributes")
    for (name, value) in [
      ("diff.evil.command", trap), ("diff.evil.textconv", trap), ("diff.external", trap),
      ("filter.evil.smudge", trap),
      ("filter.evil.clean", trap), ("gpg.program", trap), ("log.showSignature", "true"), ("core.pager", trap),
      ("core.fsmonitor", trap), ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"),
      ("diff.orderFile", trap),
      ("diff.suppressBlankEmpty", "true"), ("color.ui", "always"), ("diff.context", "0"),
      ("diff.renames", "false"),
      ("blame.showEmail", "true"), ("blame.ignoreRevsFile", "/nowhere"), ("log.follow", "true"),
      ("log.date", "iso"),
      ("blame.date", "iso"), ("log.decorate", "full"), ("i18n.logOutputEncoding", "UTF-16"),
      ("format.notes", "true"),
      ("mailmap.file", "/nowhere"), ("log.mailmap", "false"), ("format.pretty", "oneline"),
      ("diff.submodule", "diff"),
      ("log.showRoot", "false"), ("log.diffMerges", "on"), ("diff.interHunkContext", "9"),
      ("diff.relative", "true"),
      ("diff.wsErrorHighlight", "all"), ("diff.colorMoved", "zebra"), ("diff.algorithm", "patience"),
    ] {
      try repository.git("config", name, value)
    }
    let after = try answers()
    #expect(fileStatus(repository.folder + "/sprung") == nil)
    #expect(before.0.commits == after.0.commits)
    #expect(before.1.hunks == after.1.hunks && before.1.origins == after.1.origins)
    #expect(before.2.files == after.2.files)
  }
}
