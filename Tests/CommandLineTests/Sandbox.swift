import Foundation
import Testing

/// A folder with repositories, an index of them, and the built program to run on it. Made once for all tests of this
/// target, which only read it.
struct Sandbox: Sendable {
  /// What a command left behind.
  struct Outcome: Sendable {
    var output: [UInt8]
    var errors: [UInt8]
    var exitCode: Int32

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// Holds `bin/alidade` (a link to the built program), `src` and `data`.
  let root: String

  static let shared: Result<Sandbox, any Error> = Result { try Sandbox() }

  private init() throws {
    let binary = try Self.binary()
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "alidade-cli-\(ProcessInfo.processInfo.processIdentifier)")
    try? FileManager.default.removeItem(at: folder)
    root = folder.path
    try FileManager.default.createDirectory(
      at: folder.appending(path: "bin"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "bin/alidade").path, withDestinationPath: binary)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/make").path
    let made = try run(
      "sh '\(script)' && alidade index --quiet src/garden src/fork --rev 'v*' --rev dev src/notes"
        + " && alidade scip import --quiet garden.scip --repo garden")
    guard made.exitCode == 0 else { throw SandboxError(description: "no fixtures: \(made.errorText)") }
  }

  /// Runs a line of shell in `root`, with an environment that holds nothing of the person who runs the tests.
  func run(_ line: String, environment: [String: String] = [:]) throws -> Outcome {
    let files = FileManager.default
    let scratch = files.temporaryDirectory.appending(path: "alidade-run-\(UUID().uuidString)")
    try files.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: scratch) }
    // Files instead of pipes: a command that writes more than a pipe holds must not wait for us.
    let streams = ["out", "err"].map { scratch.appending(path: $0) }
    for stream in streams { _ = files.createFile(atPath: stream.path, contents: nil) }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(filePath: root)
    var variables = [
      "PATH": "\(root)/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": root, "LC_ALL": "C.UTF-8",
      "ALIDADE_DATA": "\(root)/data", "TERM": "xterm", "PAGER": "cat", "GIT_CONFIG_NOSYSTEM": "1",
    ]
    // With or without grammars on this machine, the lexer finds the symbols.
    variables["ALIDADE_GRAMMARS"] = "/nonexistent"
    variables.merge(environment) { $1 }
    process.environment = variables
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: streams[0])
    process.standardError = try FileHandle(forWritingTo: streams[1])
    try process.run()
    process.waitUntilExit()
    // A shell reports a signal as 128 + its number, and so do we.
    let code = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    let contents = try streams.map { [UInt8](try Data(contentsOf: $0)) }
    return Outcome(output: contents[0], errors: contents[1], exitCode: code)
  }

  /// The program beside the test bundle; `ALIDADE_BINARY` names another.
  private static func binary() throws -> String {
    if let path = ProcessInfo.processInfo.environment["ALIDADE_BINARY"], !path.isEmpty { return path }
    let candidates = [Bundle.main.executableURL, CommandLine.arguments.first.map { URL(filePath: $0) }]
    for candidate in candidates.compactMap({ $0 }) {
      let path = candidate.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "alidade")
        .path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw SandboxError(description: "no alidade beside the tests; build it or set ALIDADE_BINARY")
  }
}

/// Why there is nothing to test with.
struct SandboxError: Error, CustomStringConvertible {
  var description: String
}
