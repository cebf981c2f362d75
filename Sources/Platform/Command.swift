#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A program to run as a child, and the limits it runs under.
package struct Command: Sendable {
  /// The program, looked up in PATH when it has no "/", and its arguments.
  package var arguments: [String]

  /// Arguments after ``arguments`` that need not be text: paths inside repositories. No byte is zero.
  package var pathArguments: [[UInt8]] = []

  /// All of the child's environment; nothing is inherited.
  package var environment: [String: String]

  /// The folder the child runs in. "/" always exists, unlike the one this process was started in.
  package var folder = "/"

  /// The longest it may run; nil where the amount of work has no bound of its own.
  package var totalSeconds: Double? = 60

  /// The longest silence on both its output streams while we wait for it.
  package var idleSeconds: Double = 120

  /// The most output that is kept or passed on before the run is an error.
  package var outputLimit = Int.max

  /// True for programs that clean up when asked to end (git removes its lock files).
  package var endsPolitely = false

  /// A command with default limits: 60 s in all, 120 s of silence.
  package init(arguments: [String], environment: [String: String]) {
    self.arguments = arguments
    self.environment = environment
  }

  /// How a run ended, and the end of what it said on its error stream (at most ``errorTailBytes``).
  package struct Ending: Sendable {
    /// How it ended; what we ended ourselves, because a handler wanted no more, counts as exit code 0.
    package let status: ExitStatus

    /// The last of its error stream.
    package let errorTail: [UInt8]

    /// ``errorTail`` as text without the spaces around.
    package var errorText: String {
      let text = String(decoding: errorTail, as: UTF8.self)
      return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
  }

  /// Bytes of the error stream that are kept.
  package static let errorTailBytes = 16 << 10

  /// Bytes read at once: the size of the pipe.
  private static let chunkBytes = 1 << 20

  /// Runs the command and passes on its output piece by piece, on the calling thread, which blocks.
  ///
  /// Input and both outputs are served from one loop, so no pipe can fill up and stop the child for good.
  ///
  /// - Parameters:
  ///   - input: Called for the next piece of the child's input when the last one is written; nil ends it.
  ///   - cancellation: Looked at between pieces, at least ten times a second.
  ///   - onErrors: Given each piece of the error stream as it comes, for progress.
  ///   - onOutput: Given each piece of the output; returns false to end the child and the run.
  /// - Throws: ``PlatformError`` when it cannot start, takes too long or says too much, whatever a handler
  ///   throws, and `CancellationError`. The child has ended by then. An exit code other than 0 does not throw.
  package func stream(
    input: (() -> [UInt8]?)? = nil, cancellation: CancellationFlag? = nil,
    onErrors: ((UnsafeRawBufferPointer) -> Void)? = nil,
    onOutput: (UnsafeRawBufferPointer) throws -> Bool
  ) throws -> Ending {
    let child = try ChildProcess.start(
      arguments: arguments, pathArguments: pathArguments, environment: environment, folder: folder)
    var run = CommandRun(
      command: self, child: child, input: input, cancellation: cancellation, onErrors: onErrors)
    defer { run.closeStreams() }
    do {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Command.chunkBytes, alignment: 64)
      defer { buffer.deallocate() }
      guard try run.pump(buffer, onOutput) else {
        _ = child.end(politely: endsPolitely)
        return Ending(status: .exited(0), errorTail: run.errorTail)
      }
      run.closeStreams()
      guard let status = child.wait(seconds: min(idleSeconds, try run.secondsLeft())) else {
        throw PlatformError(.timedOut(seconds: idleSeconds), action: "run", subject: shownName)
      }
      return Ending(status: status, errorTail: run.errorTail)
    } catch {
      _ = child.end(politely: endsPolitely)
      throw error
    }
  }

  /// Runs the command and returns all its output, of at most `outputLimit` bytes.
  package func run(
    input: [UInt8] = [], cancellation: CancellationFlag? = nil
  ) throws -> (output: [UInt8], ending: Ending) {
    var output: [UInt8] = []
    var pieces = input.isEmpty ? [] : [input]
    let ending = try stream(input: { pieces.popLast() }, cancellation: cancellation) { piece in
      output.append(contentsOf: piece)
      return true
    }
    return (output, ending)
  }

  /// The program's name for messages; arguments may hold secrets (addresses with passwords).
  var shownName: String { lastComponent(of: arguments[0]) }
}

/// The streams of one run.
private struct CommandRun {
  let command: Command
  let child: ChildProcess
  let cancellation: CancellationFlag?
  let onErrors: ((UnsafeRawBufferPointer) -> Void)?
  let started = monotonicNanoseconds()
  var input: (() -> [UInt8]?)?
  var pending: [UInt8] = []
  var sent = 0
  var received = 0
  var errorTail: [UInt8] = []
  var inputOpen = true
  var outputOpen = true
  var errorsOpen = true
  var streamsClosed = false

  /// How often cancellation and the end of the child are looked at while nothing moves.
  private static let tickMilliseconds: CInt = 100

  init(
    command: Command, child: ChildProcess, input: (() -> [UInt8]?)?, cancellation: CancellationFlag?,
    onErrors: ((UnsafeRawBufferPointer) -> Void)?
  ) {
    self.command = command
    self.child = child
    self.input = input
    self.cancellation = cancellation
    self.onErrors = onErrors
  }

  mutating func closeStreams() {
    guard !streamsClosed else { return }
    streamsClosed = true
    closeInput()
    close(child.output)
    close(child.errors)
  }

  func secondsLeft() throws -> Double {
    guard let total = command.totalSeconds else { return .infinity }
    let left = total - Double(monotonicNanoseconds() - started) / 1e9
    if left <= 0 { throw PlatformError(.timedOut(seconds: total), action: "run", subject: command.shownName) }
    return left
  }

  /// Moves bytes until both outputs have ended; false when the handler wants no more.
  mutating func pump(
    _ buffer: UnsafeMutableRawBufferPointer, _ onOutput: (UnsafeRawBufferPointer) throws -> Bool
  ) throws -> Bool {
    var idleSince = monotonicNanoseconds()
    var childGone = false
    while outputOpen || errorsOpen {
      if cancellation?.isCancelled == true { throw CancellationError() }
      _ = try secondsLeft()
      try prepareInput()
      var waits = [
        pollfd(fd: inputOpen ? child.input : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: outputOpen ? child.output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errorsOpen ? child.errors : -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waits, 3, childGone ? 0 : CommandRun.tickMilliseconds)
      if count < 0 && errno != EINTR {
        throw PlatformError(code: errno, action: "run", subject: command.shownName)
      }
      if count <= 0 {
        // A descendant that kept the streams open (a shared ssh connection) must not keep us.
        if childGone { return true }
        childGone = hasEnded()
        if Double(monotonicNanoseconds() - idleSince) / 1e9 > command.idleSeconds {
          throw PlatformError(
            .timedOut(seconds: command.idleSeconds), action: "run", subject: command.shownName)
        }
        continue
      }
      if waits[0].revents != 0 { sendInput() }
      if waits[2].revents != 0 { try receiveErrors(buffer) }
      if waits[1].revents != 0 {
        let count = try receive(child.output, buffer)
        outputOpen = count != 0
        received += max(0, count)
        if received > command.outputLimit {
          throw PlatformError(
            .limit("its output is larger than \(command.outputLimit) bytes"), action: "run",
            subject: command.shownName)
        }
        if count > 0, try !onOutput(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return false }
      }
      idleSince = monotonicNanoseconds()
    }
    return true
  }

  /// True when the child has ended; it stays to be waited for.
  private func hasEnded() -> Bool {
    var info = siginfo_t()
    #if canImport(Darwin)
      info.si_pid = 0
      return waitid(P_PID, id_t(child.id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0
    #else
      info.si_signo = 0
      return waitid(P_PID, id_t(child.id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo != 0
    #endif
  }

  private mutating func prepareInput() throws {
    while inputOpen && sent == pending.count {
      sent = 0
      guard let next = input?() else {
        pending = []
        closeInput()
        return
      }
      pending = next
    }
  }

  private mutating func sendInput() {
    #if canImport(Darwin)
      let flags = MSG_DONTWAIT
    #else
      let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
    #endif
    let count = pending.withUnsafeBytes { send(child.input, $0.baseAddress! + sent, $0.count - sent, flags) }
    if count > 0 {
      sent += count
    } else if count < 0, case let code = errno, code != EINTR && code != EAGAIN {
      // The child reads no more. Why, its exit code and error stream will say.
      closeInput()
    }
  }

  private mutating func closeInput() {
    if inputOpen { close(child.input) }
    inputOpen = false
  }

  private mutating func receiveErrors(_ buffer: UnsafeMutableRawBufferPointer) throws {
    let count = try receive(child.errors, buffer)
    errorsOpen = count != 0
    guard count > 0 else { return }
    let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    onErrors?(piece)
    errorTail.append(contentsOf: piece.suffix(Command.errorTailBytes))
    if errorTail.count > Command.errorTailBytes {
      errorTail.removeFirst(errorTail.count - Command.errorTailBytes)
    }
  }

  /// Bytes read; 0 at the end, -1 when there is nothing just now.
  private func receive(_ file: CInt, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = read(file, buffer.baseAddress, buffer.count)
    if count >= 0 { return count }
    let code = errno
    if code == EAGAIN || code == EINTR { return -1 }
    throw PlatformError(code: code, action: "read from", subject: command.shownName)
  }
}

/// A variable of this process's environment; nil when unset.
package func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
