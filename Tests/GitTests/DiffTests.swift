import Containers
import Git
import Platform
import Testing

@Suite struct `Differences of commits` {
  /// One line per file, its lines below.
  private func text(_ diff: TreeDiff) -> String {
    diff.files.map { file in
      let change = file.change
      let names =
        change.oldPath == change.path ? name(change.path) : "\(name(change.oldPath)) → \(name(change.path))"
      let counts = change.counts.map { " +\($0.added) -\($0.deleted)" } ?? ""
      let lines = file.hunks.flatMap(\.lines).map { line -> String in
        let sign = line.kind == .added ? "+" : line.kind == .deleted ? "-" : " "
        return
          "\(line.oldNumber ?? 0):\(line.newNumber ?? 0)\(sign)\(name(line.text))\(line.lacksLineEnd ? "¬" : "")"
      }
      return (["\(change.status) \(names)\(counts)"] + lines).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private func name(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func diff(
    _ repository: TestRepository, _ old: ObjectID?, _ new: ObjectID,
    _ change: (inout DiffRequest) -> Void = { _ in }
  ) throws -> TreeDiff {
    var request = DiffRequest(old: old, new: new)
    change(&request)
    return try repository.open().diff(request)
  }

  @Test func `lines, renames, modes and ends of files are told apart`() throws {
    let repository = try TestRepository()
    let long = (0..<20).map { "line \($0)\n" }.joined()
    let old = try repository.commit(
      "one",
      [
        "changed": "a\nb\nc\n", "gone": "x", "moved": long, "mode": "m\n", "type": "t\n",
        "crlf": "a\r\nb\r\n",
      ])
    try repository.git("mv", "moved", "folder/moved there".replacing("folder/", with: ""))
    try repository.git("rm", "-q", "gone")
    _ = try Command(
      arguments: ["sh", "-c", "chmod +x mode && rm type && ln -s mode type"],
      environment: ["PATH": "/usr/bin:/bin"]
    ).inFolder(repository.path).run()
    let new = try repository.commit(
      "two", ["changed": "a\nB\nc", "moved there": long + "end\n", "new\ttab": "n\n", "crlf": "a\r\nb\n"])
    #expect(
      text(try diff(repository, old, new) { $0.contextLines = 1 }) == """
        modified changed +2 -2
        1:1 a
        2:0-b
        3:0-c
        0:2+B
        0:3+c¬
        modified crlf +1 -1
        1:1 a\r
        2:0-b\r
        0:2+b
        deleted gone +0 -1
        1:0-x¬
        modified mode +0 -0
        renamed moved → moved there +1 -0
        20:20 line 19
        0:21+end
        added new\ttab +1 -0
        0:1+n
        typeChanged type +1 -1
        1:0-t
        0:1+mode¬
        """)
    let modes = try diff(repository, old, new).files.first { $0.change.path == Array("mode".utf8) }
    #expect(
      modes?.change.isModeOnly == true && modes?.change.new?.kind == .executable && modes?.omission == nil)
    let blank = try diff(repository, old, new) { $0.ignoresWhitespace = true }
    #expect(blank.files.first { $0.change.path == Array("crlf".utf8) }?.hunks == [])
  }

  @Test func `a first commit differs from nothing`() throws {
    for format in ["sha1", "sha256"] {
      let repository = try TestRepository("--object-format=\(format)")
      let first = try repository.commit("one", ["a": "1\n", "empty": ""])
      #expect(text(try diff(repository, nil, first)) == "added a +1 -0\n0:1+1\nadded empty +0 -0")
    }
  }

  @Test func `nothing differs from itself`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one", ["a": "1\n"])
    let result = try diff(repository, first, first)
    #expect(result.files == [] && result.cutReason == nil && result.isFileListCut == false)
  }

  @Test func `binary files and submodules have no lines of text`() throws {
    let repository = try TestRepository()
    try repository.write([0, 1, 2, 0], to: "binary")
    let old = try repository.commit("one")
    try repository.write([0, 1, 3, 0], to: "binary")
    try repository.git("update-index", "--add", "--cacheinfo", "160000,\(old.hex),module")
    try repository.git("add", "binary")
    try repository.git("commit", "-q", "-m", "two")
    let files = try diff(repository, old, try repository.id("HEAD")).files
    #expect(files.map(\.omission) == [.binary, nil])
    #expect(files[0].change.isBinary && files[0].change.counts == nil && files[0].hunks == [])
    #expect(files[1].change.new?.kind == .submodule && files[1].change.new?.id == old)
  }

  @Test func `names of every kind are matched with their lines`() throws {
    let repository = try TestRepository()
    let names: [[UInt8]] = [
      [0xFF, 0xFE], Array("a b/c\nd".utf8), Array("\"q\"\\".utf8), Array("é\u{7F}".utf8), Array("tab\t".utf8),
      Array("b/x b/x".utf8), Array("diff --git a/x b/x".utf8), Array("@@ -1 +1 @@".utf8),
    ]
    var input: [UInt8] = []
    for (index, name) in names.enumerated() {
      let blob = try repository.blob(Array("diff --git a/x b/x\n@@ -1 +1 @@\n-\(index)\n".utf8))
      input += Array("100644 \(blob.hex)\t".utf8) + name + [0]
    }
    try repository.git(["update-index", "-z", "--add", "--index-info"], input: input)
    try repository.git("commit", "-q", "-m", "one")
    let files = try diff(repository, nil, try repository.id("HEAD")).files
    #expect(Set(files.map(\.change.path)) == Set(names))
    for file in files {
      let index = try #require(names.firstIndex(of: file.change.path))
      #expect(
        file.hunks.flatMap(\.lines).map { name($0.text) } == [
          "diff --git a/x b/x", "@@ -1 +1 @@", "-\(index)",
        ])
      #expect(file.change.counts == LineCounts(added: 3, deleted: 0))
      let single = try diff(repository, nil, try repository.id("HEAD")) { $0.paths = [file.change.path] }
      #expect(single.files == [file])
    }
  }

  @Test func `what is left out is said`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("zero")
    var files: [String: String] = [:]
    for number in 0..<6 { files["f\(number)"] = (0..<10).map { "\($0)\n" }.joined() }
    files["wide"] = String(repeating: "w", count: 10_000)
    let head = try repository.commit("one", files)
    let perFile = try diff(repository, first, head) { $0.fileLineLimit = 4 }
    #expect(perFile.files[0].omission == .fileLines(limit: 4) && perFile.files[0].hunks[0].lines.count == 4)
    #expect(perFile.files[6].hunks[0].lines[0].fullLength == 10_000)
    let total = try diff(repository, first, head) { $0.lineLimit = 25 }
    #expect(total.files.map(\.omission) == [nil, nil, .total, .total, .total, .total, .total])
    #expect(total.files.flatMap(\.hunks).flatMap(\.lines).count == 25)
    let shown = try diff(repository, first, head) { $0.shownFileLimit = 1 }
    #expect(shown.files.map { $0.hunks.count } == [1, 0, 0, 0, 0, 0, 0])
    #expect(shown.files.allSatisfy { $0.change.counts != nil })
    let listed = try diff(repository, first, head) { $0.fileLimit = 2 }
    #expect(listed.files.count == 2 && listed.isFileListCut)
    let counted = try diff(repository, first, head) { $0.wantsLines = false }
    #expect(
      counted.files.allSatisfy { $0.omission == .notAsked }
        && counted.counts == LineCounts(added: 61, deleted: 0))
  }

  @Test func `the common ancestor, who is ahead and where a commit is contained`() throws {
    let repository = try TestRepository()
    let base = try repository.commit("base")
    try repository.git("checkout", "-q", "-b", "side")
    let side = try repository.commit("side")
    try repository.git("tag", "v1")
    try repository.git("checkout", "-q", "main")
    try repository.commit("m1")
    let main = try repository.commit("m2")
    try repository.git("checkout", "-q", "--orphan", "alone")
    let alone = try repository.commit("alone")
    let git = try repository.open()
    #expect(try git.mergeBase(main, side) == base)
    #expect(try git.mergeBase(main, alone) == nil)
    let (ahead, behind) = try git.aheadBehind(main, side)
    #expect(ahead == 1 && behind == 2)
    let names = try git.references(containing: side, limit: 10, limits: HistoryLimits())?.map(\.name)
    #expect(names.map(Set.init) == ["side", "v1"])
    #expect(try git.references(containing: base, limit: 2, limits: HistoryLimits())?.count == 2)
    let missing = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
    #expect(throws: GitError.self) { try git.mergeBase(main, missing) }
    #expect(throws: GitError.self) { try git.diff(DiffRequest(old: main, new: missing)) }
  }
}

extension Command {
  fileprivate func inFolder(_ folder: String) -> Command {
    var copy = self
    copy.folder = folder
    return copy
  }
}
