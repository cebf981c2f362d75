import Containers
import Git
import Platform
package import RegexEngine
import SearchIndex
import Syntax

extension Searcher {
  /// Paths of a repository at one indexed revision, in path order, at most `limit`.
  ///
  /// - Throws: ``SearchError`` for an unknown repository (with the nearest names) or revision.
  package func files(
    repository: String, revision: String?, matching pattern: Regex?, limit: Int
  ) throws -> [PlacementName] {
    let snapshot = self.snapshot
    let place = try locate(snapshot, repository, revision)
    let matcher = pattern?.makeMatcher()
    var found: [PlacementName] = []
    for part in snapshot.parts {
      forEachPlacement(part, snapshot, place) { placement, _ in
        let path = part.placements.path(ofPlacement: placement)
        if let matcher, !matcher.hasMatch(in: path, range: 0..<path.count) { return true }
        found.append(
          PlacementName(
            snapshot: snapshot, repository: place.number, revision: place.revision, path: Array(path)))
        return true
      }
    }
    found.sort { $0.path.lexicographicallyPrecedes($1.path) }
    return Array(found.prefix(limit))
  }

  /// The bytes of a file as they are in its source.
  ///
  /// - Throws: ``SearchError`` naming the repository, revision or path that does not exist, with the nearest names.
  package func content(repository: String, revision: String?, path: String) throws -> FileContent {
    let snapshot = self.snapshot
    let place = try locate(snapshot, repository, revision)
    let wanted = Array(path.utf8)
    for part in snapshot.parts {
      var found: (placement: Int, document: Int)?
      forEachPlacement(part, snapshot, place) { placement, document in
        guard part.placements.path(ofPlacement: placement).elementsEqual(wanted) else { return true }
        found = (placement, document)
        return false
      }
      guard let found else { continue }
      return try read(part, snapshot, place, found.document, wanted)
    }
    throw SearchError(
      .unknownFile, subject: "\(repository): \(path)", reason: "no such file at the indexed revision",
      fix: "`alidade files \(path.split(separator: "/").last.map(String.init) ?? path)` finds files by name.")
  }

  struct Place {
    var index: Int
    var number: UInt32
    var revision: Int
  }

  /// Finds a repository and revision by name.
  func locate(_ snapshot: IndexSnapshot, _ repository: String, _ revision: String?) throws -> Place {
    guard let index = snapshot.repository(named: repository) else {
      let nearest = nearestNames(repository, snapshot)
      throw SearchError(
        .unknownRepository(nearest: nearest), subject: repository, reason: "no such repository is indexed",
        fix: nearest.isEmpty ? "" : "Did you mean \(nearest.joined(separator: ", "))?")
    }
    let info = snapshot.repositories[index]
    var number = 0
    if let revision, !revision.isEmpty, revision != "HEAD" {
      guard
        let found = info.revisions.firstIndex(where: { $0.name == revision })
          ?? info.revisions.firstIndex(where: { QueryScope.isNamed($0, revision) })
      else {
        throw SearchError(
          .unknownRevision, subject: "\(repository)@\(revision)", reason: "is not an indexed branch, tag or commit",
          fix: "Index it with `alidade index --rev '\(revision)'`.")
      }
      number = found
    }
    guard let id = snapshot.repositoryIndex.first(where: { $0.value == index })?.key else {
      throw SearchError(.corrupt, subject: repository, reason: "has no number")
    }
    return Place(index: index, number: id, revision: number)
  }

  private func nearestNames(_ name: String, _ snapshot: IndexSnapshot) -> [String] {
    let names = snapshot.repositories.map(\.name)
    let containing = names.filter { $0.lowercased().contains(name.lowercased()) }.prefix(3)
    if !containing.isEmpty { return Array(containing) }
    return nearestText(to: name, in: names, within: max(2, name.utf8.count / 3)).map { [$0] } ?? []
  }

  /// Calls `body` with each placement of a repository at a revision until it returns false.
  private func forEachPlacement(
    _ part: IndexSnapshot.Part, _ snapshot: IndexSnapshot, _ place: Place, _ body: (Int, Int) -> Bool
  ) {
    var answers = [UInt8](repeating: 0, count: part.placements.revisionSetPlaces)
    for document in 0..<part.placements.documentCount {
      for placement in part.placements.placements(ofDocument: document) {
        let set = part.placements.revisionSet(ofPlacement: placement)
        if answers[Int(set)] == 0 {
          let value = part.placements.revisions(at: set)
          let word = place.revision >> 6
          let holds =
            value.repository == place.number && word < value.words.count
            && value.words[word] >> UInt64(place.revision & 63) & 1 == 1
          answers[Int(set)] = holds ? 2 : 1
        }
        if answers[Int(set)] == 2, !body(placement, document) { return }
      }
    }
  }

  /// Files read whole at most.
  private static let contentMax = 256 << 20

  private func read(
    _ part: IndexSnapshot.Part, _ snapshot: IndexSnapshot, _ place: Place, _ document: Int, _ path: [UInt8]
  ) throws -> FileContent {
    let record = part.segment.document(document)
    let placement = PlacementName(
      snapshot: snapshot, repository: place.number, revision: place.revision, path: path)
    let info = snapshot.repositories[place.index]
    let isPlain = record.skip == nil && record.encoding == .utf8 && record.sourceLength == record.textLength
    if isPlain {
      let bytes = Array(try TextReader(part.segment).text(record))
      return FileContent(placement: placement, bytes: bytes, isBinary: false)
    }
    // Converted or not searchable: the original is in the source.
    let bytes: [UInt8]
    if info.isGit {
      bytes = try SourceReading.blob(
        part.segment.id(ofDocument: document), gitFolder: info.location, limit: Self.contentMax)
    } else {
      bytes = try readFile(info.location + "/" + placement.pathText, limit: Self.contentMax)
    }
    return FileContent(placement: placement, bytes: bytes, isBinary: record.skip == .binary)
  }
}
