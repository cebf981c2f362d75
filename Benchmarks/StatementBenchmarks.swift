import Containers
import Diagnosis
import Foundation
import Platform
import Search
import Syntax

/// `Benchmarks statements …`: how well the statement that wrote a line is found.
///
/// Truth comes from `scripts/statement-truth.py`, which knows nothing of the matcher.
enum StatementBenchmarks {
  /// Whether the arguments were for this.
  static func run(_ arguments: [String]) throws -> Bool {
    switch arguments.first {
    case "parse-worker":
      SyntaxAnalyzer.work(grammarFolder: arguments.last ?? "")
    case "statements-index":
      guard arguments.count > 3 else {
        throw BenchmarkError("statements-index needs DATA, GRAMMARS and sources")
      }
      try index(arguments[1], arguments[2], Array(arguments[3...]))
    case "statements":
      guard arguments.count > 2 else { throw BenchmarkError("statements needs DATA and a truth file") }
      try evaluate(arguments[1], arguments[2], failures: arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0)
    case "statements-cost":
      guard arguments.count > 2 else { throw BenchmarkError("statements-cost needs GRAMMARS and files") }
      try cost(arguments[1], Array(arguments[2...]))
    case "statement":
      guard arguments.count > 2 else { throw BenchmarkError("statement needs DATA and a message") }
      try show(arguments[1], arguments[2])
    default: return false
    }
    return true
  }

  private static func index(_ data: String, _ grammars: String, _ rest: [String]) throws {
    var options = IndexOptions(dataFolder: data)
    options.grammarFolder = grammars
    options.jobs = processorCount()
    for argument in rest {
      if argument.hasPrefix("--rev=") {
        options.revisions.append(String(argument.dropFirst(6)))
      } else {
        options.sources.append(argument)
      }
    }
    let report = try Indexer.run(options) { _ in }
    for warning in report.warnings.prefix(5) { say("warning: \(warning)") }
    let counts = try Searcher.open(dataFolder: data).emitCounts
    say(
      "\(counts.sites) emit sites, \(counts.skeletons) different, \(Format.fixed(report.cpuSeconds, 1)) s of processor"
    )
  }

  /// What emit sites add to parsing files and reading their symbols.
  private static func cost(_ grammars: String, _ files: [String]) throws {
    guard let library = TreeSitterLibrary(folder: grammars), let none = LanguageTable.named("Lua") else {
      throw BenchmarkError("no grammars in \(grammars)")
    }
    var (bytes, parse, plain, full, sites) = (0, 0, 0, 0, 0)
    for path in files {
      let text = try readFile(path, limit: SyntaxAnalyzer.textMax)
      guard let language = text.withUnsafeBytes({ detectLanguage(path: path, head: $0) }),
        let grammar = language.grammarName
      else { continue }
      text.withUnsafeBytes { buffer in
        let begin = threadCPUNanoseconds()
        guard let tree = library.parse(buffer, grammar: grammar) else { return }
        let parsed = threadCPUNanoseconds()
        // Of Lua no emit sites are known: this is the rest.
        _ = symbols(buffer, language: none, tree: tree).encoded()
        let read = threadCPUNanoseconds()
        let found = symbols(buffer, language: language, tree: tree)
        _ = found.encoded()
        full += threadCPUNanoseconds() - read
        plain += read - parsed
        parse += parsed - begin
        sites += found.emits.count
        bytes += buffer.count
      }
    }
    let before = Double(parse + plain) / 1e6
    say(
      "\(Format.bytes(bytes)), \(sites) sites: parse \(Format.fixed(Double(parse) / 1e6, 1)) ms, symbols "
        + "\(Format.fixed(Double(plain) / 1e6, 1)) ms, emit sites \(Format.fixed(Double(full - plain) / 1e6, 1)) ms, "
        + "\(Format.fixed(100 * Double(full - plain) / 1e6 / before, 1)) % more")
  }

  private static func show(_ data: String, _ message: String) throws {
    let finder = StatementFinder(try Searcher.open(dataFolder: data))
    _ = finder.answer(StatementQuery(message))
    let begin = monotonicNanoseconds()
    let answer = finder.answer(StatementQuery(message))
    let elapsed = Double(monotonicNanoseconds() - begin) / 1e6
    say(
      "confident: \(answer.isConfident) \(answer.doubt) \(Format.fixed(elapsed, 1)) ms, \(answer.candidateCount) candidates"
    )
    if let wrapper = answer.wrapper { say("wrapper: \(line(wrapper))") }
    if !answer.peeled.isEmpty { say("peeled: \(answer.peeled)") }
    for match in answer.matches {
      say("\(match.rank) \(line(match))")
      say("    \(match.reasons.joined(separator: "; "))")
      if !match.values.isEmpty {
        say("    " + match.values.map { "\($0.name)=\($0.value)" }.joined(separator: " | "))
      }
    }
  }

  private static func line(_ match: StatementMatch) -> String {
    let site = match.hit.site
    return """
      \(Format.fixed(Double(match.score), 1)) \(match.fit) \(Int(match.bits)) bits \
      \(match.hit.placement.repository):\(match.hit.placement.pathText):\(site.line) \
      \(site.kind) \(site.level) \(site.container).\(site.function) \(site.callee): \(site.skeleton.description)
      """
  }

  // MARK: Evaluation

  /// A line of the truth file.
  private struct Case {
    var group: String
    var language: String
    var repository: String
    var path: String
    var lines: ClosedRange<Int>
    var words: Int
    var tag: String
    var message: String

    init?(_ text: Substring) {
      let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 9, let first = Int(fields[4]), let last = Int(fields[5]) else { return nil }
      (group, language, repository, path) = (fields[0], fields[1], fields[2], fields[3])
      lines = first...max(first, last)
      (words, tag, message) = (Int(fields[6]) ?? 0, fields[7], fields[8])
    }

    var isNegative: Bool { group == "negative" }

    func isRight(_ match: StatementMatch) -> Bool {
      let place = match.hit.placement
      // Mirrors are named after their folders.
      guard
        place.repository.hasSuffix(repository)
          || place.repository.replacing("+", with: "/").contains(repository),
        path.isEmpty || place.pathText == path || place.pathText.hasSuffix("/" + path)
      else {
        return false
      }
      return lines.lowerBound == 0 || lines.contains(match.hit.site.line)
        || (match.hit.site.line < lines.lowerBound && match.hit.site.line + 12 >= lines.lowerBound
          && match.hit.site.range.count > 80)
    }
  }

  private struct Tally {
    var count = 0
    var exact = 0
    var tied = 0
    var three = 0
    var confident = 0
    var confidentRight = 0

    var row: [String] {
      func share(_ value: Int, _ of: Int) -> String {
        of == 0 ? "" : Format.fixed(100 * Double(value) / Double(of), 1)
      }
      return [
        "\(count)", share(exact, count), share(tied, count), share(three, count),
        share(confidentRight, confident),
        share(confidentRight, count),
      ]
    }
  }

  private static func evaluate(_ data: String, _ path: String, failures: Int) throws {
    let finder = StatementFinder(try Searcher.open(dataFolder: data))
    let cases = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap(Case.init)
    guard !cases.isEmpty else { throw BenchmarkError("\(path) holds no truth") }
    var tallies: [String: Tally] = [:]
    var times: [Double] = []
    var negatives = (count: 0, accepted: 0)
    var shown = 0
    for item in cases {
      let begin = threadCPUNanoseconds()
      let answer = finder.answer(StatementQuery(item.message))
      times.append(Double(threadCPUNanoseconds() - begin) / 1e6)
      if item.isNegative {
        negatives.count += 1
        if answer.isConfident {
          negatives.accepted += 1
          if shown < failures, let first = answer.matches.first {
            say("FALSE \(item.message)\n   \(line(first))")
            shown += 1
          }
        }
        continue
      }
      let tied = answer.best.contains(where: item.isRight) || answer.wrapper.map(item.isRight) ?? false
      let three = tied || answer.matches.prefix { $0.rank < 3 }.contains(where: item.isRight)
      let bucket =
        item.words <= 2
        ? "1-2 words" : item.words <= 4 ? "3-4 words" : item.words <= 7 ? "5-7 words" : "8+ words"
      for key in ["all \(item.group)", item.language, bucket, item.tag, item.repository] where !key.isEmpty {
        var tally = tallies[key] ?? Tally()
        tally.count += 1
        if let first = answer.matches.first, item.isRight(first) { tally.exact += 1 }
        if tied { tally.tied += 1 }
        if three { tally.three += 1 }
        if answer.isConfident {
          tally.confident += 1
          if tied { tally.confidentRight += 1 }
        }
        tallies[key] = tally
      }
      if !tied, shown < failures {
        say("MISS \(item.repository):\(item.path):\(item.lines.lowerBound) [\(item.tag)] \(item.message)")
        for match in answer.matches.prefix(3) { say("   \(line(match))") }
        shown += 1
      }
    }
    print(tallies, times, negatives)
  }

  private static func print(
    _ tallies: [String: Tally], _ times: [Double], _ negatives: (count: Int, accepted: Int)
  ) {
    let head = ["", "cases", "top-1", "tied", "top-3", "precision", "recall"]
    for row in [head] + tallies.sorted(by: { $0.key < $1.key }).map({ [$0.key] + $0.value.row }) {
      say(
        row.enumerated().map { index, cell in
          cell.padding(toLength: index == 0 ? 32 : 10, withPad: " ", startingAt: 0)
        }.joined(separator: " "))
    }
    if negatives.count > 0 {
      say(
        "false accepts: \(negatives.accepted) of \(negatives.count), "
          + "\(Format.fixed(100 * Double(negatives.accepted) / Double(negatives.count), 2)) %")
    }
    let sorted = times.sorted()
    if let last = sorted.last {
      say(
        "milliseconds of processor: median \(Format.fixed(sorted[sorted.count / 2], 1)), "
          + "p99 \(Format.fixed(sorted[min(sorted.count - 1, sorted.count * 99 / 100)], 1)), worst \(Format.fixed(last, 1))"
      )
    }
  }
}
