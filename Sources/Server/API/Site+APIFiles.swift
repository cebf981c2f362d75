import Containers
import Search
import Syntax
import WebUI

extension Site {
  /// `/api/v1/repos/{repo}/-/files?rev=&q=`
  func files(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let generation = service.status.generation
    let offset: Int
    switch call.start(generation: generation) {
    case .offset(let number): offset = number
    case .refused(let reply): return reply
    }
    let name = call.arguments.text("repo")
    let finder = call.arguments["q"].map { FileFinder($0) }
    let limit = call.arguments.integer("limit")
    let revision = call.arguments["rev"]
    let wantsPaths = call.arguments["view"] == "paths"
    let (page, total) = try await run {
      let files = try service.files(repository: name, revision: revision, limit: ServerLimits.listedFiles)
      let found = finder?.ranked(files) ?? files
      if wantsPaths {
        let isWhole = found.count <= ServerLimits.finderPaths
        return (isWhole ? found : Array(found.prefix(ServerLimits.finderPathsOfMore)), found.count)
      }
      return (Array(found.dropFirst(offset).prefix(limit)), found.count)
    }
    if wantsPaths { return paths(page, of: total, call, service) }
    let next = offset + page.count
    let cursor = next < total && !page.isEmpty ? call.cursor(at: next, generation: generation) : nil
    let place = Self.revision(revision, of: name, service, first: page.first)
    let reply = call.reply { json in
      APIAnswer.write(repository: name, place, to: &json)
      json.key("files")
      json.array { json in
        for file in page { json.object { APIAnswer.write(file, to: &$0) } }
      }
      json.member("total", total)
      if let cursor { json.member("cursor", cursor) }
    }
    return call.linking(to: cursor, reply)
  }

  /// The answer to `view=paths`: one address for all of them, and nothing but the paths.
  private func paths(_ files: [PlacementName], of total: Int, _ call: APICall, _ service: any SearchService)
    -> Reply
  {
    let name = call.arguments.text("repo")
    let revision = call.arguments["rev"]
    let place = Self.revision(revision, of: name, service, first: files.first)
    let shown = files.first.map { $0.isDefaultRevision ? nil : $0.revision } ?? revision
    return call.reply { json in
      APIAnswer.write(repository: name, place, to: &json)
      json.key("files")
      json.array { _ in }
      json.member("total", total)
      json.member("base", Links.blob(name, revision: shown, path: []))
      json.member("isComplete", files.count == total)
      // A name that is no text cannot be asked for by it.
      json.member("paths", texts: files.compactMap { String(validating: $0.path, as: UTF8.self) })
    }
  }

  /// `/api/v1/repos/{repo}/-/tree?rev=&path=`
  func folder(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let name = call.arguments.text("repo")
    let revision = call.arguments["rev"]
    var prefix = Array((call.arguments["path"] ?? "").utf8)
    while prefix.last == 0x2F { prefix.removeLast() }
    let folder = prefix
    let listing = try await run { try service.tree(repository: name, revision: revision, path: folder) }
    let root = listing.placement
    let place = IndexedRevision(root.revision, commit: root.commit)
    let shown = root.isDefaultRevision ? nil : root.revision
    return call.reply(isPinned: place.isPinned(by: revision)) { json in
      APIAnswer.write(repository: name, place, to: &json)
      json.member("path", String(decoding: folder, as: UTF8.self))
      json.key("entries")
      json.array { json in
        for item in listing.items {
          let path = folder.isEmpty ? item.name : folder + [0x2F] + item.name
          json.object { json in
            json.member("name", item.nameText)
            APIAnswer.write(item.kind, to: &json)
            json.member("path", path, bytesName: "pathBytes")
            var file = root
            file.path = path
            json.member(
              "url", item.isFolder ? Links.tree(name, revision: shown, path: path) : Links.file(file))
          }
        }
      }
      json.member("isComplete", listing.omittedCount == 0)
    }
  }

  /// The revision that was asked for: out of a file that was found there, or by name.
  static func revision(
    _ wanted: String?, of repository: String, _ service: any SearchService, first: PlacementName?
  ) -> IndexedRevision {
    if let first { return IndexedRevision(first.revision, commit: first.commit) }
    let known = service.repositories.first { $0.name == repository }?.revisions ?? []
    return known.first { $0.name == wanted || $0.commit?.hex == wanted } ?? known.first
      ?? IndexedRevision(wanted ?? "")
  }
}

extension IndexedRevision {
  /// Whether `wanted` names the very commit, so that the answer can never change.
  func isPinned(by wanted: String?) -> Bool { commit.map { $0.hex == wanted } ?? false }
}

/// Finds files by words of their paths.
struct FileFinder: Sendable {
  private let words: [[UInt8]]

  /// Words read at most.
  private static let wordLimit = 8

  /// Paths with all words of `text`, without case (of ASCII letters).
  init(_ text: String) {
    words = text.split(whereSeparator: \.isWhitespace).prefix(Self.wordLimit).map { word in
      word.utf8.map(Self.folded)
    }
  }

  /// The files that fit: first those whose name begins with a word, then those with all words in the name,
  /// then the others; short paths first.
  func ranked(_ files: [PlacementName]) -> [PlacementName] {
    var found: [(rank: Int, file: PlacementName)] = []
    for file in files {
      if let rank = rank(file.path) { found.append((rank, file)) }
    }
    found.sort { ($0.rank, $0.file.path.count) < ($1.rank, $1.file.path.count) }
    return found.map(\.file)
  }

  private func rank(_ path: [UInt8]) -> Int? {
    let path = path.map(Self.folded)
    let name = path[(path.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)...]
    var isInName = true
    for word in words {
      if Self.contains(name, word) { continue }
      guard Self.contains(path[...], word) else { return nil }
      isInName = false
    }
    guard isInName else { return 2 }
    return words.contains { name.starts(with: $0) } ? 0 : 1
  }

  private static func contains(_ text: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard let first = word.first, word.count <= text.count else { return word.isEmpty }
    var start = text.startIndex
    while start + word.count <= text.endIndex {
      if text[start] == first, text[start..<start + word.count].elementsEqual(word) { return true }
      start += 1
    }
    return false
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
