import Foundation
import Navigation
import Platform
import Search

/// How long answers by name take over an index, for names drawn by lot: the first one of a process, the first one in
/// a file that was not read before, and others.
enum NavigationLatency {
  static func run(_ arguments: [String]) throws {
    guard arguments.count >= 3 else {
      throw BenchmarkError("navigation latency DATA GRAMMARS PROGRAM [COUNT [NAME REPORT.json]]")
    }
    let searcher = try Searcher.open(dataFolder: arguments[0])
    let store = try NavigationStore.open(dataFolder: arguments[0])
    let analyzer = SyntaxAnalyzer(grammarFolder: arguments[1], executable: arguments[2], workerCount: 2)
    let facts = FactsCache(analyzer: analyzer)
    let cache = NameFileCache(facts: facts)
    let count = arguments.count > 3 ? Int(arguments[3]) ?? 200 : 200
    var lot = Lot(state: 7)
    let files = try Self.files(searcher)
    var times = Times()
    while times.definitions.count < count, let file = files.randomElement(using: &lot) {
      let content = try searcher.content(repository: file.repository, revision: nil, path: file.path)
      let lines = content.text.split(separator: 0x0A, omittingEmptySubsequences: false)
      guard lines.count > 20, content.text.count < 1_000_000 else { continue }
      var isFirst = true
      // Four names of each file: a reader stays in one for a while.
      for _ in 0..<4 {
        guard let (line, column) = name(lines, &lot) else { continue }
        let position = CodePosition(
          repository: file.repository, path: file.path, line: line + 1, column: column)
        let parsed = facts.parseCount
        func ask(_ question: NavigationQuestion) throws -> Int {
          let start = monotonicNanoseconds()
          _ = try JointNavigator(searcher, store: store, cache: { cache }).answer(question, at: position)
          return monotonicNanoseconds() - start
        }
        let time = try ask(.definition)
        if times.process == nil {
          times.process = time
        } else if isFirst {
          times.first.append(time)
        } else {
          times.definitions.append(time)
        }
        isFirst = false
        times.hovers.append(try ask(.hover))
        if time > 20_000_000 {
          print(
            "slow: \(position.path):\(position.line):\(position.column + 1) \(time / 1_000_000) ms, \(facts.parseCount - parsed) parsed"
          )
        }
      }
    }
    let row = LatencyReport.Row(
      corpus: arguments.count > 4 ? arguments[4] : "index", repositories: searcher.repositories.count,
      files: files.count, processMilliseconds: Double(times.process ?? 0) / 1e6,
      first: Samples(times.first).latency, definition: Samples(times.definitions).latency,
      hover: Samples(times.hovers).latency)
    print(row)
    if arguments.count > 5 { try LatencyReport.write(row, to: arguments[5]) }
  }

  private struct Times {
    var process: Int?
    var first: [Int] = []
    var definitions: [Int] = []
    var hovers: [Int] = []
  }

  private static func files(_ searcher: Searcher) throws -> [(repository: String, path: String)] {
    let endings = [".swift", ".c", ".h", ".py", ".rs", ".go", ".ts", ".js", ".java", ".cc", ".cpp"]
    var files: [(repository: String, path: String)] = []
    for repository in searcher.repositories {
      let names = try searcher.files(
        repository: repository.name, revision: nil, matching: nil, limit: 200_000)
      files += names.map(\.pathText).filter { path in endings.contains { path.hasSuffix($0) } }
        .map { (repository.name, $0) }
    }
    return files
  }

  /// A letter somewhere in a line drawn by lot.
  private static func name(_ lines: [ArraySlice<UInt8>], _ lot: inout Lot) -> (line: Int, column: Int)? {
    let line = Int.random(in: 0..<lines.count, using: &lot)
    let letters = lines[line].indices.filter {
      lines[line][$0] | 0x20 >= 0x61 && lines[line][$0] | 0x20 <= 0x7A
    }
    return letters.randomElement(using: &lot).map { (line, $0 - lines[line].startIndex) }
  }

  /// The same draws in every run.
  private struct Lot: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}

/// What the page of benchmarks reads.
struct LatencyReport: Codable {
  struct Row: Codable, CustomStringConvertible {
    var corpus: String
    var repositories: Int
    /// Files that names were drawn from.
    var files: Int
    /// The first answer of the process.
    var processMilliseconds: Double
    /// The first answer in a file that was not read before.
    var first: Report.Latency
    var definition: Report.Latency
    var hover: Report.Latency

    var description: String {
      func line(_ name: String, _ one: Report.Latency) -> String {
        String(
          format: "%@ p50 %.2f p95 %.2f p99 %.2f max %.2f ms of %d", name, one.p50, one.p95, one.p99, one.max,
          one.runs)
      }
      return String(format: "%@: first of the process %.1f ms\n", corpus, processMilliseconds)
        + [line("first in a file", first), line("definition", definition), line("hover", hover)].joined(
          separator: "\n")
    }
  }

  var date: String
  var commit: String
  var machine: Report.Machine
  var rows: [Row]

  /// Puts a row into the report at `path`, in place of an older one of the same name.
  static func write(_ row: Row, to path: String) throws {
    let url = URL(filePath: path)
    let old = (try? Data(contentsOf: url)).flatMap { try? JSONDecoder().decode(LatencyReport.self, from: $0) }
    let report = LatencyReport(
      date: Date().ISO8601Format(), commit: Facts.commit(), machine: Facts.machine(),
      rows: (old?.rows ?? []).filter { $0.corpus != row.corpus } + [row])
    try writeReport(report, to: path)
  }
}
