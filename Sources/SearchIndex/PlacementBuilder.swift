// A placement file: which repositories hold the documents of one segment, at which paths and revisions.
//
// It has the frame of a segment file (SegmentFormat.swift) and these sections:
//
//   META   documents u64, placements u64
//   PLRN   first placement of each document and one more (u32)
//   PLAC   per placement and one more: start of its path in PATH (u32), place of its revision set (u32)
//   REVS   sets of revisions, each: repository u32, words u32, words × u64; a set's place counts 8-byte units
//   PATH   paths end to end, raw bytes
//   GRAM GENT POST   grams of the paths; a block is 32 placements
//
// Segments never change; a placement file is written anew, under a new name, whenever a branch moves.

/// Collects the placements of one segment's documents and writes them.
package final class PlacementBuilder {
  /// Placements per block of the path grams.
  static let placementsPerBlock = 32

  private struct SetKey: Hashable {
    var repository: UInt32
    var words: [UInt64]
  }

  private let documentCount: Int
  private var ranges = ByteBuilder()
  private var rows = ByteBuilder()
  private var sets = ByteBuilder()
  private var setPlaces: [SetKey: UInt32] = [:]
  private var paths = ByteBuilder()
  private var pathStarts: [Int] = []
  private var nextDocument = 0

  /// Starts the file for a segment of `documentCount` documents.
  package init(documentCount: Int) {
    self.documentCount = documentCount
  }

  /// Placements added so far.
  package var count: Int { pathStarts.count }

  /// Adds a placement. Documents come in ascending order; a document without any is not live.
  ///
  /// - Parameter revisions: bit r set when revision r of the repository has the document at `path`.
  /// - Throws: ``SegmentError`` when paths exceed 4 GB.
  package func add(
    document: Int, repository: UInt32, revisions: [UInt64], path: UnsafeRawBufferPointer
  ) throws(SegmentError) {
    precondition(document < documentCount && document + 1 >= nextDocument, "documents out of order")
    guard paths.count + path.count < Int(UInt32.max), count < Int(UInt32.max) - 1 else {
      throw SegmentError(.tooLarge, file: "new placement file")
    }
    openRanges(through: document)
    rows.append(UInt32(paths.count))
    rows.append(place(SetKey(repository: repository, words: revisions)))
    pathStarts.append(paths.count)
    paths.append(path)
  }

  private func openRanges(through document: Int) {
    while nextDocument <= document {
      ranges.append(UInt32(pathStarts.count))
      nextDocument += 1
    }
  }

  private func place(_ key: SetKey) -> UInt32 {
    if let place = setPlaces[key] { return place }
    let place = UInt32(sets.count / 8)
    sets.append(key.repository)
    sets.append(UInt32(key.words.count))
    for word in key.words { sets.append(word) }
    setPlaces[key] = place
    return place
  }

  /// Writes the file. The builder is used up.
  package func finish(_ sink: any ByteSink) throws {
    openRanges(through: documentCount)
    rows.append(UInt32(paths.count))
    rows.append(UInt32(0))
    pathStarts.append(paths.count)
    var file = try SectionWriter(sink)
    var meta = ByteBuilder()
    meta.append(UInt64(documentCount))
    meta.append(UInt64(count - 1))
    try file.write(.meta, meta.bytes)
    try file.write(.placementRanges, ranges.bytes)
    try file.write(.placements, rows.bytes)
    try file.write(.revisionSets, sets.bytes)
    try file.write(.pathText, paths.bytes)
    let postings = pathPostings()
    try GramSectionWriter(blockCount: postings.blockCount).write(postings, to: &file)
    try file.end()
  }

  /// The grams of each block of paths. A line feed is put between paths, so no gram spans two.
  private func pathPostings() -> PostingsBuilder {
    let builder = PostingsBuilder(runPostings: 1 << 20)
    let extractor = GramExtractor()
    var block = ByteBuilder()
    let placements = pathStarts.count - 1
    for first in stride(from: 0, to: placements, by: Self.placementsPerBlock) {
      block.removeAll()
      for index in first..<min(first + Self.placementsPerBlock, placements) {
        block.append(UnsafeRawBufferPointer(rebasing: paths.bytes[pathStarts[index]..<pathStarts[index + 1]]))
        block.append(UInt8(0x0A))
      }
      extractor.extract(block.bytes)
      builder.addBlock(extractor.codes, count: extractor.count)
    }
    return builder
  }
}
