#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Why something asked of the operating system did not happen.
package struct PlatformError: Error, CustomStringConvertible, Sendable, Equatable {
  /// What went wrong, as far as callers act on it.
  package enum Kind: Sendable, Equatable {
    case notFound
    case permissionDenied
    /// The device or the user's quota is full; the bytes still free on it, when they can be told.
    case diskFull(freeBytes: Int?)
    case readOnlyFileSystem
    case exists
    case isFolder
    case notFolder
    case folderNotEmpty
    case nameTooLong
    case symbolicLinkLoop
    case tooManyOpenFiles
    case outOfMemory
    /// Another process or thread holds what was asked for; its description, when known.
    case busy(holder: String?)
    /// A named limit of ours was met.
    case limit(String)
    case timedOut(seconds: Double)
    /// Any other failure; the text says what.
    case other(String)
  }

  /// What went wrong.
  package let kind: Kind

  /// What was tried, as a verb: "open", "read", "start".
  package let action: String

  /// The path or command it was tried on.
  package let subject: String

  /// The system's own words, with the error's name; nil when the fault was found by us.
  package let underlying: String?

  /// An error found by our own checks.
  package init(_ kind: Kind, action: String, subject: String, underlying: String? = nil) {
    self.kind = kind
    self.action = action
    self.subject = subject
    self.underlying = underlying
  }

  /// The error for a system call that failed with `code` (a value of `errno`) on `subject`.
  package init(code: CInt, action: String, subject: String) {
    self.init(
      Kind(code: code, path: subject), action: action, subject: subject,
      // glibc and Darwin keep strerror's text per thread.
      underlying: "\(String(cString: strerror(code))) (errno \(code))")
  }

  /// One lower-case clause that names the subject and, where there is one, the fix.
  package var description: String {
    switch kind {
    case .diskFull(let freeBytes):
      let free = freeBytes.map { "\($0) bytes free on" } ?? "no room left on"
      return "disk full: \(free) \(parentFolder(of: subject)), free some or choose another --data folder"
    default: return "cannot \(action) \(subject): \(reason)"
    }
  }

  private var reason: String {
    switch kind {
    case .notFound: "it does not exist"
    case .permissionDenied: "permission denied; give this user access to it"
    case .diskFull: "the disk is full"
    case .readOnlyFileSystem: "its file system is read-only; choose another folder"
    case .exists: "it exists already"
    case .isFolder: "it is a folder"
    case .notFolder: "part of the path is not a folder"
    case .folderNotEmpty: "the folder is not empty"
    case .nameTooLong: "the name is too long for the file system"
    case .symbolicLinkLoop: "it is a symbolic link, or part of a loop of them"
    case .tooManyOpenFiles: "too many open files; raise the limit with ulimit -n"
    case .outOfMemory: "not enough memory"
    case .busy(let holder): "it is in use" + (holder.map { " by \($0)" } ?? "")
    case .limit(let text): text
    case .timedOut(let seconds): "no end after \(secondsText(seconds)) s"
    case .other(let text): text
    }
  }

  private func secondsText(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

extension PlatformError.Kind {
  /// The kind for a value of `errno`; `path` is where free room is measured when the disk is full.
  init(code: CInt, path: String) {
    switch code {
    case ENOENT: self = .notFound
    case EACCES, EPERM: self = .permissionDenied
    case ENOSPC, EDQUOT: self = .diskFull(freeBytes: freeDiskBytesNear(path))
    case EROFS: self = .readOnlyFileSystem
    case EEXIST: self = .exists
    case EISDIR: self = .isFolder
    case ENOTDIR: self = .notFolder
    case ENOTEMPTY: self = .folderNotEmpty
    case ENAMETOOLONG: self = .nameTooLong
    case ELOOP: self = .symbolicLinkLoop
    case EMFILE, ENFILE: self = .tooManyOpenFiles
    case ENOMEM: self = .outOfMemory
    case EAGAIN, EBUSY, ETXTBSY: self = .busy(holder: nil)
    case EIO: self = .other("the device reports an input or output error; check the disk")
    default: self = .other(String(cString: strerror(code)))
    }
  }
}
