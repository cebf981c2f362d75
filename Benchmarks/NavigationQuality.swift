import Foundation
import Navigation
import Platform
import Search
import Syntax

/// Compares navigation by name with what compilers say.
enum NavigationQuality {
  static func run(_ arguments: [String]) throws {
    if arguments.first == "outline" {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: arguments[1])))
      let language = bytes.withUnsafeBytes { detectLanguage(path: arguments[1], head: $0) }!
      let tree = bytes.withUnsafeBytes {
        TreeSitterLibrary(folder: arguments[2])!.parse($0, grammar: language.grammarName!)
      }!
      let facts = bytes.withUnsafeBytes { analyzeSyntax($0, language: language, tree: tree) }
      for item in facts.syntax.outline { print(item.kind, item.name, item.depth, item.lines, item.signature) }
      for local in facts.locals {
        print("local", String(decoding: bytes[local.name], as: UTF8.self), local.name, local.scope)
      }
      return
    }
    if arguments.first == "latency" { return try NavigationLatency.run(Array(arguments.dropFirst())) }
    guard arguments.count >= 3 else {
      throw BenchmarkError(
        "navigation TRUTH.json FOLDER GRAMMARS [REPORT.json | seen | unseen [DATA PROGRAM]]")
    }
    let truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: URL(filePath: arguments[0])))
    let library = TreeSitterLibrary(folder: arguments[2])
    let last = arguments.count > 3 ? arguments[3] : "seen"
    var report = NavigationReport(date: Date().ISO8601Format(), command: "Benchmarks navigation", rows: [])
    // With an index its answers count, as a reader gets them; else those of all files parsed.
    let indexed = arguments.count > 5 ? try Indexed(arguments[4], arguments[2], arguments[5]) : nil
    for set in truth.sets where FileManager.default.fileExists(atPath: arguments[1] + "/" + set.folder) {
      let world: any NameWorld =
        try indexed?.world ?? load(arguments[1] + "/" + set.folder, library)
      let repository = indexed == nil ? "r" : URL(filePath: set.folder).lastPathComponent
      var row = NavigationReport.Row(
        language: set.language, repository: set.repository, commit: set.commit, source: set.source,
        seen: .init(), unseen: .init())
      for question in set.questions {
        if question.isSeen {
          try judge(question, world, repository, shows: last == "seen", &row.seen)
        } else {
          try judge(question, world, repository, shows: last == "unseen", &row.unseen)
        }
      }
      print("\(set.language) \(set.folder): seen \(row.seen), unseen \(row.unseen)")
      report.rows.append(row)
    }
    guard last.hasSuffix(".json") else { return }
    try writeReport(report, to: last)
  }

  private static func judge(
    _ question: Truth.Question, _ world: any NameWorld, _ repository: String, shows: Bool,
    _ counts: inout NavigationReport.Counts
  ) throws {
    counts.positions += 1
    let place = FilePlace(repository: repository, path: question.path)
    guard let file = try world.file(place),
      let offset = file.offset(line: question.line, column: question.column)
    else {
      return
    }
    let answer = try NameFinder(world).definitions(at: offset, in: file)
    let given = answer.candidates.map { candidate in
      let declared = candidate.declared
      let other = declared.file.repository == repository ? "" : "\(declared.file.repository):"
      return "\(other)\(declared.file.path):\(declared.line)"
    }
    let isRight = given.first.map(question.answers.contains) ?? false
    if !given.isEmpty { counts.answered += 1 }
    if isRight { counts.rightAt1 += 1 }
    if given.prefix(5).contains(where: question.answers.contains) { counts.rightAt5 += 1 }
    if let first = answer.candidates.first, first.confidence == NameConfidence.sure {
      counts.sure += 1
      if !isRight { counts.sureAndWrong += 1 }
    }
    guard shows, !isRight else { return }
    print(
      "\(question.path):\(question.line):\(question.column + 1) \(question.name), wanted \(question.answers.prefix(3))"
    )
    for candidate in answer.candidates.prefix(3) {
      let declared = candidate.declared
      print(
        "     \(declared.file.path):\(declared.line) \(declared.kind) \(declared.container).\(declared.name)",
        candidate.confidence.label, candidate.reason)
    }
  }

  /// An index that holds the repositories under the names of their folders.
  private struct Indexed {
    let searcher: Searcher
    let cache: NameFileCache

    init(_ data: String, _ grammars: String, _ program: String) throws {
      searcher = try Searcher.open(dataFolder: data)
      cache = NameFileCache(
        analyzer: SyntaxAnalyzer(grammarFolder: grammars, executable: program, workerCount: 2))
    }

    var world: IndexWorld { IndexWorld(searcher, cache: cache) }
  }

  private static func load(_ folder: String, _ library: TreeSitterLibrary?) throws -> MemoryWorld {
    let world = MemoryWorld(repository: "r")
    guard let files = FileManager.default.enumerator(atPath: folder) else {
      throw BenchmarkError("\(folder) is not there")
    }
    while let path = files.nextObject() as? String {
      guard !path.hasPrefix(".git/"), let data = try? Data(contentsOf: URL(filePath: folder + "/" + path)),
        data.count < 2_000_000
      else { continue }
      let bytes = [UInt8](data)
      let language = bytes.prefix(4096).withUnsafeBytes { detectLanguage(path: path, head: $0) }
      guard language != nil else { continue }
      let facts = bytes.withUnsafeBytes { buffer -> FileFacts in
        if let language, let grammar = language.grammarName,
          let tree = library?.parse(buffer, grammar: grammar)
        {
          return analyzeSyntax(buffer, language: language, tree: tree)
        }
        var facts = FileFacts()
        facts.syntax = analyzeSyntax(buffer, language: language)
        return facts
      }
      world.add(
        NameFile(place: FilePlace(repository: "r", path: path), text: bytes, language: language, facts: facts)
      )
    }
    return world
  }
}

/// Positions and what compilers say of them.
struct Truth: Codable {
  struct Question: Codable {
    var path: String
    /// 1-based.
    var line: Int
    /// In bytes, from 0.
    var column: Int
    var name: String
    /// `path:line` of the definition, several where the compiler knows several.
    var answers: [String]
    /// Whether the algorithm was tuned with it.
    var isSeen: Bool
  }

  struct QuestionSet: Codable {
    var language: String
    /// The repository's address.
    var repository: String
    var commit: String
    /// The folder it is checked out in.
    var folder: String
    /// What said so: "jedi 0.20".
    var source: String
    var questions: [Question]
  }

  var sets: [QuestionSet]
}

/// What the page of benchmarks reads.
struct NavigationReport: Codable {
  struct Counts: Codable, CustomStringConvertible {
    var positions = 0
    var answered = 0
    var rightAt1 = 0
    var rightAt5 = 0
    var sure = 0
    var sureAndWrong = 0

    var description: String {
      "\(positions) positions, \(answered) answered, \(rightAt1) right at 1, \(rightAt5) at 5, \(sureAndWrong) of \(sure) sure ones wrong"
    }
  }

  struct Row: Codable {
    var language: String
    var repository: String
    var commit: String
    var source: String
    var seen: Counts
    var unseen: Counts
  }

  var date: String
  var command: String
  var rows: [Row]
}
