import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How a child process ended.
package enum ExitStatus: Sendable, Equatable, CustomStringConvertible {
  /// By itself, with this code; 0 is success.
  case exited(Int)
  /// By this signal.
  case signalled(Int)

  /// "exit code 1", "signal 9".
  package var description: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .signalled(let number): "signal \(number)"
    }
  }
}

/// A running child and our ends of its three streams. Used by one thread; whoever starts it ends it.
struct ChildProcess {
  let id: pid_t

  /// A socket, so that writing to a dead child is an error code and never SIGPIPE.
  let input: CInt
  let output: CInt
  let errors: CInt

  /// Starts `arguments[0]`, looked up in PATH, in a process group of its own with an environment of its own.
  static func start(
    arguments: [String], pathArguments: [[UInt8]], environment: [String: String], folder: String
  ) throws -> ChildProcess {
    // Until the descriptors are marked close-on-exec no other child may start, or it would hold them open.
    try spawning.withLock { _ in
      var ends = StreamEnds()
      do {
        try ends.open()
        let id = try spawn(arguments, pathArguments, environment, folder, ends)
        ends.closeChildEnds()
        return ChildProcess(id: id, input: ends.input.0, output: ends.output.0, errors: ends.errors.0)
      } catch {
        ends.closeAll()
        throw error
      }
    }
  }

  /// Sends a signal to the child and its own children.
  func kill(_ signal: CInt) { _ = killpg(id, signal) }

  /// The end of the child if it has come; nil while it runs.
  func poll() -> ExitStatus? {
    var status: CInt = 0
    return waitpid(id, &status, WNOHANG) == id ? ExitStatus(waitStatus: status) : nil
  }

  /// Waits for the end, at most `seconds`; nil when it has not come.
  func wait(seconds: Double) -> ExitStatus? {
    let deadline = monotonicNanoseconds() + Int(seconds * 1e9)
    // A child that has closed its streams is usually gone within microseconds.
    var pause: useconds_t = 50
    while true {
      if let status = poll() { return status }
      if monotonicNanoseconds() >= deadline { return nil }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
  }

  /// Ends the child: politely first when it may have files to clean up, then surely.
  func end(politely: Bool) -> ExitStatus {
    if politely {
      kill(SIGTERM)
      if let status = wait(seconds: ChildProcess.politeSeconds) {
        kill(SIGKILL)  // What it started may still run.
        return status
      }
    }
    kill(SIGKILL)
    var status: CInt = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    return ExitStatus(waitStatus: status)
  }

  /// How long a child may take to clean up after being asked to end.
  private static let politeSeconds = 3.0
  private static let spawning = Mutex(())

  private static func spawn(
    _ arguments: [String], _ pathArguments: [[UInt8]], _ environment: [String: String], _ folder: String,
    _ ends: StreamEnds
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawn_file_actions_adddup2(&actions, ends.input.1, 0)
    posix_spawn_file_actions_adddup2(&actions, ends.output.1, 1)
    posix_spawn_file_actions_adddup2(&actions, ends.errors.1, 2)
    _ = folder.withCString { optionalCalls.changeFolder?(&actions, $0) }
    _ = optionalCalls.closeFrom?(&actions, 3)
    var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    #if canImport(Darwin)
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawnattr_setpgroup(&attributes, 0)
    // A child starts with no signal blocked and none ignored, whatever this process has done.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let argumentTexts =
      arguments.map { strdup($0) }
      + pathArguments.map { bytes in strdup(bytes.map { CChar(bitPattern: $0) } + [0]) }
    let environmentTexts = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in argumentTexts + environmentTexts { free(text) } }
    var id: pid_t = 0
    let code = posix_spawnp(
      &id, arguments[0], &actions, &attributes, argumentTexts + [nil], environmentTexts + [nil])
    if code != 0 { throw PlatformError(code: code, action: "start", subject: arguments[0]) }
    return id
  }
}

extension ExitStatus {
  /// Takes apart what `waitpid` gives: the macros of the C header are not imported.
  init(waitStatus status: CInt) {
    let signal = status & 0x7f
    self = signal == 0 ? .exited(Int(status >> 8 & 0xff)) : .signalled(Int(signal))
  }
}

/// Calls that the C library has (since glibc 2.29 and 2.34) but its module map hides.
private struct OptionalCalls: Sendable {
  #if canImport(Darwin)
    typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t?>
  #else
    typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>
  #endif

  /// Makes the child begin in a folder; without it, it begins in ours.
  let changeFolder: (@convention(c) (Actions, UnsafePointer<CChar>) -> CInt)?

  /// Closes every descriptor of the child from a number up, also those others forgot to mark.
  let closeFrom: (@convention(c) (Actions, CInt) -> CInt)?

  init() {
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(dlopen(nil, RTLD_NOW), name).map { unsafeBitCast($0, to: type) }
    }
    changeFolder = symbol(
      "posix_spawn_file_actions_addchdir_np",
      as: (@convention(c) (Actions, UnsafePointer<CChar>) -> CInt).self)
    closeFrom = symbol(
      "posix_spawn_file_actions_addclosefrom_np", as: (@convention(c) (Actions, CInt) -> CInt).self)
  }
}

private let optionalCalls = OptionalCalls()

/// Both ends of the three streams: ours first, the child's second.
private struct StreamEnds {
  var input: (CInt, CInt) = (-1, -1)
  var output: (CInt, CInt) = (-1, -1)
  var errors: (CInt, CInt) = (-1, -1)

  /// Pipe bytes asked for on Linux: a child can work ahead while we work on the last piece.
  private static let pipeBytes: CInt = 1 << 20

  mutating func open() throws {
    #if canImport(Darwin)
      let stream = SOCK_STREAM
    #else
      let stream = CInt(SOCK_STREAM.rawValue)
    #endif
    var pair: [CInt] = [-1, -1]
    guard socketpair(AF_UNIX, stream, 0, &pair) == 0 else { throw failure() }
    input = (pair[0], pair[1])
    #if canImport(Darwin)
      var on: CInt = 1
      setsockopt(input.0, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<CInt>.size))
    #endif
    guard pipe(&pair) == 0 else { throw failure() }
    output = (pair[0], pair[1])
    guard pipe(&pair) == 0 else { throw failure() }
    errors = (pair[0], pair[1])
    for end in [input.0, input.1, output.0, output.1, errors.0, errors.1] {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    for end in [input.0, output.0, errors.0] {
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
    }
    #if !canImport(Darwin)
      // F_SETPIPE_SZ, which the module map lacks; a wish only.
      _ = fcntl(output.0, 1031, StreamEnds.pipeBytes)
    #endif
  }

  mutating func closeChildEnds() {
    for end in [input.1, output.1, errors.1] where end >= 0 { close(end) }
    (input.1, output.1, errors.1) = (-1, -1, -1)
  }

  mutating func closeAll() {
    closeChildEnds()
    for end in [input.0, output.0, errors.0] where end >= 0 { close(end) }
    (input.0, output.0, errors.0) = (-1, -1, -1)
  }

  private func failure() -> PlatformError {
    PlatformError(code: errno, action: "start", subject: "a child process")
  }
}
