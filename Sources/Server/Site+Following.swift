import Containers
import Git
import History
import Search
import WebUI

// What file and repository pages take from history without waiting for it.
extension Site {
  /// `/r/{repo}/-/blob/{path}?from={commit}&L=10-20`: the place where these lines of the file at that commit are now.
  /// A link asks for it when it is followed, so that no page has to compute it.
  func follow(_ address: Route.FileAddress, from old: String, _ visit: Visit) async throws -> Reply {
    try await withHistory(address, visit) { history in
      let lines = visit.target["L"].flatMap { Self.lineRanges($0).first }
      let found = try await history.run { cancellation -> Followed? in
        guard let from = try history.resolve(old), let tip = try history.commit(of: address.revision) else {
          return nil
        }
        func mapped(_ line: Int) throws -> (path: [UInt8], line: MappedLine)? {
          try history.reader.mapLine(
            of: history.git, path: address.pathBytes, line: line, from: from, to: tip,
            cancellation: cancellation)
        }
        do {
          guard let first = try mapped(lines?.lowerBound ?? 1) else { return .gone }
          guard let lines else { return .file(first.path, nil) }
          let last = try mapped(lines.upperBound)?.line.number ?? first.line.number
          return .file(first.path, min(first.line.number, last)...max(first.line.number, last))
        } catch let error as GitError {
          // Too much has changed to follow a line through it.
          guard case .tooMuch = error.kind else { throw error }
          return .file(address.pathBytes, lines)
        }
      }
      switch found {
      case nil: return nil
      // What became of it is in its history.
      case .gone:
        return .found(Links.commits(address.repository, revision: address.revision, path: address.pathBytes))
      case .file(let path, let lines):
        let page = Links.blob(address.repository, revision: address.revision, path: path)
        guard let lines else { return .found(page) }
        let (first, last) = (lines.lowerBound, lines.upperBound)
        return .found(
          page + (first == last ? "?L=\(first)#L\(first)" : "?L=\(first)-\(last)#L\(first)-L\(last)"))
      }
    }
  }

  private enum Followed: Sendable {
    case gone
    case file([UInt8], ClosedRange<Int>?)
  }

  /// The newest commits of a repository, if git tells them at once: a page is complete without them.
  func latestCommits(_ name: String, revision: String?) async -> [CommitRecord] {
    guard let repository = index.service?.repositories.first(where: { $0.name == name }), repository.isGit
    else {
      return []
    }
    let reader = history
    return await first(within: ServerLimits.latestCommits) {
      try? await reader.run { cancellation in
        let git = try GitRepository.open(repository.location)
        let indexed =
          revision.map { name in repository.revisions.first { $0.name == name } }
          ?? repository.revisions.first
        guard let start = try indexed?.commit ?? git.resolve(revision ?? "HEAD") else { return [] }
        var request = LogRequest(start: start)
        request.limit = RepositoryPage.commitLimit
        return try reader.log(of: git, request, cancellation: cancellation).commits
      }
    } ?? []
  }

  /// The commit that changed a file last, if somebody has asked lately.
  func rememberedChange(_ head: PlaceHead) -> CommitRecord? {
    guard let repository = head.repository, repository.isGit, let commit = head.placement.commit,
      let git = try? GitRepository.open(repository.location)
    else { return nil }
    // What the operation of the API asks that the page's script calls.
    var request = LogRequest(start: commit)
    request.path = head.placement.path
    request.followsRenames = true
    request.limit = 1
    return history.rememberedLog(of: git, request)?.commits.first
  }
}

/// What `body` says, unless it takes longer than `limit`; it is cancelled then.
private func first<Value: Sendable>(
  within limit: Duration, _ body: @escaping @Sendable () async -> Value?
) async -> Value? {
  let (answers, answer) = AsyncStream<Value?>.makeStream()
  let work = Task { answer.yield(await body()) }
  let clock = Task {
    // Ends early when it is cancelled, and nobody listens then.
    try? await Task.sleep(for: limit)
    answer.yield(nil)
  }
  var iterator = answers.makeAsyncIterator()
  let value = await iterator.next() ?? nil
  work.cancel()
  clock.cancel()
  return value
}

extension SearchService {
  /// Columns of a tab in `content`, by the `.editorconfig` files of the folders it is in; nil where they say nothing, or
  /// where it has no tabs.
  ///
  /// - Parameter chain: the folders from the root to it, as far as they are known.
  func tabWidth(of content: FileContent, in chain: [TreeListing], revision: String?) -> Int? {
    guard content.kind == .file, !content.isBinary, content.text.contains(0x09) else { return nil }
    let path = content.placement.path
    let name = Array(".editorconfig".utf8)
    var folders = chain.reversed().filter { listing in
      listing.items.contains { item in item.name == name && !item.isFolder }
    }.map(\.placement.path)
    // Of a revision that is not indexed only the nearest folder is known; the root's file counts most.
    if !content.isIndexed, chain.first?.placement.path.isEmpty == false { folders.append([]) }
    var found: [(file: EditorConfig, folder: Int)] = []
    for folder in folders {
      let prefix = folder.isEmpty ? 0 : folder.count + 1
      let place = folder.isEmpty ? name : folder + [0x2F] + name
      guard
        let text = try? self.content(
          repository: content.placement.repository, revision: revision, path: place),
        text.kind == .file, text.bytes.count <= EditorConfig.byteLimit
      else { continue }
      let file = EditorConfig(text.text)
      found.append((file, prefix))
      if file.isRoot { break }
    }
    var values: [String: String] = [:]
    for (file, prefix) in found.reversed() { file.apply(to: Array(path.dropFirst(prefix)), &values) }
    return EditorConfig.tabWidth(values)
  }
}
