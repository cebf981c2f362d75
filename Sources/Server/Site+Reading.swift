import Containers
import Platform
import Search
import Syntax
import WebUI

extension Site {
  /// `/repos?name=&sort=&order=`
  func repositories(_ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    let empty = RepositoriesPage(
      repositories: service.repositories, filter: visit.target["name"] ?? "",
      order: visit.target["sort"].flatMap(RepositoriesPage.Order.init) ?? .name,
      isReversed: visit.target["order"] == "reverse")
    let context = visit.context()
    return .html(
      try await run {
        var page = empty
        for repository in page.selected.prefix(RepositoriesPage.rowLimit) {
          page.languages[repository.name] = try service.languages(repository: repository.name)
        }
        return page.view(context: context)
      })
  }

  /// `/r/{repo}@{rev}`
  func repository(_ name: String, revision: String?, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    if let moved = visit.otherRevision({ Links.repository(name, revision: $0) }) { return moved }
    let context = visit.context()
    async let commits = latestCommits(name, revision: revision)
    let found = try await lookUp {
      let listing = try service.tree(repository: name, revision: revision, path: [])
      return RepositoryPage(
        head: try service.head(listing.placement, isIndexed: listing.isIndexed, isFolder: true),
        listing: listing,
        readme: service.readme(of: listing, name, revision),
        languages: try service.languages(repository: name))
    }
    guard var page = found else { return visit.notFound(suggestedQuery: Self.lastPart(name)) }
    page.commits = await commits
    return .html(try await run { [page] in page.view(context: context) })
  }

  /// `/r/{repo}@{rev}/-/tree/{path}`
  func tree(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    let name = address.repository
    let path = address.folderBytes
    if path.isEmpty { return try await repository(name, revision: address.revision, visit) }
    if let moved = visit.otherRevision({ Links.tree(name, revision: $0, path: path) }) { return moved }
    let context = visit.context()
    let page = try await lookUp {
      let listing = try service.tree(repository: name, revision: address.revision, path: path)
      return TreePage(
        head: try service.head(listing.placement, isIndexed: listing.isIndexed, isFolder: true),
        listing: listing,
        readme: service.readme(of: listing, name, address.revision)
      ).view(context: context)
    }
    if let page { return .html(page) }
    // Links in documents do not say whether they lead to a file.
    let file = try await lookUp {
      try service.content(repository: name, revision: address.revision, path: path).placement.path
    }
    if file != nil { return .found(Links.blob(name, revision: address.revision, path: path)) }
    return visit.notFound(suggestedQuery: "file:\(Patterns.escaped(Self.lastPart(address.path)))")
  }

  /// `/r/{repo}@{rev}/-/blob/{path}`
  func file(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    let name = address.repository
    let path = address.pathBytes
    if let moved = visit.otherRevision({ Links.blob(name, revision: $0, path: path) }) { return moved }
    if let old = visit.target["from"] { return try await follow(address, from: old, visit) }
    let asked = visit.target["at"].flatMap { Self.place($0) }
    if let asked, let part = visit.target["show"] {
      return try await names(address, at: asked, showsUses: part == "uses", visit, service)
    }
    let context = visit.context()
    // Reading waits for a disk, drawing a large file takes tens of milliseconds: neither on the threads that
    // every other task shares.
    let page = try await lookUp { [self] in
      let content = try service.content(repository: name, revision: address.revision, path: path)
      let head = try service.head(content.placement, isIndexed: content.isIndexed, isFolder: false)
      var page = FilePage(
        head: head, content: content, chain: service.chain(to: content, name, address.revision),
        look: visit.target["view"].flatMap(FilePage.Look.init),
        marked: Self.lineRanges(visit.target["L"] ?? ""),
        part: visit.number("part", in: 1...1_000_000) ?? 1,
        find: String((visit.target["find"] ?? "").prefix(200)))
      if !content.isBinary, content.kind == .file, content.text.count <= FilePage.syntaxByteLimit {
        page.syntax = parsed.facts(of: content.text, blob: content.blob, language: content.language).syntax
      }
      page.tabWidth =
        service.tabWidth(of: content, in: page.chain, revision: address.revision) ?? page.tabWidth
      page.lastChange = rememberedChange(head)
      if let asked, content.kind == .file, !content.isBinary {
        if page.marked.isEmpty { page.marked = [asked.line...asked.line] }
        page.meaning = try meaning(of: asked, in: content, revision: address.revision, service)
      }
      page.localPath = configuration.isLoopback ? Self.localPath(of: head) : nil
      return page.view(context: context)
    }
    if let page { return .html(page) }
    let folder = try await lookUp {
      try service.tree(repository: name, revision: address.revision, path: address.folderBytes).placement.path
    }
    if let folder { return .found(Links.tree(name, revision: address.revision, path: folder)) }
    return visit.notFound(suggestedQuery: "file:\(Patterns.escaped(Self.lastPart(address.path)))$")
  }

  /// `/r/{repo}@{rev}/-/raw/{path}`: the bytes, in a cage. Pictures come as such, drawings when `as=image` asks.
  func raw(_ address: Route.FileAddress, _ visit: Visit) async throws -> Reply {
    guard let service = index.service else { return visit.noIndex() }
    let found = try await lookUp {
      try service.content(
        repository: address.repository, revision: address.revision, path: address.pathBytes)
    }
    guard let content = found else { return visit.notFound() }
    if case .submodule = content.kind { return visit.notFound() }
    let isPinned = content.placement.commit.map { $0.hex == address.revision } ?? false
    let type = Self.contentType(content, asImage: visit.target["as"] == "image")
    return Reply(
      status: 200,
      headers: [
        ("Content-Type", type),
        ("Content-Security-Policy", Reply.rawPolicy),
        ("Cache-Control", isPinned ? "private, max-age=31536000, immutable" : "private, no-cache"),
      ] + (type == "application/octet-stream" ? [("Content-Disposition", "attachment")] : []),
      body: .bytes(content.bytes))
  }

  private static func contentType(_ content: FileContent, asImage: Bool) -> String {
    if content.isBinary {
      let facts = ImageFacts.isShown(content.placement.path) ? ImageFacts(content.bytes) : nil
      return facts?.contentType ?? "application/octet-stream"
    }
    let isDrawing = content.placement.pathText.lowercased().hasSuffix(".svg")
    // The policy keeps it from running anything even where somebody opens it by itself.
    if asImage, isDrawing { return "image/svg+xml" }
    let charset: String = ["ISO-8859-1", "UTF-16LE", "UTF-16BE"].first { $0 == content.encoding } ?? "utf-8"
    return "text/plain; charset=\(charset.lowercased())"
  }

  /// Runs `body` on the site's own threads. Nil when the repository, the revision or the file does not exist: one
  /// answer for all three, so that private names do not leak.
  func lookUp<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value?
  {
    do {
      return try await run(body)
    } catch let error as SearchError {
      switch error.kind {
      case .unknownRepository, .unknownRevision, .unknownFile: return nil
      default: throw error
      }
    }
  }

  /// Ranges in an address at most.
  private static let rangeLimit = 20

  /// `10`, `10-20`, `L10-L20`, `L10:5-L12:8`, several with commas; what cannot be read is passed over.
  static func lineRanges(_ text: String) -> [ClosedRange<Int>] {
    let ranges = text.prefix(1000).split(separator: ",").prefix(rangeLimit).compactMap {
      part -> ClosedRange<Int>? in
      let ends = part.split(separator: "-", maxSplits: 1).map { end -> Int? in
        // No file has more lines, and sums of what is let through stay numbers.
        Int(end.drop { $0 == "L" }.prefix { $0 != ":" }).flatMap { $0 <= 1_000_000_000 ? $0 : nil }
      }
      guard let first = ends.first ?? nil, first > 0 else { return nil }
      guard ends.count == 2 else { return first...first }
      guard let last = ends[1], last > 0 else { return nil }
      return min(first, last)...max(first, last)
    }
    return ranges.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// One range of lines, as ``lineRanges(_:)`` reads it.
  static func lines(_ text: String) -> ClosedRange<Int>? {
    text.contains(",") ? nil : lineRanges(text).first
  }

  /// Where the file is on this machine, when the repository is a folder that people work in.
  private static func localPath(of head: PlaceHead) -> String? {
    guard head.placement.isDefaultRevision, let repository = head.repository,
      let path = String(validating: head.placement.path, as: UTF8.self)
    else { return nil }
    let folder = repository.location
    guard !repository.isGit || fileStatus(folder + "/.git") != nil else { return nil }
    return folder + "/" + path
  }

  static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension Route.FileAddress {
  /// The path without slashes at its end, as folders are asked for.
  fileprivate var folderBytes: [UInt8] {
    var path = pathBytes
    while path.last == 0x2F { path.removeLast() }
    return path
  }
}

extension Visit {
  /// Where the form of a revision menu leads: `?rev=v1.0` is a place of its own.
  func otherRevision(_ address: (String?) -> String) -> Reply? {
    guard let revision = target["rev"] else { return nil }
    let name = revision.filter { !$0.isWhitespace }
    return .found(address(name.isEmpty ? nil : String(name.prefix(1024))))
  }
}

extension Reply {
  /// The page is at another address.
  static func found(_ address: String) -> Reply {
    Reply(status: 302, headers: [("Location", address), ("Cache-Control", "no-store")], body: .bytes([]))
  }
}

extension SearchService {
  /// What the head of a page at `placement` needs.
  func head(_ placement: PlacementName, isIndexed: Bool, isFolder: Bool) throws -> PlaceHead {
    PlaceHead(
      placement, repository: repositories.first { $0.name == placement.repository },
      revisions: try namedRevisions(repository: placement.repository), isIndexed: isIndexed,
      isFolder: isFolder)
  }

  /// The readme of a folder; a folder whose readme cannot be read has none.
  fileprivate func readme(of listing: TreeListing, _ name: String, _ revision: String?) -> Readme? {
    guard let item = Readme.name(among: listing.items) else { return nil }
    let folder = listing.placement.path
    let path = folder.isEmpty ? item.name : folder + [0x2F] + item.name
    guard let content = try? content(repository: name, revision: revision, path: path), !content.isBinary,
      content.kind == .file, content.text.count <= Readme.byteLimit
    else { return nil }
    return Readme(path: path, text: content.text)
  }

  /// The folders on the way to a file, from the root; of a revision that is not indexed only the last, since each
  /// costs two processes.
  fileprivate func chain(to content: FileContent, _ name: String, _ revision: String?) -> [TreeListing] {
    let path = content.placement.path
    let folder = Array(path[..<(path.lastIndex(of: 0x2F) ?? 0)])
    guard content.isIndexed else {
      return (try? tree(repository: name, revision: revision, path: folder)).map { [$0] } ?? []
    }
    var chain: [TreeListing] = []
    var next: [UInt8]? = []
    while let current = next, chain.count < ServerLimits.treeDepth,
      let listing = try? tree(repository: name, revision: revision, path: current)
    {
      chain.append(listing)
      let base = current.isEmpty ? [] : current + [0x2F]
      next = listing.items.first { $0.isFolder && path.starts(with: base + $0.name + [0x2F]) }.map {
        base + $0.name
      }
    }
    return chain
  }
}
