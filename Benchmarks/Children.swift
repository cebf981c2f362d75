import Foundation
import Platform
import QueryEngine
import Search

/// Work done in processes of its own, so that memory and page faults are its own too.
///
/// A child is this program with `--child` and a command; it prints one JSON value.
enum Children {
  struct BuildResult: Codable {
    var wallSeconds: Double
    var cpuSeconds: Double
    var peakMemoryBytes: Int
  }

  /// Does what `arguments` say and prints the result.
  static func run(_ arguments: [String]) throws {
    var rest = arguments[...]
    switch rest.popFirst() {
    case "index": try tell(index(Array(rest)))
    case "start": try tell(start(Array(rest)))
    case "cold": try tell(cold(Array(rest)))
    default: throw BenchmarkError("unknown child command")
    }
  }

  private static func tell(_ value: some Encodable) throws {
    say(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
  }

  /// DATA, raw or compact, globs of revisions with commas between them, SOURCE...
  private static func index(_ arguments: [String]) throws -> BuildResult {
    var options = IndexOptions(dataFolder: arguments[0])
    options.compact = arguments[1] == "compact"
    options.revisions = arguments[2].split(separator: ",").map(String.init)
    options.sources = Array(arguments[3...])
    options.jobs = processorCount()
    // The text index alone, as the peers build it: symbols are measured beside ctags, by a script of their own.
    options.wantsSymbols = false
    let report = try Indexer.run(options) { _ in }
    for warning in report.warnings.prefix(5) {
      FileHandle.standardError.write(Data("warning: \(warning)\n".utf8))
    }
    let elapsed = report.elapsed.components
    return BuildResult(
      wallSeconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18,
      cpuSeconds: Double(processCPUNanoseconds() + childrenCPUNanoseconds()) / 1e9,
      peakMemoryBytes: peakMemoryBytes())
  }

  /// DATA, QUERY...: opens the index, answers the first query, then all of them.
  private static func start(_ arguments: [String]) throws -> Report.Start {
    let begin = monotonicNanoseconds()
    let searcher = try Searcher.open(dataFolder: arguments[0])
    let opened = monotonicNanoseconds()
    var first: Int?
    for text in arguments.dropFirst() {
      _ = try searcher.collect(SearchRequest(query: try Query(parsing: text)))
      first = first ?? monotonicNanoseconds() - opened
    }
    return Report.Start(
      openMilliseconds: milliseconds(opened - begin), firstQueryMilliseconds: milliseconds(first ?? 0),
      privateMemoryBytes: privateMemory())
  }

  /// DATA, QUERY...: each query with nothing of the index in memory, then once more.
  private static func cold(_ arguments: [String]) throws -> [Report.Cold] {
    try arguments.dropFirst().map { text in
      let readBefore = try ColdFiles.drop(arguments[0])
      let start = monotonicNanoseconds()
      let searcher = try Searcher.open(dataFolder: arguments[0])
      _ = try searcher.collect(SearchRequest(query: try Query(parsing: text)))
      let first = monotonicNanoseconds()
      let readBytes = ColdFiles.bytesRead - readBefore
      let warm = monotonicNanoseconds()
      _ = try searcher.collect(SearchRequest(query: try Query(parsing: text)))
      return Report.Cold(
        query: text, wallMilliseconds: milliseconds(first - start), readBytes: readBytes,
        warmMilliseconds: milliseconds(monotonicNanoseconds() - warm))
    }
  }

  private static func privateMemory() -> Int? {
    // Only Linux has it.
    guard let bytes = try? readFile("/proc/self/status", limit: 1 << 16) else { return nil }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("RssAnon:")
    }
    return line.flatMap { Int($0.split(whereSeparator: { !$0.isNumber }).first ?? "") }.map { $0 * 1024 }
  }

  /// Starts this program as a child and reads what it prints.
  static func call<Result: Decodable>(_ type: Result.Type, _ arguments: [String]) throws -> Result {
    let program = URL(filePath: CommandLine.arguments[0]).path
    var command = Command(
      arguments: [program, "--child"] + arguments, environment: ProcessInfo.processInfo.environment)
    command.totalSeconds = nil
    command.idleSeconds = 3600
    let (output, ending) = try command.run()
    guard ending.status == .exited(0) else {
      throw BenchmarkError("\(arguments[0]) failed: \(ending.status) \(ending.errorText)")
    }
    return try JSONDecoder().decode(type, from: Data(output))
  }
}
