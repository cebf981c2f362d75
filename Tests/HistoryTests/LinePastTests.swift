import Containers
import Git
import History
import Platform
import TestSupport
import Testing

@Suite struct `The past of lines` {
  /// A repository made by `git fast-import` of a random history: edits of three files, branches and merges, renames.
  private static func repository(seed: UInt64, merges: Bool) throws -> HistoryRepository {
    let repository = try HistoryRepository()
    var random = SeededGenerator(seed: seed)
    var input = ""
    var branches: [[String: [String]]] = [[:]]
    var marks = [0]
    var number = 0
    func edit(_ lines: inout [String]) {
      let at = Int.random(in: 0...lines.count, using: &random)
      number += 1
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where at < lines.count: lines.remove(at: at)
      case 1 where at < lines.count: lines[at] = "line \(number)"
      default: for piece in 0..<Int.random(in: 1...4, using: &random) { lines.insert("line \(number) \(piece)", at: at) }
      }
    }
    func write(_ mark: Int, parents: [Int], _ files: [String: [String]]) {
      let time = 1_700_000_000 + mark * 60
      input += "commit refs/heads/main\nmark :\(mark)\nauthor Ada <a@b> \(time) +0000\ncommitter Ada <a@b> \(time) +0000\n"
      input += "data \("commit \(mark)".utf8.count)\ncommit \(mark)\n"
      for (index, parent) in parents.enumerated() { input += "\(index == 0 ? "from" : "merge") :\(parent)\n" }
      input += "deleteall\n"
      for (name, lines) in files.sorted(by: { $0.key < $1.key }) {
        let text = lines.map { $0 + "\n" }.joined()
        input += "M 100644 inline \(name)\ndata \(text.utf8.count)\n\(text)\n"
      }
    }
    var base: [String: [String]] = [:]
    for name in ["a", "b c", "d/é"] { base[name] = (0..<30).map { "\(name) \($0)" } }
    branches = [base]
    marks = [1]
    write(1, parents: [], base)
    for mark in 2...120 {
      let which = Int.random(in: 0..<branches.count, using: &random)
      var files = branches[which]
      if merges, branches.count > 1, Int.random(in: 0..<6, using: &random) == 0 {
        let other = (which + 1) % branches.count
        // Of each file one side's version, or lines of both.
        for name in Set(files.keys).union(branches[other].keys) {
          guard let mine = files[name], let theirs = branches[other][name] else { continue }
          switch Int.random(in: 0..<3, using: &random) {
          case 0: files[name] = theirs
          case 1: files[name] = Array(mine.prefix(mine.count / 2)) + Array(theirs.suffix(theirs.count / 2))
          default: break
          }
        }
        write(mark, parents: [marks[which], marks[other]], files)
        branches.remove(at: max(which, other))
        marks.remove(at: max(which, other))
        branches[min(which, other)] = files
        marks[min(which, other)] = mark
        continue
      }
      let name = files.keys.sorted().randomElement(using: &random)!
      if Int.random(in: 0..<20, using: &random) == 0, branches.count == 1, let lines = files.removeValue(forKey: name) {
        files[name.hasSuffix("2") ? String(name.dropLast()) : name + "2"] = lines
      } else {
        for _ in 0..<Int.random(in: 1...3, using: &random) { edit(&files[name]!) }
      }
      write(mark, parents: [marks[which]], files)
      if merges, branches.count < 3, Int.random(in: 0..<8, using: &random) == 0 {
        branches.append(files)
        marks.append(mark)
      } else {
        branches[which] = files
        marks[which] = mark
      }
    }
    let last = marks.count > 1 ? 121 : 0
    if last > 0 { write(last, parents: marks, branches[0]) }
    try repository.importing(input)
    return repository
  }

  private static func output(_ repository: HistoryRepository, _ arguments: [String]) throws -> [String] {
    let command = Command(
      arguments: ["git", "-C", repository.path] + arguments,
      environment: ["PATH": environmentVariable("PATH") ?? "/usr/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/"])
    return String(decoding: try command.run().output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The files of the newest commit with their lines.
  private static func files(_ repository: HistoryRepository) throws -> [(name: String, count: Int)] {
    try output(repository, ["-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", "main"]).map { name in
      (name, try output(repository, ["show", "main:\(name)"]).count)
    }
  }

  @Test(arguments: 1...12) func `agrees with git on histories without merges`(_ seed: UInt64) throws {
    let repository = try Self.repository(seed: seed, merges: false)
    let git = try repository.open()
    let head = try #require(try git.resolve("main"))
    let reader = try HistoryReader()
    var questions: [LineQuestion] = []
    var origins: [String] = []
    var changes: [[String]] = []
    for (name, count) in try Self.files(repository) {
      let blame = try Self.output(repository, ["blame", "-l", "-s", "main", "--", name]).map {
        String($0.drop { $0 == "^" }.prefix { $0 != " " }.prefix(40))
      }
      for line in stride(from: 1, through: count, by: 5) {
        let lines = max(1, line - 2)...min(count, line + 3)
        questions.append(LineQuestion(path: Array(name.utf8), line: line, lines: lines))
        origins.append(blame[line - 1])
        changes.append(
          try Self.output(
            repository, ["log", "-L\(lines.lowerBound),\(lines.upperBound):\(name)", "--no-patch", "--format=%H", "main"]))
      }
    }
    let pasts = try reader.pasts(of: git, at: head, questions, changesMax: 5)
    for (index, past) in pasts.enumerated() {
      #expect(past.cutReason == nil)
      // A root is shown with a sign before an id that is one digit shorter.
      #expect(past.origin?.id.hex.hasPrefix(origins[index]) == true, "\(questions[index])")
      #expect(past.changes.map(\.id.hex) == Array(changes[index].prefix(5)), "\(questions[index])")
    }
  }

  @Test(arguments: 21...32) func `agrees with git on histories with merges`(_ seed: UInt64) throws {
    let repository = try Self.repository(seed: seed, merges: true)
    let git = try repository.open()
    let head = try #require(try git.resolve("main"))
    let reader = try HistoryReader()
    var (count, differing) = (0, 0)
    for (name, lineCount) in try Self.files(repository) {
      let blame = try Self.output(repository, ["blame", "-l", "-s", "main", "--", name]).map {
        String($0.drop { $0 == "^" }.prefix { $0 != " " }.prefix(40))
      }
      let questions = stride(from: 1, through: lineCount, by: 3).map {
        LineQuestion(path: Array(name.utf8), line: $0, lines: max(1, $0 - 2)...min(lineCount, $0 + 3))
      }
      let pasts = try reader.pasts(of: git, at: head, questions, changesMax: 500)
      for (question, past) in zip(questions, pasts) {
        #expect(past.origin?.id.hex.hasPrefix(blame[question.line - 1]) == true, "\(name):\(question.line)")
        let lines = try #require(question.lines)
        let changes = try Self.output(
          repository, ["log", "-L\(lines.lowerBound),\(lines.upperBound):\(name)", "--no-patch", "--format=%H", "main"])
        count += 1
        differing += Set(past.changes.map(\.id.hex)) == Set(changes) ? 0 : 1
      }
    }
    // Where a merge took the file of one parent and the lines are the same in another, `git log -L` follows the first of
    // those, and `git log` and this the one with the file.
    #expect(count > 10 && differing * 10 <= count, "\(differing) of \(count)")
  }

  @Test func `a file has the changes of its log`() throws {
    let repository = try Self.repository(seed: 3, merges: true)
    let git = try repository.open()
    let head = try #require(try git.resolve("main"))
    for (name, _) in try Self.files(repository) {
      let question = LineQuestion(path: Array(name.utf8), line: 1, lines: nil)
      let past = try #require(try HistoryReader().pasts(of: git, at: head, [question], changesMax: 5).first)
      let log = try Self.output(repository, ["log", "--format=%H", "-5", "main", "--", name])
      #expect(past.changes.map(\.id.hex) == log)
    }
  }

  @Test func `commits that only formatted are passed over`() throws {
    let repository = try HistoryRepository()
    let first = try repository.commit("one", ["a": "alpha\nbeta\ngamma\n"])
    let second = try repository.commit("indent", ["a": "  alpha\n  beta\n  gamma\n"])
    let third = try repository.commit("ignore", [".git-blame-ignore-revs": "\(second.hex)\n"])
    let git = try repository.open()
    let question = LineQuestion(path: Array("a".utf8), line: 2, lines: 1...3)
    let past = try #require(try HistoryReader().pasts(of: git, at: third, [question], changesMax: 5).first)
    #expect(past.origin?.id == first)
    #expect(past.changes.map(\.id) == [second, first])
  }

  @Test func `what is not there has no past`() throws {
    let repository = try HistoryRepository()
    let first = try repository.commit("one", ["a": "1\n", "gone": "1\n"])
    try removeFile(repository.path + "/gone")
    let second = try repository.commit("two", ["b": "2\n"])
    let git = try repository.open()
    let reader = try HistoryReader()
    for path in ["none", "gone"] {
      let question = LineQuestion(path: Array(path.utf8), line: 1, lines: 1...1)
      let past = try #require(try reader.pasts(of: git, at: second, [question], changesMax: 5).first)
      #expect(past.origin == nil && past.changes.isEmpty && past.cutReason == nil)
    }
    let early = LineQuestion(path: Array("b".utf8), line: 1, lines: nil)
    #expect(try reader.pasts(of: git, at: first, [early], changesMax: 5)[0].origin == nil)
    #expect(throws: GitError.self) {
      try reader.pasts(of: git, at: second, [LineQuestion(path: Array("../a".utf8), line: 1, lines: nil)], changesMax: 1)
    }
    #expect(throws: GitError.self) {
      try reader.pasts(
        of: git, at: try #require(ObjectID(hex: String(repeating: "1", count: 40))), [early], changesMax: 1)
    }
  }
}

@Suite struct `Sets of lines` {
  @Test func `lines are taken back across edits`() {
    let lines = LineSet(11...20)
    func before(_ edits: (Range<Int>, Range<Int>)...) -> ([Range<Int>], Bool) {
      let (set, isTouched) = lines.before(edits.map { LineEdit(old: $0.0, new: $0.1) })
      return (set.ranges, isTouched)
    }
    #expect(before() == ([10..<20], false))
    // Three lines came before, two went after.
    #expect(before((4..<4, 4..<7), (27..<29, 30..<30)) == ([7..<17], false))
    // At the borders nothing is touched.
    #expect(before((8..<9, 8..<10), (19..<20, 20..<21)) == ([9..<19], false))
    // Two lines became one; one in the middle went.
    #expect(before((12..<14, 12..<13)) == ([10..<21], true))
    #expect(before((12..<13, 12..<12)) == ([10..<21], true))
    // All are new.
    #expect(before((5..<5, 5..<40)) == ([], true))
  }
}

/// Compares with git on a repository of the developer's: `ALIDADE_PAST=folder swift test --filter Real`.
@Suite struct `Real histories` {
  static let folder = environmentVariable("ALIDADE_PAST")

  @Test(.enabled(if: Real_histories.folder != nil)) func `agree with git`() throws {
    let folder = try #require(Self.folder)
    let git = try GitRepository.open(folder)
    let head = try #require(try git.resolve(environmentVariable("ALIDADE_PAST_REVISION") ?? "HEAD"))
    let reader = try HistoryReader()
    var random = SeededGenerator(seed: 5)
    let ends = environmentVariable("ALIDADE_PAST_FILES") ?? ".c"
    let files = try git.listTree(head).filter { entry in
      entry.kind == .file && (entry.size ?? 0) > 2000 && (entry.size ?? .max) < 400_000
        && String(decoding: entry.path, as: UTF8.self).hasSuffix(ends)
    }
    var (count, sameOrigin, sameChanges, sameSets) = (0, 0, 0, 0)
    var (own, theirs) = (0, 0)
    for _ in 0..<8 {
      var questions: [LineQuestion] = []
      for _ in 0..<6 {
        let file = try #require(files.randomElement(using: &random))
        let text = try #require(try git.object(file.id, limit: 1 << 20)).bytes
        let lines = text.count { $0 == 10 }
        let line = Int.random(in: 1...lines, using: &random)
        questions.append(LineQuestion(path: file.path, line: line, lines: max(1, line - 15)...min(lines, line + 15)))
      }
      var start = monotonicNanoseconds()
      let pasts = try reader.pasts(of: git, at: head, questions, changesMax: 5)
      own += monotonicNanoseconds() - start
      for (question, past) in zip(questions, pasts) {
        let name = "\(String(decoding: question.path, as: UTF8.self)):\(question.line)"
        start = monotonicNanoseconds()
        let origin = try git.blame(line: question.line, path: question.path, at: head)
        let log = try git.log(ofLines: try #require(question.lines), path: question.path, at: head, limit: 5)
        theirs += monotonicNanoseconds() - start
        count += 1
        if past.origin?.id == origin?.id { sameOrigin += 1 } else {
          print("origin", name, past.origin?.id.hex.prefix(9) ?? "-", origin?.id.hex.prefix(9) ?? "-", past.cutReason ?? "")
        }
        let (a, b) = (past.changes.map(\.id), log.commits.map(\.id))
        if a == b { sameChanges += 1 } else {
          print("changes", name, a.map { $0.hex.prefix(7) }, b.map { $0.hex.prefix(7) }, past.cutReason ?? "")
        }
        if Set(a) == Set(b) { sameSets += 1 }
      }
    }
    print("lines \(count), same origin \(sameOrigin), same changes \(sameChanges), in any order \(sameSets)")
    print("own \(own / 1_000_000) ms, git \(theirs / 1_000_000) ms")
  }
}

typealias Real_histories = `Real histories`

extension HistoryRepository {
  /// Feeds `git fast-import`.
  func importing(_ stream: String) throws {
    let command = Command(
      arguments: ["git", "-C", path, "fast-import", "--quiet"],
      environment: ["PATH": environmentVariable("PATH") ?? "/usr/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": path])
    let (_, ending) = try command.run(input: Array(stream.utf8))
    struct ImportFailed: Error { var text: String }
    guard ending.status == .exited(0) else { throw ImportFailed(text: ending.errorText) }
  }
}
