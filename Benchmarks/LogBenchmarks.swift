import Diagnosis
import Foundation

/// `Benchmarks templates DIR [--drain3 PYTHON]` and `Benchmarks log-speed FILE`: how good and how fast logs
/// are read.
enum LogBenchmarks {
  /// Whether the arguments were for this.
  static func run(_ arguments: [String]) throws -> Bool {
    switch arguments.first {
    case "templates":
      guard arguments.count > 1 else { throw BenchmarkError("templates needs the folder of Loghub-2k") }
      let python = arguments.firstIndex(of: "--drain3").flatMap { index in
        index + 1 < arguments.count ? arguments[index + 1] : nil
      }
      try templates(arguments[1], python: python)
    case "log-speed":
      guard arguments.count > 1 else { throw BenchmarkError("log-speed needs a log") }
      try speed(arguments[1])
    default: return false
    }
    return true
  }

  // MARK: Accuracy

  private static func templates(_ folder: String, python: String?) throws {
    let logs = try LogTruth.all(in: folder)
    guard !logs.isEmpty else { throw BenchmarkError("\(folder) holds no NAME/NAME_2k.log") }
    var table = [["log", "miner", "GA", "FGA", "PA", "FTA", "templates"]]
    var scores: [String: [LogScore]] = [:]
    func add(_ log: LogTruth, _ miner: String, _ found: [String], _ groups: [Int]) {
      let score = LogScore(found: found, groupOf: groups, truth: log)
      scores[miner, default: []].append(score)
      table.append(row(log.name, miner, score, Set(groups).count))
    }
    for log in logs {
      let messages = mined(log.contents)
      add(log, "alidade", messages.texts, messages.groups)
      let raw = minedRaw(log.raw, count: log.contents.count)
      add(log, "alidade, raw lines", raw.texts, raw.groups)
      if let python {
        let found = try drain3(python, log.contents)
        add(log, "drain3", found.texts, found.groups)
      }
    }
    for miner in ["alidade", "alidade, raw lines", "drain3"] {
      if let all = scores[miner] { table.append(row("mean", miner, .mean(all), nil)) }
    }
    for row in table {
      say(
        row.enumerated().map { index, cell in
          cell.padding(toLength: index < 2 ? 20 : 7, withPad: " ", startingAt: 0)
        }.joined(separator: " "))
    }
  }

  private static func row(_ log: String, _ miner: String, _ score: LogScore, _ templates: Int?) -> [String] {
    [log, miner]
      + [score.groups, score.groupsF1, score.messages, score.templatesF1].map { Format.fixed($0, 3) }
      + [templates.map(String.init) ?? ""]
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
  private static func speed(_ path: String) throws {
    let text = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    let start = clock()
    let reader = LogReader()
    let miner = TemplateMiner()
    let redactor = Redactor()
    let block = 1 << 20
    text.withUnsafeBytes { raw in
      let bytes = raw.bindMemory(to: UInt8.self)
      var at = 0
      while at < bytes.count {
        var end = min(at + block, bytes.count)
        if end < bytes.count, let feed = bytes[at..<end].lastIndex(of: 0x0A) { end = feed + 1 }
        reader.read(redactor.redact(UnsafeBufferPointer(rebasing: bytes[at..<end]))) { line in
          if !line.isContinuation { _ = miner.add(line.message) }
        }
        at = end
      }
    }
    let read = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    let set = miner.result()
    let all = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    say(
      "\(reader.lineCount) lines (\(Format.bytes(text.count))), format \(reader.formatName), "
        + "\(set.templates.count) templates: \(Format.fixed(all, 2)) CPU seconds, "
        + "\(Int(Double(reader.lineCount) / all)) lines a second; reading alone \(Format.fixed(read, 2))")
  }
}
