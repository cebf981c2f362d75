import Containers
import Platform

/// Bounds of one question about history. Each is far above what a page shows and far below what would hurt.
package struct HistoryLimits: Sendable {
  /// Seconds for one git process; what it said until then is used where it is useful.
  package var seconds = 15.0

  /// Bytes of output taken from it.
  package var outputBytes = 64 << 20

  /// The usual limits: 15 s, 64 MB.
  package init() {}

  /// The usual limits with another time.
  package init(seconds: Double) {
    self.seconds = seconds
  }
}

/// How reading git's output ended.
enum StreamEnding {
  case complete
  /// The reader wanted no more.
  case enough
  /// Time or bytes ran out.
  case cut(String)
}

extension GitRepository {
  /// A git command that shows history, see ``GitCommand/history(_:_:)``.
  func historyCommand(_ arguments: [String], paths: [[UInt8]]?, limits: HistoryLimits) throws -> Command {
    for path in paths ?? [] { try GitRepository.checkPath(path) }
    let end = paths == nil ? [] : ["--"]
    var command = GitCommand.history(gitFolder, arguments + end)
    // An empty path is the root: no path at all.
    command.pathArguments = (paths ?? []).filter { !$0.isEmpty }
    command.totalSeconds = limits.seconds
    command.idleSeconds = limits.seconds
    return command
  }

  /// Runs a history command and passes its output on until it ends, the limits are met or `body` has enough.
  /// `scratch` is where it runs instead of the repository. `paths` follow `--`; nil where a command knows no paths.
  ///
  /// - Throws: ``GitError`` when git fails, `CancellationError`.
  func streamHistory(
    _ arguments: [String], paths: [[UInt8]]? = nil, scratch: ScratchFolder? = nil, input: (() -> [UInt8]?)? = nil,
    limits: HistoryLimits, cancellation: CancellationFlag?, _ body: (UnsafeRawBufferPointer) throws -> Bool
  ) throws -> StreamEnding {
    var hasEnough = false
    var received = 0
    do {
      var command = try historyCommand(arguments, paths: paths, limits: limits)
      scratch?.adopt(&command)
      let ending = try command.stream(input: input, cancellation: cancellation) { piece in
        received += piece.count
        guard received <= limits.outputBytes else { return false }
        hasEnough = try !asCaller { try body(piece) }
        return !hasEnough
      }
      if hasEnough { return .enough }
      if received > limits.outputBytes { return .cut("git gave more than \(limits.outputBytes >> 20) MB") }
      guard ending.status == .exited(0) else { throw GitError(ending, subject: path) }
      return .complete
    } catch let error as PlatformError {
      guard case .timedOut(let seconds) = error.kind else { throw GitError(error, subject: path) }
      return .cut("git took longer than \(seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)") s")
    } catch let fault as CallerFault {
      throw fault.error
    }
  }

  /// All output of a small history command; one that fails or is cut short throws.
  func historyOutput(
    _ arguments: [String], paths: [[UInt8]]? = nil, limits: HistoryLimits, cancellation: CancellationFlag?
  ) throws -> [UInt8] {
    var output: [UInt8] = []
    let ending = try streamHistory(
      arguments, paths: paths, limits: limits, cancellation: cancellation
    ) { piece in
      output.append(contentsOf: piece)
      return true
    }
    if case .cut(let reason) = ending { throw GitError(.tooMuch(reason), subject: path) }
    return output
  }

  /// Bytes of a path accepted at most: four times what Linux can open.
  package static let pathLimit = 16 << 10

  /// Throws ``GitError`` of kind `badPath` unless `bytes` can be a path inside a tree: components between single
  /// slashes, none empty, `.` or `..`, and no zero byte. Empty is the root.
  package static func checkPath(_ bytes: [UInt8]) throws {
    func fail(_ reason: String) -> GitError {
      GitError(.badPath(reason), subject: String(decoding: bytes.prefix(80), as: UTF8.self))
    }
    if bytes.isEmpty { return }
    if bytes.count > pathLimit { throw fail("is longer than \(pathLimit) bytes") }
    if bytes.contains(0) { throw fail("holds a zero byte") }
    for part in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    where part.isEmpty || part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) {
      throw fail("has an empty, . or .. component")
    }
  }
}
