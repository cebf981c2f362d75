import Platform

/// How git is called: what it may read, run and connect to.
///
/// Reading: the configuration of the system and the user is off, so that two machines index alike; hooks,
/// pagers, external differs and lazy fetching are off, and no protocol is allowed, so that a hostile
/// repository's own configuration finds nothing to start. `--git-dir` names the repository: git searches no
/// parent folder, and does not ask who owns it, since the operator told us to read this one.
/// Fetching: the user's own configuration counts (credentials, proxies), prompts are off, and only https, ssh
/// and file are allowed.
enum GitCommand {
  /// The oldest git whose options we use (`--no-write-fetch-head`).
  static let oldestVersion = (2, 29)

  /// The longest that reading one repository may stay silent; a cold disk and a large pack need seconds.
  private static let readIdleSeconds = 120.0

  /// A command that reads one repository.
  static func read(_ gitFolder: String, _ arguments: [String]) -> Command {
    let settings = [
      "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.quotepath=off", "core.commitGraph=false",
      "core.pager=cat", "protocol.allow=never", "protocol.ext.allow=never",
    ]
    var environment = baseEnvironment
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    environment["GIT_ALLOW_PROTOCOL"] = "none"
    environment["GIT_NO_LAZY_FETCH"] = "1"
    // Replacement objects would give an id the content of another.
    environment["GIT_NO_REPLACE_OBJECTS"] = "1"
    var command = Command(
      arguments: ["git", "--git-dir=\(gitFolder)", "--no-pager"] + settings.flatMap { ["-c", $0] }
        + arguments,
      environment: environment)
    command.totalSeconds = nil
    command.idleSeconds = readIdleSeconds
    return command
  }

  /// A command that shows history: what ``read(_:_:)`` does, with nothing left to the repository's own settings.
  ///
  /// A repository can set a program that verifies signatures, converts or compares files, a mail map to read,
  /// an order of files and a width of marks. None may count, for safety and so that output can be parsed.
  /// `--no-textconv` and `--no-ext-diff` are arguments of the commands themselves.
  static func history(_ gitFolder: String, _ arguments: [String]) -> Command {
    let settings = [
      "log.showSignature=false", "log.showRoot=true", "log.follow=false", "gpg.program=false",
      "gpg.ssh.program=false", "gpg.x509.program=false",
      "mailmap.file=/dev/null", "mailmap.blob=HEAD:.mailmap", "i18n.logOutputEncoding=UTF-8",
      "blame.markUnblamableLines=false", "blame.markIgnoredLines=false",
      "diff.suppressBlankEmpty=false", "diff.orderFile=/dev/null", "color.ui=never",
      // Written by whoever fetches. A damaged one makes git slow or fail, never wrong about content.
      "core.commitGraph=true",
    ]
    var command = read(gitFolder, settings.flatMap { ["-c", $0] } + arguments)
    // A path is a path, whatever signs are in it.
    command.environment["GIT_LITERAL_PATHSPECS"] = "1"
    return command
  }

  /// A command that talks to a remote, or writes a mirror of ours.
  static func fetch(_ arguments: [String], limits: MirrorLimits) -> Command {
    let settings = [
      "core.hooksPath=/dev/null", "protocol.allow=never", "protocol.https.allow=always",
      "protocol.ssh.allow=always", "protocol.file.allow=always", "protocol.ext.allow=never", "gc.auto=0",
      "maintenance.auto=false", "fetch.recurseSubmodules=false", "init.templateDir=",
      "advice.detachedHead=false",
    ]
    var environment = baseEnvironment
    for name in passedOn { environment[name] = environmentVariable(name) }
    environment["GIT_ALLOW_PROTOCOL"] = "https:ssh:file"
    environment["GIT_SSH_COMMAND"] =
      environment["GIT_SSH_COMMAND"] ?? "ssh -o BatchMode=yes -o ConnectTimeout=15"
    environment["GIT_HTTP_LOW_SPEED_LIMIT"] = "1000"
    environment["GIT_HTTP_LOW_SPEED_TIME"] = "60"
    var command = Command(
      arguments: ["git", "--no-pager"] + settings.flatMap { ["-c", $0] } + arguments, environment: environment
    )
    command.totalSeconds = limits.totalSeconds
    command.idleSeconds = limits.idleSeconds
    command.endsPolitely = true
    return command
  }

  private static var baseEnvironment: [String: String] {
    [
      "PATH": environmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
      "LC_ALL": "C",
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_ATTR_NOSYSTEM": "1",
      "GIT_TERMINAL_PROMPT": "0",
      "GIT_OPTIONAL_LOCKS": "0",
    ]
  }

  /// What a fetch needs of the user's surroundings: identity, keys, proxies, certificates.
  private static let passedOn = [
    "HOME", "USER", "LOGNAME", "XDG_CONFIG_HOME", "TMPDIR", "SSH_AUTH_SOCK", "SSH_AGENT_PID",
    "GIT_SSH_COMMAND",
    "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy",
    "HTTPS_PROXY",
    "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "GIT_CONFIG_GLOBAL",
  ]
}

extension Command {
  /// ``Command/run(input:cancellation:)`` with failures as ``GitError`` about `subject`.
  func runGit(_ subject: String, input: [UInt8] = [], cancellation: CancellationFlag? = nil) throws -> [UInt8]
  {
    let (output, ending) = try asGitError(subject) { try run(input: input, cancellation: cancellation) }
    guard ending.status == .exited(0) else { throw GitError(ending, subject: subject) }
    return output
  }
}

/// Runs `body`; failures to start or to end a program come out as ``GitError`` about `subject`.
func asGitError<Value>(_ subject: String, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let fault as CallerFault {
    throw fault.error
  } catch let error as PlatformError {
    throw GitError(error, subject: subject)
  }
}

/// Runs what a caller gave us to do with git's output: its failure (a full disk, say) is not one of git.
func asCaller<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch { throw CallerFault(error: error) }
}

struct CallerFault: Error {
  let error: any Error
}

/// The version of the installed git, "2.39.5", for `doctor`.
///
/// - Throws: ``GitError`` of kind `gitMissing` when there is none.
package func gitVersion() throws -> String {
  let output = try GitCommand.read("/", ["version"]).runGit("repositories")
  let words = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
  return words.count > 2 ? String(words[2]) : ""
}
