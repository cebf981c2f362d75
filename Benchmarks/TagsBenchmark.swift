import Foundation
import Platform
import QueryEngine
import Search

/// What many tags of one repository cost, where a twentieth of the files change from tag to tag.
///
/// The history is made of the files of a folder: each commit changes lines in files that a seeded generator picks.
enum TagsBenchmark {
  private static let filesMax = 3000
  private static let fileBytesMax = 256 << 10

  static func run(_ arguments: [String]) throws {
    guard arguments.count >= 2 else { throw BenchmarkError("tags needs a folder and a cache folder") }
    let count = arguments.count > 2 ? Int(arguments[2]) ?? 200 : 200
    let cache = URL(filePath: arguments[1]).path
    let repository = cache + "/tags.git"
    try? FileManager.default.removeItem(atPath: cache)  // It need not be there.
    try FileManager.default.createDirectory(atPath: repository, withIntermediateDirectories: true)
    let files = try source(URL(filePath: arguments[0]).path)
    try git(["init", "-q", "--bare", repository], "/")
    try write(files, tags: count, to: repository)
    var sizes: [Int] = []
    for (name, revisions) in [("one", ["v0"]), ("all", ["v*"])] {
      let folder = "\(cache)/\(name)"
      // One tag is one revision: the default branch is indexed too, and must not be another one.
      try git(["symbolic-ref", "HEAD", name == "one" ? "refs/heads/first" : "refs/heads/main"], repository)
      let result = try Children.call(
        Children.BuildResult.self, ["index", folder, "raw", revisions.joined(separator: ","), repository])
      let (sections, total) = try IndexFiles.sections(dataFolder: folder)
      sizes.append(total)
      let status = try Searcher.open(dataFolder: folder).status
      say(
        "\(name): \(status.documents) contents, \(Format.bytes(status.textBytes)) of text, index \(Format.bytes(total)), "
          + "\(Format.seconds(result.cpuSeconds)) of CPU, \(Format.bytes(result.peakMemoryBytes)) at most")
      say("  " + sections.prefix(6).map { "\($0.name) \(Format.bytes($0.bytes))" }.joined(separator: ", "))
    }
    say("\(count) tags to one: \(Format.fixed(Double(sizes[1]) / Double(max(sizes[0], 1)), 2)) ×")
    try queries(dataFolder: cache + "/all", tags: count)
  }

  private static func queries(dataFolder: String, tags: Int) throws {
    let searcher = try Searcher.open(dataFolder: dataFolder)
    for rest in ["", " rev:v\(tags / 2)", " rev:*"] {
      for word in ["return", "include", "changed_in_\(tags / 2)_"] {
        var found = SearchSummary()
        let samples = try Samples.measure(seconds: 0.2) {
          found = try searcher.collect(SearchRequest(query: try Query(parsing: word + rest))).summary
        }
        say(
          "  \(word)\(rest): \(Format.milliseconds(milliseconds(samples.median))) ms, \(found.statistics.matchedFiles) files"
        )
      }
    }
  }

  private static func source(_ folder: String) throws -> [(path: String, bytes: [UInt8])] {
    let walk = FileManager.default.enumerator(atPath: folder)
    var paths: [String] = []
    while let path = walk?.nextObject() as? String { paths.append(path) }
    var files: [(String, [UInt8])] = []
    for path in paths.sorted() where !path.contains(".git/") && files.count < filesMax {
      // Folders, links to nowhere and what is too large are left out.
      guard let bytes = try? readFile("\(folder)/\(path)", limit: fileBytesMax), !bytes.isEmpty,
        !bytes.contains(0)
      else { continue }
      files.append((path, bytes))
    }
    return files
  }

  /// As one stream for `git fast-import`.
  private static func write(_ files: [(path: String, bytes: [UInt8])], tags: Int, to repository: String)
    throws
  {
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var files = files
    var commit = 0
    let input = { () -> [UInt8]? in
      guard commit < tags else { return nil }
      var changed = Set(files.indices)
      if commit > 0 {
        changed = Set((0..<max(1, files.count / 20)).map { _ in random(files.count) })
        for index in changed.sorted() {
          // A line like any other, somewhere in the file.
          let place = files[index].bytes[random(files[index].bytes.count)...].firstIndex(of: 10) ?? 0
          files[index].bytes.insert(
            contentsOf: Array("\nint changed_in_\(commit)_\(random(1000)) = \(random(1000));".utf8), at: place
          )
        }
      }
      let message = "change \(commit)"
      var stream = Array(
        "commit refs/heads/main\ncommitter A <a@example.org> \(1_700_000_000 + commit * 86400) +0000\ndata \(message.utf8.count)\n\(message)\n"
          .utf8)
      for index in changed.sorted() {
        stream += Array("M 100644 inline \"\(files[index].path)\"\ndata \(files[index].bytes.count)\n".utf8)
        stream += files[index].bytes
        stream.append(10)
      }
      stream += Array("\nreset refs/tags/v\(commit)\nfrom refs/heads/main\n\n".utf8)
      commit += 1
      return stream
    }
    var command = Command(
      arguments: ["git", "fast-import", "--quiet"], environment: ProcessInfo.processInfo.environment)
    command.folder = repository
    command.totalSeconds = nil
    let ending = try command.stream(input: input) { _ in true }
    guard ending.status == .exited(0) else { throw BenchmarkError("git fast-import: \(ending.errorText)") }
    try git(["update-ref", "refs/heads/first", "v0"], repository)
  }

  private static func git(_ arguments: [String], _ folder: String) throws {
    _ = try Peers.run(["git"] + arguments, [:], folder)
  }
}
