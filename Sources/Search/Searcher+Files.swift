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
    let table = pathTables.table(snapshot, place)
    let matcher = pattern?.makeMatcher()
    var found: [PlacementName] = []
    for index in 0..<table.count where found.count < limit {
      let path = table.path(index)
      if let matcher, !matcher.hasMatch(in: path, range: 0..<path.count) { continue }
      found.append(
        PlacementName(
          snapshot: snapshot, repository: place.number, revision: place.revision, path: Array(path)))
    }
    return found
  }

  /// The bytes of a file as they are in its source, at any revision that git knows.
  ///
  /// - Parameter path: raw bytes from the root, without slashes at its ends.
  /// - Throws: ``SearchError`` naming the repository, revision or path that does not exist, with the nearest names.
  package func content(repository: String, revision: String?, path: [UInt8]) throws -> FileContent {
    let snapshot = self.snapshot
    switch try find(snapshot, repository, revision) {
    case .indexed(let place):
      let table = pathTables.table(snapshot, place)
      var placement = PlacementName(
        snapshot: snapshot, repository: place.number, revision: place.revision, path: path)
      keep(revision, in: &placement)
      if let index = table.index(of: path) {
        let (part, document) = table.document(index)
        var content = try read(part, snapshot.repositories[place.index], document, placement)
        copies(of: document, in: part, snapshot, place, to: &content)
        return content
      }
      if let content = try unlisted(placement, snapshot.repositories[place.index], table) { return content }
    case .commit(let index, let id):
      let info = snapshot.repositories[index]
      let placement = PlacementName(
        repository: info.name, path: path, revision: revision ?? "", isDefaultRevision: false, commit: id)
      if var content = try gitContent(placement, info, id) {
        content.isIndexed = false
        return content
      }
    }
    let name = String(decoding: path, as: UTF8.self)
    throw SearchError(
      .unknownFile, subject: "\(repository): \(name)", reason: "no such file at the revision",
      fix: "`alidade files \(name.split(separator: "/").last.map(String.init) ?? name)` finds files by name.")
  }

  /// As ``content(repository:revision:path:)-([UInt8])`` for a path that is text.
  package func content(repository: String, revision: String?, path: String) throws -> FileContent {
    try content(repository: repository, revision: revision, path: Array(path.utf8))
  }

  struct Place {
    var index: Int
    var number: UInt32
    var revision: Int
  }

  /// Where the content of a revision comes from.
  enum FoundRevision {
    case indexed(Place)
    /// A commit of the repository at this place in the snapshot's list that is not indexed.
    case commit(repository: Int, ObjectID)
  }

  /// Finds a repository, and a revision of it that is indexed or that git knows.
  func find(_ snapshot: IndexSnapshot, _ repository: String, _ revision: String?) throws -> FoundRevision {
    do {
      return .indexed(try locate(snapshot, repository, revision))
    } catch let error as SearchError where error.kind == .unknownRevision {
      guard let index = snapshot.repository(named: repository), let revision,
        let id = try gitCommit(revision, of: snapshot.repositories[index])
      else { throw error }
      // A name that is not indexed may still stand for a commit that is.
      if let same = try? locate(snapshot, repository, id.hex) { return .indexed(same) }
      return .commit(repository: index, id)
    }
  }

  /// Finds a repository and an indexed revision by name.
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
          .unknownRevision, subject: "\(repository)@\(revision)",
          reason: "is not an indexed branch, tag or commit",
          fix: "Index it with `alidade index --rev '\(revision)'`.")
      }
      number = found
    }
    return Place(index: index, number: snapshot.repositoryNumbers[index], revision: number)
  }

  private func nearestNames(_ name: String, _ snapshot: IndexSnapshot) -> [String] {
    let names = snapshot.repositories.map(\.name)
    let containing = names.filter { $0.lowercased().contains(name.lowercased()) }.prefix(3)
    if !containing.isEmpty { return Array(containing) }
    return nearestText(to: name, in: names, within: max(2, name.utf8.count / 3)).map { [$0] } ?? []
  }

  /// Puts the revision that was asked for in the place of the one it was found under, so that links stay with it.
  func keep(_ revision: String?, in placement: inout PlacementName) {
    guard let revision, !revision.isEmpty, revision != placement.revision else { return }
    placement.revision = revision
    placement.isDefaultRevision = false
  }

  /// Files read whole at most.
  static let contentMax = 256 << 20

  private func read(
    _ part: IndexSnapshot.Part, _ info: RepositoryInfo, _ document: Int, _ placement: PlacementName
  ) throws -> FileContent {
    let record = part.segment.document(document)
    let isPlain = record.skip == nil && record.encoding == .utf8 && record.sourceLength == record.textLength
    var content: FileContent
    if isPlain {
      let reader = TextReader(part.segment)
      // What it lends may be memory of its own.
      content = try withExtendedLifetime(reader) { FileContent(Array(try reader.text(record)), at: placement) }
      content.encoding = TextEncoding.utf8.name
    } else if info.isGit {
      // Converted or not searchable: the original is in the source.
      let bytes = try SourceReading.blob(
        part.segment.id(ofDocument: document), gitFolder: info.location, limit: Self.contentMax)
      content = FileContent(classifying: bytes, at: placement)
    } else {
      guard
        case .file(let bytes) = try FileReader(root: info.location).read(
          placement.path, limit: Self.contentMax)
      else { throw SearchError(.unknownFile, subject: placement.pathText, reason: "is no file any more") }
      content = FileContent(classifying: Array(bytes), at: placement)
    }
    content.blob = part.segment.id(ofDocument: document)
    content.language = LanguageTable[record.language]
    return content
  }

  /// Placements of one document looked at for its copies.
  private static let copiesScanMax = 5000

  private func copies(
    of document: Int, in part: IndexSnapshot.Part, _ snapshot: IndexSnapshot, _ place: Place,
    to content: inout FileContent
  ) {
    for placement in part.placements.placements(ofDocument: document).prefix(Self.copiesScanMax) {
      let path = part.placements.path(ofPlacement: placement)
      let set = part.placements.revisions(at: part.placements.revisionSet(ofPlacement: placement))
      if set.repository == place.number, path.elementsEqual(content.placement.path) { continue }
      guard let word = set.words.firstIndex(where: { $0 != 0 }) else { continue }
      content.copyCount += 1
      guard content.copies.count < FileMatch.copiesLimit else { continue }
      content.copies.append(
        PlacementName(
          snapshot: snapshot, repository: set.repository,
          revision: word * 64 + set.words[word].trailingZeroBitCount, path: Array(path)))
    }
  }
}

extension FileContent {
  /// Bytes from a source, of which nothing else is known.
  init(classifying bytes: [UInt8], at placement: PlacementName) {
    self.init(bytes, at: placement)
    if let pointer = bytes.withUnsafeBytes({ LFSPointer($0) }) { kind = .lfsPointer(size: pointer.size) }
    switch bytes.withUnsafeBytes({ TextDecoding.decode($0) }) {
    case .asIs(let range):
      encoding = TextEncoding.utf8.name
      if range.count < bytes.count {
        convertedText = Array(bytes[range])
        encoding = "UTF-8 with a byte order mark"
      }
    case .converted(let text, let found):
      convertedText = text
      encoding = found.name
    case .skipped: isBinary = true
    }
    let head = text.prefix(Self.headLength)
    language = isBinary ? nil : head.withUnsafeBytes { detectLanguage(path: placement.pathText, head: $0) }
  }

  /// Bytes that language detection looks at.
  private static let headLength = 4096
}
