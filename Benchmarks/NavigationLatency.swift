import Foundation
import Navigation
import Platform
import Search

/// How long definition and hover by name take over an index, for names drawn by lot.
enum NavigationLatency {
  static func run(_ arguments: [String]) throws {
    guard arguments.count >= 3 else {
      throw BenchmarkError("navigation latency DATA GRAMMARS PROGRAM [COUNT]")
    }
    let searcher = try Searcher.open(dataFolder: arguments[0])
    let analyzer = SyntaxAnalyzer(grammarFolder: arguments[1], executable: arguments[2], workerCount: 2)
    let cache = NameFileCache(analyzer: analyzer)
    var random = SystemRandomNumberGenerator()
    let count = arguments.count > 3 ? Int(arguments[3]) ?? 200 : 200
    var files: [(repository: String, path: String)] = []
    for repository in searcher.repositories {
      let names = try searcher.files(
        repository: repository.name, revision: nil, matching: nil, limit: 200_000)
      let endings = [".swift", ".c", ".h", ".py", ".rs", ".go", ".ts", ".js", ".java", ".cc", ".cpp"]
      files += names.map(\.pathText).filter { path in endings.contains { path.hasSuffix($0) } }
        .map { (repository.name, $0) }
    }
    var definitions: [Double] = []
    var hovers: [Double] = []
    var cold: [Double] = []
    while definitions.count < count, let file = files.randomElement(using: &random) {
      let content = try searcher.content(repository: file.repository, revision: nil, path: file.path)
      let lines = content.text.split(separator: 0x0A, omittingEmptySubsequences: false)
      guard lines.count > 20, content.text.count < 1_000_000 else { continue }
      // Three names of each file: a reader stays in one for a while.
      for turn in 0..<3 {
        let line = Int.random(in: 0..<lines.count, using: &random)
        guard
          let column = lines[line].indices.filter({
            lines[line][$0] | 0x20 >= 0x61 && lines[line][$0] | 0x20 <= 0x7A
          })
          .randomElement(using: &random)
        else { continue }
        let position = CodePosition(
          repository: file.repository, path: file.path, line: line + 1,
          column: column - lines[line].startIndex)
        let start = ContinuousClock.now
        _ = try NameNavigator(searcher, cache: cache).definition(at: position)
        let first = milliseconds(.now - start)
        if turn == 0 { cold.append(first) } else { definitions.append(first) }
        let again = ContinuousClock.now
        _ = try NameNavigator(searcher, cache: cache).hover(at: position)
        hovers.append(milliseconds(.now - again))
      }
    }
    print("first in a file", summary(cold))
    print("definition", summary(definitions))
    print("hover", summary(hovers))
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1_000 + Double(duration.components.attoseconds) / 1e15
  }

  private static func summary(_ times: [Double]) -> String {
    let sorted = times.sorted()
    func at(_ share: Double) -> String {
      String(format: "%.2f ms", sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }
    return sorted.isEmpty
      ? "none" : "median \(at(0.5)), p95 \(at(0.95)), p99 \(at(0.99)), most \(at(1)) of \(sorted.count)"
  }
}
