import Foundation
import Platform

/// Programs that answer the same queries, each run as a process that counts matching lines.
struct Peers {
  /// One program and how it is called.
  struct Tool {
    var name: String
    var arguments: (BenchmarkQuery) -> [String]?
    var environment: [String: String] = [:]
    /// The number of matching lines in its output of `name:count` lines.
    var version: String
  }

  var tools: [Tool] = []
  let folder: String
  private(set) var notes: [String] = []

  /// Finds what is on PATH, and builds codesearch's index.
  init(options: Options, dataFolder: String) throws {
    folder = options.sources[0]
    if let alidade = Self.builtProgram("alidade") {
      tools.append(
        Tool(
          name: "alidade",
          arguments: {
            [alidade, "search", "--data", dataFolder, "-c", "--count-all", "--timeout", "10m", "--", $0.text]
          },
          version: Self.version([alidade, "version"])))
    } else {
      notes.append("alidade is not built beside this program: `swift build -c release` builds both")
    }
    if let rg = Self.find("rg") {
      let rules = try Self.ignoreRules(rg, options.sources)
      tools.append(
        Tool(
          name: "rg -j2", arguments: { Self.ripgrep(rg, $0, options.sources, rules) },
          version: Self.version([rg, "--version"])))
    }
    if let csearch = Self.find("csearch"), let cindex = Self.find("cindex") {
      try addCodesearch(csearch, cindex, options)
    }
    // One folder only: it runs inside of it.
    if let git = Self.find("git"), options.sources.count == 1 {
      tools.append(
        Tool(
          name: "git grep", arguments: { Self.gitGrep(git, $0) }, version: Self.version([git, "--version"])))
    }
  }

  private mutating func addCodesearch(_ csearch: String, _ cindex: String, _ options: Options) throws {
    let environment = ["CSEARCHINDEX": options.cache + "/\(options.corpus).csearch"]
    if options.builds || !FileManager.default.fileExists(atPath: environment["CSEARCHINDEX"]!) {
      let cpu = childrenCPUNanoseconds()
      let wall = monotonicNanoseconds()
      _ = try Self.run([cindex, "-reset"] + options.sources, environment, folder)
      let size =
        try FileManager.default.attributesOfItem(atPath: environment["CSEARCHINDEX"]!)[.size] as? Int ?? 0
      notes.append(
        "cindex: \(Format.seconds(Double(childrenCPUNanoseconds() - cpu) / 1e9)) of CPU, "
          + "\(Format.seconds(Double(monotonicNanoseconds() - wall) / 1e9)), \(Format.bytes(size)) without contents"
      )
    }
    tools.append(
      Tool(
        name: "csearch", arguments: { Self.codesearch(csearch, $0) }, environment: environment,
        version: "Debian"))
  }

  /// The same files as Alidade, hidden ones too.
  private static func ripgrep(
    _ program: String, _ query: BenchmarkQuery, _ folders: [String], _ ignoreRules: [String]
  ) -> [String]? {
    guard let peer = query.peer else { return nil }
    var arguments = [
      program, "-j2", "-c", "--no-config", "--hidden", "--no-messages", "-g", "!.git",
      peer.ignoresCase ? "-i" : "-s",
    ]
    arguments += ignoreRules
    if !peer.isRegex { arguments.append("-F") }
    if peer.isWord { arguments.append("-w") }
    if let glob = peer.nameGlob { arguments += ["-g", glob] }
    return arguments + ["-e", peer.text] + folders
  }

  /// As in a folder that is no repository; hidden files are searched too.
  private static func gitGrep(_ program: String, _ query: BenchmarkQuery) -> [String]? {
    guard let peer = query.peer else { return nil }
    var arguments = [
      program, "grep", "--no-index", "--no-exclude-standard", "-c", "-I", "--threads=2",
      peer.isRegex ? "-P" : "-F",
    ]
    if peer.ignoresCase { arguments.append("-i") }
    if peer.isWord { arguments.append("-w") }
    return arguments + ["-e", peer.text, "--"] + (peer.nameGlob.map { [":(glob)**/\($0)"] } ?? [])
  }

  /// In a repository the index holds what is committed, in a plain folder what no ignore file names, unless they
  /// name everything, as in unpacked Debian sources.
  private static func ignoreRules(_ program: String, _ folders: [String]) throws -> [String] {
    let files = FileManager.default
    let holdsRepositories = folders.contains { folder in
      // The index run has said what is wrong with a folder.
      let children = (try? files.contentsOfDirectory(atPath: folder)) ?? []
      return files.fileExists(atPath: folder + "/.git")
        || children.contains { files.fileExists(atPath: "\(folder)/\($0)/.git") }
    }
    let rules = ["--no-require-git", "--no-ignore-parent"]
    if holdsRepositories { return ["--no-ignore"] }
    return try run([program, "--files", "--hidden"] + rules + folders, [:], "/").isEmpty
      ? ["--no-ignore"] : rules
  }

  private static func codesearch(_ program: String, _ query: BenchmarkQuery) -> [String]? {
    guard let peer = query.peer else { return nil }
    var pattern = peer.isRegex ? peer.text : quoted(peer.text)
    if peer.isWord { pattern = #"\b(?:"# + pattern + #")\b"# }
    var arguments = [program, "-c"]
    if peer.ignoresCase { arguments.append("-i") }
    if let glob = peer.nameGlob {
      arguments += ["-f", "/" + quoted(glob).replacing(#"\*"#, with: "[^/]*") + "$"]
    }
    return arguments + ["--", pattern]
  }

  static func quoted(_ text: String) -> String {
    String(text.flatMap { #"\.+*?()|[]{}^$"#.contains($0) ? ["\\", $0] : [$0] })
  }

  /// Nanoseconds of a run that is not repeated.
  private static let slow = 4_000_000_000

  /// Runs all tools in turn, again and again, and reports the medians; of one that is slow, its first run.
  func measure(_ query: BenchmarkQuery, runs: Int, linesWithCopies: Int) throws -> [Report.Peer] {
    var walls = [[Int]](repeating: [], count: tools.count)
    var cpus = walls
    var lines = [Int](repeating: 0, count: tools.count)
    for _ in 0..<runs {
      for (index, tool) in tools.enumerated() {
        guard let arguments = tool.arguments(query), walls[index].first ?? 0 < Self.slow else { continue }
        let cpu = childrenCPUNanoseconds()
        let wall = monotonicNanoseconds()
        let output = try Self.run(arguments, tool.environment, folder)
        walls[index].append(monotonicNanoseconds() - wall)
        cpus[index].append(childrenCPUNanoseconds() - cpu)
        lines[index] = Self.sum(output)
      }
    }
    return tools.indices.compactMap { index in
      guard !walls[index].isEmpty else { return nil }
      let isOwn = tools[index].name == "alidade"
      let own = tools.firstIndex { $0.name == "alidade" }.map { walls[$0] }
      return Report.Peer(
        tool: tools[index].name, wallMilliseconds: milliseconds(Samples(walls[index]).median),
        cpuMilliseconds: milliseconds(Samples(cpus[index]).median),
        ratio: isOwn
          ? nil : own.map { Report.Spread(zip(walls[index], $0).map { Double($0) / Double(max($1, 1)) }) },
        lines: lines[index],
        agrees: isOwn || lines[index] == linesWithCopies)
    }
  }

  /// Adds the counts of lines `name:count`.
  private static func sum(_ output: [UInt8]) -> Int {
    output.split(separator: 0x0A).reduce(0) { sum, line in
      guard let colon = line.lastIndex(of: 0x3A) else { return sum }
      return sum + (Int(String(decoding: line[(colon + 1)...], as: UTF8.self).filter { $0 != " " }) ?? 0)
    }
  }

  static func run(_ arguments: [String], _ environment: [String: String], _ folder: String) throws
    -> [UInt8]
  {
    var command = Command(
      arguments: arguments,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
    command.folder = folder
    command.totalSeconds = nil
    command.idleSeconds = 1200
    return try command.run().output
  }

  private static func version(_ arguments: [String]) -> String {
    // A version is only for the record.
    guard let output = try? run(arguments, [:], "/") else { return "unknown" }
    return String(decoding: output.prefix { $0 != 0x0A }, as: UTF8.self)
  }

  /// A program built beside this one.
  static func builtProgram(_ name: String) -> String? {
    let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name).path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.lazy.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
