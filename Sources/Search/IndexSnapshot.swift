import Containers
import Platform
import SearchIndex

/// The index as one manifest describes it: open segments and what is known of repositories.
///
/// Immutable. A search works on one snapshot from start to end; files that a newer manifest no longer names
/// stay mapped until the last search on the old one is done.
final class IndexSnapshot: Sendable {
  struct Part: Sendable {
    let name: String
    let segment: Segment
    /// What ``segment`` lies in.
    let file: MappedFile
    let placements: PlacementFile
    /// nil until they are made, and when the file is damaged.
    let facts: FactsFile?
    /// What of the manifest it was opened from.
    fileprivate let row: Manifest.SegmentRow
    fileprivate let bytes: (segment: Int, placements: Int, facts: Int)
  }

  let generation: Int
  let writtenAt: Int
  let repositories: [RepositoryInfo]
  /// Number of each of ``repositories``.
  let repositoryNumbers: [UInt32]
  /// Place in ``repositories`` by repository number.
  let repositoryIndex: [UInt32: Int]
  /// Place in ``repositories`` by name.
  private let repositoryPlaces: [String: Int]
  /// Best standing first.
  let parts: [Part]
  /// Segments that could not be opened, with the reason; searches go on without them and say so.
  let failures: [SearchLimit]
  /// Facts files that could not be opened, in words; searches go on without their symbols.
  let factFailures: [String]
  /// How much of it has symbols.
  let symbolStatus: SymbolStatus
  let documentCount: Int
  let textBytes: Int
  let blockCount: Int
  let indexBytes: Int

  /// Opens everything `manifest` names that `old` has not open: files never change, so an index that grows costs what
  /// is new in it.
  init(_ manifest: Manifest, dataFolder: String, reusing old: IndexSnapshot? = nil) throws {
    generation = manifest.generation
    writtenAt = manifest.writtenAt
    repositories = manifest.repositories.map(RepositoryInfo.init)
    repositoryNumbers = manifest.repositories.map(\.id)
    repositoryIndex = Dictionary(
      uniqueKeysWithValues: manifest.repositories.enumerated().map { ($0.element.id, $0.offset) })
    repositoryPlaces = Dictionary(
      manifest.repositories.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    var parts: [Part] = []
    var failures: [SearchLimit] = []
    var factFailures: [String] = []
    let known = Dictionary(
      (old?.parts ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for row in manifest.segments {
      do {
        let part = try Self.open(
          row, folder: DataFolder.segments(dataFolder), known: known[row.segment], factFailures: &factFailures
        )
        try Self.checkRepositories(part.placements, known: repositoryIndex)
        parts.append(part)
      } catch let error as PlatformError where error.kind == .notFound {
        // Most likely replaced by an indexer between reading the manifest and now: the caller reads it again.
        throw error
      } catch {
        failures.append(.segmentFailed(name: row.segment, reason: "\(error)"))
      }
    }
    // A stable order: rank within equal standing is the order of the manifest.
    let order = parts.indices.sorted {
      (parts[$1].bestStanding, $0) < (parts[$0].bestStanding, $1)
    }
    self.parts = order.map { parts[$0] }
    self.failures = failures
    self.factFailures = factFailures
    symbolStatus = SymbolStatus(self.parts, failures: factFailures)
    documentCount = parts.reduce(0) { $0 + $1.segment.meta.documentCount - $1.segment.meta.skippedCount }
    textBytes = parts.reduce(0) { $0 + $1.segment.meta.textLength }
    blockCount = parts.reduce(0) { $0 + $1.segment.meta.blockCount }
    indexBytes = parts.reduce(0) { $0 + $1.bytes.segment + $1.bytes.placements + $1.bytes.facts }
  }

  private static func open(
    _ row: Manifest.SegmentRow, folder: String, known: Part?, factFailures: inout [String]
  ) throws -> Part {
    var sizes: (segment: Int, placements: Int, facts: Int) = known?.bytes ?? (0, 0, 0)
    let segment: Segment
    let file: MappedFile
    if let known {
      (segment, file) = (known.segment, known.file)
    } else {
      file = try MappedFile.open(folder + "/" + row.segment)
      sizes.segment = file.count
      segment = try Segment(bytes: file.bytes, owner: file, file: row.segment, codec: ZstdCodec.shared)
    }
    let placements: PlacementFile
    if let known, known.row.placements == row.placements {
      placements = known.placements
    } else {
      let file = try MappedFile.open(folder + "/" + row.placements)
      sizes.placements = file.count
      placements = try PlacementFile(bytes: file.bytes, owner: file, file: row.placements)
    }
    guard placements.documentCount == segment.meta.documentCount else {
      throw SegmentError(.damaged(section: "PLRN"), file: row.placements)
    }
    var facts = known?.row.facts == row.facts ? known?.facts : nil
    if facts == nil {
      facts = openFacts(row, segment: segment, folder: folder, size: &sizes.facts, failures: &factFailures)
    }
    return Part(
      name: row.segment, segment: segment, file: file, placements: placements, facts: facts, row: row, bytes: sizes)
  }

  /// Without facts a segment is searched as well: whatever is wrong with them is only noted.
  private static func openFacts(
    _ row: Manifest.SegmentRow, segment: Segment, folder: String, size: inout Int, failures: inout [String]
  ) -> FactsFile? {
    size = 0
    guard let name = row.facts else { return nil }
    do {
      let file = try MappedFile.open(folder + "/" + name)
      let facts = try FactsFile(bytes: file.bytes, owner: file, file: name)
      guard facts.fits(segment.meta) else { throw SegmentError(.damaged(section: "META"), file: name) }
      size = file.count
      return facts
    } catch {
      failures.append("\(error)")
      return nil
    }
  }

  private static func checkRepositories(_ file: PlacementFile, known: [UInt32: Int]) throws {
    var isWhole = true
    file.forEachRevisionSet { place in
      isWhole = known[file.revisions(at: place).repository] != nil
      return isWhole
    }
    guard isWhole else { throw SegmentError(.damaged(section: "REVS"), file: "placement file") }
  }

  /// Lets go of the mapped text after a search that read `byteCount` bytes of it, when that was so much that a server
  /// would seem to need all of it in memory. Other searches that are under way read on.
  func releaseText(afterReading byteCount: Int) {
    guard byteCount >= max(Self.releaseMin, textBytes / Self.releaseShare) else { return }
    for part in parts { part.file.advise(.done) }
  }

  /// Reading less, or less than one in so many of all bytes, leaves everything mapped.
  private static let releaseMin = 64 << 20
  private static let releaseShare = 4

  /// The repository called `name`.
  func repository(named name: String) -> Int? {
    repositoryPlaces[name]
  }
}

extension IndexSnapshot.Part {
  fileprivate var bestStanding: UInt8 {
    segment.meta.documentCount > 0 ? segment.document(0).standing : 0
  }
}

extension RepositoryInfo {
  init(_ row: Manifest.Repository) {
    self.init(
      name: row.name, location: row.location, isGit: row.isGit,
      revisions: row.revisions.map {
        IndexedRevision(name: $0.name, commit: $0.commit.flatMap { ObjectID(hex: $0) }, time: $0.time)
      },
      fileCount: row.fileCount, indexedAt: row.indexedAt, isFork: row.isFork, isArchived: row.isArchived,
      notes: row.notes)
  }
}

/// zstd, loaded once; nil where the library is missing.
enum ZstdCodec {
  /// zstd level for compact segments: higher ones gain little on frames of 16 KB.
  static let level = 3

  static let shared: TextCodec? = loadZstd().map { library in
    TextCodec(
      compress: { library.compress($0, $1, level) },
      decompress: { library.decompress($0, $1) },
      bound: { library.compressBound($0) })
  }
}
