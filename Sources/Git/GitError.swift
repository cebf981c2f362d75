package import Platform

/// Why something about a git repository could not be done.
package struct GitError: Error, CustomStringConvertible, Sendable {
  /// What went wrong, as far as callers act on it.
  package enum Kind: Sendable, Equatable {
    /// The program `git` is not installed or not in PATH.
    case gitMissing
    /// There is no repository at the path.
    case notARepository
    /// Objects or references are damaged.
    case corrupt
    /// Objects were left on the server when cloning.
    case partialClone
    /// The repository uses something this version does not know.
    case unsupported(String)
    /// The address is not one we fetch from; says why.
    case refusedAddress(String)
    /// The server wants credentials that were not given or not accepted.
    case authentication
    /// The server or its name was not found, or does not answer.
    case unreachable
    /// The server knows no such repository, or hides it.
    case notFound
    /// git refuses a repository that belongs to another user.
    case otherOwner
    case diskFull
    /// A revision that is malformed, or stands for several objects.
    case badRevision(String)
    /// A path that cannot be one inside a repository; says why.
    case badPath(String)
    /// Reading took longer than this, or gave more than is taken; what came until then was not enough.
    case tooMuch(String)
    /// git gave output that we do not understand; says what.
    case unexpectedOutput(String)
    /// git ended with this status for another reason.
    case failed(ExitStatus)
    /// The operating system refused; ``GitError/underlying`` says what.
    case system
  }

  /// What went wrong.
  package let kind: Kind

  /// The repository's path or address (passwords removed).
  package let subject: String

  /// What git or the system said, without line ends at the end; nil when the fault was found by us.
  package let underlying: String?

  /// An error about `subject`.
  package init(_ kind: Kind, subject: String, underlying: String? = nil) {
    self.kind = kind
    self.subject = subject
    self.underlying = underlying
  }

  /// One lower-case clause that names the subject and, where there is one, the fix.
  package var description: String {
    switch kind {
    case .gitMissing: "git is needed to read \(subject) and was not found: install it (apt install git)"
    case .notARepository: "\(subject) is not a git repository"
    case .corrupt: "\(subject) is damaged: run git fsck there, and fetch or clone it again"
    case .partialClone:
      "\(subject) is a partial clone that lacks objects: complete it with git fetch --refetch"
    case .unsupported(let what): "\(subject) cannot be read: \(what)"
    case .refusedAddress(let reason): "\(subject) cannot be fetched: \(reason)"
    case .authentication: "\(subject) wants credentials: set up an ssh key or a git credential helper"
    case .unreachable: "\(subject) cannot be reached: check the address and the network"
    case .notFound: "\(subject) was not found on its server, or needs credentials"
    case .otherOwner: "\(subject) belongs to another user: git config --global --add safe.directory allows it"
    case .diskFull: "disk full while fetching \(subject): free some room or choose another --data folder"
    case .badRevision(let reason): "revision \(subject) \(reason)"
    case .badPath(let reason): "path \(subject) \(reason)"
    case .tooMuch(let what): "\(subject) was given up: \(what)"
    case .unexpectedOutput(let what): "git gave unexpected output for \(subject): \(what)"
    case .failed(let status): "git failed on \(subject) with \(status)"
    case .system: "git could not work on \(subject)"
    }
  }
}

extension GitError {
  /// The error for a git command that ended with `ending`, by what git says in these cases (LC_ALL=C).
  init(_ ending: Command.Ending, subject: String) {
    let text = GitError.withoutProgress(redactSecrets(in: ending.errorText))
    self.init(GitError.kind(of: text) ?? .failed(ending.status), subject: subject, underlying: text)
  }

  /// The lines that are not progress.
  private static func withoutProgress(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("Cloning into") && !$0.contains("% (") && !$0.isEmpty }
      .joined(separator: "\n")
  }

  /// The error for a git command that could not be started or did not come to an end.
  init(_ error: PlatformError, subject: String) {
    self.init(
      error.kind == .notFound ? .gitMissing : .system, subject: subject, underlying: error.description)
  }

  /// Phrases of git, ssh and curl; the first that occurs decides.
  private static let phrases: [(text: String, kind: Kind)] = [
    ("No space left on device", .diskFull),
    ("Disk quota exceeded", .diskFull),
    ("detected dubious ownership", .otherOwner),
    ("promisor remote", .partialClone),
    ("not a git repository", .notARepository),
    ("does not appear to be a git repository", .notFound),
    ("Repository not found", .notFound),
    ("' not found", .notFound),
    ("does not exist", .notFound),
    ("Authentication failed", .authentication),
    ("could not read Username", .authentication),
    ("could not read Password", .authentication),
    ("terminal prompts disabled", .authentication),
    ("Permission denied (", .authentication),
    ("Host key verification failed", .authentication),
    ("Could not resolve host", .unreachable),
    ("Failed to connect", .unreachable),
    ("Connection refused", .unreachable),
    ("Connection timed out", .unreachable),
    ("Network is unreachable", .unreachable),
    ("fatal: transport '", .refusedAddress("only https, ssh and file addresses are allowed")),
    ("is corrupt", .corrupt),
    ("bad object", .corrupt),
    ("bad tree", .corrupt),
    ("missing object", .corrupt),
    ("not a tree object", .corrupt),
    ("inflate:", .corrupt),
    ("unable to read tree", .corrupt),
    ("unable to unpack", .corrupt),
  ]

  private static func kind(of text: String) -> Kind? {
    let bytes = Array(text.utf8)
    return phrases.first { contains(bytes, Array($0.text.utf8)) }?.kind
  }
}

/// True when `part` occurs in `bytes`. For short texts: error messages.
func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
  guard bytes.count >= part.count else { return false }
  return (0...(bytes.count - part.count)).contains { bytes[$0...].starts(with: part) }
}
