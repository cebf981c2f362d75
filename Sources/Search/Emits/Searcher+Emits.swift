package import Containers
import Platform
import SearchIndex

/// Bits that a word carries that `count` of `total` skeletons have.
package func emitBits(count: Int, total: Int) -> Float { EmitTable.bits(count: count, total: total) }

extension Searcher {
  /// Entries of word lists that are read for one message, at most: the rarest words come first.
  private static let postingsMax = 2_000_000

  /// Words of a message that are looked up, at most: the rarest.
  private static let wordsMax = 32

  /// Whether anything is known of emit sites.
  package var hasEmits: Bool { snapshot.parts.contains { $0.facts?.emits != nil } }

  /// How many emit sites and different skeletons there are.
  package var emitCounts: (sites: Int, skeletons: Int) {
    snapshot.parts.reduce((0, 0)) { sum, part in
      guard let table = part.facts?.emits else { return sum }
      return (sum.0 + table.siteCount, sum.1 + table.skeletonCount)
    }
  }

  /// Skeletons that share words with a message, the best of each part; some milliseconds for a million.
  ///
  /// - Parameters:
  ///   - words: hashes by `Skeleton.forEachWord`, each once.
  ///   - limit: candidates of each part, at most.
  package func emitShortlist(words: [UInt64], limit: Int) -> EmitShortlist {
    let snapshot = self.snapshot
    var list = EmitShortlist()
    for (number, part) in snapshot.parts.enumerated() {
      guard let table = part.facts?.emits else { continue }
      list.skeletonCount += table.skeletonCount
      var known: [(word: Int, count: Int)] = []
      for hash in words {
        guard let word = table.word(hash) else { continue }
        let count = table.skeletonCount(ofWord: word)
        list.frequencies[hash, default: 0] += count
        known.append((word, count))
      }
      known.sort { $0.count < $1.count }
      let key = SkeletonKey(generation: snapshot.generation, part: number, number: 0)
      list.candidates += Self.best(Array(known.prefix(Self.wordsMax)), table, key, limit, &list.postingsRead)
    }
    // Candidates of several parts together: the best of all are enough.
    list.candidates.sort { ($1.score, $0.key.part, $0.key.number) < ($0.score, $1.key.part, $1.key.number) }
    if list.candidates.count > 2 * limit { list.candidates.removeLast(list.candidates.count - 2 * limit) }
    return list
  }

  private static func best(
    _ words: [(word: Int, count: Int)], _ table: EmitTable, _ key: SkeletonKey, _ limit: Int,
    _ postingsRead: inout Int
  ) -> [EmitCandidate] {
    guard !words.isEmpty else { return [] }
    let sums = UnsafeMutableBufferPointer<Float>.allocate(capacity: table.skeletonCount)
    sums.initialize(repeating: 0)
    defer { sums.deallocate() }
    var touched: [Int32] = []
    var all: Float = 0
    var read = 0
    for (word, count) in words {
      // A message of common words alone must find its statement too: the first list is always read.
      if read > 0, read + count > postingsMax { break }
      let bits = EmitTable.bits(count: count, total: table.skeletonCount)
      table.add(bits, word: word, to: sums, touched: &touched)
      all += bits
      read += count
    }
    postingsRead += read
    var heap = BestSkeletons(limit: limit)
    for skeleton in touched {
      let sum = sums[Int(skeleton)]
      let share = min(1, sum / max(0.1, table.mass(ofSkeleton: Int(skeleton))))
      heap.add(2 * share * share + 1.5 * sum / max(0.1, all) + 0.02 * sum, skeleton)
    }
    return heap.items.compactMap { item in
      table.skeleton(Int(item.skeleton)).map {
        EmitCandidate(
          key: SkeletonKey(generation: key.generation, part: key.part, number: Int(item.skeleton)),
          skeleton: $0,
          score: item.score)
      }
    }
  }

  /// The sites of a skeleton that the caller may see, at most `limit` documents; none when the index has
  /// changed.
  package func emitHits(_ key: SkeletonKey, limit: Int, scope: AccessScope = .everything) -> [EmitHit] {
    let snapshot = self.snapshot
    guard let (part, table) = part(key, snapshot) else { return [] }
    var hits: [EmitHit] = []
    table.forEachSite(ofSkeleton: key.number) { number in
      let document = table.document(ofSite: number)
      guard let site = table.site(number) else { return true }
      var first: PlacementName?
      var isDefault = false
      var count = 0
      for placement in part.placements.placements(ofDocument: document) {
        guard let place = Self.place(placement, part, snapshot, scope) else { continue }
        count += 1
        if first == nil || (!isDefault && place.isDefaultRevision) {
          (first, isDefault) = (place, place.isDefaultRevision)
        }
      }
      if let first {
        hits.append(
          EmitHit(
            site: site, placement: first, copyCount: count - 1,
            document: DocumentKey(generation: key.generation, part: key.part, document: document),
            blob: part.segment.id(ofDocument: document), standing: part.segment.document(document).standing))
      }
      return hits.count < limit
    }
    return hits
  }

  /// Which revisions of which repositories have a statement of this text, in all parts of the index.
  ///
  /// - Parameters:
  ///   - file: the base name or the end of the path that a log names, to compare lines in.
  ///   - line: the 1-based line that a log names.
  ///   - limit: sites of each part that are read, at most.
  package func emitRevisions(
    of skeleton: Skeleton, file: String? = nil, line: Int? = nil, limit: Int = 2_000,
    scope: AccessScope = .everything
  ) -> [EmitRevisions] {
    let snapshot = self.snapshot
    var found: [Int: EmitRevisions] = [:]
    for part in snapshot.parts {
      guard let table = part.facts?.emits, let number = table.number(of: skeleton) else { continue }
      var read = 0
      table.forEachSite(ofSkeleton: number) { site in
        read += 1
        let document = table.document(ofSite: site)
        let isLine = line != nil && table.line(ofSite: site) == line
        for placement in part.placements.placements(ofDocument: document) {
          let set = part.placements.revisions(at: part.placements.revisionSet(ofPlacement: placement))
          guard let index = snapshot.repositoryIndex[set.repository] else { continue }
          let repository = snapshot.repositories[index]
          guard scope.includes(repository.name) else { continue }
          let none = [Bool](repeating: false, count: repository.revisions.count)
          var entry =
            found[index]
            ?? EmitRevisions(
              repository: repository.name, revisions: repository.revisions, isPresent: none, isAtLine: none)
          let isFile = isLine && Self.isFile(part.placements.path(ofPlacement: placement), file)
          for revision in none.indices where revision / 64 < set.words.count {
            guard set.words[revision / 64] >> UInt64(revision % 64) & 1 == 1 else { continue }
            entry.isPresent[revision] = true
            if isFile { entry.isAtLine[revision] = true }
          }
          found[index] = entry
        }
        return read < limit
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func isFile(_ path: UnsafeRawBufferPointer, _ file: String?) -> Bool {
    guard let file else { return true }
    let name = Array(file.utf8)
    if !name.contains(0x2E) {
      // A class: the file without its ending.
      let base = path[((path.lastIndex(of: 0x2F) ?? -1) + 1)...]
      return base.starts(with: name) && base.dropFirst(name.count).first == 0x2E
    }
    guard path.count >= name.count, path.suffix(name.count).elementsEqual(name) else { return false }
    return path.count == name.count || path[path.count - name.count - 1] == 0x2F
  }

  /// A placement's first revision: the default one if it is in the set.
  private static func place(
    _ placement: Int, _ part: IndexSnapshot.Part, _ snapshot: IndexSnapshot, _ scope: AccessScope
  ) -> PlacementName? {
    let set = part.placements.revisions(at: part.placements.revisionSet(ofPlacement: placement))
    guard let index = snapshot.repositoryIndex[set.repository],
      scope.includes(snapshot.repositories[index].name)
    else { return nil }
    let word = set.words.firstIndex { $0 != 0 } ?? 0
    let revision = set.words.isEmpty ? 0 : word * 64 + set.words[word].trailingZeroBitCount
    return PlacementName(
      snapshot: snapshot, repository: set.repository, revision: revision,
      path: Array(part.placements.path(ofPlacement: placement)))
  }

  private func part(_ key: SkeletonKey, _ snapshot: IndexSnapshot) -> (IndexSnapshot.Part, EmitTable)? {
    guard key.generation == snapshot.generation, snapshot.parts.indices.contains(key.part),
      let table = snapshot.parts[key.part].facts?.emits
    else { return nil }
    return (snapshot.parts[key.part], table)
  }
}

/// The skeletons with the highest scores, as a heap with the lowest on top.
private struct BestSkeletons {
  let limit: Int
  var items: [(score: Float, skeleton: Int32)] = []

  init(limit: Int) { self.limit = max(1, limit) }

  mutating func add(_ score: Float, _ skeleton: Int32) {
    if items.count < limit {
      items.append((score, skeleton))
      var at = items.count - 1
      while at > 0, items[at].score < items[(at - 1) / 2].score {
        items.swapAt(at, (at - 1) / 2)
        at = (at - 1) / 2
      }
    } else if score > items[0].score {
      items[0] = (score, skeleton)
      var at = 0
      while true {
        var least = at
        for child in [2 * at + 1, 2 * at + 2]
        where child < items.count && items[child].score < items[least].score {
          least = child
        }
        if least == at { return }
        items.swapAt(at, least)
        at = least
      }
    }
  }
}
