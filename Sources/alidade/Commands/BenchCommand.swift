import Platform
import QueryEngine
import Search

/// `alidade bench`.
enum BenchCommand {
  static let command = Command(
    name: "bench",
    summary: "measure searches on this index, beside ripgrep",
    detail: """
      Without queries, some twenty are made of names and lines that the indexed files hold. Each is run again and again \
      in this process: the best 50 files with their lines, and all matches counted. Where everything indexed is a folder \
      of this machine and rg is installed, both are also run as processes in turn, and the numbers of lines are compared; \
      a ratio above 1 means that rg took longer. Files that are in no commit, and ignored files in repositories, are \
      searched by one and not by the other.

      How Alidade is measured beside other programs, and on which machine, is on the page /benchmarks of a server.
      """,
    positionals: [Positional("QUERY", .any, "queries to measure instead")],
    flags: [peers, .json],
    examples: [
      Example(command: "alidade bench", meaning: "queries made of what is indexed"),
      Example(command: "alidade bench 'TODO' '/foo_\\w+/'", meaning: "two queries"),
    ],
    run: run)

  private static let peers = Flag(
    "peers", negation: "no-peers", summary: "run rg beside it, where it is installed",
    detail: "This is the default; --no-peers leaves it out.")

  private static func run(_ arguments: Arguments, _ session: Session) async throws -> ExitCode {
    let searcher = try openIndex(session)
    var queries = arguments.positionals.map { BenchQuery(kind: "own", text: $0, pattern: nil) }
    for query in queries { _ = try Query(parsing: query.text) }
    if queries.isEmpty { queries = BenchQuerySampler(searcher).queries }
    guard !queries.isEmpty else {
      session.warn("there is too little text in the index to make queries of; give some")
      return .nothing
    }
    let places = searcher.repositories.map(\.location)
    let areFolders = places.allSatisfy { $0.hasPrefix("/") && fileStatus($0)?.kind == .folder }
    if !areFolders { session.note("something indexed is no folder of this machine: nothing is compared") }
    let wantsPeers = arguments.setting(peers) ?? true
    let bench = BenchRun(
      searcher: searcher, folders: areFolders ? places : [], dataFolder: session.dataFolder,
      program: executablePath() ?? "alidade", tools: wantsPeers && BenchRun.isInstalled("rg") ? ["rg"] : [])
    var results: [BenchResult] = []
    if !arguments.has(.json) {
      session.output.write(head(searcher, hasPeers: !bench.tools.isEmpty && areFolders))
    }
    for query in queries {
      let result = try bench.measure(query)
      results.append(result)
      session.output.write(arguments.has(.json) ? json(result).line : Array(line(result).utf8))
      session.output.flush()
    }
    if !arguments.has(.json) { session.output.write(summary(results)) }
    return .found
  }

  private static func head(_ searcher: Searcher, hasPeers: Bool) -> String {
    let status = searcher.status
    return """
      \(counted(status.repositories, "repository", "repositories")), \(counted(status.documents, "file")), \
      \(formatted(bytes: status.textBytes)) of text

      """ + columns("", "best 50", "slowest", "all", "matches", hasPeers ? "rg ÷ alidade" : "", "query")
  }

  private static func columns(_ cells: String...) -> String {
    let widths = [11, 9, 9, 9, 11, 20]
    var line = ""
    for (index, cell) in cells.enumerated() {
      guard index < widths.count else {
        line += cell
        continue
      }
      let space = String(repeating: " ", count: max(0, widths[index] - cell.count))
      line += index == 0 ? cell + space : space + cell
      line += "  "
    }
    return line + "\n"
  }

  private static func line(_ result: BenchResult) -> String {
    let peer = result.peers.first
    let ratio = peer.map { peer in
      let range =
        "\(oneDecimal(peer.ratio)) (\(oneDecimal(peer.ratios.lowerBound))–\(oneDecimal(peer.ratios.upperBound)))"
      return peer.agrees ? range : range + " !"
    }
    var text = columns(
      result.query.kind, time(result.best.median), time(result.best.worst), time(result.all.median),
      formatted(result.matches), ratio ?? "", result.query.text)
    if let peer, !peer.agrees {
      text +=
        "             ! \(peer.tool) finds \(formatted(peer.lines)) lines, alidade \(formatted(result.lines))\n"
    }
    return text
  }

  private static func summary(_ results: [BenchResult]) -> String {
    func median(_ values: [Int]) -> Int { values.sorted()[values.count / 2] }
    var text =
      "\nmedian of \(counted(results.count, "query", "queries")): best 50 \(time(median(results.map(\.best.median))))"
    text += ", all \(time(median(results.map(\.all.median))))"
    let peers = results.compactMap(\.peers.first)
    if !peers.isEmpty {
      let ratios = peers.map(\.ratio).sorted()
      text += "; as processes, rg takes \(oneDecimal(ratios[ratios.count / 2])) times as long at the median, "
      text += "and is faster in \(counted(peers.count { $0.ratio < 1 }, "query", "queries"))"
    }
    return text + "\n"
  }

  private static func time(_ nanoseconds: Int) -> String {
    nanoseconds < 1_000_000 ? "\(formatted(nanoseconds / 1000)) µs" : formatted(.nanoseconds(nanoseconds))
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func json(_ result: BenchResult) -> JSON {
    func times(_ times: BenchResult.Times) -> JSON {
      [
        "median_us": .integer(times.median / 1000), "slowest_us": .integer(times.worst / 1000),
        "runs": .integer(times.runs),
      ]
    }
    let peers: [JSON] = result.peers.map { peer in
      [
        "tool": .string(peer.tool), "median_us": .integer(peer.median / 1000),
        "own_us": .integer(peer.own / 1000),
        "ratio": .number(peer.ratio), "ratio_low": .number(peer.ratios.lowerBound),
        "ratio_high": .number(peer.ratios.upperBound), "lines": .integer(peer.lines),
        "agrees": .boolean(peer.agrees),
      ]
    }
    return [
      "kind": .string(result.query.kind), "query": .string(result.query.text), "best": times(result.best),
      "all": times(result.all), "files": .integer(result.files), "matches": .integer(result.matches),
      "lines": .integer(result.lines), "peers": .array(peers),
    ]
  }
}
