import Platform
import Testing

/// A folder that goes when this object does.
final class TemporaryFolder {
  let path: String

  init() throws {
    let base = environmentVariable("TMPDIR") ?? "/tmp"
    let path =
      "\(base)/alidade-test-\(processID())-\(monotonicNanoseconds())-\(Int.random(in: 0..<1_000_000_000))"
    try createFolders(path)
    self.path = realPath(path) ?? path
  }

  deinit { try? removeTree(path) }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try createFolders(parentFolder(of: "\(path)/\(name)"))
    try writeAtomically(bytes, to: "\(path)/\(name)", durable: false)
  }
}

/// A command with this process's PATH and no other variable.
func command(_ arguments: String...) -> Command {
  Command(arguments: arguments, environment: ["PATH": environmentVariable("PATH") ?? "/usr/bin:/bin"])
}

extension Command {
  /// Output as text; a failure is recorded.
  func text(input: [UInt8] = []) throws -> String {
    let (output, ending) = try run(input: input)
    #expect(ending.status == .exited(0), "\(arguments): \(ending.errorText)")
    return String(decoding: output, as: UTF8.self)
  }
}
