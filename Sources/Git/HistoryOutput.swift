import Containers

/// Output of git as a whole, read as the commands of ``GitRepository`` read it while it comes. For tests and
/// fuzzing: any bytes give a value or an error.
package enum HistoryOutput {
  /// What `git log` printed.
  package static func log(_ output: [UInt8]) throws -> [CommitRecord] {
    var splitter = RecordSplitter(separator: 0)
    var parser = LogParser(changeLimit: 1000)
    _ = output.withUnsafeBytes { splitter.consume($0) { parser.take($0) } }
    if let fault = parser.fault { throw GitError(.unexpectedOutput(fault), subject: "log") }
    let rest = splitter.carried
    if !rest.isEmpty { rest.withUnsafeBytes { _ = parser.take($0) } }
    parser.finish()
    return parser.commits
  }

  /// What `git blame --incremental` printed.
  package static func blame(_ output: [UInt8]) throws -> Blame {
    var splitter = RecordSplitter(separator: 0x0A)
    var parser = BlameParser()
    _ = output.withUnsafeBytes { splitter.consume($0) { parser.take($0) } }
    if let fault = parser.fault { throw GitError(.unexpectedOutput(fault), subject: "blame") }
    return parser.blame()
  }

  /// What `git diff-tree -z --raw --numstat -p` printed.
  package static func diff(_ output: [UInt8], request: DiffRequest) throws -> [FileDiff] {
    var reader = DiffReader(request: request)
    _ = try output.withUnsafeBytes { try reader.consume($0, subject: "diff") }
    var parser = PatchParser(reader.patch, request: request)
    return parser.files(for: reader.list.changes, cutReason: nil)
  }

  /// What `git diff-tree --stdin -p -U0` printed, with `#` before each pair of commits and after the last.
  package static func edits(_ output: [UInt8]) -> [[[UInt8]: [LineEdit]]] {
    var splitter = RecordSplitter(separator: 0x0A)
    var parser = EditParser()
    _ = output.withUnsafeBytes {
      splitter.consume($0) {
        parser.take($0)
        return true
      }
    }
    return parser.complete
  }

  /// The commits named by a file such as `.git-blame-ignore-revs`.
  package static func ignoreList(_ content: [UInt8]) -> [String] { Git.ignoreList(content).map(\.hex) }
}
