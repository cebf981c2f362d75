import Containers
import Git
import History
import Platform
import Search
import Syntax
import WebUI

extension Site {
  /// `/r/{repo}@{rev}/-/blame/{path}`
  func blame(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    try await withHistory(address, visit) { history in
      let found = try await history.run { _ -> ObjectID? in
        guard let commit = try history.commit(of: address.revision),
          let entry = try history.git.entry(at: commit, path: address.pathBytes), !entry.isFolder,
          entry.entry?.kind != .submodule
        else { return nil }
        return commit
      }
      guard let commit = found else { return nil }
      let place = history.place(address, isFolder: false)
      let now = now()
      let marked = visit.target["L"].flatMap(Self.lines)
      let part = visit.number("part", in: 1...1_000_000) ?? 1
      let usesIgnoreFile = visit.target["ignore"] != "no"
      return history.stream(BlamePage.opening(place, context: visit.context())) { cancellation in
        let file = try history.reader.blame(
          of: history.git, at: commit, path: address.pathBytes, usesIgnoreFile: usesIgnoreFile,
          cancellation: cancellation)
        guard let file else { throw GitError(.corrupt, subject: history.repository.name) }
        var page = BlamePage(
          place: place, commit: commit, file: file, text: coloured(file.bytes, path: address.path),
          marked: marked,
          usesIgnoreFile: usesIgnoreFile)
        page.part = part
        return page.content(now: now)
      }
    }
  }

  /// `/r/{repo}@{rev}/-/commits/{path}`
  func commits(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    try await withHistory(address, visit) { history in
      // A cursor is the commit the list started at and how many were shown: the pages of a list fit together even
      // when the branch has moved meanwhile.
      let cursor = (visit.target["cursor"] ?? "").split(separator: ".")
      let pinned = cursor.first.flatMap { ObjectID(hex: String($0)) }
      let skipped = cursor.count == 2 ? Int(cursor[1]).map { min(max(0, $0), HistoryPage.skipLimit) } ?? 0 : 0
      let found = try await history.run { cancellation -> (start: ObjectID, isFolder: Bool)? in
        let start: ObjectID?
        if let pinned {
          start = try history.resolve(pinned.hex)
        } else {
          let name = address.revision ?? history.repository.revisions.first?.name ?? "HEAD"
          start = try history.resolve(name) ?? history.commit(of: address.revision)
        }
        guard let start else { return nil }
        if let entry = try history.git.entry(at: start, path: address.pathBytes) {
          return (start, entry.isFolder)
        }
        // A path that is gone may still have a history.
        var request = LogRequest(start: start)
        request.path = address.pathBytes
        request.limit = 1
        let limits = HistoryLimits(seconds: HistoryVisit.gonePathSeconds)
        let page = try history.git.log(request, limits: limits, cancellation: cancellation)
        return page.commits.isEmpty ? nil : (start, false)
      }
      guard let (start, isFolder) = found else { return nil }
      let place = history.place(address, isFolder: isFolder)
      var request = LogRequest(start: start)
      request.path = address.pathBytes
      request.followsRenames = !isFolder
      request.wantsChanges = !isFolder
      request.skip = skipped
      request.limit = HistoryPage.pageCount
      if visit.target["format"] == "atom" { return try await feed(history, place, request) }
      let now = now()
      let (wanted, opening) = (request, HistoryPage.opening(place, context: visit.context()))
      return history.stream(opening) { cancellation in
        let log = try history.reader.log(of: history.git, wanted, cancellation: cancellation)
        var page = HistoryPage(place: place, start: start, skipped: skipped, page: log)
        page.names = try Self.names(history.git)
        return page.content(now: now)
      }
    }
  }

  private func feed(_ history: HistoryVisit, _ place: HistoryPlace, _ request: LogRequest) async throws
    -> Reply
  {
    let log = try await history.run { try history.reader.log(of: history.git, request, cancellation: $0) }
    let page = HistoryPage(place: place, start: request.start, skipped: 0, page: log)
    let origin = origin(history.visit)
    return Reply(
      status: 200,
      headers: [
        ("Content-Type", "application/atom+xml; charset=utf-8"), ("Cache-Control", "private, no-cache"),
      ],
      body: .bytes(page.atom(origin: origin)))
  }

  /// Branches and tags by the commit they stand at.
  private static func names(_ git: GitRepository) throws -> [ObjectID: [String]] {
    try git.references().reduce(into: [:]) { $0[$1.commit, default: []].append($1.name) }
  }

  /// `/r/{repo}/-/commit/{sha}`
  func commit(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    try await withHistory(address, visit) { history in
      let found = try await history.run { cancellation -> CommitRecord? in
        guard let id = try history.resolve(address.path) else { return nil }
        return try history.git.commitRecord(id, cancellation: cancellation)
      }
      guard let commit = found else { return nil }
      let place = HistoryPlace(
        repository: history.repository.name, revision: commit.id.hex, revisionName: commit.id.hex)
      let page = CommitPage(place: place, commit: commit, options: history.diffOptions)
      return history.stream(page.opening(context: visit.context())) { cancellation in
        let diff = try history.diffView(
          page: page.address, base: page.base, head: commit.id, options: page.options, cancellation)
        let containing = try history.git.references(
          containing: commit.id, limit: CommitPage.containerLimit + 1,
          limits: HistoryLimits(seconds: HistoryVisit.containingSeconds), cancellation: cancellation)
        let containers = containing?.map { CommitPage.Container(name: $0.name, isTag: $0.kind == .tag) }
        return "\(page.containers(containers))\(diff.view)"
      }
    }
  }

  /// `/r/{repo}/-/compare/{a}...{b}`
  func compare(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    if let base = visit.target["base"], let head = visit.target["head"], address.pathBytes.isEmpty {
      let target = Links.compare(address.repository, base: base, head: head)
      return Reply(
        status: 303, headers: [("Location", target), ("Cache-Control", "no-store")], body: .bytes([]))
    }
    return try await withHistory(address, visit) { history in
      let sides = Self.sides(address.path)
      let found = try await history.run { _ -> (ComparePage.Side?, ComparePage.Side?, [String]) in
        func side(_ name: String) throws -> ComparePage.Side {
          let name = name.isEmpty ? history.repository.revisions.first?.name ?? "HEAD" : name
          return ComparePage.Side(name: name, commit: try history.resolve(name))
        }
        let names = try history.git.references().sorted { $0.commitSeconds > $1.commitSeconds }
          .prefix(ComparePage.nameLimit).map(\.name)
        return (try sides.map { try side($0.base) }, try sides.map { try side($0.head) }, Array(names))
      }
      let place = HistoryPlace(
        repository: history.repository.name, revision: nil,
        revisionName: history.repository.revisions.first?.name ?? "HEAD")
      let page = ComparePage(
        place: place, base: found.0, head: found.1, isFromMergeBase: sides?.isFromMergeBase ?? true,
        names: found.2, options: history.diffOptions)
      let opening = page.opening(context: visit.context())
      guard let base = page.base?.commit, let head = page.head?.commit else {
        let whole: HTML = "\(opening)\(Frame.closing(visit.context()))"
        return .html(whole, status: sides == nil ? 200 : 404)
      }
      let now = now()
      return history.stream(opening) { cancellation in
        let relation = try history.relation(page, base: base, head: head, cancellation)
        let from = page.isFromMergeBase ? relation.mergeBase ?? base : base
        let diff = try history.diffView(
          page: page.address, base: from, head: head, options: page.options, cancellation)
        return "\(page.summary(relation, now: now))\(diff.view)"
      }
    }
  }

  /// `a...b` or `a..b`; nil when nothing was given.
  private static func sides(_ path: String) -> (base: String, head: String, isFromMergeBase: Bool)? {
    guard !path.isEmpty else { return nil }
    for (dots, isFromMergeBase) in [("...", true), ("..", false)] {
      if let range = path.firstRange(of: dots) {
        return (String(path[..<range.lowerBound]), String(path[range.upperBound...]), isFromMergeBase)
      }
    }
    return ("", path, true)
  }
}

extension HistoryVisit {
  /// Seconds for finding the branches that contain a commit; the page is complete without them.
  static let containingSeconds = 1.5
  /// Seconds for finding out whether a path that is not there ever was.
  static let gonePathSeconds = 3.0
  /// Files of a diff that are coloured.
  static let colouredFileLimit = 60
  /// Bytes of one side of a file that is coloured.
  static let colouredFileBytes = 400_000
  /// Bytes of all of them.
  static let colouredBytes = 6_000_000
  /// Lines of a file that is looked at alone.
  static let singleFileLines = 30_000

  /// Compares two commits for a page.
  func diffView(
    page: String, base: ObjectID?, head: ObjectID, options: DiffOptions, _ cancellation: CancellationFlag
  ) throws -> DiffView {
    var request = DiffRequest(old: base, new: head)
    request.ignoresWhitespace = options.ignoresWhitespace
    request.contextLines = options.contextLines ?? DiffOptions.wholeFile
    if let file = options.file {
      // Renames are found among all files: first the list, then the lines of this one.
      var list = DiffRequest(old: base, new: head)
      list.wantsLines = false
      list.wantsCounts = false
      let change = try reader.diff(of: git, list, cancellation: cancellation).files.lazy.map(\.change).first {
        String(decoding: $0.path, as: UTF8.self) == file
      }
      guard let change else {
        return DiffView(
          repository: repository.name, page: page, oldRevision: base?.hex, newRevision: head.hex,
          diff: TreeDiff(),
          options: options)
      }
      request.paths = change.path == change.oldPath ? [change.path] : [change.path, change.oldPath]
      request.fileLineLimit = Self.singleFileLines
      request.lineLimit = Self.singleFileLines
    }
    let diff = try reader.diff(of: git, request, cancellation: cancellation)
    var view = DiffView(
      repository: repository.name, page: page, oldRevision: base?.hex, newRevision: head.hex, diff: diff,
      options: options)
    try colour(&view, cancellation)
    return view
  }

  /// Reads the shown files whole, since what a line is made of depends on the lines above it.
  private func colour(_ view: inout DiffView, _ cancellation: CancellationFlag) throws {
    var wanted: [(file: Int, isNew: Bool, id: ObjectID)] = []
    for (index, file) in view.diff.files.enumerated() where !file.hunks.isEmpty {
      guard wanted.count < 2 * Self.colouredFileLimit else { break }
      for (side, isNew) in [(file.change.old, false), (file.change.new, true)] {
        guard let side, side.kind == .file || side.kind == .executable else { continue }
        wanted.append((index, isNew, side.id))
      }
    }
    guard !wanted.isEmpty else { return }
    var left = Self.colouredBytes
    try git.blobReader().read(
      wanted.map(\.id), sizeLimit: Self.colouredFileBytes, cancellation: cancellation
    ) { index, reply in
      guard case .object(.blob, let bytes) = reply else { return true }
      left -= bytes.count
      guard left > 0 else { return false }
      let (file, isNew, _) = wanted[index]
      let change = view.diff.files[file].change
      let text = coloured(
        Array(bytes), path: String(decoding: isNew ? change.path : change.oldPath, as: UTF8.self))
      if isNew { view.newTexts[file] = text } else { view.oldTexts[file] = text }
      return true
    }
  }

  /// What two commits have of each other.
  func relation(
    _ page: ComparePage, base: ObjectID, head: ObjectID, _ cancellation: CancellationFlag
  ) throws -> ComparePage.Relation {
    var log = LogRequest(start: head)
    log.excluded = [base]
    log.limit = ComparePage.commitLimit
    let commits = try reader.log(of: git, log, cancellation: cancellation)
    var counts: (ahead: Int, behind: Int)?
    do {
      counts = try git.aheadBehind(base, head, cancellation: cancellation)
    } catch let error as GitError {
      // Very long histories: the page says that it did not count.
      guard case .tooMuch = error.kind else { throw error }
    }
    let mergeBase =
      page.isFromMergeBase ? try git.mergeBase(base, head, cancellation: cancellation) : nil
    return ComparePage.Relation(
      mergeBase: mergeBase, ahead: counts?.ahead, behind: counts?.behind, commits: commits.commits,
      hasMoreCommits: commits.hasMore)
  }
}

/// A text with the colours of its language.
private func coloured(_ bytes: [UInt8], path: String) -> ColouredText {
  let spans = bytes.withUnsafeBytes { buffer in
    let head = UnsafeRawBufferPointer(rebasing: buffer.prefix(4096))
    return analyzeSyntax(buffer, language: detectLanguage(path: path, head: head)).spans
  }
  return ColouredText(bytes, spans: spans)
}
