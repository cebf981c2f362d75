import Containers
import Diagnosis
import Foundation
import Platform
import Search

/// `Benchmarks statements DATA TRUTH…`: statements found beside the truth of `scripts/statement-truth.py`.
///
///     --unseen=NAME,…    repositories and systems that nothing was tuned with: told apart in the report
///     --name=TEXT        what the run is called in the report: "right version"
///     --moved            lines are of another version than the truth: the right file is right
///     --written=DATA     with --moved, the index of the version that wrote the lines: tells apart statements that are
///                        still there and those that are not
///     --context          lines of one repository or system are one log: what is sure of some speaks for others
///     --headers          gives level and logger, as a log's header does
///     --report=FILE      adds the run to a JSON report
///     --features=FILE    what the gate sees, a JSON object for each line
///     --failures=N       prints misses and false accepts, N at most
enum StatementQuality {
  private struct Options {
    var data = ""
    var truths: [String] = []
    var unseen: Set<String> = []
    var name = "right version"
    var isMoved = false
    var written: String?
    var hasHeaders = false
    var hasContext = false
    var report: String?
    var features: String?
    var failures = 0

    init(_ arguments: [String]) throws {
      for argument in arguments {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        switch parts[0] {
        case "--unseen" where parts.count == 2: unseen = Set(parts[1].split(separator: ",").map(String.init))
        case "--name" where parts.count == 2: name = parts[1]
        case "--moved": isMoved = true
        case "--written" where parts.count == 2: written = parts[1]
        case "--headers": hasHeaders = true
        case "--context": hasContext = true
        case "--report" where parts.count == 2: report = parts[1]
        case "--features" where parts.count == 2: features = parts[1]
        case "--failures" where parts.count == 2: failures = Int(parts[1]) ?? 0
        case _ where argument.hasPrefix("--"): throw BenchmarkError("statements does not know \(argument)")
        case _ where data.isEmpty: data = argument
        default: truths.append(argument)
        }
      }
      guard !truths.isEmpty else { throw BenchmarkError("statements needs DATA and files of truth") }
    }
  }

  /// A line of a truth file.
  struct Case {
    var group: String
    var language: String
    var repository: String
    var path: String
    var lines: ClosedRange<Int>
    var words: Int
    var tag: String
    var message: String
    /// What a header says, where one is known.
    var level: EmitLevel?
    var logger: String?

    init?(_ text: Substring) {
      let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 9 || fields.count == 11, let first = Int(fields[4]), let last = Int(fields[5])
      else { return nil }
      (group, language, repository, path) = (fields[0], fields[1], fields[2], fields[3])
      lines = first...max(first, last)
      (words, tag, message) = (Int(fields[6]) ?? 0, fields[7], fields[8])
      guard fields.count == 11 else { return }
      level =
        [
          "trace": .trace, "debug": .debug, "info": .info, "notice": .notice, "warning": .warning,
          "error": .error, "fatal": .fatal,
        ][fields[9]]
      logger = fields[10].isEmpty ? nil : fields[10]
    }

    /// The message as it is looked for, with what its header says or without.
    func query(hasHeader: Bool) -> StatementQuery {
      hasHeader ? StatementQuery(message, level: level, logger: logger) : StatementQuery(message)
    }

    var isNegative: Bool { group.hasPrefix("negative") }

    /// The repository, or the system that is not indexed.
    var origin: String { isNegative ? tag : group == "real-place" ? group : repository }

    var bucket: String {
      words <= 2 ? "1-2 words" : words <= 4 ? "3-4 words" : words <= 7 ? "5-7 words" : "8+ words"
    }

    /// Mirrors are named after their folders.
    func isIn(_ name: String) -> Bool {
      name.hasSuffix(repository) || name.replacing("+", with: "/").contains(repository)
    }

    func isRight(_ match: StatementMatch, isMoved: Bool) -> Bool {
      let place = match.hit.placement
      guard isIn(place.repository),
        path.isEmpty || place.pathText == path || place.pathText.hasSuffix("/" + path)
          // Folders are renamed between versions.
          || isMoved && place.pathText.split(separator: "/").last == path.split(separator: "/").last
      else { return false }
      // "in main": the log names the function.
      if tag.hasPrefix("in ") { return match.hit.site.function == tag.dropFirst(3) }
      let line = match.hit.site.line
      return isMoved || lines.lowerBound == 0 || lines.contains(line)
        || (line < lines.lowerBound && line + 12 >= lines.lowerBound && match.hit.site.range.count > 80)
    }
  }

  /// Of an answer what is judged, and the surplus of bits at its gate.
  private struct Verdict {
    var item: Case
    var exact = false
    var tied = false
    var three = false
    var confident = false
    var surplus: Float = -.infinity
    /// What became of the statement in the other version.
    var state = ""
  }

  /// Whether the statement that wrote a line, found in the index of its own version, is in another index too.
  private static func state(_ item: Case, _ written: StatementFinder, _ other: Searcher) -> String {
    let answer = written.answer(StatementQuery(item.message))
    guard
      let match = (answer.matches + [answer.wrapper].compactMap(\.self)).first(where: {
        item.isRight($0, isMoved: false)
      })
    else { return "statement unknown" }
    let isThere = other.emitRevisions(of: match.hit.site.skeleton).contains { item.isIn($0.repository) }
    return isThere ? "statement kept" : "statement changed or gone"
  }

  static func run(_ arguments: [String]) throws {
    let options = try Options(arguments)
    let searcher = try Searcher.open(dataFolder: options.data)
    let finder = StatementFinder(searcher)
    let written = try options.written.map { StatementFinder(try Searcher.open(dataFolder: $0)) }
    let cases = try options.truths.flatMap { path in
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap(Case.init)
    }
    guard !cases.isEmpty else { throw BenchmarkError("\(options.truths) hold no truth") }
    var times: [Double] = []
    var walls: [Double] = []
    var contexts: [String: StatementContext] = [:]
    let answers = cases.map { item in
      let (begin, wall) = (threadCPUNanoseconds(), monotonicNanoseconds())
      let answer = finder.answer(item.query(hasHeader: options.hasHeaders))
      times.append(Double(threadCPUNanoseconds() - begin) / 1e6)
      walls.append(Double(monotonicNanoseconds() - wall) / 1e6)
      if options.hasContext { contexts[item.origin, default: StatementContext()].add(answer) }
      return answer
    }
    var verdicts: [Verdict] = []
    var features = ""
    var shown = 0
    for (item, found) in zip(cases, answers) {
      let answer = contexts[item.origin]?.judged(found) ?? found
      var verdict = judge(item, answer, options)
      if let written { verdict.state = state(item, written, searcher) }
      verdicts.append(verdict)
      if options.features != nil { features += line(verdict, answer) + "\n" }
      let isWrong = item.isNegative ? verdict.confident : !verdict.tied
      if isWrong, shown < options.failures {
        shown += 1
        show(item, answer)
      }
    }
    if let path = options.features { try features.write(toFile: path, atomically: true, encoding: .utf8) }
    let run = report(verdicts, times, walls, searcher, options)
    print(run)
    if let path = options.report { try add(run, to: path) }
  }

  private static func judge(_ item: Case, _ answer: StatementAnswer, _ options: Options) -> Verdict {
    var verdict = Verdict(item: item)
    verdict.confident = answer.isConfident
    verdict.surplus = answer.surplus
    guard !item.isNegative else { return verdict }
    func isRight(_ match: StatementMatch) -> Bool { item.isRight(match, isMoved: options.isMoved) }
    verdict.exact = answer.matches.first.map(isRight) ?? false
    verdict.tied = answer.best.contains(where: isRight) || answer.wrapper.map(isRight) ?? false
    verdict.three = verdict.tied || answer.matches.prefix { $0.rank < 3 }.contains(where: isRight)
    return verdict
  }

  private static func show(_ item: Case, _ answer: StatementAnswer) {
    say(
      item.isNegative
        ? "FALSE [\(item.tag)] \(item.message)"
        : "MISS \(item.repository):\(item.path):\(item.lines.lowerBound) [\(item.tag)] \(item.message)")
    for match in answer.matches.prefix(item.isNegative ? 1 : 3) {
      say("   \(StatementBenchmarks.line(match))\n      \(match.evidence)")
    }
  }

  /// What the gate sees of a line, for trying other gates without an index.
  private static func line(_ verdict: Verdict, _ answer: StatementAnswer) -> String {
    var row: [String: Any] = [
      "group": verdict.item.group, "origin": verdict.item.origin, "tag": verdict.item.tag,
      "words": verdict.item.words,
      "message": verdict.item.message, "tied": verdict.tied, "confident": verdict.confident,
      "peeled": answer.peeled.count, "wrapped": answer.wrapper != nil, "header": 0.0,
      "repository": answer.matches.first?.hit.placement.repository ?? "",
    ]
    if let first = answer.matches.first {
      let evidence = first.evidence
      row["fit"] = "\(first.fit)"
      row["kind"] = "\(first.hit.site.kind)"
      row["score"] = Double(first.score)
      row["skeleton"] = first.hit.site.skeleton.description
      row["bits"] = Double(evidence.bits)
      row["saidWords"] = evidence.words
      row["phraseBits"] = Double(evidence.phraseBits)
      row["phraseWords"] = evidence.phraseWords
      row["rarest"] = Double(evidence.rarest)
      row["length"] = evidence.messageBytes
      row["literal"] = evidence.literalBytes
      row["unexplainedBits"] = Double(evidence.unexplainedBits)
      row["unexplainedWords"] = evidence.unexplainedWords
      row["strange"] = evidence.strangeWords
      row["holes"] = evidence.holes
      row["header"] = Double(evidence.header)
      row["aside"] = evidence.isAside
      row["share"] = Double(evidence.share)
      row["margin"] = Double(evidence.margin)
      row["ties"] = answer.best.count
    }
    // Every value above is one of JSON's.
    let data = (try? JSONSerialization.data(withJSONObject: row, options: [.sortedKeys])) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  // MARK: Report

  /// Written as JSON; the page of benchmarks reads it.
  struct Report: Codable {
    var date: String
    var commit: String
    var command: String
    var runs: [Run]
  }

  struct Run: Codable {
    var name: String
    var sites: Int
    var skeletons: Int
    var repositories: [String]
    var millisecondsMedian: Double
    var millisecondsP99: Double
    var millisecondsWorst: Double
    /// The same by the clock on the wall; nil in reports of before.
    var wallMedian: Double?
    var wallP99: Double?
    var wallWorst: Double?
    /// "seen" and "unseen", each by group of lines.
    var halves: [Half]
  }

  struct Half: Codable {
    var name: String
    var rows: [Row]
    /// Lines of systems that are not indexed, and those a statement was named for.
    var negatives: Int
    var falseAccepts: Int
    /// The same with a gate that asks for more bits or fewer.
    var curve: [Point]
  }

  struct Row: Codable {
    var group: String
    var cases = 0
    var exact = 0
    var tied = 0
    var three = 0
    var confident = 0
    var confidentRight = 0
  }

  struct Point: Codable {
    var bits: Double
    var falseAccepts: Int
    var confident: Int
    var confidentRight: Int
  }

  private static func report(
    _ verdicts: [Verdict], _ times: [Double], _ walls: [Double], _ searcher: Searcher, _ options: Options
  ) -> Run {
    let (sorted, wall) = (times.sorted(), walls.sorted())
    let counts = searcher.emitCounts
    return Run(
      name: options.name, sites: counts.sites, skeletons: counts.skeletons,
      repositories: searcher.repositories.map(\.name).sorted(), millisecondsMedian: sorted[sorted.count / 2],
      millisecondsP99: sorted[min(sorted.count - 1, sorted.count * 99 / 100)],
      millisecondsWorst: sorted.last ?? 0, wallMedian: wall[wall.count / 2],
      wallP99: wall[min(wall.count - 1, wall.count * 99 / 100)], wallWorst: wall.last ?? 0,
      halves: [false, true].compactMap { isUnseen in
        let part = verdicts.filter { options.unseen.contains($0.item.origin) == isUnseen }
        return part.isEmpty ? nil : half(isUnseen ? "unseen" : "seen", part)
      })
  }

  private static func half(_ name: String, _ verdicts: [Verdict]) -> Half {
    let positives = verdicts.filter { !$0.item.isNegative }
    let negatives = verdicts.filter(\.item.isNegative)
    var rows: [String: Row] = [:]
    for verdict in positives {
      let item = verdict.item
      let tag = item.tag.hasPrefix("in ") ? "" : item.tag
      for group in ["all \(item.group)", item.language, item.bucket, tag, item.repository, verdict.state]
      where !group.isEmpty {
        var row = rows[group] ?? Row(group: group)
        row.cases += 1
        row.exact += verdict.exact ? 1 : 0
        row.tied += verdict.tied ? 1 : 0
        row.three += verdict.three ? 1 : 0
        row.confident += verdict.confident ? 1 : 0
        row.confidentRight += verdict.confident && verdict.tied ? 1 : 0
        rows[group] = row
      }
    }
    let curve = stride(from: -12.0, through: 24, by: 2).map { bits in
      let passing = positives.filter { $0.surplus >= Float(bits) }
      return Point(
        bits: bits, falseAccepts: negatives.count { $0.surplus >= Float(bits) }, confident: passing.count,
        confidentRight: passing.count(where: \.tied))
    }
    return Half(
      name: name, rows: rows.values.sorted { $0.group < $1.group }, negatives: negatives.count,
      falseAccepts: negatives.count(where: \.confident), curve: curve)
  }

  private static func print(_ run: Run) {
    func share(_ value: Int, _ of: Int) -> String {
      of == 0 ? "" : Format.fixed(100 * Double(value) / Double(of), 1)
    }
    for half in run.halves {
      let head = ["\(run.name), \(half.name)", "cases", "top-1", "tied", "top-3", "precision", "recall"]
      let rows = half.rows.map { row in
        [
          row.group, "\(row.cases)", share(row.exact, row.cases), share(row.tied, row.cases),
          share(row.three, row.cases), share(row.confidentRight, row.confident),
          share(row.confidentRight, row.cases),
        ]
      }
      for row in [head] + rows {
        say(
          row.enumerated().map { index, cell in
            cell.padding(toLength: index == 0 ? 32 : 10, withPad: " ", startingAt: 0)
          }.joined(separator: " "))
      }
      say(
        "false accepts: \(half.falseAccepts) of \(half.negatives), \(share(half.falseAccepts, half.negatives)) %"
      )
      let positives = half.rows.filter { $0.group.hasPrefix("all ") }.reduce(0) { $0 + $1.cases }
      for point in half.curve {
        say(
          "  gate \(Format.fixed(point.bits, 0)): false accepts \(share(point.falseAccepts, half.negatives)) %, precision "
            + "\(share(point.confidentRight, point.confident)), recall \(share(point.confidentRight, positives))"
        )
      }
    }
    say(
      "milliseconds of processor: median \(Format.fixed(run.millisecondsMedian, 1)), "
        + "p99 \(Format.fixed(run.millisecondsP99, 1)), worst \(Format.fixed(run.millisecondsWorst, 1)); "
        + "by the clock median \(Format.fixed(run.wallMedian ?? 0, 1)), p99 \(Format.fixed(run.wallP99 ?? 0, 1)), "
        + "worst \(Format.fixed(run.wallWorst ?? 0, 1)); \(run.sites) sites, \(run.skeletons) skeletons")
  }

  private static func add(_ run: Run, to path: String) throws {
    var report = Report(
      date: Date().ISO8601Format(), commit: Facts.commit(), command: "Benchmarks statements", runs: [])
    if let data = FileManager.default.contents(atPath: path) {
      report.runs = try JSONDecoder().decode(Report.self, from: data).runs.filter { $0.name != run.name }
    }
    report.runs.append(run)
    try writeReport(report, to: path)
  }
}
