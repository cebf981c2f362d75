import Foundation
import Platform
import QueryEngine
import Search

/// How soon a commit is searchable: ten files of a repository are changed and committed, then indexed.
enum UpdateBenchmark {
  private static let filesChanged = 10
  private static let rounds = 3

  /// DATA, and a repository with a work tree that may be changed.
  static func run(_ arguments: [String]) throws {
    guard arguments.count == 2 else { throw BenchmarkError("update needs a data folder and a repository") }
    let data = URL(filePath: arguments[0]).path
    let repository = URL(filePath: arguments[1]).path
    if !FileManager.default.fileExists(atPath: repository + "/.git") {
      throw BenchmarkError("\(repository) is not a repository with a work tree")
    }
    if !FileManager.default.fileExists(atPath: data + "/manifest") {
      try index("from nothing", data, repository)
    }
    let searcher = try Searcher.open(dataFolder: data)
    try index("with nothing changed", data, repository)
    for round in 0..<rounds {
      let mark = "alidade_update_mark_\(getpid())_\(round)"
      try change(repository, mark)
      let start = monotonicNanoseconds()
      try index("after a commit of \(filesChanged) files", data, repository)
      _ = try searcher.refresh()
      let found = try searcher.collect(SearchRequest(query: try Query(parsing: mark))).summary.statistics
        .matchedFiles
      guard found == filesChanged else { throw BenchmarkError("\(found) of \(filesChanged) files are found") }
      say("  searchable after \(Format.seconds(Double(monotonicNanoseconds() - start) / 1e9))")
    }
  }

  private static func index(_ name: String, _ data: String, _ repository: String) throws {
    let result = try Children.call(Children.BuildResult.self, ["index", data, "raw", "", repository])
    say(
      "\(name): \(Format.seconds(result.wallSeconds)), \(Format.seconds(result.cpuSeconds)) of CPU, "
        + Format.bytes(result.peakMemoryBytes))
  }

  /// Adds a line to files all over the tree and commits them.
  private static func change(_ repository: String, _ mark: String) throws {
    let list = try Peers.run(["git", "ls-files", "-z", "--", "*.c"], [:], repository)
    let paths = list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    guard paths.count >= filesChanged else { throw BenchmarkError("too few files ending in .c") }
    for index in 0..<filesChanged {
      let path = paths[index * paths.count / filesChanged + 1]
      let handle = try FileHandle(forWritingTo: URL(filePath: repository + "/" + path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("/* \(mark) */\n".utf8))
      try handle.close()
    }
    _ = try Peers.run(
      ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qam", mark], [:], repository)
  }
}
