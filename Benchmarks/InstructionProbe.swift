import Foundation
import Platform
import QueryEngine
import Search

/// A fixed amount of work, for a program that counts instructions (scripts/instructions).
enum InstructionProbe {
  private static let files = 1500
  private static let linesPerFile = 120

  /// `make DATA` writes a corpus and its index; `run DATA MODE TIMES QUERY` searches it.
  static func run(_ arguments: [String]) throws {
    switch (arguments.first, arguments.count) {
    case ("make", 2): try make(URL(filePath: arguments[1]).path)
    case ("run", 5):
      try search(arguments[1], mode: arguments[2], times: Int(arguments[3]) ?? 1, text: arguments[4])
    default: throw BenchmarkError("instructions: make DATA, or run DATA MODE TIMES QUERY")
    }
  }

  private static func search(_ data: String, mode: String, times: Int, text: String) throws {
    let searcher = try Searcher.open(dataFolder: data, workerCount: 1)
    var matches = 0
    // What is made once in a process, tables and types, is made before what is counted: every run does this.
    for warm in ["alloc", "/frame_[a-z]+/ count:all"] {
      _ = try searcher.collect(SearchRequest(query: try Query(parsing: warm)))
    }
    for _ in 0..<times {
      var request = SearchRequest(query: try Query(parsing: text))
      // Counting programs are slow; a search that met its limit would do less.
      request.timeLimit = .seconds(600)
      if mode == "all" {
        request.query.settings.count = .all
        request.wantsLines = false
      }
      matches = try searcher.collect(request).summary.statistics.matches
    }
    say("\(matches)")
  }

  /// The same text on every machine: words, numbers and signs as in code, by a seeded generator.
  private static func make(_ data: String) throws {
    try? FileManager.default.removeItem(atPath: data)  // It need not be there.
    let folder = data + "/corpus"
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let stems = [
      "alloc", "queue", "device", "read", "write", "lock", "page", "frame", "node", "table", "init", "flush",
    ]
    // Names of two or three stems and a number: some hundred frequent ones, thousands of rare ones.
    func name() -> String {
      let common = random(4) > 0
      let parts = (0..<(2 + random(2))).map { _ in stems[random(common ? 5 : stems.count)] }
      return parts.joined(separator: "_") + (common ? "" : "_\(random(400))")
    }
    for file in 0..<files {
      let path = "\(folder)/part\(file % 20)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      var text = "/* File \(file) of the corpus. */\n#include <\(name()).h>\n"
      for line in 0..<linesPerFile {
        switch random(6) {
        case 0: text += "static int \(name())(struct \(name()) *\(stems[random(stems.count)]))\n{\n"
        case 1: text += "\tif (\(name())(\(random(5000))) < 0)\n\t\treturn -EINVAL;\n"
        case 2: text += "\t/* \(name()) must hold the lock when line \(line) runs */\n"
        case 3: text += "\tpr_err(\"cannot \(stems[random(stems.count)]) %d\\n\", \(name()));\n"
        case 4: text += "\t\(name()) = 0x\(String(random(1 << 30), radix: 16)) + \(name());\n"
        default: text += "}\n\n"
        }
      }
      try text.write(toFile: "\(path)/\(name())_\(file).c", atomically: false, encoding: .utf8)
    }
    var options = IndexOptions(dataFolder: data)
    options.sources = [folder]
    _ = try Indexer.run(options) { _ in }
  }
}
