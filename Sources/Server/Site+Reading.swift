import Containers
import Search
import Syntax
import WebUI

extension Site {
  /// `/repos`
  func repositories(_ visit: Visit) -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    let page = RepositoriesPage(repositories: service.repositories, filter: visit.target["name"] ?? "")
    return .html(page.view(context: visit.context()))
  }

  /// `/r/{repo}@{rev}`
  func repository(_ name: String, revision: String?, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    guard let repository = service.repositories.first(where: { $0.name == name }) else {
      return visit.notFound(suggestedQuery: Self.lastPart(name))
    }
    let files = try await run {
      try service.files(repository: name, revision: revision, limit: RepositoryPage.fileLimit)
    }
    let page = RepositoryPage(repository: repository, revision: revision, files: files)
    return .html(page.view(context: visit.context()))
  }

  /// `/r/{repo}@{rev}/-/tree/{path}`
  func tree(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply { visit.notFound() }

  /// `/r/{repo}@{rev}/-/blob/{path}`
  func file(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    guard let content = try await content(address, service) else {
      return visit.notFound(suggestedQuery: "file:\(Patterns.escaped(Self.lastPart(address.path)))$")
    }
    let head = content.bytes.prefix(4096)
    let language = head.withUnsafeBytes { detectLanguage(path: content.placement.pathText, head: $0) }
    let page = FilePage(
      placement: content.placement, bytes: content.bytes, isBinary: content.isBinary,
      language: language?.name,
      marked: visit.target["L"].flatMap(Self.lines), part: visit.number("part", in: 1...1_000_000) ?? 1,
      repository: service.repositories.first { $0.name == address.repository })
    // Drawing a large file takes tens of milliseconds: not on the threads every other task shares.
    let context = visit.context()
    return .html(try await run { page.view(context: context) })
  }

  /// `/r/{repo}@{rev}/-/raw/{path}`: the bytes, in a cage.
  func raw(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    guard let content = try await content(address, service) else { return visit.notFound() }
    let isPinned = content.placement.commit.map { $0.hex == address.revision } ?? false
    return Reply(
      status: 200,
      headers: [
        ("Content-Type", content.isBinary ? "application/octet-stream" : "text/plain; charset=utf-8"),
        ("Content-Security-Policy", Reply.rawPolicy),
        ("Cache-Control", isPinned ? "private, max-age=31536000, immutable" : "private, no-cache"),
      ] + (content.isBinary ? [("Content-Disposition", "attachment")] : []),
      body: .bytes(content.bytes))
  }

  /// Nil when the repository, the revision or the file does not exist: one answer for all three.
  private func content(_ address: Route.FileAddress, _ service: any SearchService) async throws
    -> FileContent?
  {
    do {
      return try await run {
        try service.content(
          repository: address.repository, revision: address.revision, path: address.pathBytes)
      }
    } catch let error as SearchError {
      switch error.kind {
      case .unknownRepository, .unknownRevision, .unknownFile: return nil
      default: throw error
      }
    }
  }

  /// `10`, `10-20` or `L10-L20` as lines.
  static func lines(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: "-", maxSplits: 1).map { Int($0.drop { $0 == "L" }) }
    guard let first = parts.first ?? nil, first > 0 else { return nil }
    guard parts.count == 2 else { return first...first }
    guard let last = parts[1], last > 0 else { return nil }
    return min(first, last)...max(first, last)
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
