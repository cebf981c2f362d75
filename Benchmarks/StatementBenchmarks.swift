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
      try StatementQuality.run(Array(arguments.dropFirst()))
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

  static func line(_ match: StatementMatch) -> String {
    let site = match.hit.site
    return """
      \(Format.fixed(Double(match.score), 1)) \(match.fit) \(Int(match.bits)) bits \
      \(match.hit.placement.repository):\(match.hit.placement.pathText):\(site.line) \
      \(site.kind) \(site.level) \(site.container).\(site.function) \(site.callee): \(site.skeleton.description)
      """
  }
}
