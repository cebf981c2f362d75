import Foundation
import Platform
import QueryEngine
import Search
import Synchronization
import Testing

@Suite struct Indexing {
  @Test func `a second run indexes only new blobs`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("alpha\nbeta\n", to: "a.txt")
    try repository.folder.write("gamma\n", to: "b.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    #expect(try bench.index([repository.path]).newDocuments == 2)
    #expect(try bench.index().newDocuments == 0)
    try repository.folder.write("gamma delta\n", to: "b.txt")
    try repository.commit("two")
    #expect(try bench.index().newDocuments == 1)
    #expect(try bench.lines("delta") == ["b.txt:1"])
    #expect(try bench.lines("gamma") == ["b.txt:1"])
    #expect(try bench.lines("alpha") == ["a.txt:1"])
  }

  @Test func `many tags cost their changed blobs`() throws {
    let repository = try TemporaryRepository()
    for number in 0..<40 { try repository.folder.write("file \(number) steady\n", to: "src/f\(number).txt") }
    for tag in 0..<30 {
      try repository.folder.write("changed in \(tag)\n", to: "src/f\(tag % 40).txt")
      try repository.commit("c\(tag)")
      try repository.git(["tag", "v\(tag)"])
    }
    let bench = try IndexBench()
    let report = try bench.index([repository.path], revisions: ["v*"])
    // 40 files at first, one of them changed in the first tag already, and one more in each later tag.
    #expect(report.newDocuments == 40 + 29)
    #expect(try bench.lines("rev:v3 \"changed in 3\"") == ["src/f3.txt:1"])
    #expect(try bench.lines("rev:v2 \"changed in 3\"").isEmpty)
    #expect(try bench.lines("rev:v2 \"file 3 steady\"") == ["src/f3.txt:1"])
    #expect(try bench.lines("\"file 3 steady\"").isEmpty, "the default branch has it no more")
    #expect(try bench.search("rev:* \"changed in 3\" count:all").files.count == 1, "one blob is one result")
  }

  @Test func `deleted references and repositories disappear`() throws {
    let parent = try TemporaryFolder()
    let repository = try TemporaryRepository()
    try repository.folder.write("kept\n", to: "a.txt")
    try repository.commit("one")
    try repository.git(["checkout", "-q", "-b", "feature"])
    try repository.folder.write("only on the feature branch\n", to: "b.txt")
    try repository.commit("two")
    try repository.git(["checkout", "-q", "main"])
    try renameFile(repository.path, to: parent.path + "/repo")
    let bench = try IndexBench()
    try bench.index([parent.path], revisions: ["feature"])
    #expect(try bench.lines("rev:feature feature") == ["b.txt:1"])
    let moved = Process()
    moved.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    moved.arguments = ["git", "-C", parent.path + "/repo", "branch", "-q", "-D", "feature"]
    try moved.run()
    moved.waitUntilExit()
    let report = try bench.index()
    #expect(report.removedRevisions == 1)
    #expect(try bench.lines("rev:* feature").isEmpty)
    try removeTree(parent.path + "/repo")
    try bench.index()
    let searcher = try Searcher.open(dataFolder: bench.data.path, workerCount: 1)
    #expect(searcher.repositories.allSatisfy { $0.fileCount == 0 })
  }

  @Test func `small segments are merged and answer the same`() throws {
    let repository = try TemporaryRepository()
    let bench = try IndexBench()
    for number in 0..<12 {
      try repository.folder.write("entry number\(number) common\n", to: "f\(number).txt")
      try repository.commit("c\(number)")
      try bench.index([repository.path])
    }
    #expect(try bench.lines("common").count == 12)
    #expect(try bench.lines("number7") == ["f7.txt:1"])
    let searcher = try Searcher.open(dataFolder: bench.data.path, workerCount: 1)
    #expect(searcher.status.segments < 9)
  }

  @Test(arguments: [1, 40, 2 << 30]) func `repositories published in batches are the same index`(bytes: Int)
    throws
  {
    let parent = try TemporaryFolder()
    for number in 0..<7 {
      let repository = try TemporaryRepository()
      try repository.folder.write("shared by all\n", to: "COPYING")
      try repository.folder.write("shared by pairs \(number / 2)\n", to: "pair.txt")
      try repository.folder.write("word\(number) own\n", to: "src/own\(number).txt")
      try repository.commit("one")
      try renameFile(repository.path, to: parent.path + "/r\(number)")
    }
    let plain = try TemporaryFolder()
    try plain.write("word7 own\nshared by all\n", to: "own7.txt")
    let bench = try IndexBench()
    bench.options.batchBytes = bytes
    let report = try bench.index([parent.path, plain.path])
    #expect(report.newDocuments == 1 + 4 + 7 + 1)
    #expect(report.repositories == 8)
    let generation = try Searcher.open(dataFolder: bench.data.path, workerCount: 1).status.generation
    switch bytes {
    case 1: #expect(generation >= 8, "each repository is a batch")
    case 40: #expect(generation >= 3)
    default: #expect(generation <= 2, "a batch, and symbols")
    }
    #expect(
      try bench.search("COPYING count:all").summary.statistics.matchedFiles == 1, "one blob is one result")
    #expect(try bench.search("shared count:all").summary.statistics.matchedFiles == 1 + 4 + 1)
    for number in 0..<7 {
      #expect(try bench.lines("word\(number)") == ["src/own\(number).txt:1"])
      #expect(try bench.lines("repo:r\(number) \"shared by\"") == ["COPYING:1", "pair.txt:1"])
    }
    #expect(try bench.lines("word7") == ["own7.txt:1"])
    let again = try bench.index()
    #expect(again.newDocuments == 0)
    #expect(try Searcher.open(dataFolder: bench.data.path, workerCount: 1).status.generation == generation)
  }

  @Test func `few repositories of many are searched alone, and nothing of them is missed`() throws {
    let parent = try TemporaryFolder()
    for number in 0..<9 {
      let repository = try TemporaryRepository()
      try repository.folder.write("alpha beta \(number)\n", to: "a\(number).txt")
      try repository.folder.write("alpha gamma\n", to: "same.txt")
      try repository.commit("one")
      if number == 4 { try repository.git(["tag", "v1"]) }
      try repository.folder.write("later \(number)\n", to: "later.txt")
      try repository.commit("two")
      try renameFile(repository.path, to: parent.path + "/r\(number)")
    }
    let bench = try IndexBench()
    bench.options.batchBytes = 60
    try bench.index([parent.path], revisions: ["v1"])
    for (query, expected) in [
      ("repo:^r3$ alpha", ["a3.txt:1", "same.txt:1"]),
      ("repo:^r3$ -gamma alpha", ["a3.txt:1"]),
      ("(repo:^r3$ OR repo:^r8$) beta", ["a3.txt:1", "a8.txt:1"]),
      ("(repo:^r3$ OR later) -gamma alpha", ["a3.txt:1"]),
      ("(repo:^r3$ OR gamma) alpha -file:a5", ["a3.txt:1", "same.txt:1"]),
      ("repo:^r3$ repo:^r4$ alpha", []),
      ("repo:^nothing$ alpha", []),
      ("rev:v1 beta", ["a4.txt:1"]),
      ("rev:v1 later", []),
      ("rev:v2 alpha", []),
      ("repo:^r3$@v1 alpha", []),
      ("repo:^r4$@v1 beta", ["a4.txt:1"]),
      ("repo:^r3$ file:later.txt", []),
    ] {
      #expect(try bench.lines(query) == expected, "\(query)")
    }
    #expect(try bench.search("-repo:^r3$ beta count:all").files.count == 8)
    #expect(try bench.search("repo:^r3$ file:later.txt count:all").files.count == 1)
    #expect(try bench.search("repo:^r3$ a3.txt").files.count == 1, "a file by its name")
    let all = try bench.search("type:repo r")
    #expect(all.files.count == 9 && all.summary.isComplete)
    let some = try bench.search("type:repo r count:3")
    #expect(some.files.count == 3 && some.summary.limits == [.matchLimit(shown: 3)])
    let elsewhere = try bench.search("repo:^r3$ alpha").summary.statistics.documentsVerified
    #expect(elsewhere == 2, "documents of other repositories are not looked at")
  }

  @Test(arguments: [
    ("Host/Owner/Name", "owner", true), ("abc", "", true), ("abc", "abcd", false), ("aab", "ab", true),
    ("Größe", "größe", true), ("GRÖßE", "größe", true), ("x/größe", "öß", true), ("x", "ö", false),
  ])
  func `names of repositories are compared without regard to case`(name: String, text: String, holds: Bool) {
    let repository = RepositoryInfo(name: name, revisions: [], fileCount: 0, indexedAt: 0)
    #expect(repository.isNamed(like: text) == holds)
  }

  @Test func `a run that ends early keeps the batches before`() throws {
    let parent = try TemporaryFolder()
    for number in 0..<4 {
      let repository = try TemporaryRepository()
      try repository.folder.write("word\(number) own\n", to: "own\(number).txt")
      try repository.commit("one")
      try renameFile(repository.path, to: parent.path + "/r\(number)")
    }
    let bench = try IndexBench()
    bench.options.batchBytes = 1
    bench.options.sources = [parent.path]
    bench.options.wantsSymbols = false
    let published = Mutex(0)
    // The folder of the segments goes when the third batch is published, so that the fourth cannot be written.
    let segments = bench.data.path + "/segments"
    let aside = bench.data.path + "/aside"
    #expect(throws: (any Error).self) {
      try Indexer.run(bench.options) { progress in
        guard progress.phase == "publishing" else { return }
        let count = published.withLock { count in
          count += 1
          return count
        }
        // Failing to would fail what the test expects.
        if count == 3 { try? renameFile(segments, to: aside) }
      }
    }
    if fileStatus(segments) != nil { try removeTree(segments) }
    try renameFile(aside, to: segments)
    let report = try bench.index()
    #expect(report.newDocuments == 1)
    for number in 0..<4 { #expect(try bench.lines("word\(number)") == ["own\(number).txt:1"]) }
  }

  @Test func `small segments of one size are merged, larger ones are left`() throws {
    let repository = try TemporaryRepository()
    let bench = try IndexBench()
    bench.options.wantsSymbols = false
    let large = (0..<3000).map { "line \($0) of the large file" }.joined(separator: "\n")
    try repository.folder.write(large, to: "large.txt")
    try repository.commit("large")
    try bench.index([repository.path])
    let first = try Set(listFolder(bench.data.path + "/segments").filter { $0.hasSuffix(".seg") })
    for number in 0..<20 {
      try repository.folder.write("entry\(number)\n", to: "f\(number).txt")
      try repository.commit("c\(number)")
      try bench.index([repository.path])
    }
    let last = try Set(listFolder(bench.data.path + "/segments").filter { $0.hasSuffix(".seg") })
    #expect(first.isSubset(of: last), "twenty small files do not make the large one be written again")
    #expect(last.count <= 8)
    for number in 0..<20 { #expect(try bench.lines("entry\(number)").contains("f\(number).txt:1")) }
  }

  @Test func `a compact index answers the same`() throws {
    let repository = try TemporaryRepository()
    for number in 0..<20 {
      let text = (0..<2000).map { "line \($0) of file \(number)" }.joined(separator: "\n")
      try repository.folder.write(text, to: "f\(number).txt")
    }
    try repository.commit("one")
    let plain = try IndexBench()
    let compact = try IndexBench()
    compact.options.compact = true
    try plain.index([repository.path])
    try compact.index([repository.path])
    for query in ["\"line 1999\"", "/line 1[0-9]{3} of file 7/", "/9 of file 1$/"] {
      #expect(try plain.lines(query) == compact.lines(query))
      #expect(try !plain.lines(query).isEmpty)
    }
  }

  @Test func `a second indexer says who is at work`() throws {
    let bench = try IndexBench()
    let repository = try TemporaryRepository()
    try repository.commit("empty")
    let lock = try FileLock.acquire(bench.data.path + "/lock")
    defer { lock.unlock() }
    #expect(throws: SearchError.self) { try bench.index([repository.path]) }
  }

  @Test func `an empty repository and one without commits are indexed as empty`() throws {
    let empty = try TemporaryRepository()
    let bench = try IndexBench()
    try bench.index([empty.path])
    let searcher = try Searcher.open(dataFolder: bench.data.path, workerCount: 1)
    #expect(searcher.repositories.count == 1)
    #expect(searcher.repositories[0].notes.contains("has no commits yet"))
    #expect(try bench.lines("anything").isEmpty)
  }

  @Test func `a missing source is a warning and what was indexed stays`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("alpha\n", to: "a.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    let report = try bench.index(["/nonexistent/folder"])
    #expect(report.warnings.count == 1)
    #expect(try bench.lines("alpha") == ["a.txt:1"])
  }

  @Test func `a damaged manifest is named and the index rebuilt`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("alpha\n", to: "a.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    try bench.data.write("ALIDADE-MANIFEST 1 0 3\nbad", to: "manifest")
    #expect(throws: SearchError.self) { try bench.search("alpha") }
    let report = try bench.index([repository.path])
    #expect(report.warnings.contains { $0.contains("checksum") })
    #expect(try bench.lines("alpha") == ["a.txt:1"])
  }
}

@Suite struct Searching {
  @Test func `lines carry numbers, marks and context`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("one\ntwo\nthree needle here needle\nfour\nfive\n", to: "dir/a.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    let searcher = try Searcher.open(dataFolder: bench.data.path, workerCount: 1)
    var request = SearchRequest(query: try Query(parsing: "needle"))
    request.contextLines = 1
    let result = try searcher.collect(request)
    #expect(result.files.count == 1)
    let lines = result.files[0].lines
    #expect(lines.map(\.number) == [2, 3, 4])
    #expect(lines.map(\.isMatch) == [false, true, false])
    #expect(lines[1].ranges == [6..<12, 18..<24])
    #expect(lines[1].byteOffset == 8)
    #expect(result.files[0].matchCount == 2)
    #expect(result.summary.isComplete)
  }

  @Test func `matches over several lines mark each of them`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("a\nstart\nmiddle\nend\nz\n", to: "a.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    #expect(try bench.lines("/(?s)start.*end/") == ["a.txt:2", "a.txt:3", "a.txt:4"])
  }

  @Test func `limits are told`() throws {
    let repository = try TemporaryRepository()
    for number in 0..<300 { try repository.folder.write("same\nsame \(number)\n", to: "f\(number).txt") }
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    let capped = try bench.search("same")
    #expect(!capped.summary.isComplete)
    let all = try bench.search("same count:all")
    #expect(all.summary.isComplete)
    #expect(all.summary.statistics.matchedFiles == 300)
    #expect(all.summary.statistics.matchedLines == 600)
    #expect(all.files.count == 300)
  }

  @Test func `the same bytes in several places are one result with copies`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("duplicate content\n", to: "a/one.txt")
    try repository.folder.write("duplicate content\n", to: "b/two.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    let files = try bench.search("duplicate").files
    #expect(files.count == 1)
    #expect(files[0].copyCount == 1)
    #expect(files[0].copies.map(\.pathText) == ["b/two.txt"])
  }

  @Test func `contents that are named when they are read have the names git gives`() throws {
    let source = try TemporaryFolder()
    let texts = ["", "alone\n", "same size 1\n", "same size 2\n", "same size 1\n", "longer and alone\n", ""]
    for (number, text) in texts.enumerated() { try source.write(text, to: "f\(number).txt") }
    try source.write(String(repeating: "x", count: 5000), to: "large.txt")
    let (first, later) = (try IndexBench(), try IndexBench())
    (first.options.maxFileBytes, later.options.maxFileBytes) = (4096, 4096)
    #expect(try first.index([source.path]).newDocuments == 6)
    let other = try TemporaryFolder()
    try other.write("something else\n", to: "g.txt")
    try later.index([other.path])
    #expect(try later.index([source.path]).newDocuments == 6)
    for query in ["alone", "same", "lang:skipped", "file:f"] {
      #expect(try first.lines(query) == later.lines(query).filter { !$0.hasPrefix("g.txt") }, "\(query)")
    }
    // The same contents under new times, all read and named in advance now: nothing may be new.
    for (number, text) in texts.enumerated() { try source.write(text, to: "f\(number).txt") }
    #expect(try first.index().newDocuments == 0)
  }

  @Test func `a text that reads like what an id is made of is no other file`() throws {
    let source = try TemporaryFolder()
    let large = String(repeating: "x", count: 5000)
    for (name, text) in [
      "a": "twelve bytes", "b": "unread 12 a", "c": "unread 12 a", "d": "skipped 5000 large", "large": large,
    ] { try source.write(text, to: name) }
    let bench = try IndexBench()
    bench.options.maxFileBytes = large.utf8.count - 1
    #expect(try bench.index([source.path]).newDocuments == 4)
    for (word, place) in ["twelve": "a:1", "unread": "b:1", "5000": "d:1"] { #expect(try bench.lines(word) == [place]) }
    #expect(try bench.search("lang:skipped").files.map(\.placement.pathText) == ["large"])
  }

  @Test func `files that change between being found and being read are not lost`() throws {
    let source = try TemporaryFolder()
    try source.write("twelve bytes", to: "same.txt")
    try source.write("this one grows", to: "grown.txt")
    try source.write("this file will go away", to: "gone.txt")
    let bench = try IndexBench()
    bench.options.sources = [source.path]
    let report = try Indexer.run(bench.options) { progress in
      guard progress.phase == "indexing", progress.documentsDone == 0 else { return }
      try? source.write("other  bytes", to: "same.txt")
      try? source.write("this one grows much", to: "grown.txt")
      try? FileManager.default.removeItem(atPath: source.path + "/gone.txt")
    }
    #expect(report.skipped == [SkippedCount(reason: "content missing or unreadable", documents: 2)])
    #expect(try bench.lines("twelve").isEmpty)
    #expect(try bench.lines("other") == ["same.txt:1"])
    #expect(try bench.index().newDocuments == 1)
    #expect(try bench.lines("much") == ["grown.txt:1"])
    #expect(try bench.search("lang:skipped").files.isEmpty)
  }

  @Test func `files that cannot be searched are listed with a reason`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write([0, 1, 2, 3], to: "binary.bin")
    try repository.folder.write("text\n", to: "a.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    let result = try bench.search("lang:skipped")
    #expect(result.files.map(\.placement.pathText) == ["binary.bin"])
    #expect(result.summary.skipped == [SkippedCount(reason: "binary", documents: 1)])
  }

  @Test func `encodings are converted for search and kept for reading`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write(
      [0xFF, 0xFE] + "größe\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, to: "u.txt")
    try repository.folder.write([0x67, 0x72, 0xF6, 0xDF, 0x65, 0x0A], to: "l.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    #expect(try bench.lines("größe") == ["l.txt:1", "u.txt:1"])
    let searcher = try Searcher.open(dataFolder: bench.data.path, workerCount: 1)
    let name = searcher.repositories[0].name
    #expect(
      try searcher.content(repository: name, revision: nil, path: "l.txt").bytes == [
        0x67, 0x72, 0xF6, 0xDF, 0x65, 0x0A,
      ])
  }

  @Test func `a search does not depend on the number of threads`() throws {
    let repository = try TemporaryRepository()
    for number in 0..<500 {
      try repository.folder.write(
        (0..<50).map { "word\($0 * number % 97) text" }.joined(separator: "\n"),
        to: "d\(number % 9)/f\(number).c")
    }
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    for query in ["word42", "/word[0-9]3/ count:all", "text", "word1 word2 -word90"] {
      let answers = try [1, 2, 4].map { count in
        let searcher = try Searcher.open(dataFolder: bench.data.path, workerCount: count)
        return try searcher.collect(SearchRequest(query: try Query(parsing: query))).files.map(
          \.placement.pathText)
      }
      #expect(answers[0] == answers[1] && answers[1] == answers[2], "\(query)")
    }
  }
}

@Suite struct Refreshing {
  @Test func `an open searcher takes up what was published since`() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("alpha\n", to: "a.txt")
    try repository.commit("one")
    let bench = try IndexBench()
    try bench.index([repository.path])
    let searcher = try Searcher.open(dataFolder: bench.data.path, workerCount: 1)
    #expect(try !searcher.refresh())
    try repository.folder.write("omega\n", to: "b.txt")
    try repository.commit("two")
    try bench.index()
    let request = SearchRequest(query: try Query(parsing: "omega"))
    #expect(try searcher.collect(request).files.isEmpty)
    #expect(try searcher.refresh())
    #expect(try !searcher.refresh())
    #expect(try searcher.collect(request).files.count == 1)
  }
}
