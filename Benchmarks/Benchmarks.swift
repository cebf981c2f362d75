import Foundation
import Platform
import QueryEngine
import Search

/// Measures building, opening and searching an index, beside other programs where they are installed.
///
/// Prints tables and writes a JSON report; docs/benchmarks.md says what each number means.
@main
enum Benchmarks {
  static func main() {
    do {
      if try LogBenchmarks.run(Array(CommandLine.arguments.dropFirst())) { return }
      if try StatementBenchmarks.run(Array(CommandLine.arguments.dropFirst())) { return }
      switch CommandLine.arguments.dropFirst().first {
      case "tags": return try TagsBenchmark.run(Array(CommandLine.arguments.dropFirst(2)))
      case "update": return try UpdateBenchmark.run(Array(CommandLine.arguments.dropFirst(2)))
      case "instructions": return try InstructionProbe.run(Array(CommandLine.arguments.dropFirst(2)))
      default: break
      }
      if CommandLine.arguments.dropFirst().first == "navigation" {
        return try NavigationQuality.run(Array(CommandLine.arguments.dropFirst(2)))
      }
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      if let child = options.child { return try Children.run(child) }
      var run = try Run(options)
      try run.measure()
    } catch {
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }
}

/// One run, from building to the report.
private struct Run {
  let options: Options
  var report: Report
  var dataFolder: String { options.cache + "/" + options.corpus }

  init(_ options: Options) throws {
    self.options = options
    for source in options.sources where !FileManager.default.fileExists(atPath: source) {
      throw BenchmarkError(
        "\(source) is not there; `swift package resolve` fetches the packages, scripts/bench linux")
    }
    try FileManager.default.createDirectory(atPath: options.cache, withIntermediateDirectories: true)
    report = Report(
      date: Date().ISO8601Format(), commit: Facts.commit(),
      command: ["./scripts/bench"]
        + CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("/") && $0 != "--source" },
      tools: ["swift": Facts.swiftVersion],
      machine: Facts.machine(), corpus: Report.Corpus(name: options.corpus))
  }

  mutating func measure() throws {
    let machine = report.machine
    say(
      "\(machine.processor), \(machine.cores) cores, \(Format.bytes(machine.memoryBytes)); commit \(report.commit)"
    )
    if machine.loadAverage > 0.2 {
      say("Other programs are running: load \(Format.fixed(machine.loadAverage, 1)).")
    }
    if options.builds { try measureBuilds() }
    let searcher = try Searcher.open(dataFolder: dataFolder)
    let status = searcher.status
    report.corpus.repositories = status.repositories
    report.corpus.documents = status.documents
    report.corpus.textBytes = status.textBytes
    say(
      "\nCorpus \(options.corpus): \(status.repositories) repositories, \(Format.count(status.documents)) contents, "
        + "\(Format.bytes(status.textBytes)) of text, \(status.segments) segments")
    printBuilds()
    try measureStart()
    try measureQueries(searcher)
    report.goals = Goals.judge(report)
    Table.print(report)
    let path = options.jsonPath ?? "\(options.cache)/\(options.corpus).json"
    try writeReport(report, to: path)
    let markdown = URL(filePath: path).deletingPathExtension().appendingPathExtension("md")
    try Markdown.text(report).write(to: markdown, atomically: true, encoding: .utf8)
    say("\nReport: \(path), \(markdown.path)")
  }

  private mutating func measureBuilds() throws {
    for kind in options.compact ? ["compact", "raw"] : ["raw"] {
      let folder = kind == "raw" ? dataFolder : dataFolder + "-compact"
      try? FileManager.default.removeItem(atPath: folder)  // It need not be there.
      let result = try Children.call(
        Children.BuildResult.self,
        ["index", folder, kind, options.revisions.joined(separator: ",")] + options.sources)
      let (sections, total) = try IndexFiles.sections(dataFolder: folder)
      let text = try Searcher.open(dataFolder: folder, workerCount: 1).status.textBytes
      report.builds.append(
        Report.Build(
          kind: kind, wallSeconds: result.wallSeconds, cpuSeconds: result.cpuSeconds,
          peakMemoryBytes: result.peakMemoryBytes, indexBytes: total,
          bytesPerTextByte: Double(total) / Double(max(text, 1)), sections: sections))
    }
  }

  private func printBuilds() {
    guard !report.builds.isEmpty else { return }
    var rows = [["index", "wall", "CPU", "memory", "size", "per text byte"]]
    for build in report.builds {
      rows.append([
        build.kind, Format.seconds(build.wallSeconds), Format.seconds(build.cpuSeconds),
        Format.bytes(build.peakMemoryBytes), Format.bytes(build.indexBytes),
        Format.fixed(build.bytesPerTextByte, 3),
      ])
    }
    say("\n" + Format.table(rows))
    for build in report.builds {
      let parts = build.sections.map { "\($0.name) \(Format.bytes($0.bytes))" }
      say("\(build.kind): " + parts.joined(separator: ", "))
    }
  }

  private mutating func measureStart() throws {
    guard !options.queries.queries.isEmpty else { throw BenchmarkError("no query is left to measure") }
    let start = try Children.call(
      Report.Start.self, ["start", dataFolder] + options.queries.queries.map(\.text))
    report.start = start
    say(
      "\nNew process: index open after \(Format.milliseconds(start.openMilliseconds)) ms, first query "
        + "\(Format.milliseconds(start.firstQueryMilliseconds)) ms later"
        + (start.privateMemoryBytes.map { "; private memory after all queries \(Format.bytes($0))" } ?? ""))
  }

  private mutating func measureQueries(_ searcher: Searcher) throws {
    let peers = options.peers ? try Peers(options: options, dataFolder: dataFolder) : nil
    for note in peers?.notes ?? [] { say(note) }
    for tool in peers?.tools ?? [] { report.tools[tool.name] = tool.version }
    let servers = try Servers(options: options, dataFolder: dataFolder, searcher: searcher)
    defer { servers.stop() }
    if let zoekt = servers.zoekt {
      say(zoekt.note)
      report.tools["zoekt"] = zoekt.server.name
      if let build = zoekt.build { report.peerBuilds = [build] }
    }
    for query in options.queries.queries {
      var result = try QueryMeasurement(query: query, searcher: searcher, seconds: options.secondsPerQuery)
        .run()
      if let client = servers.client {
        result.http = try Self.overHTTP(query, client, seconds: options.secondsPerQuery / 2)
      }
      if let pairs = servers.pairs {
        result.pairs = try pairs.measure(
          query, seconds: options.secondsPerQuery, linesWithCopies: result.linesWithCopies)
      }
      if let peers {
        result.peers = try peers.measure(
          query, runs: options.peerRuns, linesWithCopies: result.linesWithCopies)
      }
      report.queries.append(result)
      Table.printProgress(result)
    }
    report.threads = try ThreadsBenchmark(options: options, dataFolder: dataFolder).run()
    report.load = servers.load(options)
    if options.cold {
      report.cold = try Children.call(
        [Report.Cold].self, ["cold", dataFolder] + options.queries.sample(12).map(\.text))
    }
  }

  private static func overHTTP(_ query: BenchmarkQuery, _ client: WebClient, seconds: Double) throws
    -> Report.Latency
  {
    try client.reconnect()
    let request = OwnRequest.best(query)
    return try Samples.measure(seconds: seconds) {
      guard try client.send(request).status == 200 else { throw BenchmarkError("no answer to \(query.text)") }
    }.latency
  }
}

/// One query in both modes, in this process.
private struct QueryMeasurement {
  let query: BenchmarkQuery
  let searcher: Searcher
  let seconds: Double

  func run() throws -> Report.QueryReport {
    let best = try mode { request in request.matchLimit = SearchRequest.defaultMatchLimit }
    let all = try mode { request in
      request.query.settings.count = .all
      request.wantsLines = false
      request.timeLimit = .seconds(600)
    }
    return Report.QueryReport(
      kind: query.kind, query: query.text, best: best, all: all,
      linesWithCopies: try searcher.countLinesWithCopies(Query(parsing: query.text)))
  }

  /// Parsing is part of what is measured.
  private func mode(_ adjust: (inout SearchRequest) -> Void) throws -> Report.Mode {
    var summary = SearchSummary()
    let cpu = processCPUNanoseconds()
    var runs = 0
    let samples = try Samples.measure(seconds: seconds) {
      var request = SearchRequest(query: try Query(parsing: query.text))
      adjust(&request)
      summary = try searcher.collect(request).summary
      runs += 1
    }
    let numbers = summary.statistics
    return Report.Mode(
      latency: samples.latency, cpuMilliseconds: milliseconds((processCPUNanoseconds() - cpu) / max(runs, 1)),
      files: numbers.matchedFiles, lines: numbers.matchedLines, matches: numbers.matches,
      candidateBlocks: numbers.candidateBlocks, documentsVerified: numbers.documentsVerified,
      bytesVerified: numbers.bytesVerified, isComplete: summary.isComplete)
  }
}
