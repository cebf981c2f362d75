import Foundation
import Platform

/// zoekt, the code search that others are measured by: its index of the same folders, and its web server.
///
/// Its programs are used when they are on PATH; nothing of it is part of this project.
struct Zoekt {
  let folder: String
  let server: ServerProcess
  /// What building the index took, and its size; for the log of the run.
  let note: String
  let build: Report.PeerBuild?

  private static let kind = "zoekt"
  /// Larger than any file Alidade takes, so that both search the same text.
  private static let fileBytesMax = 32 << 20
  /// Different trigrams of a file beyond which zoekt leaves it out; practically none.
  private static let trigramsMax = 2_000_000
  /// No limit in practice.
  private static let unlimited = 1_000_000_000

  /// Starts it over an index of `sources`, which is built when it is missing; nil without its programs.
  static func start(options: Options) throws -> Zoekt? {
    guard let indexer = Peers.find("zoekt-index"), let server = Peers.find("zoekt-webserver") else {
      return nil
    }
    let folder = options.zoektIndex ?? "\(options.cache)/\(options.corpus).zoekt"
    var build: Report.PeerBuild?
    if !holdsIndex(folder) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let cpu = childrenCPUNanoseconds()
      let wall = monotonicNanoseconds()
      _ = try Peers.run(
        [
          indexer, "-index", folder, "-disable_ctags", "-file_limit", "\(fileBytesMax)",
          "-max_trigram_count", "\(trigramsMax)", "-parallelism", "\(processorCount())",
        ] + options.sources, [:], "/")
      build = Report.PeerBuild(
        tool: kind, wallSeconds: Double(monotonicNanoseconds() - wall) / 1e9,
        cpuSeconds: Double(childrenCPUNanoseconds() - cpu) / 1e9, indexBytes: try size(folder))
    }
    let process = try ServerProcess(
      name: kind, program: server,
      arguments: { ["-index", folder, "-rpc", "-listen", "127.0.0.1:\($0)"] }, readiness: "/readyz")
    var note = "zoekt: index of \(Format.bytes(try size(folder)))"
    if let build {
      note += ", built in \(Format.seconds(build.cpuSeconds)) of CPU, \(Format.seconds(build.wallSeconds))"
    }
    return Zoekt(folder: folder, server: process, note: note, build: build)
  }

  private static func holdsIndex(_ folder: String) -> Bool {
    // A folder that is not there holds none.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { $0.hasSuffix(".zoekt") }
  }

  private static func size(_ folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, name in
      let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size] as? Int
      return sum + (size ?? 0)
    }
  }

  /// The best 50 files with at most 500 lines, as for Alidade; how far it looks is zoekt's own choice.
  static func bestRequest(_ query: BenchmarkQuery) -> [UInt8]? {
    request(query, options: #""MaxDocDisplayCount":50,"MaxMatchDisplayCount":500"#)
  }

  /// Every match counted, one file sent.
  static func allRequest(_ query: BenchmarkQuery, contentOnly: Bool = false) -> [UInt8]? {
    let limits = ["ShardMaxMatchCount", "TotalMaxMatchCount"].map { "\"\($0)\":\(unlimited)" }
    return request(
      query, contentOnly: contentOnly,
      options: limits.joined(separator: ",")
        + #","MaxDocDisplayCount":1,"MaxMatchDisplayCount":1,"MaxWallTime":120000000000"#)
  }

  /// Every match with the number of its line.
  static func linesRequest(_ query: BenchmarkQuery) -> [UInt8]? {
    let limits = ["ShardMaxMatchCount", "TotalMaxMatchCount", "MaxDocDisplayCount", "MaxMatchDisplayCount"]
    return request(
      query, contentOnly: true,
      options: limits.map { "\"\($0)\":\(unlimited)" }.joined(separator: ",") + #","MaxWallTime":120000000000"#)
  }

  private static func request(_ query: BenchmarkQuery, contentOnly: Bool = false, options: String) -> [UInt8]?
  {
    guard let text = text(query, contentOnly: contentOnly) else { return nil }
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": json += "\\\(scalar)"
      default: json.unicodeScalars.append(scalar)
      }
    }
    return WebClient.request("/api/search", body: "{\"Q\":\(json)\",\"Opts\":{\(options)}}")
  }

  /// The query in zoekt's language, which reads every word as a regex; nil where it cannot say it.
  static func text(_ query: BenchmarkQuery, contentOnly: Bool) -> String? {
    guard let peer = query.peer else {
      // Several conditions are written alike, but for the word.
      return contentOnly || !query.isSharedLanguage ? nil : query.text.replacing(" OR ", with: " or ")
    }
    var pattern = peer.isRegex ? peer.text : Peers.quoted(peer.text)
    if peer.isWord { pattern = #"\b(?:"# + pattern + #")\b"# }
    let inQuotes = pattern.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    var text = "case:\(peer.ignoresCase ? "no" : "yes") \(contentOnly ? "content:" : "")\"\(inQuotes)\""
    if let glob = peer.nameGlob {
      let name = "(^|/)" + Peers.quoted(glob).replacing(#"\*"#, with: "[^/]*") + "$"
      text += " file:\"\(name.replacing("\\", with: "\\\\"))\""
    }
    return text
  }

  /// What it found, out of an answer's body.
  struct Found: Decodable {
    struct Result: Decodable {
      var FileCount: Int
      var MatchCount: Int
    }
    var Result: Result
  }
}
