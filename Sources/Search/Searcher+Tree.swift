import Containers
import Git
import Platform
import SearchIndex
import Synchronization
import Syntax

extension Searcher {
  /// What is in a folder of a repository, at any revision that git knows.
  ///
  /// Cost: for an indexed revision a few microseconds per name, once its table is made; two processes more for
  /// repositories with links or submodules, and for other revisions.
  ///
  /// - Parameter path: raw bytes from the root, without slashes at its ends; empty for the root.
  /// - Throws: ``SearchError`` naming the repository, revision or path that does not exist.
  package func tree(repository: String, revision: String?, path: [UInt8]) throws -> TreeListing {
    let snapshot = self.snapshot
    switch try find(snapshot, repository, revision) {
    case .indexed(let place):
      let table = pathTables.table(snapshot, place)
      let info = snapshot.repositories[place.index]
      var placement = PlacementName(
        snapshot: snapshot, repository: place.number, revision: place.revision, path: path)
      keep(revision, in: &placement)
      let range = table.range(ofFolder: path)
      if !range.isEmpty || path.isEmpty {
        let items = table.items(in: range, prefixLength: path.isEmpty ? 0 : path.count + 1)
        return TreeListing(
          sorting: items + links(in: placement, info, table), at: placement, fileCount: range.count)
      }
    case .commit(let index, let id):
      let info = snapshot.repositories[index]
      let placement = PlacementName(
        repository: info.name, path: path, revision: revision ?? "", isDefaultRevision: false, commit: id)
      if let listing = try gitListing(placement, info, id) { return listing }
    }
    throw SearchError(
      .unknownFile, subject: "\(repository): \(String(decoding: path, as: UTF8.self))",
      reason: "no such folder at the revision")
  }

  /// Seconds for which branches and tags are not listed again: file pages ask each time, and a process takes long.
  private static let revisionsSeconds = 20
  /// Lists of revisions kept.
  private static let revisionsKept = 64
  /// Branches listed, and as many tags; the rest is reached by name.
  package static let namedRevisionsMax = 2000

  /// The branches and tags of a repository, indexed or not; for a plain folder none. They may be twenty seconds old.
  package func namedRevisions(repository: String) throws -> NamedRevisions {
    let snapshot = self.snapshot
    let place = try locate(snapshot, repository, nil)
    let info = snapshot.repositories[place.index]
    guard info.isGit else { return NamedRevisions() }
    let key = "\(snapshot.generation) \(repository)"
    let now = monotonicNanoseconds()
    if let found = revisionLists.withLock({ $0[key] }),
      now - found.made < Self.revisionsSeconds * 1_000_000_000
    {
      return found.list
    }
    let list = try Self.namedRevisions(info)
    revisionLists.withLock { lists in
      if lists.count >= Self.revisionsKept, let oldest = lists.min(by: { $0.value.made < $1.value.made })?.key
      {
        lists[oldest] = nil
      }
      lists[key] = (now, list)
    }
    return list
  }

  private static func namedRevisions(_ info: RepositoryInfo) throws -> NamedRevisions {
    let git = try GitRepository.open(info.location)
    let indexed = Set(info.revisions.map(\.name))
    let first = info.revisions.first?.name
    var list = NamedRevisions()
    for reference in try git.references() {
      let named = NamedRevision(
        name: reference.name, commit: reference.commit, time: reference.commitSeconds,
        isIndexed: indexed.contains(reference.name))
      switch reference.kind {
      case .branch: list.branches.append(named)
      case .tag: list.tags.append(named)
      case .remoteBranch: break
      }
    }
    func precedes(_ left: NamedRevision, _ right: NamedRevision) -> Bool {
      if (left.name == first) != (right.name == first) { return left.name == first }
      return left.time == right.time ? left.name > right.name : left.time > right.time
    }
    list.branches = Array(list.branches.sorted(by: precedes).prefix(namedRevisionsMax))
    list.tags = Array(list.tags.sorted(by: precedes).prefix(namedRevisionsMax))
    list.host = git.remoteURL.flatMap { CodeHost(remote: $0) }
    return list
  }

  /// Languages of a repository at its default revision, the largest first: of files people wrote. Counted once per
  /// generation for all repositories, in one pass over the placements.
  package func languages(repository: String) throws -> [LanguageShare] {
    let snapshot = self.snapshot
    let place = try locate(snapshot, repository, nil)
    if let cached = shareCache.withLock({ $0 }), cached.generation == snapshot.generation {
      return cached.shares[place.number] ?? []
    }
    let shares = Self.languages(snapshot)
    shareCache.withLock { $0 = (snapshot.generation, shares) }
    return shares[place.number] ?? []
  }

  private static func languages(_ snapshot: IndexSnapshot) -> [UInt32: [LanguageShare]] {
    var totals: [UInt32: [UInt16: (files: Int, bytes: Int)]] = [:]
    for part in snapshot.parts {
      // By revision set: its repository, when the default revision is among them.
      var owners = [Int64](repeating: -2, count: part.placements.revisionSetPlaces)
      for document in 0..<part.placements.documentCount {
        let placements = part.placements.placements(ofDocument: document)
        if placements.isEmpty { continue }
        let record = part.segment.document(document)
        let traits = PathTraits(rawValue: record.traits)
        guard record.skip == nil, record.language != 0, traits.isDisjoint(with: [.vendored, .generated])
        else {
          continue
        }
        for placement in placements {
          let set = Int(part.placements.revisionSet(ofPlacement: placement))
          if owners[set] == -2 {
            let value = part.placements.revisions(at: UInt32(set))
            owners[set] = (value.words.first ?? 0) & 1 == 1 ? Int64(value.repository) : -1
          }
          guard owners[set] >= 0 else { continue }
          let owner = UInt32(owners[set])
          totals[owner, default: [:]][record.language, default: (0, 0)].files += 1
          totals[owner, default: [:]][record.language, default: (0, 0)].bytes += record.sourceLength
        }
      }
    }
    return totals.mapValues { byLanguage in
      byLanguage.compactMap { id, total in
        guard let language = LanguageTable[id], language.kind == .programming || language.kind == .markup
        else { return nil }
        return LanguageShare(language: language, fileCount: total.files, byteCount: total.bytes)
      }
      .sorted { ($1.byteCount, $0.language.name) < ($0.byteCount, $1.language.name) }
    }
  }
}

extension PathTable {
  /// The names below a folder whose paths are `range` and begin with `prefixLength` bytes of its own path.
  fileprivate func items(in range: Range<Int>, prefixLength: Int) -> [TreeItem] {
    var items: [TreeItem] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let path = path(index)
      guard let slash = path[prefixLength...].firstIndex(of: 0x2F) else {
        items.append(file(index, name: Array(path[prefixLength...])))
        index += 1
        continue
      }
      let below = self.range(startingWith: Array(path[...slash]), in: index..<range.upperBound)
      // What the first and the last path share, all between them share too.
      let end = sharedFolder(path, self.path(below.upperBound - 1), from: slash)
      items.append(
        TreeItem(name: Array(path[prefixLength..<end]), kind: .folder(fileCount: below.count)))
      index = below.upperBound
    }
    return items
  }

  /// The end of the longest folder that is the beginning of both paths.
  private func sharedFolder(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, from slash: Int)
    -> Int
  {
    var end = slash
    var index = slash + 1
    while index < min(one.count, other.count), one[index] == other[index] {
      if one[index] == 0x2F { end = index }
      index += 1
    }
    return end
  }

  private func file(_ index: Int, name: [UInt8]) -> TreeItem {
    let (part, document) = document(index)
    let record = part.segment.document(document)
    return TreeItem(
      name: name,
      kind: .file(
        size: record.sourceLength, language: LanguageTable[record.language], skipped: record.skip?.text))
  }
}

extension TreeListing {
  init(sorting items: [TreeItem], at placement: PlacementName, fileCount: Int?, isIndexed: Bool = true) {
    let sorted = items.sorted { left, right in
      if left.isFolder != right.isFolder { return left.isFolder }
      return left.name.lexicographicallyPrecedes(right.name)
    }
    self.init(Array(sorted.prefix(Self.itemLimit)), at: placement, fileCount: fileCount, isIndexed: isIndexed)
    omittedCount = max(0, sorted.count - Self.itemLimit)
  }
}
