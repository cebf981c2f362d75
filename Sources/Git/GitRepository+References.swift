package import Containers
import Platform

/// A branch or tag that leads to a commit.
package struct GitReference: Sendable, Equatable {
  /// The kinds of reference that are listed.
  package enum Kind: Sendable, Equatable {
    case branch
    case tag
    /// A branch as last seen on a remote.
    case remoteBranch
  }

  /// Without the folder it is in: "main", "v1.0", "origin/main". Bytes that are not UTF-8 are repaired.
  package let name: String

  /// "refs/heads/main".
  package let fullName: String

  /// Branch, tag or remote branch.
  package let kind: Kind

  /// The commit it leads to, through tags of tags.
  package let commit: ObjectID

  /// What it holds itself: a tag object's id for an annotated tag, otherwise ``commit``.
  package let tip: ObjectID

  /// When the commit was made, in seconds since 1970.
  package let commitSeconds: Int
}

/// What a reference holds, before asking what that is.
package struct ReferenceTip: Sendable, Hashable {
  /// "refs/heads/main".
  package let fullName: String
  /// A commit, or for annotated tags a tag object.
  package let id: ObjectID
}

/// What HEAD says.
package enum GitHead: Sendable, Equatable {
  /// The branch of that name, which need not exist.
  case branch(String)
  /// A commit, and no branch.
  case detached(ObjectID)
}

extension GitRepository {
  /// References and what they hold, sorted by name. No object is read, and a process is started only where the files
  /// do not tell: an unchanged list means an unchanged repository.
  package func referenceTips(includingRemotes: Bool = false) throws -> [ReferenceTip] {
    if !includingRemotes, let tips = referenceTipsOfFiles() { return tips }
    var arguments = ["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags"]
    if includingRemotes { arguments.append("refs/remotes") }
    let output = try command(arguments).runGit(path)
    return try output.split(separator: UInt8(ascii: "\n")).map { line in
      guard line.count > hexDigits + 1, line[line.startIndex + hexDigits] == UInt8(ascii: " "),
        let id = line.prefix(hexDigits).withUnsafeBytes({ ObjectID(hex: $0) })
      else {
        throw GitError(.unexpectedOutput(String(decoding: line.prefix(100), as: UTF8.self)), subject: path)
      }
      return ReferenceTip(fullName: String(decoding: line.dropFirst(hexDigits + 1), as: UTF8.self), id: id)
    }
  }

  /// Branches and tags that lead to commits, sorted by full name.
  ///
  /// - Parameters:
  ///   - includingRemotes: Also the branches of remotes as last fetched; never `origin/HEAD`.
  ///   - onUnusable: Told of references that lead to no commit, and why; they are left out.
  package func references(
    includingRemotes: Bool = false, onUnusable: (_ name: String, _ reason: String) -> Void = { _, _ in }
  ) throws -> [GitReference] {
    try references(from: referenceTips(includingRemotes: includingRemotes), onUnusable: onUnusable)
  }

  /// As ``references(includingRemotes:onUnusable:)`` for tips already listed.
  package func references(
    from tips: [ReferenceTip], onUnusable: (_ name: String, _ reason: String) -> Void = { _, _ in }
  ) throws -> [GitReference] {
    let ends = try peel(tips.map(\.id))
    return tips.compactMap { tip in
      guard let (kind, name) = GitReference.parts(of: tip.fullName) else { return nil }
      switch ends[tip.id] {
      case .commit(let id, let seconds):
        return GitReference(
          name: name, fullName: tip.fullName, kind: kind, commit: id, tip: tip.id, commitSeconds: seconds)
      case .nothing(let reason): onUnusable(tip.fullName, reason)
      case nil: onUnusable(tip.fullName, "git gave no answer")
      }
      return nil
    }
  }

  /// What HEAD says; nil when it cannot be read.
  package func head() throws -> GitHead? {
    let text = try asGitError(path) { try readFile(gitFolder + "/HEAD", limit: 16 << 10) }
    let line = String(
      decoding: text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    let target: String
    if line.hasPrefix("ref:") {
      target = String(line.dropFirst("ref:".count).drop { $0 == " " })
      // The reftable format keeps HEAD elsewhere and leaves this sign.
      if target == "refs/heads/.invalid" { return try headByGit() }
    } else {
      return ObjectID(hex: line).map { .detached($0) }
    }
    return target.hasPrefix("refs/heads/") ? .branch(String(target.dropFirst("refs/heads/".count))) : nil
  }

  private func headByGit() throws -> GitHead? {
    let (output, ending) = try asGitError(path) { try command(["symbolic-ref", "-q", "HEAD"]).run() }
    let text = String(decoding: output, as: UTF8.self).filter { !$0.isNewline }
    if ending.status == .exited(0), text.hasPrefix("refs/heads/") {
      return .branch(String(text.dropFirst("refs/heads/".count)))
    }
    return try resolve("HEAD").map { .detached($0) }
  }

  /// The branch to index first: HEAD's, or when that does not exist a usual name or the first of all. Nil when
  /// there is no branch with commits.
  package var defaultBranch: String? { get throws { try defaultBranch(among: referenceTips()) } }

  /// As ``defaultBranch`` for tips already listed.
  package func defaultBranch(among tips: [ReferenceTip]) throws -> String? {
    let branches = tips.compactMap { tip -> String? in
      tip.fullName.hasPrefix("refs/heads/") ? String(tip.fullName.dropFirst("refs/heads/".count)) : nil
    }
    if case .branch(let name) = try head(), branches.contains(name) { return name }
    // A server's HEAD may name a branch that was renamed since; better a likely branch than none.
    return ["main", "master", "trunk", "develop"].first(where: branches.contains) ?? branches.first
  }

  private enum PeeledEnd {
    case commit(ObjectID, seconds: Int)
    case nothing(String)
  }

  /// Tags of tags of tags … that are followed.
  private static let tagDepthLimit = 10

  /// Follows tags to commits; one process per level of tags.
  private func peel(_ ids: [ObjectID]) throws -> [ObjectID: PeeledEnd] {
    var ends: [ObjectID: PeeledEnd] = [:]
    // Object now looked at → the ids that led to it.
    var waiting: [ObjectID: [ObjectID]] = [:]
    for id in Set(ids) { waiting[id] = [id] }
    for _ in 0...GitRepository.tagDepthLimit where !waiting.isEmpty {
      let level = waiting.keys.sorted()
      var deeper: [ObjectID: [ObjectID]] = [:]
      try blobReader().read(level, sizeLimit: GitRepository.commitLimit) { index, reply in
        let id = level[index]
        let origins = waiting[id] ?? []
        if case .object(.tag, let bytes) = reply, let target = tagTarget(bytes) {
          deeper[target, default: []] += origins
        } else {
          let end = GitRepository.end(of: id, reply)
          for origin in origins { ends[origin] = end }
        }
        return true
      }
      waiting = deeper
    }
    for origin in waiting.values.joined() { ends[origin] = .nothing("too many tags of tags") }
    return ends
  }

  private static func end(of id: ObjectID, _ reply: ObjectReply) -> PeeledEnd {
    switch reply {
    case .object(.commit, let bytes):
      guard let commit = Commit(id: id, content: bytes) else { return .nothing("commit \(id) is damaged") }
      return .commit(id, seconds: commit.committer.seconds)
    case .object(let kind, _): return .nothing("it leads to a \(kind.rawValue), not to a commit")
    case .tooLarge(let kind, _) where kind == .commit || kind == .tag:
      return .nothing("\(kind.rawValue) \(id) is too large")
    case .tooLarge(let kind, _): return .nothing("it leads to a \(kind.rawValue), not to a commit")
    case .missing: return .nothing("object \(id) is missing")
    case .corrupt: return .nothing("object \(id) is damaged")
    }
  }
}

extension GitReference {
  /// Kind and short name; nil for references that are neither branch nor tag, and for a remote's HEAD.
  static func parts(of fullName: String) -> (Kind, String)? {
    let folders: [(String, Kind)] = [
      ("refs/heads/", .branch), ("refs/tags/", .tag), ("refs/remotes/", .remoteBranch),
    ]
    for (folder, kind) in folders where fullName.hasPrefix(folder) {
      let name = String(fullName.dropFirst(folder.count))
      return kind == .remoteBranch && name.hasSuffix("/HEAD") ? nil : (kind, name)
    }
    return nil
  }
}
