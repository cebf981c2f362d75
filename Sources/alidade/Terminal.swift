// The process's own streams, terminal and signals: the only file of the command line that calls the
// operating system. Files, children and clocks of the product are behind `Platform`.

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Set by the first interrupt while a command has asked to end by itself.
private let interruptFlag = Atomic<Bool>(false)

/// The terminal and the signals of this process.
enum Terminal {
  /// Whether descriptor 1 or 2 shows its output to a person.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Columns of the terminal on standard error, 80 when it does not say.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A pipe closed by its reader is an error of `write`, not the end of the process.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Whether an interrupt came in since ``catchInterrupts()``.
  static var isInterrupted: Bool { interruptFlag.load(ordering: .relaxed) }

  /// The first interrupt only sets a flag, so that a search can end in order; the second ends the process.
  static func catchInterrupts() {
    // The global is made before the handler may run: making it is not safe inside a signal handler.
    _ = isInterrupted
    signal(SIGINT) { _ in
      interruptFlag.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Writes all of it, as far as the reader and the device allow.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> WriteOutcome {
    guard let start = bytes.baseAddress else { return .written }
    var done = 0
    while done < bytes.count {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, start + done, bytes.count - done)
      #else
        let count = Darwin.write(descriptor, start + done, bytes.count - done)
      #endif
      if count > 0 {
        done += count
      } else if errno != EINTR {
        return errno == EPIPE ? .readerGone : .failed(String(cString: strerror(errno)))
      }
    }
    return .written
  }

  /// What became of a write.
  enum WriteOutcome: Equatable { case written, readerGone, failed(String) }

  /// Ends the process.
  static func exit(_ code: ExitCode) -> Never {
    #if canImport(Glibc)
      Glibc.exit(code.rawValue)
    #else
      Darwin.exit(code.rawValue)
    #endif
  }
}

/// A pager that shows what is written to ``descriptor``.
struct Pager {
  /// The write end of the pipe to the pager's standard input.
  let descriptor: Int32
  private let process: pid_t

  /// Starts `command` through the shell, as `$PAGER` may hold arguments; nil when that cannot be done.
  static func start(_ command: String) -> Pager? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    // F: do not stay for one screen; R: colours, but no other escapes; X: leave the text on the screen.
    setenv("LESS", "FRX", 0)
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    defer { posix_spawn_file_actions_destroy(&actions) }
    var process: pid_t = 0
    let words = ["/bin/sh", "-c", command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) } + [nil]
    defer { arguments.forEach { free($0) } }
    let status = posix_spawn(&process, "/bin/sh", &actions, nil, &arguments, environ)
    close(ends[0])
    guard status == 0 else {
      close(ends[1])
      return nil
    }
    // Ctrl-C belongs to the pager while it runs: it stops a search inside less, not the reading.
    signal(SIGINT, SIG_IGN)
    return Pager(descriptor: ends[1], process: process)
  }

  /// Tells the pager that this is all and waits until its user leaves it.
  func finish() {
    close(descriptor)
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 && errno == EINTR {}
  }
}
