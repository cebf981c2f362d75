import Diagnosis
import Foundation
import Platform

/// `Benchmarks templates DIR [--held-out DIR] [--drain3 PYTHON] [--report FILE]` and `Benchmarks log-speed FILE`: how good
/// and how fast logs are read.
enum LogBenchmarks {
  /// Whether the arguments were for this.
  static func run(_ arguments: [String]) throws -> Bool {
    func value(_ name: String) -> String? {
      arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
    }
    switch arguments.first {
    case "templates":
      guard arguments.count > 1 else { throw BenchmarkError("templates needs the folder of Loghub-2k") }
      try templates(
        arguments[1], heldOut: value("--held-out"), python: value("--drain3"), reportPath: value("--report"))
    case "log-speed":
      guard arguments.count > 1 else { throw BenchmarkError("log-speed needs a log") }
      try speed(arguments[1], reportPath: value("--report"))
    default: return false
    }
    return true
  }

  // MARK: Accuracy

  /// Written as JSON; the page of benchmarks reads it.
  struct Report: Codable {
    struct Row: Codable {
      var log: String
      var miner: String
      /// Whether the rules were made without it.
      var isHeldOut: Bool
      var lines: Int
      var templates: Int
      /// Absent scores are not known: the truth has groups only.
      var ga: Double
      var fga: Double
      var pa: Double?
      var fta: Double?
      var paStrict: Double?
      var ftaStrict: Double?
    }

    struct Speed: Codable {
      var log: String
      var lines: Int
      var bytes: Int
      var cpuSeconds: Double
      var linesPerSecond: Double
      var peakMemoryBytes: Int
      var templates: Int
      var miner: String
    }

    var date: String
    var commit: String
    var command: String
    var rows: [Row] = []
    var speed: [Speed] = []

    /// The report in a file, or a new one.
    static func at(_ path: String, _ command: String) -> Report {
      var report = Report(date: "", commit: "", command: command)
      if let data = FileManager.default.contents(atPath: path),
        let known = try? JSONDecoder().decode(Report.self, from: data)  // A new one replaces what is no report.
      {
        report = known
      }
      (report.date, report.commit) = (Date().ISO8601Format(), Facts.commit())
      return report
    }
  }

  private static func templates(
    _ folder: String, heldOut: String?, python: String?, reportPath: String?
  ) throws {
    let logs =
      try LogTruth.all(in: folder).map { ($0, false) }
      + (heldOut.map { try LogTruth.all(in: $0) } ?? []).map { ($0, true) }
    guard !logs.isEmpty else { throw BenchmarkError("\(folder) holds no NAME/NAME_2k.log") }
    var table = [["log", "miner", "GA", "FGA", "PA", "FTA", "PA =", "FTA =", "templates"]]
    var scores: [String: [LogScore]] = [:]
    var rows: [Report.Row] = []
    for (log, isHeldOut) in logs {
      func add(_ miner: String, _ found: (texts: [String], groups: [Int])) {
        let score = LogScore(found: found.texts, groupOf: found.groups, truth: log)
        if !isHeldOut { scores[miner, default: []].append(score) }
        let count = Set(found.groups).count
        table.append(row(log.name, miner, score, count, log.hasTemplates))
        func known(_ value: Double) -> Double? { log.hasTemplates ? value : nil }
        rows.append(
          Report.Row(
            log: log.name, miner: miner, isHeldOut: isHeldOut, lines: log.contents.count, templates: count,
            ga: score.groups, fga: score.groupsF1, pa: known(score.messages), fta: known(score.templatesF1),
            paStrict: known(score.messagesStrict), ftaStrict: known(score.templatesF1Strict)))
      }
      add("alidade", mined(log.contents))
      if !isHeldOut { add("alidade, raw lines", minedRaw(log.raw, count: log.contents.count)) }
      if let python { add("drain3", try drain3(python, log.contents)) }
    }
    for miner in ["alidade", "alidade, raw lines", "drain3"] {
      if let all = scores[miner] { table.append(row("mean", miner, .mean(all), nil, true)) }
    }
    for row in table {
      say(
        row.enumerated().map { index, cell in
          cell.padding(toLength: index < 2 ? 20 : 7, withPad: " ", startingAt: 0)
        }.joined(separator: " "))
    }
    if let reportPath {
      var report = Report.at(reportPath, "Benchmarks templates")
      report.rows = rows
      try writeReport(report, to: reportPath)
    }
  }

  private static func row(
    _ log: String, _ miner: String, _ score: LogScore, _ templates: Int?, _ hasTemplates: Bool
  ) -> [String] {
    let groups = [score.groups, score.groupsF1]
    let texts = [score.messages, score.templatesF1, score.messagesStrict, score.templatesF1Strict]
    return [log, miner] + groups.map { Format.fixed($0, 3) }
      + texts.map { hasTemplates ? Format.fixed($0, 3) : "" } + [templates.map(String.init) ?? ""]
  }

  private static func mined(_ contents: [String]) -> (texts: [String], groups: [Int]) {
    let miner = TemplateMiner()
    return resolved(contents.map { miner.add($0) }, miner)
  }

  private static func minedRaw(_ raw: [UInt8], count: Int) -> (texts: [String], groups: [Int]) {
    let miner = TemplateMiner()
    let reader = LogReader()
    var forms: [Int] = []
    raw.withUnsafeBufferPointer { raw in reader.read(raw) { forms.append(miner.add($0.message)) } }
    // The last line of most of these files has no line feed; a line too few or too many would shift all.
    precondition(forms.count == count, "the log and its truth have different numbers of lines")
    return resolved(forms, miner)
  }

  private static func resolved(_ forms: [Int], _ miner: TemplateMiner) -> (texts: [String], groups: [Int]) {
    let set = miner.result()
    let groups = forms.map { set.templateOfForm[$0] }
    return (groups.map { set.templates[$0].text }, groups)
  }

  /// Drain3 on the same messages, in one configuration: the masks of its own examples.
  private static func drain3(_ python: String, _ contents: [String]) throws -> (
    texts: [String], groups: [Int]
  ) {
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["scripts/drain3-templates.py"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let lines = contents.map { $0.replacingOccurrences(of: "\n", with: " ") }.joined(separator: "\n") + "\n"
    // Its answer comes after all of its input was read.
    try input.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
    try input.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let rows = String(decoding: answer, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    }
    guard rows.count == contents.count else { throw BenchmarkError("drain3 answered \(rows.count) lines") }
    return (rows.map { String($0.last ?? "") }, rows.map { Int($0[0]) ?? -1 })
  }

  // MARK: Speed

  /// Detection, redaction and templates of a log, on one thread, in blocks as bundles are read.
  private static func speed(_ path: String, reportPath: String?) throws {
    guard let file = fopen(path, "rb") else { throw BenchmarkError("\(path) is not there") }
    defer { fclose(file) }
    let start = clock()
    let reader = LogReader()
    let miner = TemplateMiner()
    let redactor = Redactor()
    let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 20)
    defer { block.deallocate() }
    // Bytes of a line that the block before had not all of.
    var kept = 0
    var total = 0
    while true {
      let got = fread(block.baseAddress! + kept, 1, block.count - kept, file)  // The block is not empty.
      total += got
      var end = kept + got
      if end == 0 { break }
      if got > 0, let feed = block[..<end].lastIndex(of: 0x0A) { end = feed + 1 }
      reader.read(redactor.redact(UnsafeBufferPointer(rebasing: block[..<end]))) { line in
        if !line.isContinuation { _ = miner.add(line.message) }
      }
      let rest = kept + got - end
      memmove(block.baseAddress!, block.baseAddress! + end, rest)
      kept = rest
    }
    let read = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    let set = miner.result()
    let all = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    let peak = peakMemoryBytes()
    say(
      "\(reader.lineCount) lines (\(Format.bytes(total))), format \(reader.formatName), "
        + "\(set.templates.count) templates: \(Format.fixed(all, 2)) CPU seconds, "
        + "\(Int(Double(reader.lineCount) / all)) lines a second; reading alone \(Format.fixed(read, 2)); "
        + "peak memory \(Format.bytes(peak))")
    guard let reportPath else { return }
    var report = Report.at(reportPath, "Benchmarks templates")
    let name = path.split(separator: "/").last.map(String.init) ?? path
    report.speed.removeAll { $0.log == name && $0.miner == "alidade" }
    report.speed.append(
      Report.Speed(
        log: name, lines: reader.lineCount, bytes: total, cpuSeconds: all,
        linesPerSecond: Double(reader.lineCount) / all, peakMemoryBytes: peak, templates: set.templates.count,
        miner: "alidade"))
    try writeReport(report, to: reportPath)
  }
}
