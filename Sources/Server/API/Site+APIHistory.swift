import Containers
import Git
import History
import Platform
import Search
import WebUI

extension Site {
  /// `/api/v1/repos/{repo}/-/blame?rev=&path=`
  func blame(_ call: APICall) async throws -> Reply {
    try await withHistory(call.fileAddress, call.visit) { history in
      let address = call.fileAddress
      let found = try await history.run { cancellation -> (commit: ObjectID, file: FileBlame)? in
        guard let commit = try history.commit(of: address.revision),
          let entry = try history.git.entry(at: commit, path: address.pathBytes), !entry.isFolder,
          let file = try history.reader.blame(
            of: history.git, at: commit, path: address.pathBytes, cancellation: cancellation)
        else { return nil }
        return (commit, file)
      }
      guard let (commit, file) = found else { return nil }
      switch file.refusal {
      case .tooLarge: return call.visit.problem(.tooLarge, detail: "the file is too large to be blamed")
      case .binary: return call.visit.problem(.notFound, detail: "the file is not text and has no lines")
      case nil: break
      }
      let place = history.revision(at: commit, named: address.revision)
      return call.reply(isPinned: place.isPinned(by: address.revision) && file.blame.cutReason == nil) {
        json in
        APIAnswer.write(repository: address.repository, place, to: &json)
        json.member("path", address.pathBytes, bytesName: "pathBytes")
        APIAnswer.write(file.blame, repository: address.repository, to: &json)
      }
    }
  }

  /// `/api/v1/repos/{repo}/-/commits?rev=&path=`
  func commits(_ call: APICall) async throws -> Reply {
    try await withHistory(call.fileAddress, call.visit) { history in
      let address = call.fileAddress
      // The cursor is bound to the index; between two indexings a branch stands still here.
      let generation = index.service?.status.generation ?? 0
      let offset: Int
      switch call.start(generation: generation) {
      case .offset(let number): offset = number
      case .refused(let reply): return reply
      }
      guard offset <= Self.commitOffsetMax else {
        return call.visit.problem(
          .tooLarge, detail: "no list goes back more than \(Self.commitOffsetMax) commits")
      }
      let limit = call.arguments.integer("limit")
      let found = try await history.run { cancellation -> (start: ObjectID, page: LogPage)? in
        guard let start = try history.commit(of: address.revision) else { return nil }
        let entry = try history.git.entry(at: start, path: address.pathBytes)
        var request = LogRequest(start: start)
        request.path = address.pathBytes
        request.followsRenames = !(entry?.isFolder ?? address.pathBytes.isEmpty)
        request.skip = offset
        request.limit = limit
        return (start, try history.reader.log(of: history.git, request, cancellation: cancellation))
      }
      guard let (start, page) = found else { return nil }
      let next = page.hasMore && !page.commits.isEmpty ? offset + page.commits.count : nil
      let cursor = next.map { call.cursor(at: $0, generation: generation) }
      let place = history.revision(at: start, named: address.revision)
      let reply = call.reply(isPinned: place.isPinned(by: address.revision) && page.cutReason == nil) {
        json in
        APIAnswer.write(repository: address.repository, place, to: &json)
        json.member("path", address.pathBytes, bytesName: "pathBytes")
        json.key("commits")
        json.array { json in
          for commit in page.commits {
            json.object { APIAnswer.write(commit, repository: address.repository, to: &$0) }
          }
        }
        json.member("isComplete", page.cutReason == nil)
        if let cursor { json.member("cursor", cursor) }
      }
      return call.linking(to: cursor, reply)
    }
  }

  /// Commits that are passed over at most: git walks all of them again for each page.
  private static let commitOffsetMax = 100_000

  /// `/api/v1/repos/{repo}/-/commits/{sha}`
  func commit(_ call: APICall) async throws -> Reply {
    try await withHistory(call.fileAddress, call.visit) { history in
      let name = call.arguments.text("sha")
      let repository = call.fileAddress.repository
      let found = try await history.run { cancellation -> (CommitRecord, TreeDiff)? in
        guard let id = try history.resolve(name),
          let commit = try history.git.commitRecord(id, cancellation: cancellation)
        else { return nil }
        var request = DiffRequest(old: commit.parents.first, new: id)
        request.wantsLines = false
        return (commit, try history.reader.diff(of: history.git, request, cancellation: cancellation))
      }
      guard let (commit, diff) = found else { return nil }
      return call.reply(isPinned: commit.id.hex == name && diff.cutReason == nil) { json in
        json.member("repository", repository)
        json.key("commit")
        json.object { APIAnswer.write(commit, repository: repository, to: &$0) }
        APIAnswer.write(diff, to: &json)
      }
    }
  }

  /// `/api/v1/repos/{repo}/-/diff?base=&head=`
  func diff(_ call: APICall) async throws -> Reply {
    try await withHistory(call.fileAddress, call.visit) { history in
      let (base, head) = (call.arguments.text("base"), call.arguments.text("head"))
      let paths = call.arguments["path"].map { [Array($0.utf8)] } ?? []
      let contextLines = call.arguments.integer("ctx")
      let isDirect = call.arguments["from"] == "base"
      let found = try await history.run { cancellation -> (base: ObjectID, head: ObjectID, diff: TreeDiff)? in
        guard var from = try history.resolve(base), let to = try history.resolve(head) else { return nil }
        if !isDirect, let common = try history.git.mergeBase(from, to, cancellation: cancellation) {
          from = common
        }
        var request = DiffRequest(old: from, new: to)
        request.paths = paths
        request.contextLines = contextLines
        return (from, to, try history.reader.diff(of: history.git, request, cancellation: cancellation))
      }
      guard let found else { return nil }
      let repository = call.fileAddress.repository
      let isPinned =
        isDirect && found.base.hex == base && found.head.hex == head && found.diff.cutReason == nil
      return call.reply(isPinned: isPinned) { json in
        json.member("repository", repository)
        json.member("base", found.base.hex)
        json.member("head", found.head.hex)
        APIAnswer.write(found.diff, to: &json)
      }
    }
  }
}

extension APICall {
  /// The repository, revision and path that are asked about.
  fileprivate var fileAddress: Route.FileAddress {
    Route.FileAddress(
      repository: arguments.text("repo"), revision: arguments["rev"],
      pathBytes: Array((arguments["path"] ?? "").utf8))
  }
}

extension HistoryVisit {
  /// How a revision that was asked for is named in answers.
  fileprivate func revision(at commit: ObjectID, named name: String?) -> IndexedRevision {
    IndexedRevision(name ?? repository.revisions.first?.name ?? "HEAD", commit: commit)
  }
}

extension APIAnswer {
  /// Some members of `Blame`.
  static func write(_ blame: Blame, repository: String, to json: inout JSONWriter) {
    json.key("commits")
    json.array { json in
      for origin in blame.origins {
        json.object { json in
          json.member("id", origin.id.hex)
          json.member("url", Links.commit(repository, origin.id))
          json.key("author")
          json.object { write(origin.author, to: &$0) }
          json.member("subject", String(decoding: origin.subject, as: UTF8.self))
        }
      }
    }
    json.key("hunks")
    json.array { json in
      for hunk in blame.hunks {
        json.object { json in
          json.member("firstLine", hunk.lines.lowerBound)
          json.member("lastLine", hunk.lines.upperBound)
          json.member("commit", hunk.origin)
          json.member("originalLine", hunk.originalLine)
          json.member("path", hunk.path, bytesName: "pathBytes")
          if let previous = hunk.previous {
            json.key("previous")
            json.object { json in
              json.member("commit", previous.commit.hex)
              json.member("path", previous.path, bytesName: "pathBytes")
            }
          }
        }
      }
    }
    json.member("ignoredCommits", blame.ignoredCount)
    json.member("isComplete", blame.cutReason == nil)
  }

  private static func write(_ person: Commit.Signature, to json: inout JSONWriter) {
    json.member("name", person.name)
    json.member("email", person.email)
    json.member("time", Format.timestamp(person.seconds))
  }

  /// The members of `Commit`.
  static func write(_ commit: CommitRecord, repository: String, to json: inout JSONWriter) {
    json.member("id", commit.id.hex)
    json.member("url", Links.commit(repository, commit.id))
    json.member("parents", texts: commit.parents.map(\.hex))
    json.key("author")
    json.object { write(commit.author, to: &$0) }
    json.key("committer")
    json.object { write(commit.committer, to: &$0) }
    json.member("subject", String(decoding: commit.subject, as: UTF8.self))
    json.member("body", String(decoding: commit.body, as: UTF8.self))
  }

  /// The members of `Diff` about its files.
  static func write(_ diff: TreeDiff, to json: inout JSONWriter) {
    json.member("added", diff.counts.added)
    json.member("deleted", diff.counts.deleted)
    json.key("files")
    json.array { json in
      for file in diff.files { json.object { write(file, to: &$0) } }
    }
    json.member("isComplete", !diff.isFileListCut && diff.cutReason == nil)
  }

  private static func write(_ file: FileDiff, to json: inout JSONWriter) {
    let change = file.change
    json.member("status", name(change.status))
    json.member("path", change.path, bytesName: "pathBytes")
    if change.oldPath != change.path { json.member("oldPath", change.oldPath, bytesName: "oldPathBytes") }
    if let old = change.old { json.member("oldBlob", old.id.hex) }
    if let new = change.new { json.member("newBlob", new.id.hex) }
    if let similarity = change.similarity { json.member("similarity", similarity) }
    if let counts = change.counts {
      json.member("added", counts.added)
      json.member("deleted", counts.deleted)
    }
    json.member("isBinary", change.isBinary)
    if let omission = file.omission { json.member("omission", name(omission)) }
    json.key("hunks")
    json.array { json in
      for hunk in file.hunks { json.object { write(hunk, to: &$0) } }
    }
  }

  private static func write(_ hunk: DiffHunk, to json: inout JSONWriter) {
    json.member("oldStart", hunk.oldStart)
    json.member("oldCount", hunk.oldCount)
    json.member("newStart", hunk.newStart)
    json.member("newCount", hunk.newCount)
    if !hunk.section.isEmpty { json.member("section", String(decoding: hunk.section, as: UTF8.self)) }
    json.key("lines")
    json.array { json in
      for line in hunk.lines {
        json.object { json in
          json.member("kind", name(line.kind))
          if let number = line.oldNumber { json.member("old", number) }
          if let number = line.newNumber { json.member("new", number) }
          json.member("text", line.text, bytesName: "bytes")
          if line.fullLength != nil { json.member("isCut", true) }
        }
      }
    }
  }

  private static func name(_ kind: DiffLine.Kind) -> String {
    switch kind {
    case .context: "context"
    case .added: "added"
    case .deleted: "deleted"
    }
  }

  private static func name(_ status: FileChange.Status) -> String {
    switch status {
    case .added: "added"
    case .deleted: "deleted"
    case .modified: "modified"
    case .renamed: "renamed"
    case .copied: "copied"
    case .typeChanged: "typeChanged"
    }
  }

  private static func name(_ omission: FileDiff.Omission) -> String {
    switch omission {
    case .binary: "binary"
    case .fileLines: "fileLines"
    case .total: "total"
    case .cut: "cut"
    case .notAsked: "notAsked"
    }
  }
}
