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
    let (page, total) = try await run {
      let files = try service.files(repository: name, revision: revision, limit: ServerLimits.listedFiles)
      let found = finder?.ranked(files) ?? files
      return (Array(found.dropFirst(offset).prefix(limit)), found.count)
    }
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

  /// `/api/v1/repos/{repo}/-/tree?rev=&path=`
  func folder(_ call: APICall, _ service: any SearchService) async throws -> Reply {
    let name = call.arguments.text("repo")
    let revision = call.arguments["rev"]
    var prefix = Array((call.arguments["path"] ?? "").utf8)
    while prefix.last == 0x2F { prefix.removeLast() }
    let folder = prefix
    let listing = try await run {
      let files = try service.files(repository: name, revision: revision, limit: ServerLimits.listedFiles)
      return FolderListing(folder, in: files)
    }
    guard let listing else {
      return call.visit.problem(.notFound, detail: "there is no such folder at that revision")
    }
    let place = Self.revision(revision, of: name, service, first: listing.sample)
    return call.reply(isPinned: place.isPinned(by: revision)) { json in
      APIAnswer.write(repository: name, place, to: &json)
      json.member("path", String(decoding: folder, as: UTF8.self))
      json.key("entries")
      json.array { json in
        for entry in listing.entries {
          json.object { json in
            json.member("name", entry.name)
            json.member("kind", entry.isFolder ? "folder" : "file")
            json.member("path", entry.place.path, bytesName: "pathBytes")
            json.member(
              "url",
              entry.isFolder
                ? Links.tree(
                  name, revision: entry.place.isDefaultRevision ? nil : entry.place.revision,
                  path: entry.place.path) : Links.file(entry.place))
          }
        }
      }
      json.member("isComplete", listing.isComplete)
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

/// What stands directly in a folder.
struct FolderListing: Sendable {
  struct Entry: Sendable {
    var name: String
    var isFolder: Bool
    /// With the path of the entry.
    var place: PlacementName
  }

  /// Folders first.
  private(set) var entries: [Entry] = []
  private(set) var isComplete = true
  /// Some file below the folder; nil in an empty repository.
  private(set) var sample: PlacementName?

  /// Entries listed at most.
  static let entryLimit = 10_000

  /// Nil when no file has `folder` as the beginning of its path; the empty folder is always there.
  ///
  /// - Parameter files: in path order.
  init?(_ folder: [UInt8], in files: [PlacementName]) {
    let prefix = folder.isEmpty ? [] : folder + [0x2F]
    var folders: [Entry] = []
    var plain: [Entry] = []
    var last: ArraySlice<UInt8> = []
    for file in files where file.path.starts(with: prefix) {
      sample = sample ?? file
      let rest = file.path.dropFirst(prefix.count)
      let slash = rest.firstIndex(of: 0x2F)
      let name = rest[..<(slash ?? rest.endIndex)]
      // Files come in order, so what lies in one folder comes together.
      if slash != nil, name == last { continue }
      if slash != nil { last = name }
      guard folders.count + plain.count < Self.entryLimit else {
        isComplete = false
        break
      }
      var place = file
      place.path = prefix + name
      let entry = Entry(
        name: String(decoding: name, as: UTF8.self), isFolder: slash != nil, place: place)
      if slash != nil { folders.append(entry) } else { plain.append(entry) }
    }
    if sample == nil, !folder.isEmpty { return nil }
    entries = folders + plain
  }
}
