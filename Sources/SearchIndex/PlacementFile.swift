import Containers

/// An open placement file. Immutable and shared by all threads; see `PlacementBuilder.swift` for the layout.
package final class PlacementFile: @unchecked Sendable {
  // Sendable although it holds pointers: the mapped bytes never change and live as long as `owner`.
  private let owner: any AnyObject & Sendable
  private let table: SectionTable
  private let ranges: UnsafeRawBufferPointer
  private let rows: UnsafeRawBufferPointer
  private let sets: UnsafeRawBufferPointer
  private let paths: UnsafeRawBufferPointer
  private let lists: GramLists

  /// Documents of the segment it belongs to.
  package let documentCount: Int

  /// Placements in the file.
  package let count: Int

  /// Opens and checks the whole file: it is small beside its segment.
  ///
  /// - Throws: ``SegmentError`` when the bytes are not a whole, undamaged placement file.
  package init(
    bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, file: String
  ) throws(SegmentError) {
    self.owner = owner
    table = try SectionTable(bytes, file: file, unchecked: [])
    let meta = try table.section(.meta, count: 2, width: 8)
    documentCount = Int(clamping: SectionTable.load(meta, 0, as: UInt64.self))
    count = Int(clamping: SectionTable.load(meta, 8, as: UInt64.self))
    guard documentCount < Int(UInt32.max), count < Int(UInt32.max) else {
      throw SegmentError(.damaged(section: "META"), file: file)
    }
    ranges = try table.section(.placementRanges, count: documentCount + 1, width: 4)
    rows = try table.section(.placements, count: count + 1, width: 8)
    sets = try table.section(.revisionSets)
    paths = try table.section(.pathText)
    let perBlock = PlacementBuilder.placementsPerBlock
    lists = try GramLists(table, blockCount: (count + perBlock - 1) / perBlock)
    try checkOrder(file)
  }

  private func checkOrder(_ file: String) throws(SegmentError) {
    var previous = 0
    for document in 0...documentCount {
      let first = Int(SectionTable.load(ranges, document * 4, as: UInt32.self))
      guard document == 0 ? first == 0 : first >= previous, first <= count else {
        throw SegmentError(.damaged(section: "PLRN"), file: file)
      }
      previous = first
    }
    guard previous == count else { throw SegmentError(.damaged(section: "PLRN"), file: file) }
    previous = 0
    for row in 0...count {
      let start = Int(SectionTable.load(rows, row * 8, as: UInt32.self))
      guard start >= previous, start <= paths.count else {
        throw SegmentError(.damaged(section: "PLAC"), file: file)
      }
      previous = start
    }
    for row in 0..<count {
      let place = Int(revisionSet(ofPlacement: row)) * 8
      guard place + 8 <= sets.count,
        place + 8 + Int(SectionTable.load(sets, place + 4, as: UInt32.self)) * 8 <= sets.count
      else { throw SegmentError(.damaged(section: "REVS"), file: file) }
    }
  }

  /// Sizes of all sections, in file order.
  package var sectionSizes: [(name: String, byteCount: Int)] { table.sizes }

  /// The placements of a document; empty when nothing holds it any more.
  package func placements(ofDocument document: Int) -> Range<Int> {
    guard document >= 0, document < documentCount else { return 0..<0 }
    let first = Int(SectionTable.load(ranges, document * 4, as: UInt32.self))
    return first..<Int(SectionTable.load(ranges, document * 4 + 4, as: UInt32.self))
  }

  /// The document of a placement, by binary search.
  package func document(ofPlacement placement: Int) -> Int {
    (0..<documentCount).partitionFloor { Int(SectionTable.load(ranges, $0 * 4, as: UInt32.self)) <= placement }
  }

  /// The path of a placement in raw bytes; valid as long as the file is open.
  package func path(ofPlacement placement: Int) -> UnsafeRawBufferPointer {
    precondition(placement >= 0 && placement < count, "placement number out of range")
    let start = Int(SectionTable.load(rows, placement * 8, as: UInt32.self))
    let end = Int(SectionTable.load(rows, placement * 8 + 8, as: UInt32.self))
    return UnsafeRawBufferPointer(rebasing: paths[start..<end])
  }

  /// The paths of consecutive placements, one after the other without anything between them.
  package func paths(ofPlacements range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "placement number out of range")
    return UnsafeRawBufferPointer(rebasing: paths[pathStart(range.lowerBound)..<pathStart(range.upperBound)])
  }

  /// The one of consecutive placements whose path holds byte `offset` of their paths together.
  package func placement(atPathOffset offset: Int, of range: Range<Int>) -> Int {
    let byte = pathStart(range.lowerBound) + offset
    return range.partitionFloor { pathStart($0) <= byte }
  }

  /// Where a placement's path starts among the paths of the file; for the number of placements, where the last ends.
  package func pathStart(_ placement: Int) -> Int {
    Int(SectionTable.load(rows, placement * 8, as: UInt32.self))
  }

  /// The place of the placement's revision set; equal sets have equal places.
  package func revisionSet(ofPlacement placement: Int) -> UInt32 {
    SectionTable.load(rows, placement * 8 + 4, as: UInt32.self)
  }

  /// Calls `body` with the place of each revision set, in order; it returns false to stop.
  ///
  /// There are few beside placements: in most files one or two for each repository.
  package func forEachRevisionSet(_ body: (UInt32) -> Bool) {
    var start = 0
    while start + 8 <= sets.count {
      let end = start + 8 + Int(SectionTable.load(sets, start + 4, as: UInt32.self)) * 8
      guard end <= sets.count, body(UInt32(truncatingIfNeeded: start / 8)) else { return }
      start = end
    }
  }

  /// Places are below this, so that answers about them can be kept in an array.
  package var revisionSetPlaces: Int { sets.count / 8 }

  /// The repository and revision bits of the set at `place`, which came from ``revisionSet(ofPlacement:)``.
  package func revisions(at place: UInt32) -> (repository: UInt32, words: [UInt64]) {
    let start = Int(place) * 8
    precondition(start + 8 <= sets.count, "not the place of a revision set")
    let words = Int(SectionTable.load(sets, start + 4, as: UInt32.self))
    let values = (0..<words).map { SectionTable.load(sets, start + 8 + $0 * 8, as: UInt64.self) }
    return (SectionTable.load(sets, start, as: UInt32.self), values)
  }

  /// Blocks of ``placements(inBlock:)`` whose paths may satisfy `query`.
  package func cursor(_ query: GramQuery, wantsTrace: Bool = false) -> BlockCursor {
    BlockCursor(lists, query, wantsTrace: wantsTrace)
  }

  /// The placements of one block of the path grams.
  package func placements(inBlock block: UInt32) -> Range<Int> {
    let start = Int(block) * PlacementBuilder.placementsPerBlock
    return min(start, count)..<min(start + PlacementBuilder.placementsPerBlock, count)
  }
}
