package import Platform

/// Limits of one clone or fetch.
package struct MirrorLimits: Sendable {
  /// The longest it may take; a first clone of a very large repository takes an hour on a slow line.
  package var totalSeconds = 7200.0

  /// The longest silence: a server may count objects for minutes without a word.
  package var idleSeconds = 600.0

  /// The default limits.
  package init() {}
}

/// How far a fetch is, in git's words.
package struct FetchProgress: Sendable, Equatable {
  /// "Receiving objects:  45% (450/1000), 1.2 MiB".
  package let text: String

  /// 0...1 of the present stage.
  package let fraction: Double
}

/// The branches and tags that a mirror holds. Not `refs/*`: code hosts publish every proposed change there, which
/// can double the size.
private let mirroredReferences = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]

extension GitRepository {
  /// Clones the repository at `address` into the folder `target`, bare, with its branches and tags.
  ///
  /// The folder appears when it is complete: a clone that fails or is killed leaves only a temporary folder
  /// beside it (``OutputFile/isTemporaryName(_:)``). Addresses: https, ssh, file, or a path.
  ///
  /// - Throws: ``GitError``; `exists` in a ``PlatformError`` when `target` is there.
  @discardableResult
  package static func cloneMirror(
    _ address: String, to target: String, limits: MirrorLimits = MirrorLimits(),
    cancellation: CancellationFlag? = nil, progress: (FetchProgress) -> Void = { _ in }
  ) throws -> GitRepository {
    let source = try fetchAddress(address)
    if fileStatus(target) != nil { throw PlatformError(.exists, action: "clone into", subject: target) }
    let folder = parentFolder(of: absolutePath(target))
    try createFolders(folder)
    let temporary = "\(folder)/.\(lastComponent(of: target)).\(processID())-\(monotonicNanoseconds()).tmp"
    do {
      // A bare clone takes exactly the references that a fetch names later.
      try runFetch(
        ["clone", "--bare", "--no-local", "--progress", "--", source, temporary], shown: address,
        limits: limits,
        cancellation: cancellation, progress: progress)
      try renameFile(temporary, to: target)
    } catch {
      try? removeTree(temporary)  // The first failure is the one to tell.
      throw error
    }
    return try GitRepository.open(target)
  }

  /// Brings a mirror made by ``cloneMirror(_:to:limits:cancellation:progress:)`` up to date: new commits come,
  /// deleted branches and tags go, and HEAD follows the server's. The caller holds the data folder's lock.
  package func fetchMirror(
    limits: MirrorLimits = MirrorLimits(), cancellation: CancellationFlag? = nil,
    progress: (FetchProgress) -> Void = { _ in }
  ) throws {
    guard let address = remoteURLs["origin"] else {
      throw GitError(.refusedAddress("it has no remote named origin"), subject: path)
    }
    _ = try GitRepository.fetchAddress(address)
    try removeStaleLocks()
    try GitRepository.runFetch(
      [
        "--git-dir=\(gitFolder)", "fetch", "--prune", "--no-tags", "--force", "--no-auto-maintenance",
        "--no-write-fetch-head", "--progress", "origin",
      ] + mirroredReferences, shown: address, limits: limits, cancellation: cancellation, progress: progress)
    try followHead(address, limits: limits, cancellation: cancellation)
  }

  /// Points HEAD where the server's points.
  private func followHead(_ address: String, limits: MirrorLimits, cancellation: CancellationFlag?) throws {
    let output = try GitCommand.fetch(
      ["--git-dir=\(gitFolder)", "ls-remote", "--symref", "origin", "HEAD"], limits: limits
    ).runGit(redactSecrets(in: address), cancellation: cancellation)
    let mark = "ref: refs/heads/"
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") where line.hasPrefix(mark) {
      let name = String(line.dropFirst(mark.count).prefix { $0 != "\t" })
      guard try head() != .branch(name), !name.isEmpty else { return }
      _ = try GitCommand.fetch(
        ["--git-dir=\(gitFolder)", "symbolic-ref", "HEAD", "refs/heads/\(name)"], limits: limits
      )
      .runGit(path)
    }
  }

  /// Removes lock files that a killed fetch left: nobody else writes a mirror of ours.
  private func removeStaleLocks() throws {
    for name in ["packed-refs.lock", "HEAD.lock", "config.lock", "shallow.lock"] {
      try removeFile("\(gitFolder)/\(name)")
    }
  }

  /// The address to give to git; a path becomes absolute.
  ///
  /// - Throws: ``GitError`` of kind `refusedAddress` for other transports.
  private static func fetchAddress(_ address: String) throws -> String {
    let shown = redactSecrets(in: address)
    guard let parsed = RemoteAddress(address) else {
      throw GitError(.refusedAddress("it is no https, ssh or file address"), subject: shown)
    }
    switch parsed.transport {
    case .https, .ssh: return address
    case .http: throw GitError(.refusedAddress("http is not encrypted: use https or ssh"), subject: shown)
    case .file: return absolutePath(parsed.path)
    }
  }

  private static func runFetch(
    _ arguments: [String], shown address: String, limits: MirrorLimits, cancellation: CancellationFlag?,
    progress: (FetchProgress) -> Void
  ) throws {
    let subject = redactSecrets(in: address)
    var splitter = ProgressSplitter()
    let ending = try asGitError(subject) {
      try withoutActuallyEscaping(progress) { progress in
        try GitCommand.fetch(arguments, limits: limits).stream(
          cancellation: cancellation, onErrors: { splitter.consume($0, progress) }, onOutput: { _ in true })
      }
    }
    guard ending.status == .exited(0) else { throw GitError(ending, subject: subject) }
  }
}

/// Cuts git's error stream into lines of progress, which end in CR or LF.
struct ProgressSplitter {
  private var line: [UInt8] = []

  /// Longer lines are cut: no line of progress is.
  private static let lineLimit = 1000

  mutating func consume(_ piece: UnsafeRawBufferPointer, _ body: (FetchProgress) -> Void) {
    for byte in piece {
      if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") {
        // The rest of what git says is faults, which come as the error.
        if let progress = FetchProgress(line: line) { body(progress) }
        line.removeAll(keepingCapacity: true)
      } else if line.count < ProgressSplitter.lineLimit {
        line.append(byte)
      }
    }
  }
}

extension FetchProgress {
  /// Reads "…:  45% (…"; nil for a line without a percentage.
  init?(line: [UInt8]) {
    guard let sign = line.firstIndex(of: UInt8(ascii: "%")) else { return nil }
    let digits = line[..<sign].reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let percent = Int(String(decoding: digits.reversed(), as: UTF8.self)) else { return nil }
    text = redactSecrets(in: String(decoding: line, as: UTF8.self))
    fraction = Double(min(percent, 100)) / 100
  }
}
